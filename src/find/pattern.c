#include "find/pattern.h"

#include "base/byte.h"
#include "base/utf8.h"
#include "texts/fold.h"

/* The place behind the first of `ends` at or behind off; the text's end where there is none. */
static size_t skip_behind(struct span text, size_t off, const char *ends)
{
	while (off < text.n && strchr(ends, text.p[off]) == NULL) {
		off++;
	}
	return off < text.n ? off + 1 : off;
}

/* Behind an escape that starts at off: \w, \p{Lu}, \x{14D}. */
static size_t skip_escape(struct span text, size_t off)
{
	off++;
	if (off < text.n) {
		utf8_next(text, &off);
	}
	return off < text.n && text.p[off] == '{' ? skip_behind(text, off, "}") : off;
}

/* Behind what stands at off and is no letter of the expression: an escape, (?<Name>, (*VERB). */
static size_t skip_syntax(struct span text, size_t off)
{
	struct span rest = {text.p + off, text.n - off};
	if (rest.p[0] == '\\') {
		return skip_escape(text, off);
	}
	if (span_starts(rest, SPAN("(*"))) {
		return skip_behind(text, off, ")");
	}
	if (span_starts(rest, SPAN("(?"))) {
		return skip_behind(text, off, ":)>=!");
	}
	return off;
}

bool pattern_has_capital(struct span pattern, bool expression)
{
	for (size_t off = 0; off < pattern.n;) {
		size_t behind = expression ? skip_syntax(pattern, off) : off;
		if (behind > off) {
			off = behind;
		} else if (utf8_is_upper(utf8_next(pattern, &off))) {
			return true;
		}
	}
	return false;
}

static void put(struct pattern *out, char c, size_t origin)
{
	uint32_t from = (uint32_t)origin;
	buf_putc(&out->text, c);
	buf_add(&out->origin, &from, sizeof(from));
}

static bool is_syntax(char c)
{
	return c > ' ' && strchr("\\^$.[]|()?*+{}-#", c) != NULL;
}

/* Puts what the character at [start, end) folds to, so that it stands for itself. */
static bool put_folded(struct pattern *out, struct span expression, size_t start, size_t end,
	bool quoted, struct fold *fold)
{
	struct span c = {expression.p + start, end - start};
	if (!fold_span(fold, c, FOLD_KEEP_CASE)) {
		return false;
	}
	for (uint32_t i = 0; i < fold->n; i++) {
		if (!quoted && is_syntax(fold->p[i])) {
			put(out, '\\', start);
		}
		put(out, fold->p[i], start);
	}
	return true;
}

/*
 * Copies ASCII, escapes whole, and folds the rest. An escape before a character that is not ASCII
 * stands for that character: its backslash goes, for it would make something else of the letter
 * that the character folds to. `\Q` to `\E` is text in which a backslash would stand for itself.
 */
static bool fold_all(struct span expression, struct pattern *out, struct fold *fold)
{
	bool quoted = false;
	for (size_t off = 0, start; off < expression.n;) {
		start = off;
		struct span rest = {expression.p + off, expression.n - off};
		bool escape = rest.p[0] == '\\' && rest.n > 1 && (!quoted || rest.p[1] == 'E');
		off += escape ? 1 : 0;
		if (utf8_next(expression, &off) >= 0x80) {
			if (!put_folded(out, expression, escape ? start + 1 : start, off, quoted, fold)) {
				return false;
			}
			continue;
		}
		if (escape) {
			quoted = rest.p[1] == 'Q' || (quoted && rest.p[1] != 'E');
			put(out, '\\', start);
		}
		put(out, expression.p[off - 1], start);
	}
	return true;
}

bool pattern_fold(struct span expression, struct pattern *out, struct err *err)
{
	struct fold fold = {0};
	bool ok = fold_all(expression, out, &fold);
	fold_finish(&fold);
	uint32_t end = (uint32_t)expression.n;
	buf_add(&out->origin, &end, sizeof(end));
	return ok ? buf_ok(&out->text, err) && buf_ok(&out->origin, err) : err_memory(err);
}

