#include "links/rule_initials.h"

#include "links/bearers.h"
#include "links/person.h"
#include "links/russian.h"

/* The best name of a person for the given names of the text. */
struct best {
	int fits;
	uint32_t name;
};

/* The last word of a surname in the text, which tells whose given names to compare. */
static struct span last_word(struct span surname)
{
	for (size_t i = surname.n; i > 0; i--) {
		if (surname.p[i - 1] == ' ' || surname.p[i - 1] == '\n') {
			return (struct span){surname.p + i, surname.n - i};
		}
	}
	return surname;
}

/* Whether a word of the name begins like the given name: cheap, and never wrongly no. */
static bool may_fit(struct span name, struct span given)
{
	unsigned char first = given.n == 0 ? 0x80 : (unsigned char)given.p[0] | 0x20;
	bool begins = true;
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];
		if (first >= 0x80 || c >= 0x80 || (begins && (c | 0x20) == first)) {
			return true;
		}
		begins = c == ' ' || c == '.' || c == ',' || c == '-';
	}
	return false;
}

/* Whether it is the listed surname, in any of its cases where it is Russian. */
static bool is_surname(struct span listed, struct span surname)
{
	bool russian = listed.n > 2 && surname.n > 2 && (unsigned char)listed.p[0] >= 0xD0 &&
		(unsigned char)listed.p[0] <= 0xD3 && listed.p[0] == surname.p[0] &&
		listed.p[1] == surname.p[1];
	return person_same_word(listed, surname) ||
		(russian && russian_is_surname(listed, surname));
}

/* "Lloyd George", "Foster Dulles": people are called by the name before the surname as well. */
static bool is_double(const struct scene *scene, const struct person *person,
	const struct span *given, uint32_t ngiven)
{
	const struct lexicon *lexicon = scene->resolver->lexicon;
	return ngiven == 1 && person->particle >= 2 && !person_is_initial(given[0]) &&
		person_same_word(person->words[person->particle - 1], given[0]) &&
		(lexicon_find(lexicon, given[0]).flags & (LEX_MAN | LEX_WOMAN)) == 0;
}

static struct best best_find(const struct scene *scene, uint32_t ent, struct span surname,
	const struct span *given, uint32_t ngiven)
{
	const struct entities *ents = scene->resolver->ents;
	const struct entity *entity = &ents->items[ent];
	struct best best = {.name = entity->name};
	bool against = false;
	for (uint32_t i = entity->name; i < entity->name + entity->nnames; i++) {
		if (!may_fit(ents->names[i].text, given[0])) {
			continue;
		}
		const struct person *person = scene_person(scene, i);
		if (person->n < 2 || !is_surname(person->words[person->n - 1], surname)) {
			continue;
		}
		int fits = person_fits(person, given, ngiven);
		fits = fits == 0 && is_double(scene, person, given, ngiven) ? 2 : fits;
		/* Who is listed with a second name too is not one with another. */
		against = against || (fits == 0 && person->particle >= ngiven &&
			person_fits(person, given, 1) > 0);
		if (fits > best.fits) {
			best = (struct best){fits, i};
		}
	}
	best.fits = best.fits == 2 && against ? 0 : best.fits;
	return best;
}

static bool is_same(const struct scene_fit *fit, uint32_t ent, struct span surname,
	const struct span *given, uint32_t ngiven)
{
	bool same = fit->ent == ent + 1 && fit->ngiven == ngiven && span_eq(fit->surname, surname);
	for (uint32_t i = 0; same && i < ngiven; i++) {
		same = span_eq(fit->given[i], given[i]);
	}
	return same;
}

/* The same; remembered, because a document calls people by the same names again and again. */
static struct best best_of(const struct scene *scene, uint32_t ent, struct span surname,
	const struct span *given, uint32_t ngiven)
{
	if (ngiven > SCENE_GIVEN) {
		return best_find(scene, ent, surname, given, ngiven);
	}
	uint32_t at = ent * 31 + (unsigned char)given[0].p[0] + (uint32_t)given[0].n * 7;
	struct scene_fit *fit = &scene->memo->fits[at % SCENE_FITS];
	if (!is_same(fit, ent, surname, given, ngiven)) {
		struct best best = best_find(scene, ent, surname, given, ngiven);
		*fit = (struct scene_fit){.ent = ent + 1, .ngiven = ngiven, .surname = surname,
			.fits = best.fits, .name = best.name};
		memcpy(fit->given, given, ngiven * sizeof(*given));
	}
	return (struct best){fit->fits, fit->name};
}

