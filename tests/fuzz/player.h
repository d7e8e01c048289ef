/*
 * player.h - for targets: bytes of an input played as keys, clicks, pastes and sizes at a screen.
 */
#ifndef DOSSIER_TESTS_PLAYER_H
#define DOSSIER_TESTS_PLAYER_H

#include "base/span.h"
#include "read/session.h"

/* From here on a byte is no key for player_step: for the target's own. */
enum { PLAYER_OWN = 0xF0, PLAYER_OWN_END = 0xF8 };

struct player {
	struct session *session;
	int cols, rows;
};

/* Gives the screen the size that the next two bytes say. */
void player_resize(struct player *player, struct span *rest);

/* Plays what the next byte says, and does what the session wants then. */
void player_step(struct player *player, struct span *rest);

/* Composes a frame and checks it (small_look). */
void player_look(struct player *player);

#endif
