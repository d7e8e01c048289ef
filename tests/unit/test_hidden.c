/* What hides in a document: bytes that are no text are shown as what they are, wherever it is. */
#include "texts/hidden.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct doc doc;

static int finish(void **state)
{
	(void)state;
	doc_finish(&doc);
	return 0;
}

static void read_bytes(struct span bytes, const char *encoding)
{
	struct doc_about about = {.path = SPAN("a.txt"), .encoding = encoding};
	struct config config;
	struct buf buf = {0};
	struct err err;

	config_init(&config);
	buf_put(&buf, bytes);
	assert_true(doc_read(&doc, &buf, &about, &config, &err));
	config_finish(&config);
}

static void assert_puts(const char *expected)
{
	struct buf out = {0};

	hidden_put(&doc, (struct range){0, (uint32_t)doc.text.n}, VISIBLE_TEXT, &out);
	assert_true(buf_ok(&out, NULL));
	assert_string_equal(out.p, expected);
	buf_finish(&out);
}

/* Appends which there are: `3 control characters, 1 tag`; nothing for none. */
static void tell(const uint32_t counts[HIDDEN_SORTS], struct buf *out)
{
	bool first = true;

	for (unsigned i = 0; i < HIDDEN_SORTS; i++) {
		if (counts[i] > 0) {
			buf_printf(out, "%s%u %s", first ? "" : ", ", counts[i],
				visible_sort(i, counts[i]));
			first = false;
		}
	}
}

/* What is told of the whole, and that counting a stretch at a time comes to the same. */
static void assert_tells(const char *expected)
{
	uint32_t counts[HIDDEN_SORTS] = {0}, parts[HIDDEN_SORTS] = {0};
	struct buf out = {0};
	struct glyph glyph;

	hidden_count(&doc, (struct range){0, (uint32_t)doc.text.n}, counts);
	tell(counts, &out);
	assert_string_equal(out.p == NULL ? "" : out.p, expected);
	assert_int_equal(hidden_sum(counts), doc.hidden);
	for (uint32_t off = 0; off < doc.text.n; off = (uint32_t)glyph.end) {
		hidden_next(&doc, (uint32_t)doc.text.n, off, false, &glyph);
		visible_count(doc.text, &glyph, parts);
	}
	assert_memory_equal(counts, parts, sizeof(counts));
	buf_finish(&out);
}

static void bytes_are_shown(void **state)
{
	(void)state;
	read_bytes(SPAN("caf\xC3\xA9 \xFF\xFE e\xCC\x81 \xC0\xAF\n"), "UTF-8");
	assert_int_equal(doc.nbad, 4);
	assert_puts("café <FF><FE> e\xCC\x81 <C0><AF>\n");
	assert_tells("4 bad bytes");
}

/* A replacement character that stands in the file is a character like others. */
static void a_real_one_is_none(void **state)
{
	(void)state;
	read_bytes(SPAN("a\xEF\xBF\xBD\xCC\x81 \xFF\xCC\x81\n"), "UTF-8");
	assert_puts("a\xEF\xBF\xBD\xCC\x81 <FF><0301>\n");
	assert_tells("1 bad byte, 1 surplus mark");
}

static void units_of_utf16_are_shown(void **state)
{
	(void)state;
	read_bytes(SPAN("\xFF\xFE" "a\0\x3D\xD8" "b\0\n\0"), NULL);
	assert_puts("a<3D><D8>b\n");
	assert_tells("1 bad byte");
}

static void all_sorts_are_told(void **state)
{
	(void)state;
	read_bytes(SPAN("co\xC2\xADop \xE2\x80\xAEx\xE2\x80\xAC \x1B[m 12345678 e\xCC\x81 \r 1\n"), NULL);
	assert_puts("coop <202E>x<202C> ^[[m 12345678 e\xCC\x81 ^M 1\n");
	assert_tells("2 control characters, 2 bidi controls, 1 soft hyphen");
}

static void nothing_is_hidden(void **state)
{
	(void)state;
	read_bytes(SPAN("Plain prose of eight bytes and more.\n"), NULL);
	assert_tells("");
	assert_int_equal(doc.hidden, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(bytes_are_shown, finish),
		cmocka_unit_test_teardown(a_real_one_is_none, finish),
		cmocka_unit_test_teardown(units_of_utf16_are_shown, finish),
		cmocka_unit_test_teardown(all_sorts_are_told, finish),
		cmocka_unit_test_teardown(nothing_is_hidden, finish),
	};
	return cmocka_run_group_tests_name("hidden", tests, set_locale, NULL);
}
