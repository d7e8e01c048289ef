#include "texts/sentence.h"

#include "base/utf8.h"

/* Abbreviations that stand before what they belong to: never the end of a sentence. */
static const char *const before_names[] = {"mr", "mrs", "ms", "messrs", "dr", "prof", "gen", "col",
	"capt", "cpt", "lt", "sgt", "maj", "adm", "sen", "rep", "gov", "pres", "rev", "hon", "amb",
	"st", "mt", "ft", "vs", "cf", "viz", "ca", "approx", "mme", "mlle", "hr", "fr", "bzw", "vgl",
	"e.g", "i.e", "z.b", "d.h", "см", "ст", "гг", "ул", "им"};

/* Abbreviations that stand before a number; else they end a sentence like any word. */
static const char *const before_numbers[] = {"no", "nos", "nr", "art", "arts", "sec", "ch", "chap",
	"vol", "vols", "fig", "figs", "p", "pp", "para", "paras", "ed", "v", "c", "jan", "feb", "mar",
	"apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "№"};

static bool is_listed(struct span word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (span_eq_nocase(word, span_of(list[i]))) {
			return true;
		}
	}
	return false;
}

/* Full stops of scripts without blanks between sentences. */
static bool is_wide_stop(uint32_t c)
{
	return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF61;
}

static bool is_stop(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x0964 || c == 0x061F ||
		c == 0x06D4 || is_wide_stop(c);
}

/* Quotes and brackets; which of them open and which close is told by where they stand. */
static bool is_bracket(uint32_t c)
{
	return c == '"' || c == '(' || c == ')' || c == '[' || c == ']' || c == 0xAB || c == 0xBB ||
		(c >= 0x201C && c <= 0x201F) || (c >= 0x2039 && c <= 0x203A) ||
		(c >= 0x3008 && c <= 0x3011) || c == 0xFF08 || c == 0xFF09 || c == '*' || c == '_' ||
		utf8_is_apostrophe(c);
}

/* Brackets that can only open. */
static bool is_opening(uint32_t c)
{
	return c == '(' || c == '[' || (c >= 0x3008 && c <= 0x3010 && c % 2 == 0) || c == 0xFF08;
}

/* The character at off, 0 at the end. */
static uint32_t at_off(struct span text, size_t off)
{
	return off < text.n ? utf8_next(text, &off) : 0;
}

/* Small letters of the scripts that have them: Latin, Greek, Cyrillic, Armenian. */
static bool is_small(uint32_t c)
{
	return (c < 0x590 || (c >= 0x1E00 && c < 0x2000)) && utf8_is_word(c) && !utf8_is_upper(c) &&
		!utf8_is_digit(c);
}

/* The word before a full stop at `stop`, with the full stops inside it: "Mr", "U.S", "1956". */
static struct span word_before(struct span text, size_t start, size_t stop)
{
	size_t from = stop;

	while (from > start) {
		size_t off = from;
		uint32_t c = utf8_prev(text, &off);

		if (!utf8_is_word(c) && c != '.') {
			break;
		}
		from = off;
	}
	return (struct span){text.p + from, stop - from};
}

static bool is_one_letter(struct span word)
{
	size_t off = 0;

	return word.n > 0 && !utf8_is_digit(utf8_next(word, &off)) && off == word.n;
}

static bool is_number(struct span word)
{
	size_t off = 0;

	while (off < word.n) {
		if (!utf8_is_digit(utf8_next(word, &off))) {
			return false;
		}
	}
	return word.n > 0;
}

/* Whether the full stop at `stop` belongs to its word: an abbreviation, an initial, a number. */
static bool is_abbreviation(struct span text, size_t start, size_t stop, uint32_t next)
{
	struct span word = word_before(text, start, stop);
	size_t last = word.n;

	if (word.n == 0 || is_listed(word, before_names, COUNT_OF(before_names))) {
		return word.n > 0;
	}
	if (is_listed(word, before_numbers, COUNT_OF(before_numbers))) {
		return utf8_is_digit(next) || is_one_letter(word);
	}
	if (is_number(word)) { /* "1. The first point" */
		return word.p == text.p + start;
	}
	if (is_one_letter(word)) {
		return true;
	}
	return memchr(word.p, '.', word.n) != NULL && utf8_is_upper(utf8_prev(word, &last));
}

