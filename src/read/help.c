#include "read/help.h"

#include "base/visible.h"
#include "texts/made.h"

enum {
	KEYS_COLS = 17, /* keys stand in these columns, their help behind a blank */
	NAME_COLS = 20,
	TEXT_COLS = 72,
	KEYS_MOST = 8, /* keys named in one paragraph of prose */
};

/* A line of the first hour: one or two commands that belong together, and what they do. */
struct first {
	enum command_id one, two;
	const char *text;
};

static const struct first first_hour[] = {
	{COMMAND_page_down, COMMAND_page_up, "a page forward, a page back"},
	{COMMAND_next_mention, COMMAND_previous_mention,
		"to the next mention, to the previous one"},
	{COMMAND_go, COMMAND_NONE, "into the panel with it; there, go to the chosen place"},
	{COMMAND_back, COMMAND_forward, "back to where you were, and forward again"},
	{COMMAND_same_next, COMMAND_same_previous, "the same thing elsewhere, under any name"},
	{COMMAND_find_entity, COMMAND_NONE, "find anything the dossier lists by any of its names"},
	{COMMAND_search, COMMAND_search_all, "search this document; search all documents"},
	{COMMAND_documents, COMMAND_contents, "all documents; the contents of this one"},
	{COMMAND_bookmark, COMMAND_notes_all, "a note on this passage; all notes"},
	{COMMAND_close, COMMAND_help, "close what is open, at last the reader; show this help"},
};

struct help {
	struct made made;
	struct buf line; /* the one being put together */
	struct range keys[KEYS_MOST]; /* in line: what is to be set off */
	uint32_t nkeys;
	const struct keymap *map;
	const struct config *config;
	const struct restrictions *restrictions;
};

/* What was appended to the line from here on is a key: it is set off. */
static void key_from(struct help *help, size_t from)
{
	if (help->nkeys < KEYS_MOST) {
		help->keys[help->nkeys++] = (struct range){(uint32_t)from, (uint32_t)help->line.n};
	}
}

/* Appends the first key of a command, or how to run it where it has none. */
static void put_key(struct help *help, enum command_id command)
{
	size_t before = help->line.n;
	keymap_put(help->map, command, 1, &help->line);
	if (help->line.n == before) {
		buf_printf(&help->line, ":%s", commands[command].name);
	}
	key_from(help, before);
}

/* Appends as many keys of a command as go into KEYS_COLS, at least one. */
static void put_keys(struct help *help, enum command_id command)
{
	for (uint32_t most = KEYS_COLS / 2; most > 1; most--) {
		struct buf keys = {0};
		keymap_put(help->map, command, most, &keys);
		bool fits = keys.n > 0 && visible_cols(buf_span(&keys)) <= KEYS_COLS;
		if (fits) {
			buf_put(&help->line, buf_span(&keys));
			key_from(help, 0);
		}
		buf_finish(&keys);
		if (fits) {
			return;
		}
	}
	put_key(help, command);
}

/* Sets off the keys of the line, which is put next. */
static void mark_keys(struct help *help)
{
	uint32_t at = made_here(&help->made);
	for (uint32_t i = 0; i < help->nkeys; i++) {
		struct range key = {at + help->keys[i].start, at + help->keys[i].end};
		made_mark_at(&help->made, key, MARK_STRONG);
	}
	help->nkeys = 0;
}

/* Pads what the line holds to cols, adds text and puts the line. */
static void put_line(struct help *help, size_t cols, const char *text)
{
	struct buf *line = &help->line;
	size_t used = visible_cols(buf_span(line));
	buf_printf(line, "%*s %s", (int)(used < cols ? cols - used : 0), "", text);
	mark_keys(help);
	made_line(&help->made, buf_span(line));
	buf_clear(line);
}

/* Puts the line as a paragraph. */
static void put_prose(struct help *help)
{
	made_break(&help->made);
	mark_keys(help);
	made_prose(&help->made, buf_span(&help->line));
	buf_clear(&help->line);
}

