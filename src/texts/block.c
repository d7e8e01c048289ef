#include "texts/block.h"

#include "base/utf8.h"
#include "texts/heading.h"

#define INDENTED 2 /* columns more than ordinary from which on a line is indented */
#define ONE_LINER 60 /* columns from which on one indented line is a paragraph, not a line */
#define FIELDS_MOST 16 /* lines of a block of `Field: value` */

static void emit(struct blocks *p, enum para_kind kind, uint32_t a, uint32_t b, uint32_t level)
{
	struct range at = {p->lines[a].first, p->lines[b - 1].end};

	if (kind == PARA_LINES) {
		at.start = p->lines[a].start;
	}
	para_add(p->paras, kind, at, level, 0);
}

uint32_t block_end(const struct blocks *p, uint32_t i)
{
	uint32_t most = p->n - i < LINEWINDOW_BLOCK ? p->n : i + LINEWINDOW_BLOCK;

	while (i < most && !textline_is_blank(&p->lines[i])) {
		i++;
	}
	return i;
}

uint32_t block_next(const struct blocks *p, uint32_t i)
{
	while (i < p->n && textline_is_blank(&p->lines[i])) {
		i++;
	}
	return i;
}

bool block_may_speak(const struct blocks *p, uint32_t i)
{
	return i == 0 || textline_is_blank(&p->lines[i - 1]) ||
		textline_ends(p->text, &p->lines[i - 1]);
}

static bool is_speaker(const struct blocks *p, uint32_t i)
{
	struct range label;

	return !p->fields && p->speech.n > 0 && block_may_name(p, i) && block_may_speak(p, i) &&
		speech_at(&p->speech, p->text, textline_range(&p->lines[i]), &label);
}

/* Whether sign goes on with one of the open lists. */
static bool is_sibling(const struct blocks *p, const struct textline_sign *sign)
{
	for (uint32_t d = 0; d < p->depth; d++) {
		if (textline_sign_follows(&p->levels[d].sign, sign)) {
			return true;
		}
	}
	return false;
}

/* Whether line i, which is not the first of its block, begins a list item. */
static bool is_inner_item(const struct blocks *p, uint32_t i, uint32_t b)
{
	const struct textline *line = &p->lines[i];
	struct textline_sign sign = textline_sign(p->text, line), next;

	if (sign.kind == SIGN_NONE) {
		return false;
	}
	if (is_sibling(p, &sign)) {
		return true;
	}
	if (textline_ends(p->text, line - 1) || line->indent > line[-1].indent + 1) {
		return sign.kind == SIGN_BULLET || sign.value == 1 || sign.roman == 1;
	}
	if (i + 1 == b || shape_is_forced(line - 1, p->shape.width)) {
		return false;
	}
	next = textline_sign(p->text, line + 1);
	return textline_sign_follows(&sign, &next);
}

/* A dash before what somebody says, in Russian and in French. */
static bool is_dialogue(const struct blocks *p, uint32_t i)
{
	struct span rest = span_in(p->text, textline_range(&p->lines[i]));

	return block_may_speak(p, i) && (span_starts(rest, SPAN("— ")) || span_starts(rest, SPAN("― ")));
}

/* A line of capitals over prose, without a blank line between. */
static bool is_tight_heading(const struct blocks *p, uint32_t i, uint32_t b)
{
	return b - i > 2 && block_may_speak(p, i) && heading_is_capitals(p->text, &p->lines[i]) &&
		!heading_is_capitals(p->text, &p->lines[i + 1]);
}

/* Whether line i begins something of its own in the midst of a block. */
static bool begins_piece(const struct blocks *p, uint32_t i, uint32_t b)
{
	const struct textline *line = &p->lines[i];

	if (line->word && (i + 1 == b || line[1].word)) {
		/* The quick way past what begins with a sign, or has a rule below it: most lines. */
		return textline_ends(p->text, line - 1) &&
			(is_speaker(p, i) || is_tight_heading(p, i, b));
	}
	return textline_rule(p->text, line) != 0 || heading_is_underlined(p->text, line, b - i) ||
		heading_starred(p->text, line, b - i) > 0 || is_inner_item(p, i, b) ||
		is_speaker(p, i) || is_dialogue(p, i) || is_tight_heading(p, i, b);
}

static void list_open(struct blocks *p, const struct textline *line,
	const struct textline_sign *sign)
{
	while (p->depth > 0 && p->levels[p->depth - 1].indent > line->indent) {
		p->depth--;
	}
	if (p->depth == 0 || (p->depth < BLOCK_DEPTH &&
			p->levels[p->depth - 1].indent + 1 < line->indent)) {
		p->depth++;
	}
	p->levels[p->depth - 1] = (struct block_level){line->indent, *sign};
}

