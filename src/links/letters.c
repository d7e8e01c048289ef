#include "links/letters.h"

#include "base/utf8.h"

#define SOFT_HYPHEN 0xADu
#define HYPHEN 0x2010u

struct reader letters_reader(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nmarks; i++) {
		if (doc->marks[i].kind == MARK_HIDE) {
			return (struct reader){doc->text, doc->marks, doc->nmarks, i};
		}
	}
	return (struct reader){.text = doc->text};
}

uint32_t letters_shown(struct reader *reader, uint32_t off, uint32_t *next)
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

static uint32_t shown(struct reader *reader, uint32_t off)
{
	uint32_t next;
	return reader->mark < reader->nmarks ? letters_shown(reader, off, &next) : off;
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

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static unsigned char small(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* The character at off, which may be ASCII, and where it ends. */
static uint32_t char_at(struct span text, uint32_t off, uint32_t *end)
{
	size_t at = off;
	uint32_t c = utf8_next(text, &at);
	*end = (uint32_t)at;
	return c;
}

static bool is_letter(uint32_t c)
{
	return c < 0x80 ? is_alnum((unsigned char)c) :
		c != UTF8_INVALID && utf8_is_word(c) && !utf8_is_apostrophe(c);
}

static bool is_double_quote(uint32_t c)
{
	return c == '"' || (c >= 0x201C && c <= 0x201F) || c == 0xFF02;
}

/* Characters that take no place in a word: soft hyphens, joiners, marks. */
static bool is_nothing(uint32_t c)
{
	uint32_t folded[UTF8_FOLD_MAX];
	return c >= 0x80 && c != UTF8_INVALID && utf8_fold(c, false, folded) == 0;
}

/* What a character becomes besides folding: one blank, dash, apostrophe, quote; or 0. */
static char plain_of(uint32_t c)
{
	return utf8_is_space(c) ? ' ' : utf8_is_dash(c) ? '-' : utf8_is_apostrophe(c) ? '\'' :
		is_double_quote(c) ? '"' : '\0';
}

static void put_folded(struct buf *out, uint32_t c, bool keep_case)
{
	uint32_t folded[UTF8_FOLD_MAX];
	size_t n = utf8_fold(c, keep_case, folded);
	for (size_t i = 0; i < n; i++) {
		char bytes[UTF8_MAX];
		buf_add(out, bytes, utf8_encode(folded[i], bytes));
	}
}

void letters_fold(struct span form, struct buf *out)
{
	bool begun = false, blank = false;
	for (size_t off = 0; off < form.n;) {
		uint32_t c = utf8_next(form, &off);
		char plain = c == UTF8_INVALID ? '\0' : plain_of(c);
		if (c == UTF8_INVALID || (!begun && !is_letter(c))) {
			continue;
		}
		begun = true;
		if (plain == ' ') {
			blank = true;
			continue;
		}
		if (blank) {
			buf_putc(out, ' ');
			blank = false;
		}
		if (plain != '\0') {
			buf_putc(out, plain);
		} else {
			put_folded(out, c, utf8_is_upper(c));
		}
	}
}

void letters_small(struct span folded, struct buf *out)
{
	for (size_t off = 0; off < folded.n;) {
		unsigned char c = (unsigned char)folded.p[off];
		if (c < 0x80) {
			buf_putc(out, (char)small(c));
			off++;
		} else {
			put_folded(out, utf8_next(folded, &off), false);
		}
	}
}

static void key_add(struct word_key *key, unsigned char byte)
{
	if (key->n < 8) {
		key->head |= (uint64_t)byte << (8 * key->n);
	}
	key->n++;
}

static void key_add_char(struct word_key *key, uint32_t c)
{
	uint32_t folded[UTF8_FOLD_MAX];
	size_t n = utf8_fold(c, false, folded);
	for (size_t i = 0; i < n; i++) {
		char bytes[UTF8_MAX];
		size_t len = utf8_encode(folded[i], bytes);
		for (size_t k = 0; k < len; k++) {
			key_add(key, (unsigned char)bytes[k]);
		}
	}
}

struct word_key letters_form_key(struct span folded, size_t *off)
{
	struct word_key key = {0};
	while (*off < folded.n) {
		size_t next = *off;
		uint32_t c = utf8_next(folded, &next);
		if (!is_letter(c)) {
			if (key.n > 0) {
				break;
			}
		} else if (c < 0x80) {
			key_add(&key, small((unsigned char)c));
		} else if (!utf8_is_ideograph(c)) {
			key_add_char(&key, c);
		} else {
			if (key.n == 0) {
				key_add_char(&key, c);
				*off = next;
			}
			break;
		}
		*off = next;
	}
	return key;
}

/*
 * With off behind a hyphen: where the next line's text starts, if nothing but blanks stands
 * between the hyphen and one line end; 0 otherwise.
 */
static uint32_t line_joined(struct reader *reader, uint32_t off, uint32_t limit)
{
	struct span text = reader->text;
	bool ended = false;
	for (off = shown(reader, off); off < limit; off = shown(reader, off + 1)) {
		char c = text.p[off];
		if (c == '\n' && !ended) {
			ended = true;
		} else if (c != ' ' && c != '\t') {
			return ended && c != '\n' ? off : 0;
		}
	}
	return 0;
}

static bool is_hyphen(uint32_t c)
{
	return c == '-' || c == HYPHEN || c == SOFT_HYPHEN;
}

struct word_key letters_key(struct reader reader, uint32_t off, uint32_t limit,
	enum letters_join join, uint32_t *end, bool *broken)
{
	struct word_key key = {0};
	uint32_t next;
	*broken = false;
	*end = off;
	for (off = shown(&reader, off); off < limit; off = shown(&reader, next)) {
		uint32_t c = char_at(reader.text, off, &next);
		if (is_hyphen(c) && key.n > 0) {
			uint32_t line = line_joined(&reader, next, limit);
			*broken = *broken || line != 0;
			if (line != 0 && join == LETTERS_WHOLE) {
				next = line;
				continue;
			}
			if (line != 0 || c != SOFT_HYPHEN) {
				break;
			}
		} else if (c < 0x80 && is_alnum((unsigned char)c)) {
			key_add(&key, small((unsigned char)c));
		} else if (is_letter(c) && utf8_is_ideograph(c)) {
			if (key.n == 0) {
				key_add_char(&key, c);
				*end = next;
			}
			break;
		} else if (is_letter(c)) {
			key_add_char(&key, c);
		} else if (!is_nothing(c)) {
			break;
		}
		*end = next;
	}
	return key;
}

uint32_t letters_next_word(struct reader reader, uint32_t off, uint32_t limit)
{
	uint32_t next;
	off = shown(&reader, off);
	for (int i = 0; off < limit; off = shown(&reader, next)) {
		uint32_t c = char_at(reader.text, off, &next);
		if (is_letter(c)) {
			return off;
		}
		bool blank = c == ' ' || c == '\n' || c == '\t';
		i += !blank;
		if (i > 8) {
			break;
		}
	}
	return limit;
}

/* A comparison under way. */
struct compare {
	struct reader reader;
	struct span form;
	size_t f; /* in form */
	uint32_t off, limit; /* in the text */
	bool letter; /* the last character of the text was part of a word */
	bool ideograph; /* it was an ideograph */
	bool bracket; /* an editor's bracket is open */
};

/* A run of white space in the text: the form's blank, or nothing between two ideographs. */
static bool compare_space(struct compare *cmp)
{
	uint32_t lines = 0;
	while (cmp->off < cmp->limit) {
		uint32_t next, c = char_at(cmp->reader.text, cmp->off, &next);
		if (!utf8_is_space(c)) {
			break;
		}
		lines += c == '\n';
		cmp->off = shown(&cmp->reader, next);
	}
	if (lines > 1) {
		return false;
	}
	if (cmp->form.p[cmp->f] == ' ') {
		cmp->f++;
		cmp->letter = false;
		return true;
	}
	size_t f = cmp->f;
	return lines == 1 && cmp->ideograph && utf8_is_ideograph(utf8_next(cmp->form, &f));
}

/* A dash or soft hyphen that ends at next. */
static bool compare_dash(struct compare *cmp, uint32_t c, uint32_t next)
{
	uint32_t line = cmp->letter ? line_joined(&cmp->reader, next, cmp->limit) : 0;
	bool same = cmp->form.p[cmp->f] == '-';
	if (c == SOFT_HYPHEN) {
		cmp->f += same && line != 0;
	} else if (same) {
		cmp->f++;
		cmp->letter = false;
	} else if (line == 0 || !is_hyphen(c)) {
		return false;
	}
	cmp->off = line != 0 ? line : next;
	return true;
}

/* Whether the form goes on with these characters; it moves behind them. */
static bool compare_chars(struct compare *cmp, const uint32_t *chars, size_t n)
{
	size_t f = cmp->f;
	for (size_t i = 0; i < n; i++) {
		if (f >= cmp->form.n || utf8_next(cmp->form, &f) != chars[i]) {
			return false;
		}
	}
	cmp->f = f;
	return true;
}

/* One character that is not ASCII, or that the fast path did not settle. */
static bool compare_step(struct compare *cmp)
{
	uint32_t next, c = char_at(cmp->reader.text, cmp->off, &next);
	if (c == UTF8_INVALID) {
		return false;
	}
	if (c == SOFT_HYPHEN) {
		return compare_dash(cmp, c, next);
	}
	if ((c == '[' || c == ']') && cmp->form.p[cmp->f] != (char)c && cmp->f > 0) {
		cmp->bracket = c == '[';
		cmp->off = next;
		return true;
	}
	char plain = plain_of(c);
	if (plain == ' ') {
		return compare_space(cmp);
	}
	if (plain == '-') {
		return compare_dash(cmp, c, next);
	}
	if (plain != '\0') {
		cmp->letter = false;
		cmp->off = next;
		return cmp->form.p[cmp->f++] == plain;
	}
	uint32_t folded[UTF8_FOLD_MAX];
	size_t n = utf8_fold(c, false, folded);
	cmp->off = next;
	if (n == 0) {
		return true;
	}
	if (!compare_chars(cmp, folded, n)) {
		n = utf8_fold(c, true, folded);
		if (!compare_chars(cmp, folded, n)) {
			return false;
		}
	}
	cmp->letter = is_letter(c);
	cmp->ideograph = cmp->letter && utf8_is_ideograph(c);
	return true;
}

/*
 * Whether the text between a match's last letter and what follows is a word boundary. A word
 * that goes on in the next line behind a hyphen goes on, unless a capital makes it a compound.
 */
static bool compare_ends(struct compare *cmp)
{
	uint32_t next = cmp->off;
	for (uint32_t off = shown(&cmp->reader, cmp->off); off < cmp->limit;) {
		uint32_t c = char_at(cmp->reader.text, off, &next);
		if (is_hyphen(c)) {
			uint32_t line = line_joined(&cmp->reader, next, cmp->limit);
			if (line != 0) {
				uint32_t first = char_at(cmp->reader.text, line, &next);
				return !cmp->letter || !is_letter(first) || utf8_is_digit(first) ||
					utf8_is_ideograph(first) ||
					(c != SOFT_HYPHEN && utf8_is_upper(first));
			}
		}
		if (!is_nothing(c)) {
			return !is_letter(c) || cmp->ideograph || utf8_is_ideograph(c);
		}
		if (utf8_is_mark(c)) {
			cmp->off = next;
		}
		off = shown(&cmp->reader, next);
	}
	return true;
}

/* Steps back over one shown character; UTF8_INVALID, and off untouched, at the start. */
static uint32_t step_back(const struct reader *reader, uint32_t from, uint32_t *off)
{
	size_t at = shown_before(reader, *off);
	if (at <= from) {
		return UTF8_INVALID;
	}
	uint32_t c = utf8_prev(reader->text, &at);
	*off = (uint32_t)at;
	return c;
}

/* The nearest character before off that takes a place; UTF8_INVALID at the start. */
static uint32_t before(const struct reader *reader, uint32_t from, uint32_t *off)
{
	uint32_t c;
	do {
		c = step_back(reader, from, off);
	} while (c != UTF8_INVALID && c != SOFT_HYPHEN && is_nothing(c));
	return c;
}

/* Whether the line before off ends with a letter and a hyphen, so that its word may go on here. */
static bool line_goes_on(const struct reader *reader, uint32_t from, uint32_t off)
{
	uint32_t lines = 0, c;
	do {
		c = step_back(reader, from, &off);
		lines += c == '\n';
	} while (c == ' ' || c == '\t' || c == '\n');
	return lines == 1 && is_hyphen(c) && is_letter(before(reader, from, &off));
}

/* O'Brien is one name, d'Abe are two words. */
static bool is_irish(const struct reader *reader, uint32_t from, uint32_t off)
{
	uint32_t c = before(reader, from, &off);
	return c == 'O' && !is_letter(before(reader, from, &off));
}

/* Whether a word starts at off, by what stands before it in the paragraph. */
static bool word_starts(const struct reader *reader, uint32_t from, uint32_t off)
{
	uint32_t next, first = char_at(reader->text, off, &next), at = off;
	uint32_t c = before(reader, from, &at);
	if (is_letter(c)) {
		return utf8_is_ideograph(first) || utf8_is_ideograph(c);
	}
	if (c == SOFT_HYPHEN) {
		return !is_letter(before(reader, from, &at));
	}
	if (c == '\n' || c == ' ' || c == '\t') {
		return utf8_is_upper(first) || !line_goes_on(reader, from, off);
	}
	return !(c != UTF8_INVALID && utf8_is_apostrophe(c) && utf8_is_upper(first) &&
		is_irish(reader, from, at));
}

bool letters_match(struct reader reader, struct span folded, uint32_t from, uint32_t off,
	uint32_t limit, uint32_t *end)
{
	struct compare cmp = {.reader = reader, .form = folded, .off = off, .limit = limit};
	uint32_t next = 0;
	while (cmp.f < folded.n) {
		if (cmp.off >= next) {
			cmp.off = letters_shown(&cmp.reader, cmp.off, &next);
		}
		if (cmp.off >= limit) {
			return false;
		}
		unsigned char c = (unsigned char)reader.text.p[cmp.off];
		unsigned char want = (unsigned char)folded.p[cmp.f];
		if (is_alnum(c)) {
			if (want != c && want != small(c)) {
				return false;
			}
			cmp.off++;
			cmp.f++;
			cmp.letter = true;
			cmp.ideograph = false;
		} else if (!compare_step(&cmp)) {
			return false;
		}
	}
	if (!word_starts(&reader, from, off) || !compare_ends(&cmp)) {
		return false;
	}
	cmp.off += cmp.bracket && cmp.off < limit && reader.text.p[cmp.off] == ']';
	*end = cmp.off;
	return true;
}
