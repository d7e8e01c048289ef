/*
 * shelf.h - documents that the reader has made: opened, closed, forgotten when there are too many.
 */
#ifndef DOSSIER_READ_SHELF_H
#define DOSSIER_READ_SHELF_H

#include "read/state.h"

/* Takes a made document over (doc is moved) and opens it in the focused view. False: no memory. */
bool shelf_open(struct session *session, struct doc *doc);

/* Opens what a maker made, or says why it could not: `err`. False: it is not open. */
bool shelf_show(struct session *session, bool made, struct doc *doc, const struct err *err);

/* Puts another document (moved) into the place of a made one, in every pane that shows it. */
void shelf_replace(struct session *session, struct made_slot *slot, struct doc *doc);

/* What the shelf knows of the made document in the focused view, or NULL. */
struct made_slot *shelf_slot(struct session *session);

/* Leaves the made document in the focused view for where it was opened. False: it shows none. */
bool shelf_close(struct session *session);

/* Frees all of them. */
void shelf_finish(struct session *session);

#endif
