/*
 * suggest.h - names that the catalogue does not cover: what somebody should look at.
 *
 * Runs of capitalised words outside all mentions ("Igor Rogachev", "Treaty of Nerchinsk"), with
 * initials, particles and hyphens; Cyrillic and Greek capitals as well; runs of katakana. Words
 * that only begin sentences, months, titles and other ordinary capitals are left out, as is what a
 * decision said never to name again. Grouped by folded form, ranked by documents, then count.
 *
 *	if (!suggest_make(&suggestions, &xref, &decisions, &err)) { … }
 */
#ifndef DOSSIER_LINKS_SUGGEST_H
#define DOSSIER_LINKS_SUGGEST_H

#include "links/xref.h"

struct suggestion {
	struct span name; /* as it stands at its first place, white space as single blanks */
	struct span key; /* folded */
	doc_id doc; /* of the first place that is not a sentence's start, else of the first */
	struct range at;
	uint32_t count, docs;
	uint32_t last; /* the document counted last */
	bool inside; /* seen within a sentence, where a capital means something */
	ent_id likely; /* an entity that it may be another name of, or ENT_NONE */
	bool mixed; /* a word of it mixes scripts */
	bool disguised; /* it only looks like a name of `likely` */
};

struct suggestions {
	struct suggestion *items; /* ranked */
	uint32_t n, cap;
	struct arena arena; /* owns the texts */
};

/* Looks through all documents. Linear in their length. False where memory is short. */
bool suggest_make(struct suggestions *out, const struct xref *xref,
	const struct decisions *decisions, struct err *err) MUST_CHECK;

/* Frees them. Takes a zeroed one. */
void suggest_finish(struct suggestions *suggestions);

#endif
