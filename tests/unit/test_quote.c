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
	assert_string_equal(out.p, "a\\tb\\nc\\\\d\r\xFF");
}

static void strings_of_json(void **state)
{
	(void)state;
	quote_json(&out, SPAN("a\"\\\n\t\x1B\xFF é e\xCC\x81 \xE2\x80\xAE \xF3\xA0\x81\x81"));
	assert_string_equal(out.p,
		"\"a\\\"\\\\\\n\\t\\u001b\xEF\xBF\xBD é e\xCC\x81 \\u202e \\udb40\\udc41\"");
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
		cmocka_unit_test_teardown(texts_of_xml, empty),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
