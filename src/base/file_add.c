#include "base/file_add.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opens a regular file without following a link or blocking; -1 with errno. *size is its size. */
static int open_regular(const char *path, int flags, unsigned mode, uint64_t *size)
{
	int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, (mode_t)mode);
	struct stat stat;

	if (fd < 0) {
		return -1;
	}
	if (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	*size = (uint64_t)stat.st_size;
	return fd;
}

/* All of data in one write; what did not fit whole is taken back. */
static bool write_whole(int fd, struct span data, uint64_t before)
{
	ssize_t n = write(fd, data.p, data.n);
	int why = n < 0 ? errno : ENOSPC;

	if (n >= 0 && (size_t)n == data.n && fsync(fd) == 0) {
		return true;
	}
	why = n >= 0 && (size_t)n == data.n ? errno : why;
	if (ftruncate(fd, (off_t)before) != 0) {
		why = errno;
	}
	errno = why;
	return false;
}

bool file_add(const char *path, struct span data, unsigned mode, uint64_t *before, struct err *err)
{
	uint64_t size = 0;
	int fd = open_regular(path, O_WRONLY | O_APPEND | O_CREAT, mode, &size);
	bool ok;

	if (fd < 0) {
		return err_errno(err, errno, "%s", path);
	}
	ok = write_whole(fd, data, size);
	if (!ok) {
		err_errno(err, errno, "%s", path);
	}
	if (close(fd) != 0 && ok) {
		return err_errno(err, errno, "%s", path);
	}
	if (ok && before != NULL) {
		*before = size;
	}
	return ok;
}

bool file_add_undo(const char *path, uint64_t now, uint64_t size, struct err *err)
{
	uint64_t found = 0;
	int fd = open_regular(path, O_WRONLY, 0, &found);
	bool ok;

	if (fd < 0) {
		return err_errno(err, errno, "%s", path);
	}
	if (found != now) {
		close(fd);
		return err_set(err, "%s: somebody else has written to it meanwhile", path);
	}
	ok = ftruncate(fd, (off_t)size) == 0 && fsync(fd) == 0;
	if (!ok) {
		err_errno(err, errno, "%s", path);
	}
	close(fd);
	return ok;
}

bool file_add_folders(const char *path, unsigned mode, struct err *err)
{
	struct buf part = {0};
	bool ok = true;

	for (size_t i = 1; ok && path[0] != '\0'; i++) {
		if (path[i] == '/' || path[i] == '\0') {
			buf_clear(&part);
			buf_add(&part, path, i);
			ok = buf_ok(&part, err) && (mkdir(part.p, (mode_t)mode) == 0 || errno == EEXIST ||
				err_errno(err, errno, "%s", part.p));
		}
		if (path[i] == '\0') {
			break;
		}
	}
	buf_finish(&part);
	return ok;
}

bool file_add_folder_of(const char *path, unsigned mode, struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct buf folder = {0};
	bool ok;

	if (slash == NULL || slash == path) {
		return true;
	}
	buf_add(&folder, path, (size_t)(slash - path));
	ok = buf_ok(&folder, err) && file_add_folders(folder.p, mode, err);
	buf_finish(&folder);
	return ok;
}
