/* Files of arrays: written, read, broken in every byte of head and table. */
#include "base/sections.h"

#include "base/file.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char path[] = "index";

static const uint32_t numbers[] = {3, 1, 4, 1, 5, 9, 2, 6};

static void write_file(void)
{
	struct sections_out out;
	struct err err;

	assert_true(sections_create(&out, path, &err));
	sections_add(&out, 7, sizeof(*numbers), numbers, COUNT_OF(numbers));
	sections_add(&out, 8, 1, "words", 5);
	sections_add(&out, 9, 24, NULL, 0);
	assert_true(sections_commit(&out, &err));
}

static void test_what_is_written_is_read(void **state)
{
	struct sections in;
	struct err err;
	uint64_t n;
	const uint32_t *got;
	const char *words;

	(void)state;
	write_file();
	write_file(); /* over the old one */
	assert_true(sections_open(&in, path, &err));
	got = sections_get(&in, 7, sizeof(*got), &n);
	assert_int_equal(n, COUNT_OF(numbers));
	assert_memory_equal(got, numbers, sizeof(numbers));
	assert_int_equal((uintptr_t)got % 64, 0);
	words = sections_get(&in, 8, 1, &n);
	assert_int_equal(n, 5);
	assert_memory_equal(words, "words", 5);
	assert_non_null(sections_get(&in, 9, 24, &n));
	assert_int_equal(n, 0);
	assert_null(sections_get(&in, 10, 1, &n));
	assert_null(sections_get(&in, 7, 8, &n));
	assert_true(sections_sound(&in, 7));
	assert_true(sections_sound(&in, 9));
	assert_false(sections_sound(&in, 10));
	sections_close(&in);
	sections_close(&in);
}

/* In pieces of any size the same file is made; what has been added can be looked at meanwhile. */
static void test_pieces_make_the_same_file(void **state)
{
	static char bytes[1000];
	struct sections_out out;
	struct sections in;
	struct buf whole = {0}, pieces = {0};
	struct err err;
	uint64_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (char)(i * 7);
	}
	for (size_t step = 1; step < 100; step += 11) {
		assert_true(sections_create(&out, path, &err));
		sections_add(&out, 1, 1, bytes, sizeof(bytes));
		sections_add(&out, 2, 1, bytes, 3);
		assert_true(sections_commit(&out, &err));
		buf_clear(&whole);
		assert_true(file_read(path, 1 << 20, &whole, NULL, &err));

		assert_true(sections_create(&out, path, &err));
		out.sync = true;
		sections_begin(&out, 1, 1);
		for (size_t at = 0; at < sizeof(bytes); at += step) {
			size_t left = sizeof(bytes) - at;

			sections_put(&out, bytes + at, left < step ? left : step);
		}
		sections_end(&out);
		assert_true(sections_look(&out, &in, &err));
		assert_memory_equal(sections_get(&in, 1, 1, &n), bytes, sizeof(bytes));
		assert_int_equal(n, sizeof(bytes));
		assert_null(sections_get(&in, 2, 1, &n));
		sections_add(&out, 2, 1, bytes, 3);
		sections_close(&in);
		assert_true(sections_commit(&out, &err));
		buf_clear(&pieces);
		assert_true(file_read(path, 1 << 20, &pieces, NULL, &err));
		assert_true(span_eq(buf_span(&whole), buf_span(&pieces)));
	}
	buf_finish(&whole);
	buf_finish(&pieces);
}

/* Memory that was given back is read again: nothing but time is lost. */
static void test_what_is_forgotten_comes_back(void **state)
{
	struct sections in;
	struct err err;
	struct buf bytes = {0};
	struct sections_out out;
	uint64_t n;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		buf_printf(&bytes, "%d ", i);
	}
	assert_true(sections_create(&out, path, &err));
	sections_add(&out, 1, 1, bytes.p, bytes.n);
	assert_true(sections_commit(&out, &err));
	assert_true(sections_open(&in, path, &err));
	const char *got = sections_get(&in, 1, 1, &n);
	assert_int_equal(n, bytes.n);
	sections_forget(&in, got, 0, 0);
	sections_forget(&in, got, 10, 20);
	sections_forget(&in, got, 0, n);
	sections_forget(&in, got, 100, UINT32_MAX); /* not beyond the mapping */
	assert_memory_equal(got, bytes.p, bytes.n);
	sections_close(&in);
	buf_finish(&bytes);
}

