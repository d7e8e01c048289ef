#include "ui/clip.h"

#include "base/file.h"
#include "base/file_add.h"
#include "read/restrictions.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* What screen hands on in one piece; it has a buffer of 768 bytes. */
#define SCREEN_PIECE 700

#define TMUX_SECONDS 5

static void put_base64(struct span text, struct buf *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < text.n; i += 3) {
		size_t n = text.n - i < 3 ? text.n - i : 3;
		uint32_t bits = 0;
		for (size_t j = 0; j < 3; j++) {
			bits = bits << 8 | (j < n ? (unsigned char)text.p[i + j] : 0u);
		}
		for (size_t j = 0; j < 4; j++) {
			buf_putc(out, j <= n ? digits[bits >> (18 - 6 * j) & 63] : '=');
		}
	}
}

void clip_osc52(struct span text, bool in_screen, struct buf *out)
{
	struct buf bytes = {0};
	buf_puts(&bytes, "\033]52;c;");
	put_base64(text, &bytes);
	buf_putc(&bytes, '\a');
	if (!in_screen) {
		buf_put(out, buf_span(&bytes));
	}
	for (size_t i = 0; in_screen && i < bytes.n; i += SCREEN_PIECE) {
		size_t n = bytes.n - i < SCREEN_PIECE ? bytes.n - i : SCREEN_PIECE;
		buf_puts(out, "\033P");
		buf_add(out, bytes.p + i, n);
		buf_puts(out, "\033\\");
	}
	out->failed = out->failed || bytes.failed;
	buf_finish(&bytes);
}

/*
 * In the child: fd becomes stdin, what tmux says goes nowhere. Signals are as a program expects
 * them, and one that hangs is ended by its alarm, which outlives exec.
 */
static void become_tmux(int fd)
{
	static char tmux[] = "tmux", load[] = "load-buffer", write[] = "-w", from[] = "-";
	char *args[] = {tmux, load, write, from, NULL};
	int null = open("/dev/null", O_WRONLY);
	sigset_t none;
	sigemptyset(&none);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	alarm(TMUX_SECONDS);
	if (dup2(fd, STDIN_FILENO) >= 0 && null >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
		dup2(null, STDERR_FILENO) >= 0) {
		execvp(tmux, args);
	}
	_exit(127);
}

static bool write_all(int fd, struct span text)
{
	while (text.n > 0) {
		ssize_t n = write(fd, text.p, text.n);
		if (n < 0 && errno != EINTR) {
			return false;
		}
		if (n > 0) {
			text = (struct span){text.p + n, text.n - (size_t)n};
		}
	}
	return true;
}

bool clip_tmux(struct span text, struct err *err)
{
	int ends[2];
	if (getenv("TMUX") == NULL) {
		return err_set(err, "nothing sent: not inside tmux");
	}
	if (pipe(ends) != 0) {
		return err_errno(err, errno, "tmux");
	}
	pid_t child = fork();
	if (child == 0) {
		close(ends[1]);
		become_tmux(ends[0]);
	}
	close(ends[0]);
	bool sent = child > 0 && write_all(ends[1], text);
	close(ends[1]);
	int status = -1;
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
	}
	if (!sent || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		return err_set(err, "tmux load-buffer took nothing");
	}
	return true;
}

bool clip_file(struct span text, struct buf *path, struct err *err)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state != NULL && state[0] == '/') {
		file_join(path, state, "dossier");
	} else if (home != NULL && home[0] == '/') {
		file_join(path, home, ".local/state/dossier");
	} else {
		return err_set(err, "HOME is not set: no folder for a file");
	}
	if (!buf_ok(path, err) || !file_add_folders(path->p, 0700, err)) {
		return false;
	}
	buf_puts(path, "/quotation.txt");
	return buf_ok(path, err) && file_write(path->p, text, true, 0600, err);
}

/* The session asks for no such thing there: a second lock. */
static bool is_locked(struct session *session, const char *done)
{
	bool locked = restrictions_on(session_dossier(session)->restrictions);
	if (locked) {
		session_say(session, true, "nothing is %s in the restricted mode", done);
	}
	return locked;
}

/* Nobody tells whether it arrived. */
bool clip_send(struct session *session, struct span text)
{
	const char *way = session_config(session)->read_clipboard, *to = "tmux's buffer";
	bool sent = false, other = strcmp(way, "osc52") == 0;
	struct buf path = {0};
	struct err err;
	if (is_locked(session, "sent")) {
		return true;
	}
	if (strcmp(way, "off") == 0) {
		err_set(&err, "nothing sent: read.clipboard is off");
	} else if (strcmp(way, "file") == 0) {
		sent = clip_file(text, &path, &err);
		to = path.p;
	} else if (!other) {
		sent = clip_tmux(text, &err);
		other = !sent && strcmp(way, "auto") == 0;
	}
	if (sent) {
		session_say(session, false, "sent %zu bytes to %s", text.n, to);
	} else if (!other) {
		session_say(session, true, "%s", err.msg);
	}
	buf_finish(&path);
	return !other;
}

void clip_save(struct session *session)
{
	const struct session_wants *wants = session_wants(session);
	struct err err;
	if (is_locked(session, "written")) {
		return;
	}
	if (file_write(wants->path.p, buf_span(&wants->text), false, 0666, &err)) {
		session_say(session, false, "wrote %zu bytes to %s", wants->text.n, wants->path.p);
	} else {
		session_say(session, true, "%s", err.msg);
	}
}
