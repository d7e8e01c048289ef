#include "notes/anchor.h"

#include "base/byte.h"
#include "base/utf8.h"
#include "notes/anchor_near.h"

/* A word that goes on for more bytes than this is cut. */
enum { WORD_MOST = 32 };

/* Bytes of context that must agree for a passage to be where it was without a look at the hash. */
enum { CONTEXT_LEAST = 32 };

/* Paragraphs before a passage among which a heading is looked for. */
enum { HEADING_MOST = 100000 };

/* The start of the context of n bytes before off: whole words, at least whole characters. */
static uint32_t context_start(struct span text, uint32_t off, uint32_t n)
{
	uint32_t start = off > n ? off - n : 0, least = start > WORD_MOST ? start - WORD_MOST : 0;
	uint32_t at = start;

	while (at > least && !byte_is_blank(text.p[at - 1])) {
		at--;
	}
	return at > least || at == 0 ? at : (uint32_t)utf8_floor(text, start);
}

static uint32_t context_end(struct span text, uint32_t off, uint32_t n)
{
	uint32_t all = (uint32_t)text.n, end = all - off > n ? off + n : all, at = end;
	uint32_t most = all - end > WORD_MOST ? end + WORD_MOST : all;

	while (at < most && !byte_is_blank(text.p[at])) {
		at++;
	}
	return at < most || at == all ? at : (uint32_t)utf8_floor(text, end);
}

/* Whether the bytes of `at` stand nowhere else in text. */
static bool is_unique(struct span text, struct range at)
{
	struct span part = span_in(text, at);
	size_t first = span_find(text, part, 0);

	return first == at.start && span_find(text, part, first + 1) == text.n;
}

/* The passage with its context: as much as it takes to tell it from all others. */
static struct range context_of(struct span text, struct range at)
{
	struct range all = at;

	for (uint32_t n = ANCHOR_CONTEXT; n <= ANCHOR_CONTEXT_MOST; n *= 2) {
		all.start = context_start(text, at.start, n);
		all.end = context_end(text, at.end, n);
		if (is_unique(text, all)) {
			break;
		}
	}
	return all;
}

/* What of a text is looked at for a passage: all, or what is around it. */
static struct range around(struct span text, struct range at)
{
	uint32_t n = (uint32_t)text.n;
	struct range all = {0, n};

	if (n > ANCHOR_LONG) {
		all.start = at.start > ANCHOR_AROUND ? at.start - ANCHOR_AROUND : 0;
		all.end = n - at.end > ANCHOR_AROUND ? at.end + ANCHOR_AROUND : n;
		all.start = (uint32_t)utf8_floor(text, all.start);
		all.end = (uint32_t)utf8_floor(text, all.end);
	}
	return all;
}

static struct range moved_by(struct range at, uint32_t off)
{
	return (struct range){at.start + off, at.end + off};
}

static uint32_t count_before(struct span text, struct range at)
{
	struct span quote = span_in(text, at), before = {text.p, at.start};
	uint32_t n = 0;

	for (size_t off = span_find(before, quote, 0); off < before.n;
		off = span_find(before, quote, off + quote.n)) {
		n++;
	}
	return n;
}

/* The nearest heading at or before a paragraph, on one line. False where memory is short. */
static bool copy_heading(
	const struct doc *doc, uint32_t para, struct arena *arena, struct span *out)
{
	struct span heading = {0};
	char *p;

	*out = (struct span){0};
	for (uint32_t i = para + 1; i-- > 0 && heading.n == 0 && para - i < HEADING_MOST;) {
		if (i < doc->nparas && doc->paras[i].kind == PARA_HEADING) {
			heading = span_in(doc->text, doc->paras[i].at);
		}
	}
	if (heading.n == 0) {
		return true;
	}
	p = arena_array(arena, heading.n, 1);
	if (p == NULL) {
		return false;
	}
	for (size_t i = 0; i < heading.n; i++) {
		p[i] = byte_is_blank(heading.p[i]) ? ' ' : heading.p[i];
	}
	*out = (struct span){p, heading.n};
	return true;
}

