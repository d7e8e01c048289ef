#define _GNU_SOURCE
#include "vt.h"

#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

struct vt {
	struct child child;
	int fd;		/* master side; -1 after hang-up */
	bool eof;	/* nothing more will come; fd stays open, to ask for the line settings */
	VTerm *vterm;
	VTermScreen *screen;	/* owned by vterm */
	struct bytes log;
	struct bytes answers;	/* what the terminal has to say to the program */
	struct termios fresh;	/* line settings before the program touched them */
};

static void keep_answer(const char *p, size_t n, void *user)
{
	struct vt *vt = user;
	bytes_add(&vt->answers, p, n);
}

static void make_screen(struct vt *vt, int cols, int rows)
{
	vt->vterm = bytes_must(vterm_new(rows, cols));
	vterm_set_utf8(vt->vterm, 1);
	vterm_output_set_callback(vt->vterm, keep_answer, vt);
	vt->screen = vterm_obtain_screen(vt->vterm);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
}

/* Opens both sides; the line settings are read before any program can change them. */
static bool open_line(struct vt *vt, int cols, int rows, int *slave, struct bytes *why)
{
	struct winsize size = {.ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows};
	if (openpty(&vt->fd, slave, NULL, NULL, &size) != 0) {
		bytes_print(why, "openpty: %s", strerror(errno));
		return false;
	}
	tcgetattr(*slave, &vt->fresh);
	fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
	fcntl(vt->fd, F_SETFL, O_NONBLOCK);
	return true;
}

struct vt *vt_open(const struct child_spec *spec, int cols, int rows, struct bytes *why)
{
	struct vt *vt = bytes_must(calloc(1, sizeof(*vt)));
	vt->fd = -1;
	make_screen(vt, cols, rows);
	int slave = -1;
	if (!open_line(vt, cols, rows, &slave, why)) {
		vt_close(vt);
		return NULL;
	}
	int fds[3] = {slave, slave, slave};
	bool started = child_start(&vt->child, spec, fds, true, why);
	close(slave);
	if (!started) {
		vt_close(vt);
		return NULL;
	}
	return vt;
}

void vt_close(struct vt *vt)
{
	if (!vt) {
		return;
	}
	child_finish(&vt->child);
	vt_hangup(vt);
	vterm_free(vt->vterm);
	bytes_finish(&vt->log);
	bytes_finish(&vt->answers);
	free(vt);
}

void vt_hangup(struct vt *vt)
{
	if (vt->fd >= 0) {
		close(vt->fd);
		vt->fd = -1;
	}
	vt->eof = true;
}

/* Answers are short; where the program does not read them, a real terminal would drop them too. */
static void send_answers(struct vt *vt)
{
	if (vt->answers.n > 0 && !vt->eof && write(vt->fd, vt->answers.p, vt->answers.n) < 0) {
		vt->eof = errno != EAGAIN && errno != EINTR;
	}
	bytes_clear(&vt->answers);
}

/* Takes in what is there, a bounded amount, so that a program that never stops writing cannot
 * hold the deadline up. */
static void drain(struct vt *vt)
{
	char chunk[4096];
	for (int i = 0; i < 64 && !vt->eof; i++) {
		ssize_t n = read(vt->fd, chunk, sizeof(chunk));
		if (n > 0) {
			bytes_add(&vt->log, chunk, (size_t)n);
			vterm_input_write(vt->vterm, chunk, (size_t)n);
		} else if (n < 0 && errno == EAGAIN) {
			break;
		} else if (n == 0 || errno != EINTR) {
			vt->eof = true;
		}
	}
	vterm_screen_flush_damage(vt->screen);
	send_answers(vt);
}

/* Takes in what has happened; true where that was anything. The end is noted before the last
 * reading, so that what was written before it is not missed. */
static bool catch_up(struct vt *vt)
{
	bool ended = vt->child.ended, eof = vt->eof;
	size_t n = vt->log.n;
	child_reap(&vt->child);
	drain(vt);
	return vt->log.n != n || vt->child.ended != ended || vt->eof != eof;
}

/* Waits for output, for room to write (`events` with POLLOUT), for the end, or for `until`. */
static bool wait_for(struct vt *vt, short events, int64_t until)
{
	if (vt->child.ended && vt->eof) {
		return false;
	}
	struct pollfd fd = {.fd = vt->eof ? -1 : vt->fd, .events = events};
	return child_wait(&fd, 1, until);
}

bool vt_wait(struct vt *vt, int64_t until)
{
	bool more = catch_up(vt) || wait_for(vt, POLLIN, until);
	more = catch_up(vt) || more;
	return more && child_clock() < until;
}

bool vt_type(struct vt *vt, const char *p, size_t n, int64_t until)
{
	while (n > 0) {
		catch_up(vt);
		ssize_t sent = vt->eof ? -1 : write(vt->fd, p, n);
		if (sent > 0) {
			p += sent;
			n -= (size_t)sent;
		} else if (vt->eof || !wait_for(vt, POLLIN | POLLOUT, until)) {
			return false;
		}
	}
	return true;
}

pid_t vt_pid(const struct vt *vt)
{
	return vt->child.pid;
}

void vt_resize(struct vt *vt, int cols, int rows)
{
	struct winsize size = {.ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows};
	vterm_set_size(vt->vterm, rows, cols);
	if (vt->fd >= 0) {
		ioctl(vt->fd, TIOCSWINSZ, &size);
	}
}

