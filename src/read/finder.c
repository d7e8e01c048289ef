#include "read/finder.h"

#include "find/words_sift.h"

#include <stdlib.h>

enum { CHUNK = 256, PART = 1 << 20 }; /* matches asked for at a time; bytes of a long document */

/* Asks the word index for what finder looks for. */
static bool ask(struct finder *finder, struct err *err)
{
	const struct dossier *dossier = finder->dossier;
	const struct catalog *catalog = &dossier->catalog;
	struct span pattern;
	bool exact;

	if (!words_open(&finder->words, dossier->words, catalog, err)) {
		return false;
	}
	if (finder->query != NULL) {
		return query_sift(finder->query, &finder->words, &dossier->xref, &finder->asked, err);
	}
	if (!search_plain(finder->search, &pattern, &exact)) {
		pattern = search_literal(finder->search);
	}
	return words_sift(&finder->words, pattern, exact ? WORDS_SIFT_EXACT : 0, &finder->spots, err);
}

/* How a document has to be looked at; of a question, WORDS_WHOLE is for query_in_spots to judge. */
static enum words_may may(const struct finder *finder, uint32_t i)
{
	if (finder->query != NULL) {
		return finder->asked.may[i] ? WORDS_WHOLE : WORDS_NOT;
	}
	return (enum words_may)finder->spots.may[i];
}

/* Takes over what has been made, or drops it. */
static bool make(struct finder *finder, struct finder *out, struct err *err)
{
	if (!ask(finder, err)) {
		finder_finish(finder);
		return false;
	}
	finder->end = finder->dossier->catalog.n;
	for (uint32_t i = 0; i < finder->end; i++) {
		finder->left += may(finder, i) != WORDS_NOT;
	}
	*out = *finder;
	return true;
}

bool finder_make(struct finder *out, const struct dossier *dossier, struct search *search,
	struct err *err)
{
	struct finder finder = {.dossier = dossier, .pattern = search_pattern(search),
		.search = search};

	return make(&finder, out, err);
}

bool finder_ask(struct finder *out, const struct dossier *dossier, struct span question,
	struct err *err)
{
	struct finder finder = {.dossier = dossier, .pattern = question,
		.query = query_new(question, &dossier->ents, err)};

	return finder.query != NULL && make(&finder, out, err);
}

/* All matches of the search that begin within a range of the part's text. */
static bool search_within(struct finder *finder, struct range within, struct err *err)
{
	uint32_t more = CHUNK;

	finder->looked = within.end - within.start;
	while (more == CHUNK) {
		if (!array_reserve(&finder->found, &finder->cap, finder->n + CHUNK,
			    sizeof(*finder->found))) {
			return err_memory(err);
		}
		more = search_all(finder->search, finder->doc, within, finder->found + finder->n,
			CHUNK);
		finder->n += more;
		within.start = finder->n > 0 ? finder->found[finder->n - 1].end : within.start;
	}
	finder->times[0] += finder->n;
	if (search_trouble(finder->search) != NULL) {
		finder->trouble = search_trouble(finder->search);
	}
	doc_passed(finder->doc, within.end - finder->looked, within.end);
	return true;
}

/* All of them in the part's text. */
static bool search_in(struct finder *finder, struct err *err)
{
	return search_within(finder, (struct range){0, (uint32_t)finder->doc->text.n}, err);
}

/* Makes a document as a whole the part. */
static void open_doc(struct finder *finder, doc_id id)
{
	const struct catalog *catalog = &finder->dossier->catalog;

	finder->drop = !catalog_is_loaded(catalog, id);
	finder->doc = catalog_doc(catalog, id);
	finder->id = id;
	finder->base = finder->source = finder->n = 0;
}

void finder_leave(struct finder *finder)
{
	/* A long one is mapped and takes no memory: it stays for its next part. */
	if (finder->drop && finder->at == 0) {
		catalog_drop(&finder->dossier->catalog, finder->id);
	}
	finder->drop = false;
	finder->doc = NULL;
}

static bool take_hits(struct finder *finder, struct err *err)
{
	const struct query_hits *hits = &finder->hits;

	if (!array_reserve(&finder->found, &finder->cap, hits->n + 1, sizeof(*finder->found))) {
		return err_memory(err);
	}
	for (finder->n = 0; finder->n < hits->n; finder->n++) {
		finder->found[finder->n] = hits->items[finder->n].at;
	}
	return true;
}

