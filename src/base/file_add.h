/*
 * file_add.h - files that grow by whole records, and the folders that hold them.
 */
#ifndef DOSSIER_BASE_FILE_ADD_H
#define DOSSIER_BASE_FILE_ADD_H

#include "base/err.h"
#include "base/span.h"

/*
 * Appends data to the regular file at path in one write and syncs it: when this returns true the
 * data is on disk. Makes the file with `mode` where it is not there; follows no link. *before (may
 * be NULL) gets the size that the file had. Where the disk is full the old size is restored.
 */
bool file_add(const char *path, struct span data, unsigned mode, uint64_t *before, struct err *err)
	MUST_CHECK;

/* Cuts the file at path back to `size` bytes if it has `now` bytes at present, and syncs it. */
bool file_add_undo(const char *path, uint64_t now, uint64_t size, struct err *err) MUST_CHECK;

/* Makes the folder at path, and those above it, with `mode`, where they are not there. */
bool file_add_folders(const char *path, unsigned mode, struct err *err) MUST_CHECK;

/* The same for the folder that the file at path is to be in. */
bool file_add_folder_of(const char *path, unsigned mode, struct err *err) MUST_CHECK;

#endif
