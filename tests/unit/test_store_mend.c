/* A damaged database: set aside, never deleted, and what can be read of it carried over. */
#include "stored.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#define NOTES 400

/* A number below n, the same ones in each run. */
static uint32_t chance(uint32_t n)
{
	static uint64_t seed = 1855;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

/* How many files of folder s have this in their names. */
static uint32_t count_files(const char *part)
{
	DIR *dir = opendir("s");
	const struct dirent *entry;
	uint32_t n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		n += strstr(entry->d_name, part) != NULL;
	}
	closedir(dir);
	return n;
}

static void remove_files(void)
{
	DIR *dir = opendir("s");
	const struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		unlinkat(dirfd(dir), entry->d_name, 0);
	}
	closedir(dir);
}

/* NOTES notes, every third of them edited once. */
static void make_notes(void)
{
	static struct note notes[NOTES];
	struct store *store = open_store("s");
	char body[64];

	for (int i = 0; i < NOTES; i++) {
		snprintf(body, sizeof(body), "note %d of those that may be damaged", i);
		notes[i] = sample(body);
		put(store, &notes[i], false);
		if (i % 3 == 0) {
			notes[i].body = SPAN("edited");
			put(store, &notes[i], false);
		}
	}
	store_close(store);
}

static void overwrite(const char *path, off_t at, const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY);
	bool ok = fd >= 0 && pwrite(fd, bytes, n, at) == (ssize_t)n;

	close(fd);
	assert_true(ok);
}

static off_t size_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_size;
}

/* It can be written to and is sound; how many notes were there. */
static uint32_t go_on(void)
{
	struct store *store = open_store("s");
	struct report faults = {0};
	struct note *notes, note = sample("after");
	struct err err;
	uint32_t n = read_all(store, &notes);

	put(store, &note, false);
	assert_int_equal(read_all(store, &notes), n + 1);
	if (!store_check(store, &faults, &err)) {
		fail_msg("%s", err.msg);
	}
	if (faults.n > 0) { /* which mends it */
		report_finish(&faults);
		n = read_all(store, &notes) - 1;
		assert_true(store_check(store, &faults, &err));
		assert_int_equal(faults.n, 0);
	}
	store_close(store);
	return n;
}

static void assert_mended(uint32_t least)
{
	uint32_t n = go_on();

	if (n < least) {
		fail_msg("%u notes of %u were carried over", n, least);
	}
	assert_int_equal(count_files("damaged-"), 1);
	assert_int_equal(count_files("mending"), 0);
	assert_int_equal(count_files("copy"), 0);
	assert_true(report.n > 0);
	assert_non_null(strstr(report.items[0].text, "was damaged: it is notes.db.damaged-"));
}

/* A page of random bytes at 20 random places, one file each: a page holds few notes. */
static void test_random_places(void **state)
{
	struct err err;
	struct buf good = {0};
	unsigned char bytes[4096];
	uint32_t mended = 0;

	(void)state;
	make_notes();
	assert_true(file_read("s/notes.db", 1 << 30, &good, NULL, &err));
	for (int round = 0; round < 20; round++) {
		off_t at = (off_t)chance((uint32_t)(good.n / sizeof(bytes))) * (off_t)sizeof(bytes);

		remove_files();
		assert_true(file_write("s/notes.db", buf_span(&good), true, 0600, &err));
		for (size_t i = 0; i < sizeof(bytes); i++) {
			bytes[i] = (unsigned char)chance(256);
		}
		overwrite("s/notes.db", at, bytes, sizeof(bytes));
		uint32_t n = go_on();
		if (n < NOTES - 60) {
			fail_msg("damaged at %ld: only %u notes are left", (long)at, n);
		}
		mended += count_files("damaged-");
		report_finish(&report);
	}
	assert_int_equal(mended, 20);
	buf_finish(&good);
}

/* The first page is what is damaged most often; without it nothing tells where tables are. */
static void test_head(void **state)
{
	static const char zeros[4096];

	(void)state;
	make_notes();
	overwrite("s/notes.db", 0, zeros, sizeof(zeros));
	assert_mended(NOTES);
}

static void test_cut_short(void **state)
{
	(void)state;
	make_notes();
	assert_int_equal(truncate("s/notes.db", size_of("s/notes.db") / 2), 0);
	assert_mended(NOTES / 10);
}

/* What never was a database is kept, too. */
static void test_no_database(void **state)
{
	(void)state;
	assert_int_equal(mkdir("s", 0700), 0);
	make_file("s/notes.db");
	overwrite("s/notes.db", 0, "these are my notes, written by hand\n", 36);
	assert_mended(0);
}

/* In a child: in the middle of a write, with a journal on disk. */
static void stay_in_write(int out)
{
	struct store *store;
	struct report found = {0};
	struct err err;

	if (store_open(&store, "s", &found, &err) &&
		store_db_exec(store, "BEGIN IMMEDIATE; UPDATE note SET body = 'never'", &err) &&
		write(out, "x", 1) == 1) {
		pause();
	}
	_exit(1);
}

/* The journal of a damaged file goes with it: in the new one it would undo what is there. */
static void test_journal(void **state)
{
	static const char zeros[4096];
	int ends[2];
	char byte;

	(void)state;
	make_notes();
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	if (pid == 0) {
		stay_in_write(ends[1]);
	}
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_true(size_of("s/notes.db-journal") > 0);
	overwrite("s/notes.db", 0, zeros, sizeof(zeros));
	uint32_t n = go_on();
	assert_int_equal(count_files("damaged-"), 2);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(ends[0]), close(ends[1]);
	assert_int_equal(n, NOTES);
	assert_int_equal(go_on(), NOTES + 1);
}

/* The damage is met while writing, by a session that has read all before. */
static void test_while_open(void **state)
{
	static const char zeros[4096];
	struct store *store;
	struct note *notes, note = sample("after");
	uint32_t n;

	(void)state;
	make_notes();
	store = open_store("s");
	n = read_all(store, &notes);
	assert_int_equal(n, NOTES);
	for (off_t at = 4096; at < size_of("s/notes.db"); at += 3 * 4096) {
		overwrite("s/notes.db", at, zeros, sizeof(zeros));
	}
	overwrite("s/notes.db", 24, "zzzz", 4); /* another change counter: nothing cached is right */
	put(store, &note, false);
	n = read_all(store, &notes);
	assert_true(n > 0);
	assert_text(notes[n - 1].body, "after");
	assert_int_equal(count_files("damaged-"), 1);
	store_close(store);
}

/* Another session has set the file aside: this one goes on in the new one. */
static void test_by_another(void **state)
{
	static const char zeros[4096];
	struct store *store;
	struct note *notes, note = sample("mine");

	(void)state;
	make_notes();
	store = open_store("s");
	assert_int_equal(read_all(store, &notes), NOTES);
	overwrite("s/notes.db", 0, zeros, sizeof(zeros));
	uint32_t n = go_on();
	assert_true(n >= NOTES);
	put(store, &note, false);
	assert_int_equal(read_all(store, &notes), n + 2);
	assert_int_equal(count_files("damaged-"), 1);
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
	static const struct CMUnitTest tests[] = {
		TEST(test_random_places), TEST(test_head), TEST(test_cut_short), TEST(test_no_database),
		TEST(test_journal), TEST(test_while_open), TEST(test_by_another),
	};
#undef TEST
	return cmocka_run_group_tests_name("store mended", tests, NULL, NULL);
}
