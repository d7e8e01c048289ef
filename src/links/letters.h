/*
 * letters.h - the letters of a text as matching sees them, read where a name may stand.
 *
 * A folded copy of a document is never made: a reader walks the text itself, passes over markup
 * that is not shown, and compares it with a form that was folded once. The rules are those of
 * fold.h: a run of white space with at most one line end is one blank; a hyphen or soft hyphen at
 * a line end joins; dashes, apostrophes and double quotes are one each; marks, case and
 * compatibility forms are gone, but a capital in the form stays and demands a capital. Four things
 * are finer here: a hyphen at a line end also matches the hyphen of a form ("Aldrich-" "Moodie"),
 * one between two words the form's blank ("Test-Ban Treaty"), a line end between two ideographs is
 * nothing at all, and so are the brackets of an editor who completes a name ("Crimean [agreement]").
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

/* What a look at the bytes alone tells. */
enum letters_told {
	LETTERS_SAME, /* letters_match() would say yes, with *end at off + form.n */
	LETTERS_OTHER, /* it would say no */
	LETTERS_UNSURE, /* it is to be asked */
};

/*
 * Whether a word that begins with a capital or not may start at off, by the bytes before it: where
 * this says no, only the long way tells.
 */
static inline bool letters_start(const unsigned char *p, uint32_t from, uint32_t off, bool capital)
{
	if (off == from) {
		return true;
	}
	unsigned char before = p[off - 1];
	if (before == ' ' || before == '\n') {
		return capital || (before == ' ' && off > from + 1 && p[off - 2] > ' ');
	}
	return before > ' ' && before < 0x80 && before != '_' && before != '\'' && before != '`' &&
		!letter_is_alnum(before);
}

/*
 * Whether a form that is all ASCII stands at off < limit byte by byte, but for capitals, as whole words:
 * what most are, or are not, needs no more.
 */
static inline enum letters_told letters_tell(const struct reader *reader, struct span form,
	uint32_t from, uint32_t off, uint32_t limit)
{
	const unsigned char *text = (const unsigned char *)reader->text.p, *p = text + off;
	uint32_t i = 0, n = (uint32_t)form.n;
	if (reader->nmarks > 0 || n >= limit - off) {
		return LETTERS_UNSURE;
	}
	while (i + 8 <= n && memcmp(p + i, form.p + i, 8) == 0) {
		i += 8;
	}
	if (n < 8 ? memcmp(p, form.p, n) == 0 :
		i > 0 && i + 8 > n && memcmp(p + n - 8, form.p + n - 8, 8) == 0) {
		i = n;
	}
	while (i < n && (p[i] == (unsigned char)form.p[i] ||
		letter_small(p[i]) == (unsigned char)form.p[i])) {
		i++;
	}
	unsigned char c = p[i];
	if (i < n) {
		/* Runs of blanks, hyphens at a line end and brackets may be passed over. */
		bool plain = c == ' ' ? i > 0 && letter_is_alnum(p[i - 1]) :
			c > ' ' && c < 0x80 && c != '-' && c != '[' && c != ']';
		return plain ? LETTERS_OTHER : LETTERS_UNSURE;
	}
	if (letter_is_alnum(c)) {
		return LETTERS_OTHER;
	}
	bool capital = p[0] >= 'A' && p[0] <= 'Z';
	/* A form's last hyphen may be one at a line end. */
	bool ends = c < 0x80 && c != '-' && c != '_' && p[n - 1] != '-';
	return ends && letters_start(text, from, off, capital) ? LETTERS_SAME : LETTERS_UNSURE;
}

/*
 * Whether the folded form stands at off, whole words on both sides (no boundary is needed beside
 * an ideograph). A match ends before limit or at it; *end is behind its last letter and the marks
 * on it. from is the start of the paragraph.
 */
bool letters_match(struct reader reader, struct span folded, uint32_t from, uint32_t off,
	uint32_t limit, uint32_t *end);

#endif
