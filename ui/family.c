#include "ui/family.h"

#include "base/base.h"

#include <string.h>

const char *family_relative(const char *name)
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
