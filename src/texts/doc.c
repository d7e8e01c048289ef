#include "texts/doc.h"

#include "base/sorted.h"
#include "base/utf8.h"
#include "texts/hidden.h"
#include "texts/markdown.h"
#include "texts/outline.h"
#include "texts/part.h"
#include "texts/plain.h"

#include <stdlib.h>


/* What is found in a text on the way to a document. */
struct found {
	struct paras paras;
	struct marks marks;
};

static bool copy_text(struct doc *doc, struct span text, struct span *out, struct err *err)
{
	return arena_copy(&doc->arena, text, out) || err_memory(err);
}

bool doc_begin(struct doc *doc, const struct doc_about *about, struct err *err)
{
	doc->date = about->date;
	doc->markdown = about->markdown;
	return copy_text(doc, about->path, &doc->path, err) &&
		copy_text(doc, about->source, &doc->source, err) &&
		copy_text(doc, about->language, &doc->language, err) &&
		copy_text(doc, about->note, &doc->note, err);
}

bool doc_name_encoding(struct doc *doc, const char *name, struct err *err)
{
	struct span copy;

	if (!copy_text(doc, span_of(name), &copy, err)) {
		return false;
	}
	doc->encoding = copy.p;
	return true;
}

static bool read_text(struct doc *doc, struct buf *bytes, const struct doc_about *about,
	const struct config *config, struct err *err)
{
	struct decoded decoded;
	struct err why = {0};
	size_t n = bytes->n;

	if (!decode_bytes(bytes, about->encoding, config->read_encoding, &decoded, &why)) {
		return err_set(err, "%.*s: %s", SPAN_ARG(doc->path), why.msg);
	}
	doc->source_n = (uint32_t)n;
	doc->text = decoded.text;
	doc->bytes = decoded.bytes;
	doc->made = decoded.made;
	doc->steps = decoded.steps;
	doc->nsteps = decoded.nsteps;
	doc->guessed = decoded.guessed;
	doc->nbad = decoded.nbad;
	return doc_name_encoding(doc, decoded.encoding, err);
}

static struct span name_of(struct span path)
{
	size_t start = path.n, end = path.n;

	while (start > 0 && path.p[start - 1] != '/') {
		start--;
	}
	for (size_t i = path.n; i > start + 1; i--) {
		if (path.p[i - 1] == '.') {
			end = i - 1;
			break;
		}
	}
	return (struct span){path.p + start, end - start};
}

void doc_headline(const struct title_of *of, struct para *paras, struct buf *headline,
	struct doc_date *date)
{
	uint32_t para = title_find(of, headline);

	if (para != UINT32_MAX && !of->markdown && paras[para].kind != PARA_LINES) {
		paras[para].kind = PARA_HEADING;
		paras[para].level = 1;
	}
	(void)title_date(of, date);
}

bool doc_entitle(struct doc *doc, const struct doc_about *about, struct span headline,
	const struct doc_date *date, struct err *err)
{
	struct span title = about->title, name = name_of(doc->path);

	if (title.n == 0) {
		title = headline.n > 0 ? headline : name.n > 0 ? name : SPAN(DOC_UNTITLED);
	}
	if (doc->date.year == 0) {
		doc->date = *date;
	}
	return copy_text(doc, title, &doc->title, err);
}

static bool find_title(struct doc *doc, const struct doc_about *about, struct found *found,
	struct err *err)
{
	const struct title_of of = {doc->text, found->paras.items, found->paras.n,
		found->marks.items, found->marks.n, doc->markdown};
	struct buf headline = {0};
	struct doc_date date = {0};
	bool ok;

	doc_headline(&of, found->paras.items, &headline, &date);
	ok = buf_ok(&headline, err) &&
		doc_entitle(doc, about, buf_span(&headline), &date, err);
	buf_finish(&headline);
	return ok;
}

/* Copies lists into the arena, where they live as long as the document. */
static bool keep_found(struct doc *doc, const struct found *found, struct err *err)
{
	const struct marks *marks = &found->marks;
	struct para *paras = arena_array(&doc->arena, found->paras.n, sizeof(*paras));
	struct mark *items = arena_array(&doc->arena, marks->n, sizeof(*items));
	uint32_t *outer = arena_array(&doc->arena, marks->n, sizeof(*outer));

	if ((paras == NULL && found->paras.n > 0) ||
		((items == NULL || outer == NULL) && marks->n > 0)) {
		return err_memory(err);
	}
	if (paras != NULL) {
		memcpy(paras, found->paras.items, found->paras.n * sizeof(*paras));
	}
	if (items != NULL && outer != NULL) {
		memcpy(items, marks->items, marks->n * sizeof(*items));
		doc_marks_nest(items, marks->n, outer);
	}
	doc->paras = paras;
	doc->nparas = found->paras.n;
	doc->marks = items;
	doc->outer = outer;
	doc->nmarks = marks->n;
	return true;
}

