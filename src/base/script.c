#include "base/script.h"

#include "base/utf8.h"

#include <stdlib.h>

/* Bits, so that those of a word add up. */
enum { LATIN = 1, GREEK = 2, CYRILLIC = 4, GREEK_SIGN = 8 };

struct look_alike {
	uint16_t c, latin;
};

/* Sorted. */
static const struct look_alike look_alikes[] = {
	{0x37F, 'J'}, {0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'}, {0x399, 'I'},
	{0x39A, 'K'}, {0x39C, 'M'}, {0x39D, 'N'}, {0x39F, 'O'}, {0x3A1, 'P'}, {0x3A4, 'T'}, {0x3A5, 'Y'},
	{0x3A7, 'X'}, {0x3B1, 'a'}, {0x3B3, 'y'}, {0x3B9, 'i'}, {0x3BA, 'k'}, {0x3BD, 'v'}, {0x3BF, 'o'},
	{0x3C1, 'p'}, {0x3C5, 'u'}, {0x3F2, 'c'}, {0x3F3, 'j'}, {0x3F9, 'C'}, {0x401, 0xCB}, {0x405, 'S'},
	{0x406, 'I'}, {0x407, 0xCF}, {0x408, 'J'}, {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x41A, 'K'},
	{0x41C, 'M'}, {0x41D, 'H'}, {0x41E, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'}, {0x423, 'Y'},
	{0x425, 'X'}, {0x430, 'a'}, {0x433, 'r'}, {0x435, 'e'}, {0x43A, 'k'}, {0x43E, 'o'}, {0x440, 'p'},
	{0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'}, {0x451, 0xEB}, {0x455, 's'}, {0x456, 'i'}, {0x457, 0xEF},
	{0x458, 'j'}, {0x475, 'v'}, {0x4AE, 'Y'}, {0x4AF, 'y'}, {0x4BA, 'h'}, {0x4BB, 'h'}, {0x4C0, 'I'},
	{0x4CF, 'l'}, {0x501, 'd'}, {0x50C, 'G'}, {0x51A, 'Q'}, {0x51B, 'q'}, {0x51C, 'W'}, {0x51D, 'w'},
};

static int compare(const void *key, const void *item)
{
	uint32_t c = *(const uint32_t *)key, at = ((const struct look_alike *)item)->c;
	return c < at ? -1 : c > at;
}

/* The Latin letter that c looks like, or c. */
static uint32_t latin_of(uint32_t c)
{
	if (c < 0x37F || c > 0x51D) {
		return c;
	}
	const struct look_alike *found = bsearch(&c, look_alikes, COUNT_OF(look_alikes),
		sizeof(*look_alikes), compare);
	return found == NULL ? c : found->latin;
}

static unsigned script_of(uint32_t c)
{
	if (c < 0x80) {
		return (c | 0x20) - 'a' < 26 ? LATIN : 0;
	}
	if ((c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000)) {
		return !utf8_is_word(c) ? 0 : latin_of(c) != c ? GREEK : GREEK_SIGN;
	}
	if ((c >= 0x400 && c < 0x530) || (c >= 0x1C80 && c < 0x1C90) || (c >= 0xA640 && c < 0xA6A0)) {
		return utf8_is_word(c) && !utf8_is_mark(c) ? CYRILLIC : 0;
	}
	bool latin = (c >= 0xC0 && c < 0x2B0) || (c >= 0x1E00 && c < 0x1F00) ||
		(c >= 0x2C60 && c < 0x2C80) || (c >= 0xA722 && c < 0xA800) ||
		(c >= 0xFB00 && c < 0xFB07) || (c >= 0xFF21 && c < 0xFF5B);
	return latin && utf8_is_word(c) ? LATIN : 0;
}

/* Whether the scripts of one word are more than one. */
static bool is_mixed(unsigned scripts)
{
	if ((scripts & CYRILLIC) != 0) {
		return scripts != CYRILLIC;
	}
	return (scripts & LATIN) != 0 && (scripts & GREEK) != 0;
}

/* The scripts of the word at *off, which moves behind it; 0 and on by one character without one. */
static unsigned word_scripts(struct span text, size_t *off)
{
	unsigned scripts = 0;
	size_t next = *off;
	uint32_t c = utf8_next(text, &next);
	if (!utf8_is_word(c)) {
		*off = next;
		return 0;
	}
	while (utf8_is_word(c)) {
		scripts |= script_of(c);
		*off = next;
		if (next == text.n) {
			break;
		}
		c = utf8_next(text, &next);
	}
	return scripts;
}

/* Where a word with a byte of a Greek or Cyrillic letter in it begins; text.n for none. */
static size_t next_foreign(struct span text, size_t off)
{
	size_t at = off;
	while (at < text.n && (unsigned char)text.p[at] - 0xCDu >= 8 && text.p[at] != '\xE1' &&
		text.p[at] != '\xEA') {
		at++;
	}
	for (size_t start = at; at < text.n && start > off && utf8_is_word(utf8_prev(text, &start));) {
		at = start;
	}
	return at;
}

bool script_find(struct span text, size_t off, struct range *out)
{
	while ((off = next_foreign(text, off)) < text.n) {
		size_t start = off;
		unsigned scripts = word_scripts(text, &off);
		if (is_mixed(scripts)) {
			*out = (struct range){(uint32_t)start, (uint32_t)off};
			return true;
		}
	}
	return false;
}

bool script_mixes(struct span text)
{
	struct range at;
	return script_find(text, 0, &at);
}

void script_tell(struct span text, struct buf *out)
{
	static const struct {
		unsigned script;
		const char *name;
	} names[] = {{LATIN, "Latin"}, {GREEK | GREEK_SIGN, "Greek"}, {CYRILLIC, "Cyrillic"}};
	struct range at;
	if (!script_find(text, 0, &at)) {
		return;
	}
	size_t off = at.start;
	unsigned scripts = word_scripts(text, &off);
	bool first = true;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if ((scripts & names[i].script) != 0) {
			buf_printf(out, "%s%s", first ? "" : " and ", names[i].name);
			first = false;
		}
	}
}

bool script_skeleton(struct span text, struct buf *out)
{
	bool changed = false, latin = true;
	for (size_t off = 0; off < text.n;) {
		size_t start = off;
		uint32_t c = utf8_next(text, &off), like = c == UTF8_INVALID ? c : latin_of(c);
		char bytes[UTF8_MAX];
		if (like == c) {
			buf_add(out, text.p + start, off - start);
		} else {
			buf_add(out, bytes, utf8_encode(like, bytes));
		}
		changed = changed || like != c;
		latin = latin && (c == UTF8_INVALID || (script_of(like) & ~(unsigned)LATIN) == 0);
	}
	return changed && latin;
}
