/*
 * args.h - the command line as a table and as what somebody typed.
 *
 * Parses, prints nothing, ends nothing. What it refuses is wrong usage: the caller shows the
 * message and exits with 2. Messages hold words from the command line and go through visible.h
 * before they are shown.
 *
 *	struct args args;
 *	if (!args_parse(argc, argv, &args, &err)) { … exit status 2 }
 *	if (args.value[ARGS_OPT_help] != NULL) { args_help(args.command, &text); … }
 */
#ifndef DOSSIER_UI_ARGS_H
#define DOSSIER_UI_ARGS_H

#include "base/buf.h"

enum args_command {
#define ARGS_COMMAND(id, name, operands, least, most, guest, text) ARGS_##id,
#define ARGS_OPTION(id, name, letter, type, value, commands, guest, text)
#include "ui/args.def"
#undef ARGS_COMMAND
#undef ARGS_OPTION
	ARGS_COMMANDS
};

enum args_option {
#define ARGS_COMMAND(id, name, operands, least, most, guest, text)
#define ARGS_OPTION(id, name, letter, type, value, commands, guest, text) ARGS_OPT_##id,
#include "ui/args.def"
#undef ARGS_COMMAND
#undef ARGS_OPTION
	ARGS_OPTIONS
};

#define ARGS_MANY_MOST 32 /* how often an option of MANY may stand */

/* Whether a guest may use it: see guest.h. INSIDE: its value is the path of a file in the dossier. */
enum args_guest { ARGS_GUEST_NO, ARGS_GUEST_MAY, ARGS_GUEST_INSIDE };

enum args_type { ARGS_NONE, ARGS_TEXT, ARGS_MANY, ARGS_FILE, ARGS_WORD };

struct args_command_row {
	const char *name;
	const char *operands; /* "PATTERN DIR" */
	uint32_t least, most; /* operands */
	enum args_guest guest;
	const char *text; /* one line */
};

struct args_option_row {
	const char *name; /* without -- */
	char letter; /* '\0': none */
	enum args_type type;
	const char *value; /* its name, or the choices of a WORD parted by | */
	unsigned commands; /* 1 << enum args_command, or'ed */
	enum args_guest guest;
	const char *text; /* one line */
};

/* Indexed by enum args_command and enum args_option. */
extern const struct args_command_row args_commands[ARGS_COMMANDS];
extern const struct args_option_row args_options[ARGS_OPTIONS];

/* What was typed. Strings are those of argv. */
struct args {
	enum args_command command;
	const char *value[ARGS_OPTIONS]; /* NULL: not given; "" for NONE; the last one counts */
	const char *tags[ARGS_MANY_MOST]; /* --tag, in their order */
	uint32_t ntags;
	struct span add_doc; /* --add: the document … */
	struct range add; /* … and the bytes of its file, not empty */
	bool json, tei; /* --format json, --format tei */
	const char *const *operands; /* as many as the command takes; for read at least "." */
	uint32_t noperands;
};

/*
 * Parses argv (argv[0] is the program), whose pointers are put in another order. With --help or
 * --version among the words nothing else is asked for. The first word that is no option is the
 * command if it is one's name; `./mentions`, or `mentions` behind `--`, is a folder. False with a
 * message for wrong usage; out is untouched then. Not for two threads at once (getopt_long).
 */
bool args_parse(int argc, char **argv, struct args *out, struct err *err) MUST_CHECK;

/* The choices that a WORD has with this command, parted by |; ARGS_COMMANDS: with any. */
const char *args_choices(enum args_command command, enum args_option option);

/*
 * Appends the help of a command; that of read tells of all commands. ASCII, at most 80 columns.
 */
void args_help(enum args_command command, struct buf *out);

#endif
