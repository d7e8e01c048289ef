/* Patterns over texts: flags, a pattern, a text. Plain ones are compared with a slow search. */
#include "find/search.h"
#include "fuzz.h"
#include "texts/fold.h"

#include "base/utf8.h"

#define MATCHES_MOST 256

static void check_match(const struct doc *doc, struct range at)
{
	CHECK(at.start < at.end && at.end <= doc->text.n);
	CHECK((doc->text.p[at.start] & 0xC0) != 0x80);
	CHECK(at.end == doc->text.n || (doc->text.p[at.end] & 0xC0) != 0x80);
	struct range para = doc->paras[doc_para_at(doc, at.start)].at;
	CHECK(para.start <= at.start && at.end <= para.end);
}

/* Next and previous walk over the same matches as search_all, unless something was stopped. */
static void check_walks(
	struct search *search, const struct doc *doc, const struct range *all, uint32_t n)
{
	struct range at;
	uint32_t from = 0;
	for (uint32_t i = 0; i < n; i++) {
		check_match(doc, all[i]);
		CHECK(all[i].start >= from);
		CHECK(search_next(search, doc, from, &at));
		CHECK(at.start == all[i].start && at.end == all[i].end);
		CHECK(search_prev(search, doc, all[i].start + 1, &at));
		CHECK(at.start == all[i].start && at.end == all[i].end);
		from = all[i].end;
	}
	if (n < MATCHES_MOST) {
		CHECK(!search_next(search, doc, from, &at) || search_trouble(search) != NULL);
	}
	CHECK(n > 0 || !search_prev(search, doc, UINT32_MAX, &at));
}

/* Whether a voicing mark of kana follows, which belongs to the letter before it. */
static bool is_voiced(const struct fold *view, uint32_t i)
{
	struct span rest = {view->p + i, view->n - i};
	return span_starts(rest, SPAN("\u3099")) || span_starts(rest, SPAN("\u309A"));
}

/* The number of matches of folded bytes in all folded paragraphs, without any short cut. */
static uint32_t count_slowly(const struct doc *doc, const struct fold *needle, unsigned flags)
{
	struct fold view = {0};
	uint32_t n = 0;
	for (uint32_t p = 0; p < doc->nparas; p++) {
		CHECK(fold_make(&view, doc, doc->paras[p].at, flags));
		uint32_t end = 0;
		for (uint32_t i = 0; i + needle->n <= view.n; i++) {
			if (memcmp(view.p + i, needle->p, needle->n) == 0 &&
				!is_voiced(&view, i + needle->n)) {
				struct range at = fold_range(&view, i, i + needle->n);
				n += at.start >= end ? 1 : 0;
				end = at.start >= end ? at.end : end;
			}
		}
	}
	fold_finish(&view);
	return n;
}

static bool has_capital(struct span text)
{
	for (size_t off = 0; off < text.n;) {
		if (utf8_is_upper(utf8_next(text, &off))) {
			return true;
		}
	}
	return false;
}

static void check_plain(struct span pattern, unsigned flags, const struct doc *doc, uint32_t n)
{
	struct fold needle = {0};
	bool keep = (flags & SEARCH_CASE) != 0 ||
		((flags & SEARCH_SMART) != 0 && has_capital(pattern));
	unsigned how = keep ? FOLD_KEEP_CASE : 0;
	CHECK(fold_span(&needle, pattern, how));
	if (memchr(needle.p, '-', needle.n) == NULL && doc->text.n < 16384) {
		uint32_t want = count_slowly(doc, &needle, how);
		CHECK(n == (want < MATCHES_MOST ? want : MATCHES_MOST));
	}
	fold_finish(&needle);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	unsigned flags = fuzz_byte(&rest) & (SEARCH_SMART | SEARCH_CASE | SEARCH_REGEX);
	struct span pattern = fuzz_line(&rest);
	struct err err;
	struct doc doc;
	struct search *search = search_new(pattern, flags, &err);
	if (search == NULL || !fuzz_doc(rest, &doc)) {
		search_free(search);
		return 0;
	}
	struct range all[MATCHES_MOST];
	uint32_t n = search_all(search, &doc, (struct range){0, UINT32_MAX}, all, MATCHES_MOST);
	bool expression = (flags & SEARCH_REGEX) != 0 || pattern.p[0] == '~';
	if (search_trouble(search) == NULL) {
		if (!expression) {
			check_walks(search, &doc, all, n);
		}
		if (!expression && pattern.p[0] != '"') {
			check_plain(pattern, flags, &doc, n);
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		check_match(&doc, all[i]);
	}
	search_free(search);
	doc_finish(&doc);
	return 0;
}
