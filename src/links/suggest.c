#include "links/suggest.h"

#include "base/dict.h"
#include "base/script.h"
#include "base/utf8.h"
#include "links/person.h"
#include "links/token.h"
#include "texts/fold.h"

#include <stdlib.h>

enum { NAME_BYTES = 120, KATAKANA_LEAST = 3, ALONE = 1 };

struct search_for {
	const struct xref *xref;
	const struct decisions *decisions;
	struct lexicon *lexicon;
	struct suggestions *out;
	struct dict names; /* folded form to number of suggestion */
	struct dict bearers; /* folded surname or name to number of entity */
	struct dict small; /* words that stand somewhere with a small letter */
	struct dict never; /* forms that were dismissed */
	struct fold fold;
	const struct doc *doc;
	doc_id id;
	struct words words;
	uint32_t mention; /* next mention that may overlap */
	bool failed;
};

/* The folded form of a name, valid until the next one. Empty where memory is short. */
static struct span fold_name(struct search_for *search, struct span name)
{
	if (!fold_span(&search->fold, name, 0)) {
		search->failed = true;
		return (struct span){"", 0};
	}
	return span_trim(fold_text(&search->fold));
}

static void add_key(struct search_for *search, struct dict *table, struct span name, uint32_t value)
{
	struct span key = fold_name(search, name);

	if (key.n > 0 && !dict_add(table, &search->out->arena, key, value)) {
		search->failed = true;
	}
}

/* Whole names and surnames of the catalogue, so that a candidate can say whose it may be. */
static void gather_bearers(struct search_for *search)
{
	const struct entities *ents = search->xref->ents;
	struct person person;
	struct buf surname = {0};

	for (uint32_t i = 0; i < ents->nnames && !search->failed; i++) {
		const struct name *name = &ents->names[i];

		add_key(search, &search->bearers, name->text, name->ent.i);
		if (ents->items[name->ent.i].kind != KIND_PERSON) {
			continue;
		}
		person_parse(search->lexicon, name->text, &person);
		buf_clear(&surname);
		if (person.n > 1) {
			person_surname(&person, false, &surname);
			add_key(search, &search->bearers, buf_span(&surname), name->ent.i);
		}
	}
	buf_finish(&surname);
}

static void gather_never(struct search_for *search)
{
	for (uint32_t i = 0; search->decisions != NULL && i < search->decisions->n; i++) {
		const struct decision *d = &search->decisions->items[i];

		if (d->kind == DECISION_NEVER) {
			add_key(search, &search->never, d->name, 0);
		}
	}
}

static void gather_small(struct search_for *search)
{
	struct token token;

	for (uint32_t p = 0; p < search->doc->nparas && !search->failed; p++) {
		search->words.para = search->doc->paras[p].at;
		for (uint32_t off = search->words.para.start; token_next(&search->words, off, &token);
			off = token.at.end) {
			if (token.kind == TOKEN_WORD && !token.capital) {
				add_key(search, &search->small, span_in(search->doc->text, token.at), 0);
			}
		}
	}
}

/* Whether a mention covers any of `at`. Asked in order of the text. */
static bool is_covered(struct search_for *search, struct range at)
{
	const struct xref *xref = search->xref;
	uint32_t end = xref->doc_first[search->id.i + 1];

	while (search->mention < end && xref_mention(xref, search->mention)->at.end <= at.start) {
		search->mention++;
	}
	return search->mention < end &&
		range_meets(xref_mention(xref, search->mention)->at, at);
}

/* A capitalised word that could be of a name. */
static bool is_capital(const struct token *token)
{
	return token->kind == TOKEN_WORD && token->capital;
}

/* Ordinary words with a capital: no part of a name where they begin it ("the", "Mr."), or … */
static bool is_ordinary(const struct token *token)
{
	return (token->lexeme.flags & (LEX_TITLE | LEX_ARTICLE | LEX_AND | LEX_AT)) != 0;
}

/* … where they stand alone ("Japanese", "December"), as they may be part of one ("Soviet Union"). */
static bool is_common(const struct token *token)
{
	return (token->lexeme.flags & LEX_COMMON) != 0;
}

/* What is between two words of a name: one run of blanks, a hyphen, or the point of an initial. */
static bool joins(const struct search_for *search, const struct token *before, uint32_t next)
{
	const char *p = search->doc->text.p;
	uint32_t off = before->at.end;
	uint32_t ends = 0;

	if (off < next && p[off] == '.' && before->letters <= 2) {
		off++;
	}
	if (next == off + 1 && p[off] == '-') {
		return true;
	}
	for (; off < next; off++) {
		ends += p[off] == '\n';
		if (p[off] != ' ' && p[off] != '\n') {
			return false;
		}
	}
	return ends <= 1 && next > before->at.end;
}

/* The whole of a run, and where it stands. */
struct run {
	struct range at;
	uint32_t words;
	bool begins; /* its first word begins a sentence */
};

