#include "texts/catalog.h"

#include "base/rec.h"

#include <stdlib.h>

#define ENTRIES_MOST 1000000 /* names in a folder that are looked at */
#define RECORDS "documents.rec"

/* A catalogue that is being made, and what it is made from. */
struct loader {
	struct catalog made;
	uint32_t cap;
	const struct config *config;
	struct report *report;
	struct buf path; /* of the file that is being read, as the system has it */
	struct buf records; /* path of documents.rec */
	struct buf bytes; /* of documents.rec */
	struct arena arena;
	struct about *abouts; /* of documents.rec, sorted by file */
	uint32_t nabouts;
};

/* A record of documents.rec. */
struct about {
	struct doc_about about; /* path is File without ./ before it */
	uint32_t line;
	bool used;
};

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

static int about_compare(const void *left, const void *right)
{
	const struct about *a = left, *b = right;
	int order = span_cmp(a->about.path, b->about.path);

	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* The record about a file, or NULL. */
static struct about *about_find(const struct loader *loader, struct span path)
{
	struct about key = {.about.path = path};
	uint32_t low = 0, high = loader->nabouts;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (about_compare(&loader->abouts[middle], &key) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == loader->nabouts || !span_eq(loader->abouts[low].about.path, path)) {
		return NULL;
	}
	return &loader->abouts[low];
}

/* Reports fields that have no meaning here; a note each, for they are kept. */
static void report_unknown(struct loader *loader, const struct rec *rec)
{
	static const char *const known[] = {
		"File", "Title", "Date", "Source", "Language", "Note", "Encoding"};

	for (uint32_t i = 0; i < rec->n; i++) {
		const struct rec_field *field = &rec->fields[i];
		bool found = false;

		for (size_t k = 0; k < COUNT_OF(known) && !found; k++) {
			found = span_eq_nocase(field->name, span_of(known[k]));
		}
		if (!found) {
			report_add(loader->report, REPORT_NOTE, loader->records.p, field->line,
				"unknown field '%.*s'", SPAN_ARG(field->name));
		}
	}
}

/* A C string of the field's value, or NULL where there is none. False where memory is short. */
static bool rec_string(struct loader *loader, const struct rec *rec, struct span name,
	const char **out)
{
	struct span value = span_trim(rec_get(rec, name)), copy;

	*out = NULL;
	if (value.n == 0) {
		return true;
	}
	if (!arena_copy(&loader->arena, value, &copy)) {
		return false;
	}
	*out = copy.p;
	return true;
}

static bool about_read(struct loader *loader, const struct rec *rec, struct about *out)
{
	const struct rec_field *date = rec_field(rec, SPAN("Date"));
	struct span file = span_trim(rec_get(rec, SPAN("File")));

	while (span_starts(file, SPAN("./"))) {
		file = (struct span){file.p + 2, file.n - 2};
	}
	*out = (struct about){.line = rec->line,
		.about = {.path = file,
			.title = span_trim(rec_get(rec, SPAN("Title"))),
			.source = span_trim(rec_get(rec, SPAN("Source"))),
			.language = span_trim(rec_get(rec, SPAN("Language"))),
			.note = span_trim(rec_get(rec, SPAN("Note")))}};
	if (date != NULL && !doc_date_parse(span_trim(date->value), &out->about.date)) {
		report_add(loader->report, REPORT_ERROR, loader->records.p, date->line,
			"Date '%.*s' is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
			SPAN_ARG(date->value));
	}
	report_unknown(loader, rec);
	return rec_string(loader, rec, SPAN("Encoding"), &out->about.encoding);
}

/* Sorts, and leaves out further records of a file. */
static void abouts_settle(struct loader *loader)
{
	uint32_t kept = 0;

	if (loader->nabouts > 1) {
		qsort(loader->abouts, loader->nabouts, sizeof(*loader->abouts), about_compare);
	}
	for (uint32_t i = 0; i < loader->nabouts; i++) {
		const struct about *about = &loader->abouts[i];

		if (kept > 0 && span_eq(loader->abouts[kept - 1].about.path, about->about.path)) {
			report_add(loader->report, REPORT_ERROR, loader->records.p, about->line,
				"a second record for '%.*s'; the one in line %u is taken",
				SPAN_ARG(about->about.path), loader->abouts[kept - 1].line);
			continue;
		}
		loader->abouts[kept++] = *about;
	}
	loader->nabouts = kept;
}

static bool abouts_parse(struct loader *loader, struct err *err)
{
	struct rec_file file;

	if (!rec_parse(buf_span(&loader->bytes), loader->records.p, &loader->arena, &file, loader->report,
			err)) {
		return false;
	}
	loader->abouts = arena_array(&loader->arena, file.n, sizeof(*loader->abouts));
	if (loader->abouts == NULL && file.n > 0) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < file.n; i++) {
		struct about *about = &loader->abouts[loader->nabouts];

		if (!about_read(loader, &file.recs[i], about)) {
			return err_memory(err);
		}
		if (about->about.path.n == 0) {
			report_add(loader->report, REPORT_ERROR, loader->records.p, about->line,
				"a record without a File");
			continue;
		}
		loader->nabouts++;
	}
	abouts_settle(loader);
	return true;
}

