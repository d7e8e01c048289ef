#include "ui/theme.h"

#include "base/typo.h"
#include "base/visible.h"

#include <limits.h>

/* One row of look.def: the same thing in each theme. */
struct look_row {
	const char *few, *automatic, *dark, *light, *mono;
};

static const struct look_row role_rows[] = {
#define LOOK(role, few, auto, dark, light, mono) [ROLE_##role] = {few, auto, dark, light, mono},
#define KIND(few, auto, dark, light, mono, sign)
#include "ui/look.def"
#undef LOOK
#undef KIND
};

_Static_assert(COUNT_OF(role_rows) == ROLE_KIND, "look.def has a row for each role");

#define NAMED_KINDS 3 /* person, treaty, island: the first rows of their own */

static const struct {
	struct look_row row;
	const char *sign;
} kind_rows[] = {
#define LOOK(role, few, auto, dark, light, mono)
#define KIND(few, auto, dark, light, mono, sign) {{few, auto, dark, light, mono}, sign},
#include "ui/look.def"
#undef LOOK
#undef KIND
};

/* In the order of the first eight colours of a terminal. */
static const char *const colour_names[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};

/* In the order of the bits of enum style. */
static const char *const style_names[] = {"bold", "dim", "italic", "underline", "reverse"};

static bool parse_hex(struct span text, uint32_t *out)
{
	uint32_t value = 0;
	for (size_t i = 0; i < text.n; i++) {
		static const char digits[] = "0123456789abcdef";
		char c = text.p[i];
		const char *at = strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c);
		if (c == '\0' || at == NULL) {
			return false;
		}
		value = value * 16 + (uint32_t)(at - digits);
	}
	*out = value;
	return text.n == 6;
}

static bool parse_colour(struct span word, int32_t *out)
{
	uint32_t number;
	if (span_eq_nocase(word, SPAN("default"))) {
		*out = COLOUR_DEFAULT;
		return true;
	}
	if (span_u32(word, &number) && number < 256) {
		*out = (int32_t)number;
		return true;
	}
	if (span_starts(word, SPAN("#"))) {
		word = (struct span){word.p + 1, word.n - 1};
		if (!parse_hex(word, &number)) {
			return false;
		}
		*out = (int32_t)(COLOUR_RGB | number);
		return true;
	}
	int32_t bright = 0;
	if (word.n > 7 && span_eq_nocase((struct span){word.p, 7}, SPAN("bright-"))) {
		word = (struct span){word.p + 7, word.n - 7};
		bright = 8;
	}
	for (size_t i = 0; i < COUNT_OF(colour_names); i++) {
		if (span_eq_nocase(word, span_of(colour_names[i]))) {
			*out = (int32_t)i + bright;
			return true;
		}
	}
	return false;
}

static bool parse_style(struct span word, uint8_t *out)
{
	for (unsigned i = 0; i < COUNT_OF(style_names); i++) {
		if (span_eq_nocase(word, span_of(style_names[i]))) {
			*out = (uint8_t)(1u << i);
			return true;
		}
	}
	return false;
}

/* Says what is wrong with a word, and what it may have been meant to be. */
static bool refuse_word(struct span word, struct err *err)
{
	struct typo typo = {.name = word};
	for (size_t i = 0; i < COUNT_OF(colour_names); i++) {
		typo_try(&typo, colour_names[i]);
	}
	for (size_t i = 0; i < COUNT_OF(style_names); i++) {
		typo_try(&typo, style_names[i]);
	}
	typo_try(&typo, "default");
	if (typo.nearest != NULL) {
		return err_set(err, "'%.*s' is no colour and no style; did you mean '%s'?",
			SPAN_ARG(word), typo.nearest);
	}
	return err_set(err, "'%.*s' is no colour (red, bright-red, 0 to 255, #rrggbb, default) "
		"and no style (bold, dim, italic, underline, reverse)", SPAN_ARG(word));
}

/* Takes the next word off *rest; false where there is none. */
static bool next_word(struct span *rest, struct span *word)
{
	*rest = span_trim(*rest);
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t') {
		n++;
	}
	*word = (struct span){rest->p, n};
	*rest = (struct span){rest->p + n, rest->n - n};
	return n > 0;
}

bool theme_parse(struct span words, struct look *out, struct err *err)
{
	struct look look = {COLOUR_DEFAULT, COLOUR_DEFAULT, 0};
	struct span word;
	bool on = false;
	while (next_word(&words, &word)) {
		uint8_t style;
		if (!on && span_eq_nocase(word, SPAN("on"))) {
			on = true;
		} else if (parse_colour(word, on ? &look.bg : &look.fg)) {
			on = false;
		} else if (!on && parse_style(word, &style)) {
			look.style |= style;
		} else {
			return refuse_word(word, err);
		}
	}
	if (on) {
		return err_set(err, "'on' wants a colour behind it");
	}
	*out = look;
	return true;
}

