#include "links/spelling.h"

#include "base/utf8.h"

bool spelling_unhyphened(struct span name, struct buf *out)
{
	if (memchr(name.p, '-', name.n) == NULL) {
		return false;
	}
	for (size_t i = 0; i < name.n; i++) {
		buf_putc(out, name.p[i] == '-' ? ' ' : name.p[i]);
	}
	return true;
}

/* The words that are shortened, each in all its lengths. */
static const struct span words[][SPELLING_LENGTHS] = {
	{{"Saint", 5}, {"St", 2}, {"St.", 3}},
	{{"Mount", 5}, {"Mt", 2}, {"Mt.", 3}},
	{{"Fort", 4}, {"Ft", 2}, {"Ft.", 3}},
};

/* The word at another length, or itself. */
static struct span other(struct span word, enum spelling_length length)
{
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		for (size_t k = 0; k < SPELLING_LENGTHS; k++) {
			if (span_eq(word, words[i][k])) {
				return words[i][length];
			}
		}
	}
	return word;
}

/* Where the word ends that starts at off. */
static size_t word_end(struct span name, size_t off)
{
	while (off < name.n && name.p[off] != ' ' && name.p[off] != '-') {
		off++;
	}
	return off;
}

/* A quick look, as hardly any name has one: all of them end with this letter. */
static bool may_have(struct span name)
{
	const char *end = name.p + name.n, *at = name.n == 0 ? NULL : memchr(name.p, 't', name.n);
	while (at != NULL && at + 1 < end && at[1] != ' ' && at[1] != '-' && at[1] != '.') {
		at = memchr(at + 1, 't', (size_t)(end - at) - 1);
	}
	return at != NULL && at + 1 < end;
}

bool spelling_shortened(struct span name, enum spelling_length length, struct buf *out)
{
	bool changes = false;
	if (!may_have(name)) {
		return false;
	}
	for (size_t off = 0, end; off < name.n && !changes; off = end + 1) {
		end = word_end(name, off);
		struct span word = {name.p + off, end - off};
		/* A name that ends with one is called so: "Pleasant Mount". */
		changes = end < name.n && !span_eq(other(word, length), word);
	}
	for (size_t off = 0; changes && off < name.n;) {
		size_t end = word_end(name, off);
		struct span word = {name.p + off, end - off};
		struct span put = end < name.n ? other(word, length) : word;
		buf_put(out, put);
		if (end < name.n) {
			buf_putc(out, span_eq(put, word) ? name.p[end] : ' ');
		}
		off = end + 1;
	}
	return changes;
}

/* Whether a text has capitals and no small letter. */
static bool is_capitals(struct span text)
{
	bool any = false;
	for (size_t off = 0; off < text.n;) {
		uint32_t c = utf8_next(text, &off), folded[UTF8_FOLD_MAX];
		bool upper = utf8_is_upper(c);
		if (!upper && c != UTF8_INVALID && utf8_is_word(c) &&
			(utf8_fold(c, false, folded) != 1 || folded[0] == c)) {
			return false;
		}
		any = any || upper;
	}
	return any;
}

/* Adds a word in small letters but for its first one, and a particle in small letters. */
static void put_small(const struct lexicon *lexicon, struct span word, struct buf *out)
{
	bool first = (lexicon_find(lexicon, word).flags & LEX_PARTICLE) == 0;
	for (size_t off = 0; off < word.n;) {
		uint32_t folded[UTF8_FOLD_MAX], c = utf8_next(word, &off);
		size_t n = c == UTF8_INVALID ? 0 : utf8_fold(c, false, folded);
		char bytes[UTF8_MAX];
		bool keep = first || n != 1 || !utf8_is_upper(c);
		buf_add(out, bytes, utf8_encode(keep ? c : folded[0], bytes));
		first = c == '-' || c == '\'';
	}
}

