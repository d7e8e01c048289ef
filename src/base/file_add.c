#include "base/file_add.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Opens a regular file without following a link or blocking, for nobody else to add to; -1 with
 * errno. *size is its size.
 */
static int open_regular(const char *path, int flags, unsigned mode, uint64_t *size)
{
	int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, (mode_t)mode);
	struct stat stat;

	if (fd < 0) {
		return -1;
	}
	while (flock(fd, LOCK_EX) != 0 && errno == EINTR) {
	}
	if (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	*size = (uint64_t)stat.st_size;
	return fd;
}

/* The line ends that are missing to a blank line at the end of a file. */
static const char *missing_ends(int fd, uint64_t size)
{
	char last[2] = {0, 0};

	if (size == 0) {
		return "";
	}
	if (size < sizeof(last) || pread(fd, last, sizeof(last), (off_t)(size - sizeof(last))) < 0) {
		return "\n\n";
	}
	return last[1] != '\n' ? "\n\n" : last[0] != '\n' ? "\n" : "";
}

/* All of data in one write; what did not fit whole is taken back. */
static bool write_whole(int fd, struct span data, uint64_t before)
{
	ssize_t n = write(fd, data.p, data.n);
	bool whole = n >= 0 && (size_t)n == data.n;

	if (whole && fsync(fd) == 0) {
		return true;
	}
	int why = n < 0 || whole ? errno : ENOSPC;
	if (ftruncate(fd, (off_t)before) != 0) {
		why = errno;
	}
	errno = why;
	return false;
}

bool file_add(const char *path, struct span record, unsigned mode, struct file_grown *grown,
	struct err *err)
{
	uint64_t size = 0;
	int fd = open_regular(path, O_RDWR | O_APPEND | O_CREAT, mode, &size);
	struct buf data = {0};
	bool ok;

	if (fd < 0) {
		return err_errno(err, errno, "%s", path);
	}
	buf_puts(&data, missing_ends(fd, size));
	buf_put(&data, record);
	/* The name of a new file first: what fails behind the record would have to take that back. */
	ok = buf_ok(&data, err) &&
		(((size > 0 || file_sync_name(path)) && write_whole(fd, buf_span(&data), size)) ||
			err_errno(err, errno, "%s", path));
	if (ok) {
		*grown = (struct file_grown){size, size + data.n};
	}
	close(fd); /* what it could complain of, fsync has */
	buf_finish(&data);
	return ok;
}

bool file_add_undo(const char *path, const struct file_grown *grown, struct err *err)
{
	uint64_t size = 0;
	int fd = open_regular(path, O_WRONLY, 0, &size);
	bool ok;

	if (fd < 0) {
		return err_errno(err, errno, "%s", path);
	}
	ok = size != grown->after ?
		err_set(err, "%s: somebody else has written to it meanwhile", path) :
		(ftruncate(fd, (off_t)grown->before) == 0 && fsync(fd) == 0) ||
			err_errno(err, errno, "%s", path);
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
