/*
 * forms.h - what is looked for in a text on behalf of a catalogue, and what each form is.
 *
 * Besides the names as they are listed there are forms that follow from them: surnames, names in
 * the other order, initials spelled with blanks and without, islands without their head noun, the
 * places of treaties; and the kind words of treaties. A form's tag says what it is and of whom.
 */
#ifndef DOSSIER_LINKS_FORMS_H
#define DOSSIER_LINKS_FORMS_H

#include "links/entities.h"
#include "links/lexicon.h"
#include "links/match.h"

enum form_what {
	FORM_NAME, /* a listed name; value: its number */
	FORM_VARIANT, /* another spelling of a listed name; value: its number */
	FORM_SURNAME, /* value: entity */
	FORM_FRONT, /* the first word of a person's name, which may be the family name; value: entity */
	FORM_STEM, /* an island's name without its head noun; value: number of the name */
	FORM_PLACE, /* where a treaty was made; value: entity */
	FORM_DEED, /* a kind word; value: enum lex_deed */
	FORM_DEEDS, /* a kind word in the plural; value: enum lex_deed */
	FORM_STYLE, /* what a peer is called by, "Castlereagh"; value: entity */
	FORM_SEAT, /* the same of one behind "of" or "de", "Wellington"; value: entity */
};

/* What a tag is, and the number that goes with it. */
static inline enum form_what form_what(uint32_t tag)
{
	return (enum form_what)(tag >> 28);
}

/* Whether a tag stands for a listed name, as it is listed or in another spelling. */
static inline bool form_is_name(uint32_t tag)
{
	return form_what(tag) <= FORM_VARIANT;
}

/* The number in a tag: below 2^28. */
static inline uint32_t form_value(uint32_t tag)
{
	return tag & 0x0FFFFFFFu;
}

struct forms {
	struct form *items;
	uint32_t n, cap;
	struct arena arena; /* owns the texts that were made */
	uint8_t *genders; /* by entity: LEX_MAN, LEX_WOMAN, as the names of a person show; 0 none */
	uint8_t *ranks; /* by entity: the highest rank among the person's titles; 0 none */
	uint8_t *rules; /* by kind: whose rules its entities have (entities_rules) */
};

/*
 * Derives the forms of ents, which must outlive them. False where memory is short: forms_finish frees
 * what there is.
 */
bool forms_make(struct forms *forms, const struct entities *ents, const struct lexicon *lexicon,
	struct err *err) MUST_CHECK;

/* The island's name without head nouns at its end; empty where it has none or is nothing else. */
struct span forms_stem(const struct lexicon *lexicon, struct span name, bool *plural);

/* Frees them. Takes a zeroed one. */
void forms_finish(struct forms *forms);

#endif
