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
 * Where nobody has looked at the folder yet, the file can stand for it (prebuilt_lend): catalogue and
 * mention index are then what the file says, and nothing is done for a document that nobody asks for.
 * Sums are not checked in that case, but each number is before it is used.
 *
 *	if (prebuilt_open(&built, path, &key, &err)) { prebuilt_take(&built, &catalog, gather); }
 *	…
 *	prebuilt_save(path, &key, &catalog, &xref, &whole, &err)
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
	const struct prebuilt_head *heads; /* in the order of the dossier */
	const uint32_t *by_path; /* their numbers, sorted by path */
	const char *strings;
	const struct mention *mentions; /* by head */
	const uint32_t *pool;
	const char *outlines; /* paragraphs of the texts, packed (outline.h) */
	uint32_t n, nmentions, npool;
	uint64_t nstrings, noutlines;
};

/* What the list of documents depends on. No padding: written as bytes. */
struct prebuilt_folder {
	struct file_stamp documents; /* documents.rec; zero: none */
	uint64_t listing; /* prebuilt_listing */
	int64_t when; /* it was listed */
	uint64_t pending; /* documents that were not read yet: no index of all */
	uint64_t set, files; /* of the catalogue; filled in when it is written */
};

/* What is kept of a whole dossier besides heads and mentions. */
struct prebuilt_whole {
	struct prebuilt_folder folder;
	const struct report *report; /* messages about documents … */
	uint32_t report_from, report_to; /* … that only reading can find */
	const struct report *links; /* about names, … */
	uint32_t links_from; /* … and from here on about links */
};

/* A checksum of the sources that read and link; made when the program is. */
extern const uint32_t prebuilt_id;

/* The rules of this program, as a number that changes with them. */
uint64_t prebuilt_rules(void);

/* The settings that reading and linking look at, as a number. */
uint64_t prebuilt_settings(const struct config *config);

/* The settings that the list of a folder's documents depends on, as a number. */
uint64_t prebuilt_listing(const struct config *config);

/* Maps the file at path if it is one with this key. False, and why, where it is not. */
bool prebuilt_open(struct prebuilt *built, const char *path, const struct prebuilt_key *key,
	struct err *err) MUST_CHECK;

/* The same without a look at all of it: only for prebuilt_lend. */
bool prebuilt_map(struct prebuilt *built, const char *path, const struct prebuilt_key *key,
	struct err *err) MUST_CHECK;

/*
 * The alias table out of the file, which must outlive it: texts lie there, and of the records nothing
 * but what struct entity tells (rec is NULL). path: of entities.rec, for messages. Linear in
 * names; no text is looked at. False where it cannot be true, or memory is short.
 */
bool prebuilt_names_lend(const struct prebuilt *built, const char *path, const struct config *config,
	struct entities *ents, struct err *err) MUST_CHECK;

/* Whether every byte of the one at path is what was written. Reads all of it, once (proof.h). */
bool prebuilt_sound(const struct prebuilt *built, const char *path) MUST_CHECK;

/* What prebuilt_lend is to be true of. */
struct prebuilt_lending {
	const char *root;
	const struct config *config;
	const struct entities *ents;
	const struct decisions *decisions;
	struct prebuilt_folder folder; /* as it is now, but for `when` */
};

/*
 * Makes catalogue and mention index out of the file, which must outlive both and stay where it is.
 * Constant time but for a pass over numbers, one a document and one an entity. False where the file
 * is of another list of documents, or cannot be true.
 */
bool prebuilt_lend(const struct prebuilt *built, const struct prebuilt_lending *to,
	struct catalog *catalog, struct xref *xref, struct err *err) MUST_CHECK;

enum { PREBUILT_SORTS = 2 }; /* of messages: documents, names and links */

/* What is said of the messages of a sort at the start. */
struct prebuilt_told {
	uint32_t n; /* warnings and errors */
	struct span first; /* the first one, where there is any; with a NUL behind */
};

/* How many messages prebuilt_lend_problems would add: constant time. */
void prebuilt_lend_sums(const struct prebuilt *built, struct prebuilt_told told[PREBUILT_SORTS]);

/*
 * Adds the messages of the time when the file was made, as far as it has any that can be true. Returns
 * how many of those in `links` are about names: they come first.
 */
uint32_t prebuilt_lend_problems(const struct prebuilt *built, struct report *documents,
	struct report *links);

/*
 * Fills the heads of a listed catalogue, and hands gather the mentions, of all documents that are
 * as they were: catalog_read passes over them. Returns how many these are. Texts of heads point
 * into the file. O(n log n).
 */
uint32_t prebuilt_take(const struct prebuilt *built, struct catalog *catalog, struct gather *gather);

/* Writes the file. The old one stays where it fails. */
bool prebuilt_save(const char *path, const struct prebuilt_key *key, const struct catalog *catalog,
	const struct xref *xref, const struct prebuilt_whole *whole, struct err *err) MUST_CHECK;

/* Unmaps it. Takes a zeroed one. */
void prebuilt_close(struct prebuilt *built);

#endif
