/*
 * person.h - the parts of a person's name: given names, particles, surname.
 *
 * Reads names as catalogues write them: "Shinzo Abe", "George H.W. Bush", "Metternich, Klemens
 * von", "Lord Castlereagh", "John Smith Jr. (1804-1882)". Titles, suffixes and what stands in
 * brackets are left out, but for given names: "METTERNICH (Klemens von)". What a peer is called by is
 * kept as his styles. Names in scripts without capitals have no parts.
 */
#ifndef DOSSIER_LINKS_PERSON_H
#define DOSSIER_LINKS_PERSON_H

#include "base/buf.h"
#include "links/style.h"

#define PERSON_WORDS 12
#define PERSON_STYLES 3

struct person {
	struct span words[PERSON_WORDS]; /* given names first, whatever the order written; borrowed */
	uint32_t n; /* 0: no name of this kind */
	uint32_t particle; /* number of the first particle of the surname, or of the surname */
	uint32_t surname; /* number of its first word behind the particles; it goes to the end */
	bool bare; /* written just so: the words are the whole name in its order */
	bool married; /* "Mrs. John Smith": the given names are her husband's */
	uint32_t gender; /* LEX_MAN or LEX_WOMAN by title, 0 where it had none */
	bool ruler; /* "Louis XVIII": n is 0 … */
	uint32_t nruler; /* … and so many words are his name, the last one his number */
	struct style styles[PERSON_STYLES]; /* of peers; each has a name */
	uint32_t nstyles;
};

/* Takes a name apart. */
void person_parse(const struct lexicon *lexicon, struct span name, struct person *out);

/* The surname, with its particles or without, appended to out. */
void person_surname(const struct person *person, bool particles, struct buf *out);

/* Whether both words are the same but for case and accents. */
bool person_same_word(struct span a, struct span b);

/*
 * How well given names of a text (words, or initials with or without full stop) fit the person's:
 * they must be the first ones, in order. 3 all fit; 2 there are more initials than the person has
 * names, or one is a pet name; 0 they are another's.
 */
int person_fits(const struct person *person, const struct span *given, uint32_t n);

enum person_order {
	PERSON_GIVEN, /* the given name stands first */
	PERSON_PERHAPS, /* the last word looks like a Japanese given name, the first does not */
	PERSON_FAMILY, /* the first word is a known Chinese, Korean or Vietnamese family name */
};

/* Which name stands first in a name of two words or more; without titles, as it was written. */
enum person_order person_order(const struct lexicon *lexicon, const struct person *person);

/* Whether a word is an initial: one letter, or two as in "Yu", followed by a full stop or not. */
bool person_is_initial(struct span word);

#endif
