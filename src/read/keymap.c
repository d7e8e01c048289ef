#include "read/keymap.h"

#include <stdlib.h>

enum preset { PRESET_LESS, PRESET_VIM, PRESET_EMACS };

#define CONTROL(letter) ((uint32_t)(letter) - '@')

/* Whether a is b or begins it. */
static bool sequence_begins(const struct key_sequence *a, const struct key_sequence *b)
{
	return a->n <= b->n && memcmp(a->keys, b->keys, a->n * sizeof(*a->keys)) == 0;
}

/* The binding that keys would get in the way of, or NULL. */
static const struct binding *keymap_rival(const struct keymap *map, const struct key_sequence *keys)
{
	uint32_t key = keys->keys[0];
	if ((map->begun[key >> 6 & 3] >> (key & 63) & 1) == 0) {
		return NULL;
	}
	for (uint32_t i = 0; i < map->n; i++) {
		const struct key_sequence *known = &map->items[i].keys;
		if (known->keys[0] == keys->keys[0] &&
			(sequence_begins(known, keys) || sequence_begins(keys, known))) {
			return &map->items[i];
		}
	}
	return NULL;
}

static enum preset preset_of(const char *name)
{
	if (strcmp(name, "vim") == 0) {
		return PRESET_VIM;
	}
	return strcmp(name, "emacs") == 0 ? PRESET_EMACS : PRESET_LESS;
}

/* Why the key at this place in a sequence for command must stay free, or NULL. */
static const char *reserved(const struct key_sequence *keys, uint32_t place,
	enum command_id command, enum preset preset)
{
	uint32_t key = keys->keys[place];
	if (key >= '0' && key <= '9' && place == 0) {
		return "digits are counts";
	}
	switch (key) {
	case '~':
		return "ssh takes it for itself";
	case CONTROL('C'):
		/* Behind another key (^X^C) it cancels nothing. */
		return place == 0 ? "it cancels" : NULL;
	case CONTROL('Z'):
		return "it suspends";
	case CONTROL('\\'):
		return "it ends programs";
	case CONTROL(']'):
		return "telnet takes it for itself";
	case CONTROL('Q'):
		return "terminals take it for going on";
	case CONTROL('S'):
		return preset == PRESET_EMACS ? NULL : "terminals take it for a halt";
	case DKEY_ESC:
		return command == COMMAND_cancel && keys->n == 1 ? NULL : "Esc only cancels";
	default:
		return NULL;
	}
}

/* Whether the sequence may be bound to command at all. */
static bool allowed(const struct key_sequence *keys, enum command_id command, enum preset preset,
	struct err *err)
{
	for (uint32_t i = 0; i < keys->n; i++) {
		const char *why = reserved(keys, i, command, preset);
		if (why != NULL) {
			struct buf name = {0};
			key_put(&name, keys->keys[i]);
			err_set(err, "%s must stay free: %s", name.n == 0 ? "this" : name.p, why);
			buf_finish(&name);
			return false;
		}
	}
	return true;
}

/* Adds a binding behind those that are there. */
static bool keymap_add(struct keymap *map, const struct binding *binding, struct err *err)
{
	if (!array_reserve(&map->items, &map->cap, map->n + 1, sizeof(*map->items))) {
		return err_memory(err);
	}
	uint32_t key = binding->keys.keys[0];
	map->begun[key >> 6 & 3] |= (uint64_t)1 << (key & 63);
	map->items[map->n++] = *binding;
	return true;
}

/* The next word of *rest, which moves behind it. */
static bool next_word(struct span *rest, struct span *word)
{
	while (span_cut(rest, ' ', word)) {
		*word = span_trim(*word);
		if (word->n > 0) {
			return true;
		}
	}
	return false;
}

/* Whether the keys of this [keys] line fit in; a message says why not. */
static bool fits(const struct keymap *map, const struct binding *binding, enum preset preset,
	struct err *err)
{
	if (!allowed(&binding->keys, binding->command, preset, err)) {
		return false;
	}
	const struct binding *rival = keymap_rival(map, &binding->keys);
	if (rival == NULL) {
		return true;
	}
	struct buf keys = {0};
	key_put_sequence(&keys, &rival->keys);
	err_set(err, "%s is bound to %s", keys.n == 0 ? "it" : keys.p,
		commands[rival->command].name);
	buf_finish(&keys);
	return false;
}

/* Binds what one [keys] line says; what it says wrongly is reported and left out. */
static bool bind_line(struct keymap *map, enum command_id command, const struct config_entry *entry,
	enum preset preset, struct report *report, struct err *err)
{
	struct span rest = entry->value, word;
	for (uint32_t rank = 0; next_word(&rest, &word); rank++) {
		struct binding binding = {.command = command, .rank = rank};
		struct err why;
		if (!key_parse(word, &binding.keys, &why)) {
			report_add(report, REPORT_ERROR, entry->path, entry->line, "%s: %s",
				commands[command].name, why.msg);
		} else if (!fits(map, &binding, preset, &why)) {
			report_add(report, REPORT_ERROR, entry->path, entry->line, "%s = %.*s: %s",
				commands[command].name, SPAN_ARG(word), why.msg);
		} else if (!keymap_add(map, &binding, err)) {
			return false;
		}
	}
	return true;
}

