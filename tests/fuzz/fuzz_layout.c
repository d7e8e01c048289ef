/* Rows of any document at any width: every byte stands on one row, in order, and none is too wide. */
#include "fuzz.h"
#include "read/layout.h"

/* Columns of what is drawn on a row; blanks at its end hang, also before markup that is not shown. */
static int row_cols(const struct doc *doc, const struct row *row)
{
	struct flow flow;
	struct step step;
	int cols = row->indent, shown = cols;
	uint32_t last = row->at.start;

	flow_start(&flow, doc, row->para, row->at);
	while (flow_next(&flow, &step)) {
		CHECK(step.at.start >= last && step.at.start < step.at.end);
		CHECK(step.at.end <= row->at.end);
		CHECK(step.kind != STEP_GLYPH || step.draw.n > 0);
		last = step.at.end;
		cols += step.cols;
		shown = step.kind != STEP_BLANK && step.cols > 0 ? cols : shown;
	}
	return shown + row->hyphen;
}

/* Whether a row holds one thing that had to go somewhere, or blanks alone. */
static bool is_single(const struct doc *doc, const struct row *row)
{
	struct flow flow;
	struct step step;
	int drawn = 0;

	flow_start(&flow, doc, row->para, row->at);
	while (flow_next(&flow, &step)) {
		drawn += step.kind != STEP_BLANK && step.cols > 0;
	}
	return drawn <= 1;
}

static void check_rows(const struct doc *doc, uint32_t para, int cols, const struct rows *rows)
{
	struct range at = doc->paras[para].at;
	uint32_t last = at.start;

	CHECK(rows->n > 0);
	for (uint32_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->items[i];

		CHECK(row->para == para && row->kind <= ROW_RULE);
		CHECK(row->at.start >= last && row->at.start <= row->at.end && row->at.end <= at.end);
		CHECK((doc->text.p[row->at.start] & 0xC0) != 0x80 || row->at.start == at.end);
		if (row->kind == ROW_TEXT) {
			int wide = row_cols(doc, row);

			CHECK(wide <= cols || is_single(doc, row));
			CHECK(row->at.start == row->at.end || layout_row_at(rows, row->at.start) == i);
		}
		last = row->at.end;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	int cols = 1 + fuzz_byte(&rest) % 120;
	struct rows rows = {0};
	struct doc doc;

	if (!fuzz_doc(rest, &doc)) {
		return 0;
	}
	for (uint32_t i = 0; i < doc.nparas; i++) {
		rows.n = 0;
		CHECK(layout_para(&doc, i, cols, &rows));
		check_rows(&doc, i, cols, &rows);
	}
	rows_finish(&rows);
	doc_finish(&doc);
	return 0;
}
