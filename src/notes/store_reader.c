#include "notes/store_reader.h"

#include "notes/store_db.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

/* Columns of a place, in the order of take_place and place_values. */
#define PLACE "path, top_hash, top_in, top_off, hash, at_in, at_off, text_n, active"

/* SQLite's integers have a sign; a hash has none. */
static int64_t signed_of(uint64_t hash)
{
	int64_t number;

	memcpy(&number, &hash, sizeof(number));
	return number;
}

static uint64_t hash_of(int64_t number)
{
	uint64_t hash;

	memcpy(&hash, &number, sizeof(hash));
	return hash;
}

static uint32_t number_of(const struct store_rows *rows, int column)
{
	int64_t number = store_db_number(rows, column);

	return number < 0 || number > UINT32_MAX ? 0 : (uint32_t)number;
}

/* A row that begins with PLACE. */
static bool take_place(const struct store_rows *rows, struct arena *arena, struct reader_place *out)
{
	uint32_t text_n = number_of(rows, 7);

	*out = (struct reader_place){
		.top = {hash_of(store_db_number(rows, 1)), number_of(rows, 2), number_of(rows, 3), text_n},
		.cursor = {hash_of(store_db_number(rows, 4)), number_of(rows, 5), number_of(rows, 6),
			text_n},
		.active = store_db_number(rows, 8) != 0,
	};
	return arena_copy(arena, store_db_text(rows, 0), &out->path);
}

#define PLACE_VALUES(place) \
	STORE_TEXT((place)->path), STORE_NUMBER(signed_of((place)->top.hash)), \
		STORE_NUMBER((place)->top.in), STORE_NUMBER((place)->top.off), \
		STORE_NUMBER(signed_of((place)->cursor.hash)), STORE_NUMBER((place)->cursor.in), \
		STORE_NUMBER((place)->cursor.off), STORE_NUMBER((place)->cursor.text_n), \
		STORE_NUMBER((place)->active)

/* Where the rows of places go. */
struct places_of {
	struct reader_places *places;
	struct arena *arena;
};

static bool add_place(const struct store_rows *rows, void *with)
{
	struct places_of *of = with;
	struct reader_places *out = of->places;

	return array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items)) &&
		take_place(rows, of->arena, &out->items[out->n]) && (out->n++, true);
}

static bool add_mark(const struct store_rows *rows, void *with)
{
	struct places_of *of = with;
	struct span letter = store_db_text(rows, 9);

	if (letter.n != 1) {
		return true;
	}
	if (!add_place(rows, with)) {
		return false;
	}
	of->places->items[of->places->n - 1].letter = letter.p[0];
	return true;
}

static bool add_trail(const struct store_rows *rows, void *with)
{
	struct reader_kept *kept = with;
	struct reader_trail trail = {.at = number_of(rows, 1),
		.current = store_db_number(rows, 2) != 0};

	if (!array_reserve(&kept->trails, &kept->ctrails, kept->ntrails + 1,
		    sizeof(*kept->trails)) ||
		!arena_copy(&kept->arena, store_db_text(rows, 0), &trail.name)) {
		return false;
	}
	kept->trails[kept->ntrails++] = trail;
	return true;
}

static bool load_trails(struct store *store, struct reader_kept *kept, struct err *err)
{
	bool ok = store_db_each(store, "SELECT name, at, current FROM trail ORDER BY name",
		STORE_NO_VALUES, add_trail, kept, err);

	for (uint32_t i = 0; ok && i < kept->ntrails; i++) {
		struct reader_trail *trail = &kept->trails[i];
		struct places_of steps = {&trail->places, &kept->arena};

		ok = store_db_each(store, "SELECT " PLACE " FROM step WHERE trail = ? ORDER BY i",
			STORE_VALUES(STORE_TEXT(trail->name)), add_place, &steps, err);
		trail->at = trail->at < trail->places.n ? trail->at : trail->places.n;
	}
	return ok;
}

static bool add_typed(const struct store_rows *rows, void *with)
{
	struct reader_kept *kept = with;
	uint32_t history = number_of(rows, 0);
	struct reader_typed typed = {.history = (enum reader_history)history};

	if (history >= READER_HISTORIES) {
		return true;
	}
	if (!array_reserve(&kept->typed, &kept->ctyped, kept->ntyped + 1, sizeof(*kept->typed)) ||
		!arena_copy(&kept->arena, store_db_text(rows, 1), &typed.text)) {
		return false;
	}
	kept->typed[kept->ntyped++] = typed;
	return true;
}

