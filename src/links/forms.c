#include "links/forms.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "links/letter.h"
#include "links/person.h"
#include "links/ruler.h"
#include "links/russian.h"
#include "links/spelling.h"

#include <stdlib.h>

#define VALUES ((uint32_t)1 << 28)

/* What is at hand while forms are made. */
struct make {
	struct forms *forms;
	const struct entities *ents;
	const struct lexicon *lexicon;
	struct buf scratch;
};

static bool form_add(struct make *make, struct span text, enum form_what what, uint32_t value)
{
	struct forms *forms = make->forms;
	if (text.n == 0 || value >= VALUES) {
		return true;
	}
	if (!array_reserve(&forms->items, &forms->cap, forms->n + 1, sizeof(*forms->items))) {
		return false;
	}
	forms->items[forms->n++] = (struct form){text, ((uint32_t)what << 28) | value};
	return true;
}

/* Adds a copy of what is in scratch, and empties that. */
static bool form_add_made(struct make *make, enum form_what what, uint32_t value)
{
	struct span copy;
	bool ok = !make->scratch.failed &&
		arena_copy(&make->forms->arena, buf_span(&make->scratch), &copy) &&
		form_add(make, copy, what, value);
	buf_clear(&make->scratch);
	return ok;
}

/* The words of a name with initials spelled as `stop` says: "H.W.", "H. W.", "H W". */
static void put_words(struct buf *out, const struct person *person, bool stop, bool blank)
{
	for (uint32_t i = 0; i < person->n; i++) {
		struct span word = person->words[i];
		bool initial = person_is_initial(word);
		if (i > 0 && (blank || !initial || !person_is_initial(person->words[i - 1]))) {
			buf_putc(out, ' ');
		}
		if (initial && !stop && word.p[word.n - 1] == '.') {
			word.n--;
		}
		buf_put(out, word);
	}
}

static bool has_initials(const struct person *person)
{
	for (uint32_t i = 0; i < person->n; i++) {
		if (person_is_initial(person->words[i])) {
			return true;
		}
	}
	return false;
}

/* Other spellings of a full name. */
static bool person_variants(struct make *make, const struct person *person, uint32_t name)
{
	if (person->n < 2) {
		return true;
	}
	if (has_initials(person)) {
		for (int i = 0; i < 3; i++) {
			put_words(&make->scratch, person, i != 2, i != 0);
			if (!form_add_made(make, FORM_VARIANT, name)) {
				return false;
			}
		}
	} else if (!person->bare) {
		put_words(&make->scratch, person, true, true);
		return form_add_made(make, FORM_VARIANT, name);
	}
	return true;
}

/* Whether the last form made was this surname of this entity. */
static bool is_last(const struct make *make, const struct person *person, uint32_t ent)
{
	const struct forms *forms = make->forms;
	const struct form *last = forms->n == 0 ? NULL : &forms->items[forms->n - 1];
	return last != NULL && form_what(last->tag) == FORM_SURNAME && form_value(last->tag) == ent &&
		person->surname + 1 == person->n && person->particle == person->surname &&
		span_eq(last->text, person->words[person->surname]);
}

enum script { SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_OTHER, SCRIPTS };

static enum script script_of(struct span word)
{
	size_t off = 0;
	uint32_t c = word.n == 0 ? 0 : utf8_next(word, &off);
	return c < 0x250 || (c >= 0x1E00 && c < 0x1F00) ? SCRIPT_LATIN :
		c >= 0x400 && c < 0x530 ? SCRIPT_CYRILLIC : SCRIPT_OTHER;
}

/* A Russian name in its cases, as another spelling of it or as a surname. */
static bool cases_add(struct make *make, struct span name, bool person, enum form_what what,
	uint32_t value)
{
	struct russian russian;
	bool ok = true;
	if (script_of(name) != SCRIPT_CYRILLIC) {
		return true;
	}
	russian_read(name, person, &russian);
	for (int i = 0; ok && i < RUSSIAN_CASES; i++) {
		ok = !russian_decline(&russian, (enum russian_case)i, &make->scratch) ||
			form_add_made(make, what, value);
	}
	return ok;
}

/* A surname or title in capitals is also one without. */
static bool capitals_add(struct make *make, struct span text, enum form_what what, uint32_t ent)
{
	return !spelling_softened(make->lexicon, text, &make->scratch) ||
		form_add_made(make, what, ent);
}

static bool surname_soften(struct make *make, const struct person *person, uint32_t ent)
{
	struct buf surname = {0};
	struct span text;
	person_surname(person, false, &surname);
	bool ok = !surname.failed && arena_copy(&make->forms->arena, buf_span(&surname), &text) &&
		capitals_add(make, text, FORM_SURNAME, ent);
	buf_finish(&surname);
	return ok;
}

