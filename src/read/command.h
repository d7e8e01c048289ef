/*
 * command.h - the commands as data: names, keys, arguments, help. What they do is session.h's.
 */
#ifndef DOSSIER_READ_COMMAND_H
#define DOSSIER_READ_COMMAND_H

#include "base/buf.h"

enum command_id {
#define GROUP(id, title)
#define COMMAND(id, name, group, arg, guest, less, vim, emacs, text) COMMAND_##id,
#include "read/command.def"
#undef COMMAND
#undef GROUP
	COMMAND_COUNT,
	COMMAND_NONE
};

enum command_group {
#define GROUP(id, title) GROUP_##id,
#define COMMAND(id, name, group, arg, guest, less, vim, emacs, text)
#include "read/command.def"
#undef COMMAND
#undef GROUP
	GROUP_COUNT
};

enum command_arg { ARG_NONE, ARG_COUNT, ARG_KEY, ARG_TEXT };

/* Whether a guest may run it: see restrictions.h. Nobody may what nobody has thought about. */
enum command_guest { COMMAND_GUEST_NO, COMMAND_GUEST_MAY, COMMAND_GUEST_FILES, COMMAND_GUEST_CLIPBOARD };

struct command {
	const char *name;
	enum command_group group;
	enum command_arg arg;
	enum command_guest guest;
	const char *keys[3]; /* presets less, vim, emacs, as in command.def */
	const char *text;
};

/* Indexed by enum command_id. */
extern const struct command commands[COMMAND_COUNT];

/* "Moving", … indexed by enum command_group. */
extern const char *const command_groups[GROUP_COUNT];

/*
 * The command with exactly this name in any case, or COMMAND_NONE with a message that names the
 * nearest.
 */
enum command_id command_named(struct span name, struct err *err);

/*
 * The command with this name, or the only one that it begins ("sea" is none of several), or
 * COMMAND_NONE with a message that names the nearest.
 */
enum command_id command_find(struct span name, struct err *err);

#endif
