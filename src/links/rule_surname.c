#include "links/rule_surname.h"

#include "base/utf8.h"
#include "links/bearers.h"
#include "links/lifetime.h"

#define MAILBOX_MOST 60

/* What a bare surname has for itself. */
struct case_of {
	uint32_t flags; /* of the surname as a word */
	bool shout; /* a short one in capitals, as abbreviations and numerals are */
	bool likely; /* something is not as it should be: no more than likely */
	bool full; /* someone of them has been named in full before */
	bool named; /* or will be */
	bool aged; /* "the elder" */
	bool peer; /* title and name are those of a listed peer */
};

/* "IV" behind "George". */
static bool is_numeral(const struct scene *scene, struct range at)
{
	struct span word = span_in(scene->doc->text, at);
	for (size_t i = 0; i < word.n; i++) {
		if (strchr("IVXL", word.p[i]) == NULL) {
			return false;
		}
	}
	return true;
}

/* A surname that is a given name as well. */
static bool is_given(const struct case_of *c)
{
	return (c->flags & (LEX_MAN | LEX_WOMAN)) != 0;
}

/* The word before or behind tells that the name is another's, or a thing's. */
static bool is_spoiled(const struct scene *scene, const struct lead *lead, struct case_of *c)
{
	/* "King George", "Prince Charles": a given name behind the title of a ruler. */
	if (lead->thing || (lead->rank > STYLE_DUKE && is_given(c))) {
		return true;
	}
	if (!lead->after) {
		return false;
	}
	const struct token *right = &scene->words.right;
	uint32_t flags = right->lexeme.flags;
	/* "Nelson A. de Oliveira": it is the given name. */
	if (right->letters == 1 && scene->doc->text.p[right->at.end] == '.') {
		return true;
	}
	if ((flags & LEX_PLACE) != 0 || (is_given(c) && is_numeral(scene, right->at))) {
		return true;
	}
	if ((flags & (LEX_COMMON | LEX_TITLE | LEX_DEED | LEX_SUFFIX | LEX_AND)) != 0) {
		return false;
	}
	c->likely = true;
	bool headline = scene_title_case(scene) || scene_all_capitals(scene);
	return !headline || (!c->named && !lead->title);
}

/*
 * Whether the surname stands in a path ("Europe/Vienna"), before a mail address or behind a
 * copyright sign: with somebody's full name, of which this is no more than a part.
 */
static bool is_technical(const struct scene *scene, struct range at)
{
	struct span text = scene->doc->text;
	uint32_t first = at.start, last = at.end;
	char before = first > 0 ? text.p[first - 1] : ' ', after = last < text.n ? text.p[last] : ' ';
	while (first > scene->words.para.start && text.p[first - 1] != '\n') {
		first--;
	}
	while (last < scene->words.para.end && text.p[last] != '\n' && text.p[last] != '>' &&
		last - at.end < MAILBOX_MOST) {
		last++;
	}
	struct span behind = {text.p + at.end, last - at.end};
	struct span lead = {text.p + first, at.start - first};
	bool mailbox = span_find(behind, SPAN("<"), 0) < span_find(behind, SPAN("@"), 0) &&
		span_find(behind, SPAN("@"), 0) < behind.n;
	return before == '/' || after == '/' || mailbox ||
		span_find(lead, SPAN("opyright"), 0) < lead.n ||
		span_find(lead, SPAN("©"), 0) < lead.n;
}

