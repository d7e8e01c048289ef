/*
 * screen.h - where everything stands on the screen, and keeping it up to date.
 */
#ifndef DOSSIER_READ_SCREEN_H
#define DOSSIER_READ_SCREEN_H

#include "read/state.h"

/* Computes the areas for the present size. */
void screen_layout(struct session *session);

/* Brings sizes, rows, the panel and the second text up to date. */
void screen_settle(struct session *session);

/*
 * What the reader could go to: the panel's choice, in made documents the active line's place.
 * mention is MENTION_NONE where it is a plain range. False: nothing.
 */
bool screen_target(struct session *session, doc_id *doc, struct range *at, uint32_t *mention);

/* Shows that passage in a view of its own of this size; view->doc is NULL where there is none. */
void screen_show_target(struct session *session, struct view *view, struct rect at);

/* The prompt whose candidates are listed: that of the last row, or the editor's of tags, or NULL. */
const struct prompt *screen_lists(const struct session *session);

/* Whether there is room for one thing at a time: the panel takes the screen when it has the keys. */
bool screen_is_small(const struct session *session);

/* Whether the prompt's list has a rule as its first row. */
bool screen_rules_list(const struct session *session);

#endif
