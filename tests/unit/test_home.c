/* State is found by Id, path and content: moved, copied, renamed, edited dossiers. */
#include "notes/home.h"

#include "base/file.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct report report;
static struct config config;
static struct home home;
static struct span no_id;

/* Five documents in the folder at path. */
static void make_dossier(const char *path)
{
	struct buf name = {0}, text = {0};

	assert_int_equal(mkdir(path, 0755), 0);
	for (int i = 0; i < 5; i++) {
		buf_clear(&name);
		buf_clear(&text);
		buf_printf(&name, "%s/%d.txt", path, i);
		buf_printf(&text, "Document %d of a dossier of five\n\n%*d words.\n", i, 10 + i, i);
		scratch_text(name.p, text.p);
	}
	buf_finish(&name);
	buf_finish(&text);
}

/* Each test runs in a folder with a dossier `d`. */
static int enter(void **state)
{
	if (scratch_enter(state) != 0) {
		return -1;
	}
	config_init(&config);
	make_dossier("d");
	return 0;
}

static int leave(void **state)
{
	int failed = scratch_leave(state);

	home_finish(&home);
	config_finish(&config);
	report_finish(&report);
	return failed;
}

/* Finds the state as a program that starts does it, and has it made where asked for. */
static void look(const char *const *paths, const char *folder, struct span id, bool write)
{
	const struct catalog_each each = {.threads = 1, .keep = 1 << 20};
	struct catalog catalog = {0};
	struct err err = {""};
	bool whole = file_is_folder(paths[0]);

	home_finish(&home);
	if (!(whole ? catalog_list(&catalog, paths[0], &config, &report, &err) :
		      catalog_list_files(&catalog, paths, 1, &config, &report, &err)) ||
		!home_find(&home, "state", folder, id, &catalog, &report, &err)) {
		fail_msg("%s", err.msg);
	}
	if (write && (!catalog_read(&catalog, &each, &report, &err) ||
		     !home_make(&home, folder, id, &catalog, &err))) {
		fail_msg("%s", err.msg);
	}
	catalog_finish(&catalog);
}

static void find(const char *folder, enum home_known known)
{
	look(&folder, folder, no_id, false);
	assert_int_equal(home.known, known);
	assert_true((home.other != NULL) == (known == HOME_MOVED || known == HOME_COPY));
}

static void open_and_write(const char *folder, enum home_known known)
{
	look(&folder, folder, no_id, true);
	assert_int_equal(home.known, known);
}

static void find_by_id(const char *folder, const char *id, bool write, enum home_known known)
{
	look(&folder, folder, span_of(id), write);
	assert_int_equal(home.known, known);
}

static void test_new(void **state)
{
	(void)state;
	find("d", HOME_NEW);
	assert_non_null(strstr(home.folder, "state/d-"));
	assert_false(file_exists("state"));
	open_and_write("d", HOME_NEW);
	find("d", HOME_HERE);
	find("./d/", HOME_HERE);
	assert_int_equal(report.n, 0);
}

