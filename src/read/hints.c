#include "read/hints.h"

#include "base/utf8.h"
#include "read/noting.h"
#include "read/select.h"
#include "read/shelf.h"

#include <string.h>

enum {
	END_BYTES = 24, /* of each end of a selection */
	WORDS_MOST = 20000, /* a key may not take the time to count more */
};

struct key_hint {
	enum command_id commands[2];
	const char *text; /* a blank on either side of it */
};

static const struct key_hint text_hints[] = {
	{{COMMAND_next_mention, COMMAND_NONE}, " mention "},
	{{COMMAND_same_next, COMMAND_same_previous}, " same thing "},
	{{COMMAND_go, COMMAND_NONE}, " go "},
	{{COMMAND_back, COMMAND_forward}, " back "},
	{{COMMAND_search, COMMAND_search_all}, " search "},
	{{COMMAND_find_entity, COMMAND_NONE}, " find "},
	{{COMMAND_documents, COMMAND_NONE}, " documents "},
	{{COMMAND_bookmark, COMMAND_NONE}, " note "},
	{{COMMAND_panel, COMMAND_NONE}, " panel "},
	{{COMMAND_help, COMMAND_NONE}, " help "},
	{{COMMAND_NONE, COMMAND_NONE}, NULL},
};

static const struct key_hint panel_hints[] = {
	{{COMMAND_line_down, COMMAND_line_up}, " choose "},
	{{COMMAND_go, COMMAND_NONE}, " go "},
	{{COMMAND_pin, COMMAND_NONE}, " pin "},
	{{COMMAND_concordance, COMMAND_NONE}, " concordance "},
	{{COMMAND_explain, COMMAND_NONE}, " why "},
	{{COMMAND_help, COMMAND_NONE}, " help "},
	{{COMMAND_close, COMMAND_NONE}, " back to the text "},
	{{COMMAND_NONE, COMMAND_NONE}, NULL},
};

static const struct key_hint select_hints[] = {
	{{COMMAND_line_down, COMMAND_line_up}, " line "},
	{{COMMAND_word_right, COMMAND_word_left}, " word "},
	{{COMMAND_bookmark, COMMAND_NONE}, " note "},
	{{COMMAND_copy, COMMAND_NONE}, " copy with citation "},
	{{COMMAND_sentence_right, COMMAND_sentence_left}, " sentence "},
	{{COMMAND_paragraph_down, COMMAND_paragraph_up}, " paragraph "},
	{{COMMAND_other_end, COMMAND_NONE}, " other end "},
	{{COMMAND_cancel, COMMAND_NONE}, " cancel "},
	{{COMMAND_NONE, COMMAND_NONE}, NULL},
};

static const struct key_hint list_hints[] = {
	{{COMMAND_line_down, COMMAND_line_up}, " choose "},
	{{COMMAND_go, COMMAND_NONE}, " go "},
	{{COMMAND_search, COMMAND_NONE}, " search "},
	{{COMMAND_help, COMMAND_NONE}, " help "},
	{{COMMAND_close, COMMAND_NONE}, " close "},
	{{COMMAND_NONE, COMMAND_NONE}, NULL},
};

static const struct key_hint note_hints[] = {
	{{COMMAND_line_down, COMMAND_line_up}, " choose "},
	{{COMMAND_go, COMMAND_NONE}, " go "},
	{{COMMAND_edit_note, COMMAND_NONE}, " edit "},
	{{COMMAND_delete_note, COMMAND_NONE}, " delete "},
	{{COMMAND_confirm, COMMAND_NONE}, " settle "},
	{{COMMAND_search, COMMAND_NONE}, " search "},
	{{COMMAND_close, COMMAND_NONE}, " close "},
	{{COMMAND_NONE, COMMAND_NONE}, NULL},
};

static const struct key_hint name_hints[] = {
	{{COMMAND_line_down, COMMAND_line_up}, " choose "},
	{{COMMAND_go, COMMAND_NONE}, " go "},
	{{COMMAND_confirm, COMMAND_NONE}, " new entity "},
	{{COMMAND_reject, COMMAND_NONE}, " never again "},
	{{COMMAND_command, COMMAND_NONE}, " alias: another name of one "},
	{{COMMAND_close, COMMAND_NONE}, " close "},
	{{COMMAND_NONE, COMMAND_NONE}, NULL},
};

static const struct key_hint page_hints[] = {
	{{COMMAND_page_down, COMMAND_page_up}, " page "},
	{{COMMAND_search, COMMAND_NONE}, " search "},
	{{COMMAND_close, COMMAND_NONE}, " close "},
	{{COMMAND_NONE, COMMAND_NONE}, NULL},
};

