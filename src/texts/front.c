#include "texts/front.h"

#define LINES_MOST 64

struct range front_range(struct span text)
{
	struct span rest = text, line;

	if (!span_cut(&rest, '\n', &line) || !span_eq(span_trim(line), SPAN("---"))) {
		return (struct range){0, 0};
	}
	for (uint32_t n = 1; n < LINES_MOST && span_cut(&rest, '\n', &line); n++) {
		struct span word = span_trim(line);

		if (span_eq(word, SPAN("---")) || span_eq(word, SPAN("..."))) {
			return (struct range){0, (uint32_t)(word.p + word.n - text.p)};
		}
	}
	return (struct range){0, 0};
}

static struct span unquoted(struct span value)
{
	if (value.n >= 2 && (value.p[0] == '"' || value.p[0] == '\'') &&
		value.p[value.n - 1] == value.p[0]) {
		return (struct span){value.p + 1, value.n - 2};
	}
	return value;
}

struct span front_value(struct span text, struct span name)
{
	struct span rest = span_in(text, front_range(text)), line;

	while (rest.n > 0 && span_cut(&rest, '\n', &line)) {
		if (line.n > name.n && line.p[name.n] == ':' &&
			span_eq_nocase((struct span){line.p, name.n}, name)) {
			return unquoted(span_trim(
				(struct span){line.p + name.n + 1, line.n - name.n - 1}));
		}
	}
	return SPAN("");
}
