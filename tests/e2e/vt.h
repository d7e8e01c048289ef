/* vt.h - a terminal session: a program on a pseudo-terminal, with libvterm as the terminal
 *
 * Knows what is on the screen now, and every byte that came. Does not know the program, the case
 * or what is expected: callers look at the screen, and call vt_wait() until it shows what they
 * look for. Rows and columns count from 0 at the top left. The screen is that of a UTF-8 terminal
 * with 256 colours and an alternate screen, whatever TERM says; what TERM allows is checked on the
 * bytes (wire.h).
 *
 *	struct vt *vt = vt_open(&spec, 80, 24, &why);
 *	do { more = vt_wait(vt, deadline); } while (!shown(vt) && more);
 *	vt_close(vt);
 */
#ifndef E2E_VT_H
#define E2E_VT_H

#include "bytes.h"
#include "child.h"

#include <stdbool.h>
#include <stdint.h>

struct vt;

/* A colour that the program did not set. */
#define VT_DEFAULT (-1)

/* How one cell looks. A colour is VT_DEFAULT, a palette number 0 to 255, or 0x1000000 + RGB. */
struct vt_cell {
	bool bold, underline, italic, blink, reverse;
	int32_t fg, bg;
};

/* Starts `spec` on a new terminal of `cols` x `rows` (1 to 1000 each). NULL, with a message added
 * to `why`, where that failed. vt_close() ends it. */
struct vt *vt_open(const struct child_spec *spec, int cols, int rows, struct bytes *why);

/* Kills the program if it still runs and frees everything; takes NULL. */
void vt_close(struct vt *vt);

/* Takes in what the program wrote; waits, until child_clock() is `until` at most, for more. True:
 * something may have changed and more may come. False: this was the last time, as the deadline is
 * over or the program has ended; what came until now is on the screen. */
bool vt_wait(struct vt *vt, int64_t until);

/* Sends `n` bytes as typed. False where the program does not take them before `until`, or is
 * gone. */
bool vt_type(struct vt *vt, const char *p, size_t n, int64_t until);

/* The process of the program. */
pid_t vt_pid(const struct vt *vt);

/* Changes the size of the terminal; the kernel tells the program by SIGWINCH. */
void vt_resize(struct vt *vt, int cols, int rows);

/* Sends a signal to the program (not to its children). False where it has ended. */
bool vt_signal(struct vt *vt, int sig);

/* Takes the terminal away, as a dropped line does. Nothing is read from then on. */
void vt_hangup(struct vt *vt);

/* Whether the program has ended and all that it wrote is on the screen; then `*status` is that of
 * waitpid(). */
bool vt_over(const struct vt *vt, int *status);

/* Whether the line settings (echo, line mode, signals) are now those that the terminal was opened
 * with. */
bool vt_cooked(const struct vt *vt);

/* The size of the screen in cells. */
void vt_size(const struct vt *vt, int *cols, int *rows);

/* Appends row `row` as UTF-8 without its trailing blanks. */
void vt_row(const struct vt *vt, int row, struct bytes *out);

/* Appends all rows, each followed by a newline. */
void vt_screen(const struct vt *vt, struct bytes *out);

/* The first place at or after (*row, *col), in reading order, where `text` stands within one row:
 * its first cell goes to (*row, *col), the number of its cells to `*cells`. False, with all
 * untouched, where it stands nowhere. */
bool vt_find(const struct vt *vt, const char *text, int *row, int *col, int *cells);

/* The looks of one cell; false outside the screen. */
bool vt_cell(const struct vt *vt, int row, int col, struct vt_cell *out);

/* Where the hardware cursor is. */
void vt_cursor(const struct vt *vt, int *row, int *col);

/* Whether text written now would come out plain: no attribute, no colour. */
bool vt_pen_plain(const struct vt *vt);

/* Every byte that came from the program so far; borrowed, grows with vt_wait(). */
const struct bytes *vt_log(const struct vt *vt);

#endif