/*
 * The next part of a long document that is mapped, or all of a document: where the walk is in it stays in
 * finder->at, 0 behind the last part.
 */
static bool find_on(struct finder *finder, doc_id id, struct err *err)
{
	uint32_t at = finder->at, n;

	open_doc(finder, id);
	n = (uint32_t)finder->doc->text.n;
	if (n <= PART || doc_memory(finder->doc) > 0) {
		finder->at = 0;
		return search_in(finder, err);
	}
	at = at < n ? at : n; /* another text by now */
	finder->at = n - at > PART ? at + PART : 0;
	return search_within(finder, (struct range){at, finder->at > 0 ? finder->at : n}, err);
}

/* Drops the pass over a long document. */
static void drop_pass(struct finder *finder)
{
	query_in_free(finder->pass);
	finder->pass = NULL;
}

/* Looks for answers in a long document that is mapped, a part of it in each step; or in any other one. */
static bool answer_on(struct finder *finder, doc_id id, struct err *err)
{
	const struct xref *xref = &finder->dossier->xref;
	const struct doc *doc;
	bool more;

	open_doc(finder, id);
	doc = finder->doc;
	finder->looked = (uint32_t)doc->text.n;
	if (doc->text.n <= PART || doc_memory(doc) > 0) {
		finder->at = 0;
		drop_pass(finder);
		return query_in(finder->query, doc, id, xref, &finder->hits, err) &&
			take_hits(finder, err);
	}
	if (finder->pass == NULL || finder->of.p != doc->text.p || finder->of.n != doc->text.n) {
		drop_pass(finder);
		finder->of = doc->text;
		finder->pass = query_in_new(finder->query, doc, id, xref, err);
	}
	finder->looked = PART;
	if (finder->pass == NULL || !query_in_go(finder->pass, doc, PART, &more, err)) {
		return false;
	}
	finder->at = more;
	if (more) {
		return true;
	}
	more = query_in_end(finder->pass, &finder->hits, err) && take_hits(finder, err);
	drop_pass(finder);
	return more;
}

static bool find_whole(struct finder *finder, doc_id id, struct err *err)
{
	finder->at = 0;
	return finder->query != NULL ? answer_on(finder, id, err) : find_on(finder, id, err);
}

/* Makes a paragraph of the document the part. False where its file is not what it was any more. */
static bool open_para(struct finder *finder, const struct words_para *para)
{
	if (!window_open(&finder->window, &finder->dossier->catalog, finder->id, para)) {
		return false;
	}
	finder->doc = &finder->window.doc;
	finder->base = finder->window.base;
	finder->source = finder->window.source;
	finder->looked = (uint32_t)finder->doc->text.n;
	finder->n = 0;
	return true;
}

/* A file that was good for its first paragraph and is not for another. */
static bool say_changed(struct finder *finder)
{
	finder->trouble = "search: a document has changed meanwhile";
	finder->inside = false;
	finder->n = 0;
	return true;
}

/* The next paragraph that may hold the pattern. */
static bool step_para(struct finder *finder, struct err *err)
{
	bool first = finder->walk.paras.started == 0;

	if (!words_spots_next(&finder->walk)) {
		finder->inside = false;
		finder->n = 0;
		return true;
	}
	if (open_para(finder, &finder->walk.paras.now)) {
		return search_in(finder, err);
	}
	if (!first) {
		return say_changed(finder);
	}
	finder->inside = false;
	return find_whole(finder, finder->id, err);
}

/*
 * Where an answer stands in the part. False where the words are not those that the index has, or, and
 * `failed` is set then, memory is short.
 */
static bool place_of(struct finder *finder, const struct query_hit *hit, struct range *at)
{
	const struct words_paras *paras = &finder->walk.paras;
	struct query_exact *exact = &finder->exact;
	uint32_t end = (uint32_t)finder->doc->text.n;

	*at = (struct range){hit->at.start - finder->base, hit->at.end - finder->base};
	at->end = at->end < end ? at->end : end;
	if (!hit->rough) {
		return true;
	}
	if (exact->n == 0 && !query_exact_cut(exact, finder->doc)) {
		exact->failed = true;
		return false;
	}
	if (exact->n != paras->words || hit->first - paras->first >= exact->n) {
		return false;
	}
	at->start = exact->at[hit->first - paras->first].start;
	at->end = hit->last - paras->first < exact->n ? exact->at[hit->last - paras->first].end : end;
	return true;
}

