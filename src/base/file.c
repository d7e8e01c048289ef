#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP ((size_t)64 * 1024)
#define READ_TRIES 3
#define OPEN_SAFELY (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* Reading. */

static struct file_stamp stamp_of(const struct stat *st)
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

static const char *kind_of(mode_t mode)
{
	return S_ISDIR(mode) ? "a folder" : S_ISLNK(mode) ? "a link" : S_ISFIFO(mode) ? "a FIFO" :
		S_ISSOCK(mode) ? "a socket" : "a device";
}

/* Opens the regular file at path; -1 and err filled otherwise. */
static int open_regular(const char *path, struct stat *st, struct err *err)
{
	int fd = open(path, OPEN_SAFELY);
	if (fd < 0) {
		if (errno == ELOOP) {
			err_set(err, "%s: a link, not a regular file", path);
		} else {
			err_errno(err, errno, "%s", path);
		}
		return -1;
	}
	if (fstat(fd, st) != 0) {
		err_errno(err, errno, "%s", path);
	} else if (!S_ISREG(st->st_mode)) {
		err_set(err, "%s: %s, not a regular file", path, kind_of(st->st_mode));
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
	size_t left = limit;
	for (size_t step = expected + 1;; step = READ_STEP) {
		if (!buf_reserve(out, step)) {
			return err_memory(err);
		}
		ssize_t got = read(fd, out->p + out->n, step);
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
		out->n += (size_t)got;
		out->p[out->n] = '\0';
	}
}

/* One try. *changed says whether the file was another one afterwards. */
static bool read_once(const char *path, size_t limit, struct buf *out, struct file_stamp *stamp,
	bool *changed, struct err *err)
{
	struct stat before, after;
	int fd = open_regular(path, &before, err);
	if (fd < 0) {
		return false;
	}
	size_t n = out->n;
	bool ok = before.st_size <= 0 || (uint64_t)before.st_size <= limit ?
		read_all(fd, path, limit, (size_t)before.st_size, out, err) :
		err_set(err, "%s: larger than %zu bytes", path, limit);
	if (ok && fstat(fd, &after) != 0) {
		ok = err_errno(err, errno, "%s", path);
	}
	close(fd);
	if (ok) {
		*stamp = stamp_of(&after);
		struct file_stamp old = stamp_of(&before);
		*changed = !file_stamp_eq(stamp, &old);
	}
	if ((!ok || *changed) && out->p != NULL) {
		out->n = n;
		out->p[n] = '\0';
	}
	return ok;
}

bool file_read(const char *path, size_t limit, struct buf *out, struct file_stamp *stamp,
	struct err *err)
{
	for (int i = 0; i < READ_TRIES; i++) {
		struct file_stamp read;
		bool changed;
		if (!read_once(path, limit, out, &read, &changed, err)) {
			return false;
		}
		if (!changed) {
			if (stamp != NULL) {
				*stamp = read;
			}
			return true;
		}
	}
	return err_set(err, "%s: changes while it is read", path);
}

bool file_look(const char *path, struct file_stamp *stamp)
{
	struct stat st;
	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
		return false;
	}
	*stamp = stamp_of(&st);
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

/* Listing. */

struct walk {
	const struct file_bounds *bounds;
	bool (*wanted)(const char *name);
	struct report *report;
	struct file_list found;
	struct buf path; /* the folder as it was named, '/' and the way from there */
	size_t relative; /* where the way begins in path */
	uint32_t entries; /* names seen */
	bool full; /* there were more, which was reported */
	bool failed; /* no memory */
};

static int cmp_paths(const void *a, const void *b)
{
	const struct file_entry *left = a, *right = b;
	return strcmp(left->path, right->path);
}

static void list_sort(struct file_list *list)
{
	if (list->n > 0) {
		qsort(list->items, list->n, sizeof(*list->items), cmp_paths);
	}
}

static bool list_add(struct file_list *list, const char *path, const struct stat *st)
{
	char *copy = strdup(path);
	if (copy == NULL ||
		!array_reserve(&list->items, &list->cap, list->n + 1, sizeof(*list->items))) {
		free(copy);
		return false;
	}
	list->items[list->n++] = (struct file_entry){.path = copy,
		.stamp = st == NULL ? (struct file_stamp){0} : stamp_of(st)};
	return true;
}

static void leave_out(struct walk *walk, const char *why)
{
	report_add(walk->report, REPORT_WARNING, walk->path.p, 0, "%s: left out", why);
}

/* The names in the folder fd, sorted. What lies beyond the bound is not looked at. */
static void list_names(struct walk *walk, int fd, struct file_list *names)
{
	/* fdopendir keeps the descriptor that it gets; the walk still needs its own. */
	int again = openat(fd, ".", OPEN_SAFELY | O_DIRECTORY);
	DIR *dir = again < 0 ? NULL : fdopendir(again);
	if (dir == NULL) {
		struct err err;
		err_errno(&err, errno, "cannot be read");
		leave_out(walk, err.msg);
		if (again >= 0) {
			close(again);
		}
		return;
	}
	struct dirent *entry;
	while (!walk->failed && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.') {
			continue;
		}
		if (walk->entries == walk->bounds->entries) {
			walk->full = true;
			break;
		}
		walk->entries++;
		walk->failed = !list_add(names, entry->d_name, NULL);
	}
	closedir(dir);
	list_sort(names);
}

