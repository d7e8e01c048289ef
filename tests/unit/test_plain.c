/* Plain text: small cases, each a rule of its own; whole texts are in test_doc.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "texts.h"
#include "texts/plain.h"

/* A paragraph before the case, so that the width is known and no headline is looked for behind it. */
#define RULER \
	"The ruler of this text is a line of some seventy columns, and it goes on\n" \
	"and on, into a second one that is as long as that, before it comes to its\nend.\n\n"

/* The kinds of a text's paragraphs behind the ruler, one word each. */
static void assert_kinds(const char *text, const char *want)
{
	struct buf whole = {0}, kinds = {0};
	struct doc doc;

	buf_puts(&whole, RULER);
	buf_puts(&whole, text);
	texts_read(&doc, "a.txt", buf_span(&whole));
	for (uint32_t i = 1; i < doc.nparas; i++) {
		buf_printf(&kinds, "%s%s", i > 1 ? " " : "", texts_para_word(doc.paras[i].kind));
	}
	assert_string_equal(kinds.p, want);
	doc_finish(&doc);
	buf_finish(&whole);
	buf_finish(&kinds);
}

/* The bytes of the i-th paragraph behind the ruler. */
static void assert_para(const char *text, uint32_t i, const char *want)
{
	struct buf whole = {0};
	struct doc doc;

	buf_puts(&whole, RULER);
	buf_puts(&whole, text);
	texts_read(&doc, "a.txt", buf_span(&whole));
	assert_true(i + 1 < doc.nparas);
	assert_true(span_eq(span_in(doc.text, doc.paras[i + 1].at), span_of(want)));
	doc_finish(&doc);
	buf_finish(&whole);
}

#define FOLLOWS "\n\nAnd here the text goes on, as texts do, for another line of seventy columns\nor so.\n"

static void headings_stand_alone_before_text(void **state)
{
	(void)state;
	assert_kinds("EARLY YEARS" FOLLOWS, "heading prose");
	assert_kinds("Early Years of the Bridge" FOLLOWS, "heading prose");
	assert_kinds("2.1 The bridge" FOLLOWS, "heading prose");
	assert_kinds("IV. The bridge" FOLLOWS, "heading prose");
	assert_kinds("4. Dues and Receipts." FOLLOWS, "heading prose");
	assert_kinds("Chapter 3" FOLLOWS, "heading prose");
	assert_kinds("Глава 3" FOLLOWS, "heading prose");
	assert_kinds("## The bridge" FOLLOWS, "heading prose");
	assert_kinds("The bridge\n==========" FOLLOWS, "heading rule prose");
	assert_kinds("Original Language:" FOLLOWS, "heading prose");
	assert_kinds("Negotiations on the Height of the Bridge\nand Its Cost" FOLLOWS, "heading prose");
	assert_kinds("THE HEIGHT OF THE BRIDGE\nAND ITS COST" FOLLOWS, "heading prose");
}

static void what_may_be_no_heading_is_prose(void **state)
{
	(void)state;
	assert_kinds("He said no." FOLLOWS, "prose prose");
	assert_kinds("a small beginning" FOLLOWS, "prose prose");
	assert_kinds("The bridge was closed" FOLLOWS, "prose prose");
	assert_kinds("By Ada Berg" FOLLOWS, "prose prose");
	assert_kinds("December 20, 1988" FOLLOWS, "prose prose");
	assert_kinds("Coast Daily, Norrby, December 1988" FOLLOWS, "prose prose");
	assert_kinds("He asked:" FOLLOWS, "prose prose");
	assert_kinds("4. The dues are paid." FOLLOWS, "item prose");
	assert_kinds("1. Dues.\n\n2. Receipts." FOLLOWS, "item item prose");
	assert_kinds("https://Example.Org/Bridge" FOLLOWS, "prose prose");
	assert_kinds("Dear Sirs," FOLLOWS, "prose prose");
	assert_kinds("Ada Berg", "prose"); /* a name at the end */
	assert_kinds("One Thing\n\nAnother Thing\n\nA Third Thing\n\nA Fourth Thing", "prose prose prose prose");
}

/* Marks take no columns; a line of a gigabyte of them is not looked at word by word. */
static void a_heading_has_no_end_of_marks(void **state)
{
	struct buf text = {0};

	(void)state;
	buf_puts(&text, "THE BRI\u0301DGE" FOLLOWS);
	assert_kinds(text.p, "heading prose");
	buf_clear(&text);
	buf_puts(&text, "THE BRI");
	for (int i = 0; i < 2000; i++) {
		buf_puts(&text, "\u0301");
	}
	buf_puts(&text, "DGE" FOLLOWS);
	assert_kinds(text.p, "prose prose");
	buf_finish(&text);
}

