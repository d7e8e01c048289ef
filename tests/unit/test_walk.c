/* What a walk lists and leaves out, in a folder of our own. */
#define _GNU_SOURCE /* unshare */
#include "base/walk.h"
#include "scratch.h"

#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

static bool is_text(const char *name)
{
	return span_ends(span_of(name), SPAN(".txt"));
}

static const struct walk_bounds wide = {.depth = 64, .entries = 1000000, .names = 1000000};

static void walk(unsigned flags, const struct walk_bounds *bounds, struct walk_list *list,
	struct report *report)
{
	struct err err;
	struct folder *folder = folder_open("d", flags, &err);
	assert_non_null(folder);
	if (!walk_folder(folder, bounds, is_text, list, report, &err)) {
		fail_msg("%s", err.msg);
	}
	folder_close(folder);
}

/* Lists the folder "d": the names, then the messages, a line each. */
static void assert_walk(unsigned flags, struct walk_bounds bounds, const char *expected)
{
	struct walk_list list = {0};
	struct report report = {0};
	struct buf found = {0};
	walk(flags, &bounds, &list, &report);
	for (uint32_t i = 0; i < list.n; i++) {
		buf_printf(&found, "%s\n", list.items[i].path);
	}
	for (uint32_t i = 0; i < report.n; i++) {
		buf_printf(&found, "! %s\n", report.items[i].text);
		assert_true(report.items[i].left_out);
	}
	buf_puts(&found, "");
	assert_string_equal(found.p, expected);
	buf_finish(&found);
	walk_list_finish(&list);
	report_finish(&report);
}

static void texts_are_listed_by_their_bytes(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_walk(0, wide, "");
	assert_int_equal(mkdir("d/b", 0755), 0);
	assert_int_equal(mkdir("d/b/c", 0755), 0);
	assert_int_equal(mkdir("d/.git", 0755), 0);
	scratch_text("d/b.txt", "");
	scratch_text("d/a.txt", "");
	scratch_text("d/Z.txt", "");
	scratch_text("d/\xD0\x9A.txt", "");
	scratch_text("d/b/x.txt", "");
	scratch_text("d/b/c/x.txt", "");
	scratch_text("d/b/c/x.pdf", "");
	scratch_text("d/.hidden.txt", "");
	scratch_text("d/.git/x.txt", "");
	assert_walk(0, wide, "Z.txt\na.txt\nb.txt\nb/c/x.txt\nb/x.txt\n\xD0\x9A.txt\n");
}

static void what_is_no_file_is_left_out(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("d/e", 0755), 0);
	scratch_text("d/a.txt", "");
	assert_int_equal(symlink("a.txt", "d/b.txt"), 0);
	assert_int_equal(symlink("a.txt", "d/unwanted"), 0);
	assert_int_equal(symlink("..", "d/e/loop"), 0);
	assert_int_equal(symlink("loop.txt", "d/loop.txt"), 0);
	assert_int_equal(symlink("nowhere", "d/broken"), 0);
	assert_int_equal(mkfifo("d/c.txt", 0644), 0);
	assert_int_equal(mkfifo("d/fifo", 0644), 0);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "d/f.txt"};
	assert_int_equal(bind(listener, (struct sockaddr *)&name, sizeof(name)), 0);
	close(listener);
	assert_walk(0, wide,
		"a.txt\n"
		"! d/b.txt: a link: left out\n"
		"! d/c.txt: a FIFO: left out\n"
		"! d/f.txt: a socket: left out\n"
		"! d/loop.txt: a link: left out\n"
		"! d/e/loop: a link to a folder: left out\n");
}

