/*
 * folder.h - a folder that is held open, and what is opened below it.
 *
 * Knows paths relative to the folder, of any length, and never leads out of it: no ".." above it,
 * no link but where they are allowed and end inside, no magic link of /proc. Whoever moves or
 * replaces the folder, or parts of a path, while it is read leads nobody elsewhere. The kernel
 * sees to that (openat2, Linux 5.6); where it cannot, paths are walked part by part and no link is
 * followed at all.
 *
 *	struct folder *folder = folder_open("papers", 0, &err);
 *	int fd = folder_at(folder, "1956/draft.txt", FOLDER_READ);
 *	…
 *	folder_close(folder);
 */
#ifndef DOSSIER_BASE_FOLDER_H
#define DOSSIER_BASE_FOLDER_H

#include "base/err.h"

struct folder;

enum folder_flags {
	FOLDER_LINKS = 1, /* follow links that stay inside */
	FOLDER_BY_PARTS = 2, /* as on a kernel without openat2; for tests */
};

/* Opens the folder at path; links in that path are followed, the user named it. NULL and err. */
struct folder *folder_open(const char *path, unsigned flags, struct err *err) MUST_CHECK;

/* What a thing is opened for. */
enum folder_use {
	FOLDER_LOOK, /* fstat and no more: a device does not notice */
	FOLDER_READ, /* without blocking on a FIFO, or taking a terminal */
	FOLDER_LIST, /* its names; what is no folder is refused */
};

/*
 * Opens what is at path below the folder (which is "."); exec closes it. What it is stays to be
 * looked at. -1 and errno otherwise: ELOOP for a link that is not followed, EXDEV for what leads
 * outside. A folder of NULL is none: path is as the user named it, and its last part may be no
 * link. FOLDER_LOOK alone opens a link itself, where links are not followed.
 */
int folder_at(const struct folder *folder, const char *path, enum folder_use use);

/* Whether links are followed. */
bool folder_follows(const struct folder *folder);

/* The path by which it was opened, for messages. */
const char *folder_name(const struct folder *folder);

/* Takes NULL. */
void folder_close(struct folder *folder);

#endif