static void test_private(void **state)
{
	struct stat st;

	(void)state;
	open_and_write("d", HOME_NEW);
	assert_int_equal(stat(home.folder, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	struct buf path = {0};
	file_join(&path, home.folder, "home.rec");
	assert_int_equal(stat(path.p, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	buf_finish(&path);
}

static void test_moved(void **state)
{
	(void)state;
	open_and_write("d", HOME_NEW);
	char *before = strdup(home.folder);
	assert_int_equal(rename("d", "e"), 0);
	find("e", HOME_MOVED);
	assert_string_equal(home.folder, before);
	assert_non_null(strstr(home.other, "/d"));
	find("e", HOME_MOVED);
	open_and_write("e", HOME_MOVED);
	find("e", HOME_HERE);
	assert_string_equal(home.folder, before);
	free(before);
}

static void test_copy(void **state)
{
	(void)state;
	open_and_write("d", HOME_NEW);
	char *before = strdup(home.folder);
	make_dossier("e");
	find("e", HOME_COPY);
	assert_string_equal(home.folder, before);
	open_and_write("e", HOME_COPY);
	find("e", HOME_HERE);
	find("d", HOME_HERE);
	assert_string_equal(home.folder, before);
	free(before);
}

/* Where a dossier has gone, and another one stands at its place. */
static void test_place_taken(void **state)
{
	(void)state;
	open_and_write("d", HOME_NEW);
	char *before = strdup(home.folder);
	assert_int_equal(rename("d", "e"), 0);
	open_and_write("e", HOME_MOVED);
	assert_int_equal(mkdir("d", 0755), 0);
	scratch_text("d/other.txt", "Another thing altogether\n\nwith other words.\n");
	open_and_write("d", HOME_NEW);
	assert_string_not_equal(home.folder, before);
	find("d", HOME_HERE);
	assert_string_not_equal(home.folder, before);
	find("e", HOME_HERE);
	assert_string_equal(home.folder, before);
	free(before);
}

static void test_same_name(void **state)
{
	(void)state;
	assert_int_equal(mkdir("x", 0755), 0);
	assert_int_equal(mkdir("x/d", 0755), 0);
	scratch_text("x/d/0.txt", "Not the same text\n\nthough the same name.\n");
	open_and_write("d", HOME_NEW);
	char *first = strdup(home.folder);
	open_and_write("x/d", HOME_NEW);
	assert_string_not_equal(home.folder, first);
	free(first);
}

/* Two of five edited, one renamed: most are the same. Three edited: most are not. */
static void test_edited(void **state)
{
	(void)state;
	open_and_write("d", HOME_NEW);
	assert_int_equal(rename("d", "e"), 0);
	scratch_text("e/0.txt", "quite another text\n");
	scratch_text("e/1.txt", "and one more of them\n");
	assert_int_equal(rename("e/2.txt", "e/two.txt"), 0);
	find("e", HOME_MOVED);
	scratch_text("e/3.txt", "and still one more\n");
	find("e", HOME_NEW);
}

static void test_id(void **state)
{
	(void)state;
	find_by_id("d", "kuriles/1855", true, HOME_NEW);
	assert_non_null(strstr(home.folder, "state/kuriles_1855-id-"));
	char *before = strdup(home.folder);
	find_by_id("d", "kuriles/1855", false, HOME_HERE);
	assert_int_equal(mkdir("e", 0755), 0);
	scratch_text("e/new.txt", "nothing of what there was\n");
	find_by_id("e", "kuriles/1855", false, HOME_COPY);
	assert_string_equal(home.folder, before);
	assert_int_equal(rename("d", "f"), 0);
	find_by_id("e", "kuriles/1855", true, HOME_MOVED);
	assert_string_equal(home.folder, before);
	find_by_id("f", "sakhalin", false, HOME_NEW);
	assert_string_not_equal(home.folder, before);
	free(before);
}

/* A dossier that is known by its path gets an Id, and loses it again. */
static void test_id_later(void **state)
{
	(void)state;
	open_and_write("d", HOME_NEW);
	char *before = strdup(home.folder);
	find_by_id("d", "kuriles", true, HOME_HERE);
	assert_string_equal(home.folder, before);
	assert_int_equal(rename("d", "e"), 0);
	scratch_text("e/0.txt", "0\n"), scratch_text("e/1.txt", "1\n"), scratch_text("e/2.txt", "2\n");
	find_by_id("e", "kuriles", true, HOME_MOVED);
	assert_string_equal(home.folder, before);
	find("e", HOME_HERE);
	assert_string_equal(home.folder, before);
	free(before);
}

/* A folder that holds decisions from before there were records. */
static void test_without_record(void **state)
{
	(void)state;
	find("d", HOME_NEW);
	char *before = strdup(home.folder);
	assert_int_equal(mkdir("state", 0700), 0);
	assert_int_equal(mkdir(before, 0700), 0);
	find("d", HOME_HERE);
	assert_string_equal(home.folder, before);
	find_by_id("d", "kuriles", true, HOME_HERE);
	assert_string_equal(home.folder, before);
	free(before);
}

static void test_broken_record(void **state)
{
	(void)state;
	assert_int_equal(mkdir("state", 0700), 0);
	assert_int_equal(mkdir("state/one", 0700), 0);
	assert_int_equal(mkdir("state/two", 0700), 0);
	assert_int_equal(mkdir("state/two/home.rec", 0700), 0);
	scratch_text("state/file", "no folder");
	scratch_text("state/one/home.rec",
		"Path: relative\nDocuments: many\nDocument: 1 2 3\nDocument: x\nnonsense\n");
	find("d", HOME_NEW);
	assert_int_equal(report.n, 6);
	assert_non_null(strstr(report.items[0].text, "home.rec"));
}

/* Names with line ends, no UTF-8, percent signs come back as they were. */
static void test_odd_names(void **state)
{
	static const char name[] = " a\nb%41\xFF\xE5\x8C\x97 ";

	(void)state;
	assert_int_equal(rename("d", name), 0);
	assert_int_equal(chdir(name), 0);
	assert_int_equal(rename("0.txt", "n\nu%.txt"), 0);
	assert_int_equal(chdir(".."), 0);
	open_and_write(name, HOME_NEW);
	find(name, HOME_HERE);
	assert_int_equal(rename(name, "d"), 0);
	find("d", HOME_MOVED);
	assert_non_null(strstr(home.other, name));
	assert_int_equal(report.n, 0);
}

/* One file of the dossier: its folder counts; it follows a folder that moved, and no copy. */
static void test_files(void **state)
{
	static const char *const one[] = {"d/1.txt"}, *const two[] = {"e/1.txt"};

	(void)state;
	open_and_write("d", HOME_NEW);
	char *before = strdup(home.folder);
	look(one, "d", no_id, true);
	assert_int_equal(home.known, HOME_HERE);
	make_dossier("e");
	look(two, "e", no_id, false);
	assert_int_equal(home.known, HOME_NEW);
	find("e", HOME_COPY);
	free(before);
}

static void assert_refused(const char *message)
{
	const char *path = "d";
	struct catalog catalog = {0};
	struct err err = {""};

	assert_true(catalog_load(&catalog, path, &config, &report, &err));
	assert_false(home_make(&home, path, no_id, &catalog, &err));
	if (strstr(err.msg, message) == NULL) {
		fail_msg("%s", err.msg);
	}
	catalog_finish(&catalog);
}

static void test_refused(void **state)
{
	(void)state;
	find("d", HOME_NEW);
	assert_int_equal(mkdir("state", 0700), 0);
	assert_int_equal(symlink("../d", home.folder), 0);
	assert_refused("a link, where a folder");
	assert_int_equal(unlink(home.folder), 0);
	assert_int_equal(mkdir(home.folder, 0755), 0);
	assert_int_equal(chmod(home.folder, 0755), 0);
	assert_refused("chmod 700");
	if (geteuid() == 0) {
		assert_int_equal(chmod(home.folder, 0700), 0);
		assert_int_equal(chown(home.folder, 12345, 12345), 0);
		assert_refused("another user");
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
	const struct CMUnitTest tests[] = {
		TEST(test_new), TEST(test_private), TEST(test_moved), TEST(test_copy),
		TEST(test_place_taken), TEST(test_same_name), TEST(test_edited), TEST(test_id),
		TEST(test_id_later), TEST(test_without_record), TEST(test_broken_record),
		TEST(test_odd_names), TEST(test_files), TEST(test_refused),
	};
#undef TEST
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests_name("home", tests, NULL, NULL);
}