static void bounds_are_kept_and_told(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("d/a", 0755), 0);
	assert_int_equal(mkdir("d/a/b", 0755), 0);
	scratch_text("d/1.txt", "");
	scratch_text("d/a/2.txt", "");
	scratch_text("d/a/b/3.txt", "");
	assert_walk(0, (struct walk_bounds){1, 100, 100},
		"1.txt\na/2.txt\n! d/a/b: a folder too deep down (limits.depth): left out\n");
	assert_walk(0, (struct walk_bounds){0, 100, 100},
		"1.txt\n! d/a: a folder too deep down (limits.depth): left out\n");
	assert_walk(0, (struct walk_bounds){64, 100, 4},
		"1.txt\na/2.txt\n"
		"! d/a/b: more than 4 names up to here (limits.names): the rest is left out\n");
	assert_walk(0, (struct walk_bounds){64, 100, 5}, "1.txt\na/2.txt\na/b/3.txt\n");
	scratch_text("d/a/b/4.pdf", "");
	scratch_text("d/a/b/5.pdf", "");
	struct walk_list list;
	struct report report = {0};
	assert_walk(0, (struct walk_bounds){64, 0, 100},
		"! d: more than 0 names in it (limits.entries): the rest is left out\n");
	walk(0, &(struct walk_bounds){64, 2, 100}, &list, &report);
	assert_int_equal(report.n, 1);
	assert_string_equal(report.items[0].text,
		"d/a/b: more than 2 names in it (limits.entries): the rest is left out");
	walk_list_finish(&list);
	report_finish(&report);
}

