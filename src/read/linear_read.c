#include "read/linear_read.h"

#include "read/flow.h"
#include "read/linear_text.h"
#include "read/screen.h"
#include "texts/sentence.h"

enum {
	FRAME_ROWS = 2, /* of a session's screen beside its text: title and last row */
	NOTE_COLS = 200,
	SHORT_BYTES = 24, /* of a sentence that is read together with the next */
	NUMBER_COLS = 7, /* "(1234) " */
};

/* The text of a passage of one paragraph as it is drawn, on one line. */
static void put_text(const struct doc *doc, uint32_t para, struct range at, bool keep,
	struct buf *out)
{
	struct flow flow;
	struct step step;

	flow_start(&flow, doc, para, at);
	while (flow_next(&flow, &step)) {
		if (step.kind == STEP_BLANK) {
			bool more = keep || (out->n > 0 && out->p[out->n - 1] != ' ');

			for (uint32_t i = 0; more && i < (keep ? step.cols : step.cols > 0); i++) {
				buf_putc(out, ' ');
			}
		} else if (step.kind == STEP_GLYPH || step.kind == STEP_FORM) {
			buf_put(out, step.draw);
		}
	}
}

/* The number that a row begins with: of the entry that begins on it. */
static void put_entry(const struct doc *doc, struct range at, struct buf *out)
{
	for (uint32_t i = 0; i < doc->nlinks && doc->links[i].at.start <= at.end; i++) {
		if (doc->links[i].at.start >= at.start) {
			buf_printf(out, "%u. ", i + 1);
			return;
		}
	}
}

/* "(14) ", and … where the passage begins inside of the paragraph. */
static void put_number(const struct linear *linear, const struct para *para, uint32_t from,
	struct buf *out)
{
	if (linear->session->config.linear_numbers) {
		buf_printf(out, "(%u) ", para->number);
	}
	if (from > para->at.start) {
		buf_puts(out, linear->how.ascii ? "... " : "… ");
	}
}

/* Prose, filled anew behind its number. */
static void put_prose(struct linear *linear, const struct doc *doc, uint32_t para,
	struct range at, bool known)
{
	uint32_t cols = (uint32_t)state_view(linear->session)->measure + NUMBER_COLS;
	struct lines lines = {0};
	struct buf text = {0};

	if (known) {
		put_number(linear, &doc->paras[para], at.start, &text);
	} else {
		put_entry(doc, at, &text);
	}
	put_text(doc, para, at, false, &text);
	lines_wrapped(buf_span(&text), 0, cols, UINT32_MAX, ROLE_TEXT, &lines);
	linear_text_lines(linear, &lines, 0);
	linear->out->failed |= lines.failed || text.failed;
	lines_finish(&lines);
	buf_finish(&text);
}

/* Whether a row has something to be read in the passage. */
static bool row_is_in(const struct row *row, struct range at)
{
	return row->kind == ROW_TEXT && row->at.end > at.start && row->at.start < at.end;
}

/* Kept lines, each as it stands. */
static void put_kept(struct linear *linear, const struct doc *doc, uint32_t para,
	struct range at, bool known)
{
	struct rows *rows = &linear->rows;
	struct buf text = {0};
	bool first = known;

	rows->n = 0;
	linear->out->failed |= !layout_para(doc, para, state_view(linear->session)->measure, rows);
	for (uint32_t i = 0; i < rows->n; i++) {
		struct range row = rows->items[i].at;

		if (!row_is_in(&rows->items[i], at)) {
			continue;
		}
		buf_clear(&text);
		if (first) {
			put_number(linear, &doc->paras[para], at.start, &text);
		} else if (!known) {
			put_entry(doc, row, &text);
		}
		first = false;
		row.start = row.start > at.start ? row.start : at.start;
		row.end = row.end < at.end ? row.end : at.end;
		put_text(doc, para, row, doc->nlinks == 0, &text);
		linear_text_line(linear, buf_span(&text));
	}
	buf_finish(&text);
}

