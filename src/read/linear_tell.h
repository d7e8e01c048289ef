/*
 * linear_tell.h - what a screen would show beside the text, told in lines: where one is, what is
 * mentioned, the panel's card and page, why a link was made.
 *
 * Entries of lists are numbered; what a number then stands for is linear->list.
 */
#ifndef DOSSIER_READ_LINEAR_TELL_H
#define DOSSIER_READ_LINEAR_TELL_H

#include "read/linear_state.h"

/* The document in view: which of how many, title, date, paragraphs, notes; or the list, the page. */
void linear_tell_document(struct linear *linear);

/* What is typed here, in a few lines. */
void linear_tell_help(struct linear *linear);

/* The active mention: words, entity, kind, how often it is mentioned, rule. */
void linear_tell_mention(struct linear *linear);

/* Why the active mention was linked: rule, entity, source, rivals. */
void linear_tell_why(struct linear *linear);

/* What is selected. */
void linear_tell_selection(struct linear *linear);

/* The head of the panel's card and its first entries; the page where no card is open. */
void linear_tell_panel(struct linear *linear);

/* The mentions of the passage that was read last. */
void linear_tell_mentions(struct linear *linear);

/* The choices that are listed. */
void linear_tell_choices(struct linear *linear);

/* What the panel's choice leads to: its place, and the sentence. */
void linear_tell_target(struct linear *linear);

/* The next entries of the list that was told last. False: there are no more. */
bool linear_tell_more(struct linear *linear);

/* Entries of the list that was told last. */
uint32_t linear_tell_entries(const struct linear *linear);

#endif
