#define _GNU_SOURCE
#include "taken.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned taken_chance(struct taken *taken, unsigned n)
{
	return (unsigned)rand_r(&taken->seed) % n;
}

static bool type(struct desk *desk, const char *keys, int64_t death)
{
	return vt_type(desk->vt, keys, strlen(keys), death);
}

bool taken_note(struct desk *desk, struct taken *taken, const char *note, int64_t death,
	struct taken_end *end)
{
	end->entered = false;
	const char *begin = taken_chance(taken, 2) ? "}}a\025\013" : "{a\025\013";
	if (!type(desk, begin, death) || !type(desk, note, death) || !desk_sees(desk, note, death)) {
		return false;
	}
	if (desk_shows(desk, "saved;")) {
		end->wrong = !desk_wrong(desk, "an old confirmation is still on the screen");
		return false;
	}
	end->entered = type(desk, "\r", death);
	taken->ntyped += end->entered ? 1 : 0;
	return end->entered && desk_sees(desk, "saved;", death);
}

void taken_keep(struct taken *taken, const char *note)
{
	bytes_print(&taken->saved, " %s", note);
	taken->nsaved++;
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

bool taken_check(struct desk *desk, struct taken *taken)
{
	struct bytes names = {0};
	bool good = true;
	if (!desk_run(desk, "bookmarks", "--check", "texts", NULL) || desk_status(desk) != 0) {
		return desk_wrong(desk, "not sound: %s", bytes_text(&desk->plain.err));
	}
	taken->sound++;
	if (!desk_run(desk, "bookmarks", "texts", NULL) || desk_status(desk) != 0) {
		return desk_wrong(desk, "not listed: %s", bytes_text(&desk->plain.err));
	}
	bytes_add_text(&names, bytes_text(&taken->saved));
	for (char *name = strtok(names.p, " "); good && name; name = strtok(NULL, " ")) {
		unsigned n = count(desk->plain.out.p, name);
		good = n == 1 || desk_wrong(desk, "%s was saved and is there %u times", name, n);
	}
	bytes_finish(&names);
	return good;
}