static void what_is_unreadable_is_left_out(void **state)
{
	(void)state;
	uid_t us = geteuid();
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("d/closed", 0), 0);
	assert_int_equal(mkdir("d/names", 0755), 0);
	scratch_text("d/a.txt", "");
	scratch_text("d/names/b.txt", "");
	assert_int_equal(chmod("d/names", 0444), 0); /* names can be read, what they are cannot */
	if (us == 0) { /* root reads everything: be nobody */
		assert_int_equal(chmod(".", 0755), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	assert_walk(0, wide,
		"a.txt\n"
		"! d/closed: cannot be read: Permission denied: left out\n"
		"! d/names/b.txt: cannot be read: Permission denied: left out\n");
	assert_int_equal(seteuid(us), 0);
	assert_int_equal(chmod("d/names", 0755), 0);
	assert_int_equal(chmod("d/closed", 0755), 0);
}

#define DEEP 30

/* Makes a chain of folders below fd with a file at its end, or takes it away again. */
static void chain(int fd, const char *name, int left, bool make_it)
{
	if (left == 0) {
		int file = make_it ? openat(fd, "deep.txt", O_CREAT | O_WRONLY, 0644) : -1;
		assert_int_equal(make_it ? close(file) : unlinkat(fd, "deep.txt", 0), 0);
		return;
	}
	if (make_it) {
		assert_int_equal(mkdirat(fd, name, 0755), 0);
	}
	int below = openat(fd, name, O_RDONLY | O_DIRECTORY);
	assert_true(below >= 0);
	chain(below, name, left - 1, make_it);
	close(below);
	if (!make_it) {
		assert_int_equal(unlinkat(fd, name, AT_REMOVEDIR), 0);
	}
}

/* A path longer than PATH_MAX: reached, because the walk goes by open folders. */
static void paths_may_be_longer_than_the_longest(void **state)
{
	(void)state;
	char name[201];
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(mkdir("d", 0755), 0);
	int fd = open("d", O_RDONLY | O_DIRECTORY);
	chain(fd, name, DEEP, true);
	struct walk_list list = {0};
	struct report report = {0};
	struct buf out = {0};
	struct file_state file;
	struct err err;
	walk(0, &wide, &list, &report);
	assert_int_equal(list.n, 1);
	assert_int_equal(strlen(list.items[0].path), DEEP * sizeof(name) + strlen("deep.txt"));
	assert_int_equal(report.n, 0);
	for (unsigned flags = 0; flags < 4; flags++) {
		struct folder *folder = folder_open("d", flags, &err);
		assert_true(file_read_below(folder, list.items[0].path, 100, &out, &file, &err));
		folder_close(folder);
	}
	buf_finish(&out);
	walk_list_finish(&list);
	report_finish(&report);
	chain(fd, name, DEEP, false);
	close(fd);
}

#define LEVELS 3000

static void open_and_close(struct walk_bounds bounds, uint32_t found, const char *told)
{
	struct walk_list list;
	struct report report = {0};
	walk(0, &bounds, &list, &report);
	assert_int_equal(list.n, found);
	assert_int_equal(report.n, told == NULL ? 0 : 1);
	if (told != NULL) {
		assert_non_null(strstr(report.items[0].text, told));
	}
	walk_list_finish(&list);
	report_finish(&report);
}

/* Thousands of levels: no stack, no descriptor a level, and no path that is too long. */
static void folders_may_be_thousands_deep(void **state)
{
	(void)state;
	struct rlimit before, tight;
	int fd, top;
	assert_int_equal(mkdir("d", 0755), 0);
	top = fd = open("d", O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < LEVELS; i++) {
		assert_int_equal(mkdirat(fd, "down", 0755), 0);
		int below = openat(fd, "down", O_RDONLY | O_DIRECTORY);
		int file = openat(fd, "a.txt", O_CREAT | O_WRONLY, 0644);
		assert_true(below >= 0 && file >= 0);
		close(file);
		if (fd != top) {
			close(fd);
		}
		fd = below;
	}
	close(fd);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	tight = (struct rlimit){.rlim_cur = 32, .rlim_max = before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
	open_and_close((struct walk_bounds){10000, 100, 10000}, LEVELS, NULL);
	open_and_close(wide, 65, "too deep down (limits.depth)");
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	/* Each "down" is moved up beside the others before it is taken away: short paths only. */
	for (int i = 0; i < LEVELS; i++) {
		(void)unlinkat(top, "a.txt", 0);
		if (renameat(top, "down/down", top, "next") != 0) {
			break;
		}
		(void)unlinkat(top, "down/a.txt", 0);
		assert_int_equal(unlinkat(top, "down", AT_REMOVEDIR), 0);
		assert_int_equal(renameat(top, "next", top, "down"), 0);
	}
	close(top);
}

/* Names of any bytes, control characters and broken UTF-8 among them. */
static void names_may_be_of_any_bytes(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	scratch_text("d/\x01\x1B[31m.txt", "");
	scratch_text("d/\n.txt", "");
	scratch_text("d/\xFF\xFE.txt", "");
	scratch_text("d/-rf.txt", "");
	assert_walk(0, wide, "\x01\x1B[31m.txt\n\n.txt\n-rf.txt\n\xFF\xFE.txt\n");
}

/* A folder of a great many devices is told in a thousand lines and a number. */
static void long_tales_are_cut_short(void **state)
{
	(void)state;
	struct walk_list list;
	struct report report = {0};
	assert_int_equal(mkdir("d", 0755), 0);
	for (int i = 0; i < 1200; i++) {
		char name[32];
		snprintf(name, sizeof(name), "d/%04d.txt", i);
		assert_int_equal(symlink("nowhere", name), 0);
	}
	walk(0, &wide, &list, &report);
	assert_int_equal(list.n, 0);
	assert_int_equal(report.n, 1001);
	assert_string_equal(report.items[999].text, "d/0999.txt: a link: left out");
	assert_string_equal(report.items[1000].text, "d: 200 more such files and folders: left out");
	walk_list_finish(&list);
	report_finish(&report);
}

static bool can_follow(void)
{
	struct err err;
	struct folder *folder = folder_open("d", FOLDER_LINKS, &err);
	bool can = folder_follows(folder);
	folder_close(folder);
	return can;
}

/* Links that stay inside lead to what is listed nowhere else; circles end. */
static void links_are_followed_where_they_may(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755) | mkdir("d/.store", 0755) | mkdir("d/.store/s", 0755) |
		mkdir("d/e", 0755), 0);
	scratch_text("d/.store/1", "");
	scratch_text("d/.store/s/2.txt", "");
	scratch_text("d/a.txt", "");
	scratch_text("secret.txt", "");
	assert_int_equal(symlink(".store/1", "d/one.txt") | symlink(".store/1", "d/two.txt") |
		symlink("../.store/s", "d/e/s") | symlink("..", "d/e/up") | symlink("a.txt", "d/b.txt") |
		symlink("../secret.txt", "d/out.txt") | symlink("/etc", "d/etc") |
		symlink("loop.txt", "d/loop.txt") | symlink("none", "d/none.txt") |
		symlink("../e/s", "d/.store/s/round") | symlink("e", "d/unwanted"), 0);
	if (!can_follow()) {
		return; /* not here */
	}
	assert_walk(FOLDER_LINKS, wide,
		"a.txt\ne/s/2.txt\none.txt\n"
		"! d/b.txt: a link to a file that is listed: left out\n"
		"! d/loop.txt: a link in a circle: left out\n"
		"! d/none.txt: a link to nothing: left out\n"
		"! d/out.txt: a link that leads outside: left out\n"
		"! d/two.txt: a link to a file that is listed: left out\n");
	assert_walk(FOLDER_LINKS | FOLDER_BY_PARTS, wide,
		"a.txt\n"
		"! d/b.txt: a link: left out\n"
		"! d/etc: a link to a folder: left out\n"
		"! d/loop.txt: a link: left out\n"
		"! d/none.txt: a link: left out\n"
		"! d/one.txt: a link: left out\n"
		"! d/out.txt: a link: left out\n"
		"! d/two.txt: a link: left out\n"
		"! d/unwanted: a link to a folder: left out\n"
		"! d/e/s: a link to a folder: left out\n"
		"! d/e/up: a link to a folder: left out\n");
}