bool anchor_make(struct anchor_text *text, struct range at, struct arena *arena, struct anchor *out)
{
	const struct doc *doc = text->doc;
	struct range part = around(doc->text, at);
	struct range in = {at.start - part.start, at.end - part.start};
	struct span near = span_in(doc->text, part);
	struct range all = moved_by(context_of(near, in), part.start);
	uint32_t para = doc_para_at(doc, at.start);
	struct anchor made = {.hash = *anchor_text_hash(text),
		.text_n = (uint32_t)doc->text.n,
		.at = at,
		.ordinal = count_before(near, in),
		.para = para < doc->nparas ? doc->paras[para].number : 1};
	bool ok = arena_copy(arena, doc->path, &made.path) &&
		arena_copy(arena, span_in(doc->text, at), &made.quote) &&
		arena_copy(arena, span_in(doc->text, (struct range){all.start, at.start}),
			&made.prefix) &&
		arena_copy(
			arena, span_in(doc->text, (struct range){at.end, all.end}), &made.suffix) &&
		copy_heading(doc, para, arena, &made.heading);

	if (ok) {
		*out = made;
	}
	return ok;
}

/* Whether the quotation with its context begins, the quotation, at off. */
static bool stands_at(const struct anchor *anchor, struct span text, int64_t off)
{
	size_t before = anchor->prefix.n, all = before + anchor->quote.n + anchor->suffix.n;
	size_t from = (size_t)off - before;

	return off >= (int64_t)before && all <= text.n && from <= text.n - all &&
		span_eq((struct span){text.p + from, before}, anchor->prefix) &&
		span_eq((struct span){text.p + off, anchor->quote.n}, anchor->quote) &&
		span_eq((struct span){text.p + off + anchor->quote.n, anchor->suffix.n},
			anchor->suffix);
}

static bool is_same_text(const struct anchor *anchor, struct anchor_text *text)
{
	return anchor->text_n == text->doc->text.n &&
		sha256_eq(&anchor->hash, anchor_text_hash(text));
}

/*
 * Whether the passage stands, with what stood around it, where it was or as far from there as
 * the one before it that was found: a comparison, no search. *out is set only where it does.
 */
static bool stands(const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	struct span whole = text->doc->text;
	uint32_t pins = anchor_text_pins(text, anchor->at.start);
	int64_t off = anchor->at.start;
	bool told = anchor->prefix.n + anchor->suffix.n >= CONTEXT_LEAST;

	if (anchor->quote.n == 0) {
		return false;
	}
	if (!stands_at(anchor, whole, off) || !(told || is_same_text(anchor, text))) {
		if (!told || pins == 0) {
			return false;
		}
		off += (int64_t)text->pins[pins - 1].now - text->pins[pins - 1].old;
		if (!stands_at(anchor, whole, off)) {
			return false;
		}
	}
	*out = (struct anchor_found){.state = off == anchor->at.start ? ANCHOR_EXACT : ANCHOR_MOVED,
		.at = {(uint32_t)off, (uint32_t)(off + (int64_t)anchor->quote.n)},
		.score = 1000};
	anchor_text_pin(text, anchor->at.start, (uint32_t)off);
	return true;
}

/* What was found without a word changed and at the very place is exact; it helps with others. */
static void settle(const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	if (out->state != ANCHOR_MOVED) {
		return;
	}
	anchor_text_pin(text, anchor->at.start, out->at.start);
	if (out->at.start == anchor->at.start &&
		span_eq(span_in(text->doc->text, out->at), anchor->quote)) {
		out->state = ANCHOR_EXACT;
	}
}

