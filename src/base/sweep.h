/*
 * sweep.h - what writers that were killed have left beside a file.
 *
 * A file in the cache is written under another name, `file.new-PID-N`, and put in place by rename. A
 * writer that is killed leaves what it had: of a long document that may be gigabytes. Whoever writes the
 * same file next removes it. Writers of another machine, with the same folder, have process numbers that
 * mean nothing here: what was written to within SWEEP_YOUNG seconds stays.
 *
 *	sweep_unfinished("/home/me/.cache/dossier/1f/index");
 */
#ifndef DOSSIER_BASE_SWEEP_H
#define DOSSIER_BASE_SWEEP_H

#define SWEEP_MARK ".new-" /* between the file's name and its writer's number */
#define SWEEP_YOUNG 60 /* seconds */

/*
 * Removes the unfinished files of path whose writer is no more. What cannot be looked at or removed
 * stays: it costs room, and nothing else.
 */
void sweep_unfinished(const char *path);

#endif
