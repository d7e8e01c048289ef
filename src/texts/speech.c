#include "texts/speech.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>

#define WORDS_MOST 4
#define LABEL_MOST 60 /* bytes */
#define OFTEN 3 /* more tells nothing */
#define ASIDE_MOST 40 /* bytes of what may stand in brackets behind a name */

/* Sentences of one word that begin many paragraphs and name nobody. */
static const char *const exclamations[] = {
	"Yes", "No", "Well", "Oh", "Ah", "Now", "Then", "Thus", "However", "Right", "Good", "True",
	"Thanks", "Please", "Sorry", "Oui", "Non", "Bien", "Ja", "Nein", "Doch", "Gut", "Да", "Нет",
	"Хорошо",
};

/* Words with a full stop that belong before a name. */
static const char *const titles[] = {
	"Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sir", "Gen", "Col", "Capt", "Lt", "Sen", "Rep",
	"Gov", "Amb", "Min", "Sec", "Hon", "Rev", "Herr", "Frau", "M", "Mme", "Mlle",
};

static bool is_listed(struct span word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (span_eq(word, span_of(list[i]))) {
			return true;
		}
	}
	return false;
}

/* End of the capitalised word at off (letters, digits, apostrophes, hyphens), or off. */
static size_t word_end(struct span text, size_t off)
{
	size_t end = off;
	uint32_t first;

	if (off >= text.n) {
		return off;
	}
	first = utf8_next(text, &end);
	if (!utf8_is_upper(first) && !utf8_is_ideograph(first)) {
		return off;
	}
	while (end < text.n) {
		size_t next = end;
		uint32_t c;

		if (text.p[end] >= 'a' && text.p[end] <= 'z') {
			end++;
			continue;
		}
		c = utf8_next(text, &next);
		if (!utf8_is_word(c) && !utf8_is_apostrophe(c) && c != '-') {
			break;
		}
		end = next;
	}
	return end;
}

static size_t count_letters(struct span word)
{
	size_t n = 0;

	for (size_t off = 0; off < word.n; n++) {
		(void)utf8_next(word, &off);
	}
	return n;
}

/* Whether the full stop behind word belongs to it: a title, or an initial. */
static bool is_abbreviation(struct span word)
{
	return count_letters(word) == 1 || is_listed(word, titles, COUNT_OF(titles));
}

/* Moves over ` (Japan)`; off stays where there is none, or no colon behind. */
static size_t skip_aside(struct span text, size_t off)
{
	struct span rest = {text.p + off, text.n - off};
	size_t close;

	if (!span_starts(rest, SPAN(" (")) && !span_starts(rest, SPAN(" ["))) {
		return off;
	}
	rest.n = rest.n < ASIDE_MOST ? rest.n : ASIDE_MOST;
	close = span_find(rest, rest.p[1] == '(' ? SPAN("):") : SPAN("]:"), 0);
	return close == rest.n ? off : off + close + 1;
}

/* What stands behind a label: a blank, or the end of its emphasis in Markdown. */
static bool is_gap(char c)
{
	return c == ' ' || c == '\t' || c == '*' || c == '_';
}

/* What ends a label at off: the length of the colon or full stop, 0 where nothing does. */
static size_t label_sign(struct span text, size_t off, struct span last, uint32_t words)
{
	struct span rest = {text.p + off, text.n - off};

	if (span_starts(rest, SPAN("："))) {
		return 3;
	}
	if (rest.n > 0 && rest.p[0] == ':' && (rest.n == 1 || is_gap(rest.p[1]))) {
		return 1;
	}
	if (rest.n > 2 && rest.p[0] == '.' && is_gap(rest.p[1]) && words < WORDS_MOST &&
		!is_abbreviation(last) &&
		!is_listed(last, exclamations, COUNT_OF(exclamations))) {
		return 1;
	}
	return 0;
}

