/*
 * roster.h - entities on their way into entities.rec: gathered elsewhere, completed, written.
 *
 * Readers of other formats (tsv.h, tei.h) begin an entity and add its fields under the names that
 * entities.rec has; roster_put makes the Ids that are missing, leaves out what cannot stand, and
 * writes records that entities_load takes. Knows no format but that one.
 *
 *	struct roster roster = {.path = path, .report = &report};
 *	ok = roster_begin(&roster, line) && roster_add(&roster, "Name", text) && …;
 *	ok = ok && roster_put(&roster, &out, &err);
 *	roster_finish(&roster);
 */
#ifndef DOSSIER_LINKS_ROSTER_H
#define DOSSIER_LINKS_ROSTER_H

#include "links/entities.h"

struct roster_field {
	struct span name, value; /* in the arena */
};

struct roster_item {
	uint32_t line; /* in the file that it came from */
	uint32_t first, n; /* of fields */
	struct span id; /* set by roster_put; empty: left out */
};

struct roster {
	const char *path; /* for messages; the caller's, as the report is */
	struct report *report;
	struct roster_item *items; /* in the order of the file */
	uint32_t n, cap;
	struct roster_field *fields;
	uint32_t nfields, cfields;
	struct arena arena;
};

/* Begins an entity, which was found at that line. False where there is no memory. */
bool roster_begin(struct roster *roster, uint32_t line) MUST_CHECK;

/*
 * Adds a field to the entity that was begun last; blanks around the value go, an empty one is
 * passed over. A second Name is an Alias. field is a name by rec_is_name. False where there is
 * no memory.
 */
bool roster_add(struct roster *roster, struct span field, struct span value) MUST_CHECK;

/* The first value of a field of the entity that was begun last; empty where it has none. */
struct span roster_last(const struct roster *roster, struct span field);

/*
 * Appends all entities as records, in the order in which they came. One without a name is
 * left out, a Date that is none, too; a second entity with an Id gets another one: each is
 * reported. Ids are made of kind and name: `person:shinzo-abe`, with a number where that is
 * taken. False where memory is short.
 */
bool roster_put(struct roster *roster, struct buf *out, struct err *err) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void roster_finish(struct roster *roster);

#endif
