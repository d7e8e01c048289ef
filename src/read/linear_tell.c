#include "read/linear_tell.h"

#include "read/context.h"
#include "read/linear_read.h"
#include "read/linear_text.h"
#include "read/noting.h"
#include "read/results_notes.h"
#include "read/screen.h"
#include "read/unread.h"
#include "read/why.h"
#include "texts/sentence.h"

enum {
	QUOTE_COLS = 300, /* of a selection or a note */
	NOTE_COLS = 2000, /* of what the catalogue says */
	ENTRY_COLS = 100, /* of a mention in its context, where lines have no end */
	ENTRY_LEAST = 30,
	PILCROW_COLS = 9, /* that "paragraph " takes more than its sign */
	WHY_COLS = 2000, WHY_ROWS = 12,
};

/* "9 mentions in 3 documents" */
static void put_counts(const struct linear *linear, ent_id ent, struct buf *out)
{
	const struct xref *xref = &linear->session->dossier->xref;

	linear_text_count(xref_of(xref, ent).n, "mention in ", "mentions in ", out);
	linear_text_count(xref_docs(xref, ent), "document", "documents", out);
}

static struct span kind_of(const struct linear *linear, ent_id ent)
{
	const struct entities *ents = &linear->session->dossier->ents;

	return ents->kinds[ents->items[ent.i].kind];
}

/* "Iturup, island" */
static void put_entity(const struct linear *linear, ent_id ent, struct buf *out)
{
	const struct entities *ents = &linear->session->dossier->ents;

	buf_put(out, entities_name(ents, ent));
	buf_printf(out, ", %.*s", SPAN_ARG(kind_of(linear, ent)));
}

/* "1988-12-20 Working group on peace treaty issues" */
static void put_title(const struct linear *linear, doc_id doc, struct buf *out)
{
	const struct doc_head *head = catalog_head(&linear->session->dossier->catalog, doc.i);

	doc_date_put(&head->date, out);
	buf_puts(out, out->n > 0 ? " " : "");
	buf_put(out, head->title);
}

static void tell_made(struct linear *linear, const struct doc *doc)
{
	struct buf text = {0};

	buf_printf(&text, "%s: %.*s", doc->nlinks > 0 ? "list" : "page", SPAN_ARG(doc->title));
	if (doc->nlinks > 0) {
		buf_puts(&text, ", ");
		linear_text_count(doc->nlinks, "entry; a number goes there",
			"entries; a number goes to one", &text);
	}
	buf_puts(&text, "; close goes back");
	linear_text_end(linear, &text);
}

void linear_tell_document(struct linear *linear)
{
	const struct session *session = linear->session;
	const struct view *view = state_view(linear->session);
	const struct doc *doc = view->doc;
	struct buf text = {0};
	uint32_t notes;

	if (!state_is_known(session, view->id)) {
		tell_made(linear, doc);
		return;
	}
	buf_printf(&text, "document %u of %u: %.*s", view->id.i + 1, session->dossier->catalog.n,
		SPAN_ARG(doc->title));
	if (doc->date.year != 0) {
		buf_puts(&text, ", ");
		doc_date_put(&doc->date, &text);
	}
	buf_puts(&text, ", ");
	linear_text_count(doc->nparas == 0 ? 0 : doc->paras[doc->nparas - 1].number, "paragraph",
		"paragraphs", &text);
	notes = noting_count(session, view->id);
	if (notes > 0) {
		buf_puts(&text, ", ");
		linear_text_count(notes, "note", "notes", &text);
	}
	linear_text_end(linear, &text);
}

void linear_tell_help(struct linear *linear)
{
	static const char *const lines[] = {
		"Without a screen: a line is typed, and what comes of it is told below it.",
		"An empty line reads on, b reads back, R once more. 14 goes to the paragraph with that number.",
		"Tab goes to the next mention, go tells its card, * to the next of the same thing.",
		"; numbers the mentions of what was read, x tells what is named there.",
		"Behind a list, a number goes to that entry, and an empty line tells more of it.",
		"/words searches here, s words everywhere, i name finds an entity, ( goes back.",
		"a takes a note, line by line, until a full stop alone. where tells where you are.",
		"Every command can be typed by its name or by its keys, with a number before it.",
	};

	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		linear_text_line(linear, span_of(lines[i]));
	}
}