static void short_lines_stay_lines(void **state)
{
	(void)state;
	assert_kinds("Lesvik Light\nPost Office Norrby\nNorthern District\n", "lines");
	assert_kinds("The sea gives back the coat, the hat,\nThe boots, the pipe, the bread;\n", "lines");
	assert_kinds("PUBLISHED : Friday, 07 February, 2014, 3:41am\nUPDATED : Friday, 3:27pm\n", "lines");
	assert_kinds("a\tb\n", "lines");
	assert_kinds("one | two | three\nfour | five | six\n", "lines");
	assert_kinds("Monday     NE 4\nTuesday    NE 6\n", "lines");
	assert_kinds("    indented\n    twice\n", "lines");
	assert_para("x\n\n    indented\n    twice\n", 1, "    indented\n    twice");
}

static void wrapped_lines_are_prose(void **state)
{
	(void)state;
	assert_kinds("The members of the board had been asked to come by seven, and all but two\n"
		"Of them came. That was before the war, when they were still young enough.\n", "prose");
	assert_kinds("  The licence of the harbour is free to whom it may concern, and to\n"
		"his heirs and boats.\n", "prose");
	assert_kinds("Each edition of the rules has a number of its own, and if the\n"
		"Board names one that is to be kept, the boats may keep it, and the\n"
		"Agents of the line, being no boats, have to ask for leave from the\n"
		"harbour master.\n", "prose");
	assert_kinds("This  line  was  stretched  to  the  full  measure  by  an  old  program,\n"
		"so  that  it  has  gaps  everywhere,  and  none  of  them  means  a  thing.\n", "prose");
	assert_kinds("Two blanks.  After a full stop.  As typists do.  They have always done it.  So\n"
		"did I.  So did you.  They mean nothing at all.  Not even here.  Nor there.\n", "prose");
	assert_para("x\n\n  An indent is no part of the paragraph, which goes on in the next line, as\nthis.", 1,
		"An indent is no part of the paragraph, which goes on in the next line, as\nthis.");
}

static void paragraphs_begin_without_a_blank_line(void **state)
{
	(void)state;
	assert_kinds("   The first paragraph has an indent and goes on for more than a line of the\n"
		"text. It ends here.\n   The second one has an indent as well, and goes on for a while in the\n"
		"same way.\n", "prose prose");
	assert_kinds("This paragraph ends with a line that is shorter than the others by far, so\n"
		"it ends.\nThe next one begins without any sign, and goes on for more than one line as\n"
		"well.\n", "prose prose");
	assert_kinds("Holm, A. On bridges and their height in northern waters, with tables. Norrby,\n"
		"   Coast Press, 1961, in two volumes of which the second never came out.\n"
		"Nyqvist, T. An answer to Holm, with a note on the masts of herring boats and\n"
		"   their length since 1900.\n", "prose prose");
	assert_kinds("- Come in, she said.\n- No.\n", "item item");
	assert_kinds("— Come in, she said.\n— No.\n", "prose prose");
}

static void lists_have_signs_that_go_on(void **state)
{
	(void)state;
	assert_kinds("1. one\n2. two\n3. three\n", "item item item");
	assert_kinds("1. one\n\n2. two\n\n3. three\n", "item item item");
	assert_kinds("Three things:\n- one\n- two\n", "prose item item");
	assert_kinds("(a) one\n(b) two, which is long enough to be broken into two lines at the column\n"
		"    where all lines end\n(c) three\n", "item item item");
	assert_kinds("    a) An item whose second line stands where its first one does, under a\n"
		"    Sign, and after an early break.\n    b) two\n", "item item");
	assert_kinds("- apples\n- pears\nThen we left.\n", "item item prose");
	assert_kinds("i) one\nii) two\niii) three\n", "item item item");
	/* What begins a line by chance is no item. */
	assert_kinds("The treaty of peace and friendship was signed in the month of October, in\n"
		"1956. Nobody was content with it, which is what one says of good treaties as\n"
		"a. result.\n", "prose");
	assert_kinds("A. Gromyko was there, and he spoke for an hour without looking at a paper or\n"
		"S. Matsumoto.\n", "prose");
	assert_para("1. one\n\n   still one\n\nnot any more\n", 1, "still one");
}