/* The surname of a parsed name, bare and with its particles. */
static bool surname_add(struct make *make, const struct person *person, uint32_t ent)
{
	if (is_last(make, person, ent)) {
		return true;
	}
	person_surname(person, false, &make->scratch);
	if (!form_add_made(make, FORM_SURNAME, ent) ||
		!cases_add(make, person->words[person->n - 1], true, FORM_SURNAME, ent) ||
		(!person->bare && !surname_soften(make, person, ent))) {
		return false;
	}
	if (person->particle == person->surname) {
		return true;
	}
	person_surname(person, true, &make->scratch);
	return form_add_made(make, FORM_SURNAME, ent);
}

static bool has_hyphen(struct span word)
{
	return memchr(word.p, '-', word.n) != NULL;
}

/* The titles that a peer is called by. */
static bool styles_add(struct make *make, const struct person *person, uint32_t ent)
{
	uint8_t *rank = &make->forms->ranks[ent];
	bool ok = true;
	for (uint32_t i = 0; ok && i < person->nstyles; i++) {
		const struct style *style = &person->styles[i];
		*rank = style->rank > *rank ? style->rank : *rank;
		enum form_what what = style->seat ? FORM_SEAT : FORM_STYLE;
		ok = form_add(make, style->name, what, ent) &&
			capitals_add(make, style->name, what, ent);
	}
	return ok;
}

/* "Louis XVIII, roi de France" in the spellings of his name; a bare name is the first of them itself. */
static bool ruler_add(struct make *make, const struct person *person, uint32_t name)
{
	bool ok = true;
	for (int i = person->bare ? 1 : 0; ok && i < RULER_SPELLINGS; i++) {
		ok = !ruler_put(person, (enum ruler_spelling)i, &make->scratch) ||
			form_add_made(make, FORM_VARIANT, name);
	}
	return ok;
}

/* Family names of Korea and Vietnam that are given names elsewhere: "Kim Philby". */
static bool is_western(struct span word)
{
	return span_eq(word, SPAN("Kim")) || span_eq(word, SPAN("Lee")) ||
		span_eq(word, SPAN("Jo")) || span_eq(word, SPAN("An"));
}

/* The sex that titles and given names of the name show. */
static void gender_add(struct make *make, const struct person *person, uint32_t ent)
{
	uint32_t gender = person->gender;
	if (person->n >= 2 && person->particle > 0 && !person->married) {
		gender |= lexicon_find(make->lexicon, person->words[0]).flags;
	}
	make->forms->genders[ent] |= (uint8_t)(gender & (LEX_MAN | LEX_WOMAN));
}

/*
 * The forms of one name of a person. In each script the first name of several words decides
 * what the surname is: one that begins with that surname is the same name in the other order.
 */
static bool person_name(struct make *make, uint32_t number, struct person firsts[SCRIPTS])
{
	const struct name *name = &make->ents->names[number];
	struct person person;
	person_parse(make->lexicon, name->text, &person);
	gender_add(make, &person, name->ent.i);
	if (!styles_add(make, &person, name->ent.i)) {
		return false;
	}
	if (person.n == 0 || person.married) {
		return !person.ruler || ruler_add(make, &person, number);
	}
	struct person *first = &firsts[script_of(person.words[person.surname])];
	if (person.n == 1) {
		/* "Lord Castlereagh": what is left without the title; "Prince Charles" is not it. */
		uint32_t flags = lexicon_find(make->lexicon, person.words[0]).flags;
		return person.bare || (flags & (LEX_MAN | LEX_WOMAN)) != 0 ||
			surname_add(make, &person, name->ent.i);
	}
	if (!person_variants(make, &person, number)) {
		return false;
	}
	if (first->n > 0 && person.bare &&
		person_same_word(person.words[0], first->words[first->n - 1])) {
		return true;
	}
	if (first->n == 0) {
		*first = person;
	}
	enum person_order order = person_order(make->lexicon, &person);
	if (order != PERSON_GIVEN && !person_is_initial(person.words[0]) &&
		!form_add(make, person.words[0], FORM_FRONT, name->ent.i)) {
		return false;
	}
	/* Of a name that is surely in the other order the last word is no surname. */
	bool family = order == PERSON_FAMILY &&
		(person.n == 3 || has_hyphen(person.words[person.n - 1]) ||
		!is_western(person.words[0]));
	return family || surname_add(make, &person, name->ent.i);
}

