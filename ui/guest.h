/*
 * guest.h - the restricted mode: when it is on, what is left of the environment, what the command
 * line may ask for.
 *
 * A guest is somebody who may use the program and not the account: over a forced command of sshd,
 * at a terminal for visitors, by sudo. The mode is on for good once one of these says so; nothing
 * says otherwise. What the running reader refuses is said by read/restrictions.h, what the kernel
 * is asked to hold by fence.h.
 *
 *	const char *why = guest_why(argv[0], asked);
 *	if (why != NULL) { guest_begin(); }
 *	if (why != NULL && !guest_may(&args, &err)) { … }
 */
#ifndef DOSSIER_UI_GUEST_H
#define DOSSIER_UI_GUEST_H

#include "read/dossier.h"
#include "ui/args.h"

/*
 * Why this run is restricted, to stand behind "because", or NULL where it is not: asked (by the
 * option), called as rdossier (name is argv[0], which may be NULL), DOSSIER_RESTRICTED is there with
 * whatever value, sudo, doas or pkexec started it, or the system runs it with more rights than its
 * caller has.
 */
const char *guest_why(const char *name, bool asked);

/*
 * Whether the user who runs it is the one whose rights it has. Where the program belongs to somebody
 * else and is marked setuid or setgid, it would open what its caller names with the rights of the
 * owner: it is not made for that, and the message says so.
 */
bool guest_is_owner(struct err *err) MUST_CHECK;

/*
 * Begins it, before the locale, TERM or a path is looked at: stopping (^Z) is off, and the
 * environment is what guest_environment leaves.
 */
void guest_begin(void);

/*
 * Leaves of the environment what a guest may choose: TERM, LANG, LC_*, NO_COLOR, COLORTERM, each only
 * in letters that lead to no file, and XDG_*_HOME where it is a folder of this account. HOME and
 * LOGNAME come from the list of users, PATH is a fixed one. All that makes libraries open files
 * (TERMINFO, LOCPATH, GCONV_PATH, TZ, TMPDIR, …) is gone with the rest.
 */
void guest_environment(void);

/* Whether a guest may ask for this; the message says what is refused, and why. */
bool guest_may(const struct args *args, struct err *err) MUST_CHECK;

/*
 * Raises the fence around what how names: the dossier and the settings are read, the folders for
 * state and cache, which are made where they can be, written. To be called before dossier_open, with
 * paths that guest_may has seen. What holds is added to told.
 */
void guest_enclose(const struct dossier_how *how, struct restrictions *told);

#endif
