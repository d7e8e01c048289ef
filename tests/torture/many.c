/* many.c - four writers at once, each a program after the other */
#define _GNU_SOURCE
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRITERS 4

/* Adds notes until it has added all, by a process each. Runs in a child; 0: all were added. */
static int write_notes(struct desk *desk, unsigned writer, unsigned notes)
{
	for (unsigned i = 0; i < notes; i++) {
		char note[40], place[60];
		snprintf(note, sizeof(note), "w%u-%u.", writer, i);
		snprintf(place, sizeof(place), "1992-talks.txt:%u-%u", i % 200, i % 200 + 10);
		if (!desk_run(desk, "bookmarks", "--add", place, "--note", note, "texts", NULL) ||
			desk_status(desk) != 0 || desk->plain.out.n != 37) {
			fprintf(stderr, "# %s: %s%s\n", note, bytes_text(&desk->plain.err),
				bytes_text(&desk->why));
			return 1;
		}
	}
	return 0;
}

/* How often text stands in all. */
static unsigned count(const char *all, const char *text)
{
	unsigned n = 0;
	for (const char *p = all; (p = strstr(p, text)) != NULL; p++) {
		n++;
	}
	return n;
}

static bool check(struct desk *desk, unsigned notes, struct bytes *told)
{
	if (!desk_run(desk, "bookmarks", "texts", NULL) || desk_status(desk) != 0) {
		return desk_wrong(desk, "bookmarks: %s", bytes_text(&desk->plain.err));
	}
	unsigned there = count(desk->plain.out.p, "\n") - 1, lost = 0, doubled = 0;
	for (unsigned i = 0; i < WRITERS * notes; i++) {
		char note[40];
		snprintf(note, sizeof(note), "\tw%u-%u.\t", i / notes, i % notes);
		unsigned n = count(desk->plain.out.p, note);
		lost += n == 0 ? 1 : 0;
		doubled += n > 1 ? 1 : 0;
	}
	bytes_print(told, "%u notes, %u there, %u lost, %u doubled", WRITERS * notes, there, lost,
		doubled);
	return (lost == 0 && doubled == 0 && there == WRITERS * notes) ||
		desk_wrong(desk, "lost or doubled");
}

bool many_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	pid_t writers[WRITERS];
	bool good = true;
	for (unsigned i = 0; i < WRITERS; i++) {
		fflush(stdout);
		writers[i] = fork();
		if (writers[i] == 0) {
			_exit(write_notes(desk, i, how->notes));
		}
	}
	for (unsigned i = 0; i < WRITERS; i++) {
		int status = 1;
		while (writers[i] > 0 && waitpid(writers[i], &status, 0) < 0) {
		}
		good = good && writers[i] > 0 && status == 0;
	}
	return check(desk, how->notes, told) && (good || desk_wrong(desk, "a writer has failed"));
}
