#include "base/json.h"
#include "base/utf8.h"
#include "notes/export.h"
#include "notes/import.h"
#include "ui/cli.h"

/* Prints the notes, or writes them to a file. */
static bool print(const struct dossier *dossier, const struct args *args, struct output *out,
	struct err *err)
{
	struct export export = {&dossier->notes, &dossier->xref};
	const char *path = args->value[ARGS_OPT_output], *word = args->value[ARGS_OPT_format];
	enum export_format format = path == NULL ? EXPORT_TSV : export_format_for(path);
	if (word != NULL && !export_format_of(span_of(word), &format)) {
		return err_set(err, "no form of notes is called '%s'", word);
	}
	if (path != NULL) {
		return export_write(&export, format, path, args->value[ARGS_OPT_replace] != NULL, err);
	}
	struct buf text = {0};
	bool good = export_put(&export, format, &text, err);
	if (good) {
		output_text(out, buf_span(&text));
	}
	buf_finish(&text);
	return good;
}

/* The canonical range of bytes of a file; they must be whole characters, and not all blank. */
static bool find_range(const struct doc *doc, struct range bytes, struct range *out,
	struct err *err)
{
	if (bytes.end > doc->source_n) {
		return err_set(err, "%.*s has %u bytes: there is no passage %u-%u",
			SPAN_ARG(doc->path), doc->source_n, bytes.start, bytes.end);
	}
	uint32_t end = bytes.end == doc->source_n ? (uint32_t)doc->text.n :
		doc_canonical(doc, bytes.end);
	struct range at = {doc_canonical(doc, bytes.start), end};
	if (at.start >= at.end) {
		return err_set(err, "%.*s: bytes %u-%u hold no character", SPAN_ARG(doc->path),
			bytes.start, bytes.end);
	}
	uint32_t last = doc_source(doc, (struct range){at.end, at.end}).start;
	if (doc_source(doc, at).start < bytes.start || last < bytes.end) {
		return err_set(err, "%.*s: bytes %u-%u begin or end within a character",
			SPAN_ARG(doc->path), bytes.start, bytes.end);
	}
	struct span text = span_in(doc->text, at);
	bool blank = true;
	for (size_t off = 0; blank && off < text.n;) {
		blank = utf8_is_space(utf8_next(text, &off));
	}
	*out = at;
	return !blank || err_set(err, "%.*s: bytes %u-%u hold nothing but blanks",
		SPAN_ARG(doc->path), bytes.start, bytes.end);
}

/* Body and tags as they were typed; what cannot be a tag is refused, not dropped. */
static bool make_draft(const struct args *args, struct span by, struct arena *arena, struct note *draft,
	struct err *err)
{
	struct buf tags = {0};
	const char *body = args->value[ARGS_OPT_note];
	for (uint32_t i = 0; i < args->ntags; i++) {
		struct note one = {0};
		if (!note_tags_parse(span_of(args->tags[i]), arena, &one)) {
			buf_finish(&tags);
			return err_memory(err);
		}
		if (one.ntags != 1) {
			buf_finish(&tags);
			return err_set(err, "'%s' is no tag: a word of at most %d bytes, without "
				"blanks and commas", args->tags[i], NOTE_TAG_BYTES);
		}
		buf_printf(&tags, "%s ", args->tags[i]);
	}
	*draft = (struct note){.body = span_of(body == NULL ? "" : body), .author = by};
	bool good = buf_ok(&tags, err) &&
		(note_tags_parse(buf_span(&tags), arena, draft) || err_memory(err));
	buf_finish(&tags);
	return good;
}

/* Adds one and prints its Id: it is on disk then. */
static bool add(struct dossier *dossier, const struct args *args, struct output *out,
	struct err *err)
{
	doc_id id = catalog_find(&dossier->catalog, args->add_doc);
	struct arena arena = {0};
	struct note draft;
	struct range at;
	struct span made;
	if (id.i == DOC_NONE.i) {
		return err_set(err, "no document is named '%.*s'", SPAN_ARG(args->add_doc));
	}
	bool good = find_range(catalog_doc(&dossier->catalog, id), args->add, &at, err) &&
		make_draft(args, span_of(dossier->user), &arena, &draft, err) &&
		notes_add(&dossier->notes, id, at, &draft, &made, err);
	if (good) {
		buf_put(&out->buf, made);
		buf_putc(&out->buf, '\n');
	}
	arena_finish(&arena);
	return good;
}

/* Brings in a file, and tells what became of its notes. */
static bool bring(struct dossier *dossier, const char *path, struct output *out,
	struct report *report, struct err *err)
{
	struct buf text = {0};
	struct arena arena = {0};
	struct imported found;
	struct import_counts counts;
	bool good = file_read(path, JSON_BYTES, &text, NULL, err) &&
		import_read(buf_span(&text), path, &dossier->catalog, &arena, &found, report, err) &&
		import_merge(&found, dossier->store, &counts, err);
	if (good) {
		buf_printf(&out->buf, "%u new, %u newer, %u known, %u refused\n", counts.added,
			counts.renewed, counts.known, found.refused);
	}
	arena_finish(&arena);
	buf_finish(&text);
	return good;
}

static bool check(struct dossier *dossier, struct output *out, struct report *report,
	struct err *err)
{
	if (!store_check(dossier->store, report, err)) {
		return false;
	}
	if (report_count(report, REPORT_WARNING) == 0) {
		buf_printf(&out->buf, "the database is sound: %u %s\n", dossier->notes.n,
			dossier->notes.n == 1 ? "note" : "notes");
	}
	return true;
}

bool cli_bookmarks(struct dossier *dossier, const struct args *args, struct output *out,
	struct report *report, struct err *err)
{
	if (dossier->notes.store == NULL) {
		return err_set(err, "there is no state folder to keep notes in: --state names one");
	}
	if (args->value[ARGS_OPT_add] != NULL) {
		return add(dossier, args, out, err);
	}
	if (args->value[ARGS_OPT_import] != NULL) {
		return bring(dossier, args->value[ARGS_OPT_import], out, report, err);
	}
	if (args->value[ARGS_OPT_check] != NULL) {
		return check(dossier, out, report, err);
	}
	return print(dossier, args, out, err);
}
