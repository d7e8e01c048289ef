/*
 * Documents as a whole: the texts of tests/data/texts/ against what is to be seen in them, and
 * what must hold for any text. UPDATE=1 writes the .paras files anew, to be read in review.
 */
#include "base/file.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "texts.h"
#include "fixed.h"

static void data_path(const char *name, const char *ending, struct buf *out)
{
	const char *root = getenv("DOSSIER_SOURCE_ROOT");

	assert_non_null(root);
	buf_clear(out);
	buf_printf(out, "%s/tests/data/texts/%s%s", root, name, ending);
}

/* What must hold for the paragraphs of any document. */
static void assert_paras_sound(const struct doc *doc)
{
	uint32_t end = 0, number = 0;

	for (uint32_t i = 0; i < doc->nparas; i++) {
		const struct para *para = &doc->paras[i];

		assert_true(para->at.start >= end && para->at.start < para->at.end);
		assert_true(para->at.end <= doc->text.n);
		assert_true(doc->text.p[para->at.end - 1] != '\n' && doc->text.p[para->at.end - 1] != ' ');
		end = para->at.end;
		number += para->kind != PARA_RULE;
		assert_int_equal(para->number, number);
		assert_int_equal(doc_para_at(doc, para->at.start), i);
		assert_int_equal(doc_para_at(doc, para->at.end - 1), i);
	}
}

/* In plain text every character that is not blank is in a paragraph. */
static void assert_all_covered(const struct doc *doc)
{
	for (size_t off = 0; off < doc->text.n;) {
		size_t start = off;
		uint32_t c = utf8_next(doc->text, &off);

		if (!utf8_is_space(c)) {
			uint32_t i = doc_para_at(doc, (uint32_t)start);

			assert_true(i < doc->nparas && range_has(doc->paras[i].at, (uint32_t)start));
		}
	}
}

static bool marks_cross(const struct mark *a, const struct mark *b)
{
	return a->at.start < b->at.start && b->at.start < a->at.end && a->at.end < b->at.end;
}

/* Sorted, the longer first, nested, each within one paragraph; and doc_mark_from finds them. */
static void assert_marks_sound(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nmarks; i++) {
		const struct mark *mark = &doc->marks[i];

		assert_true(mark->at.start < mark->at.end && mark->at.end <= doc->text.n);
		assert_true(doc_mark_from(doc, mark->at.start) <= i);
		assert_true(doc_mark_from(doc, mark->at.end - 1) <= i);
		for (uint32_t j = i + 1; j < doc->nmarks && doc->marks[j].at.start < mark->at.end; j++) {
			assert_true(doc->marks[j].at.start >= mark->at.start);
			assert_true(doc->marks[j].at.start > mark->at.start ||
				doc->marks[j].at.end <= mark->at.end);
			assert_false(marks_cross(mark, &doc->marks[j]));
		}
	}
}

static void assert_sound(const struct doc *doc)
{
	assert_true(doc->title.n > 0);
	assert_int_equal(utf8_valid_prefix(doc->text), doc->text.n);
	assert_paras_sound(doc);
	assert_marks_sound(doc);
	if (!doc->markdown) {
		assert_all_covered(doc);
	}
}

static void check_golden(const char *name)
{
	struct buf path = {0}, bytes = {0}, want = {0}, dump = {0};
	struct doc doc;
	struct err err;

	data_path(name, "", &path);
	assert_true(file_read(path.p, 1 << 20, &bytes, NULL, &err));
	texts_read(&doc, name, buf_span(&bytes));
	assert_sound(&doc);
	texts_dump(&doc, &dump);
	data_path(name, ".paras", &path);
	if (getenv("UPDATE") != NULL) {
		assert_true(file_write(path.p, buf_span(&dump), true, 0644, &err));
	}
	assert_true(file_read(path.p, 1 << 20, &want, NULL, &err));
	if (!span_eq(buf_span(&want), buf_span(&dump))) {
		fail_msg("%s is seen otherwise than %s says:\n%s", name, path.p, dump.p);
	}
	doc_finish(&doc);
	buf_finish(&path);
	buf_finish(&bytes);
	buf_finish(&want);
	buf_finish(&dump);
}

static void texts_are_seen_as_they_were_meant(void **state)
{
	static const char *const names[] = {
		"coast.md", "kanal.txt", "letter.txt", "minutes.txt", "most.txt", "onelines.txt",
		"prose.txt", "skip.txt", "tight.txt", "web.txt", "wrapped-talk.txt", "wrapped.txt"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		check_golden(names[i]);
	}
}

