#include "read/results_notes.h"

#include "base/visible.h"
#include "read/context.h"
#include "texts/made.h"

#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_COLS = 7, CANDIDATE_COLS = 9, MOST = 10000, DAY_BYTES = 10, LEAST_COLS = 12 };

/* The document of a note or a candidate; NULL where it cannot be read any more. */
static const struct doc *doc_of(const struct dossier *dossier, const struct noted *noted)
{
	const struct doc *doc = noted->doc.i < dossier->catalog.n
		? catalog_doc(&dossier->catalog, noted->doc) : NULL;

	return doc == NULL || doc->nparas == 0 ? NULL : doc;
}

/* The list being made. */
struct making {
	const struct dossier *dossier;
	const struct pick_query *query;
	struct made made;
	struct notes_list *list;
	struct lines lines; /* scratch */
	struct buf text;
	uint32_t cols;
};

static void line_put(struct making *of, bool faint)
{
	made_line(&of->made, buf_span(&of->text));
	of->made.failed |= of->text.failed;
	if (faint) {
		made_mark(&of->made, (uint32_t)of->text.n, MARK_FAINT);
	}
	buf_clear(&of->text);
}

/* The line that was just put leads to the passage, or to a candidate for it. */
static void line_link(struct making *of, const struct noted *noted, uint32_t candidate)
{
	struct notes_list *list = of->list;
	bool lost = noted->state == ANCHOR_ORPHAN;
	doc_id doc = lost && candidate == UINT32_MAX ? DOC_NONE : noted->doc;
	struct notes_line line = {.candidate = candidate};

	if (!arena_copy(&list->arena, noted->note->id, &line.id) ||
		!array_reserve(&list->lines, &list->cap, list->n + 1, sizeof(*list->lines))) {
		list->failed = true;
		return;
	}
	list->lines[list->n++] = line;
	made_link(&of->made, doc, candidate == UINT32_MAX ? noted->at : noted->candidates[candidate]);
}

/* Stored words on one line: runs of white space as one blank. */
static void put_flat(struct span text, uint32_t most, struct buf *out)
{
	bool blank = false;

	text = span_trim(text);
	text.n = text.n < (size_t)most * 4 ? text.n : (size_t)most * 4;
	for (size_t i = 0; i < text.n; i++) {
		bool space = text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t';

		if (!space || !blank) {
			buf_putc(out, space ? ' ' : text.p[i]);
		}
		blank = space;
	}
}

void results_notes_quote(const struct dossier *dossier, const struct noted *noted, uint32_t most,
	struct buf *out)
{
	bool exact = noted->state == ANCHOR_EXACT || noted->state == ANCHOR_MOVED;
	const struct doc *doc = exact ? doc_of(dossier, noted) : NULL;
	struct range at = noted->at;
	uint32_t end;

	if (doc == NULL) {
		put_flat(noted->note->anchor.quote, most, out);
		return;
	}
	end = doc->paras[doc_para_at(doc, at.start)].at.end;
	at.end = at.end < end ? at.end : end;
	context_flat(doc, at, most, out);
	buf_puts(out, at.end < noted->at.end ? " …" : "");
}

/* Appends “the words”, cut to the columns that are left on the line. */
static void put_quote(struct making *of, const struct noted *noted)
{
	uint32_t used = (uint32_t)visible_cols(buf_span(&of->text)) + 2;
	uint32_t room = of->cols > used + LEAST_COLS ? of->cols - used : LEAST_COLS;
	struct buf quote = {0};

	results_notes_quote(of->dossier, noted, room + 1, &quote);
	buf_puts(&of->text, "“");
	visible_put_cut(&of->text, buf_span(&quote), room, false);
	buf_puts(&of->text, "”");
	buf_finish(&quote);
}

