/* What was said to be saved is there, whatever happens to disk, file, rights and other sessions. */
#include "stored.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static void assert_sound(const char *folder)
{
	struct store *store = open_store(folder);
	struct report faults = {0};
	struct err err;

	if (!store_check(store, &faults, &err)) {
		fail_msg("%s", err.msg);
	}
	if (faults.n > 0) {
		fail_msg("%s", faults.items[0].text);
	}
	store_close(store);
}

static void assert_not_put(struct store *store, const char *message)
{
	struct note note = sample("refused"), before = note;
	struct err err = {""};
	bool rival;

	assert_false(store_put(store, &note, &arena, &rival, &err));
	assert_memory_equal(&note, &before, sizeof(note));
	if (strstr(err.msg, message) == NULL || strstr(err.msg, "notes.db") == NULL) {
		fail_msg("'%s', not '%s'", err.msg, message);
	}
}

static void assert_not_opened(const char *message)
{
	struct store *store;
	struct err err = {""};

	assert_false(store_open(&store, "s", &report, &err));
	if (strstr(err.msg, message) == NULL) {
		fail_msg("'%s', not '%s'", err.msg, message);
	}
}

static int wait_for(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	return status;
}

/* A number below n, the same ones in each run. */
static uint32_t chance(uint32_t n)
{
	static uint64_t seed = 20261121;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

/* Several at once. */

#define WRITERS 4
#define EACH 1000

/*
 * On a busy machine a writer may wait longer than the store lets it: it is told so, and saves again.
 * Anything else that is refused is a failure.
 */
static bool put_patiently(struct store *store, struct note *note, struct arena *texts, struct err *err)
{
	bool rival = false;

	for (int tries = 0; tries < 100; tries++) {
		if (store_put(store, note, texts, &rival, err)) {
			return !rival;
		}
		if (strstr(err->msg, "save again in a moment") == NULL) {
			return false;
		}
	}
	return false;
}

/* In a child: no cmocka there. */
static int write_many(int who)
{
	struct store *store;
	struct arena texts = {0};
	struct report found = {0};
	struct err err;
	char body[32];

	if (!store_open(&store, "s", &found, &err)) {
		return 2;
	}
	for (int i = 0; i < EACH; i++) {
		snprintf(body, sizeof(body), "%d/%d", who, i);
		struct note note = sample(body);
		if (!put_patiently(store, &note, &texts, &err)) {
			fprintf(stderr, "%s\n", err.msg);
			return 3;
		}
	}
	store_close(store);
	arena_finish(&texts);
	report_finish(&found);
	return 0;
}

static void test_four_writers(void **state)
{
	static bool seen[WRITERS][EACH];
	pid_t pids[WRITERS];
	struct store *store;
	struct note *notes;
	uint32_t n;

	(void)state;
	for (int i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i] == 0) {
			_exit(write_many(i));
		}
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(wait_for(pids[i]), 0);
	}
	store = open_store("s");
	n = read_all(store, &notes);
	assert_int_equal(n, WRITERS * EACH);
	for (uint32_t i = 0; i < n; i++) {
		int who = -1, which = -1;

		assert_int_equal(sscanf(notes[i].body.p, "%d/%d", &who, &which), 2);
		assert_true(who >= 0 && who < WRITERS && which >= 0 && which < EACH);
		assert_false(seen[who][which]);
		seen[who][which] = true;
	}
	store_close(store);
	assert_sound("s");
}

/* Writes until it is killed; each Id goes into the pipe once it has been acknowledged. */
static void write_until_killed(int out)
{
	struct store *store;
	struct arena texts = {0};
	struct report found = {0};
	struct err err;
	bool rival;

	if (!store_open(&store, "s", &found, &err)) {
		_exit(2);
	}
	for (;;) {
		struct note note = sample("written");

		if (!store_put(store, &note, &texts, &rival, &err) ||
			write(out, note.id.p, note.id.n) != (ssize_t)note.id.n) {
			_exit(3);
		}
	}
}

static bool has_id(const struct note *notes, uint32_t n, struct span id)
{
	for (uint32_t i = 0; i < n; i++) {
		if (span_eq(notes[i].id, id)) {
			return true;
		}
	}
	return false;
}

