/* What a pattern finds, what it does not, and what becomes of a hostile one. */
#include "find/search.h"

#include "base/config.h"
#include "find/piece.h"
#include "texts/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static void doc_of(struct doc *doc, struct span text, bool markdown)
{
	struct config config = {.read_encoding = "windows-1252"};
	struct buf bytes = {0};
	struct doc_about about = {.path = SPAN("test.txt"), .title = SPAN("Test"), .markdown = markdown};
	struct err err;
	buf_put(&bytes, text);
	assert_true(doc_read(doc, &bytes, &about, &config, &err));
}

static struct search *search_of(const char *pattern, unsigned flags)
{
	struct err err = {""};
	struct search *search = search_new(span_of(pattern), flags, &err);
	if (search == NULL) {
		fail_msg("%s", err.msg);
	}
	return search;
}

/* All that pattern matches in text, joined by `|`. */
static void assert_all(
	const char *pattern, unsigned flags, const char *text, bool markdown, const char *want)
{
	struct doc doc;
	struct range found[64];
	struct buf got = {0};
	doc_of(&doc, span_of(text), markdown);
	struct search *search = search_of(pattern, flags);
	uint32_t n = search_all(search, &doc, (struct range){0, (uint32_t)doc.text.n}, found, 64);
	assert_null(search_trouble(search));
	for (uint32_t i = 0; i < n; i++) {
		buf_puts(&got, i > 0 ? "|" : "");
		buf_put(&got, span_in(doc.text, found[i]));
	}
	buf_putc(&got, '\0');
	assert_string_equal(got.p, want);
	buf_finish(&got);
	search_free(search);
	doc_finish(&doc);
}

static void finds(const char *pattern, const char *text, const char *want)
{
	assert_all(pattern, SEARCH_SMART, text, false, want);
}

static void plain_text_over_line_ends(void **state)
{
	(void)state;
	finds("treaty of 18", "The Treaty\nof 1855 and the treaty of 1875.", "Treaty\nof 18|treaty of 18");
	finds("treaty of", "the treaty  \t of", "treaty  \t of");
	finds("example", "an exam-\nple, exam\xC2\xAD\nple, ex\xC2\xAD" "ample",
		"exam-\nple|exam\xC2\xAD\nple|ex\xC2\xAD" "ample");
	finds("the end", "the\n\nend", "");
	finds("nothing", "", "");
	finds("a", "b a", "a");
}

static void a_hyphen_may_be_the_words_own(void **state)
{
	(void)state;
	finds("Aldrich-Moodie", "by Aldrich-\nMoodie", "Aldrich-\nMoodie");
	finds("Aldrich-Moodie", "by Aldrich-Moodie", "Aldrich-Moodie");
	finds("aldrichmoodie", "by Aldrich-\nMoodie", "Aldrich-\nMoodie");
	finds("aldrich-moodie example", "Aldrich-\nMoodie exam-\nple", "Aldrich-\nMoodie exam-\nple");
	finds("aldrich-", "Aldrich-\nMoodie", "Aldrich-");
	finds("-moodie", "Aldrich-\nMoodie, John-Moodie", "-\nMoodie|-Moodie");
	finds("soviet-japanese", "the Soviet\xE2\x80\x93Japanese", "Soviet\xE2\x80\x93Japanese");
	finds("1991-92", "1991\xE2\x80\x94" "92, 1991-\n92", "1991\xE2\x80\x94" "92|1991-\n92");
}

