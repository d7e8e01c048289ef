#include "read/cache.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/proof.h"
#include "base/sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define USED "used" /* in a dossier's folder: the time of its last use, and the lock */
#define TEXTS "texts"
#define OPENING (O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)

enum { DIGITS = 16 }; /* of a hash in a name */

/* Holding. */

/* Gives the file the time of now. A guest may change no times, but lengths. */
static void touch(int fd)
{
	if (ftruncate(fd, 1) != 0 || ftruncate(fd, 0) != 0) {
		return; /* it counts as used less lately */
	}
}

void cache_hold(struct cache_hold *hold, const char *index)
{
	const char *slash = index == NULL ? NULL : strrchr(index, '/');
	struct buf path = {0};

	if (hold->held || slash == NULL) {
		return;
	}
	buf_add(&path, index, (size_t)(slash + 1 - index));
	buf_puts(&path, USED);
	hold->fd = path.failed ? -1 : open(path.p, O_RDWR | O_CREAT | OPENING, 0600);
	hold->held = hold->fd >= 0;
	if (hold->held) {
		/* Before the lock: who is about to remove the folder looks at the time once more. */
		touch(hold->fd);
		(void)flock(hold->fd, LOCK_SH | LOCK_NB);
	}
	buf_finish(&path);
}

void cache_release(struct cache_hold *hold)
{
	if (hold->held) {
		close(hold->fd);
	}
	*hold = (struct cache_hold){0};
}

/* Which files are ours. */

static bool is_digits(struct span text, const char *digits)
{
	return text.n > 0 && strspn(text.p, digits) >= text.n;
}

/* A hash as it stands in names. */
static bool is_hash(struct span text)
{
	return text.n == DIGITS && is_digits(text, "0123456789abcdef");
}

/* Whether a folder has a name as home.h gives it: NAME-HASH, or NAME-HASH-NUMBER. */
static bool is_dossier(const char *name)
{
	struct span rest = span_of(name);
	const char *dash = strrchr(name, '-');

	if (dash != NULL && strlen(dash + 1) < DIGITS && is_digits(span_of(dash + 1), "0123456789")) {
		rest.n = (size_t)(dash - name);
	}
	return rest.n > DIGITS + 1 && rest.p[rest.n - DIGITS - 1] == '-' &&
		is_hash((struct span){rest.p + rest.n - DIGITS, DIGITS});
}

/* Whether a file in a dossier's folder, or in its texts, has a name that the program gives. */
static bool is_named(const char *name, bool texts)
{
	const char *mark = strstr(name, SWEEP_MARK);
	struct span base = {name, mark == NULL ? strlen(name) : (size_t)(mark - name)};

	if (span_ends(base, SPAN(PROOF_SUFFIX))) {
		base.n -= strlen(PROOF_SUFFIX);
	}
	return texts ? is_hash(base) : span_eq(base, SPAN("index")) || span_eq(base, SPAN("words")) ||
		span_eq(base, SPAN("words-new")) || span_eq(base, SPAN(USED));
}

/* Looks at a regular file of the user's with such a name. False: it is none. */
static bool look_at(int folder, const char *name, bool texts, struct stat *st)
{
	return is_named(name, texts) && fstatat(folder, name, st, AT_SYMLINK_NOFOLLOW) == 0 &&
		S_ISREG(st->st_mode) && st->st_uid == geteuid();
}

/* Whether it begins as those do; of proofs, and of files that were left half done, the name is enough. */
static bool is_ours(int folder, const char *name, const struct stat *st)
{
	int fd;
	bool ours;

	if (st->st_size == 0 || strchr(name, '.') != NULL) {
		return true;
	}
	fd = openat(folder, name, O_RDONLY | OPENING);
	ours = fd >= 0 && sections_begins(fd);
	if (fd >= 0) {
		close(fd);
	}
	return ours;
}

/* Looking around. */

/* A folder of the user's own, as a list of names; NULL: it is none. */
static DIR *open_folder(int in, const char *name)
{
	int fd = openat(in, name, O_RDONLY | O_DIRECTORY | OPENING);
	struct stat st;
	DIR *dir = fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() ? fdopendir(fd) : NULL;

	if (fd >= 0 && dir == NULL) {
		close(fd);
	}
	return dir;
}

/* A dossier's folder. */
struct folder_seen {
	char *name; /* owned */
	uint64_t bytes;
	time_t used; /* the last time that anything of it was */
};

struct trimming {
	DIR *dir; /* of the cache */
	struct span keep; /* the name of the folder that stays */
	time_t now;
	struct folder_seen *seen; /* owned */
	uint32_t n, cap;
};

/* Adds up what lies in a folder. */
static void weigh(DIR *dir, bool texts, struct folder_seen *out)
{
	const struct dirent *entry;
	struct stat st;

	while ((entry = readdir(dir)) != NULL) {
		if (look_at(dirfd(dir), entry->d_name, texts, &st)) {
			out->bytes += (uint64_t)st.st_blocks * 512;
			out->used = st.st_mtime > out->used ? st.st_mtime : out->used;
		}
	}
}

