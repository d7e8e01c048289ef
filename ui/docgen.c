/*
 * docgen - prints what is generated from the tables: the manual, config.ini, keys, completions.
 *
 * A program of the build; it is not installed. What people can name (commands, keys, options,
 * roles, rules) stands in one table each, and whatever tells of them comes from here.
 *
 *	docgen man dossier.1.in DATADIR | config | keys | bash | zsh | fish   > file
 */
#include "base/config.h"
#include "base/file.h"
#include "links/mention.h"
#include "read/keymap.h"
#include "read/line.h"
#include "ui/args.h"
#include "ui/completion.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

enum { TEMPLATE_BYTES = 1 << 20, KEYS_COLS = 18 };

static const char *const preset_names[] = {"less", "vim", "emacs"};

/* The name in [theme] and what it is, indexed by enum role. */
static const char *const roles[][2] = {
#define ROLE(id, name, text) {name, text},
#include "read/role.def"
#undef ROLE
};

/* How roles look in the theme `auto`, indexed by enum role. */
static const char *const looks[] = {
#define LOOK(role, few, automatic, dark, light, mono) [ROLE_##role] = automatic,
#define KIND(few, automatic, dark, light, mono, sign)
#include "ui/look.def"
#undef LOOK
#undef KIND
};

/* One entry for each rule: its word in tables and what it says. */
static const char *const rules[][2] = {
#define RULE(id, word, text) {word, text},
	MENTION_RULES(RULE)
#undef RULE
};

/* Ends the program with a message where something is broken: a build must not go on. */
static void insist(bool good, const struct err *err)
{
	if (!good) {
		fprintf(stderr, "docgen: %s\n", err->msg);
		exit(1);
	}
}

/* The key map of a preset as it is shipped. */
static struct keymap preset_map(const char *preset)
{
	struct config config = {.keys_preset = preset};
	struct report report = {0};
	struct keymap map;
	struct err err;
	insist(keymap_make(&map, &config, &report, &err), &err);
	report_finish(&report);
	return map;
}

/* Appends a character so that it means nothing to roff. */
static void put_roff_char(struct buf *out, char c)
{
	switch (c) {
	case '\\':
		buf_puts(out, "\\e");
		break;
	case '"':
		buf_puts(out, "\\(dq");
		break;
	case '\'':
		buf_puts(out, "\\(aq");
		break;
	case '`':
		buf_puts(out, "\\(ga");
		break;
	case '^':
		buf_puts(out, "\\(ha");
		break;
	case '~':
		buf_puts(out, "\\(ti");
		break;
	default:
		buf_putc(out, c);
	}
}

/* Appends text as it is, in a line of roff or, quoted, as one argument of a macro. */
static void put_roff(struct buf *out, struct span text, bool quoted)
{
	buf_puts(out, quoted ? "\"\\&" : "");
	for (size_t i = 0; i < text.n; i++) {
		put_roff_char(out, text.p[i]);
	}
	buf_puts(out, quoted ? "\"" : "");
}

/* Appends text in lower case: names of values are upper case elsewhere. */
static void put_lower(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		buf_putc(out, (char)tolower((unsigned char)*text));
	}
}

/* "Fl -entity Ar id", "Fl -format Cm tsv | json". */
static void man_put_option(struct buf *out, enum args_command command, enum args_option option)
{
	const struct args_option_row *row = &args_options[option];
	buf_printf(out, "Fl -%s", row->name);
	if (row->type == ARGS_WORD) {
		buf_puts(out, " Cm ");
		for (const char *c = args_choices(command, option); *c != '\0'; c++) {
			buf_puts(out, *c == '|' ? " | " : (char[]){*c, '\0'});
		}
	} else if (row->type != ARGS_NONE) {
		buf_puts(out, " Ar ");
		put_lower(out, row->value);
	}
}

