#include "texts/title.h"

#include "base/utf8.h"
#include "texts/front.h"
#include "texts/furniture.h"
#include "texts/textline.h"

#define PARAS_MOST 20 /* looked at, from the top */
#define TOP_BYTES 3000 /* where a line with a date may begin */
#define PROSE_BYTES 1200 /* where a date in running text may end: further down it is history */
#define DATE_BYTES 64 /* that are looked at behind that: one may end there */
#define HEADLINE_COLS 150
#define FIRST_WORDS_COLS 60 /* of a text without a headline */
#define SHORT_COLS 100 /* a sentence up to this long may stand before a headline */
#define CUT_BYTES 4096 /* of a paragraph that are looked at */

static bool has_letters(struct span text)
{
	size_t letters = 0;

	for (size_t off = 0; off < text.n && letters < 2;) {
		uint32_t c = utf8_next(text, &off);

		letters += utf8_is_word(c) && !utf8_is_digit(c);
	}
	return letters >= 2;
}

enum role { ROLE_SKIP, ROLE_HEADLINE, ROLE_SHORT, ROLE_BODY };

/* What one line of text, cleaned of markup, is on a page. */
static enum role role_of(struct span text)
{
	struct textline line = textline_of(text, 0, (uint32_t)text.n);
	uint32_t initial = textline_initial(text, &line);
	char last = text.n == 0 ? '\0' : text.p[text.n - 1];

	if (!has_letters(text) || furniture_is(text)) {
		return ROLE_SKIP;
	}
	if (line.cols > HEADLINE_COLS) {
		return ROLE_BODY;
	}
	if (last == ',' || last == ':' || last == ';' || initial == 0) {
		return ROLE_SKIP;
	}
	if (textline_ends(text, &line) && last != '?' && last != '!') {
		return line.cols <= SHORT_COLS ? ROLE_SHORT : ROLE_BODY;
	}
	return initial < 0x80 && initial >= 'a' ? ROLE_BODY : ROLE_HEADLINE;
}

static bool is_hidden(const struct title_of *of, uint32_t off, uint32_t *mark)
{
	while (*mark < of->nmarks && of->marks[*mark].at.end <= off) {
		(*mark)++;
	}
	for (uint32_t i = *mark; i < of->nmarks && of->marks[i].at.start <= off; i++) {
		if (of->marks[i].kind == MARK_HIDE && range_has(of->marks[i].at, off)) {
			return true;
		}
	}
	return false;
}

/* Appends text[at] on one line, blanks single, without hidden markup. */
static void put_clean(const struct title_of *of, struct range at, struct buf *out)
{
	uint32_t mark = 0;
	bool blank = false;
	size_t start = out->n;

	for (size_t off = at.start; off < at.end;) {
		size_t next = off;
		uint32_t c = 0;

		while (of->nmarks == 0 && next < at.end && (signed char)of->text.p[next] > ' ') {
			next++; /* nothing of it is hidden, and no blank */
		}
		if (next == off) {
			c = utf8_next(of->text, &next);
		}
		if (is_hidden(of, (uint32_t)off, &mark)) {
			off = next;
			continue;
		}
		if (utf8_is_space(c)) {
			blank = out->n > start;
		} else {
			if (blank) {
				buf_putc(out, ' ');
			}
			blank = false;
			buf_add(out, of->text.p + off, next - off);
		}
		off = next;
	}
}

/* Without the signs that plain text has around a heading: **Title**, # Title, == Title ==. */
static struct span trim_signs(struct span text)
{
	while (text.n > 0 && strchr("*#=_ ", text.p[0]) != NULL) {
		text.p++;
		text.n--;
	}
	while (text.n > 0 && strchr("*#=_ ", text.p[text.n - 1]) != NULL) {
		text.n--;
	}
	return text;
}

/* The beginning of a paragraph: as much of it as is looked at. */
static struct range para_top(const struct title_of *of, const struct para *para)
{
	struct range at = para->at;

