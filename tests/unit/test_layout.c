/* Rows: prose is filled, kept lines stay, and filling and drawing agree on every column. */
#include "base/utf8.h"
#include "read/layout.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct doc doc;

static void doc_of(const char *text, bool markdown)
{
	struct config config = {.read_encoding = "UTF-8"};
	struct doc_about about = {.path = SPAN("test.txt"), .markdown = markdown};
	struct buf bytes = {0};
	struct err err;

	doc_finish(&doc);
	buf_puts(&bytes, text);
	assert_true(doc_read(&doc, &bytes, &about, &config, &err));
}

/* What stands on a row, as it is drawn. */
static const char *row_text(const struct row *row)
{
	static struct buf text;
	struct flow flow;
	struct step step;

	buf_clear(&text);
	for (int i = 0; i < row->indent; i++) {
		buf_putc(&text, ' ');
	}
	flow_start(&flow, &doc, row->para, row->at);
	while (row->kind == ROW_TEXT && flow_next(&flow, &step)) {
		for (int i = 0; step.kind == STEP_BLANK && i < step.cols; i++) {
			buf_putc(&text, ' ');
		}
		if (step.kind == STEP_GLYPH || step.kind == STEP_FORM) {
			buf_put(&text, step.draw);
		}
	}
	buf_puts(&text, row->hyphen ? "-" : "");
	return text.p == NULL ? "" : text.p;
}

static void assert_rows(int cols, const char *const *expected, uint32_t n)
{
	struct rows rows = {0};

	for (uint32_t i = 0; i < doc.nparas; i++) {
		assert_true(layout_para(&doc, i, cols, &rows));
	}
	for (uint32_t i = 0; i < rows.n && i < n; i++) {
		assert_string_equal(row_text(&rows.items[i]), expected[i]);
	}
	assert_int_equal(rows.n, n);
	rows_finish(&rows);
}

#define ASSERT_ROWS(cols, ...) \
	do { \
		static const char *const expected[] = {__VA_ARGS__}; \
		assert_rows(cols, expected, COUNT_OF(expected)); \
	} while (0)

static void prose_is_filled(void **state)
{
	(void)state;
	doc_of("The quick brown fox jumps over the lazy dog, and then it jumps\n"
	       "over the lazy dog\nonce more, for the morning is long and the dog is not.\n", false);
	ASSERT_ROWS(62, "The quick brown fox jumps over the lazy dog, and then it jumps",
		"over the lazy dog once more, for the morning is long and the",
		"dog is not.");
	doc_of("The quick brown fox jumps over the lazy dog.\n", false);
	ASSERT_ROWS(20, "The quick brown fox", "jumps over the lazy", "dog.");
	/* A blank that ends a row hangs: nine letters fit nine columns. */
	ASSERT_ROWS(9, "The quick", "brown fox", "jumps", "over the", "lazy dog.");
	ASSERT_ROWS(80, "The quick brown fox jumps over the lazy dog.");
}

static void abbreviations_stay_whole(void **state)
{
	(void)state;
	doc_of("Then the U.S.A. and A.A. Gromyko met at 3.1 degrees by the sea.", false);
	ASSERT_ROWS(11, "Then the", "U.S.A. and", "A.A.", "Gromyko met", "at 3.1", "degrees by", "the sea.");
}

static void long_words_are_cut(void **state)
{
	(void)state;
	doc_of("abcdefghijklmnopqrstuvwxyz and so on, as it is", false);
	ASSERT_ROWS(10, "abcdefghij", "klmnopqrst", "uvwxyz and", "so on, as", "it is");
	ASSERT_ROWS(1, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p",
		"q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "a", "n", "d", "s", "o", "o", "n", ",",
		"a", "s", "i", "t", "i", "s");
}

static void wide_characters_are_not_halved(void **state)
{
	(void)state;
	doc_of("北方領土返還要求運動全国集会", false);
	ASSERT_ROWS(7, "北方領", "土返還", "要求運", "動全国", "集会");
}

static void a_hyphen_at_a_line_end(void **state)
{
	(void)state;
	doc_of("In all of the years that came then there were many Japanese-\n"
	       "Soviet talks about it.",
		false);
	ASSERT_ROWS(90, "In all of the years that came then there were many "
			"Japanese-Soviet talks about it.");
	ASSERT_ROWS(31, "In all of the years that came", "then there were many Japanese-",
		"Soviet talks about it.");
}

static void soft_hyphens_show_at_a_break_only(void **state)
{
	(void)state;
	doc_of("nego\302\255ti\302\255a\302\255tions went on for a long time in that year", false);
	ASSERT_ROWS(60, "negotiations went on for a long time in that year");
	ASSERT_ROWS(8, "negotia-", "tions", "went on", "for a", "long", "time in", "that", "year");
	doc_of("In all of the years that came then there were many inter\302\255\n"
	       "national talks about it.",
		false);
	ASSERT_ROWS(60, "In all of the years that came then there were many inter-",
		"national talks about it.");
	ASSERT_ROWS(90, "In all of the years that came then there were many international talks "
			"about it.");
}