static void what_is_declared_wins(void **state)
{
	struct config config = {.read_encoding = "windows-1252"};
	struct doc_about about = {.path = SPAN("a/b.txt"), .title = SPAN("Declared"),
		.date = {1974, 0, 0}, .source = SPAN("Archive"), .language = SPAN("da"),
		.note = SPAN("a note"), .encoding = "KOI8-R"};
	struct buf bytes = {0};
	struct doc doc;
	struct err err;

	(void)state;
	buf_puts(&bytes, "A headline\n\n3 March 1975. \xE9\xD4\xD5\xD2\xD5\xD0 lies to the north.\n");
	assert_true(doc_read(&doc, &bytes, &about, &config, &err));
	assert_true(span_eq(doc.title, SPAN("Declared")));
	assert_int_equal(doc.date.year, 1974);
	assert_true(span_eq(doc.source, SPAN("Archive")));
	assert_true(span_eq(doc.language, SPAN("da")));
	assert_true(span_eq(doc.note, SPAN("a note")));
	assert_string_equal(doc.encoding, "KOI8-R");
	assert_false(doc.guessed);
	assert_true(span_find(doc.text, SPAN("Итуруп"), 0) < doc.text.n);
	assert_int_equal(doc.paras[0].kind, PARA_HEADING);
	doc_finish(&doc);
}

static void failure_leaves_the_document_alone(void **state)
{
	struct config config = {.read_encoding = "no-such-encoding"};
	struct doc_about about = {.path = SPAN("a/b.txt")};
	struct buf bytes = {0};
	struct doc doc = {.nparas = 77};
	struct err err;

	(void)state;
	buf_puts(&bytes, "\xE9t\xE9");
	assert_false(doc_read(&doc, &bytes, &about, &config, &err));
	assert_non_null(strstr(err.msg, "a/b.txt: "));
	assert_int_equal(doc.nparas, 77);
	assert_null(bytes.p);
}

static void a_title_is_never_empty(void **state)
{
	static const struct {
		const char *path, *text, *title;
	} cases[] = {
		{"a/minutes of 1974.txt", "", "minutes of 1974"},
		{"a/minutes.txt", "---\n\n1234 5678\n", "minutes"},
		{".txt", " \n", ".txt"},
		{"", "", "(untitled)"},
		{"a.b/c", "", "c"},
		{"a.txt", "Hm.", "Hm."},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct doc doc;

		texts_read(&doc, cases[i].path, span_of(cases[i].text));
		assert_true(span_eq(doc.title, span_of(cases[i].title)));
		doc_finish(&doc);
	}
}

static void source_and_text_map_both_ways(void **state)
{
	struct doc doc;
	struct range at;

	(void)state;
	texts_read(&doc, "a.txt", SPAN("\xEF\xBB\xBF" "Ōtsu\r\n\xFFKono\r\n"));
	assert_true(span_eq(doc.text, SPAN("Ōtsu\n\xEF\xBF\xBDKono\n")) || doc.guessed);
	doc_finish(&doc);
	texts_read(&doc, "a.txt", SPAN("\xEF\xBB\xBF" "Ōtsu\r\nKono\r\n"));
	at = doc_source(&doc, (struct range){0, 5});
	assert_int_equal(at.start, 3);
	assert_int_equal(at.end, 8);
	at = doc_source(&doc, (struct range){6, 10});
	assert_int_equal(at.start, 10);
	assert_int_equal(at.end, 14);
	at = doc_source(&doc, (struct range){6, 6});
	assert_int_equal(at.start, 10);
	assert_int_equal(at.end, 10);
	at = doc_source(&doc, (struct range){11, 11}); /* the end */
	assert_int_equal(at.start, 16);
	assert_int_equal(doc_canonical(&doc, 10), 6);
	assert_int_equal(doc_canonical(&doc, 4), 0); /* inside of Ō */
	assert_int_equal(doc_canonical(&doc, 9), 5); /* the LF of a CRLF */
	assert_int_equal(doc_canonical(&doc, 0), 0);
	assert_int_equal(doc_canonical(&doc, 999), 11);
	assert_int_equal(doc_line(&doc, 0), 1);
	assert_int_equal(doc_line(&doc, 5), 1);
	assert_int_equal(doc_line(&doc, 6), 2);
	assert_int_equal(doc_line(&doc, 11), 3);
	doc_finish(&doc);
	texts_read(&doc, "a.txt", SPAN("Ōtsu\n"));
	assert_null(doc.steps);
	assert_int_equal(doc_source(&doc, (struct range){5, 6}).end, 6);
	assert_int_equal(doc_canonical(&doc, 1), 0);
	doc_finish(&doc);
}

static void hidden_characters_are_counted(void **state)
{
	struct doc doc;

	(void)state;
	texts_read(&doc, "a.txt", SPAN("plain\ttext, Ōtsu, e\xCC\x81, 択捉島\n"));
	assert_int_equal(doc.hidden, 0);
	doc_finish(&doc);
	texts_read(&doc, "a.txt", SPAN("\x1B[31m \xE2\x80\xAE \x08 \xE2\x80\x8B é\n"));
	assert_int_equal(doc.hidden, 4);
	doc_finish(&doc);
	texts_read(&doc, "a.txt", SPAN("a\0\xFF\xFE\n"));
	assert_int_equal(doc.nbad, 2);
	assert_int_equal(doc.hidden, 3);
	doc_finish(&doc);
}

