/*
 * Anchors in texts edited in any way: a passage that is found is within the text, one that is told
 * to be unchanged is there, and in a text that is the same it is found where it was.
 *
 * Six bytes choose the passage and the edit; the rest is the text, and up to the first line of
 * three dashes what is put into it.
 */
#include "base/utf8.h"
#include "fuzz.h"
#include "notes/anchor.h"

static uint32_t number(struct span *rest)
{
	uint32_t high = fuzz_byte(rest);

	return high << 8 | fuzz_byte(rest);
}

static bool make(struct doc *doc, struct span text)
{
	struct buf whole = {0};
	struct doc_about about = {
		.path = SPAN("fuzz.txt"), .title = SPAN("t"), .encoding = "UTF-8"};
	struct config config = {.read_encoding = "windows-1252"};
	struct err err;

	buf_put(&whole, text);
	return doc_read(doc, &whole, &about, &config, &err);
}

static void check_range(const struct doc *doc, struct range at)
{
	CHECK(at.start < at.end && at.end <= doc->text.n);
	CHECK(utf8_floor(doc->text, at.start) == at.start);
	CHECK(utf8_floor(doc->text, at.end) == at.end);
}

/* The folded text without blanks and hyphens: at its ends these depend on what stands beside it. */
static void squeeze(struct fold *fold)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < fold->n; i++) {
		if (fold->p[i] != ' ' && fold->p[i] != '-') {
			fold->p[n++] = fold->p[i];
		}
	}
	fold->n = n;
}

/* Whether both are the same to whoever reads them. */
static bool reads_same(struct span a, struct span b)
{
	struct fold left = {0}, right = {0};
	bool same;

	CHECK(anchor_text_fold(&left, a) && anchor_text_fold(&right, b));
	squeeze(&left);
	squeeze(&right);
	same = span_eq((struct span){left.p, left.n}, (struct span){right.p, right.n});
	fold_finish(&left);
	fold_finish(&right);
	return same;
}

static void check_found(
	const struct doc *doc, const struct anchor *anchor, const struct anchor_found *found)
{
	struct span there;

	CHECK(found->score <= 1000 && found->ncandidates <= ANCHOR_CANDIDATES);
	for (uint32_t i = 0; i < found->ncandidates; i++) {
		check_range(doc, found->candidates[i]);
	}
	if (found->state == ANCHOR_ORPHAN) {
		CHECK(found->at.start == found->at.end);
		return;
	}
	check_range(doc, found->at);
	there = span_in(doc->text, found->at);
	CHECK(found->ncandidates == 0);
	CHECK((found->edits == 0) == (found->state != ANCHOR_REWORDED));
	CHECK(found->state != ANCHOR_EXACT ||
		(span_eq(there, anchor->quote) && found->at.start == anchor->at.start));
	CHECK(found->state != ANCHOR_MOVED || reads_same(there, anchor->quote));
}

static void find_in(const struct doc *doc, const struct anchor *anchor, bool same)
{
	struct anchor_text text = {.doc = doc};
	struct anchor_found found = {0};
	const struct anchor *anchors[] = {anchor};

	CHECK(anchor_find_all(anchors, 1, &text, &found));
	check_found(doc, anchor, &found);
	CHECK(!same ||
		(found.state == ANCHOR_EXACT && found.at.start == anchor->at.start &&
			found.at.end == anchor->at.end));
	anchor_text_finish(&text);
}

/* The text with `gone` bytes at `at` replaced. */
static void edit(struct buf *out, struct span text, uint32_t at, uint32_t gone, struct span come)
{
	size_t from = utf8_floor(text, at % (text.n + 1));
	size_t to = utf8_floor(text, gone < text.n - from ? from + gone : text.n);

	buf_put(out, (struct span){text.p, from});
	buf_put(out, come);
	buf_put(out, (struct span){text.p + to, text.n - to});
}

static void check_anchor(const struct doc *old, struct span how, struct span come)
{
	struct anchor_text text = {.doc = old};
	struct arena arena = {0};
	struct anchor anchor;
	struct buf edited = {0};
	struct doc now;
	uint32_t n = (uint32_t)old->text.n,
		 start = (uint32_t)utf8_floor(old->text, number(&how) % n);
	uint32_t end = start + 1 + number(&how), at = number(&how);

	end = end >= n ? n : (uint32_t)utf8_floor(old->text, end);
	if (start >= end) {
		return;
	}
	CHECK(anchor_make(&text, (struct range){start, end}, &arena, &anchor));
	CHECK(anchor.prefix.n + anchor.quote.n + anchor.suffix.n <= n);
	find_in(old, &anchor, true);
	edit(&edited, old->text, at, at >> 8, come);
	CHECK(!edited.failed);
	if (edited.n > 0 && make(&now, buf_span(&edited))) {
		find_in(&now, &anchor, false);
		doc_finish(&now);
	}
	buf_finish(&edited);
	anchor_text_finish(&text);
	arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size}, how, come;
	struct doc doc;
	size_t cut;

	if (size < 8) {
		return 0;
	}
	how = (struct span){rest.p, 6};
	rest = (struct span){rest.p + 6, rest.n - 6};
	cut = span_find(rest, SPAN("\n---\n"), 0);
	come = (struct span){rest.p, cut < rest.n ? cut : 0};
	if (cut < rest.n) {
		rest = (struct span){rest.p + cut + 5, rest.n - cut - 5};
	}
	if (make(&doc, rest)) {
		if (doc.text.n > 0) {
			check_anchor(&doc, how, come);
		}
		doc_finish(&doc);
	}
	return 0;
}
