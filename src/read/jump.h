/*
 * jump.h - the one door of every jump, and going to a place without one.
 */
#ifndef DOSSIER_READ_JUMP_H
#define DOSSIER_READ_JUMP_H

#include "read/state.h"

/*
 * Leaves a step on the trail, shows doc with `at` on the screen, makes `active` the active mention
 * or link. A command that sets session->moved_by to itself afterwards makes a run of its jumps one
 * step (n n n).
 */
void jump_to(struct session *session, doc_id doc, struct range at, uint32_t active);

/* Jumps to a document: to where it was left, or to its start. */
void jump_document(struct session *session, doc_id doc);

/* Jumps to a mention of the index. */
void jump_mention(struct session *session, uint32_t mention);

/* Goes to a place without leaving a step: back, forward, closing. */
void jump_restore(struct session *session, const struct place *place);

#endif