/* The operands of a command: "[DIR | FILE...]" as ".Op Ar dir | file ...". */
static void man_put_operands(struct buf *out, const struct args_command_row *row)
{
	struct span rest = span_of(row->operands), word;
	if (span_starts(rest, SPAN("["))) {
		buf_puts(out, ".Op Ar ");
		for (const char *c = row->operands; *c != '\0'; c++) {
			bool dots = strncmp(c, "...", 3) == 0;
			if (*c != '[' && *c != ']') {
				buf_printf(
					out, "%s%c", dots ? " " : "", tolower((unsigned char)*c));
			}
			if (dots) {
				buf_puts(out, "..");
				c += 2;
			}
		}
		buf_putc(out, '\n');
		return;
	}
	while (rest.n > 0 && span_cut(&rest, ' ', &word)) {
		buf_puts(out, ".Ar ");
		for (size_t i = 0; i < word.n; i++) {
			buf_putc(out, (char)tolower((unsigned char)word.p[i]));
		}
		buf_putc(out, '\n');
	}
}

/* A command with its own options, one macro a line. */
static void man_put_command(struct buf *out, enum args_command command)
{
	for (uint32_t k = 0; k < ARGS_OPTIONS; k++) {
		unsigned on = args_options[k].commands, all = (1u << ARGS_COMMANDS) - 1;
		bool own = on != all && (on & (1u << command)) != 0;
		bool common = on == all && command == ARGS_read && args_options[k].type == ARGS_FILE;
		if (own || common) {
			buf_puts(out, ".Op ");
			man_put_option(out, command, (enum args_option)k);
			buf_putc(out, '\n');
		}
	}
	man_put_operands(out, &args_commands[command]);
}

static void man_synopsis(struct buf *out)
{
	for (uint32_t i = 0; i < ARGS_COMMANDS; i++) {
		buf_puts(out, ".Nm\n");
		if (i != ARGS_read) {
			buf_printf(out, ".Cm %s\n", args_commands[i].name);
		}
		man_put_command(out, (enum args_command)i);
	}
	buf_puts(out, ".Nm\n.Fl -help | -version\n");
}

/* Appends a sentence: text with a full stop, unless it ends with one. */
static void put_sentence(struct buf *out, const char *text)
{
	struct span all = span_of(text);
	put_roff(out, all, false);
	buf_puts(out, span_ends(all, SPAN(".")) ? "\n" : ".\n");
}

static void man_commands(struct buf *out)
{
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		buf_printf(out, ".It Cm %s\n", args_commands[i].name);
		put_sentence(out, args_commands[i].text);
	}
}

static void man_options(struct buf *out)
{
	for (uint32_t k = 0; k < ARGS_OPTIONS; k++) {
		buf_puts(out, ".It ");
		man_put_option(out, ARGS_COMMANDS, (enum args_option)k);
		if (args_options[k].letter != '\0') {
			buf_printf(out, " , Fl %c", args_options[k].letter);
		}
		buf_putc(out, '\n');
		put_sentence(out, args_options[k].text);
	}
}

/* Begins a table of keys, commands and what they do. */
static void man_begin_keys(struct buf *out)
{
	buf_puts(out, ".Bl -column \"Space f PgDn \\(haF\" \"previous-document\" \"text\"\n");
}

/* One row of such a table. */
static void man_put_keys(struct buf *out, const struct keymap *map, enum command_id command)
{
	struct buf keys = {0};
	keymap_put(map, command, 0, &keys);
	buf_puts(out, ".It Ic ");
	put_roff(out, buf_span(&keys), true);
	buf_printf(out, " Ta Cm %s Ta\n", commands[command].name);
	put_roff(out, span_of(commands[command].text), false);
	buf_putc(out, '\n');
	buf_finish(&keys);
}

static void man_keys(struct buf *out)
{
	struct keymap map = preset_map(preset_names[0]);
	for (uint32_t group = 0; group < GROUP_COUNT; group++) {
		buf_printf(out, ".Ss %s\n", command_groups[group]);
		man_begin_keys(out);
		for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
			if ((uint32_t)commands[i].group == group) {
				man_put_keys(out, &map, (enum command_id)i);
			}
		}
		buf_puts(out, ".El\n");
	}
	keymap_finish(&map);
}