/* Whether a word that is no proof of a person by itself is one here. */
static bool is_proved(const struct scene *scene, const struct lead *lead, struct case_of *c)
{
	bool word = (c->flags & (LEX_HOMONYM | LEX_PROPER)) != 0;
	if (lead->title || c->aged) {
		return true;
	}
	if ((c->flags & LEX_MONTH) != 0) {
		c->likely = true;
		return c->full && lead->prose && !lead_begins(scene, lead);
	}
	if (lead->place && !lead->possessive &&
		(!c->full || (c->flags & LEX_PROPER) != 0)) {
		return false;
	}
	bool given = is_given(c);
	if ((given || (word && scene_title_case(scene)) || c->shout) && !c->named) {
		return false;
	}
	if ((c->flags & LEX_PROPER) != 0) {
		/* "the wool of Melbourne" */
		c->likely = true;
		return (c->full || c->peer) && (!lead->particle || scene->french);
	}
	/* "Will" and "Long" are too frequent as words; others need company of the catalogue's. */
	if ((c->flags & LEX_HOMONYM) != 0 && !c->named &&
		((c->flags & LEX_COMMON) != 0 ||
		(!scene->company && scene->out->n == scene->first))) {
		return false;
	}
	if ((c->flags & LEX_HOMONYM) != 0 && lead_begins(scene, lead)) {
		c->likely = c->likely || !c->full;
		return (c->flags & LEX_COMMON) == 0 &&
			(c->full || (c->named && scene_title_case(scene)));
	}
	return true;
}

/* "XI" is a number, "ABE" may be an agency. */
static bool is_shout(struct span surname)
{
	for (size_t i = 0; i < surname.n; i++) {
		if (surname.p[i] < 'A' || surname.p[i] > 'Z') {
			return false;
		}
	}
	return surname.n <= 3;
}

/*
 * Where the document named the person in full before, + 1; 0 where it did not. "Lord Castlereagh" is as
 * good as a full name, as far as the title goes.
 */
static uint32_t full_of(const struct scene *scene, uint32_t ent)
{
	const struct seen *seen = scene_seen(scene, ent);
	bool styled = seen->titled > seen->full && bearers_is_styled(scene, ent);
	return styled ? seen->titled : seen->full;
}

static struct case_of case_make(const struct scene *scene, const struct lead *lead)
{
	struct case_of c = {.likely = lead->hyphen || lead->doubt};
	struct span surname = span_in(scene->doc->text, scene_hit(scene)->at);
	c.flags = lexicon_find(scene->resolver->lexicon, surname).flags;
	c.peer = scene->nsome > 0 && bearers_is_styled(scene, scene->some[0]) &&
		(lead->rank > 0 || scene_seen(scene, scene->some[0])->last != 0);
	c.likely = c.likely && !(c.peer && lead->rank > 0 && !lead->hyphen);
	c.shout = is_shout(surname) && !scene_all_capitals(scene);
	/* "Lady Churchill" may be the wife of one who is listed. */
	c.likely = c.likely || (lead->gender == LEX_WOMAN && scene->nsome > 0 &&
		bearers_gender(scene, scene->some[0]) != LEX_WOMAN);
	for (uint32_t i = 0; i < scene->nsome; i++) {
		c.full = c.full || full_of(scene, scene->some[i]) != 0;
		c.named = c.named || c.full || scene_seen(scene, scene->some[i])->named;
	}
	return c;
}

/* Leaves only those that the document has named in full. */
static void some_keep_named(struct scene *scene)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < scene->nsome; i++) {
		if (full_of(scene, scene->some[i]) != 0) {
			scene->some[n++] = scene->some[i];
		}
	}
	scene->nsome = n;
}

static bool is_closing(uint32_t c)
{
	return c == '"' || c == 0x201D || c == 0xBB;
}

/*
 * Where the quotation begins that ends right before the hit; the hit's start where none does. Its
 * speaker, who is named behind it, is rarely named within.
 */
static uint32_t quote_before(const struct scene *scene)
{
	struct span text = scene->doc->text;
	uint32_t off = scene_hit(scene)->at.start;
	if (!is_closing(scene->words.left.sign)) {
		return off;
	}
	size_t at = scene->words.left.at.start;
	while (at > scene->words.para.start) {
		uint32_t c = utf8_prev(text, &at);
		if (c == 0x201C || c == 0xAB || c == '"') {
			return (uint32_t)at;
		}
	}
	return off;
}

