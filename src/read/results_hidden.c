#include "read/listing.h"
#include "read/results.h"
#include "texts/hidden.h"

enum { SORT_COLS = 20 };

#define LOOK_MOST (16u << 20) /* bytes of a longer text that places are looked for in */

/* "   2 on this line        17 in all  bidi controls", a line for each sort that there is. */
static void put_totals(struct listing *list, const uint32_t here[], const uint32_t all[])
{
	for (unsigned i = 0; i < HIDDEN_SORTS; i++) {
		buf_clear(&list->text);
		buf_printf(&list->text, "%6u on this line %9u in all  %s", here[i], all[i],
			visible_sort(i, all[i]));
		if (all[i] > 0) {
			made_line(&list->made, buf_span(&list->text));
		}
	}
	made_break(&list->made);
}

/* The sort that a glyph is counted as first; HIDDEN_SORTS where it hides nothing. */
static unsigned sort_of(const struct doc *doc, const struct glyph *glyph)
{
	uint32_t counts[HIDDEN_SORTS] = {0};
	unsigned sort = 0;

	visible_count(doc->text, glyph, counts);
	while (sort < HIDDEN_SORTS && counts[sort] == 0) {
		sort++;
	}
	return sort;
}

/* "bidi control         ¶14  …context <202E> context…", leading to the place. */
static void put_place(struct listing *list, const struct doc *doc, doc_id id, struct range at,
	unsigned sort)
{
	uint32_t cols = list->cols;
	struct buf line = {0};
	struct range words;

	buf_printf(&line, "%-*s", SORT_COLS, visible_sort(sort, 1));
	list->cols = cols > 2 * SORT_COLS ? cols - SORT_COLS : SORT_COLS;
	words = listing_words(list, doc, at);
	list->cols = cols;
	words.start += (uint32_t)line.n;
	words.end += (uint32_t)line.n;
	buf_put(&line, buf_span(&list->text));
	listing_line(list, buf_span(&line), words, id, at);
	list->made.failed |= line.failed;
	buf_finish(&line);
}

/* The places of one paragraph; a run of one sort is one place. */
static void put_places(struct listing *list, const struct doc *doc, doc_id id, struct range at)
{
	struct range run = {at.start, at.start};
	unsigned last = HIDDEN_SORTS;

	while (run.end <= at.end && list->count < RESULTS_MAX) {
		struct glyph glyph = {.end = at.end + 1};
		unsigned sort = HIDDEN_SORTS;

		if (run.end < at.end) {
			hidden_next(doc, at.end, run.end, false, &glyph);
			sort = sort_of(doc, &glyph);
		}
		if (sort != last) {
			if (last < HIDDEN_SORTS) {
				put_place(list, doc, id, run, last);
			}
			run.start = run.end;
			last = sort;
		}
		run.end = (uint32_t)glyph.end;
	}
}

/*
 * The places of paragraphs from `from` on, as many as are worth a list and can be looked at in a
 * moment; returns the paragraph behind the last one.
 */
static uint32_t put_all(struct listing *list, const struct doc *of, doc_id id, uint32_t from)
{
	uint32_t i = from;

	for (; i < of->nparas && list->count < RESULTS_MAX &&
		of->paras[i].at.start - of->paras[from].at.start < LOOK_MOST; i++) {
		uint32_t counts[HIDDEN_SORTS] = {0};

		hidden_count(of, of->paras[i].at, counts);
		if (hidden_sum(counts) > 0) {
			put_places(list, of, id, of->paras[i].at);
		}
		doc_passed(of, of->paras[i].at.start, of->paras[i].at.end);
	}
	return i;
}

bool results_hidden(const struct doc *of, doc_id id, struct range line, int measure,
	struct doc *out, struct err *err)
{
	struct listing list = {.cols = (uint32_t)measure};
	uint32_t here[HIDDEN_SORTS] = {0}, end;

	hidden_count(of, line, here);
	put_totals(&list, here, of->hides);
	end = put_all(&list, of, id, of->text.n > LOOK_MOST ? doc_para_at(of, line.start) : 0);
	if (end < of->nparas || of->text.n > LOOK_MOST) {
		made_prose(&list.made, SPAN("There may be more, not listed here."));
	}
	buf_clear(&list.text);
	buf_puts(&list.text, "What hides in ");
	buf_put(&list.text, of->title);
	return listing_doc(&list, buf_span(&list.text), out, err);
}
