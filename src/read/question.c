#include "read/question.h"

#include <stdlib.h>

void question_set(struct question *question, struct span text)
{
	question_finish(question);
	buf_put(&question->text, text);
}

bool question_is(const struct question *question)
{
	return question->text.n > 0;
}

/* Reads the question again where names have other numbers now. False: it cannot be read any more. */
static bool read_query(struct question *question, const struct dossier *dossier)
{
	struct err err;

	if (question->query != NULL && question->names == dossier->ents.items) {
		return true;
	}
	query_free(question->query);
	question->query = query_new(buf_span(&question->text), &dossier->ents, &err);
	question->names = dossier->ents.items;
	question->links = NULL;
	return question->query != NULL;
}

/* Finds the answers in doc, if they are not those at hand. */
static bool answer(struct question *question, const struct dossier *dossier, const struct doc *doc, doc_id id)
{
	const struct xref *xref = &dossier->xref;
	struct err err;

	if (!question_is(question) || id.i >= dossier->catalog.n || !read_query(question, dossier)) {
		return false;
	}
	if (question->id.i == id.i && question->of.p == doc->text.p && question->of.n == doc->text.n &&
		question->links == xref->mentions.items) {
		return true;
	}
	question->links = NULL;
	if (!query_in(question->query, doc, id, xref, &question->hits, &err)) {
		return false;
	}
	question->id = id;
	question->of = doc->text;
	question->links = xref->mentions.items;
	return true;
}

/* The first answer that starts at or behind off, as an index. */
static uint32_t first_from(const struct question *question, uint32_t off)
{
	uint32_t low = 0, high = question->hits.n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (question->hits.items[middle].at.start < off) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

bool question_find(struct question *question, const struct dossier *dossier, const struct doc *doc, doc_id id,
	uint32_t from, bool back, struct range *out)
{
	uint32_t i;

	if (!answer(question, dossier, doc, id)) {
		return false;
	}
	i = first_from(question, from);
	if (back ? i == 0 : i == question->hits.n) {
		return false;
	}
	*out = question->hits.items[back ? i - 1 : i].at;
	return true;
}

uint32_t question_all(struct question *question, const struct dossier *dossier, const struct doc *doc,
	doc_id id, struct range within, struct range *out, uint32_t max)
{
	uint32_t n = 0;

	if (!answer(question, dossier, doc, id)) {
		return 0;
	}
	for (uint32_t i = first_from(question, within.start); i < question->hits.n && n < max &&
		question->hits.items[i].at.start < within.end; i++) {
		uint32_t end = n == 0 ? 0 : out[n - 1].end;
		struct range at = question->hits.items[i].at;

		/* Answers may overlap; what is shown may not. */
		if (at.start >= end) {
			out[n++] = at;
		}
	}
	return n;
}

void question_forget(struct question *question)
{
	question->names = question->links = NULL;
}

void question_finish(struct question *question)
{
	buf_finish(&question->text);
	query_free(question->query);
	free(question->hits.items);
	*question = (struct question){0};
}
