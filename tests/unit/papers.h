/*
 * papers.h - for tests: a folder of papers in which little is to be found, and a dossier of it.
 */
#ifndef DOSSIER_TESTS_PAPERS_H
#define DOSSIER_TESTS_PAPERS_H

#include "reader.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { DOCS = 24 };

/* Its time is long past: what was written just now would be read again. */
static inline void make_paper(int i, int lines)
{
	const struct timespec past[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
	struct buf text = {0};
	char path[32];

	snprintf(path, sizeof(path), "d/%02d.txt", i);
	buf_printf(&text, "Paper %d\n\nIn Petropavlovsk number%d.\n\n", i, i);
	for (int k = 0; k < lines; k++) {
		buf_puts(&text, k % 10 == 9 ? "\n" : "many words of which nobody will ever ask.\n");
	}
	buf_puts(&text, "\nIturup, then, and a treaty. And later once more Petropavlovsk.\n");
	scratch_file(path, buf_span(&text));
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
	buf_finish(&text);
}

/* Makes DOCS papers of so many lines in a folder of its own and opens them, for close_dossier. */
static inline int open_papers(void **state, int lines, struct dossier_how how)
{
	struct err err;

	if (scratch_enter(state) != 0 || mkdir("d", 0700) != 0 || mkdir("cache", 0700) != 0) {
		return -1;
	}
	scratch_text("d/entities.rec", "Id: island:iturup\nKind: island\nName: Iturup\n");
	for (int i = 0; i < DOCS; i++) {
		make_paper(i, lines);
	}
	how.paths = (const char *const[]){"d"};
	how.npaths = 1;
	how.state = "state";
	return dossier_open(&dossier, &how, &err) ? 0 : -1;
}

#endif