/* Red, green, blue of a colour, 0 to 255 each, as xterm has them. */
struct rgb {
	int r, g, b;
};

static struct rgb colour_rgb(int32_t colour)
{
	static const struct rgb first[16] = {{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0},
		{0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229}, {127, 127, 127},
		{255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255},
		{0, 255, 255}, {255, 255, 255}};
	static const int steps[6] = {0, 95, 135, 175, 215, 255};
	if (colour & COLOUR_RGB) {
		return (struct rgb){colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF};
	}
	if (colour < 16) {
		return first[colour];
	}
	if (colour < 232) {
		int n = colour - 16;
		return (struct rgb){steps[n / 36], steps[n / 6 % 6], steps[n % 6]};
	}
	int grey = 8 + 10 * (colour - 232);
	return (struct rgb){grey, grey, grey};
}

/* The nearest of the colours [from, to), by plain distance. */
static int32_t nearest(struct rgb want, int32_t from, int32_t to)
{
	int32_t best = from;
	int least = INT_MAX;
	for (int32_t i = from; i < to; i++) {
		struct rgb have = colour_rgb(i);
		int r = have.r - want.r, g = have.g - want.g, b = have.b - want.b;
		int distance = r * r + g * g + b * b;
		if (distance < least) {
			least = distance;
			best = i;
		}
	}
	return best;
}

int32_t theme_reduce(int32_t colour, int colours)
{
	if (colour == COLOUR_DEFAULT || colours < 8) {
		return COLOUR_DEFAULT;
	}
	if (colours >= COLOUR_RGB && colour >= 8) { /* such terminals number only the first eight */
		struct rgb c = colour_rgb(colour);
		return COLOUR_RGB | c.r << 16 | c.g << 8 | c.b;
	}
	if ((colour < 256 && colours >= 256) || colour < (colours < 16 ? 8 : 16)) {
		return colour;
	}
	if (colours >= 256) {
		return nearest(colour_rgb(colour), 16, 256); /* the first 16 are the user's own */
	}
	if (colours < 16 && colour < 16) {
		return colour - 8;
	}
	return nearest(colour_rgb(colour), 0, colours < 16 ? 8 : 16);
}

/* The words of a row that fit the settings and the terminal. */
static const char *row_words(const struct look_row *row, const struct theme_how *how)
{
	const char *theme = how->config->look_theme;
	if (how->colours < 8 || strcmp(theme, "mono") == 0) {
		return row->mono;
	}
	if (how->colours < 256) {
		return row->few;
	}
	if (strcmp(theme, "dark") == 0) {
		return row->dark;
	}
	return strcmp(theme, "light") == 0 ? row->light : row->automatic;
}

static void set_look(struct look *look, struct look to, int colours)
{
	bool coloured = to.fg != COLOUR_DEFAULT || to.bg != COLOUR_DEFAULT;
	if (colours < 8 && coloured && to.style == 0) {
		return; /* nothing of it would be left: what the theme has says more */
	}
	look->style = to.style;
	look->fg = theme_reduce(to.fg, colours);
	look->bg = theme_reduce(to.bg, colours);
	if (colours < 16 && to.fg == 8) {
		look->fg = COLOUR_DEFAULT; /* bright black, where only eight colours are */
		look->style |= STYLE_DIM;
	}
}

static void set_words(struct look *look, const char *words, int colours)
{
	struct look parsed;
	if (theme_parse(span_of(words), &parsed, NULL)) {
		set_look(look, parsed, colours);
	}
}

static void make_defaults(struct theme *theme, const struct theme_how *how)
{
	for (size_t i = 0; i <= ROLE_MAX; i++) {
		theme->looks[i] = (struct look){COLOUR_DEFAULT, COLOUR_DEFAULT, 0};
	}
	for (size_t i = 0; i < COUNT_OF(role_rows); i++) {
		set_words(&theme->looks[i], row_words(&role_rows[i], how), how->colours);
	}
	for (size_t i = 0; i < COUNT_OF(theme->signs); i++) {
		theme->signs[i] = (struct span){0};
	}
	/* No cell is of a kind that this dossier does not have. */
	for (size_t i = 0; i < COUNT_OF(theme->signs) && i < how->nkinds; i++) {
		size_t row = i < COUNT_OF(kind_rows) ? i : NAMED_KINDS +
			(i - NAMED_KINDS) % (COUNT_OF(kind_rows) - NAMED_KINDS);
		set_words(&theme->looks[ROLE_KIND + i], row_words(&kind_rows[row].row, how),
			how->colours);
		theme->signs[i] = span_of(kind_rows[row].sign);
	}
}

