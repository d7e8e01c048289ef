#include "links/doubts.h"

#include "base/utf8.h"
#include "texts/fold.h"

#include <stdlib.h>

#define WORDS_MOST 64
#define NAMES_SHOWN 3

/* Lines of one sort: the first ones are told, the others counted. */
struct tally {
	uint32_t told, more;
};

/* A name as twins are compared: folded words, sorted. */
struct key {
	struct span text; /* in the arena */
	uint32_t kind, name; /* name: row in names */
};

/* Likely duplicates. */

static int word_cmp(const void *a, const void *b)
{
	return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

/* The words of a folded name, at most WORDS_MOST; the rest of a longer name is one word. */
static uint32_t words_of(struct span text, struct span *words)
{
	uint32_t n = 0;
	size_t off = 0, start = 0;
	bool inside = false;
	while (off < text.n) {
		size_t at = off;
		bool letter = utf8_is_word(utf8_next(text, &off));
		if (letter && !inside) {
			start = at;
		} else if (!letter && inside && n + 1 < WORDS_MOST) {
			words[n++] = (struct span){text.p + start, at - start};
		} else if (!letter && inside) {
			continue;
		}
		inside = letter;
	}
	if (inside) {
		words[n++] = (struct span){text.p + start, text.n - start};
	}
	return n;
}

/* Makes the key of a name; one without letters gets an empty key. */
static bool key_make(struct span name, struct fold *fold, struct arena *arena, struct span *out)
{
	struct span words[WORDS_MOST];
	*out = SPAN("");
	if (!fold_span(fold, name, 0)) {
		return false;
	}
	uint32_t n = words_of(fold_text(fold), words);
	if (n == 0) {
		return true;
	}
	qsort(words, n, sizeof(*words), word_cmp);
	char *text = arena_array(arena, (size_t)fold->n + n, 1);
	if (text == NULL) {
		return false;
	}
	size_t len = 0;
	for (uint32_t i = 0; i < n; i++) {
		memcpy(text + len, words[i].p, words[i].n);
		len += words[i].n;
		text[len++] = ' ';
	}
	*out = (struct span){text, len - 1};
	return true;
}

static int key_cmp(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = span_cmp(x->text, y->text);
	if (order == 0) {
		order = (x->kind > y->kind) - (x->kind < y->kind);
	}
	return order != 0 ? order : (x->name > y->name) - (x->name < y->name);
}

/*
 * For each name the first row with the same key in another entity of its kind. Where both are
 * the same letter by letter the loader has told. *pairs gets two rows a pair, by the later one.
 */
static uint32_t pairs_of(const struct entities *ents, const struct key *keys, uint32_t n,
	uint32_t (*pairs)[2])
{
	uint32_t npairs = 0, first = 0;
	for (uint32_t i = 1; i < n; i++) {
		if (keys[i].kind != keys[first].kind || !span_eq(keys[i].text, keys[first].text)) {
			first = i;
			continue;
		}
		const struct name *old = &ents->names[keys[first].name];
		const struct name *name = &ents->names[keys[i].name];
		if (old->ent.i != name->ent.i && !span_eq(old->text, name->text)) {
			pairs[npairs][0] = keys[i].name;
			pairs[npairs++][1] = keys[first].name;
		}
	}
	qsort(pairs, npairs, sizeof(*pairs), array_by_number);
	return npairs;
}

/* Two entities that share several names are told of once. */
static void tell_pairs(const struct entities *ents, const uint32_t (*pairs)[2], uint32_t n,
	struct report *report)
{
	uint32_t last[2] = {UINT32_MAX, UINT32_MAX};
	for (uint32_t i = 0; i < n; i++) {
		const struct name *name = &ents->names[pairs[i][0]], *old = &ents->names[pairs[i][1]];
		if (name->ent.i == last[0] && old->ent.i == last[1]) {
			continue;
		}
		report_add(report, REPORT_WARNING, ents->path, name->line,
			"'%.*s' may be '%.*s' (line %u): '%.*s' and '%.*s' are nearly the same",
			SPAN_ARG(ents->items[name->ent.i].id), SPAN_ARG(ents->items[old->ent.i].id),
			(unsigned)old->line, SPAN_ARG(name->text), SPAN_ARG(old->text));
		last[0] = name->ent.i;
		last[1] = old->ent.i;
	}
}

static bool find_twins(const struct entities *ents, struct report *report)
{
	struct arena arena = {0};
	struct fold fold = {0};
	struct key *keys = calloc((size_t)ents->nnames + 1, sizeof(*keys));
	uint32_t(*pairs)[2] = calloc((size_t)ents->nnames + 1, sizeof(*pairs));
	uint32_t n = 0;
	bool ok = keys != NULL && pairs != NULL;
	for (uint32_t i = 0; ok && i < ents->nnames; i++) {
		const struct name *name = &ents->names[i];
		keys[n] = (struct key){.kind = ents->items[name->ent.i].kind, .name = i};
		ok = key_make(name->text, &fold, &arena, &keys[n].text);
		n += ok && keys[n].text.n > 0;
	}
	if (ok) {
		qsort(keys, n, sizeof(*keys), key_cmp);
		tell_pairs(ents, (const uint32_t(*)[2])pairs, pairs_of(ents, keys, n, pairs), report);
	}
	free(keys);
	free(pairs);
	fold_finish(&fold);
	arena_finish(&arena);
	return ok;
}

/* What was found, and what not. */

static bool tally_takes(struct tally *tally)
{
	bool takes = tally->told < DOUBTS_NOTES;
	tally->told += takes;
	tally->more += !takes;
	return takes;
}

static void tally_end(const struct tally *tally, const struct entities *ents,
	struct report *report, const char *what)
{
	if (tally->more > 0) {
		report_add(report, REPORT_NOTE, ents->path, 0, "%u more %s", tally->more, what);
	}
}

/* Tells of the names of an entity that stand nowhere, a few by their letters. */
static void tell_unused(const struct entities *ents, const struct entity *ent, const bool *used,
	struct tally *tally, struct report *report)
{
	struct buf list = {0};
	uint32_t n = 0;
	for (uint32_t i = ent->name; i < ent->name + ent->nnames; i++) {
		if (!used[i] && n++ < NAMES_SHOWN) {
			struct span text = ents->names[i].text;
			buf_printf(&list, "%s'%.*s'", n == 1 ? "" : ", ", SPAN_ARG(text));
		}
	}
	if (n > 0 && tally_takes(tally)) {
		report_add(report, REPORT_NOTE, ents->path, ent->line,
			"%u of %u names of '%.*s' stand nowhere: %s%s", n, ent->nnames,
			SPAN_ARG(ent->id), list.p == NULL ? "" : list.p,
			n > NAMES_SHOWN ? ", …" : "");
	}
	buf_finish(&list);
}

static bool find_unused(const struct entities *ents, const struct xref *xref,
	struct report *report)
{
	struct tally names = {0}, nowhere = {0};
	bool *used = calloc((size_t)ents->nnames + 1, sizeof(*used));
	if (used == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < xref->mentions.n; i++) {
		uint32_t name = xref_mention(xref, i)->name;
		if (name < ents->nnames) {
			used[name] = true;
		}
	}
	for (uint32_t i = 0; i < ents->n; i++) {
		const struct entity *ent = &ents->items[i];
		if (xref_of(xref, (ent_id){i}).n + xref_open(xref, (ent_id){i}).n > 0) {
			tell_unused(ents, ent, used, &names, report);
		} else if (tally_takes(&nowhere)) {
			report_add(report, REPORT_NOTE, ents->path, ent->line,
				"'%.*s' is mentioned nowhere", SPAN_ARG(ent->id));
		}
	}
	tally_end(&nowhere, ents, report, "entities are mentioned nowhere");
	tally_end(&names, ents, report, "entities have names that stand nowhere");
	free(used);
	return true;
}

static void find_undated(const struct entities *ents, struct report *report)
{
	struct tally tally = {0};
	for (uint32_t i = 0; i < ents->n; i++) {
		const struct entity *ent = &ents->items[i];
		if (ent->kind == KIND_TREATY && ent->date.year == 0 && tally_takes(&tally)) {
			report_add(report, REPORT_NOTE, ents->path, ent->line,
				"treaty '%.*s' has no Date: no year finds it", SPAN_ARG(ent->id));
		}
	}
	tally_end(&tally, ents, report, "treaties have no Date");
}

bool doubts_find(const struct entities *ents, const struct xref *xref, struct report *report,
	struct err *err)
{
	if (!find_twins(ents, report)) {
		return err_memory(err);
	}
	find_undated(ents, report);
	return find_unused(ents, xref, report) || err_memory(err);
}
