/* torture.c - what becomes of notes when everything goes wrong: the real program, under harm
 *
 *	torture PROGRAM TEXTS [SESSIONS [NOTES [PART...]]]
 *
 * Prints TAP, one line for each part, with counts. SESSIONS are killed, and as many lines cut (10),
 * each of four writers writes NOTES (100), and ten times as many sizes and a hundred times as many
 * keys come. Parts are kill, ends, writers, harm, guest, lines, storm, soak; all without a name.
 * guest and lines need sshd and ssh, and are skipped without. $TORTURE_SEED repeats a
 * run; $E2E_SLOW is a factor for all deadlines.
 */
#define _GNU_SOURCE
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct {
	const char *name;
	bool (*part)(struct desk *desk, const struct torture_how *how, struct bytes *told);
} parts[] = {
	{"kill", kill_part},
	{"ends", end_part},
	{"writers", many_part},
	{"harm", harm_part},
	{"guest", guest_part},
	{"lines", line_part},
	{"storm", storm_part},
	{"soak", soak_part},
};

static unsigned number(const char *word, unsigned otherwise)
{
	char *end;
	unsigned long n = word ? strtoul(word, &end, 10) : 0;
	return word && end != word && *end == '\0' && n > 0 && n <= 1000000 ? (unsigned)n : otherwise;
}

static bool play(size_t i, unsigned n, const char *program, const char *texts,
	const struct torture_how *how)
{
	struct desk desk = {0};
	struct bytes told = {0};
	bool good = desk_open(&desk, program, texts) && parts[i].part(&desk, how, &told);
	printf("%s %u - %s: %s\n", good ? "ok" : "not ok", n, parts[i].name, bytes_text(&told));
	if (!good) {
		for (char *p = desk.why.p; p && (p = strchr(p, '\n')) != NULL;) {
			*p = ' '; /* a line of TAP is a line */
		}
		printf("# %s (TORTURE_SEED=%u)\n", bytes_text(&desk.why), how->seed);
		if (desk.vt) {
			struct bytes screen = {0};
			vt_screen(desk.vt, &screen);
			for (char *row = strtok(screen.p, "\n"); row; row = strtok(NULL, "\n")) {
				printf("# | %s\n", row);
			}
			bytes_finish(&screen);
		}
	}
	fflush(stdout);
	bytes_finish(&told);
	desk_close(&desk);
	return good;
}

/* Whether a part was asked for. */
static bool is_chosen(size_t part, int argc, char **argv)
{
	bool chosen = argc <= 5;
	for (int i = 5; i < argc; i++) {
		chosen = chosen || strcmp(argv[i], parts[part].name) == 0;
	}
	return chosen;
}

int main(int argc, char **argv)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	struct torture_how how = {
		.sessions = number(argc > 3 ? argv[3] : NULL, 10),
		.notes = number(argc > 4 ? argv[4] : NULL, 100),
		.seed = number(getenv("TORTURE_SEED"), (unsigned)now.tv_nsec % 1000000 + 1),
	};
	bool good = true;
	/* Programs run in folders of their own. */
	char *program = argc < 3 ? NULL : realpath(argv[1], NULL);
	char *texts = argc < 3 ? NULL : realpath(argv[2], NULL);
	if (!program || !texts) {
		printf("Bail out! usage: torture PROGRAM TEXTS [SESSIONS [NOTES [PART...]]]\n");
		return 99;
	}
	unsigned n = 0;
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (is_chosen(i, argc, argv)) {
			good = play(i, ++n, program, texts, &how) && good;
		}
	}
	printf("1..%u\n", n);
	free(program);
	free(texts);
	return good ? 0 : 1;
}
