/*
 * visible.h - the door: what may reach a terminal, and what everything else looks like.
 *
 * Every text that is shown passes here, glyph by glyph: document text, file names, titles, notes,
 * names of the catalogue, error messages, plain output. Graphic characters pass. Everything else
 * gets a visible form: C0 and DEL `^[`, C1 `<9B>`, bytes that are no UTF-8 `<FF>`, bidi controls,
 * zero-width and other invisible characters, tags, U+2028/9, private use, noncharacters,
 * unassigned `<202E>`. At most four marks stand on a base; the rest become one `<+37>`.
 * What honest text needs is not drawn and not made a form, but counted: joiners between letters of
 * scripts that use them and inside emoji, one variation selector on a base that has variants, a
 * soft hyphen inside a word. They lie in the bytes of a glyph and take no column.
 * Backspace and carriage return are shown, never obeyed. Nothing here knows colours or terminals.
 *
 * A glyph is one character that takes columns with the marks drawn on it, not a grapheme cluster:
 * an emoji sequence is a glyph for each of its pictures, because that is what ncurses and the C
 * library count. So always: the text that is drawn consists of letters, marks, digits,
 * punctuation, symbols and spaces only, and cols is the sum of their wcwidth(3).
 *
 *	struct glyph g;
 *	for (size_t off = 0; off < text.n; off = g.end) {
 *		visible_next(text, off, &g);
 *		draw(visible_text(text, &g), g.cols);
 *	}
 *
 * Source of the classes: Unicode 14 as in libunistring and the C library; the list of dangers is
 * that of Trojan Source (CVE-2021-42574) and of terminal escape injection.
 */
#ifndef DOSSIER_BASE_VISIBLE_H
#define DOSSIER_BASE_VISIBLE_H

#include "base/buf.h"

enum glyph_kind {
	GLYPH_PLAIN, /* graphic: drawn as its own bytes */
	GLYPH_SPACE, /* one blank column: U+0020, U+00A0 and other spaces of one column */
	GLYPH_TAB, /* the caller decides how many columns; cols is 1 */
	GLYPH_BREAK, /* a line end; cols is 0 and nothing is drawn */
	GLYPH_SOFT, /* legitimate and invisible (soft hyphen, stray joiner): cols 0, not drawn */
	GLYPH_FORM, /* something hidden, drawn as `form` */
};

#define GLYPH_FORM_MAX 24

struct glyph {
	size_t start, end; /* byte offsets in the text */
	size_t drawn; /* PLAIN: bytes from start to draw; 0 where they had to be put together in form */
	enum glyph_kind kind;
	uint8_t cols; /* terminal columns of what is drawn */
	uint8_t hidden; /* hidden or invisible characters in it, up to 255: what `=` counts */
	char form[GLYPH_FORM_MAX]; /* FORM: ASCII; PLAIN: see drawn; NUL-terminated */
};

/*
 * The glyph at off < text.n. Any bytes are allowed in text. Glyphs never overlap and cover all
 * of it; end > off always. O(1) for ASCII, O(length of the cluster) else, a thousand marks at most.
 */
void visible_next(struct span text, size_t off, struct glyph *out);

/* The same where nothing is left out: soft hyphens, joiners and selectors are forms too. */
void visible_next_bare(struct span text, size_t off, struct glyph *out);

/* Makes out the form of bytes that are no text, `<FF>` each; of the first five where there are more. */
void visible_bytes(struct span bytes, struct glyph *out);

/*
 * How many bytes of text from off on are printable ASCII and each a glyph of one column. The last
 * letter before a byte that is no ASCII is left out: there may be marks on it.
 */
size_t visible_plain(struct span text, size_t off);

/* Sorts of what is hidden, as people count them. */
enum hidden {
	HIDDEN_CONTROL, /* C0, DEL, C1 */
	HIDDEN_BYTE, /* bytes that are no text */
	HIDDEN_BIDI, /* what turns the direction of writing */
	HIDDEN_TAG, /* U+E0000 to U+E007F */
	HIDDEN_INVISIBLE, /* zero width, fillers, format controls, U+2028/9 */
	HIDDEN_PRIVATE,
	HIDDEN_UNASSIGNED, /* noncharacters too */
	HIDDEN_MARK, /* what was too much for one base, or stands on none */
	HIDDEN_SELECTOR,
	HIDDEN_JOINER,
	HIDDEN_SOFT, /* soft hyphens */
	HIDDEN_SORTS,
};

/* What `n` of that sort are called: "control characters". */
const char *visible_sort(enum hidden sort, uint32_t n);

/* Adds to counts what is hidden in glyph g of text, by sort: g->hidden in all, where that is < 255. */
void visible_count(struct span text, const struct glyph *g, uint32_t counts[HIDDEN_SORTS]);

/*
 * What to draw for g: bytes of the text, its form, one blank for SPACE and TAB, empty for BREAK
 * and SOFT. Valid as long as both text and g.
 */
struct span visible_text(struct span text, const struct glyph *g);

/* Columns of all of text on one line, as visible_put writes it with VISIBLE_LINE. */
size_t visible_cols(struct span text);

enum visible_how {
	VISIBLE_LINE, /* line ends and tabs become visible forms too: names, messages, fields */
	VISIBLE_TEXT, /* line ends and tabs stay: text for a pipe or a file */
};

/* Appends the visible form of text: only graphic characters (and \n \t with VISIBLE_TEXT). */
void visible_put(struct buf *out, struct span text, enum visible_how how);

/*
 * Appends text cut to at most cols columns, with `…` as the last column where it was cut (ASCII
 * `~` where ascii). Tabs and line ends are forms. Returns the columns used.
 */
size_t visible_put_cut(struct buf *out, struct span text, size_t cols, bool ascii);

#endif
