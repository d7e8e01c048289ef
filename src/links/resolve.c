#include "links/resolve.h"

#include "links/rule_initials.h"
#include "links/rule_name.h"
#include "links/rule_surname.h"
#include "links/scene.h"

#include <stdlib.h>

/* What the tags of a hit are, taken together. */
struct tags {
	bool person; /* a name of persons only, one word or several */
	bool word; /* of one word */
	bool name; /* a name of anything */
	bool treaty; /* a name of treaties only */
	bool surname; /* a surname or family name */
	bool stem, deed, place;
};

struct resolver *resolve_new(const struct entities *ents, struct err *err)
{
	struct resolver *resolver = calloc(1, sizeof(*resolver));
	if (resolver == NULL) {
		err_memory(err);
		return NULL;
	}
	resolver->ents = ents;
	resolver->lexicon = lexicon_new(err);
	bool ok = resolver->lexicon != NULL &&
		forms_make(&resolver->forms, ents, resolver->lexicon, err);
	if (ok) {
		resolver->matcher = match_new(resolver->forms.items, resolver->forms.n, err);
	}
	if (resolver->matcher == NULL) {
		resolve_free(resolver);
		return NULL;
	}
	return resolver;
}

static bool is_one_word(struct span text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t') {
			return false;
		}
	}
	return true;
}

static struct tags tags_of(const struct scene *scene, const struct hit *hit)
{
	const struct entities *ents = scene->resolver->ents;
	const uint32_t *list = scene_tags(scene, hit);
	struct tags tags = {.person = true, .treaty = true};
	for (uint32_t i = 0; i < hit->ntags; i++) {
		enum form_what what = form_what(list[i]);
		if (what == FORM_NAME) {
			uint32_t kind = ents->items[ents->names[form_value(list[i])].ent.i].kind;
			tags.name = true;
			tags.person = tags.person && kind == KIND_PERSON;
			tags.treaty = tags.treaty && kind == KIND_TREATY;
		}
		tags.surname = tags.surname || what == FORM_SURNAME || what == FORM_FRONT;
		tags.stem = tags.stem || what == FORM_STEM;
		tags.place = tags.place || what == FORM_PLACE;
		tags.deed = tags.deed || what == FORM_DEED || what == FORM_DEEDS;
	}
	tags.person = tags.person && tags.name;
	tags.treaty = tags.treaty && tags.name;
	tags.word = is_one_word(span_in(scene->doc->text, hit->at));
	return tags;
}

/* A surname, or a person's name of one word. */
static bool resolve_surname(struct scene *scene)
{
	struct lead lead;
	lead_read(scene, scene_hit(scene)->at, &lead);
	rule_surname_bearers(scene, &lead);
	enum initials_result result = rule_initials(scene, &lead);
	return result == INITIALS_PUT || (result == INITIALS_PASS && rule_surname(scene, &lead));
}

/* Settles the current hit; whether a mention was made. */
static bool resolve_hit(struct scene *scene)
{
	struct tags tags = tags_of(scene, scene_hit(scene));
	if (tags.person ? tags.word : tags.surname && !tags.name) {
		return resolve_surname(scene);
	}
	return tags.name && rule_name(scene);
}

/* Notes which persons are named in full anywhere in the document. */
static void note_named(struct scene *scene)
{
	const struct entities *ents = scene->resolver->ents;
	for (uint32_t i = 0; i < scene->hits.n; i++) {
		const struct hit *hit = &scene->hits.items[i];
		struct tags tags = tags_of(scene, hit);
		const uint32_t *list = scene_tags(scene, hit);
		for (uint32_t k = 0; tags.person && !tags.word && k < hit->ntags; k++) {
			if (form_what(list[k]) == FORM_NAME) {
				struct seen *seen = scene_note(scene,
					ents->names[form_value(list[k])].ent.i);
				if (seen != NULL) {
					seen->named = true;
				}
			}
		}
	}
}

static void resolve_hits(struct scene *scene)
{
	note_named(scene);
	for (scene->hit = 0; scene->hit < scene->hits.n && !scene->failed; scene->hit++) {
		const struct mentions *out = scene->out;
		scene_enter(scene);
		if (out->n == scene->first ||
			out->items[out->n - 1].at.end <= scene_hit(scene)->at.start) {
			resolve_hit(scene);
		}
	}
}

bool resolve_doc(const struct resolver *resolver, const struct doc *doc, doc_id id,
	struct mentions *out, struct err *err)
{
	struct scene scene = {
		.resolver = resolver,
		.doc = doc,
		.id = id,
		.words = {doc, resolver->lexicon, {0, 0}},
		.out = out,
		.first = out->n,
	};
	bool ok = match_scan(resolver->matcher, doc, &scene.hits, err);
	if (ok) {
		resolve_hits(&scene);
		ok = !scene.failed || err_memory(err);
	}
	free(scene.hits.items);
	free(scene.seen);
	free(scene.some);
	return ok;
}

void resolve_free(struct resolver *resolver)
{
	if (resolver != NULL) {
		match_free(resolver->matcher);
		forms_finish(&resolver->forms);
		lexicon_free(resolver->lexicon);
		free(resolver->treaties);
		free(resolver->dated);
		free(resolver);
	}
}

void mentions_finish(struct mentions *mentions)
{
	free(mentions->items);
	free(mentions->pool);
	*mentions = (struct mentions){0};
}
