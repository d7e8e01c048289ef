#include "base/utf8.h"

#include <assert.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <uniwbrk.h>
#include <wchar.h>

#define ZWNJ 0x200C
#define ZWJ 0x200D

static bool is_ascii_letter(uint32_t c)
{
	return (c | 0x20) - 'a' < 26;
}

static bool is_ascii_digit(uint32_t c)
{
	return c - '0' < 10;
}

/*
 * Letters of Latin, Cyrillic and Han that are most of all text outside ASCII: a column or two,
 * nothing attached, a grapheme each beside their like. What the tables say of them, faster.
 */
static bool is_plain_letter(uint32_t c)
{
	return (c >= 0xC0 && c < 0x250) || (c >= 0x400 && c < 0x483) || (c >= 0x4E00 && c < 0x9FA6);
}

/*
 * Signs of Latin-1 but the soft hyphen, dashes, quotes, dots, lines of boxes: one column each, and
 * nothing attached. What the tables say of them, faster: a screen has dozens of them.
 */
static bool is_plain_sign(uint32_t c)
{
	return (c >= 0xA1 && c < 0xC0 && c != 0xAD) || (c >= 0x2010 && c < 0x2028) || c == 0x2039 ||
		c == 0x203A || (c >= 0x2500 && c < 0x2580);
}

static const uint8_t *bytes_at(struct span text, size_t off)
{
	return (const uint8_t *)text.p + off;
}

size_t utf8_floor(struct span text, size_t off)
{
	size_t at = off;
	while (at > 0 && at < text.n && off - at < UTF8_MAX && (*bytes_at(text, at) & 0xC0) == 0x80) {
		at--;
	}
	return off - at < UTF8_MAX ? at : off;
}

/* Decoding. */

/* The well-formed sequence that starts with a byte of 0xC2 and more, or UTF8_INVALID. */
static uint32_t decode(const uint8_t *p, size_t left, size_t *n)
{
	size_t need = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (p[0] < 0xC2 || p[0] > 0xF4 || left < need) {
		return UTF8_INVALID;
	}
	uint32_t c = p[0] & (0x7Fu >> need);
	for (size_t i = 1; i < need; i++) {
		if ((p[i] & 0xC0) != 0x80) {
			return UTF8_INVALID;
		}
		c = c << 6 | (p[i] & 0x3Fu);
	}
	if ((need == 3 && c < 0x800) || (need == 4 && (c < 0x10000 || c > 0x10FFFF)) ||
		(c >= 0xD800 && c <= 0xDFFF)) {
		return UTF8_INVALID;
	}
	*n = need;
	return c;
}

uint32_t utf8_next_wide(struct span text, size_t *off)
{
	size_t n = 1;
	uint32_t c = decode(bytes_at(text, *off), text.n - *off, &n);
	*off += n;
	return c;
}

uint32_t utf8_prev(struct span text, size_t *off)
{
	size_t end = *off;
	uint8_t last = *bytes_at(text, end - 1);
	*off = end - 1;
	if (last < 0x80) {
		return last;
	}
	for (size_t n = 2; n <= UTF8_MAX && n <= end; n++) {
		size_t at = end - n;
		if ((*bytes_at(text, at) & 0xC0) == 0x80) {
			continue;
		}
		uint32_t c = utf8_next((struct span){text.p, end}, &at);
		if (c != UTF8_INVALID && at == end) {
			*off = end - n;
			return c;
		}
		break;
	}
	return UTF8_INVALID;
}

struct span utf8_without_mark(struct span text)
{
	return span_starts(text, SPAN("\xEF\xBB\xBF")) ? (struct span){text.p + 3, text.n - 3} : text;
}

size_t utf8_encode(uint32_t c, char out[UTF8_MAX])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (c & 0x3F));
		c >>= 6;
	}
	out[0] = (char)((0xF00u >> n & 0xFF) | c);
	return n;
}

/* Classes. */

