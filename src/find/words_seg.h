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
 * Nothing is trusted: all but the lists is summed when the file is opened, a list when it is read,
 * and every number is held against its bounds. Which of its documents are still what they were is
 * the business of words_seg_match.
 *
 *	if (words_seg_open(&seg, path, &err)) {
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
#define WORDS_SEG_LAYOUT 4u /* changes whenever the file or the cutting of words does */

enum words_section { WORDS_KEY = 1, WORDS_DOCS, WORDS_ORDER, WORDS_STRINGS, WORDS_PARAS, WORDS_BLOCKS,
	WORDS_DICT, WORDS_LISTS };

/* What the words depend on besides their documents. */
struct words_key {
	uint64_t rules, settings;
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
};

struct words_block {
	uint64_t list; /* where the first word's places begin */
	uint64_t dict; /* where the first word stands */
};

struct words_seg {
	struct sections file;
	const struct words_doc *docs; /* by place */
	const uint32_t *order; /* numbers of documents by path */
	const struct words_block *blocks;
	const char *strings, *paras, *dict, *lists;
	uint64_t ndocs, norder, nstrings, nparas, nblocks, ndict, nlists;
	uint32_t places; /* of all documents */
	uint32_t *ids; /* of each document the number in the catalogue, or UINT32_MAX; owned */
};

/* One word of the file. */
struct words_term {
	const struct words_seg *seg;
	struct span word; /* in `bytes` */
	uint32_t count; /* its places */
	struct span list;
	uint32_t sum;
	uint64_t block; /* what follows is the cursor's */
	uint32_t in_block;
	uint64_t dict;
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

/* Opens a file with this key. False, and why, where it is not one, or damaged. */
bool words_seg_open(struct words_seg *seg, const char *path, const struct words_key *key,
	struct err *err) MUST_CHECK;

/* Finds which of its documents are those of the catalogue. False: no memory. */
bool words_seg_match(struct words_seg *seg, const struct catalog *catalog, struct err *err)
	MUST_CHECK;

/* The path of a document. */
struct span words_seg_path(const struct words_seg *seg, uint32_t doc);

/* The first word that is not before this one. False where there is none. */
bool words_seg_find(const struct words_seg *seg, struct span word, struct words_term *out);

/* The next word. False where there is none, or the file is broken. */
bool words_seg_next(struct words_term *term);

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
