#include "texts/catalog.h"

#include "base/folder.h"
#include "texts/catalog_doc.h"
#include "texts/catalog_use.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool catalog_path(const struct catalog *catalog, const struct doc_head *head, struct buf *out,
	struct err *err)
{
	buf_clear(out);
	if (catalog->root[0] == '\0') {
		buf_put(out, head->path);
	} else {
		file_join(out, catalog->root, head->path.p);
	}
	return buf_ok(out, err);
}

/* Hands over what was made, or drops it. */
static bool load_end(struct catalog *made, bool ok, struct catalog *out)
{
	if (!ok) {
		catalog_finish(made);
		return false;
	}
	*out = *made;
	return true;
}

static const struct catalog_each keep_all = {.keep = UINT64_MAX};

bool catalog_load(struct catalog *catalog, const char *folder, const struct config *config,
	struct report *report, struct err *err)
{
	struct catalog made;

	return catalog_list(&made, folder, config, report, err) &&
		load_end(&made, catalog_read(&made, &keep_all, report, err), catalog);
}

bool catalog_load_files(struct catalog *catalog, const char *const *paths, uint32_t n,
	const struct config *config, struct report *report, struct err *err)
{
	struct catalog made;

	return catalog_list_files(&made, paths, n, config, report, err) &&
		load_end(&made, catalog_read(&made, &keep_all, report, err), catalog);
}

bool catalog_keep_forms(struct catalog *catalog, const char *folder, struct err *err)
{
	char *copy = folder == NULL ? NULL : strdup(folder);

	if (folder != NULL && copy == NULL) {
		return err_memory(err);
	}
	free(catalog->forms);
	catalog->forms = copy;
	return true;
}

doc_id catalog_find(const struct catalog *catalog, struct span path)
{
	uint32_t low = 0, high = catalog->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, i = catalog->by_path[middle];
		int order = span_cmp(catalog_head(catalog, i)->path, path);

		if (order == 0) {
			return (doc_id){i};
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return DOC_NONE;
}

bool catalog_look(const struct catalog *catalog, doc_id id, struct file_stamp *stamp)
{
	int fd = folder_at(catalog->folder, catalog_head(catalog, id.i)->path.p, FOLDER_LOOK);
	struct stat st;
	bool there = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);

	if (fd >= 0) {
		close(fd);
	}
	if (there) {
		*stamp = file_stamp_of(&st);
	}
	return there;
}

bool catalog_is_loaded(const struct catalog *catalog, doc_id id)
{
	return catalog->docs[id.i].path.p != NULL;
}

bool catalog_has_changed(const struct catalog *catalog, doc_id id)
{
	return catalog_is_loaded(catalog, id) &&
		!file_stamp_eq(&catalog->docs[id.i].stamp, &catalog_head(catalog, id.i)->stamp);
}

uint32_t catalog_stale(const struct catalog *catalog)
{
	return catalog->use == NULL ? 0 : atomic_load(&catalog->use->stale);
}

bool catalog_is_lost(const struct catalog *catalog, doc_id id)
{
	const struct file_stamp none = {0};

	return catalog_has_changed(catalog, id) &&
		file_stamp_eq(&catalog->docs[id.i].stamp, &none);
}

/* A text that says why there is none. */
static void read_excuse(const struct catalog *catalog, const struct doc_head *head,
	const struct err *why, struct doc *out)
{
	struct doc_about about = {.path = head->path, .title = head->title, .date = head->date};
	struct buf bytes = {0};
	struct err err;

	buf_printf(&bytes, "%s\n", why->msg);
	if (!doc_read(out, &bytes, &about, catalog->config, &err)) {
		*out = (struct doc){.path = head->path, .title = head->title};
	}
}

const struct doc *catalog_doc(const struct catalog *catalog, doc_id id)
{
	const struct doc_head *head;
	struct doc *doc = &catalog->docs[id.i];
	struct err why;

	if (catalog_is_loaded(catalog, id)) {
		return doc;
	}
	head = catalog_head(catalog, id.i);
	const struct catalog_doc_how how = {.beginning = head->rest > 0, .listed = true};
	bool read = catalog_doc_read(catalog, head, &how, doc, &why);
	if (read && doc->nparas == 0) { /* it was not when it was listed */
		doc_finish(doc);
		read = err_set(&why, "%.*s: nothing but blanks is in it now", SPAN_ARG(head->path));
	}
	if (!read) {
		read_excuse(catalog, head, &why, doc);
	}
	if (catalog->use != NULL) {
		atomic_fetch_add(&catalog->use->bytes, doc_memory(doc));
		atomic_fetch_add(&catalog->use->stale, catalog_has_changed(catalog, id) ||
			(catalog->lent != NULL && catalog_head(catalog, id.i)->young));
	}
	return doc;
}

void catalog_drop(const struct catalog *catalog, doc_id id)
{
	if (catalog->use != NULL) {
		atomic_fetch_sub(&catalog->use->bytes, doc_memory(&catalog->docs[id.i]));
	}
	doc_finish(&catalog->docs[id.i]);
}

static bool is_among(const doc_id *kept, uint32_t n, uint32_t doc)
{
	for (uint32_t i = 0; i < n; i++) {
		if (kept[i].i == doc) {
			return true;
		}
	}
	return false;
}

void catalog_trim(const struct catalog *catalog, const doc_id *kept, uint32_t n)
{
	if (catalog_loaded(catalog) <= (uint64_t)catalog->config->limits_memory_mib << 20) {
		return;
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		if (catalog_is_loaded(catalog, (doc_id){i}) && !is_among(kept, n, i)) {
			catalog_drop(catalog, (doc_id){i});
		}
	}
}

void catalog_hand_on(const struct catalog *from, doc_id id, const struct catalog *to, doc_id there)
{
	const struct doc_head *head = catalog_head(to, there.i), *was = catalog_head(from, id.i);
	struct doc *doc = &from->docs[id.i], *made = &to->docs[there.i];

	if (!catalog_is_loaded(from, id) || catalog_is_loaded(to, there) ||
		!file_stamp_eq(&doc->stamp, &head->stamp) || (was->told_title && !head->told_title) ||
		!span_eq(span_of(was->declared), span_of(head->declared))) {
		return;
	}
	*made = *doc;
	*doc = (struct doc){0};
	made->path = head->path;
	made->title = head->told_title ? head->title : made->title;
	made->source = head->source;
	made->language = head->language;
	made->note = head->note;
	made->date = head->date;
	if (from->use != NULL && to->use != NULL) {
		atomic_fetch_sub(&from->use->bytes, made->text.n);
		atomic_fetch_add(&to->use->bytes, made->text.n);
	}
}

uint64_t catalog_bytes(const struct catalog *catalog)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < catalog->n; i++) {
		sum += catalog_head(catalog, i)->text_n;
	}
	return sum;
}

uint64_t catalog_loaded(const struct catalog *catalog)
{
	return catalog->use == NULL ? 0 : atomic_load(&catalog->use->bytes);
}

void catalog_finish(struct catalog *catalog)
{
	for (uint32_t i = 0; i < catalog->n; i++) {
		if (catalog_lent_asked(catalog, i)) { /* no text without its head */
			doc_finish(&catalog->docs[i]);
		}
	}
	free(catalog->heads);
	free(catalog->docs);
	free(catalog->use);
	catalog_lent_finish(catalog);
	free(catalog->by_path);
	free(catalog->root);
	free(catalog->forms);
	folder_close(catalog->folder);
	about_finish(&catalog->abouts);
	arena_finish(&catalog->arena);
	*catalog = (struct catalog){0};
}