static bool take_draft(const struct store_rows *rows, struct arena *arena, struct reader_draft *out)
{
	uint32_t text_n = number_of(rows, 8);
	struct span *const texts[] = {&out->key, &out->path, &out->note, &out->body, &out->tags,
		&out->colour, &out->when};
	static const int columns[] = {0, 1, 9, 11, 12, 13, 14};
	bool ok = true;

	*out = (struct reader_draft){
		.start = {hash_of(store_db_number(rows, 2)), number_of(rows, 3), number_of(rows, 4), text_n},
		.end = {hash_of(store_db_number(rows, 5)), number_of(rows, 6), number_of(rows, 7), text_n},
		.rev = number_of(rows, 10),
	};
	for (size_t i = 0; ok && i < COUNT_OF(texts); i++) {
		ok = arena_copy(arena, store_db_text(rows, columns[i]), texts[i]);
	}
	return ok;
}

#define DRAFT \
	"key, path, start_hash, start_in, start_off, end_hash, end_in, end_off, text_n, note, rev," \
	" body, tags, colour, made"

static bool add_draft(const struct store_rows *rows, void *with)
{
	struct reader_kept *kept = with;

	return array_reserve(&kept->drafts, &kept->cdrafts, kept->ndrafts + 1,
		       sizeof(*kept->drafts)) &&
		take_draft(rows, &kept->arena, &kept->drafts[kept->ndrafts]) &&
		(kept->ndrafts++, true);
}

static bool load_all(struct store *store, void *with, struct err *err)
{
	struct reader_kept *kept = with;
	struct places_of last = {&kept->last, &kept->arena}, marks = {&kept->marks, &kept->arena};

	store_reader_finish(kept);
	return store_db_each(store, "SELECT " PLACE " FROM place ORDER BY turn DESC",
		       STORE_NO_VALUES, add_place, &last, err) &&
		store_db_each(store, "SELECT " PLACE ", letter FROM mark ORDER BY seq",
			STORE_NO_VALUES, add_mark, &marks, err) &&
		load_trails(store, kept, err) &&
		store_db_each(store, "SELECT history, text FROM typed ORDER BY seq",
			STORE_NO_VALUES, add_typed, kept, err) &&
		store_db_each(store, "SELECT " DRAFT " FROM draft ORDER BY seq", STORE_NO_VALUES,
			add_draft, kept, err);
}

bool store_reader_load(struct store *store, struct reader_kept *out, struct err *err)
{
	struct reader_kept kept = {0};

	if (!store_db_read(store, load_all, &kept, err)) {
		store_reader_finish(&kept);
		return false;
	}
	*out = kept;
	return true;
}

struct reading {
	struct span path;
	uint64_t *hashes;
	uint32_t n, cap;
};

static int hash_cmp(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static bool add_hash(const struct store_rows *rows, void *with)
{
	struct reading *reading = with;

	if (!array_reserve(&reading->hashes, &reading->cap, reading->n + 1,
		    sizeof(*reading->hashes))) {
		return false;
	}
	reading->hashes[reading->n++] = hash_of(store_db_number(rows, 0));
	return true;
}

static bool load_read(struct store *store, void *with, struct err *err)
{
	struct reading *reading = with;

	reading->n = 0;
	return store_db_each(store, "SELECT hash FROM seen WHERE path = ?",
		STORE_VALUES(STORE_TEXT(reading->path)), add_hash, reading, err);
}

bool store_reader_read(struct store *store, struct span path, uint64_t **out, uint32_t *n,
	struct err *err)
{
	struct reading reading = {.path = path};

	if (!store_db_read(store, load_read, &reading, err)) {
		free(reading.hashes);
		return false;
	}
	if (reading.n > 1) {
		qsort(reading.hashes, reading.n, sizeof(*reading.hashes), hash_cmp);
	}
	*out = reading.hashes;
	*n = reading.n;
	return true;
}

static bool save_last(struct store *store, const struct reader_place *place, struct err *err)
{
	return store_db_run(store,
		"INSERT OR REPLACE INTO place (" PLACE ", turn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" (SELECT coalesce(max(turn), 0) + 1 FROM place))",
		STORE_VALUES(PLACE_VALUES(place)), err);
}