static void overwrite(size_t at, unsigned char xor, size_t cut)
{
	struct buf bytes = {0};
	struct err err;

	write_file();
	assert_true(file_read(path, 1 << 20, &bytes, NULL, &err));
	bytes.p[at] = (char)(bytes.p[at] ^ xor);
	bytes.n -= cut;
	assert_true(file_write(path, buf_span(&bytes), true, 0600, &err));
	buf_finish(&bytes);
}

/* Every byte of head and table counts; other bytes are found out by the sums. */
static void test_damage_is_found(void **state)
{
	const size_t table_end = 64 + 3 * sizeof(struct sections_entry);
	struct sections in;
	struct err err;

	(void)state;
	for (size_t at = 0; at < table_end; at++) {
		if (at >= 40 && at < 64) {
			continue; /* room that nobody reads */
		}
		overwrite(at, 0x41, 0);
		assert_false(sections_open(&in, path, &err));
		assert_non_null(strstr(err.msg, "damaged"));
	}
	for (size_t cut = 1; cut < 300; cut += 13) {
		overwrite(0, 0, cut);
		assert_false(sections_open(&in, path, &err));
	}
	write_file();
	assert_true(sections_open(&in, path, &err));
	size_t first = (size_t)in.table[0].at;
	sections_close(&in);
	overwrite(first + 5, 0x10, 0);
	assert_true(sections_open(&in, path, &err));
	assert_false(sections_sound(&in, 7));
	assert_true(sections_sound(&in, 8));
	sections_close(&in);
}

/* A large array is summed in pieces that do not stay in memory; it reads the same as before. */
static void test_a_large_array_is_sound(void **state)
{
	enum { N = 3 << 20 };
	uint32_t *many = calloc(N, sizeof(*many));
	const uint32_t *got;
	struct sections_out out;
	struct sections in;
	struct err err;
	uint64_t n;

	(void)state;
	assert_non_null(many);
	for (uint32_t i = 0; i < N; i++) {
		many[i] = i * 2654435761u;
	}
	assert_true(sections_create(&out, path, &err));
	sections_add(&out, 7, sizeof(*many), many, N);
	assert_true(sections_commit(&out, &err));
	assert_true(sections_open(&in, path, &err));
	assert_true(sections_sound(&in, 7));
	got = sections_get(&in, 7, sizeof(*got), &n);
	assert_int_equal(n, N);
	assert_memory_equal(got, many, N * sizeof(*many));
	size_t first = (size_t)in.table[0].at;
	sections_close(&in);
	FILE *file = fopen(path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, (long)first + 2 * N, SEEK_SET), 0);
	assert_int_not_equal(fputc(~many[N / 2] & 0xFF, file), EOF);
	assert_int_equal(fclose(file), 0);
	assert_true(sections_open(&in, path, &err));
	assert_false(sections_sound(&in, 7));
	sections_close(&in);
	free(many);
}

static void test_files_of_others_are_refused(void **state)
{
	struct sections in;
	struct err err;
	const char *link = "index-link";

	(void)state;
	write_file();
	assert_int_equal(chmod(path, 0666), 0);
	assert_false(sections_open(&in, path, &err));
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(symlink(path, link), 0);
	assert_false(sections_open(&in, link, &err));
	assert_int_equal(unlink(link), 0);
	assert_false(sections_open(&in, ".", &err));
	struct sections_out out;
	assert_false(sections_create(&out, "gone/x", &err));
	assert_non_null(strstr(err.msg, "gone/x"));
}

static void test_an_abandoned_file_leaves_nothing(void **state)
{
	struct sections_out out;
	struct err err;
	char name[200];

	(void)state;
	assert_true(sections_create(&out, path, &err));
	snprintf(name, sizeof(name), "%s", out.name);
	assert_true(file_exists(name));
	sections_abandon(&out);
	assert_false(file_exists(name));
	sections_abandon(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_is_read),
		cmocka_unit_test(test_a_large_array_is_sound),
		cmocka_unit_test(test_pieces_make_the_same_file),
		cmocka_unit_test(test_what_is_forgotten_comes_back),
		cmocka_unit_test(test_damage_is_found),
		cmocka_unit_test(test_files_of_others_are_refused),
		cmocka_unit_test(test_an_abandoned_file_leaves_nothing),
	};
	return cmocka_run_group_tests_name("sections", tests, scratch_enter, scratch_leave);
}