/* The role with this name, or ROLE_KIND; *near gets one that it is nearly. */
static size_t find_role(struct span name, const char **near)
{
	static const char *const names[] = {
#define ROLE(id, name, text) name,
#include "read/role.def"
#undef ROLE
	};
	*near = NULL;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (span_eq_nocase(name, span_of(names[i]))) {
			return i;
		}
		*near = typo_near(name, span_of(names[i])) ? names[i] : *near;
	}
	return ROLE_KIND;
}

static void read_theme_line(struct theme *theme, const struct config_entry *line, int colours,
	struct report *report)
{
	const char *near;
	struct look look;
	struct err err;
	size_t role = find_role(line->name, &near);
	if (role == ROLE_KIND) {
		report_add(report, REPORT_WARNING, line->path, line->line,
			near == NULL ? "[theme] has no '%.*s'%s" :
				       "[theme] has no '%.*s'; did you mean '%s'?",
			SPAN_ARG(line->name), near == NULL ? "" : near);
	} else if (!theme_parse(line->value, &look, &err)) {
		report_add(report, REPORT_WARNING, line->path, line->line, "%.*s: %s",
			SPAN_ARG(line->name), err.msg);
	} else {
		set_look(&theme->looks[role], look, colours);
	}
}

/* Whether word is one glyph that can stand for a kind. */
static bool is_sign(struct span word)
{
	struct glyph g;
	if (word.n == 0) {
		return false;
	}
	visible_next(word, 0, &g);
	return g.end == word.n && g.kind == GLYPH_PLAIN && g.cols > 0;
}

/* Splits "colour words sign" into the two; *sign is empty where there is only one of them. */
static void split_kind(struct span value, struct span *words, struct span *sign)
{
	value = span_trim(value);
	size_t at = value.n;
	while (at > 0 && value.p[at - 1] != ' ' && value.p[at - 1] != '\t') {
		at--;
	}
	*words = value;
	*sign = (struct span){value.p + at, value.n - at};
	struct look look;
	bool only = at == 0 && theme_parse(value, &look, NULL);
	if (is_sign(*sign) && !only) {
		*words = (struct span){value.p, at};
	} else {
		*sign = (struct span){0};
	}
}

/* The kind with this name, or nkinds. A kind that this dossier does not know is no mistake. */
static uint32_t find_kind(const struct theme_how *how, struct span name)
{
	uint32_t kind = 0;
	while (kind < how->nkinds && !span_eq_nocase(name, how->kinds[kind])) {
		kind++;
	}
	return kind;
}

static void read_kind_line(struct theme *theme, const struct config_entry *line,
	const struct theme_how *how, struct report *report)
{
	struct span words, sign;
	struct look look;
	struct err err;
	split_kind(line->value, &words, &sign);
	if (!theme_parse(words, &look, &err)) {
		report_add(report, REPORT_WARNING, line->path, line->line, "%.*s: %s",
			SPAN_ARG(line->name), err.msg);
		return;
	}
	uint32_t kind = find_kind(how, line->name);
	if (kind == how->nkinds || kind >= COUNT_OF(theme->signs)) {
		return;
	}
	if (words.n > 0) {
		set_look(&theme->looks[ROLE_KIND + kind], look, how->colours);
	}
	if (sign.n > 0) {
		theme->signs[kind] = sign;
	}
}

void theme_make(struct theme *theme, const struct theme_how *how, struct report *report)
{
	const struct config *config = how->config;
	make_defaults(theme, how);
	for (uint32_t i = 0; i < config->ntables[CONFIG_THEME]; i++) {
		read_theme_line(theme, &config->tables[CONFIG_THEME][i], how->colours, report);
	}
	for (uint32_t i = 0; i < config->ntables[CONFIG_KINDS]; i++) {
		read_kind_line(theme, &config->tables[CONFIG_KINDS][i], how, report);
	}
}

struct look theme_look(const struct theme *theme, struct ink ink)
{
	struct look look = theme->looks[ink.role];
	const struct look *ground = &theme->looks[ink.ground];
	bool reversed = (ground->style & STYLE_REVERSE) != 0;
	unsigned flip = ink.style & STYLE_REVERSE;
	unsigned style = look.style | (ink.style & ~(unsigned)STYLE_REVERSE);
	if (ink.ground != ink.role) {
		/* A reversed line stays one even bar: colours of its own would tear it up. */
		if (reversed || (ground->bg != COLOUR_DEFAULT && look.fg == COLOUR_DEFAULT)) {
			look.fg = ground->fg;
		}
		look.bg = reversed || look.bg == COLOUR_DEFAULT ? ground->bg : look.bg;
		flip ^= ground->style & STYLE_REVERSE;
		style |= ground->style & ~(unsigned)STYLE_REVERSE;
	}
	/* What is reversed on a reversed line must still stand out. */
	look.style = (uint8_t)(style ^ flip);
	return look;
}
