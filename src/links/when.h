/*
 * when.h - dates beside names, whole or in part, as treaties are called by them.
 *
 * Unlike doc_date.h this reads at one place only, takes a year or a month alone, and double dates
 * ("8/20 novembre 1815"). Month names are those of doc_date.h.
 */
#ifndef DOSSIER_LINKS_WHEN_H
#define DOSSIER_LINKS_WHEN_H

#include "links/token.h"

struct when {
	struct range at;
	struct doc_date date; /* year always known */
	struct doc_date other; /* the other one of a double date, old style first; year 0 for none */
};

/*
 * Reads a date that starts at the token at or behind off: 1956, October 1956, 19 October 1956,
 * 19th of October, 1956, October 19, 1956, 8/20 novembre 1815, le 20 novembre 1815 from its day
 * on, 25 September/7 October 1826, 20 pluviôse an IX, 19.10.1956, 1956-10-19, 1956年10月19日, 1956
 * года. False, out untouched, where there is none.
 */
bool when_read(const struct words *words, uint32_t off, struct when *out);

/* Whether one may start at this token. Never wrongly no, and quick. */
bool when_may_begin(const struct words *words, const struct token *token);

/* The longest date that ends at off, apart from blanks. */
bool when_read_back(const struct words *words, uint32_t off, struct when *out);

/* Whether a treaty's date (with `until`, if that is one) allows this one, as far as both go. */
bool when_fits(const struct when *when, const struct doc_date *date, const struct doc_date *until);

/* Whether both have the same day, known in full. */
bool when_same_day(const struct when *when, const struct doc_date *date);

#endif
