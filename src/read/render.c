#include "read/render.h"

#include "read/gutter.h"

/* The state of one row being drawn: cursors into the sorted lists of what lies over the text. */
struct draw {
	const struct view *view;
	const struct render *how;
	struct lines *out;
	const struct row *row;
	uint32_t number, number_end; /* of mentions in the index, in this document */
	const struct mention *mention; /* the one of that number; NULL behind the last */
	uint32_t link; /* number of the next link of a made document */
	uint32_t hit, hint;
	uint32_t mark;
	struct range selection;
	uint32_t cursor; /* where the hardware cursor goes, UINT32_MAX: not here */
	/* The piece being collected: bytes of the text that stand side by side and look alike. */
	struct span run;
	uint32_t cols; /* of it */
	unsigned role, style;
	bool run_cursor;
	uint32_t stretch, gaps, gap; /* blank columns to spread over the gaps of a justified row */
};

static void draw_flush(struct draw *draw)
{
	lines_add_known(draw->out, draw->run, draw->cols, draw->role, draw->style,
		draw->run_cursor ? PIECE_CURSOR : 0);
	draw->run = (struct span){NULL, 0};
	draw->run_cursor = false;
}

/* Adds text to the piece being collected, or begins another one. */
static void draw_put(struct draw *draw, struct span text, uint32_t cols, unsigned role,
	unsigned style, bool cursor)
{
	bool joins = draw->run.n > 0 && draw->run.p + draw->run.n == text.p && role == draw->role &&
		style == draw->style && !cursor;

	if (joins) {
		draw->run.n += text.n;
		draw->cols += cols;
		return;
	}
	draw_flush(draw);
	draw->run = text;
	draw->cols = cols;
	draw->role = role;
	draw->style = style;
	draw->run_cursor = cursor;
}

/* What the document itself says about the look of off: headings, emphasis, speakers. */
static void style_of_text(struct draw *draw, uint32_t off, unsigned *role, unsigned *style)
{
	const struct doc *doc = draw->view->doc;
	const struct para *para = &doc->paras[draw->row->para];

	*role = ROLE_TEXT;
	*style = 0;
	if (para->kind == PARA_HEADING) {
		*role = ROLE_HEADING;
	} else if (para->kind == PARA_QUOTE) {
		*role = ROLE_QUOTE;
	} else if (para->kind == PARA_CODE) {
		*role = ROLE_CODE;
	}
	for (uint32_t i = draw->mark; i < doc->nmarks && doc->marks[i].at.start <= off; i++) {
		const struct mark *mark = &doc->marks[i];

		if (!range_has(mark->at, off)) {
			continue;
		}
		switch ((enum mark_kind)mark->kind) {
		case MARK_EMPH:
			*style |= STYLE_ITALIC;
			break;
		case MARK_STRONG:
			*style |= STYLE_BOLD;
			break;
		case MARK_CODE:
			*role = ROLE_CODE;
			break;
		case MARK_LINK:
			*role = ROLE_LINK;
			break;
		case MARK_SPEAKER:
			*role = ROLE_SPEAKER;
			break;
		case MARK_FAINT:
			*role = ROLE_PANEL_DIM;
			break;
		case MARK_HIDE:
			break;
		}
	}
}

static unsigned mention_role(const struct xref *xref, const struct mention *mention)
{
	if (mention->nents == 0) {
		return ROLE_OPEN;
	}
	return line_kind_role(xref->ents->items[xref_ents(xref, mention)[0]].kind);
}

/* Goes on with the mention of this number. */
static void mention_from(struct draw *draw, uint32_t number)
{
	draw->number = number;
	draw->mention = number < draw->number_end ? xref_mention(draw->how->xref, number) : NULL;
}