bool spelling_softened(const struct lexicon *lexicon, struct span name, struct buf *out)
{
	struct span rest = name, word;
	if (name.n < 4 || !is_capitals(name)) {
		return false;
	}
	for (bool first = true; span_cut(&rest, ' ', &word); first = false) {
		if (!first) {
			buf_putc(out, ' ');
		}
		put_small(lexicon, word, out);
	}
	return true;
}

bool spelling_and(struct span name, struct buf *out)
{
	static const struct span signs[] = {{" & ", 3}, {" and ", 5}};
	bool changes = false;
	for (size_t i = 0; i < COUNT_OF(signs) && !changes; i++) {
		size_t from = 0, at = span_find(name, signs[i], 0);
		for (; at < name.n; at = span_find(name, signs[i], from)) {
			buf_add(out, name.p + from, at - from);
			buf_put(out, signs[1 - i]);
			from = at + signs[i].n;
			changes = true;
		}
		if (changes) {
			buf_add(out, name.p + from, name.n - from);
		}
	}
	return changes;
}

enum { LETTERS_MOST = 6, BARE_MOST = 4 };

/* An abbreviation in a name. */
struct abbreviation {
	char letters[LETTERS_MOST];
	size_t n, end; /* of letters; where it ends in the name */
};

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_end(struct span name, size_t off)
{
	return off >= name.n || name.p[off] == ' ' || name.p[off] == '-';
}

/* "U.S." or "U. S.", of two letters and more. */
static bool read_stopped(struct span name, size_t off, struct abbreviation *out)
{
	*out = (struct abbreviation){.end = off};
	while (out->n < LETTERS_MOST && off + 1 < name.n && is_capital(name.p[off]) &&
		name.p[off + 1] == '.') {
		out->letters[out->n++] = name.p[off];
		out->end = off + 2;
		off = out->end + (out->end < name.n && name.p[out->end] == ' ');
	}
	return out->n >= 2 && is_end(name, out->end);
}

/* "USSR", but for "XVII". */
static bool read_bare(struct span name, size_t off, struct abbreviation *out)
{
	bool roman = true;
	*out = (struct abbreviation){.end = off};
	while (out->n < BARE_MOST && out->end < name.n && is_capital(name.p[out->end])) {
		char c = name.p[out->end++];
		out->letters[out->n++] = c;
		roman = roman && memchr("IVXLCDM", c, 7) != NULL;
	}
	return out->n >= 2 && !roman && is_end(name, out->end);
}

static void put_letters(const struct abbreviation *of, enum spelling_stops stops, struct buf *out)
{
	for (size_t i = 0; i < of->n; i++) {
		if (i > 0 && stops == SPELLING_SPACED) {
			buf_putc(out, ' ');
		}
		buf_putc(out, of->letters[i]);
		if (stops != SPELLING_BARE) {
			buf_putc(out, '.');
		}
	}
}

/* A quick look: whether two letters may be of an abbreviation. */
static bool may_abbreviate(struct span name)
{
	for (size_t i = 0; i + 1 < name.n; i++) {
		if (is_capital(name.p[i]) &&
			(name.p[i + 1] == '.' || is_capital(name.p[i + 1]))) {
			return true;
		}
	}
	return false;
}

bool spelling_abbreviated(struct span name, enum spelling_stops stops, struct buf *out)
{
	struct abbreviation found;
	size_t before = out->n;
	bool bare = !is_capitals(name) || memchr(name.p, ' ', name.n) == NULL, any = false;
	if (!may_abbreviate(name)) {
		return false;
	}
	for (size_t off = 0; off < name.n;) {
		bool start = off == 0 || is_end(name, off - 1);
		if (start && (read_stopped(name, off, &found) || (bare && read_bare(name, off, &found)))) {
			put_letters(&found, stops, out);
			off = found.end;
			any = true;
		} else {
			buf_putc(out, name.p[off++]);
		}
	}
	if (out->failed || (any && !span_eq((struct span){out->p + before, out->n - before}, name))) {
		return true;
	}
	out->n = before;
	out->p[before] = '\0';
	return false;
}
