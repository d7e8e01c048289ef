#include "notes/store_db.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096 /* bytes; what SQLite makes files with */
#define FILE_MOST ((size_t)2 << 30)
#define FAILURES_MOST 20000 /* of reading, in one table */

struct mending {
	struct store *store;
	struct store fresh; /* the new database, under another name */
	struct sqlite3 *old; /* the damaged one, or NULL */
	struct buf copy; /* path of a copy of the damaged one, which may be changed */
	struct buf aside; /* path that the damaged one gets */
	struct buf bytes; /* of the damaged one */
	uint32_t carried; /* rows */
	bool headless; /* its first page was lost: only what every version has can be found */
};

/* Reading what can be read. */

/*
 * Puts the first page of the new database, which tells where tables begin, over that of the copy:
 * tables are made in a fixed order, so that their roots stand in the same places.
 */
static bool lend_head(struct mending *mending, struct err *err)
{
	struct buf fresh = {0};
	uint32_t pages = (uint32_t)(mending->bytes.n / PAGE);
	bool ok = file_read(mending->fresh.path, FILE_MOST, &fresh, NULL, err) &&
		(fresh.n >= PAGE || err_set(err, "%s: too short", mending->fresh.path));

	if (ok && mending->bytes.n >= PAGE) {
		char *head = memcpy(mending->bytes.p, fresh.p, PAGE);

		for (int i = 0; i < 4; i++) {
			head[28 + i] = (char)(pages >> (24 - 8 * i)); /* size in pages */
			head[32 + i] = head[36 + i] = 0; /* no free pages */
		}
		mending->headless = true;
		ok = file_write(mending->copy.p, buf_span(&mending->bytes), true, 0600, err);
	}
	buf_finish(&fresh);
	return ok;
}

/*
 * Opens the copy by itself: within one connection, damage to one file spoils the transaction in
 * the other. Whether its tables are where they should be.
 */
static bool open_old(struct mending *mending)
{
	sqlite3_close(mending->old);
	mending->old = NULL;
	return sqlite3_open_v2(mending->copy.p, &mending->old,
		       SQLITE_OPEN_READONLY | SQLITE_OPEN_PRIVATECACHE, NULL) == SQLITE_OK &&
		store_db_guard(mending->old) &&
		sqlite3_exec(mending->old, "SELECT 1 FROM note LIMIT 0", NULL, NULL, NULL) == SQLITE_OK;
}

/* How rows of one table go from one file to the other: "rowid, a, b, c" becomes a, b, c. */
struct carriage {
	struct sqlite3_stmt *from, *to;
	int64_t last; /* the greatest rowid, or more than the table can hold */
};

static bool put_row(const struct carriage *carriage)
{
	int n = sqlite3_column_count(carriage->from);

	for (int i = 1; i < n; i++) {
		sqlite3_bind_value(carriage->to, i, sqlite3_column_value(carriage->from, i));
	}
	bool ok = sqlite3_step(carriage->to) == SQLITE_DONE;
	sqlite3_reset(carriage->to);
	return ok;
}

/* Carries the rows of a range over; *at becomes the row behind the last that could be read. */
static bool carry_range(struct mending *mending, const struct carriage *carriage, int64_t *at,
	int64_t to)
{
	int rc;

	sqlite3_bind_int64(carriage->from, 1, *at);
	sqlite3_bind_int64(carriage->from, 2, to);
	while ((rc = sqlite3_step(carriage->from)) == SQLITE_ROW) {
		if (put_row(carriage)) {
			mending->carried += store_db_changed(&mending->fresh);
		}
		*at = sqlite3_column_int64(carriage->from, 0) + 1;
	}
	sqlite3_reset(carriage->from);
	return rc == SQLITE_DONE;
}

/*
 * Goes over a table in ranges that grow while they can be read, and shrink to one row around
 * damage. A full disk ends the transaction: that is no damage to be stepped over.
 */
static void carry_ranges(struct mending *mending, const struct carriage *carriage)
{
	int64_t at = 1, step = carriage->last;

	for (uint32_t failures = 0; at <= carriage->last && failures < FAILURES_MOST &&
		sqlite3_get_autocommit(mending->fresh.db) == 0;) {
		int64_t to = step > carriage->last - at ? carriage->last : at + step - 1;

		if (carry_range(mending, carriage, &at, to)) {
			at = to + 1;
			step *= 2;
			continue;
		}
		failures++;
		at += step == 1;
		step = step == 1 ? 1 : step / 2;
	}
}

