#include "box.h"

#include "camp.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(struct bytes *why, const char *path)
{
	bytes_print(why, "%s: %s", path, strerror(errno));
	return false;
}

bool box_open(struct box *box, struct bytes *why)
{
	const char *base = getenv("TMPDIR");
	struct bytes path = {0};
	bytes_print(&path, "%s/dossier-e2e-XXXXXX", base && base[0] == '/' ? base : "/tmp");
	bool ok = camp_make(path.p) || fail(why, path.p);
	box->root = ok ? bytes_must(realpath(path.p, NULL)) : NULL;
	bytes_finish(&path);
	return ok;
}

void box_close(struct box *box)
{
	if (box->root) {
		camp_remove(box->root);
		free(box->root);
		box->root = NULL;
	}
}

/* Makes the folders above the last part of `path`, all below the root, which is `root_n` bytes
 * long. */
static bool make_parents(char *path, size_t root_n, struct bytes *why)
{
	for (char *at = path + root_n + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		bool ok = mkdir(path, 0755) == 0 || errno == EEXIST || fail(why, path);
		*at = '/';
		if (!ok) {
			return false;
		}
	}
	return true;
}

/* The absolute form of `path`, its folders made; empty, with a message, where it would leave the
 * box. */
static struct bytes place(const struct box *box, const char *path, struct bytes *why)
{
	struct bytes full = {0};
	if (path[0] == '/' || path[0] == '\0' || strstr(path, "..")) {
		bytes_print(why, "'%s' is no path inside the case's folder", path);
		return full;
	}
	bytes_print(&full, "%s/%s", box->root, path);
	if (!make_parents(full.p, strlen(box->root), why)) {
		bytes_finish(&full);
	}
	return full;
}

bool box_file(const struct box *box, const char *path, const char *p, size_t n, struct bytes *why)
{
	struct bytes full = place(box, path, why), content = {0};
	bytes_add(&content, p, n);
	bool ok = full.p && (bytes_write_file(&content, full.p) || fail(why, path));
	bytes_finish(&content);
	bytes_finish(&full);
	return ok;
}

bool box_folder(const struct box *box, const char *path, struct bytes *why)
{
	struct bytes full = place(box, path, why);
	bool ok = full.p && (mkdir(full.p, 0755) == 0 || errno == EEXIST || fail(why, path));
	bytes_finish(&full);
	return ok;
}

bool box_fifo(const struct box *box, const char *path, struct bytes *why)
{
	struct bytes full = place(box, path, why);
	bool ok = full.p && (mkfifo(full.p, 0644) == 0 || fail(why, path));
	bytes_finish(&full);
	return ok;
}

bool box_link(const struct box *box, const char *target, const char *path, struct bytes *why)
{
	struct bytes full = place(box, path, why);
	bool ok = full.p && (symlink(target, full.p) == 0 || fail(why, path));
	bytes_finish(&full);
	return ok;
}

bool box_mode(const struct box *box, const char *path, unsigned mode, struct bytes *why)
{
	struct bytes full = place(box, path, why);
	bool ok = full.p && (chmod(full.p, (mode_t)mode) == 0 || fail(why, path));
	bytes_finish(&full);
	return ok;
}

bool box_past(const struct box *box, const char *path, long when, struct bytes *why)
{
	const struct timespec past[2] = {{.tv_sec = 1000000 + when}, {.tv_sec = 1000000 + when}};
	struct bytes full = place(box, path, why);
	bool ok = full.p && (utimensat(AT_FDCWD, full.p, past, 0) == 0 || fail(why, path));
	bytes_finish(&full);
	return ok;
}

bool box_remove(const struct box *box, const char *path, struct bytes *why)
{
	struct bytes full = place(box, path, why);
	bool ok = full.p && (unlink(full.p) == 0 || fail(why, path));
	bytes_finish(&full);
	return ok;
}

static bool copy_file(const struct box *box, const char *from, const char *path, struct bytes *why)
{
	struct bytes content = {0};
	bool ok = bytes_read_file(&content, from) || fail(why, from);
	ok = ok && box_file(box, path, bytes_text(&content), content.n, why);
	bytes_finish(&content);
	return ok;
}

static bool copy_folder(
	const struct box *box, const char *from, const char *path, struct bytes *why)
{
	DIR *dir = opendir(from);
	if (!dir) {
		return fail(why, from);
	}
	bool ok = box_folder(box, path, why);
	for (struct dirent *entry; ok && (entry = readdir(dir));) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
			continue;
		}
		struct bytes source = {0}, target = {0};
		bytes_print(&source, "%s/%s", from, entry->d_name);
		bytes_print(&target, "%s/%s", path, entry->d_name);
		ok = box_copy(box, source.p, target.p, why);
		bytes_finish(&source);
		bytes_finish(&target);
	}
	closedir(dir);
	return ok;
}

bool box_copy(const struct box *box, const char *from, const char *path, struct bytes *why)
{
	struct stat st;
	if (lstat(from, &st) != 0) {
		return fail(why, from);
	}
	if (S_ISDIR(st.st_mode)) {
		return copy_folder(box, from, path, why);
	}
	if (S_ISREG(st.st_mode)) {
		return copy_file(box, from, path, why);
	}
	bytes_print(why, "%s: neither a file nor a folder", from);
	return false;
}
