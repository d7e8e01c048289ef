/* Heads that an index lends: filled when they are asked for. */
#include "texts/catalog.h"

#include "base/folder.h"
#include "texts/catalog_use.h"

#include <pthread.h>
#include <stdlib.h>

struct catalog_lent {
	struct catalog_source source;
	pthread_mutex_t lock; /* of heads that are being filled */
	atomic_uchar *filled; /* by document */
	atomic_bool damaged;
};

static void drop(struct catalog *made)
{
	if (made->lent != NULL) {
		free(made->lent->filled);
		free(made->lent);
	}
	made->lent = NULL;
	made->n = 0;
	catalog_finish(made);
}

bool catalog_lent_make(struct catalog *out, const char *root, const struct config *config,
	const struct catalog_source *source, struct err *err)
{
	struct catalog made = {.n = source->n, .listed = source->n, .when = source->when,
		.set = source->set, .files = source->files,
		.config = config, .root = strdup(root),
		.heads = calloc((size_t)source->n + 1, sizeof(*made.heads)),
		.docs = calloc((size_t)source->n + 1, sizeof(*made.docs)),
		.use = calloc(1, sizeof(*made.use)), .lent = calloc(1, sizeof(*made.lent))};

	if (made.lent != NULL) {
		made.lent->source = *source;
		made.lent->filled = calloc((size_t)source->n + 1, sizeof(*made.lent->filled));
	}
	if (made.root == NULL || made.heads == NULL || made.docs == NULL || made.use == NULL ||
		made.lent == NULL || made.lent->filled == NULL) {
		drop(&made);
		return err_memory(err);
	}
	made.folder = folder_open(root, config->limits_links ? FOLDER_LINKS : 0, err);
	if (made.folder == NULL) {
		drop(&made);
		return false;
	}
	pthread_mutex_init(&made.lent->lock, NULL);
	made.by_path = source->by_path;
	*out = made;
	return true;
}

/* What stands for a head that the index does not tell: a document that cannot be read. */
static void fill_blank(struct doc_head *head, uint32_t i)
{
	*head = (struct doc_head){.path = SPAN(""), .title = SPAN("?"), .source = SPAN(""),
		.language = SPAN(""), .note = SPAN(""), .encoding = "UTF-8", .paras = 1,
		.listed = i, .known = true};
}

struct doc_head *catalog_lent_head(const struct catalog *catalog, uint32_t i)
{
	struct catalog_lent *lent = catalog->lent;
	struct doc_head *head = &catalog->heads[i];

	if (atomic_load_explicit(&lent->filled[i], memory_order_acquire) != 0) {
		return head;
	}
	pthread_mutex_lock(&lent->lock);
	if (atomic_load(&lent->filled[i]) == 0) {
		if (!lent->source.fill(lent->source.owner, i, head)) {
			fill_blank(head, i);
			atomic_store(&lent->damaged, true);
		}
		atomic_store_explicit(&lent->filled[i], 1, memory_order_release);
	}
	pthread_mutex_unlock(&lent->lock);
	return head;
}

bool catalog_lent_asked(const struct catalog *catalog, uint32_t i)
{
	return catalog->lent == NULL || atomic_load(&catalog->lent->filled[i]) != 0;
}

bool catalog_lent_damaged(const struct catalog *catalog)
{
	return catalog->lent != NULL && atomic_load(&catalog->lent->damaged);
}

void catalog_lent_finish(struct catalog *catalog)
{
	if (catalog->lent != NULL) {
		pthread_mutex_destroy(&catalog->lent->lock);
		free(catalog->lent->filled);
		free(catalog->lent);
		catalog->lent = NULL;
		catalog->by_path = NULL; /* the index's */
	}
}
