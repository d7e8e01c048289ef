#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP ((size_t)64 * 1024)
#define READ_TRIES 3

/* Reading. */

/* A file that is to be read. */
struct where {
	const struct folder *folder; /* NULL: path is as it was named */
	const char *path;
	const char *name; /* for messages */
};

struct file_stamp file_stamp_of(const struct stat *st)
{
	return (struct file_stamp){
		.dev = (uint64_t)st->st_dev,
		.ino = (uint64_t)st->st_ino,
		.size = (uint64_t)st->st_size,
		.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
	};
}

bool file_stamp_eq(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
		a->mtime_ns == b->mtime_ns;
}

const char *file_kind(unsigned mode)
{
	return S_ISDIR(mode) ? "a folder" : S_ISLNK(mode) ? "a link" : S_ISFIFO(mode) ? "a FIFO" :
		S_ISSOCK(mode) ? "a socket" : "a device";
}

/* Looks what is at the path before it is opened: opening alone does things to a device. */
static bool look_at(const struct where *where, struct err *err)
{
	struct stat st;
	int fd = folder_at(where->folder, where->path, FOLDER_LOOK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		int why = errno;
		if (fd >= 0) {
			close(fd);
		}
		return why == EXDEV ? err_set(err, "%s: leads out of the folder", where->name) :
			why == ELOOP ? err_set(err, "%s: by way of a link", where->name) :
			err_errno(err, why, "%s", where->name);
	}
	close(fd);
	return S_ISREG(st.st_mode) ||
		err_set(err, "%s: %s, not a regular file", where->name, file_kind(st.st_mode));
}

/* Opens the regular file that is there; -1 and err filled otherwise. */
static int open_regular(const struct where *where, struct stat *st, struct err *err)
{
	int fd = look_at(where, err) ? folder_at(where->folder, where->path, FOLDER_READ) : -2;
	if (fd < 0) {
		if (fd == -1) {
			err_errno(err, errno, "%s", where->name);
		}
		return -1;
	}
	if (fstat(fd, st) != 0) {
		err_errno(err, errno, "%s", where->name);
	} else if (!S_ISREG(st->st_mode)) {
		err_set(err, "%s: %s, not a regular file", where->name, file_kind(st->st_mode));
	} else {
		return fd;
	}
	close(fd);
	return -1;
}

/* Appends what fd has to give, up to limit bytes; expected is how much that may be. */
static bool read_all(int fd, const char *path, size_t limit, size_t expected, struct buf *out,
	struct err *err)
{
	size_t left = limit, room = expected + 1;
	if (!buf_reserve(out, room)) {
		return err_memory(err);
	}
	for (;;) {
		/* The byte more than expected tells the end: a file as large as it says is moved nowhere. */
		if (room == 0) {
			room = READ_STEP;
			if (!buf_reserve(out, room)) {
				return err_memory(err);
			}
		}
		ssize_t got = read(fd, out->p + out->n, room);
		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got < 0) {
			return err_errno(err, errno, "%s", path);
		}
		if (got == 0) {
			return true;
		}
		if ((size_t)got > left) {
			return err_set(err, "%s: larger than %zu bytes", path, limit);
		}
		left -= (size_t)got;
		room -= (size_t)got;
		out->n += (size_t)got;
		out->p[out->n] = '\0';
	}
}

/* One try. What was read stays in out also where state->changing. */
static bool read_once(const struct where *where, size_t limit, struct buf *out,
	struct file_state *state, struct err *err)
{
	struct stat before, after;
	int fd = open_regular(where, &before, err);
	if (fd < 0) {
		return false;
	}
	bool ok = before.st_size <= 0 || (uint64_t)before.st_size <= limit ?
		read_all(fd, where->name, limit, (size_t)before.st_size, out, err) :
		err_set(err, "%s: larger than %zu bytes", where->name, limit);
	if (ok && fstat(fd, &after) != 0) {
		ok = err_errno(err, errno, "%s", where->name);
	}
	close(fd);
	if (ok) {
		struct file_stamp old = file_stamp_of(&before);
		state->stamp = file_stamp_of(&after);
		state->changing = !file_stamp_eq(&state->stamp, &old);
	}
	return ok;
}

/* Up to three tries; the last one stays where all of them met a change. */
static bool read_where(const struct where *where, size_t limit, struct buf *out,
	struct file_state *state, struct err *err)
{
	struct file_state read = {.changing = true};
	size_t n = out->n;
	bool ok = true;
	for (int i = 0; i < READ_TRIES && ok && read.changing; i++) {
		out->n = n;
		ok = read_once(where, limit, out, &read, err);
	}
	if (ok) {
		*state = read;
	} else if (out->p != NULL) {
		out->n = n;
		out->p[n] = '\0';
	}
	return ok;
}

bool file_read(const char *path, size_t limit, struct buf *out, struct file_stamp *stamp,
	struct err *err)
{
	struct where where = {NULL, path, path};
	struct file_state state;
	size_t n = out->n;
	if (!read_where(&where, limit, out, &state, err)) {
		return false;
	}
	if (state.changing) {
		if (out->p != NULL) {
			out->n = n;
			out->p[n] = '\0';
		}
		return err_set(err, "%s: changes while it is read", path);
	}
	if (stamp != NULL) {
		*stamp = state.stamp;
	}
	return true;
}

