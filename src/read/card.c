#include "read/card.h"

#include "read/context.h"
#include "read/results_notes.h"

enum {
	CHOICE_COLS = 2, SIGN_COLS = 2,
	PARA_COLS = 5,
	LEFT_MOST = 36,
	FEW_ROWS = 20,
	RULE_PARTS = 4, /* columns of a rule around its words: " ─ " and the blank at its end */
	ALSO_LEAST = 12, /* columns for other names, or none are shown */
};

static unsigned kind_role(const struct panel *panel, uint32_t ent)
{
	return line_kind_role(panel->dossier->ents.items[ent].kind);
}

/* The rest of a rule, with words before its end if there are any. */
static void end_rule(struct span right, struct lines *out)
{
	lines_add(out, SPAN(" "), ROLE_RULE, 0);
	lines_fill(out, SPAN("─"), 0, ROLE_RULE);
	if (right.n > 0) {
		lines_add_flagged(out, SPAN(" "), ROLE_RULE, 0, PIECE_RIGHT);
		lines_copy(out, right, ROLE_PANEL_DIM, 0, PIECE_RIGHT);
		lines_add_flagged(out, SPAN(" "), ROLE_RULE, 0, PIECE_RIGHT);
	}
	lines_end(out, ROLE_PANEL, 0);
}

void card_rule(struct span left, struct span right, uint32_t cols, struct lines *out)
{
	uint32_t tail = right.n == 0 ? 0 : (uint32_t)visible_cols(right) + 2;

	lines_add(out, SPAN("─ "), ROLE_RULE, 0);
	if (cols > 6 + tail) {
		lines_cut(out, left, cols - 6 - tail, ROLE_PANEL_DIM, 0);
	}
	end_rule(right, out);
}

/* The names of the card's entities, joined by " + " (open: by " or "). */
static void card_names(const struct card *card, struct buf *out)
{
	const struct panel *panel = card->panel;
	bool open = panel->active != MENTION_NONE && !panel->kept &&
		panel_mention(panel, panel->active)->nents == 0;

	for (uint32_t i = 0; i < panel->nents; i++) {
		if (i > 0) {
			buf_puts(out, open ? " or " : " + ");
		}
		buf_put(out, entities_name(&panel->dossier->ents, (ent_id){panel->ents[i]}));
	}
}

/* "also Iturup, 択捉島, Итуруп" of a card of one entity. */
static void card_also(const struct panel *panel, struct buf *out)
{
	const struct entities *ents = &panel->dossier->ents;
	const struct entity *ent = &ents->items[panel->ents[0]];

	for (uint32_t i = 1; i < ent->nnames; i++) {
		buf_puts(out, i == 1 ? "also " : ", ");
		buf_put(out, ents->names[ent->name + i].text);
	}
}