void linear_read_put(struct linear *linear, const struct doc *doc, struct range at, bool known)
{
	uint32_t para = doc->nparas == 0 ? 0 : doc_para_at(doc, at.start);

	for (; para < doc->nparas && doc->paras[para].at.start < at.end; para++) {
		struct range part = doc->paras[para].at;

		part.start = part.start > at.start ? part.start : at.start;
		part.end = part.end < at.end ? part.end : at.end;
		if (part.start >= part.end || doc->paras[para].kind == PARA_RULE) {
			continue;
		}
		if (para_keeps_lines(doc->paras[para].kind)) {
			put_kept(linear, doc, para, part, known);
		} else {
			put_prose(linear, doc, para, part, known);
		}
	}
}

/* Rows of the passage. */
static uint32_t count_rows(struct linear *linear, struct range at)
{
	const struct view *view = state_view(linear->session);
	const struct doc *doc = view->doc;
	struct rows *rows = &linear->rows;
	uint32_t para = doc->nparas == 0 ? 0 : doc_para_at(doc, at.start), first = UINT32_MAX;
	uint32_t last = 0, n = 0;

	for (; para < doc->nparas && doc->paras[para].at.start < at.end; para++) {
		rows->n = 0;
		if (!layout_para(doc, para, view->measure, rows)) {
			break;
		}
		for (uint32_t i = 0; i < rows->n; i++, n++) {
			if (row_is_in(&rows->items[i], at)) {
				first = first == UINT32_MAX ? n : first;
				last = n;
			}
		}
	}
	return first == UINT32_MAX ? 1 : last - first + 1;
}

void linear_read_show(struct linear *linear)
{
	struct session *session = linear->session;
	struct view *view = state_view(session);
	uint32_t rows;

	if (view->id.i != linear->doc.i || linear->read.end > view->doc->text.n) {
		return;
	}
	rows = count_rows(linear, linear->read);
	view->top = view_row_start(view, linear->read.start, 0);
	session_resize(session, session->cols, (int)rows + FRAME_ROWS);
}

/* Takes a passage as read. */
static void take(struct linear *linear, struct range at)
{
	struct view *view = state_view(linear->session);

	linear->doc = view->id;
	linear->read = at;
	linear->list = LINEAR_NO_LIST;
	linear_read_show(linear);
}

/* The notes that begin in what was read. */
static void tell_notes(struct linear *linear)
{
	const struct notes *notes = &linear->session->dossier->notes;

	for (uint32_t i = notes_from(notes, linear->doc, linear->read.start);
		notes_goes(notes, i, linear->doc, linear->read.end); i++) {
		const struct note *note = notes->items[i].note;
		struct buf text = {0};

		if (notes->items[i].at.start < linear->read.start) {
			continue;
		}
		buf_puts(&text, note->body.n == 0 ? "bookmark here" : "note here: ");
		linear_text_flat(linear, note->body, NOTE_COLS, &text);
		linear_text_end(linear, &text);
	}
}

static void read_out(struct linear *linear, struct range at)
{
	struct view *view = state_view(linear->session);
	bool known = state_is_known(linear->session, view->id);

	linear_read_put(linear, view->doc, at, known);
	take(linear, at);
	if (known) {
		tell_notes(linear);
	}
}

/* How much one reads at once. */
struct piece_size {
	uint32_t rows; /* at most */
	bool paragraph; /* no further than the end of a paragraph */
};

static struct piece_size size_of(const struct linear *linear, uint32_t rows)
{
	const struct session *session = linear->session;
	bool paragraph = state_is_known(session, state_view(linear->session)->id) &&
		strcmp(session->config.linear_unit, "paragraph") == 0;

	return rows > 0 ? (struct piece_size){rows, false}
			: (struct piece_size){linear_text_most(linear), paragraph};
}

/* The piece from off on; empty where the document ends. */
static struct range piece_from(struct linear *linear, uint32_t off, struct piece_size size)
{
	const struct view *view = state_view(linear->session);
	const struct doc *doc = view->doc;
	struct rows *rows = &linear->rows;
	struct range at = {off, off};
	uint32_t n = 0;

