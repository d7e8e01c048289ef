/* box.h - the temporary folder that a case runs in
 *
 * Knows how to make files, folders, FIFOs and links in it, and how to remove all of it. Every path
 * is relative to the folder and may not leave it; folders on the way are made. The functions
 * return false with a message added to `why`.
 *
 *	struct box box = {0};
 *	box_open(&box, &why);
 *	box_file(&box, "texts/a.txt", "Etorofu\n", 8, &why);
 *	box_close(&box);
 */
#ifndef E2E_BOX_H
#define E2E_BOX_H

#include "bytes.h"

#include <stdbool.h>

/* `root` is the absolute path of the folder, NULL while there is none. */
struct box {
	char *root;
};

/* Makes a fresh folder below $TMPDIR or /tmp. */
bool box_open(struct box *box, struct bytes *why);

/* Removes the folder with all that is in it; copes with a zeroed struct. Symbolic links are
 * removed, never followed. */
void box_close(struct box *box);

/* Makes a regular file of `n` bytes, replacing what is there. */
bool box_file(const struct box *box, const char *path, const char *p, size_t n, struct bytes *why);

/* Makes a folder; one that exists is fine. */
bool box_folder(const struct box *box, const char *path, struct bytes *why);

/* Makes a FIFO that nobody reads or writes. */
bool box_fifo(const struct box *box, const char *path, struct bytes *why);

/* Makes a symbolic link with the text `target`, which may point anywhere, also in a circle. */
bool box_link(const struct box *box, const char *target, const char *path, struct bytes *why);

/* Copies the file or folder at the absolute path `from`, regular files and folders only. */
bool box_copy(const struct box *box, const char *from, const char *path, struct bytes *why);

/* Sets the permission bits of a file or folder. */
bool box_mode(const struct box *box, const char *path, unsigned mode, struct bytes *why);

/* Gives a file a time long past: `when` seconds after a day of 1970. */
bool box_past(const struct box *box, const char *path, long when, struct bytes *why);

/* Removes a file. */
bool box_remove(const struct box *box, const char *path, struct bytes *why);

#endif
