/*
 * sweep.h - what writers that were killed have left beside a file.
 *
 * A file in the cache is written under another name, `file.new-PID-N`, and put in place by rename. A
 * writer that is killed leaves what it had: of a long document that may be gigabytes. Whoever writes the
 * same file next removes it. Writers of another machine, with the same folder, have process numbers that
 * mean nothing here: what was written to within SWEEP_YOUNG seconds stays.
 *
 *	sweep_unfinished("/home/me/.cache/dossier/1f/index");
 *
 * Files that are named by a number, one for each of many things, outlive what they are of: sweep_numbered
 * removes those. A process that has one mapped goes on with it.
 */
#ifndef DOSSIER_BASE_SWEEP_H
#define DOSSIER_BASE_SWEEP_H

#include <stdbool.h>
#include <stdint.h>

#define SWEEP_MARK ".new-" /* between the file's name and its writer's number */
#define SWEEP_YOUNG 60 /* seconds */

/*
 * Removes the unfinished files of path whose writer is no more. What cannot be looked at or removed
 * stays: it costs room, and nothing else.
 */
void sweep_unfinished(const char *path);

/*
 * Removes the files of a folder that are named by 16 hexadecimal digits, with or without a point and
 * a word behind, or are unfinished ones of such a
 * name whose writer is no more, where keeps() does not want the number and nobody has written to them
 * within SWEEP_YOUNG seconds. Links, folders and other names stay.
 */
void sweep_numbered(const char *folder, bool (*keeps)(const void *owner, uint64_t number),
	const void *owner);

#endif
