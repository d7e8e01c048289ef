#include "read/linear.h"

#include "read/linear_ask.h"
#include "read/linear_read.h"
#include "read/linear_run.h"
#include "read/linear_tell.h"
#include "read/linear_text.h"
#include "read/linear_word.h"

#include <stdlib.h>

enum {
	NUMBER_COLS = 7, /* for "(1234) " before a row */
	MEASURE_LEAST = 20,
	MEASURE_MOST = 10000,
	EDGE_COLS = 3, /* of a session's screen beside the measure of its text */
};

void linear_told(struct linear *linear, struct buf *out)
{
	struct buf text = {0};

	linear->out = out;
	buf_put(&text, buf_span(&linear->session->message));
	linear_text_line(linear, buf_span(&text));
	buf_clear(&linear->session->message);
	buf_finish(&text);
}

static void read_more(struct linear *linear)
{
	if (!linear_tell_more(linear)) {
		linear_read_on(linear, 0);
	}
}

void linear_line(struct linear *linear, struct span line, struct buf *out)
{
	struct session *session = linear->session;
	struct linear_word word;
	struct err err;

	linear->out = out;
	buf_clear(&session->message);
	if (linear_ask_waits(linear)) {
		linear_run_answer(linear, line);
	} else if (!linear_word_read(session, line, &word, &err)) {
		linear_text_say(linear, "%s", err.msg);
	} else if (word.kind == LINEAR_WORD_NONE) {
		read_more(linear);
	} else if (word.kind == LINEAR_WORD_NUMBER) {
		linear_run_number(linear, word.number);
	} else {
		linear_run(linear, &word.call, word.asks_key);
	}
	if (!linear_ask_waits(linear)) {
		linear_read_show(linear);
	}
}

void linear_cancel(struct linear *linear, struct buf *out)
{
	linear->out = out;
	buf_clear(&linear->session->message);
	if (linear_ask_waits(linear)) {
		linear_ask_cancel(linear);
	} else {
		linear_run_cancel(linear);
	}
	linear_told(linear, out);
	linear_read_show(linear);
}

void linear_size(struct linear *linear, uint32_t cols, uint32_t rows)
{
	struct session *session = linear->session;
	uint32_t set = (uint32_t)session->config.linear_cols;
	int measure = session->dossier->config.layout_measure;

	linear->how.cols = cols;
	linear->how.rows = rows;
	if (set > 0) {
		measure = (int)set;
	} else if (cols > 0 && (int)cols - NUMBER_COLS < measure) {
		measure = (int)cols - NUMBER_COLS;
	}
	measure = measure < MEASURE_LEAST ? MEASURE_LEAST : measure;
	session->config.layout_measure = measure < MEASURE_MOST ? measure : MEASURE_MOST;
	session_resize(session, session->config.layout_measure + EDGE_COLS, session->rows);
	linear_read_show(linear);
}

struct linear *linear_new(struct session *session, const struct linear_how *how, struct err *err)
{
	struct linear *linear = calloc(1, sizeof(*linear));

	if (linear == NULL) {
		err_memory(err);
		return NULL;
	}
	linear->session = session;
	session->at_once = true;
	linear->how = *how;
	linear->doc = DOC_NONE;
	linear_run_plain(linear);
	linear_size(linear, how->cols, how->rows);
	return linear;
}

void linear_begin(struct linear *linear, struct buf *out)
{
	const struct dossier *dossier = linear->session->dossier;
	const struct view *view = state_view(linear->session);
	struct buf text = {0};

	linear->out = out;
	linear_text_count(dossier->catalog.n, "document, ", "documents, ", &text);
	linear_text_count(dossier->ents.n, "entity, ", "entities, ", &text);
	linear_text_count(dossier->xref.mentions.n, "mention", "mentions", &text);
	linear_text_say(linear, "dossier: %.*s", SPAN_ARG(buf_span(&text)));
	linear_text_say(linear, "An empty line reads on, help tells more, quit ends.");
	linear_told(linear, out);
	linear_tell_document(linear);
	linear->doc = view->id;
	linear->read = (struct range){view->cursor, view->cursor};
	if (view->doc->nparas > 0 && view->cursor > view->doc->paras[0].at.start) {
		linear_text_say(linear, "you were in ¶%u",
			doc_number_at(view->doc, view->cursor));
	}
	linear_read_show(linear);
	buf_finish(&text);
}

void linear_prompt(struct linear *linear, struct buf *out)
{
	const struct view *view = state_view(linear->session);
	uint32_t entries = linear_tell_entries(linear);

	if (linear_ask_waits(linear)) {
		linear_ask_prompt(linear, out);
		return;
	}
	if (entries == 0 && view->doc->nlinks > 0) {
		entries = view->doc->nlinks;
	}
	if (entries > 0) {
		buf_printf(out, "1 to %u> ", entries);
	} else if (state_is_known(linear->session, view->id) && view->doc->nparas > 0) {
		buf_printf(out, "%u> ", doc_number_at(view->doc, view->cursor));
	} else {
		buf_puts(out, "> ");
	}
}

void linear_free(struct linear *linear)
{
	if (linear == NULL) {
		return;
	}
	rows_finish(&linear->rows);
	arena_finish(&linear->choices.arena);
	free(linear->choices.items);
	free(linear);
}
