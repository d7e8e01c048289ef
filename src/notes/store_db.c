#include "notes/store_db.h"

#include <sqlite3.h>
#include <string.h>

/* Errors. */

/* What a reader can do about it; NULL where the system's own words say it. */
static const char *advice(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return "the disk is full: make room, then save again";
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "another session has been writing for too long: save again in a moment";
	case SQLITE_READONLY:
		return "it may not be written to: look at the rights of file and folder";
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return "it is damaged";
	case SQLITE_NOMEM:
		return "out of memory";
	case SQLITE_TOOBIG:
		return "larger than a database takes";
	case SQLITE_IOERR: /* the system's own number is lost on the way */
		return code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ ?
			"it cannot be read: a fault of the disk or of the network" :
			"the disk does not take it: quota, a limit on sizes, or a fault";
	default:
		return NULL;
	}
}

bool store_db_fail(struct store *store, struct err *err)
{
	int code = sqlite3_extended_errcode(store->db);
	int why = sqlite3_system_errno(store->db);
	const char *text = advice(code);

	if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB) {
		store->damaged = true;
	}
	if (text != NULL) {
		return err_set(err, "%s: %s", store->path, text);
	}
	if ((code & 0xff) == SQLITE_CANTOPEN && why != 0) {
		return err_errno(err, why, "%s: file or journal cannot be opened", store->path);
	}
	return err_set(err, "%s: %s (SQLite %d)", store->path, sqlite3_errmsg(store->db), code);
}

/* What a file may do. */

bool store_db_guard(struct sqlite3 *db)
{
	static const struct {
		int what, value;
	} settings[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
		{SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
	};

	for (size_t i = 0; i < COUNT_OF(settings); i++) {
		if (sqlite3_db_config(db, settings[i].what, settings[i].value, NULL) != SQLITE_OK) {
			return false;
		}
	}
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	/* A mapped file that shrinks ends the program. */
	return sqlite3_exec(db, "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON", NULL, NULL, NULL) ==
		SQLITE_OK;
}

/* Statements. */

/* The statement of this literal, ready to be bound. */
static struct sqlite3_stmt *prepare(struct store *store, const char *sql)
{
	struct store_kept *kept;

	for (uint32_t i = 0; i < store->nkept; i++) {
		if (store->kept[i].sql == sql) {
			return store->kept[i].stmt;
		}
	}
	if (store->nkept == STORE_KEPT) {
		sqlite3_finalize(store->kept[--store->nkept].stmt);
	}
	kept = &store->kept[store->nkept];
	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &kept->stmt, NULL) !=
		SQLITE_OK) {
		return NULL;
	}
	kept->sql = sql;
	store->nkept++;
	return kept->stmt;
}

/* Values are not copied: they live until the statement is reset. */
static bool bind(struct sqlite3_stmt *stmt, const struct store_value *values, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct store_value *value = &values[i];
		int rc = value->is_number ? sqlite3_bind_int64(stmt, (int)i + 1, value->number) :
			sqlite3_bind_text64(stmt, (int)i + 1, value->text.p == NULL ? "" : value->text.p,
				value->text.n, SQLITE_STATIC, SQLITE_UTF8);

		if (rc != SQLITE_OK) {
			return false;
		}
	}
	return true;
}

static void fail_rows(struct store_rows *rows)
{
	rows->failed = true;
	store_db_fail(rows->store, &rows->err);
}

void store_db_ask_open(struct store *store, struct store_rows *rows, const char *sql,
	const struct store_value *values, uint32_t n)
{
	*rows = (struct store_rows){.store = store};
	rows->stmt = prepare(store, sql);
	if (rows->stmt == NULL || !bind(rows->stmt, values, n)) {
		fail_rows(rows);
	}
}

void store_db_ask(struct store *store, struct store_rows *rows, const char *sql,
	const struct store_value *values, uint32_t n)
{
	*rows = (struct store_rows){.store = store};
	if (!store_file_open(store, &rows->err)) {
		rows->failed = true;
	} else if (store->db != NULL && !store->empty) {
		store_db_ask_open(store, rows, sql, values, n);
	}
}

bool store_db_next(struct store_rows *rows)
{
	int rc;

	if (rows->failed || rows->stmt == NULL) {
		return false;
	}
	rc = sqlite3_step(rows->stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		fail_rows(rows);
	}
	return rc == SQLITE_ROW;
}