/* Leaves in scene->some those that fit best; returns how well, and a name of the first of them. */
static struct best some_fit(struct scene *scene, const struct span *given, uint32_t ngiven)
{
	struct span surname = last_word(span_in(scene->doc->text, scene_hit(scene)->at));
	struct best best = {0};
	uint32_t n = 0;
	for (uint32_t i = 0; i < scene->nsome; i++) {
		struct best one = best_of(scene, scene->some[i], surname, given, ngiven);
		if (one.fits > best.fits) {
			best = one;
			n = 0;
		}
		if (one.fits > 0 && one.fits == best.fits) {
			scene->some[n++] = scene->some[i];
		}
	}
	if (n > 0) {
		scene->nsome = n;
	}
	return best;
}

/* Of several that fit, the one that the document spoke of last stands first. */
static bool some_known_first(struct scene *scene)
{
	uint32_t best = 0;
	for (uint32_t i = 1; i < scene->nsome; i++) {
		if (scene_seen(scene, scene->some[i])->full >
			scene_seen(scene, scene->some[best])->full) {
			best = i;
		}
	}
	scene_prefer(scene, best);
	return scene_seen(scene, scene->some[0])->full != 0;
}

static enum initials_result put(struct scene *scene, struct range at, struct best best,
	const struct lead *lead, bool initials)
{
	bool several = scene->nsome > 1;
	bool open = several && !some_known_first(scene);
	uint32_t ent = scene->some[0];
	enum mention_certainty certainty = open ? CERTAIN_OPEN :
		several || best.fits < 3 ? CERTAIN_LIKELY : CERTAIN_SURE;
	if (!scene_put_some(scene, at, initials ? RULE_INITIALS : RULE_NAME, certainty,
		several ? scene->resolver->ents->items[ent].name : best.name)) {
		return INITIALS_OTHER;
	}
	struct seen *seen = open ? NULL : scene_note(scene, ent);
	if (seen != NULL) {
		seen->full = at.start + 1;
		seen->gender |= lead->gender;
	}
	return INITIALS_PUT;
}

/* What stands behind a surname and may be given names: "Jiro", "A. A.", ", Shinzo". */
struct behind {
	struct span given[LEAD_GIVEN];
	uint32_t n, end;
	bool initials;
};

/* Initials with full stops behind off, as far as they go. */
static void initials_behind(const struct scene *scene, uint32_t off, struct behind *out)
{
	struct token letter, stop;
	while (out->n < LEAD_GIVEN && token_next(&scene->words, off, &letter) &&
		letter.kind == TOKEN_WORD && letter.capital && letter.letters == 1 &&
		token_next(&scene->words, letter.at.end, &stop) && stop.sign == '.' && stop.glued) {
		off = out->end = stop.at.end;
		out->given[out->n++] = span_in(scene->doc->text, letter.at);
		out->initials = true;
	}
}

/* Reads them. False where there are none, or where another surname follows them. */
static bool behind_read(const struct scene *scene, struct behind *out)
{
	struct token token = scene->words.right;
	if (token.sign != ',' && !token.capital) {
		return false;
	}
	uint32_t off = scene_hit(scene)->at.end;
	initials_behind(scene, off, out);
	if (out->n == 0) {
		bool comma = token_next(&scene->words, off, &token) && token.sign == ',';
		off = comma ? token.at.end : off;
		if (!token_next(&scene->words, off, &token) || token.kind != TOKEN_WORD ||
			!token.capital || token.glued || token.letters < 2) {
			return false;
		}
		out->given[out->n++] = span_in(scene->doc->text, token.at);
		out->end = token.at.end;
		if (!comma) {
			return true;
		}
	}
	return !token_next(&scene->words, out->end, &token) || token.kind != TOKEN_WORD ||
		!token.capital;
}