static void speakers_recur(void **state)
{
	struct doc doc;
	struct span text = SPAN("Holm. I begin.\n\nNyqvist. You do.\n\nYes. Well said.\n\nHolm. I end.\n\n"
		"Nyqvist. You end.\n\nYes. He ends.\n\nYes. All do.\n\nMoscow. A city.\n\nMr. Uno: Quite.\n\n"
		"Mr. Uno: Quite so.\n");

	(void)state;
	texts_read(&doc, "a.txt", text);
	assert_int_equal(doc.nmarks, 6);
	for (uint32_t i = 0; i < doc.nmarks; i++) {
		struct span label = span_in(doc.text, doc.marks[i].at);

		assert_int_equal(doc.marks[i].kind, MARK_SPEAKER);
		assert_true(span_eq(label, SPAN("Holm.")) || span_eq(label, SPAN("Nyqvist.")) ||
			span_eq(label, SPAN("Mr. Uno:")));
	}
	doc_finish(&doc);
	/* One name twice is a sentence of one word that came twice. */
	texts_read(&doc, "a.txt", SPAN("Silence. It was late.\n\nSilence. It was early.\n"));
	assert_int_equal(doc.nmarks, 0);
	doc_finish(&doc);
}

static void numbers_do_not_count_rules(void **state)
{
	struct doc doc;

	(void)state;
	texts_read(&doc, "a.txt", SPAN("***\n\none.\n\n-----\n\ntwo.\n"));
	assert_int_equal(doc.nparas, 4);
	assert_int_equal(doc.paras[0].number, 0);
	assert_int_equal(doc.paras[1].number, 1);
	assert_int_equal(doc.paras[2].number, 1);
	assert_int_equal(doc.paras[3].number, 2);
	doc_finish(&doc);
}

/* Reads n times the piece, and says how long that took. */
static double seconds(const char *path, const char *piece, uint32_t n)
{
	struct buf text = {0};
	struct doc doc;
	clock_t start;

	for (uint32_t i = 0; i < n; i++) {
		buf_puts(&text, piece);
	}
	start = clock();
	texts_read(&doc, path, buf_span(&text));
	doc_finish(&doc);
	buf_finish(&text);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/*
 * Eight times the text may take eight times as long, and some more; the square would be 64. A busy
 * machine makes one try or another take longer: what is not linear is so in every try.
 */
static bool is_linear(const char *path, const char *piece)
{
	for (int tries = 0; tries < 10; tries++) {
		double once = seconds(path, piece, 1 << 13), more = seconds(path, piece, 1 << 16);

		if (more <= 0.05 || more <= 32 * once) {
			return true;
		}
	}
	return false;
}

static void hostile_texts_take_linear_time(void **state)
{
	static const char *const cases[] = {"*", "_a", "**a", "*a_", "[", "[a](", "[a](b \"", "]", "`", "`` ` ",
		"<", "<a:", ">", "> ", "\\", "- ", "1. ", "\n", " ", "a\n", "- a\n", "a  \n", "a-\n", "|", "|-\n", "```\n",
		"a. ", "A: ", "A: b\n", "**\n", "===\n", "a\n=\n", "\t", "(", ".", "1.", "I", "Jan 1, ", "\xFF", "a\r",
		"\xCC\x81", "\xE2\x80\x8D", "! [", "x *y* ", "A", "((", "a  b", "**a\n"};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(cases); i++) {
		const char *path = i % 2 == 0 ? "a.md" : "a.txt", *piece = cases[i / 2];

		if (!is_linear(path, piece)) {
			fail_msg("'%s' in %s: more than 32 times as long for eight times as much",
				piece, path);
		}
	}
}

/* What a walk in windows has found so far. */
struct walk {
	struct paras paras, all;
	struct marks marks, marked;
	uint32_t calls, off;
};

static bool take_found(void *owner, uint32_t off)
{
	struct walk *walk = owner;

	for (uint32_t i = 0; i < walk->paras.n; i++) {
		para_copy(&walk->all, &walk->paras.items[i]);
	}
	for (uint32_t i = 0; i < walk->marks.n; i++) {
		mark_add(&walk->marked, walk->marks.items[i].kind, walk->marks.items[i].at);
	}
	walk->paras.n = walk->marks.n = 0;
	walk->off = off;
	walk->calls++;
	return true;
}

/* A small window, emptied at every call, finds what one over all of the text finds. */
static uint32_t assert_windows_agree(struct span text)
{
	struct walk walk = {0};
	struct plain_take take = {.take = take_found, .owner = &walk, .window = 1};
	struct paras paras = {0};
	struct marks marks = {0};
	uint32_t calls;

	assert_true(plain_split_into(text, &paras, &marks, &(struct plain_take){.window = SIZE_MAX}));
	assert_true(plain_split_into(text, &walk.paras, &walk.marks, &take));
	assert_int_equal(walk.off, text.n);
	assert_int_equal(walk.all.n, paras.n);
	for (uint32_t i = 0; i < paras.n; i++) {
		assert_memory_equal(&walk.all.items[i], &paras.items[i], sizeof(*paras.items));
	}
	assert_int_equal(walk.marked.n, marks.n);
	for (uint32_t i = 0; i < marks.n; i++) {
		assert_int_equal(walk.marked.items[i].at.start, marks.items[i].at.start);
		assert_int_equal(walk.marked.items[i].at.end, marks.items[i].at.end);
	}
	calls = walk.calls;
	para_finish(&paras);
	para_finish(&walk.paras);
	para_finish(&walk.all);
	mark_finish(&marks);
	mark_finish(&walk.marks);
	mark_finish(&walk.marked);
	return calls;
}

