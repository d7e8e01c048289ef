/*
 * file.h - files: read a regular one whole, write one so that nothing is lost.
 *
 * Only regular files are opened, without following a link in the last component, without blocking
 * (a FIFO or a device in the folder hangs nobody) and without mapping (a file that shrinks under
 * a map ends the process). Sizes that the system reports are not trusted.
 */
#ifndef DOSSIER_BASE_FILE_H
#define DOSSIER_BASE_FILE_H

#include "base/buf.h"
#include "base/folder.h"

struct stat;

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

/* A file as it was read. */
struct file_state {
	struct file_stamp stamp;
	bool changing; /* each of three tries met a change: what was read may be half of two states */
};

/*
 * The same for the file at path below the folder (folder.h; NULL: as file_read names it), but that
 * one which changes all the time is read as it was the last time, and marked.
 */
bool file_read_below(const struct folder *folder, const char *path, size_t limit, struct buf *out,
	struct file_state *state, struct err *err) MUST_CHECK;

/*
 * Appends the first n bytes of the file, or all there are; *stamp is that of the whole file. What may
 * change meanwhile is the caller's to find out.
 */
bool file_read_head(const struct folder *folder, const char *path, size_t n, struct buf *out,
	struct file_stamp *stamp, struct err *err) MUST_CHECK;

/* What the system told of a file. */
struct file_stamp file_stamp_of(const struct stat *st);

/* What a thing is that is no regular file, by its st_mode: "a FIFO". */
const char *file_kind(unsigned mode);

/*
 * Opens the regular file at path below the folder (NULL: as file_read names it) for reading: a
 * descriptor of the caller's, -1 and err filled otherwise. stamp tells what is open.
 */
int file_open(const struct folder *folder, const char *path, struct file_stamp *stamp,
	struct err *err) MUST_CHECK;

/* What an open file is like now. False where the system does not tell. */
bool file_now(int fd, struct file_stamp *stamp) MUST_CHECK;

/* What is at path, without opening it. False where that is no regular file, or nothing. */
bool file_look(const char *path, struct file_stamp *stamp);

/* Whether both are of the same state of the same file. */
bool file_stamp_eq(const struct file_stamp *a, const struct file_stamp *b);

/* Whether path exists and is a folder (links are followed: it is what the user named). */
bool file_is_folder(const char *path);

/* Whether something with this name exists. */
bool file_exists(const char *path);

/*
 * Writes data to path by way of a new file beside it, fsync and rename: either all of it is there
 * or the old file is. An existing file is replaced only where replace is set; where it is not, the
 * name is taken first by an empty file, which a crash may leave. mode as in open(2).
 */
bool file_write(const char *path, struct span data, bool replace, unsigned mode, struct err *err)
	MUST_CHECK;

/* Makes the name of a new file last through a power cut: its folder is written, too. Or errno. */
bool file_sync_name(const char *path) MUST_CHECK;

/* "a/b" from "a" and "b" (or "a/" and "b"), appended to out with a NUL behind. */
void file_join(struct buf *out, const char *folder, const char *name);

#endif