static const char *plural(uint32_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

static void put_count(uint32_t n, const char *of, struct buf *out)
{
	buf_number(out, n, 0);
	buf_puts(out, of);
}

static void card_counts(const struct panel *panel, struct buf *out)
{
	uint32_t open = panel->nitems - panel->settled, docs = panel->dossier->catalog.n;

	if (panel->settled == 0 && open > 0) {
		put_count(open, plural(open, " open mention", " open mentions"), out);
		return;
	}
	put_count(panel->settled, plural(panel->settled, " mention in ", " mentions in "), out);
	put_count(panel->docs, " of ", out);
	put_count(docs, plural(docs, " document", " documents"), out);
	if (open > 0) {
		buf_puts(out, ", ");
		put_count(open, " open", out);
	}
	if (panel->unread > 0) {
		buf_puts(out, ", ");
		put_count(panel->unread, " unread", out);
	}
}

static struct span kind_word(const struct panel *panel)
{
	const struct entities *ents = &panel->dossier->ents;

	return ents->kinds[ents->items[panel->ents[0]].kind];
}

#define COUNTS_HEAD "here  all docs "

static void page_head(struct lines *out)
{
	lines_add(out, SPAN("On this page"), ROLE_PANEL, STYLE_BOLD);
	lines_add_flagged(out, SPAN(COUNTS_HEAD), ROLE_PANEL_DIM, 0, PIECE_RIGHT);
	lines_end(out, ROLE_PANEL, 0);
}

void card_head(const struct card *card, struct lines *out)
{
	const struct panel *panel = card->panel;
	struct buf text = {0};
	struct span kind;

	if (panel->nents == 0) {
		page_head(out);
		return;
	}
	kind = kind_word(panel);
	card_names(card, &text);
	lines_cut(out, buf_span(&text), card->cols - (uint32_t)visible_cols(kind) - 2,
		kind_role(panel, panel->ents[0]), STYLE_BOLD);
	lines_add_flagged(out, kind, ROLE_PANEL_DIM, 0, PIECE_RIGHT);
	lines_add_flagged(out, SPAN(" "), ROLE_PANEL_DIM, 0, PIECE_RIGHT);
	lines_end(out, ROLE_PANEL, 0);
	buf_clear(&text);
	if (panel->nents == 1) {
		const struct entity *ent = &panel->dossier->ents.items[panel->ents[0]];

		card_also(panel, &text);
		lines_wrapped(buf_span(&text), 0, card->cols - 1, card->rows < FEW_ROWS ? 1 : 3,
			ROLE_PANEL_DIM, out);
		if (card->rows >= FEW_ROWS) {
			lines_wrapped(ent->note, 0, card->cols - 1, 3, ROLE_PANEL, out);
		}
		buf_clear(&text);
	}
	card_counts(panel, &text);
	lines_copy(out, buf_span(&text), ROLE_PANEL, 0, 0);
	lines_end(out, ROLE_PANEL, 0);
	buf_finish(&text);
}

void card_title(const struct card *card, struct lines *out)
{
	const struct panel *panel = card->panel;
	struct buf names = {0}, also = {0}, counts = {0};
	uint32_t room;

	card_names(card, &names);
	card_counts(panel, &counts);
	lines_add(out, SPAN("─ "), ROLE_RULE, 0);
	lines_cut(out, buf_span(&names), card->cols / 3, kind_role(panel, panel->ents[0]), STYLE_BOLD);
	room = lines_cols(out) + (uint32_t)counts.n + RULE_PARTS;
	room = card->cols > room ? card->cols - room : 0;
	if (panel->nents == 1) {
		card_also(panel, &also);
	}
	if (also.n > 0 && room > ALSO_LEAST) {
		lines_add(out, SPAN(" "), ROLE_RULE, 0);
		lines_cut(out, buf_span(&also), room - 1, ROLE_PANEL_DIM, 0);
	}
	end_rule(buf_span(&counts), out);
	buf_finish(&names);
	buf_finish(&also);
	buf_finish(&counts);
}

void card_page_title(const struct card *card, uint32_t columns, uint32_t cols, struct lines *out)
{
	uint32_t head = (uint32_t)strlen(COUNTS_HEAD), used;

	lines_add(out, SPAN("─ "), ROLE_RULE, 0);
	lines_add(out, SPAN("On this page"), ROLE_PANEL, STYLE_BOLD);
	lines_add(out, SPAN(" "), ROLE_RULE, 0);
	for (uint32_t i = 0; i < columns && card->panel->nseen > 0; i++) {
		uint32_t end = i * (card->cols + 1) + card->cols;

		used = lines_cols(out) + head + 1;
		if (end >= used) {
			if (end > used) {
				lines_fill(out, SPAN("─"), end - used, ROLE_RULE);
			}
			lines_add(out, SPAN(" " COUNTS_HEAD), ROLE_PANEL_DIM, 0);
		}
	}
	if (lines_cols(out) < cols) {
		lines_fill(out, SPAN("─"), 0, ROLE_RULE);
	}
	lines_end(out, ROLE_PANEL, 0);
}

/* What begins an entry: the sign of the choice or another one, and a paragraph. The entry's ground. */
static unsigned begin_entry(const struct card *card, bool choice, struct span other, uint32_t para,
	struct lines *out)
{
	unsigned ground = choice && card->focus ? ROLE_CHOICE : ROLE_PANEL;
	struct buf number = {0};

	lines_add_flagged(out, choice ? SPAN("▸ ") : other, choice ? ground : ROLE_PANEL_DIM,
		choice ? STYLE_BOLD : 0, choice && card->cursor ? PIECE_CURSOR : 0);
	buf_puts(&number, "¶");
	buf_number_left(&number, para, PARA_COLS - 1);
	lines_copy(out, buf_span(&number), ROLE_PANEL_DIM, 0, 0);
	buf_finish(&number);
	return ground;
}

/* One mention: its paragraph, and its words in what stands around them. */
static void list_mention(const struct card *card, uint32_t index, struct lines *out)
{
	const struct panel *panel = card->panel;
	const struct mention *mention = panel_mention(panel, panel->items[index]);
	const struct doc *doc = catalog_doc(&panel->dossier->catalog, mention->doc);
	bool choice = index == panel->choice, here = panel->items[index] == panel->active;
	unsigned role = mention->nents == 0 ? ROLE_OPEN : kind_role(panel, panel->ents[0]);
	unsigned ground = begin_entry(card, choice, here ? SPAN("• ") : SPAN("  "),
		doc_number_at(doc, mention->at.start), out);
	uint32_t left = card->cols / 3 < LEFT_MOST ? card->cols / 3 : LEFT_MOST;

	if (card->cols > CHOICE_COLS + PARA_COLS) {
		context_put(doc, mention->at, left, card->cols - CHOICE_COLS - PARA_COLS, role,
			choice && card->focus ? STYLE_BOLD | STYLE_UNDERLINE : STYLE_UNDERLINE, out);
	}
	lines_end(out, ground, 0);
}

/* One note whose passage mentions it: the note's first line or else the passage, the document. */
static void list_note(const struct card *card, uint32_t index, struct lines *out)
{
	const struct dossier *dossier = card->panel->dossier;
	const struct noted *noted = &dossier->notes.items[card->panel->notes[index - card->panel->nitems]];
	const struct doc *doc = catalog_doc(&dossier->catalog, noted->doc);
	struct span body = span_trim(noted->note->body), line = {NULL, 0};
	uint32_t room = card->cols > CHOICE_COLS + PARA_COLS + 1 ? card->cols - CHOICE_COLS - PARA_COLS : 1;
	struct buf text = {0};
	unsigned ground = begin_entry(card, index == card->panel->choice, SPAN("  "),
		doc_number_at(doc, noted->at.start), out);

	span_cut(&body, '\n', &line);
	if (line.n > 0) {
		buf_put(&text, line);
	} else {
		buf_puts(&text, "“");
		results_notes_quote(dossier, noted, card->cols, &text);
		buf_puts(&text, "”");
	}
	buf_puts(&text, " – ");
	buf_put(&text, catalog_head(&dossier->catalog, noted->doc.i)->title);
	lines_cut(out, buf_span(&text), room, ground, 0);
	lines_end(out, ground, 0);
	buf_finish(&text);
}

/* The document of an entry of a card; notes have a group of their own behind all documents. */
static uint32_t item_doc(const struct panel *panel, uint32_t index)
{
	return index < panel->nitems ? panel_mention(panel, panel->items[index])->doc.i : UINT32_MAX;
}

/* How many entries there are of the document, which an entry is of; UINT32_MAX: how many notes. */
static uint32_t count_of(const struct panel *panel, uint32_t doc)
{
	const uint32_t *first = panel->dossier->xref.doc_first;
	struct slice items = {panel->items, panel->nitems};

	return doc == UINT32_MAX ? panel_count(panel) - panel->nitems :
		xref_below(items, first[doc + 1]) - xref_below(items, first[doc]);
}

static void list_document(const struct card *card, uint32_t index, struct lines *out)
{
	const struct panel *panel = card->panel;
	uint32_t doc = item_doc(panel, index);
	struct buf left = {0};
	struct buf count = {0};

	buf_number(&count, count_of(panel, doc), 0);
	if (index < panel->nitems) {
		const struct doc_head *of = catalog_head(&panel->dossier->catalog, doc);

		doc_date_put(&of->date, &left);
		buf_puts(&left, left.n > 0 ? " " : "");
		buf_put(&left, of->title);
	} else {
		buf_puts(&left, "notes");
	}
	card_rule(buf_span(&left), buf_span(&count), card->cols, out);
	buf_finish(&left);
	buf_finish(&count);
}

static bool begins_document(const struct panel *panel, uint32_t index)
{
	return index == 0 || item_doc(panel, index) != item_doc(panel, index - 1);
}

/* The first item from which the list comes to its end on the rows that there are. */
static uint32_t list_rest(const struct card *card)
{
	uint32_t index = panel_count(card->panel), rows = 2;

	while (index > 0 && rows <= card->rows) {
		index--;
		rows += 1 + begins_document(card->panel, index);
	}
	return index;
}

/*
 * The first item to show so that the choice, and what can be of what follows it, is seen; no row
 * stays empty as long as there are items above.
 */
static uint32_t list_first(const struct card *card)
{
	const struct panel *panel = card->panel;
	uint32_t rest = list_rest(card), rows = 2, want = card->rows > 4 ? card->rows * 2 / 3 : 1;
	uint32_t index = panel->choice;

	while (index > 0) {
		rows += 1 + begins_document(panel, index);
		if (rows > want) {
			break;
		}
		index--;
	}
	return index < rest ? index : rest;
}

static void list_mentions(const struct card *card, struct lines *out)
{
	const struct panel *panel = card->panel;
	uint32_t end = out->n + card->rows, index = list_first(card);
	bool first = true;

	while (index < panel_count(panel) && out->n < end) {
		if (first || begins_document(panel, index)) {
			list_document(card, index, out);
		}
		first = false;
		if (out->n < end && index < panel->nitems) {
			list_mention(card, index, out);
		} else if (out->n < end) {
			list_note(card, index, out);
		}
		index++;
	}
}

/* The sign of an entity's kind; a blank where the theme has none. */
static struct span kind_sign(const struct panel *panel, ent_id ent)
{
	uint32_t kind = panel->dossier->ents.items[ent.i].kind;

	return kind < panel->nsigns && panel->signs[kind].n > 0 ? panel->signs[kind] : SPAN(" ");
}

/* One entity of the page: sign of its kind, name, counts here, in all, documents. */
static void list_entity(const struct card *card, uint32_t index, struct lines *out)
{
	const struct panel *panel = card->panel;
	const struct dossier *dossier = panel->dossier;
	ent_id ent = {panel->seen[index].ent};
	bool choice = card->focus && index == panel->choice;
	bool sign = choice || (card->follows && index == panel->choice);
	const uint32_t figures[] = {panel->seen[index].here, xref_of(&dossier->xref, ent).n,
		xref_docs(&dossier->xref, ent)};
	struct buf counts = {0};
	uint32_t used;

	for (size_t i = 0; i < COUNT_OF(figures); i++) {
		buf_number(&counts, figures[i], 4);
		buf_putc(&counts, ' ');
	}
	lines_add_flagged(out, sign ? SPAN("▸ ") : SPAN("  "),
		choice ? ROLE_CHOICE : ROLE_PANEL_DIM, 0, choice && card->cursor ? PIECE_CURSOR : 0);
	used = lines_cols(out) + (uint32_t)counts.n;
	if (panel->nsigns > 0) {
		lines_add(out, kind_sign(panel, ent), kind_role(panel, ent.i), 0);
		lines_add(out, SPAN(" "), ROLE_PANEL, 0);
		used += SIGN_COLS;
	}
	if (card->cols > used) {
		lines_cut(out, entities_name(&dossier->ents, ent), card->cols - used,
			kind_role(panel, ent.i), choice ? STYLE_BOLD : 0);
	}
	lines_copy(out, buf_span(&counts), ROLE_PANEL_DIM, 0, PIECE_RIGHT);
	buf_finish(&counts);
	lines_end(out, choice ? ROLE_CHOICE : ROLE_PANEL, 0);
}

static uint32_t seen_kind(const struct panel *panel, uint32_t index)
{
	return panel->dossier->ents.items[panel->seen[index].ent].kind;
}

uint32_t card_list_rows(const struct panel *panel, uint32_t most)
{
	uint32_t n = panel_count(panel), rows = 0;

	for (uint32_t i = 0; i < n && rows < most; i++) {
		bool begins = panel->nents > 0 ? begins_document(panel, i)
					       : i == 0 || seen_kind(panel, i) != seen_kind(panel, i - 1);

		rows += 1 + begins;
	}
	return rows < most ? rows : most;
}

/*
 * Each kind under a head of its own, which is never the last row and is repeated at the top. It has
 * no rule behind it: the figures hold the page together, and these rows move with every page.
 */
static void list_entities(const struct card *card, struct lines *out)
{
	const struct panel *panel = card->panel;
	uint32_t begin = out->n, end = out->n + card->rows, index = 0;
	uint32_t fold = card->fold > 1 ? card->fold : card->rows;

	if (panel->dossier->ents.n == 0) {
		lines_wrapped(SPAN("No names are listed yet. :suggest finds some in the texts, + in its list"
			" takes one. A list of your own is a file entities.rec beside the texts."),
			CHOICE_COLS, card->cols - 1, card->rows, ROLE_PANEL_DIM, out);
	} else if (panel->nseen == 0) {
		lines_cut(out, SPAN("  Nothing listed is named here."), card->cols, ROLE_PANEL_DIM, 0);
		lines_end(out, ROLE_PANEL, 0);
	}
	if (card->focus && panel->choice + 4 > card->rows) {
		index = panel->choice + 4 - card->rows;
	}
	for (uint32_t i = index; i < panel->nseen && out->n < end; i++) {
		uint32_t kind = seen_kind(panel, i), row = (out->n - begin) % fold;
		bool other = i == index || seen_kind(panel, i - 1) != kind;

		if (other && row + 1 == fold && fold > 1) {
			lines_end(out, ROLE_PANEL, 0);
			row = 0;
		}
		if ((other || row == 0) && out->n < end) {
			lines_add(out, SPAN("─ "), ROLE_PANEL_DIM, 0);
			lines_cut(out, panel->dossier->ents.kinds[kind],
				card->cols > 2 ? card->cols - 2 : 0, ROLE_PANEL_DIM, 0);
			lines_end(out, ROLE_PANEL, 0);
		}
		if (out->n < end) {
			list_entity(card, i, out);
		}
	}
}

void card_list(const struct card *card, struct lines *out)
{
	if (card->panel->nents > 0) {
		list_mentions(card, out);
	} else {
		list_entities(card, out);
	}
}