static void accents_quotes_and_scripts(void **state)
{
	(void)state;
	finds("otsu", "\xC5\x8Ctsu, O\xCC\x84tsu, OTSU", "\xC5\x8Ctsu|O\xCC\x84tsu|OTSU");
	finds("\xC5\x8Dtsu", "Otsu", "Otsu");
	finds("japan's", "Japan\xE2\x80\x99s Japan's", "Japan\xE2\x80\x99s|Japan's");
	finds("\"the four", "\xE2\x80\x9Cthe four", "\xE2\x80\x9Cthe four");
	finds("\xE6\x8A\x9E\xE6\x8D\x89", "\xE5\x9B\xBD\xE5\xBE\x8C\xE5\xB3\xB6\xE3\x83\xBB"
		"\xE6\x8A\x9E\xE6\x8D\x89\xE5\xB3\xB6", "\xE6\x8A\x9E\xE6\x8D\x89");
	finds("\xD0\xB8\xD1\x82\xD1\x83\xD1\x80\xD1\x83\xD0\xBF",
		"\xD0\x9E\xD1\x81\xD1\x82\xD1\x80\xD0\xBE\xD0\xB2 "
		"\xD0\x98\xD1\x82\xD1\x83\xD1\x80\xD1\x83\xD0\xBF",
		"\xD0\x98\xD1\x82\xD1\x83\xD1\x80\xD1\x83\xD0\xBF");
	finds("fisk", "\xEF\xAC\x81sk", "\xEF\xAC\x81sk");
	finds("usa", "\xEF\xBC\xB5\xEF\xBC\xB3\xEF\xBC\xA1", "\xEF\xBC\xB5\xEF\xBC\xB3\xEF\xBC\xA1");
	/* A voicing mark makes another letter, in whatever form it is written. */
	finds("サハ", "サバ、サハ、サハ\u3099、ｻﾊﾞ、ｻﾊ", "サハ|ｻﾊ");
	finds("サバ", "サバ、サハ、サハ\u3099、ｻﾊﾞ、ｻﾊ", "サバ|サハ\u3099|ｻﾊﾞ");
}

static void capitals_make_case_matter(void **state)
{
	(void)state;
	finds("bush", "Bush, bush", "Bush|bush");
	finds("Bush", "Bush, bush", "Bush");
	assert_all("Bush", 0, "Bush, bush", false, "Bush|bush");
	assert_all("bush", SEARCH_CASE, "Bush, bush", false, "bush");
	finds("~\\Sush", "Bush, bush", "Bush|bush");
	finds("~B\\wsh", "Bush, bush", "Bush");
	finds("~(?<NAME>b)ush", "Bush, bush", "Bush|bush");
	assert_all("B\\wsh", SEARCH_REGEX, "Bush, bush", false, "Bush|bush");
	finds("~\\p{Lu}ush", "Bush, bush", "Bush");
}

static void quoted_patterns_are_exact(void **state)
{
	(void)state;
	finds("\"Treaty of\"", "Treaty of, treaty of, Treaty\nof, Treaty  of", "Treaty of");
	finds("\"\xC5\x8Ctsu\"", "Otsu, \xC5\x8Ctsu", "\xC5\x8Ctsu");
	finds("\"a  b\"", "a b, a  b", "a  b");
	finds("\"*\"", "a * b", "*");
	finds("\"\"", "say \"\" twice", "\"\"");
	assert_all("\"**Itu\"", 0, "**Itu**rup", true, "**Itu");
}

static void markup_is_not_there(void **state)
{
	(void)state;
	assert_all("iturup", 0, "on **Itu**rup, I*turu*p", true, "Itu**rup|I*turu*p");
	assert_all("treaty of 1855", 0, "the *treaty* of\n_1855_", true, "treaty* of\n_1855");
}

static void expressions_see_folded_text(void **state)
{
	(void)state;
	finds("~treat(y|ies) of \\d{4}", "Treaties\nof 1855, trea-\nty of 1875",
		"Treaties\nof 1855|trea-\nty of 1875");
	finds("~^the", "the end of the\n\nThe next", "the|The");
	finds("~end$", "end of the end\n\nan end", "end|end");
	finds("~a\\s+b", "a \n b", "a \n b");
	finds("~a\\nb", "a\nb", "");
	finds("~aldrich-?moodie", "Aldrich-\nMoodie", "Aldrich-\nMoodie");
	finds("~\xC5\x8Ctsu|[\xC3\xA9x]a", "\xC5\x8Ctsu Otsu \xC3\x89" "a", "\xC5\x8Ctsu|Otsu");
	finds("~\xC5\x8Dtsu|[\xC3\xA9x]a", "Otsu \xC3\x89" "a", "Otsu|\xC3\x89" "a");
	finds("~a\xE2\x80\xA6", "a\xE2\x80\xA6 abcd", "a\xE2\x80\xA6");
	finds("~\\bx\\b", "x, xx", "x");
	finds("~\\bм\\w+", "Малые", "Малые");
	finds("~\\Qa.b\\E.", "a.bc axbc", "a.bc");
	finds("~\\\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9 ete", "\xC3\xA9t\xC3\xA9|ete");
	assert_all("a b", SEARCH_REGEX, "a\nb", false, "a\nb");
	assert_all("~", SEARCH_REGEX, "a~b", false, "~");
}

static void matches_are_never_empty(void **state)
{
	(void)state;
	finds("~x*", "axxbx", "xx|x");
	finds("~x*", "abc", "");
	finds("~^|$|\\b", "abc", "");
	finds("~a\\K", "aaa", "");
	finds("~a\\Kb", "ab", "b");
}

