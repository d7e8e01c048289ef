/*
 * notes_kin.h - the document that notes may have moved to: with the very text that they were made
 * in, else the one in which most of what they quote is found again.
 *
 * Likeness is the share of pieces of eight bytes, of up to NOTES_KIN_SAMPLES passages with what
 * stood around them, that a text holds. Texts of the same name and of a similar length are looked
 * at first. The work is bounded: over all calls, so many bytes of text are read as the two limits
 * say; what is not found within that has no kin.
 *
 * For notes_place.c alone.
 */
#ifndef DOSSIER_NOTES_NOTES_KIN_H
#define DOSSIER_NOTES_NOTES_KIN_H

#include "notes/notes_place.h"

#define NOTES_KIN_SAMPLES 32
#define NOTES_KIN_GONE (32u << 20) /* bytes read for notes whose document is gone */
#define NOTES_KIN_THERE (4u << 20) /* for those whose document is there and does not hold them */

/* Zero but for catalog and known is valid. */
struct notes_kin {
	const struct catalog *catalog;
	struct notes_known *known;   /* by document */
	uint64_t gone, there;        /* bytes read so far */
	struct notes_kin_doc *order; /* documents, the likeliest first; owned */
};

/*
 * The kin of n notes of one path, other than the document with that path; DOC_NONE where there is
 * none. False where memory is short.
 */
bool notes_kin_find(
	struct notes_kin *kin, struct noted *const *items, uint32_t n, doc_id *out) MUST_CHECK;

/* Frees it. */
void notes_kin_finish(struct notes_kin *kin);

#endif
