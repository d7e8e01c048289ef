#include "notes/store_db.h"

#include "base/now.h"
#include "base/own.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* File and journal. *there: there is a database file. */
static bool judge(const struct store *store, bool *there, struct err *err)
{
	struct buf journal = {0};
	bool folder = false, other = false, ok;

	*there = false;
	if (!own_folder(store->folder, &folder, err)) {
		return false;
	}
	if (!folder) {
		return true;
	}
	buf_printf(&journal, "%s-journal", store->path);
	ok = buf_ok(&journal, err) && own_file(journal.p, &other, err) &&
		own_file(store->path, there, err);
	buf_finish(&journal);
	return ok;
}

/* Opening. */

/*
 * Waits for another session. SQLite's own handler sleeps up to 100 ms at a time, in which others
 * pass by; with short sleeps of uneven length everybody gets a turn.
 */
static int wait_turn(void *with, int times)
{
	struct store *store = with;
	int64_t now = now_ms();
	long ms = 1 + (times < 10 ? times : 10);

	store->since = times == 0 ? now : store->since;
	if (now - store->since >= store->patience) {
		return 0;
	}
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000 + (long)(now * 7919 % 1000) * 1000}, NULL);
	return 1;
}

/*
 * What holds for every connection. A journal that is cut to nothing is synced, one that is deleted
 * is not: a power cut right behind a commit could bring it back, and take the commit back.
 */
static bool set_up(struct store *store, struct err *err)
{
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_handler(store->db, wait_turn, store);
	if (!store_db_guard(store->db)) {
		return store_db_fail(store, err);
	}
	return store_db_exec(store, "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;"
		"PRAGMA temp_store=MEMORY; PRAGMA journal_mode=TRUNCATE", err);
}

/*
 * SQLite refuses a link anywhere in the path. People's home folders may lie behind one; what
 * matters is the file itself and its folder, which judge() has looked at.
 */
static bool connect(struct store *store, struct err *err)
{
	char *real = realpath(store->path, NULL);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_PRIVATECACHE;
	int rc;

	if (real == NULL) {
		return err_errno(err, errno, "%s", store->path);
	}
	rc = sqlite3_open_v2(real, &store->db, flags, NULL);
	free(real);
	if (store->db == NULL) {
		return err_memory(err);
	}
	store->opened++;
	store->turn = 0;
	return rc == SQLITE_OK ? set_up(store, err) : store_db_fail(store, err);
}

static bool open_as(struct store *store, bool make, struct err *err)
{
	bool there = false;

	if (!judge(store, &there, err)) {
		return false;
	}
	if (!there) {
		return true;
	}
	if (connect(store, err) &&
		store_schema_run(store, store_schema_steps, store_schema_nsteps, make, err)) {
		return true;
	}
	store_db_close(store);
	return false;
}

bool store_file_open(struct store *store, struct err *err)
{
	if (store->db == NULL) {
		return open_as(store, false, err);
	}
	return !store->empty ||
		store_schema_run(store, store_schema_steps, store_schema_nsteps, false, err);
}

/* Making. */

static bool make_folder(struct store *store, struct err *err)
{
	if (store->made) {
		return true;
	}
	if (!(store->make == NULL ? own_make(store->folder, err) :
				    store->make(store->with, err))) {
		return false;
	}
	store->made = true;
	return true;
}

/* An empty file, which is an empty database; another session may be quicker. */
static bool make_file(const struct store *store, struct err *err)
{
	int fd = open(store->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0) {
		return errno == EEXIST || err_errno(err, errno, "%s", store->path);
	}
	if (fchmod(fd, 0600) != 0) {
		close(fd);
		return err_errno(err, errno, "%s", store->path);
	}
	close(fd);
	return true;
}

bool store_file_make(struct store *store, struct err *err)
{
	bool there = false;

	if (!make_folder(store, err)) {
		return false;
	}
	if (store->db != NULL) {
		return store_schema_run(store, store_schema_steps, store_schema_nsteps, true, err);
	}
	if (!judge(store, &there, err) || (!there && !make_file(store, err))) {
		return false;
	}
	return open_as(store, true, err);
}

bool store_file_moved(const struct store *store)
{
	int moved = 0;

	return sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
		moved != 0;
}
