/*
 * words_seg.h - a file of the word index: the words of some documents, with all their places.
 *
 * Places are word numbers that run through all documents of the file: those of document d are
 * [docs[d].base, docs[d].base + docs[d].n). A word has one list of places, as varints of their
 * steps. The words are sorted by bytes, in blocks of WORDS_SEG_BLOCK; a word of a block says how
 * much of the one before it begins it:
 *
 *	shared, length of the rest (1 byte each), rest, count, bytes of the list (varints), sum (4 bytes)
 *
 * A long list has marks behind it (words_list.h), so that a part of it can be read by itself.
 *
 * A block also says which three letters in a row its words have (`sign`: a filter with false hits and
 * no misses), so that words with a piece in them are found without reading all words.
 *
 * Nothing is trusted, and little is read: opening sums what says where things are (key, totals,
 * blocks); a block of words is summed when it is entered, a list when it is read, a document and its
 * paragraphs when they are looked at (words_seg_knows, words_seg_paras), and every number is held
 * against its bounds. What was never looked at may be damaged: nothing has been concluded from it.
 * Which of its documents are still what they were is the business of words_seg_match.
 *
 *	if (words_seg_open(&seg, path, &key, &err)) {
 *		words_seg_match(&seg, &catalog, &err);
 *		for (more = words_seg_find(&seg, SPAN("iturup"), &term); more; more = words_seg_next(&term)) …
 *		words_seg_close(&seg);
 *	}
 */
#ifndef DOSSIER_FIND_WORDS_SEG_H
#define DOSSIER_FIND_WORDS_SEG_H

#include "base/sections.h"
#include "find/words_cut.h"
#include "texts/same.h"

#define WORDS_SEG_BLOCK 16u
#define WORDS_SEG_LAYOUT 10u /* changes whenever the file or the cutting of words does */

enum words_section { WORDS_KEY = 1, WORDS_DOCS, WORDS_ORDER, WORDS_STRINGS, WORDS_PARAS, WORDS_BLOCKS,
	WORDS_DICT, WORDS_LISTS, WORDS_TOTAL, WORDS_ODD, WORDS_GONE };

/* What the words depend on besides their documents. */
struct words_key {
	uint64_t rules, settings;
};

/* What is true of all documents together. */
struct words_total {
	uint64_t set; /* same_set of the catalogue that it was made of; 0: that does not tell */
	uint64_t places, words;
	uint64_t beside; /* words_seg_mark of the file that it stands beside; 0: it stands alone */
};

enum words_doc_odd {
	WORDS_DOC_ODD = 1, /* a search may see other words in it than are here */
	WORDS_DOC_WHOLE = 2, /* its paragraphs cannot be read by themselves */
	WORDS_DOC_MAPPED = 4, /* its text is not the file's bytes as they are */
};

struct words_doc {
	struct same same;
	uint32_t path, npath; /* in the strings */
	uint32_t base, n; /* its places */
	uint64_t paras; /* where its paragraphs are told (words_paras.h) */
	uint32_t nparas; /* bytes of that */
	uint32_t odd; /* enum words_doc_odd, or'ed */
	uint32_t rank; /* its place in the order by path */
	uint32_t paras_sum; /* of what tells its paragraphs */
	uint32_t sum; /* of all above, and the path */
	uint32_t none;
};

#define WORDS_SEG_MARKED 4096u /* places of a list that has marks, at least */
#define WORDS_SEG_STEP 512u /* places of a part of it */

/* Where a part of a list begins. Behind the marks of a list, which lie unaligned, stands their sum. */
struct words_mark {
	uint32_t place; /* the one before; 0 of the first part */
	uint32_t at; /* its first byte in the list */
	uint32_t sum; /* of its bytes */
};

/* Three letters in a row, as bits. */
struct words_sign {
	uint64_t bits[2];
};

struct words_block {
	uint64_t list; /* where the first word's places begin */
	uint64_t dict; /* where the first word stands */
	struct words_sign sign; /* of its words */
	uint32_t sum; /* of its part of the dictionary */
	uint32_t none;
};

struct words_seg {
	struct sections file;
	const struct words_doc *docs; /* by place */
	const uint32_t *order; /* numbers of documents by path */
	const struct words_block *blocks;
	const char *strings, *paras, *dict, *lists;
	const uint32_t *odd; /* documents that are WORDS_DOC_ODD */
	const uint32_t *gone; /* documents of the file beside that its catalogue had no more; ascending */
	uint64_t ndocs, norder, nstrings, nparas, nblocks, ndict, nlists, nodd, ngone;
	uint64_t set, beside; /* as in the totals */
	uint32_t places; /* of all documents */
	uint64_t nwords;
	uint32_t *ids; /* of each document the number in the catalogue, or UINT32_MAX; owned */
};

