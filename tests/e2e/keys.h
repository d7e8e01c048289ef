/* keys.h - what a keyboard sends: from the notation of a case to bytes
 *
 * Plain text stands for itself, <Name> for a key (the list is in run.c). What a key sends is what
 * the terminal entry says, in the form that the program has switched the keyboard to.
 *
 *	keys_bytes(entry, vt_log(vt), "/Iturup<Enter>", &out, &why);
 */
#ifndef E2E_KEYS_H
#define E2E_KEYS_H

#include "bytes.h"
#include "entry.h"

#include <stdbool.h>

/* Appends what `text` sends; `log` is what the program has written so far, as it decides on
 * cursor keys and pasting. False, with a message added to `why`, for a name that is no key, a key
 * that the terminal lacks, or keys behind an <Esc> in one go, which a program cannot tell from
 * Alt. `entry` may be NULL: then only keys without a capability exist. */
bool keys_bytes(const struct entry *entry, const struct bytes *log, const char *text,
	struct bytes *out, struct bytes *why);

#endif
