/*
 * resolve.h - from hits to mentions: the rules.
 *
 * One pass over a document's hits in order, with what the document has said so far (the last full
 * name with each surname, the forms introduced in full). Each rule is a small function that takes
 * a hit with its neighbours and either makes a mention, naming itself, or passes. What no rule can
 * settle stays open with its rivals. Documents are independent of each other, except that a surname may ask for its
 * sole bearer in the whole catalogue.
 */
#ifndef DOSSIER_LINKS_RESOLVE_H
#define DOSSIER_LINKS_RESOLVE_H

#include "links/match.h"
#include "links/mention.h"

/*
 * Mentions of one or more documents, with the pool of entity numbers they point into. Arrays with a
 * cap of 0 are borrowed, and const.
 */
struct mentions {
	struct mention *items; /* by document, then start; they do not overlap */
	uint32_t n, cap;
	uint32_t *pool;
	uint32_t npool, cpool;
};

struct resolver; /* the forms of a catalogue, the matcher over them, what each form is */

/* Builds forms and matcher for a catalogue, which must outlive it. NULL: no memory, err filled. */
struct resolver *resolve_new(const struct entities *ents, struct err *err) MUST_CHECK;

/* Appends the mentions of one document. False where memory is short. */
bool resolve_doc(const struct resolver *resolver, const struct doc *doc, doc_id id,
	struct mentions *out, struct err *err) MUST_CHECK;

/* Frees it; takes NULL. */
void resolve_free(struct resolver *resolver);

/* Frees what mentions hold. Takes a zeroed one. */
void mentions_finish(struct mentions *mentions);

#endif