int64_t store_db_number(const struct store_rows *rows, int column)
{
	return sqlite3_column_int64(rows->stmt, column);
}

struct span store_db_text(const struct store_rows *rows, int column)
{
	/* Asking the value and not the column, twice, takes a tenth off the reading of notes. */
	struct sqlite3_value *value = sqlite3_column_value(rows->stmt, column);
	const char *p = sqlite3_value_blob(value);

	return (struct span){p, p == NULL ? 0 : (size_t)sqlite3_value_bytes(value)};
}

bool store_db_done(struct store_rows *rows, struct err *err)
{
	if (rows->stmt != NULL) {
		sqlite3_reset(rows->stmt);
		sqlite3_clear_bindings(rows->stmt);
		rows->stmt = NULL;
	}
	return !rows->failed || err_set(err, "%s", rows->err.msg);
}

bool store_db_each(struct store *store, const char *sql, const struct store_value *values, uint32_t n,
	bool (*take)(const struct store_rows *rows, void *with), void *with, struct err *err)
{
	struct store_rows rows;
	bool taken = true;

	store_db_ask(store, &rows, sql, values, n);
	while (taken && store_db_next(&rows)) {
		taken = take(&rows, with);
	}
	return store_db_done(&rows, err) && (taken || err_memory(err));
}

bool store_db_ask_number(struct store *store, const char *sql, const struct store_value *values,
	uint32_t n, int64_t *out, struct err *err)
{
	struct store_rows rows;

	store_db_ask(store, &rows, sql, values, n);
	if (store_db_next(&rows)) {
		*out = store_db_number(&rows, 0);
	}
	return store_db_done(&rows, err);
}

bool store_db_run(struct store *store, const char *sql, const struct store_value *values, uint32_t n,
	struct err *err)
{
	struct store_rows rows;

	store_db_ask(store, &rows, sql, values, n);
	while (store_db_next(&rows)) {
		/* a pragma may answer */
	}
	return store_db_done(&rows, err);
}

bool store_db_exec(struct store *store, const char *sql, struct err *err)
{
	return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
		store_db_fail(store, err);
}

uint32_t store_db_changed(const struct store *store)
{
	return (uint32_t)sqlite3_changes(store->db);
}

void store_db_close(struct store *store)
{
	for (uint32_t i = 0; i < store->nkept; i++) {
		sqlite3_finalize(store->kept[i].stmt);
	}
	store->nkept = 0;
	sqlite3_close(store->db);
	store->db = NULL;
	store->newer = false;
}

/* Transactions. */

void store_db_roll_back(struct store *store)
{
	if (store->db != NULL && sqlite3_get_autocommit(store->db) == 0) {
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	}
}

/* Takes the right to write to the file that has the name now. */
static bool begin(struct store *store, struct err *err)
{
	for (int tries = 0; tries < 3; tries++) {
		if (!store_file_make(store, err)) {
			return false;
		}
		if (store->newer) {
			return err_set(err, "%s: made by a newer dossier: only that one writes to it",
				store->path);
		}
		if (!store_db_run(store, "BEGIN IMMEDIATE", STORE_NO_VALUES, err)) {
			return false;
		}
		if (!store_file_moved(store)) {
			return true;
		}
		store_db_roll_back(store);
		store_db_close(store);
	}
	return err_set(err, "%s: the file does not stay where it is", store->path);
}

static bool write_once(struct store *store,
	bool (*work)(struct store *store, void *with, struct err *err), void *with, struct err *err)
{
	bool ok = begin(store, err);

	ok = ok && work(store, with, err) && store_db_run(store, "COMMIT", STORE_NO_VALUES, err);
	if (!ok) {
		store_db_roll_back(store);
		return false;
	}
	store->written++;
	return true;
}

bool store_db_write(struct store *store,
	bool (*work)(struct store *store, void *with, struct err *err), void *with, struct err *err)
{
	return write_once(store, work, with, err) ||
		(store->damaged && store_mend(store, err) && write_once(store, work, with, err));
}

bool store_db_read(struct store *store,
	bool (*work)(struct store *store, void *with, struct err *err), void *with, struct err *err)
{
	return work(store, with, err) ||
		(store->damaged && store_mend(store, err) && work(store, with, err));
}
