#include "links/letters.h"

#define FOLD_ROOM ((size_t)UTF8_FOLD_MAX * UTF8_MAX) /* what one character folds to at most */

/* A part of a character in small letters; there is room for what Unicode has. */
static void put_small(struct letters_char *out, uint32_t c)
{
	uint32_t folded[UTF8_FOLD_MAX] = {c < 0x80 ? letter_small((unsigned char)c) : c};
	size_t n = c < 0x80 ? 1 : utf8_fold(c, false, folded);
	for (size_t i = 0; i < n && out->nsmall + (size_t)UTF8_MAX <= sizeof(out->small); i++) {
		out->nsmall += (uint8_t)utf8_encode(folded[i], out->small + out->nsmall);
	}
}

/* A character as a folded form has it. */
static void fold_char(uint32_t c, struct letters_char *out)
{
	char plain = letter_plain(c);
	uint32_t folded[UTF8_FOLD_MAX] = {(unsigned char)plain};
	size_t n = plain != '\0' ? 1 : utf8_fold(c, utf8_is_upper(c), folded);
	*out = (struct letters_char){.c = c, .space = utf8_is_space(c)};
	for (size_t i = 0; i < n; i++) {
		out->n += (uint8_t)utf8_encode(folded[i], out->text + out->n);
		out->capitals += utf8_is_upper(folded[i]);
		put_small(out, folded[i]);
	}
}

static const struct letters_char *char_of(struct letters_folder *folder, uint32_t c)
{
	struct letters_char *memo = &folder->memo[c % LETTERS_MEMO];
	if (memo->c != c) {
		fold_char(c, memo);
	}
	return memo;
}

/* Appends to a buffer that has room for it, and for FOLD_ROOM more. */
static void put_room(struct buf *out, const char bytes[FOLD_ROOM], size_t n)
{
	memcpy(out->p + out->n, bytes, FOLD_ROOM);
	out->n += n;
}

static void put_ascii(struct letters_folder *folder, unsigned char c)
{
	struct buf *folded = folder->folded, *small = folder->small;
	folder->capitals += letter_small(c) != c;
	folded->p[folded->n++] = (char)c;
	small->p[small->n++] = (char)letter_small(c);
}

void letters_fold(struct letters_folder *folder, struct span form)
{
	bool begun = false, blank = false;
	size_t room = (form.n + 1) * FOLD_ROOM;
	folder->capitals = 0;
	if (!buf_reserve(folder->folded, room) || !buf_reserve(folder->small, room)) {
		return;
	}
	for (size_t off = 0; off < form.n;) {
		uint32_t c = utf8_next(form, &off);
		if (c == UTF8_INVALID || (!begun && !letter_is_word(c))) {
			continue;
		}
		const struct letters_char *wide = c < 0x80 ? NULL : char_of(folder, c);
		begun = true;
		if (wide == NULL ? c == ' ' || (c >= '\t' && c <= '\r') : wide->space) {
			blank = true;
			continue;
		}
		if (blank) {
			put_ascii(folder, ' ');
			blank = false;
		}
		if (wide == NULL) {
			put_ascii(folder, (unsigned char)c);
			continue;
		}
		folder->capitals += wide->capitals;
		put_room(folder->folded, wide->text, wide->n);
		put_room(folder->small, wide->small, wide->nsmall);
	}
	folder->folded->p[folder->folded->n] = '\0';
	folder->small->p[folder->small->n] = '\0';
}

static void key_add(struct word_key *key, unsigned char byte)
{
	if (key->n < 8) {
		key->head |= (uint64_t)byte << (8 * key->n);
	} else {
		key->tail = (key->n == 8 ? key->head : key->tail) >> 8 | (uint64_t)byte << 56;
	}
	key->n++;
}

/* A voiced letter has the key of its plain one, as the mark may stand apart. */
static void key_add_char(struct word_key *key, uint32_t c)
{
	uint32_t folded[UTF8_FOLD_MAX];
	size_t n = utf8_fold(c, false, folded);
	n -= n > 1 && letter_is_voicing(folded[n - 1]);
	for (size_t i = 0; i < n; i++) {
		char bytes[UTF8_MAX];
		size_t len = utf8_encode(folded[i], bytes);
		for (size_t k = 0; k < len; k++) {
			key_add(key, (unsigned char)bytes[k]);
		}
	}
}

