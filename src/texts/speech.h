/*
 * speech.h - who speaks: labels such as `Kuriyama.`, `Mr. Uno:` and `ROGACHEV:` before speeches.
 *
 * A label is one to four capitalised words at the start of a line, with a colon or a full stop
 * behind. What looks like one is a label only where it recurs: with a colon twice; with a full stop
 * twice where there are two such names, else three times. Knows nothing of paragraphs.
 *
 *	struct speech speech = {0};
 *	speech_note(&speech, text, at);		for every place where a speech may begin
 *	speech_settle(&speech);
 *	if (speech_at(&speech, text, at, &label)) { … }
 */
#ifndef DOSSIER_TEXTS_SPEECH_H
#define DOSSIER_TEXTS_SPEECH_H

#include "base/dict.h"

struct speech {
	struct dict labels; /* copies: a text of a gigabyte is not gone back to for one */
	struct arena arena; /* of the copies */
	uint8_t *counts; /* how often each was noted, three at most; owned */
	uint32_t ccounts;
	uint32_t stops; /* labels with a full stop that were noted twice; once settled */
	uint32_t n; /* labels that recur; once settled */
	bool failed; /* memory was refused */
};

/* Different labels that are noted; what comes beyond them is not. */
#define SPEECH_MOST (1u << 18)

/* Notes the label at the start of text[at], if there is one. O(length of a label) */
void speech_note(struct speech *speech, struct span text, struct range at);

/* Finds out what recurs. O(n) */
void speech_settle(struct speech *speech);

/* Whether text[at] begins with a settled label; *label gets it, with the sign behind. */
bool speech_at(const struct speech *speech, struct span text, struct range at,
	struct range *label);

/* Whether text[at] begins with what could be a label, recurring or not. */
bool speech_label(struct span text, struct range at, struct range *label);

/* Frees it. Takes a zeroed one. */
void speech_finish(struct speech *speech);

#endif
