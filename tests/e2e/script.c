#include "script.h"

#include "base/base.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool script_open(struct script *script, const char *path, struct bytes *why)
{
	if (!bytes_read_file(&script->text, path)) {
		bytes_print(why, "%s: %s", path, strerror(errno));
		return false;
	}
	return true;
}

void script_close(struct script *script)
{
	bytes_finish(&script->text);
}

/* Puts the next line of the file, without its newline, into `out`; false at the end. */
static bool next_line(struct script *script, struct bytes *out)
{
	if (script->at >= script->text.n) {
		return false;
	}
	const char *start = script->text.p + script->at;
	const char *end = memchr(start, '\n', script->text.n - script->at);
	size_t n = end ? (size_t)(end - start) : script->text.n - script->at;
	script->at += n + 1;
	script->number++;
	bytes_clear(out);
	bytes_add(out, start, n);
	return true;
}

static int hex_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;
	return found ? (int)(found - digits) : -1;
}

/* Reads the escape behind a backslash at `p` and returns what follows it; NULL where there is no
 * such escape. */
static const char *unescape_one(const char *p, struct bytes *out)
{
	static const char plain[][2] = {{'e', '\033'}, {'n', '\n'}, {'t', '\t'}, {'r', '\r'},
		{'a', '\a'}, {'b', '\b'}, {'\\', '\\'}, {'"', '"'}};
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		if (*p == plain[i][0]) {
			bytes_add(out, &plain[i][1], 1);
			return p + 1;
		}
	}
	int high = *p == 'x' ? hex_value(p[1]) : -1;
	int low = high >= 0 ? hex_value(p[2]) : -1;
	if (low < 0) {
		return NULL;
	}
	char byte = (char)(high << 4 | low);
	bytes_add(out, &byte, 1);
	return p + 3;
}

static bool unescape(const char *p, struct bytes *out)
{
	while (p && *p) {
		if (*p == '\\') {
			p = unescape_one(p + 1, out);
		} else {
			bytes_add(out, p++, 1);
		}
	}
	return p != NULL;
}

/* Reads a word in quotes from behind the opening one; NULL where it does not end or has a bad
 * escape. */
static const char *quoted_word(const char *p, char quote, struct bytes *out)
{
	while (p && *p != quote) {
		if (*p == '\0') {
			return NULL;
		}
		if (*p == '\\' && quote == '"') {
			p = unescape_one(p + 1, out);
		} else {
			bytes_add(out, p++, 1);
		}
	}
	return p ? p + 1 : NULL;
}

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

/* Adds the word at `p` to the line and returns what follows it; NULL with a message where it is
 * no word. */
static const char *read_word(struct script_line *line, const char *p, struct bytes *why)
{
	if (line->n == SCRIPT_WORDS) {
		bytes_add_text(why, "too many words");
		return NULL;
	}
	struct bytes word = {0};
	bytes_add(&word, "", 0);
	if (*p == '"' || *p == '\'') {
		line->quoted[line->n] = true;
		p = quoted_word(p + 1, *p, &word);
	} else {
		size_t n = strcspn(p, " \t");
		bytes_add(&word, p, n);
		p += n;
	}
	if (!p || strlen(word.p) != word.n) {
		bytes_add_text(why,
			p ? "a NUL inside a word" : "a quote that does not end, or a bad escape");
		bytes_finish(&word);
		return NULL;
	}
	line->word[line->n++] = word.p;
	return p;
}

static bool split(struct script_line *line, struct bytes *why)
{
	const char *p = skip_blanks(bytes_text(&line->source));
	line->rest = skip_blanks(p + strcspn(p, " \t"));
	/* Keys are taken as they stand: a quote is a key like any other. */
	if (strncmp(p, "keys ", 5) == 0) {
		line->word[line->n++] = bytes_must(strdup("keys"));
		return true;
	}
	while (p && *p) {
		p = read_word(line, p, why);
		p = p ? skip_blanks(p) : NULL;
	}
	return p != NULL;
}

/* Reads the text up to the line that is `end`. */
static bool read_body(
	struct script *script, struct script_line *line, const char *end, struct bytes *why)
{
	struct bytes row = {0};
	bool ok = true, closed = false;
	while (ok && !closed && next_line(script, &row)) {
		closed = strcmp(bytes_text(&row), end) == 0;
		ok = closed || unescape(bytes_text(&row), &line->body);
		if (!closed) {
			bytes_add(&line->body, "\n", 1);
		}
	}
	bytes_finish(&row);
	if (!ok) {
		bytes_print(why, "a bad escape in the text at line %u", script->number);
	} else if (!closed) {
		bytes_print(why, "the text does not end with '%s'", end);
	}
	line->has_body = true;
	return ok && closed;
}

/* A last word <<END announces a text and is no word of the instruction. */
static bool take_body(struct script *script, struct script_line *line, struct bytes *why)
{
	char *last = line->word[line->n - 1];
	if (line->quoted[line->n - 1] || strncmp(last, "<<", 2) != 0 || last[2] == '\0') {
		return true;
	}
	line->word[--line->n] = NULL;
	bool ok = read_body(script, line, last + 2, why);
	free(last);
	return ok;
}

bool script_next(struct script *script, struct script_line *line, struct bytes *why)
{
	*line = (struct script_line){0};
	const char *start;
	do {
		if (!next_line(script, &line->source)) {
			return false;
		}
		start = skip_blanks(bytes_text(&line->source));
	} while (*start == '\0' || *start == '#');
	line->number = script->number;
	return split(line, why) && take_body(script, line, why);
}

void script_line_finish(struct script_line *line)
{
	for (size_t i = 0; i < line->n; i++) {
		free(line->word[i]);
	}
	bytes_finish(&line->source);
	bytes_finish(&line->body);
	line->n = 0;
}

void script_line_shift(struct script_line *line)
{
	free(line->word[0]);
	for (size_t i = 1; i < line->n; i++) {
		line->word[i - 1] = line->word[i];
		line->quoted[i - 1] = line->quoted[i];
	}
	line->word[--line->n] = NULL;
	line->rest += strcspn(line->rest, " \t");
	line->rest = skip_blanks(line->rest);
}
