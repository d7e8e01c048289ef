#include "read/unread.h"

/* Index of the first of n ascending hashes that is not below `hash`. */
static uint32_t hash_from(const uint64_t *hashes, uint32_t n, uint64_t hash)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (hashes[middle] < hash) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* What is known of a document, with what was read in it before. */
static struct memory_doc *doc_of(struct session *session, doc_id id)
{
	struct memory *memory = &session->memory;
	struct memory_doc *doc = &memory->docs[id.i];
	struct err err;

	if (doc->looked) {
		return doc;
	}
	if (store_reader_read(memory->store, catalog_head(&session->dossier->catalog, id.i)->path,
		    &doc->read, &doc->nread, &err)) {
		doc->cread = doc->nread;
	}
	doc->looked = true;
	memory->unread.version = 0; /* its mentions were counted without a look at their paragraphs */
	return doc;
}

/* A paragraph of a document among those of all. */
static uint64_t key_of(doc_id id, uint64_t hash)
{
	return hash ^ (id.i + UINT64_C(1)) * UINT64_C(0x9E3779B97F4A7C15);
}

/* Takes the mentions in a paragraph that was just read off the count, where that is of the present. */
static void count_off(struct memory *memory, uint64_t key)
{
	uint64_t *paras = memory->unread.paras;
	uint32_t left = 0;

	if (memory->unread.version != memory->version) {
		return;
	}
	for (uint32_t i = 0; i < memory->unread.nparas; i++) {
		if (paras[i] != key) {
			paras[left++] = paras[i];
		}
	}
	memory->unread.n -= memory->unread.nparas - left;
	memory->unread.nparas = left;
	memory->unread.version++; /* as the memory's is about to */
}

static void take_para(struct session *session, doc_id id, struct span text)
{
	struct memory *memory = &session->memory;
	struct memory_doc *doc = doc_of(session, id);
	uint64_t hash = spot_hash(text);
	uint32_t at = hash_from(doc->read, doc->nread, hash);

	if ((at < doc->nread && doc->read[at] == hash) ||
		!array_reserve(&doc->read, &doc->cread, doc->nread + 1, sizeof(*doc->read)) ||
		!array_reserve(&memory->fresh, &memory->cfresh, memory->nfresh + 1,
			sizeof(*memory->fresh))) {
		return;
	}
	memmove(doc->read + at + 1, doc->read + at, (doc->nread - at) * sizeof(*doc->read));
	doc->read[at] = hash;
	doc->nread++;
	memory->fresh[memory->nfresh++] =
		(struct reader_read){catalog_head(&session->dossier->catalog, id.i)->path, hash};
	count_off(memory, key_of(id, hash));
	memory->version++;
}

void unread_take(struct session *session, const struct view *view)
{
	uint32_t last = UINT32_MAX;

	if (view->doc == NULL || !state_is_known(session, view->id)) {
		return;
	}
	for (uint32_t i = view->first; i < view->first + view->count; i++) {
		const struct row *row = &view->rows.items[i];

		if (row->kind == ROW_TEXT && row->para != last) {
			take_para(session, view->id, span_in(view->doc->text, view->doc->paras[row->para].at));
			last = row->para;
		}
	}
}

/* The paragraph that was looked at last: mentions come in the order of the text. */
struct looked {
	uint32_t doc, para, start;
	bool unread;
	uint64_t key; /* of the paragraph */
};

/* Whether anything of a document can have been read. */
static bool was_opened(const struct session *session, doc_id id)
{
	const struct memory_doc *known = &session->memory.docs[id.i];

	return known->has || known->looked;
}

static bool is_unread(struct session *session, uint32_t number, struct looked *last)
{
	const struct mention *mention = xref_mention(&session->dossier->xref, number);
	const struct memory_doc *known;
	const struct doc *doc;
	uint32_t para, at;
	uint64_t hash;

	if (!was_opened(session, mention->doc)) {
		return true;
	}
	doc = state_doc(session, mention->doc);
	if (doc->nparas == 0) {
		return true; /* there was no memory for it */
	}
	para = doc_para_at(doc, mention->at.start);
	if (last->doc != mention->doc.i || last->para != para) {
		uint32_t start = doc->paras[para].at.start;

		known = doc_of(session, mention->doc);
		hash = spot_hash(span_in(doc->text, doc->paras[para].at));
		at = hash_from(known->read, known->nread, hash);
		if (last->doc == mention->doc.i) {
			doc_passed(doc, last->start, start);
		}
		*last = (struct looked){mention->doc.i, para, start,
			at == known->nread || known->read[at] != hash,
			key_of(mention->doc, hash)};
	}
	return last->unread;
}

/* Looks at the next mention, or at all of a document that nobody has opened. False: too many. */
static bool count_step(struct session *session, struct slice of, struct looked *last)
{
	const struct xref *xref = &session->dossier->xref;
	struct memory *memory = &session->memory;
	uint32_t number = of.p[memory->unread.at], doc = xref_mention(xref, number)->doc.i, next;

	if (!was_opened(session, (doc_id){doc})) {
		next = xref_below(of, xref->doc_first[doc + 1]);
		memory->unread.n += next - memory->unread.at;
		memory->unread.at = next > memory->unread.at ? next : of.n; /* as in an index that is true */
		return true;
	}
	memory->unread.at++;
	if (!is_unread(session, number, last)) {
		return true;
	}
	memory->unread.n++;
	if (last->doc != doc) {
		return true;
	}
	if (memory->unread.nparas == UNREAD_MOST ||
		!array_reserve(&memory->unread.paras, &memory->unread.cparas,
			memory->unread.nparas + 1, sizeof(*memory->unread.paras))) {
		return false;
	}
	memory->unread.paras[memory->unread.nparas++] = last->key;
	return true;
}

bool unread_count(struct session *session, ent_id ent, uint32_t looks, uint32_t *n)
{
	struct slice of = xref_of(&session->dossier->xref, ent);
	struct memory *memory = &session->memory;
	struct looked last = {.doc = UINT32_MAX};

	if (memory->unread.version != memory->version || memory->unread.ent != ent.i) {
		memory->unread.at = memory->unread.n = memory->unread.nparas = 0;
		memory->unread.ent = ent.i;
	}
	looks = of.n <= UNREAD_SLICE ? UNREAD_SLICE : looks;
	for (; memory->unread.at < of.n && looks > 0; looks--) {
		if (!count_step(session, of, &last)) {
			memory->unread.n = 0;
			memory->unread.at = of.n;
		}
	}
	memory->unread.version = memory->version;
	*n = memory->unread.at < of.n ? 0 : memory->unread.n;
	return memory->unread.at == of.n;
}

void unread_follow(struct session *session, uint32_t looks)
{
	struct panel *panel = &session->panel;

	panel->unread = 0;
	panel->uncounted = session->memory.store != NULL && panel->nents == 1 &&
		!unread_count(session, (ent_id){panel->ents[0]}, looks, &panel->unread);
}

uint32_t unread_next(struct session *session, ent_id ent)
{
	const struct xref *xref = &session->dossier->xref;
	const struct view *view = state_view(session);
	struct slice of = xref_of(xref, ent);
	struct looked last = {.doc = UINT32_MAX};
	uint32_t here = state_is_known(session, view->id)
		? xref_from(xref, view->id, view->cursor + 1) : 0, from = xref_below(of, here);

	for (uint32_t i = 0; i < of.n; i++) {
		uint32_t number = of.p[(from + i) % of.n];

		if (is_unread(session, number, &last)) {
			return number;
		}
	}
	return MENTION_NONE;
}
