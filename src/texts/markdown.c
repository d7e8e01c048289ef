#include "texts/markdown.h"

#include "texts/front.h"
#include "texts/inline.h"
#include "texts/textline.h"
#include "texts/speech.h"

#define DEPTH_MOST 9
#define CODE_INDENT 4 /* columns that make code */
#define FENCE_LEAST 3
#define QUOTES_MOST 9

/* A line without the > of its quotation. */
struct row {
	uint32_t index; /* of the line */
	uint32_t quotes; /* > before it */
	struct textline line;
	bool blank;
};

struct level {
	uint32_t indent; /* of its signs */
	uint32_t content; /* column at which its text begins */
	struct textline_sign sign;
};

/* The paragraph that further lines may belong to. */
struct open {
	bool is;
	enum para_kind kind;
	uint32_t first, last; /* lines */
	uint32_t at, end; /* offsets: the first character, and behind the last */
	uint32_t inner; /* where inline markup may begin: behind sign, # and > */
	uint32_t quotes, level, indent;
	uint32_t hard; /* line ends that two blanks or a backslash made hard */
};

struct fence {
	char sign; /* 0: none is open */
	uint32_t n, quotes, first; /* its length; lines from first on are inside */
};

struct markdown {
	struct span text;
	const struct textline *lines;
	uint32_t n;
	struct paras *paras;
	struct marks *marks;
	struct open open;
	struct fence fence;
	struct level levels[DEPTH_MOST];
	uint32_t depth;
};

static struct row row_of(const struct markdown *m, uint32_t i)
{
	struct row row = {.index = i, .line = m->lines[i]};

	while (!textline_is_blank(&row.line) && row.line.indent < CODE_INDENT &&
		row.quotes < QUOTES_MOST && m->text.p[row.line.first] == '>') {
		uint32_t start = row.line.first + 1;

		start += start < row.line.end && m->text.p[start] == ' ';
		row.line = textline_of(m->text, start, m->lines[i].end);
		row.quotes++;
	}
	row.blank = textline_is_blank(&row.line);
	return row;
}

static void open_close(struct markdown *m)
{
	struct open *open = &m->open;
	uint32_t breaks = open->last - open->first;
	enum para_kind kind = open->kind;
	uint32_t at = open->at;

	if (!open->is) {
		return;
	}
	if ((kind == PARA_PROSE || kind == PARA_QUOTE) && breaks > 0 && open->hard * 2 >= breaks) {
		kind = PARA_LINES;
	}
	if (para_keeps_lines(kind)) {
		at = m->lines[open->first].start;
	}
	para_add(m->paras, kind, (struct range){at, open->end}, open->level, open->indent);
	if (kind != PARA_CODE) {
		inline_marks(m->text, (struct range){open->inner, open->end}, m->marks);
	}
	open->is = false;
}

/* Hides the > before the row, from `start` on. */
static void hide_quotes(struct markdown *m, const struct row *row, uint32_t start)
{
	if (row->quotes > 0) {
		mark_add(m->marks, MARK_HIDE, (struct range){start, row->line.first});
	}
}

/* Opens a paragraph with this row as its first line. */
static void open_row(struct markdown *m, const struct row *row, enum para_kind kind,
	uint32_t level)
{
	const struct textline *line = &m->lines[row->index];

	open_close(m);
	m->open = (struct open){.is = true, .kind = kind, .first = row->index, .last = row->index,
		.at = line->first, .end = row->line.end, .inner = row->line.first,
		.quotes = row->quotes, .level = level};
	hide_quotes(m, row, line->first);
}

static bool is_hard(const struct markdown *m, const struct textline *line, uint32_t next)
{
	return next - 1 - line->end >= 2 || m->text.p[line->end - 1] == '\\';
}

/* The row goes on with the open paragraph. */
static void open_extend(struct markdown *m, const struct row *row)
{
	const struct textline *line = &m->lines[row->index];

	m->open.hard += is_hard(m, line - 1, line->start);
	m->open.last = row->index;
	m->open.end = row->line.end;
	hide_quotes(m, row, line->start);
}

static void put_rule(struct markdown *m, const struct row *row)
{
	open_close(m);
	m->depth = 0;
	para_add(m->paras, PARA_RULE,
		(struct range){m->lines[row->index].first, row->line.end}, 0, 0);
	hide_quotes(m, row, m->lines[row->index].first);
}

static uint32_t sign_run(struct span text, const struct textline *line, char sign)
{
	uint32_t end = line->first;

	while (end < line->end && text.p[end] == sign) {
		end++;
	}
	return end - line->first;
}

