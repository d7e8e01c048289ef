/*
 * keymap.h - which keys run which command.
 *
 * Starts from a preset; a [keys] line of config.ini replaces a command's keys (`command =` takes
 * them all away) and wins over what the preset gives to others: `hints = f` takes `f` from
 * page-down, and `^X` alone takes every `^X…`. A line that names no command, spells no key, binds
 * a key that must stay free (^C ^Z ^\ ^] ^Q, and ^S outside emacs; Esc as anything but cancel;
 * digits, ~), or a sequence that meets another line's (the same, the beginning of it, or begun by
 * it) is reported and left out. Const once made: no sequence begins another, so keys run a
 * command as soon as they are typed.
 *
 * Digits are counts and never bound as first keys; ^C may stand behind another key (^X^C).
 */
#ifndef DOSSIER_READ_KEYMAP_H
#define DOSSIER_READ_KEYMAP_H

#include "base/config.h"
#include "read/command.h"
#include "read/key.h"

struct binding {
	struct key_sequence keys;
	enum command_id command;
	uint32_t rank; /* its place among the command's keys, the one to show first at 0 */
};

struct keymap {
	struct binding *items; /* none is another one or begins it; owned */
	uint32_t n, cap;
	uint64_t begun[4]; /* bits: keys, by their lowest byte, that some binding begins with */
	uint32_t first[COMMAND_COUNT]; /* the index of the command's key to show first; n: it has none */
};

/*
 * Makes the map of config->keys_preset with the [keys] lines over it. False where memory is
 * short.
 */
bool keymap_make(struct keymap *map, const struct config *config, struct report *report,
	struct err *err) MUST_CHECK;

enum keymap_match { KEYMAP_NO, KEYMAP_MORE, KEYMAP_YES };

/* Whether the keys typed so far are a command (YES, *out set), begin one (MORE), or neither. */
enum keymap_match keymap_look(const struct keymap *map, const struct key_sequence *typed,
	enum command_id *out);

/*
 * Appends the keys of a command as people read them, by blanks, at most `most` sequences (0:
 * all).
 */
void keymap_put(const struct keymap *map, enum command_id command, uint32_t most, struct buf *out);

/* Frees it. Takes a zeroed one. */
void keymap_finish(struct keymap *map);

#endif
