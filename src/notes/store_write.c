#include "notes/store_db.h"

#include <sys/random.h>

/* Ids and times. */

/* Random bytes of the kernel. */
static bool make_id(struct arena *arena, struct span *out, struct err *err)
{
	unsigned char bytes[16];
	char id[37];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes)) {
		return err_set(err, "the system has no random numbers for the Id of a note");
	}
	note_uuid(bytes, 4, id);
	return arena_copy(arena, span_of(id), out) || err_memory(err);
}

static bool time_now(struct arena *arena, struct span *out, struct err *err)
{
	char now[21];

	note_now(now);
	return arena_copy(arena, span_of(now), out) || err_memory(err);
}

/* Notes of this session. */

struct putting {
	const struct note *note;
	struct arena *arena;
	struct note made;
	bool rival;
};

static bool put_new(struct store *store, struct putting *putting, struct err *err)
{
	struct note *made = &putting->made;

	made->rev = 1;
	return make_id(putting->arena, &made->id, err) &&
		time_now(putting->arena, &made->created, err) && store_notes_insert(store, made, err);
}

static bool put(struct store *store, void *with, struct err *err)
{
	struct putting *putting = with;
	struct note *made = &putting->made;
	struct store_present present;

	putting->rival = false;
	*made = *putting->note;
	if (!time_now(putting->arena, &made->modified, err)) {
		return false;
	}
	if (made->id.n == 0) {
		return put_new(store, putting, err);
	}
	if (!store_notes_present(store, made->id, putting->arena, &present, err)) {
		return false;
	}
	if (present.there && (present.deleted || present.rev != made->rev)) {
		putting->rival = true;
		made->rival = made->id;
		return put_new(store, putting, err);
	}
	made->rev++;
	if (!present.there) { /* lost with a damaged file: this is all there is of it */
		return store_notes_insert(store, made, err);
	}
	made->created = present.created;
	return store_notes_replace(store, made, err);
}

bool store_put(struct store *store, struct note *note, struct arena *arena, bool *rival,
	struct err *err)
{
	struct putting putting = {.note = note, .arena = arena};

	if (!note_check(note, err) || !store_db_write(store, put, &putting, err)) {
		return false;
	}
	*note = putting.made;
	*rival = putting.rival;
	return true;
}

/* Notes from elsewhere. */

struct merging {
	const struct note *notes;
	uint32_t n, taken;
	struct arena arena;
};

/* Whether note is later than what is there. */
static bool is_later(const struct note *note, const struct store_present *present)
{
	return note->rev > present->rev ||
		(note->rev == present->rev && span_cmp(note->modified, present->modified) > 0);
}

static bool merge(struct store *store, void *with, struct err *err)
{
	struct merging *merging = with;

	merging->taken = 0;
	for (uint32_t i = 0; i < merging->n; i++) {
		const struct note *note = &merging->notes[i];
		struct store_present present;

		if (!store_notes_present(store, note->id, &merging->arena, &present, err)) {
			return false;
		}
		if (present.there && !is_later(note, &present)) {
			continue;
		}
		if (!(present.there ? store_notes_replace(store, note, err) :
				      store_notes_insert(store, note, err))) {
			return false;
		}
		merging->taken++;
	}
	return true;
}

bool store_merge(struct store *store, const struct note *notes, uint32_t n, uint32_t *taken,
	struct err *err)
{
	struct merging merging = {.notes = notes, .n = n};
	bool ok;

	for (uint32_t i = 0; i < n; i++) {
		if (notes[i].id.n == 0) {
			return err_set(err, "a note without an Id cannot be merged");
		}
		if (!note_check(&notes[i], err)) {
			return false;
		}
	}
	ok = n == 0 || store_db_write(store, merge, &merging, err);
	arena_finish(&merging.arena);
	if (ok) {
		*taken = merging.taken;
	}
	return ok;
}

/* Deleting and taking back. */

struct changing {
	struct span id;
	uint32_t rev;
	struct arena arena;
};

static bool changed_meanwhile(struct err *err)
{
	return err_set(err, "the note has been changed meanwhile, in another session or here");
}

/* A tombstone is the next revision; the state before it is kept. was: the state that it stands for. */
static bool bury(struct store *store, struct changing *changing, bool unmade, struct err *err)
{
	struct span now;

	return time_now(&changing->arena, &now, err) && store_notes_keep(store, changing->id, err) &&
		store_db_run(store,
			"UPDATE note SET deleted = 1, rev = rev + 1, modified = ?,"
			" was = CASE ? WHEN 1 THEN 0 ELSE rev + 1 END WHERE id = ?",
			STORE_VALUES(STORE_TEXT(now), STORE_NUMBER(unmade), STORE_TEXT(changing->id)), err);
}

static bool delete(struct store *store, void *with, struct err *err)
{
	struct changing *changing = with;
	struct store_present present;

	return store_notes_present(store, changing->id, &changing->arena, &present, err) &&
		((present.there && !present.deleted && present.rev == changing->rev) ||
			changed_meanwhile(err)) &&
		bury(store, changing, false, err);
}

/* The state before revision `was`; 0: there is none. */
static bool find_past(struct store *store, struct span id, uint32_t was, int64_t *seq,
	struct err *err)
{
	*seq = 0;
	return store_db_ask_number(store,
		"SELECT seq FROM past WHERE id = ? AND rev < ? ORDER BY rev DESC, seq DESC LIMIT 1",
		STORE_VALUES(STORE_TEXT(id), STORE_NUMBER(was)), seq, err);
}

static bool restore(struct store *store, void *with, struct err *err)
{
	struct changing *changing = with;
	struct store_present present;
	int64_t seq;

	if (!store_notes_present(store, changing->id, &changing->arena, &present, err)) {
		return false;
	}
	/* What was taken back is again the state that an earlier change had made. */
	if (!present.there || present.was == 0 ||
		(present.rev != changing->rev && present.was != changing->rev)) {
		return changed_meanwhile(err);
	}
	if (!find_past(store, changing->id, present.was, &seq, err)) {
		return false;
	}
	return seq == 0 ? bury(store, changing, true, err) :
			  store_notes_revive(store, changing->id, seq, err);
}

static bool change(struct store *store,
	bool (*work)(struct store *store, void *with, struct err *err), struct span id, uint32_t rev,
	struct err *err)
{
	struct changing changing = {.id = id, .rev = rev};
	bool ok = store_db_write(store, work, &changing, err);

	arena_finish(&changing.arena);
	return ok;
}

bool store_delete(struct store *store, struct span id, uint32_t rev, struct err *err)
{
	return change(store, delete, id, rev, err);
}

bool store_restore(struct store *store, struct span id, uint32_t rev, struct err *err)
{
	return change(store, restore, id, rev, err);
}