	for (uint32_t para = doc->nparas == 0 ? 0 : doc_para_at(doc, off);
		para < doc->nparas && n < size.rows && !(size.paragraph && n > 0); para++) {
		rows->n = 0;
		if (!layout_para(doc, para, view->measure, rows)) {
			break;
		}
		for (uint32_t i = 0; i < rows->n && n < size.rows; i++) {
			const struct row *row = &rows->items[i];

			if (row->kind != ROW_TEXT || row->at.end <= off) {
				continue;
			}
			at.start = n == 0 && row->at.start > off ? row->at.start : at.start;
			at.end = row->at.end;
			n++;
		}
	}
	return at;
}

/* The piece before off; empty where the document begins. */
static struct range piece_before(struct linear *linear, uint32_t off, struct piece_size size)
{
	struct view *view = state_view(linear->session);
	const struct doc *doc = view->doc;
	struct range at = {off, off};
	uint32_t para, start;
	struct row row;

	if (doc->nparas == 0) {
		return at;
	}
	para = doc_para_at(doc, off);
	while (para > 0 && (doc->paras[para].at.start >= off || doc->paras[para].kind == PARA_RULE)) {
		para--;
	}
	if (doc->paras[para].at.start >= off) {
		return at;
	}
	start = doc->paras[para].at.end < off ? doc->paras[para].at.end : off;
	if (view_row(view, start - 1, 1 - (int)size.rows, &row)) {
		at.start = row.at.start;
	}
	if (size.paragraph && at.start < doc->paras[para].at.start) {
		at.start = doc->paras[para].at.start;
	}
	at.end = start;
	return at;
}

/* The reader is at the start of what is read; in a list the chosen entry stays the one it was. */
static void go_to(struct view *view, struct range at)
{
	if (view->doc->nlinks == 0) {
		view->active = ACTIVE_NONE;
		view->cursor = at.start;
	}
}

void linear_read_on(struct linear *linear, uint32_t rows)
{
	struct view *view = state_view(linear->session);
	struct range at = piece_from(linear, linear->read.end, size_of(linear, rows));

	if (at.start >= at.end) {
		linear_text_say(linear, state_is_known(linear->session, view->id)
			? "end of the document" : "end of the list");
		return;
	}
	go_to(view, at);
	read_out(linear, at);
}

void linear_read_back(struct linear *linear, uint32_t rows)
{
	struct view *view = state_view(linear->session);
	struct range at = piece_before(linear, linear->read.start, size_of(linear, rows));

	if (at.start >= at.end) {
		linear_text_say(linear, state_is_known(linear->session, view->id)
			? "start of the document" : "start of the list");
		return;
	}
	go_to(view, at);
	read_out(linear, at);
}

void linear_read_from(struct linear *linear, uint32_t off)
{
	struct view *view = state_view(linear->session);
	uint32_t start = view_row_start(view, off, 0);
	const struct doc *doc = view->doc;
	struct range at = piece_from(linear, start, size_of(linear, 0));

	if (at.start >= at.end || off >= doc->paras[doc->nparas - 1].at.end) {
		at = piece_before(linear, off, size_of(linear, 0));
	}
	if (at.start >= at.end) {
		linear_text_say(linear, "there is nothing to read here");
	}
	read_out(linear, at);
}

void linear_read_sentence(struct linear *linear, uint32_t off)
{
	const struct doc *doc = state_view(linear->session)->doc;
	struct range at = sentence_from(doc, off), next;

	if (at.end > off && at.end - at.start < SHORT_BYTES) {
		next = sentence_from(doc, at.end); /* a speaker's name alone says little */
		at.end = next.end > at.end && doc_para_at(doc, next.start) == doc_para_at(doc, off)
			? next.end : at.end;
	}
	if (at.start > off || at.end <= off) {
		linear_read_from(linear, off);
	} else {
		read_out(linear, at);
	}
}

void linear_read_again(struct linear *linear)
{
	if (state_view(linear->session)->id.i == linear->doc.i) {
		read_out(linear, linear->read);
	}
}
