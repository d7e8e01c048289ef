/* JSON: what is well-formed is read to the letter, everything else is refused with its line. */
#include "base/json.h"

#include "base/buf.h"
#include "base/quote.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena arena;

static int empty(void **state)
{
	(void)state;
	arena_finish(&arena);
	return 0;
}

static const struct json *read(struct span text)
{
	const struct json *root = NULL;
	struct err err;
	if (!json_read(text, "a.json", &arena, &root, &err)) {
		fail_msg("%s", err.msg);
	}
	return root;
}

static void assert_refused(struct span text, const char *message)
{
	const struct json *root = NULL;
	struct err err = {""};
	assert_false(json_read(text, "a.json", &arena, &root, &err));
	assert_string_equal(err.msg, message);
	assert_null(root);
}

static void assert_text(const struct json *value, struct span text)
{
	assert_non_null(value);
	assert_true(span_eq(value->text, text));
}

static void values_of_every_kind(void **state)
{
	(void)state;
	const struct json *root = read(SPAN("\xEF\xBB\xBF {\"a\" : [1, -2.5e+3,\n true,false, null],\n"
		"\t\"b\":{\"c\":\"d\"}, \"e\":{}, \"f\":[], \"g\": null }\r\n"));
	const struct json *a = json_get(root, SPAN("a"));
	assert_int_equal(root->kind, JSON_OBJECT);
	assert_int_equal(root->n, 5);
	assert_int_equal(a->n, 5);
	assert_text(a->first, SPAN("1"));
	assert_text(a->first->next, SPAN("-2.5e+3"));
	assert_int_equal(a->first->next->next->kind, JSON_TRUE);
	assert_int_equal(a->first->next->next->line, 2);
	assert_int_equal(a->first->next->next->next->kind, JSON_FALSE);
	assert_int_equal(json_get(root, SPAN("b"))->line, 3);
	assert_text(json_get(json_get(root, SPAN("b")), SPAN("c")), SPAN("d"));
	assert_null(json_get(root, SPAN("e"))->first);
	assert_null(json_get(root, SPAN("f"))->first);
	assert_null(json_get(root, SPAN("g")));
	assert_null(json_get(root, SPAN("h")));
	assert_null(json_get(a, SPAN("a")));
}

static void strings_are_decoded(void **state)
{
	(void)state;
	assert_text(read(SPAN("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")), SPAN("\"\\/\b\f\n\r\t"));
	assert_text(read(SPAN("\"\\u00e9\\u62C9\\uD83D\\uDE00\\u0000.\"")),
		SPAN("\xC3\xA9\xE6\x8B\x89\xF0\x9F\x98\x80\0."));
	assert_text(read(SPAN("\"plain \xE6\x8B\x89\"")), SPAN("plain \xE6\x8B\x89"));
	assert_text(read(SPAN("\"\"")), SPAN(""));
}

static void whole_numbers(void **state)
{
	(void)state;
	uint32_t n = 7;
	assert_true(json_u32(read(SPAN("4294967295")), &n));
	assert_int_equal(n, UINT32_MAX);
	assert_false(json_u32(read(SPAN("4294967296")), &n));
	assert_false(json_u32(read(SPAN("-1")), &n));
	assert_false(json_u32(read(SPAN("1.0")), &n));
	assert_false(json_u32(read(SPAN("\"1\"")), &n));
	assert_int_equal(n, UINT32_MAX);
}

static void what_is_no_json(void **state)
{
	(void)state;
	assert_refused(SPAN(""), "a.json:1: the file ends in the middle");
	assert_refused(SPAN("\n\n[1,"), "a.json:3: the file ends in the middle");
	assert_refused(SPAN("[1 2]"), "a.json:1: no , or ] behind a value");
	assert_refused(SPAN("{\"a\":1"), "a.json:1: no , or } behind a member");
	assert_refused(SPAN("{\"a\" 1}"), "a.json:1: no colon behind the name of a member");
	assert_refused(SPAN("{a:1}"), "a.json:1: the name of a member stands between \"");
	assert_refused(SPAN("{\"a\":1,}"), "a.json:1: the name of a member stands between \"");
	assert_refused(SPAN("[1,]"), "a.json:1: this is no JSON");
	assert_refused(SPAN("nul"), "a.json:1: this is no JSON");
	assert_refused(SPAN("1\n2"), "a.json:2: something behind the end of the JSON");
	assert_refused(SPAN("01"), "a.json:1: no number is written like this");
	assert_refused(SPAN("-"), "a.json:1: no number is written like this");
	assert_refused(SPAN("1."), "a.json:1: no number is written like this");
	assert_refused(SPAN("1e"), "a.json:1: no number is written like this");
	assert_refused(SPAN("NaN"), "a.json:1: this is no JSON");
}

