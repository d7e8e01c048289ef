#include "read/compose_title.h"

#include "read/noting.h"

#include <stdio.h>

enum {
	WIDE_TITLE = 64, /* columns from which a title line has all figures */
	SPEAKER_COLS = 16,
};

void compose_title_speaker(const struct doc *doc, uint32_t off, struct buf *out)
{
	struct span speaker = doc_speaker(doc, off);

	if (speaker.n > 0) {
		buf_puts(out, out->n > 0 ? " " : "");
		visible_put_cut(out, speaker, SPEAKER_COLS, false);
	}
}

/* "◆3", where the document has notes. */
static void put_notes(const struct session *session, const struct view *view, struct buf *out)
{
	uint32_t n = state_is_known(session, view->id) ? noting_count(session, view->id) : 0;

	if (n > 0) {
		buf_printf(out, "%s◆%u", out->n > 0 ? "   " : "", n);
	}
}

/* Of the largest number that may stand there: figures stay where they are as one reads on. */
static int digits_of(uint32_t n)
{
	return snprintf(NULL, 0, "%u", n);
}

/*
 * "p 3/9". Where a long text has to be counted first, room is kept for it, so that what stands before
 * it does not move then.
 */
static void put_page(struct view *view, struct buf *out)
{
	uint32_t page, pages, likely = view_pages_likely(view);
	char text[32] = "";
	int cols = 0;

	if (view_page(view, &page, &pages)) {
		cols = snprintf(text, sizeof(text), "p %u/%u", page, pages);
	}
	if (likely > 0) {
		cols = 3 + 2 * digits_of(likely);
	}
	if (cols > 0) {
		buf_printf(out, "%s%*s", out->n > 0 ? "   " : "", cols, text);
	}
}

/*
 * "Kuriyama  1988-12-20  4 of 5  p 3/9  ¶14  41% " for wide panes, the first and the last two for
 * narrow ones. The figures stay where they are when somebody else speaks.
 */
static void title_figures(struct session *session, struct view *view, bool wide, struct buf *out)
{
	const struct doc *doc = view->doc;
	bool numbered = doc->nparas > 0 && state_is_known(session, view->id);

	if (numbered) {
		compose_title_speaker(doc, view->cursor, out);
	}
	if (view->locked) {
		buf_printf(out, "%slocked", out->n > 0 ? "   " : "");
	}
	if (state_is_known(session, view->id) &&
		catalog_has_changed(&session->dossier->catalog, view->id)) {
		buf_printf(out, "%schanged", out->n > 0 ? "  " : "");
	}
	if (wide) {
		buf_puts(out, out->n > 0 && doc->date.year != 0 ? "  " : "");
		doc_date_put(&doc->date, out);
		if (state_is_known(session, view->id)) {
			buf_printf(out, "%s%u of %u", out->n > 0 ? "   " : "", view->id.i + 1,
				session->dossier->catalog.n);
		}
		put_page(view, out);
		put_notes(session, view, out);
	}
	if (numbered) {
		buf_printf(out, "%s¶%-*u", out->n > 0 ? "  " : "",
			wide ? digits_of(doc->paras[doc->nparas - 1].number) : 0,
			doc_number_at(doc, view->cursor));
	}
	buf_printf(out, wide ? " %3d%% " : out->n > 0 ? "  %d%% " : "%d%% ", view_percent(view));
}

void compose_title_put(struct session *session, struct view *view, struct rect at, bool focus,
	struct lines *out)
{
	unsigned dim = ROLE_TITLE_DIM, role = focus ? ROLE_TITLE : ROLE_TITLE_DIM;
	struct span line = at.row > 0 ? SPAN("─") : SPAN(" ");
	struct buf figures = {0};
	uint32_t used, cols = (uint32_t)at.cols;

	title_figures(session, view, at.cols >= WIDE_TITLE, &figures);
	used = (uint32_t)visible_cols(buf_span(&figures)) + (uint32_t)view->margin + 3;
	for (int i = 1; i < view->margin; i++) {
		lines_add(out, line, ROLE_RULE, 0);
	}
	lines_add(out, SPAN(" "), ROLE_RULE, 0);
	lines_cut(out, view->doc->title, cols > used ? cols - used : 1, role, focus ? STYLE_BOLD : 0,
		0);
	lines_add(out, SPAN(" "), ROLE_RULE, 0);
	lines_add_flagged(out, line, ROLE_RULE, 0, PIECE_FILL);
	if (cols > used) {
		lines_add_flagged(out, SPAN(" "), dim, 0, PIECE_RIGHT);
		lines_copy(out, buf_span(&figures), dim, 0, PIECE_RIGHT);
	}
	lines_end(out, dim, 0);
	buf_finish(&figures);
}