/* One word of the file. */
struct words_term {
	const struct words_seg *seg;
	struct span word; /* in `bytes` */
	uint32_t count; /* its places */
	struct span list;
	uint32_t sum;
	bool damaged; /* the walk has ended because of that */
	uint64_t block; /* what follows is the cursor's */
	uint64_t dict, dict_end;
	struct words_sign sign; /* blocks without these are passed over */
	uint64_t at; /* of the list behind this one */
	char bytes[WORDS_CUT_MOST + 1];
};

/* A walk over places. */
struct words_places {
	const char *p, *end;
	uint32_t last, most;
};

/* The key of now. */
struct words_key words_seg_key(const struct config *config);

/* Opens a file with this key. False, and why, where it is not one, or known to be damaged. */
bool words_seg_open(struct words_seg *seg, const char *path, const struct words_key *key,
	struct err *err) MUST_CHECK;

/* Whether what stands in it of documents is what was written, but for their paragraphs. O(documents). */
bool words_seg_docs_sound(const struct words_seg *seg) MUST_CHECK;

/* Whether every byte of the one at path is what was written. Reads all of it, once (proof.h). */
bool words_seg_sound(const struct words_seg *seg, const char *path) MUST_CHECK;

/*
 * Finds which of its documents, which are sound, are those of the catalogue. False: no memory.
 */
bool words_seg_match(struct words_seg *seg, const struct catalog *catalog, struct err *err)
	MUST_CHECK;

/* Whether what stands in it of one document is what was written, but for its paragraphs. */
bool words_seg_knows(const struct words_seg *seg, uint32_t doc) MUST_CHECK;

/* Where the paragraphs of a known document are told; an empty one where that is damaged. */
struct span words_seg_paras(const struct words_seg *seg, uint32_t doc);

/* What tells a file from others. */
uint64_t words_seg_mark(const struct words_seg *seg);

/* Whether a document of the file beside was of no catalogue any more when this one was made. O(log n). */
bool words_seg_gone(const struct words_seg *seg, uint32_t doc);

/* The path of a document; empty where it lies outside. */
struct span words_seg_path(const struct words_seg *seg, uint32_t doc);

/* The document with this path, of a catalogue that is not matched. UINT32_MAX: none is found. O(log n). */
uint32_t words_seg_by_path(const struct words_seg *seg, struct span path);

/* The first word that is not before this one. False where there is none. */
bool words_seg_find(const struct words_seg *seg, struct span word, struct words_term *out);

/* The first word of a block that may have words with this piece in them; words_seg_next goes on so. */
bool words_seg_find_with(const struct words_seg *seg, struct span piece, struct words_term *out);

/* The next word. False where there is none, or the file is broken: term->damaged then. */
bool words_seg_next(struct words_term *term);

/* For who writes a file: fills sums and signs of blocks; of documents, sums and ranks. */
void words_seg_seal_blocks(struct words_block *blocks, uint32_t n, struct span dict);
void words_seg_seal_docs(struct words_doc *docs, const uint32_t *order, uint32_t n, const char *strings,
	const char *paras);

/* How many parts a list of so many places has, 0: it has no marks. */
static inline uint32_t words_seg_parts(uint32_t count)
{
	return count < WORDS_SEG_MARKED ? 0 : (count - 1) / WORDS_SEG_STEP + 1;
}

/* A list without its marks; empty where it is too short for them. */
struct span words_seg_steps(struct span list, uint32_t count);

/* Begins a walk over the places of a word. False where they are not what was written. */
bool words_seg_places(const struct words_term *term, struct words_places *out) MUST_CHECK;

/* The next place. False behind the last one. */
static inline bool words_seg_place(struct words_places *places, uint32_t *out)
{
	uint64_t step = 0;
	unsigned shift = 0;
	unsigned char c = 0x80;

	while (places->p < places->end && (c & 0x80) != 0 && shift < 35) {
		c = (unsigned char)*places->p++;
		step |= (uint64_t)(c & 0x7F) << shift;
		shift += 7;
	}
	if ((c & 0x80) != 0 || step >= (uint64_t)places->most - places->last) {
		places->p = places->end;
		return false;
	}
	places->last += (uint32_t)step;
	*out = places->last;
	return true;
}

/* A varint at *p, which moves behind it. False where there is none before end. */
bool words_seg_varint(const char **p, const char *end, uint32_t *out);

/* The document that has a place: the last one whose base is not behind it. */
uint32_t words_seg_doc(const struct words_seg *seg, uint32_t place);

/* The sum of a list. */
uint32_t words_seg_sum(struct span list);

/* Unmaps it. Takes a zeroed one. */
void words_seg_close(struct words_seg *seg);

#endif