/* The note, wrapped, each of its lines beginning anew. */
static void put_body(struct making *of, struct span body)
{
	struct span line;

	body = span_trim(body);
	while (body.n > 0 && span_cut(&body, '\n', &line)) {
		lines_clear(&of->lines);
		lines_wrapped(line, NUMBER_COLS, of->cols, UINT32_MAX, ROLE_PANEL, &of->lines);
		of->made.failed |= of->lines.failed;
		for (uint32_t i = 0; i < of->lines.n; i++) {
			const struct line *row = &of->lines.items[i];

			for (uint32_t k = 0; k < row->npieces; k++) {
				buf_put(&of->text, of->lines.pieces[row->piece + k].text);
			}
			line_put(of, true);
		}
	}
}

/* "#islands #1956  yellow  2026-11-21  Title": what is known besides. */
static void put_about(struct making *of, const struct noted *noted)
{
	const struct note *note = noted->note;
	struct span day = note->created;
	const char *colour = note_colour_word(note->colour);

	day.n = day.n < DAY_BYTES ? day.n : DAY_BYTES;
	buf_printf(&of->text, "%*s", NUMBER_COLS, "");
	note_tags_put(note, "#", &of->text);
	buf_puts(&of->text, note->ntags > 0 ? "  " : "");
	buf_puts(&of->text, colour);
	buf_puts(&of->text, colour[0] != '\0' ? "  " : "");
	buf_put(&of->text, day);
	if (note->rival.n > 0) {
		buf_puts(&of->text, "  somebody else changed it meanwhile: both are kept");
	}
	if (of->query->order != PICK_BY_DOCUMENT && noted->state != ANCHOR_ORPHAN) {
		uint32_t used = (uint32_t)visible_cols(buf_span(&of->text)) + 2;

		buf_puts(&of->text, "  ");
		visible_put_cut(&of->text, catalog_head(&of->dossier->catalog, noted->doc.i)->title,
			of->cols > used + LEAST_COLS ? of->cols - used : LEAST_COLS, false);
	}
	line_put(of, true);
}

/* Places that an orphan may belong to. */
static void put_candidates(struct making *of, const struct noted *noted)
{
	const struct doc *doc = doc_of(of->dossier, noted);

	for (uint32_t i = 0; i < noted->ncandidates && doc != NULL; i++) {
		struct range at = noted->candidates[i];
		uint32_t end = doc->paras[doc_para_at(doc, at.start)].at.end, used;
		struct buf words = {0};

		at.end = at.end < end ? at.end : end;
		buf_printf(&of->text, "%*s? ¶%u  ", CANDIDATE_COLS - 2, "",
			doc_number_at(doc, at.start));
		used = (uint32_t)visible_cols(buf_span(&of->text));
		context_flat(doc, at, of->cols, &words);
		visible_put_cut(&of->text, buf_span(&words),
			of->cols > used + LEAST_COLS ? of->cols - used : LEAST_COLS, false);
		buf_finish(&words);
		line_put(of, false);
		line_link(of, noted, i);
	}
}

static void put_entry(struct making *of, const struct picked *item)
{
	const struct noted *noted = &of->dossier->notes.items[item->item];
	bool lost = noted->state == ANCHOR_ORPHAN;
	const struct doc *doc = lost ? NULL : doc_of(of->dossier, noted);
	char number[16];

	if (doc == NULL) {
		snprintf(number, sizeof(number), "¶%u?", noted->note->anchor.para);
	} else {
		snprintf(number, sizeof(number), "¶%u",
			doc_number_at(doc, noted->at.start));
	}
	buf_printf(&of->text, "%-*s", NUMBER_COLS + 1, number);
	if (noted->state != ANCHOR_EXACT) {
		buf_printf(&of->text, "%s  ", anchor_state_word(noted->state));
	}
	put_quote(of, noted);
	line_put(of, false);
	line_link(of, noted, UINT32_MAX);
	put_body(of, noted->note->body);
	put_about(of, noted);
	if (lost) {
		put_candidates(of, noted);
	}
	made_break(&of->made);
}

/* How many entries from i on stand under one heading. */
static uint32_t group_size(const struct pick *pick, uint32_t i)
{
	uint32_t n = 1;

	while (i + n < pick->n && pick_together(&pick->items[i], &pick->items[i + n])) {
		n++;
	}
	return n;
}

