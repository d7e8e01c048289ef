/*
 * wordy.h - a folder of short papers full of what words are hard to find in: broken lines, hyphens,
 * accents, other scripts, markup; and patterns taken from them.
 *
 * In a new folder, which is the working directory: papers in `d`, and an empty folder `cache`. The
 * same papers every time.
 */
#ifndef DOSSIER_TESTS_UNIT_WORDY_H
#define DOSSIER_TESTS_UNIT_WORDY_H

#include "base/buf.h"
#include "texts/catalog.h"

enum { WORDY_DOCS = 40 };

extern struct config wordy_config; /* the built-in settings, from wordy_enter to wordy_leave */

/* A number below n; always the same ones. */
uint32_t wordy_chance(uint32_t n);

/* Makes folder and papers, or fails; for a group's setup and teardown. */
int wordy_enter(void **state);
int wordy_leave(void **state);

/* Writes paper i anew with `more` in it. Its time is another one then. */
void wordy_make(uint32_t i, const char *more);

/* A piece of some document, at times with other letters, or quoted, in place of what out holds. */
void wordy_pattern(const struct catalog *catalog, struct buf *out);

#endif
