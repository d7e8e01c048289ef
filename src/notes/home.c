#include "notes/home.h"

#include "base/byte.h"
#include "base/file.h"
#include "base/own.h"
#include "notes/home_rec.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

/* Names of folders. */

/* Letters of an Id that stand in every file's name; others become _. */
static void put_name(struct buf *out, struct span id)
{
	for (size_t i = 0; i < id.n && i < 100; i++) {
		char c = id.p[i];
		bool plain = byte_is_alnum(c) || c == '-' || (c == '.' && i > 0);

		buf_putc(out, plain ? c : '_');
	}
}

/*
 * The folder that a dossier's state lies in when nothing speaks against it: below `state`, its Id
 * or its own name, and a hash of the whole Id or path.
 */
static void put_folder(struct buf *out, const char *state, const char *real, struct span id)
{
	const char *slash = strrchr(real, '/');

	file_join(out, state, "");
	if (id.n > 0) {
		put_name(out, id);
		buf_printf(out, "-id-%016llx", (unsigned long long)span_hash(SPAN_HASH_START, id));
	} else {
		buf_printf(out, "%.100s-%016llx", slash == NULL ? real : slash + 1,
			(unsigned long long)span_hash(SPAN_HASH_START, span_of(real)));
	}
}

/* Looking. */

struct search {
	const char *state, *real;
	struct span id;
	const struct catalog *catalog;
	struct report *report;
	struct home_sizes sizes;
	struct arena arena;
	struct buf best; /* the folder that fits best so far; empty: none */
	uint32_t rank; /* how well it does */
	struct home_rec rec; /* its record */
};

/* More than any number of documents that agree. */
enum { RANK_PATH = HOME_REC_MARKS + 1, RANK_ID };

static bool has_path(const struct home_rec *rec, const char *real)
{
	for (uint32_t i = 0; i < rec->npaths; i++) {
		if (span_eq(rec->paths[i], span_of(real))) {
			return true;
		}
	}
	return false;
}

/* The first of its paths that is still a folder and not this one; p NULL: there is none. */
static struct span other_path(const struct home_rec *rec, const char *real)
{
	for (uint32_t i = 0; i < rec->npaths; i++) {
		/* The arena puts a NUL behind. */
		if (!span_eq(rec->paths[i], span_of(real)) && file_is_folder(rec->paths[i].p)) {
			return rec->paths[i];
		}
	}
	return (struct span){NULL, 0};
}

/* How well a record fits; 0: not at all. False where memory is short. */
static bool rank_of(struct search *search, const struct home_rec *rec, uint32_t *rank)
{
	bool files = search->catalog->root[0] == '\0';

	*rank = 0;
	if (rec->id.n > 0 && search->id.n > 0) {
		*rank = span_eq(rec->id, search->id) ? RANK_ID : 0;
		return true;
	}
	if (has_path(rec, search->real)) {
		*rank = RANK_PATH;
		return true;
	}
	/* One file of many proves little: it may only follow a folder that has gone. */
	if (files && other_path(rec, search->real).p != NULL) {
		return true;
	}
	return home_rec_alike(rec, search->catalog, &search->sizes, rank);
}

/* Looks at one folder of state. */
static bool look_at(struct search *search, const char *folder, struct err *err)
{
	struct home_rec rec;
	struct buf path = {0};
	bool there = false;
	uint32_t rank = 0;

	file_join(&path, folder, "home.rec");
	bool ok = buf_ok(&path, err) && home_rec_read(path.p, &search->arena, &rec, &there,
		search->report, err);
	buf_finish(&path);
	if (!ok || !there) {
		return ok;
	}
	if (!rank_of(search, &rec, &rank)) {
		return err_memory(err);
	}
	/* readdir's order is none: of two that fit alike it is always the same one. */
	if (rank > search->rank || (rank > 0 && rank == search->rank &&
		strcmp(folder, search->best.p) < 0)) {
		search->rank = rank;
		search->rec = rec;
		buf_clear(&search->best);
		buf_puts(&search->best, folder);
	}
	return buf_ok(&search->best, err);
}

/* Looks at all folders of state. */
static bool look_around(struct search *search, struct err *err)
{
	DIR *dir = opendir(search->state);
	struct buf path = {0};
	const struct dirent *entry;
	bool ok = true;

	while (ok && dir != NULL && search->rank < RANK_ID && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.') {
			buf_clear(&path);
			file_join(&path, search->state, entry->d_name);
			ok = buf_ok(&path, err) && look_at(search, path.p, err);
		}
	}
	if (dir != NULL) {
		closedir(dir);
	}
	buf_finish(&path);
	return ok;
}

/* What was found, told in terms of where the dossier was. */
static bool tell(const struct search *search, struct home *home)
{
	struct span other = other_path(&search->rec, search->real);

	home->known = HOME_HERE;
	if (search->rec.npaths == 0 || has_path(&search->rec, search->real)) {
		return true;
	}
	home->known = other.p != NULL ? HOME_COPY : HOME_MOVED;
	home->other = strdup(other.p != NULL ? other.p : search->rec.paths[0].p);
	return home->other != NULL;
}