/* A line that is short by far. */
static bool is_short(const struct blocks *p, const struct textline *line)
{
	return line->indent + line->cols < p->shape.width / 5 * 3;
}

/* Whether line i goes on with the item that begins on line a. */
static bool item_goes_on(const struct blocks *p, uint32_t a, uint32_t i)
{
	const struct textline *line = &p->lines[i], *before = line - 1;

	return line->indent > p->lines[a].indent || shape_runs_on(p->text, before) ||
		shape_is_forced(before, p->shape.width) ||
		!(textline_ends(p->text, before) || is_short(p, before));
}

static uint32_t put_item(struct blocks *p, uint32_t a, uint32_t b, const struct textline_sign *sign)
{
	uint32_t end = a + 1;

	list_open(p, &p->lines[a], sign);
	while (end < b && !begins_piece(p, end, b) && item_goes_on(p, a, end)) {
		end++;
	}
	para_add(p->paras, PARA_ITEM, (struct range){p->lines[a].first, p->lines[end - 1].end},
		p->depth, sign->cols);
	return end;
}

/* Whether text, not more short lines, follows the block that ends before line i. */
static bool text_follows(const struct blocks *p, uint32_t i)
{
	for (uint32_t blocks = 0; blocks < 3; blocks++) {
		uint32_t a = block_next(p, i), b = block_end(p, a);

		if (a == p->n) {
			return false;
		}
		if (b - a > 1 || p->lines[a].cols >= ONE_LINER ||
			textline_ends(p->text, &p->lines[a])) {
			return true;
		}
		i = b;
	}
	return false;
}

/* Level of the heading that the block [a, b) of one line is; 0 where it is none. */
static uint32_t lone_heading(const struct blocks *p, uint32_t a)
{
	uint32_t level = heading_level(p->text, &p->lines[a]), next = block_next(p, a + 1);
	struct textline_sign sign = textline_sign(p->text, &p->lines[a]), follows;

	if (level == 0 || !text_follows(p, a + 1)) {
		return 0;
	}
	if (sign.kind == SIGN_NONE) {
		return level;
	}
	if (next < p->n) {
		follows = textline_sign(p->text, &p->lines[next]);
		if (textline_sign_follows(&sign, &follows)) {
			return 0;
		}
	}
	return is_sibling(p, &sign) || sign.kind == SIGN_BULLET ? 0 : level;
}

/* A line that names the author under a title. */
static bool is_byline(const struct blocks *p, uint32_t i)
{
	struct span rest = span_in(p->text, textline_range(&p->lines[i]));

	return rest.n > 3 && span_begins_nocase(rest, "by ") > 0;
}

/* Whether the two or three lines are one heading that was wrapped. */
static bool is_wrapped_heading(const struct blocks *p, uint32_t a, uint32_t b)
{
	uint32_t capitals = 0, on = 0;

	if (b - a > 3 || textline_ends(p->text, &p->lines[b - 1]) || !text_follows(p, b)) {
		return false;
	}
	for (uint32_t i = a; i < b; i++) {
		bool runs_on = i > a && shape_runs_on(p->text, &p->lines[i - 1]);

		if ((!runs_on && !heading_is_title_case(p->text, &p->lines[i])) ||
			is_byline(p, i)) {
			return false;
		}
		on += runs_on;
		capitals += heading_is_capitals(p->text, &p->lines[i]);
	}
	return capitals == b - a || on > 0;
}

static uint32_t least_indent(const struct blocks *p, uint32_t a, uint32_t b)
{
	uint32_t least = p->lines[a].indent;

	for (uint32_t i = a + 1; i < b; i++) {
		least = p->lines[i].indent < least ? p->lines[i].indent : least;
	}
	return least;
}

/* The first line of [a, b) is flush and most others are not: entries of a bibliography. */
static bool is_hanging(const struct blocks *p, uint32_t a, uint32_t b, uint32_t base)
{
	uint32_t indented = 0;

	for (uint32_t i = a; i < b; i++) {
		indented += p->lines[i].indent > base;
	}
	return p->lines[a].indent == base && indented * 2 >= b - a;
}

/* Whether line i of wrapped prose begins a paragraph. */
static bool begins_paragraph(const struct blocks *p, uint32_t i, uint32_t base, bool hanging)
{
	const struct textline *line = &p->lines[i], *before = line - 1;
	bool ends = textline_ends(p->text, before);
	uint32_t width = p->shape.width;

	if (hanging) {
		return line->indent == base;
	}
	if (line->indent > base && before->indent < line->indent &&
		(ends || !shape_is_forced(before, width))) {
		return true;
	}
	return ends && is_short(p, before) && !shape_runs_on(p->text, before);
}

