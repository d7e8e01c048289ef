/* Files and folders, in a folder of our own. */
#include "base/file.h"
#include "base/file_add.h"
#include "scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT ((size_t)1 << 20)

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
	scratch_text("a", "Iturup\n");
	scratch_text("empty", "");
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
	scratch_text("a", "1234");
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
	scratch_text("a", "");
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

/* Whether the folder holds nothing but this name; NULL: nothing at all. */
static void assert_only(const char *folder, const char *name)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
			assert_non_null(name);
			assert_string_equal(entry->d_name, name);
		}
	}
	closedir(dir);
}

/* Writes to d/a until it is told to stop; keeps it under a megabyte. */
static void *keep_writing(void *stop)
{
	int fd = open("d/a", O_WRONLY);
	for (off_t n = 0; !atomic_load((atomic_int *)stop); n = n < 1000000 ? n + 4096 : 0) {
		char block[4096] = {'x'};
		if (pwrite(fd, block, sizeof(block), n) < 0 || (n == 0 && ftruncate(fd, 0) != 0)) {
			break;
		}
	}
	close(fd);
	return NULL;
}

/* A full disk, played by a limit: the old file is still there, and nothing else. */
static void test_write_on_a_full_disk(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	scratch_text("d/old", "old");
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
	assert_only("d", "old");
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
	assert_int_equal(rmdir("d/taken"), 0);
	assert_only("d", NULL);
}

/* What grows for as long as it is read is read all the same, and marked. */
static void test_read_below_marks_what_changes(void **state)
{
	(void)state;
	struct err err;
	struct buf out = {0};
	struct file_state file = {.changing = true};
	assert_int_equal(mkdir("d", 0755), 0);
	scratch_text("d/a", "Iturup\n");
	struct folder *folder = folder_open("d", 0, &err);
	assert_non_null(folder);
	buf_puts(&out, "x");
	assert_true(file_read_below(folder, "a", LIMIT, &out, &file, &err));
	assert_false(file.changing);
	assert_int_equal(file.stamp.size, 7);
	assert_string_equal(out.p, "xIturup\n");
	atomic_int stop = 0;
	pthread_t writer;
	assert_int_equal(pthread_create(&writer, NULL, keep_writing, &stop), 0);
	for (int i = 0; i < 100000 && !file.changing; i++) {
		buf_clear(&out);
		assert_true(file_read_below(folder, "a", LIMIT * 64, &out, &file, &err));
	}
	bool failed = false;
	for (int i = 0; i < 100000 && !failed; i++) {
		buf_clear(&out);
		failed = !file_read("d/a", LIMIT * 64, &out, NULL, &err);
	}
	atomic_store(&stop, 1);
	pthread_join(writer, NULL);
	assert_true(file.changing);
	assert_true(failed);
	assert_string_equal(err.msg, "d/a: changes while it is read");
	assert_int_equal(out.n, 0);
	buf_clear(&out);
	assert_true(file_read_below(folder, "a", LIMIT * 64, &out, &file, &err));
	assert_false(file.changing);
	buf_finish(&out);
	folder_close(folder);
}

static void assert_refused_below(const struct folder *folder, const char *path, const char *why)
{
	struct buf out = {0};
	struct file_state file;
	struct err err;
	assert_false(file_read_below(folder, path, LIMIT, &out, &file, &err));
	assert_string_equal(err.msg, why);
	buf_finish(&out);
}

