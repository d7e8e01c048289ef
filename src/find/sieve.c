#include "find/sieve.h"

#include "base/byte.h"
#include "base/utf8.h"

/* English letters from common to rare, the digits of dates among them. */
static const char common_first[] = "etaoinsrhldcumfpgwybv1029385647kjxqz";

#define CAPITAL_IS_RARER 64

/* Bytes that folding may drop or change into others: what they come to is not ours to tell. */
static bool is_odd(unsigned char c)
{
	return c >= 0x7f || c == '-' || c == '\'' || c == '"' || c == '`' ||
		(c < 0x20 && !byte_is_space(c));
}

static int rarity(char c)
{
	const char *place = strchr(common_first, byte_lower(c));
	return (int)(place - common_first) + (c == byte_lower(c) ? 0 : CAPITAL_IS_RARER);
}

void sieve_init(struct sieve *sieve, struct span needle, bool keep_case)
{
	*sieve = (struct sieve){.needle = needle, .anchor = needle.n, .keep_case = keep_case};
	for (size_t i = 0; i < needle.n; i++) {
		char c = needle.p[i];
		sieve->beyond = sieve->beyond || (unsigned char)c >= 0x80;
		if (byte_is_alnum(c) && (sieve->anchor == needle.n ||
				rarity(c) > rarity(needle.p[sieve->anchor]))) {
			sieve->anchor = i;
		}
	}
	if (sieve->anchor < needle.n) {
		char c = needle.p[sieve->anchor];
		bool both = !keep_case && c >= 'a';
		sieve->forms[0] = c;
		sieve->forms[1] = both ? (char)(c - 0x20) : c;
	}
}

enum verdict { GO_ON, AGREES, DIFFERS };

/*
 * One byte of the needle against one of the text; blanks are the caller's. A hyphen agrees with
 * all: even where the needle has one, a line end may follow in the text.
 */
static enum verdict compare(const struct sieve *sieve, size_t at, char c)
{
	if (c != '-' && sieve->needle.p[at] == (sieve->keep_case ? c : byte_lower(c))) {
		return GO_ON;
	}
	return is_odd((unsigned char)c) ? AGREES : DIFFERS;
}

/* Whether what follows the anchor at off agrees with the needle. */
static bool agrees_behind(const struct sieve *sieve, struct span text, size_t off)
{
	size_t t = off + 1;
	for (size_t i = sieve->anchor + 1; i < sieve->needle.n; i++) {
		if (t >= text.n) {
			return false;
		}
		if (byte_is_space(sieve->needle.p[i]) && byte_is_space(text.p[t])) {
			while (t < text.n && byte_is_space(text.p[t])) {
				t++;
			}
			continue;
		}
		enum verdict verdict = compare(sieve, i, text.p[t++]);
		if (verdict != GO_ON) {
			return verdict == AGREES;
		}
	}
	return true;
}

/* Whether what stands before the anchor at off agrees; a hyphen may have joined a line to it. */
static bool agrees_before(const struct sieve *sieve, struct span text, size_t off)
{
	size_t t = off;
	for (size_t i = sieve->anchor; i-- > 0;) {
		if (t == 0) {
			return false;
		}
		bool line_end = false;
		size_t blanks = t;
		while (blanks > 0 && byte_is_space(text.p[blanks - 1])) {
			line_end = line_end || text.p[blanks - 1] == '\n';
			blanks--;
		}
		if (blanks < t) {
			if (!byte_is_space(sieve->needle.p[i])) {
				return line_end;
			}
			t = blanks;
			continue;
		}
		enum verdict verdict = compare(sieve, i, text.p[--t]);
		if (verdict != GO_ON) {
			return verdict == AGREES;
		}
	}
	return true;
}

static bool anchor_stands(const struct sieve *sieve, struct span text, size_t off)
{
	return agrees_behind(sieve, text, off) && agrees_before(sieve, text, off);
}

/* Whether one form of the anchor stands somewhere in the text. */
static bool form_stands(const struct sieve *sieve, char form, struct span text)
{
	const char *p = text.p, *end = text.p + text.n;
	while (p < end && (p = memchr(p, form, (size_t)(end - p))) != NULL) {
		if (anchor_stands(sieve, text, (size_t)(p - text.p))) {
			return true;
		}
		p++;
	}
	return false;
}

/* First bytes of the characters that fold to ASCII letters or digits: Latin with marks, ligatures,
 * full-width forms, letterlike and mathematical symbols. test_sieve asks all of Unicode. */
static bool may_lead_to_ascii(unsigned char c)
{
	return (c >= 0xC3 && c <= 0xC8) || c == 0xE1 || c == 0xE2 || c == 0xEF || c == 0xF0;
}

/* Whether a character that is not ASCII folds to something with the anchor in it. */
static bool changed_anchor_stands(const struct sieve *sieve, struct span text)
{
	uint32_t anchor = (unsigned char)sieve->forms[0];
	for (size_t off = 0; off < text.n;) {
		if (!may_lead_to_ascii((unsigned char)text.p[off])) {
			off++;
			continue;
		}
		uint32_t folded[UTF8_FOLD_MAX];
		uint32_t c = utf8_next(text, &off);
		size_t n = c == UTF8_INVALID ? 0 : utf8_fold(c, sieve->keep_case, folded);
		for (size_t i = 0; i < n; i++) {
			if (folded[i] == anchor) {
				return true;
			}
		}
	}
	return false;
}

/* Whether any byte is beyond ASCII; eight at a time. */
static bool is_beyond_ascii(struct span text)
{
	size_t off = 0;
	uint64_t seen = 0;
	for (; off + sizeof(seen) <= text.n; off += sizeof(seen)) {
		uint64_t eight;
		memcpy(&eight, text.p + off, sizeof(eight));
		seen |= eight;
	}
	for (; off < text.n; off++) {
		seen |= (unsigned char)text.p[off];
	}
	return (seen & 0x8080808080808080u) != 0;
}

bool sieve_may_hold(const struct sieve *sieve, struct span text)
{
	if (sieve->anchor == sieve->needle.n) {
		return !sieve->beyond || is_beyond_ascii(text);
	}
	if (form_stands(sieve, sieve->forms[0], text) ||
		(sieve->forms[1] != sieve->forms[0] && form_stands(sieve, sieve->forms[1], text))) {
		return true;
	}
	return is_beyond_ascii(text) && changed_anchor_stands(sieve, text);
}
