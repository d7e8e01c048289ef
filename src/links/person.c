#include "links/person.h"

#include "base/utf8.h"
#include "links/pet_name.h"

#define NAME_MOST 256

/* Cuts the next word off the front of *rest; "H.W." gives "H." first. */
static bool word_cut(struct span *rest, struct span *word)
{
	*rest = span_trim(*rest);
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t' && rest->p[n] != '\n') {
		n++;
		if (rest->p[n - 1] == '.') {
			break;
		}
	}
	*word = (struct span){rest->p, n};
	*rest = (struct span){rest->p + n, rest->n - n};
	return n > 0;
}

static struct span without_stop(struct span word)
{
	while (word.n > 0 && (word.p[word.n - 1] == '.' || word.p[word.n - 1] == ',')) {
		word.n--;
	}
	return word;
}

static bool has_capital(struct span word)
{
	size_t off = 0;
	return word.n > 0 && utf8_is_upper(utf8_next(word, &off));
}

static void words_add(struct person *person, struct span text)
{
	struct span word;
	while (person->n < PERSON_WORDS && word_cut(&text, &word)) {
		person->words[person->n++] = word;
	}
}

/* Leaves the first n words out. */
static void words_drop(struct person *person, uint32_t n)
{
	/* A few words; and in glibc memmove with a check is memcpy with one, which valgrind reports. */
	for (uint32_t i = n; n > 0 && i < person->n; i++) {
		person->words[i - n] = person->words[i];
	}
	person->n -= n;
	person->bare = person->bare && n == 0;
}

/* "Louis XVIII": a ruler's number is no surname. */
static bool is_roman(struct span word)
{
	for (size_t i = 0; i < word.n; i++) {
		if (strchr("IVXLCM", word.p[i]) == NULL) {
			return false;
		}
	}
	return word.n > 0;
}

/* "Louis XVIII", "Friedrich Wilhelm III." */
static bool is_ruler(const struct lexicon *lexicon, const struct person *person)
{
	uint32_t n = person->n;
	return (n == 2 || (n == 3 && (lexicon_find(lexicon, person->words[1]).flags &
		(LEX_MAN | LEX_WOMAN)) != 0)) && is_roman(without_stop(person->words[n - 1]));
}

/* Titles in front, and suffixes behind, are no names; one word stays in any case. */
static void titles_drop(const struct lexicon *lexicon, struct person *person)
{
	uint32_t n = 0;
	while (n + 1 < person->n) {
		struct lexeme lexeme = lexicon_find(lexicon, without_stop(person->words[n]));
		if ((lexeme.flags & LEX_TITLE) == 0) {
			break;
		}
		person->gender |= lexeme.flags & (LEX_MAN | LEX_WOMAN);
		n++;
	}
	words_drop(person, n);
	person->married = person->gender == LEX_WOMAN && person->n > 1 &&
		(lexicon_find(lexicon, person->words[0]).flags & LEX_MAN) != 0;
	while (person->n > 1 && !is_ruler(lexicon, person)) {
		struct span last = without_stop(person->words[person->n - 1]);
		if ((lexicon_find(lexicon, last).flags & LEX_SUFFIX) == 0) {
			break;
		}
		person->n--;
		person->bare = false;
	}
}

/* Everything before a bracket; *inside gets what stands in it. */
static struct span before_bracket(struct span name, struct span *inside)
{
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '(' || name.p[i] == '[') {
			size_t end = i + 1;
			while (end < name.n && name.p[end] != ')' && name.p[end] != ']') {
				end++;
			}
			*inside = (struct span){name.p + i + 1, end - i - 1};
			return span_trim((struct span){name.p, i});
		}
	}
	return name;
}

static bool is_particle(const struct lexicon *lexicon, struct span word)
{
	return (lexicon_find(lexicon, word).flags & LEX_PARTICLE) != 0;
}

/* "Surname, Given": the parts change places. Particles may stand at the end of either. */
static void parse_comma(const struct lexicon *lexicon, struct span surname, struct span given,
	struct person *person)
{
	words_add(person, given);
	uint32_t ngiven = person->n;
	while (ngiven > 0 && is_particle(lexicon, person->words[ngiven - 1])) {
		ngiven--;
	}
	person->particle = ngiven;
	words_add(person, surname);
	person->surname = person->particle;
	while (person->surname + 1 < person->n &&
		is_particle(lexicon, person->words[person->surname])) {
		person->surname++;
	}
}

/* "Given Surname", titles and suffixes dropped. */
static void parse_order(const struct lexicon *lexicon, struct span name, struct person *person)
{
	words_add(person, name);
	if (!is_ruler(lexicon, person)) {
		titles_drop(lexicon, person);
	}
	person->surname = person->n == 0 ? 0 : person->n - 1;
	person->particle = person->surname;
	while (person->particle > 0 &&
		is_particle(lexicon, person->words[person->particle - 1]) &&
		(person->particle > 1 || !has_capital(person->words[0]))) {
		person->particle--;
	}
	/* "Frédéric de La Tour du Pin": of several particles the first one begins the surname. */
	for (uint32_t i = 1; i + 1 < person->particle; i++) {
		if (is_particle(lexicon, person->words[i]) && !has_capital(person->words[i])) {
			person->particle = i;
			person->surname = i + 1;
			return;
		}
	}
}