/* Whether the folder has a record. */
static bool has_record(const char *folder)
{
	struct buf path = {0};

	file_join(&path, folder, "home.rec");
	bool there = !path.failed && file_exists(path.p);
	buf_finish(&path);
	return there;
}

/*
 * The folder for a dossier that no record knows. One by its path without a record is from before
 * there were any; where a name is taken by the state of a dossier that has left, it gets a number.
 */
static bool find_free(const struct search *search, struct home *home, struct buf *folder,
	struct err *err)
{
	struct buf old = {0};

	put_folder(&old, search->state, search->real, (struct span){NULL, 0});
	bool ok = buf_ok(&old, err), known = ok && file_is_folder(old.p) && !has_record(old.p);
	home->known = known ? HOME_HERE : HOME_NEW;
	if (known) {
		buf_clear(folder);
		buf_put(folder, buf_span(&old));
	}
	buf_finish(&old);
	size_t n = folder->n;
	for (uint32_t i = 2; ok && !known && has_record(folder->p); i++) {
		folder->n = n;
		buf_printf(folder, "-%u", i);
		ok = buf_ok(folder, err);
	}
	return ok && buf_ok(folder, err);
}

static bool search_all(struct search *search, struct home *home, struct buf *folder, struct err *err)
{
	put_folder(folder, search->state, search->real, search->id);
	if (!buf_ok(folder, err) || !look_at(search, folder->p, err)) {
		return false;
	}
	bool sure = search->rank == RANK_ID || (search->rank == RANK_PATH && search->id.n == 0);
	if (!sure && !look_around(search, err)) {
		return false;
	}
	if (search->rank == 0) {
		return find_free(search, home, folder, err);
	}
	buf_clear(folder);
	buf_put(folder, buf_span(&search->best));
	return buf_ok(folder, err) && (tell(search, home) || err_memory(err));
}

bool home_find(struct home *home, const char *state, const char *folder, struct span id,
	const struct catalog *catalog, struct report *report, struct err *err)
{
	char *real = realpath(folder, NULL);
	struct search search = {
		.state = state, .real = real, .id = id, .catalog = catalog, .report = report};
	struct home found = {0};
	struct buf path = {0};
	bool ok;

	if (real == NULL) {
		return err_errno(err, errno, "%s", folder);
	}
	ok = search_all(&search, &found, &path, err);
	if (ok) {
		found.folder = path.p;
		*home = found;
	} else {
		free(found.other);
		buf_finish(&path);
	}
	free(search.sizes.items);
	arena_finish(&search.arena);
	buf_finish(&search.best);
	free(real);
	return ok;
}

/* Making. */

/* Its paths: this one, and the old ones that are still there. */
static bool put_paths(struct home_rec *rec, const char *real, struct arena *arena)
{
	struct span *paths = arena_array(arena, rec->npaths + 1, sizeof(*paths));
	uint32_t n = 0;

	if (paths == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < rec->npaths; i++) {
		if (file_is_folder(rec->paths[i].p) && !span_eq(rec->paths[i], span_of(real))) {
			paths[n++] = rec->paths[i];
		}
	}
	paths[n++] = span_of(real);
	rec->paths = paths;
	rec->npaths = n;
	return true;
}

/* Writes home.rec where it does not say what holds now. */
static bool update(const char *path, const char *real, struct span id,
	const struct catalog *catalog, struct arena *arena, struct err *err)
{
	struct report report = {0}; /* told by home_find already */
	struct home_rec rec = {0};
	struct buf text = {0}, old = {0};
	bool there, ok = home_rec_read(path, arena, &rec, &there, &report, err) &&
		(put_paths(&rec, real, arena) || err_memory(err));

	report_finish(&report);
	if (id.n > 0) {
		rec.id = id;
	}
	if (catalog->root[0] != '\0') {
		home_rec_mark(&rec, catalog);
	}
	home_rec_put(&rec, &text);
	ok = ok && buf_ok(&text, err);
	if (ok && !(there && file_read(path, text.n, &old, NULL, NULL) &&
		    span_eq(buf_span(&old), buf_span(&text)))) {
		ok = file_write(path, buf_span(&text), true, 0600, err);
	}
	buf_finish(&text);
	buf_finish(&old);
	return ok;
}

bool home_make(const struct home *home, const char *folder, struct span id,
	const struct catalog *catalog, struct err *err)
{
	struct arena arena = {0};
	struct buf path = {0};
	char *real = realpath(folder, NULL);
	bool ok = real != NULL || err_errno(err, errno, "%s", folder);

	file_join(&path, home->folder, "home.rec");
	ok = ok && own_make(home->folder, err) && buf_ok(&path, err) &&
		update(path.p, real, id, catalog, &arena, err);
	buf_finish(&path);
	arena_finish(&arena);
	free(real);
	return ok;
}

void home_finish(struct home *home)
{
	free(home->folder);
	free(home->other);
	*home = (struct home){0};
}