static void style_of_mention(struct draw *draw, uint32_t off, unsigned *role, unsigned *style)
{
	const struct xref *xref = draw->how->xref;
	const struct mention *mention;

	while (draw->mention != NULL && draw->mention->at.end <= off) {
		mention_from(draw, draw->number + 1);
	}
	mention = draw->mention;
	if (mention == NULL || !range_has(mention->at, off)) {
		return;
	}
	if (draw->number == draw->view->active) {
		*role = mention_role(xref, mention);
		*style |= STYLE_REVERSE;
	} else if (!draw->how->flat) {
		*role = mention_role(xref, mention);
		*style |= mention->rule == RULE_DESCRIPTION ? STYLE_DIM : STYLE_UNDERLINE;
	}
}

/* In made documents the active link's whole line is marked. */
static void style_of_link(struct draw *draw, uint32_t off, unsigned *role)
{
	const struct doc *doc = draw->view->doc;

	while (draw->link < doc->nlinks && doc->links[draw->link].at.end <= off) {
		draw->link++;
	}
	if (draw->link < doc->nlinks && range_has(doc->links[draw->link].at, off) &&
		draw->link == draw->view->active) {
		*role = ROLE_CHOICE;
	}
}

static void draw_style(struct draw *draw, uint32_t off, unsigned *role, unsigned *style)
{
	const struct render *how = draw->how;

	style_of_text(draw, off, role, style);
	if (*role == ROLE_TEXT && range_has(how->noted, off)) {
		*role = ROLE_NOTED;
	}
	if (how->xref != NULL) {
		style_of_mention(draw, off, role, style);
	}
	style_of_link(draw, off, role);
	while (draw->hit < how->nhits && how->hits[draw->hit].end <= off) {
		draw->hit++;
	}
	/* The active mention stays the first thing that the eye meets, found or not. */
	if (draw->hit < how->nhits && range_has(how->hits[draw->hit], off) &&
		(*style & STYLE_REVERSE) == 0) {
		*role = ROLE_HIT;
		*style &= (unsigned)~STYLE_UNDERLINE;
	}
	if (range_has(draw->selection, off)) {
		*role = ROLE_SELECTION;
		*style = 0;
	}
}

/* Blank columns that this gap of a justified row gets besides its own: the same for all, or nearly. */
static uint32_t draw_stretch(struct draw *draw)
{
	uint32_t gap = draw->gap++;

	if (draw->gaps == 0) {
		return 0;
	}
	return (gap + 1) * draw->stretch / draw->gaps - gap * draw->stretch / draw->gaps;
}

static void draw_blanks(struct draw *draw, uint32_t cols, unsigned role, unsigned style, bool cursor)
{
	static const char blanks[] = "                ";

	while (cols > 0) {
		uint32_t n = cols < sizeof(blanks) - 1 ? cols : (uint32_t)sizeof(blanks) - 1;

		draw_put(draw, (struct span){blanks, n}, n, role, style, cursor);
		cursor = false;
		cols -= n;
	}
}

/* Draws the letters of a hint over the first glyphs of its mention; true while it covers step. */
static bool draw_hint(struct draw *draw, const struct step *step, uint32_t *covered)
{
	const struct render *how = draw->how;
	const struct hint *hint;

	while (draw->hint < how->nhints && how->hints[draw->hint].at.end <= step->at.start) {
		draw->hint++;
	}
	if (draw->hint >= how->nhints) {
		return false;
	}
	hint = &how->hints[draw->hint];
	if (step->at.start == hint->at.start) {
		struct span label = span_of(hint->label);

		draw_put(draw, label, (uint32_t)label.n, ROLE_HINT, STYLE_REVERSE, false);
		*covered = (uint32_t)label.n;
	}
	if (*covered == 0) {
		return false;
	}
	if (step->cols > *covered) {
		draw_blanks(draw, step->cols - *covered, ROLE_TEXT, 0, false);
	}
	*covered -= step->cols < *covered ? step->cols : *covered;
	return true;
}