static int64_t last_row(struct mending *mending, const char *table)
{
	struct sqlite3_stmt *stmt = NULL;
	struct buf sql = {0};
	int64_t last = (int64_t)(mending->bytes.n / 16 + 1);

	buf_printf(&sql, "SELECT max(rowid) FROM %s", table);
	if (!sql.failed && sqlite3_prepare_v2(mending->old, sql.p, -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW) {
		last = sqlite3_column_int64(stmt, 0);
	}
	sqlite3_finalize(stmt);
	buf_finish(&sql);
	return last;
}

/*
 * The two statements, of the columns that the new table has. Names are our own. Where rows have no
 * rowid they are read from the first to where it ends.
 */
static void put_statements(struct mending *mending, const char *table, bool rowid, struct buf *from,
	struct buf *to)
{
	struct sqlite3_stmt *stmt = NULL;
	struct buf marks = {0};

	buf_puts(from, rowid ? "SELECT rowid" : "SELECT 0");
	buf_printf(to, "INSERT OR IGNORE INTO %s", table);
	if (sqlite3_prepare_v2(mending->fresh.db, "SELECT name FROM pragma_table_info(?)", -1, &stmt,
		    NULL) == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *name = (const char *)sqlite3_column_text(stmt, 0);

			buf_printf(from, ", %s", name);
			buf_printf(to, "%s%s", marks.n == 0 ? " (" : ", ", name);
			buf_puts(&marks, marks.n == 0 ? "?" : ", ?");
		}
	}
	sqlite3_finalize(stmt);
	buf_printf(from, " FROM %s%s", table, rowid ? " WHERE rowid BETWEEN ? AND ?" : "");
	buf_printf(to, ") VALUES (%s)", marks.p == NULL ? "" : marks.p);
	buf_finish(&marks);
}

static bool prepare_table(struct mending *mending, const char *table, bool rowid,
	struct carriage *carriage)
{
	struct buf from = {0}, to = {0};