static void count_hidden(struct doc *doc)
{
	hidden_count(doc, (struct range){0, (uint32_t)doc->text.n}, doc->hides);
	doc->hidden = hidden_sum(doc->hides);
}

static bool find_all(struct doc *doc, const struct doc_about *about, struct found *found,
	struct err *err)
{
	bool ok = doc->markdown ? markdown_split(doc->text, &found->paras, &found->marks)
				: plain_split(doc->text, &found->paras, &found->marks);

	if (!ok) {
		return err_memory(err);
	}
	mark_sort(&found->marks);
	count_hidden(doc);
	return find_title(doc, about, found, err) &&
		(part_split(doc, &found->paras) || err_memory(err)) &&
		keep_found(doc, found, err);
}

/* Takes what is known of the text. False where that cannot be: it is to be found. */
static bool take_known(struct doc *doc, const struct doc_about *about)
{
	const struct doc_known *known = about->known;
	struct outline outline;
	uint32_t *outer;
	struct err why;

	if (known == NULL || known->text_n != doc->text.n || known->nbad != doc->nbad ||
		!outline_get(known->outline, doc->text, &doc->arena, &outline) || outline.nparas == 0) {
		return false;
	}
	outer = arena_array(&doc->arena, (size_t)outline.nmarks + 1, sizeof(*outer));
	if (outer == NULL || !doc_entitle(doc, about, known->title, &known->date, &why)) {
		return false;
	}
	doc_marks_nest(outline.marks, outline.nmarks, outer);
	doc->paras = outline.paras;
	doc->nparas = outline.nparas;
	doc->marks = outline.marks;
	doc->outer = outer;
	doc->nmarks = outline.nmarks;
	if (known->hidden > 0) {
		count_hidden(doc); /* of each sort: few texts hide anything */
	}
	return true;
}

bool doc_read(struct doc *doc, struct buf *bytes, const struct doc_about *about,
	const struct config *config, struct err *err)
{
	struct doc made = {0};
	struct found found = {0};
	bool ok = doc_begin(&made, about, err) && read_text(&made, bytes, about, config, err) &&
		(take_known(&made, about) || find_all(&made, about, &found, err));

	para_finish(&found.paras);
	mark_finish(&found.marks);
	buf_finish(bytes);
	if (!ok) {
		doc_finish(&made);
		return false;
	}
	*doc = made;
	return true;
}

void doc_finish(struct doc *doc)
{
	if (doc->file.p == NULL) {
		buf_finish(&doc->bytes);
		free((void *)(uintptr_t)doc->steps);
	}
	buf_finish(&doc->made);
	sections_close(&doc->file);
	arena_finish(&doc->arena);
	*doc = (struct doc){0};
}

/* Where an element of paras or marks starts: both begin with their range. */
static uint32_t start_of(const void *items, size_t size, uint32_t i)
{
	struct range at;

	memcpy(&at, (const char *)items + i * size, sizeof(at));
	return at.start;
}

/*
 * How many elements of a sorted list start at or before off. Of a long list, which may be a mapped
 * one, the place is guessed first: each page far from it that is looked at costs more than all of the
 * search.
 */
static uint32_t count_to(const struct doc *doc, const void *items, size_t size, uint32_t n,
	uint32_t off)
{
	enum { GUESSED = 1 << 14, NEAR = 1024 };
	uint32_t low = 0, high = n, reach = NEAR;

	if (n == 0) {
		return 0; /* there may be no list at all */
	}
	if (n > GUESSED && off < doc->text.n) {
		uint32_t guess = (uint32_t)((uint64_t)off * n / doc->text.n);

		if (start_of(items, size, guess) <= off) {
			for (low = guess + 1; reach < n - low; reach *= 4) {
				if (start_of(items, size, low + reach) > off) {
					high = low + reach;
					break;
				}
				low += reach + 1;
			}
		} else {
			for (high = guess; reach < high; reach *= 4) {
				if (start_of(items, size, high - reach) <= off) {
					low = high - reach;
					break;
				}
				high -= reach;
			}
		}
	}
	return low + sorted_above((const char *)items + low * size, high - low, size, off);
}