/* `## Title ##`: true where the row is such a heading. */
static bool put_heading(struct markdown *m, const struct row *row)
{
	const struct textline *line = &row->line;
	uint32_t n = sign_run(m->text, line, '#'), text = line->first + n, end = line->end;

	if (n == 0 || n > 6 || line->indent >= CODE_INDENT ||
		(text < line->end && textline_blank(m->text, text) == 0)) {
		return false;
	}
	while (text < end && textline_blank(m->text, text) > 0) {
		text++;
	}
	while (end > text && m->text.p[end - 1] == '#') {
		end--;
	}
	if (end > text && end < line->end && textline_blank(m->text, end - 1) == 0) {
		end = line->end; /* `C#` is no closing sign */
	}
	while (end > text && textline_blank(m->text, end - 1) > 0) {
		end--;
	}
	open_row(m, row, PARA_HEADING, n);
	m->depth = 0;
	m->open.inner = text;
	mark_add(m->marks, MARK_HIDE, (struct range){line->first, text});
	mark_add(m->marks, MARK_HIDE, (struct range){end, line->end});
	open_close(m);
	return true;
}

/* An underline makes the open paragraph a heading: true where the row is one. */
static bool put_underline(struct markdown *m, const struct row *row)
{
	const struct textline *line = &row->line;
	char sign = m->text.p[line->first];

	if (!m->open.is || m->open.kind != PARA_PROSE || row->quotes > 0 ||
		(sign != '=' && sign != '-') || line->indent >= CODE_INDENT ||
		sign_run(m->text, line, sign) != line->end - line->first) {
		return false;
	}
	m->open.kind = PARA_HEADING;
	m->open.level = sign == '=' ? 1 : 2;
	open_close(m);
	return true;
}

static void fence_close(struct markdown *m, uint32_t end)
{
	uint32_t first = m->fence.first;

	m->fence.sign = 0;
	while (first < end && textline_is_blank(&m->lines[first])) {
		first++;
	}
	while (end > first && textline_is_blank(&m->lines[end - 1])) {
		end--;
	}
	if (first < end) {
		para_add(m->paras, PARA_CODE,
			(struct range){m->lines[first].start, m->lines[end - 1].end}, 0, 0);
	}
}

/* A line to the left of the text of all open lists ends them. */
static void list_leave(struct markdown *m, const struct textline *line)
{
	if (m->depth > 0 && line->indent < m->levels[0].content) {
		m->depth = 0;
	}
}

static bool put_fence(struct markdown *m, const struct row *row)
{
	const struct textline *line = &row->line;
	char sign = m->text.p[line->first];
	uint32_t n = sign_run(m->text, line, sign);

	if ((sign != '`' && sign != '~') || n < FENCE_LEAST || line->indent >= CODE_INDENT ||
		(sign == '`' &&
			memchr(m->text.p + line->first + n, '`', line->end - line->first - n))) {
		return false;
	}
	open_close(m);
	list_leave(m, line);
	m->fence = (struct fence){sign, n, row->quotes, row->index + 1};
	return true;
}

/* A row while a fence is open. False: it ended with its quotation, the row is still to be read. */
static bool put_fenced(struct markdown *m, const struct row *row)
{
	const struct textline *line = &row->line;
	const struct fence *fence = &m->fence;

	if (row->quotes < fence->quotes) {
		fence_close(m, row->index);
		return false;
	}
	if (!row->blank && line->indent < CODE_INDENT &&
		sign_run(m->text, line, fence->sign) == line->end - line->first &&
		line->end - line->first >= fence->n) {
		fence_close(m, row->index);
		return true;
	}
	if (fence->quotes > 0) {
		mark_add(m->marks, MARK_HIDE,
			(struct range){m->lines[row->index].start, line->start});
	}
	return true;
}

static bool is_sibling(const struct markdown *m, const struct textline_sign *sign)
{
	for (uint32_t d = 0; d < m->depth; d++) {
		if (textline_sign_follows(&m->levels[d].sign, sign)) {
			return true;
		}
	}
	return false;
}

static void list_open(struct markdown *m, const struct textline *line,
	const struct textline_sign *sign)
{
	while (m->depth > 0 && m->levels[m->depth - 1].indent > line->indent) {
		m->depth--;
	}
	if (m->depth == 0 || (m->depth < DEPTH_MOST &&
			m->levels[m->depth - 1].content <= line->indent)) {
		m->depth++;
	}
	m->levels[m->depth - 1] =
		(struct level){line->indent, line->indent + sign->cols, *sign};
}