int utf8_cols(uint32_t c)
{
	if (c < 0x7F) {
		return c < 0x20 ? -1 : 1;
	}
	if (is_plain_sign(c)) {
		return 1;
	}
	return c == 0xAD ? 0 : c > 0x10FFFF ? -1 : wcwidth((wchar_t)c);
}

static bool is_selector(uint32_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) ||
		(c >= 0x180B && c <= 0x180D) || c == 0x180F;
}

enum utf8_class utf8_class(uint32_t c)
{
	if (c < 0xA0) {
		return c < 0x20 || c >= 0x7F ? UTF8_CONTROL : c == ' ' ? UTF8_BLANK : UTF8_GRAPHIC;
	}
	if (is_plain_letter(c) || is_plain_sign(c)) {
		return UTF8_GRAPHIC;
	}
	if (c == 0xAD) {
		return UTF8_SOFT;
	}
	if (c == ZWNJ || c == ZWJ) {
		return UTF8_JOINER;
	}
	if (is_selector(c)) {
		return UTF8_SELECTOR;
	}
	int cols = utf8_cols(c);
	if (cols < 0 || uc_is_property_default_ignorable_code_point(c)) {
		return UTF8_HIDDEN;
	}
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Zs)) {
		return cols == 1 && c != 0x1680 ? UTF8_BLANK : UTF8_GRAPHIC;
	}
	if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
		UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_S)) {
		return UTF8_HIDDEN;
	}
	return cols == 0 ? UTF8_ATTACHED : UTF8_GRAPHIC;
}

bool utf8_is_joining(uint32_t c)
{
	/* Blocks from Arabic to Samaritan extensions, Indic to Myanmar, Khmer, Mongolian, and on. */
	static const struct {
		uint32_t first, last;
	} blocks[] = {
		{0x0600, 0x08FF}, {0x0900, 0x0DFF}, {0x0F00, 0x109F}, {0x1700, 0x18AF},
		{0x1900, 0x1AAF}, {0x1B00, 0x1C4F}, {0x1CD0, 0x1CFF}, {0xA800, 0xA8FF},
		{0xA930, 0xAADF}, {0xAAE0, 0xAAFF}, {0xABC0, 0xABFF}, {0xFB50, 0xFDFF},
		{0xFE70, 0xFEFE}, {0x10A00, 0x10AFF}, {0x10D00, 0x10D3F}, {0x10F30, 0x10FDF},
		{0x11000, 0x11FFF}, {0x1E900, 0x1E95F},
	};
	for (size_t i = 0; i < COUNT_OF(blocks); i++) {
		if (c <= blocks[i].last) {
			return c >= blocks[i].first &&
				uc_is_general_category_withtable(c,
					UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
		}
	}
	return false;
}

bool utf8_is_pictograph(uint32_t c)
{
	return c >= 0xA9 &&
		(uc_is_property_extended_pictographic(c) || uc_is_property_emoji_modifier(c));
}

bool utf8_is_word(uint32_t c)
{
	if (c < 0x80) {
		return is_ascii_letter(c) || is_ascii_digit(c);
	}
	if (is_plain_letter(c)) {
		return c != 0xD7 && c != 0xF7 && c != 0x482; /* signs: times, divided by, thousands */
	}
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
		UC_CATEGORY_MASK_Nd | UC_CATEGORY_MASK_Nl);
}

bool utf8_is_mark(uint32_t c)
{
	if (c < 0x370) {
		return c >= 0x300; /* all of that block */
	}
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
}

bool utf8_is_upper(uint32_t c)
{
	if (c < 0x80) {
		return c - 'A' < 26;
	}
	if ((c >= 0x400 && c < 0x460) || (c >= 0x3040 && c < 0xA000)) {
		return c < 0x430; /* Cyrillic; kana and Han have no capitals */
	}
	if (c >= 0x300 && c < 0x370) {
		return false; /* marks */
	}
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool utf8_is_digit(uint32_t c)
{
	if (c < 0x80) {
		return is_ascii_digit(c);
	}
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Nd);
}

