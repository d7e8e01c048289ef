#include "read/linear.h"

#include "base/byte.h"
#include "base/utf8.h"
#include "read/linear_ask.h"
#include "read/linear_read.h"
#include "read/linear_run.h"
#include "read/linear_tell.h"
#include "read/linear_text.h"

#include <stdlib.h>

enum {
	NUMBER_COLS = 7, /* for "(1234) " before a row */
	MEASURE_LEAST = 20,
	MEASURE_MOST = 10000,
	EDGE_COLS = 3, /* of a session's screen beside the measure of its text */
};

/* A typed line understood: a command with what belongs to it. */

enum word_kind { WORD_NONE, WORD_NUMBER, WORD_CALL };

struct word {
	enum word_kind kind;
	uint32_t number; /* NUMBER */
	struct call call; /* CALL; its text lies in the line; p NULL where there is none */
	bool asks_key; /* CALL: the letter that belongs to it was not typed */
};

/* The digits that a line begins with, taken off it; 0 where there are none. */
static uint32_t take_count(struct span *rest)
{
	enum { COUNT_MOST = 99999999 };
	uint32_t count = 0;

	while (rest->n > 0 && byte_is_digit(rest->p[0])) {
		count = count > COUNT_MOST / 10 ? COUNT_MOST
			: count * 10 + (uint32_t)(rest->p[0] - '0');
		*rest = (struct span){rest->p + 1, rest->n - 1};
	}
	return count;
}

/* The command bound to exactly these keys: none of it may run before they are all typed. */
static bool bound(const struct session *session, const struct key_sequence *keys,
	enum command_id *out)
{
	struct key_sequence head = *keys;

	for (head.n = 1; head.n < keys->n; head.n++) {
		if (keymap_look(&session->keymap, &head, out) != KEYMAP_MORE) {
			return false;
		}
	}
	return keymap_look(&session->keymap, keys, out) == KEYMAP_YES;
}

/* The command that keys as text stand for: as they are, or the name of a key without < and >. */
static bool key_command(const struct session *session, struct span word, enum command_id *out)
{
	struct key_sequence keys;
	struct buf name = {0};
	struct err err;
	bool found = key_parse(word, &keys, &err) && bound(session, &keys, out);

	if (!found && word.n > 1) {
		buf_printf(&name, "<%.*s>", SPAN_ARG(word));
		found = buf_ok(&name, &err) && key_parse(buf_span(&name), &keys, &err) &&
			bound(session, &keys, out);
	}
	buf_finish(&name);
	return found;
}

/* A key with its argument glued to it: `/treaty`, `ma`, `''`. The argument is what is left. */
static bool glued_command(const struct session *session, struct span *rest, enum command_id *out)
{
	struct span first = {rest->p, 1}, behind = {rest->p + 1, rest->n - 1};
	enum command_id command;
	bool sign;

	if (rest->n < 2 || !key_command(session, first, &command)) {
		return false;
	}
	sign = strchr("/?:", first.p[0]) != NULL;
	if (!(sign && commands[command].arg == ARG_TEXT) &&
		!(commands[command].arg == ARG_KEY && span_trim(behind).n == 1)) {
		return false;
	}
	*out = command;
	*rest = span_trim(behind);
	return true;
}

/* The command that the line names, which is taken off it. */
static bool take_command(const struct session *session, struct span *rest, enum command_id *out,
	struct err *err)
{
	struct span behind = *rest, word;

	if (!span_cut(&behind, ' ', &word)) {
		return err_set(err, "nothing was typed");
	}
	*out = command_named(word, err);
	if (*out == COMMAND_NONE && glued_command(session, rest, out)) {
		return true;
	}
	if (*out == COMMAND_NONE && !key_command(session, word, out)) {
		*out = word.n > 1 ? command_find(word, err) : COMMAND_NONE;
	}
	if (*out == COMMAND_NONE) {
		return word.n > 1 ? err_set(err, "%s: help tells what can be typed", err->msg)
			: err_set(err, "%.*s does nothing: help tells what can be typed",
				SPAN_ARG(word));
	}
	*rest = span_trim(behind);
	return true;
}

/* What stands behind the command. */
static bool take_argument(struct span rest, struct word *out, struct err *err)
{
	const struct command *command = &commands[out->call.command];
	uint32_t number;

	switch (command->arg) {
	case ARG_TEXT:
		out->call.text = rest.n > 0 ? rest : (struct span){NULL, 0};
		return true;
	case ARG_KEY:
		if (rest.n > 1) {
			return err_set(err, "%s takes one letter", command->name);
		}
		out->asks_key = rest.n == 0;
		out->call.key = rest.n == 0 ? 0 : (unsigned char)rest.p[0];
		return true;
	case ARG_COUNT:
		if (rest.n > 0 && !span_u32(rest, &number)) {
			return err_set(err, "%s takes a number, not '%.*s'", command->name,
				SPAN_ARG(rest));
		}
		out->call.count = rest.n > 0 ? number : out->call.count;
		return true;
	case ARG_NONE:
		if (out->call.command == COMMAND_go && span_u32(rest, &out->number)) {
			out->kind = WORD_NUMBER;
		} else if (rest.n > 0) {
			return err_set(err, "%s takes nothing behind it", command->name);
		}
		return true;
	}
	return true;
}

/* Understands a line by the session's keys. False: err says what is wrong with it. */
static bool word_read(const struct session *session, struct span line,
	struct word *out, struct err *err)
{
	struct span rest = span_trim(line);
	struct word word = {.kind = WORD_NONE};

	if (rest.n == 0) {
		*out = word;
		return true;
	}
	if (utf8_valid_prefix(rest) < rest.n) {
		return err_set(err, "that was no UTF-8");
	}
	word.call.count = take_count(&rest);
	if (rest.n == 0) {
		word.kind = WORD_NUMBER;
		word.number = word.call.count;
		*out = word;
		return true;
	}
	word.kind = WORD_CALL;
	if (!take_command(session, &rest, &word.call.command, err) ||
		!take_argument(rest, &word, err)) {
		return false;
	}
	*out = word;
	return true;
}

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
	struct word word;
	struct err err;

	linear->out = out;
	buf_clear(&session->message);
	if (linear_ask_waits(linear)) {
		linear_run_answer(linear, line);
	} else if (!word_read(session, line, &word, &err)) {
		linear_text_say(linear, "%s", err.msg);
	} else if (word.kind == WORD_NONE) {
		read_more(linear);
	} else if (word.kind == WORD_NUMBER) {
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
