#include "notes/store_db.h"

#define COLUMNS \
	"path, hash, text_n, at_start, at_end, quote, prefix, suffix, ordinal, para, heading, body," \
	" tags, colour, author, created, modified, rival"
#define NCOLUMNS 18

/* From rows to notes. */

static bool take_tags(struct span text, struct arena *arena, struct note *note)
{
	note->tags = NULL;
	note->ntags = 0;
	return text.n == 0 || note_tags_parse(text, arena, note);
}

/* The texts of a row, one after the other in one piece of the arena. */
static bool take_texts(const struct store_rows *rows, const int *columns, struct span *const *texts,
	size_t n, struct arena *arena)
{
	size_t sum = 1;
	char *p;

	for (size_t i = 0; i < n; i++) {
		*texts[i] = store_db_text(rows, columns[i]);
		sum += texts[i]->n;
	}
	p = arena_array(arena, sum, 1);
	if (p == NULL) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (texts[i]->n > 0) {
			memcpy(p, texts[i]->p, texts[i]->n);
		}
		texts[i]->p = p;
		p += texts[i]->n;
	}
	return true;
}

struct reading {
	struct arena *arena;
	struct note *notes;
	uint32_t n;
	char hex[64]; /* the last hash: notes on one document have the same */
	struct sha256 hash;
};

static struct sha256 take_hash(struct reading *reading, struct span hex)
{
	if (hex.n != sizeof(reading->hex) || memcmp(hex.p, reading->hex, hex.n) != 0) {
		reading->hash = (struct sha256){{0}};
		if (sha256_parse(hex, &reading->hash)) {
			memcpy(reading->hex, hex.p, hex.n);
		} else {
			reading->hex[0] = '\0';
		}
	}
	return reading->hash;
}

/* A row "id, rev, COLUMNS". False where memory is short. */
static bool take_note(const struct store_rows *rows, struct reading *reading, struct note *out)
{
	static const int columns[NOTE_TEXTS] = {0, 2, 7, 8, 9, 12, 13, 16, 17, 18, 19};
	struct anchor *anchor = &out->anchor;
	struct span *texts[NOTE_TEXTS];

	*out = (struct note){.rev = (uint32_t)store_db_number(rows, 1)};
	note_texts(out, texts);
	if (!take_texts(rows, columns, texts, COUNT_OF(texts), reading->arena)) {
		return false;
	}
	anchor->hash = take_hash(reading, store_db_text(rows, 3));
	anchor->text_n = (uint32_t)store_db_number(rows, 4);
	anchor->at.start = (uint32_t)store_db_number(rows, 5);
	anchor->at.end = (uint32_t)store_db_number(rows, 6);
	anchor->ordinal = (uint32_t)store_db_number(rows, 10);
	anchor->para = (uint32_t)store_db_number(rows, 11);
	note_colour_of(store_db_text(rows, 15), &out->colour);
	return take_tags(store_db_text(rows, 14), reading->arena, out);
}

/* What note_check() asks for as far as others rely on it; all of it would cost a tenth of the time. */
static bool is_whole(const struct note *note)
{
	const struct anchor *anchor = &note->anchor;

	return note->id.n == 36 && note->rev > 0 && anchor->path.n > 0 &&
		anchor->at.start < anchor->at.end && anchor->at.end <= anchor->text_n &&
		anchor->quote.n == anchor->at.end - anchor->at.start && note->body.n <= NOTE_BODY_BYTES;
}

/* Once, however often they are read. */
static void tell_odd(struct store *store, uint32_t odd)
{
	if (odd > store->odd) {
		report_add(store->report, REPORT_ERROR, store->path, 0,
			odd == 1 ? "%u note that makes no sense: left out" :
				   "%u notes that make no sense: left out", odd);
	}
	store->odd = odd;
}

/* Another session may add notes between count and rows: they come with the next reading. */
static bool read_notes(struct store *store, void *with, struct err *err)
{
	struct reading *reading = with;
	struct store_rows rows;
	int64_t count = 0;
	uint32_t most, odd = 0;
	bool memory = true;

	reading->n = 0;
	if (!store_db_ask_number(store, "SELECT count(*) FROM note", STORE_NO_VALUES, &count, err)) {
		return false;
	}
	most = (uint32_t)count;
	if (most > 0) {
		reading->notes = arena_array(reading->arena, most, sizeof(*reading->notes));
		if (reading->notes == NULL) {
			return err_memory(err);
		}
	}
	store_db_ask(store, &rows,
		"SELECT id, rev, " COLUMNS " FROM note WHERE deleted = 0 ORDER BY seq", STORE_NO_VALUES);
	while (memory && reading->n < most && store_db_next(&rows)) {
		struct note *note = &reading->notes[reading->n];

		memory = take_note(&rows, reading, note);
		if (memory && is_whole(note)) {
			reading->n++;
		} else {
			odd += memory;
		}
	}
	tell_odd(store, odd);
	return store_db_done(&rows, err) && (memory || err_memory(err));
}

bool store_notes(struct store *store, struct arena *arena, struct note **out, uint32_t *n,
	struct err *err)
{
	struct reading reading = {.arena = arena};

	if (!store_db_read(store, read_notes, &reading, err)) {
		return false;
	}
	*out = reading.notes;
	*n = reading.n;
	return true;
}

