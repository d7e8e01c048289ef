#include "base/config.h"

#include "base/typo.h"

#include <stdlib.h>

/* clang-format off */
const struct config_option config_options[] = {
#define BOOL(section, key, def, text) \
	{#section, #key, CONFIG_BOOL, (def) ? "yes" : "no", 0, 0, NULL, text, \
		offsetof(struct config, section##_##key)},
#define INT(section, key, def, min, max, text) \
	{#section, #key, CONFIG_INT, #def, min, max, NULL, text, \
		offsetof(struct config, section##_##key)},
#define WORD(section, key, def, choices, text) \
	{#section, #key, CONFIG_WORD, def, 0, 0, choices, text, \
		offsetof(struct config, section##_##key)},
#define TEXT(section, key, def, text) \
	{#section, #key, CONFIG_TEXT, def, 0, 0, NULL, text, \
		offsetof(struct config, section##_##key)},
#include "base/config.def"
#undef BOOL
#undef INT
#undef WORD
#undef TEXT
};
/* clang-format on */

const size_t config_noptions = COUNT_OF(config_options);

void config_init(struct config *config)
{
	*config = (struct config){
#define BOOL(section, key, def, text) .section##_##key = def,
#define INT(section, key, def, min, max, text) .section##_##key = def,
#define WORD(section, key, def, choices, text) .section##_##key = def,
#define TEXT(section, key, def, text) .section##_##key = def,
#include "base/config.def"
#undef BOOL
#undef INT
#undef WORD
#undef TEXT
	};
}

void config_finish(struct config *config)
{
	for (size_t i = 0; i < CONFIG_TABLES; i++) {
		free(config->tables[i]);
	}
	arena_finish(&config->arena);
	*config = (struct config){0};
}

static bool set_bool(bool *out, struct span value, struct err *err)
{
	static const struct {
		const char *word;
		bool is;
	} words[] = {{"yes", true}, {"no", false}, {"true", true}, {"false", false}, {"on", true},
		{"off", false}, {"1", true}, {"0", false}};
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (span_eq_nocase(value, span_of(words[i].word))) {
			*out = words[i].is;
			return true;
		}
	}
	return err_set(err, "'%.*s' is neither yes nor no", SPAN_ARG(value));
}

static bool set_int(int *out, struct span value, const struct config_option *option,
	struct err *err)
{
	bool minus = value.n > 0 && value.p[0] == '-';
	struct span digits = {value.p + minus, value.n - minus};
	uint32_t number;
	if (!span_u32(digits, &number)) {
		return err_set(err, "'%.*s' is no whole number", SPAN_ARG(value));
	}
	int64_t signed_number = minus ? -(int64_t)number : (int64_t)number;
	if (signed_number < option->min || signed_number > option->max) {
		return err_set(err, "%.*s is not between %d and %d", SPAN_ARG(value), option->min,
			option->max);
	}
	*out = (int)signed_number;
	return true;
}

static bool set_text(const char **out, const char *value, size_t n, struct err *err)
{
	if (strlen(value) != n) {
		return err_set(err, "a value has no NUL bytes");
	}
	*out = value;
	return true;
}

/* The word as config.def spells it, with the nearest one in the message for any other. */
static bool set_word(const char **out, char *value, size_t n, const struct config_option *option,
	struct err *err)
{
	struct span given = {value, n}, rest = span_of(option->choices), word, near = {NULL, 0};
	while (span_cut(&rest, ' ', &word)) {
		if (span_eq_nocase(word, given)) {
			memcpy(value, word.p, n);
			*out = value;
			return true;
		}
		near = typo_near(given, word) ? word : near;
	}
	if (near.p != NULL) {
		return err_set(err, "'%s' is none of %s; did you mean '%.*s'?", value, option->choices,
			SPAN_ARG(near));
	}
	return err_set(err, "'%s' is none of %s", value, option->choices);
}

bool config_assign(struct config *config, const struct config_option *option, char *value, size_t n,
	struct err *err)
{
	/* The type of the option is that of its member. */
	void *member = (char *)config + option->at;
	struct err why;
	bool ok = false;
	switch (option->type) {
	case CONFIG_BOOL:
		ok = set_bool(member, (struct span){value, n}, &why);
		break;
	case CONFIG_INT:
		ok = set_int(member, (struct span){value, n}, option, &why);
		break;
	case CONFIG_WORD:
		ok = set_word(member, value, n, option, &why);
		break;
	case CONFIG_TEXT:
		ok = set_text(member, value, n, &why);
		break;
	}
	return ok || err_set(err, "%s: %s", option->key, why.msg);
}

char *config_copy(struct config *config, struct span value)
{
	char *copy = arena_array(&config->arena, value.n + 1, 1);
	if (copy != NULL && value.n > 0) {
		memcpy(copy, value.p, value.n);
	}
	return copy;
}

const struct config_option *config_find(struct span section, struct span key)
{
	for (size_t i = 0; i < config_noptions; i++) {
		const struct config_option *option = &config_options[i];
		if (span_eq_nocase(section, span_of(option->section)) &&
			span_eq_nocase(key, span_of(option->key))) {
			return option;
		}
	}
	return NULL;
}

const struct config_option *config_near(struct span section, struct span key)
{
	const struct config_option *best = NULL;
	uint32_t least = UINT32_MAX;
	for (size_t i = 0; i < config_noptions; i++) {
		const struct config_option *option = &config_options[i];
		uint32_t distance = 2 * typo_distance(key, span_of(option->key), UINT16_MAX) +
			!span_eq_nocase(section, span_of(option->section));
		if (distance < least && typo_near(key, span_of(option->key))) {
			best = option;
			least = distance;
		}
	}
	return best;
}

static void no_option(struct span name, struct span section, struct span key, struct err *err)
{
	const struct config_option *near = config_near(section, key);
	if (near == NULL) {
		err_set(err, "no option '%.*s'", SPAN_ARG(name));
	} else {
		err_set(err, "no option '%.*s'; did you mean '%s.%s'?", SPAN_ARG(name), near->section,
			near->key);
	}
}

/* The option called "section.key", or "key" where one section only has it; else err is filled. */
static const struct config_option *find_option(struct span name, struct err *err)
{
	struct span key = name, section;
	const struct config_option *found = NULL;
	if (memchr(name.p, '.', name.n) != NULL && span_cut(&key, '.', &section)) {
		found = config_find(section, key);
		if (found == NULL) {
			no_option(name, section, key, err);
		}
		return found;
	}
	for (size_t i = 0; i < config_noptions; i++) {
		if (!span_eq_nocase(name, span_of(config_options[i].key))) {
			continue;
		}
		if (found != NULL) {
			err_set(err, "'%.*s' is in [%s] and in [%s]: say which", SPAN_ARG(name),
				found->section, config_options[i].section);
			return NULL;
		}
		found = &config_options[i];
	}
	if (found == NULL) {
		no_option(name, SPAN(""), name, err);
	}
	return found;
}

bool config_trusts(enum config_trust trust, const char *section)
{
	static const char *const looks[] = {"look", "layout", "kinds", "theme"};
	static const char *const more[][3] = {
		[CONFIG_LOOKS] = {"words", "dossier", ""},
		[CONFIG_GUEST] = {"keys", "search", ""},
	};
	bool may = trust == CONFIG_ALL;
	for (size_t i = 0; !may && i < COUNT_OF(looks); i++) {
		may = strcmp(section, looks[i]) == 0;
	}
	for (size_t i = 0; !may && i < COUNT_OF(more[0]); i++) {
		may = strcmp(section, more[trust][i]) == 0;
	}
	return may;
}

bool config_may_set(enum config_trust trust, struct span name, struct err *err)
{
	const struct config_option *option = find_option(span_trim(name), err);
	if (option == NULL) {
		return false;
	}
	return config_trusts(trust, option->section) ||
		err_set(err, "%s.%s stays as it is: here only looks, keys and search can be set", option->section, option->key);
}

bool config_set(struct config *config, struct span name, struct span value, struct err *err)
{
	name = span_trim(name);
	value = span_trim(value);
	if (name.n == 0) {
		return err_set(err, "no option named");
	}
	const struct config_option *option = find_option(name, err);
	if (option == NULL) {
		return false;
	}
	char *copy = config_copy(config, value);
	return copy == NULL ? err_memory(err) : config_assign(config, option, copy, value.n, err);
}

void config_value(const struct config *config, const struct config_option *option, struct buf *out)
{
	const void *at = (const char *)config + option->at;
	switch (option->type) {
	case CONFIG_BOOL:
		buf_puts(out, *(const bool *)at ? "yes" : "no");
		break;
	case CONFIG_INT:
		buf_printf(out, "%d", *(const int *)at);
		break;
	case CONFIG_WORD:
	case CONFIG_TEXT:
		buf_puts(out, *(const char *const *)at);
		break;
	}
}
