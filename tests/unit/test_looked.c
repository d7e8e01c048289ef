/* An index that stands for a folder whose files have been looked at: nothing that changed is missed. */
#include "read/dossier.h"
#include "read/finder.h"
#include "scratch.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Writes a text with a time long past: younger ones are never taken for known. */
static void put(const char *path, const char *text, long day)
{
	const struct timespec past[2] = {{.tv_sec = day * 86400}, {.tv_sec = day * 86400}};

	scratch_text(path, text);
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
}

static void open_how(struct dossier *dossier, bool lent, bool looked, bool words)
{
	static const char *const paths[] = {"d"};
	struct dossier_how how = {.paths = paths, .npaths = 1, .state = "state", .cache = "cache",
		.lent = lent, .looked = looked, .words = words, .memory = 1 << 20};
	struct err err;

	if (!dossier_open(dossier, &how, &err)) {
		fail_msg("%s", err.msg);
	}
}

static void make_index(void)
{
	struct dossier dossier;
	struct err err;

	open_how(&dossier, false, false, true);
	assert_true(dossier_index(&dossier, true, &err));
	dossier_close(&dossier);
}

static int enter(void **state)
{
	if (scratch_enter(state) != 0 || mkdir("d", 0755) != 0 || mkdir("d/in", 0755) != 0 ||
		mkdir("state", 0700) != 0 || mkdir("cache", 0700) != 0) {
		return -1;
	}
	put("d/one.txt", "A note\n\n1 March 1990\n\nIturup lies near Urup.\n", 100);
	put("d/two.txt", "Another note\n\n2 May 1991\n\nEtorofu again.\n", 100);
	put("d/in/three.txt", "A third note\n\n3 May 1992\n\nUrup, at last.\n", 100);
	put("d/entities.rec", "Id: iturup\nKind: island\nName: Iturup\nAlias: Etorofu\n", 100);
	make_index();
	return 0;
}

static uint32_t count(const struct dossier *dossier, const char *question)
{
	struct finder finder;
	struct err err;
	uint32_t n = 0;

	if (!finder_ask(&finder, dossier, span_of(question), &err)) {
		fail_msg("%s", err.msg);
	}
	while (finder_step(&finder, &err)) {
		n += finder.n;
	}
	assert_string_equal(err.msg, "");
	finder_finish(&finder);
	return n;
}

/* Opens the folder as a command does, and asks. Returns whether the index stood for it. */
static bool stands(const char *question, uint32_t expected)
{
	struct dossier dossier;
	bool does;

	open_how(&dossier, true, true, false);
	assert_false(dossier.lent);
	does = dossier.catalog.lent != NULL;
	assert_int_equal(count(&dossier, question), expected);
	dossier_close(&dossier);
	return does;
}

static void check(const char *question, uint32_t expected, bool does)
{
	assert_int_equal(stands(question, expected), does);
}

static void test_nothing_has_changed(void **state)
{
	struct dossier dossier;
	struct words words;
	struct err err;

	(void)state;
	check("urup AND note", 4, true);
	check("entity:iturup AND note", 4, true);
	open_how(&dossier, true, true, false);
	assert_true(words_open(&words, dossier.words, &dossier.catalog, &err));
	assert_true(words.whole); /* and no documents were compared */
	words_close(&words);
	dossier_close(&dossier);
}

static void test_a_text_was_written_in_place(void **state)
{
	(void)state;
	put("d/two.txt", "Another note\n\n2 May 1991\n\nUrup again!!!!\n", 101);
	check("urup AND note", 6, false);
}

static void test_a_text_came(void **state)
{
	(void)state;
	put("d/in/zero.txt", "Urup is a note.\n", 100);
	check("urup AND note", 6, false);
}

static void test_a_text_went(void **state)
{
	(void)state;
	assert_int_equal(unlink("d/one.txt"), 0);
	check("urup AND note", 2, false);
}

static void test_a_text_has_another_name(void **state)
{
	(void)state;
	assert_int_equal(rename("d/one.txt", "d/uno.txt"), 0);
	check("urup AND note", 4, false);
}

static void test_names_have_changed(void **state)
{
	(void)state;
	put("d/entities.rec", "Id: iturup\nKind: island\nName: Urup\n", 101);
	check("entity:iturup AND note", 4, false);
}

static void test_the_index_is_damaged(void **state)
{
	struct dossier dossier;
	uint32_t noticed = 0, all = 0;
	char *path;
	int fd;

	(void)state;
	open_how(&dossier, false, false, false);
	path = strdup(dossier.index);
	assert_non_null(path);
	dossier_close(&dossier);
	fd = open(path, O_RDWR);
	assert_true(fd >= 0);
	for (off_t at = 1024; at < lseek(fd, 0, SEEK_END); at += 64) {
		char c = 0;

		assert_int_equal(pread(fd, &c, 1, at), 1);
		c = (char)~c;
		assert_int_equal(pwrite(fd, &c, 1, at), 1);
		noticed += !stands("entity:iturup AND note", 4); /* else it lies between arrays */
		all++;
		c = (char)~c;
		assert_int_equal(pwrite(fd, &c, 1, at), 1);
	}
	assert_true(noticed > all / 2);
	close(fd);
	free(path);
	check("entity:iturup AND note", 4, true);
}

/* A file that was left out may be read another time, though nothing is seen of that. */
static void test_what_was_left_out_is_tried_again(void **state)
{
	(void)state;
	put("d/empty.txt", "", 100);
	make_index();
	check("urup AND note", 4, false);
}

/* What was written just now may be written again in the same moment. */
static void test_young_texts_are_read_again(void **state)
{
	(void)state;
	scratch_text("d/young.txt", "Urup is young, and this is a note.\n");
	make_index();
	check("urup AND note", 6, false);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing_has_changed, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_a_text_was_written_in_place, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_a_text_came, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_a_text_went, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_a_text_has_another_name, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_names_have_changed, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_the_index_is_damaged, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_what_was_left_out_is_tried_again, enter,
			scratch_leave),
		cmocka_unit_test_setup_teardown(test_young_texts_are_read_again, enter, scratch_leave),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests_name("looked", tests, NULL, NULL);
}
