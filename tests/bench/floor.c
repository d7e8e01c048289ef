/*
 * floor - what curses itself costs: a program that shows a text, a page or a line on, and nothing
 * else. Lines are cut at the width of the screen; the last row says where it is.
 *
 *	floor FILE
 *	j k   a line on, back      Space b   a page on, back      q   the end
 */
#include "base/file.h"

#include <curses.h>
#include <locale.h>

static void draw(struct span text, int top)
{
	struct span line;
	int row = -top;
	erase();
	while (row < LINES - 1 && span_cut(&text, '\n', &line)) {
		if (row >= 0) {
			mvaddnstr(row, 0, line.p, line.n < (size_t)COLS ? (int)line.n : COLS);
		}
		row++;
	}
	attron(A_REVERSE);
	mvprintw(LINES - 1, 0, " %d ", top + 1);
	attroff(A_REVERSE);
	refresh();
}

int main(int argc, char **argv)
{
	struct buf text = {0};
	struct err err;
	int top = 0, key = 0;
	setlocale(LC_ALL, "");
	if (argc < 2 || !file_read(argv[1], 1u << 30, &text, NULL, &err)) {
		return 1;
	}
	initscr();
	cbreak();
	noecho();
	while (key != 'q') {
		draw(buf_span(&text), top);
		key = getch();
		top += key == 'j' ? 1 : key == 'k' ? -1 : key == ' ' ? LINES - 1 :
			key == 'b' ? 1 - LINES : 0;
		top = top < 0 ? 0 : top;
	}
	endwin();
	buf_finish(&text);
	return 0;
}
