#define _XOPEN_SOURCE 700
#include "strict.h"

#include <string.h>
#include <wchar.h>

enum { MARKS_MOST = 4, AROUND = 32 };

/* What is called graphic by the C library and looks like nothing. */
static bool is_blank_form(uint32_t rune)
{
	return rune == 0x34f || rune == 0x115f || rune == 0x1160 || rune == 0x3164 || rune == 0xffa0 ||
		rune == 0x17b4 || rune == 0x17b5 || (rune >= 0x180b && rune <= 0x180f) ||
		rune == 0x200c || rune == 0x200d || (rune >= 0xfe00 && rune <= 0xfe0f) ||
		(rune >= 0xe0000 && rune <= 0xe0fff) || (rune >= 0x600 && rune <= 0x605) ||
		rune == 0x6dd || rune == 0x70f || (rune >= 0x13430 && rune <= 0x13438);
}

/* Whether a rune may stand here; *marks counts those on the last base. */
static bool rune_fits(uint32_t rune, unsigned *marks)
{
	int cols = wcwidth((wchar_t)rune);
	*marks = cols == 0 ? *marks + 1 : 0;
	return cols >= 0 && *marks <= MARKS_MOST && wire_graphic(rune) && !is_blank_form(rune);
}

/* A clipboard write: what it puts there is pasted somewhere, so it must be text and no more. */
static bool clipboard_fits(const struct wire_token *token)
{
	struct bytes one = {0}, text = {0};
	struct wire_token in;
	if (token->n < 5 || memcmp(token->p, "\033]52;", 5) != 0) {
		return false;
	}
	bytes_add(&one, token->p, token->n);
	bool fits = wire_copied(&one, &text);
	for (size_t at = 0; fits && at < text.n; at += in.n) {
		wire_next(&text, at, &in);
		fits = (in.kind == WIRE_RUNE && wire_graphic(in.rune)) ||
			(in.kind == WIRE_CONTROL && *in.p == '\n');
	}
	bytes_finish(&one);
	bytes_finish(&text);
	return fits;
}

/* Pasted text is marked: every terminal takes or ignores that. */
static bool is_paste_mode(const struct wire_token *token)
{
	return token->n == 8 && (memcmp(token->p, "\033[?2004h", 8) == 0 ||
		memcmp(token->p, "\033[?2004l", 8) == 0);
}

static bool is_needed(uint32_t rune)
{
	return rune == 0xad || rune == 0x200c || rune == 0x200d || (rune >= 0xfe00 && rune <= 0xfe0f) ||
		(rune >= 0xe0100 && rune <= 0xe01ef);
}

static bool token_fits(const struct wire_token *token, const struct entry *entry, unsigned *marks)
{
	if (token->kind == WIRE_RUNE) {
		if (!entry && is_needed(token->rune)) {
			return true;
		}
		return rune_fits(token->rune, marks);
	}
	*marks = 0;
	if (token->kind == WIRE_BAD) {
		return false;
	}
	if (!entry) {
		return token->kind == WIRE_CONTROL && (*token->p == '\n' || *token->p == '\t');
	}
	return entry_allows(entry, token) || is_paste_mode(token) ||
		(token->kind == WIRE_STRING && clipboard_fits(token));
}

size_t strict_find(const struct bytes *log, const struct entry *entry, size_t from)
{
	struct wire_token token;
	unsigned marks = 0;
	for (size_t at = from; at < log->n; at += token.n) {
		wire_next(log, at, &token);
		if (!token_fits(&token, entry, &marks)) {
			return at;
		}
	}
	return log->n;
}

void strict_show(const struct bytes *log, size_t at, struct bytes *out)
{
	size_t start = at < AROUND ? 0 : at - AROUND, end = log->n - at < AROUND ? log->n : at + AROUND;
	wire_show(log->p + start, at - start, out);
	bytes_add_text(out, " >>> ");
	wire_show(log->p + at, end - at, out);
}
