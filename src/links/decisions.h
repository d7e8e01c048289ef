/*
 * decisions.h - what a reader overruled: decisions.rec, replayed on load.
 *
 * One record a decision, in the order in which they were made, written by the program and fit to
 * be edited by hand:
 *
 *	Id: 20261121T200500-1        unique
 *	Decision: reject             confirm reject link alias entity merge split never
 *	Scope: here                  reject only: here, document, everywhere
 *	Entity: person:abe           the entity it is about; a+b where a mention names several
 *	Other: person:abe-shintaro   merge: the one that is merged into Entity; split: the new one
 *	Name: Abe-san                alias, entity, split: the name; reject: the words, where not
 *	                             here; never: what is not to be suggested again
 *	Kind: person                 entity only
 *	File: 2014.txt               confirm, reject, link: the passage …
 *	Start: 512                   … bytes of the file, end exclusive, as they were then
 *	End: 515
 *	Quote: Abe                   … its words and what stands around them, white space as one blank
 *	Before: Prime Minister
 *	After: met the president
 *	By: somebody
 *	When: 2026-11-21T20:05:00Z
 *
 * Decisions about the catalogue (alias, entity, merge, split) change its records before the alias
 * table is made of them (overlay.h); those about passages are applied by decide.h. Knows no document.
 */
#ifndef DOSSIER_LINKS_DECISIONS_H
#define DOSSIER_LINKS_DECISIONS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/rec.h"

enum decision_kind {
	DECISION_CONFIRM,
	DECISION_REJECT,
	DECISION_LINK,
	DECISION_ALIAS,
	DECISION_ENTITY,
	DECISION_MERGE,
	DECISION_SPLIT,
	DECISION_NEVER,
};

enum decision_scope { SCOPE_HERE, SCOPE_DOCUMENT, SCOPE_EVERYWHERE };

struct decision {
	enum decision_kind kind;
	enum decision_scope scope;
	struct span id, entity, other, name, ent_kind; /* empty where the kind has none */
	struct span file, quote, before, after, by, when;
	uint32_t start, end; /* source bytes */
	const char *path; /* of the file that holds it, for messages */
	uint32_t line;
};

struct decisions {
	struct decision *items; /* in the order of the files, then of each file */
	uint32_t n, cap;
	struct arena arena; /* owns the texts */
};

/*
 * Adds the decisions of the file at path. A file that is not there holds none. Broken records are
 * reported with file and line and left out. False where it cannot be read or memory is short.
 */
bool decisions_load(struct decisions *decisions, const char *path, struct report *report,
	struct err *err) MUST_CHECK;

/* Appends a decision as a record of decisions.rec, with the blank line behind it. */
void decisions_put(const struct decision *decision, struct buf *out);

/* "reject" and the like. */
const char *decisions_word(enum decision_kind kind);

/* Frees them. Takes a zeroed one. */
void decisions_finish(struct decisions *decisions);

#endif
