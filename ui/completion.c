#include "ui/completion.h"

#include "ui/args.h"

static bool has_option(enum args_command command, enum args_option option)
{
	return (args_options[option].commands & (1u << command)) != 0;
}

/* Appends the names of the commands but the default, with sep between. */
static void put_commands(struct buf *out, const char *sep)
{
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		buf_printf(out, "%s%s", i == ARGS_read + 1 ? "" : sep, args_commands[i].name);
	}
}

/* Whether an option takes any text: once or several times is the same to a completion. */
static bool is_text(const struct args_option_row *row)
{
	return row->type == ARGS_TEXT || row->type == ARGS_MANY;
}

/* Appends the options of one type with their dashes, with | between. */
static void put_options_of(struct buf *out, enum args_type type)
{
	const char *sep = "";
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		bool text = type == ARGS_TEXT && is_text(&args_options[i]);
		if (text || args_options[i].type == type) {
			buf_printf(out, "%s--%s", sep, args_options[i].name);
			sep = "|";
		}
	}
}

/* Appends the choices that a WORD has with a command, with blanks between. */
static void put_choices(struct buf *out, enum args_command command, enum args_option option)
{
	for (const char *c = args_choices(command, option); *c != '\0'; c++) {
		buf_putc(out, *c == '|' ? ' ' : *c);
	}
}

/* Appends text for single quotes in a shell. escape: characters that get a backslash as well. */
static void put_quoted(struct buf *out, const char *text, const char *escape)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'') {
			buf_puts(out, "'\\''");
			continue;
		}
		if (strchr(escape, *text) != NULL) {
			buf_putc(out, '\\');
		}
		buf_putc(out, *text);
	}
}

/* One operand of a command: "PATTERN". False when there is none left. */
static bool next_operand(struct span *rest, struct span *operand)
{
	return rest->n > 0 && span_cut(rest, ' ', operand);
}

static void put_bash_options(struct buf *out)
{
	for (uint32_t i = 0; i < ARGS_COMMANDS; i++) {
		buf_printf(out, "\t\t%s) words='", args_commands[i].name);
		for (uint32_t k = 0; k < ARGS_OPTIONS; k++) {
			if (has_option((enum args_command)i, (enum args_option)k)) {
				buf_printf(out, "--%s ", args_options[k].name);
			}
		}
		buf_puts(out, "' ;;\n");
	}
}

/* What is completed for the operands of each command: `show:1)` is the second one of show. */
static void put_bash_operands(struct buf *out)
{
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		struct span rest = span_of(args_commands[i].operands), operand;
		for (uint32_t n = 0; next_operand(&rest, &operand); n++) {
			const char *how = "";
			if (span_eq(operand, SPAN("DIR"))) {
				how = "compgen -d -- \"$cur\"";
			} else if (span_eq(operand, SPAN("DOC"))) {
				how = "cd -- \"$last\" >/dev/null 2>&1 && compgen -f -- \"$cur\"";
			}
			if (*how != '\0') {
				buf_printf(out, "\t%s:%u) mapfile -t COMPREPLY < <(%s) ;;\n",
					args_commands[i].name, n, how);
			}
		}
	}
}

static void put_bash_values(struct buf *out)
{
	buf_puts(out, "\tcase $prev in\n\t");
	put_options_of(out, ARGS_FILE);
	buf_puts(out, ") mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return ;;\n");
	buf_puts(out, "\t");
	put_options_of(out, ARGS_TEXT);
	buf_puts(out, ") return ;;\n\tesac\n\tcase $command:$prev in\n");
	for (uint32_t i = 0; i < ARGS_OPTIONS * ARGS_COMMANDS; i++) {
		enum args_option option = (enum args_option)(i / ARGS_COMMANDS);
		enum args_command command = (enum args_command)(i % ARGS_COMMANDS);
		if (args_options[option].type == ARGS_WORD && has_option(command, option)) {
			buf_printf(out, "\t%s:--%s) mapfile -t COMPREPLY < <(compgen -W '",
				args_commands[command].name, args_options[option].name);
			put_choices(out, command, option);
			buf_puts(out, "' -- \"$cur\"); return ;;\n");
		}
	}
	buf_puts(out, "\tesac\n");
}