/* Past what closes behind a stop: further stops, quotes, brackets. */
static size_t past_closers(struct span text, size_t off)
{
	while (off < text.n) {
		size_t next = off;
		uint32_t c = utf8_next(text, &next);

		if (!is_stop(c) && (!is_bracket(c) || is_opening(c))) {
			break;
		}
		off = next;
	}
	return off;
}

/* Past white space and what opens, from the end of a sentence to the first character of the next. */
static uint32_t first_of_next(struct span text, size_t off)
{
	while (off < text.n) {
		uint32_t c = utf8_next(text, &off);

		if (!utf8_is_space(c) && !is_bracket(c) && !utf8_is_dash(c)) {
			return c;
		}
	}
	return 0;
}

/* Whether a sentence that starts at `start` ends with the stop c at [stop, *end); *end is moved. */
static bool ends_here(struct span text, size_t start, size_t stop, uint32_t c, size_t *end)
{
	size_t after = past_closers(text, *end);
	bool plain = c == '.' && after == *end;
	uint32_t next;

	*end = after;
	if (is_wide_stop(c) || after == text.n) {
		return true;
	}
	if (!utf8_is_space(at_off(text, after))) {
		return false;
	}
	next = first_of_next(text, after);
	return !is_small(next) && !(plain && is_abbreviation(text, start, stop, next));
}

/* End of the sentence that starts at `start` of a paragraph's text. */
static size_t sentence_end(struct span text, size_t start, const struct para *para)
{
	size_t off = start;

	if (para->kind == PARA_HEADING) {
		return text.n;
	}
	while (off < text.n) {
		size_t at = off;
		uint32_t c = utf8_next(text, &off);

		if (para_keeps_lines(para->kind) && c == '\n') {
			return at;
		}
		if (is_stop(c) && ends_here(text, start, at, c, &off)) {
			return off;
		}
	}
	return text.n;
}

static size_t past_space(struct span text, size_t off)
{
	while (off < text.n) {
		size_t next = off;

		if (!utf8_is_space(utf8_next(text, &next))) {
			break;
		}
		off = next;
	}
	return off;
}

/* The sentence of a paragraph that starts at or behind `from`; false behind the last one. */
static bool next_in(const struct doc *doc, const struct para *para, uint32_t from,
	struct range *out)
{
	struct span text = span_in(doc->text, para->at);
	size_t start = past_space(text, from - para->at.start), end;

	if (start >= text.n) {
		return false;
	}
	end = sentence_end(text, start, para);
	while (end > start && strchr(" \t\n", text.p[end - 1]) != NULL) {
		end--;
	}
	*out = (struct range){para->at.start + (uint32_t)start, para->at.start + (uint32_t)end};
	return true;
}

struct range sentence_from(const struct doc *doc, uint32_t off)
{
	uint32_t end = (uint32_t)doc->text.n;

	for (uint32_t i = doc->nparas == 0 ? 0 : doc_para_at(doc, off); i < doc->nparas; i++) {
		struct range at = {doc->paras[i].at.start, doc->paras[i].at.start};

		while (next_in(doc, &doc->paras[i], at.end, &at)) {
			if (at.end > off) {
				return at;
			}
		}
	}
	return (struct range){end, end};
}

struct range sentence_before(const struct doc *doc, uint32_t off)
{
	struct range found = {0, 0};
	uint32_t i = doc->nparas == 0 ? 0 : doc_para_at(doc, off) + 1;

	while (i-- > 0 && found.end == 0) {
		struct range at = {doc->paras[i].at.start, doc->paras[i].at.start};

		while (next_in(doc, &doc->paras[i], at.end, &at) && at.start < off) {
			found = at;
		}
	}
	return found;
}
