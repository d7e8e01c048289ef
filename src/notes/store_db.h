/*
 * store_db.h - what the files of the store have in common: the connection, statements, transactions.
 *
 * For store*.c alone. No other header names SQLite, and of these files only those that must include
 * its header. Statements are prepared once and kept: SQL is always a literal, told apart by its
 * address; what varies is bound as values. Reading where there is no file finds no rows; the file
 * and its folder are made by the first write.
 *
 *	struct store_rows rows;
 *	store_db_ask(store, &rows, "SELECT body FROM note WHERE id = ?", STORE_VALUES(STORE_TEXT(id)));
 *	while (store_db_next(&rows)) { use(store_db_text(&rows, 0)); }
 *	if (!store_db_done(&rows, err)) { … }
 *
 *	static bool work(struct store *store, void *with, struct err *err)
 *	{
 *		return store_db_run(store, "DELETE FROM mark", STORE_NO_VALUES, err);
 *	}
 *	return store_db_write(store, work, &with, err);
 */
#ifndef DOSSIER_NOTES_STORE_DB_H
#define DOSSIER_NOTES_STORE_DB_H

#include "base/report.h"
#include "base/span.h"
#include "notes/store.h"

struct sqlite3;
struct sqlite3_stmt;

#define STORE_KEPT 96 /* statements; as many as there are literals in store*.c */
#define STORE_PATIENCE 5000 /* ms to wait for another session */

struct store_kept {
	const char *sql;
	struct sqlite3_stmt *stmt;
};

struct store {
	char *folder; /* as it was given */
	char *path; /* notes.db in it */
	struct sqlite3 *db; /* NULL: there is no file yet */
	struct store_kept kept[STORE_KEPT];
	uint32_t nkept;
	struct report *report; /* borrowed: what is found and mended later on goes there, too */
	bool (*make)(void *with, struct err *err); /* makes the folder; NULL: the store does */
	void *with;
	bool made; /* make has been called */
	int patience; /* ms */
	int64_t since; /* when the present waiting began, ms */
	bool empty; /* the file is there, and no table in it yet */
	bool newer; /* the schema is of a later dossier: nothing is written */
	bool damaged; /* SQLite came upon bytes that are no database */
	uint32_t odd; /* rows that were no notes, at the last reading */
	uint32_t opened, written, others; /* files opened; commits of this session, of others */
	uint32_t turn, asked; /* changes of notes so far; `written` when that was asked */
};

/* A value to be bound; numbers have no text. */
struct store_value {
	bool is_number;
	struct span text; /* p NULL: the empty text */
	int64_t number;
};

#define STORE_TEXT(span) {.text = (span)}
#define STORE_NUMBER(n) {.is_number = true, .number = (int64_t)(n)}

/* The values of a statement, in its order: two arguments. */
#define STORE_VALUES(...) \
	(const struct store_value[]){__VA_ARGS__}, \
		(uint32_t)COUNT_OF(((const struct store_value[]){__VA_ARGS__}))
#define STORE_NO_VALUES NULL, 0u

struct store_rows {
	struct store *store;
	struct sqlite3_stmt *stmt; /* NULL: there are none */
	bool failed;
	struct err err;
};

/* store_db.c */

/*
 * Takes from a connection what nobody here needs and a file from anywhere might use: triggers, views
 * and functions of its own, extensions, other files, mapped pages. False: SQLite knows why.
 */
bool store_db_guard(struct sqlite3 *db) MUST_CHECK;

/* Asks. What fails is told by store_db_done, so every ask ends with it. sql: a literal. */
void store_db_ask(struct store *store, struct store_rows *rows, const char *sql,
	const struct store_value *values, uint32_t n);

/* The same of a connection that is open, whatever is in the file. */
void store_db_ask_open(struct store *store, struct store_rows *rows, const char *sql,
	const struct store_value *values, uint32_t n);

/* Goes to the next row. False: there is none, or it failed. */
bool store_db_next(struct store_rows *rows);

/* A value of this row, columns from 0. The text is valid until the next call on the rows. */
int64_t store_db_number(const struct store_rows *rows, int column);
struct span store_db_text(const struct store_rows *rows, int column);

/* Ends it. False, and a message, where it was not all read. May be called before the last row. */
bool store_db_done(struct store_rows *rows, struct err *err) MUST_CHECK;

