/*
 * restrictions.h - what a guest may not, why, and what of it the kernel holds.
 *
 * In the restricted mode the reader is somebody to whom the account does not belong: a forced
 * command of sshd, a visitor's terminal, a program run by sudo. The mode is decided once, before
 * anything is read (ui/guest.h), and nothing switches it off: this is a const fact for the dossier
 * and its session. What commands a guest may run stands in command.def.
 *
 *	struct restrictions restrictions = {.why = "it was called as rdossier"};
 *	restrictions_add(&restrictions, true, "files", "nothing is written but the state folder");
 *	if (!restrictions_may(&restrictions, COMMAND_copy, &err)) { … }
 */
#ifndef DOSSIER_READ_RESTRICTIONS_H
#define DOSSIER_READ_RESTRICTIONS_H

#include "read/command.h"
#include "texts/doc.h"

#define RESTRICTIONS_MOST 12

/* One thing that was asked of the system, and whether it is held to it. */
struct restriction {
	bool holds;
	const char *what; /* "files": a literal */
	char text[160]; /* what it means; or why the system does not hold it */
};

struct restrictions {
	const char *why; /* in words behind "because"; NULL: nothing is restricted */
	struct restriction items[RESTRICTIONS_MOST];
	uint32_t n;
};

/* Whether anything is restricted; takes NULL, which means no. */
bool restrictions_on(const struct restrictions *restrictions);

/* Adds a line; one too many is dropped. what outlives it. */
void restrictions_add(struct restrictions *restrictions, bool holds, const char *what,
	const char *fmt, ...) PRINTF_LIKE(4, 5);

/* Whether a command may be run; the message says why not. Takes NULL: all may. */
bool restrictions_may(const struct restrictions *restrictions, enum command_id command,
	struct err *err) MUST_CHECK;

/* Appends what holds and what does not, one a line: for --version. */
void restrictions_put(const struct restrictions *restrictions, struct buf *out);

/* The same as a document, with the commands that are refused. Takes NULL. */
bool restrictions_doc(const struct restrictions *restrictions, struct doc *out, struct err *err)
	MUST_CHECK;

#endif
