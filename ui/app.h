/*
 * app.h - the reader at a terminal: keys to the session, frames to the screen, until it ends.
 */
#ifndef DOSSIER_UI_APP_H
#define DOSSIER_UI_APP_H

#include "read/session.h"

struct app_how {
	bool utf8; /* the user's locale is UTF-8: else ASCII is all that may be shown */
	const char *notice; /* what the reader should know of the locale; empty: nothing */
	const struct dossier_how *dossier; /* how it was opened: to open it again */
	void (*judge)(struct dossier *dossier); /* reports what is wrong with looks, once it is open */
};

/*
 * Reads dossier at the controlling terminal. False: it could not start, and the terminal is as it
 * was. *end_signal gets the signal that ended it, or 0.
 */
bool app_run(struct dossier *dossier, const struct app_how *how, int *end_signal,
	struct err *err) MUST_CHECK;

#endif