/* Many names that nobody wants cost a look each, and no memory. */
static void wide_folders_are_bounded(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	int top = open("d", O_RDONLY | O_DIRECTORY);
	scratch_text("d/a.txt", "");
	for (int i = 0; i < 20000; i++) {
		char name[32];
		snprintf(name, sizeof(name), "%d.pdf", i);
		assert_int_equal(linkat(top, "a.txt", top, name, 0), 0);
	}
	close(top);
	open_and_close(wide, 1, NULL);
	struct walk_list list;
	struct report report = {0};
	walk(0, &(struct walk_bounds){64, 10000, 100000}, &list, &report);
	assert_int_equal(report.n, 1);
	assert_non_null(strstr(report.items[0].text, "more than 10000 names in it (limits.entries)"));
	walk_list_finish(&list);
	report_finish(&report);
}

/* A folder that is mounted below itself is looked at once. */
static void mounts_may_go_round(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755) | mkdir("d/e", 0755), 0);
	scratch_text("d/a.txt", "");
	if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
		mount("d", "d/e", NULL, MS_BIND, NULL) != 0) {
		return; /* not here */
	}
	assert_walk(0, wide, "a.txt\n! d/e: a folder that holds itself: left out\n");
	assert_int_equal(umount("d/e"), 0);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(texts_are_listed_by_their_bytes),
		IN_FOLDER(what_is_no_file_is_left_out),
		IN_FOLDER(bounds_are_kept_and_told),
		IN_FOLDER(what_is_unreadable_is_left_out),
		IN_FOLDER(paths_may_be_longer_than_the_longest),
		IN_FOLDER(folders_may_be_thousands_deep),
		IN_FOLDER(names_may_be_of_any_bytes),
		IN_FOLDER(long_tales_are_cut_short),
		IN_FOLDER(links_are_followed_where_they_may),
		IN_FOLDER(wide_folders_are_bounded),
		IN_FOLDER(mounts_may_go_round),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
