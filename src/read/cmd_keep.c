/* Taking a passage along with its citation. */
#include "read/state.h"
#include "texts/cite.h"

/* The selection, or the paragraph that the reader is in. */
static struct range passage(struct session *session)
{
	struct view *view = state_view(session);

	if (view->selecting || view->doc->nparas == 0) {
		return view_selection(view);
	}
	return view->doc->paras[doc_para_at(view->doc, view->cursor)].at;
}

/* What stands between a paragraph that is copied and the one before it. */
static struct span between(const struct doc *doc, const struct para *para)
{
	char before = doc->text.p[para->at.start - 1];

	if (!para->part) {
		return SPAN("\n\n");
	}
	if (before == '\n' && para_keeps_lines(para->kind)) {
		return SPAN("\n");
	}
	return before == ' ' || before == '\t' || before == '\n' ? SPAN(" ") : SPAN("");
}

/* The passage as one reads it: prose without its line ends, kept lines with them. */
static void put_passage(const struct doc *doc, struct range at, struct buf *out)
{
	uint32_t para = doc_para_at(doc, at.start);

	while (para < doc->nparas && doc->paras[para].at.start < at.end) {
		struct range part = doc->paras[para].at;
		struct flow flow;
		struct step step;

		part.start = part.start < at.start ? at.start : part.start;
		part.end = part.end > at.end ? at.end : part.end;
		if (out->n > 0 && part.start < part.end) {
			buf_put(out, between(doc, &doc->paras[para]));
		}
		flow_start(&flow, doc, para, part);
		while (part.start < part.end && flow_next(&flow, &step)) {
			if (step.kind == STEP_END) {
				buf_putc(out, '\n');
			} else if (step.kind == STEP_BLANK) {
				buf_puts(out, step.cols > 0 ? " " : "");
			} else if (step.kind == STEP_GLYPH) {
				/* With the joiners that its script needs: it is pasted into other texts. */
				buf_put(out, span_in(doc->text, step.at));
			} else if (step.kind != STEP_SOFT) {
				buf_put(out, step.draw);
			}
		}
		para++;
	}
}

/* Puts quotation and citation into `wants`. False: there is nothing to take. */
static bool take(struct session *session)
{
	const struct doc *doc = state_view(session)->doc;
	struct range at = passage(session);
	struct buf *text = &session->wants.text, quote = {0};

	buf_clear(text);
	if (doc->nparas == 0 || at.start >= at.end) {
		session_say(session, false, "nothing is selected");
		return false;
	}
	put_passage(doc, at, &quote);
	buf_puts(text, "“");
	buf_put(text, buf_span(&quote));
	buf_puts(text, "”\n— ");
	cite_put(doc, at, text);
	buf_puts(text, "\n");
	buf_finish(&quote);
	if (text->failed) {
		session_say(session, true, "no memory to copy this");
		return false;
	}
	state_view(session)->selecting = false;
	return true;
}

void cmd_copy(struct session *session, const struct call *call)
{
	(void)call;
	session->wants.copy = take(session);
}

void cmd_copy_file(struct session *session, const struct call *call)
{
	buf_clear(&session->wants.path);
	buf_put(&session->wants.path, span_trim(call->text));
	session->wants.save = session->wants.path.n > 0 && take(session);
}