static void put_prose(struct blocks *p, uint32_t a, uint32_t b)
{
	uint32_t base = least_indent(p, a, b), start = a;
	bool hanging = is_hanging(p, a, b, base);

	for (uint32_t i = a + 1; i < b; i++) {
		if (begins_paragraph(p, i, base, hanging)) {
			emit(p, PARA_PROSE, start, i, 0);
			start = i;
		}
	}
	emit(p, PARA_PROSE, start, b, 0);
}

static bool has_long_line(const struct blocks *p, uint32_t a, uint32_t b)
{
	for (uint32_t i = a; i < b; i++) {
		if (p->lines[i].cols >= SHAPE_LONG) {
			return true;
		}
	}
	return false;
}

/* Two and more lines without signs of their own. */
static void put_lines(struct blocks *p, uint32_t a, uint32_t b)
{
	if (is_wrapped_heading(p, a, b)) {
		emit(p, PARA_HEADING, a, b, 2);
	} else if (is_tight_heading(p, a, b) &&
		shape_is_prose(p->text, p->lines + a + 1, b - a - 1, &p->shape)) {
		emit(p, PARA_HEADING, a, a + 1, 2);
		put_prose(p, a + 1, b);
	} else if (shape_is_prose(p->text, p->lines + a, b - a, &p->shape)) {
		put_prose(p, a, b);
	} else if (has_long_line(p, a, b)) {
		for (uint32_t i = a; i < b; i++) {
			emit(p, PARA_PROSE, i, i + 1, 0);
		}
	} else {
		emit(p, PARA_LINES, a, b, 0);
	}
}

/* The lines [a, b) hold no list sign and no rule. alone: they are a whole block. */
static void put_run(struct blocks *p, uint32_t a, uint32_t b, bool alone)
{
	uint32_t indent = least_indent(p, a, b), level;
	bool goes_on = p->depth > 0 && indent >= p->levels[p->depth - 1].indent + INDENTED;

	if (!goes_on) {
		p->depth = 0;
	}
	if (shape_is_table(p->text, p->lines + a, b - a)) {
		emit(p, PARA_LINES, a, b, 0);
		return;
	}
	if (b - a == 1) {
		level = alone && !goes_on ? lone_heading(p, a) : 0;
		if (level > 0) {
			emit(p, PARA_HEADING, a, b, level);
			return;
		}
		emit(p, goes_on || indent < p->shape.indent + INDENTED ||
				p->lines[a].cols >= ONE_LINER ? PARA_PROSE : PARA_LINES, a, b, 0);
		return;
	}
	if (!goes_on && indent >= p->shape.indent + INDENTED && !has_long_line(p, a, b)) {
		emit(p, PARA_LINES, a, b, 0);
		return;
	}
	put_lines(p, a, b);
}

/* Puts what begins on line a of the block up to b; returns the line behind it. */
static uint32_t put_piece(struct blocks *p, uint32_t a, uint32_t b, bool first)
{
	struct textline_sign sign;
	uint32_t end;

	if (textline_rule(p->text, &p->lines[a]) != 0) {
		emit(p, PARA_RULE, a, a + 1, 0);
		return a + 1;
	}
	if (heading_is_underlined(p->text, &p->lines[a], b - a)) {
		emit(p, PARA_HEADING, a, a + 1,
			textline_rule(p->text, &p->lines[a + 1]) == '=' ? 1 : 2);
		return a + 1;
	}
	end = a + heading_starred(p->text, &p->lines[a], b - a);
	if (end > a) {
		emit(p, PARA_HEADING, a, end, 2);
		return end;
	}
	sign = textline_sign(p->text, &p->lines[a]);
	if (sign.kind != SIGN_NONE && (first || is_inner_item(p, a, b)) &&
		!(first && a + 1 == b && lone_heading(p, a) > 0)) {
		return put_item(p, a, b, &sign);
	}
	for (end = a + 1; end < b && !begins_piece(p, end, b); end++) {
	}
	put_run(p, a, end, first && end == b);
	return end;
}

/* Whether each line of the block begins with a label and all are different: `From: … To: …`. */
static bool is_fields(const struct blocks *p, uint32_t a, uint32_t b)
{
	struct span names[FIELDS_MOST];

	if (b - a < 3 || b - a > FIELDS_MOST) {
		return false;
	}
	for (uint32_t i = a; i < b; i++) {
		struct range label;

		if (p->lines[i].cols > ONE_LINER || !block_may_name(p, i) ||
			!speech_label(p->text, textline_range(&p->lines[i]), &label)) {
			return false;
		}
		names[i - a] = span_in(p->text, label);
		for (uint32_t j = a; j < i; j++) {
			if (span_eq(names[j - a], names[i - a])) {
				return false;
			}
		}
	}
	return true;
}

void block_put(struct blocks *p, uint32_t a, uint32_t b)
{
	bool first = true;

	p->fields = is_fields(p, a, b);
	while (a < b) {
		a = put_piece(p, a, b, first);
		first = false;
	}
}
