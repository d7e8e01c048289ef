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

/* Reads the digits that a number begins with. */
static void digits_read(struct span text, struct token *out)
{
	for (size_t i = 0; i < text.n && i < 9 && is_digit((unsigned char)text.p[i]); i++) {
		out->number = out->number * 10 + (uint32_t)(text.p[i] - '0');
		out->digits++;
	}
}

/* A word or number that is all ASCII; bytes are its first eight, behind a shorter one 0. */
static inline void token_fill_ascii(const struct words *words, uint64_t bytes, struct token *out)
{
	struct span text = {words->doc->text.p + out->at.start, out->at.end - out->at.start};
	unsigned char first = (unsigned char)bytes;
	out->letters = (uint32_t)text.n;
	if (is_digit(first)) {
		out->kind = TOKEN_NUMBER;
		digits_read(text, out);
		return;
	}
	out->kind = TOKEN_WORD;
	out->capital = first <= 'Z';
	out->lexeme = lexicon_find_ascii(words->lexicon, bytes, text);
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
	digits_read(text, out);
	if (out->kind == TOKEN_WORD) {
		out->lexeme = lexicon_find(words->lexicon, text);
	}
}

/* The first token where it is plain ASCII, without markup; false where only the long way tells. */
static inline bool next_ascii(const struct words *words, uint32_t off, struct token *out)
{
	const unsigned char *p = (const unsigned char *)words->doc->text.p;
	uint32_t at = off, limit = words->para.end;
	while (at < limit && (p[at] == ' ' || p[at] == '\n')) {
		at++;
	}
	if (words->markup || at >= limit || p[at] <= ' ' || p[at] >= 0x80) {
		return false;
	}
	uint64_t bytes = letter_eight(words->doc->text, at);
	uint32_t run = letter_run(bytes), end = at + run;
	while (run == 8 && end < limit && letter_is_alnum(p[end])) {
		end++;
	}
	end = end < limit ? end : limit;
	if (end == at) {
		*out = (struct token){.at = {at, at + 1}, .glued = at == off, .kind = TOKEN_SIGN,
			.sign = p[at]};
		return true;
	}
	if (end < limit && p[end] >= 0x80) {
		return false;
	}
	*out = (struct token){.at = {at, end}, .glued = at == off};
	token_fill_ascii(words, end - at < 8 ? bytes & (((uint64_t)1 << 8 * (end - at)) - 1) : bytes,
		out);
	return true;
}

/* The same for the last token. */
static inline bool prev_ascii(const struct words *words, uint32_t off, struct token *out)
{
	const unsigned char *p = (const unsigned char *)words->doc->text.p;
	uint32_t at = off, limit = words->para.start;
	while (at > limit && (p[at - 1] == ' ' || p[at - 1] == '\n')) {
		at--;
	}
	if (words->markup || at <= limit || p[at - 1] <= ' ' || p[at - 1] >= 0x80) {
		return false;
	}
	/* The last one of the eight is the one before `at`: at the text's start, there are fewer. */
	uint64_t bytes = at < 8 ? letter_eight(words->doc->text, 0) << 8 * (8 - at) :
		letter_eight(words->doc->text, at - 8);
	uint32_t run = letter_run_back(bytes), start = at - run;
	while (run == 8 && start > limit && letter_is_alnum(p[start - 1])) {
		start--;
	}
	start = start > limit ? start : limit;
	if (start == at) {
		*out = (struct token){.at = {at - 1, at}, .glued = at == off, .kind = TOKEN_SIGN,
			.sign = p[at - 1]};
		return true;
	}
	if (start > limit && p[start - 1] >= 0x80) {
		return false;
	}
	*out = (struct token){.at = {start, at}, .glued = at == off};
	token_fill_ascii(words, at - start < 8 ? bytes >> 8 * (8 - (at - start)) :
		letter_eight(words->doc->text, start), out);
	return true;
}

static bool next_read(const struct words *words, uint32_t off, struct token *out)
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
	while (inner && !ideograph && token.at.end < words->para.end) {
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

static bool prev_read(const struct words *words, uint32_t off, struct token *out)
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
	while (inner && !ideograph && token.at.start > words->para.start) {
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

bool token_next_read(const struct words *words, uint32_t off, struct token *out)
{
	return next_ascii(words, off, out) || next_read(words, off, out);
}

bool token_prev_read(const struct words *words, uint32_t off, struct token *out)
{
	return prev_ascii(words, off, out) || prev_read(words, off, out);
}

void token_look(struct words *words, struct range at)
{
	if (!token_prev_read(words, at.start, &words->left)) {
		words->left = (struct token){.kind = TOKEN_NONE};
	}
	if (!token_next_read(words, at.end, &words->right)) {
		words->right = (struct token){.kind = TOKEN_NONE};
	}
	words->before = at.start + 1;
	words->behind = at.end + 1;
}

bool token_begins(const struct words *words, uint32_t off)
{
	struct token before = {.kind = TOKEN_NONE};
	token_prev(words, off, &before);
	return token_ends(words, &before);
}

bool token_ends(const struct words *words, const struct token *last)
{
	struct token token = *last;
	while (token.kind == TOKEN_SIGN) {
		uint32_t c = token.sign;
		if (c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0x3002) {
			return true;
		}
		bool opening = c == '"' || c == '\'' || c == '(' || c == '[' || c == '*' ||
			c == 0x201C || c == 0x201D || c == 0x201E || c == 0xAB || c == 0xBB;
		if (!opening) {
			return false;
		}
		if (!token_prev(words, token.at.start, &token)) {
			return true;
		}
	}
	return token.kind == TOKEN_NONE;
}
