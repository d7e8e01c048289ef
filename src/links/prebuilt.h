/*
 * prebuilt.h - heads and mentions of a dossier in a file, so that only what has changed is read.
 *
 * The file is written after linking has taken a while, and mapped at the next start. A document is
 * taken from it where its file has the size, the time and the place on disk that it had, and
 * documents.rec says the same of it; all others are read and linked as ever. The whole file is of
 * no use once rules, settings, entities or decisions are others: the key tells. A file that was
 * changed while it was indexed, or so shortly before that its time does not tell, is read again.
 *
 * What stands in the file is checked before it is used: a damaged or hostile one costs a rebuild.
 *
 *	if (prebuilt_open(&built, path, &key, &err)) { prebuilt_take(&built, &catalog, gather); }
 *	…
 *	prebuilt_save(path, &key, &catalog, &xref, &err)
 *	prebuilt_close(&built);                                after the catalogue
 */
#ifndef DOSSIER_LINKS_PREBUILT_H
#define DOSSIER_LINKS_PREBUILT_H

#include "base/sections.h"
#include "links/xref.h"

/* What the mentions depend on besides their documents. No padding: compared and hashed as bytes. */
struct prebuilt_key {
	uint64_t rules; /* of the program */
	uint64_t settings; /* prebuilt_settings */
	struct file_stamp entities, here, state; /* entities.rec, both decisions.rec; zero: none */
};

struct prebuilt_head;

struct prebuilt {
	struct sections file;
	const struct prebuilt_head *heads; /* sorted by path */
	const char *strings;
	const struct mention *mentions; /* by head */
	const uint32_t *pool;
	uint32_t n, nmentions, npool;
	uint64_t nstrings;
};

/* A checksum of the sources that read and link; made when the program is. */
extern const uint32_t prebuilt_id;

/* The rules of this program, as a number that changes with them. */
uint64_t prebuilt_rules(void);

/* The settings that reading and linking look at, as a number. */
uint64_t prebuilt_settings(const struct config *config);

/* Maps the file at path if it is one with this key. False, and why, where it is not. */
bool prebuilt_open(struct prebuilt *built, const char *path, const struct prebuilt_key *key,
	struct err *err) MUST_CHECK;

/*
 * Fills the heads of a listed catalogue, and hands gather the mentions, of all documents that are
 * as they were: catalog_read passes over them. Returns how many these are. Texts of heads point
 * into the file. O(n log n).
 */
uint32_t prebuilt_take(const struct prebuilt *built, struct catalog *catalog, struct gather *gather);

/* Writes the file. The old one stays where it fails. */
bool prebuilt_save(const char *path, const struct prebuilt_key *key, const struct catalog *catalog,
	const struct xref *xref, struct err *err) MUST_CHECK;

/* Unmaps it. Takes a zeroed one. */
void prebuilt_close(struct prebuilt *built);

#endif
