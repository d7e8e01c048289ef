#include "links/style.h"

/* Cuts the next word off the front of *rest. */
static struct span word_cut(struct span *rest)
{
	struct span word;
	*rest = span_trim(*rest);
	if (!span_cut(rest, ' ', &word)) {
		word = SPAN("");
	}
	*rest = span_trim(*rest);
	return word;
}

/* "1st", "14th". */
static bool is_ordinal(struct span word)
{
	return word.n >= 3 && word.p[0] >= '1' && word.p[0] <= '9' &&
		word.p[word.n - 1] >= 'a' && word.p[word.n - 1] <= 'z';
}

static struct span without_stop(struct span word)
{
	while (word.n > 0 && word.p[word.n - 1] == '.') {
		word.n--;
	}
	return word;
}

/* Passes "of", "de la", "d'": whether there was any. */
static bool particles_cut(const struct lexicon *lexicon, struct span *rest)
{
	bool any = false;
	for (;;) {
		struct span after = *rest, word = word_cut(&after);
		if (word.n > 2 && word.p[0] == 'd' && word.p[1] == '\'') {
			*rest = (struct span){rest->p + 2, rest->n - 2};
			return true;
		}
		bool small = word.n > 0 && word.p[0] >= 'a' && word.p[0] <= 'z';
		uint32_t flags = small ? lexicon_find(lexicon, word).flags : 0;
		if ((flags & (LEX_PARTICLE | LEX_OF | LEX_ARTICLE)) == 0) {
			return any;
		}
		any = true;
		*rest = after;
	}
}

/* "Curzon" of "Curzon of Kedleston". */
static struct span before_of(struct span name)
{
	size_t at = span_find(name, SPAN(" of "), 0);
	return at < name.n ? span_trim((struct span){name.p, at}) : name;
}

bool style_read(const struct lexicon *lexicon, struct span part, struct style *out)
{
	struct style style = {.name = {part.p, 0}};
	struct span rest = part, after = part;
	uint32_t titles = 0;
	if (is_ordinal(word_cut(&after))) {
		rest = after;
	}
	for (;; titles++) {
		after = rest;
		struct lexeme lexeme = lexicon_find(lexicon, without_stop(word_cut(&after)));
		if ((lexeme.flags & LEX_TITLE) == 0) {
			break;
		}
		style.rank = lexeme.rank > style.rank ? lexeme.rank : style.rank;
		style.gender |= lexeme.flags & (LEX_MAN | LEX_WOMAN);
		rest = after;
	}
	style.seat = titles > 0 && particles_cut(lexicon, &rest);
	style.name = before_of(rest);
	*out = style;
	return titles > 0;
}
