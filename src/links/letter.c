#include "links/letter.h"

#define HYPHEN 0x2010u

struct reader letter_reader(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nmarks; i++) {
		if (doc->marks[i].kind == MARK_HIDE) {
			return (struct reader){doc->text, doc->marks, doc->nmarks, i};
		}
	}
	return (struct reader){.text = doc->text};
}

uint32_t letter_shown(struct reader *reader, uint32_t off, uint32_t *next)
{
	while (reader->mark < reader->nmarks) {
		const struct mark *mark = &reader->marks[reader->mark];
		if (mark->kind != MARK_HIDE || mark->at.end <= off) {
			reader->mark++;
		} else if (mark->at.start <= off) {
			off = mark->at.end;
		} else {
			*next = mark->at.start;
			return off;
		}
	}
	*next = UINT32_MAX;
	return off;
}

uint64_t letter_eight_last(struct span text, uint32_t off)
{
	uint64_t bytes = 0;
	for (unsigned i = 0; i < 8 && off + i < text.n; i++) {
		bytes |= (uint64_t)(unsigned char)text.p[off + i] << 8 * i;
	}
	return bytes;
}

/* The end of what is shown before off: off itself, or the start of markup that ends there. */
static uint32_t shown_before(const struct reader *reader, uint32_t off)
{
	for (uint32_t i = reader->mark; i > 0 && off > 0; i--) {
		const struct mark *mark = &reader->marks[i - 1];
		if (mark->kind != MARK_HIDE) {
			continue;
		}
		if (mark->at.end < off) {
			break;
		}
		if (mark->at.start < off) {
			off = mark->at.start;
		}
	}
	return off;
}

bool letter_is_word(uint32_t c)
{
	return c < 0x80 ? letter_is_alnum(c) :
		c != UTF8_INVALID && utf8_is_word(c) && !utf8_is_apostrophe(c);
}

static bool is_double_quote(uint32_t c)
{
	return c == '"' || (c >= 0x201C && c <= 0x201F) || c == 0xFF02;
}

bool letter_is_nothing(uint32_t c)
{
	uint32_t folded[UTF8_FOLD_MAX];
	return c >= 0x80 && c != UTF8_INVALID && utf8_fold(c, false, folded) == 0;
}

char letter_plain(uint32_t c)
{
	if ((c >= 0x400 && c < 0x530) || (c >= 0x4E00 && c < 0xA000)) {
		return '\0'; /* Cyrillic and Han */
	}
	return utf8_is_space(c) ? ' ' : utf8_is_dash(c) ? '-' : utf8_is_apostrophe(c) ? '\'' :
		is_double_quote(c) ? '"' : '\0';
}

uint32_t letter_line(struct reader *reader, uint32_t off, uint32_t limit)
{
	struct span text = reader->text;
	bool ended = false;
	for (off = letter_skip(reader, off); off < limit; off = letter_skip(reader, off + 1)) {
		char c = text.p[off];
		if (c == '\n' && !ended) {
			ended = true;
		} else if (c != ' ' && c != '\t') {
			return ended && c != '\n' ? off : 0;
		}
	}
	return 0;
}

bool letter_is_hyphen(uint32_t c)
{
	return c == '-' || c == HYPHEN || c == LETTER_SOFT_HYPHEN;
}

uint32_t letter_back(const struct reader *reader, uint32_t from, uint32_t *off)
{
	size_t at = shown_before(reader, *off);
	if (at <= from) {
		return UTF8_INVALID;
	}
	uint32_t c = utf8_prev(reader->text, &at);
	*off = (uint32_t)at;
	return c;
}

uint32_t letter_before(const struct reader *reader, uint32_t from, uint32_t *off)
{
	uint32_t c;
	do {
		c = letter_back(reader, from, off);
	} while (c != UTF8_INVALID && c != LETTER_SOFT_HYPHEN && letter_is_nothing(c));
	return c;
}

bool letter_is_voicing(uint32_t c)
{
	return c == 0x3099 || c == 0x309A || c == 0xFF9E || c == 0xFF9F;
}

uint32_t letter_voiced_end(struct span text, uint32_t off, uint32_t limit)
{
	uint32_t next = off;

	while (off < limit && letter_is_voicing(letter_at(text, off, &next))) {
		off = next;
	}
	return off;
}

static bool is_katakana(uint32_t c)
{
	return (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FE) ||
		(c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF66 && c <= 0xFF9F) ||
		letter_is_voicing(c);
}

bool letter_goes_on(uint32_t before, uint32_t c)
{
	return letter_is_voicing(c) || (is_katakana(before) && is_katakana(c));
}
