/* Whether a document is the one that an index was made of, where its file is as young as the index. */
#include "texts/same.h"

#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <utime.h>

#include <cmocka.h>

static void write_old(const char *path, size_t bytes)
{
	const struct utimbuf past = {1000000, 1000000};
	struct buf text = {0};

	while (text.n < bytes) {
		buf_puts(&text, "Ada Skerry was on the quay of the harbour, and nobody else.\n\n");
	}
	scratch_file(path, buf_span(&text));
	assert_int_equal(utime(path, &past), 0);
	buf_finish(&text);
}

/* Whether an index that is made now knows the document again. */
static bool is_told(const struct catalog *catalog, uint32_t doc)
{
	const struct doc_head *head = catalog_head(catalog, doc);
	struct same now = same_now(head), kept = same_kept(catalog, head);

	return same_eq(&kept, &now);
}

/* Of the long one a form was made, when its time could tell that nobody was writing to it any more. */
static void a_form_tells_what_a_young_file_does_not(void **state)
{
	const struct catalog_each each = {.threads = 1};
	struct report report = {0};
	struct catalog catalog;
	struct config config;
	struct err err;

	(void)state;
	config_init(&config);
	assert_int_equal(mkdir("d", 0700), 0);
	write_old("d/long.txt", 9 << 20);
	write_old("d/short.txt", 1);
	assert_true(catalog_list(&catalog, "d", &config, &report, &err));
	assert_true(catalog_keep_forms(&catalog, "forms", &err));
	assert_true(catalog_read(&catalog, &each, &report, &err));
	assert_int_equal(catalog.n, 2);
	assert_true(is_told(&catalog, 0) && is_told(&catalog, 1));
	/* As if it had been listed in the moment in which they were written. */
	catalog.when = catalog_head(&catalog, 0)->stamp.mtime_ns;
	assert_true(is_told(&catalog, catalog_find(&catalog, SPAN("long.txt")).i));
	assert_false(is_told(&catalog, catalog_find(&catalog, SPAN("short.txt")).i));
	catalog_finish(&catalog);
	report_finish(&report);
	config_finish(&config);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_tells_what_a_young_file_does_not)};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("same", tests, scratch_enter, scratch_leave);
}
