#include "texts/catalog_doc.h"

#include "base/file_add.h"
#include "base/sweep.h"
#include "texts/beginning.h"
#include "texts/kept_make.h"
#include "texts/linewindow.h"
#include "texts/outline.h"
#include "texts/same.h"
#include "texts/stream.h"

#include <unistd.h>

/* Bytes of a text in memory that are worth a word. */
#define WHOLE_LEAST (64u << 20)

static struct doc_about about_of(const struct doc_head *head)
{
	struct doc_about about = {.path = head->path, .source = head->source,
		.language = head->language, .note = head->note, .encoding = head->declared,
		.markdown = head->markdown};

	if (head->told_title) {
		about.title = head->title;
	}
	if (head->told_date) {
		about.date = head->date;
	}
	return about;
}

static uint64_t limit_of(const struct catalog *catalog)
{
	return (uint64_t)catalog->config->limits_file_mib << 20;
}

/* What is known of the file as it was read now; false where that is another state, or may be. */
static bool is_known(const struct catalog *catalog, const struct doc_head *head,
	const struct file_state *state, struct doc_known *out)
{
	if (head->outline.n == 0 || head->young || state->changing ||
		!file_stamp_eq(&state->stamp, &head->stamp) || same_is_young(catalog, &head->stamp)) {
		return false;
	}
	*out = (struct doc_known){.outline = head->outline, .title = head->title, .date = head->date,
		.text_n = head->text_n, .hidden = head->hidden, .nbad = head->nbad};
	return true;
}

static bool read_whole(const struct catalog *catalog, const struct doc_head *head,
	struct doc_about *about, struct doc *out, struct err *err)
{
	struct buf bytes = {0};
	struct file_state state;
	struct doc_known known;
	bool ok = file_read_below(catalog->folder, head->path.p, (size_t)limit_of(catalog), &bytes,
		&state, err);

	if (ok) {
		about->known = is_known(catalog, head, &state, &known) ? &known : NULL;
		ok = doc_read(out, &bytes, about, catalog->config, err);
	}
	buf_finish(&bytes);
	if (ok) {
		out->stamp = state.stamp;
		out->changing = state.changing;
	}
	return ok;
}

/* The number of the document's form. */
static uint64_t form_number(const struct doc_head *head)
{
	return span_hash(SPAN_HASH_START, head->path);
}

/* Of a lent head the size may be all that is known. */
static bool is_long(const struct doc_head *head)
{
	return head->stamp.size + head->rest >= KEPT_LEAST || head->source_n >= KEPT_LEAST;
}

bool catalog_doc_is_long(const struct catalog *catalog, const struct doc_head *head)
{
	return catalog->forms != NULL && is_long(head);
}

/* The form of the document: a file named by a hash of the document's path. */
static void put_form(const struct catalog *catalog, const struct doc_head *head, struct buf *out)
{
	buf_printf(out, "%s/%016llx", catalog->forms, (unsigned long long)form_number(head));
}

/* Maps the form of the file as it is now, or was when it was listed. False: there is none. */
static bool map_form(const struct catalog *catalog, const struct doc_head *head, const char *form,
	const struct doc_about *about, bool listed, struct doc *out)
{
	struct file_stamp stamp;
	struct kept_key key;
	struct err why;
	int fd = file_open(catalog->folder, head->path.p, &stamp, &why);

	if (fd < 0) {
		return false;
	}
	close(fd);
	key = kept_key_of(&stamp, about, catalog->config);
	if (kept_open(out, form, &key, about, &why)) {
		return true;
	}
	key = kept_key_of(&head->stamp, about, catalog->config);
	return listed && kept_open(out, form, &key, about, &why);
}

/* Maps the form, or makes it. *unwritten: the file can be read, but no form be written. */
static bool read_form(const struct catalog *catalog, const struct doc_head *head,
	const struct catalog_doc_how *how, const struct doc_about *about, struct doc *out,
	bool *unwritten, struct err *err)
{
	struct buf form = {0};
	bool ok;

	put_form(catalog, head, &form);
	*unwritten = !buf_ok(&form, err);
	ok = !*unwritten && map_form(catalog, head, form.p, about, how->listed, out);
	if (!ok && !*unwritten) {
		*unwritten = !file_add_folders(catalog->forms, 0700, err);
	}
	if (!ok && !*unwritten) {
		struct kept_make make = {.path = form.p, .folder = catalog->folder,
			.name = head->path.p, .about = about, .config = catalog->config,
			.limit = limit_of(catalog), .piece = STREAM_PIECE,
			.window = LINEWINDOW_BYTES,
			.progress = how->tell, .viewer = how->viewer};

		ok = kept_make(&make, out, unwritten, err);
	}
	buf_finish(&form);
	return ok;
}

static bool read_beginning(const struct catalog *catalog, const struct doc_about *about,
	struct doc *out, struct err *err)
{
	if (!beginning_read(catalog->folder, about, limit_of(catalog), catalog->config, out, err)) {
		return false;
	}
	if (out->nparas == 0) {
		doc_finish(out);
		return err_set(err, "%.*s: no word in its beginning", SPAN_ARG(about->path));
	}
	return true;
}

void catalog_doc_outline(const struct doc *doc, struct buf *out)
{
	if (doc->file.p == NULL) {
		outline_put(&(struct outline){doc->paras, doc->nparas, doc->marks, doc->nmarks}, out);
	}
}

bool catalog_doc_head(struct catalog *catalog, const struct doc *doc, const struct buf *outline,
	struct doc_head *head)
{
	struct span encoding;

	head->date = doc->date;
	head->guessed = doc->guessed;
	head->hidden = doc->hidden;
	head->nbad = doc->nbad;
	head->source_n = doc->source_n;
	head->text_n = (uint32_t)doc->text.n;
	head->rest = doc->rest;
	head->first = doc->paras[0].at.start;
	head->paras = doc->paras[doc->nparas - 1].number;
	head->stamp = doc->stamp;
	head->changing = doc->changing;
	head->settled = doc->file.p != NULL; /* else its stamp is that of no file */
	head->whole = doc_memory(doc) >= WHOLE_LEAST;
	if (outline->failed || !arena_copy(&catalog->arena, span_of(doc->encoding), &encoding) ||
		!arena_copy(&catalog->arena, buf_span(outline), &head->outline)) {
		return false;
	}
	head->encoding = encoding.p;
	return head->told_title || arena_copy(&catalog->arena, doc->title, &head->title);
}

bool catalog_doc_read(const struct catalog *catalog, const struct doc_head *head,
	const struct catalog_doc_how *how, struct doc *out, struct err *err)
{
	struct doc_about about = about_of(head);
	bool unwritten = true;

	if (catalog_doc_is_long(catalog, head)) {
		if (how->beginning) {
			return read_beginning(catalog, &about, out, err);
		}
		if (read_form(catalog, head, how, &about, out, &unwritten, err)) {
			return true;
		}
		if (!unwritten) {
			return false;
		}
	}
	return read_whole(catalog, head, &about, out, err);
}

static bool has_number(const void *owner, uint64_t number)
{
	const struct catalog *catalog = owner;

	for (uint32_t i = 0; i < catalog->n; i++) {
		const struct doc_head *head = catalog_head(catalog, i);

		if (is_long(head) && form_number(head) == number) {
			return true;
		}
	}
	return false;
}

void catalog_doc_sweep(const struct catalog *catalog)
{
	if (catalog->forms != NULL && catalog->root[0] != '\0' && catalog->pending == 0) {
		sweep_numbered(catalog->forms, has_number, catalog);
	}
}
