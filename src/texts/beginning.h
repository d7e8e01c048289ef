/*
 * beginning.h - the beginning of a long document, to be read while the form of all is being made.
 *
 * It is a document like any other, of the first BEGINNING_BYTES of the file, cut behind a line, a blank
 * or a character. doc->rest says how many bytes are missing, and its stamp, which has the size of what
 * was read, is that of no file: nothing takes it for the whole.
 */
#ifndef DOSSIER_TEXTS_BEGINNING_H
#define DOSSIER_TEXTS_BEGINNING_H

#include "base/folder.h"
#include "texts/doc.h"

#define BEGINNING_BYTES ((size_t)1 << 20)

/*
 * How many of the first bytes of a longer text are to be read: up to the last line end in the second
 * half, else the last blank there, else the last character. At least half of them. bytes.n > 0.
 */
size_t beginning_cut(struct span bytes);

/*
 * Reads it; about->known is not asked. A file that is no longer than that is read whole. False where it
 * cannot be read, or is larger than limit: the message of reading it whole.
 */
bool beginning_read(const struct folder *folder, const struct doc_about *about, uint64_t limit,
	const struct config *config, struct doc *out, struct err *err) MUST_CHECK;

#endif
