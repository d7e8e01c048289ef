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

/* How a path is gone along. */
struct steps {
	/* Copies the next piece. Its length; 0 where there is none to go on with, and errno says why. */
	size_t (*next)(const char *path, char *piece);
	int (*open)(const struct folder *folder, int fd, const char *piece, int flags);
};

/* Opens what the last piece of path names, below fd; what lies between is only gone through. */
static int open_along(const struct folder *folder, int fd, const char *path, int flags,
	const struct steps *steps)
{
	char piece[PATH_PIECE + 1];
	int here = fd;

	for (;;) {
		size_t n = steps->next(path, piece);
		bool last = path[n] == '\0';
		int below = n == 0 ? -1 : steps->open(folder, here, piece,
			last ? flags : O_PATH | O_DIRECTORY | O_CLOEXEC);
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

static int open_part(const struct folder *folder, int fd, const char *part, int flags)
{
	(void)folder;
	return openat(fd, part, flags | O_NOFOLLOW);
}

/* Opens a path that one call takes; part by part for kernels without openat2: no link, no "..". */
static int open_piece(const struct folder *folder, int fd, const char *path, int flags)
{
	static const struct steps parts = {next_part, open_part};

	flags |= folder_follows(folder) ? 0 : O_NOFOLLOW;
	if ((folder->flags & FOLDER_BY_PARTS) == 0) {
		return open_beneath(fd, path, flags, folder_follows(folder));
	}
	return open_along(folder, fd, path, flags, &parts);
}

/* The rest of a path if one call takes it, else a piece of that up to a slash. */
static size_t next_piece(const char *path, char *piece)
{
	size_t n = strnlen(path, PATH_PIECE + 1);

	if (n > PATH_PIECE) {
		n = PATH_PIECE;
		while (n > 0 && path[n] != '/') {
			n--;
		}
	}
	memcpy(piece, path, n);
	piece[n] = '\0';
	errno = ENAMETOOLONG; /* a part is too long for a name */
	return n;
}

/* Opens a path that the kernel would find too long, piece by piece. */
static int open_long(const struct folder *folder, const char *path, int flags)
{
	static const struct steps pieces = {next_piece, open_piece};

	return open_along(folder, folder->fd, path, flags, &pieces);
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