size_t pattern_offset(const struct pattern *pattern, size_t at)
{
	uint32_t origin;
	memcpy(&origin, pattern->origin.p + at * sizeof(origin), sizeof(origin));
	return origin;
}

void pattern_finish(struct pattern *pattern)
{
	buf_finish(&pattern->text);
	buf_finish(&pattern->origin);
}

/* What every match has in it. */

enum { LETTERS_LEAST = 2 };

struct reading {
	struct span text;
	size_t off;
	size_t start; /* of the run being read */
	struct span best;
	uint32_t letters; /* of the best */
	bool doubt; /* nothing can be said of this expression */
};

static char at(const struct reading *reading, size_t off)
{
	return off < reading->text.n ? reading->text.p[off] : '\0';
}

/* Ends the run at `end` and keeps it if it is the best one; the next begins at `next`. */
static void end_run(struct reading *reading, size_t end, size_t next)
{
	uint32_t letters = 0;

	for (size_t i = reading->start; i < end; i++) {
		letters += byte_is_alnum(reading->text.p[i]);
	}
	if (end > reading->start && letters >= LETTERS_LEAST && letters > reading->letters) {
		reading->best = (struct span){reading->text.p + reading->start, end - reading->start};
		reading->letters = letters;
	}
	reading->start = next;
}

/* Behind an escape that takes no argument; any other one leaves everything in doubt. */
static void skip_shorthand(struct reading *reading)
{
	char c = at(reading, reading->off + 1);

	reading->doubt |= c == '\0' || strchr("bBwWdDsSAzZhHvVRXnrt.()[]{}*+?|^$\\/-", c) == NULL;
	reading->off += 2;
}

/* Behind a class of characters. */
static void skip_class(struct reading *reading)
{
	reading->off += at(reading, reading->off + 1) == '^' ? 2 : 1;
	reading->off += at(reading, reading->off) == ']' ? 1 : 0; /* the first one is itself */
	while (!reading->doubt && at(reading, reading->off) != ']') {
		char c = at(reading, reading->off);

		/* [:alpha:] and its like end in a bracket of their own. */
		reading->doubt |= c == '[' || reading->off >= reading->text.n;
		if (c == '\\') {
			skip_shorthand(reading);
		} else {
			reading->off++;
		}
	}
	reading->off++;
}

/* Behind a group with all that is in it. */
static void skip_group(struct reading *reading)
{
	uint32_t depth = 0;

	do {
		char c = at(reading, reading->off), next = at(reading, reading->off + 1);

		reading->doubt |= reading->off >= reading->text.n ||
			(c == '(' && (next == '?' || next == '*'));
		if (c == '\\') {
			skip_shorthand(reading);
		} else if (c == '[') {
			skip_class(reading);
		} else {
			depth += c == '(' ? 1u : 0u;
			depth -= c == ')' ? 1u : 0u;
			reading->off++;
		}
	} while (depth > 0 && !reading->doubt);
}

/* One thing that is no letter and no blank: it ends the run. */
static void take_other(struct reading *reading)
{
	char c = at(reading, reading->off);
	bool optional = c == '?' || c == '*' || c == '{';
	size_t end = reading->off;

	if (optional && end > reading->start) {
		end--; /* the last letter may not be there */
	}
	end_run(reading, end, reading->off);
	if (c == '\\') {
		skip_shorthand(reading);
	} else if (c == '[') {
		skip_class(reading);
	} else if (c == '(') {
		skip_group(reading);
	} else if (c == '{') {
		while (at(reading, reading->off) != '}' && reading->off < reading->text.n) {
			reading->off++;
		}
		reading->off++;
	} else {
		reading->doubt |= c == '|' || c == ')' || c == '\0';
		reading->off++;
	}
	reading->start = reading->off;
}

struct span pattern_literal(struct span expression)
{
	struct reading reading = {.text = expression, .best = SPAN("")};

	while (reading.off < expression.n && !reading.doubt) {
		char c = expression.p[reading.off];

		if (byte_is_alnum(c) || c == ' ') {
			reading.off++;
		} else {
			take_other(&reading);
		}
	}
	end_run(&reading, expression.n, expression.n);
	return reading.doubt ? SPAN("") : reading.best;
}
