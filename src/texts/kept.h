/*
 * kept.h - the canonical form of a long document, kept in a file of our own and mapped.
 *
 * A document is held in memory whole (doc.h); one of a gigabyte would take seconds and gigabytes
 * each time. Its canonical text, paragraphs, marks, map to the file's bytes and line counts are
 * therefore written once, by kept_make.h, as arrays (sections.h) in the user's cache, and mapped
 * from then on: memory is what is looked at. The document's own file is never mapped: somebody else
 * may make it shorter.
 *
 * A form is used where the file has the size, time and place that it had, and where the program,
 * the declared encoding and the setting are the same. Paragraphs and marks are summed and checked
 * when it is opened, once (proof.h): later no more is looked at than what is shown. The text is not
 * summed (it was synced before the form got its name): what damage does to it is seen, and breaks
 * nothing.
 *
 *	if (kept_open(&doc, form, &key, &about, &err)) { … like any other document … }
 */
#ifndef DOSSIER_TEXTS_KEPT_H
#define DOSSIER_TEXTS_KEPT_H

#include "texts/doc.h"

/* Bytes of a file from which on its form is kept. */
#define KEPT_LEAST (8u << 20)

/* What a form was made of and for. No padding: compared as bytes. */
struct kept_key {
	struct file_stamp stamp; /* of the document's file; all zero in a form: good for no file */
	uint64_t made_by; /* program, path, encodings, kind of text */
};

/* The sections of a form. */
enum kept_section {
	KEPT_HEAD = 1, KEPT_STRINGS, KEPT_TEXT, KEPT_LINES, KEPT_STEPS, KEPT_PARAS, KEPT_MARKS,
	KEPT_OUTER,
	KEPT_SOURCE, /* the file's bytes, where some are no text: they are shown as they are */
};

/* The one element of KEPT_HEAD. */
struct kept_head {
	struct kept_key key;
	uint32_t source_n, nbad;
	uint32_t hides[HIDDEN_SORTS];
	struct sha256 hash; /* of the text */
	uint32_t headline_n, encoding_n; /* in KEPT_STRINGS, each with a NUL behind */
	struct doc_date date; /* as the text has it */
	uint8_t guessed, rest[7];
};

/* A checksum of the sources that read documents; made when the program is. */
extern const uint32_t kept_id;

/* The key of a file with this stamp. */
struct kept_key kept_key_of(const struct file_stamp *stamp, const struct doc_about *about,
	const struct config *config);

/*
 * Maps the form at path. False, and why, where there is none, or it is damaged or of another state of
 * the file. key NULL: of any (right after it was made). O(paragraphs) the first time, O(1) afterwards.
 */
bool kept_open(struct doc *doc, const char *path, const struct kept_key *key,
	const struct doc_about *about, struct err *err) MUST_CHECK;

#endif