/* Every change adds a row to one of the tables: the last of each tell the state. */
static bool read_key(struct store *store, void *with, struct err *err)
{
	struct buf *out = with;
	struct store_rows rows;

	buf_clear(out);
	store_db_ask(store, &rows,
		"SELECT * FROM (SELECT seq, id, rev, modified FROM note ORDER BY seq DESC LIMIT 1)"
		" UNION ALL"
		" SELECT * FROM (SELECT seq, id, rev, modified FROM past ORDER BY seq DESC LIMIT 1)",
		STORE_NO_VALUES);
	while (store_db_next(&rows)) {
		buf_printf(out, "%lld %.*s %lld %.*s\n", (long long)store_db_number(&rows, 0),
			SPAN_ARG(store_db_text(&rows, 1)), (long long)store_db_number(&rows, 2),
			SPAN_ARG(store_db_text(&rows, 3)));
	}
	return store_db_done(&rows, err) && buf_ok(out, err);
}

bool store_notes_key(struct store *store, struct buf *out, struct err *err)
{
	return store_db_read(store, read_key, out, err);
}

/* From notes to rows. */

struct columns {
	struct store_value values[NCOLUMNS + 4];
	struct buf tags;
	char hash[65];
};

static struct store_value of_text(struct span text)
{
	return (struct store_value){.text = text};
}

static struct store_value of_number(uint32_t number)
{
	return (struct store_value){.is_number = true, .number = number};
}

/* "id, rev, was, COLUMNS"; tags and hash stay in *columns. */
static bool put_columns(const struct note *note, uint32_t was, struct columns *columns,
	struct err *err)
{
	const struct anchor *anchor = &note->anchor;

	columns->tags = (struct buf){0};
	note_tags_put(note, "", &columns->tags);
	sha256_hex(&anchor->hash, columns->hash);
	const struct store_value values[] = {
		of_text(note->id), of_number(note->rev), of_number(was), of_text(anchor->path),
		of_text(span_of(columns->hash)), of_number(anchor->text_n),
		of_number(anchor->at.start), of_number(anchor->at.end), of_text(anchor->quote),
		of_text(anchor->prefix), of_text(anchor->suffix), of_number(anchor->ordinal),
		of_number(anchor->para), of_text(anchor->heading), of_text(note->body),
		of_text(buf_span(&columns->tags)), of_text(span_of(note_colour_word(note->colour))),
		of_text(note->author), of_text(note->created), of_text(note->modified),
		of_text(note->rival), of_text(note->id),
	};
	_Static_assert(sizeof(values) == sizeof(columns->values), "one value a column");
	memcpy(columns->values, values, sizeof(values));
	return buf_ok(&columns->tags, err);
}

bool store_notes_insert(struct store *store, const struct note *note, struct err *err)
{
	struct columns columns;
	bool ok = put_columns(note, note->rev, &columns, err) &&
		store_db_run(store,
			"INSERT INTO note (deleted, id, rev, was, " COLUMNS ") VALUES"
			" (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			columns.values, NCOLUMNS + 3, err);

	buf_finish(&columns.tags);
	return ok;
}

bool store_notes_keep(struct store *store, struct span id, struct err *err)
{
	return store_db_run(store,
		"INSERT INTO past (id, rev, was, deleted, " COLUMNS ")"
		" SELECT id, rev, was, deleted, " COLUMNS " FROM note WHERE id = ?",
		STORE_VALUES(STORE_TEXT(id)), err);
}

bool store_notes_replace(struct store *store, const struct note *note, struct err *err)
{
	struct columns columns;
	bool ok = store_notes_keep(store, note->id, err) && put_columns(note, note->rev, &columns, err);

	if (!ok) {
		return false;
	}
	ok = store_db_run(store,
		"UPDATE note SET deleted = 0, (id, rev, was, " COLUMNS ") ="
		" (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
		columns.values, NCOLUMNS + 4, err);
	buf_finish(&columns.tags);
	return ok;
}

bool store_notes_present(struct store *store, struct span id, struct arena *arena,
	struct store_present *out, struct err *err)
{
	struct store_rows rows;
	bool memory = true;

	*out = (struct store_present){0};
	store_db_ask(store, &rows,
		"SELECT deleted, rev, was, created, modified FROM note WHERE id = ?",
		STORE_VALUES(STORE_TEXT(id)));
	if (store_db_next(&rows)) {
		out->there = true;
		out->deleted = store_db_number(&rows, 0) != 0;
		out->rev = (uint32_t)store_db_number(&rows, 1);
		out->was = (uint32_t)store_db_number(&rows, 2);
		memory = arena_copy(arena, store_db_text(&rows, 3), &out->created) &&
			arena_copy(arena, store_db_text(&rows, 4), &out->modified);
	}
	return store_db_done(&rows, err) && (memory || err_memory(err));
}

bool store_notes_revive(struct store *store, struct span id, int64_t seq, struct err *err)
{
	char now[21];

	note_now(now);
	return store_notes_keep(store, id, err) &&
		store_db_run(store,
			"UPDATE note SET (was, deleted, " COLUMNS ") ="
			" (SELECT was, deleted, " COLUMNS " FROM past WHERE seq = ?),"
			" rev = rev + 1, modified = ? WHERE id = ?",
			STORE_VALUES(STORE_NUMBER(seq), STORE_TEXT(span_of(now)), STORE_TEXT(id)), err);
}
