#define _GNU_SOURCE /* O_PATH, syscall */
#include "base/folder.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__linux__) && __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

#define OPEN_SAFELY (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define PATH_PIECE ((size_t)3000) /* bytes of a path that one call takes; the kernel's most is 4095 */
#define RACES 64 /* tries while somebody renames; the kernel then says EAGAIN */

#ifndef O_PATH /* enough to look at a thing or to go on from; elsewhere it must be readable */
#define O_PATH (O_RDONLY | O_NONBLOCK | O_NOCTTY)
#endif

struct folder {
	int fd;
	unsigned flags;
	char *name;
};

/* openat2, or ENOSYS. */
static int open_beneath(int fd, const char *path, int flags, bool links)
{
#ifdef SYS_openat2
	struct open_how how = {.flags = (unsigned)flags,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS |
			(links ? 0u : (unsigned)RESOLVE_NO_SYMLINKS)};
	long got = -1;

	for (int i = 0; i < RACES && got < 0 && (i == 0 || errno == EAGAIN); i++) {
		got = syscall(SYS_openat2, fd, path, &how, sizeof(how));
	}
	return (int)got;
#else
	(void)fd, (void)path, (void)flags, (void)links;
	errno = ENOSYS;
	return -1;
#endif
}

static bool is_upwards(const char *part, size_t n)
{
	return n == 2 && part[0] == '.' && part[1] == '.';
}

/* One part of a path, copied to part, which has room for a name. Its length; 0: too long. */
static size_t next_part(const char *path, char *part)
{
	size_t n = strcspn(path, "/");

	if (n > NAME_MAX || is_upwards(path, n)) {
		errno = n > NAME_MAX ? ENAMETOOLONG : EXDEV;
		return 0;
	}
	memcpy(part, path, n);
	part[n] = '\0';
	return n;
}

/* The same part by part, for kernels without openat2: no link, no "..". */
static int open_by_parts(int fd, const char *path, int flags)
{
	char part[NAME_MAX + 1];
	int here = fd;

	for (;;) {
		size_t n = next_part(path, part);
		bool last = path[n] == '\0';
		int below = n == 0 ? -1 : openat(here, part,
			O_NOFOLLOW | O_CLOEXEC | (last ? flags : O_PATH | O_DIRECTORY));
		int why = errno;

		if (here != fd) {
			close(here);
		}
		errno = why;
		if (below < 0 || last) {
			return below;
		}
		here = below;
		path += n + 1;
	}
}

/* Opens a path that one call takes. */
static int open_piece(const struct folder *folder, int fd, const char *path, int flags)
{
	flags |= folder_follows(folder) ? 0 : O_NOFOLLOW;
	if ((folder->flags & FOLDER_BY_PARTS) == 0) {
		return open_beneath(fd, path, flags, folder_follows(folder));
	}
	return open_by_parts(fd, path, flags);
}

/* Bytes of a long path's first piece, up to a slash; 0 where a part is too long for a name. */
static size_t piece_length(const char *path)
{
	size_t n = PATH_PIECE;

	while (n > 0 && path[n] != '/') {
		n--;
	}
	return n;
}

/* Opens a path that the kernel would find too long, piece by piece. */
static int open_long(const struct folder *folder, const char *path, int flags)
{
	int here = folder->fd, below = -1;

	for (;;) {
		char piece[PATH_PIECE + 1];
		bool last = strlen(path) <= PATH_PIECE;
		size_t n = last ? strlen(path) : piece_length(path);

		memcpy(piece, path, n);
		piece[n] = '\0';
		errno = ENAMETOOLONG;
		below = n == 0 ? -1 :
			open_piece(folder, here, piece, last ? flags : O_PATH | O_DIRECTORY | O_CLOEXEC);
		int why = errno;
		if (here != folder->fd) {
			close(here);
		}
		errno = why;
		if (below < 0 || last) {
			return below;
		}
		here = below;
		path += n + 1;
	}
}

int folder_at(const struct folder *folder, const char *path, enum folder_use use)
{
	int flags = use == FOLDER_LOOK ? O_PATH | O_CLOEXEC :
		OPEN_SAFELY | (use == FOLDER_LIST ? O_DIRECTORY : 0);

	if (folder == NULL) {
		return open(path, flags | O_NOFOLLOW);
	}
	return open_long(folder, path, flags);
}

/* Whether the kernel has openat2, and lets us call it: some sandboxes refuse what they do not know. */
static bool has_beneath(int fd)
{
	int here = open_beneath(fd, ".", OPEN_SAFELY | O_DIRECTORY, false);

	if (here >= 0) {
		close(here);
	}
	return here >= 0;
}

struct folder *folder_open(const char *path, unsigned flags, struct err *err)
{
	struct folder *folder = calloc(1, sizeof(*folder));
	char *name = strdup(path);
	int fd = folder == NULL || name == NULL ? -1 : open(path, OPEN_SAFELY | O_DIRECTORY);

	if (fd < 0) {
		if (folder == NULL || name == NULL) {
			err_memory(err);
		} else {
			err_errno(err, errno, "%s", path);
		}
		free(folder);
		free(name);
		return NULL;
	}
	*folder = (struct folder){.fd = fd, .flags = flags, .name = name};
	if (!has_beneath(fd)) {
		folder->flags |= FOLDER_BY_PARTS;
	}
	return folder;
}

bool folder_follows(const struct folder *folder)
{
	return (folder->flags & FOLDER_LINKS) != 0 && (folder->flags & FOLDER_BY_PARTS) == 0;
}

const char *folder_name(const struct folder *folder)
{
	return folder->name;
}

void folder_close(struct folder *folder)
{
	if (folder != NULL) {
		close(folder->fd);
		free(folder->name);
		free(folder);
	}
}
