/* Values inside other formats: nothing in them is taken for the format's own signs. */
#include "base/quote.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct buf out;

static int empty(void **state)
{
	(void)state;
	buf_finish(&out);
	return 0;
}

static void values_of_a_table(void **state)
{
	(void)state;
	quote_tsv(&out, SPAN("a\tb\nc\\d\r\xFF"));
	assert_string_equal(out.p, "a\\tb\\nc\\\\d\\x0D\\xFF");
	buf_clear(&out);
	quote_tsv(&out, SPAN("\x1B[m\xC2\x9B \xE2\x80\xAE e\xCC\x81 co\xC2\xADop 択"));
	assert_string_equal(out.p, "\\x1B[m\\xC2\\x9B \\xE2\\x80\\xAE e\xCC\x81 co\xC2\xADop 択");
}

static void strings_of_json(void **state)
{
	(void)state;
	quote_json(&out, SPAN("a\"\\\n\t\x1B\xFF é e\xCC\x81 \xE2\x80\xAE \xF3\xA0\x81\x81"));
	assert_string_equal(out.p,
		"\"a\\\"\\\\\\n\\t\\u001b\xEF\xBF\xBD é e\xCC\x81 \\u202e \\udb40\\udc41\"");
}

static void strings_show_what_they_hold(void **state)
{
	(void)state;
	quote_json(&out, SPAN("\xCC\x81" "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81 \xE3\x85\xA4\xEE\x80\x80\xEF\xB8\x8F"));
	assert_string_equal(out.p, "\"\\u0301a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\\u0301 \\u3164\\ue000\\ufe0f\"");
	buf_clear(&out);
	quote_xml(&out, SPAN("a\xE2\x80\xAE" "b\xF3\xA0\x81\x81"), QUOTE_XML_TEXT);
	assert_string_equal(out.p, "a&#x202E;b&#xE0041;");
}

static void texts_of_xml(void **state)
{
	(void)state;
	struct span text = SPAN("<a href=\"&\">\n\t\x1B[\xFF");
	quote_xml(&out, text, QUOTE_XML_TEXT);
	assert_string_equal(out.p, "&lt;a href=\"&amp;\"&gt;<lb/> ^[[&lt;FF&gt;");
	buf_clear(&out);
	quote_xml(&out, text, QUOTE_XML_VALUE);
	assert_string_equal(out.p, "&lt;a href=&quot;&amp;&quot;&gt;  ^[[&lt;FF&gt;");
	buf_clear(&out);
	quote_xml(&out, text, QUOTE_XML_LINES);
	assert_string_equal(out.p, "&lt;a href=\"&amp;\"&gt;\n ^[[&lt;FF&gt;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(values_of_a_table, empty),
		cmocka_unit_test_teardown(strings_of_json, empty),
		cmocka_unit_test_teardown(strings_show_what_they_hold, empty),
		cmocka_unit_test_teardown(texts_of_xml, empty),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
