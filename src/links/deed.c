#include "links/deed.h"

#include "links/lexicon.h"

static const struct {
	uint32_t flags;
	const char *words;
} rows[] = {
#define WORDS(flags, deed, nation, words) {flags, words},
#define PEER(rank, words)
#include "links/lexicon.def"
#undef WORDS
#undef PEER
};

/* Whether one of the first two words of a row is this one, but for the case of ASCII. */
static bool row_begins(const char *words, struct span word)
{
	for (int i = 0; i < 2 && *words != '\0'; i++) {
		struct span known = {words, 0};
		while (*words != ' ' && *words != '\0') {
			words++;
		}
		known.n = (size_t)(words - known.p);
		if (known.n == word.n && span_eq_nocase(known, word)) {
			return true;
		}
		words += *words == ' ';
	}
	return false;
}

bool deed_shows(struct span text)
{
	struct span rest = text, word;
	while (span_cut(&rest, ' ', &word)) {
		for (size_t i = 0; word.n > 0 && i < COUNT_OF(rows); i++) {
			if ((rows[i].flags & LEX_DEED) != 0 && row_begins(rows[i].words, word)) {
				return true;
			}
		}
	}
	return false;
}
