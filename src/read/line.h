/*
 * line.h - lines of the screen as styled pieces of text, before anything is drawn.
 *
 * What the panes, the panel and the last row produce and ui/paint.c puts on cells. A piece says
 * what it is (role) and what it is right now (style); colours are the theme's business. Texts are
 * borrowed: from documents, the catalogue, string literals, or the scratch buffer of the lines.
 * They are raw: paint sends each through visible.h.
 *
 *	lines_clear(&lines);
 *	lines_add(&lines, text, ROLE_TEXT, 0);
 *	lines_end(&lines, ROLE_TEXT, 0);        one line is done
 */
#ifndef DOSSIER_READ_LINE_H
#define DOSSIER_READ_LINE_H

#include "base/arena.h"

enum role {
#define ROLE(id, name, text) ROLE_##id,
#include "read/role.def"
#undef ROLE
	ROLE_KIND, /* ROLE_KIND + number of the entity's kind */
	ROLE_MAX = 255
};

/* Kinds that have a role of their own; further ones share the last. */
#define LINE_KINDS (ROLE_MAX + 1 - ROLE_KIND)

/* The role of a kind's mentions, by the kind's number. */
static inline unsigned line_kind_role(uint32_t kind)
{
	return ROLE_KIND + (kind < LINE_KINDS ? (unsigned)kind : LINE_KINDS - 1u);
}

enum style {
	STYLE_BOLD = 1,
	STYLE_DIM = 2,
	STYLE_ITALIC = 4,
	STYLE_UNDERLINE = 8,
	STYLE_REVERSE = 16,
};

/* One piece of a line. */
struct piece {
	struct span text; /* shown through visible.h, line ends and tabs as single blanks */
	uint8_t role; /* enum role */
	uint8_t style; /* enum style, or'ed */
	uint8_t flags; /* enum piece_flags */
	uint32_t cols; /* columns that it takes, line ends and tabs as single blanks */
};

enum piece_flags {
	PIECE_RIGHT = 1, /* this and all pieces behind it stand at the right end of the line */
	PIECE_FILL = 2, /* text (one column) is repeated: see lines_fill */
	PIECE_CURSOR = 4, /* the hardware cursor rests on the first column of this piece */
};

struct line {
	uint32_t piece, npieces; /* first in pieces */
	uint8_t role; /* the ground of the whole line, also behind its end */
	uint8_t style;
};

struct lines {
	struct line *items;
	uint32_t n, cap;
	struct piece *pieces;
	uint32_t npieces, cpieces;
	struct arena scratch; /* texts made for these lines; freed by lines_clear */
	bool failed; /* some memory was refused: what is there is still sound */
};

/* Columns that a text takes as a piece: line ends and tabs as single blanks. */
uint32_t lines_text_cols(struct span text);

/* Forgets all lines and keeps the memory. */
void lines_clear(struct lines *lines);

/*
 * Adds a piece with borrowed text to the line being made. Empty text is no piece.
 */
void lines_add(struct lines *lines, struct span text, unsigned role, unsigned style);

/* The same where the caller knows its columns, with flags. */
void lines_add_known(struct lines *lines, struct span text, uint32_t cols, unsigned role,
	unsigned style, unsigned flags);

/* Adds so many blanks to the line being made. */
void lines_blanks(struct lines *lines, uint32_t n, unsigned role);

/*
 * Adds text of one column again and again: over so many columns, or (0) up to the next piece that is
 * RIGHT, or to the end of the line; that counts as no column.
 */
void lines_fill(struct lines *lines, struct span text, uint32_t cols, unsigned role);

/* The same as lines_add, with flags. */
void lines_add_flagged(struct lines *lines, struct span text, unsigned role, unsigned style,
	unsigned flags);

/* The same with formatted text, kept in the scratch buffer. */
void lines_printf(struct lines *lines, unsigned role, unsigned style, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* A copy of text is kept in the scratch buffer. */
void lines_copy(struct lines *lines, struct span text, unsigned role, unsigned style,
	unsigned flags);

/* A copy of text, cut to cols columns with … as the last one where it is longer. */
void lines_cut(struct lines *lines, struct span text, uint32_t cols, unsigned role, unsigned style);

/* Columns of the line being made. */
uint32_t lines_cols(const struct lines *lines);

/* Ends the line being made (an empty one where nothing was added) and gives it a ground. */
void lines_end(struct lines *lines, unsigned role, unsigned style);

/*
 * Adds lines of plain text, wrapped at blanks to cols columns, `margin` of them blank: at most rows,
 * cut with … where it is longer.
 */
void lines_wrapped(struct span text, uint32_t margin, uint32_t cols, uint32_t rows, unsigned role,
	struct lines *out);

/* Frees them. Takes a zeroed one. */
void lines_finish(struct lines *lines);

#endif
