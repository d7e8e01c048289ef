#define _DEFAULT_SOURCE /* d_type */
#include "base/walk.h"

#include "base/sections.h"
#include "base/seen.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOLD_MOST 1000 /* lines about what is left out; a folder may hold a million devices */

/* Names in the order of their bytes, which the walk keeps. */
struct names {
	const char **items; /* owned, but for the bytes */
	uint32_t n, cap;
};

/* A folder whose folders are being walked. */
struct level {
	struct names below; /* the folders in it … */
	uint32_t next; /* … and which of them comes next */
	size_t path_n; /* bytes of its path, with a '/' behind it where it is not the first */
	uint64_t dev, ino;
};

struct walk {
	const struct folder *folder;
	const struct walk_bounds *bounds;
	bool (*wanted)(const char *name);
	struct report *report;
	struct walk_list found;
	struct level *levels;
	uint32_t depth, cap; /* levels in use, levels there is room for */
	struct names links; /* paths of links, to be followed at the end */
	struct arena arena; /* of all names: until the end, as they are short */
	struct seen seen; /* folders; once links are followed, also the files */
	struct buf path; /* from the folder to what is looked at */
	struct err why; /* why the first folder cannot be read */
	uint32_t names; /* looked at so far */
	uint32_t told, untold; /* left out with a line, and without */
	bool full; /* there were more names, which was reported */
	bool failed; /* no memory */
};

static void names_add(struct walk *walk, struct names *names, const char *name)
{
	struct span copy;

	if (!arena_copy(&walk->arena, span_of(name), &copy) ||
		!array_reserve(&names->items, &names->cap, names->n + 1, sizeof(*names->items))) {
		walk->failed = true;
		return;
	}
	names->items[names->n++] = copy.p;
}

static int compare_names(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;

	return strcmp(*a, *b);
}

static void names_sort(struct names *names)
{
	if (names->n > 1) {
		qsort(names->items, names->n, sizeof(*names->items), compare_names);
	}
}

/* Says something of what is at walk->path. */
static void tell(struct walk *walk, const char *text)
{
	struct buf path = {0};

	if (walk->told == TOLD_MOST) {
		walk->untold++;
		return;
	}
	walk->told++;
	if (walk->path.n > 0) {
		file_join(&path, folder_name(walk->folder), walk->path.p);
	} else {
		buf_puts(&path, folder_name(walk->folder));
	}
	report_left_out(walk->report, REPORT_WARNING, path.failed ? NULL : path.p, "%s", text);
	buf_finish(&path);
}

static void leave_out(struct walk *walk, const char *why)
{
	struct err text;

	err_set(&text, "%s: left out", why);
	tell(walk, text.msg);
}

/* The same for what the system refuses. */
static void leave_unreadable(struct walk *walk)
{
	struct err why;

	err_errno(&why, errno, "cannot be read");
	leave_out(walk, why.msg);
}

/* walk->path becomes the path of `name` in the folder whose path has n bytes. */
static bool path_set(struct walk *walk, size_t n, const char *name)
{
	walk->path.n = n;
	buf_puts(&walk->path, name);
	walk->failed |= walk->path.failed;
	return !walk->failed;
}

static void list_add(struct walk *walk, const struct stat *st)
{
	struct walk_list *found = &walk->found;
	struct span path;

	if (!arena_copy(&found->arena, buf_span(&walk->path), &path) ||
		!array_reserve(&found->items, &found->cap, found->n + 1, sizeof(*found->items))) {
		walk->failed = true;
		return;
	}
	found->items[found->n++] = (struct walk_file){path.p, file_stamp_of(st)};
}

/* A name that is none of a folder, at walk->path. */
static void look_at(struct walk *walk, const char *name, const struct stat *st)
{
	if (S_ISREG(st->st_mode)) {
		if (walk->wanted(name)) {
			list_add(walk, st);
		}
	} else if (S_ISLNK(st->st_mode) && folder_follows(walk->folder)) {
		names_add(walk, &walk->links, walk->path.p);
	} else if (walk->wanted(name)) {
		leave_out(walk, file_kind(st->st_mode));
	}
}

/* A link without a wanted name is told where it leads to a folder: texts may be missed there. */
static bool is_folder_link(const struct walk *walk, int fd, const char *name,
	const struct stat *st)
{
	struct stat target;

	return S_ISLNK(st->st_mode) && !folder_follows(walk->folder) && !walk->wanted(name) &&
		fstatat(fd, name, &target, 0) == 0 && S_ISDIR(target.st_mode);
}