struct span forms_stem(const struct lexicon *lexicon, struct span name, bool *plural)
{
	struct span stem = name;
	*plural = false;
	for (;;) {
		size_t at = stem.n;
		while (at > 0 && stem.p[at - 1] != ' ' && stem.p[at - 1] != '-') {
			at--;
		}
		struct lexeme lexeme = lexicon_find(lexicon, (struct span){stem.p + at, stem.n - at});
		if (at == 0 || (lexeme.flags & LEX_HEAD) == 0) {
			return stem.n == name.n ? (struct span){0} : stem;
		}
		*plural = *plural || (lexeme.flags & LEX_PLURAL) != 0;
		stem = span_trim((struct span){stem.p, at - 1});
	}
}

/* "Kuril Islands" is also "Kuril" in a list with a common head, and "the Kurils". */
static bool island_name(struct make *make, uint32_t number)
{
	bool plural;
	struct span stem = forms_stem(make->lexicon, make->ents->names[number].text, &plural);
	if (stem.n == 0) {
		return true;
	}
	bool ok = form_add(make, stem, FORM_STEM, number);
	if (ok && plural && stem.p[stem.n - 1] != 's' && script_of(stem) == SCRIPT_LATIN) {
		buf_put(&make->scratch, stem);
		buf_putc(&make->scratch, 's');
		ok = form_add_made(make, FORM_VARIANT, number);
	}
	return ok;
}

/*
 * "Treaty of Shimoda" is also written "treaty of Shimoda": kind words lose their capitals where
 * other words keep theirs.
 */
static bool treaty_name(struct make *make, uint32_t number)
{
	struct span name = make->ents->names[number].text, rest = name, word;
	bool lowered = false, capital = false;
	if (script_of(name) == SCRIPT_OTHER) {
		return true;
	}
	while (span_cut(&rest, ' ', &word)) {
		size_t off = 0;
		uint32_t first = word.n == 0 ? ' ' : utf8_next(word, &off);
		uint32_t flags = lexicon_find(make->lexicon, word).flags;
		bool lower = utf8_is_upper(first) && (flags & (LEX_DEED | LEX_MODIFIER)) != 0;
		uint32_t folded[UTF8_FOLD_MAX];
		char bytes[UTF8_MAX];
		if (make->scratch.n > 0) {
			buf_putc(&make->scratch, ' ');
		}
		if (lower && utf8_fold(first, false, folded) == 1) {
			buf_add(&make->scratch, bytes, utf8_encode(folded[0], bytes));
			word = (struct span){word.p + off, word.n - off};
			lowered = true;
		} else {
			capital = capital || utf8_is_upper(first);
		}
		buf_put(&make->scratch, word);
	}
	if (!lowered || !capital) {
		buf_clear(&make->scratch);
		return true;
	}
	return form_add_made(make, FORM_VARIANT, number) && cases_add(make,
		make->forms->items[make->forms->n - 1].text, false, FORM_VARIANT, number);
}

/* Whether a word is of a proper name: "Utrecht", not "Peace", "Japan", "1856", "with". */
static bool is_proper(const struct make *make, struct span word)
{
	const uint32_t other = LEX_DEED | LEX_MODIFIER | LEX_NATION | LEX_MONTH;
	size_t off = 0;
	return word.n > 0 && utf8_is_upper(utf8_next(word, &off)) &&
		(lexicon_find(make->lexicon, word).flags & other) == 0;
}

/* "Treaty of Utrecht" is also called "Utrecht Treaty" and "Utrecht treaty". An "Act of" is not. */
static bool treaty_turned(struct make *make, uint32_t number)
{
	struct span rest = make->ents->names[number].text, deed, word;
	struct lexeme kind = {0};
	if (span_cut(&rest, ' ', &deed)) {
		kind = lexicon_find(make->lexicon, deed);
	}
	bool turns = (kind.flags & (LEX_DEED | LEX_PLURAL)) == LEX_DEED && kind.deed != DEED_ACT &&
		span_cut(&rest, ' ', &word) && span_eq(word, SPAN("of")) && rest.n > 0;
	struct span place = rest;
	while (turns && span_cut(&rest, ' ', &word)) {
		turns = is_proper(make, word);
	}
	bool ok = true;
	char first = turns ? deed.p[0] : '\0';
	/* Kind words begin with a letter of ASCII, or are left alone. */
	for (char small = (char)letter_small((unsigned char)first); turns && ok; first = small) {
		buf_printf(&make->scratch, "%.*s %c%.*s", SPAN_ARG(place), first, (int)deed.n - 1,
			deed.p + 1);
		ok = form_add_made(make, FORM_VARIANT, number);
		turns = first != small;
	}
	return ok;
}