/* Binds the keys of a preset's word list that no [keys] line has taken. */
static bool bind_preset(struct keymap *map, enum command_id command, const char *keys,
	uint32_t *rank, struct err *err)
{
	struct span rest = span_of(keys), word;
	while (next_word(&rest, &word)) {
		if (span_eq(word, SPAN("~"))) {
			const char *less = commands[command].keys[PRESET_LESS];
			if (!bind_preset(map, command, less, rank, err)) {
				return false;
			}
			continue;
		}
		struct binding binding = {.command = command, .rank = (*rank)++};
		if (!key_parse(word, &binding.keys, err)) {
			return false;
		}
		if (keymap_rival(map, &binding.keys) == NULL && !keymap_add(map, &binding, err)) {
			return false;
		}
	}
	return true;
}

/* Sets said[command] to the last [keys] line for each command; reports lines for none. */
static void read_lines(const struct config *config, const struct config_entry **said,
	struct report *report)
{
	for (uint32_t i = 0; i < config->ntables[CONFIG_KEYS]; i++) {
		const struct config_entry *entry = &config->tables[CONFIG_KEYS][i];
		struct err why;
		enum command_id command = command_named(entry->name, &why);
		if (command == COMMAND_NONE) {
			report_add(report, REPORT_ERROR, entry->path, entry->line, "%s", why.msg);
		} else {
			said[command] = entry;
		}
	}
}

/* The user's lines first, in their order, then what the preset has beside them. */
static bool bind_all(struct keymap *map, const struct config *config, struct report *report,
	struct err *err)
{
	const struct config_entry *said[COMMAND_COUNT] = {NULL};
	enum preset preset = preset_of(config->keys_preset);
	read_lines(config, said, report);
	for (uint32_t i = 0; i < config->ntables[CONFIG_KEYS]; i++) {
		const struct config_entry *entry = &config->tables[CONFIG_KEYS][i];
		enum command_id command = command_named(entry->name, NULL);
		if (command != COMMAND_NONE && said[command] == entry &&
			!bind_line(map, command, entry, preset, report, err)) {
			return false;
		}
	}
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		uint32_t rank = 0;
		const char *keys = said[i] == NULL ? commands[i].keys[preset] : "";
		if (!bind_preset(map, (enum command_id)i, keys, &rank, err)) {
			return false;
		}
	}
	return true;
}

/* The command's binding of the lowest rank at or above *rank, or NULL. */
static const struct binding *next_binding(const struct keymap *map, enum command_id command,
	uint32_t rank)
{
	const struct binding *best = NULL;
	for (uint32_t i = 0; i < map->n; i++) {
		const struct binding *item = &map->items[i];
		if (item->command == command && item->rank >= rank &&
			(best == NULL || item->rank < best->rank)) {
			best = item;
		}
	}
	return best;
}

static void find_first(struct keymap *map)
{
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		map->first[i] = map->n;
	}
	for (uint32_t i = 0; i < map->n; i++) {
		uint32_t *first = &map->first[map->items[i].command];
		if (*first == map->n || map->items[i].rank < map->items[*first].rank) {
			*first = i;
		}
	}
}

bool keymap_make(struct keymap *map, const struct config *config, struct report *report,
	struct err *err)
{
	struct keymap made = {0};
	if (!bind_all(&made, config, report, err)) {
		keymap_finish(&made);
		return false;
	}
	find_first(&made);
	*map = made;
	return true;
}

enum keymap_match keymap_look(const struct keymap *map, const struct key_sequence *typed,
	enum command_id *out)
{
	for (uint32_t i = 0; i < map->n; i++) {
		const struct key_sequence *keys = &map->items[i].keys;
		if (keys->keys[0] == typed->keys[0] && sequence_begins(typed, keys)) {
			if (keys->n > typed->n) {
				return KEYMAP_MORE;
			}
			*out = map->items[i].command;
			return KEYMAP_YES;
		}
	}
	return KEYMAP_NO;
}

void keymap_put(const struct keymap *map, enum command_id command, uint32_t most, struct buf *out)
{
	const struct binding *binding = map->first[command] < map->n ? &map->items[map->first[command]] :
		NULL;
	for (uint32_t n = 0; binding != NULL && (most == 0 || n < most); n++) {
		if (n > 0) {
			buf_putc(out, ' ');
		}
		key_show_sequence(out, &binding->keys);
		if (n + 1 == most) {
			return;
		}
		binding = next_binding(map, command, binding->rank + 1);
	}
}

void keymap_finish(struct keymap *map)
{
	free(map->items);
	*map = (struct keymap){0};
}
