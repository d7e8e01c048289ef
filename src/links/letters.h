/*
 * letters.h - the letters of a text as matching sees them, read where a name may stand.
 *
 * A folded copy of a document is never made: a reader walks the text itself, passes over markup
 * that is not shown, and compares it with a form that was folded once. The rules are those of
 * fold.h: a run of white space with at most one line end is one blank; a hyphen or soft hyphen at
 * a line end joins; dashes, apostrophes and double quotes are one each; marks, case and
 * compatibility forms are gone, but a capital in the form stays and demands a capital. Three things
 * are finer here: a hyphen at a line end also matches the hyphen of a form ("Aldrich-" "Moodie"),
 * a line end between two ideographs is nothing at all, and so are the brackets of an editor who
 * completes a name ("Crimean [agreement]").
 *
 * Knows no hash, no list of forms, no entity.
 */
#ifndef DOSSIER_LINKS_LETTERS_H
#define DOSSIER_LINKS_LETTERS_H

#include "links/letter.h"

/* The ends and the length of a folded word: enough to look it up, not to know it. */
struct word_key {
	uint64_t head; /* its first 8 bytes, or fewer, the first lowest */
	uint64_t tail; /* its last 8 bytes, the last highest, where it has more; else 0 */
	uint32_t n; /* bytes of the folded word */
};

#define LETTERS_MEMO 128u

/* A character that is no ASCII, folded; the bytes of it. */
struct letters_char {
	uint32_t c; /* 0: none */
	uint8_t n, nsmall, capitals;
	bool space;
	char text[UTF8_FOLD_MAX * UTF8_MAX], small[UTF8_FOLD_MAX * UTF8_MAX];
};

/* Folds forms one by one. Set the buffers, and leave the rest zero. */
struct letters_folder {
	struct buf *folded; /* forms are appended here … */
	struct buf *small; /* … and here in small letters; both may fail */
	uint32_t capitals; /* how many the last form has */
	struct letters_char memo[LETTERS_MEMO]; /* catalogues have few of them, often */
};

/*
 * Folds a form for letters_match: small letters, except where it has capitals. Blanks and marks of
 * punctuation at its start, and blanks at its end, are left out.
 */
void letters_fold(struct letters_folder *folder, struct span form);

/*
 * The key of the word at *off in a folded form in small letters; *off moves behind it. An
 * ideograph is a word.
 */
struct word_key letters_form_key(struct span small, size_t *off);

/* How a hyphen at a line end is read. */
enum letters_join {
	LETTERS_PART, /* the word ends there */
	LETTERS_WHOLE, /* the word goes on in the next line */
};

/*
 * The key of the word that starts at off < limit, and its end. An ideograph is a word. *broken
 * says whether a hyphen at a line end was met, so that the other way of reading makes sense.
 */
struct word_key letters_key(struct reader reader, uint32_t off, uint32_t limit,
	enum letters_join join, uint32_t *end, bool *broken);

/* Where the next word starts at or behind off, at most 8 characters on; limit where there is none. */
uint32_t letters_next_word(struct reader reader, uint32_t off, uint32_t limit);

/*
 * Whether a form that is all ASCII stands at off < limit byte by byte, behind a blank and before a sign
 * or blank: as most do. Where this says no, letters_match() is to be asked; where it says yes, that
 * would say the same.
 */
static inline bool letters_same(const struct reader *reader, struct span form, uint32_t from,
	uint32_t off, uint32_t limit)
{
	const unsigned char *p = (const unsigned char *)reader->text.p + off;
	if (reader->nmarks > 0 || off < from + 2 || form.n >= limit - off || p[-1] != ' ' ||
		p[-2] <= ' ' || memcmp(p, form.p, form.n) != 0) {
		return false;
	}
	unsigned char next = p[form.n];
	return next < 0x80 && next != '-' && next != '_' && !letter_is_alnum(next);
}

/*
 * Whether the folded form stands at off, whole words on both sides (no boundary is needed beside
 * an ideograph). A match ends before limit or at it; *end is behind its last letter and the marks
 * on it. from is the start of the paragraph.
 */
bool letters_match(struct reader reader, struct span folded, uint32_t from, uint32_t off,
	uint32_t limit, uint32_t *end);

#endif