/* Looks at the names in the folder fd of the level; folders are kept in it. */
static void look_at_all(struct walk *walk, int fd, struct level *level, const struct names *names)
{
	for (uint32_t i = 0; i < names->n && !walk->failed; i++) {
		const char *name = names->items[i];
		struct stat st;

		if (!path_set(walk, level->path_n, name)) {
			break;
		}
		if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
			if (errno != ENOENT) { /* else it is gone since it was listed */
				leave_unreadable(walk);
			}
		} else if (S_ISDIR(st.st_mode)) {
			names_add(walk, &level->below, name);
		} else if (is_folder_link(walk, fd, name, &st)) {
			leave_out(walk, "a link to a folder");
		} else {
			look_at(walk, name, &st);
		}
	}
}

/* Whether a name can be passed over without another look at it. */
static bool is_dull(const struct walk *walk, const struct dirent *entry)
{
#ifdef DT_REG
	if (entry->d_type == DT_REG) {
		return entry->d_name[0] == '.' || !walk->wanted(entry->d_name);
	}
#endif
	return entry->d_name[0] == '.';
}

/* Whether one more name may be looked at; says once that there are more. */
static bool may_look(struct walk *walk, uint32_t here)
{
	const struct walk_bounds *bounds = walk->bounds;
	struct err text;

	if (walk->names < bounds->names && here < bounds->entries) {
		walk->names++;
		return true;
	}
	if (walk->names < bounds->names) {
		err_set(&text, "more than %u names in it (limits.entries): the rest is left out",
			bounds->entries);
		tell(walk, text.msg);
	} else if (!walk->full) {
		err_set(&text, "more than %u names up to here (limits.names): the rest is left out",
			bounds->names);
		tell(walk, text.msg);
		walk->full = true;
	}
	return false;
}

/* The next entry; NULL behind the last one, and where the disk or the network fails, which is told. */
static const struct dirent *next_entry(struct walk *walk, DIR *dir)
{
	const struct dirent *entry;

	errno = 0;
	entry = readdir(dir);
	if (entry == NULL && errno != 0) {
		leave_unreadable(walk);
	}
	return entry;
}