/* All answers of the paragraph that is the part. False as above. */
static bool place_all(struct finder *finder)
{
	const struct query_hits *hits = &finder->hits;
	uint32_t para = finder->walk.paras.index;

	finder->exact.n = 0;
	for (; finder->hit < hits->n && hits->items[finder->hit].para == para; finder->hit++) {
		struct range at, *last = &finder->found[finder->n - (finder->n > 0)];

		if (!place_of(finder, &hits->items[finder->hit], &at)) {
			return false;
		}
		/* Two words may come from one character, as those of a fraction. */
		if (finder->n == 0 || at.start != last->start || at.end != last->end) {
			finder->found[finder->n++] = at;
		}
	}
	return true;
}

/* Goes to the next paragraph with answers. False where that cannot be read, or is another by now. */
static bool open_hits(struct finder *finder)
{
	struct words_paras *paras = &finder->walk.paras;

	while (paras->started == 0 || paras->index < finder->hits.items[finder->hit].para) {
		if (!words_paras_next(paras)) {
			return false;
		}
	}
	return open_para(finder, &paras->now) && place_all(finder);
}

/* The next paragraph with answers to the question. */
static bool step_hits(struct finder *finder, struct err *err)
{
	const struct query_hits *hits = &finder->hits;
	bool first = finder->hit == 0;

	if (!array_reserve(&finder->found, &finder->cap, hits->n + 1, sizeof(*finder->found))) {
		return err_memory(err);
	}
	finder->exact.failed = false;
	if (finder->quiet) {
		finder->looked = 0;
		finder->n = hits->n - finder->hit;
		finder->hit = hits->n;
	} else if (!open_hits(finder)) {
		finder->inside = false;
		return finder->exact.failed ? err_memory(err)
			: first ? find_whole(finder, finder->id, err) : say_changed(finder);
	}
	finder->inside = finder->hit < hits->n;
	return true;
}

/* Begins with the document `id`, and finds what is in its first part. */
static bool step_doc(struct finder *finder, doc_id id, struct err *err)
{
	const struct dossier *dossier = finder->dossier;
	bool whole;

	finder->id = id;
	finder->n = 0;
	if (finder->query == NULL) {
		if (finder->spots.may[id.i] == WORDS_WHOLE) {
			return find_whole(finder, id, err);
		}
		finder->inside = true;
		words_spots_start(&finder->spots, &finder->words, id, &finder->walk);
		return step_para(finder, err);
	}
	if (!query_in_spots(finder->query, &finder->asked, &finder->words, id, &dossier->xref,
		    &finder->window, &finder->hits, &whole, err)) {
		return false;
	}
	if (whole) {
		return find_whole(finder, id, err);
	}
	finder->hit = 0;
	finder->inside = finder->hits.n > 0;
	words_doc_paras(&finder->words, id, &finder->walk.paras);
	return !finder->inside || step_hits(finder, err);
}

bool finder_step(struct finder *finder, struct err *err)
{
	err->msg[0] = '\0';
	finder_leave(finder);
	if (finder->at > 0) {
		return finder->query != NULL ? answer_on(finder, finder->id, err)
					     : find_on(finder, finder->id, err);
	}
	if (finder->inside) {
		return finder->query == NULL ? step_para(finder, err) : step_hits(finder, err);
	}
	while (finder->next < finder->end) {
		doc_id id = {finder->next++};

		if (may(finder, id.i) != WORDS_NOT) {
			finder->left -= finder->left > 0;
			finder->times[0] = 0;
			return step_doc(finder, id, err);
		}
	}
	return false;
}

const uint32_t *finder_times(const struct finder *finder)
{
	return finder->query != NULL ? finder->hits.times : finder->times;
}

void finder_only(struct finder *finder, doc_id id)
{
	finder->at = 0;
	finder_leave(finder);
	drop_pass(finder);
	finder->inside = false;
	finder->next = id.i;
	finder->end = id.i + 1;
}

void finder_finish(struct finder *finder)
{
	finder->at = 0;
	finder_leave(finder);
	drop_pass(finder);
	search_free(finder->search);
	query_free(finder->query);
	query_sift_finish(&finder->asked);
	words_spots_finish(&finder->spots);
	words_close(&finder->words);
	window_close(&finder->window);
	query_exact_finish(&finder->exact);
	free(finder->hits.items);
	free(finder->found);
	*finder = (struct finder){0};
}
