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
