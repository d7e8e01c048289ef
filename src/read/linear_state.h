/*
 * linear_state.h - what linear mode is made of; for the files named linear_* only.
 *
 * The session's screen is as high as the passage that was read last, so that all that the session
 * does with what is on the screen it does with that passage.
 */
#ifndef DOSSIER_READ_LINEAR_STATE_H
#define DOSSIER_READ_LINEAR_STATE_H

#include "read/linear.h"
#include "read/state.h"

/* What a number stands for. */
enum linear_list {
	LINEAR_NO_LIST, /* a paragraph */
	LINEAR_CARD, /* the mentions and notes of the panel's card */
	LINEAR_PAGE, /* the entities of the passage */
	LINEAR_MENTIONS, /* the mentions of the passage */
	LINEAR_CHOICES, /* what the answer to a question could have meant */
};

struct linear {
	struct session *session;
	struct linear_how how;
	struct buf *out; /* of the call that runs */
	doc_id doc; /* of the passage */
	struct range read; /* the passage that was read last */
	enum linear_list list;
	uint32_t listed; /* entries of it that were told */
	uint32_t mention; /* MENTIONS: number of the first one */
	uint32_t nmentions;
	struct candidates choices; /* CHOICES */
	struct rows rows; /* scratch */
};

#endif
