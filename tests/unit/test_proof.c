/* A file that was found sound is not gone through again; any other one, or any other state of it, is. */
#include "base/proof.h"

#include "base/file.h"
#include "scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { RULES = 7 };

static const uint32_t numbers[] = {3, 1, 4, 1, 5, 9, 2, 6};

static void write_file(const char *path)
{
	struct sections_out out;
	struct err err;

	assert_true(sections_create(&out, path, &err));
	sections_add(&out, 1, sizeof(*numbers), numbers, COUNT_OF(numbers));
	assert_true(sections_commit(&out, &err));
}

struct checking {
	bool says;
	uint32_t asked;
};

static bool check(const void *owner)
{
	struct checking *checking = *(struct checking *const *)owner;

	checking->asked++;
	return checking->says;
}

/* Whether the file at path is sound, as the check says where it is asked. */
static bool asks(const char *path, uint64_t made_by, struct checking *checking)
{
	struct sections file;
	struct err err;
	bool sound;

	assert_true(sections_open(&file, path, &err));
	sound = proof_sound(&file, path, made_by, check, &checking);
	sections_close(&file);
	return sound;
}

/* Whether it is known without a check. */
static bool is_known(const char *path)
{
	struct checking checking = {.says = true};

	assert_true(asks(path, RULES, &checking));
	return checking.asked == 0;
}

/* Makes it known: there is a proof as soon as the file is no longer young. */
static void prove(const char *path)
{
	while (!is_known(path)) {
		(void)nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
}

static const char *const names[] = {"once", "damage", "place", "old", "twin", "sister", "gone", "cut"};

/* All files at once, so that there is one second to wait for. */
static int enter(void **state)
{
	if (scratch_enter(state) != 0) {
		return -1;
	}
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		write_file(names[i]);
	}
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		prove(names[i]);
	}
	return 0;
}

static void test_a_file_is_checked_once(void **state)
{
	struct checking checking = {.says = true};

	(void)state;
	assert_true(is_known("once"));
	assert_true(asks("once", RULES + 1, &checking));
	assert_int_equal(checking.asked, 1); /* something else was asked */
	proof_forget("once");
	assert_false(file_exists("once" PROOF_SUFFIX));
	assert_false(is_known("once"));
	proof_forget("none");
}

/* What a check refuses stays refused. */
static void test_no_proof_of_damage(void **state)
{
	struct checking checking = {.says = false};

	(void)state;
	proof_forget("damage");
	assert_false(asks("damage", RULES, &checking));
	assert_false(asks("damage", RULES, &checking));
	assert_int_equal(checking.asked, 2);
	assert_false(file_exists("damage" PROOF_SUFFIX));
}

/* Written to in place, with the same size, and the time set back. */
static void test_a_change_in_place(void **state)
{
	struct sections file;
	struct stat st;
	uint32_t other = 27;
	struct err err;
	off_t at;
	int fd;

	(void)state;
	assert_true(sections_open(&file, "place", &err));
	at = (off_t)file.table[0].at;
	sections_close(&file);
	assert_int_equal(stat("place", &st), 0);
	fd = open("place", O_WRONLY);
	assert_int_equal(pwrite(fd, &other, sizeof(other), at), sizeof(other));
	assert_int_equal(futimens(fd, (struct timespec[]){st.st_atim, st.st_mtim}), 0);
	assert_int_equal(close(fd), 0);
	assert_false(is_known("place"));
	assert_true(sections_open(&file, "place", &err));
	assert_false(proof_sound(&file, "place", RULES, NULL, NULL));
	sections_close(&file);
}

/* Another file under the same name, byte for byte the same: the proof is older than it. */
static void test_another_file(void **state)
{
	(void)state;
	write_file("new");
	assert_int_equal(rename("new", "old"), 0);
	assert_true(file_exists("old" PROOF_SUFFIX));
	assert_false(is_known("old"));
}

/* A file's proof says nothing of its twin. */
static void test_another_proof(void **state)
{
	(void)state;
	assert_true(is_known("sister"));
	assert_int_equal(rename("twin" PROOF_SUFFIX, "sister" PROOF_SUFFIX), 0);
	assert_false(is_known("sister"));
}

/* A file that was replaced while it was looked at gets no proof. */
static void test_a_file_that_went_meanwhile(void **state)
{
	struct sections old;
	struct err err;

	(void)state;
	proof_forget("gone");
	assert_true(sections_open(&old, "gone", &err));
	write_file("gone");
	assert_true(proof_sound(&old, "gone", RULES, NULL, NULL));
	assert_false(file_exists("gone" PROOF_SUFFIX));
	sections_close(&old);
}

/* A proof that is cut, or longer, a link, or a folder, or that others may write. */
static void test_no_proof_at_all(void **state)
{
	struct buf bytes = {0};
	struct err err;

	(void)state;
	assert_true(file_read("cut" PROOF_SUFFIX, 1000, &bytes, NULL, &err));
	scratch_file("cut" PROOF_SUFFIX, (struct span){bytes.p, bytes.n - 1});
	assert_false(is_known("cut"));
	buf_putc(&bytes, 'x');
	scratch_file("cut" PROOF_SUFFIX, buf_span(&bytes));
	assert_false(is_known("cut"));
	assert_true(is_known("cut"));
	assert_int_equal(chmod("cut" PROOF_SUFFIX, 0620), 0);
	assert_false(is_known("cut"));
	assert_int_equal(rename("cut" PROOF_SUFFIX, "elsewhere"), 0);
	assert_int_equal(symlink("elsewhere", "cut" PROOF_SUFFIX), 0);
	assert_false(is_known("cut"));
	assert_int_equal(unlink("cut" PROOF_SUFFIX), 0);
	assert_int_equal(mkdir("cut" PROOF_SUFFIX, 0700), 0);
	assert_false(is_known("cut"));
	assert_int_equal(rmdir("cut" PROOF_SUFFIX), 0);
	buf_finish(&bytes);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_file_is_checked_once),
		cmocka_unit_test(test_no_proof_of_damage),
		cmocka_unit_test(test_a_change_in_place),
		cmocka_unit_test(test_another_file),
		cmocka_unit_test(test_another_proof),
		cmocka_unit_test(test_a_file_that_went_meanwhile),
		cmocka_unit_test(test_no_proof_at_all),
	};

	return cmocka_run_group_tests_name("proof", tests, enter, scratch_leave);
}