static void count_again(struct suggestion *item, const struct search_for *search, struct run run)
{
	item->count++;
	if (item->last != search->id.i) {
		item->docs++;
		item->last = search->id.i;
	}
	if (!item->inside && !run.begins) {
		item->inside = true;
		item->doc = search->id;
		item->at = run.at;
	}
}

/* The text of a range with white space as single blanks, copied. */
static bool copy_name(struct search_for *search, struct range at, struct span *out)
{
	char name[NAME_BYTES];
	size_t n = 0;

	for (uint32_t i = at.start; i < at.end && n < sizeof(name); i++) {
		char c = search->doc->text.p[i];
		bool blank = c == ' ' || c == '\n' || c == '\t';

		if (!blank || (n > 0 && name[n - 1] != ' ')) {
			name[n++] = blank ? ' ' : c;
		}
	}
	return arena_copy(&search->out->arena, (struct span){name, n}, out);
}

/* The entity that a word of mixed scripts, or all of the name, looks like a name of. */
static void see_through(struct search_for *search, struct suggestion *item)
{
	struct range at = {0, (uint32_t)item->name.n}, word = {0, 0};
	struct buf looks = {0};

	item->mixed = script_mixes(item->name);
	do {
		buf_clear(&looks);
		if (script_skeleton(span_in(item->name, at), &looks)) {
			item->likely.i = dict_get(&search->bearers, fold_name(search, buf_span(&looks)));
		}
		at.start = at.end;
		if (script_find(item->name, word.end, &word)) {
			at = word;
		}
	} while (item->likely.i == ENT_NONE.i && at.start < at.end);
	item->disguised = item->likely.i != ENT_NONE.i;
	search->failed |= looks.failed;
	buf_finish(&looks);
}

static void add_run(struct search_for *search, struct run run)
{
	struct suggestions *out = search->out;
	struct span name, key;
	struct suggestion *item;
	uint32_t known;

	if (run.at.end - run.at.start >= NAME_BYTES) {
		return;
	}
	key = fold_name(search, span_in(search->doc->text, run.at));
	known = dict_get(&search->names, key);
	if (key.n < 2 || dict_get(&search->never, key) != UINT32_MAX) {
		return;
	}
	if (known != UINT32_MAX) {
		count_again(&out->items[known], search, run);
		return;
	}
	if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items)) ||
		!dict_add(&search->names, &out->arena, key, out->n) ||
		!copy_name(search, run.at, &name)) {
		search->failed = true;
		return;
	}
	item = &out->items[out->n++];
	*item = (struct suggestion){.name = name, .doc = search->id, .at = run.at, .count = 1,
		.docs = 1, .last = search->id.i, .inside = !run.begins,
		.likely = {dict_get(&search->bearers, key)}};
	item->key = dict_key(&search->names, key);
	if (item->likely.i == ENT_NONE.i) {
		see_through(search, item);
	}
}

/* Whether a word at a sentence's start owes its capital to that. */
static bool is_start_only(struct search_for *search, const struct token *token)
{
	return is_ordinary(token) || is_common(token) ||
		dict_get(&search->small, fold_name(search, span_in(search->doc->text, token->at))) !=
			UINT32_MAX;
}

/* Whether a point behind the last letter belongs to it: "U.S.", not "Sakhalin." */
static bool ends_in_initial(struct span text, struct range run, const struct token *last)
{
	uint32_t end = last->at.end, start = last->at.start;

	return last->letters == 1 && start > run.start + 1 && text.p[start - 1] == '.' &&
		end < text.n && text.p[end] == '.';
}

/*
 * "League of Nations", "Treaty of the Pyrenees": the word behind "of", where the one before takes it
 * into its name.
 */
static bool read_of(const struct search_for *search, const struct token *before,
	const struct token *of, struct token *out)
{
	const struct words *words = &search->words;

	return (before->lexeme.flags & (LEX_BODY | LEX_DEED | LEX_PLACE | LEX_HEAD)) != 0 &&
		span_eq(span_in(search->doc->text, of->at), SPAN("of")) &&
		joins(search, before, of->at.start) && token_next(words, of->at.end, out) &&
		((out->lexeme.flags & LEX_ARTICLE) == 0 || out->capital ||
			token_next(words, out->at.end, out)) &&
		is_capital(out) && !is_ordinary(out);
}

/* Extends a run that begins at *token as far as names go; *token is the first one behind it. */
static bool read_run(struct search_for *search, struct token *token, struct run *run, bool *more)
{
	struct token last = *token, next;
	bool begins = token_begins(&search->words, token->at.start);

	*run = (struct run){token->at, 1, begins};
	while (*more = token_next(&search->words, last.at.end, &next), *more) {
		if (next.kind == TOKEN_SIGN && (next.sign == '.' || next.sign == '-') && next.glued) {
			struct token behind;

			if (!token_next(&search->words, next.at.end, &behind)) {
				break;
			}
			next = behind;
		}
		struct token of;
		bool goes_on = is_capital(&next) ? joins(search, &last, next.at.start) :
			read_of(search, &last, &next, &of);

		next = goes_on && !is_capital(&next) ? of : next;
		if (!goes_on || is_covered(search, next.at)) {
			break;
		}
		run->at.end = next.at.end;
		run->words++;
		last = next;
	}
	run->at.end += ends_in_initial(search->doc->text, run->at, &last);
	*token = next;
	return true;
}

