#include "passage.h"

#include <stdlib.h>

/* Most expectations of one passage. */
#define EXPECTS 64

/* A passage while it is read. */
struct reading {
	const char *path;
	uint32_t line; /* of the byte read last */
	struct buf text;
	struct expect expects[EXPECTS];
	uint32_t nexpects;
	struct err *err;
};

static uint32_t lines_in(struct span text)
{
	uint32_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		n += text.p[i] == '\n';
	}
	return n;
}

static bool broken(const struct reading *reading, const char *what)
{
	return err_set(reading->err, "%s:%u: %s", reading->path, reading->line, what);
}

/* Takes the next word, up to a blank, off the front of *rest; empty at its end. */
static struct span word_cut(struct span *rest)
{
	struct span word = {NULL, 0};
	*rest = span_trim(*rest);
	if (rest->n == 0 || !span_cut(rest, ' ', &word)) {
		return (struct span){NULL, 0};
	}
	return word;
}

/* Rule and certainty: * is as good as nothing. */
static struct span free_or(struct span word)
{
	return span_eq(word, SPAN("*")) ? (struct span){NULL, 0} : word;
}

/* What stands behind the surface: ids, rule, certainty. */
static bool parse_target(struct reading *reading, struct span target, struct expect *expect)
{
	struct span ids = word_cut(&target), id;
	expect->open = span_eq(ids, SPAN("?"));
	if (expect->open) {
		ids = word_cut(&target);
	}
	while (span_cut(&ids, expect->open ? '|' : '+', &id)) {
		if (id.n == 0 || expect->nids == EXPECT_IDS) {
			return broken(reading, "no id, or too many");
		}
		expect->ids[expect->nids++] = id;
	}
	expect->rule = free_or(word_cut(&target));
	expect->certainty = free_or(word_cut(&target));
	if (expect->nids == 0 || span_trim(target).n > 0) {
		return broken(reading, "a mention is [[surface|ids rule certainty]]");
	}
	return true;
}

/* Appends the part of a surface and gives the range that it has in the text. */
static struct range put_part(struct reading *reading, struct span part)
{
	struct range at = {(uint32_t)reading->text.n, 0};
	buf_put(&reading->text, part);
	at.end = (uint32_t)reading->text.n;
	return at;
}

/* The surface, with what is free at its ends. */
static bool parse_surface(struct reading *reading, struct span surface, struct expect *expect)
{
	struct span head = {NULL, 0}, tail = {NULL, 0};
	expect->optional = span_starts(surface, SPAN("~"));
	if (expect->optional) {
		surface = (struct span){surface.p + 1, surface.n - 1};
	}
	if (span_starts(surface, SPAN("{"))) {
		size_t end = span_find(surface, SPAN("}"), 0);
		if (end == surface.n) {
			return broken(reading, "{ without }");
		}
		head = (struct span){surface.p + 1, end - 1};
		surface = (struct span){surface.p + end + 1, surface.n - end - 1};
	}
	size_t open = span_find(surface, SPAN("{"), 0);
	if (open < surface.n) {
		if (!span_ends(surface, SPAN("}"))) {
			return broken(reading, "{ in the middle of a surface");
		}
		tail = (struct span){surface.p + open + 1, surface.n - open - 2};
		surface = (struct span){surface.p, open};
	}
	if (surface.n == 0) {
		return broken(reading, "a surface is empty");
	}
	expect->outer.start = put_part(reading, head).start;
	expect->inner = put_part(reading, surface);
	expect->outer.end = put_part(reading, tail).end;
	return true;
}

/* One [[…]]; inside is what stands between the brackets. */
static bool parse_expect(struct reading *reading, struct span inside)
{
	if (reading->nexpects == EXPECTS) {
		return broken(reading, "too many mentions in a passage");
	}
	struct expect *expect = &reading->expects[reading->nexpects];
	*expect = (struct expect){.line = reading->line};
	size_t bar = span_find(inside, SPAN("|"), 0);
	if (bar == inside.n) {
		return broken(reading, "a mention without |");
	}
	if (!parse_surface(reading, (struct span){inside.p, bar}, expect) ||
		!parse_target(reading, (struct span){inside.p + bar + 1, inside.n - bar - 1}, expect)) {
		return false;
	}
	reading->nexpects++;
	return true;
}

static bool parse_body(struct reading *reading, struct span body)
{
	size_t at = 0;
	while (at < body.n) {
		size_t open = span_find(body, SPAN("[["), at);
		struct span plain = {body.p + at, open - at};
		buf_put(&reading->text, plain);
		reading->line += lines_in(plain);
		if (open == body.n) {
			break;
		}
		size_t close = span_find(body, SPAN("]]"), open);
		if (close == body.n) {
			return broken(reading, "[[ without ]]");
		}
		struct span inside = {body.p + open + 2, close - open - 2};
		if (!parse_expect(reading, inside)) {
			return false;
		}
		reading->line += lines_in(inside);
		at = close + 2;
	}
	return buf_ok(&reading->text, reading->err);
}

/* Moves what was read to where it stays. */
static bool keep(struct passages *out, struct reading *reading, struct passage *passage)
{
	uint32_t n = reading->nexpects;
	if (n > 0) {
		passage->expects = arena_array(&out->arena, n, sizeof(*passage->expects));
		if (passage->expects == NULL) {
			return err_memory(reading->err);
		}
		memcpy(passage->expects, reading->expects, n * sizeof(*passage->expects));
	}
	passage->nexpects = n;
	if (!arena_copy(&out->arena, buf_span(&reading->text), &passage->text) ||
		!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items))) {
		return err_memory(reading->err);
	}
	out->items[out->n++] = *passage;
	return true;
}

/* One passage, from its name to the line before `---`. */
static bool parse_one(struct passages *out, struct reading *reading, struct span piece)
{
	struct passage passage = {.path = reading->path, .line = reading->line};
	struct span name;
	if (!span_starts(piece, SPAN("# ")) || !span_cut(&piece, '\n', &name) || piece.n == 0) {
		return broken(reading, "a passage begins with a line '# name'");
	}
	name = (struct span){name.p + 2, name.n - 2};
	passage.later = span_starts(name, SPAN("!later "));
	if (passage.later) {
		name = (struct span){name.p + 7, name.n - 7};
	}
	passage.name = name;
	reading->line++;
	return parse_body(reading, piece) && keep(out, reading, &passage);
}

bool passage_parse(struct passages *out, const char *path, struct span text, struct err *err)
{
	struct reading reading = {.path = path, .line = 1, .err = err};
	const struct span fence = SPAN("\n---\n");
	bool ok = true;
	for (size_t at = 0; ok && at < text.n;) {
		size_t end = span_find(text, fence, at);
		size_t stop = end < text.n ? end + 1 : text.n;
		struct span piece = {text.p + at, stop - at};
		uint32_t line = reading.line;
		reading.nexpects = 0;
		buf_clear(&reading.text);
		ok = parse_one(out, &reading, piece);
		reading.line = line + lines_in(piece) + 1;
		at = end < text.n ? end + fence.n : text.n;
	}
	buf_finish(&reading.text);
	return ok;
}

void passage_finish(struct passages *passages)
{
	free(passages->items);
	arena_finish(&passages->arena);
	*passages = (struct passages){0};
}