bool file_read_below(const struct folder *folder, const char *path, size_t limit, struct buf *out,
	struct file_state *state, struct err *err)
{
	struct buf name = {0};
	if (folder != NULL) {
		file_join(&name, folder_name(folder), path);
	}
	struct where where = {folder, path, name.p == NULL ? path : name.p};
	bool ok = read_where(&where, limit, out, state, err);
	buf_finish(&name);
	return ok;
}

int file_open(const struct folder *folder, const char *path, struct file_stamp *stamp,
	struct err *err)
{
	struct buf name = {0};
	struct stat st;
	if (folder != NULL) {
		file_join(&name, folder_name(folder), path);
	}
	struct where where = {folder, path, name.p == NULL ? path : name.p};
	int fd = open_regular(&where, &st, err);
	buf_finish(&name);
	if (fd >= 0) {
		*stamp = file_stamp_of(&st);
	}
	return fd;
}

bool file_read_head(const struct folder *folder, const char *path, size_t n, struct buf *out,
	struct file_stamp *stamp, struct err *err)
{
	ssize_t got = 1;
	size_t end = out->n + n;
	int fd = file_open(folder, path, stamp, err);
	if (fd < 0) {
		return false;
	}
	bool ok = buf_reserve(out, n) || err_memory(err);
	while (ok && got != 0 && out->n < end) {
		got = read(fd, out->p + out->n, end - out->n);
		if (got > 0) {
			out->n += (size_t)got;
		} else if (got < 0 && errno != EINTR) {
			ok = err_errno(err, errno, "%s", path);
		}
	}
	close(fd);
	if (ok) {
		out->p[out->n] = '\0';
	}
	return ok;
}

bool file_now(int fd, struct file_stamp *stamp)
{
	struct stat st;
	if (fstat(fd, &st) != 0) {
		return false;
	}
	*stamp = file_stamp_of(&st);
	return true;
}

bool file_look(const char *path, struct file_stamp *stamp)
{
	struct stat st;
	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
		return false;
	}
	*stamp = file_stamp_of(&st);
	return true;
}

bool file_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_exists(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

void file_join(struct buf *out, const char *folder, const char *name)
{
	size_t n = strlen(folder);
	buf_add(out, folder, n);
	if (n > 0 && folder[n - 1] != '/') {
		buf_putc(out, '/');
	}
	buf_puts(out, name);
}

/* Writing. */

#define WRITE_TRIES 100

static bool write_all(int fd, struct span data)
{
	while (data.n > 0) {
		ssize_t n = write(fd, data.p, data.n);
		if (n < 0 && errno != EINTR) {
			return false;
		}
		if (n > 0) {
			data = (struct span){data.p + n, data.n - (size_t)n};
		}
	}
	return fsync(fd) == 0;
}

/* Makes a new file beside path, whose name is left in name; -1 and errno otherwise. */
static int open_beside(const char *path, unsigned mode, struct buf *name)
{
	for (int i = 0; i < WRITE_TRIES; i++) {
		buf_clear(name);
		buf_printf(name, "%s.new-%ld-%d", path, (long)getpid(), i);
		if (name->failed) {
			errno = ENOMEM;
			return -1;
		}
		int fd = open(name->p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
		if (fd >= 0 || errno != EEXIST) {
			return fd;
		}
	}
	return -1;
}

bool file_sync_name(const char *path)
{
	struct buf folder = {0};
	const char *slash = strrchr(path, '/');
	buf_puts(&folder, slash == NULL ? "." : "");
	buf_add(&folder, path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
	errno = folder.failed ? ENOMEM : errno;
	int fd = folder.failed ? -1 : open(folder.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	buf_finish(&folder);
	bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); /* some file systems cannot */
	if (fd >= 0) {
		close(fd);
	}
	return ok;
}

/* Writes data to the new file and gives it the name of path. */
static bool write_and_rename(const char *path, const char *name, int fd, struct span data)
{
	bool ok = write_all(fd, data);
	int why = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		why = errno;
	}
	if (ok && rename(name, path) == 0) {
		return true;
	}
	why = ok ? errno : why;
	unlink(name);
	errno = why;
	return false;
}

/*
 * Where nothing may be replaced, the name is taken first, by an empty file: a link(2) would do it
 * in one step, but there are file systems without it.
 */
static bool take_name(const char *path, unsigned mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	return fd >= 0 && close(fd) == 0;
}

bool file_write(const char *path, struct span data, bool replace, unsigned mode, struct err *err)
{
	if (!replace && !take_name(path, mode)) {
		return err_errno(err, errno, "%s", path);
	}
	struct buf name = {0};
	int fd = open_beside(path, mode, &name);
	bool ok = fd >= 0 && write_and_rename(path, name.p, fd, data);
	int why = errno;
	buf_finish(&name);
	if (!ok) {
		if (!replace) {
			unlink(path);
		}
		return err_errno(err, why, "%s", path);
	}
	return file_sync_name(path) || err_errno(err, errno, "%s", path);
}
