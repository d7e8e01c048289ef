#include "play.h"

#include "base/base.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* The line of `*text` without its newline; moves `*text` behind it. NULL behind the last. */
static const char *cut_line(char **text)
{
	char *line = *text;
	if (!line || !*line) {
		return NULL;
	}
	char *end = strchr(line, '\n');
	*text = end ? end + 1 : NULL;
	if (end) {
		*end = '\0';
	}
	return line;
}

/* Appends the lines in which two texts differ, place by place. Cuts both up. */
static void add_difference(char *want, char *got, struct bytes *out)
{
	for (unsigned number = 1;; number++) {
		const char *a = cut_line(&want), *b = cut_line(&got);
		if (!a && !b) {
			return;
		}
		if (a && b && strcmp(a, b) == 0) {
			continue;
		}
		if (a) {
			bytes_print(out, "\n%3u - |%s", number, a);
		}
		if (b) {
			bytes_print(out, "\n%3u + |%s", number, b);
		}
	}
}

/* Waits until nothing more has come for a while: for the checks that look at what a program did in
 * all. One that never stops is looked at all the same in the end. */
static void let_settle(struct play *play)
{
	int64_t end = play_until(5000);
	while (play->vt && vt_wait(play->vt, play_until(60)) && child_clock() < end) {
	}
}

/* What a golden is compared with: the screen, or the output of `pipe`. */
static void shown(const struct play *play, struct bytes *out)
{
	if (play->vt) {
		vt_screen(play->vt, out);
	} else {
		bytes_add(out, bytes_text(&play->plain.out), play->plain.out.n);
	}
}

static enum play_result compare_golden(struct play *play, const char *path)
{
	struct bytes want = {0}, got = {0};
	enum play_result result = PLAY_NOT_YET;
	if (play->update) {
		let_settle(play);
	}
	shown(play, &got);
	if (play->update ? !bytes_write_file(&got, path) : !bytes_read_file(&want, path)) {
		bytes_print(&play->why, "%s: %s", path, strerror(errno));
		result = PLAY_BROKEN;
	} else if (play->update ||
		(want.n == got.n && memcmp(bytes_text(&want), bytes_text(&got), got.n) == 0)) {
		result = PLAY_DONE;
	} else {
		bytes_print(&play->why, "differs from %s (-: the file, +: now)", path);
		add_difference(want.p, got.p, &play->why);
	}
	bytes_finish(&want);
	bytes_finish(&got);
	return result;
}

static enum play_result check_golden(struct play *play, const struct script_line *line)
{
	struct bytes path = {0};
	bytes_print(&path, "%s/tests/e2e/golden/%s.txt", play->source, line->word[1]);
	enum play_result result = compare_golden(play, path.p);
	bytes_finish(&path);
	return result;
}

/* Whether a status of waitpid() is what `want` says: a number, or SIG and a name for a program
 * killed by that signal. */
static bool status_fits(struct play *play, const char *want, int status)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = {{"SIGHUP", SIGHUP}, {"SIGINT", SIGINT}, {"SIGQUIT", SIGQUIT},
		{"SIGTERM", SIGTERM}, {"SIGKILL", SIGKILL}, {"SIGSEGV", SIGSEGV}, {"SIGBUS", SIGBUS},
		{"SIGABRT", SIGABRT}, {"SIGFPE", SIGFPE}, {"SIGILL", SIGILL}, {"SIGSYS", SIGSYS}};
	for (size_t i = 0; i < COUNT_OF(signals); i++) {
		if (strcmp(want, signals[i].name) == 0) {
			return WIFSIGNALED(status) && WTERMSIG(status) == signals[i].number;
		}
	}
	int code;
	return play_number(play, want, &code) && WIFEXITED(status) && WEXITSTATUS(status) == code;
}

/* Compares a status with what the line wants, and says what it is where it is something else. */
static enum play_result compare_status(struct play *play, const char *want, int status)
{
	bool ok = status_fits(play, want, status);
	if (ok || play->why.n > 0) {
		return ok ? PLAY_DONE : PLAY_BROKEN;
	}
	if (WIFSIGNALED(status)) {
		bytes_print(&play->why, "killed by signal %d (%s)", WTERMSIG(status),
			strsignal(WTERMSIG(status)));
	} else {
		bytes_print(&play->why, "the exit status is %d", WEXITSTATUS(status));
	}
	return PLAY_NOT_YET;
}

static enum play_result check_exit(struct play *play, const struct script_line *line)
{
	int status;
	if (!vt_over(play->vt, &status)) {
		bytes_add_text(&play->why, "the program still runs");
		return PLAY_NOT_YET;
	}
	enum play_result result = compare_status(play, line->word[1], status);
	if (result != PLAY_DONE) {
		return result;
	}
	struct bytes left = {0};
	wire_pending(vt_log(play->vt), &left);
	if (!vt_pen_plain(play->vt)) {
		bytes_add_text(&left, left.n > 0 ? ", text attributes" : "text attributes");
	}
	if (!vt_cooked(play->vt)) {
		bytes_add_text(&left, left.n > 0 ? ", line settings" : "line settings");
	}
	if (left.n > 0) {
		bytes_print(&play->why, "the terminal is not restored: %s", left.p);
		result = PLAY_NOT_YET;
	}
	bytes_finish(&left);
	return result;
}

