/* play.h - a case while it is played: its folder, its program, and the instructions
 *
 * acts.c makes things happen, check_screen.c and check_run.c look at what happened, run.c reads
 * the case and reports. Every instruction is a row of a table with a function that gets the play
 * and its line, whose words run.c has counted. One that finds something wrong adds a message to
 * `play->why`.
 */
#ifndef E2E_PLAY_H
#define E2E_PLAY_H

#include "box.h"
#include "bytes.h"
#include "entry.h"
#include "env.h"
#include "plain.h"
#include "script.h"
#include "vt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum play_result {
	PLAY_DONE,	/* done, or as expected */
	PLAY_NOT_YET,	/* not as expected; look again when something has changed */
	PLAY_BROKEN,	/* the case itself is wrong, or the machine failed it */
};

/* A text that a case remembers. */
struct play_note {
	struct play_note *next;
	char *name;
	struct bytes text;
};

/* All state of a case. Zeroed and then filled by play_open(). */
struct play {
	const char *program;	/* absolute path, borrowed */
	const char *source;	/* absolute path of the source tree, borrowed */
	struct box box;
	struct env env;
	int cols, rows;		/* of the terminal that `run` opens */
	struct entry *entry;	/* NULL for a terminal that the machine does not know */
	struct vt *vt;		/* the session of the last `run`; NULL before it and after `pipe` */
	struct plain plain;
	bool has_plain;		/* the last program was run by `pipe` */
	size_t mark;		/* length of the session's log at the last act */
	bool ready;		/* something was seen since `run` */
	bool seen;		/* something was seen since the last act */
	bool escaped;		/* the last keys ended with <Esc> and nothing was seen since */
	bool osc52;		/* the case allows clipboard writes */
	bool paste;		/* the case allows marks around pasted text */
	bool update;		/* goldens are to be written */
	struct play_note *notes;
	struct bytes why;
};

enum play_flag {
	PLAY_CHECK = 1,	/* waits, and counts as a test */
	PLAY_SHOWS = 2,	/* that it holds proves that the program has painted */
	PLAY_WANTS_SEEN = 4,	/* is void before something was seen since the last act */
	PLAY_ON_TERMINAL = 8,	/* needs a session */
	PLAY_ON_PLAIN = 16,	/* needs a finished `pipe` */
	PLAY_HAS_TEXT = 32,	/* is followed by <<END */
};

/* An instruction: its name, how many words follow it, what it needs (flags), and what it does.
 * Only checks return PLAY_NOT_YET. */
struct play_verb {
	const char *name;
	size_t least, most;
	unsigned flags;
	enum play_result (*run)(struct play *play, const struct script_line *line);
};

/* Makes the folder and the environment. False with a message in `play->why`. */
bool play_open(struct play *play, const char *program, const char *source);

/* Ends the program and removes all; copes with a zeroed struct. */
void play_close(struct play *play);

/* Makes `name` the terminal of the programs to come; false, with a message, where the machine has
 * no entry for it. */
bool play_terminal(struct play *play, const char *name);

/* `ms` milliseconds from now, as a point of child_clock(), times $E2E_SLOW, a factor above 1 for
 * slow machines. */
int64_t play_until(int64_t ms);

/* The whole number that `word` is, possibly negative; false with a message. */
bool play_number(struct play *play, const char *word, int *number);

/* Compares `text` with what the words of `line` from `at` on say: "text" (contains it), = "text"
 * (is it), no "text" (lacks it). */
enum play_result play_compare(
	struct play *play, const struct script_line *line, size_t at, const char *text);

/* The instructions, each list ended by a row without a name: what prepares and acts, what looks
 * at the terminal now, what looks at bytes, files and ends. run.c says what each does. */
extern const struct play_verb play_acts[], play_screen_checks[], play_run_checks[];

#endif
