/*
 * namesakes.h - whether a name was there before, while a catalogue is loaded.
 *
 * A hash table over names, by their letters. Each question would wait for memory by itself, which was
 * half of the time that a million names took: whoever has several says first that they will be asked
 * for, so that the table's places for all of them are on their way into the cache.
 *
 *	hash = namesakes_expect(&seen, text);
 *	…
 *	uint32_t *place = namesakes_find(&seen, names, text, hash);
 *	if (*place != 0) { … names[*place - 1] has these letters … }
 *	*place = number + 1;
 */
#ifndef DOSSIER_LINKS_NAMESAKES_H
#define DOSSIER_LINKS_NAMESAKES_H

#include "links/entities.h"

struct namesakes {
	struct namesake *places; /* owned */
	uint32_t mask;
};

/* Room for n names. False: no memory. */
bool namesakes_make(struct namesakes *seen, size_t n) MUST_CHECK;

/* Says that a name will be asked for soon. Returns its hash. */
uint32_t namesakes_expect(const struct namesakes *seen, struct span text);

/*
 * The place of a name with this text: what is there is the number + 1 of the one that was put last, 0
 * where there was none, and the caller puts its own. names are those that were put.
 */
uint32_t *namesakes_find(struct namesakes *seen, const struct name *names, struct span text,
	uint32_t hash);

/* Takes a zeroed one. */
void namesakes_finish(struct namesakes *seen);

#endif
