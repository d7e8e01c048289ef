#include "read/drafts.h"

#include "read/jump.h"
#include "read/noting.h"

#include <stdlib.h>

enum { REST_TICKS = 30 };

/* What was typed of one note: a draft of the session, or what stands in the editor. Borrowed. */
struct typed {
	doc_id doc;
	struct range at;
	struct span id, text, tags;
	uint32_t rev; /* of the note, as the reader saw it */
	enum note_colour colour;
};

static bool is_same_note(const struct typed *a, const struct typed *b)
{
	return span_eq(a->id, b->id) && (a->id.n > 0 ||
		(a->doc.i == b->doc.i && range_meets(a->at, b->at)));
}

/* The next one from *i on, the editor's last; what is in the editor is not a draft besides. */
static bool typed_next(const struct session *session, uint32_t *i, struct typed *out)
{
	const struct noting *noting = &session->noting;
	struct typed editor = {noting->doc, noting->at, buf_span(&noting->id),
		editor_text(&noting->editor), editor_tags(&noting->editor), noting->rev,
		noting->editor.colour};
	bool open = noting_is_typed(session);

	while (*i < noting->ndrafts) {
		const struct note_draft *draft = &noting->drafts[(*i)++];

		*out = (struct typed){draft->doc, draft->at, span_of(draft->id), span_of(draft->text),
			span_of(draft->tags), draft->rev, draft->colour};
		if (!open || !is_same_note(out, &editor)) {
			return true;
		}
	}
	*out = editor;
	return (*i)++ == noting->ndrafts && open;
}

static uint64_t hash_of(const struct typed *typed)
{
	return spot_hash(typed->text) * 31 + spot_hash(typed->tags) * 7 + typed->text.n +
		(uint64_t)typed->colour;
}

/* The one on disk that is about the same note, or NULL. */
static struct draft_kept *kept_of(struct drafts *drafts, const struct typed *typed)
{
	for (uint32_t i = 0; i < drafts->n; i++) {
		struct draft_kept *kept = &drafts->items[i];
		struct typed about = {.doc = kept->doc, .at = kept->at, .id = span_of(kept->id)};

		if (is_same_note(&about, typed)) {
			return kept;
		}
	}
	return NULL;
}

/* Adds one without a key. NULL: no memory. */
static struct draft_kept *kept_add(struct drafts *drafts, const struct typed *typed)
{
	char *id = strndup(typed->id.n > 0 ? typed->id.p : "", typed->id.n);

	if (id == NULL || !array_reserve(&drafts->items, &drafts->cap, drafts->n + 1,
		sizeof(*drafts->items))) {
		free(id);
		return NULL;
	}
	drafts->items[drafts->n] = (struct draft_kept){.doc = typed->doc, .at = typed->at, .id = id};
	return &drafts->items[drafts->n++];
}

static void kept_drop(struct drafts *drafts, uint32_t i)
{
	free(drafts->items[i].id);
	drafts->items[i] = drafts->items[--drafts->n];
}

bool drafts_unsaved(struct session *session)
{
	struct drafts *drafts = &session->drafts;
	struct typed typed;
	uint32_t n = 0;

	if (session->dossier->store == NULL || drafts->rest > 0) {
		return false;
	}
	for (uint32_t i = 0; typed_next(session, &i, &typed); n++) {
		const struct draft_kept *kept = kept_of(drafts, &typed);

		if (kept == NULL || kept->hash != hash_of(&typed)) {
			return true;
		}
	}
	return n != drafts->n;
}

static bool fail(struct session *session, const struct err *err)
{
	session->drafts.rest = REST_TICKS;
	if (!session->drafts.told && !session_complains(session)) {
		session->drafts.told = true;
		session_say(session, true, "what you type is not kept as a draft: %s", err->msg);
	}
	return false;
}

static bool write_one(struct session *session, const struct typed *typed, struct draft_kept *kept,
	int patience)
{
	const struct doc *doc = state_doc(session, typed->doc);
	struct reader_draft draft = {.note = typed->id, .rev = typed->rev, .body = typed->text, .tags = typed->tags,
		.colour = span_of(note_colour_word(typed->colour))};
	struct reader_changes changes = {.draft = &draft};
	struct err err;

	if (kept->key[0] == '\0' && !store_reader_key(kept->key, &err)) {
		return fail(session, &err);
	}
	draft.key = span_of(kept->key);
	if (state_is_known(session, typed->doc)) {
		draft.path = catalog_head(&session->dossier->catalog, typed->doc.i)->path;
		draft.start = spot_make(doc, typed->at.start);
		draft.end = spot_make(doc, typed->at.end);
	}
	if (!store_reader_save(session->dossier->store, &changes, patience, &err)) {
		return fail(session, &err);
	}
	kept->hash = hash_of(typed);
	return true;
}