/* Whether a sentence begins behind a label with a full stop: no small letter, or a bracket. */
static bool begins_speech(struct span text, size_t off)
{
	uint32_t c = 0;

	while (off < text.n && is_gap(text.p[off])) {
		off++;
	}
	if (off < text.n) {
		c = utf8_next(text, &off);
	}
	return c != 0 && (utf8_is_upper(c) || utf8_is_digit(c) || !utf8_is_word(c));
}

bool speech_label(struct span text, struct range at, struct range *label)
{
	struct span rest = span_in(text, at);
	size_t off = 0;

	for (uint32_t words = 1; words <= WORDS_MOST && off < LABEL_MOST; words++) {
		size_t end = word_end(rest, off), sign;
		struct span word = {rest.p + off, end - off};

		if (end == off) {
			return false;
		}
		if (end + 1 < rest.n && rest.p[end] == ' ' && rest.p[end + 1] != '(' &&
			rest.p[end + 1] != '[') {
			off = end + 1; /* nothing but another word: nearly all */
			continue;
		}
		end = skip_aside(rest, end);
		sign = label_sign(rest, end, word, words);
		if (sign > 0 && (rest.p[end] != '.' || begins_speech(rest, end + sign))) {
			*label = (struct range){at.start, at.start + (uint32_t)(end + sign)};
			return true;
		}
		if (end < rest.n && rest.p[end] == '.' && is_abbreviation(word)) {
			end++;
			words -= count_letters(word) == 1; /* initials are no words of their own */
		}
		if (end < rest.n && rest.p[end] == ' ') {
			end++;
		} else if (end >= rest.n || rest.p[end - 1] != '.') {
			return false;
		}
		off = end;
	}
	return false;
}

void speech_note(struct speech *speech, struct span text, struct range at)
{
	struct range label;
	struct span name;
	uint32_t i;

	if (speech->failed || !speech_label(text, at, &label)) {
		return;
	}
	name = span_in(text, label);
	i = dict_get(&speech->labels, name);
	if (i != UINT32_MAX) {
		if (speech->counts[i] < OFTEN) {
			speech->counts[i]++;
		}
	} else if (speech->labels.n < SPEECH_MOST) {
		i = speech->labels.n;
		speech->failed = !array_reserve(&speech->counts, &speech->ccounts, i + 1,
			sizeof(*speech->counts)) ||
			!dict_add(&speech->labels, &speech->arena, name, i);
		if (!speech->failed) {
			speech->counts[i] = 1;
		}
	}
}

/* Whether it ends in a full stop, which names less surely than a colon. */
static bool is_stop(struct span label)
{
	return label.p[label.n - 1] == '.';
}

/* Whether a label that was noted so often names a speaker. */
static bool recurs(const struct speech *speech, struct span label, uint8_t count)
{
	return count >= OFTEN || (count == 2 && (speech->stops > 1 || !is_stop(label)));
}

void speech_settle(struct speech *speech)
{
	const struct dict *labels = &speech->labels;

	for (uint32_t i = 0; i < labels->size; i++) {
		speech->stops += labels->keys[i].p != NULL && is_stop(labels->keys[i]) &&
			speech->counts[labels->values[i]] >= 2;
	}
	for (uint32_t i = 0; i < labels->size; i++) {
		speech->n += labels->keys[i].p != NULL &&
			recurs(speech, labels->keys[i], speech->counts[labels->values[i]]);
	}
}

bool speech_at(const struct speech *speech, struct span text, struct range at,
	struct range *label)
{
	struct range found;
	uint32_t i;

	if (speech->n == 0 || !speech_label(text, at, &found)) {
		return false;
	}
	i = dict_get(&speech->labels, span_in(text, found));
	if (i == UINT32_MAX || !recurs(speech, span_in(text, found), speech->counts[i])) {
		return false;
	}
	*label = found;
	return true;
}

void speech_finish(struct speech *speech)
{
	dict_finish(&speech->labels);
	arena_finish(&speech->arena);
	free(speech->counts);
	*speech = (struct speech){0};
}