static void put_heading(struct making *of, const struct pick *pick, uint32_t i)
{
	const struct picked *item = &pick->items[i];
	enum pick_order order = of->query->order;

	if (item->lost) {
		buf_puts(&of->text, "Not found any more");
	} else if (item->rest) {
		buf_puts(&of->text, order == PICK_BY_TAG ? "without a tag" : "no entity");
	} else if (order == PICK_BY_DOCUMENT) {
		const struct doc_head *doc = catalog_head(&of->dossier->catalog, item->number);

		doc_date_put(&doc->date, &of->text);
		buf_puts(&of->text, of->text.n > 0 ? "  " : "");
		buf_put(&of->text, doc->title);
	} else {
		buf_puts(&of->text, order == PICK_BY_TAG ? "#" : "");
		buf_put(&of->text, item->group);
	}
	buf_printf(&of->text, "  (%u)", group_size(pick, i));
	made_heading(&of->made, 2, buf_span(&of->text));
	buf_clear(&of->text);
}

/* "Notes: 12, by tag". */
static void put_title(const struct making *of, const struct pick *pick, struct buf *out)
{
	static const char *const orders[] = {"", ", by date", ", by tag", ", by entity"};
	const struct pick_query *query = of->query;

	buf_puts(out, "Notes");
	if (query->doc.i < of->dossier->catalog.n) {
		buf_puts(out, " in ");
		buf_put(out, catalog_head(&of->dossier->catalog, query->doc.i)->title);
	}
	buf_printf(out, ": %u%s", pick->notes, orders[query->order]);
	if (query->tag.n > 0) {
		buf_printf(out, ", #%.*s", SPAN_ARG(query->tag));
	}
	if (query->ent.i != ENT_NONE.i) {
		buf_printf(out, ", about %.*s",
			SPAN_ARG(entities_name(&of->dossier->ents, query->ent)));
	}
	if (query->since.n > 0) {
		buf_printf(out, ", since %.*s", SPAN_ARG(query->since));
	}
	if (query->words.n > 0) {
		buf_printf(out, ", with “%.*s”", SPAN_ARG(query->words));
	}
}

static void put_all(struct making *of, const struct pick *pick)
{
	if (pick->n == 0) {
		made_prose(&of->made, of->dossier->notes.n == 0
			? SPAN("No notes yet: a in a document bookmarks the paragraph, v selects less.")
			: SPAN("No note is like that."));
	}
	for (uint32_t i = 0; i < pick->n && i < MOST; i++) {
		/* The title says already which document it is. */
		bool known = of->query->order == PICK_BY_DOCUMENT && !pick->items[i].lost &&
			of->query->doc.i != DOC_NONE.i;

		if (!known && (i == 0 || !pick_together(&pick->items[i - 1], &pick->items[i]))) {
			put_heading(of, pick, i);
		}
		put_entry(of, &pick->items[i]);
	}
	if (pick->n > MOST) {
		buf_printf(&of->text, "and %u more, not listed here", pick->n - MOST);
		made_prose(&of->made, buf_span(&of->text));
	}
}

bool results_notes(const struct dossier *dossier, const struct pick_query *query, int measure,
	struct doc *out, struct notes_list *list, struct err *err)
{
	struct notes_list made = {0};
	struct making of = {.dossier = dossier, .query = query, .list = &made,
		.cols = (uint32_t)measure};
	struct pick pick = {0};
	struct buf title = {0};
	bool done = pick_make(&pick, dossier, query, err);

	if (done) {
		put_all(&of, &pick);
		put_title(&of, &pick, &title);
		done = made.failed ? err_memory(err)
				   : made_doc(&of.made, buf_span(&title), out, err);
	}
	if (done) {
		*list = made;
	} else {
		results_notes_finish(&made);
	}
	made_finish(&of.made);
	lines_finish(&of.lines);
	buf_finish(&of.text);
	buf_finish(&title);
	pick_finish(&pick);
	return done;
}

void results_notes_finish(struct notes_list *list)
{
	free(list->lines);
	arena_finish(&list->arena);
	*list = (struct notes_list){0};
}
