/*
 * scene.h - a document while its mentions are being settled: its hits, where we stand among them,
 * what the document has said so far, and the mentions made.
 *
 * Rules read it and put mentions into it; resolve.c moves it from hit to hit. What is remembered
 * of an entity is where it was mentioned last, where by its full name, and what the text showed
 * of its sex. Mentions never overlap: a longer one takes the place of those it covers.
 */
#ifndef DOSSIER_LINKS_SCENE_H
#define DOSSIER_LINKS_SCENE_H

#include "links/forms.h"
#include "links/person.h"
#include "links/resolve.h"
#include "links/token.h"

/* What the rules know of a treaty besides its record. */
struct treaty {
	uint32_t deeds; /* 1 << enum lex_deed: the kind words of its names */
	uint64_t nations; /* 1 << nation: its parties, as far as they are nations */
	bool closed; /* all its parties are nations: another nation is no party */
};

/* A treaty with its year, for look-up. */
struct dated {
	int16_t year;
	uint32_t ent;
};

/* What the tags of a hit are, taken together. */
enum scene_sort {
	SORT_PERSON = 1, /* a name of persons only, one word or several */
	SORT_WORD = 2, /* of one word */
	SORT_NAME = 4, /* a name of anything */
	SORT_TREATY = 8, /* a name of treaties only */
	SORT_SURNAME = 16, /* a surname or family name */
	SORT_STEM = 32,
	SORT_DEED = 64,
};

/*
 * What a tag stands for, in eight bytes that lie where the tag's number says: what a rule wants of a
 * hit is in one line of memory, where tag, name and entity are each in another.
 */
struct fact {
	uint32_t ent; /* whose; UINT32_MAX for a kind word */
	uint8_t what; /* enum form_what */
	uint8_t kind; /* the entity's: KIND_PERSON … KIND_FIRST_OTHER, which all others are here */
	uint8_t sort; /* enum scene_sort, together, of all tags of the hit that this one is first of */
	bool main : 1; /* the entity's Name, or another spelling of it */
	bool word : 1; /* a name of one word */
};

/* A catalogue made ready. */
struct resolver {
	const struct entities *ents;
	const struct lexicon *lexicon; /* the entities' or, where they have none, `made` */
	struct lexicon *made;
	struct forms forms;
	struct matcher *matcher;
	const uint32_t *tags; /* the matcher's */
	struct fact *facts; /* one for each of them */
	struct treaty *treaties; /* by entity number; zero for other kinds */
	struct dated *dated; /* treaties sorted by year; those that lasted stand once a year */
	uint32_t ndated, cdated;
};

/* What a document has said of an entity; places are offsets + 1, 0 where there was none. */
struct seen {
	uint32_t ent; /* number + 1, 0 for a free place in the table */
	uint32_t last; /* any mention */
	uint32_t full; /* by its full name, before here */
	uint32_t titled; /* as a peer is called, with his title, before here */
	bool named; /* by its full name, anywhere in the document */
	uint32_t gender; /* LEX_MAN, LEX_WOMAN: what titles before it said */
};

/* A short name that the document has given an entity, and where it stands next. */
struct coined {
	struct span text;
	uint32_t ent;
	struct range at; /* UINT32_MAX: nowhere */
	bool word; /* one word in quotes, which stands for it only where it is no part of a name … */
	bool the; /* … and behind an article, as it was introduced */
};

#define SCENE_COINED 16
#define SCENE_PERSONS 16u
#define SCENE_FITS 64u
#define SCENE_GIVEN 2
#define SCENE_STRANGERS 16

/* What was worked out lately, as it will be asked again. Zero is an empty one. */
struct scene_memo {
	struct scene_person {
		uint32_t name; /* its number + 1 */
		struct person person;
	} persons[SCENE_PERSONS];
	struct scene_fit { /* how well given names before a surname fit an entity */
		uint32_t ent; /* its number + 1 */
		uint32_t ngiven;
		struct span surname, given[SCENE_GIVEN]; /* in the text */
		int fits;
		uint32_t name;
	} fits[SCENE_FITS];
	struct scene_answer {
		uint32_t para; /* its start + 1 */
		bool is;
	} all_capitals, title_case;
};

struct scene {
	const struct resolver *resolver;
	const struct doc *doc;
	doc_id id;
	struct words words; /* stands in the paragraph of the hit, and has looked beside it */
	struct scene_memo *memo; /* of this document alone */
	uint32_t para;
	struct hits hits;
	uint32_t hit; /* the one to settle */
	struct seen *seen; /* open addressing */
	uint32_t nseen, cseen;
	uint32_t *some; /* entities under discussion: scratch of one rule at a time */
	uint32_t nsome, csome;
	struct coined coined[SCENE_COINED];
	uint32_t ncoined;
	uint32_t coined_next; /* none of them stands before, so far as it has been looked for */
	uint32_t strangers[SCENE_STRANGERS]; /* tags of surnames whose bearers are not listed; a ring */
	uint32_t nstrangers;
	struct mentions *out;
	bool company; /* the document holds a name that is no surname, of anything */
	bool french; /* the text is in French: "M. Dupont" is a mister */
	uint32_t first; /* number of this document's first mention in out */
	bool failed; /* memory was refused */
};

/* The hit to settle and its tags. */
static inline const struct hit *scene_hit(const struct scene *scene)
{
	return &scene->hits.items[scene->hit];
}

/* The tags of a hit. */
static inline const uint32_t *scene_tags(const struct scene *scene, const struct hit *hit)
{
	return scene->resolver->tags + hit->tag;
}

