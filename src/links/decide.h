/*
 * decide.h - decisions about passages, applied to the mentions that the rules made.
 *
 * The passage of a decision is found again by its words and what stands around them, also where
 * the text has been edited: at its old place if the words are there; else where words and context
 * are the same and nowhere else so; else nowhere. A decision whose passage is gone is reported and
 * never applied elsewhere. Anchoring by quotation and context follows the W3C Web Annotation
 * Data Model (TextQuoteSelector), with a threshold and a margin over the runner-up.
 */
#ifndef DOSSIER_LINKS_DECIDE_H
#define DOSSIER_LINKS_DECIDE_H

#include "links/decisions.h"
#include "links/resolve.h"

/* Bytes of context that a decision keeps on each side. */
#define DECIDE_CONTEXT 48

/*
 * Applies all decisions about doc to its mentions, which are out->items from `first` on. Reports
 * what cannot be applied. False where memory is short.
 */
bool decide_doc(const struct decisions *decisions, const struct entities *ents,
	const struct doc *doc, doc_id id, struct mentions *out, uint32_t first,
	struct report *report, struct err *err) MUST_CHECK;

/* The passage of a decision in doc. False: it is gone, or not to be told from others. */
bool decide_find(const struct decision *decision, const struct doc *doc, struct range *out);

/* Entities that one decision can be about. */
#define DECIDE_ENTS 8

/* The entities of a decision that are in the table: `a+b` are several. Returns how many. */
uint32_t decide_ents(const struct decision *decision, const struct entities *ents,
	ent_id out[DECIDE_ENTS]);

/* Fills in file, bytes, quotation and context of `at`; texts are copied into arena. */
bool decide_passage(const struct doc *doc, struct range at, struct arena *arena,
	struct decision *out) MUST_CHECK;

#endif
