/*
 * compose.h - one frame: the state of a session as areas of lines.
 */
#ifndef DOSSIER_READ_COMPOSE_H
#define DOSSIER_READ_COMPOSE_H

#include "read/state.h"

/* Composes the screen as it is; never fails: what found no memory is missing. */
void compose_frame(struct session *session, struct frame *frame);

#endif
