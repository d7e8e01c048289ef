#include "drawn.h"

#include "base/utf8.h"

/* The column behind the last cell of a row that shows anything. */
static int row_end(const struct canvas *canvas, int row)
{
	int end = canvas->cols;
	while (end > 0) {
		if (canvas_cell(canvas, row, end - 1)->text != ' ') {
			break;
		}
		end--;
	}
	return end;
}

static void row_text(const struct canvas *canvas, int row, struct buf *out)
{
	int end = row_end(canvas, row);
	for (int col = 0; col < end; col++) {
		const uint32_t *chars;
		int n = canvas_chars(canvas, canvas_cell(canvas, row, col), &chars);
		for (int i = 0; i < n; i++) {
			char bytes[UTF8_MAX];
			buf_add(out, bytes, utf8_encode(chars[i], bytes));
		}
	}
	buf_putc(out, '\n');
}

void drawn_text(const struct canvas *canvas, struct buf *out)
{
	for (int row = 0; row < canvas->rows; row++) {
		row_text(canvas, row, out);
	}
}

static bool ink_same(struct ink a, struct ink b)
{
	return a.role == b.role && a.ground == b.ground && a.style == b.style;
}

/* Whether the stretch of cells of one ink that col lies in shows nothing but blanks. */
static bool is_blank_stretch(const struct canvas *canvas, int row, int col)
{
	struct ink ink = canvas_cell(canvas, row, col)->ink;
	if (canvas_cell(canvas, row, col)->text != ' ') {
		return false;
	}
	while (col > 0 && ink_same(canvas_cell(canvas, row, col - 1)->ink, ink)) {
		col--;
	}
	while (col < canvas->cols && ink_same(canvas_cell(canvas, row, col)->ink, ink)) {
		if (canvas_cell(canvas, row, col)->text != ' ') {
			return false;
		}
		col++;
	}
	return true;
}

static void role_name(struct buf *out, unsigned role)
{
	static const char *const names[] = {
#define ROLE(id, name, text) name,
#include "read/role.def"
#undef ROLE
	};
	if (role < COUNT_OF(names)) {
		buf_puts(out, names[role]);
	} else {
		buf_printf(out, "kind %u", role - ROLE_KIND);
	}
}

static void ink_text(struct buf *out, struct ink ink)
{
	static const char *const names[] = {"bold", "dim", "italic", "underline", "reverse"};
	role_name(out, ink.role);
	if (ink.ground != ROLE_TEXT) {
		buf_puts(out, " on ");
		role_name(out, ink.ground);
	}
	for (unsigned i = 0; i < COUNT_OF(names); i++) {
		if (ink.style & (1u << i)) {
			buf_printf(out, ", %s", names[i]);
		}
	}
}

static void row_roles(const struct canvas *canvas, int row, struct buf *out)
{
	static const struct ink plain = {.role = ROLE_TEXT, .ground = ROLE_TEXT};
	int end;
	for (int col = 0; col < canvas->cols; col = end) {
		struct ink ink = canvas_cell(canvas, row, col)->ink;
		end = col + 1;
		while (end < canvas->cols && ink_same(canvas_cell(canvas, row, end)->ink, ink)) {
			end++;
		}
		bool unseen = ink.ground == ROLE_TEXT && ink.style == 0 &&
			is_blank_stretch(canvas, row, col);
		if (!ink_same(ink, plain) && !unseen) {
			buf_printf(out, "\t%d-%d ", col, end - 1);
			ink_text(out, ink);
			buf_putc(out, '\n');
		}
	}
}

void drawn_roles(const struct canvas *canvas, struct buf *out)
{
	for (int row = 0; row < canvas->rows; row++) {
		row_text(canvas, row, out);
		row_roles(canvas, row, out);
	}
}