/* Wherever it stands among letters, which are looked at eight at a time. */
static void what_is_hidden_is_counted_anywhere(void **state)
{
	static const struct {
		const char *text;
		uint32_t hidden;
	} cases[] = {{"\x01", 1}, {"\x7F", 1}, {"\x1F", 1}, {"\xE2\x80\xAE", 1}, {"~", 0}, {" ", 0},
		{"\n", 0}, {"\t", 0}, {"\xCC\x81", 0}, {"\xC3\xA9", 0}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		for (size_t at = 1; at < 20; at++) {
			char text[64];
			struct doc doc;

			snprintf(text, sizeof(text), "%.*s%sand so on, as ever\n", (int)at,
				"Some_letters_before_it", cases[i].text);
			texts_read(&doc, "a.txt", span_of(text));
			if (doc.hidden != cases[i].hidden) {
				fail_msg("case %zu at %zu: %u hidden", i, at, doc.hidden);
			}
			doc_finish(&doc);
		}
	}
}

static void an_empty_document_has_no_paragraph(void **state)
{
	struct doc doc;

	(void)state;
	texts_read(&doc, "a.txt", SPAN("\n \t\n\xE3\x80\x80\n"));
	assert_int_equal(doc.nparas, 0);
	assert_int_equal(doc_para_at(&doc, 2), 0);
	assert_int_equal(doc_mark_from(&doc, 2), 0);
	assert_false(doc_is_hidden(&doc, 2));
	doc_finish(&doc);
}

/* Many short paragraphs, none for a long while, then many of another length: where guesses go wrong. */
static void places_are_found_in_uneven_texts(void **state)
{
	enum { MANY = 20000 };
	struct buf text = {0};
	struct doc doc;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		buf_puts(&text, "**a** b\n\n");
	}
	for (int i = 0; i < MANY; i++) {
		buf_puts(&text, "Words that are one paragraph.\n");
	}
	for (int i = 0; i < MANY; i++) {
		buf_puts(&text, i % 100 == 0 ? "\n*c* and some more words\n\n\n\n" : "\n*d*\n");
	}
	texts_read(&doc, "a.md", buf_span(&text));
	assert_true(doc.nparas > 2 * MANY && doc.nmarks > 2 * MANY);
	for (uint32_t off = 0, para = 0, mark = 0; off < doc.text.n; off++) {
		while (para + 1 < doc.nparas && doc.paras[para + 1].at.start <= off) {
			para++;
		}
		while (mark + 1 < doc.nmarks && doc.marks[mark + 1].at.start <= off) {
			mark++;
		}
		assert_int_equal(doc_para_at(&doc, off), para);
		assert_int_equal(doc_mark_from(&doc, off), doc.outer[mark]);
	}
	assert_int_equal(doc_para_at(&doc, UINT32_MAX), doc.nparas - 1);
	doc_finish(&doc);
	buf_finish(&text);
}

/* Pieces from which texts are thrown together: all signs that any finder looks for. */
static const char *const pieces[] = {
	"word", "Word", "two words ", ". ", ": ", ", ", "\n", "\n", "\n\n", "    ", "\t", "- ", "* ", "1. ",
	"2. ", "(a) ", "iv. ", "# ", "## ", "> ", ">", "**", "*", "_", "`", "```", "```\n", "---\n", "===",
	"~~~\n", "[", "](", ")", "![", "<http://a.b>", "\\", "|", " | ", "|---|\n", "Kuriyama. ", "Uno: ",
	"é", "択捉。", "：", "\xE3\x80\x80", "\xC2\xA0", "\xFF", "\r\n", "  \n", "CAPITALS ", "Jan. 4, 1992",
	"— ", "\x01", "\xE2\x80\xA8", "a line that is long enough to be taken for one of wrapped prose\n",
};

static void any_mixture_is_sound(void **state)
{
	(void)state;
	for (uint32_t run = 0; run < 3000; run++) {
		struct buf text = {0};
		struct doc doc;

		for (uint32_t n = roll(60); n > 0; n--) {
			buf_puts(&text, pieces[roll(COUNT_OF(pieces))]);
		}
		texts_read(&doc, run % 2 == 0 ? "a.md" : "a.txt", buf_span(&text));
		assert_sound(&doc);
		doc_finish(&doc);
		buf_finish(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_found_in_uneven_texts),
		cmocka_unit_test(texts_are_seen_as_they_were_meant),
		cmocka_unit_test(what_is_declared_wins),
		cmocka_unit_test(failure_leaves_the_document_alone),
		cmocka_unit_test(a_title_is_never_empty),
		cmocka_unit_test(source_and_text_map_both_ways),
		cmocka_unit_test(hidden_characters_are_counted),
		cmocka_unit_test(what_is_hidden_is_counted_anywhere),
		cmocka_unit_test(an_empty_document_has_no_paragraph),
		cmocka_unit_test(any_mixture_is_sound),
	};
	return cmocka_run_group_tests(tests, set_locale, NULL);
}