static void kept_lines_stay(void **state)
{
	(void)state;
	doc_of("    first line\n      second\n    third\n", false);
	assert_int_equal(doc.paras[0].kind, PARA_LINES);
	ASSERT_ROWS(30, "    first line", "      second", "    third");
	ASSERT_ROWS(13, "    first", "      line", "      second", "    third");
	doc_of("    a first li\302\255\n    ne of verse\n    third\n", false);
	ASSERT_ROWS(30, "    a first li-", "    ne of verse", "    third");
}

static void hidden_characters_have_a_form(void **state)
{
	(void)state;
	doc_of("one \033[31m and a\xE2\x80\xAE" "b are shown.", false);
	ASSERT_ROWS(60, "one ^[[31m and a<202E>b are shown.");
}

static void markup_takes_no_column(void **state)
{
	(void)state;
	doc_of("# Head\n\nThe **bold** and [linked](http://example.org/x) words.\n", true);
	ASSERT_ROWS(24, "Head", "", "The bold and linked", "words.");
}

static void lists_hang(void **state)
{
	(void)state;
	doc_of("- one item that is long\n- two\n", true);
	ASSERT_ROWS(12, "- one item", "  that is", "  long", "- two");
}

/* Drawn rows never exceed the measure, and together they show every word once. */
static void random_text_at_random_widths(void **state)
{
	static const char *const words[] = {"a ", "Iturup ", "島", "e\314\201", "-", "\n", "  ", "\t",
		"\302\255", "\033", "very-long-compound ", "\360\237\221\215", "«", " » ", ". ", "\n\n"};
	uint32_t seed = 3;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct buf text = {0};
		struct rows rows = {0};
		int cols = 1 + round % 40;

		for (int i = 0; i < 60; i++) {
			seed = seed * 1664525u + 1013904223u;
			buf_puts(&text, words[seed >> 28]);
		}
		doc_of(text.p, round % 2);
		for (uint32_t i = 0; i < doc.nparas; i++) {
			assert_true(layout_para(&doc, i, cols, &rows));
		}
		for (uint32_t i = 0; i < rows.n; i++) {
			struct span shown = span_of(row_text(&rows.items[i]));
			size_t used;

			while (shown.n > 0 && shown.p[shown.n - 1] == ' ') {
				shown.n--;
			}
			used = visible_cols(shown);

			/* One glyph may be wider than the measure; nothing else is. */
			if (used > (size_t)cols && used > 2 && cols >= 7) {
				fail_msg("%zu columns of %d: '%s'", used, cols, row_text(&rows.items[i]));
			}
			assert_true(i == 0 || rows.items[i].at.start >= rows.items[i - 1].at.end);
			assert_true(rows.items[i].at.end <= doc.text.n);
		}
		rows_finish(&rows);
		buf_finish(&text);
	}
}

static int finish(void **state)
{
	(void)state;
	doc_finish(&doc);
	return 0;
}

/*
 * Where the row that starts at `start` ends, and where the next one starts, told step by step: at a
 * kept line end, at the last break that fits, else before the step that does not.
 */
static struct range row_by_steps(uint32_t number, uint32_t start, int cols)
{
	struct range para = doc.paras[number].at, line = para;
	unsigned char breaks[8192] = {0};
	struct range cut = {0, 0};
	uint32_t used = 0, text_end = start;
	struct flow flow;
	struct step step;

	assert_true(para.end - para.start <= sizeof(breaks));
	for (uint32_t off = line.start; para_keeps_lines(doc.paras[number].kind) && off < start; off++) {
		line.start = doc.text.p[off] == '\n' ? off + 1 : line.start;
	}
	utf8_line_breaks(span_in(doc.text, line), breaks);
	flow_start(&flow, &doc, number, (struct range){start, para.end});
	while (flow_next(&flow, &step)) {
		bool blank = step.kind == STEP_BLANK;
		uint32_t at = blank ? step.at.end : step.at.start;

		if (used > 0 && at < para.end && breaks[at - line.start] != 0 && cut.end != at) {
			cut = (struct range){text_end, at};
		}
		if (step.kind == STEP_END) {
			return (struct range){text_end, step.at.end};
		}
		if (!blank && used > 0 && used + step.cols > (uint32_t)cols) {
			return cut.end > 0 ? cut : (struct range){step.at.start, step.at.start};
		}
		used += step.cols;
		text_end = blank ? text_end : step.at.end;
	}
	return (struct range){text_end, para.end};
}