/* What its tags stand for, one for each; within a kind of form by entity. */
static inline const struct fact *scene_facts(const struct scene *scene, const struct hit *hit)
{
	return scene->resolver->facts + hit->tag;
}

/* Whether a fact is of a listed name, as it is listed or in another spelling. */
static inline bool scene_is_name(const struct fact *fact)
{
	return fact->what <= FORM_VARIANT;
}

/*
 * Puts a mention with place, rule, certainty and name as in `what`: of these entities, so many as
 * it says, and the rivals behind them. Mentions that it overlaps are gone, unless one of them is
 * longer: then it is not put.
 */
bool scene_put(struct scene *scene, const struct mention *what, const uint32_t *ents);

/*
 * The same for those under discussion: the first one is meant and the others are its rivals, or all of
 * them are where it is open.
 */
bool scene_put_some(struct scene *scene, struct range at, enum mention_rule rule,
	enum mention_certainty certainty, uint32_t name);

/* The place of an entity in the table, or the free one that it would have. */
static inline struct seen *scene_seen_slot(struct seen *seen, uint32_t cap, uint32_t ent)
{
	uint32_t at = (ent * 2654435761u) & (cap - 1);
	while (seen[at].ent != 0 && seen[at].ent != ent + 1) {
		at = (at + 1) & (cap - 1);
	}
	return &seen[at];
}

/* What is remembered of an entity; all zero where it was not met. Stands until one is noted. */
static inline const struct seen *scene_seen(const struct scene *scene, uint32_t ent)
{
	return scene_seen_slot(scene->seen, scene->cseen, ent);
}

/* Makes room for the first of them. False where memory is short. */
bool scene_begin(struct scene *scene);

/* scene_note() where it was not met yet, or the table is full. */
struct seen *scene_note_new(struct scene *scene, uint32_t ent);

/* The place to remember it at, or NULL where memory is short (failed is set then). */
static inline struct seen *scene_note(struct scene *scene, uint32_t ent)
{
	struct seen *seen = scene_seen_slot(scene->seen, scene->cseen, ent);
	bool stays = seen->ent != 0 && scene->nseen * 2 < scene->cseen;
	return stays ? seen : scene_note_new(scene, ent);
}

/* Empties the list of entities under discussion. */
static inline void scene_some_clear(struct scene *scene)
{
	scene->nsome = 0;
}

/* Makes room for n more of them. False where memory is short (failed is set then). */
bool scene_some_reserve(struct scene *scene, uint32_t n);

/* Adds an entity to the list under discussion, once. */
void scene_some_add(struct scene *scene, uint32_t ent);

/* Moves number i of those under discussion to the front. */
static inline void scene_prefer(struct scene *scene, uint32_t i)
{
	uint32_t ent = scene->some[i];
	scene->some[i] = scene->some[0];
	scene->some[0] = ent;
}

/* Of the first n under discussion, the one with the latest mention comes first; whether it has any. */
bool scene_prefer_last(struct scene *scene, uint32_t n);

/* The fact of the first name of ent among those of the current hit, listed ones first, or NULL. */
const struct fact *scene_name_fact(const struct scene *scene, uint32_t ent);

/* The row of that name, or UINT32_MAX. */
static inline uint32_t scene_name(const struct scene *scene, uint32_t ent)
{
	const struct fact *facts = scene_facts(scene, scene_hit(scene));
	const struct fact *fact =
		(facts->sort & SORT_NAME) == 0 ? NULL : scene_name_fact(scene, ent);
	return fact == NULL ? UINT32_MAX :
		form_value(scene->resolver->tags[fact - scene->resolver->facts]);
}

/* The rule for what is called as the row of the names says. */
static inline enum mention_rule scene_rule(const struct scene *scene, uint32_t name)
{
	return scene->resolver->ents->names[name].main ? RULE_NAME : RULE_ALIAS;
}

/* Remembers that the surname of the current hit was somebody's who is not listed: "Akie Abe". */
void scene_note_stranger(struct scene *scene);

/* Whether it has been such a one's, of late. */
bool scene_is_stranger(const struct scene *scene, uint32_t tag);

/* A person's name taken apart; stands until the next call. */
const struct person *scene_person(const struct scene *scene, uint32_t name);

/* Moves to the paragraph of the hit. */
void scene_enter(struct scene *scene);

/* Reads what stands beside the hit: nearly all that the rules do not do is settled by these two. */
void scene_look(struct scene *scene);

/* Whether a token and the one before it are apart by a blank of ASCII, or there is none before it. */
bool scene_is_apart(const struct scene *scene, const struct token *token);

/* The hit at or behind the current one that starts at off, or NULL. */
const struct hit *scene_hit_from(const struct scene *scene, uint32_t off);

/* The hit up to the current one that ends at off, or NULL. */
const struct hit *scene_hit_to(const struct scene *scene, uint32_t off);

/* scene_in_address() where a sign touches the name. */
bool scene_in_address_far(const struct scene *scene, struct range at);

/* Whether a name's hit lies in a web or mail address. */
static inline bool scene_in_address(const struct scene *scene, struct range at)
{
	struct span text = scene->doc->text;
	bool mail = at.end < text.n && text.p[at.end] == '@';
	return mail || (at.start > scene->words.para.start && text.p[at.start - 1] != ' ' &&
		scene_in_address_far(scene, at));
}

/* Whether the paragraph is short and has no small letter of ASCII. */
bool scene_all_capitals(const struct scene *scene);

/* Whether the paragraph is a headline in which most words begin with a capital. */
bool scene_title_case(const struct scene *scene);

#endif