static enum play_result check_gone(struct play *play, const struct script_line *line)
{
	(void)line;
	int status;
	return vt_over(play->vt, &status) ? PLAY_DONE : PLAY_NOT_YET;
}

static bool is_paste_mode(const struct wire_token *token)
{
	static const char on[] = "\033[?2004h", off[] = "\033[?2004l";
	return token->n == sizeof(on) - 1 &&
		(memcmp(token->p, on, token->n) == 0 || memcmp(token->p, off, token->n) == 0);
}

/* Whether the case lets a token through; `entry` is NULL for output that must be bare text. */
static bool token_fits(
	const struct play *play, const struct entry *entry, const struct wire_token *token)
{
	switch (token->kind) {
	case WIRE_RUNE:
		return wire_graphic(token->rune);
	case WIRE_CONTROL:
		return entry ? entry_allows(entry, token) : *token->p == '\n' || *token->p == '\t';
	case WIRE_STRING:
		if (token->n > 5 && memcmp(token->p, "\033]52;", 5) == 0) {
			return play->osc52;
		}
		return entry && entry_allows(entry, token);
	case WIRE_ESCAPE:
	case WIRE_CSI:
		return entry && (entry_allows(entry, token) ||
			(play->paste && is_paste_mode(token)));
	case WIRE_BAD:
		return false;
	}
	return false;
}

/* Reads all of `log` and says, with some bytes around it, which token is out of place. */
static enum play_result judge_bytes(
	struct play *play, const struct entry *entry, const struct bytes *log)
{
	struct wire_token token;
	for (size_t at = 0; at < log->n; at += token.n) {
		wire_next(log, at, &token);
		if (!token_fits(play, entry, &token)) {
			size_t before = at < 24 ? at : 24, after = log->n - at - token.n;
			bytes_print(&play->why, "byte %zu: ", at);
			wire_show(token.p, token.n, &play->why);
			bytes_add_text(&play->why, " in ");
			wire_show(token.p - before, before + token.n + (after < 24 ? after : 24),
				&play->why);
			return PLAY_NOT_YET;
		}
	}
	return PLAY_DONE;
}

static enum play_result check_clean(struct play *play, const struct script_line *line)
{
	(void)line;
	if (play->vt && !play->entry) {
		bytes_add_text(&play->why, "the terminal is unknown, nothing says what it takes");
		return PLAY_BROKEN;
	}
	let_settle(play);
	if (play->vt) {
		return judge_bytes(play, play->entry, vt_log(play->vt));
	}
	enum play_result result = judge_bytes(play, NULL, &play->plain.out);
	return result == PLAY_DONE ? judge_bytes(play, NULL, &play->plain.err) : result;
}

static enum play_result check_bytes(struct play *play, const struct script_line *line)
{
	int most;
	if (!play_number(play, line->word[1], &most)) {
		return PLAY_BROKEN;
	}
	let_settle(play);
	size_t came = vt_log(play->vt)->n - play->mark;
	bytes_print(&play->why, "%zu bytes came", came);
	return came <= (size_t)most ? PLAY_DONE : PLAY_NOT_YET;
}

static enum play_result check_copied(struct play *play, const struct script_line *line)
{
	struct bytes text = {0};
	bool found = wire_copied(vt_log(play->vt), &text);
	bytes_print(&play->why, found ? "copied: %s" : "nothing was copied%s", bytes_text(&text));
	bool ok = found && strstr(bytes_text(&text), line->word[1]);
	bytes_finish(&text);
	return ok ? PLAY_DONE : PLAY_NOT_YET;
}

static enum play_result check_out(struct play *play, const struct script_line *line)
{
	return play_compare(play, line, 1, bytes_text(&play->plain.out));
}

static enum play_result check_err(struct play *play, const struct script_line *line)
{
	return play_compare(play, line, 1, bytes_text(&play->plain.err));
}

static enum play_result check_status(struct play *play, const struct script_line *line)
{
	return compare_status(play, line->word[1], play->plain.status);
}

static enum play_result check_holds(struct play *play, const struct script_line *line)
{
	struct bytes path = {0}, content = {0};
	bytes_print(&path, "%s/%s", play->box.root, line->word[1]);
	enum play_result result = PLAY_NOT_YET;
	if (bytes_read_file(&content, path.p)) {
		result = play_compare(play, line, 2, bytes_text(&content));
	} else {
		bytes_print(&play->why, "%s: %s", line->word[1], strerror(errno));
	}
	bytes_finish(&path);
	bytes_finish(&content);
	return result;
}

const struct play_verb play_run_checks[] = {
	{"golden", 1, 1, PLAY_CHECK | PLAY_WANTS_SEEN, check_golden},
	{"exit", 1, 1, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_TERMINAL, check_exit},
	{"gone", 0, 0, PLAY_CHECK | PLAY_ON_TERMINAL, check_gone},
	{"clean", 0, 0, PLAY_CHECK | PLAY_WANTS_SEEN, check_clean},
	{"bytes", 1, 1, PLAY_CHECK | PLAY_WANTS_SEEN | PLAY_ON_TERMINAL, check_bytes},
	{"copied", 1, 1, PLAY_CHECK | PLAY_ON_TERMINAL, check_copied},
	{"out", 1, 2, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_PLAIN, check_out},
	{"err", 1, 2, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_PLAIN, check_err},
	{"status", 1, 1, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_PLAIN, check_status},
	{"holds", 2, 3, PLAY_CHECK, check_holds},
	{0},
};