/* Takes ordinary words off the front. False where nothing of a name is left. */
static bool trim_run(struct search_for *search, struct run *run)
{
	struct token token;

	while (run->words > 0 && token_next(&search->words, run->at.start, &token) &&
		(is_ordinary(&token) || (run->words == 1 && is_common(&token)) ||
			(run->begins && is_start_only(search, &token)))) {
		struct token next;

		run->words--;
		run->begins = false;
		if (run->words == 0 || !token_next(&search->words, token.at.end, &next)) {
			return false;
		}
		while (next.kind == TOKEN_SIGN && token_next(&search->words, next.at.end, &next)) {
		}
		run->at.start = next.at.start;
	}
	return run->words > 0 && run->at.start < run->at.end;
}

static void read_para(struct search_for *search, struct range para)
{
	struct token token;
	struct run run;
	bool more;

	search->words.para = para;
	more = token_next(&search->words, para.start, &token);
	while (more && !search->failed) {
		if (!is_capital(&token) || is_covered(search, token.at)) {
			more = token_next(&search->words, token.at.end, &token);
			continue;
		}
		read_run(search, &token, &run, &more);
		if (trim_run(search, &run)) {
			add_run(search, run);
		}
	}
}

static bool is_katakana(uint32_t c)
{
	return (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC || c == 0x30FB;
}

/* Katakana spells foreign names: Chinese and Japanese texts have no capitals to go by. */
static void read_katakana(struct search_for *search, struct range para)
{
	struct span text = {search->doc->text.p, para.end};
	size_t start = para.start, off = para.start;
	uint32_t n = 0;

	while (off < para.end) {
		size_t at = off;
		uint32_t c = utf8_next(text, &off);
		bool katakana = is_katakana(c);

		start = katakana && n == 0 ? at : start;
		if (!katakana && n >= KATAKANA_LEAST) {
			struct run run = {{(uint32_t)start, (uint32_t)at}, ALONE, false};

			if (!is_covered(search, run.at)) {
				add_run(search, run);
			}
		}
		n = katakana ? n + 1 : 0;
	}
}

static int rank_cmp(const void *a, const void *b)
{
	const struct suggestion *x = a, *y = b;

	if (x->docs != y->docs) {
		return x->docs < y->docs ? 1 : -1;
	}
	if (x->count != y->count) {
		return x->count < y->count ? 1 : -1;
	}
	return span_cmp(x->key, y->key);
}

/* Leaves out what was only seen at the start of sentences, and ranks the rest. */
static void rank(struct suggestions *out)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < out->n; i++) {
		if (out->items[i].inside) {
			out->items[n++] = out->items[i];
		}
	}
	out->n = n;
	if (n > 1) {
		qsort(out->items, n, sizeof(*out->items), rank_cmp);
	}
}

static void look_at(struct search_for *search, uint32_t number, void (*look)(struct search_for *))
{
	const struct catalog *catalog = search->xref->catalog;
	bool loaded = catalog_is_loaded(catalog, (doc_id){number});

	search->id = (doc_id){number};
	search->doc = catalog_doc(catalog, search->id);
	search->words.doc = search->doc;
	search->mention = search->xref->doc_first[number];
	look(search);
	if (!loaded) {
		catalog_drop(catalog, search->id);
	}
}

static void look_for_names(struct search_for *search)
{
	for (uint32_t p = 0; p < search->doc->nparas && !search->failed; p++) {
		read_para(search, search->doc->paras[p].at);
	}
	search->mention = search->xref->doc_first[search->id.i];
	for (uint32_t p = 0; p < search->doc->nparas && !search->failed; p++) {
		read_katakana(search, search->doc->paras[p].at);
	}
}

bool suggest_make(struct suggestions *out, const struct xref *xref,
	const struct decisions *decisions, struct err *err)
{
	struct suggestions made = {0};
	struct search_for search = {.xref = xref, .decisions = decisions, .out = &made};

	search.lexicon = lexicon_new(xref->ents->config, err);
	if (search.lexicon == NULL) {
		return false;
	}
	search.words.lexicon = search.lexicon;
	gather_bearers(&search);
	gather_never(&search);
	for (uint32_t i = 0; i < xref->catalog->n; i++) {
		look_at(&search, i, gather_small);
	}
	for (uint32_t i = 0; i < xref->catalog->n; i++) {
		look_at(&search, i, look_for_names);
	}
	dict_finish(&search.names);
	dict_finish(&search.bearers);
	dict_finish(&search.small);
	dict_finish(&search.never);
	fold_finish(&search.fold);
	lexicon_free(search.lexicon);
	if (search.failed) {
		suggest_finish(&made);
		return err_memory(err);
	}
	rank(&made);
	*out = made;
	return true;
}

void suggest_finish(struct suggestions *suggestions)
{
	free(suggestions->items);
	arena_finish(&suggestions->arena);
	*suggestions = (struct suggestions){0};
}