bool utf8_is_ideograph(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0x2E80, 0x2FDF}, {0x3005, 0x3007}, {0x3021, 0x3029}, {0x3031, 0x3035},
		{0x3038, 0x303C}, {0x3041, 0x309F}, {0x30A1, 0x30FA}, {0x30FC, 0x30FF},
		{0x31F0, 0x31FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF},
		{0xFF66, 0xFF9F}, {0x1AFF0, 0x1B16F}, {0x20000, 0x3FFFD},
	};
	for (size_t i = 0; i < COUNT_OF(ranges); i++) {
		if (c <= ranges[i].last) {
			return c >= ranges[i].first;
		}
	}
	return false;
}

bool utf8_is_space(uint32_t c)
{
	if (c < 0x80) {
		return c == ' ' || (c >= '\t' && c <= '\r');
	}
	return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
		c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool utf8_is_dash(uint32_t c)
{
	return c == '-' || (c >= 0x58A && !is_plain_letter(c) && uc_is_property_dash(c));
}

bool utf8_is_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0xB4 || c == 0x2BC || c == 0x2018 || c == 0x2019 ||
		c == 0x2032 || c == 0xFF07;
}

/* Folding. */

/* Whether a compatibility decomposition leaves the same letter: ﬁ, Ａ, ｶ, ſ, Ⅳ, but not x² or ½. */
static bool is_same_letter(uint32_t c, int tag)
{
	switch (tag) {
	case UC_DECOMP_CANONICAL:
	case UC_DECOMP_WIDE:
	case UC_DECOMP_NARROW:
		return true;
	case UC_DECOMP_FONT:
	case UC_DECOMP_INITIAL:
	case UC_DECOMP_MEDIAL:
	case UC_DECOMP_FINAL:
	case UC_DECOMP_ISOLATED:
	case UC_DECOMP_COMPAT:
		return utf8_is_word(c);
	default:
		return false;
	}
}

/* Decomposes c as far as it goes, behind n characters in out. Returns how many there are then. */
static size_t expand(uint32_t c, uint32_t out[UC_DECOMPOSITION_MAX_LENGTH], size_t n)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;
	int count = uc_decomposition(c, &tag, parts);
	if (count <= 0 || !is_same_letter(c, tag)) {
		if (n < UC_DECOMPOSITION_MAX_LENGTH) {
			out[n++] = c;
		}
		return n;
	}
	for (int i = 0; i < count; i++) {
		n = expand(parts[i], out, n);
	}
	return n;
}

/*
 * Marks above, below and through a letter, by canonical combining class, and enclosing ones. The
 * classes between are nuktas, kana voicing, viramas and vowel signs: letters in all but name.
 */
static bool is_dropped(uint32_t c)
{
	if (c < 0x80) {
		return false;
	}
	int class = uc_combining_class(c);
	return class == 1 || (class >= 10 && class <= 36) || class >= 200 ||
		uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Me) ||
		uc_is_property_default_ignorable_code_point(c);
}

/* Full case folding of one character; out has room for three. */
static size_t fold_case(uint32_t c, uint32_t out[3])
{
	if (c < 0x80) {
		out[0] = c - 'A' < 26 ? c + 0x20 : c;
		return 1;
	}
	size_t n = 3;
	/* Three is the longest folding there is: the result is always in out, never allocated. */
	return u32_casefold(&c, 1, NULL, NULL, out, &n) == out ? n : 0;
}

size_t utf8_fold(uint32_t c, bool keep_case, uint32_t out[UTF8_FOLD_MAX])
{
	if (c < 0x80) {
		out[0] = !keep_case && c - 'A' < 26 ? c + 0x20 : c;
		return 1;
	}
	if ((c >= 0x410 && c < 0x450 && (c & ~0x20u) != 0x419) || (c >= 0x4E00 && c < 0xA000)) {
		out[0] = !keep_case && c < 0x430 ? c + 0x20 : c; /* А to я but for й, and Han */
		return 1;
	}
	uint32_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	size_t nparts = expand(c, parts, 0), n = 0;
	for (size_t i = 0; i < nparts; i++) {
		uint32_t folded[3] = {parts[i]};
		size_t nfolded = is_dropped(parts[i]) ? 0 : keep_case ? 1 : fold_case(parts[i], folded);
		if (n + nfolded > UTF8_FOLD_MAX) {
			out[0] = c; /* ﷺ, a sentence in one character: it is only equal to itself */
			return 1;
		}
		memcpy(out + n, folded, nfolded * sizeof(*folded));
		n += nfolded;
	}
	return n;
}

