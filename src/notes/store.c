#include "notes/store.h"

#include "base/file.h"
#include "notes/store_db.h"

#include <stdlib.h>
#include <string.h>

bool store_open(struct store **out, const char *folder, struct report *report, struct err *err)
{
	struct store *store = calloc(1, sizeof(*store));
	struct buf path = {0};

	if (store == NULL) {
		return err_memory(err);
	}
	file_join(&path, folder, "notes.db");
	store->folder = strdup(folder);
	store->path = path.p;
	store->report = report;
	store->patience = STORE_PATIENCE;
	if (!buf_ok(&path, err) || (store->folder == NULL && !err_memory(err)) ||
		!(store_file_open(store, err) || (store->damaged && store_mend(store, err)))) {
		store_close(store);
		return false;
	}
	if (store->newer) {
		report_add(report, REPORT_WARNING, store->path, 0,
			"made by a newer dossier: notes can be read here, not written");
	}
	*out = store;
	return true;
}

void store_prepare(struct store *store, bool (*make)(void *with, struct err *err), void *with,
	struct report *report)
{
	store->make = make;
	store->with = with;
	store->report = report;
}

/* *out stays what it was where somebody is writing just now. */
static void ask_number(struct store *store, const char *sql, uint32_t *out)
{
	int64_t number = *out;
	struct err err;

	if (store_db_ask_number(store, sql, STORE_NO_VALUES, &number, &err)) {
		*out = (uint32_t)number;
	} /* else the next look will tell */
}

/*
 * Every change of a note adds a row, to the notes or to their past; what else a session writes (its
 * place, many times) does not.
 */
uint64_t store_version(struct store *store)
{
	uint32_t others = store->others, written = store->asked;
	int patience = store->patience;

	store->patience = 0;
	ask_number(store, "PRAGMA data_version", &store->others);
	if (store->others != others || store->written != written || store->turn == 0) {
		uint32_t turn = UINT32_MAX;

		ask_number(store,
			"SELECT (SELECT coalesce(max(seq), 0) FROM note)"
			" + (SELECT coalesce(max(seq), 0) FROM past) + 1",
			&turn);
		if (turn == UINT32_MAX) {
			store->others = others;
		} else {
			store->turn = turn;
			store->asked = store->written;
		}
	}
	store->patience = patience;
	return ((uint64_t)store->opened << 32) + store->turn;
}

/* Asks for faults; "ok" is none. */
static bool report_faults(struct store *store, const char *sql, struct report *report,
	uint32_t *faults, struct err *err)
{
	struct store_rows rows;

	store_db_ask(store, &rows, sql, STORE_NO_VALUES);
	while (store_db_next(&rows)) {
		struct span text = store_db_text(&rows, 0);

		if (!span_eq(text, SPAN("ok"))) {
			report_add(report, REPORT_ERROR, store->path, 0, "%.*s", SPAN_ARG(text));
			++*faults;
		}
	}
	return store_db_done(&rows, err);
}

bool store_check(struct store *store, struct report *report, struct err *err)
{
	uint32_t faults = 0;
	bool ok = report_faults(store, "PRAGMA integrity_check", report, &faults, err) &&
		report_faults(store, "SELECT 'a row of ' || \"table\" || ' belongs to none of ' || parent"
				     " FROM pragma_foreign_key_check", report, &faults, err);

	if (!ok && store->damaged) {
		report_add(report, REPORT_ERROR, NULL, 0, "%s", err->msg);
		faults++;
		ok = true;
	}
	return ok && (faults == 0 || (!store->newer && store_mend(store, err)));
}

void store_close(struct store *store)
{
	if (store == NULL) {
		return;
	}
	store_db_close(store);
	free(store->folder);
	free(store->path);
	free(store);
}