static void draw_step(struct draw *draw, const struct step *step)
{
	unsigned role, style;
	bool cursor = range_has(step->at, draw->cursor);

	draw_style(draw, step->at.start, &role, &style);
	switch ((enum step_kind)step->kind) {
	case STEP_GLYPH:
		draw_put(draw, step->draw, step->cols, role, style, cursor);
		break;
	case STEP_FORM:
		draw_flush(draw);
		lines_copy(draw->out, step->draw, role == ROLE_SELECTION ? role : ROLE_HIDDEN, style,
			cursor ? PIECE_CURSOR : 0);
		break;
	case STEP_BLANK:
		if (step->cols > 0) {
			draw_blanks(draw, step->cols + draw_stretch(draw), role, style, cursor);
		}
		break;
	case STEP_SOFT:
	case STEP_END:
		break;
	}
}

/* Shortens a stretch from off on to where `at` begins or ends. */
static void calm_until(struct range at, uint32_t off, uint32_t *end)
{
	uint32_t edge = at.start > off ? at.start : at.end;

	if (edge > off && edge < *end) {
		*end = edge;
	}
}

/* Where the stretch from off on ends over which draw_style(), asked for off, stays as it is. */
static uint32_t draw_calm(const struct draw *draw, uint32_t off)
{
	const struct render *how = draw->how;
	const struct doc *doc = draw->view->doc;
	uint32_t end = draw->row->at.end;

	for (uint32_t i = draw->mark; i < doc->nmarks && doc->marks[i].at.start < end; i++) {
		calm_until(doc->marks[i].at, off, &end);
	}
	if (draw->mention != NULL) {
		calm_until(draw->mention->at, off, &end);
	}
	if (draw->link < doc->nlinks) {
		calm_until(doc->links[draw->link].at, off, &end);
	}
	if (draw->hit < how->nhits) {
		calm_until(how->hits[draw->hit], off, &end);
	}
	calm_until(draw->selection, off, &end);
	calm_until((struct range){draw->cursor, draw->cursor}, off, &end);
	return end;
}

/* Words of ASCII that look alike, and the single blanks between them: what follows in one piece. */
static bool draw_words(struct draw *draw, struct flow *flow)
{
	const char *p = draw->view->doc->text.p;
	uint32_t from = flow->off, calm;
	unsigned role, style;

	if (draw->how->nhints > 0 || draw->cursor == from || from >= flow->end || from >= flow->hide ||
		!flow_is_plain(draw->view->doc, from)) {
		return false;
	}
	draw_style(draw, from, &role, &style);
	calm = draw_calm(draw, from);
	flow_pass(flow, draw->gaps == 0 ? flow_words(flow, calm) : flow_plain(flow, calm));
	draw_put(draw, (struct span){p + from, flow->off - from}, flow->off - from, role, style, false);
	return true;
}

/* Whether the row is prose that was filled: kept lines and headings keep their blanks. */
static bool may_stretch(const struct draw *draw)
{
	uint8_t kind = draw->view->doc->paras[draw->row->para].kind;

	return draw->how->justify && draw->row->full && kind != PARA_LINES && kind != PARA_CODE &&
		kind != PARA_HEADING;
}

/* Columns and gaps of a row, so that justifying knows what to spread. */
static void draw_measure(struct draw *draw)
{
	struct flow flow;
	struct step step;
	uint32_t cols = draw->row->indent + (draw->row->hyphen ? 1u : 0u);

	draw->gaps = draw->stretch = draw->gap = 0;
	if (!may_stretch(draw)) {
		return;
	}
	layout_flow(draw->view->doc, draw->row, &flow);
	while (flow_next(&flow, &step)) {
		cols += step.cols;
		draw->gaps += step.kind == STEP_BLANK && step.cols > 0;
	}
	if (cols < (uint32_t)draw->view->measure) {
		draw->stretch = (uint32_t)draw->view->measure - cols;
	}
}

