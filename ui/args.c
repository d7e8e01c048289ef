#include "ui/args.h"

#include "base/file.h"
#include "base/typo.h"

#include <getopt.h>

#define ARGS_IN(command) (1u << ARGS_##command)
#define ARGS_ALL ((1u << ARGS_COMMANDS) - 1)

const struct args_command_row args_commands[ARGS_COMMANDS] = {
#define ARGS_COMMAND(id, name, operands, least, most, text) {name, operands, least, most, text},
#define ARGS_OPTION(id, name, letter, type, value, commands, text)
#include "ui/args.def"
#undef ARGS_COMMAND
#undef ARGS_OPTION
};

const struct args_option_row args_options[ARGS_OPTIONS] = {
#define ARGS_COMMAND(id, name, operands, least, most, text)
#define ARGS_OPTION(id, name, letter, type, value, commands, text) \
	{name, letter, ARGS_##type, value, commands, text},
#include "ui/args.def"
#undef ARGS_COMMAND
#undef ARGS_OPTION
};

/* What getopt_long gives for the long option number i: out of the way of letters. */
enum { LONG_FIRST = 256 };

static const struct option long_options[ARGS_OPTIONS + 1] = {
#define ARGS_COMMAND(id, name, operands, least, most, text)
#define ARGS_OPTION(id, name, letter, type, value, commands, text) \
	{name, ARGS_##type == ARGS_NONE ? no_argument : required_argument, NULL, \
		LONG_FIRST + (int)ARGS_OPT_##id},
#include "ui/args.def"
#undef ARGS_COMMAND
#undef ARGS_OPTION
	{NULL, 0, NULL, 0},
};

/* The command with this name, or ARGS_read, which has none. */
static enum args_command command_of(const char *word)
{
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		if (strcmp(word, args_commands[i].name) == 0) {
			return (enum args_command)i;
		}
	}
	return ARGS_read;
}

/* The option that getopt_long's answer stands for, or ARGS_OPTIONS. */
static enum args_option option_of(int answer)
{
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		if (answer == LONG_FIRST + (int)i ||
			(answer != 0 && answer == args_options[i].letter)) {
			return (enum args_option)i;
		}
	}
	return ARGS_OPTIONS;
}

/* "-:hV": words come in their order, a missing value is told apart. */
static void put_letters(struct buf *out)
{
	buf_puts(out, "-:");
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		if (args_options[i].letter != '\0') {
			buf_putc(out, args_options[i].letter);
			buf_puts(out, args_options[i].type == ARGS_NONE ? "" : ":");
		}
	}
}

/* The nearest of the options' names, or NULL. */
static const char *nearest_option(struct span name)
{
	const char *nearest = NULL;
	uint32_t best = UINT32_MAX;
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		struct span known = span_of(args_options[i].name);
		uint32_t distance = typo_distance(name, known, 3);
		if (typo_near(name, known) && distance < best) {
			best = distance;
			nearest = args_options[i].name;
		}
	}
	return nearest;
}

/* A long option that getopt_long did not take: unknown, or the beginning of several. */
static bool refuse_long(const char *word, struct err *err)
{
	struct span rest = span_of(word + 2), name;
	if (!span_cut(&rest, '=', &name)) {
		name = SPAN("");
	}
	uint32_t n = 0;
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		n += span_starts(span_of(args_options[i].name), name) ? 1 : 0;
	}
	const char *nearest = nearest_option(name);
	if (n > 1) {
		return err_set(err, "--%.*s is the beginning of several options", SPAN_ARG(name));
	}
	if (nearest == NULL) {
		return err_set(
			err, "no option is named --%.*s; see dossier --help", SPAN_ARG(name));
	}
	return err_set(
		err, "no option is named --%.*s; did you mean --%s?", SPAN_ARG(name), nearest);
}

/* Says what getopt_long complains of with '?' or ':'; word is the last one it has read. */
static bool refuse_option(int answer, const char *word, struct err *err)
{
	enum args_option option = option_of(optopt);
	if (option != ARGS_OPTIONS && answer == ':') {
		return err_set(err, "--%s needs a value: --%s %s", args_options[option].name,
			args_options[option].name, args_options[option].value);
	}
	if (option != ARGS_OPTIONS) {
		return err_set(err, "--%s takes no value", args_options[option].name);
	}
	if (optopt == 0) {
		return refuse_long(word, err);
	}
	return err_set(err, "no option is named -%c; see dossier --help", optopt);
}

/* Takes the options and words of argv; words go to the front, from argv[1] on. */
static bool take_words(int argc, char **argv, struct args *args, struct err *err)
{
	struct buf letters = {0};
	put_letters(&letters);
	if (!buf_ok(&letters, err)) {
		return false;
	}
	bool good = true;
	uint32_t n = 0;
	opterr = 0;
	optind = 0; /* glibc and musl: begin anew, and forget what was half done */
	while (good) {
		int answer = getopt_long(argc, argv, letters.p, long_options, NULL);
		if (answer == -1) {
			break;
		}
		if (answer == 1) {
			enum args_command command = n == 0 ? command_of(optarg) : ARGS_read;
			if (args->command == ARGS_read && command != ARGS_read) {
				args->command = command;
			} else {
				argv[1 + n++] = optarg;
			}
		} else if (answer == '?' || answer == ':') {
			good = refuse_option(answer, argv[optind - 1], err);
		} else {
			args->value[option_of(answer)] = optarg == NULL ? "" : optarg;
		}
	}
	while (good && optind < argc) {
		argv[1 + n++] = argv[optind++];
	}
	args->operands = (const char *const *)argv + 1;
	args->noperands = n;
	buf_finish(&letters);
	return good;
}