	if (at.end - at.start > CUT_BYTES) {
		at.end = at.start + CUT_BYTES;
		while (at.end > at.start && ((unsigned char)of->text.p[at.end] & 0xC0) == 0x80) {
			at.end--;
		}
	}
	return at;
}

/* The part of a paragraph that may be a title: its first line where it keeps its lines. */
static struct range title_range(const struct title_of *of, const struct para *para)
{
	struct range at = para_top(of, para);
	uint32_t lf;

	if (para->kind == PARA_LINES) {
		lf = (uint32_t)span_find(of->text, SPAN("\n"), at.start);
		at.end = lf < at.end ? lf : at.end;
	}
	return at;
}

/*
 * Replaces what scratch holds by the cleaned beginning of a paragraph; the span lies in scratch.
 * Where there was no memory once, it stays at that: another paragraph is not to be the title.
 */
static struct span clean_para(const struct title_of *of, uint32_t i, struct buf *scratch)
{
	if (scratch->failed) {
		return SPAN("");
	}
	buf_clear(scratch);
	put_clean(of, title_range(of, &of->paras[i]), scratch);
	return scratch->n == 0 ? SPAN("") : trim_signs(buf_span(scratch));
}

/* Up to 60 columns of text, cut between words (ideographs: anywhere). */
static void put_first_words(struct span text, struct buf *out)
{
	size_t off = 0, cut = 0;
	uint32_t cols = 0;

	while (off < text.n && cols < FIRST_WORDS_COLS) {
		size_t start = off;
		uint32_t c = utf8_next(text, &off);

		if (c == ' ' || utf8_is_ideograph(c)) {
			cut = start;
		}
		cols += textline_cols((struct span){text.p + start, off - start});
	}
	if (off == text.n) {
		cut = off;
	} else if (cut == 0) {
		cut = off;
	}
	buf_add(out, text.p, cut);
	if (cut < text.n) {
		buf_puts(out, "…");
	}
}

static bool has_words(const struct para *para)
{
	return para->kind != PARA_RULE && para->kind != PARA_CODE;
}

static bool may_be_headline(const struct para *para)
{
	return para->kind == PARA_PROSE || para->kind == PARA_HEADING || para->kind == PARA_LINES;
}

/* The first heading of Markdown, of the highest level among the first paragraphs. */
static uint32_t markdown_heading(const struct title_of *of, uint32_t most)
{
	uint32_t best = UINT32_MAX;

	for (uint32_t i = 0; i < most; i++) {
		if (of->paras[i].kind == PARA_HEADING &&
			(best == UINT32_MAX || of->paras[i].level < of->paras[best].level)) {
			best = i;
		}
	}
	return best;
}

/* The first headline; *body gets the first paragraph of prose before it. */
static uint32_t headline(const struct title_of *of, uint32_t most, struct buf *scratch,
	uint32_t *body)
{
	for (uint32_t i = 0; i < most; i++) {
		enum role role = ROLE_SKIP;

		if (may_be_headline(&of->paras[i])) {
			role = role_of(clean_para(of, i, scratch));
		}
		if (role == ROLE_HEADLINE && (*body == UINT32_MAX || i + 1 < of->nparas)) {
			return i;
		}
		if (role != ROLE_SKIP && *body == UINT32_MAX) {
			*body = i;
		}
		if (role == ROLE_BODY) {
			break;
		}
	}
	return UINT32_MAX;
}

/* What a letter says it is about; empty where it says nothing. */
static struct span subject_of(struct span text)
{
	static const char *const labels[] = {
		"subject:", "title:", "re:", "betreff:", "titel:", "objet:", "titre:", "тема:",
		"件名：",
	};
	struct span line;

	while (span_cut(&text, '\n', &line)) {
		line = span_trim(line);
		for (size_t i = 0; i < COUNT_OF(labels); i++) {
			size_t label = span_begins_nocase(line, labels[i]);

			if (label > 0 && label < line.n) {
				return span_trim((struct span){line.p + label, line.n - label});
			}
		}
	}
	return SPAN("");
}