static void assert_refused(const char *pattern, unsigned flags, const char *want)
{
	struct err err = {""};
	assert_null(search_new(span_of(pattern), flags, &err));
	assert_string_equal(err.msg, want);
}

static void broken_patterns_are_refused(void **state)
{
	(void)state;
	assert_refused("", 0, "search: an empty pattern");
	assert_refused("~", 0, "search: nothing to look for in the expression");
	assert_refused("\xC2\xAD", 0, "search: nothing to look for in the pattern");
	assert_refused("a\xFF", 0, "search: the pattern is no UTF-8");
	assert_refused("~a(b", 0, "search: missing closing parenthesis at character 4");
	assert_refused("a(b", SEARCH_REGEX, "search: missing closing parenthesis at character 3");
	assert_refused("~\xC5\x8D\xC5\x8D[z-a]", 0,
		"search: range out of order in character class at character 6");
	assert_refused("~*", 0, "search: quantifier does not follow a repeatable item at character 2");
	assert_refused("~\\C", 0, "search: using \\C is disabled by the application at character 3");
	char long_pattern[5000];
	memset(long_pattern, 'a', sizeof(long_pattern));
	struct err err;
	assert_null(search_new((struct span){long_pattern, sizeof(long_pattern)}, 0, &err));
	assert_string_equal(err.msg, "search: a pattern of more than 4096 bytes");
}

static void assert_stops(struct search *search, const struct doc *doc, const char *why)
{
	struct range at = {1, 2};
	assert_false(search_next(search, doc, 0, &at));
	assert_string_equal(search_trouble(search), why);
	assert_int_equal(at.start, 1);
	assert_int_equal(at.end, 2);
}

static void hostile_expressions_stop(void **state)
{
	(void)state;
	static const char *const hostile[] = {
		"~(a+)+$", "~(a|aa)+$", "~(\\w+)*[0-9]", "~(.*)*[0-9]", "~^(\\w+\\W?)*[0-9]"};
	static const char steps[] = "search: the expression needs too many steps; stopped";
	struct doc doc;
	struct range at;
	struct buf text = {0};
	for (int i = 0; i < 100000; i++) {
		buf_putc(&text, 'a');
	}
	buf_putc(&text, '!');
	doc_of(&doc, buf_span(&text), false);
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		struct search *search = search_of(hostile[i], 0);
		assert_stops(search, &doc, steps);
		assert_false(search_prev(search, &doc, 1000, &at));
		assert_string_equal(search_trouble(search), steps);
		assert_int_equal(search_all(search, &doc, (struct range){0, 1000}, &at, 1), 0);
		assert_string_equal(search_trouble(search), steps);
		search_free(search);
	}
	/* No start needs many steps, but there are many starts. */
	struct search *search = search_of("~\\X+[0-9]", 0);
	assert_stops(search, &doc, "search: the expression takes too long; stopped");
	search_free(search);
	doc_finish(&doc);
	buf_finish(&text);
}

static void previous_is_the_inverse_of_next(void **state)
{
	(void)state;
	static const char *const patterns[] = {"an", "~\\w+", "\"an\"", "a-n", "n a"};
	struct doc doc;
	doc_of(&doc, SPAN("An an a-n\nan, a-\nn man.\n\nNo other.\n\nCan a banana\nan?\n"), false);
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		struct search *search = search_of(patterns[i], 0);
		struct range found[64], at;
		uint32_t n = search_all(search, &doc, (struct range){0, (uint32_t)doc.text.n}, found, 64);
		assert_true(n >= 2 && n < 64);
		for (uint32_t k = 0; k < n; k++) {
			assert_true(search_next(search, &doc, k == 0 ? 0 : found[k - 1].end, &at));
			assert_memory_equal(&at, &found[k], sizeof(at));
			assert_true(search_next(search, &doc, found[k].start, &at));
			assert_memory_equal(&at, &found[k], sizeof(at));
			assert_true(search_prev(search, &doc, found[k].start + 1, &at));
			assert_memory_equal(&at, &found[k], sizeof(at));
		}
		assert_false(search_next(search, &doc, found[n - 1].end, &at));
		assert_false(search_prev(search, &doc, found[0].start, &at));
		assert_true(search_prev(search, &doc, UINT32_MAX, &at));
		assert_memory_equal(&at, &found[n - 1], sizeof(at));
		struct range rest = {found[1].start, UINT32_MAX};
		assert_int_equal(search_all(search, &doc, rest, &at, 1), 1);
		assert_memory_equal(&at, &found[1], sizeof(at));
		search_free(search);
	}
	doc_finish(&doc);
}

