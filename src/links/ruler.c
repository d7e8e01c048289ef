#include "links/ruler.h"

/* The value of a Roman number, or 0. */
static uint32_t roman_value(struct span number)
{
	static const char digits[] = "IVXLCM";
	static const uint32_t values[] = {1, 5, 10, 50, 100, 1000};
	uint32_t sum = 0, last = 0;
	for (size_t i = number.n; i-- > 0;) {
		const char *at = memchr(digits, number.p[i], COUNT_OF(values));
		uint32_t value = at == NULL ? 0 : values[at - digits];
		sum = value < last ? sum - value : sum + value;
		last = value;
	}
	return sum;
}

bool ruler_put(const struct person *person, enum ruler_spelling spelling, struct buf *out)
{
	static const char *const ordinals[] = {"First", "Second", "Third", "Fourth", "Fifth", "Sixth",
		"Seventh", "Eighth", "Ninth", "Tenth", "Eleventh", "Twelfth", "Thirteenth",
		"Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth"};
	struct span roman = person->words[person->nruler - 1];
	const char *start = person->words[0].p;
	struct span first = span_trim((struct span){start, (size_t)(roman.p - start)});
	uint32_t number = roman_value(roman);
	roman.n -= roman.n > 0 && roman.p[roman.n - 1] == '.' ? 1 : 0;
	if (spelling == RULER_ROMAN) {
		buf_printf(out, "%.*s %.*s", SPAN_ARG(first), SPAN_ARG(roman));
	} else if (spelling == RULER_FIGURE && number == 1) {
		buf_printf(out, "%.*s Ier", SPAN_ARG(first));
	} else if (spelling == RULER_FIGURE) {
		buf_printf(out, "%.*s %u", SPAN_ARG(first), number);
	} else if (number == 0 || number > COUNT_OF(ordinals)) {
		return false;
	} else {
		buf_printf(out, "%.*s the %s", SPAN_ARG(first), ordinals[number - 1]);
	}
	return true;
}