/* Blank columns, the gutter's two among them: the last ones, or the last but one where there are more. */
static void draw_gutter(struct draw *draw)
{
	const struct view *view = draw->view;
	int air = view->margin > GUTTER_COLS;
	struct gutter gutter;

	if (view->margin < GUTTER_COLS) {
		draw_blanks(draw, view->margin > 0 ? (uint32_t)view->margin : 0, ROLE_TEXT, 0, false);
		return;
	}
	gutter_make(view->doc, draw->how, draw->row, air == 0, &gutter);
	if (gutter.roles[0] == ROLE_TEXT && gutter.roles[1] == ROLE_TEXT) { /* nothing stands there */
		draw_blanks(draw, (uint32_t)view->margin, ROLE_TEXT, 0, false);
		return;
	}
	draw_blanks(draw, (uint32_t)(view->margin - GUTTER_COLS - air), ROLE_TEXT, 0, false);
	for (int i = 0; i < GUTTER_COLS; i++) {
		draw_put(draw, gutter.text[i], 1, gutter.roles[i], 0, false);
	}
	draw_blanks(draw, (uint32_t)air, ROLE_TEXT, 0, false);
}

/* Sets the cursors into the sorted lists to where the screen begins. */
static void draw_start(struct draw *draw, struct range at)
{
	const struct view *view = draw->view;
	const struct xref *xref = draw->how->xref;

	if (xref != NULL) {
		draw->number_end = xref->doc_first[view->id.i + 1];
		mention_from(draw, xref_from(xref, view->id, at.start));
	}
	draw->selection = view->selecting ? view_selection(view) : (struct range){0, 0};
	draw->cursor = UINT32_MAX;
	if (!draw->how->cursor) {
		return;
	}
	draw->cursor = view->cursor;
	if (view->active != ACTIVE_NONE && xref != NULL && !view->selecting) {
		draw->cursor = xref_mention(xref, view->active)->at.start;
	} else if (view->active < view->doc->nlinks) {
		draw->cursor = view->doc->links[view->active].at.start;
	}
}

static void draw_text(struct draw *draw)
{
	struct flow flow;
	struct step step;
	uint32_t covered = 0;
	bool more;

	layout_flow(draw->view->doc, draw->row, &flow);
	do {
		while (draw_words(draw, &flow)) {
			continue;
		}
		more = flow_next(&flow, &step);
		if (more && !draw_hint(draw, &step, &covered)) {
			draw_step(draw, &step);
		}
	} while (more);
}

static void draw_row(struct draw *draw)
{
	const struct view *view = draw->view;

	draw_gutter(draw);
	if (draw->row->kind == ROW_RULE) {
		draw_flush(draw);
		lines_fill(draw->out, SPAN("─"), (uint32_t)view->measure, ROLE_RULE);
	}
	if (draw->row->kind == ROW_TEXT) {
		draw_blanks(draw, draw->row->indent, ROLE_TEXT, 0, false);
		draw_measure(draw);
		draw->mark = doc_mark_from(view->doc, draw->row->at.start);
		draw_text(draw);
		if (draw->row->hyphen) {
			draw_put(draw, SPAN("-"), 1, ROLE_TEXT, 0, false);
		}
	}
	if (range_has((struct range){draw->row->at.end, draw->row->at.end + 1}, draw->cursor)) {
		draw_blanks(draw, 1, view->selecting ? ROLE_SELECTION : ROLE_TEXT, 0, true);
	}
	draw_flush(draw);
	lines_end(draw->out, ROLE_TEXT, 0);
}

void render_view(const struct view *view, const struct render *how, struct lines *out)
{
	struct draw draw = {.view = view, .how = how, .out = out};

	draw_start(&draw, view_range(view));
	for (uint32_t i = 0; i < view->count; i++) {
		draw.row = &view->rows.items[view->first + i];
		draw_row(&draw);
	}
}