/* Looks at one folder of the cache, at the time of now, too. False: it is no dossier's. */
static bool see(const struct trimming *trimming, const char *name, struct folder_seen *out)
{
	DIR *dir = is_dossier(name) ? open_folder(dirfd(trimming->dir), name) : NULL;
	DIR *texts;

	*out = (struct folder_seen){0};
	if (dir == NULL) {
		return false;
	}
	weigh(dir, false, out);
	texts = open_folder(dirfd(dir), TEXTS);
	if (texts != NULL) {
		weigh(texts, true, out);
		closedir(texts);
	}
	closedir(dir);
	return true;
}

/* Looks at all of them; without memory, at as many as there is memory for. */
static void see_all(struct trimming *trimming, struct cache_size *size)
{
	const struct dirent *entry;
	struct folder_seen seen;

	while ((entry = readdir(trimming->dir)) != NULL) {
		if (!see(trimming, entry->d_name, &seen)) {
			continue;
		}
		size->dossiers++;
		size->bytes += seen.bytes;
		if (!span_eq(span_of(entry->d_name), trimming->keep) &&
			array_reserve(&trimming->seen, &trimming->cap, trimming->n + 1, sizeof(seen))) {
			seen.name = strdup(entry->d_name);
			trimming->seen[trimming->n] = seen;
			trimming->n += seen.name != NULL;
		}
	}
}

/* Removing. */

/* Removes the program's own files from a folder, all but `used`. */
static void empty(DIR *dir, bool texts)
{
	const struct dirent *entry;
	struct stat st;

	rewinddir(dir);
	while ((entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;

		if (strcmp(name, USED) != 0 && look_at(dirfd(dir), name, texts, &st) &&
			is_ours(dirfd(dir), name, &st)) {
			unlinkat(dirfd(dir), name, 0);
		}
	}
}

/* Removes what is in a folder; its lock is held. */
static void remove_all(DIR *dir)
{
	DIR *texts = open_folder(dirfd(dir), TEXTS);

	if (texts != NULL) {
		empty(texts, true);
		closedir(texts);
		unlinkat(dirfd(dir), TEXTS, AT_REMOVEDIR);
	}
	empty(dir, false);
	unlinkat(dirfd(dir), USED, 0);
}

/*
 * Whether nobody holds a folder; *fd is then the lock, or -1 where there is nothing to hold it by: it was
 * made before there were locks.
 */
static bool is_free(DIR *dir, int *fd)
{
	*fd = openat(dirfd(dir), USED, O_RDWR | OPENING);
	return *fd >= 0 ? flock(*fd, LOCK_EX | LOCK_NB) == 0 : errno == ENOENT;
}

/* Removes a folder, unless somebody holds it or has used it meanwhile. Returns the bytes that are gone. */
static uint64_t evict(const struct trimming *trimming, const struct folder_seen *was)
{
	DIR *dir = open_folder(dirfd(trimming->dir), was->name);
	struct folder_seen is = *was;
	int fd = -1;

	if (dir == NULL) {
		return 0;
	}
	if (is_free(dir, &fd) && see(trimming, was->name, &is) && is.used <= was->used) {
		remove_all(dir);
		unlinkat(dirfd(trimming->dir), was->name, AT_REMOVEDIR);
		see(trimming, was->name, &is);
	}
	if (fd >= 0) {
		close(fd);
	}
	closedir(dir);
	return was->bytes > is.bytes ? was->bytes - is.bytes : 0;
}

static int by_use(const void *a, const void *b)
{
	const struct folder_seen *x = a, *y = b;

	return (x->used > y->used) - (x->used < y->used);
}

static void trim(struct trimming *trimming, uint64_t most, struct cache_size *size)
{
	see_all(trimming, size);
	if (trimming->n > 0) {
		qsort(trimming->seen, trimming->n, sizeof(*trimming->seen), by_use);
	}
	for (uint32_t i = 0; i < trimming->n; i++) {
		const struct folder_seen *seen = &trimming->seen[i];

		if (most > 0 && size->bytes > most && trimming->now - seen->used > SWEEP_YOUNG) {
			uint64_t gone = evict(trimming, seen);

			size->bytes -= gone;
			size->dossiers -= gone > 0;
		}
		free(seen->name);
	}
	free(trimming->seen);
}

/* The text before the last slash, and what is behind it. False: there is none. */
static bool cut_last(struct span *path, struct span *last)
{
	size_t n = path->n;

	while (n > 0 && path->p[n - 1] != '/') {
		n--;
	}
	*last = (struct span){path->p + n, path->n - n};
	path->n = n > 0 ? n - 1 : 0;
	return n > 0;
}

void cache_trim(const char *index, uint64_t most, struct cache_size *size)
{
	struct span path = span_of(index), file;
	struct trimming trimming = {.now = time(NULL)};
	struct buf cache = {0};

	*size = (struct cache_size){0};
	if (!cut_last(&path, &file) || !cut_last(&path, &trimming.keep)) {
		return;
	}
	buf_put(&cache, path);
	buf_puts(&cache, "/.");
	trimming.dir = cache.failed ? NULL : opendir(cache.p);
	if (trimming.dir != NULL) {
		trim(&trimming, most, size);
		closedir(trimming.dir);
	}
	buf_finish(&cache);
}
