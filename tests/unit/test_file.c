/* Files and folders, in a folder of our own. */
#include "base/file.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT ((size_t)1 << 20)

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* Each test runs within an empty folder, which is taken away afterwards. */
static int enter(void **state)
{
	char name[] = "/tmp/dossier-test-XXXXXX";
	if (mkdtemp(name) == NULL || chdir(name) != 0) {
		return -1;
	}
	*state = strdup(name);
	return *state == NULL;
}

static int leave(void **state)
{
	int failed = chdir("/") != 0 || nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;
	free(*state);
	return failed;
}

static void make(const char *path, const char *bytes)
{
	struct err err;
	if (!file_write(path, span_of(bytes), true, 0644, &err)) {
		fail_msg("%s", err.msg);
	}
}

static void assert_content(const char *path, const char *expected)
{
	struct buf out = {0};
	struct err err;
	if (!file_read(path, LIMIT, &out, NULL, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_true(span_eq(buf_span(&out), span_of(expected)));
	buf_finish(&out);
}

static void assert_unreadable(const char *path, size_t limit, const char *message)
{
	struct buf out = {0};
	struct file_stamp stamp = {.size = 77};
	struct err err;
	buf_puts(&out, "before");
	assert_false(file_read(path, limit, &out, &stamp, &err));
	assert_string_equal(err.msg, message);
	assert_string_equal(out.p, "before");
	assert_int_equal(stamp.size, 77);
	buf_finish(&out);
}

static void test_read(void **state)
{
	(void)state;
	make("a", "Iturup\n");
	make("empty", "");
	assert_content("a", "Iturup\n");
	struct buf out = {0};
	struct file_stamp stamp, again;
	buf_puts(&out, "x");
	assert_true(file_read("a", 7, &out, &stamp, NULL));
	assert_string_equal(out.p, "xIturup\n");
	assert_int_equal(stamp.size, 7);
	assert_true(file_read("a", SIZE_MAX, &out, &again, NULL));
	assert_memory_equal(&stamp, &again, sizeof(stamp));
	buf_clear(&out);
	assert_true(file_read("empty", 0, &out, &stamp, NULL));
	assert_int_equal(out.n, 0);
	buf_finish(&out);
}

static void test_read_large(void **state)
{
	(void)state;
	struct buf bytes = {0}, out = {0};
	for (int i = 0; i < 300000; i++) {
		buf_putc(&bytes, (char)(i * 7 % 251));
	}
	assert_true(file_write("large", buf_span(&bytes), true, 0600, NULL));
	assert_true(file_read("large", LIMIT, &out, NULL, NULL));
	assert_true(span_eq(buf_span(&bytes), buf_span(&out)));
	buf_finish(&bytes);
	buf_finish(&out);
}

static void test_read_refused(void **state)
{
	(void)state;
	make("a", "1234");
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_int_equal(mkfifo("fifo", 0644), 0);
	assert_int_equal(symlink("a", "link"), 0);
	assert_unreadable("none", LIMIT, "none: No such file or directory");
	assert_unreadable("folder", LIMIT, "folder: a folder, not a regular file");
	assert_unreadable("fifo", LIMIT, "fifo: a FIFO, not a regular file");
	assert_unreadable("link", LIMIT, "link: a link, not a regular file");
	assert_unreadable("/dev/null", LIMIT, "/dev/null: a device, not a regular file");
	assert_unreadable("a", 3, "a: larger than 3 bytes");
}

/* The kernel says 0 bytes of these files, and there are more. */
static void test_read_without_size(void **state)
{
	(void)state;
	struct stat st;
	struct buf out = {0};
	assert_int_equal(stat("/proc/self/status", &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_true(file_read("/proc/self/status", LIMIT, &out, NULL, NULL));
	assert_true(out.n > 0);
	buf_finish(&out);
	assert_unreadable("/proc/self/status", 10, "/proc/self/status: larger than 10 bytes");
}

static void test_questions(void **state)
{
	(void)state;
	make("a", "");
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_int_equal(symlink("folder", "link"), 0);
	assert_int_equal(symlink("nowhere", "broken"), 0);
	assert_true(file_is_folder("folder"));
	assert_true(file_is_folder("link"));
	assert_false(file_is_folder("a"));
	assert_false(file_is_folder("none"));
	assert_true(file_exists("a"));
	assert_true(file_exists("broken"));
	assert_false(file_exists("none"));
}

static void test_write(void **state)
{
	(void)state;
	struct err err;
	assert_true(file_write("new", SPAN("one"), false, 0600, &err));
	assert_content("new", "one");
	struct stat st;
	assert_int_equal(stat("new", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(file_write("new", SPAN("two"), false, 0600, &err));
	assert_string_equal(err.msg, "new: File exists");
	assert_content("new", "one");
	assert_true(file_write("new", SPAN("two"), true, 0600, &err));
	assert_content("new", "two");
	assert_false(file_write("none/new", SPAN("x"), true, 0600, &err));
	assert_string_equal(err.msg, "none/new: No such file or directory");
}

static bool is_any(const char *name)
{
	(void)name;
	return true;
}

static bool is_text(const char *name)
{
	return span_ends(span_of(name), SPAN(".txt"));
}

/* Lists the folder "d": the names, then the messages, a line each. */
static void assert_walk(struct file_bounds bounds, bool (*wanted)(const char *), const char *expected)
{
	struct file_list list = {0};
	struct report report = {0};
	struct err err;
	struct buf found = {0};
	assert_true(file_walk("d", &bounds, wanted, &list, &report, &err));
	for (uint32_t i = 0; i < list.n; i++) {
		buf_printf(&found, "%s\n", list.items[i].path);
	}
	for (uint32_t i = 0; i < report.n; i++) {
		buf_printf(&found, "! %s\n", report.items[i].text);
	}
	buf_puts(&found, "");
	assert_string_equal(found.p, expected);
	buf_finish(&found);
	file_list_finish(&list);
	report_finish(&report);
}

static const struct file_bounds wide = {.depth = 64, .entries = 1000000};

/* A full disk, played by a limit: the old file is still there, and nothing else. */
static void test_write_on_a_full_disk(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	make("d/old", "old");
	char bytes[5000] = {0};
	struct rlimit before, tight;
	struct err err;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	tight = (struct rlimit){.rlim_cur = 4096, .rlim_max = before.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	bool replaced = file_write("d/old", (struct span){bytes, sizeof(bytes)}, true, 0600, &err);
	bool written = file_write("d/new", (struct span){bytes, sizeof(bytes)}, false, 0600, NULL);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_false(replaced);
	assert_false(written);
	assert_string_equal(err.msg, "d/old: File too large");
	assert_content("d/old", "old");
	assert_walk(wide, is_any, "old\n");
}

/* A write that fails at its last step leaves nothing behind. */
static void test_write_leaves_nothing(void **state)
{
	(void)state;
	struct err err;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("d/taken", 0755), 0);
	assert_false(file_write("d/taken", SPAN("x"), true, 0600, &err));
	assert_string_equal(err.msg, "d/taken: Is a directory");
	assert_walk(wide, is_any, "");
}

static void test_walk(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_walk(wide, is_text, "");
	assert_int_equal(mkdir("d/b", 0755), 0);
	assert_int_equal(mkdir("d/b/c", 0755), 0);
	assert_int_equal(mkdir("d/.git", 0755), 0);
	make("d/b.txt", "");
	make("d/a.txt", "");
	make("d/Z.txt", "");
	make("d/\xD0\x9A.txt", "");
	make("d/b/x.txt", "");
	make("d/b/c/x.txt", "");
	make("d/b/c/x.pdf", "");
	make("d/.hidden.txt", "");
	make("d/.git/x.txt", "");
	assert_walk(wide, is_text, "Z.txt\na.txt\nb.txt\nb/c/x.txt\nb/x.txt\n\xD0\x9A.txt\n");
}

static void test_walk_leaves_out(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("d/e", 0755), 0);
	make("d/a.txt", "");
	assert_int_equal(symlink("a.txt", "d/b.txt"), 0);
	assert_int_equal(symlink("a.txt", "d/unwanted"), 0);
	assert_int_equal(symlink("..", "d/e/loop"), 0);
	assert_int_equal(symlink("loop.txt", "d/loop.txt"), 0);
	assert_int_equal(symlink("nowhere", "d/broken"), 0);
	assert_int_equal(mkfifo("d/c.txt", 0644), 0);
	assert_int_equal(mkfifo("d/fifo", 0644), 0);
	assert_walk(wide, is_text,
		"a.txt\n"
		"! d/b.txt: a link: left out\n"
		"! d/c.txt: a FIFO: left out\n"
		"! d/e/loop: a link to a folder: left out\n"
		"! d/loop.txt: a link: left out\n");
}

static void test_walk_bounds(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("d/a", 0755), 0);
	assert_int_equal(mkdir("d/a/b", 0755), 0);
	make("d/1.txt", "");
	make("d/a/2.txt", "");
	make("d/a/b/3.txt", "");
	assert_walk((struct file_bounds){1, 100}, is_text,
		"1.txt\na/2.txt\n! d/a/b: a folder too deep down: left out\n");
	assert_walk((struct file_bounds){64, 4}, is_text,
		"1.txt\na/2.txt\n! d: more than 4 names below it: the rest is left out\n");
	assert_walk((struct file_bounds){64, 5}, is_text, "1.txt\na/2.txt\na/b/3.txt\n");
}

static void test_walk_unreadable(void **state)
{
	(void)state;
	uid_t us = geteuid();
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("d/closed", 0), 0);
	make("d/a.txt", "");
	if (us == 0) { /* root reads everything: be nobody */
		assert_int_equal(chmod(".", 0755), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	assert_walk(wide, is_text, "a.txt\n! d/closed: cannot be read: Permission denied: left out\n");
	assert_int_equal(seteuid(us), 0);
	assert_int_equal(chmod("d/closed", 0755), 0);
}

static void test_walk_fails(void **state)
{
	(void)state;
	struct file_list list = {.n = 77};
	struct report report = {0};
	struct err err;
	make("file", "");
	assert_false(file_walk("none", &wide, is_any, &list, &report, &err));
	assert_string_equal(err.msg, "none: No such file or directory");
	assert_false(file_walk("file", &wide, is_any, &list, &report, &err));
	assert_string_equal(err.msg, "file: Not a directory");
	assert_int_equal(list.n, 77);
	report_finish(&report);
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
static void test_walk_deep(void **state)
{
	(void)state;
	char name[201];
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(mkdir("d", 0755), 0);
	int fd = open("d", O_RDONLY | O_DIRECTORY);
	chain(fd, name, DEEP, true);
	struct file_list list = {0};
	struct report report = {0};
	assert_true(file_walk("d", &wide, is_text, &list, &report, NULL));
	assert_int_equal(list.n, 1);
	assert_int_equal(strlen(list.items[0].path), DEEP * sizeof(name) + strlen("deep.txt"));
	assert_int_equal(report.n, 0);
	file_list_finish(&list);
	report_finish(&report);
	chain(fd, name, DEEP, false);
	close(fd);
}

static void test_join(void **state)
{
	(void)state;
	static const char *const rows[][3] = {
		{"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {"", "b", "b"}, {"a", "", "a/"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf out = {0};
		file_join(&out, rows[i][0], rows[i][1]);
		assert_string_equal(out.p, rows[i][2]);
		buf_finish(&out);
	}
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_read),
		IN_FOLDER(test_read_large),
		IN_FOLDER(test_read_refused),
		IN_FOLDER(test_read_without_size),
		IN_FOLDER(test_questions),
		IN_FOLDER(test_write),
		IN_FOLDER(test_write_on_a_full_disk),
		IN_FOLDER(test_write_leaves_nothing),
		IN_FOLDER(test_walk),
		IN_FOLDER(test_walk_leaves_out),
		IN_FOLDER(test_walk_bounds),
		IN_FOLDER(test_walk_unreadable),
		IN_FOLDER(test_walk_fails),
		IN_FOLDER(test_walk_deep),
		cmocka_unit_test(test_join),
	};
	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