/* The subject that one of the first paragraphs names before the text begins. */
static struct span subject(const struct title_of *of, uint32_t most)
{
	for (uint32_t i = 0; i < most; i++) {
		struct span text = span_in(of->text, para_top(of, &of->paras[i]));
		struct span found = subject_of(text);

		if (found.n > 0) {
			return found;
		}
		if (text.n > HEADLINE_COLS && of->paras[i].kind == PARA_PROSE) {
			break;
		}
	}
	return SPAN("");
}

/* Where nothing is a headline: the first words of the prose, or of whatever has letters. */
static void put_fallback(const struct title_of *of, uint32_t most, uint32_t body,
	struct buf *scratch, struct buf *out)
{
	for (uint32_t i = 0; body == UINT32_MAX && i < most; i++) {
		if (has_words(&of->paras[i]) && has_letters(clean_para(of, i, scratch))) {
			body = i;
		}
	}
	if (body != UINT32_MAX) {
		put_first_words(clean_para(of, body, scratch), out);
	}
}

uint32_t title_find(const struct title_of *of, struct buf *out)
{
	uint32_t most = of->nparas < PARAS_MOST ? of->nparas : PARAS_MOST;
	uint32_t found = UINT32_MAX, body = UINT32_MAX;
	struct span given = of->markdown ? front_value(of->text, SPAN("title")) : SPAN("");
	struct buf scratch = {0};

	if (given.n == 0 && !of->markdown) {
		given = subject(of, most);
	}
	if (given.n > 0) {
		buf_put(out, given);
		return UINT32_MAX;
	}
	if (of->markdown) {
		found = markdown_heading(of, most);
	}
	if (found == UINT32_MAX) {
		found = headline(of, most, &scratch, &body);
	}
	if (found != UINT32_MAX) {
		buf_put(out, clean_para(of, found, &scratch));
	} else {
		put_fallback(of, most, body, &scratch, out);
	}
	out->failed = out->failed || scratch.failed;
	buf_finish(&scratch);
	return found;
}

/* A date in a line of the paragraph that is about it. */
static bool date_of_line(struct span rest, struct doc_date *out)
{
	struct doc_date date;
	struct span line;
	struct range at;

	while (span_cut(&rest, '\n', &line)) {
		size_t label;

		if (!doc_date_find(line, 0, &at, &date)) {
			continue;
		}
		label = span_find(line, SPAN("pdated"), 0);
		line = span_trim(line);
		if (furniture_is_dated(line, out)) {
			return true;
		}
		if (line.n < HEADLINE_COLS && (furniture_is_about_date(line) || label < line.n)) {
			*out = date;
			return true;
		}
	}
	return false;
}

bool title_date(const struct title_of *of, struct doc_date *out)
{
	uint32_t most = of->nparas < PARAS_MOST ? of->nparas : PARAS_MOST;
	struct span front = of->markdown ? front_value(of->text, SPAN("date")) : SPAN("");
	struct range found;

	if (front.n > 0 && (doc_date_find(front, 0, &found, out) || doc_date_parse(front, out))) {
		return true;
	}
	for (uint32_t i = 0; i < most && of->paras[i].at.start < TOP_BYTES; i++) {
		if (date_of_line(span_in(of->text, para_top(of, &of->paras[i])), out)) {
			return true;
		}
	}
	for (uint32_t i = 0; i < most && of->paras[i].at.start < PROSE_BYTES; i++) {
		struct span text = span_in(of->text, para_top(of, &of->paras[i]));
		size_t left = PROSE_BYTES + DATE_BYTES - of->paras[i].at.start;
		struct doc_date date;

		text.n = text.n < left ? text.n : left; /* what is found further down does not count */
		if (doc_date_find(text, 0, &found, &date) && !furniture_is_archive(text) &&
			of->paras[i].at.start + found.end <= PROSE_BYTES) {
			*out = date;
			return true;
		}
	}
	return false;
}
