/*
 * fuzz.h - what the fuzz targets share: one entry, and promises that end the process when broken.
 *
 * A target takes any bytes, uses a module the way the program does, and checks what the module's
 * header promises. libFuzzer drives it in a clang build with sanitizers; replay.c runs the kept
 * inputs as plain tests everywhere.
 */
#ifndef DOSSIER_TESTS_FUZZ_H
#define DOSSIER_TESTS_FUZZ_H

#include "base/buf.h"
#include "texts/doc.h"

#include <stdio.h>
#include <stdlib.h>

#define CHECK(promise) \
	do { \
		if (!(promise)) { \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #promise); \
			abort(); \
		} \
	} while (0)

/* Runs one input. Always 0; a broken promise aborts. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Before the first input: letters as wide as they are for the program. Always 0. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Whether kept inputs are run, each of them thoroughly: replay.c sets it. */
extern bool fuzz_replays;

/*
 * Whether to do with this input what takes long: always in a replay, otherwise with one of 32, by
 * its bytes, so that an input that broke something does it again.
 */
bool fuzz_takes_time(struct span input);

/* Takes one byte off the front of what is left of an input; 0 where nothing is left. */
uint8_t fuzz_byte(struct span *rest);

/* Takes a line off the front, without its end. */
struct span fuzz_line(struct span *rest);

/*
 * Makes a document of the rest; its first byte says how: Markdown, declared encoding. False where
 * doc_read refuses. The caller ends it with doc_finish.
 */
bool fuzz_doc(struct span rest, struct doc *doc);

/* Writes bytes to a file of this process and returns its path, for modules that read files. */
const char *fuzz_file(struct span bytes);

#endif
