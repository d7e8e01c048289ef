/*
 * scratch.h - an empty folder to be in for each test, and files in it.
 *
 *	cmocka_unit_test_setup_teardown(test_that, scratch_enter, scratch_leave)
 */
#ifndef DOSSIER_TESTS_SCRATCH_H
#define DOSSIER_TESTS_SCRATCH_H

#include "base/span.h"

/* Makes a folder below /tmp and goes there; *state is its path. Not 0: it failed. */
int scratch_enter(void **state);

/* Leaves it, removes it with all that is in it, frees its path. Not 0: it failed. */
int scratch_leave(void **state);

/*
 * Writes a file of the scratch folder, always another one than before: the system waits for the
 * disk when one is cut, and so does file_write. The test fails where that does.
 */
void scratch_file(const char *path, struct span bytes);

/* The same, of a text; returns the path. */
const char *scratch_text(const char *path, const char *text);

/* Leaves a proof (proof.h) that a file of arrays was found sound, as it is now. False: it is none. */
bool scratch_proof(const char *path, uint64_t made_by);

#endif