/* "Otsu Jiro", "Gromyko A. A.": given names of someone who bears the surname behind it. */
static enum initials_result given_behind(struct scene *scene, const struct lead *lead)
{
	struct behind behind = {.n = 0};
	if (lead->thing || !behind_read(scene, &behind)) {
		return INITIALS_PASS;
	}
	struct best best = some_fit(scene, behind.given, behind.n);
	if (best.fits < 3) {
		return INITIALS_PASS;
	}
	struct range at = {scene_hit(scene)->at.start, behind.end};
	return put(scene, at, best, lead, behind.initials);
}

/* "GHW": the initials in one word. */
static uint32_t initials_split(struct span word, struct span *out)
{
	uint32_t n = 0;
	for (; n < word.n; n++) {
		if (n == LEAD_GIVEN || word.p[n] < 'A' || word.p[n] > 'Z') {
			return 0;
		}
		out[n] = (struct span){word.p + n, 1};
	}
	return n;
}

/* Given names that do not fit as they stand: with a word that only begins the sentence, or "GHW". */
static struct best fit_again(struct scene *scene, struct lead *lead)
{
	struct span given[LEAD_GIVEN];
	struct best best = {0};
	if (lead->ngiven > 1 && lead->initials && !person_is_initial(lead->given[0]) &&
		lead_begins(scene, lead)) {
		best = some_fit(scene, lead->given + 1, lead->ngiven - 1);
		if (best.fits > 0) {
			lead->start = (uint32_t)(lead->given[1].p - scene->doc->text.p);
		}
	} else if (lead->ngiven == 1 && !scene_all_capitals(scene)) {
		uint32_t n = initials_split(lead->given[0], given);
		best = n > 1 ? some_fit(scene, given, n) : best;
		lead->initials = lead->initials || best.fits > 0;
	}
	return best;
}

enum initials_result rule_initials(struct scene *scene, struct lead *lead)
{
	if (lead->ngiven == 0) {
		return scene->nsome == 0 ? INITIALS_PASS : given_behind(scene, lead);
	}
	struct best best = {0};
	if (scene->nsome > 0) {
		best = some_fit(scene, lead->given, lead->ngiven);
		best = best.fits > 0 ? best : fit_again(scene, lead);
	}
	/* "Harry Fox Agency"; and a peer goes by his title where he is called otherwise than listed. */
	bool thing = lead->after && (scene->words.right.lexeme.flags & LEX_PLACE) != 0;
	bool title = best.fits == 2 && bearers_rank(scene, scene->some[0]) > 0 &&
		!bearers_is_styled(scene, scene->some[0]);
	if (best.fits > 0 && (thing || (title && !scene->company))) {
		return INITIALS_OTHER;
	}
	if (best.fits > 0) {
		struct range at = {lead->start, scene_hit(scene)->at.end};
		return put(scene, at, best, lead, lead->initials);
	}
	/*
	 * A capital at the start of a sentence or in a headline may be any word, one behind "in" a
	 * place, and "M." a mister.
	 */
	uint32_t flags = lexicon_find(scene->resolver->lexicon, lead->given[0]).flags;
	bool any = !lead->initials && (flags & (LEX_MAN | LEX_WOMAN)) == 0 &&
		((lead->ngiven == 1 && (lead->place || lead_begins(scene, lead))) ||
		scene_title_case(scene));
	bool mister = lead->ngiven == 1 && span_eq(lead->given[0], SPAN("M."));
	if (!mister && scene->nsome > 0) {
		scene_note_stranger(scene);
	}
	if (!any && !mister) {
		return INITIALS_OTHER;
	}
	lead->title = lead->title || mister;
	lead->doubt = !mister;
	lead->place = false;
	if (scene_all_capitals(scene)) {
		return INITIALS_PASS;
	}
	for (uint32_t i = 0; i < scene->nsome; i++) {
		if (mister || scene_seen(scene, scene->some[i])->named) {
			return INITIALS_PASS;
		}
	}
	return INITIALS_OTHER;
}