/* "San Francisco" of "San Francisco, California". */
static struct span place_of(struct span place)
{
	for (size_t i = 0; i < place.n; i++) {
		if (place.p[i] == ',' || place.p[i] == ';' || place.p[i] == '(') {
			return span_trim((struct span){place.p, i});
		}
	}
	return place;
}

/*
 * Other spellings of an entity's forms, from this one on. Those of persons lose their hyphens, too: of
 * "Etorofu-to" that would be two words of any text.
 */
static bool spellings_add(struct make *make, uint32_t first, bool person)
{
	struct buf *scratch = &make->scratch;
	bool ok = true;
	for (uint32_t i = first, n = make->forms->n; ok && i < n; i++) {
		struct form form = make->forms->items[i];
		uint32_t value = form_value(form.tag), tag = form_what(form.tag);
		enum form_what what = tag == FORM_NAME ? FORM_VARIANT : (enum form_what)tag;
		if (person ? what <= FORM_SURNAME && spelling_unhyphened(form.text, scratch)
			   : spelling_and(form.text, scratch)) {
			ok = form_add_made(make, what, value);
		}
		for (int k = 0; ok && k < SPELLING_LENGTHS; k++) {
			ok = !spelling_shortened(form.text, (enum spelling_length)k, scratch) ||
				form_add_made(make, what, value);
		}
		for (int k = 0; ok && !person && k < SPELLING_STOPS; k++) {
			ok = !spelling_abbreviated(form.text, (enum spelling_stops)k, scratch) ||
				form_add_made(make, what, value);
		}
	}
	return ok;
}

static bool entity_forms(struct make *make, uint32_t ent)
{
	const struct entity *entity = &make->ents->items[ent];
	struct person firsts[SCRIPTS] = {{.n = 0}};
	uint32_t first = make->forms->n, rules = make->forms->rules[entity->kind];
	for (uint32_t i = entity->name; i < entity->name + entity->nnames; i++) {
		struct span text = make->ents->names[i].text;
		bool ok = form_add(make, text, FORM_NAME, i) &&
			cases_add(make, text, rules == KIND_PERSON, FORM_VARIANT, i);
		if (ok && rules == KIND_PERSON) {
			ok = person_name(make, i, firsts);
		} else if (ok && rules == KIND_ISLAND) {
			ok = island_name(make, i);
		} else if (ok && rules == KIND_TREATY) {
			ok = treaty_name(make, i) && treaty_turned(make, i);
		}
		if (!ok) {
			return false;
		}
	}
	return (rules != KIND_TREATY || form_add(make, place_of(entity->place), FORM_PLACE, ent)) &&
		spellings_add(make, first, rules == KIND_PERSON);
}

static bool deed_forms(struct make *make)
{
	struct span word;
	struct lexeme lexeme;
	for (uint32_t i = 0; lexicon_word(make->lexicon, i, &word, &lexeme); i++) {
		if ((lexeme.flags & LEX_DEED) != 0 &&
			!form_add(make, word, (lexeme.flags & LEX_PLURAL) != 0 ? FORM_DEEDS :
			FORM_DEED, lexeme.deed)) {
			return false;
		}
	}
	return true;
}

bool forms_make(struct forms *forms, const struct entities *ents, const struct lexicon *lexicon,
	struct err *err)
{
	struct make make = {.forms = forms, .ents = ents, .lexicon = lexicon};
	*forms = (struct forms){0};
	forms->ranks = calloc((size_t)ents->n + 1, sizeof(*forms->ranks));
	forms->genders = calloc((size_t)ents->n + 1, sizeof(*forms->genders));
	forms->rules = calloc((size_t)ents->nkinds + 1, sizeof(*forms->rules));
	bool ok = forms->ranks != NULL && forms->genders != NULL && forms->rules != NULL;
	bool treaties = false;
	for (uint32_t i = 0; ok && i < ents->nkinds; i++) {
		forms->rules[i] = (uint8_t)entities_rules(ents, i);
	}
	for (uint32_t i = 0; ok && i < ents->n; i++) {
		ok = entity_forms(&make, i);
		treaties = treaties || forms->rules[ents->items[i].kind] == KIND_TREATY;
	}
	ok = ok && (!treaties || deed_forms(&make));
	buf_finish(&make.scratch);
	return ok || err_memory(err);
}

void forms_finish(struct forms *forms)
{
	free(forms->items);
	free(forms->ranks);
	free(forms->genders);
	free(forms->rules);
	arena_finish(&forms->arena);
	*forms = (struct forms){0};
}
