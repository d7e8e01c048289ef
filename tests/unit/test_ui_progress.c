/* The line that tells how far reading has come. */
#include "read/fresh.h"
#include "ui/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_line(uint64_t done, uint64_t all, int64_t milliseconds, const char *want)
{
	struct buf line = {0};

	fresh_put(&(struct fresh_share){done, all, milliseconds}, &line);
	assert_string_equal(line.p, want);
	buf_finish(&line);
}

static void test_line(void **state)
{
	(void)state;
	assert_line(256u << 20, 1024u << 20, 4000, "reading: 25% of 1024 MiB, 64 MiB/s, 12 s left");
	assert_line(10u << 20, 10u << 20, 1000, "reading: 100% of 10 MiB, 10 MiB/s, 0 s left");
	assert_line(6u << 20, 10u << 20, 4000, "reading: 60% of 10 MiB, 1.5 MiB/s, 3 s left");
	assert_line(1u << 20, 1024u << 20, 1000, "reading: 0% of 1024 MiB, 1.0 MiB/s");
	assert_line(0, 10u << 20, 700, "reading: 0% of 10 MiB, 0 MiB/s");
	assert_line(0, 0, 0, "reading: 100% of 0 MiB, 0 MiB/s");
}

/* Time that went by before anything was read tells nothing of what is left. */
static void test_listing_is_not_reading(void **state)
{
	struct progress progress;

	(void)state;
	progress_start(&progress);
	progress.shows = true;
	progress.start -= 60000;
	progress.last = INT64_MAX / 2; /* nothing is written */
	progress_tell(&progress, 1, 2);
	assert_true(progress.from - progress.start >= 60000);
	assert_int_equal(progress.cols, 0);
}

static void test_nothing_is_shown_without_a_terminal(void **state)
{
	struct progress progress;

	(void)state;
	progress_start(&progress);
	progress.shows = false;
	progress.start -= 10000;
	progress_tell(&progress, 1, 2);
	assert_int_equal(progress.cols, 0);
	progress_end(&progress);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_listing_is_not_reading),
		cmocka_unit_test(test_nothing_is_shown_without_a_terminal),
	};
	return cmocka_run_group_tests_name("ui_progress", tests, NULL, NULL);
}
