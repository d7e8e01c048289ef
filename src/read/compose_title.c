#include "read/compose_title.h"

#include "read/noting.h"

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

/* Words behind others, so many blanks apart. */
static void put_behind(struct buf *out, int blanks, const char *words)
{
	for (int i = 0; i < blanks && out->n > 0; i++) {
		buf_putc(out, ' ');
	}
	buf_puts(out, words);
}

/* "◆3", where the document has notes. */
static void put_notes(const struct session *session, const struct view *view, struct buf *out)
{
	uint32_t n = state_is_known(session, view->id) ? noting_count(session, view->id) : 0;

	if (n > 0) {
		put_behind(out, 3, "◆");
		buf_number(out, n, 0);
	}
}

/* Of the largest number that may stand there: figures stay where they are as one reads on. */
static uint32_t digits_of(uint32_t n)
{
	uint32_t digits = 1;

	for (; n >= 10; n /= 10) {
		digits++;
	}
	return digits;
}

/* "1/300 MiB": of what only the beginning was read so far, there are no pages. */
static void put_beginning(const struct doc *doc, struct buf *out)
{
	double mib = 1 << 20;

	buf_printf(out, "%.0f/%.0f MiB", (double)doc->source_n / mib,
		((double)doc->source_n + (double)doc->rest) / mib);
}

/*
 * "p 3/9". Where a long text has to be counted first, room is kept for it, so that what stands before
 * it does not move then.
 */
static void put_page(struct view *view, struct buf *out)
{
	uint32_t page, pages, likely = view_pages_likely(view);
	uint32_t room = likely > 0 ? 3 + 2 * digits_of(likely) : 0;
	struct buf text = {0};

	if (view->doc->rest > 0) {
		put_behind(out, 3, "");
		put_beginning(view->doc, out);
		return;
	}
	if (view_page(view, &page, &pages)) {
		buf_puts(&text, "p ");
		buf_number(&text, page, 0);
		buf_putc(&text, '/');
		buf_number(&text, pages, 0);
	}
	if (text.n > 0 || room > 0) {
		put_behind(out, 3, "");
	}
	for (uint32_t had = (uint32_t)text.n; had < room; had++) {
		buf_putc(out, ' ');
	}
	buf_put(out, buf_span(&text));
	buf_finish(&text);
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
		put_behind(out, 3, "locked");
	}
	if (state_is_known(session, view->id) &&
		catalog_has_changed(&session->dossier->catalog, view->id)) {
		put_behind(out, 2, "changed");
	}
	if (wide) {
		put_behind(out, doc->date.year != 0 ? 2 : 0, "");
		doc_date_put(&doc->date, out);
		if (state_is_known(session, view->id)) {
			put_behind(out, 3, "");
			buf_number(out, view->id.i + 1, 0);
			buf_puts(out, " of ");
			buf_number(out, session->dossier->catalog.n, 0);
		}
		put_page(view, out);
		put_notes(session, view, out);
	}
	if (numbered) {
		put_behind(out, 2, "¶");
		buf_number_left(out, doc_number_at(doc, view->cursor),
			wide ? digits_of(doc->paras[doc->nparas - 1].number) : 0);
	}
	put_behind(out, wide ? 0 : 2, wide ? " " : "");
	buf_number(out, (uint32_t)view_percent(view), wide ? 3 : 0);
	buf_puts(out, "% ");
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
	if (view->margin > 1) {
		lines_fill(out, line, (uint32_t)view->margin - 1, ROLE_RULE);
	}
	lines_add(out, SPAN(" "), ROLE_RULE, 0);
	lines_cut(out, view->doc->title, cols > used ? cols - used : 1, role, focus ? STYLE_BOLD : 0);
	lines_add(out, SPAN(" "), ROLE_RULE, 0);
	lines_fill(out, line, 0, ROLE_RULE);
	if (cols > used) {
		lines_add_flagged(out, SPAN(" "), dim, 0, PIECE_RIGHT);
		lines_copy(out, buf_span(&figures), dim, 0, PIECE_RIGHT);
	}
	lines_end(out, dim, 0);
	buf_finish(&figures);
}
