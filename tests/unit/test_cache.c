/* The cache has a bound: what was used least lately goes, what is in use or not ours stays. */
#include "read/cache.h"

#include "base/file.h"
#include "base/sections.h"
#include "base/sweep.h"
#include "read/dossier.h"
#include "scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define OWN "cache/own-0123456789abcdef"
#define OLD "cache/old-0123456789abcdee"
#define MID "cache/m-id-0123456789abcded"
#define NEW "cache/new-0123456789abcdec-2"

#define KIB 1024u

/* Sets the time of a file back. */
static void age(const char *path, time_t seconds)
{
	const struct timespec then = {.tv_sec = time(NULL) - seconds};
	const struct timespec times[2] = {then, then};

	assert_int_equal(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), 0);
}

static char *name_in(const char *folder, const char *name)
{
	static char paths[4][200];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

/* A file as the program writes it, with so many KiB. */
static void put_sections(const char *path, uint32_t kib, time_t seconds)
{
	char *bytes = calloc(kib, KIB);
	struct sections_out out;
	struct err err;

	assert_non_null(bytes);
	assert_true(sections_create(&out, path, &err));
	sections_add(&out, 1, 1, bytes, (uint64_t)kib * KIB);
	assert_true(sections_commit(&out, &err));
	free(bytes);
	age(path, seconds);
}

/* A dossier's folder of 300 KiB and some more, last used so many seconds ago. */
static void put_dossier(const char *folder, time_t seconds)
{
	struct cache_hold hold = {0};

	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(mkdir(name_in(folder, "texts"), 0700), 0);
	put_sections(name_in(folder, "index"), 100, seconds + 1000);
	put_sections(name_in(folder, "words"), 100, seconds + 1000);
	put_sections(name_in(folder, "words-new"), 1, seconds + 1000);
	scratch_text(name_in(folder, "index.sound"), "proof");
	age(name_in(folder, "index.sound"), seconds + 1000);
	put_sections(name_in(folder, "texts/00000000000000ff"), 100, seconds + 1000);
	scratch_text(name_in(folder, "texts/00000000000000ff.sound"), "proof");
	age(name_in(folder, "texts/00000000000000ff.sound"), seconds + 1000);
	cache_hold(&hold, name_in(folder, "index"));
	assert_true(hold.held);
	cache_release(&hold);
	age(name_in(folder, "used"), seconds);
}

static int enter(void **state)
{
	if (scratch_enter(state) != 0 || mkdir("cache", 0700) != 0) {
		return -1;
	}
	put_dossier(OWN, 9000);
	put_dossier(OLD, 3000);
	put_dossier(MID, 2000);
	put_dossier(NEW, 1000);
	return 0;
}

/* Trims to so many KiB, on behalf of OWN. */
static struct cache_size trim(uint64_t kib)
{
	struct cache_size size;

	cache_trim(OWN "/index", kib * KIB, &size);
	return size;
}

static void test_least_lately(void **state)
{
	(void)state;
	struct cache_size size = trim(0);

	assert_int_equal(size.dossiers, 4);
	assert_in_range(size.bytes, 4 * 300 * KIB, 4 * 400 * KIB);
	size = trim(2000);
	assert_int_equal(size.dossiers, 4);
	size = trim(1250);
	assert_int_equal(size.dossiers, 3);
	assert_in_range(size.bytes, 3 * 300 * KIB, 3 * 400 * KIB);
	assert_false(file_exists(OLD));
	assert_true(file_exists(MID "/texts/00000000000000ff"));
	trim(800);
	assert_false(file_exists(MID));
	assert_true(file_exists(NEW));
}

/* The dossier that is open stays, however little may be kept. */
static void test_own(void **state)
{
	(void)state;
	struct cache_size size = trim(1);

	assert_int_equal(size.dossiers, 1);
	assert_true(file_exists(OWN "/words"));
	assert_false(file_exists(OLD));
	assert_false(file_exists(MID));
	assert_false(file_exists(NEW));
}

/* Using a dossier makes it the one that goes last. */
static void test_used(void **state)
{
	(void)state;
	struct cache_hold hold = {0};

	cache_hold(&hold, OLD "/index");
	cache_release(&hold);
	age(OLD "/used", 500);
	trim(1250);
	assert_true(file_exists(OLD "/index"));
	assert_false(file_exists(MID));
}

/* What was used just now stays: who makes it may not hold it yet. */
static void test_young(void **state)
{
	(void)state;
	age(OLD "/words", SWEEP_YOUNG / 2);
	trim(1);
	assert_true(file_exists(OLD "/index"));
	assert_false(file_exists(MID));
}

/* What another process holds stays. */
static void test_held(void **state)
{
	(void)state;
	struct cache_hold hold = {0};
	int status;
	pid_t pid;

	cache_hold(&hold, OLD "/index");
	assert_true(hold.held);
	age(OLD "/used", 3000);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct cache_size size;

		cache_trim(OWN "/index", 1, &size);
		_exit(size.dossiers == 2 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_true(file_exists(OLD "/index"));
	assert_true(file_exists(OLD "/texts/00000000000000ff"));
	assert_false(file_exists(NEW));
	cache_release(&hold);
	age(OLD "/used", 3000);
	trim(1);
	assert_false(file_exists(OLD));
}

/* A dossier of a program that left no `used` goes by the time of its files. */
static void test_before_locks(void **state)
{
	(void)state;
	assert_int_equal(unlink(NEW "/used"), 0);
	age(NEW "/index", 8000);
	age(NEW "/words", 8000);
	age(NEW "/words-new", 8000);
	age(NEW "/index.sound", 8000);
	age(NEW "/texts/00000000000000ff", 8000);
	age(NEW "/texts/00000000000000ff.sound", 8000);
	trim(1250);
	assert_false(file_exists(NEW));
	assert_true(file_exists(OLD));
}

/* Names that the program does not give, files that it did not write, links: nothing of it is touched. */
static void test_not_ours(void **state)
{
	(void)state;
	scratch_text("cache/letter", "mine");
	assert_int_equal(mkdir("cache/letters", 0700), 0);
	put_sections("cache/letters/index", 100, 90000);
	assert_int_equal(mkdir("elsewhere", 0700), 0);
	put_sections("elsewhere/index", 100, 90000);
	put_sections("elsewhere/00000000000000aa", 100, 90000);
	assert_int_equal(symlink("../elsewhere", "cache/link-0123456789abcdeb"), 0);
	scratch_text(OLD "/notes.txt", "mine");
	scratch_text(MID "/texts/0000000000000000", "named alike, but no form");
	age(MID "/texts/0000000000000000", 90000);
	assert_int_equal(unlink(NEW "/words"), 0);
	assert_int_equal(symlink("../../elsewhere/index", NEW "/words"), 0);
	age(NEW "/words", 90000);
	struct cache_size size = trim(1);

	assert_int_equal(size.dossiers, 1);
	assert_true(file_exists("cache/letter"));
	assert_true(file_exists("cache/letters/index"));
	assert_true(file_exists("elsewhere/index"));
	assert_true(file_exists(OLD "/notes.txt"));
	assert_false(file_exists(OLD "/index"));
	assert_true(file_exists(MID "/texts/0000000000000000"));
	assert_false(file_exists(MID "/texts/00000000000000ff"));
	assert_true(file_exists(NEW "/words"));
	assert_false(file_exists(NEW "/index"));
}

/* `texts` that leads elsewhere is not followed. */
static void test_texts_elsewhere(void **state)
{
	(void)state;
	assert_int_equal(rename(OLD "/texts", "elsewhere"), 0);
	assert_int_equal(symlink("../../elsewhere", OLD "/texts"), 0);
	trim(1);
	assert_true(file_exists("elsewhere/00000000000000ff"));
	assert_false(file_exists(OLD "/index"));
}

/* What a writer that was killed has left goes with its folder. */
static void test_unfinished(void **state)
{
	(void)state;
	scratch_text(OLD "/index.new-1-0", "half done");
	scratch_text(OLD "/texts/00000000000000ff.new-1-0", "half done");
	age(OLD "/index.new-1-0", 3000);
	age(OLD "/texts/00000000000000ff.new-1-0", 3000);
	trim(1);
	assert_false(file_exists(OLD));
}

/* A path without folders above it names no cache. */
static void test_no_cache(void **state)
{
	(void)state;
	struct cache_size size;

	cache_trim("index", 1, &size);
	assert_int_equal(size.dossiers, 0);
	cache_trim("old/index", 1, &size);
	assert_int_equal(size.dossiers, 0);
	cache_trim("nowhere/old/index", 1, &size);
	assert_int_equal(size.dossiers, 0);
}

/* A dossier that is open holds its folder, and trims when its index is written. */
static void test_dossier(void **state)
{
	(void)state;
	static const char *const paths[] = {"d"};
	static const char settings[] = "[limits]\ncache_mib = 1\n";
	struct dossier_how how = {.paths = paths, .npaths = 1, .state = "state", .cache = "cache",
		.config = "config.ini", .config_must = true, .words = true, .memory = 1 << 20};
	struct dossier first, second;
	struct err err;

	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("state", 0700), 0);
	scratch_text("d/one.txt", "A note\n\nIturup lies near Urup.\n");
	scratch_text("config.ini", settings);
	put_sections(OLD "/words", 1500, 4000);
	assert_true(dossier_open(&first, &how, &err));
	assert_true(dossier_index(&first, true, &err));
	assert_true(first.hold.held);
	assert_false(file_exists(OLD));
	assert_true(file_exists(NEW));
	assert_int_equal(first.cached.dossiers, 3); /* OWN, the oldest, went, too */

	how.lent = true;
	assert_true(dossier_open(&second, &how, &err));
	assert_true(second.lent);
	assert_false(second.hold.held); /* the first frame first */
	dossier_close(&second);
	how.looked = true;
	assert_true(dossier_open(&second, &how, &err));
	assert_true(second.hold.held);
	dossier_close(&second);
	dossier_close(&first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_least_lately, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_own, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_used, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_young, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_held, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_before_locks, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_not_ours, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_texts_elsewhere, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_unfinished, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_no_cache, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_dossier, enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