static void walk_folder(struct walk *walk, int fd, uint32_t depth);

/* Goes into the folder `name` of fd. */
static void enter(struct walk *walk, int fd, const char *name, uint32_t depth)
{
	if (depth == walk->bounds->depth) {
		leave_out(walk, "a folder too deep down");
		return;
	}
	int below = openat(fd, name, OPEN_SAFELY | O_DIRECTORY);
	if (below < 0) {
		struct err err;
		err_errno(&err, errno, "cannot be read");
		leave_out(walk, err.msg);
		return;
	}
	buf_putc(&walk->path, '/');
	walk_folder(walk, below, depth + 1);
}

/* Looks at one name in the folder fd; walk->path is its path. */
static void look_at(struct walk *walk, int fd, const char *name, uint32_t depth)
{
	struct stat st, target;
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		return; /* gone since it was listed */
	}
	if (S_ISDIR(st.st_mode)) {
		enter(walk, fd, name, depth);
	} else if (S_ISREG(st.st_mode)) {
		if (walk->wanted(name) && !list_add(&walk->found, walk->path.p + walk->relative, &st)) {
			walk->failed = true;
		}
	} else if (walk->wanted(name)) {
		leave_out(walk, kind_of(st.st_mode));
	} else if (S_ISLNK(st.st_mode) && fstatat(fd, name, &target, 0) == 0 &&
		S_ISDIR(target.st_mode)) {
		leave_out(walk, "a link to a folder");
	}
}

/* Looks at all names in the folder fd, which it closes; walk->path is its path with a '/'. */
static void walk_folder(struct walk *walk, int fd, uint32_t depth)
{
	struct file_list names = {0};
	list_names(walk, fd, &names);
	size_t n = walk->path.n;
	for (uint32_t i = 0; i < names.n && !walk->failed; i++) {
		buf_puts(&walk->path, names.items[i].path);
		walk->failed = walk->path.failed;
		if (!walk->failed) {
			look_at(walk, fd, names.items[i].path, depth);
			walk->path.n = n;
			walk->path.p[n] = '\0';
		}
	}
	close(fd);
	file_list_finish(&names);
}

bool file_walk(const char *folder, const struct file_bounds *bounds, bool (*wanted)(const char *name),
	struct file_list *out, struct report *report, struct err *err)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		return err_errno(err, errno, "%s", folder);
	}
	struct walk walk = {.bounds = bounds, .wanted = wanted, .report = report};
	file_join(&walk.path, folder, "");
	walk.relative = walk.path.n;
	walk_folder(&walk, fd, 0);
	buf_finish(&walk.path);
	if (walk.full) {
		report_add(report, REPORT_WARNING, folder, 0,
			"more than %u names below it: the rest is left out", bounds->entries);
	}
	if (walk.failed) {
		file_list_finish(&walk.found);
		return err_memory(err);
	}
	list_sort(&walk.found);
	*out = walk.found;
	return true;
}

void file_list_finish(struct file_list *list)
{
	for (uint32_t i = 0; i < list->n; i++) {
		free(list->items[i].path);
	}
	free(list->items);
	*list = (struct file_list){0};
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

/* Makes the new name of a file last through a power cut: the folder is written, too. */
static bool sync_folder(const char *path)
{
	struct buf folder = {0};
	const char *slash = strrchr(path, '/');
	buf_puts(&folder, slash == NULL ? "." : "");
	buf_add(&folder, path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
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
	return sync_folder(path) || err_errno(err, errno, "%s", path);
}
