/* storm.c - sizes and keys by the thousand: a terminal that is never at rest, a reader who types anything */
#define _GNU_SOURCE
#include "torture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum {
	SIZES_A_SESSION = 10, /* for each session that torture was asked for */
	KEYS_A_NOTE = 100, /* for each note */
	COLS_MOST = 400, ROWS_MOST = 200,
	LOOK_EVERY = 25, /* sizes between two looks at the place */
	BATCH = 12, /* things that are typed at once, at most */
	WARM_KEYS = 2000, /* until memory has what it needs */
	ROOM_KIB = 24 << 10, /* that it may grow by from there on */
};

static unsigned below(struct torture_how *dice, unsigned n)
{
	return (unsigned)rand_r(&dice->seed) % n;
}

/* Takes what the program writes, for so many milliseconds. False: it has ended. */
static bool take(struct desk *desk, int ms)
{
	int64_t until = child_clock() + ms;
	int status;
	while (vt_wait(desk->vt, until)) {
	}
	return !vt_over(desk->vt, &status);
}

static bool type(struct desk *desk, const char *keys)
{
	int64_t until = desk_until(5000);
	size_t n = strlen(keys), at = 0;
	while (at < n) {
		/* A terminal whose keys are not taken is one whose output must be. */
		if (vt_type(desk->vt, keys + at, n - at, child_clock() + 50)) {
			return true;
		}
		if (!take(desk, 1) || child_clock() > until) {
			return false;
		}
	}
	return true;
}

/* The first row of the text. */
static void first_row(const struct desk *desk, struct bytes *out)
{
	bytes_clear(out);
	vt_row(desk->vt, 1, out);
}

/*
 * Back to 80x24, until the word stands on the first row again. In another layout a row may begin
 * before it.
 */
static bool is_there(struct desk *desk, const char *word, unsigned sizes)
{
	int64_t until = desk_until(5000);
	struct bytes now = {0};
	bool good = false;
	vt_resize(desk->vt, 80, 24);
	while (!good && take(desk, 5) && child_clock() < until) {
		first_row(desk, &now);
		good = strstr(bytes_text(&now), word) != NULL;
	}
	if (!good) {
		desk_wrong(desk, "after %u sizes the page begins with '%s', not '%s'", sizes,
			bytes_text(&now), word);
	}
	bytes_finish(&now);
	return good;
}

bool storm_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	/* Each comes back to where it began. ^C and not Esc, which might join the key behind it. */
	static const char *const there_and_back[] = {"hq", "oq", "tq", "=", "/zz\x03", ":wh\x03",
		"i\x03", ";\x03", "X", "\x0c", "s\x03", "12\x03", "m\x03", "v\x03"};
	struct torture_how dice = *how;
	struct bytes word = {0}, row = {0};
	unsigned sizes = how->sessions * SIZES_A_SESSION;
	bool good = desk_read(desk) && desk_type(desk, "40%", "\xC2\xB6" "27");
	if (good) {
		first_row(desk, &row);
		const char *begin = bytes_text(&row) + strspn(bytes_text(&row), " ");
		bytes_print(&word, "%.*s", (int)strcspn(begin, " "), begin);
	}
	for (unsigned i = 1; good && i <= sizes; i++) {
		int cols = 1 + (int)below(&dice, COLS_MOST), rows = 1 + (int)below(&dice, ROWS_MOST);
		vt_resize(desk->vt, cols, rows);
		good = type(desk, there_and_back[below(&dice, COUNT_OF(there_and_back))]) &&
			(below(&dice, 3) > 0 || take(desk, (int)below(&dice, 4)));
		if (!good) {
			desk_wrong(desk, "the reader has ended at size %u", i);
		} else if (i % LOOK_EVERY == 0 || i == sizes) {
			good = is_there(desk, bytes_text(&word), i);
		}
	}
	bytes_print(told, "%u sizes up to %dx%d while keys were typed, the page began with '%s' (seed %u)",
		sizes, COLS_MOST, ROWS_MOST, bytes_text(&word), how->seed);
	bytes_finish(&word);
	bytes_finish(&row);
	return good;
}

/* KiB of a row of /proc/PID/status; 0 where there is none. */
static unsigned long status_of(pid_t pid, const char *row)
{
	char path[40];
	struct bytes text = {0};
	unsigned long kib = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	const char *at = bytes_read_file(&text, path) ? strstr(text.p, row) : NULL;
	if (at == NULL || sscanf(at + strlen(row), " %lu", &kib) != 1) {
		kib = 0;
	}
	bytes_finish(&text);
	return kib;
}