/* The entities of a mention, or those that it could be. */
static void put_meant(const struct linear *linear, const struct mention *mention, struct buf *out)
{
	const struct xref *xref = &linear->session->dossier->xref;
	const uint32_t *ents = xref_ents(xref, mention);
	uint32_t n = mention->nents > 0 ? mention->nents : mention->nrivals;

	buf_puts(out, mention->nents > 0 ? "" : "open, could be ");
	for (uint32_t i = 0; i < n; i++) {
		ent_id ent = {ents[i]};

		buf_puts(out, i == 0 ? "" : mention->nents > 0 ? "; and " : "; or ");
		put_entity(linear, ent, out);
		buf_puts(out, ", ");
		put_counts(linear, ent, out);
	}
}

/* Whether the words of a mention are its entity's name. */
static bool says_name(const struct linear *linear, const struct mention *mention, struct span words)
{
	const struct dossier *dossier = linear->session->dossier;

	return mention->nents == 1 && span_eq(words, entities_name(&dossier->ents,
		(ent_id){xref_ents(&dossier->xref, mention)[0]}));
}

/* `mention "Etorofu": Iturup, island, 9 mentions in 3 documents, by alias` */
static void put_mention(const struct linear *linear, const struct mention *mention,
	struct buf *out)
{
	const struct doc *doc = catalog_doc(&linear->session->dossier->catalog, mention->doc);
	struct buf words = {0};

	linear_text_quote(linear, doc, mention->at, QUOTE_COLS, &words);
	if (!says_name(linear, mention, buf_span(&words))) {
		buf_printf(out, "“%.*s”: ", SPAN_ARG(buf_span(&words)));
	}
	put_meant(linear, mention, out);
	buf_printf(out, ", by %s", mention_rule_word(mention->rule));
	if (mention->certainty == CERTAIN_LIKELY) {
		buf_printf(out, ", %s", mention_certainty_word(mention->certainty));
	}
	buf_finish(&words);
}

void linear_tell_mention(struct linear *linear)
{
	uint32_t active = state_view(linear->session)->active;
	struct buf text = {0};

	buf_puts(&text, "mention: ");
	put_mention(linear, panel_mention(&linear->session->panel, active), &text);
	linear_text_end(linear, &text);
}

void linear_tell_why(struct linear *linear)
{
	const struct panel *panel = &linear->session->panel;
	struct card card = {.panel = panel, .cols = WHY_COLS, .rows = WHY_ROWS};
	struct lines lines = {0};

	if (panel->active == MENTION_NONE) {
		return;
	}
	why_put(&card, &lines);
	linear_text_say(linear, "why: %s",
		mention_certainty_word(panel_mention(panel, panel->active)->certainty));
	linear_text_lines(linear, &lines, 1);
	lines_finish(&lines);
}

void linear_tell_selection(struct linear *linear)
{
	const struct view *view = state_view(linear->session);
	struct range at = view_selection(view);
	struct buf text = {0};

	if (at.start >= at.end) {
		linear_text_say(linear, "selecting, nothing yet: w a word, . a sentence, "
			"} a paragraph; a takes a note, y copies");
		return;
	}
	buf_puts(&text, "selected: “");
	linear_text_quote(linear, view->doc, at, QUOTE_COLS, &text);
	buf_puts(&text, "”");
	linear_text_end(linear, &text);
}

/* The words of a mention in what stands around them, as far as the line that was begun has room. */
static void put_context(const struct linear *linear, const struct doc *doc, struct range at,
	struct buf *out)
{
	uint32_t cols = linear->how.cols == 0 ? ENTRY_COLS : linear->how.cols;
	uint32_t head = (uint32_t)visible_cols(buf_span(out)) + PILCROW_COLS;
	struct buf text = {0};