static bool put_item(struct markdown *m, const struct row *row)
{
	const struct textline *line = &row->line;
	struct textline_sign sign = textline_sign(m->text, line);
	bool starts = sign.kind == SIGN_BULLET || sign.value == 1;

	if (sign.kind == SIGN_NONE || (m->depth == 0 && line->indent >= CODE_INDENT)) {
		return false;
	}
	if (m->open.is && m->open.kind != PARA_ITEM && !starts && !is_sibling(m, &sign)) {
		return false;
	}
	list_open(m, line, &sign);
	open_row(m, row, PARA_ITEM, m->depth);
	m->open.inner = sign.text;
	m->open.indent = sign.cols;
	return true;
}

/* Whether the row is the |---|---| under the heads of a table. */
static bool is_table_rule(struct span text, const struct textline *line)
{
	bool bar = false, dash = false;

	for (uint32_t off = line->first; off < line->end; off++) {
		char c = text.p[off];

		if (c != '|' && c != '-' && c != ':' && c != ' ') {
			return false;
		}
		bar = bar || c == '|';
		dash = dash || c == '-';
	}
	return bar && dash;
}

/* What is no sign of anything: text. */
static void put_text(struct markdown *m, const struct row *row)
{
	bool code = row->line.indent >= CODE_INDENT &&
		(m->depth == 0 ||
			row->line.indent >= m->levels[m->depth - 1].content + CODE_INDENT);

	if (m->open.is && (m->open.kind != PARA_CODE || code) && row->quotes <= m->open.quotes) {
		open_extend(m, row);
		return;
	}
	if (code) {
		open_row(m, row, PARA_CODE, 0);
		return;
	}
	list_leave(m, &row->line);
	if (row->index + 1 < m->n && is_table_rule(m->text, &m->lines[row->index + 1])) {
		open_row(m, row, PARA_LINES, 0);
		return;
	}
	open_row(m, row, row->quotes > 0 ? PARA_QUOTE : PARA_PROSE, row->quotes);
}

static void put_row(struct markdown *m, const struct row *row)
{
	char first;

	if (m->fence.sign != 0 && put_fenced(m, row)) {
		return;
	}
	if (row->blank) {
		open_close(m);
		return;
	}
	if (m->open.is && m->open.kind == PARA_LINES) {
		open_extend(m, row); /* a table goes on to the next blank line */
		return;
	}
	if (put_underline(m, row)) {
		return;
	}
	first = m->text.p[row->line.first];
	if (row->line.indent < CODE_INDENT && (first == '-' || first == '*' || first == '_') &&
		textline_rule(m->text, &row->line) != 0) {
		put_rule(m, row);
		return;
	}
	if (!put_heading(m, row) && !put_fence(m, row) && !put_item(m, row)) {
		put_text(m, row);
	}
}

static void put_all(struct markdown *m)
{
	struct range front = front_range(m->text);
	uint32_t i = 0;

	if (front.end > 0) {
		para_add(m->paras, PARA_CODE, front, 0, 0);
	}
	while (i < m->n && m->lines[i].start < front.end) {
		i++;
	}
	for (; i < m->n; i++) {
		struct row row = row_of(m, i);

		put_row(m, &row);
	}
	open_close(m);
	if (m->fence.sign != 0) {
		fence_close(m, m->n);
	}
}

/* Labels of speakers, which may stand in emphasis. */
static struct range speech_place(struct span text, const struct para *para)
{
	struct range at = para->at;

	while (at.start < at.end && strchr("*_> ", text.p[at.start]) != NULL &&
		text.p[at.start] != '\0') {
		at.start++;
	}
	return at;
}

static bool mark_speakers(const struct markdown *m)
{
	struct speech speech = {0};
	bool ok;

	for (uint32_t pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < m->paras->n; i++) {
			const struct para *para = &m->paras->items[i];
			struct range at = speech_place(m->text, para), label;

			if (para->kind != PARA_PROSE && para->kind != PARA_QUOTE) {
				continue;
			}
			if (pass == 0) {
				speech_note(&speech, m->text, at);
			} else if (speech_at(&speech, m->text, at, &label)) {
				mark_add(m->marks, MARK_SPEAKER, label);
			}
		}
		if (pass == 0) {
			speech_settle(&speech);
		}
	}
	ok = !speech.failed;
	speech_finish(&speech);
	return ok;
}

bool markdown_split(struct span text, struct paras *paras, struct marks *marks)
{
	struct markdown m = {.text = text, .paras = paras, .marks = marks};
	struct textlines lines = {0};
	bool ok = textline_split(text, &lines);

	if (ok) {
		m.lines = lines.items;
		m.n = lines.n;
		put_all(&m);
		ok = mark_speakers(&m) && !paras->failed && !marks->failed;
	}
	textline_finish(&lines);
	return ok;
}
