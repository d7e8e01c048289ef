#include "notes/store_db.h"

/* "doss", so that file(1) and others can tell whose database it is. */
#define APPLICATION 0x646f7373

/*
 * A note is a row of `note`, its former states are rows of `past`. `was`: the revision whose state
 * this is; the revision itself, but for what was taken back. Tags stand separated by blanks.
 */
#define NOTE_COLUMNS \
	" rev INTEGER NOT NULL, was INTEGER NOT NULL, deleted INTEGER NOT NULL," \
	" path TEXT NOT NULL, hash TEXT NOT NULL, text_n INTEGER NOT NULL," \
	" at_start INTEGER NOT NULL, at_end INTEGER NOT NULL, quote TEXT NOT NULL," \
	" prefix TEXT NOT NULL, suffix TEXT NOT NULL, ordinal INTEGER NOT NULL," \
	" para INTEGER NOT NULL, heading TEXT NOT NULL, body TEXT NOT NULL, tags TEXT NOT NULL," \
	" colour TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL," \
	" modified TEXT NOT NULL, rival TEXT NOT NULL"

/* Where somebody was (store_reader.h): hashes and places of paragraphs, see spot.h. */
#define PLACE_COLUMNS \
	" path TEXT NOT NULL, top_hash INTEGER NOT NULL, top_in INTEGER NOT NULL," \
	" top_off INTEGER NOT NULL, hash INTEGER NOT NULL, at_in INTEGER NOT NULL," \
	" at_off INTEGER NOT NULL, text_n INTEGER NOT NULL, active INTEGER NOT NULL"

/* Steps are only ever added: those that were released stay as they are. */
const char *const store_schema_steps[] = {
	"CREATE TABLE note (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE," NOTE_COLUMNS ");"
	"CREATE TABLE past (seq INTEGER PRIMARY KEY, id TEXT NOT NULL," NOTE_COLUMNS ");"
	"CREATE INDEX past_id ON past (id, rev);",
	"CREATE TABLE place (" PLACE_COLUMNS ", turn INTEGER NOT NULL, PRIMARY KEY (path));"
	"CREATE TABLE mark (seq INTEGER PRIMARY KEY," PLACE_COLUMNS ", letter TEXT NOT NULL);"
	"CREATE TABLE trail (name TEXT PRIMARY KEY, at INTEGER NOT NULL, current INTEGER NOT NULL);"
	"CREATE TABLE step (" PLACE_COLUMNS ", trail TEXT NOT NULL, i INTEGER NOT NULL,"
	" PRIMARY KEY (trail, i)) WITHOUT ROWID;"
	"CREATE TABLE typed (seq INTEGER PRIMARY KEY, history INTEGER NOT NULL, text TEXT NOT NULL,"
	" UNIQUE (history, text));"
	"CREATE TABLE seen (path TEXT NOT NULL, hash INTEGER NOT NULL, PRIMARY KEY (path, hash))"
	" WITHOUT ROWID;"
	"CREATE TABLE draft (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL,"
	" start_hash INTEGER NOT NULL, start_in INTEGER NOT NULL, start_off INTEGER NOT NULL,"
	" end_hash INTEGER NOT NULL, end_in INTEGER NOT NULL, end_off INTEGER NOT NULL,"
	" text_n INTEGER NOT NULL, note TEXT NOT NULL, rev INTEGER NOT NULL, body TEXT NOT NULL,"
	" tags TEXT NOT NULL, colour TEXT NOT NULL, made TEXT NOT NULL);",
	/*
	 * SQLite 3.40 takes columns that stand before the key of a table without rowids for NULL when
	 * it checks the file, and sound files were set aside as damaged: the key stands first.
	 */
	"CREATE TABLE steps (trail TEXT NOT NULL, i INTEGER NOT NULL," PLACE_COLUMNS ","
	" PRIMARY KEY (trail, i)) WITHOUT ROWID;"
	"INSERT INTO steps SELECT trail, i, path, top_hash, top_in, top_off, hash, at_in, at_off,"
	" text_n, active FROM step;"
	"DROP TABLE step;"
	"ALTER TABLE steps RENAME TO step;",
};
const uint32_t store_schema_nsteps = (uint32_t)COUNT_OF(store_schema_steps);

/* A number that a pragma answers with. */
static bool ask_number(struct store *store, const char *sql, int64_t *out, struct err *err)
{
	struct store_rows rows;

	store_db_ask_open(store, &rows, sql, STORE_NO_VALUES);
	if (store_db_next(&rows)) {
		*out = store_db_number(&rows, 0);
	}
	return store_db_done(&rows, err);
}

/* Which version it is; 0: it is empty. */
static bool ask_version(struct store *store, int64_t *version, struct err *err)
{
	int64_t application = 0, tables = 0;

	if (!ask_number(store, "PRAGMA application_id", &application, err) ||
		!ask_number(store, "PRAGMA user_version", version, err) ||
		!ask_number(store, "SELECT count(*) FROM sqlite_schema", &tables, err)) {
		return false;
	}
	if (application != APPLICATION && (application != 0 || *version != 0 || tables != 0)) {
		return err_set(err, "%s: a database of another program: move it away", store->path);
	}
	if (*version < 0 || (*version == 0 && tables != 0)) {
		store->damaged = true;
		return err_set(err, "%s: it is damaged", store->path);
	}
	return true;
}

/* Runs steps[from..n) in the transaction that is open. */
static bool run_steps(struct store *store, const char *const *steps, int64_t from, uint32_t n,
	struct err *err)
{
	struct buf sql = {0};
	bool ok = true;

	for (int64_t i = from; ok && i < (int64_t)n; i++) {
		ok = store_db_exec(store, steps[i], err);
	}
	buf_printf(&sql, "PRAGMA application_id=%d; PRAGMA user_version=%u", APPLICATION, n);
	ok = ok && buf_ok(&sql, err) && store_db_exec(store, sql.p, err);
	buf_finish(&sql);
	return ok;
}

/* All of it at one moment: between two questions another session may make the tables. */
static bool look_at_version(struct store *store, int64_t *version, struct err *err)
{
	if (store_db_exec(store, "BEGIN", err) && ask_version(store, version, err) &&
		store_db_exec(store, "COMMIT", err)) {
		return true;
	}
	store_db_roll_back(store);
	return false;
}

bool store_schema_run(struct store *store, const char *const *steps, uint32_t n, bool make,
	struct err *err)
{
	int64_t version = 0;
	bool ok;

	if (!look_at_version(store, &version, err)) {
		return false;
	}
	store->newer = version > (int64_t)n;
	store->empty = version == 0;
	if (version >= (int64_t)n || (store->empty && !make)) {
		return true;
	}
	/* Another session may have done it while this one waited. */
	ok = store_db_exec(store, "BEGIN IMMEDIATE", err) && ask_version(store, &version, err) &&
		(version >= (int64_t)n || run_steps(store, steps, version, n, err)) &&
		store_db_exec(store, "COMMIT", err);
	if (!ok) {
		store_db_roll_back(store);
		return false;
	}
	store->empty = false;
	return true;
}