/* The key of the word at *off where it is all ASCII, as most are; else false. */
static bool form_key_ascii(struct span small, size_t *off, struct word_key *out)
{
	uint64_t bytes = letter_eight(small, (uint32_t)*off);
	size_t end = *off + letter_run(bytes);
	while (end - *off >= 8 && end < small.n && letter_is_alnum((unsigned char)small.p[end])) {
		end++;
	}
	size_t n = end - *off;
	if (n == 0 || (end < small.n && (unsigned char)small.p[end] >= 0x80)) {
		return false;
	}
	out->head = n < 8 ? bytes & (((uint64_t)1 << 8 * n) - 1) : bytes;
	out->tail = n > 8 ? letter_eight(small, (uint32_t)end - 8) : 0;
	out->n = (uint32_t)n;
	*off = end;
	return true;
}

struct word_key letters_form_key(struct span small, size_t *off)
{
	struct word_key key = {0};
	while (*off < small.n && (unsigned char)small.p[*off] < 0x80 &&
		!letter_is_alnum((unsigned char)small.p[*off])) {
		++*off;
	}
	if (form_key_ascii(small, off, &key)) {
		return key;
	}
	while (*off < small.n) {
		unsigned char byte = (unsigned char)small.p[*off];
		if (byte < 0x80 && (letter_is_alnum(byte) || key.n == 0)) {
			if (letter_is_alnum(byte)) {
				key_add(&key, byte);
			}
			++*off;
			continue;
		}
		size_t next = *off;
		uint32_t c = utf8_next(small, &next);
		bool word = letter_is_word(c), ideograph = word && utf8_is_ideograph(c);
		if ((!word || ideograph) && key.n > 0) {
			break;
		}
		for (size_t i = *off; word && i < next; i++) {
			key_add(&key, (unsigned char)small.p[i]);
		}
		*off = next;
		if (ideograph) {
			*off = letter_voiced_end(small, (uint32_t)next, (uint32_t)small.n);
			break;
		}
	}
	return key;
}

struct word_key letters_key(struct reader reader, uint32_t off, uint32_t limit,
	enum letters_join join, uint32_t *end, bool *broken)
{
	struct word_key key = {0};
	uint32_t next;
	*broken = false;
	*end = off;
	for (off = letter_skip(&reader, off); off < limit; off = letter_skip(&reader, next)) {
		uint32_t c = letter_at(reader.text, off, &next);
		if (letter_is_hyphen(c) && key.n > 0) {
			uint32_t line = letter_line(&reader, next, limit);
			*broken = *broken || line != 0;
			if (line != 0 && join == LETTERS_WHOLE) {
				next = line;
				continue;
			}
			if (line != 0 || c != LETTER_SOFT_HYPHEN) {
				break;
			}
		} else if (c < 0x80 && letter_is_alnum(c)) {
			key_add(&key, letter_small((unsigned char)c));
		} else if (letter_is_word(c) && utf8_is_ideograph(c)) {
			if (key.n == 0) {
				key_add_char(&key, c);
				*end = letter_voiced_end(reader.text, next, limit);
			}
			break;
		} else if (letter_is_word(c)) {
			key_add_char(&key, c);
		} else if (!letter_is_nothing(c)) {
			break;
		}
		*end = next;
	}
	return key;
}

