#include "find/literal.h"

#include "base/byte.h"

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
static void skip_escape(struct reading *reading)
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
			skip_escape(reading);
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
			skip_escape(reading);
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
		skip_escape(reading);
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

struct span literal_find(struct span expression)
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