bool vt_signal(struct vt *vt, int sig)
{
	child_reap(&vt->child);
	return !vt->child.ended && kill(vt->child.pid, sig) == 0;
}

bool vt_over(const struct vt *vt, int *status)
{
	if (!vt->child.ended || !vt->eof) {
		return false;
	}
	*status = vt->child.status;
	return true;
}

bool vt_cooked(const struct vt *vt)
{
	struct termios now;
	if (vt->fd < 0 || tcgetattr(vt->fd, &now) != 0) {
		return false;
	}
	return now.c_iflag == vt->fresh.c_iflag && now.c_oflag == vt->fresh.c_oflag &&
		now.c_lflag == vt->fresh.c_lflag && now.c_cflag == vt->fresh.c_cflag &&
		memcmp(now.c_cc, vt->fresh.c_cc, sizeof(now.c_cc)) == 0;
}

void vt_size(const struct vt *vt, int *cols, int *rows)
{
	vterm_get_size(vt->vterm, rows, cols);
}

/* Appends the text of the cell and returns how many columns it takes. libvterm leaves all but the
 * first code point of an empty cell unset, and puts -1 into the right half of a wide one. */
static int add_cell(const struct vt *vt, int row, int col, struct bytes *out)
{
	VTermScreenCell cell;
	VTermPos pos = {.row = row, .col = col};
	if (!vterm_screen_get_cell(vt->screen, pos, &cell) || cell.chars[0] == 0) {
		bytes_add(out, " ", 1);
		return 1;
	}
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++) {
		bytes_add_rune(out, cell.chars[i]);
	}
	return cell.width > 1 ? cell.width : 1;
}

void vt_row(const struct vt *vt, int row, struct bytes *out)
{
	int cols, rows;
	vt_size(vt, &cols, &rows);
	size_t start = out->n;
	for (int col = 0; col < cols;) {
		col += add_cell(vt, row, col, out);
	}
	while (out->n > start && out->p[out->n - 1] == ' ') {
		out->p[--out->n] = '\0';
	}
}

void vt_screen(const struct vt *vt, struct bytes *out)
{
	int cols, rows;
	vt_size(vt, &cols, &rows);
	for (int row = 0; row < rows; row++) {
		vt_row(vt, row, out);
		bytes_add(out, "\n", 1);
	}
}

/* How many cells from `col` on spell exactly `text`; 0 where they do not. */
static int cells_of(const struct vt *vt, int row, int col, const char *text)
{
	int cols, rows;
	vt_size(vt, &cols, &rows);
	size_t want = strlen(text);
	struct bytes got = {0};
	int at = col;
	while (at < cols && got.n < want) {
		at += add_cell(vt, row, at, &got);
	}
	bool same = got.n == want && memcmp(bytes_text(&got), text, want) == 0;
	bytes_finish(&got);
	return same ? at - col : 0;
}

bool vt_find(const struct vt *vt, const char *text, int *row, int *col, int *cells)
{
	int cols, rows;
	vt_size(vt, &cols, &rows);
	for (int r = *row, c = *col; r < rows; r++, c = 0) {
		for (; c < cols; c++) {
			int n = cells_of(vt, r, c, text);
			if (n > 0) {
				*row = r;
				*col = c;
				*cells = n;
				return true;
			}
		}
	}
	return false;
}

static int32_t color_of(const VTermColor *color)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color)) {
		return VT_DEFAULT;
	}
	if (VTERM_COLOR_IS_INDEXED(color)) {
		return color->indexed.idx;
	}
	return 0x1000000 | color->rgb.red << 16 | color->rgb.green << 8 | color->rgb.blue;
}

bool vt_cell(const struct vt *vt, int row, int col, struct vt_cell *out)
{
	VTermScreenCell cell;
	VTermPos pos = {.row = row, .col = col};
	if (!vterm_screen_get_cell(vt->screen, pos, &cell)) {
		return false;
	}
	*out = (struct vt_cell){
		.bold = cell.attrs.bold,
		.underline = cell.attrs.underline != VTERM_UNDERLINE_OFF,
		.italic = cell.attrs.italic,
		.blink = cell.attrs.blink,
		.reverse = cell.attrs.reverse,
		.fg = color_of(&cell.fg),
		.bg = color_of(&cell.bg),
	};
	return true;
}

void vt_cursor(const struct vt *vt, int *row, int *col)
{
	VTermPos pos;
	vterm_state_get_cursorpos(vterm_obtain_state(vt->vterm), &pos);
	*row = pos.row;
	*col = pos.col;
}

bool vt_pen_plain(const struct vt *vt)
{
	static const VTermAttr switches[] = {VTERM_ATTR_BOLD, VTERM_ATTR_UNDERLINE,
		VTERM_ATTR_ITALIC, VTERM_ATTR_BLINK, VTERM_ATTR_REVERSE};
	const VTermState *state = vterm_obtain_state(vt->vterm);
	VTermValue value;
	for (size_t i = 0; i < COUNT_OF(switches); i++) {
		if (vterm_state_get_penattr(state, switches[i], &value) && value.number) {
			return false;
		}
	}
	vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &value);
	if (color_of(&value.color) != VT_DEFAULT) {
		return false;
	}
	vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &value);
	return color_of(&value.color) == VT_DEFAULT;
}

const struct bytes *vt_log(const struct vt *vt)
{
	return &vt->log;
}