/* One life: notes written, kill -9 at some moment. Ids that were acknowledged go to *ids. */
static void live_and_die(struct buf *ids)
{
	int ends[2];
	char bytes[4096];
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		write_until_killed(ends[1]);
	}
	close(ends[1]);
	nanosleep(&(struct timespec){.tv_nsec = (long)chance(4000) * 1000}, NULL);
	kill(pid, SIGKILL);
	while ((n = read(ends[0], bytes, sizeof(bytes))) > 0) {
		buf_add(ids, bytes, (size_t)n);
	}
	close(ends[0]);
	assert_true(WIFSIGNALED(wait_for(pid)));
}

static void test_killed(void **state)
{
	struct buf ids = {0};
	struct store *store;
	struct note *notes;
	uint32_t n;

	(void)state;
	for (int round = 0; round < 50 || (ids.n == 0 && round < 5000); round++) {
		live_and_die(&ids);
		if (file_exists("s/notes.db")) {
			assert_sound("s");
		}
	}
	store = open_store("s");
	n = read_all(store, &notes);
	assert_true(ids.n > 0);
	for (size_t i = 0; i + 36 <= ids.n; i += 36) {
		if (!has_id(notes, n, (struct span){ids.p + i, 36})) {
			fail_msg("%.36s was acknowledged and is not there", ids.p + i);
		}
	}
	assert_int_equal(report.n, 0);
	store_close(store);
	buf_finish(&ids);
}

/* In a child: takes the file for itself, says so, and does not let go. */
static void hold(int out)
{
	struct store *store;
	struct report found = {0};
	struct err err;

	if (store_open(&store, "s", &found, &err) && store_db_exec(store, "BEGIN EXCLUSIVE", &err) &&
		write(out, "x", 1) == 1) {
		pause();
	}
	_exit(1);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Writing waits for another session, and gives up in time; looking for changes never waits. */
static void test_locked(void **state)
{
	struct store *store = open_store("s");
	struct note note = sample("before");
	uint64_t version;
	int64_t start;
	int ends[2];
	char byte;

	(void)state;
	put(store, &note, false);
	version = store_version(store);
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	if (pid == 0) {
		hold(ends[1]);
	}
	assert_int_equal(read(ends[0], &byte, 1), 1);
	start = now_ms();
	assert_true(store_version(store) == version);
	assert_true(now_ms() - start < 1000);
	store->patience = 30;
	assert_not_put(store, "another session has been writing for too long");
	assert_true(now_ms() - start >= 30);
	kill(pid, SIGKILL);
	wait_for(pid);
	close(ends[0]), close(ends[1]);
	note = sample("after");
	put(store, &note, false);
	store_close(store);
}

/* Rights and links. */

static void test_refused(void **state)
{
	struct store *store = open_store("s");
	struct note note = sample("x");

	(void)state;
	put(store, &note, false);
	store_close(store);
	assert_int_equal(chmod("s/notes.db", 0644), 0);
	assert_not_opened("other users have rights to it: chmod 600 's/notes.db'");
	assert_int_equal(chmod("s/notes.db", 0600), 0);
	assert_int_equal(chmod("s", 0750), 0);
	assert_not_opened("chmod 700 's'");
	assert_int_equal(chmod("s", 0700), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown("s/notes.db", 12345, 12345), 0);
		assert_not_opened("belongs to another user");
		assert_int_equal(chown("s/notes.db", 0, 0), 0);
		assert_int_equal(chown("s", 12345, 12345), 0);
		assert_not_opened("belongs to another user");
		assert_int_equal(chown("s", 0, 0), 0);
	}
	assert_sound("s");
}

/* No link is followed: not as the file, as its journal, or as the folder. */
static void test_links(void **state)
{
	(void)state;
	assert_int_equal(mkdir("s", 0700), 0);
	make_file("target");
	assert_int_equal(symlink("../target", "s/notes.db"), 0);
	assert_not_opened("s/notes.db: a link");
	assert_int_equal(unlink("s/notes.db"), 0);
	assert_int_equal(mkdir("s/notes.db", 0700), 0);
	assert_not_opened("s/notes.db: a folder");
	assert_int_equal(rmdir("s/notes.db"), 0);
	make_file("s/notes.db");
	assert_int_equal(symlink("../target", "s/notes.db-journal"), 0);
	assert_not_opened("s/notes.db-journal: a link");
	assert_int_equal(unlink("s/notes.db-journal"), 0);
	assert_int_equal(rename("s", "t"), 0);
	assert_int_equal(symlink("t", "s"), 0);
	assert_not_opened("s: a link");
	struct stat st;
	assert_int_equal(stat("target", &st), 0);
	assert_int_equal(st.st_size, 0);
}