/* Asks, and has each row taken. take returns false where memory is short. */
bool store_db_each(struct store *store, const char *sql, const struct store_value *values, uint32_t n,
	bool (*take)(const struct store_rows *rows, void *with), void *with, struct err *err) MUST_CHECK;

/* The first number of the first row; *out stays what it was where there is none. */
bool store_db_ask_number(struct store *store, const char *sql, const struct store_value *values,
	uint32_t n, int64_t *out, struct err *err) MUST_CHECK;

/* Runs one statement without rows. */
bool store_db_run(struct store *store, const char *sql, const struct store_value *values, uint32_t n,
	struct err *err) MUST_CHECK;

/* Rows that the last statement has changed. */
uint32_t store_db_changed(const struct store *store);

/*
 * Runs work as one transaction (BEGIN IMMEDIATE); makes file and folder where there are none. True:
 * committed and synced. Where work returns false, or the disk is full, nothing is written. A
 * database that turns out to be damaged is mended, and work is called again: it leaves what is not
 * its own alone until it is sure to succeed.
 */
bool store_db_write(struct store *store,
	bool (*work)(struct store *store, void *with, struct err *err), void *with, struct err *err)
	MUST_CHECK;

/* Runs work, which only reads; a damaged database is mended, and work is called again. */
bool store_db_read(struct store *store,
	bool (*work)(struct store *store, void *with, struct err *err), void *with, struct err *err)
	MUST_CHECK;

/* Runs statements without values or rows, once; for pragmas and the schema. */
bool store_db_exec(struct store *store, const char *sql, struct err *err) MUST_CHECK;

/* Says what SQLite has against it, and remembers damage. Returns false. */
bool store_db_fail(struct store *store, struct err *err);

/* Ends a transaction that is open, if one is. */
void store_db_roll_back(struct store *store);

/* Drops the statements and the connection; the next use opens it again. */
void store_db_close(struct store *store);

/* store_file.c */

/*
 * Opens the database where its file is there and safe to use: no link, regular, ours, nobody
 * else's to read. True, and store->db NULL, where there is no file.
 */
bool store_file_open(struct store *store, struct err *err) MUST_CHECK;

/* The same, but makes folder, file and schema where they are not there. */
bool store_file_make(struct store *store, struct err *err) MUST_CHECK;

/* Whether the open file is not the one with this name any more: another session set it aside. */
bool store_file_moved(const struct store *store);

/* store_schema.c */

/* Step i (from 0) brings user_version from i to i + 1. */
extern const char *const store_schema_steps[];
extern const uint32_t store_schema_nsteps;

/*
 * Looks at whose database it is and of which version; an older one is brought up to the n-th
 * version by steps, in one transaction; a newer one sets store->newer. An empty one is left as it
 * is unless `make` is set. False: another program's, or a failure.
 */
bool store_schema_run(struct store *store, const char *const *steps, uint32_t n, bool make,
	struct err *err) MUST_CHECK;

/* store_mend.c */

/*
 * Sets the damaged file aside under a new name and puts a new one in its place, with all rows that
 * could be read; reports it. True, too, where another session has done it already.
 */
bool store_mend(struct store *store, struct err *err) MUST_CHECK;

/* store_notes.c */

/* What is to be known of a row before it is changed. */
struct store_present {
	bool there, deleted;
	uint32_t rev, was;
	struct span created, modified; /* in the arena */
};

/* Looks the note up. */
bool store_notes_present(struct store *store, struct span id, struct arena *arena,
	struct store_present *out, struct err *err) MUST_CHECK;

/* Writes a row for a note that has none, as it is. */
bool store_notes_insert(struct store *store, const struct note *note, struct err *err) MUST_CHECK;

/* Copies the row of this note, as it is now, to its past. */
bool store_notes_keep(struct store *store, struct span id, struct err *err) MUST_CHECK;

/* Keeps the row of this note and writes the note over it, as it is. */
bool store_notes_replace(struct store *store, const struct note *note, struct err *err) MUST_CHECK;

/* Keeps the row of this note and gives it the state of a row of `past`, as its next revision. */
bool store_notes_revive(struct store *store, struct span id, int64_t seq, struct err *err)
	MUST_CHECK;

#endif