	cols = cols > ENTRY_LEAST + head ? cols - head : ENTRY_LEAST;
	context_text(doc, at, cols / 3, cols, &text);
	buf_put(out, span_trim(buf_span(&text)));
	buf_finish(&text);
}

static void tell_card_head(struct linear *linear)
{
	struct session *session = linear->session;
	const struct panel *panel = &session->panel;
	const struct entities *ents = &session->dossier->ents;
	struct buf text = {0};

	unread_follow(session, UINT32_MAX); /* what is told is not told again */
	for (uint32_t i = 0; i < panel->nents; i++) {
		const struct entity *ent = &ents->items[panel->ents[i]];

		buf_clear(&text);
		put_entity(linear, (ent_id){panel->ents[i]}, &text);
		for (uint32_t k = 1; k < ent->nnames; k++) {
			buf_puts(&text, k == 1 ? ", also " : ", ");
			buf_put(&text, ents->names[ent->name + k].text);
		}
		buf_puts(&text, ": ");
		put_counts(linear, (ent_id){panel->ents[i]}, &text);
		if (panel->unread > 0) {
			buf_printf(&text, ", %u unread", panel->unread);
		}
		linear_text_line(linear, buf_span(&text));
		buf_clear(&text);
		linear_text_flat(linear, ent->note, NOTE_COLS, &text);
		linear_text_line(linear, buf_span(&text));
	}
	buf_finish(&text);
}

/* One mention or note of the card, under its document where another one begins. */
static void tell_card_entry(struct linear *linear, uint32_t i)
{
	const struct panel *panel = &linear->session->panel;
	const struct dossier *dossier = panel->dossier;
	struct buf text = {0};

	if (i < panel->nitems) {
		const struct mention *mention = panel_mention(panel, panel->items[i]);
		const struct doc *doc = catalog_doc(&dossier->catalog, mention->doc);

		if (i == 0 || panel_mention(panel, panel->items[i - 1])->doc.i != mention->doc.i) {
			put_title(linear, mention->doc, &text);
			linear_text_line(linear, buf_span(&text));
			buf_clear(&text);
		}
		buf_printf(&text, "%u. ¶%u%s: ", i + 1,
			doc_number_at(doc, mention->at.start),
			panel->items[i] == panel->active ? ", this one" :
			mention->nents == 0 ? ", open" : "");
		put_context(linear, doc, mention->at, &text);
	} else {
		const struct noted *noted = &dossier->notes.items[panel->notes[i - panel->nitems]];

		buf_printf(&text, "%u. note: ", i + 1);
		if (noted->note->body.n > 0) {
			linear_text_flat(linear, noted->note->body, QUOTE_COLS, &text);
		} else {
			results_notes_quote(dossier, noted, QUOTE_COLS, &text);
		}
		buf_printf(&text, ", in %.*s", SPAN_ARG(catalog_head(&dossier->catalog, noted->doc.i)->title));
	}
	linear_text_end(linear, &text);
}

static void tell_page_entry(struct linear *linear, uint32_t i)
{
	const struct panel_seen *seen = &linear->session->panel.seen[i];
	struct buf text = {0};

	buf_printf(&text, "%u. ", i + 1);
	put_entity(linear, (ent_id){seen->ent}, &text);
	buf_printf(&text, ": %u here, ", seen->here);
	put_counts(linear, (ent_id){seen->ent}, &text);
	linear_text_end(linear, &text);
}

static void tell_mention_entry(struct linear *linear, uint32_t i)
{
	const struct mention *mention = panel_mention(&linear->session->panel, linear->mention + i);
	struct buf text = {0};

	buf_printf(&text, "%u. ", i + 1);
	put_mention(linear, mention, &text);
	linear_text_end(linear, &text);
}

static void tell_choice(struct linear *linear, uint32_t i)
{
	const struct candidate *choice = &linear->choices.items[i];

	linear_text_say(linear, "%u. %.*s%s%.*s", i + 1, SPAN_ARG(choice->text),
		choice->note.n > 0 ? ", " : "", SPAN_ARG(choice->note));
}