static void assert_below(const struct folder *folder, const char *path, const char *content)
{
	struct buf out = {0};
	struct file_state file;
	struct err err;
	if (!file_read_below(folder, path, LIMIT, &out, &file, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_string_equal(out.p, content);
	buf_finish(&out);
}

/* However the kernel helps, nothing leads out, and links lead nowhere unless they are allowed. */
static void test_read_below_stays_inside(void **state)
{
	(void)state;
	struct err err;
	assert_int_equal(mkdir("d", 0755) | mkdir("d/e", 0755), 0);
	scratch_text("secret", "secret");
	scratch_text("d/e/a", "a");
	assert_int_equal(symlink("../secret", "d/out") | symlink("e", "d/in") | symlink("e/a", "d/b") |
		symlink("/etc", "d/etc") | symlink("loop", "d/loop") | mkfifo("d/fifo", 0644), 0);
	for (unsigned flags = 0; flags < 4; flags++) {
		struct folder *folder = folder_open("d", flags, &err);
		assert_non_null(folder);
		assert_string_equal(folder_name(folder), "d");
		assert_below(folder, "e/a", "a");
		assert_refused_below(folder, "../secret", "d/../secret: leads out of the folder");
		assert_refused_below(folder, "fifo", "d/fifo: a FIFO, not a regular file");
		assert_refused_below(folder, "e/none", "d/e/none: No such file or directory");
		if (folder_follows(folder)) {
			assert_below(folder, "in/a", "a");
			assert_below(folder, "b", "a");
			assert_refused_below(folder, "out", "d/out: leads out of the folder");
			assert_refused_below(folder, "etc/passwd",
				"d/etc/passwd: leads out of the folder");
			assert_refused_below(folder, "loop", "d/loop: by way of a link");
		} else {
			assert_refused_below(folder, "b", "d/b: a link, not a regular file");
			assert_refused_below(folder, "out", "d/out: a link, not a regular file");
			assert_true(folder_at(folder, "in/a", FOLDER_READ) < 0);
			assert_true(folder_at(folder, "etc/passwd", FOLDER_READ) < 0);
		}
		folder_close(folder);
	}
	assert_null(folder_open("none", 0, &err));
	assert_string_equal(err.msg, "none: No such file or directory");
	folder_close(NULL);
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

/* Whatever an editor has left at the end, a blank line parts the record from it. */
static void test_add(void **state)
{
	static const char *const rows[][2] = {
		{"", "B: 2\n\n"},
		{"A: 1\n\n", "A: 1\n\nB: 2\n\n"},
		{"A: 1\n", "A: 1\n\nB: 2\n\n"},
		{"A: 1", "A: 1\n\nB: 2\n\n"},
		{"\n", "\n\n\nB: 2\n\n"},
	};
	struct file_grown grown;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		scratch_text("a.rec", rows[i][0]);
		assert_true(file_add("a.rec", SPAN("B: 2\n\n"), 0600, &grown, &err));
		assert_content("a.rec", rows[i][1]);
		assert_int_equal(grown.before, strlen(rows[i][0]));
		assert_int_equal(grown.after, strlen(rows[i][1]));
		assert_true(file_add_undo("a.rec", &grown, &err));
		assert_content("a.rec", rows[i][0]);
		assert_false(file_add_undo("a.rec", &grown, &err));
		assert_string_equal(err.msg, "a.rec: somebody else has written to it meanwhile");
	}
	assert_true(file_add("new.rec", SPAN("B: 2\n\n"), 0600, &grown, &err));
	assert_content("new.rec", "B: 2\n\n");
	assert_int_equal(symlink("new.rec", "link"), 0);
	assert_false(file_add("link", SPAN("B: 2\n\n"), 0600, &grown, &err));
	assert_false(file_add(".", SPAN("B: 2\n\n"), 0600, &grown, &err));
}

/* In a child: adds records and takes each of them back, until nobody listens any more. */
static int add_and_undo(int end)
{
	struct file_grown grown;
	struct err err;

	for (;;) {
		if (write(end, "", 1) != 1) {
			return errno == EPIPE ? 0 : 1;
		}
		if (!file_add("a.rec", SPAN("No: 0\n\n"), 0600, &grown, &err)) {
			return 2;
		}
		if (!file_add_undo("a.rec", &grown, &err) && strstr(err.msg, "meanwhile") == NULL) {
			return 3;
		}
	}
}

/* What one session takes back is never what another has written. */
static void test_add_beside_another(void **state)
{
	enum { RECORDS = 300 };
	struct file_grown grown;
	struct buf out = {0};
	struct err err;
	int ends[2], status;
	char byte;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		signal(SIGPIPE, SIG_IGN);
		_exit(add_and_undo(ends[1]));
	}
	close(ends[1]);
	for (int i = 0; i < RECORDS; i++) {
		assert_int_equal(read(ends[0], &byte, 1), 1); /* the other one is at work */
		assert_true(file_add("a.rec", SPAN("Yes: 1\n\n"), 0600, &grown, &err));
	}
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_true(file_read("a.rec", LIMIT, &out, NULL, &err));
	int found = 0;
	for (size_t at = 0; (at = span_find(buf_span(&out), SPAN("Yes: 1\n"), at)) < out.n; at++) {
		found++;
	}
	assert_int_equal(found, RECORDS);
	buf_finish(&out);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_read),
		IN_FOLDER(test_read_large),
		IN_FOLDER(test_read_refused),
		IN_FOLDER(test_read_without_size),
		IN_FOLDER(test_read_below_stays_inside),
		IN_FOLDER(test_read_below_marks_what_changes),
		IN_FOLDER(test_questions),
		IN_FOLDER(test_write),
		IN_FOLDER(test_write_on_a_full_disk),
		IN_FOLDER(test_write_leaves_nothing),
		IN_FOLDER(test_add),
		IN_FOLDER(test_add_beside_another),
		cmocka_unit_test(test_join),
	};
	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