/* A home folder behind a link is nothing to be refused. */
static void test_link_above(void **state)
{
	struct note *notes, note = sample("x");

	(void)state;
	assert_int_equal(mkdir("real", 0700), 0);
	assert_int_equal(symlink("real", "home"), 0);
	struct store *store = open_store("home/s");
	put(store, &note, false);
	assert_int_equal(read_all(store, &notes), 1);
	store_close(store);
}

/* Nothing is read-only to root, who is nobody here for a while. */
static void be_nobody(void)
{
	if (geteuid() == 0) {
		assert_int_equal(chown(".", 65534, 65534), 0);
		assert_int_equal(seteuid(65534), 0);
	}
}

static void be_oneself(void)
{
	assert_int_equal(seteuid(getuid()), 0);
}

static void test_read_only(void **state)
{
	struct store *store;
	struct note *notes, note = sample("x");
	struct err err;
	bool rival;

	(void)state;
	be_nobody();
	store = open_store("s/s");
	put(store, &note, false);
	store_close(store);
	assert_int_equal(chmod("s/s/notes.db", 0400), 0);
	assert_int_equal(chmod("s/s", 0500), 0);
	store = open_store("s/s");
	assert_int_equal(read_all(store, &notes), 1);
	assert_not_put(store, "it may not be written to");
	store_close(store);
	assert_int_equal(chmod("s/s", 0700), 0);
	assert_int_equal(chmod("s", 0500), 0);
	store = open_store("s/t");
	note = sample("new");
	assert_false(store_put(store, &note, &arena, &rival, &err));
	assert_string_equal(err.msg, "s/t: Permission denied");
	assert_int_equal(chmod("s", 0700), 0);
	put(store, &note, false);
	store_close(store);
	be_oneself();
}

/* No room. */

/* Puts notes until there is no room; how many there are then. */
static uint32_t fill(struct store *store)
{
	static char body[2000];
	struct err err = {""};
	uint32_t n = 0;
	bool rival;

	memset(body, 'b', sizeof(body) - 1);
	for (; n < 1000; n++) {
		struct note note = sample(body);

		if (!store_put(store, &note, &arena, &rival, &err)) {
			break;
		}
	}
	if (strstr(err.msg, "the disk is full") == NULL && strstr(err.msg, "a limit on sizes") == NULL) {
		fail_msg("%u notes, '%s'", n, err.msg);
	}
	return n;
}

/* Nothing that was acknowledged is lost, and the same handle goes on once there is room. */
static void fill_and_go_on(bool (*make_room)(void))
{
	struct store *store = open_store("s");
	struct note *notes, note = sample("after");
	uint32_t n = fill(store);

	assert_true(n > 3);
	assert_int_equal(read_all(store, &notes), n);
	assert_true(make_room());
	put(store, &note, false);
	assert_int_equal(read_all(store, &notes), n + 1);
	store_close(store);
	assert_sound("s");
}

static bool limit_files(rlim_t most)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_FSIZE, &limit) != 0) {
		return false;
	}
	limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
	return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

static bool unlimit_files(void)
{
	return limit_files(RLIM_INFINITY);
}

static void test_file_limit(void **state)
{
	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_true(limit_files(100000));
	fill_and_go_on(unlimit_files);
}

static bool remove_ballast(void)
{
	return unlink("s/ballast") == 0;
}

static void test_full_disk(void **state)
{
	static char ballast[20000];

	(void)state;
	assert_int_equal(mkdir("s", 0700), 0);
	if (mount("none", "s", "tmpfs", 0, "size=200k,mode=0700") != 0) {
		return; /* not without the right to mount: test_file_limit is left */
	}
	make_file("s/ballast");
	int fd = open("s/ballast", O_WRONLY);
	bool full = write(fd, ballast, sizeof(ballast)) == (ssize_t)sizeof(ballast);
	close(fd);
	assert_true(full);
	fill_and_go_on(remove_ballast);
	assert_int_equal(umount("s"), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
	static const struct CMUnitTest tests[] = {
		TEST(test_four_writers), TEST(test_killed), TEST(test_locked), TEST(test_refused),
		TEST(test_links), TEST(test_link_above), TEST(test_read_only), TEST(test_file_limit),
		TEST(test_full_disk),
	};
#undef TEST
	return cmocka_run_group_tests_name("store under harm", tests, NULL, NULL);
}
