/*
 * emulator.h - for tests: a child on a pseudo-terminal, and an emulator that shows what it draws.
 *
 * The test says what ought to be seen as a canvas; emulator_assert() waits until the emulator
 * shows that, cell for cell, with its looks where the terminal has 256 colours.
 *
 *	emulator_start(&e, "xterm-256color", 80, 24, draw_something);
 *	emulator_assert(&e, "start", 0);
 *	assert_int_equal(emulator_reap(&e), 0);
 */
#ifndef DOSSIER_TESTS_EMULATOR_H
#define DOSSIER_TESTS_EMULATOR_H

#include "ui/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/types.h>

#include <cmocka.h>
#include <vterm.h>

#define EMULATOR_DEADLINE_MS 5000

struct emulator {
	int fd;
	pid_t child;
	VTerm *vt;
	VTermScreen *screen;
	struct canvas canvas; /* what ought to be seen */
	VTermPos cursor;
	bool looks; /* colours and attributes are compared too */
	struct theme theme; /* what they ought to be */
};

/* The theme of the shipped settings for so many colours. */
void emulator_theme(struct theme *theme, int colours);

/* Starts a child that runs `child` and exits with what it returns; the canvas is blank. */
void emulator_start(struct emulator *e, const char *term, int cols, int rows, int (*child)(void));

/* Waits until the canvas is what is shown; fails with both after a while. */
void emulator_assert(struct emulator *e, const char *what, uint32_t number);

/* Sends one byte as typed. */
void emulator_key(struct emulator *e, char key);

/* Gives the terminal and the canvas another size. */
void emulator_resize(struct emulator *e, int cols, int rows);

/* Waits for the child's end and frees everything; returns its status as waitpid() has it. */
int emulator_reap(struct emulator *e);

#endif