static void a_window_holds_what_begins_in_it(void **state)
{
	(void)state;
	struct doc doc;
	struct range found[8];
	doc_of(&doc, SPAN("one two three\n\nfour five"), false);
	struct search *search = search_of("~\\w+", 0);
	assert_int_equal(search_all(search, &doc, (struct range){1, 16}, found, 8), 3);
	assert_int_equal(found[0].start, 4);
	assert_int_equal(found[2].start, 15);
	assert_int_equal(search_all(search, &doc, (struct range){1, 16}, found, 2), 2);
	assert_int_equal(search_all(search, &doc, (struct range){16, 17}, found, 8), 0);
	assert_int_equal(search_all(search, &doc, (struct range){0, 0}, found, 8), 0);
	search_free(search);
	doc_finish(&doc);
}

/* One paragraph of several pieces: "needle" every so often, also across the joints. */
static void long_paragraphs_are_searched_whole(void **state)
{
	(void)state;
	static const char *const patterns[] = {
		"needle \xC3\xA9", "~need\\w+ e", "\"needle \xC3\xA9\"", "n-eedle"};
	const uint32_t period = PIECE_OWN / 8 - 1, periods = 40;
	struct doc doc;
	struct buf text = {0};
	for (uint32_t i = 0; i < periods; i++) {
		buf_puts(&text, i % 4 == 3 ? "n-eedle \xC3\xA9" : "needle \xC3\xA9");
		while (text.n < (i + 1) * period) {
			buf_puts(&text, "\xC3\xA9 ");
		}
	}
	doc_of(&doc, buf_span(&text), false);
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		struct search *search = search_of(patterns[i], 0);
		struct range found[64], at = {0}, back = {UINT32_MAX, UINT32_MAX};
		uint32_t n = search_all(search, &doc, (struct range){0, UINT32_MAX}, found, 64);
		assert_int_equal(n, i == 3 ? periods / 4 : periods - periods / 4);
		for (uint32_t k = 0; k < n; k++) {
			assert_true(search_next(search, &doc, at.end, &at));
			assert_memory_equal(&at, &found[k], sizeof(at));
			assert_true(search_prev(search, &doc, back.start, &back));
			assert_memory_equal(&back, &found[n - 1 - k], sizeof(at));
		}
		assert_false(search_next(search, &doc, at.end, &at));
		assert_false(search_prev(search, &doc, back.start, &back));
		search_free(search);
	}
	doc_finish(&doc);
	buf_finish(&text);
}

/* What search_all must find: every place of the folded pattern in every folded paragraph. */
static uint32_t find_slowly(const struct doc *doc, const struct fold *needle, struct range *out)
{
	struct fold view = {0};
	struct span part = {needle->p, needle->n};
	uint32_t n = 0;
	for (uint32_t p = 0; p < doc->nparas; p++) {
		assert_true(fold_make(&view, doc, doc->paras[p].at, 0));
		struct span text = {view.p, view.n};
		struct range last = {0};
		for (size_t at = 0; (at = span_find(text, part, at)) < text.n && n < 64; at++) {
			struct range found = fold_range(&view, (uint32_t)at, (uint32_t)(at + part.n));
			if (found.start >= last.end) {
				out[n++] = last = found;
			}
		}
	}
	fold_finish(&view);
	return n;
}