static void man_presets(struct buf *out)
{
	for (uint32_t p = 1; p < COUNT_OF(preset_names); p++) {
		struct keymap map = preset_map(preset_names[p]);
		buf_printf(out, ".Pp\n.Cm %s :\n", preset_names[p]);
		man_begin_keys(out);
		for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
			const char *keys = commands[i].keys[p];
			if (strcmp(keys, "~") != 0 && strcmp(keys, commands[i].keys[0]) != 0) {
				man_put_keys(out, &map, (enum command_id)i);
			}
		}
		buf_puts(out, ".El\n");
		keymap_finish(&map);
	}
}

/* Rows of a list of words with what they mean. */
static void man_put_words(struct buf *out, const char *const (*rows)[2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, ".It Cm %s\n", rows[i][0]);
		put_roff(out, span_of(rows[i][1]), false);
		buf_putc(out, '\n');
	}
}

static void man_rules(struct buf *out)
{
	man_put_words(out, rules, COUNT_OF(rules));
}

static void man_roles(struct buf *out)
{
	man_put_words(out, roles, COUNT_OF(roles));
}

static void man_config(struct buf *out)
{
	for (size_t i = 0; i < config_noptions; i++) {
		const struct config_option *option = &config_options[i];
		buf_printf(out, ".It Cm %s.%s No =", option->section, option->key);
		buf_printf(out, " Cm %s\n", option->def[0] == '\0' ? "\\&" : option->def);
		put_sentence(out, option->text);
		if (option->type == CONFIG_INT) {
			buf_printf(out, "From %d to %d.\n", option->min, option->max);
		} else if (option->type == CONFIG_WORD) {
			buf_puts(out, "One of\n.Cm ");
			for (const char *c = option->choices; *c != '\0'; c++) {
				buf_puts(out, *c == ' ' ? " , " : (char[]){*c, '\0'});
			}
			buf_puts(out, " .\n");
		}
	}
}

/* Lists that a line of the template stands for. */
static const struct {
	const char *line;
	void (*put)(struct buf *out);
} man_lists[] = {
	{"@synopsis", man_synopsis},
	{"@commands", man_commands},
	{"@options", man_options},
	{"@keys", man_keys},
	{"@presets", man_presets},
	{"@rules", man_rules},
	{"@config", man_config},
	{"@roles", man_roles},
};

/* Appends one line of the template: a list, or text in which @DATADIR@ is replaced. */
static void man_put_line(struct buf *out, struct span line, const char *datadir)
{
	for (size_t i = 0; i < COUNT_OF(man_lists); i++) {
		if (span_eq(line, span_of(man_lists[i].line))) {
			man_lists[i].put(out);
			return;
		}
	}
	struct span mark = SPAN("@DATADIR@");
	size_t at = span_find(line, mark, 0);
	buf_put(out, (struct span){line.p, at});
	if (at < line.n) {
		buf_puts(out, datadir);
		at += mark.n;
		buf_put(out, (struct span){line.p + at, line.n - at});
	}
	buf_putc(out, '\n');
}

static void print_man(const char *template, const char *datadir, struct buf *out)
{
	struct buf text = {0};
	struct err err;
	insist(file_read(template, TEMPLATE_BYTES, &text, NULL, &err), &err);
	struct span rest = buf_span(&text), line;
	while (rest.n > 0 && span_cut(&rest, '\n', &line)) {
		man_put_line(out, line, datadir);
	}
	buf_finish(&text);
}

