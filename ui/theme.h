/*
 * theme.h - how things look: roles turned into colours and attributes.
 *
 * Pure data: made from the settings, the kinds of the dossier and the number of colours that the
 * terminal has; knows no terminal. The same roles are told apart in 16 million colours, 256, 16,
 * 8 and none. Without colours (a monochrome terminal, NO_COLOR) every theme is `mono`.
 *
 *	struct theme theme;
 *	theme_make(&theme, &how, &report);
 *	struct look look = theme_look(&theme, cell->ink);
 */
#ifndef DOSSIER_UI_THEME_H
#define DOSSIER_UI_THEME_H

#include "base/config.h"
#include "read/line.h"
#include "ui/canvas.h"

/* A colour: one of these, or the number of a colour of the terminal, 0 to 255. */
enum {
	COLOUR_DEFAULT = -1, /* the terminal's own */
	COLOUR_RGB = 0x1000000, /* or'ed with 0xRRGGBB: only where the terminal takes any colour */
};

struct look {
	int32_t fg, bg;
	uint8_t style; /* enum style */
};

struct theme {
	struct look looks[ROLE_MAX + 1]; /* indexed by enum role */
	struct span signs[ROLE_MAX + 1 - ROLE_KIND]; /* of kinds: one glyph each, borrowed */
};

struct theme_how {
	const struct config *config; /* look_theme, [theme], [kinds]; the signs point into it */
	const struct span *kinds; /* names of the kinds by their numbers */
	uint32_t nkinds;
	int colours; /* that the terminal has; less than 8: none are used */
};

/* Makes a theme. Lines of [theme] and [kinds] that cannot be read are reported and left out. */
void theme_make(struct theme *theme, const struct theme_how *how, struct report *report);

/*
 * How a cell looks: its role over the ground of its line, with its style. The line lends its
 * background, its styles, and, where it has a background, its foreground to roles without one.
 */
struct look theme_look(const struct theme *theme, struct ink ink);

/*
 * Reads style words: a colour (red, bright-blue, 0 to 255, #rrggbb, default), `on` a colour, bold,
 * dim, italic, underline, reverse. False, with the nearest word in the message, for any other.
 */
bool theme_parse(struct span words, struct look *out, struct err *err) MUST_CHECK;

/* The nearest colour that a terminal of so many colours has. */
int32_t theme_reduce(int32_t colour, int colours);

#endif
