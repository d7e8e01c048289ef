#include "base/config.h"

#include "base/visible.h"

#define COMMENT_COLS 78

static const char head[] =
	"# config.ini - settings of dossier, as they are shipped\n"
	"#\n"
	"# Yours are in $XDG_CONFIG_HOME/dossier/config.ini, most often that is\n"
	"# ~/.config/dossier/config.ini, and go over these; a line that is left out\n"
	"# leaves the default. A dossier may have a config.ini of its own beside its\n"
	"# texts, which goes over yours and sets [look], [layout], [kinds], [theme],\n"
	"# [words] and [dossier] only. A value that holds ; or # stands in quotation\n"
	"# marks.\n";

/* What stands in the sections of free entries. The examples are comments, too. */
static const struct {
	const char *section, *text;
} tables[] = {
	{"keys",
		"\n"
		"# The keys of a command instead of those of the preset, `command =` for none.\n"
		"# Commands have the names that the help and the : line show.\n"
		"#next-mention = <Tab> <Space>\n"
		"#hints = <Semicolon> ^L\n"},
	{"kinds",
		"\n"
		"# Colour and sign of a kind of entities: any Kind of entities.rec.\n"
		"#ship = cyan ◆\n"},
	{"theme",
		"\n"
		"# How a role looks: a colour (red, bright-blue, 0 to 255, #rrggbb, default),\n"
		"# `on` a colour, bold, dim, italic, underline, reverse.\n"
		"#heading = bold 33\n"
		"#hit = \"#000000 on #ffcc00\"\n"},
	{"words",
		"\n"
		"# Words that the link rules shall know, each with a known one it is like:\n"
		"# kinds of treaties, titles, heads of island names, in any language.\n"
		"#traktaat = treaty\n"
		"#minister-president = minister\n"},
};

/* Appends text as a comment of lines of at most COMMENT_COLS columns, broken at blanks. */
static void put_comment(struct buf *out, struct span text)
{
	size_t cols = 0;
	struct span word;
	while (span_cut(&text, ' ', &word)) {
		size_t wide = visible_cols(word);
		if (cols == 0 || cols + 1 + wide > COMMENT_COLS) {
			buf_puts(out, cols == 0 ? "#" : "\n#");
			cols = 1;
		}
		buf_putc(out, ' ');
		buf_put(out, word);
		cols += 1 + wide;
	}
	buf_putc(out, '\n');
}

/* "Rows of … (0 to 20)": the text with what may be set. */
static void put_text(struct buf *out, const struct config_option *option)
{
	struct buf text = {0};
	buf_puts(&text, option->text);
	struct span rest = span_of(option->choices), word;
	switch (option->type) {
	case CONFIG_BOOL:
		buf_puts(&text, " (yes or no)");
		break;
	case CONFIG_INT:
		buf_printf(&text, " (%d to %d)", option->min, option->max);
		break;
	case CONFIG_WORD:
		for (const char *before = " ("; span_cut(&rest, ' ', &word);) {
			buf_puts(&text, before);
			buf_put(&text, word);
			before = memchr(rest.p == NULL ? "" : rest.p, ' ', rest.n) != NULL ? ", " : " or ";
		}
		buf_putc(&text, ')');
		break;
	case CONFIG_TEXT:
		break;
	}
	out->failed = out->failed || text.failed;
	put_comment(out, buf_span(&text));
	buf_finish(&text);
}

static void put_option(struct buf *out, const struct config_option *option)
{
	bool quoted = strpbrk(option->def, ";#'") != NULL || option->def[0] == '\0';
	buf_putc(out, '\n');
	put_text(out, option);
	buf_printf(out, quoted ? "%s = \"%s\"\n" : "%s = %s\n", option->key, option->def);
}

static void put_table(struct buf *out, const char *section)
{
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		if (strcmp(section, tables[i].section) == 0) {
			buf_puts(out, tables[i].text);
		}
	}
}

static bool has_options(const char *section)
{
	for (size_t i = 0; i < config_noptions; i++) {
		if (strcmp(section, config_options[i].section) == 0) {
			return true;
		}
	}
	return false;
}

void config_template(struct buf *out)
{
	buf_puts(out, head);
	for (size_t i = 0; i < config_noptions; i++) {
		const char *section = config_options[i].section;
		if (i == 0 || strcmp(section, config_options[i - 1].section) != 0) {
			buf_printf(out, "\n[%s]\n", section);
		}
		put_option(out, &config_options[i]);
		if (i + 1 == config_noptions || strcmp(section, config_options[i + 1].section) != 0) {
			put_table(out, section);
		}
	}
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		if (!has_options(tables[i].section)) {
			buf_printf(out, "\n[%s]\n", tables[i].section);
			buf_puts(out, tables[i].text);
		}
	}
}