/* All rows of a paragraph are those that single steps make. */
static void assert_by_steps(uint32_t para, int cols)
{
	struct rows rows = {0};
	uint32_t start = doc.paras[para].at.start;

	assert_true(layout_para(&doc, para, cols, &rows));
	for (uint32_t i = 0; i < rows.n && rows.items[i].kind == ROW_TEXT; i++) {
		struct range end = row_by_steps(para, start, cols - rows.items[i].indent);

		assert_int_equal(rows.items[i].at.start, start);
		assert_int_equal(rows.items[i].at.end, end.start);
		start = end.end;
	}
	assert_int_equal(start, doc.paras[para].at.end);
	rows_finish(&rows);
}

/* Words are taken at once, with the blanks between them: as if it were step by step. */
static void words_are_filled_as_letters_are(void **state)
{
	enum { SIMPLE = 17 }; /* so many are ASCII, and end with no hyphen */
	static const char *const parts[] = {"the", "treaty", "of", "1855", "co-operate", "a/b",
		"(Iturup)", "\"so\"", "1956,", "e.g.", "x", "{|}", "!", "$5", "end.", "[1]", "a--b",
		"antidisestablishmentarianism", "Итуруп", "島", "e\xcc\x81", "\xc3\xa9t", "re-", "-",
		"--"};
	uint32_t seed = 5, checked = 0;

	(void)state;
	for (int turn = 0; turn < 300; turn++) {
		struct buf text = {0};
		int cols = 1 + (int)(seed >> 16) % 60;
		bool simple = turn % 3 > 0; /* which is filled from the ends of the rows */

		buf_puts(&text, "Once");
		for (int i = 0; i < 120; i++) {
			seed = seed * 1664525u + 1013904223u;
			buf_puts(&text, (seed >> 8) % 9 == 0 ? "\n" : simple ? " " :
				(seed >> 8) % 31 == 0 ? "  " : (seed >> 8) % 29 == 0 ? "" : " ");
			buf_puts(&text, parts[(seed >> 16) % (simple ? SIMPLE : COUNT_OF(parts))]);
		}
		doc_of(text.p, false);
		for (uint32_t i = 0; i < doc.nparas; i++) {
			if (doc.paras[i].kind == PARA_PROSE) {
				assert_by_steps(i, cols);
				checked++;
			}
		}
		buf_finish(&text);
	}
	assert_true(checked > 300);
}

/* So are lines that stay, most of which are a row as they stand. */
static void kept_lines_are_filled_as_letters_are(void **state)
{
	static const char *const parts[] = {"if", "(x", "==", "0)", "{", "return", "call_of_it(y);", "}",
		"|", "1855", "-", "\t", "   ", "é", "e\xcc\x81", "島", "\x1b[0m"};
	enum { PLAIN = 11 }; /* so many are ASCII without tabs */
	uint32_t seed = 9;

	(void)state;
	for (int turn = 0; turn < 300; turn++) {
		struct buf text = {0};
		int cols = 20 + (int)(seed >> 16) % 60; /* half of it, at most, is indent */

		buf_puts(&text, "```");
		for (int i = 0; i < 120; i++) {
			seed = seed * 1664525u + 1013904223u;
			buf_puts(&text, (seed >> 8) % 5 == 0 || i == 0 ? "\n    x" : " ");
			buf_puts(&text, parts[(seed >> 16) % ((seed >> 8) % 7 > 0 ? PLAIN : COUNT_OF(parts))]);
			buf_puts(&text, (seed >> 24) % 9 == 0 ? "  " : "");
		}
		doc_of(text.p, true);
		assert_int_equal(doc.nparas, 1);
		assert_int_equal(doc.paras[0].kind, PARA_CODE);
		assert_by_steps(0, cols);
		buf_finish(&text);
	}
}

/* Nothing is broken behind the indent of a kept line: its first word would not fit there, either. */
static void no_row_is_an_indent_alone(void **state)
{
	(void)state;
	doc_of("    one two\n    andaverylongword that\n    is all", false);
	assert_int_equal(doc.paras[0].kind, PARA_LINES);
	ASSERT_ROWS(12, "    one two", "    andavery", "      longwo", "      rd", "      that", "    is all");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose_is_filled),
		cmocka_unit_test(abbreviations_stay_whole),
		cmocka_unit_test(long_words_are_cut),
		cmocka_unit_test(wide_characters_are_not_halved),
		cmocka_unit_test(a_hyphen_at_a_line_end),
		cmocka_unit_test(soft_hyphens_show_at_a_break_only),
		cmocka_unit_test(kept_lines_stay),
		cmocka_unit_test(hidden_characters_have_a_form),
		cmocka_unit_test(markup_takes_no_column),
		cmocka_unit_test(lists_hang),
		cmocka_unit_test(random_text_at_random_widths),
		cmocka_unit_test(words_are_filled_as_letters_are),
		cmocka_unit_test(kept_lines_are_filled_as_letters_are),
		cmocka_unit_test(no_row_is_an_indent_alone),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("layout", tests, NULL, finish);
}
