/* entry.h - the terminfo entry of the terminal under test
 *
 * Knows what a terminal of that name sends for a key, and which sequences it takes. The only file
 * that knows terminfo; one entry is open at a time.
 *
 *	struct entry *entry = entry_open("xterm-256color", &why);
 *	const char *up = entry_key(entry, "kcuu1");
 *	entry_close(entry);
 */
#ifndef E2E_ENTRY_H
#define E2E_ENTRY_H

#include "bytes.h"
#include "wire.h"

#include <stdbool.h>

struct entry;

/* Reads the entry of the terminal `name`; NULL, with a message added to `why`, where the machine
 * has none. */
struct entry *entry_open(const char *name, struct bytes *why);

/* Frees the entry; takes NULL. */
void entry_close(struct entry *entry);

/* What the key sends, by the capability's name ("kcuu1"); NULL where the terminal has no such
 * key. Valid until entry_close(). */
const char *entry_key(const struct entry *entry, const char *capability);

/* Whether the terminal documents `token`, which is of the kind WIRE_CONTROL, WIRE_ESCAPE,
 * WIRE_CSI or WIRE_STRING: a capability that a full-screen program uses can expand to it,
 * whatever the numbers; modes must be the very ones of the entry. */
bool entry_allows(const struct entry *entry, const struct wire_token *token);

#endif
