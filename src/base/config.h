/*
 * config.h - settings: config.ini, shipped, the user's and the dossier's, later over earlier.
 *
 * config_read.c is the one file that knows iniparser, and keeps its traps shut: a scan of our own
 * runs first, reports file and line of what iniparser would swallow or stumble over (over-long
 * lines, duplicate keys, keys before any section, values cut at ; or #, open quotes, a backslash at
 * the end of a line, names with a colon) and hands it the good lines only, under the "C" locale.
 * Numbers and booleans are parsed here. An unknown section or key, or a bad value, is reported
 * with the nearest known name, and what was set before stays.
 *
 * A value that holds ; or # stands in quotes, single or double. No value holds both kinds.
 *
 * Options come from config.def: `layout.measure` is the member layout_measure. Besides them there
 * are free tables, whose entries are kept in order for their owners to judge: [keys] (command = keys),
 * [kinds] (kind = colour sign), [theme] (role = style words), [words] (word = one like it).
 *
 *	struct config config;
 *	config_init(&config);
 *	if (!config_read(&config, path, CONFIG_ALL, &report, &err)) { … }
 */
#ifndef DOSSIER_BASE_CONFIG_H
#define DOSSIER_BASE_CONFIG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/report.h"

enum config_table { CONFIG_KEYS, CONFIG_KINDS, CONFIG_THEME, CONFIG_WORDS, CONFIG_TABLES };

/* One line of a free table. Later entries override earlier ones of the same name. */
struct config_entry {
	struct span name, value; /* in the config's arena; name in lower case */
	const char *path; /* of the file, for messages; in the arena, too */
	uint32_t line;
};

struct config {
#define BOOL(section, key, def, text) bool section##_##key;
#define INT(section, key, def, min, max, text) int section##_##key;
#define WORD(section, key, def, choices, text) const char *section##_##key;
#define TEXT(section, key, def, text) const char *section##_##key;
#include "base/config.def"
#undef BOOL
#undef INT
#undef WORD
#undef TEXT
	struct config_entry *tables[CONFIG_TABLES];
	uint32_t ntables[CONFIG_TABLES], ctables[CONFIG_TABLES];
	struct arena arena; /* owns the values */
};

enum config_type { CONFIG_BOOL, CONFIG_INT, CONFIG_WORD, CONFIG_TEXT };

/* One row of config.def, for help, completion and generated text. */
struct config_option {
	const char *section, *key;
	enum config_type type;
	const char *def; /* as it would be written */
	int min, max; /* INT only */
	const char *choices; /* WORD only: separated by blanks */
	const char *text;
	size_t at; /* offset of the member in struct config */
};

/* All options in the order of config.def. */
extern const struct config_option config_options[];
extern const size_t config_noptions;

/* Who wrote a file decides what it may set. */
enum config_trust {
	CONFIG_ALL, /* the shipped file and the user's own */
	CONFIG_LOOKS, /* a dossier's: looks, [words] and [dossier] only; the rest is reported */
	CONFIG_GUEST, /* the user's own where the user is a guest: looks, [keys], [search]; the same */
};

/* Whether a file with this trust may set anything of a section, spelled as in config.def. */
bool config_trusts(enum config_trust trust, const char *section);

/*
 * Whether `set` may change an option with this trust. False also for a name that is no option's;
 * the message says which it is.
 */
bool config_may_set(enum config_trust trust, struct span name, struct err *err) MUST_CHECK;

/* Fills in the defaults. */
void config_init(struct config *config);

/*
 * Reads one file over what is there, 64 KiB at most. What is wrong with single lines goes to
 * report as `path:line: …`; false only where the file cannot be read at all or memory is short,
 * and all settings are as before then. Links are followed with CONFIG_ALL only: people keep their
 * own settings where they like, a dossier's must not open files outside it.
 */
bool config_read(struct config *config, const char *path, enum config_trust trust,
	struct report *report, struct err *err) MUST_CHECK;

/* Sets one option ("layout.measure" or "measure" where that is unique) as the `set` command does. */
bool config_set(struct config *config, struct span name, struct span value, struct err *err)
	MUST_CHECK;

/* The value of an option as it would be written, appended to out. */
void config_value(const struct config *config, const struct config_option *option, struct buf *out);

/*
 * Appends a config.ini with every option at its default and its text as a comment, and an example
 * for each free table: what is checked in and installed.
 */
void config_template(struct buf *out);

/* The option `key` of [section], or NULL. Case matters not. */
const struct config_option *config_find(struct span section, struct span key);

/* The option that a slip of the fingers may have meant, those of [section] first, or NULL. */
const struct config_option *config_near(struct span section, struct span key);

/* A copy of value with a NUL behind it in the config's arena; NULL where memory is short. */
char *config_copy(struct config *config, struct span value) MUST_CHECK;

/*
 * Sets an option to value, n bytes that config_copy made: the config keeps it, and spells a word
 * as config.def does. False, and the option as it was, for a value that is none of its type.
 */
bool config_assign(struct config *config, const struct config_option *option, char *value, size_t n,
	struct err *err) MUST_CHECK;

/* Frees everything; takes a zeroed one. */
void config_finish(struct config *config);

#endif