uint32_t linear_tell_entries(const struct linear *linear)
{
	switch (linear->list) {
	case LINEAR_NO_LIST:
		return 0;
	case LINEAR_CARD:
	case LINEAR_PAGE:
		return panel_count(&linear->session->panel);
	case LINEAR_MENTIONS:
		return linear->nmentions;
	case LINEAR_CHOICES:
		return linear->choices.n;
	}
	return 0;
}

bool linear_tell_more(struct linear *linear)
{
	uint32_t n = linear_tell_entries(linear), end = linear->listed + linear_text_most(linear);

	if (linear->listed >= n) {
		return false;
	}
	end = end < n ? end : n;
	for (uint32_t i = linear->listed; i < end; i++) {
		if (linear->list == LINEAR_CARD) {
			tell_card_entry(linear, i);
		} else if (linear->list == LINEAR_PAGE) {
			tell_page_entry(linear, i);
		} else if (linear->list == LINEAR_MENTIONS) {
			tell_mention_entry(linear, i);
		} else {
			tell_choice(linear, i);
		}
	}
	linear->listed = end;
	if (end < n) {
		linear_text_say(linear, "%u of %u: an empty line tells more", end, n);
	}
	return true;
}

/* Begins a list and tells its first entries. */
static void tell_list(struct linear *linear, enum linear_list list)
{
	linear->list = list;
	linear->listed = 0;
	linear_tell_more(linear);
}

void linear_tell_panel(struct linear *linear)
{
	if (linear->session->panel.nents > 0) {
		tell_card_head(linear);
		tell_list(linear, LINEAR_CARD);
	} else if (linear->session->panel.nseen > 0) {
		linear_text_say(linear, "named in this passage; a number opens its card");
		tell_list(linear, LINEAR_PAGE);
	} else {
		linear_text_say(linear, "nothing listed is named in this passage");
	}
}

void linear_tell_mentions(struct linear *linear)
{
	const struct xref *xref = &linear->session->dossier->xref;
	const struct view *view = state_view(linear->session);
	uint32_t i, end;

	if (!state_is_known(linear->session, view->id)) {
		linear_text_say(linear, "this is a list: its entries are numbered");
		return;
	}
	i = xref_from(xref, view->id, linear->read.start);
	end = xref->doc_first[view->id.i + 1];
	linear->mention = i;
	while (i < end && xref_mention(xref, i)->at.start < linear->read.end) {
		i++;
	}
	linear->nmentions = i - linear->mention;
	if (linear->nmentions == 0) {
		linear_text_say(linear, "no mention in this passage");
		return;
	}
	tell_list(linear, LINEAR_MENTIONS);
}

void linear_tell_choices(struct linear *linear)
{
	tell_list(linear, LINEAR_CHOICES);
}

void linear_tell_target(struct linear *linear)
{
	const struct panel *panel = &linear->session->panel;
	const struct doc *doc;
	struct buf text = {0};
	struct range at, sentence;
	uint32_t mention;
	doc_id id;

	if (!screen_target(linear->session, &id, &at, &mention)) {
		linear_text_say(linear, "nothing is chosen");
		return;
	}
	doc = state_doc(linear->session, id);
	buf_printf(&text, "%u of %u: ", panel->choice + 1, panel_count(panel));
	if (panel->nents == 0 && panel_ent(panel).i != ENT_NONE.i) {
		put_entity(linear, panel_ent(panel), &text);
		buf_puts(&text, "; ");
	}
	if (state_is_known(linear->session, id)) {
		struct buf title = {0};

		put_title(linear, id, &title);
		buf_put(&text, buf_span(&title));
		buf_finish(&title);
	}
	linear_text_end(linear, &text);
	sentence = sentence_from(doc, at.start);
	sentence = sentence.start > at.start || sentence.end <= at.start ? at : sentence;
	linear_read_put(linear, doc, sentence, true);
}
