#include "find/query_text.h"

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
	for (uint32_t i = 0; i < query->nwords; i++) {
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

bool query_text_whole(struct query_text *text, const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nparas; i++) {
		uint32_t first = text->number;

		if (!cut(text, doc, doc->paras[i].at, 0) ||
			!put_para(text, (struct query_text_para){{.para = doc->paras[i]}, first,
				text->number - first, true})) {
			return false;
		}
	}
	return true;
}

bool query_text_list(struct query_text *text, struct words_paras walk)
{
	while (words_paras_next(&walk)) {
		if (!put_para(text, (struct query_text_para){walk.now, walk.first, walk.words, false})) {
			return false;
		}
	}
	return true;
}

bool query_text_some(struct query_text *text, const struct catalog *catalog, doc_id id,
	struct window *window)
{
	for (uint32_t i = 0; i < text->nparas; i++) {
		const struct query_text_para *para = &text->paras[i];

		if (!para->wanted) {
			continue;
		}
		text->number = para->first;
		if (!window_open(window, catalog, id, &para->now) ||
			!cut(text, &window->doc, window->para.at, window->base) ||
			text->number != para->first + para->words) {
			return false;
		}
	}
	return true;
}

struct query_text_para *query_text_para(const struct query_text *text, uint32_t off)
{
	uint32_t low = 0, high = text->nparas;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (text->paras[middle].now.para.at.start <= off) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return &text->paras[low];
}

struct range query_text_at(const struct query_text *text, uint32_t number)
{
	uint32_t low = 0, high = text->nwords;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (text->words[middle].number <= number) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return text->words[low].at;
}

uint32_t query_text_from(const struct query_text *text, uint32_t off)
{
	const struct query_text_para *para = query_text_para(text, off);
	uint32_t low = 0, high = text->nwords, behind = para->first + para->words;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (text->words[middle].at.start < off) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	/* The next word may stand in a paragraph that was not taken. */
	return low < text->nwords && text->words[low].number < behind ? text->words[low].number : behind;
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
