/* Unfinished files: those of writers that are no more go, all others stay. */
#include "base/sweep.h"

#include "base/file.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

#include <cmocka.h>

/* The number of a process that has ended. */
static long nobody(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		_exit(0);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return (long)pid;
}

/* Makes name-PID-0, last written so many seconds ago; its name is static. */
static const char *make(const char *name, long pid, int age)
{
	static char path[2][64];
	static unsigned turn;
	char *to = path[turn++ % 2];
	struct utimbuf times = {.actime = time(NULL) - age, .modtime = time(NULL) - age};
	struct err err;

	snprintf(to, sizeof(path[0]), "%s%ld-0", name, pid);
	assert_true(file_write(to, SPAN("half"), true, 0600, &err));
	assert_int_equal(utime(to, &times), 0);
	return to;
}

static void assert_kept(const char *name)
{
	assert_true(file_exists(name));
	assert_int_equal(unlink(name), 0);
}

static void test_of_the_dead(void **state)
{
	const char *dead = make("index.new-", nobody(), 2 * SWEEP_YOUNG);
	sweep_unfinished("index");
	assert_false(file_exists(dead));

	dead = make("index.new-", nobody(), 2 * SWEEP_YOUNG);
	char path[64];
	snprintf(path, sizeof(path), "%s/index", (const char *)*state);
	sweep_unfinished(path);
	assert_false(file_exists(dead));
}

static void test_what_stays(void **state)
{
	(void)state;
	const char *alive = make("index.new-", (long)getpid(), 2 * SWEEP_YOUNG);
	const char *young = make("index.new-", nobody(), 0);
	sweep_unfinished("index");
	assert_kept(alive);
	assert_kept(young);

	const char *other = make("words.new-", nobody(), 2 * SWEEP_YOUNG);
	const char *odd = make("index.new-x", nobody(), 2 * SWEEP_YOUNG);
	sweep_unfinished("index");
	assert_kept(other);
	assert_kept(odd);
	sweep_unfinished("none/index");
}

static bool is_one(const void *owner, uint64_t number)
{
	(void)owner;
	return number == 1;
}

/* Makes a file that was last written so many seconds ago. */
static void put(const char *name, int age)
{
	struct utimbuf times = {.actime = time(NULL) - age, .modtime = time(NULL) - age};
	struct err err;

	assert_true(file_write(name, SPAN("form"), true, 0600, &err));
	assert_int_equal(utime(name, &times), 0);
}

/* Of files with numbers those go that nobody wants; everything else stays. */
static void numbers_that_nobody_wants_go(void **state)
{
	static const char *const stay[] = {"0000000000000001", "0000000000000003", "000000000000000G",
		"00000000000000002", "notes", "link", "folder"};
	char unfinished[64];

	(void)state;
	put("0000000000000001", 1000);
	put("0000000000000002", 1000);
	put("0000000000000002.sound", 1000);
	put("0000000000000003", 0); /* somebody has just made it */
	put("000000000000000G", 1000);
	put("00000000000000002", 1000);
	put("notes", 1000);
	assert_int_equal(symlink("notes", "link"), 0);
	assert_int_equal(symlink("notes", "0000000000000004"), 0);
	assert_int_equal(mkdir("folder", 0700), 0);
	assert_int_equal(mkdir("0000000000000005", 0700), 0);
	snprintf(unfinished, sizeof(unfinished), "0000000000000006.new-%ld-0", nobody());
	put(unfinished, 1000);
	sweep_numbered(".", is_one, NULL);
	for (size_t i = 0; i < COUNT_OF(stay); i++) {
		struct stat st;

		assert_int_equal(lstat(stay[i], &st), 0);
		assert_int_equal(remove(stay[i]), 0);
	}
	assert_int_not_equal(access("0000000000000002", F_OK), 0);
	assert_int_not_equal(access("0000000000000002.sound", F_OK), 0);
	assert_int_not_equal(access(unfinished, F_OK), 0);
	assert_int_equal(unlink("0000000000000004"), 0);
	assert_int_equal(rmdir("0000000000000005"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_that_nobody_wants_go),
		cmocka_unit_test(test_of_the_dead),
		cmocka_unit_test(test_what_stays),
	};
	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
