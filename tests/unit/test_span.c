/* Borrowed bytes and ranges. */
#include "base/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_compare(void **state)
{
	(void)state;
	assert_true(span_eq(SPAN("abc"), SPAN("abc")));
	assert_false(span_eq(SPAN("abc"), SPAN("abd")));
	assert_false(span_eq(SPAN("abc"), SPAN("ab")));
	assert_true(span_eq(span_of(NULL), SPAN("")));
	assert_true(span_eq_nocase(SPAN("Id"), SPAN("iD")));
	assert_false(span_eq_nocase(SPAN("Id"), SPAN("Ip")));
	assert_false(span_eq_nocase(SPAN("[d"), SPAN("{d"))); /* one bit apart, no letters */
	assert_int_equal(span_begins_nocase(SPAN("Re: a letter"), "re:"), 3);
	assert_int_equal(span_begins_nocase(SPAN("re:"), "RE:"), 3);
	assert_int_equal(span_begins_nocase(SPAN("re"), "re:"), 0);
	assert_int_equal(span_begins_nocase(SPAN("[e:"), "{e:"), 0);
	assert_int_equal(span_begins_nocase(SPAN(""), "re:"), 0);
	assert_true(span_cmp(SPAN("a"), SPAN("b")) < 0);
	assert_true(span_cmp(SPAN("ab"), SPAN("a")) > 0);
	assert_true(span_cmp(SPAN("\xFF"), SPAN("a")) > 0);
	assert_int_equal(span_cmp(span_of(NULL), SPAN("")), 0);
}

static void test_ends(void **state)
{
	(void)state;
	assert_true(span_starts(SPAN("abc"), SPAN("ab")));
	assert_true(span_starts(SPAN("abc"), SPAN("")));
	assert_false(span_starts(SPAN("ab"), SPAN("abc")));
	assert_true(span_ends(SPAN("abc"), SPAN("bc")));
	assert_true(span_ends(span_of(NULL), SPAN("")));
	assert_false(span_ends(SPAN("bc"), SPAN("abc")));
	assert_false(span_ends(SPAN("abc"), SPAN("ab")));
}

static void test_trim(void **state)
{
	(void)state;
	assert_true(span_eq(span_trim(SPAN(" \t a b\r\n\v\f")), SPAN("a b")));
	assert_int_equal(span_trim(SPAN(" \n ")).n, 0);
	assert_int_equal(span_trim(span_of(NULL)).n, 0);
	assert_int_equal(span_trim(SPAN("\xC2\xA0")).n, 2); /* no ASCII white space */
}

static void test_cut(void **state)
{
	(void)state;
	struct span rest = SPAN("a,,b,"), piece;
	static const char *const expected[] = {"a", "", "b", ""};
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_true(span_cut(&rest, ',', &piece));
		assert_true(span_eq(piece, span_of(expected[i])));
	}
	piece = SPAN("kept");
	assert_false(span_cut(&rest, ',', &piece));
	assert_true(span_eq(piece, SPAN("kept")));
	assert_null(rest.p);
	rest = SPAN("");
	assert_true(span_cut(&rest, ',', &piece));
	assert_int_equal(piece.n, 0);
	assert_false(span_cut(&rest, ',', &piece));
}

static void test_u32(void **state)
{
	(void)state;
	uint32_t value = 7;
	assert_true(span_u32(SPAN("0"), &value));
	assert_int_equal(value, 0);
	assert_true(span_u32(SPAN("0004294967295"), &value));
	assert_true(value == UINT32_MAX);
	value = 7;
	static const char *const bad[] = {"", "4294967296", "99999999999999999999", "-1", "+1", " 1", "1 ",
		"0x1", "1a"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_false(span_u32(span_of(bad[i]), &value));
		assert_int_equal(value, 7);
	}
}

static void test_find(void **state)
{
	(void)state;
	assert_int_equal(span_find(SPAN("abcabc"), SPAN("abc"), 0), 0);
	assert_int_equal(span_find(SPAN("abcabc"), SPAN("abc"), 1), 3);
	assert_int_equal(span_find(SPAN("abcabc"), SPAN("abc"), 4), 6);
	assert_int_equal(span_find(SPAN("aab"), SPAN("ab"), 0), 1);
	assert_int_equal(span_find(SPAN("ab"), SPAN("abc"), 0), 2);
	assert_int_equal(span_find(SPAN("ab"), SPAN(""), 1), 1);
	assert_int_equal(span_find(SPAN("ab"), SPAN("b"), 9), 2);
	assert_int_equal(span_find(span_of(NULL), SPAN("b"), 0), 0);
}

static void test_ranges(void **state)
{
	(void)state;
	struct range at = {2, 4};
	assert_false(range_has(at, 1));
	assert_true(range_has(at, 2));
	assert_false(range_has(at, 4));
	assert_true(range_meets(at, (struct range){3, 9}));
	assert_false(range_meets(at, (struct range){4, 9}));
	assert_true(span_eq(span_in(SPAN("abcdef"), at), SPAN("cd")));
	assert_null(span_in((struct span){0}, (struct range){0, 0}).p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_u32),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_ranges),
	};
	return cmocka_run_group_tests_name("span", tests, NULL, NULL);
}
