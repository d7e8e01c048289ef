#include "read/question.h"

#include "base/now.h"
#include "base/sorted.h"

#include <stdlib.h>

/* Bytes of a document that is short, and of another one that are looked at before the clock. */
enum { SHORT = 2 << 20, STEP = 1 << 18 };

void question_set(struct question *question, struct span text)
{
	question_finish(question);
	buf_put(&question->text, text);
}

bool question_is(const struct question *question)
{
	return question->text.n > 0;
}

static void drop_pass(struct question *question)
{
	query_in_free(question->pass);
	question->pass = NULL;
}

/* Reads the question again where names have other numbers now. False: it cannot be read any more. */
static bool read_query(struct question *question, const struct dossier *dossier)
{
	struct err err;

	if (question->query != NULL && question->names == dossier->ents.items) {
		return true;
	}
	question_forget(question);
	query_free(question->query);
	question->query = query_new(buf_span(&question->text), &dossier->ents, &err);
	question->names = dossier->ents.items;
	return question->query != NULL;
}

static bool is_short(const struct doc *doc)
{
	return doc->text.n <= SHORT;
}

static struct question_answers *answers_of(struct question *question, const struct doc *doc)
{
	return is_short(doc) ? &question->small : &question->large;
}

/* Whether answers are, or are to be, those in doc. */
static bool is_of(const struct question_answers *answers, const struct doc *doc, doc_id id)
{
	return answers->id.i == id.i && answers->of.p == doc->text.p && answers->of.n == doc->text.n;
}

static bool is_at_hand(struct question *question, const struct dossier *dossier, const struct doc *doc,
	doc_id id)
{
	const struct question_answers *answers = answers_of(question, doc);

	return answers->had && answers->links == dossier->xref.mentions.items && is_of(answers, doc, id);
}

/* Begins with a document. False: no memory. */
static bool begin(struct question *question, const struct dossier *dossier, const struct doc *doc,
	doc_id id)
{
	struct question_answers *large = &question->large;
	struct err err;

	if (question->pass != NULL && is_of(large, doc, id) &&
		large->links == dossier->xref.mentions.items) {
		return true;
	}
	drop_pass(question);
	*large = (struct question_answers){large->hits, id, doc->text, dossier->xref.mentions.items, false};
	question->stopped = false;
	question->pass = query_in_new(question->query, doc, id, &dossier->xref, &err);
	return question->pass != NULL;
}

static bool look_at_long(struct question *question, const struct dossier *dossier,
	const struct doc *doc, doc_id id, int64_t until)
{
	bool more = true, ok = begin(question, dossier, doc, id);
	struct err err;

	while (ok && more) {
		ok = query_in_go(question->pass, doc, until == 0 ? UINT32_MAX : STEP, &more, &err);
		if (ok && more && now_ns() >= until) {
			return false;
		}
	}
	ok = ok && query_in_end(question->pass, &question->large.hits, &err);
	question->large.hits.n = ok ? question->large.hits.n : 0;
	question->large.had = true;
	drop_pass(question);
	return true;
}

bool question_look(struct question *question, const struct dossier *dossier, const struct doc *doc,
	doc_id id, int64_t until)
{
	struct question_answers *small = &question->small;
	struct err err;

	if (!question_is(question) || id.i >= dossier->catalog.n || !read_query(question, dossier) ||
		is_at_hand(question, dossier, doc, id)) {
		return true;
	}
	if (!is_short(doc)) {
		return look_at_long(question, dossier, doc, id, until);
	}
	*small = (struct question_answers){small->hits, id, doc->text, dossier->xref.mentions.items, true};
	if (!query_in(question->query, doc, id, &dossier->xref, &small->hits, &err)) {
		small->hits.n = 0;
	}
	return true;
}

bool question_runs(const struct question *question, doc_id *id)
{
	*id = question->large.id;
	return question->pass != NULL;
}

uint32_t question_at(const struct question *question)
{
	return question->pass == NULL ? 0 : query_in_at(question->pass);
}

void question_stop(struct question *question)
{
	if (question->pass != NULL) {
		drop_pass(question);
		question->stopped = true;
	}
}

/* The first answer that starts at or behind off, as an index. */
static uint32_t first_from(const struct query_hits *hits, uint32_t off)
{
	return sorted_from(hits->items, hits->n, sizeof(*hits->items), off);
}

bool question_find(struct question *question, const struct dossier *dossier, const struct doc *doc, doc_id id,
	uint32_t from, bool back, struct range *out)
{
	const struct query_hits *hits = &answers_of(question, doc)->hits;
	uint32_t i;

	if (!is_at_hand(question, dossier, doc, id)) {
		return false;
	}
	i = first_from(hits, from);
	if (back ? i == 0 : i == hits->n) {
		return false;
	}
	*out = hits->items[back ? i - 1 : i].at;
	return true;
}

/* Begins a pass for what is shown, unless it was stopped. */
static void begin_shown(struct question *question, const struct dossier *dossier,
	const struct doc *doc, doc_id id)
{
	bool stopped = question->stopped && is_of(&question->large, doc, id);

	if (!stopped && question->pass == NULL && !begin(question, dossier, doc, id)) {
		question->large.hits.n = 0; /* no memory: none are shown */
		question->large.had = true;
	}
}

uint32_t question_all(struct question *question, const struct dossier *dossier, const struct doc *doc,
	doc_id id, struct range within, bool shown, struct range *out, uint32_t max)
{
	const struct query_hits *hits = &answers_of(question, doc)->hits;
	uint32_t n = 0;

	if (id.i >= dossier->catalog.n || !read_query(question, dossier)) {
		return 0;
	}
	if (is_short(doc)) {
		(void)question_look(question, dossier, doc, id, 0);
	} else if (!is_at_hand(question, dossier, doc, id)) {
		if (shown) {
			begin_shown(question, dossier, doc, id);
		}
		return 0;
	}
	for (uint32_t i = first_from(hits, within.start); i < hits->n && n < max &&
		hits->items[i].at.start < within.end; i++) {
		uint32_t end = n == 0 ? 0 : out[n - 1].end;
		struct range at = hits->items[i].at;

		/* Answers may overlap; what is shown may not. */
		if (at.start >= end) {
			out[n++] = at;
		}
	}
	return n;
}

void question_forget(struct question *question)
{
	drop_pass(question);
	question->names = NULL;
	question->small.had = question->large.had = question->stopped = false;
}

void question_finish(struct question *question)
{
	drop_pass(question);
	buf_finish(&question->text);
	query_free(question->query);
	free(question->small.hits.items);
	free(question->large.hits.items);
	*question = (struct question){0};
}
