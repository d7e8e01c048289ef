/*
 * file_add.h - files that grow by whole records, and the folders that hold them.
 */
#ifndef DOSSIER_BASE_FILE_ADD_H
#define DOSSIER_BASE_FILE_ADD_H

#include "base/err.h"
#include "base/span.h"

/* What a record has made of a file: its size before and after. */
struct file_grown {
	uint64_t before, after;
};

/*
 * Appends a record to the regular file at path in one write and syncs it: when this returns true it
 * is on disk. A blank line parts it from what is there, however somebody's editor has left the
 * end. Makes the file with `mode` where it is not there; follows no link. One writer at a time, where
 * the file system has locks. Where the disk is full the old size is restored.
 */
bool file_add(const char *path, struct span record, unsigned mode, struct file_grown *grown,
	struct err *err) MUST_CHECK;

/* Takes that back, unless the file has another size than that meanwhile, and syncs it. */
bool file_add_undo(const char *path, const struct file_grown *grown, struct err *err) MUST_CHECK;

/* Makes the folder at path, and those above it, with `mode`, where they are not there. */
bool file_add_folders(const char *path, unsigned mode, struct err *err) MUST_CHECK;

/* The same for the folder that the file at path is to be in. */
bool file_add_folder_of(const char *path, unsigned mode, struct err *err) MUST_CHECK;

#endif