static const struct key_hint *hints_for(struct session *session)
{
	const struct view *view = state_view(session);

	if (session->panel_focus) {
		return panel_hints;
	}
	if (view->selecting) {
		return select_hints;
	}
	if (!state_is_known(session, view->id)) {
		if (shelf_slot(session)->suggests) {
			return name_hints;
		}
		if (shelf_slot(session)->is_notes) {
			return note_hints;
		}
		return view->doc->nlinks > 0 ? list_hints : page_hints;
	}
	return text_hints;
}

static void put_hint_keys(const struct session *session, const struct key_hint *hint,
	struct buf *out)
{
	buf_clear(out);
	keymap_put(&session->keymap, hint->commands[0], 1, out);
	if (hint->commands[1] != COMMAND_NONE) {
		buf_putc(out, ' ');
		keymap_put(&session->keymap, hint->commands[1], 1, out);
	}
}

/* Columns of a hint, with a blank before its keys. */
static uint32_t hint_cols(struct span keys, const struct key_hint *hint)
{
	return (uint32_t)(1 + visible_cols(keys) + strlen(hint->text));
}

static void add_hint(struct lines *out, struct span keys, const struct key_hint *hint)
{
	lines_add(out, SPAN(" "), ROLE_STATUS, 0);
	lines_copy(out, keys, ROLE_KEYS, 0, 0);
	lines_add(out, span_of(hint->text), ROLE_STATUS, 0);
}

/* “The Japanese side…in Moscow.”, whole words of a passage's ends. */
static void put_ends(struct span text, struct lines *out)
{
	size_t head = text.n, tail = text.n;

	if (text.n > 2 * (size_t)END_BYTES) {
		head = utf8_word_prev(text, END_BYTES);
		head = head > 0 ? head : utf8_floor(text, END_BYTES);
		tail = utf8_word_next(text, utf8_floor(text, text.n - END_BYTES));
		tail = tail < text.n ? tail : utf8_floor(text, text.n - END_BYTES);
	}
	lines_add(out, SPAN("  “"), ROLE_STATUS, 0);
	lines_add(out, (struct span){text.p, head}, ROLE_STATUS, 0);
	if (head < text.n) {
		lines_add(out, SPAN("… "), ROLE_STATUS, 0);
		lines_add(out, (struct span){text.p + tail, text.n - tail}, ROLE_STATUS, 0);
	}
	lines_add(out, SPAN("”"), ROLE_STATUS, 0);
}

void hints_selection(struct session *session, uint32_t cols, struct lines *out)
{
	const struct view *view = state_view(session);
	struct range at = view_selection(view);
	const struct doc *doc = view->doc;
	uint32_t words = select_words(view, WORDS_MOST), first, last;

	lines_printf(out, ROLE_PROMPT, 0, " %s%u %s ", words == WORDS_MOST ? "over " : "", words,
		words == 1 ? "word" : "words");
	if (at.start == at.end) {
		return;
	}
	first = doc_number_at(doc, at.start);
	last = doc_number_at(doc, at.end - 1);
	lines_printf(out, ROLE_STATUS, 0, first == last ? " ¶%u" : " ¶%u–%u", first, last);
	if (cols >= lines_cols(out) + 2 * END_BYTES && /* an end cannot be seen in the text */
		(!view_shows(view, at.start) || !view_shows(view, at.end))) {
		put_ends(span_in(doc->text, at), out);
	}
	lines_add(out, SPAN(" "), ROLE_STATUS, 0);
}

/* Whether the command may be run, and there is something for it to be run on. */
static bool is_of_use(struct session *session, const struct key_hint *hint)
{
	if (hint->commands[0] == COMMAND_confirm && hints_for(session) == note_hints) {
		uint32_t note = noting_here(session);

		return note != UINT32_MAX &&
			session->dossier->notes.items[note].state != ANCHOR_EXACT;
	}
	return restrictions_may(session->dossier->restrictions, hint->commands[0], NULL);
}

void hints_put(struct session *session, uint32_t cols, struct lines *out)
{
	const struct key_hint *hint = hints_for(session), *last = hint;
	struct buf keys = {0}, last_keys = {0};
	uint32_t used = lines_cols(out), kept, more;

	while (last[1].text != NULL) {
		last++;
	}
	put_hint_keys(session, last, &last_keys);
	kept = hint_cols(buf_span(&last_keys), last);
	for (; hint < last; hint++) {
		if (!is_of_use(session, hint)) {
			continue;
		}
		put_hint_keys(session, hint, &keys);
		more = hint_cols(buf_span(&keys), hint);
		if (used + more + kept > cols) {
			break;
		}
		add_hint(out, buf_span(&keys), hint);
		used += more;
	}
	if (used + kept <= cols) {
		add_hint(out, buf_span(&last_keys), last);
	}
	buf_finish(&keys);
	buf_finish(&last_keys);
}
