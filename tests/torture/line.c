/* line.c - the line of a guest cut at random moments: nothing lingers, nothing is lost */
#define _GNU_SOURCE
#include "sshd.h"
#include "taken.h"
#include "torture.h"

#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	EARLY_ONE_IN = 4, /* lines are cut while the session is being made … */
	EARLY_MS = 600, /* … within so many milliseconds of the call … */
	LATE_MS = 900, /* … the others so many behind the first page */
	GONE_MS = 1000, /* … and nothing is left after so many more */
	CHECK_EVERY = 20, /* lines: looking through all notes takes longer than a session */
};

/* What was seen of the ends. */
struct ends {
	unsigned cut, reading; /* lines; those with a reader behind them at that moment */
	int64_t longest; /* ms until no process was left */
	long most_ticks; /* of processor time that one has used after the line was cut */
};

/* Clock ticks of processor time that a process has used; -1 where it is gone, or only its status is
 * left. */
static long ticks_of(const char *pid)
{
	char path[300], run;
	struct bytes stat = {0};
	unsigned long user, system;
	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	const char *rest = bytes_read_file(&stat, path) ? strrchr(stat.p, ')') : NULL;
	bool good = rest && sscanf(rest, ") %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &run,
		&user, &system) == 3 && run != 'Z' && run != 'X';
	bytes_finish(&stat);
	return good ? (long)(user + system) : -1;
}

/* Whether a process reads the texts of this desk: their path is among its words. */
static bool is_reader(const char *pid, const char *texts)
{
	char path[300];
	struct bytes words = {0};
	snprintf(path, sizeof(path), "/proc/%s/cmdline", pid);
	bool good = bytes_read_file(&words, path) && words.n > 0 &&
		memmem(words.p, words.n, texts, strlen(texts)) != NULL;
	bytes_finish(&words);
	return good;
}

/* Ticks of all readers of this desk together; -1 where there is none. */
static long all_ticks(const char *texts)
{
	DIR *proc = opendir("/proc");
	long sum = -1;
	for (struct dirent *entry; proc && (entry = readdir(proc)) != NULL;) {
		long ticks = isdigit((unsigned char)entry->d_name[0]) &&
			is_reader(entry->d_name, texts) ? ticks_of(entry->d_name) : -1;
		sum = ticks < 0 ? sum : ticks + (sum < 0 ? 0 : sum);
	}
	if (proc) {
		closedir(proc);
	}
	return sum;
}

/* Waits until no reader is left, and looks at what each has used meanwhile. */
static bool see_end(struct desk *desk, const char *texts, struct ends *ends)
{
	int64_t start = child_clock(), until = desk_until(GONE_MS);
	long first = all_ticks(texts), now = first;
	ends->cut++;
	ends->reading += first >= 0 ? 1 : 0;
	while (now >= 0) {
		long used = first < 0 ? 0 : now - first;
		ends->most_ticks = used > ends->most_ticks ? used : ends->most_ticks;
		if (child_clock() > until) {
			return desk_wrong(desk, "a reader is left %d ms after its line was cut",
				(int)(child_clock() - start));
		}
		child_wait(NULL, 0, child_clock() + 3);
		now = all_ticks(texts);
	}
	int64_t ms = child_clock() - start;
	ends->longest = ms > ends->longest ? ms : ends->longest;
	return true;
}

/* Takes notes until the line is cut, which may be before the first page. */
static bool session(struct sshd *sshd, struct desk *desk, struct taken *taken, unsigned number)
{
	char note[40];
	struct taken_end end = {0};
	bool early = taken_chance(taken, EARLY_ONE_IN) == 0;
	int64_t death = desk_until(early ? taken_chance(taken, EARLY_MS) : 20000);
	bool alive = sshd_open(sshd, desk, number % 2 ? SSHD_BY_KEY : SSHD_BY_MATCH, "-tt", NULL);
	if (!alive) {
		return false;
	}
	alive = desk_sees(desk, " of 5 ", death);
	if (!early && !alive) {
		return desk_wrong(desk, "session %u shows no page", number);
	}
	death = early ? death : desk_until(taken_chance(taken, LATE_MS));
	for (unsigned i = 0; alive && !end.wrong; i++) {
		snprintf(note, sizeof(note), "l%u-%u.", number, i);
		alive = taken_note(desk, taken, note, death, &end);
		if (alive) {
			taken_keep(taken, note);
		}
	}
	vt_signal(desk->vt, SIGKILL); /* the kernel closes its end of the line at once */
	return !end.wrong;
}

bool line_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	struct sshd sshd = {0};
	struct taken taken = {.seed = how->seed};
	struct ends ends = {0};
	struct bytes texts = {0};
	if (!sshd_found()) {
		bytes_add_text(told, "# SKIP no sshd here");
		return true;
	}
	desk_path(desk, "texts", &texts);
	bool good = sshd_start(&sshd, desk);
	if (sshd.unable) {
		bytes_add_text(told, "# SKIP sshd cannot run here");
		sshd_stop(&sshd);
		return true;
	}
	for (unsigned n = 0; good && n < how->sessions; n++) {
		good = session(&sshd, desk, &taken, n) && see_end(desk, texts.p, &ends) &&
			((n + 1) % CHECK_EVERY != 0 || taken_check(desk, &taken));
	}
	good = good && taken_check(desk, &taken);
	child_wait(NULL, 0, child_clock() + GONE_MS); /* one that was late to start */
	good = good && (all_ticks(texts.p) < 0 || desk_wrong(desk, "a reader is left at the end"));
	good = good && (ends.most_ticks <= desk_until(300) / 10 - child_clock() / 10 ||
		desk_wrong(desk, "%ld ticks were used behind a cut line", ends.most_ticks));
	sshd_stop(&sshd);
	bytes_print(told, "%u lines cut, %u with a reader behind, gone within %d ms, %ld ticks at most; "
		"%u notes entered, %u confirmed and all there", ends.cut, ends.reading, (int)ends.longest,
		ends.most_ticks, taken.ntyped, taken.nsaved);
	bytes_finish(&taken.saved);
	bytes_finish(&texts);
	return good;
}
