#include "play.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

/* The position that `word` names on a side of `size`: from 1, or negative from the end. False,
 * with a message, outside. */
static bool place(struct play *play, const char *word, int size, int *at)
{
	int number;
	if (!play_number(play, word, &number)) {
		return false;
	}
	*at = number > 0 ? number - 1 : size + number;
	if (number == 0 || *at < 0 || *at >= size) {
		bytes_print(&play->why, "%s is outside 1 to %d", word, size);
		return false;
	}
	return true;
}

/* Puts the row that `word` names into `text`. */
static bool read_row(struct play *play, const char *word, struct bytes *text)
{
	int cols, rows, row;
	vt_size(play->vt, &cols, &rows);
	if (!place(play, word, rows, &row)) {
		return false;
	}
	vt_row(play->vt, row, text);
	return true;
}

static enum play_result check_row(struct play *play, const struct script_line *line)
{
	struct bytes text = {0};
	enum play_result result = PLAY_BROKEN;
	if (read_row(play, line->word[1], &text)) {
		result = play_compare(play, line, 2, bytes_text(&text));
	}
	bytes_finish(&text);
	return result;
}

static bool on_screen(const struct play *play, const char *text)
{
	int row = 0, col = 0, cells;
	return vt_find(play->vt, text, &row, &col, &cells);
}

static enum play_result check_screen(struct play *play, const struct script_line *line)
{
	return on_screen(play, line->word[1]) ? PLAY_DONE : PLAY_NOT_YET;
}

static enum play_result check_no(struct play *play, const struct script_line *line)
{
	return on_screen(play, line->word[1]) ? PLAY_NOT_YET : PLAY_DONE;
}

/* Whether a colour is as `want` says: a palette number, "default", or "any" for one that the
 * program has set. */
static bool color_fits(struct play *play, const char *want, int32_t color)
{
	int number;
	if (strcmp(want, "default") == 0) {
		return color == VT_DEFAULT;
	}
	if (strcmp(want, "any") == 0) {
		return color != VT_DEFAULT;
	}
	return play_number(play, want, &number) && color == number;
}

static bool is_plain(const struct vt_cell *cell)
{
	return !cell->bold && !cell->underline && !cell->italic && !cell->blink && !cell->reverse &&
		cell->fg == VT_DEFAULT && cell->bg == VT_DEFAULT;
}

/* Whether a cell has the attribute `want`, or, with a leading '-', lacks it. An unknown name
 * leaves a message. */
static bool attribute_fits(struct play *play, const char *want, const struct vt_cell *cell)
{
	const struct {
		const char *name;
		bool set;
	} attributes[] = {{"bold", cell->bold}, {"underline", cell->underline},
		{"italic", cell->italic}, {"blink", cell->blink}, {"reverse", cell->reverse},
		{"plain", is_plain(cell)}};
	if (strncmp(want, "fg=", 3) == 0) {
		return color_fits(play, want + 3, cell->fg);
	}
	if (strncmp(want, "bg=", 3) == 0) {
		return color_fits(play, want + 3, cell->bg);
	}
	bool lacks = *want == '-';
	for (size_t i = 0; i < COUNT_OF(attributes); i++) {
		if (strcmp(want + lacks, attributes[i].name) == 0) {
			return attributes[i].set != lacks;
		}
	}
	bytes_print(&play->why, "no attribute is called '%s'", want);
	return false;
}

/* Whether `cells` cells from (row, col) on all have the attributes that the words from `at` on
 * name. */
static bool cells_fit(
	struct play *play, const struct script_line *line, size_t at, const int span[3])
{
	for (int i = 0; i < span[2]; i++) {
		struct vt_cell cell;
		if (!vt_cell(play->vt, span[0], span[1] + i, &cell)) {
			return false;
		}
		for (size_t word = at; word < line->n; word++) {
			if (!attribute_fits(play, line->word[word], &cell)) {
				return false;
			}
		}
	}
	return true;
}

static enum play_result judged(const struct play *play, bool ok)
{
	return play->why.n > 0 ? PLAY_BROKEN : ok ? PLAY_DONE : PLAY_NOT_YET;
}

static enum play_result check_cell(struct play *play, const struct script_line *line)
{
	int span[3] = {0, 0, 1}, cols, rows;
	vt_size(play->vt, &cols, &rows);
	if (!line->quoted[1]) {
		if (line->n < 4) {
			bytes_add_text(&play->why, "an attribute is missing");
			return PLAY_BROKEN;
		}
		bool inside = place(play, line->word[1], rows, &span[0]) &&
			place(play, line->word[2], cols, &span[1]);
		return judged(play, inside && cells_fit(play, line, 3, span));
	}
	bool ok = false;
	while (!ok && play->why.n == 0 &&
		vt_find(play->vt, line->word[1], &span[0], &span[1], &span[2])) {
		ok = cells_fit(play, line, 2, span);
		span[1]++;
	}
	return judged(play, ok);
}