	put_statements(mending, table, rowid, &from, &to);
	bool ok = !from.failed && !to.failed &&
		sqlite3_prepare_v2(mending->old, from.p, -1, &carriage->from, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(mending->fresh.db, to.p, -1, &carriage->to, NULL) == SQLITE_OK;
	buf_finish(&from);
	buf_finish(&to);
	return ok;
}

static void carry_table(struct mending *mending, const char *table)
{
	struct carriage carriage = {.last = last_row(mending, table)};
	int64_t at = 0;

	if (prepare_table(mending, table, true, &carriage)) {
		carry_ranges(mending, &carriage);
	} else if (prepare_table(mending, table, false, &carriage)) {
		carry_range(mending, &carriage, &at, 0);
	}
	sqlite3_finalize(carriage.from);
	sqlite3_finalize(carriage.to);
}

/* Every table, in the order of making: what belongs to something comes behind it. */
static bool carry_tables(struct mending *mending, struct err *err)
{
	struct store *fresh = &mending->fresh;
	struct store_rows rows;

	store_db_ask(fresh, &rows,
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
		" AND (? = 0 OR name IN ('note', 'past')) ORDER BY rowid",
		STORE_VALUES(STORE_NUMBER(mending->headless)));
	while (store_db_next(&rows)) {
		struct buf name = {0};

		buf_put(&name, store_db_text(&rows, 0));
		if (buf_ok(&name, NULL)) {
			carry_table(mending, name.p);
		}
		buf_finish(&name);
	}
	return store_db_done(&rows, err);
}

static bool carry(struct mending *mending, struct err *err)
{
	struct store *fresh = &mending->fresh;
	bool ok = store_db_exec(fresh, "BEGIN", err) && carry_tables(mending, err) &&
		store_db_exec(fresh, "COMMIT", err);

	if (!ok) {
		store_db_roll_back(fresh);
	}
	return ok;
}

/* The new database. */

static bool make_fresh(struct mending *mending, struct err *err)
{
	struct store *fresh = &mending->fresh;
	struct err why;

	if (!store_file_make(fresh, err)) {
		return false;
	}
	/* Where there is nothing to be read, the new one is empty. */
	return !(open_old(mending) || (lend_head(mending, &why) && open_old(mending))) ||
		carry(mending, err);
}

static bool prepare(struct mending *mending, struct err *err)
{
	struct store *store = mending->store, *fresh = &mending->fresh;
	struct buf path = {0};
	time_t now = time(NULL);
	struct tm tm;
	char text[32];

	gmtime_r(&now, &tm);
	strftime(text, sizeof(text), "%Y%m%dT%H%M%SZ", &tm);
	buf_printf(&mending->aside, "%s.damaged-%s", store->path, text);
	for (int i = 2; mending->aside.p != NULL && file_exists(mending->aside.p); i++) {
		buf_clear(&mending->aside);
		buf_printf(&mending->aside, "%s.damaged-%s-%d", store->path, text, i);
	}
	buf_printf(&mending->copy, "%s.copy", store->path);
	buf_printf(&path, "%s.mending", store->path);
	*fresh = (struct store){.folder = store->folder, .path = path.p, .patience = store->patience,
		.made = true, .report = store->report};
	if (!buf_ok(&path, err) || !buf_ok(&mending->aside, err) || !buf_ok(&mending->copy, err)) {
		return false;
	}
	unlink(fresh->path); /* what a mending that was cut short has left */
	return file_read(store->path, FILE_MOST, &mending->bytes, NULL, err) &&
		file_write(mending->copy.p, buf_span(&mending->bytes), true, 0600, err);
}

/* A journal that is left would be rolled back into the new file. */
static bool move_journal(struct mending *mending, struct err *err)
{
	struct buf from = {0}, to = {0};
	struct stat st;

	buf_printf(&from, "%s-journal", mending->store->path);
	buf_printf(&to, "%s-journal", mending->aside.p);
	bool ok = buf_ok(&from, err) && buf_ok(&to, err);
	if (ok && lstat(from.p, &st) == 0 && st.st_size > 0) {
		ok = rename(from.p, to.p) == 0 || err_errno(err, errno, "%s", from.p);
	}
	buf_finish(&from);
	buf_finish(&to);
	return ok;
}

/* The damaged file gets its other name, and the new one its place, without a moment between. */
static bool swap(struct mending *mending, int folder, struct err *err)
{
	const char *path = mending->store->path, *aside = mending->aside.p;

	store_db_close(&mending->fresh);
	if (!move_journal(mending, err)) {
		return false;
	}
	if (link(path, aside) != 0 && rename(path, aside) != 0) { /* not every file system has links */
		return err_errno(err, errno, "%s", aside);
	}
	if (rename(mending->fresh.path, path) != 0) {
		return err_errno(err, errno, "%s", path);
	}
	fsync(folder);
	return true;
}

static void clean_up(struct mending *mending)
{
	struct buf journal = {0};

	sqlite3_close(mending->old);
	store_db_close(&mending->fresh);
	if (mending->fresh.path != NULL) {
		unlink(mending->fresh.path);
		buf_printf(&journal, "%s-journal", mending->fresh.path);
		if (!journal.failed) {
			unlink(journal.p);
		}
		buf_finish(&journal);
	}
	if (mending->copy.p != NULL) {
		unlink(mending->copy.p);
	}
	free(mending->fresh.path);
	buf_finish(&mending->copy);
	buf_finish(&mending->aside);
	buf_finish(&mending->bytes);
}

static bool mend(struct store *store, int folder, struct err *err)
{
	struct mending mending = {.store = store};
	struct err why;
	bool ok = prepare(&mending, &why) && make_fresh(&mending, &why) &&
		swap(&mending, folder, &why);

	if (ok) {
		report_add(store->report, REPORT_WARNING, store->path, 0,
			"was damaged: it is %s now, and %u rows that could be read of it are in a new one",
			strrchr(mending.aside.p, '/') == NULL ? mending.aside.p :
								strrchr(mending.aside.p, '/') + 1,
			mending.carried);
	} else {
		err_set(err, "%s: it is damaged, and cannot be mended: %s", store->path, why.msg);
	}
	clean_up(&mending);
	return ok;
}

bool store_mend(struct store *store, struct err *err)
{
	int folder = open(store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = true;

	if (folder < 0) {
		return err_errno(err, errno, "%s", store->folder);
	}
	/* One session mends. Where folders cannot be locked, links and renames still lose nothing. */
	flock(folder, LOCK_EX);
	bool moved = store->db != NULL && store_file_moved(store), was = store->db != NULL;
	store_db_close(store);
	store->damaged = false;
	/* Another one may have done it, while this one waited. */
	if (!moved && (was || !store_file_open(store, err))) {
		ok = (was || store->damaged) && mend(store, folder, err);
	}
	store->damaged = false;
	close(folder);
	return ok;
}
