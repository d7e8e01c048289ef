#include "links/mention.h"

static const struct {
	const char *word, *text;
} rules[RULE_COUNT] = {
#define RULE(id, word, text) [RULE_##id] = {word, text},
	MENTION_RULES(RULE)
#undef RULE
};

const char *mention_rule_word(enum mention_rule rule)
{
	return rules[rule].word;
}

const char *mention_rule_text(enum mention_rule rule)
{
	return rules[rule].text;
}

const char *mention_certainty_word(enum mention_certainty certainty)
{
	static const char *const words[] = {
		[CERTAIN_SURE] = "sure",
		[CERTAIN_LIKELY] = "likely",
		[CERTAIN_OPEN] = "open",
	};
	return words[certainty];
}
