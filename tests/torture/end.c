/* end.c - the ways in which a session ends without a word: signals, a lost terminal, a stuck one */
#define _GNU_SOURCE
#include "torture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum how_ends { BY_HANGUP_SIGNAL, BY_TERM, BY_CLOSED_TERMINAL, BY_STUCK_TERMINAL, ENDS };

static const char *const names[ENDS] = {"SIGHUP", "SIGTERM", "closed terminal", "stuck terminal"};

/* Clock ticks of processor time that a process has used; -1 where it is gone. */
static long ticks_of(pid_t pid)
{
	char path[40];
	struct bytes stat = {0};
	unsigned long user, system;
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	const char *rest = bytes_read_file(&stat, path) ? strrchr(stat.p, ')') : NULL;
	bool good = rest && sscanf(rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
		&user, &system) == 2;
	bytes_finish(&stat);
	return good ? (long)(user + system) : -1;
}

/* Waits without taking anything from the terminal: a reader that has stopped. */
static void wait_blind(int64_t ms)
{
	int64_t until = child_clock() + ms;
	while (child_wait(NULL, 0, until)) {
	}
}

/* Opens the editor on the paragraph in which the reader is, and types. */
static bool begin_note(struct desk *desk, const char *note)
{
	return desk_read(desk) && desk_type(desk, "}}a", NULL) && desk_type(desk, note, note);
}

/* Makes the program write whole screens until nobody takes them; the note stays what it is. */
static void get_stuck(struct desk *desk)
{
	for (int i = 0; i < 100; i++) {
		vt_resize(desk->vt, 79 + i % 2, 24);
		wait_blind(5);
	}
}

/* Whether the program rests for a second. */
static bool is_idle(struct desk *desk, enum how_ends how)
{
	pid_t pid = vt_pid(desk->vt);
	long before = ticks_of(pid), after;
	wait_blind(1000);
	after = ticks_of(pid);
	return (before >= 0 && after >= 0 && after - before <= 3) ||
		desk_wrong(desk, "%s: %ld ticks in a second of rest", names[how], after - before);
}

/* Milliseconds until the program has ended; -1 where it has not within five seconds. */
static int64_t end(struct desk *desk, enum how_ends how)
{
	int64_t start = child_clock();
	if (how == BY_HANGUP_SIGNAL || how == BY_TERM) {
		vt_signal(desk->vt, how == BY_TERM ? SIGTERM : SIGHUP);
	} else {
		vt_hangup(desk->vt);
	}
	int status;
	while (!vt_over(desk->vt, &status)) {
		if (!vt_wait(desk->vt, start + 5000) && !vt_over(desk->vt, &status)) {
			return -1;
		}
	}
	return child_clock() - start;
}

/* The note is offered where it was begun. */
static bool is_offered(struct desk *desk, enum how_ends how, const char *note)
{
	if (!desk_read(desk)) {
		return false;
	}
	return desk_shows(desk, note) || (desk_type(desk, "a", NULL) &&
		desk_sees(desk, note, desk_until(3000))) ||
		desk_wrong(desk, "%s: '%s' is not offered", names[how], note);
}

static bool play(struct desk *desk, enum how_ends how, int64_t *longest)
{
	char note[40];
	snprintf(note, sizeof(note), "unsaved %d", (int)how);
	if (!begin_note(desk, note)) {
		return false;
	}
	if (how == BY_STUCK_TERMINAL) {
		get_stuck(desk);
	}
	bool good = is_idle(desk, how);
	int64_t ms = good ? end(desk, how) : 0;
	*longest = ms > *longest ? ms : *longest;
	if (good && (ms < 0 || ms > desk_until(1000) - child_clock())) {
		return desk_wrong(desk, "%s: not over within a second", names[how]);
	}
	/* Esc would keep the draft; Enter saves it, so that the next case begins anew. */
	return good && is_offered(desk, how, note) && desk_type(desk, "\r", "saved;");
}

bool end_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	int64_t longest = 0;
	bool good = true;
	(void)how;
	for (int i = 0; good && i < ENDS; i++) {
		bytes_print(told, "%s%s", i > 0 ? ", " : "", names[i]);
		good = play(desk, (enum how_ends)i, &longest);
	}
	bytes_print(told, ": %s, over in %d ms at most", good ? "each note offered again" : "…",
		(int)longest);
	return good;
}
