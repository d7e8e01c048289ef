#include "base/utf8.h"

#define LINE_CONTEXT 256
#define EM_DASH 0x2014
#define QUOTE_LEFT 0xAB
#define QUOTE_RIGHT 0xBB

static inline bool is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/*
 * UAX #14 for ASCII, as pairs of classes: A letters and signs, 0 digits, $ prefixes and postfixes,
 * Q quotes, ! ends of sentences, ( and ) and } brackets, the comma and - and | for themselves and
 * their like. Taken from libunistring by asking it for every pair; the unit test compares the two
 * on random text.
 */
/* The class of each character from U+0021 to U+007E. */
static const char ascii_classes[] =
	"!QA$$AQ()A$,-,,0000000000,,AAA!A"
	"AAAAAAAAAAAAAAAAAAAAAAAAAA($)AAA"
	"AAAAAAAAAAAAAAAAAAAAAAAAAA(|}A";

static char ascii_class(char c)
{
	return c == '\t' ? '|' : ascii_classes[c - '!'];
}

/* The classes before which a line may be broken right behind this one. */
static const char *direct_breaks(char class)
{
	switch (class) {
	case '|':
	case '!':
		return "A0$(";
	case ',':
	case '-':
		return "A$(";
	case '}':
		return "A0(";
	case ')':
		return "(";
	case '$':
		return "$";
	default:
		return "";
	}
}

static bool is_ascii_break(char before, bool blanks, char after)
{
	if (blanks) {
		bool opened = before == '(' || (before == 'Q' && after == '(');
		return !opened && strchr("A0$Q(-|", after) != NULL;
	}
	return strchr(direct_breaks(before), after) != NULL;
}

/* Whether a line may be broken before the character at i, of class `after` as the one before it. */
static bool is_break_at(struct span text, size_t i, char before, bool blanks, char after)
{
	char c = text.p[i];
	if (blanks && after == 'A') { /* nearly every word */
		return before != '(';
	}
	if (!blanks && before == 'A') {
		return false;
	}
	bool veto = !blanks && before == ',' && text.p[i - 1] != '/' && is_letter(c);
	return !veto && is_ascii_break(before, blanks, after);
}

size_t utf8_line_break_last(struct span text, size_t from, size_t last)
{
	for (size_t i = last; i > from; i--) {
		size_t left = i;
		if (is_blank(text.p[i]) || (is_letter(text.p[i]) && is_letter(text.p[i - 1]))) {
			continue;
		}
		while (left > 0 && is_blank(text.p[left - 1])) {
			left--;
		}
		if (left > 0 && is_break_at(text, i, ascii_class(text.p[left - 1]), left < i,
			ascii_class(text.p[i]))) {
			return i;
		}
	}
	return from;
}

/* False, with breaks half done, where text is not all printable ASCII, tabs and line ends. */
static bool ascii_line_breaks(struct span text, unsigned char *breaks)
{
	char before = '\0'; /* class of the last character that was no blank */
	bool blanks = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (is_blank(c)) {
			blanks = true;
			continue;
		}
		unsigned char byte = (unsigned char)c;
		if ((byte < ' ' && c != '\t') || byte >= 0x7F) {
			return false;
		}
		char after = ascii_class(c);
		if (after == 'A' && before == 'A' && !blanks) {
			while (i + 1 < text.n && is_letter(text.p[i + 1])) {
				i++; /* nearly every letter */
			}
			continue;
		}
		breaks[i] = before != '\0' && is_break_at(text, i, before, blanks, after);
		before = after;
		blanks = false;
	}
	return true;
}

/*
 * Whether « before off opens a quotation or closes one is told by what stands on its other side:
 * « mot » and »Wort« both exist.
 */
static bool is_after_opening_quote(struct span text, size_t off)
{
	while (off > 0 && is_blank(text.p[off - 1])) {
		off--;
	}
	if (off == 0 || utf8_prev(text, &off) != QUOTE_LEFT) {
		return false;
	}
	return off == 0 || !utf8_is_word(utf8_prev(text, &off));
}

/* Whether a break that UAX #14 allows before off is none of ours. */
static bool is_vetoed(struct span text, size_t off)
{
	size_t left = off, right = off;
	uint32_t after = utf8_next(text, &right);
	uint32_t before = utf8_prev(text, &left);
	if (before != ' ' && before != '\n') {
		bool stop = before == '.' || before == ',' || before == ':' || before == ';';
		return (stop && utf8_is_word(after)) || (before == EM_DASH && after == EM_DASH);
	}
	if (after == QUOTE_RIGHT) {
		return right == text.n || !utf8_is_word(utf8_next(text, &right));
	}
	return after == ';' || after == ':' || after == '!' || after == '?' ||
		is_after_opening_quote(text, off);
}

/* Copies a window of text with blanks for line ends, which are no breaks of their own to us. */
static void copy_blanked(struct span text, char *out)
{
	memcpy(out, text.p, text.n);
	for (size_t i = 0; i < text.n; i++) {
		out[i] = out[i] >= '\n' && out[i] <= '\r' ? ' ' : out[i];
	}
}

/* Looks at the window [start, end) and keeps the answers from `from` on. */
static void line_window(struct span text, size_t start, size_t from, size_t end,
	unsigned char *breaks)
{
	char copy[UTF8_UAX14_MOST];
	bool found[UTF8_UAX14_MOST];
	copy_blanked((struct span){text.p + start, end - start}, copy);
	utf8_uax14((struct span){copy, end - start}, found);
	for (size_t i = from; i < end; i++) {
		breaks[i] = found[i - start] && !is_vetoed(text, i);
	}
}

/* Where a window must start so that answers from off on are those of the whole text: two words. */
static size_t line_context(struct span text, size_t off)
{
	size_t at = off;
	for (int words = 0; words < 2; words++) {
		while (at > 0 && is_blank(text.p[at - 1]) && off - at < LINE_CONTEXT) {
			at--;
		}
		while (at > 0 && !is_blank(text.p[at - 1]) && off - at < LINE_CONTEXT) {
			at--;
		}
	}
	return utf8_floor(text, at);
}

void utf8_line_breaks(struct span text, unsigned char *breaks)
{
	memset(breaks, 0, text.n);
	if (ascii_line_breaks(text, breaks)) {
		return;
	}
	memset(breaks, 0, text.n);
	size_t first = 0; /* nothing breaks before the first character that is no blank */
	while (first < text.n && is_blank(text.p[first])) {
		first++;
	}
	size_t from = first + 1;
	while (from < text.n) {
		size_t start = line_context(text, from);
		size_t end = start + UTF8_UAX14_MOST;
		end = end < text.n ? utf8_floor(text, end) : text.n;
		line_window(text, start, from, end, breaks);
		from = end;
	}
}
