/*
 * fold.h - the folded view of a piece of text, with a map back to its bytes.
 *
 * What searching and comparing see: any run of white space is one blank (a line end where a blank
 * line is in it); a hyphen or soft hyphen between letters at a line end and the line end with the
 * blanks behind it vanish, so that a word broken over two lines is whole; ’ is ', every dash is -,
 * “ is "; case, diacritics, NFC and NFD, ligatures and full-width forms are gone; markup and
 * invisible characters are not there. ASCII is folded without any table.
 *
 * A range covers what folds to it: marks behind their letter; all of ß for an s of it.
 *
 * A hyphenated compound broken at its hyphen ("Aldrich-\nMoodie") loses the hyphen as well: users
 * that must tell compare both ways, see FOLD_KEEP_HYPHEN.
 *
 *	struct fold fold = {0};
 *	if (!fold_make(&fold, doc, para->at, 0)) { … no memory … }
 *	… find [a, b) in fold.p …;  struct range at = fold_range(&fold, a, b);
 */
#ifndef DOSSIER_TEXTS_FOLD_H
#define DOSSIER_TEXTS_FOLD_H

#include "base/sorted.h"
#include "texts/doc.h"

enum fold_flags {
	FOLD_KEEP_CASE = 1, /* A is not a */
	FOLD_KEEP_HYPHEN = 2, /* a hyphen at a line end stays, only the line end goes */
};

#define FOLD_PAD 64

struct fold {
	char *p; /* UTF-8, n bytes, FOLD_PAD NULs behind: some look at many bytes at a time */
	uint32_t *starts; /* n + 1: source offset where the character of each byte starts */
	uint32_t *ends; /* n: source offset where it ends */
	uint32_t n, cap;
};

/* The folded bytes, borrowed. */
static inline struct span fold_text(const struct fold *fold)
{
	return (struct span){fold->p, fold->n};
}

/* Folds the bytes `at` of doc's text, replacing what fold held. False where memory is short. */
bool fold_make(struct fold *fold, const struct doc *doc, struct range at, unsigned flags)
	MUST_CHECK;

/* The same for a name, a pattern, anything that is no document. Offsets are in text. */
bool fold_span(struct fold *fold, struct span text, unsigned flags) MUST_CHECK;

/* Source range of the folded bytes [start, end), start < end. */
struct range fold_range(const struct fold *fold, uint32_t start, uint32_t end);

/* The first folded byte whose character starts at or behind off in the source; n: there is none. */
static inline uint32_t fold_index(const struct fold *fold, uint32_t off)
{
	return sorted_from(fold->starts, fold->n, sizeof(*fold->starts), off);
}

/* Frees it. Takes a zeroed one. */
void fold_finish(struct fold *fold);

#endif
