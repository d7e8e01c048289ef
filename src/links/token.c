#include "links/token.h"

#include "links/letter.h"

/* The character at off, ASCII made cheap, and where it ends. */
static uint32_t char_next(const struct words *words, uint32_t off, uint32_t *end)
{
	size_t at = off;
	uint32_t c = utf8_next(words->doc->text, &at);
	*end = (uint32_t)at;
	return c;
}

static bool hidden(const struct words *words, uint32_t off)
{
	return words->markup && doc_is_hidden(words->doc, off);
}

static bool is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x80 && utf8_is_space(c));
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* Whether c is part of a word; marks, joiners and soft hyphens only inside one. */
static bool is_inner(uint32_t c)
{
	if (c < 0x80) {
		return letter_is_alnum(c);
	}
	return c != UTF8_INVALID && (c == 0xAD || utf8_is_word(c)) && !utf8_is_apostrophe(c);
}

static uint32_t sign_of(uint32_t c)
{
	if (c < 0x80) {
		return c;
	}
	return utf8_is_dash(c) ? '-' : utf8_is_apostrophe(c) ? '\'' : c;
}

/* Fills in what a token is from its range. */
static void token_fill(const struct words *words, struct token *out)
{
	uint32_t end, first = char_next(words, out->at.start, &end);
	struct span text = span_in(words->doc->text, out->at);
	if (!is_inner(first)) {
		out->kind = TOKEN_SIGN;
		out->sign = sign_of(first);
		return;
	}
	out->kind = is_digit(first) ? TOKEN_NUMBER : TOKEN_WORD;
	out->capital = first < 0x80 ? first >= 'A' && first <= 'Z' : utf8_is_upper(first);
	for (size_t i = 0; i < text.n; i++) {
		out->letters += ((unsigned char)text.p[i] & 0xC0) != 0x80;
	}
	for (size_t i = 0; i < text.n && i < 9 && is_digit((unsigned char)text.p[i]); i++) {
		out->number = out->number * 10 + (uint32_t)(text.p[i] - '0');
		out->digits++;
	}
	if (out->kind == TOKEN_WORD) {
		out->lexeme = lexicon_find(words->lexicon, text);
	}
}

bool token_next(const struct words *words, uint32_t off, struct token *out)
{
	uint32_t at = off, end = off;
	uint32_t c = ' ';
	for (; at < words->para.end; at = end) {
		c = char_next(words, at, &end);
		if (!is_space(c) && !hidden(words, at)) {
			break;
		}
	}
	if (at >= words->para.end) {
		return false;
	}
	struct token token = {.at = {at, end}, .glued = at == off};
	bool inner = is_inner(c), ideograph = c >= 0x80 && utf8_is_ideograph(c);
	const char *p = words->doc->text.p;
	while (inner && !ideograph && token.at.end < words->para.end) {
		if (!words->markup && letter_is_alnum((unsigned char)p[token.at.end])) {
			token.at.end++;
			continue;
		}
		c = char_next(words, token.at.end, &end);
		if (!is_inner(c) || (c >= 0x80 && utf8_is_ideograph(c)) ||
			hidden(words, token.at.end)) {
			break;
		}
		token.at.end = end;
	}
	token_fill(words, &token);
	*out = token;
	return true;
}

/* The character before off > from, and where it starts. */
static uint32_t char_prev(const struct words *words, uint32_t off, uint32_t *start)
{
	size_t at = off;
	uint32_t c = utf8_prev(words->doc->text, &at);
	*start = (uint32_t)at;
	return c;
}

bool token_prev(const struct words *words, uint32_t off, struct token *out)
{
	uint32_t at = off, start = off;
	uint32_t c = ' ';
	for (; at > words->para.start; at = start) {
		c = char_prev(words, at, &start);
		if (!is_space(c) && !hidden(words, start)) {
			break;
		}
	}
	if (at <= words->para.start) {
		return false;
	}
	struct token token = {.at = {start, at}, .glued = at == off};
	bool inner = is_inner(c), ideograph = c >= 0x80 && utf8_is_ideograph(c);
	const char *p = words->doc->text.p;
	while (inner && !ideograph && token.at.start > words->para.start) {
		if (!words->markup && letter_is_alnum((unsigned char)p[token.at.start - 1])) {
			token.at.start--;
			continue;
		}
		c = char_prev(words, token.at.start, &start);
		if (!is_inner(c) || (c >= 0x80 && utf8_is_ideograph(c)) || hidden(words, start)) {
			break;
		}
		token.at.start = start;
	}
	token_fill(words, &token);
	*out = token;
	return true;
}

bool token_begins(const struct words *words, uint32_t off)
{
	struct token token;
	while (token_prev(words, off, &token)) {
		if (token.kind != TOKEN_SIGN) {
			return false;
		}
		uint32_t c = token.sign;
		if (c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0x3002) {
			return true;
		}
		bool opening = c == '"' || c == '\'' || c == '(' || c == '[' || c == '*' ||
			c == 0x201C || c == 0x201D || c == 0x201E || c == 0xAB || c == 0xBB;
		if (!opening) {
			return false;
		}
		off = token.at.start;
	}
	return true;
}