/* A folder without documents.rec is as good as one with an empty one; a broken one is reported. */
static bool abouts_load(struct loader *loader, const char *folder, struct err *err)
{
	struct err why = {0};

	file_join(&loader->records, folder, RECORDS);
	if (!buf_ok(&loader->records, err)) {
		return false;
	}
	if (!file_exists(loader->records.p)) {
		return true;
	}
	if (!file_read(loader->records.p, (size_t)loader->config->limits_file_mib << 20,
			&loader->bytes, NULL, &why)) {
		report_add(loader->report, REPORT_ERROR, NULL, 0, "%s", why.msg);
		return true;
	}
	return abouts_parse(loader, err);
}

static void abouts_report_unused(struct loader *loader)
{
	for (uint32_t i = 0; i < loader->nabouts; i++) {
		const struct about *about = &loader->abouts[i];

		if (!about->used) {
			report_add(loader->report, REPORT_ERROR, loader->records.p, about->line,
				"File '%.*s' is no readable document of this folder",
				SPAN_ARG(about->about.path));
		}
	}
}

/* Takes over doc, or leaves it out where it holds nothing to read. */
static bool loader_take(struct loader *loader, struct doc *doc)
{
	struct catalog *made = &loader->made;

	if (doc->nparas == 0) {
		report_add(loader->report, REPORT_WARNING, loader->path.p, 0, "empty, left out");
		doc_finish(doc);
		return true;
	}
	if (doc->guessed) {
		report_add(loader->report, REPORT_NOTE, loader->path.p, 0,
			"its encoding is not known, read as %s", doc->encoding);
	}
	if (doc->nbad > 0) {
		report_add(loader->report, REPORT_WARNING, loader->path.p, 0,
			"bytes that are not %s: %u", doc->encoding, doc->nbad);
	}
	if (!array_reserve(&made->docs, &loader->cap, made->n + 1, sizeof(*made->docs))) {
		doc_finish(doc);
		return false;
	}
	made->docs[made->n++] = *doc;
	return true;
}

/*
 * Reads the file at loader->path as the document `name`, which documents.rec has as `listed`. What
 * is wrong with the file is reported; false only where memory is short.
 */
static bool loader_read(struct loader *loader, const char *name, const char *listed,
	struct err *err)
{
	struct about *record = about_find(loader, span_of(listed));
	struct doc_about about = {.path = span_of(name), .markdown = is_markdown(name)};
	struct buf bytes = {0};
	struct file_stamp stamp;
	struct doc doc;
	struct err why = {0};

	if (record != NULL) {
		record->used = true;
		about = record->about;
		about.path = span_of(name);
		about.markdown = is_markdown(name);
	}
	if (!file_read(loader->path.p, (size_t)loader->config->limits_file_mib << 20, &bytes,
			&stamp, &why) ||
		!doc_read(&doc, &bytes, &about, loader->config, &why)) {
		buf_finish(&bytes);
		report_add(loader->report, REPORT_ERROR, NULL, 0, "%s", why.msg);
		return true;
	}
	doc.stamp = stamp;
	return loader_take(loader, &doc) || err_memory(err);
}

static bool loader_read_listed(struct loader *loader, const char *folder, struct file_list *list,
	struct err *err)
{
	uint32_t most = (uint32_t)loader->config->limits_documents;

	if (list->n > most) {
		report_add(loader->report, REPORT_ERROR, NULL, 0,
			"%s: %u texts, only the first %u by name are read (limits.documents)",
			folder, list->n, most);
	}
	for (uint32_t i = 0; i < list->n && i < most; i++) {
		buf_clear(&loader->path);
		file_join(&loader->path, folder, list->paths[i]);
		if (!buf_ok(&loader->path, err) || !loader_read(loader, list->paths[i], list->paths[i], err)) {
			return false;
		}
	}
	return true;
}

