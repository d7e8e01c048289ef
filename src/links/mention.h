/*
 * mention.h - what a mention is: a place, what it names, by which rule, how sure, and what else it could be.
 */
#ifndef DOSSIER_LINKS_MENTION_H
#define DOSSIER_LINKS_MENTION_H

#include "links/entities.h"

/* RULE(id, "word in tables", "one line for the reader who asks why") */
#define MENTION_RULES(RULE) \
	RULE(NAME, "name", "the entity's name") \
	RULE(ALIAS, "alias", "a listed alias") \
	RULE(SURNAME, "surname", "a surname: of the last full name before it, or of the sole bearer") \
	RULE(INITIALS, "initials", "initials that fit a listed person with this surname") \
	RULE(YEAR, "year", "kind word with year, day, place or parties of a listed treaty") \
	RULE(COORDINATED, "coordinated", "one head word for several names") \
	RULE(SHORT, "short", "a short form of what the document names in full before") \
	RULE(DESCRIPTION, "description", "a description: the nearest mention before it that fits") \
	RULE(DECIDED, "decided", "you decided it")

enum mention_rule {
#define RULE(id, word, text) RULE_##id,
	MENTION_RULES(RULE)
#undef RULE
	RULE_COUNT
};

/* How certain: what a table prints, and what the screen shows as settled or open. */
enum mention_certainty {
	CERTAIN_SURE, /* nothing speaks for another entity */
	CERTAIN_LIKELY, /* a rule prefers it; rivals are listed */
	CERTAIN_OPEN, /* no rival may be preferred: no entity, only rivals */
};

struct mention {
	struct range at; /* in the document */
	doc_id doc;
	uint32_t ent; /* first in the pool of entity numbers … */
	uint8_t nents; /* … and how many: 0 where open, 2 and more where coordinated */
	uint8_t nrivals; /* rivals follow the entities in the pool */
	uint8_t rule; /* enum mention_rule */
	uint8_t certainty; /* enum mention_certainty */
	uint32_t name; /* the row of entities->names that matched, or UINT32_MAX */
	uint32_t decision; /* RULE_DECIDED: number of the decision */
};

/* "surname" and the sentence for it. */
const char *mention_rule_word(enum mention_rule rule);
const char *mention_rule_text(enum mention_rule rule);

/* "sure", "likely", "open". */
const char *mention_certainty_word(enum mention_certainty certainty);

#endif