/* The parts of a name between its commas. */
struct parts {
	struct span first, given;
	bool more; /* there are others than the first */
};

static bool is_one_word(struct span text)
{
	return memchr(text.p, ' ', text.n) == NULL;
}

/* Keeps a title of nobility; one without a name of its own is that of the first part. */
static void style_add(struct person *person, struct style style, struct span first)
{
	if (style.name.n == 0) {
		style.name = first;
	}
	if (style.rank > 0 && style.rank < STYLE_SOVEREIGN && person->nstyles < PERSON_STYLES &&
		has_capital(style.name)) {
		person->styles[person->nstyles++] = style;
	}
}

/* Whether a text begins with a given name: "Herbert von" of "Bismarck, Graf Herbert von". */
static bool is_given(const struct lexicon *lexicon, struct span text)
{
	struct span word;
	return word_cut(&text, &word) &&
		(lexicon_find(lexicon, word).flags & (LEX_MAN | LEX_WOMAN)) != 0;
}

/* A part behind a comma: given names, "Sir Robert", "1st Duke of Wellington", "Jr.", dates. */
static void part_read(const struct lexicon *lexicon, struct span part, struct parts *parts,
	struct person *person)
{
	struct style style;
	bool suffix = (lexicon_find(lexicon, without_stop(part)).flags & LEX_SUFFIX) != 0;
	parts->more = parts->more || part.n > 0;
	if (part.n == 0 || suffix) {
		return;
	}
	if (style_read(lexicon, part, &style)) {
		person->gender |= style.gender;
		if (!style.seat && style.name.n > 0 && parts->given.n == 0 &&
			is_one_word(parts->first) &&
			(style.rank <= 1 || is_given(lexicon, style.name))) {
			parts->given = style.name;
		} else {
			style_add(person, style, parts->first);
		}
	} else if (parts->given.n == 0 && (part.p[0] < '0' || part.p[0] > '9')) {
		parts->given = part;
	}
}

static bool has_small(struct span text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] >= 'a' && text.p[i] <= 'z') {
			return true;
		}
	}
	return false;
}

static struct parts parts_read(const struct lexicon *lexicon, struct span name,
	struct person *person)
{
	struct parts parts = {.first = name};
	struct span inside = {0}, rest = before_bracket(span_trim(name), &inside), part;
	span_cut(&rest, ',', &parts.first);
	parts.first = span_trim(parts.first);
	parts.more = inside.p != NULL;
	while (rest.p != NULL && span_cut(&rest, ',', &part)) {
		part_read(lexicon, span_trim(part), &parts, person);
	}
	/* "METTERNICH (Klemens, prince de)": registers of French editions. */
	bool names = parts.given.n == 0 && has_capital(inside) &&
		(is_one_word(parts.first) || !has_small(parts.first));
	while (names && inside.p != NULL && span_cut(&inside, ',', &part)) {
		part_read(lexicon, span_trim(part), &parts, person);
	}
	return parts;
}

/* "Duke of Wellington" alone: all that it tells is the style. */
static bool is_style(const struct lexicon *lexicon, struct span name, struct person *person)
{
	struct style style;
	bool peer = style_read(lexicon, name, &style) && style.seat && style.rank > 0 &&
		style.rank < STYLE_SOVEREIGN && span_find(name, SPAN(" of "), 0) < name.n;
	if (peer) {
		person->gender = style.gender;
		style_add(person, style, name);
	}
	return peer;
}

void person_parse(const struct lexicon *lexicon, struct span name, struct person *out)
{
	struct person person = {.n = 0};
	struct parts parts = parts_read(lexicon, name, &person);
	person.bare = !parts.more;
	if (parts.given.n > 0) {
		parse_comma(lexicon, parts.first, parts.given, &person);
	} else if (!is_style(lexicon, parts.first, &person)) {
		parse_order(lexicon, parts.first, &person);
	}
	person.ruler = parts.given.n == 0 && is_ruler(lexicon, &person);
	person.nruler = person.ruler ? person.n : 0;
	if (person.n > 0 && (person.surname >= person.n || person.ruler ||
		!has_capital(person.words[person.surname]) ||
		person_is_initial(person.words[person.surname]))) {
		person.n = 0;
	}
	*out = person;
}

void person_surname(const struct person *person, bool particles, struct buf *out)
{
	uint32_t first = particles ? person->particle : person->surname;
	for (uint32_t i = first; i < person->n; i++) {
		if (i > first) {
			buf_putc(out, ' ');
		}
		buf_put(out, person->words[i]);
	}
}

