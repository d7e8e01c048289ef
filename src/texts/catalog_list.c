/* Which documents there are, before any is read. */
#include "texts/catalog.h"

#include <stdlib.h>
#include <time.h>

#define ENTRIES_MOST 1000000 /* names in a folder that are looked at */

static bool has_ending(const char *name, struct span ending)
{
	size_t n = strlen(name);

	return n > ending.n &&
		span_eq_nocase((struct span){name + n - ending.n, ending.n}, ending);
}

static bool is_markdown(const char *name)
{
	return has_ending(name, SPAN(".md"));
}

static bool is_text(const char *name)
{
	return has_ending(name, SPAN(".txt")) || is_markdown(name);
}

struct path_key {
	struct span path;
	uint32_t doc;
};

static int path_compare(const void *left, const void *right)
{
	const struct path_key *a = left, *b = right;

	return span_cmp(a->path, b->path);
}

bool catalog_list_index(struct catalog *catalog, struct err *err)
{
	struct path_key *keys = calloc((size_t)catalog->n + 1, sizeof(*keys));

	if (keys == NULL) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		keys[i] = (struct path_key){catalog->heads[i].path, i};
	}
	qsort(keys, catalog->n, sizeof(*keys), path_compare);
	for (uint32_t i = 0; i < catalog->n; i++) {
		catalog->by_path[i] = keys[i].doc;
	}
	free(keys);
	return true;
}

/* Adds the head of the file `name`, of which documents.rec speaks as `listed`. */
static bool list_add(struct catalog *catalog, const char *name, const char *listed,
	const struct file_stamp *stamp)
{
	struct doc_head *head = &catalog->heads[catalog->n];
	struct about *about = about_find(&catalog->abouts, span_of(listed));

	head->markdown = is_markdown(name);
	head->listed = catalog->n;
	head->stamp = *stamp;
	head->source_n = stamp->size < UINT32_MAX ? (uint32_t)stamp->size : UINT32_MAX;
	if (about != NULL) {
		about->used = true;
		head->title = about->about.title;
		head->source = about->about.source;
		head->language = about->about.language;
		head->note = about->about.note;
		head->date = about->about.date;
		head->declared = about->about.encoding;
		head->told_title = head->title.n > 0;
		head->told_date = head->date.year != 0;
	}
	catalog->n++;
	catalog->listed++;
	return arena_copy(&catalog->arena, span_of(name), &head->path);
}

static bool list_begin(struct catalog *catalog, const char *root, uint32_t n, struct err *err)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	catalog->when = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	catalog->root = strdup(root);
	catalog->heads = calloc((size_t)n + 1, sizeof(*catalog->heads));
	catalog->docs = calloc((size_t)n + 1, sizeof(*catalog->docs));
	catalog->by_path = calloc((size_t)n + 1, sizeof(*catalog->by_path));
	return (catalog->root != NULL && catalog->heads != NULL && catalog->docs != NULL &&
		catalog->by_path != NULL) || err_memory(err);
}

static bool list_folder(struct catalog *catalog, const char *folder, struct file_list *list,
	struct report *report, struct err *err)
{
	const struct config *config = catalog->config;
	const struct file_bounds bounds = {
		.depth = (uint32_t)config->limits_depth, .entries = ENTRIES_MOST};
	uint32_t most = (uint32_t)config->limits_documents;

	if (!file_walk(folder, &bounds, is_text, list, report, err) ||
		!about_load(&catalog->abouts, folder, config, report, err) ||
		!list_begin(catalog, folder, list->n, err)) {
		return false;
	}
	if (list->n > most) {
		report_add(report, REPORT_ERROR, NULL, 0,
			"%s: %u texts, only the first %u by name are read (limits.documents)",
			folder, list->n, most);
	}
	for (uint32_t i = 0; i < list->n && i < most; i++) {
		const struct file_entry *entry = &list->items[i];

		if (!list_add(catalog, entry->path, entry->path, &entry->stamp)) {
			return err_memory(err);
		}
	}
	return catalog_list_index(catalog, err);
}

/* Hands over what was listed, or drops it. */
static bool list_end(struct catalog *made, bool ok, struct catalog *out)
{
	if (!ok) {
		catalog_finish(made);
		return false;
	}
	*out = *made;
	return true;
}

bool catalog_list(struct catalog *catalog, const char *folder, const struct config *config,
	struct report *report, struct err *err)
{
	struct catalog made = {.config = config};
	struct file_list list = {0};
	bool ok = list_folder(&made, folder, &list, report, err);

	file_list_finish(&list);
	return list_end(&made, ok, catalog);
}

/* Bytes of the folder that a path begins with, its slash among them: 0 where it names none. */
static size_t folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

/* Files have what the documents.rec of the first one's folder says of them. */
static bool about_load_beside(struct catalog *catalog, const char *path, struct report *report,
	struct err *err)
{
	struct buf folder = {0};
	size_t n = folder_length(path);

	buf_add(&folder, n == 0 ? "./" : path, n == 0 ? 2 : n);

	bool good = buf_ok(&folder, err) &&
		about_load(&catalog->abouts, folder.p, catalog->config, report, err);

	buf_finish(&folder);
	return good;
}

static bool list_files(struct catalog *catalog, const char *const *paths, uint32_t n,
	struct report *report, struct err *err)
{
	size_t folder = folder_length(paths[0]);

	if (!about_load_beside(catalog, paths[0], report, err) ||
		!list_begin(catalog, "", n, err)) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		bool beside = strncmp(paths[i], paths[0], folder) == 0;

		struct file_stamp stamp = {0}; /* what cannot be looked at is told when it is read */

		(void)file_look(paths[i], &stamp);
		if (!list_add(catalog, paths[i], paths[i] + (beside ? folder : 0), &stamp)) {
			return err_memory(err);
		}
	}
	return catalog_list_index(catalog, err);
}

bool catalog_list_files(struct catalog *catalog, const char *const *paths, uint32_t n,
	const struct config *config, struct report *report, struct err *err)
{
	struct catalog made = {.config = config};

	return list_end(&made, list_files(&made, paths, n, report, err), catalog);
}