/* Reads the names in the folder fd. */
static void list_names(struct walk *walk, DIR *dir, struct names *names)
{
	const struct dirent *entry;
	uint32_t here = 0;

	while (!walk->failed && (entry = next_entry(walk, dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
			continue;
		}
		if (!may_look(walk, here)) {
			break;
		}
		here++;
		if (!is_dull(walk, entry)) {
			names_add(walk, names, entry->d_name);
		}
	}
	names_sort(names);
}

/* Whether a file or folder is met for the first time. */
static bool is_new(struct walk *walk, uint64_t dev, uint64_t ino)
{
	bool fresh = false;

	walk->failed |= !seen_add(&walk->seen, dev, ino, &fresh);
	return fresh;
}

/* Whether the folder holds itself: a mount may do that. */
static bool is_loop(const struct walk *walk, const struct stat *st)
{
	for (uint32_t i = 0; i < walk->depth; i++) {
		if (walk->levels[i].dev == (uint64_t)st->st_dev &&
			walk->levels[i].ino == (uint64_t)st->st_ino) {
			return true;
		}
	}
	return false;
}

/* Goes into the folder fd at walk->path, and closes it: what is in it is looked at. */
static void enter(struct walk *walk, int fd, const struct stat *st)
{
	struct names names = {0};
	DIR *dir = fdopendir(fd);

	if (dir == NULL ||
		!array_reserve(&walk->levels, &walk->cap, walk->depth + 1, sizeof(*walk->levels))) {
		walk->failed = true; /* only memory can be wanting here */
		if (dir == NULL) {
			close(fd);
		} else {
			closedir(dir);
		}
		return;
	}
	list_names(walk, dir, &names);
	if (walk->path.n > 0) {
		buf_putc(&walk->path, '/');
	}
	struct level *level = &walk->levels[walk->depth++];
	*level = (struct level){.path_n = walk->path.n, .dev = (uint64_t)st->st_dev,
		.ino = (uint64_t)st->st_ino};
	(void)is_new(walk, level->dev, level->ino);
	look_at_all(walk, dirfd(dir), level, &names);
	closedir(dir);
	free(names.items);
}

/* Opens the folder at walk->path and goes into it. */
static void open_below(struct walk *walk)
{
	struct stat st;
	int fd = folder_at(walk->folder, walk->path.n > 0 ? walk->path.p : ".", FOLDER_LIST);

	if (fd < 0) {
		err_errno(&walk->why, errno, "%s", folder_name(walk->folder));
		leave_unreadable(walk);
	} else if (fstat(fd, &st) != 0 || is_loop(walk, &st)) {
		leave_out(walk, "a folder that holds itself");
		close(fd);
	} else {
		enter(walk, fd, &st);
	}
}

/* Walks all that is below the levels there are. */
static void walk_levels(struct walk *walk)
{
	while (walk->depth > 0) {
		struct level *level = &walk->levels[walk->depth - 1];

		if (walk->failed || level->next == level->below.n) {
			free(level->below.items);
			walk->depth--;
		} else if (path_set(walk, level->path_n, level->below.items[level->next++])) {
			if (walk->depth > walk->bounds->depth) {
				leave_out(walk, "a folder too deep down (limits.depth)");
			} else {
				open_below(walk);
			}
		}
	}
}

/* Links. */

/* How many folders a path goes down. */
static uint32_t path_depth(const char *path)
{
	uint32_t n = 0;

	for (; *path != '\0'; path++) {
		n += *path == '/';
	}
	return n;
}

static const char *broken_link(int why)
{
	return why == EXDEV ? "a link that leads outside" : why == ENOENT ? "a link to nothing" :
		why == ELOOP ? "a link in a circle" : "a link that cannot be followed";
}

/* The last part of a path. */
static const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* What a link at walk->path leads to, where it stays inside. */
static void follow(struct walk *walk, const struct stat *st)
{
	if (S_ISDIR(st->st_mode) && path_depth(walk->path.p) >= walk->bounds->depth) {
		leave_out(walk, "a folder too deep down (limits.depth)");
	} else if (S_ISDIR(st->st_mode)) {
		if (!seen_has(&walk->seen, (uint64_t)st->st_dev, (uint64_t)st->st_ino)) {
			open_below(walk);
			walk_levels(walk);
		}
	} else if (walk->wanted(path_name(walk->path.p))) {
		if (is_new(walk, (uint64_t)st->st_dev, (uint64_t)st->st_ino)) {
			look_at(walk, path_name(walk->path.p), st);
		} else {
			leave_out(walk, "a link to a file that is listed");
		}
	}
}

/* Follows the links that were found, and those that are found on the way. */
static void walk_links(struct walk *walk)
{
	for (uint32_t i = 0; i < walk->found.n && walk->links.n > 0 && !walk->failed; i++) {
		const struct file_stamp *stamp = &walk->found.items[i].stamp;

		(void)is_new(walk, stamp->dev, stamp->ino);
	}
	for (uint32_t i = 0; i < walk->links.n && !walk->failed; i++) {
		struct stat st;

		if (!path_set(walk, 0, walk->links.items[i])) {
			break;
		}
		int fd = folder_at(walk->folder, walk->path.p, FOLDER_LOOK);
		int why = errno;
		if (fd >= 0 && fstat(fd, &st) == 0) {
			follow(walk, &st);
		} else if (walk->wanted(path_name(walk->path.p))) {
			leave_out(walk, broken_link(why));
		}
		if (fd >= 0) {
			close(fd);
		}
	}
}

static int compare_files(const void *left, const void *right)
{
	const struct walk_file *a = left, *b = right;

	return strcmp(a->path, b->path);
}

/* As they are found, unless a name goes on where a folder's ends. */
static bool is_sorted(const struct walk_list *list)
{
	for (uint32_t i = 1; i < list->n; i++) {
		if (compare_files(&list->items[i - 1], &list->items[i]) > 0) {
			return false;
		}
	}
	return true;
}

static void walk_finish(struct walk *walk)
{
	free(walk->links.items);
	arena_finish(&walk->arena);
	free(walk->levels);
	seen_finish(&walk->seen);
	buf_finish(&walk->path);
}

bool walk_folder(const struct folder *folder, const struct walk_bounds *bounds,
	bool (*wanted)(const char *name), struct walk_list *out, struct report *report,
	struct err *err)
{
	struct walk walk = {.folder = folder, .bounds = bounds, .wanted = wanted,
		.report = report};

	open_below(&walk);
	if (walk.depth == 0 && !walk.failed) {
		walk_finish(&walk);
		return err_set(err, "%s", walk.why.msg);
	}
	walk_levels(&walk);
	walk_links(&walk);
	walk_finish(&walk);
	if (walk.untold > 0) {
		report_left_out(report, REPORT_WARNING, folder_name(folder),
			"%u more such files and folders: left out", walk.untold);
	}
	if (walk.failed) {
		walk_list_finish(&walk.found);
		return err_memory(err);
	}
	if (!is_sorted(&walk.found)) {
		qsort(walk.found.items, walk.found.n, sizeof(*walk.found.items), compare_files);
	}
	*out = walk.found;
	return true;
}

uint64_t walk_sum(const struct walk_list *list)
{
	struct sections_summing sum;
	uint64_t all;

	sections_sum_begin(&sum);
	for (uint32_t i = 0; i < list->n; i++) {
		const struct walk_file *file = &list->items[i];

		sections_sum_add(&sum, &file->stamp, sizeof(file->stamp));
		sections_sum_add(&sum, file->path, strlen(file->path) + 1);
	}
	all = sections_sum_end(&sum);
	return all == 0 ? 1 : all;
}

void walk_list_finish(struct walk_list *list)
{
	arena_finish(&list->arena);
	free(list->items);
	*list = (struct walk_list){0};
}
