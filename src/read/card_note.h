/*
 * card_note.h - one line of an entity's card: a note whose passage mentions it.
 */
#ifndef DOSSIER_READ_CARD_NOTE_H
#define DOSSIER_READ_CARD_NOTE_H

#include "read/card.h"

/*
 * Appends one line: the paragraph, the note's first line or else the passage, the document. index:
 * of the entry on the card, at least panel->nitems.
 */
void card_note(const struct card *card, uint32_t index, struct lines *out);

#endif