/* Boundaries. */

#define CLUSTER_MOST 256
#define WORD_WINDOW 1024

size_t utf8_grapheme_end(struct span text, size_t off)
{
	if (text.n - off == 1 || ((*bytes_at(text, off) | *bytes_at(text, off + 1)) < 0x80 &&
			text.p[off] != '\r')) {
		return off + 1;
	}
	size_t next = off, behind;
	bool plain = is_plain_letter(utf8_next(text, &next));
	behind = next;
	if (plain && (next == text.n || *bytes_at(text, next) < 0x80 ||
			is_plain_letter(utf8_next(text, &behind)))) {
		return next;
	}
	/* Whether there is a boundary depends on what is before it: most clusters need few bytes. */
	char breaks[CLUSTER_MOST];
	for (size_t most = 16;; most *= 4) {
		size_t end = text.n - off > most ? utf8_floor(text, off + most) : text.n;
		u8_grapheme_breaks(bytes_at(text, off), end - off, breaks);
		for (size_t i = 1; i < end - off; i++) {
			if (breaks[i] != 0) {
				return off + i;
			}
		}
		if (end == text.n || most >= CLUSTER_MOST) {
			return end;
		}
	}
}

/* A place up to CLUSTER_MOST bytes before off from which on boundaries come out as in the whole. */
static size_t word_context(struct span text, size_t off)
{
	size_t at = off;
	while (at > 0 && off - at < CLUSTER_MOST) {
		if (utf8_is_space(*bytes_at(text, at - 1))) {
			return at;
		}
		at--;
	}
	return utf8_floor(text, at);
}

/* Marks the word boundaries from start on; returns where it stopped. */
static size_t word_window(struct span text, size_t start, char breaks[WORD_WINDOW])
{
	size_t end = text.n;
	if (end - start > WORD_WINDOW) {
		end = utf8_floor(text, start + WORD_WINDOW);
	}
	u8_wordbreaks(bytes_at(text, start), end - start, breaks);
	breaks[0] = 1;
	return end;
}

static bool is_word_at(struct span text, size_t off)
{
	return utf8_is_word(utf8_next(text, &off));
}

size_t utf8_word_next(struct span text, size_t off)
{
	char breaks[WORD_WINDOW];
	size_t from = off + 1;
	while (from < text.n) {
		size_t start = word_context(text, from);
		size_t end = word_window(text, start, breaks);
		for (size_t i = from; i < end; i++) {
			if (breaks[i - start] != 0 && is_word_at(text, i)) {
				return i;
			}
		}
		from = end;
	}
	return text.n;
}

size_t utf8_word_prev(struct span text, size_t off)
{
	char breaks[WORD_WINDOW];
	size_t before = off;
	while (before > 0) {
		size_t start = word_context(text, before > CLUSTER_MOST ? before - CLUSTER_MOST : 0);
		word_window(text, start, breaks);
		for (size_t i = before; i > start; i--) {
			if (breaks[i - 1 - start] != 0 && is_word_at(text, i - 1)) {
				return i - 1;
			}
		}
		before = start;
	}
	return 0;
}

void utf8_uax14(struct span text, bool *breaks)
{
	char found[UTF8_UAX14_MOST];
	assert(text.n <= sizeof(found));
	u8_possible_linebreaks(bytes_at(text, 0), text.n, "UTF-8", found);
	for (size_t i = 0; i < text.n; i++) {
		breaks[i] = found[i] == UC_BREAK_POSSIBLE;
	}
}