static bool save_marks(struct store *store, const struct reader_places *marks, struct err *err)
{
	bool ok = store_db_run(store, "DELETE FROM mark", STORE_NO_VALUES, err);

	for (uint32_t i = 0; ok && i < marks->n; i++) {
		const struct reader_place *mark = &marks->items[i];
		struct span letter = {&mark->letter, 1};

		ok = store_db_run(store,
			"INSERT INTO mark (" PLACE ", letter) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			STORE_VALUES(PLACE_VALUES(mark), STORE_TEXT(letter)), err);
	}
	return ok;
}

static bool save_trail(struct store *store, const struct reader_trail *trail, struct err *err)
{
	bool ok = store_db_run(store, "DELETE FROM step WHERE trail = ?",
			  STORE_VALUES(STORE_TEXT(trail->name)), err) &&
		store_db_run(store, "UPDATE trail SET current = 0", STORE_NO_VALUES, err) &&
		store_db_run(store, "INSERT OR REPLACE INTO trail (name, at, current) VALUES (?, ?, 1)",
			STORE_VALUES(STORE_TEXT(trail->name), STORE_NUMBER(trail->at)), err);

	for (uint32_t i = 0; ok && i < trail->places.n; i++) {
		ok = store_db_run(store,
			"INSERT INTO step (" PLACE ", trail, i) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			STORE_VALUES(PLACE_VALUES(&trail->places.items[i]), STORE_TEXT(trail->name),
				STORE_NUMBER(i)),
			err);
	}
	return ok;
}

static bool save_typed(struct store *store, const struct reader_typed *typed, struct err *err)
{
	return store_db_run(store, "INSERT OR REPLACE INTO typed (history, text) VALUES (?, ?)",
		       STORE_VALUES(STORE_NUMBER(typed->history), STORE_TEXT(typed->text)), err) &&
		store_db_run(store,
			"DELETE FROM typed WHERE history = ? AND seq <= (SELECT seq FROM typed"
			" WHERE history = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)",
			STORE_VALUES(STORE_NUMBER(typed->history), STORE_NUMBER(typed->history),
				STORE_NUMBER(READER_TYPED_MAX)),
			err);
}

static bool save_draft(struct store *store, const struct reader_draft *draft, struct err *err)
{
	char now[21];

	note_now(now);
	return store_db_run(store,
		"INSERT OR REPLACE INTO draft (" DRAFT ")"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		STORE_VALUES(STORE_TEXT(draft->key), STORE_TEXT(draft->path),
			STORE_NUMBER(signed_of(draft->start.hash)), STORE_NUMBER(draft->start.in),
			STORE_NUMBER(draft->start.off), STORE_NUMBER(signed_of(draft->end.hash)),
			STORE_NUMBER(draft->end.in), STORE_NUMBER(draft->end.off),
			STORE_NUMBER(draft->start.text_n), STORE_TEXT(draft->note),
			STORE_NUMBER(draft->rev), STORE_TEXT(draft->body), STORE_TEXT(draft->tags),
			STORE_TEXT(draft->colour), STORE_TEXT(span_of(now))),
		err);
}

static bool save_all(struct store *store, void *with, struct err *err)
{
	const struct reader_changes *changes = with;
	bool ok = true;

	for (uint32_t i = 0; ok && i < changes->nlast; i++) {
		ok = save_last(store, &changes->last[i], err);
	}
	ok = ok && (changes->marks == NULL || save_marks(store, changes->marks, err)) &&
		(changes->trail == NULL || save_trail(store, changes->trail, err));
	for (uint32_t i = 0; ok && i < changes->ntyped; i++) {
		ok = save_typed(store, &changes->typed[i], err);
	}
	for (uint32_t i = 0; ok && i < changes->nread; i++) {
		ok = store_db_run(store, "INSERT OR IGNORE INTO seen (path, hash) VALUES (?, ?)",
			STORE_VALUES(STORE_TEXT(changes->read[i].path),
				STORE_NUMBER(signed_of(changes->read[i].hash))),
			err);
	}
	return ok && (changes->draft == NULL || save_draft(store, changes->draft, err)) &&
		(changes->drop.n == 0 || store_db_run(store, "DELETE FROM draft WHERE key = ?",
			STORE_VALUES(STORE_TEXT(changes->drop)), err));
}

bool store_reader_save(struct store *store, const struct reader_changes *changes, int patience,
	struct err *err)
{
	struct reader_changes work = *changes;
	int before = store->patience;
	uint32_t written = store->written;
	bool ok;

	store->patience = patience;
	ok = store_db_write(store, save_all, &work, err);
	store->patience = before;
	store->written = written; /* notes are what they were */
	return ok;
}

bool store_reader_key(char out[17], struct err *err)
{
	uint64_t number;

	if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number)) {
		return err_set(err, "the system has no random numbers for the key of a draft");
	}
	snprintf(out, 17, "%016llx", (unsigned long long)number);
	return true;
}

void store_reader_finish(struct reader_kept *kept)
{
	free(kept->last.items);
	free(kept->marks.items);
	for (uint32_t i = 0; i < kept->ntrails; i++) {
		free(kept->trails[i].places.items);
	}
	free(kept->trails);
	free(kept->typed);
	free(kept->drafts);
	arena_finish(&kept->arena);
	*kept = (struct reader_kept){0};
}
