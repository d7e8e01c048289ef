/* Settings files: whatever stands in one, every option keeps its bounds; its value can be set. */
#include "base/config.h"
#include "fuzz.h"

#include <stddef.h>

static bool is_choice(const char *choices, const char *value)
{
	struct span rest = span_of(choices), choice;
	while (span_cut(&rest, ' ', &choice)) {
		if (span_eq(choice, span_of(value))) {
			return true;
		}
	}
	return false;
}

static void check_option(const struct config *config, const struct config_option *option)
{
	const char *member = (const char *)config + option->at;
	const char *word = NULL;
	int number = 0;
	switch (option->type) {
	case CONFIG_BOOL:
		CHECK(*(const unsigned char *)member <= 1);
		break;
	case CONFIG_INT:
		memcpy(&number, member, sizeof(number));
		CHECK(number >= option->min && number <= option->max);
		break;
	case CONFIG_WORD:
		memcpy(&word, member, sizeof(word));
		CHECK(is_choice(option->choices, word));
		break;
	case CONFIG_TEXT:
		memcpy(&word, member, sizeof(word));
		CHECK(word != NULL);
		break;
	}
}

/* What an option's value is written as can be read again. */
static void check_written(struct config *config, const struct config_option *option)
{
	struct buf name = {0}, value = {0}, again = {0};
	struct err err;
	buf_printf(&name, "%s.%s", option->section, option->key);
	config_value(config, option, &value);
	CHECK(config_set(config, buf_span(&name), buf_span(&value), &err));
	config_value(config, option, &again);
	CHECK(span_eq(buf_span(&value), buf_span(&again)));
	buf_finish(&name);
	buf_finish(&value);
	buf_finish(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	enum config_trust trust = (fuzz_byte(&rest) & 1) != 0 ? CONFIG_LOOKS : CONFIG_ALL;
	struct report report = {0};
	struct config config;
	struct err err;
	config_init(&config);
	bool ok = config_read(&config, fuzz_file(rest), trust, &report, &err);
	CHECK(ok || err.msg[0] != '\0');
	for (size_t i = 0; i < config_noptions; i++) {
		check_option(&config, &config_options[i]);
		check_written(&config, &config_options[i]);
	}
	for (int table = 0; table < CONFIG_TABLES; table++) {
		for (uint32_t i = 0; i < config.ntables[table]; i++) {
			CHECK(config.tables[table][i].name.n > 0 && config.tables[table][i].line > 0);
		}
	}
	config_finish(&config);
	report_finish(&report);
	return 0;
}
