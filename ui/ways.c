#include "ui/ways.h"

#include <string.h>

/* Passes over `word` where it stands at *p. */
static bool skip(const char **p, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(*p, word, n) != 0) {
		return false;
	}
	*p += n;
	return true;
}

static struct way_shape shape_of(const char *p)
{
	struct way_shape shape = {0};
	if (p == NULL || !skip(&p, "\033[")) {
		return shape;
	}
	shape.from_one = skip(&p, "%i");
	if (skip(&p, "%p1%d")) {
		shape.numbers = skip(&p, ";%p2%d") ? 2 : 1;
	}
	if (p[0] >= '@' && p[0] <= '~' && (p[1] == '\0' || strncmp(p + 1, "$<", 2) == 0)) {
		shape.end = p[0];
	}
	return shape;
}

void ways_settle(struct ways *ways)
{
	for (int i = 0; i < WAYS; i++) {
		ways->shape[i] = shape_of(ways->capability[i]);
	}
}

void ways_put(const struct ways *ways, enum way way, int a, int b, struct buf *out)
{
	const struct way_shape *shape = &ways->shape[way];
	if (ways->capability[way] == NULL) {
		return;
	}
	if (shape->end == '\0') {
		ways->expand(out, ways->capability[way], a, b);
		return;
	}
	buf_add(out, "\033[", 2);
	if (shape->numbers > 0 && !ways_is_one(way, a)) {
		buf_number(out, (uint32_t)(a + shape->from_one), 0);
	}
	if (shape->numbers > 1) {
		buf_putc(out, ';');
		buf_number(out, (uint32_t)(b + shape->from_one), 0);
	}
	buf_putc(out, shape->end);
}

void ways_put_no_region(const struct ways *ways, int rows, struct buf *out)
{
	if (ways->shape[WAY_REGION].end == 'r') {
		buf_puts(out, "\033[r"); /* without numbers it is the whole screen */
	} else {
		ways_put(ways, WAY_REGION, 0, rows - 1, out);
	}
}

const char *ways_relative(const char *name)
{
	static const struct {
		const char *start, *relative;
	} families[] = {
		{"xterm", "xterm-256color"}, {"foot", "xterm-256color"},
		{"alacritty", "xterm-256color"}, {"kitty", "xterm-256color"},
		{"wezterm", "xterm-256color"}, {"contour", "xterm-256color"},
		{"ghostty", "xterm-256color"}, {"rio", "xterm-256color"},
		{"konsole", "xterm-256color"}, {"vte", "xterm-256color"},
		{"iTerm", "xterm-256color"}, {"iterm", "xterm-256color"},
		{"ms-terminal", "xterm-256color"}, {"warp", "xterm-256color"},
		{"gnome", "xterm-256color"}, {"st", "xterm-256color"},
		{"putty", "xterm-256color"}, {"mintty", "xterm-256color"},
		{"tmux", "screen-256color"}, {"screen", "screen-256color"},
		{"zellij", "screen-256color"}, {"rxvt", "rxvt"}, {"linux", "linux"},
	};
	for (size_t i = 0; i < COUNT_OF(families); i++) {
		if (strncmp(name, families[i].start, strlen(families[i].start)) == 0) {
			return families[i].relative;
		}
	}
	return "vt100";
}