static void a_window_is_enough(void **state)
{
	static const char *const pieces[] = {"\n", "\n", "\n", "\n\n\n", "Rules\n", "2. A LIST\n", "- a sign\n",
		"  - deeper\n", "Kuriyama. The border lies there.\n", "Rogachev: No.\n", "===\n", "* * *\n",
		"A line of prose that is as long as lines are in texts that were wrapped, of\n",
		"seventy columns or so, it goes on\n", "CAPITALS STAND OVER IT\n", "a\tb\tc\n", "   verse\n",
		"From: x\nTo: y\nDate: z\n", "(iv) the fourth\n", "\xE2\x80\x94 Said in Russian.\n", " \n"};
	uint32_t seed = 7, calls = 0;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct buf text = {0};

		for (int i = 0; i < round; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_puts(&text, pieces[(seed >> 16) % COUNT_OF(pieces)]);
		}
		calls += assert_windows_agree(buf_span(&text));
		buf_finish(&text);
	}
	assert_true(calls > 1000);
}

/* A block of any number of lines takes no more memory than one of LINEWINDOW_BLOCK. */
static void blocks_have_an_end(void **state)
{
	struct buf text = {0};
	struct linewindow window = {0};
	uint32_t n = 0;

	(void)state;
	for (uint32_t i = 0; i < 3 * LINEWINDOW_BLOCK; i++) {
		buf_puts(&text, i % 70 == 69 ? "an end.\n" : "prose of one line and on\n");
	}
	window.text = buf_span(&text);
	while (!linewindow_ended(&window)) {
		assert_true(linewindow_fill(&window, SIZE_MAX));
		assert_true(window.lines.n <= LINEWINDOW_MOST);
		n += window.lines.n;
		linewindow_drop(&window, window.lines.n);
	}
	assert_int_equal(n, 3 * LINEWINDOW_BLOCK);
	linewindow_finish(&window);
	assert_windows_agree(buf_span(&text));
	buf_finish(&text);
}

/* Field by field: what pads a struct is anything. */
static void assert_line_equal(const struct textline *line, const struct textline *want)
{
	assert_int_equal(line->start, want->start);
	assert_int_equal(line->first, want->first);
	assert_int_equal(line->end, want->end);
	assert_int_equal(line->indent, want->indent);
	assert_int_equal(line->cols, want->cols);
	assert_int_equal(line->word, want->word);
}

/* A line of megabytes is measured piece by piece, and is what it is as a whole. */
static void long_lines_are_the_same(void **state)
{
	static const char *const units[] = {"words ", "\t", " ", "e\xCC\x81\xCC\x81", "\xE2\x80\x83\xE5\x8C\x97"};
	static const char *const heads[] = {"", "\t  ", "- one "};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(units) * COUNT_OF(heads); i++) {
		struct linewindow window = {0};
		struct buf text = {0}, some = {0};
		struct textline want;

		while (some.n < 1 << 20) {
			buf_puts(&some, units[i / COUNT_OF(heads)]);
		}
		buf_puts(&text, heads[i % COUNT_OF(heads)]);
		while (text.n < DOC_STRIDE) {
			buf_put(&text, buf_span(&some));
		}
		buf_puts(&text, i % 2 == 0 ? "end" : "");
		want = textline_of(buf_span(&text), 0, (uint32_t)text.n);
		window.text = buf_span(&text);
		assert_true(linewindow_fill(&window, 1));
		assert_int_equal(window.lines.n, 1);
		assert_line_equal(&window.lines.items[0], &want);
		linewindow_finish(&window);
		buf_finish(&some);
		buf_finish(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_stand_alone_before_text),
		cmocka_unit_test(what_may_be_no_heading_is_prose),
		cmocka_unit_test(a_heading_has_no_end_of_marks),
		cmocka_unit_test(short_lines_stay_lines),
		cmocka_unit_test(wrapped_lines_are_prose),
		cmocka_unit_test(paragraphs_begin_without_a_blank_line),
		cmocka_unit_test(lists_have_signs_that_go_on),
		cmocka_unit_test(speakers_recur),
		cmocka_unit_test(numbers_do_not_count_rules),
		cmocka_unit_test(a_window_is_enough),
		cmocka_unit_test(blocks_have_an_end),
		cmocka_unit_test(long_lines_are_the_same),
		cmocka_unit_test(hostile_texts_take_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