uint32_t letters_next_word(struct reader reader, uint32_t off, uint32_t limit)
{
	uint32_t next;
	off = letter_skip(&reader, off);
	for (int i = 0; off < limit; off = letter_skip(&reader, next)) {
		uint32_t c = letter_at(reader.text, off, &next);
		if (letter_is_word(c)) {
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
	bool ideograph; /* it was an ideograph … */
	uint32_t last; /* … this one */
	bool bracket; /* an editor's bracket is open */
};

/* A run of white space in the text: the form's blank, or nothing between two ideographs. */
static bool compare_space(struct compare *cmp)
{
	uint32_t lines = 0;
	while (cmp->off < cmp->limit) {
		uint32_t next, c = letter_at(cmp->reader.text, cmp->off, &next);
		if (!utf8_is_space(c)) {
			break;
		}
		lines += c == '\n';
		cmp->off = letter_skip(&cmp->reader, next);
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

/* The hyphen of a compound, the one that never breaks a line among them. */
static bool is_compound(uint32_t c)
{
	return c == 0x2011 || (c != LETTER_SOFT_HYPHEN && letter_is_hyphen(c));
}

/* A dash or soft hyphen that ends at next. A hyphen is also the form's blank. */
static bool compare_dash(struct compare *cmp, uint32_t c, uint32_t next)
{
	uint32_t line = cmp->letter ? letter_line(&cmp->reader, next, cmp->limit) : 0;
	bool blank = cmp->form.p[cmp->f] == ' ' && cmp->letter && is_compound(c);
	bool same = cmp->form.p[cmp->f] == '-' || blank;
	if (c == LETTER_SOFT_HYPHEN) {
		cmp->f += same && line != 0;
	} else if (same) {
		cmp->f++;
		cmp->letter = false;
	} else if (line == 0 || !letter_is_hyphen(c)) {
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

/* Whether the form goes on with the word that the last character was part of. */
static bool within_word(const struct compare *cmp)
{
	size_t f = cmp->f;
	return cmp->letter && letter_is_word(utf8_next(cmp->form, &f));
}

/* One character that is not ASCII, or that the fast path did not settle. */
static bool compare_step(struct compare *cmp)
{
	uint32_t next, c = letter_at(cmp->reader.text, cmp->off, &next);
	if (c == UTF8_INVALID) {
		return false;
	}
	if (c == LETTER_SOFT_HYPHEN) {
		return compare_dash(cmp, c, next);
	}
	if ((c == '[' || c == ']') && cmp->form.p[cmp->f] != (char)c && cmp->f > 0 &&
		!within_word(cmp)) {
		cmp->bracket = c == '[';
		cmp->off = next;
		return true;
	}
	char plain = letter_plain(c);
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
	cmp->letter = letter_is_word(c);
	cmp->ideograph = cmp->letter && utf8_is_ideograph(c);
	cmp->last = c;
	return true;
}

/*
 * Whether the text between a match's last letter and what follows is a word boundary. A word
 * that goes on in the next line behind a hyphen goes on, unless a capital makes it a compound.
 */
static bool compare_ends(struct compare *cmp)
{
	uint32_t next = cmp->off;
	if (cmp->off < cmp->limit && cmp->reader.mark >= cmp->reader.nmarks) {
		unsigned char byte = (unsigned char)cmp->reader.text.p[cmp->off];
		if (byte < 0x80 && byte != '-' && byte != '_') {
			return !letter_is_alnum(byte) || cmp->ideograph;
		}
	}
	for (uint32_t off = letter_skip(&cmp->reader, cmp->off); off < cmp->limit;) {
		uint32_t c = letter_at(cmp->reader.text, off, &next);
		if (letter_is_hyphen(c)) {
			uint32_t line = letter_line(&cmp->reader, next, cmp->limit);
			if (line != 0) {
				uint32_t first = letter_at(cmp->reader.text, line, &next);
				return !cmp->letter || !letter_is_word(first) || utf8_is_digit(first) ||
					utf8_is_ideograph(first) ||
					(c != LETTER_SOFT_HYPHEN && utf8_is_upper(first));
			}
		}
		if (c == '_') {
			return off + 1 >= cmp->limit ||
				!letter_is_word(letter_at(cmp->reader.text, off + 1, &next));
		}
		if (!letter_is_nothing(c)) {
			return !letter_is_word(c) ||
				((cmp->ideograph || utf8_is_ideograph(c)) &&
					!(cmp->ideograph && letter_goes_on(cmp->last, c)));
		}
		if (utf8_is_mark(c)) {
			cmp->off = next;
		}
		off = letter_skip(&cmp->reader, next);
	}
	return true;
}

/* Whether the line before off ends with a letter and a hyphen, so that its word may go on here. */
static bool line_goes_on(const struct reader *reader, uint32_t from, uint32_t off)
{
	uint32_t lines = 0, c;
	do {
		c = letter_back(reader, from, &off);
		lines += c == '\n';
	} while (c == ' ' || c == '\t' || c == '\n');
	return lines == 1 && letter_is_hyphen(c) && letter_is_word(letter_before(reader, from, &off));
}

/* O'Brien is one name, d'Abe are two words. */
static bool is_irish(const struct reader *reader, uint32_t from, uint32_t off)
{
	uint32_t c = letter_before(reader, from, &off);
	return c == 'O' && !letter_is_word(letter_before(reader, from, &off));
}

/* Whether a word starts at off, by what stands before it in the paragraph. */
static bool word_starts(const struct reader *reader, uint32_t from, uint32_t off)
{
	const char *p = reader->text.p;
	if (reader->nmarks == 0 && off > from + 1 && p[off - 1] == ' ' && p[off - 2] > ' ') {
		return true;
	}
	uint32_t next, first = letter_at(reader->text, off, &next), at = off;
	uint32_t c = letter_before(reader, from, &at);
	if (letter_is_word(c)) {
		return (utf8_is_ideograph(first) || utf8_is_ideograph(c)) && !letter_goes_on(c, first);
	}
	if (c == LETTER_SOFT_HYPHEN || c == '_') {
		return !letter_is_word(letter_before(reader, from, &at));
	}
	if (c == '\n' || c == ' ' || c == '\t') {
		return utf8_is_upper(first) || !line_goes_on(reader, from, off);
	}
	return !(c != UTF8_INVALID && utf8_is_apostrophe(c) && utf8_is_upper(first) &&
		is_irish(reader, from, at));
}

/* Passes what form and text have in common byte by byte, eight at a time, up to a letter. */
static void compare_run(struct compare *cmp, uint32_t limit)
{
	const char *text = cmp->reader.text.p, *form = cmp->form.p;
	while (cmp->f + 8 <= cmp->form.n && cmp->off + 8 <= limit &&
		memcmp(text + cmp->off, form + cmp->f, 8) == 0) {
		uint32_t n = letter_is_alnum((unsigned char)text[cmp->off + 7]) ? 8 : 7;
		if (n == 7 && !letter_is_alnum((unsigned char)text[cmp->off + 6])) {
			return;
		}
		cmp->off += n;
		cmp->f += n;
		cmp->letter = true;
		cmp->ideograph = false;
	}
}

/* One blank between two words; what is more than that the long way passes. */
static bool compare_blank(struct compare *cmp, uint32_t limit)
{
	const char *text = cmp->reader.text.p;
	if (text[cmp->off] != ' ' || cmp->form.p[cmp->f] != ' ' || cmp->off + 1 >= limit ||
		!letter_is_alnum((unsigned char)text[cmp->off + 1])) {
		return false;
	}
	cmp->off++;
	cmp->f++;
	cmp->letter = false;
	return true;
}

bool letters_match(struct reader reader, struct span folded, uint32_t from, uint32_t off,
	uint32_t limit, uint32_t *end)
{
	struct compare cmp = {.reader = reader, .form = folded, .off = off, .limit = limit};
	uint32_t next = 0;
	while (cmp.f < folded.n) {
		if (cmp.off >= next) {
			cmp.off = letter_shown(&cmp.reader, cmp.off, &next);
			compare_run(&cmp, next < limit ? next : limit);
			if (cmp.f >= folded.n || cmp.off >= next) {
				continue;
			}
		}
		if (cmp.off >= limit) {
			return false;
		}
		unsigned char c = (unsigned char)reader.text.p[cmp.off];
		unsigned char want = (unsigned char)folded.p[cmp.f];
		if (letter_is_alnum(c)) {
			if (want != c && want != letter_small(c)) {
				return false;
			}
			cmp.off++;
			cmp.f++;
			cmp.letter = true;
			cmp.ideograph = false;
		} else if (!compare_blank(&cmp, next < limit ? next : limit) &&
			!compare_step(&cmp)) {
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
