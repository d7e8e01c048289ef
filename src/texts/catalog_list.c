/* Which documents there are, before any is read. */
#include "base/walk.h"
#include "base/now.h"
#include "texts/same.h"

#include <stdlib.h>

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

static void sort(struct path_key *keys, uint32_t n)
{
	bool sorted = true;

	for (uint32_t i = 1; i < n && sorted; i++) {
		sorted = path_compare(&keys[i - 1], &keys[i]) < 0;
	}
	if (!sorted) {
		qsort(keys, n, sizeof(*keys), path_compare);
	}
}

/* A folder was listed by path: taken in that order, nothing is left to be sorted. */
bool catalog_list_index(struct catalog *catalog, struct err *err)
{
	struct path_key *keys = calloc((size_t)catalog->listed + 1, sizeof(*keys));
	uint32_t n = 0;

	if (keys == NULL) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		keys[catalog->heads[i].listed] = (struct path_key){catalog->heads[i].path, i};
	}
	for (uint32_t i = 0; i < catalog->listed; i++) {
		if (keys[i].path.p != NULL) {
			keys[n++] = keys[i];
		}
	}
	sort(keys, n);
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
	head->told = same_told(head);
	catalog->n++;
	catalog->listed++;
	return arena_copy(&catalog->arena, span_of(name), &head->path);
}

static bool list_begin(struct catalog *catalog, const char *root, uint32_t n, struct err *err)
{
	catalog->when = now_date_ns();
	catalog->root = strdup(root);
	catalog->heads = calloc((size_t)n + 1, sizeof(*catalog->heads));
	catalog->docs = calloc((size_t)n + 1, sizeof(*catalog->docs));
	catalog->by_path = calloc((size_t)n + 1, sizeof(*catalog->by_path));
	return (catalog->root != NULL && catalog->heads != NULL && catalog->docs != NULL &&
		catalog->by_path != NULL) || err_memory(err);
}

/* How many of the files may be read, by number and by size; says what is left out. */
static uint32_t list_bound(const struct config *config, const struct walk_list *list,
	const char *folder, struct report *report)
{
	uint64_t each = (uint64_t)config->limits_file_mib << 20;
	uint64_t left = (uint64_t)config->limits_total_mib << 20;
	uint32_t most = (uint32_t)config->limits_documents, n = 0;

	for (; n < list->n && n < most; n++) {
		uint64_t size = list->items[n].stamp.size;

		if (size > each) {
			continue; /* too large for itself: not read at all */
		}
		if (size > left) {
			break;
		}
		left -= size;
	}
	if (n < list->n && n == most) {
		report_left_out(report, REPORT_ERROR, folder,
			"%u texts, only the first %u by name are read (limits.documents)", list->n, n);
	} else if (n < list->n) {
		report_left_out(report, REPORT_ERROR, folder,
			"more than %d MiB of texts, only the first %u of %u by name are read (limits.total_mib)",
			config->limits_total_mib, n, list->n);
	}
	return n;
}

/* Finds the files of the catalogue's folder. */
static bool list_walk(const struct catalog *catalog, struct walk_list *list, struct report *report,
	struct err *err)
{
	const struct config *config = catalog->config;
	const struct walk_bounds bounds = {.depth = (uint32_t)config->limits_depth,
		.entries = (uint32_t)config->limits_entries,
		.names = (uint32_t)config->limits_names};

	return walk_folder(catalog->folder, &bounds, is_text, list, report, err);
}

bool catalog_list_same(const struct catalog *catalog)
{
	struct walk_list list = {0};
	struct report report = {0}; /* what is left out is told by whoever made the index */
	struct err err;
	bool same = catalog->files != 0 && catalog->folder != NULL &&
		list_walk(catalog, &list, &report, &err) && walk_sum(&list) == catalog->files;

	walk_list_finish(&list);
	report_finish(&report);
	return same;
}

static bool list_folder(struct catalog *catalog, const char *folder, struct walk_list *list,
	struct report *report, struct err *err)
{
	uint32_t most;

	catalog->folder = folder_open(folder,
		catalog->config->limits_links ? FOLDER_LINKS : 0, err);
	if (catalog->folder == NULL || !list_walk(catalog, list, report, err) ||
		!about_load(&catalog->abouts, folder, catalog->config, report, err) ||
		!list_begin(catalog, folder, list->n, err)) {
		return false;
	}
	most = list_bound(catalog->config, list, folder, report);
	catalog->files = most == list->n ? walk_sum(list) : 0;
	for (uint32_t i = 0; i < most; i++) {
		const struct walk_file *file = &list->items[i];

		if (!list_add(catalog, file->path, file->path, &file->stamp)) {
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
	struct walk_list list = {0};
	bool ok = list_folder(&made, folder, &list, report, err);

	walk_list_finish(&list);
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
