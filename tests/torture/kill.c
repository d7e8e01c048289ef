/* kill.c - kill -9 at a random moment of sessions in which one note after the other is taken */
#define _GNU_SOURCE
#include "taken.h"
#include "torture.h"

#include <signal.h>
#include <stdio.h>

/* One session up to its death, which is sometime within the first second. */
static bool session(struct desk *desk, struct taken *taken, unsigned number)
{
	char note[40] = "";
	struct taken_end end = {0};
	bool alive = true;
	if (!desk_read(desk)) {
		return false;
	}
	int64_t death = desk_until(20 + taken_chance(taken, 900));
	for (unsigned i = 0; alive && !end.wrong; i++) {
		snprintf(note, sizeof(note), "k%u-%u.", number, i);
		alive = taken_note(desk, taken, note, death, &end);
		if (alive) {
			taken_keep(taken, note);
		}
	}
	vt_signal(desk->vt, SIGKILL);
	for (int64_t until = desk_until(3000); vt_wait(desk->vt, until);) {
	}
	if (!alive && end.entered && desk_shows(desk, "saved;")) {
		taken_keep(taken, note); /* it came with the last bytes before the end */
	}
	return !end.wrong;
}

bool kill_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	struct taken taken = {.seed = how->seed};
	bool good = true;
	unsigned n = 0;
	for (; good && n < how->sessions; n++) {
		good = session(desk, &taken, n) && taken_check(desk, &taken);
	}
	bytes_print(told, "%u sessions killed, %u notes entered, %u confirmed and all there, "
		"database sound %u times", n, taken.ntyped, taken.nsaved, taken.sound);
	good = good && (taken.nsaved > 0 || desk_wrong(desk, "no note was confirmed"));
	bytes_finish(&taken.saved);
	return good;
}