static int doc_compare(const void *left, const void *right)
{
	const struct doc *a = left, *b = right;
	int order = doc_date_cmp(&a->date, &b->date);

	return order != 0 ? order : span_cmp(a->path, b->path);
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

/* Puts the documents in order and makes the way from path to number. */
static bool loader_sort(struct loader *loader, struct err *err)
{
	struct catalog *made = &loader->made;
	struct path_key *keys = calloc(made->n, sizeof(*keys));

	made->by_path = calloc(made->n, sizeof(*made->by_path));
	if (keys == NULL || made->by_path == NULL) {
		free(keys);
		return err_memory(err);
	}
	qsort(made->docs, made->n, sizeof(*made->docs), doc_compare);
	for (uint32_t i = 0; i < made->n; i++) {
		keys[i] = (struct path_key){made->docs[i].path, i};
	}
	qsort(keys, made->n, sizeof(*keys), path_compare);
	for (uint32_t i = 0; i < made->n; i++) {
		made->by_path[i] = keys[i].doc;
	}
	free(keys);
	return true;
}

/* Hands over what was made, or drops it; frees what was needed for it. */
static bool loader_end(struct loader *loader, bool ok, struct catalog *out)
{
	buf_finish(&loader->path);
	buf_finish(&loader->records);
	buf_finish(&loader->bytes);
	arena_finish(&loader->arena);
	if (!ok) {
		catalog_finish(&loader->made);
		return false;
	}
	*out = loader->made;
	return true;
}

static bool root_set(struct catalog *made, const char *folder, struct err *err)
{
	made->root = strdup(folder);
	return made->root != NULL || err_memory(err);
}

/* Says that a folder holds nothing, and what was wrong with the first thing that it does hold. */
static bool set_empty(struct err *err, const char *folder, const struct report *report, uint32_t from)
{
	return err_set(err, "%s: no document to read in it (*.txt or *.md with text)%s%s", folder,
		from < report->n ? "; " : "", from < report->n ? report->items[from].text : "");
}

static bool load_folder(struct loader *loader, const char *folder, struct file_list *list,
	struct err *err)
{
	const struct file_bounds bounds = {
		.depth = (uint32_t)loader->config->limits_depth, .entries = ENTRIES_MOST};
	uint32_t reported = loader->report->n;

	if (!root_set(&loader->made, folder, err) ||
		!file_walk(folder, &bounds, is_text, list, loader->report, err) ||
		!abouts_load(loader, folder, err) ||
		!loader_read_listed(loader, folder, list, err)) {
		return false;
	}
	abouts_report_unused(loader);
	if (loader->made.n == 0) {
		return set_empty(err, folder, loader->report, reported);
	}
	return loader_sort(loader, err);
}

bool catalog_load(struct catalog *catalog, const char *folder, const struct config *config,
	struct report *report, struct err *err)
{
	struct loader loader = {.config = config, .report = report};
	struct file_list list = {0};
	bool ok = load_folder(&loader, folder, &list, err);

	file_list_finish(&list);
	return loader_end(&loader, ok, catalog);
}

/* Bytes of the folder that a path begins with, its slash among them: 0 where it names none. */
static size_t folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

/* Files have what the documents.rec of the first one's folder says of them. */
static bool abouts_load_beside(struct loader *loader, const char *path, struct err *err)
{
	struct buf folder = {0};
	size_t n = folder_length(path);

	buf_add(&folder, n == 0 ? "./" : path, n == 0 ? 2 : n);

	bool good = buf_ok(&folder, err) && abouts_load(loader, folder.p, err);

	buf_finish(&folder);
	return good;
}

static bool load_files(struct loader *loader, const char *const *paths, uint32_t n, struct err *err)
{
	size_t folder = folder_length(paths[0]);
	uint32_t before;

	if (!root_set(&loader->made, "", err) || !abouts_load_beside(loader, paths[0], err)) {
		return false;
	}
	before = loader->report->n;
	for (uint32_t i = 0; i < n; i++) {
		bool beside = strncmp(paths[i], paths[0], folder) == 0;

		buf_clear(&loader->path);
		buf_puts(&loader->path, paths[i]);
		if (!buf_ok(&loader->path, err) ||
			!loader_read(loader, paths[i], paths[i] + (beside ? folder : 0), err)) {
			return false;
		}
	}
	if (loader->made.n > 0) {
		return loader_sort(loader, err);
	}
	if (loader->report->n == before) {
		return err_set(err, "none of the %u files can be read", n);
	}
	const char *first = loader->report->items[before].text;
	return n == 1 ? err_set(err, "%s", first)
		      : err_set(err, "none of the %u files can be read; %s", n, first);
}

bool catalog_load_files(struct catalog *catalog, const char *const *paths, uint32_t n,
	const struct config *config, struct report *report, struct err *err)
{
	struct loader loader = {.config = config, .report = report};

	return loader_end(&loader, load_files(&loader, paths, n, err), catalog);
}

doc_id catalog_find(const struct catalog *catalog, struct span path)
{
	uint32_t low = 0, high = catalog->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, i = catalog->by_path[middle];
		int order = span_cmp(catalog->docs[i].path, path);

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

void catalog_finish(struct catalog *catalog)
{
	for (uint32_t i = 0; i < catalog->n; i++) {
		doc_finish(&catalog->docs[i]);
	}
	free(catalog->docs);
	free(catalog->by_path);
	free(catalog->root);
	*catalog = (struct catalog){0};
}