/* The number among scene->some of the last one named in full, not in a quotation just ended. */
static uint32_t last_full(const struct scene *scene)
{
	uint32_t at = scene_hit(scene)->at.start, quote = quote_before(scene), best = 0, top = 0;
	for (uint32_t i = 0; i < scene->nsome; i++) {
		uint32_t full = full_of(scene, scene->some[i]);
		/* Those named before the quotation go before those within. */
		uint32_t weight = full <= quote ? full + at : full - quote;
		if (weight > top) {
			top = weight;
			best = i;
		}
	}
	return best;
}

/* Chooses among scene->some, the chosen one first; returns how certain that is. */
static enum mention_certainty choose(struct scene *scene, const struct case_of *c)
{
	if (c->full) {
		some_keep_named(scene);
		scene_prefer(scene, scene->nsome == 1 ? 0 : last_full(scene));
		return scene->nsome == 1 && !c->likely ? CERTAIN_SURE : CERTAIN_LIKELY;
	}
	if (scene->nsome == 1) {
		return c->likely ? CERTAIN_LIKELY : CERTAIN_SURE;
	}
	uint32_t named = 0, which = 0;
	for (uint32_t i = 0; i < scene->nsome; i++) {
		if (scene_seen(scene, scene->some[i])->named) {
			named++;
			which = i;
		}
	}
	if (named != 1) {
		which = lifetime_only(scene);
	}
	if (which == UINT32_MAX) {
		return CERTAIN_OPEN;
	}
	scene_prefer(scene, which);
	return CERTAIN_LIKELY;
}

/* "Mrs. Abe" behind an unlisted Akie Abe, where of those listed none is known to be a woman. */
static bool is_relative(const struct scene *scene, const struct lead *lead)
{
	bool woman = lead->gender == LEX_WOMAN && scene_is_stranger(scene, scene_hit(scene)->tag);
	for (uint32_t i = 0; woman && i < scene->nsome; i++) {
		woman = bearers_gender(scene, scene->some[i]) != LEX_WOMAN;
	}
	return woman;
}

/* Whether the surname may be taken for a mention at all; else it is a word, a place, another's. */
static bool stands(const struct scene *scene, const struct lead *lead, struct case_of *c)
{
	if (scene->nsome == 1 && scene_name(scene, scene->some[0]) != UINT32_MAX) {
		return true;
	}
	bool other = !c->full && (lead_is_unknown(scene, lead) || lead->hyphen ||
		is_relative(scene, lead));
	if (other || is_spoiled(scene, lead, c) || !is_proved(scene, lead, c)) {
		return false;
	}
	bool bare = !c->full && !c->named && !lead->title;
	c->likely = c->likely || bare;
	return !bare || !is_technical(scene, scene_hit(scene)->at);
}

bool rule_surname(struct scene *scene, const struct lead *lead)
{
	if (scene->nsome == 0 || scene_in_address(scene, scene_hit(scene)->at)) {
		return false;
	}
	bool generation = scene->nsome > 1 && lifetime_generation(scene);
	struct case_of c = case_make(scene, lead);
	c.aged = generation;
	c.likely = c.likely || generation;
	if (!stands(scene, lead, &c)) {
		return false;
	}
	enum mention_certainty certainty = choose(scene, &c);
	uint32_t chosen = scene->some[0], name = scene_name(scene, chosen);
	bool by_name = name != UINT32_MAX;
	if (!scene_put_some(scene, scene_hit(scene)->at,
		by_name ? scene_rule(scene, name) : RULE_SURNAME, certainty,
		by_name ? name : scene->resolver->ents->items[chosen].name)) {
		return false;
	}
	bool titled = c.peer && lead->rank > 0;
	bool tells = certainty != CERTAIN_OPEN && (lead->gender != 0 || titled);
	struct seen *seen = tells ? scene_note(scene, chosen) : NULL;
	if (seen != NULL) {
		seen->gender |= lead->gender;
		seen->titled = titled ? scene_hit(scene)->at.start + 1 : seen->titled;
	}
	return true;
}