void completion_bash(struct buf *out)
{
	buf_puts(out,
		"# dossier.bash - completion for bash, made from the table of the command line.\n"
		"\n"
		"_dossier()\n"
		"{\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
		"\tlocal command=read last= words= i operands=0\n"
		"\tCOMPREPLY=()\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\tcase ${COMP_WORDS[i]} in\n\t\t");
	put_options_of(out, ARGS_TEXT);
	buf_putc(out, '|');
	put_options_of(out, ARGS_FILE);
	buf_putc(out, '|');
	put_options_of(out, ARGS_WORD);
	buf_puts(out, ")\n"
		"\t\t\t[[ ${COMP_WORDS[i+1]} == = ]] && ((i += 1))\n"
		"\t\t\t((i += 1)) ;;\n"
		"\t\t-*) ;;\n"
		"\t\t*)\n"
		"\t\t\tlast=${COMP_WORDS[i]}\n"
		"\t\t\tcase $command:$operands:$last in\n\t\t\tread:0:");
	put_commands(out, "|read:0:");
	buf_puts(out, ") command=$last ;;\n"
		"\t\t\t*) ((operands += 1)) ;;\n"
		"\t\t\tesac ;;\n"
		"\t\tesac\n"
		"\tdone\n"
		"\tif [[ $cur == = ]]; then\n"
		"\t\tcur=\n"
		"\telif [[ $prev == = ]]; then\n"
		"\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"
		"\tfi\n");
	put_bash_values(out);
	buf_puts(out, "\tif [[ $cur == -* ]]; then\n\t\tcase $command in\n");
	put_bash_options(out);
	buf_puts(out, "\t\tesac\n"
		"\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
		"\t\treturn\n"
		"\tfi\n"
		"\tcase $command:$operands in\n"
		"\tread:0) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"; compgen -W '");
	put_commands(out, " ");
	buf_puts(out, "' -- \"$cur\") ;;\n"
		"\tread:*) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n");
	put_bash_operands(out);
	buf_puts(out, "\tesac\n"
		"}\n"
		"complete -o filenames -F _dossier dossier rdossier\n");
}

static void put_zsh_option(struct buf *out, enum args_command command, enum args_option option)
{
	const struct args_option_row *row = &args_options[option];
	buf_puts(out, " \\\n\t\t\t");
	if (row->letter != '\0') {
		buf_printf(out, "'(-%c --%s)'{-%c,--%s}'[", row->letter, row->name, row->letter,
			row->name);
	} else {
		buf_printf(out, "'%s--%s%s[", row->type == ARGS_MANY ? "*" : "", row->name,
			row->type == ARGS_NONE ? "" : "=");
	}
	put_quoted(out, row->text, "[]\\");
	buf_putc(out, ']');
	if (row->type == ARGS_FILE) {
		buf_puts(out, ":file:_files");
	} else if (row->type == ARGS_WORD) {
		buf_printf(out, ":%s:(", row->name);
		put_choices(out, command, option);
		buf_putc(out, ')');
	} else if (is_text(row)) {
		buf_printf(out, ":%s: ", row->name);
	}
	buf_putc(out, '\'');
}

static void put_zsh_operands(struct buf *out, enum args_command command)
{
	struct span rest = span_of(args_commands[command].operands), operand;
	if (command == ARGS_read) {
		buf_puts(out, " \\\n\t\t\t'1: :_dossier_first' '*:file:_files'");
		return;
	}
	while (next_operand(&rest, &operand)) {
		if (span_eq(operand, SPAN("DIR"))) {
			buf_puts(out, " \\\n\t\t\t':folder:_directories'");
		} else if (span_eq(operand, SPAN("DOC"))) {
			buf_puts(out,
				" \\\n\t\t\t':document:_files -W ${${(Q)words[CURRENT-1]}:a}'");
		} else {
			buf_puts(out, " \\\n\t\t\t':pattern: '");
		}
	}
}

void completion_zsh(struct buf *out)
{
	buf_puts(out, "#compdef dossier rdossier\n"
		"# _dossier - completion for zsh, made from the table of the command line.\n"
		"\n"
		"_dossier_first() {\n"
		"\tlocal -a commands\n"
		"\tcommands=(\n");
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		buf_printf(out, "\t\t'%s:", args_commands[i].name);
		put_quoted(out, args_commands[i].text, ":\\");
		buf_puts(out, "'\n");
	}
	buf_puts(out, "\t)\n"
		"\t_describe -t commands command commands\n"
		"\t_files\n"
		"}\n"
		"\n"
		"_dossier() {\n"
		"\tlocal command=read\n"
		"\tlocal -i i\n"
		"\tfor ((i = 2; i < CURRENT; i++)); do\n"
		"\t\tcase $words[i] in\n\t\t(");
	put_options_of(out, ARGS_TEXT);
	buf_putc(out, '|');
	put_options_of(out, ARGS_FILE);
	buf_putc(out, '|');
	put_options_of(out, ARGS_WORD);
	buf_puts(out, ") ((i += 1)) ;;\n"
		"\t\t(--) break ;;\n"
		"\t\t(-*) ;;\n\t\t(");
	put_commands(out, "|");
	buf_puts(out, ")\n"
		"\t\t\tcommand=$words[i]\n"
		"\t\t\twords[i]=()\n"
		"\t\t\t((CURRENT -= 1))\n"
		"\t\t\tbreak ;;\n"
		"\t\t(*) break ;;\n"
		"\t\tesac\n"
		"\tdone\n"
		"\tcase $command in\n");
	for (uint32_t i = 0; i < ARGS_COMMANDS; i++) {
		buf_printf(out, "\t(%s)\n\t\t_arguments -s -S", args_commands[i].name);
		for (uint32_t k = 0; k < ARGS_OPTIONS; k++) {
			if (has_option((enum args_command)i, (enum args_option)k)) {
				put_zsh_option(out, (enum args_command)i, (enum args_option)k);
			}
		}
		put_zsh_operands(out, (enum args_command)i);
		buf_puts(out, " ;;\n");
	}
	buf_puts(out, "\tesac\n"
		"}\n"
		"\n"
		"_dossier \"$@\"\n");
}

