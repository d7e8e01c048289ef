/*
 * ask.h - prompts of commands: labels, histories, completion, looking while a pattern is typed.
 */
#ifndef DOSSIER_READ_ASK_H
#define DOSSIER_READ_ASK_H

#include "read/state.h"

/*
 * Opens the prompt of a command with a text to start from. One that asks for an entity where there
 * is none is not opened; a message says why.
 */
void ask_open(struct session *session, enum command_id command, struct span text);

/* Whether any name is listed; else says so, and how to come to some. */
bool ask_has_names(struct session *session);

/* The text of a live prompt has changed: look while it is typed. */
void ask_changed(struct session *session);

/* The prompt is closed: what was looked at meanwhile is taken back. */
void ask_closed(struct session *session);

/*
 * The entity with this Id or name, to the letter or else folded or begun so; else the first one
 * whose names, date and kind begin with all of the words: "1956 declaration". Or ENT_NONE.
 */
ent_id ask_entity(struct session *session, struct span name);

#endif