/* Whether value is one of choices parted by |. */
static bool is_choice(const char *choices, const char *value)
{
	struct span rest = span_of(choices), choice;
	while (span_cut(&rest, '|', &choice)) {
		if (span_eq(choice, span_of(value))) {
			return true;
		}
	}
	return false;
}

/* Whether the options that were given go with the command and have good values. */
static bool check_options(const struct args *args, struct err *err)
{
	const char *command = args_commands[args->command].name;
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		const struct args_option_row *row = &args_options[i];
		const char *value = args->value[i];
		if (value == NULL) {
			continue;
		}
		if ((row->commands & (1u << args->command)) == 0) {
			return err_set(err, "--%s does not go with %s; see dossier --help",
				row->name, args->command == ARGS_read ? "reading" : command);
		}
		if (row->type == ARGS_WORD && !is_choice(row->value, value)) {
			return err_set(err, "--%s is %s, not '%s'", row->name, row->value, value);
		}
	}
	return true;
}

/* A first word that names no file may be a slip of the fingers for a command. */
static bool check_slip(const char *word, struct err *err)
{
	if (strchr(word, '/') != NULL || command_of(word) != ARGS_read) {
		return true; /* meant as a file: `./mentoins`, or `-- mentions` */
	}
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		const char *name = args_commands[i].name;
		if (typo_near(span_of(word), span_of(name)) && !file_exists(word)) {
			return err_set(err,
				"%s: no such file or folder; did you mean the command '%s'?", word,
				name);
		}
	}
	return true;
}

static bool check_operands(const struct args *args, struct err *err)
{
	const struct args_command_row *row = &args_commands[args->command];
	if (args->noperands >= row->least && args->noperands <= row->most) {
		return args->command != ARGS_read || check_slip(args->operands[0], err);
	}
	struct buf usage = {0};
	args_usage(args->command, &usage);
	const char *what = args->noperands < row->least ? "something is missing" : "too many words";
	err_set(err, "%s: %s; usage: %s", row->name, what,
		usage.p == NULL ? row->operands : usage.p);
	buf_finish(&usage);
	return false;
}

bool args_parse(int argc, char **argv, struct args *out, struct err *err)
{
	static const char *const here[] = {"."};
	struct args args = {.command = ARGS_read};
	if (!take_words(argc, argv, &args, err) || !check_options(&args, err)) {
		return false;
	}
	bool asks = args.value[ARGS_OPT_help] != NULL || args.value[ARGS_OPT_version] != NULL;
	if (args.noperands == 0 && args.command == ARGS_read) {
		args.operands = here;
		args.noperands = 1;
	}
	if (!asks && !check_operands(&args, err)) {
		return false;
	}
	const char *format = args.value[ARGS_OPT_format];
	args.json = format != NULL && strcmp(format, "json") == 0;
	args.tei = format != NULL && strcmp(format, "tei") == 0;
	if (args.tei && args.command != ARGS_entities) {
		return err_set(err, "--format tei goes with entities only");
	}
	*out = args;
	return true;
}

void args_usage(enum args_command command, struct buf *out)
{
	const struct args_command_row *row = &args_commands[command];
	buf_printf(out, "dossier %s%s[OPTION...] %s", command == ARGS_read ? "" : row->name,
		command == ARGS_read ? "" : " ", row->operands);
}

/* "--entity ID" or "--regex". */
static void put_option(struct buf *out, const struct args_option_row *row)
{
	buf_printf(out, "--%s%s%s", row->name, row->type == ARGS_NONE ? "" : " ", row->value);
}

/* The options of a command, one a line. */
static void put_options(enum args_command command, struct buf *out)
{
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		const struct args_option_row *row = &args_options[i];
		if ((row->commands & (1u << command)) == 0) {
			continue;
		}
		struct buf word = {0};
		put_option(&word, row);
		if (row->letter != '\0') {
			buf_printf(&word, ", -%c", row->letter);
		}
		buf_printf(out, "  %-18s %s\n", word.p == NULL ? "" : word.p, row->text);
		buf_finish(&word);
	}
}

/* The commands with their own options, two lines each. */
static void put_commands(struct buf *out)
{
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		const struct args_command_row *row = &args_commands[i];
		buf_printf(out, "  %s", row->name);
		for (uint32_t k = 0; k < ARGS_OPTIONS; k++) {
			if (args_options[k].commands != ARGS_ALL &&
				(args_options[k].commands & (1u << i)) != 0) {
				buf_puts(out, " [");
				put_option(out, &args_options[k]);
				buf_puts(out, "]");
			}
		}
		buf_printf(out, " %s\n      %s\n", row->operands, row->text);
	}
}

void args_help(enum args_command command, struct buf *out)
{
	buf_puts(out, "usage: ");
	args_usage(command, out);
	if (command != ARGS_read) {
		buf_printf(out, "\n\n%s.\n\nOptions:\n", args_commands[command].text);
		put_options(command, out);
		return;
	}
	buf_puts(out, "\n       dossier COMMAND [OPTION...] ...\n\n"
		"Reads a folder of documents in panes, beside a panel that knows who and what is\n"
		"mentioned where, under whatever name.\n\n"
		"Commands:\n");
	put_commands(out);
	buf_puts(out, "\nOptions, also of every command:\n");
	put_options(command, out);
	buf_puts(out,
		"\nDIR is a folder of *.txt and *.md; one that is named like a command is ./NAME.\n"
		"Exit status: 0, 1 for a failure, 2 for wrong usage. In the reader h shows the\n"
		"keys. The manual: man dossier.\n");
}