uint32_t doc_para_at(const struct doc *doc, uint32_t off)
{
	uint32_t n = count_to(doc, doc->paras, sizeof(*doc->paras), doc->nparas, off);

	return n == 0 ? 0 : n - 1;
}

uint32_t doc_number_at(const struct doc *doc, uint32_t off)
{
	return doc->nparas == 0 ? 0 : doc->paras[doc_para_at(doc, off)].number;
}

struct range doc_source(const struct doc *doc, struct range at)
{
	uint32_t start, end;

	if (doc->steps == NULL) {
		return at;
	}
	start = decode_source(doc->steps, doc->nsteps, at.start);
	end = at.end >= doc->text.n ? doc->source_n
				    : decode_source(doc->steps, doc->nsteps, at.end);
	return (struct range){at.start == at.end ? end : start, end};
}

uint32_t doc_canonical(const struct doc *doc, uint32_t source)
{
	uint32_t off = decode_canonical(doc->steps, doc->nsteps, source);

	return (uint32_t)utf8_floor(doc->text, off < doc->text.n ? off : doc->text.n);
}

uint32_t doc_line(const struct doc *doc, uint32_t off)
{
	const char *p = doc->text.p, *end = p + off;
	uint32_t line = 1;

	if (doc->lines != NULL) {
		line += doc->lines[off / DOC_LINES];
		p += off / DOC_LINES * DOC_LINES;
	}

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		line++;
		p++;
	}
	return line;
}

void doc_passed(const struct doc *doc, uint32_t from, uint32_t to)
{
	uint64_t was = from / DOC_STRIDE, is = to / DOC_STRIDE;

	if (was == is || doc->file.p == NULL) {
		return;
	}
	sections_forget(&doc->file, doc->text.p, (was < is ? was : is + 1) * DOC_STRIDE,
		(was < is ? is : was + 1) * DOC_STRIDE);
	if (doc->nparas > 0) {
		sections_forget(&doc->file, doc->paras, 0,
			(uint64_t)doc->nparas * sizeof(*doc->paras));
	}
	if (doc->bytes.n > 0) {
		sections_forget(&doc->file, doc->bytes.p, 0, doc->bytes.n);
	}
}

struct sha256 doc_hash(const struct doc *doc)
{
	return doc->hashed ? doc->hash : sha256_of(doc->text);
}

uint64_t doc_memory(const struct doc *doc)
{
	return doc->file.p != NULL ? 0 : doc->text.n;
}

void doc_marks_nest(const struct mark *marks, uint32_t n, uint32_t *outer)
{
	uint32_t first = 0, end = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (marks[i].at.start >= end) {
			first = i;
		}
		outer[i] = first;
		end = marks[i].at.end > end ? marks[i].at.end : end;
	}
}

uint32_t doc_mark_from(const struct doc *doc, uint32_t off)
{
	uint32_t n = count_to(doc, doc->marks, sizeof(*doc->marks), doc->nmarks, off);

	return n == 0 ? 0 : doc->outer[n - 1];
}

struct span doc_speaker(const struct doc *doc, uint32_t off)
{
	uint32_t i = doc_mark_from(doc, off), looked = 0;

	while (i < doc->nmarks && doc->marks[i].at.start <= off) {
		i++;
	}
	while (i-- > 0 && looked++ < DOC_SPEAKER_MARKS) {
		struct span label = span_in(doc->text, doc->marks[i].at);

		if (doc->marks[i].kind != MARK_SPEAKER) {
			continue;
		}
		while (label.n > 0 &&
			(label.p[label.n - 1] == '.' || label.p[label.n - 1] == ':')) {
			label.n--;
		}
		return label;
	}
	return (struct span){doc->text.p, 0};
}

bool doc_hides(const struct doc *doc, struct range at)
{
	for (uint32_t i = doc_mark_from(doc, at.start); i < doc->nmarks; i++) {
		const struct mark *mark = &doc->marks[i];

		if (mark->at.start >= at.end) {
			break;
		}
		if (mark->kind == MARK_HIDE && range_meets(mark->at, at)) {
			return true;
		}
	}
	return false;
}

bool doc_is_hidden(const struct doc *doc, uint32_t off)
{
	return doc_hides(doc, (struct range){off, off + 1});
}