/* The condition under which fish offers an option: one of its commands, unless it goes with all. */
static void put_fish_when(struct buf *out, const struct args_option_row *row)
{
	if (row->commands == (1u << ARGS_COMMANDS) - 1) {
		return;
	}
	buf_puts(out, " -n '__fish_seen_subcommand_from");
	for (uint32_t i = 0; i < ARGS_COMMANDS; i++) {
		if ((row->commands & (1u << i)) != 0) {
			buf_printf(out, " %s", args_commands[i].name);
		}
	}
	buf_putc(out, '\'');
}

static void put_fish_option(struct buf *out, enum args_option option)
{
	const struct args_option_row *row = &args_options[option];
	buf_puts(out, "complete -c dossier");
	put_fish_when(out, row);
	buf_printf(out, " -l %s", row->name);
	if (row->letter != '\0') {
		buf_printf(out, " -s %c", row->letter);
	}
	if (row->type == ARGS_FILE) {
		buf_puts(out, " -r -F");
	} else if (row->type == ARGS_WORD) {
		buf_puts(out, " -x -a '");
		put_choices(out, ARGS_COMMANDS, option);
		buf_putc(out, '\'');
	} else if (is_text(row)) {
		buf_puts(out, " -x");
	}
	buf_puts(out, " -d '");
	put_quoted(out, row->text, "\\");
	buf_puts(out, "'\n");
}

void completion_fish(struct buf *out)
{
	buf_puts(out,
		"# dossier.fish - completion for fish, made from the table of the command "
		"line.\n\n");
	for (uint32_t i = ARGS_read + 1; i < ARGS_COMMANDS; i++) {
		buf_puts(out, "complete -c dossier -n 'not __fish_seen_subcommand_from ");
		put_commands(out, " ");
		buf_printf(out, "' -a %s -d '", args_commands[i].name);
		put_quoted(out, args_commands[i].text, "\\");
		buf_puts(out, "'\n");
	}
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		put_fish_option(out, (enum args_option)i);
	}
	buf_puts(out, "complete -c rdossier -w dossier\n");
}
