/*
 * walk.h - which files there are below a folder, at a bounded cost.
 *
 * Lists regular files. Links, FIFOs, devices, sockets, folders too deep, too full or unreadable are
 * left out, each with a line in the report, in a fixed order; beyond a thousand such lines they are
 * only counted. Holds one folder open at a time and keeps no stack of calls, so that neither depth
 * nor width can break it, and paths may be longer than the system's longest. Knows the
 * options of [limits] by name, to say which of them would let more in.
 *
 *	const struct walk_bounds bounds = {.depth = 64, .entries = 1000000, .names = 2000000};
 *	struct walk_list list;
 *	if (!walk_folder(folder, &bounds, is_text, &list, &report, &err)) { … }
 */
#ifndef DOSSIER_BASE_WALK_H
#define DOSSIER_BASE_WALK_H

#include "base/arena.h"
#include "base/file.h"
#include "base/report.h"

struct walk_file {
	const char *path; /* relative to the folder, '/' between parts; in the list's arena */
	struct file_stamp stamp;
};

struct walk_list {
	struct walk_file *items; /* sorted by the bytes of their paths; owned */
	uint32_t n, cap;
	struct arena arena; /* of the paths */
};

/* Bounds of a walk; what lies beyond is left out and reported. */
struct walk_bounds {
	uint32_t depth; /* folders below the first */
	uint32_t entries; /* names looked at in one folder; which, in one that has more, is not fixed */
	uint32_t names; /* names looked at in all */
};

/*
 * Lists the regular files below folder whose names wanted() accepts. Names that begin with a dot
 * are passed over. Where the folder follows links, those that end inside are looked at after all
 * else: what they lead to is listed under the link's path, once, and only where nothing else has
 * led there. False only where the folder itself cannot be read, or memory is short; out is as it
 * was then.
 */
bool walk_folder(const struct folder *folder, const struct walk_bounds *bounds,
	bool (*wanted)(const char *name), struct walk_list *out, struct report *report,
	struct err *err) MUST_CHECK;

/* A number for the files as they were listed: two lists with the same one are the same. Never 0. */
uint64_t walk_sum(const struct walk_list *list);

/* Frees it. Takes a zeroed one. */
void walk_list_finish(struct walk_list *list);

#endif