static void broken_strings(void **state)
{
	(void)state;
	assert_refused(SPAN("\"a"), "a.json:1: a string that does not end");
	assert_refused(SPAN("\"a\\"), "a.json:1: a string that does not end");
	assert_refused(SPAN("\"a\n\""),
		"a.json:1: a control character in a string, or a string that does not end");
	assert_refused(SPAN("\"\\x\""), "a.json:1: a backslash before something that needs none");
	assert_refused(SPAN("\"\\u12\""), "a.json:1: \\u wants four hexadecimal digits");
	assert_refused(SPAN("\"\\ud800\""),
		"a.json:1: half a character (a surrogate without its other half)");
	assert_refused(SPAN("\"\\ud800\\u0041\""),
		"a.json:1: half a character (a surrogate without its other half)");
	assert_refused(SPAN("\"\\udc00\""),
		"a.json:1: half a character (a surrogate without its other half)");
	assert_refused(SPAN("\n\"\xFF\""), "a.json:2: bytes that are no UTF-8");
	assert_refused(SPAN("\"\xED\xA0\x80\""), "a.json:1: bytes that are no UTF-8");
}

static void a_member_stands_once(void **state)
{
	(void)state;
	assert_refused(SPAN("{\"a\":1,\n\"\\u0061\":2}"),
		"a.json:2: the same member twice in one object");
	assert_non_null(read(SPAN("[{\"a\":1},{\"a\":2}]")));
}

static void bounds_hold(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int i = 0; i < JSON_DEPTH; i++) {
		buf_putc(&text, '[');
	}
	for (int i = 0; i < JSON_DEPTH; i++) {
		buf_putc(&text, ']');
	}
	assert_int_equal(read(buf_span(&text))->n, 1);
	buf_clear(&text);
	for (int i = 0; i < 1000000; i++) {
		buf_putc(&text, '[');
	}
	assert_refused(buf_span(&text), "a.json:1: nested too deep");
	buf_clear(&text);
	for (int i = 0; i <= JSON_MEMBERS; i++) {
		buf_printf(&text, "%s\"%d\":1", i == 0 ? "{" : ",", i);
	}
	assert_refused(buf_span(&text), "a.json:1: an object with too many members");
	buf_clear(&text);
	for (uint32_t i = 0; i <= JSON_VALUES; i++) {
		buf_puts(&text, i == 0 ? "[" : "1,");
	}
	assert_refused(buf_span(&text), "a.json:1: too many values for one file");
	buf_finish(&text);
}

static void short_memory_is_told(void **state)
{
	(void)state;
	struct span text = SPAN("[[\"a\\n\"],{\"b\":\"c\"}]");
	const struct json *root = NULL;
	struct err err;
	size_t limit = 1;
	for (;; limit += 8) {
		struct arena small = {.limit = limit};
		bool good = json_read(text, "a.json", &small, &root, &err);
		arena_finish(&small);
		if (good) {
			break;
		}
		assert_null(root);
	}
	assert_true(limit > 5 * sizeof(struct json));
}

static void what_quote_writes_comes_back(void **state)
{
	(void)state;
	struct span text = SPAN("\"\\/\b\f\n\r\t\x1B\x7F\0\xC2\x9B\xE2\x80\xAE\xF3\xA0\x81\x81"
		"\xE6\x8B\x89 e\xCC\x81");
	struct buf quoted = {0};
	quote_json(&quoted, text);
	assert_text(read(buf_span(&quoted)), text);
	buf_finish(&quoted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(values_of_every_kind, empty),
		cmocka_unit_test_teardown(strings_are_decoded, empty),
		cmocka_unit_test_teardown(whole_numbers, empty),
		cmocka_unit_test_teardown(what_is_no_json, empty),
		cmocka_unit_test_teardown(broken_strings, empty),
		cmocka_unit_test_teardown(a_member_stands_once, empty),
		cmocka_unit_test_teardown(bounds_hold, empty),
		cmocka_unit_test_teardown(short_memory_is_told, empty),
		cmocka_unit_test_teardown(what_quote_writes_comes_back, empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
