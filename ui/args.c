#include "ui/args.h"

#include "base/file.h"
#include "base/typo.h"

#include <getopt.h>

#define ARGS_IN(command) (1u << ARGS_##command)
#define ARGS_ALL ((1u << ARGS_COMMANDS) - 1)

const struct args_command_row args_commands[ARGS_COMMANDS] = {
#define ARGS_COMMAND(id, name, operands, least, most, guest, text) \
	{name, operands, least, most, ARGS_GUEST_##guest, text},
#define ARGS_OPTION(id, name, letter, type, value, commands, guest, text)
#include "ui/args.def"
#undef ARGS_COMMAND
#undef ARGS_OPTION
};

const struct args_option_row args_options[ARGS_OPTIONS] = {
#define ARGS_COMMAND(id, name, operands, least, most, guest, text)
#define ARGS_OPTION(id, name, letter, type, value, commands, guest, text) \
	{name, letter, ARGS_##type, value, commands, ARGS_GUEST_##guest, text},
#include "ui/args.def"
#undef ARGS_COMMAND
#undef ARGS_OPTION
};

/* What getopt_long gives for the long option number i: out of the way of letters. */
enum { LONG_FIRST = 256 };

static const struct option long_options[ARGS_OPTIONS + 1] = {
#define ARGS_COMMAND(id, name, operands, least, most, guest, text)
#define ARGS_OPTION(id, name, letter, type, value, commands, guest, text) \
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
	struct typo typo = {.name = name};
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		typo_try(&typo, args_options[i].name);
	}
	return typo.nearest;
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

/* Takes the value of an option; the last one counts, but for MANY. */
static bool take_option(enum args_option option, const char *value, struct args *args,
	struct err *err)
{
	args->value[option] = value == NULL ? "" : value;
	if (args_options[option].type != ARGS_MANY) {
		return true;
	}
	if (args->ntags == ARGS_MANY_MOST) {
		return err_set(err, "--%s stands more than %d times", args_options[option].name,
			ARGS_MANY_MOST);
	}
	args->tags[args->ntags++] = value;
	return true;
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
			good = take_option(option_of(answer), optarg, args, err);
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

const char *args_choices(enum args_command command, enum args_option option)
{
	bool all = option != ARGS_OPT_format || command == ARGS_bookmarks ||
		command == ARGS_COMMANDS;
	return all ? args_options[option].value :
		command == ARGS_entities ? "tsv|json|tei" : "tsv|json";
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
		const char *choices = args_choices(args->command, (enum args_option)i);
		if (row->type == ARGS_WORD && !is_choice(choices, value)) {
			return err_set(err, "--%s is %s, not '%s'", row->name, choices, value);
		}
	}
	return true;
}

/* Takes --add apart: the document's name may hold colons. */
static bool take_add(const char *value, struct args *args, struct err *err)
{
	const char *colon = strrchr(value, ':');
	struct span rest = span_of(colon == NULL ? "" : colon + 1), start;
	if (colon == NULL || colon == value || !span_cut(&rest, '-', &start) ||
		!span_u32(start, &args->add.start) || !span_u32(rest, &args->add.end)) {
		return err_set(err, "--add is DOC:START-END, bytes of the file, not '%s'", value);
	}
	if (args->add.start >= args->add.end) {
		return err_set(err, "--add: %u-%u is no passage; the end is not included",
			args->add.start, args->add.end);
	}
	args->add_doc = (struct span){value, (size_t)(colon - value)};
	return true;
}

/* The options of bookmarks are four different things to do. */
static bool check_bookmarks(struct args *args, struct err *err)
{
	static const enum args_option acts[] = {ARGS_OPT_add, ARGS_OPT_import, ARGS_OPT_check};
	static const enum args_option adding[] = {ARGS_OPT_note, ARGS_OPT_tag};
	static const enum args_option printing[] = {
		ARGS_OPT_format, ARGS_OPT_output, ARGS_OPT_replace};
	const char *act = NULL;
	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		const char *name = args_options[acts[i]].name;
		if (args->value[acts[i]] != NULL && act != NULL) {
			return err_set(err, "--%s does not go with --%s", name, act);
		}
		act = args->value[acts[i]] != NULL ? name : act;
	}
	for (size_t i = 0; i < COUNT_OF(adding); i++) {
		if (args->value[adding[i]] != NULL && args->value[ARGS_OPT_add] == NULL) {
			return err_set(err, "--%s goes with --add", args_options[adding[i]].name);
		}
	}
	for (size_t i = 0; i < COUNT_OF(printing); i++) {
		if (args->value[printing[i]] != NULL && act != NULL) {
			return err_set(err, "--%s does not go with --%s",
				args_options[printing[i]].name, act);
		}
	}
	if (args->value[ARGS_OPT_replace] != NULL && args->value[ARGS_OPT_output] == NULL) {
		return err_set(err, "--replace goes with --output");
	}
	const char *add = args->value[ARGS_OPT_add];
	return add == NULL || take_add(add, args, err);
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

/* Appends "dossier search [OPTION...] PATTERN DIR", for read without a command. */
static void put_usage(enum args_command command, struct buf *out)
{
	const struct args_command_row *row = &args_commands[command];
	buf_printf(out, "dossier %s%s[OPTION...] %s", command == ARGS_read ? "" : row->name,
		command == ARGS_read ? "" : " ", row->operands);
}

static bool check_operands(const struct args *args, struct err *err)
{
	const struct args_command_row *row = &args_commands[args->command];
	if (args->noperands >= row->least && args->noperands <= row->most) {
		return args->command != ARGS_read || check_slip(args->operands[0], err);
	}
	struct buf usage = {0};
	put_usage(args->command, &usage);
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
	if (!take_words(argc, argv, &args, err) || !check_options(&args, err) ||
		!check_bookmarks(&args, err)) {
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
	*out = args;
	return true;
}

/* "--entity ID" or "--regex". */
static void put_option(struct buf *out, enum args_command command, enum args_option option)
{
	const struct args_option_row *row = &args_options[option];
	buf_printf(out, "--%s%s%s", row->name, row->type == ARGS_NONE ? "" : " ",
		args_choices(command, option));
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
		put_option(&word, command, (enum args_option)i);
		if (row->letter != '\0') {
			buf_printf(&word, ", -%c", row->letter);
		}
		buf_printf(out, "  %-18s %s\n", word.p == NULL ? "" : word.p, row->text);
		buf_finish(&word);
	}
}

/* A word of a command's line, on a further one where it is too long for a small screen. */
static void put_word(struct buf *out, size_t *col, const struct buf *word)
{
	size_t n = word->n + 1;
	if (*col + n > 79) {
		buf_puts(out, "\n     ");
		*col = 5;
	}
	buf_putc(out, ' ');
	buf_put(out, buf_span(word));
	*col += n;
}

/* The commands with their own options. */
static void put_commands(struct buf *out)
{
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		const struct args_command_row *row = &args_commands[i];
		struct buf word = {0};
		size_t col = 2 + strlen(row->name);
		buf_printf(out, "  %s", row->name);
		for (uint32_t k = 0; k < ARGS_OPTIONS; k++) {
			if (args_options[k].commands != ARGS_ALL &&
				(args_options[k].commands & (1u << i)) != 0) {
				buf_clear(&word);
				buf_putc(&word, '[');
				put_option(&word, (enum args_command)i, (enum args_option)k);
				buf_putc(&word, ']');
				put_word(out, &col, &word);
			}
		}
		buf_clear(&word);
		buf_puts(&word, row->operands);
		put_word(out, &col, &word);
		buf_printf(out, "\n      %s\n", row->text);
		buf_finish(&word);
	}
}

void args_help(enum args_command command, struct buf *out)
{
	buf_puts(out, "usage: ");
	put_usage(command, out);
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
