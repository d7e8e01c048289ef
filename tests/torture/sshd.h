/* sshd.h - a real sshd on the loopback, for one guest and one forced command
 *
 * Everything of it (keys, configuration, what it logs) is made on the desk; nothing of the user's or
 * the system's is read or written. It logs in as the user who runs the test, by the key of the desk,
 * and ends with the test. Started by root it wants the folder /run/sshd: it is given a private /run.
 * Two ports lead to the same command: one by a line of authorized_keys, the other by a block of
 * sshd_config, as README has them.
 *
 *	struct sshd sshd = {0};
 *	if (!sshd_found()) { … skip }
 *	if (sshd_start(&sshd, desk) && sshd_open(&sshd, desk, SSHD_BY_KEY, "-tt", NULL)) { … }
 *	sshd_stop(&sshd);
 */
#ifndef TORTURE_SSHD_H
#define TORTURE_SSHD_H

#include "desk.h"

enum sshd_way { SSHD_BY_KEY, SSHD_BY_MATCH, SSHD_WAYS };

struct sshd {
	struct child child;
	unsigned port[SSHD_WAYS];
	char *user;
	bool unable;	/* it cannot run here, though it is installed: root without /run/sshd may not
			 * make one of its own */
};

/* Whether sshd and ssh are installed here. */
bool sshd_found(void);

/* Starts it with `dossier --restricted texts` as forced command; false with desk->why. */
bool sshd_start(struct sshd *sshd, struct desk *desk);

/* Ends it; copes with a zeroed struct. */
void sshd_stop(struct sshd *sshd);

/* Connects on a new terminal of 80x24, which becomes desk->vt: `option` (such as -tt) stands before
 * the host, `command` (NULL: none), which should be ignored, behind it. */
bool sshd_open(const struct sshd *sshd, struct desk *desk, enum sshd_way way, const char *option,
	const char *command);

/* The same without a terminal, to its end; the outcome is in desk->plain. */
bool sshd_run(const struct sshd *sshd, struct desk *desk, enum sshd_way way, const char *option,
	const char *command);

#endif
