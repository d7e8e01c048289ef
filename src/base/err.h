/*
 * err.h - why something failed, in one whole sentence.
 *
 * The message names the thing and the place ("entities.rec:12: Date '1855-13' is no date"): the
 * caller shows it as it is. Messages may hold bytes from files; they go through visible.h before
 * they are shown, like every other text.
 *
 *	if (broken) { return err_set(err, "%s: not a folder", path); }
 */
#ifndef DOSSIER_BASE_ERR_H
#define DOSSIER_BASE_ERR_H

#include "base/base.h"

struct err {
	char msg[512]; /* NUL-terminated; cut at a character's end where it was longer */
};

/*
 * Fills err (which may be NULL) and returns false, so that a function can return its call. The
 * old message may be an argument: err_set(err, "%s: %s", path, err->msg).
 */
bool err_set(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The one message for a refused allocation; returns false. */
bool err_memory(struct err *err);

/* err_set with the text of errnum behind: "what: No such file or directory"; returns false. */
bool err_errno(struct err *err, int errnum, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