/* Where the passage may be expected: where it was, or where the one before it has moved to. */
static uint32_t expected(const struct anchor *anchor, const struct anchor_text *text)
{
	uint32_t pins = anchor_text_pins(text, anchor->at.start), n = (uint32_t)text->doc->text.n;
	int64_t off = anchor->at.start;

	if (pins > 0) {
		off += (int64_t)text->pins[pins - 1].now - text->pins[pins - 1].old;
	}
	return off < 0 ? 0 : off > (int64_t)n ? n : (uint32_t)off;
}

/* The only place in a long text where quotation and context stand unchanged. */
static void find_far(const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	struct span whole = text->doc->text;
	uint32_t places = 0, passed = 0;

	for (size_t off = span_find(whole, anchor->quote, 0); off < whole.n && places < 2;
		off = span_find(whole, anchor->quote, off + 1)) {
		if (stands_at(anchor, whole, (int64_t)off)) {
			places++;
			out->at = (struct range){(uint32_t)off, (uint32_t)(off + anchor->quote.n)};
		}
		doc_passed(text->doc, passed, (uint32_t)off);
		passed = (uint32_t)off;
	}
	doc_passed(text->doc, passed, (uint32_t)whole.n);
	if (places == 1) {
		out->state = ANCHOR_MOVED;
		out->score = 1000;
		settle(anchor, text, out);
		return;
	}
	out->at = (struct range){0};
}

/* Looks around where it may be expected in a text that is too long to be folded. */
static bool find_in_part(
	const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	uint32_t off = expected(anchor, text);
	struct range part = around(text->doc->text, (struct range){off, off});
	struct doc doc = {.text = span_in(text->doc->text, part)};
	struct anchor_text near = {.doc = &doc, .hashed = true};
	struct anchor moved = *anchor;
	bool ok;

	moved.at = moved_by((struct range){0, (uint32_t)anchor->quote.n}, off - part.start);
	ok = anchor_near_whole(&moved, &near, out) &&
		(out->state != ANCHOR_ORPHAN || anchor_near_find(&moved, &near, out));
	anchor_text_finish(&near);
	for (uint32_t i = 0; i < out->ncandidates; i++) {
		out->candidates[i] = moved_by(out->candidates[i], part.start);
	}
	if (out->state != ANCHOR_ORPHAN) {
		out->at = moved_by(out->at, part.start);
		settle(anchor, text, out);
	} else if (ok && anchor->quote.n > 0 && anchor->prefix.n + anchor->suffix.n >= CONTEXT_LEAST) {
		find_far(anchor, text, out);
	}
	return ok;
}

/* The quick ways. *out is ORPHAN where they do not lead there. */
static bool find_easily(
	const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	if (stands(anchor, text, out)) {
		return true;
	}
	if (text->doc->text.n > ANCHOR_LONG) {
		return find_in_part(anchor, text, out);
	}
	if (!anchor_near_whole(anchor, text, out)) {
		return false;
	}
	settle(anchor, text, out);
	return true;
}

static bool find_near(
	const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	if (text->doc->text.n > ANCHOR_LONG) {
		return true; /* all has been done */
	}
	if (!anchor_near_find(anchor, text, out)) {
		return false;
	}
	settle(anchor, text, out);
	return true;
}

bool anchor_find(const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	return find_easily(anchor, text, out) &&
		(out->state != ANCHOR_ORPHAN || find_near(anchor, text, out));
}

bool anchor_find_all(const struct anchor *const *anchors, uint32_t n, struct anchor_text *text,
	struct anchor_found *out)
{
	bool ok = true;

	for (uint32_t i = 0; ok && i < n; i++) {
		ok = find_easily(anchors[i], text, &out[i]);
	}
	for (uint32_t i = 0; ok && i < n; i++) {
		ok = out[i].state != ANCHOR_ORPHAN || find_near(anchors[i], text, &out[i]);
	}
	return ok;
}

const char *anchor_state_word(enum anchor_state state)
{
	static const char *const words[] = {"exact", "moved", "reworded", "orphan"};

	return words[state];
}
