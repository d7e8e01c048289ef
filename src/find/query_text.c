#include "find/query_text.h"

#include "base/sorted.h"

#include <stdlib.h>

bool query_text_begin(struct query_text *text, const struct query *query)
{
	*text = (struct query_text){.query = query};
	text->places = calloc((size_t)query->nwords + 1, sizeof(*text->places));
	return text->places != NULL;
}

static void note_place(struct query_text *text, struct query_text_places *places)
{
	if (!array_reserve(&places->items, &places->cap, places->n + 1, sizeof(*places->items))) {
		text->failed = true;
		return;
	}
	places->items[places->n++] = text->number;
}

static void take_word(void *owner, struct span word)
{
	struct query_text *text = owner;
	const struct query *query = text->query;
	const struct fold *view = &text->cut.view;
	uint32_t start = (uint32_t)(text->cut.at.p - view->p);
	struct range at = fold_range(view, start, start + (uint32_t)text->cut.at.n);

	if (!array_reserve(&text->words, &text->cwords, text->nwords + 1, sizeof(*text->words))) {
		text->failed = true;
		return;
	}
	for (uint32_t i = 0; i < query->nwords && !text->known; i++) {
		const struct query_word *asked = &query->words[i];

		if (asked->prefix ? span_starts(word, asked->folded) : span_eq(word, asked->folded)) {
			note_place(text, &text->places[i]);
		}
	}
	text->words[text->nwords++] = (struct query_text_word){text->number++,
		{text->base + at.start, text->base + at.end}};
}

/* Cuts a paragraph of doc, whose text begins at `base` in the document. */
static bool cut(struct query_text *text, const struct doc *doc, struct range at, uint32_t base)
{
	text->cut.word = take_word;
	text->cut.owner = text;
	text->base = base;
	if (!fold_make(&text->cut.view, doc, at, 0)) {
		text->failed = true;
		return false;
	}
	words_cut_folded(&text->cut, (struct span){text->cut.view.p, text->cut.view.n});
	return !text->failed;
}

static bool put_para(struct query_text *text, struct query_text_para para)
{
	if (!array_reserve(&text->paras, &text->cparas, text->nparas + 1, sizeof(*text->paras))) {
		text->failed = true;
		return false;
	}
	text->paras[text->nparas++] = para;
	return true;
}

bool query_text_list(struct query_text *text, struct words_paras walk)
{
	while (words_paras_next(&walk)) {
		if (!put_para(text, (struct query_text_para){.now = walk.now, .first = walk.first,
				.words = walk.words})) {
			return false;
		}
	}
	return true;
}

bool query_text_list_doc(struct query_text *text, const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nparas; i++) {
		if (!put_para(text, (struct query_text_para){.now.para = doc->paras[i]})) {
			return false;
		}
	}
	return true;
}

/* How many places have been found. */
static uint64_t count_places(const struct query_text *text)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < text->query->nwords; i++) {
		n += text->places[i].n;
	}
	return n;
}

bool query_text_go(struct query_text *text, const struct doc *doc, uint32_t bytes, bool *more)
{
	uint32_t looked = 0;

	for (; text->next < text->nparas && looked < bytes; text->next++) {
		struct query_text_para *para = &text->paras[text->next];
		uint64_t places = count_places(text);
		uint32_t kept = text->nwords;

		para->first = text->number;
		if (!cut(text, doc, para->now.para.at, 0)) {
			return false;
		}
		para->words = text->number - para->first;
		para->exact = para->wanted || count_places(text) > places;
		text->nwords = para->exact ? text->nwords : kept;
		looked += para->now.para.at.end - para->now.para.at.start;
		doc_passed(doc, para->now.para.at.start, para->now.para.at.end);
	}
	*more = text->next < text->nparas;
	return true;
}

bool query_text_known(struct query_text *text, const struct query_lists *lists, uint32_t seg,
	const struct words_doc *doc)
{
	text->known = true;
	for (uint32_t i = 0; i < text->query->nwords && !text->failed; i++) {
		struct words_list *list = query_lists_of(lists, seg, i);
		uint32_t place = words_list_from(list, doc->base);

		for (; place != WORDS_LIST_END && place - doc->base < doc->n && !text->failed;
			place = words_list_next(list)) {
			text->number = place - doc->base;
			note_place(text, &text->places[i]);
		}
	}
	return !text->failed;
}

bool query_text_some(struct query_text *text, const struct catalog *catalog, doc_id id,
	struct window *window)
{
	for (uint32_t i = 0; i < text->nparas; i++) {
		struct query_text_para *para = &text->paras[i];

		if (!para->wanted) {
			continue;
		}
		text->number = para->first;
		if (!window_open(window, catalog, id, &para->now) ||
			!cut(text, &window->doc, window->para.at, window->base) ||
			text->number != para->first + para->words) {
			return false;
		}
		para->exact = true;
	}
	return true;
}

uint32_t query_text_para(const struct query_text *text, uint32_t off)
{
	return text->nparas == 0 ? 0 : sorted_last(&text->paras->now.para.at.start, text->nparas,
		sizeof(*text->paras), off);
}

uint32_t query_text_para_of(const struct query_text *text, uint32_t number, uint32_t from)
{
	while (from + 1 < text->nparas &&
		number - text->paras[from].first >= text->paras[from].words) {
		from++;
	}
	return from;
}

struct range query_text_at(const struct query_text *text, uint32_t number, uint32_t para)
{
	const struct query_text_para *of = &text->paras[para];
	uint32_t start = of->now.para.at.start + number - of->first;

	if (!of->exact) {
		return (struct range){start, start + 1};
	}
	return text->words[sorted_last(text->words, text->nwords, sizeof(*text->words), number)].at;
}

uint32_t query_text_from(const struct query_text *text, uint32_t off)
{
	const struct query_text_para *para = &text->paras[query_text_para(text, off)];
	uint32_t behind = para->first + para->words;
	uint32_t i = text->nwords == 0 ? 0 : sorted_from(&text->words->at.start, text->nwords,
		sizeof(*text->words), off);

	/* The next word may stand in a paragraph that was not taken. */
	return i < text->nwords && text->words[i].number < behind ? text->words[i].number : behind;
}

void query_text_finish(struct query_text *text)
{
	for (uint32_t i = 0; i < text->query->nwords && text->places != NULL; i++) {
		free(text->places[i].items);
	}
	free(text->places);
	free(text->words);
	free(text->paras);
	words_cut_finish(&text->cut);
	*text = (struct query_text){.query = text->query};
}
