#include "read/card_note.h"

#include "read/results_notes.h"

#include <stdio.h>

enum { CHOICE_COLS = 2, PARA_COLS = 5 };

void card_note(const struct card *card, uint32_t index, struct lines *out)
{
	const struct panel *panel = card->panel;
	const struct noted *noted = &panel->dossier->notes.items[panel->notes[index - panel->nitems]];
	const struct doc *doc = catalog_doc(&panel->dossier->catalog, noted->doc);
	bool choice = index == panel->choice;
	unsigned ground = choice && card->focus ? ROLE_CHOICE : ROLE_PANEL;
	struct span body = span_trim(noted->note->body), line = {NULL, 0};
	uint32_t room = card->cols > CHOICE_COLS + PARA_COLS + 1 ? card->cols - CHOICE_COLS - PARA_COLS : 1;
	struct buf text = {0};
	char number[16];

	span_cut(&body, '\n', &line);
	if (line.n > 0) {
		buf_put(&text, line);
	} else {
		buf_puts(&text, "“");
		results_notes_quote(panel->dossier, noted, card->cols, &text);
		buf_puts(&text, "”");
	}
	buf_puts(&text, " – ");
	buf_put(&text, catalog_head(&panel->dossier->catalog, noted->doc.i)->title);
	lines_add_flagged(out, choice ? SPAN("▸ ") : SPAN("  "),
		choice ? ground : ROLE_PANEL_DIM, choice ? STYLE_BOLD : 0,
		choice && card->cursor ? PIECE_CURSOR : 0);
	snprintf(number, sizeof(number), "¶%u",
		doc_number_at(doc, noted->at.start));
	lines_printf(out, ROLE_PANEL_DIM, 0, "%-*s", PARA_COLS + 1, number);
	lines_cut(out, buf_span(&text), room, ground, 0);
	lines_end(out, ground, 0);
	buf_finish(&text);
}
