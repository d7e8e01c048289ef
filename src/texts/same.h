/*
 * same.h - whether a document is the one that an index was made of.
 *
 * It is where its file has the size, the time and the place on disk that it had, and documents.rec
 * says the same of it. A file that was written so shortly before it was listed that its time does
 * not tell is never the same, unless it was read once more since (`settled`).
 *
 *	struct same same = same_now(&head);                     when it is looked up
 *	if (same_eq(&stored, &same)) { … }
 */
#ifndef DOSSIER_TEXTS_SAME_H
#define DOSSIER_TEXTS_SAME_H

#include "texts/catalog.h"

/* No padding: stored as bytes. */
struct same {
	struct file_stamp stamp;
	uint64_t told; /* hash of what documents.rec says */
};

/* A hash of what documents.rec says of a document, before its text tells more: filled in by its list. */
uint64_t same_told(const struct doc_head *head);

/* What a document is now. */
struct same same_now(const struct doc_head *head);

/* The same to be stored: what no file has, where its time does not tell. */
struct same same_kept(const struct catalog *catalog, const struct doc_head *head);

/* Whether the time of a file did not tell, when the catalogue was listed, whether it would change. */
bool same_is_young(const struct catalog *catalog, const struct file_stamp *stamp);

/* Whether a stored one is that of a document of now. */
bool same_eq(const struct same *stored, const struct same *now);

/*
 * A number for all documents of a catalogue as they are: two catalogues with the same one have the
 * same documents in the same states. 0 where one of them is so young that its file does not tell.
 */
uint64_t same_set(const struct catalog *catalog);

/* The hash (span_hash) of one more text; texts are kept apart. */
uint64_t same_hash(uint64_t hash, struct span text);

#endif