/* Folds a word without its full stop; its length. */
static size_t fold(struct span word, uint32_t out[NAME_MOST])
{
	size_t n = 0;
	word = without_stop(word);
	for (size_t off = 0; off < word.n && n + UTF8_FOLD_MAX < NAME_MOST;) {
		uint32_t c = utf8_next(word, &off);
		n += c == UTF8_INVALID ? 0 : utf8_fold(c, false, out + n);
	}
	return n;
}

/* Whether all of a word is ASCII. */
static bool is_ascii(struct span word)
{
	unsigned char all = 0;
	for (size_t i = 0; i < word.n; i++) {
		all |= (unsigned char)word.p[i];
	}
	return all < 0x80;
}

enum begins { BEGINS_ANYHOW, BEGINS_LATIN, BEGINS_OTHER };

/*
 * How a word begins: an ASCII letter or digit is the same only as itself, or as a character that
 * folds to it, which none of Cyrillic to Arabic, and no ideograph, does.
 */
static enum begins begins_of(struct span word)
{
	unsigned char c = word.n == 0 ? 0 : (unsigned char)word.p[0];
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') ? BEGINS_LATIN :
		(c >= 0xD0 && c <= 0xDF) || (c >= 0xE4 && c <= 0xE9) ? BEGINS_OTHER :
		BEGINS_ANYHOW;
}

/* A word's characters, folded one by one as they are asked for. */
struct folding {
	struct span word;
	size_t off;
	uint32_t chars[UTF8_FOLD_MAX];
	size_t n, at;
};

/* The next one; UTF8_INVALID behind the last. */
static uint32_t folding_next(struct folding *folding)
{
	while (folding->at == folding->n) {
		if (folding->off >= folding->word.n) {
			return UTF8_INVALID;
		}
		uint32_t c = utf8_next(folding->word, &folding->off);
		folding->n = c == UTF8_INVALID ? 0 : utf8_fold(c, false, folding->chars);
		folding->at = 0;
	}
	return folding->chars[folding->at++];
}

bool person_same_word(struct span a, struct span b)
{
	enum begins x_begins = begins_of(a), y_begins = begins_of(b);
	if (x_begins + y_begins == BEGINS_LATIN + BEGINS_OTHER || (x_begins == BEGINS_LATIN &&
		y_begins == BEGINS_LATIN && ((a.p[0] ^ b.p[0]) & ~0x20) != 0)) {
		return false;
	}
	if (is_ascii(a) && is_ascii(b)) {
		return span_eq_nocase(without_stop(a), without_stop(b));
	}
	struct folding x = {.word = without_stop(a)}, y = {.word = without_stop(b)};
	uint32_t c;
	do {
		c = folding_next(&x);
		if (c != folding_next(&y)) {
			return false;
		}
	} while (c != UTF8_INVALID);
	return true;
}

bool person_is_initial(struct span word)
{
	bool stop = word.n > 0 && word.p[word.n - 1] == '.';
	uint32_t folded[NAME_MOST];
	size_t n = fold(word, folded);
	return has_capital(word) && (n == 1 || (n == 2 && stop));
}

static bool word_fits(struct span listed, struct span given)
{
	if (pet_name_fits(listed, given)) {
		return true;
	}
	if (!person_is_initial(given) && !person_is_initial(listed)) {
		return person_same_word(listed, given);
	}
	uint32_t x[NAME_MOST], y[NAME_MOST];
	size_t nx = fold(listed, x), ny = fold(given, y), n = nx < ny ? nx : ny;
	return n > 0 && memcmp(x, y, n * sizeof(*x)) == 0;
}

enum person_order person_order(const struct lexicon *lexicon, const struct person *person)
{
	if (person->n < 2 || !person->bare) {
		return PERSON_GIVEN;
	}
	uint32_t flags = lexicon_find(lexicon, person->words[0]).flags;
	if ((flags & LEX_FAMILY) != 0) {
		return PERSON_FAMILY;
	}
	bool perhaps = person->n == 2 && (flags & (LEX_MAN | LEX_WOMAN)) == 0 &&
		lexicon_is_given(person->words[1]) && !lexicon_is_given(person->words[0]);
	return perhaps ? PERSON_PERHAPS : PERSON_GIVEN;
}

int person_fits(const struct person *person, const struct span *given, uint32_t n)
{
	uint32_t names = person->particle;
	for (uint32_t i = 0; i < n && i < names; i++) {
		if (!word_fits(person->words[i], given[i])) {
			return 0;
		}
	}
	for (uint32_t i = names; i < n; i++) {
		if (!person_is_initial(given[i]) || names == 0) {
			return 0;
		}
	}
	for (uint32_t i = 0; i < n && i < names; i++) {
		if (pet_name_fits(person->words[i], given[i]) && !pet_name_is_cut(given[i])) {
			return 2;
		}
	}
	return n > names ? 2 : 3;
}
