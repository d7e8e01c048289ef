/*
 * behind.h - for tests: a folder of three texts with an index of it, a session on it, its files changed.
 */
#ifndef DOSSIER_TESTS_BEHIND_H
#define DOSSIER_TESTS_BEHIND_H

#include "reader.h"

#include "read/state.h"

#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

static const char *const paths[] = {"texts"};
static struct dossier_how how;
static int cols, rows;

/* Files get times long past, each a later one: what was written just now would be read again. */
static inline void write_file(const char *name, struct span text)
{
	static long when = 1000000;
	struct timespec past[2] = {{.tv_sec = when}, {.tv_sec = when}};
	struct buf path = {0};
	struct err err;

	when++;
	file_join(&path, "texts", name);
	assert_true(file_write(path.p, text, true, 0600, &err));
	assert_int_equal(utimensat(AT_FDCWD, path.p, past, 0), 0);
	buf_finish(&path);
}

/* A title, a date, `before` and 60 paragraphs; "a3" begins the third. */
static inline void write_text(const char *name, char letter, int year, const char *before)
{
	struct buf text = {0};

	buf_printf(&text, "Text %c\n\n1 May %d\n\n%s", letter, year, before);
	for (int p = 1; p <= 60; p++) {
		buf_printf(&text, "%c%d is a paragraph in which Ada Skerry is not far away, and which\n"
			"goes on for some lines, so that it takes several screens to read all\n"
			"of them. The harbour lies still, Ada Skerry too.\n\n", letter, p);
	}
	write_file(name, buf_span(&text));
	buf_finish(&text);
}

static inline void remove_file(const char *name)
{
	struct buf path = {0};

	file_join(&path, "texts", name);
	assert_int_equal(unlink(path.p), 0);
	buf_finish(&path);
}

static inline void open_session(bool lent)
{
	struct err err;

	how = (struct dossier_how){.paths = paths, .npaths = 1, .state = "state", .cache = "cache",
		.lent = lent};
	assert_true(dossier_open(&dossier, &how, &err));
	session = session_begin(&dossier, &err);
	assert_non_null(session);
	session_resize(session, cols, rows);
}

static inline void close_session(void)
{
	session_end(session);
	session_free(session);
	dossier_close(&dossier);
}

/* As when nobody has typed for long: all files are looked at. */
static inline void look_at_files(void)
{
	assert_false(session_works(session));
	session->behind.rests = 1000;
	(void)session_step(session);
	assert_true(session_works(session));
}

/* Until nothing is at work any more; whether the screen has changed. */
static inline bool settle(void)
{
	const struct timespec moment = {.tv_nsec = 1000000};
	bool changed = false;

	for (int i = 0; i < 20000 && session_works(session); i++) {
		changed = session_step(session) || changed;
		nanosleep(&moment, NULL);
	}
	assert_false(session_works(session));
	return changed;
}

/* Until only a quiet moment is waited for. */
static inline void settle_but_for(void)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	for (int i = 0; i < 20000 && session->behind.ready == NULL; i++) {
		assert_false(session_step(session));
		nanosleep(&moment, NULL);
	}
	assert_non_null(session->behind.ready);
	assert_false(session_step(session));
}

/* What the program does: the first frame, what has waited, the files behind it. */
static inline void start(void)
{
	open_session(true);
	assert_true(dossier.lent);
	(void)shown();
	assert_true(session_is_true(session));
	session_rest(session);
	session_watch(session, &how);
}

static inline uint32_t mentions_of_ada(void)
{
	return xref_of(&session_dossier(session)->xref, (ent_id){0}).n;
}

static inline int enter(void **state)
{
	struct err err;

	if (scratch_enter(state) != 0) {
		return -1;
	}
	cols = 120;
	rows = 40;
	assert_int_equal(mkdir("texts", 0700) | mkdir("state", 0700) | mkdir("cache", 0700), 0);
	write_text("a.txt", 'a', 1901, "");
	write_text("b.txt", 'b', 1902, "");
	write_text("c.txt", 'c', 1903, "");
	write_file("entities.rec", SPAN("Id: person:ada\nKind: person\nName: Ada Skerry\n"));
	open_session(true);
	assert_false(dossier.lent); /* there was no index */
	assert_true(dossier_index(&dossier, true, &err));
	session_rest(session);
	return 0;
}

static inline int leave(void **state)
{
	close_session();
	frame_finish(&frame);
	buf_finish(&screen);
	return scratch_leave(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

#endif
