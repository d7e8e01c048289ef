/*
 * file.h - files: read a regular one whole, list a folder, write one so that nothing is lost.
 *
 * Only regular files are opened, without following a link in the last component, without blocking
 * (a FIFO or a device in the folder hangs nobody) and without mapping (a file that shrinks under
 * a map ends the process). Sizes that the system reports are not trusted.
 */
#ifndef DOSSIER_BASE_FILE_H
#define DOSSIER_BASE_FILE_H

#include "base/buf.h"
#include "base/report.h"

/* What tells whether a file is still the one that was read. */
struct file_stamp {
	uint64_t dev, ino, size;
	int64_t mtime_ns;
};

/*
 * Reads the regular file at path whole, appended to out. Fails on anything but a regular file, on
 * more than limit bytes, and on a file that changed while it was read (after three tries).
 * stamp (may be NULL) gets what was read. The message begins with path.
 */
bool file_read(const char *path, size_t limit, struct buf *out, struct file_stamp *stamp,
	struct err *err) MUST_CHECK;

/* What is at path, without opening it. False where that is no regular file, or nothing. */
bool file_look(const char *path, struct file_stamp *stamp);

/* Whether both are of the same state of the same file. */
bool file_stamp_eq(const struct file_stamp *a, const struct file_stamp *b);

/* Whether path exists and is a folder (links are followed: it is what the user named). */
bool file_is_folder(const char *path);

/* Whether something with this name exists. */
bool file_exists(const char *path);

struct file_entry {
	char *path; /* relative to the folder, '/' between parts; owned */
	struct file_stamp stamp;
};

struct file_list {
	struct file_entry *items; /* sorted by the bytes of their paths; owned */
	uint32_t n, cap;
};

/* Bounds of a walk; what lies beyond is left out and reported. */
struct file_bounds {
	uint32_t depth; /* folders below the first; 64 is plenty */
	uint32_t entries; /* names looked at in all */
};

/*
 * Lists the regular files below folder whose names wanted() accepts. Names that begin with a dot
 * are passed over. Links, FIFOs, devices, sockets with a wanted name, links to folders, folders
 * too deep and unreadable ones are left out with a line each in report, in a fixed order. False
 * only where the folder itself cannot be read, or memory is short; out is as it was then. The walk
 * goes by open folders, one descriptor a level, so a folder that is moved leads nowhere else and
 * no path is too long.
 */
bool file_walk(const char *folder, const struct file_bounds *bounds, bool (*wanted)(const char *name),
	struct file_list *out, struct report *report, struct err *err) MUST_CHECK;

/* Frees the names. Takes a zeroed one. */
void file_list_finish(struct file_list *list);

/*
 * Writes data to path by way of a new file beside it, fsync and rename: either all of it is there
 * or the old file is. An existing file is replaced only where replace is set; where it is not, the
 * name is taken first by an empty file, which a crash may leave. mode as in open(2).
 */
bool file_write(const char *path, struct span data, bool replace, unsigned mode, struct err *err)
	MUST_CHECK;

/* "a/b" from "a" and "b" (or "a/" and "b"), appended to out with a NUL behind. */
void file_join(struct buf *out, const char *folder, const char *name);

#endif
