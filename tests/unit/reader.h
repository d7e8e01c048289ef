/*
 * reader.h - for tests: a session on the sample dossier, keys in, the words of frames out.
 */
#ifndef DOSSIER_TESTS_READER_H
#define DOSSIER_TESTS_READER_H

#include "read/session.h"

#include "base/visible.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct dossier dossier;
static struct session *session;
static struct frame frame;
static struct buf screen;

/* In a folder of its own, which holds what a reader of the sample keeps. */
static inline int open_sample(void **state)
{
	struct buf path = {0};
	struct err err;
	const char *paths[1];

	if (scratch_enter(state) != 0) {
		return -1;
	}
	file_join(&path, getenv("DOSSIER_SOURCE_ROOT"), "texts");
	paths[0] = path.p;
	if (!dossier_open(&dossier,
		    &(struct dossier_how){.paths = paths, .npaths = 1, .state = *state}, &err)) {
		fail_msg("%s", err.msg);
	}
	buf_finish(&path);
	return 0;
}

/* Closes it, or another one that was opened in a scratch folder. */
static inline int close_dossier(void **state)
{
	dossier_close(&dossier);
	frame_finish(&frame);
	buf_finish(&screen);
	return scratch_leave(state);
}

static inline int begin(void **state)
{
	struct err err;

	(void)state;
	session = session_new(&dossier, &err);
	assert_non_null(session);
	session_resize(session, 120, 40);
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	session_free(session);
	return 0;
}

/* Keys as config.ini spells them, one after the other. */
static inline void keys(const char *text)
{
	struct span rest = span_of(text), one;

	while (span_cut(&rest, ' ', &one)) {
		struct key_sequence sequence;
		struct err err;

		assert_true(key_parse(one, &sequence, &err));
		for (uint32_t i = 0; i < sequence.n; i++) {
			session_key(session, sequence.keys[i]);
		}
	}
}

static inline void type(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		session_key(session, (unsigned char)*p);
	}
}

/* Goes to the start of a document, by its path. */
static inline void open_at_start(struct span path)
{
	type(":open ");
	session_paste(session, path);
	keys("<Enter> g");
}

/* All pieces of all lines, a line each: what stands on the screen, without its columns. */
static inline const char *shown(void)
{
	session_frame(session, &frame);
	buf_clear(&screen);
	for (uint32_t a = 0; a < frame.nareas; a++) {
		for (uint32_t i = 0; i < frame.areas[a].nlines; i++) {
			const struct line *line = &frame.lines.items[frame.areas[a].line + i];

			for (uint32_t k = 0; k < line->npieces; k++) {
				buf_put(&screen, frame.lines.pieces[line->piece + k].text);
			}
			buf_putc(&screen, '\n');
		}
	}
	assert_true(buf_ok(&screen, NULL));
	return screen.p == NULL ? "" : screen.p;
}

static inline void assert_shown(const char *text)
{
	if (strstr(shown(), text) == NULL) {
		fail_msg("'%s' is not on the screen:\n%s", text, shown());
	}
}

static inline void assert_not_shown(const char *text)
{
	if (strstr(shown(), text) != NULL) {
		fail_msg("'%s' is on the screen:\n%s", text, shown());
	}
}

#endif