static enum play_result check_cursor(struct play *play, const struct script_line *line)
{
	int row, col, cols, rows, at[2] = {0, 0}, cells;
	vt_size(play->vt, &cols, &rows);
	vt_cursor(play->vt, &row, &col);
	if (strcmp(line->word[1], "on") == 0) {
		at[0] = row;
		at[1] = col;
		bool found = vt_find(play->vt, line->word[2], &at[0], &at[1], &cells);
		return found && at[0] == row && at[1] == col ? PLAY_DONE : PLAY_NOT_YET;
	}
	bool inside = place(play, line->word[1], rows, &at[0]) &&
		place(play, line->word[2], cols, &at[1]);
	return judged(play, inside && at[0] == row && at[1] == col);
}

/* Whether `c` begins a character that words are made of: an ASCII letter or digit, or one of a
 * script from U+00C0 on, not of the signs and line drawings of U+2000 to U+2BFF. */
static bool in_word(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
	if (a < 0x80) {
		return (a >= '0' && a <= '9') || (a >= 'A' && a <= 'Z') || (a >= 'a' && a <= 'z');
	}
	return a >= 0xc3 && !(a == 0xe2 && b < 0xb0);
}

/* Puts the first run of non-blanks with a word character in it into `word`; false where the row
 * has none. */
static bool first_word(const char *row, struct bytes *word)
{
	while (*row) {
		row += strspn(row, " ");
		size_t n = strcspn(row, " ");
		for (size_t i = 0; i < n; i++) {
			if (in_word(row + i)) {
				bytes_clear(word);
				bytes_add(word, row, n);
				return true;
			}
		}
		row += n;
	}
	return false;
}

/* Puts the first word at or below the row that `from` names into `word`; empty where there is
 * none. */
static bool word_below(struct play *play, const char *from, struct bytes *word)
{
	int cols, rows, row;
	vt_size(play->vt, &cols, &rows);
	if (!place(play, from, rows, &row)) {
		return false;
	}
	bool found = false;
	struct bytes text = {0};
	for (; row < rows && !found; row++) {
		bytes_clear(&text);
		vt_row(play->vt, row, &text);
		found = first_word(bytes_text(&text), word);
	}
	bytes_finish(&text);
	return true;
}

/* Reads what the words "row N" or "word N" of a line name; `*is_word` says which. */
static bool read_named(
	struct play *play, const struct script_line *line, struct bytes *text, bool *is_word)
{
	*is_word = strcmp(line->word[2], "word") == 0;
	if (!*is_word && strcmp(line->word[2], "row") != 0) {
		bytes_print(&play->why, "'%s' is neither row nor word", line->word[2]);
		return false;
	}
	return *is_word ? word_below(play, line->word[3], text)
			: read_row(play, line->word[3], text);
}

static struct play_note *find_note(const struct play *play, const char *name)
{
	struct play_note *note = play->notes;
	while (note && strcmp(note->name, name) != 0) {
		note = note->next;
	}
	return note;
}

static struct play_note *make_note(struct play *play, const char *name)
{
	struct play_note *note = find_note(play, name);
	if (!note) {
		note = bytes_must(calloc(1, sizeof(*note)));
		note->name = bytes_must(strdup(name));
		note->next = play->notes;
		play->notes = note;
	}
	return note;
}

static enum play_result check_remember(struct play *play, const struct script_line *line)
{
	struct bytes text = {0};
	bool is_word;
	if (!read_named(play, line, &text, &is_word)) {
		bytes_finish(&text);
		return PLAY_BROKEN;
	}
	if (text.n == 0) {
		bytes_finish(&text);
		return PLAY_NOT_YET;
	}
	struct play_note *note = make_note(play, line->word[1]);
	bytes_finish(&note->text);
	note->text = text;
	return PLAY_DONE;
}

static enum play_result check_recall(struct play *play, const struct script_line *line)
{
	const struct play_note *note = find_note(play, line->word[1]);
	if (!note) {
		bytes_print(&play->why, "nothing is remembered as '%s'", line->word[1]);
		return PLAY_BROKEN;
	}
	struct bytes text = {0};
	bool is_word, ok = false;
	if (read_named(play, line, &text, &is_word)) {
		const char *now = bytes_text(&text), *then = bytes_text(&note->text);
		ok = is_word ? strcmp(now, then) == 0 : strstr(now, then) != NULL;
	}
	enum play_result result = judged(play, ok);
	if (result == PLAY_NOT_YET) {
		bytes_print(&play->why, "remembered '%s', now '%s'", bytes_text(&note->text),
			bytes_text(&text));
	}
	bytes_finish(&text);
	return result;
}

const struct play_verb play_screen_checks[] = {
	{"row", 2, 3, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_TERMINAL, check_row},
	{"screen", 1, 1, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_TERMINAL, check_screen},
	{"no", 1, 1, PLAY_CHECK | PLAY_WANTS_SEEN | PLAY_ON_TERMINAL, check_no},
	{"cell", 2, SCRIPT_WORDS, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_TERMINAL, check_cell},
	{"cursor", 2, 2, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_TERMINAL, check_cursor},
	{"remember", 3, 3, PLAY_CHECK | PLAY_WANTS_SEEN | PLAY_ON_TERMINAL, check_remember},
	{"recall", 3, 3, PLAY_CHECK | PLAY_SHOWS | PLAY_ON_TERMINAL, check_recall},
	{0},
};
