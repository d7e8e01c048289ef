/* A form of a file that had only just been written is good where the file reads the same once more. */
#include "base/file.h"
#include "scratch.h"
#include "texts/kept_make.h"
#include "texts/linewindow.h"
#include "texts/stream.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct config config;

static int enter(void **state)
{
	config_init(&config);
	return scratch_enter(state);
}

static int leave(void **state)
{
	config_finish(&config);
	return scratch_leave(state);
}

/* What happens to a file while its form is made. */
struct doing {
	struct span then; /* what it holds from the middle on, at the same time; p NULL: the same as before */
	uint64_t half; /* of the work */
	bool begun, late; /* late: the second of its time had gone by before the first of it was read */
	bool done;
};

static int64_t nanoseconds(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

/* Whether the file's time is more than a second ago. */
static bool is_old(const struct stat *st)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return nanoseconds(&now) - nanoseconds(&st->st_mtim) > 1000000000;
}

/* All of the text has been read by the middle; then another one is written, and no time tells. */
static bool meddle(void *viewer, uint64_t at)
{
	struct doing *doing = viewer;
	struct stat st;
	int fd;

	assert_int_equal(stat("a.txt", &st), 0);
	doing->late = doing->begun ? doing->late : is_old(&st);
	doing->begun = true;
	if (doing->done || at < doing->half) {
		return true;
	}
	doing->done = true;
	while (!is_old(&st)) {
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
	if (doing->then.p != NULL) {
		const struct timespec times[2] = {st.st_mtim, st.st_mtim};

		fd = open("a.txt", O_WRONLY);
		assert_int_equal(pwrite(fd, doing->then.p, doing->then.n, 0), doing->then.n);
		assert_int_equal(futimens(fd, times), 0);
		close(fd);
	}
	return true;
}

/* Makes the form of a young file, to which things happen; whether it is good for the file. */
static bool try_form(struct span text, struct span then, bool *late)
{
	static const struct doc_about about = {.path = {"a.txt", 5}};
	struct doing doing = {.then = then, .half = text.n / 2};
	struct kept_make make = {.path = "form", .name = "a.txt", .about = &about, .config = &config,
		.limit = 1 << 20, .piece = STREAM_PIECE, .window = LINEWINDOW_BYTES,
		.progress = meddle, .viewer = &doing};
	struct file_stamp stamp;
	struct kept_key key;
	struct doc doc;
	struct err err;
	bool unwritten, good;

	unlink("a.txt");
	scratch_file("a.txt", text);
	if (!kept_make(&make, &doc, &unwritten, &err)) {
		fail_msg("%s", err.msg);
	}
	doc_finish(&doc);
	assert_true(doing.done);
	assert_true(file_look("a.txt", &stamp));
	key = kept_key_of(&stamp, &about, &config);
	good = kept_open(&doc, "form", &key, &about, &err);
	if (good) {
		doc_finish(&doc);
	}
	*late = doing.late;
	return good;
}

/* The same of a file that was young for certain. */
static bool is_good(struct span text, struct span then)
{
	bool late = true, good = false;

	while (late) {
		good = try_form(text, then, &late);
	}
	return good;
}

#define TEXT "A headline of it\n\nA text of some words, and more of them: ten or so.\n"

static void what_stays_is_good(void **state)
{
	(void)state;
	assert_true(is_good(SPAN(TEXT), (struct span){NULL, 0}));
	assert_true(is_good(SPAN("one\r\n\r\ntwo\r\n"), (struct span){NULL, 0}));
	assert_true(is_good(SPAN("caf\xE9, \x81 and \0 so on\n"), (struct span){NULL, 0}));
}

static void what_changed_unseen_is_not(void **state)
{
	(void)state;
	assert_false(is_good(SPAN(TEXT), SPAN("B")));
	/* The text may be the same while offsets or bytes are others. */
	assert_false(is_good(SPAN("one\r\n\r\ntwo\n\nthree\n"), SPAN("one\n\ntwo\r\n\r\nthree\n")));
	assert_false(is_good(SPAN("ab \xFF cd\n\n\xC3\xA9t\xC3\xA9\n"), SPAN("ab \xFE cd")));
}

/* In the second of its time it may be written once more after it was looked at. */
static void what_is_young_is_not(void **state)
{
	static const struct doc_about about = {.path = {"b.txt", 5}};
	const struct timespec coming[2] = {{.tv_sec = INT32_MAX}, {.tv_sec = INT32_MAX}};
	struct kept_make make = {.path = "form", .name = "b.txt", .about = &about, .config = &config,
		.limit = 1 << 20, .piece = STREAM_PIECE, .window = LINEWINDOW_BYTES};
	struct file_stamp stamp;
	struct kept_key key;
	struct doc doc;
	struct err err;
	bool unwritten;

	(void)state;
	scratch_text("b.txt", TEXT);
	assert_int_equal(utimensat(AT_FDCWD, "b.txt", coming, 0), 0);
	assert_true(kept_make(&make, &doc, &unwritten, &err));
	doc_finish(&doc);
	assert_true(file_look("b.txt", &stamp));
	key = kept_key_of(&stamp, &about, &config);
	assert_false(kept_open(&doc, "form", &key, &about, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_stays_is_good, enter, leave),
		cmocka_unit_test_setup_teardown(what_changed_unseen_is_not, enter, leave),
		cmocka_unit_test_setup_teardown(what_is_young_is_not, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
