/* Growing bytes and arrays. */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_add(void **state)
{
	(void)state;
	struct buf buf = {0};
	buf_put(&buf, span_of(NULL));
	assert_string_equal(buf.p, "");
	buf_puts(&buf, "Itu");
	buf_putc(&buf, 'r');
	buf_add(&buf, "up\0!", 4);
	assert_int_equal(buf.n, 8);
	assert_memory_equal(buf.p, "Iturup\0!", 9);
	assert_true(span_eq(buf_span(&buf), SPAN("Iturup\0!")));
	assert_true(buf_ok(&buf, NULL));
	char *p = buf.p;
	buf_clear(&buf);
	assert_int_equal(buf.n, 0);
	assert_ptr_equal(buf.p, p);
	assert_string_equal(buf.p, "");
	buf_finish(&buf);
	assert_null(buf.p);
	buf_finish(&buf);
}

static void test_grow(void **state)
{
	(void)state;
	struct buf buf = {0};
	for (int i = 0; i < 10000; i++) {
		buf_putc(&buf, (char)('a' + i % 26));
		assert_int_equal(buf.p[buf.n], '\0');
	}
	for (int i = 0; i < 10000; i++) {
		assert_int_equal(buf.p[i], 'a' + i % 26);
	}
	buf_finish(&buf);
}

static void test_printf(void **state)
{
	(void)state;
	struct buf buf = {0};
	for (int n = 0; n < 200; n++) {
		buf_clear(&buf);
		buf_printf(&buf, "%*d|", n, 7);
		assert_int_equal(buf.n, n < 1 ? 2 : n + 1);
		assert_int_equal(buf.p[buf.n - 1], '|');
		assert_int_equal(strlen(buf.p), buf.n);
	}
	buf_finish(&buf);
}

static void test_numbers(void **state)
{
	(void)state;
	struct buf buf = {0};
	buf_number(&buf, 0, 0);
	buf_number(&buf, 41, 4);
	buf_putc(&buf, '|');
	buf_number_left(&buf, 14, 4);
	buf_putc(&buf, '|');
	buf_number_left(&buf, UINT32_MAX, 4);
	assert_string_equal(buf.p, "0  41|14  |4294967295");
	buf_finish(&buf);
}

static void test_failure_is_kept(void **state)
{
	(void)state;
	struct buf buf = {0};
	struct err err = {{0}};
	buf_puts(&buf, "kept");
	assert_false(buf_reserve(&buf, SIZE_MAX - 4));
	buf_puts(&buf, "dropped");
	assert_string_equal(buf.p, "kept");
	assert_false(buf_ok(&buf, &err));
	assert_string_equal(err.msg, "out of memory");
	buf_clear(&buf);
	buf_puts(&buf, "again");
	assert_true(buf_ok(&buf, &err));
	assert_string_equal(buf.p, "again");
	buf_finish(&buf);
}

static void test_array(void **state)
{
	(void)state;
	uint64_t *items = NULL;
	uint32_t cap = 0;
	for (uint32_t n = 0; n < 10000; n++) {
		assert_true(array_reserve(&items, &cap, n + 1, sizeof(*items)));
		assert_true(cap > n);
		items[n] = n;
	}
	for (uint32_t n = 0; n < 10000; n++) {
		assert_int_equal(items[n], n);
	}
	uint64_t *before = items;
	uint32_t cap_before = cap;
	assert_false(array_reserve(&items, &cap, UINT32_MAX, SIZE_MAX / 4));
	assert_ptr_equal(items, before);
	assert_int_equal(cap, cap_before);
	assert_true(array_reserve(&items, &cap, 0, sizeof(*items)));
	assert_ptr_equal(items, before);
	free(items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_printf),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_failure_is_kept),
		cmocka_unit_test(test_array),
	};
	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
