/*
 * prebuilt_form.h - how a prebuilt index stands in its file; for prebuilt*.c only.
 *
 * Heads, mentions and their numbers are in the order of the dossier; texts are pieces of one string.
 * Sections are arrays (sections.h). None of the structs has padding: they are written as bytes.
 */
#ifndef DOSSIER_LINKS_PREBUILT_FORM_H
#define DOSSIER_LINKS_PREBUILT_FORM_H

#include "links/prebuilt.h"
#include "texts/same.h"

/* How the file is laid out; changes whenever that does. */
#define PREBUILT_LAYOUT 5u

enum prebuilt_section {
	PREBUILT_KEY = 1, PREBUILT_HEADS, PREBUILT_STRINGS, PREBUILT_MENTIONS, PREBUILT_POOL,
	PREBUILT_WHOLE, PREBUILT_PROBLEMS, PREBUILT_BY_PATH, PREBUILT_DOC_FIRST,
	PREBUILT_POOL_FIRST, PREBUILT_BY_ENT, PREBUILT_ENT_FIRST, PREBUILT_OPEN,
	PREBUILT_OPEN_FIRST, PREBUILT_ENT_DOCS, PREBUILT_ENTS, PREBUILT_NAMES, PREBUILT_PARTIES,
	PREBUILT_KINDS, PREBUILT_BY_ID, PREBUILT_TOLD, PREBUILT_OUTLINES
};

/* A piece of the strings, with a NUL behind it. */
struct prebuilt_piece {
	uint32_t at, n;
};

enum { PREBUILT_GUESSED = 1, PREBUILT_MARKDOWN = 2, PREBUILT_TITLE = 4, PREBUILT_DATE = 8,
	PREBUILT_DECLARED = 16, PREBUILT_AGAIN = 32, PREBUILT_YOUNG = 64, PREBUILT_FLAGS = 128 };

struct prebuilt_head {
	struct same same;
	struct prebuilt_piece path, title, encoding, source, language, note, declared;
	struct prebuilt_piece outline; /* of the outlines */
	uint32_t mention, nmentions; /* its mentions */
	uint32_t pool, npool; /* and their numbers */
	uint32_t hidden, nbad, source_n, text_n, first, paras;
	struct doc_date date;
	uint32_t flags; /* as above; AGAIN, YOUNG: it is never the same */
};

/* What a message is about. */
enum prebuilt_about { PREBUILT_OF_DOCUMENTS, PREBUILT_OF_LINKS, PREBUILT_OF_LEFT_OUT, PREBUILT_OF_NAMES };

/* A message about documents, links or names. */
struct prebuilt_problem {
	struct prebuilt_piece text;
	uint32_t level;
	uint32_t about; /* as above; names: what loading them has found */
};

/* How many of them are told at the start, where these are two sorts: documents, names and links. */
struct prebuilt_sum {
	uint32_t n, first; /* warnings and errors; the first one's number */
};

/* An entity. Its names and parties stand behind those of the one before. */
struct prebuilt_ent {
	struct prebuilt_piece id, place, note;
	uint32_t kind;
	uint32_t nnames, nparties; /* nnames > 0, the Name first */
	struct doc_date date, until;
	uint32_t line;
};

struct prebuilt_name {
	struct prebuilt_piece text;
	uint32_t line;
};

/* An alias table on its way into a file. Arrays are in an arena. */
struct prebuilt_names {
	const struct entities *source;
	struct prebuilt_ent *ents;
	struct prebuilt_name *names;
	struct prebuilt_piece *parties, *kinds;
	uint32_t nparties;
};

/* Appends a text and a NUL to the strings, and tells where it stands. */
struct prebuilt_piece prebuilt_save_text(struct buf *strings, struct span text);

/* Makes the arrays of an alias table; texts go into strings. False where memory is short. */
bool prebuilt_names_put(const struct entities *ents, struct buf *strings, struct arena *arena,
	struct prebuilt_names *out) MUST_CHECK;

/* Adds them to a file. */
void prebuilt_names_add(const struct prebuilt_names *names, struct sections_out *out);

/* The piece as a text. False where the file does not hold it, or not with a NUL behind. */
bool prebuilt_text(const struct prebuilt *built, struct prebuilt_piece piece, struct span *out);

/* Fills a head, but for its stamp and place in a list. False where that cannot be true. */
bool prebuilt_fill(const struct prebuilt *built, const struct prebuilt_head *from,
	struct doc_head *head);

/* An array with fewer than UINT32_MAX elements; NULL where there is none. */
const void *prebuilt_array(const struct prebuilt *built, enum prebuilt_section id, uint32_t element,
	uint32_t *n);

#endif
