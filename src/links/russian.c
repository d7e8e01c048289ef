#include "links/russian.h"

/* What a word is, as far as the rules ask. */
enum sort { THING = 1, GIVEN = 2, SURNAME = 4, ADJECTIVE = 8 };

#define PERSON (GIVEN | SURNAME)
#define ANY (THING | PERSON)

/* For the accusative: like the genitive of persons, like the nominative of things. */
#define LIVES "="

struct rule {
	const char *ends; /* the last letters of the word, ends separated by blanks */
	const char *cut; /* of these, what the case endings replace */
	unsigned sorts; /* of words it holds for; ADJECTIVE: another word is declined behind it */
	const char *cases[RUSSIAN_CASES];
};

/* The first rule that fits holds. */
// clang-format off
static const struct rule rules[] = {
	{"кий", "ий", ANY | ADJECTIVE, {"ого", "ому", LIVES, "им", "ом"}},
	{"ший щий жий чий", "ий", ANY | ADJECTIVE, {"его", "ему", LIVES, "им", "ем"}},
	{"ний", "ий", THING | ADJECTIVE, {"его", "ему", LIVES, "им", "ем"}},
	{"ый", "ый", ANY | ADJECTIVE, {"ого", "ому", LIVES, "ым", "ом"}},
	{"кой гой хой", "ой", THING | SURNAME | ADJECTIVE, {"ого", "ому", LIVES, "им", "ом"}},
	{"ой", "ой", THING | SURNAME | ADJECTIVE, {"ого", "ому", LIVES, "ым", "ом"}},
	{"ая", "ая", ANY | ADJECTIVE, {"ой", "ой", "ую", "ой", "ой"}},
	{"яя", "яя", ANY | ADJECTIVE, {"ей", "ей", "юю", "ей", "ей"}},
	{"кое гое хое", "ое", THING | ADJECTIVE, {"ого", "ому", "ое", "им", "ом"}},
	{"ое", "ое", THING | ADJECTIVE, {"ого", "ому", "ое", "ым", "ом"}},
	{"ее", "ее", THING | ADJECTIVE, {"его", "ему", "ее", "им", "ем"}},
	{"ые", "ые", THING | ADJECTIVE, {"ых", "ым", "ые", "ыми", "ых"}},
	{"ние тие вие", "ие", THING, {"ия", "ию", "ие", "ием", "ии"}},
	{"ие", "ие", THING | ADJECTIVE, {"их", "им", "ие", "ими", "их"}},
	{"ова ева ёва ина ына", "а", SURNAME, {"ой", "ой", "у", "ой", "ой"}},
	{"ов ев ёв ин ын", "", SURNAME, {"а", "у", "а", "ым", "е"}},
	{"острова", "а", THING, {"ов", "ам", "а", "ами", "ах"}},
	{"ии", "и", THING, {"й", "ям", "и", "ями", "ях"}},
	{"ия", "я", ANY, {"и", "и", "ю", "ей", "и"}},
	{"ий", "й", ANY, {"я", "ю", LIVES, "ем", "и"}},
	{"я", "я", ANY, {"и", "е", "ю", "ей", "е"}},
	{"жа ча ша ща", "а", ANY, {"и", "е", "у", "ей", "е"}},
	{"ка га ха", "а", ANY, {"и", "е", "у", "ой", "е"}},
	{"а", "а", ANY, {"ы", "е", "у", "ой", "е"}},
	{"ы", "ы", THING, {"", "ам", "ы", "ами", "ах"}},
	{"ай ей уй ой", "й", ANY, {"я", "ю", LIVES, "ем", "е"}},
	{"ь", "ь", PERSON, {"я", "ю", "я", "ем", "е"}},
	{"ь", "ь", THING, {"и", "и", "ь", "ью", "и"}},
	{"ж ч ш щ ц", "", ANY, {"а", "у", LIVES, "ем", "е"}},
	{"б в г д з к л м н п р с т ф х", "", ANY, {"а", "у", LIVES, "ом", "е"}},
};
// clang-format on

static bool ends_with_any(struct span word, const char *ends)
{
	struct span rest = span_of(ends), end;
	while (span_cut(&rest, ' ', &end)) {
		if (span_ends(word, end)) {
			return true;
		}
	}
	return false;
}

/* The rule for a word, or NULL. Words in capitals end in no small letter and have none. */
static const struct rule *rule_of(struct span word, enum sort sort)
{
	char last[] = "\0\0"; /* its last letter: most rules know no end with it */
	if (word.n < sizeof(last) - 1) {
		return NULL;
	}
	memcpy(last, word.p + word.n - (sizeof(last) - 1), sizeof(last) - 1);
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		if ((rules[i].sorts & (unsigned)sort) != 0 && strstr(rules[i].ends, last) != NULL &&
			ends_with_any(word, rules[i].ends)) {
			return &rules[i];
		}
	}
	return NULL;
}

/* Appends a word in a case; whether it is another than the word itself. */
static bool put_word(struct span word, const struct rule *rule, enum russian_case which,
	enum sort sort, struct buf *out)
{
	const char *ending = rule == NULL ? NULL : rule->cases[which];
	if (ending != NULL && strcmp(ending, LIVES) == 0) {
		ending = sort == THING ? NULL : rule->cases[RUSSIAN_GENITIVE];
	}
	if (ending == NULL) {
		buf_put(out, word);
		return false;
	}
	buf_put(out, (struct span){word.p, word.n - strlen(rule->cut)});
	buf_puts(out, ending);
	return strcmp(ending, rule->cut) != 0;
}

/* What a word is, before which rest is left of the name. */
static enum sort sort_of(bool person, struct span rest)
{
	return !person ? THING : rest.p == NULL ? SURNAME : GIVEN;
}

void russian_read(struct span name, bool person, struct russian *out)
{
	struct russian russian = {.name = name, .person = person};
	struct span rest = name, word;
	bool goes_on = true;
	for (size_t i = 0; goes_on && i < RUSSIAN_WORDS && span_cut(&rest, ' ', &word); i++) {
		const struct rule *rule = rule_of(word, sort_of(person, rest));
		russian.rules[i] = rule == NULL ? 0 : (uint8_t)(rule - rules + 1);
		goes_on = person || (rule != NULL && (rule->sorts & ADJECTIVE) != 0);
	}
	*out = russian;
}

bool russian_decline(const struct russian *russian, enum russian_case which, struct buf *out)
{
	struct span rest = russian->name, word;
	size_t n = out->n;
	bool changed = false;
	for (size_t i = 0; span_cut(&rest, ' ', &word); i++) {
		uint8_t number = i < RUSSIAN_WORDS ? russian->rules[i] : 0;
		const struct rule *rule = number == 0 ? NULL : &rules[number - 1];
		if (out->n > n) {
			buf_putc(out, ' ');
		}
		changed = put_word(word, rule, which, sort_of(russian->person, rest), out) || changed;
	}
	if (!changed && !out->failed && out->p != NULL) {
		out->n = n;
		out->p[n] = '\0';
	}
	return changed;
}

bool russian_is_surname(struct span surname, struct span text)
{
	struct buf scratch = {0};
	struct russian russian;
	bool same = span_eq(surname, text);
	russian_read(surname, true, &russian);
	for (int i = 0; !same && i < RUSSIAN_CASES; i++) {
		buf_clear(&scratch);
		same = russian_decline(&russian, (enum russian_case)i, &scratch) &&
			span_eq(buf_span(&scratch), text);
	}
	buf_finish(&scratch);
	return same;
}