/* "#page-down = <Space> f <PgDn> ^F" for every command, as config.ini spells keys. */
static void config_put_keys(struct buf *out)
{
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		struct span rest = span_of(commands[i].keys[0]), word;
		struct key_sequence keys;
		struct err err;
		if (i == 0 || commands[i].group != commands[i - 1].group) {
			buf_printf(out, "\n# %s\n", command_groups[commands[i].group]);
		}
		buf_printf(out, "#%s =", commands[i].name);
		while (rest.n > 0 && span_cut(&rest, ' ', &word)) {
			insist(key_parse(word, &keys, &err), &err);
			buf_putc(out, ' ');
			key_put_sequence(out, &keys);
		}
		buf_putc(out, '\n');
	}
}

/* "#heading = bold" for every role, as it looks in the theme `auto`. */
static void config_put_roles(struct buf *out)
{
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		bool plain = looks[i][0] == '\0';
		buf_printf(out, "\n# %s\n#%s = %s\n", roles[i][1], roles[i][0],
			plain ? "default" : looks[i]);
	}
}

/* Ends a section: [keys] with all commands, [theme] with all roles. */
static void config_end_section(struct buf *out, struct span section)
{
	if (span_eq(section, SPAN("[keys]"))) {
		config_put_keys(out);
	} else if (span_eq(section, SPAN("[theme]"))) {
		config_put_roles(out);
	}
}

/* The template of the settings; whole lists stand for its examples of keys and looks. */
static void print_config(struct buf *out)
{
	struct buf text = {0};
	struct err err;
	config_template(&text);
	insist(buf_ok(&text, &err), &err);
	struct span rest = span_trim(buf_span(&text)), section = SPAN(""), line;
	bool blank = false;
	while (span_cut(&rest, '\n', &line)) {
		bool listed = span_eq(section, SPAN("[keys]")) || span_eq(section, SPAN("[theme]"));
		bool example = listed && line.n > 1 && line.p[0] == '#' && line.p[1] != ' ';
		if (span_starts(line, SPAN("["))) {
			config_end_section(out, section);
			section = line;
		}
		/* A blank line waits: what ends a section comes before it. */
		buf_puts(out, blank ? "\n" : "");
		blank = line.n == 0;
		if (!blank && !example) {
			buf_put(out, line);
			buf_putc(out, '\n');
		}
	}
	config_end_section(out, section);
	buf_finish(&text);
}

/* The keys of the default preset as a plain table. */
static void print_keys(struct buf *out)
{
	struct keymap map = preset_map(preset_names[0]);
	for (uint32_t group = 0; group < GROUP_COUNT; group++) {
		buf_printf(out, "%s%s\n", group == 0 ? "" : "\n", command_groups[group]);
		for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
			if ((uint32_t)commands[i].group != group) {
				continue;
			}
			struct buf keys = {0};
			keymap_put(&map, (enum command_id)i, 0, &keys);
			if (keys.n == 0) {
				buf_printf(&keys, ":%s", commands[i].name);
			}
			buf_printf(out, "  %-*s %s\n", KEYS_COLS, keys.p, commands[i].text);
			buf_finish(&keys);
		}
	}
	keymap_finish(&map);
}

int main(int argc, char **argv)
{
	struct buf out = {0};
	struct err err;
	const char *what = argc > 1 ? argv[1] : "";
	if (strcmp(what, "man") == 0 && argc == 4) {
		print_man(argv[2], argv[3], &out);
	} else if (strcmp(what, "config") == 0 && argc == 2) {
		print_config(&out);
	} else if (strcmp(what, "keys") == 0 && argc == 2) {
		print_keys(&out);
	} else if (strcmp(what, "bash") == 0 && argc == 2) {
		completion_bash(&out);
	} else if (strcmp(what, "zsh") == 0 && argc == 2) {
		completion_zsh(&out);
	} else if (strcmp(what, "fish") == 0 && argc == 2) {
		completion_fish(&out);
	} else {
		fputs("usage: docgen man TEMPLATE DATADIR | config | keys | bash | zsh | fish\n",
			stderr);
		return 2;
	}
	insist(buf_ok(&out, &err), &err);
	bool written = fwrite(out.p, 1, out.n, stdout) == out.n && fflush(stdout) == 0;
	buf_finish(&out);
	return written ? 0 : 1;
}
