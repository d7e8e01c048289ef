/*
 * compose_title.h - the title line of a pane: what is read, who speaks, where one is.
 */
#ifndef DOSSIER_READ_COMPOSE_TITLE_H
#define DOSSIER_READ_COMPOSE_TITLE_H

#include "read/state.h"

/* Appends who speaks at off, behind a blank where anything stands in out; nothing where nobody does. */
void compose_title_speaker(const struct doc *doc, uint32_t off, struct buf *out);

/* The line, at.cols wide; that of a pane below another one is a rule as well. */
void compose_title_put(struct session *session, struct view *view, struct rect at, bool focus,
	struct lines *out);

#endif
