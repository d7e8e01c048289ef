/* kill.c - kill -9 at a random moment of sessions in which one note after the other is taken */
#define _GNU_SOURCE
#include "torture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the sessions of a run have done so far. All notes share one state. */
struct killed {
	struct bytes saved;	/* notes whose confirmation was on the screen, each behind a blank */
	unsigned nsaved;
	unsigned ntyped;	/* notes for which Enter was pressed */
	unsigned sound;		/* times the database was checked and sound */
	unsigned seed;
};

/* A number below n; the C library's rand_r is good enough for moments. */
static unsigned chance(struct killed *killed, unsigned n)
{
	return (unsigned)rand_r(&killed->seed) % n;
}

static bool type(struct desk *desk, const char *keys, int64_t death)
{
	return vt_type(desk->vt, keys, strlen(keys), death);
}

/* Takes one note. True: its confirmation was seen; false: time is up, or *wrong is set. */
static bool take_note(struct desk *desk, struct killed *killed, const char *note, int64_t death,
	bool *entered, bool *wrong)
{
	*entered = false;
	if (!type(desk, chance(killed, 2) ? "}}a" : "{a", death) || !type(desk, note, death) ||
		!desk_sees(desk, note, death)) {
		return false;
	}
	if (desk_shows(desk, "saved;")) {
		*wrong = !desk_wrong(desk, "an old confirmation is still on the screen");
		return false;
	}
	*entered = type(desk, "\r", death);
	killed->ntyped += *entered ? 1 : 0;
	return *entered && desk_sees(desk, "saved;", death);
}

static void keep(struct killed *killed, const char *note)
{
	bytes_print(&killed->saved, " %s", note);
	killed->nsaved++;
}

/* One session up to its death, which is sometime within the first second. */
static bool session(struct desk *desk, struct killed *killed, unsigned number)
{
	char note[40] = "";
	bool entered = false, wrong = false, alive = true;
	if (!desk_read(desk)) {
		return false;
	}
	int64_t death = desk_until(20 + chance(killed, 900));
	for (unsigned i = 0; alive && !wrong; i++) {
		snprintf(note, sizeof(note), "k%u-%u.", number, i);
		alive = take_note(desk, killed, note, death, &entered, &wrong);
		if (alive) {
			keep(killed, note);
		}
	}
	vt_signal(desk->vt, SIGKILL);
	for (int64_t until = desk_until(3000); vt_wait(desk->vt, until);) {
	}
	if (!alive && entered && desk_shows(desk, "saved;")) {
		keep(killed, note); /* it came with the last bytes before the end */
	}
	return !wrong;
}

/* How often a note is listed. */
static unsigned count(const char *list, const char *note)
{
	char cell[60];
	unsigned n = 0;
	snprintf(cell, sizeof(cell), "\t%s\t", note);
	for (const char *p = list; (p = strstr(p, cell)) != NULL; p++) {
		n++;
	}
	return n;
}

/* The database is sound, and every note that was said to be saved is there once. */
static bool check(struct desk *desk, struct killed *killed)
{
	struct bytes names = {0};
	bool good = true;
	if (!desk_run(desk, "bookmarks", "--check", "texts", NULL) || desk_status(desk) != 0) {
		return desk_wrong(desk, "not sound: %s", bytes_text(&desk->plain.err));
	}
	killed->sound++;
	if (!desk_run(desk, "bookmarks", "texts", NULL) || desk_status(desk) != 0) {
		return desk_wrong(desk, "not listed: %s", bytes_text(&desk->plain.err));
	}
	bytes_add_text(&names, bytes_text(&killed->saved));
	for (char *name = strtok(names.p, " "); good && name; name = strtok(NULL, " ")) {
		unsigned n = count(desk->plain.out.p, name);
		good = n == 1 || desk_wrong(desk, "%s was saved and is there %u times", name, n);
	}
	bytes_finish(&names);
	return good;
}

bool kill_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	struct killed killed = {.seed = how->seed};
	bool good = true;
	unsigned n = 0;
	for (; good && n < how->sessions; n++) {
		good = session(desk, &killed, n) && check(desk, &killed);
	}
	bytes_print(told, "%u sessions killed, %u notes entered, %u confirmed and all there, "
		"database sound %u times", n, killed.ntyped, killed.nsaved, killed.sound);
	good = good && (killed.nsaved > 0 || desk_wrong(desk, "no note was confirmed"));
	bytes_finish(&killed.saved);
	return good;
}