void drafts_tick(struct session *session, int patience)
{
	struct drafts *drafts = &session->drafts;
	struct typed typed;
	struct err err;

	if (session->dossier->store == NULL) {
		return;
	}
	if (drafts->rest > 0 && patience == 0) {
		drafts->rest--;
		return;
	}
	for (uint32_t i = 0; i < drafts->n; i++) {
		drafts->items[i].wanted = false;
	}
	for (uint32_t i = 0; typed_next(session, &i, &typed);) {
		struct draft_kept *kept = kept_of(drafts, &typed);

		kept = kept == NULL ? kept_add(drafts, &typed) : kept;
		if (kept == NULL || (kept->hash != hash_of(&typed) &&
			!write_one(session, &typed, kept, patience))) {
			return;
		}
		kept->wanted = true;
	}
	for (uint32_t i = drafts->n; i-- > 0;) {
		struct reader_changes changes = {.drop = span_of(drafts->items[i].key)};

		if (!drafts->items[i].wanted) {
			if (changes.drop.n > 0 && !store_reader_save(session->dossier->store, &changes,
				patience, &err)) {
				fail(session, &err);
				return;
			}
			kept_drop(drafts, i);
		}
	}
}

/* Whether this text is a note already: the draft was saved, and only its end was missed. */
static bool is_saved(const struct session *session, const struct typed *typed)
{
	const struct notes *notes = &session->dossier->notes;

	for (uint32_t i = 0; i < notes->n; i++) {
		const struct noted *noted = &notes->items[i];
		bool same = typed->id.n > 0 ? span_eq(noted->note->id, typed->id)
			: noted->doc.i == typed->doc.i && range_meets(noted->at, typed->at);

		if (same && span_eq(span_trim(noted->note->body), span_trim(typed->text))) {
			return true;
		}
	}
	return false;
}

/* A draft from disk where its passage is now. False: its document is not there, it waits on disk. */
static bool find_draft(struct session *session, const struct reader_draft *draft, struct typed *out)
{
	const struct doc *doc;

	*out = (struct typed){.doc = catalog_find(&session->dossier->catalog, draft->path),
		.id = draft->note, .rev = draft->rev, .text = draft->body, .tags = draft->tags};
	if (notes_find(&session->dossier->notes, draft->note) == UINT32_MAX) {
		out->id = SPAN(""); /* deleted meanwhile: it is one of a new note */
		out->rev = 0;
	}
	doc = state_doc(session, out->doc);
	if (doc == NULL) {
		return false;
	}
	note_colour_of(draft->colour, &out->colour);
	out->at.start = spot_find(doc, &draft->start);
	out->at.end = spot_find(doc, &draft->end);
	out->at.end = out->at.end > out->at.start ? out->at.end : out->at.start;
	return true;
}

/* Says that there is a draft, where the reader now is. */
static void offer(struct session *session, const struct typed *typed)
{
	const struct doc *doc = state_doc(session, typed->doc);
	struct buf said = {0};

	jump_to(session, typed->doc, typed->at, ACTIVE_NONE);
	buf_printf(&said, "a draft of a note on ¶%u is kept",
		doc_number_at(doc, typed->at.start));
	if (buf_ok(&said, NULL)) {
		state_say_key(session, said.p, typed->id.n > 0 ? COMMAND_edit_note : COMMAND_bookmark,
			"opens it");
	}
	buf_finish(&said);
}

/* Whether it is one of this session's: notes may be made before all documents are there. */
static bool is_known(const struct drafts *drafts, struct span key)
{
	for (uint32_t i = 0; i < drafts->n; i++) {
		if (span_eq(span_of(drafts->items[i].key), key)) {
			return true;
		}
	}
	return false;
}

/* Takes in the drafts that were read. False: there is none to be offered. */
static bool take_drafts(struct session *session, const struct reader_kept *kept, struct typed *last)
{
	bool found = false;

	for (uint32_t i = 0; i < kept->ndrafts; i++) {
		const struct reader_draft *draft = &kept->drafts[i];
		struct note_draft about = {0};
		struct draft_kept *known;
		struct typed typed;

		if (is_known(&session->drafts, draft->key) || !find_draft(session, draft, &typed) ||
			draft->key.n >= sizeof(known->key)) {
			continue;
		}
		known = kept_add(&session->drafts, &typed);
		if (known == NULL) {
			continue;
		}
		memcpy(known->key, draft->key.p, draft->key.n);
		known->hash = hash_of(&typed);
		about = (struct note_draft){.doc = typed.doc, .at = typed.at, .rev = typed.rev,
			.colour = typed.colour};
		if (!is_saved(session, &typed) && noting_take_draft(&session->noting, &about, typed.id,
			typed.text, typed.tags)) {
			*last = typed;
			found = true;
		}
	}
	return found;
}

void drafts_open(struct session *session)
{
	const struct memory *memory = &session->memory;
	struct reader_kept kept = {0};
	struct typed last;
	struct err err;

	if (session->dossier->store == NULL) {
		return;
	}
	if (memory->nkept == 0 && !store_reader_load(session->dossier->store, &kept, &err)) {
		fail(session, &err);
		return;
	}
	if (take_drafts(session, memory->nkept > 0 ? &memory->kept[0] : &kept, &last)) {
		offer(session, &last);
	}
	store_reader_finish(&kept);
}

void drafts_finish(struct drafts *drafts)
{
	for (uint32_t i = 0; i < drafts->n; i++) {
		free(drafts->items[i].id);
	}
	free(drafts->items);
	*drafts = (struct drafts){0};
}
