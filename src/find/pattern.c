#include "find/pattern.h"

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
