#include "links/disguise.h"

#include "base/dict.h"
#include "base/script.h"
#include "base/utf8.h"
#include "texts/fold.h"

struct disguises {
	const struct entities *ents;
	const struct catalog *catalog;
	struct dict words; /* folded words of all names, to the number of an entity */
	struct arena arena; /* their texts */
	struct fold fold;
	struct buf looks; /* scratch: the word as it looks */
	uint32_t told[2], more[2]; /* 0: those that look like a name, 1: others */
	bool failed;
};

void disguise_tell(struct span name, struct buf *out)
{
	struct buf looks = {0};

	if (!script_mixes(name)) {
		return;
	}
	buf_puts(out, "mixes ");
	script_tell(name, out);
	buf_puts(out, " letters");
	if (script_skeleton(name, &looks)) {
		buf_printf(out, ": looks like “%.*s”", (int)looks.n, looks.p);
	}
	out->failed |= looks.failed;
	buf_finish(&looks);
}

static struct span folded(struct disguises *of, struct span word)
{
	if (!fold_span(&of->fold, word, 0)) {
		of->failed = true;
		return SPAN("");
	}
	return span_trim(fold_text(&of->fold));
}

/* The words of a name; one that looks like another tells nothing about others. */
static void gather_words(struct disguises *of, const struct name *name)
{
	struct span text = name->text;

	for (size_t off = 0; off < text.n && !of->failed;) {
		size_t start = off, end = off;
		struct span key;

		while (end < text.n && utf8_is_word(utf8_next(text, &off))) {
			end = off;
		}
		off = off > end ? off : end;
		if (end == start || script_mixes((struct span){text.p + start, end - start})) {
			continue;
		}
		key = folded(of, (struct span){text.p + start, end - start});
		if (key.n > 1 && !dict_add(&of->words, &of->arena, key, name->ent.i)) {
			of->failed = true;
		}
	}
}

static void tell_name(const struct entities *ents, const struct name *name, struct report *report)
{
	struct buf what = {0};

	disguise_tell(name->text, &what);
	if (what.n > 0) {
		report_add(report, REPORT_WARNING, ents->path, name->line, "'%.*s' %s",
			SPAN_ARG(name->text), what.p);
	}
	buf_finish(&what);
}

/* The entity that has a word which this one looks like, or ENT_NONE. */
static ent_id taken_for(struct disguises *of, struct span word)
{
	ent_id found = ENT_NONE;

	buf_clear(&of->looks);
	if (script_skeleton(word, &of->looks)) {
		found.i = dict_get(&of->words, folded(of, buf_span(&of->looks)));
	}
	of->failed |= of->looks.failed;
	return found;
}

static void tell_word(struct disguises *of, const struct doc *doc, struct range at,
	struct report *report)
{
	struct span word = span_in(doc->text, at);
	ent_id like = taken_for(of, word);
	unsigned sort = like.i == ENT_NONE.i;
	struct buf what = {0};

	if (of->told[sort] >= DISGUISE_TOLD) {
		of->more[sort]++;
		return;
	}
	of->told[sort]++;
	disguise_tell(word, &what);
	if (sort == 0) {
		struct span id = of->ents->items[like.i].id;

		report_add(report, REPORT_WARNING, NULL, 0, "%.*s:%u: '%.*s' %s, a name of '%.*s'",
			SPAN_ARG(doc->path), doc_line(doc, at.start), SPAN_ARG(word), what.p, SPAN_ARG(id));
	} else {
		report_add(report, REPORT_NOTE, NULL, 0, "%.*s:%u: '%.*s' %s", SPAN_ARG(doc->path),
			doc_line(doc, at.start), SPAN_ARG(word), what.p);
	}
	of->failed |= what.failed;
	buf_finish(&what);
}

static void look_at(struct disguises *of, doc_id id, struct report *report)
{
	bool loaded = catalog_is_loaded(of->catalog, id);
	const struct doc *doc = catalog_doc(of->catalog, id);
	struct range at = {0, 0};

	while (!of->failed && script_find(doc->text, at.end, &at)) {
		tell_word(of, doc, at, report);
	}
	if (!loaded) {
		catalog_drop(of->catalog, id);
	}
}

bool disguise_find(const struct entities *ents, const struct xref *xref, struct report *report,
	struct err *err)
{
	struct disguises of = {.ents = ents, .catalog = xref->catalog};
	static const char *const rest[] = {"more words look like names of the catalogue",
		"more words mix scripts"};

	for (uint32_t i = 0; i < ents->nnames && !of.failed; i++) {
		tell_name(ents, &ents->names[i], report);
		gather_words(&of, &ents->names[i]);
	}
	for (uint32_t i = 0; i < xref->catalog->n && !of.failed; i++) {
		look_at(&of, (doc_id){i}, report);
	}
	for (unsigned i = 0; i < COUNT_OF(rest) && !of.failed; i++) {
		if (of.more[i] > 0) {
			report_add(report, REPORT_NOTE, NULL, 0, "%u %s", of.more[i], rest[i]);
		}
	}
	dict_finish(&of.words);
	arena_finish(&of.arena);
	fold_finish(&of.fold);
	buf_finish(&of.looks);
	return !of.failed || err_memory(err);
}