static void put_screen(struct help *help)
{
	struct buf *line = &help->line;
	made_heading(&help->made, 1, SPAN("What the screen shows"));
	buf_puts(line, "Above each text stand its title, its date, its number among the documents, "
		"page, paragraph and percent.");
	put_prose(help);
	buf_puts(line, "Underlined words are mentions: people, treaties, islands and whatever "
		"else the dossier lists, each kind in a colour of its own. ");
	put_key(help, COMMAND_next_mention);
	buf_puts(line, " goes from one to the next; the active one is reversed.");
	put_prose(help);
	buf_puts(line,
		"The panel lists what is mentioned on this page, with how often: here, in "
		"all documents, in how many of them. Of the active mention it shows the other "
		"names, and every place that names the same thing, under whatever name, by "
		"document and date, with the passage around the chosen one. ");
	put_key(help, COMMAND_explain);
	buf_puts(line, " tells why it was linked.");
	put_prose(help);
	buf_puts(line, "In the margin a letter is a mark that you set; ! stands beside hidden "
		"characters, which the text shows in a visible form, and · beside what is "
		"invisible in honest texts too: soft hyphens, joiners. ");
	put_key(help, COMMAND_hidden);
	buf_puts(line, " shows these too, and ");
	put_key(help, COMMAND_where);
	buf_puts(line, " pressed twice lists all. The last row shows the keys that help most, "
		"and messages.");
	put_prose(help);
}

static void put_first_hour(struct help *help)
{
	made_heading(&help->made, 1, SPAN("The first hour"));
	for (size_t i = 0; i < COUNT_OF(first_hour); i++) {
		const struct first *first = &first_hour[i];
		put_key(help, first->one);
		if (first->two != COMMAND_NONE) {
			buf_puts(&help->line, "  ");
			put_key(help, first->two);
		}
		put_line(help, KEYS_COLS, first->text);
	}
	made_break(&help->made);
}

static void put_group(struct help *help, uint32_t group)
{
	struct err why; /* told by :restrictions */

	made_heading(&help->made, 2, span_of(command_groups[group]));
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		if ((uint32_t)commands[i].group == group &&
			restrictions_may(help->restrictions, (enum command_id)i, &why)) {
			put_keys(help, (enum command_id)i);
			put_line(help, KEYS_COLS, commands[i].text);
		}
	}
	made_break(&help->made);
}

static void put_commands(struct help *help)
{
	made_heading(&help->made, 1, SPAN("All keys"));
	buf_puts(&help->line,
		"A number before a key is a count: 3 j, 12 G, 50 %. Keys run commands, "
		"and commands have names: type ");
	put_key(help, COMMAND_command);
	buf_puts(&help->line, ", the name (Tab completes it) and Enter. A line of [keys] in "
		"config.ini gives a command other keys.");
	put_prose(help);
	if (restrictions_on(help->restrictions)) {
		buf_puts(&help->line, "What is refused here is not among them; ");
		put_key(help, COMMAND_restrictions);
		buf_puts(&help->line, " lists it, and says why.");
		put_prose(help);
	}
	for (uint32_t group = 0; group < GROUP_COUNT; group++) {
		put_group(help, group);
	}
}

/* Puts text in lines of at most TEXT_COLS columns; it is ASCII with single blanks. */
static void put_wrapped(struct help *help, const char *text)
{
	struct span rest = span_of(text), word;
	while (rest.n > 0 && span_cut(&rest, ' ', &word)) {
		if (help->line.n > 0 && help->line.n + 1 + word.n > TEXT_COLS) {
			made_line(&help->made, buf_span(&help->line));
			buf_clear(&help->line);
		}
		buf_puts(&help->line, help->line.n == 0 ? "    " : " ");
		buf_put(&help->line, word);
	}
	made_line(&help->made, buf_span(&help->line));
	buf_clear(&help->line);
}

static void put_options(struct help *help)
{
	made_heading(&help->made, 1, SPAN("Options"));
	buf_puts(&help->line,
		"With their values now. \":set layout.measure 60\" changes one until you "
		"quit, a line in config.ini for good.");
	put_prose(help);
	for (size_t i = 0; i < config_noptions; i++) {
		const struct config_option *option = &config_options[i];
		struct buf value = {0};
		config_value(help->config, option, &value);
		buf_printf(&help->line, "%s.%s", option->section, option->key);
		key_from(help, 0);
		put_line(help, NAME_COLS, value.n == 0 ? "" : value.p);
		put_wrapped(help, option->text);
		buf_finish(&value);
	}
	made_break(&help->made);
}

bool help_doc(const struct keymap *map, const struct config *config,
	const struct restrictions *restrictions, struct doc *out, struct err *err)
{
	struct help help = {.map = map, .config = config, .restrictions = restrictions};
	put_screen(&help);
	put_first_hour(&help);
	put_commands(&help);
	put_options(&help);
	bool ok = buf_ok(&help.line, err);
	buf_finish(&help.line);
	if (!ok) {
		made_finish(&help.made);
		return false;
	}
	return made_doc(&help.made, SPAN("Help"), out, err);
}
