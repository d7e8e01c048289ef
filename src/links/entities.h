/*
 * entities.h - the alias table: who and what there is, under which names.
 *
 * The one table that matcher, panel, search, prompt and export read: entities.rec with the fields
 * `Id Kind Name Alias* Date Place Party* Note Idno*`. Names are kept as they were written; how they match is
 * match.h's business. Entities are numbered in the order of the file; const once loaded.
 *
 * A broken record is reported with its line and left out (no Id, no Name, an Id with other characters than
 * A-Z a-z 0-9 . _ : -, a second record with an Id). A name of two entities is kept for both. A Date
 * that is none is reported and left empty. Unknown fields are kept and reported as notes.
 */
#ifndef DOSSIER_LINKS_ENTITIES_H
#define DOSSIER_LINKS_ENTITIES_H

#include "base/rec.h"
#include "links/decisions.h"
#include "texts/doc.h"

typedef struct {
	uint32_t i;
} ent_id;

#define ENT_NONE ((ent_id){UINT32_MAX})

/* These three have rules of their own (entities_rules); every other kind is a name like any other. */
enum { KIND_PERSON, KIND_TREATY, KIND_ISLAND, KIND_FIRST_OTHER };

struct name {
	struct span text; /* as written, trimmed, never empty */
	ent_id ent;
	uint32_t line; /* in entities.rec */
	bool main; /* the Name, not an Alias */
};

struct entity {
	struct span id, place, note;
	uint32_t kind; /* index into kinds */
	uint32_t name, nnames; /* first in names, and how many: Name first, aliases in file order */
	uint32_t party, nparties; /* first in parties */
	struct doc_date date, until; /* a day, or a span written A/B: then until is B */
	uint32_t line;
	const struct rec *rec; /* all fields, unknown ones too; NULL where an index lends it */
};

struct entities {
	const struct config *config; /* of [words]; borrowed, may be NULL */
	struct arena arena;
	struct buf bytes; /* the file's; empty where an index lends the table */
	const char *path; /* for messages; in the arena */
	struct entity *items;
	uint32_t n;
	struct name *names; /* grouped by entity */
	uint32_t nnames;
	struct span *parties; /* trimmed, never empty */
	struct span *kinds; /* kinds[KIND_PERSON] is "person" and so on, further ones as they came */
	uint32_t nkinds;
	uint32_t *by_id; /* entity numbers sorted by id */
	struct lexicon *lexicon; /* as loading needed it, for the rules; NULL: not needed; owned */
};

/*
 * Loads the file at path, changed as decided (decisions may be NULL). The rules
 * take further words from config (NULL: none), which must outlive it. Where it does not exist the table is empty, which is no error. False
 * where it cannot be read or memory is short. 100,000 records with 900,000 names take well
 * under a second.
 */
bool entities_load(struct entities *ents, const char *path, const struct decisions *decisions,
	const struct config *config, struct report *report, struct err *err) MUST_CHECK;

/* Whether text may be an Id: one or more of A-Z a-z 0-9 . _ : - */
bool entities_id_is_good(struct span text);

/* Reads a Date: a day, month or year, or two in order with / between; else *until has year 0. */
bool entities_date(struct span text, struct doc_date *from, struct doc_date *until);

/*
 * The kind whose rules an entity of this kind has: its own, KIND_TREATY where the kind is another word
 * for such a thing ("act", "law", "agreement"; deed.h), KIND_FIRST_OTHER for all without any.
 */
uint32_t entities_rules(const struct entities *ents, uint32_t kind);

/* The entity with this Id, or ENT_NONE. O(log n). */
ent_id entities_find(const struct entities *ents, struct span id);

/* The entity's Name. */
struct span entities_name(const struct entities *ents, ent_id ent);

/* Frees it. Takes a zeroed one. */
void entities_finish(struct entities *ents);

#endif
