/*
 * phrase.h - the words that go with a kind word or a treaty's name: year, day, place, parties.
 *
 *	1956 Japan-Russia joint declaration      Joint Japanese-Soviet statement of 10 October 1973
 *	treaties of 1855 and 1875                convention signed at Paris on 20 November 1815
 *
 * Reads outwards from the core in both directions as long as the words are of the few sorts that
 * treaties are called by, and keeps what they say. What only stands nearby ("signed in 1956") is
 * kept apart and is no part of the mention. Decides nothing: that is rule_year.h and others.
 */
#ifndef DOSSIER_LINKS_PHRASE_H
#define DOSSIER_LINKS_PHRASE_H

#include "links/scene.h"
#include "links/when.h"

#define PHRASE_MOST 6

struct phrase {
	struct range core; /* the kind word or the name */
	struct range at; /* with everything that belongs to it */
	uint32_t start; /* of the modifiers right before the core */
	uint32_t modifiers; /* how many of them */
	bool proper; /* the core, or a modifier, has a capital */
	bool indefinite; /* "a", "new", "any" stands before it all */
	/* A word with a capital before it all, of no known sort: a name, but in headlines. Or empty. */
	struct range stranger;
	bool strange; /* words of no known sort stand between the core and its date */
	bool plural; /* the kind word is */
	struct when whens[PHRASE_MOST]; /* that belong to it */
	uint32_t nwhens;
	struct when loose; /* "in 1956": stands by it, without belonging to it */
	bool has_loose;
	bool apposed; /* it stands right behind the core: "(1956)", ", 1956" */
	uint64_t nations; /* 1 << nation */
	const struct hit *places[PHRASE_MOST]; /* hits with the places of treaties */
	uint32_t nplaces;
};

/* Reads the phrase around the hit; name says that it is a treaty's name. */
void phrase_read(const struct scene *scene, bool name, bool plural, struct phrase *out);

/* Whether one of the hit's tags is of this sort. */
bool phrase_is(const struct scene *scene, const struct hit *hit, enum form_what what);

#endif