static uint32_t random_below(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

/* Random texts of what folding changes: the sieve must lose nothing. */
static void the_sieve_loses_nothing(void **state)
{
	(void)state;
	static const char *const bits[] = {"a", "b", "A", "B", "k", "f", " ", "\n", "-\n", "\xC2\xAD",
		"\xC3\xA9", "\xCC\x81", "\xE2\x80\x99", "'", "\t ", "\xC2\xA0", "\xEF\xAC\x81",
		"\xE2\x84\xAA", "\xE6\x8D\x89", "\xEF\xBC\xA1", "\x01", "\n\n", "i", "e", "\xD0\x98", "\"", "\xE2\x80\x9C", ".", "*"};
	uint32_t seed = 1, matches = 0;
	for (int round = 0; round < 20000; round++) {
		struct buf text = {0}, pattern = {0};
		for (uint32_t i = random_below(&seed, 60); i > 0; i--) {
			buf_puts(&text, bits[random_below(&seed, COUNT_OF(bits))]);
		}
		for (uint32_t i = 1 + random_below(&seed, 3); i > 0; i--) {
			buf_puts(&pattern, bits[random_below(&seed, COUNT_OF(bits))]);
		}
		struct doc doc;
		struct fold needle = {0};
		struct range found[64], want[64];
		struct err err;
		doc_of(&doc, buf_span(&text), round % 2 == 1);
		assert_true(fold_span(&needle, buf_span(&pattern), 0));
		struct search *search = search_new(buf_span(&pattern), 0, &err);
		if (search != NULL && memchr(needle.p, '-', needle.n) == NULL && pattern.p[0] != '"') {
			uint32_t n = search_all(search, &doc, (struct range){0, UINT32_MAX}, found, 64);
			assert_int_equal(n, find_slowly(&doc, &needle, want));
			assert_memory_equal(found, want, n * sizeof(*found));
			matches += n;
		}
		search_free(search);
		fold_finish(&needle);
		doc_finish(&doc);
		buf_finish(&text);
		buf_finish(&pattern);
	}
	assert_true(matches > 10000);
}

/* Slices of any size find what one search finds, forward and back. */
static void assert_slices(const char *pattern, const struct doc *doc, uint32_t most, int64_t until)
{
	struct search *search = search_of(pattern, SEARCH_SMART);
	struct search_walk walk = {.end = UINT32_MAX, .most = most, .until = until};
	struct range want[64], at;
	uint32_t n = search_all(search, doc, (struct range){0, (uint32_t)doc->text.n}, want, 64), got = 0;
	uint32_t slices = 0;
	enum search_went went;

	assert_in_range(n, 2, 63);
	while ((went = search_go(search, doc, &walk, &at)) != SEARCH_NONE) {
		if (went == SEARCH_FOUND) {
			assert_int_equal(at.start, want[got].start);
			assert_int_equal(at.end, want[got++].end);
			walk.at = at.end;
		}
		assert_in_range(slices++, 0, 10000);
	}
	assert_int_equal(got, n);
	assert_true(most == UINT32_MAX || slices > n);
	walk.back = true;
	walk.at = (uint32_t)doc->text.n;
	walk.end = want[0].start + 1;
	while ((went = search_go(search, doc, &walk, &at)) != SEARCH_NONE) {
		if (went == SEARCH_FOUND) {
			assert_int_equal(at.start, want[--got].start);
			walk.at = at.start;
		}
		assert_in_range(slices++, 0, 20000);
	}
	assert_int_equal(got, 1); /* the first one begins before the end of the walk */
	search_free(search);
}

static void slices_find_the_same(void **state)
{
	struct buf text = {0};
	struct doc doc;

	(void)state;
	for (int i = 0; i < 40; i++) {
		buf_printf(&text, "Paragraph %d of the treaty.\n\n", i);
		for (int k = 0; k < 60 * i && i % 10 == 9; k++) {
			buf_puts(&text, "words and words upon a line that is one paragraph with the rest ");
		}
		buf_puts(&text, "\n\n");
	}
	doc_of(&doc, buf_span(&text), false);
	assert_slices("of the treaty", &doc, 1, 0);
	assert_slices("~tr[e]aty", &doc, 1, 0);
	assert_slices("~tr[e]aty", &doc, UINT32_MAX, 1); /* time is always up */
	assert_slices("of the treaty", &doc, UINT32_MAX, 1);
	assert_slices("\"the treaty\"", &doc, 40000, 0);
	assert_slices("~\\d+ of", &doc, UINT32_MAX, 0);
	buf_finish(&text);
	doc_finish(&doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slices_find_the_same),
		cmocka_unit_test(plain_text_over_line_ends),
		cmocka_unit_test(a_hyphen_may_be_the_words_own),
		cmocka_unit_test(accents_quotes_and_scripts),
		cmocka_unit_test(capitals_make_case_matter),
		cmocka_unit_test(quoted_patterns_are_exact),
		cmocka_unit_test(markup_is_not_there),
		cmocka_unit_test(expressions_see_folded_text),
		cmocka_unit_test(matches_are_never_empty),
		cmocka_unit_test(broken_patterns_are_refused),
		cmocka_unit_test(hostile_expressions_stop),
		cmocka_unit_test(previous_is_the_inverse_of_next),
		cmocka_unit_test(a_window_holds_what_begins_in_it),
		cmocka_unit_test(long_paragraphs_are_searched_whole),
		cmocka_unit_test(the_sieve_loses_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