/* Something that a hand could do: a key, a sequence, a paste, a command with its argument. */
static const char *thing(struct torture_how *dice, char one[2])
{
	static const char *const named[] = {"\033[A", "\033[B", "\033[C", "\033[D", "\033[5~",
		"\033[6~", "\033[H", "\033[F", "\033[Z", "\033OP", "\033[3~", "\033x", "\033b",
		"\033[200~pasted \033[31m\xE6\x8D\x89\n\033[201~", "\033[<0;10;5M", "\033[", "\xC3",
		"\xFF", "\r", "\t", "\033", "\x7F"};
	static const char *const lines[] = {":set layout.measure 33\r", ":set links.descriptions yes\r",
		":split-beside\r", ":split-below\r", ":pane-only\r", ":notes\r", ":trails\r",
		":problems\r", ":set layout.justify yes\r", "i iturup\r", "sboundary\r", "/islands\r",
		"Ikuril\r", "a a note\r", "A", "B", "K", "+", "-", "Z", "o\r", "t\r", "v}a\r", "\x17w",
		"*", "#", "\t\r", "\r", "hq", "\x03", "U", "25g", "ma", "'a", "r", "\x0c"};
	static const char keys[] = " fbdugG%}{][*#;pPir()'/?nNsvwWOyxXLto=hjk<>BAeKZ0123456789,.";
	unsigned die = below(dice, 100);
	if (die < 55) {
		one[0] = keys[below(dice, sizeof(keys) - 1)];
	} else if (die < 70) {
		/* Anything but what ends it: q, Q, ^Z, ^\. */
		do {
			one[0] = (char)(1 + below(dice, 126));
		} while (strchr("qQ\x1A\x1C", one[0]) != NULL);
	} else {
		return die < 85 ? named[below(dice, COUNT_OF(named))] : lines[below(dice, COUNT_OF(lines))];
	}
	one[1] = '\0';
	return one;
}

/* The reader has ended: by a key, or else something is wrong. Begins anew. */
static bool begin_anew(struct desk *desk, unsigned keys)
{
	int status = 0;
	bool over = vt_over(desk->vt, &status);
	if (!over || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		return desk_wrong(desk, "after %u keys: %s, status %x", keys,
			over ? "ended" : "takes no keys", (unsigned)status);
	}
	vt_close(desk->vt);
	desk->vt = NULL;
	return desk_run(desk, "bookmarks", "--check", "texts", NULL) && desk_read(desk);
}

/* Ends it as one does; a sanitizer may then still find a leak. */
static bool leave(struct desk *desk, unsigned keys)
{
	int64_t until = desk_until(30000);
	int status = 0;
	while (!vt_over(desk->vt, &status) && child_clock() < until) {
		/* No prompt, no editor, nothing typed; then: quit. Not by ^C, which is a signal to one
		 * that has given the terminal back and still sets its memory free. */
		type(desk, "\033");
		take(desk, 60);
		type(desk, "Q");
		take(desk, 2000);
	}
	return (vt_over(desk->vt, &status) && WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
		desk_wrong(desk, "after %u keys it does not end well: status %x", keys,
			(unsigned)status);
}

bool soak_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	enum { SANITIZED_KIB = 1 << 30 }; /* of address space: only the shadow takes so much */
	struct torture_how dice = *how;
	unsigned keys = how->notes * KEYS_A_NOTE, begun = 1, since = 0;
	unsigned long warm = 0, most = 0;
	bool good = desk_read(desk);
	for (unsigned i = 0; good && i < keys;) {
		for (unsigned n = 1 + below(&dice, BATCH); good && n > 0 && i < keys; n--, i++, since++) {
			char one[2];
			good = type(desk, thing(&dice, one));
		}
		if (!good || !take(desk, (int)below(&dice, 3))) {
			good = begin_anew(desk, i);
			begun++;
			since = 0;
			warm = 0;
			continue;
		}
		if (since >= WARM_KEYS) {
			unsigned long kib = status_of(vt_pid(desk->vt), "VmRSS:");
			warm = warm == 0 ? kib : warm;
			most = kib > most ? kib : most;
			if (kib > warm + ROOM_KIB &&
				status_of(vt_pid(desk->vt), "VmSize:") < SANITIZED_KIB) {
				good = desk_wrong(desk, "%lu KiB after %u keys, %lu after %u", kib, since,
					warm, (unsigned)WARM_KEYS);
			}
		}
	}
	good = good && leave(desk, keys);
	bytes_print(told, "%u keys and sequences in %u sessions, %lu KiB, %lu at most (seed %u)", keys,
		begun, warm, most, how->seed);
	return good;
}
