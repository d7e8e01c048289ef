/* Answers in one document, from its text and its mentions. */
#include "find/query.h"

#include <stdlib.h>

/* Numbers of words at which a word of the query stands. */
struct places {
	uint32_t *items; /* owned */
	uint32_t n, cap;
};

struct looking {
	const struct query *query;
	const struct doc *doc;
	doc_id id;
	const struct xref *xref;
	struct words_cut cut;
	struct range *words; /* where each word of the document stands; owned */
	uint32_t nwords, cwords;
	struct places *places; /* by word of the query; owned */
	bool failed;
};

static void note_place(struct looking *looking, struct places *places)
{
	if (!array_reserve(&places->items, &places->cap, places->n + 1, sizeof(*places->items))) {
		looking->failed = true;
		return;
	}
	places->items[places->n++] = looking->nwords;
}

static void take_word(void *owner, struct span word)
{
	struct looking *looking = owner;
	const struct query *query = looking->query;
	const struct fold *view = &looking->cut.view;
	uint32_t start = (uint32_t)(looking->cut.at.p - view->p);

	if (!array_reserve(&looking->words, &looking->cwords, looking->nwords + 1,
		    sizeof(*looking->words))) {
		looking->failed = true;
		return;
	}
	for (uint32_t i = 0; i < query->nwords; i++) {
		const struct query_word *asked = &query->words[i];

		if (asked->prefix ? span_starts(word, asked->folded) : span_eq(word, asked->folded)) {
			note_place(looking, &looking->places[i]);
		}
	}
	looking->words[looking->nwords++] =
		fold_range(view, start, start + (uint32_t)looking->cut.at.n);
}

static bool read_words(struct looking *looking)
{
	const struct doc *doc = looking->doc;

	looking->cut.word = take_word;
	looking->cut.owner = looking;
	for (uint32_t i = 0; i < doc->nparas && !looking->failed; i++) {
		if (!fold_make(&looking->cut.view, doc, doc->paras[i].at, 0)) {
			return false;
		}
		words_cut_folded(&looking->cut,
			(struct span){looking->cut.view.p, looking->cut.view.n});
	}
	return !looking->failed;
}

static void put_hit(struct looking *looking, struct query_hits *hits, struct query_hit hit)
{
	if (!array_reserve(&hits->items, &hits->cap, hits->n + 1, sizeof(*hits->items))) {
		looking->failed = true;
		return;
	}
	hits->items[hits->n++] = hit;
}

static int compare_hits(const void *left, const void *right)
{
	const struct query_hit *a = left, *b = right;

	if (a->at.start != b->at.start) {
		return a->at.start < b->at.start ? -1 : 1;
	}
	return (a->at.end > b->at.end) - (a->at.end < b->at.end);
}

static bool is_same(const struct query_hit *a, const struct query_hit *b)
{
	return a->at.start == b->at.start && a->at.end == b->at.end;
}

/* Puts them in order, each once. */
static void settle(struct query_hits *hits)
{
	uint32_t kept = 0;

	if (hits->n > 1) {
		qsort(hits->items, hits->n, sizeof(*hits->items), compare_hits);
	}
	for (uint32_t i = 0; i < hits->n; i++) {
		if (kept == 0 || !is_same(&hits->items[kept - 1], &hits->items[i])) {
			hits->items[kept++] = hits->items[i];
		}
	}
	hits->n = kept;
}

static bool has_place(const struct places *places, uint32_t place)
{
	uint32_t low = 0, high = places->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (places->items[middle] < place) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < places->n && places->items[low] == place;
}

static uint32_t para_of(const struct looking *looking, uint32_t off)
{
	return looking->doc->paras[doc_para_at(looking->doc, off)].number;
}

static void find_words(struct looking *looking, const struct query_node *node,
	struct query_hits *out)
{
	const struct places *first = &looking->places[node->first];

	for (uint32_t i = 0; i < first->n; i++) {
		uint32_t at = first->items[i], last = at + node->count - 1;
		bool all = true;

		for (uint32_t k = 1; k < node->count && all; k++) {
			all = has_place(&first[k], at + k);
		}
		if (all && (node->count == 1 || para_of(looking, looking->words[at].start) ==
				para_of(looking, looking->words[last].start))) {
			put_hit(looking, out, (struct query_hit){
				{looking->words[at].start, looking->words[last].end}, at, last});
		}
	}
}

/* The number of the first word that starts at or behind off. */
static uint32_t word_from(const struct looking *looking, uint32_t off)
{
	uint32_t low = 0, high = looking->nwords;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (looking->words[middle].start < off) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static void find_mentions(struct looking *looking, ent_id ent, struct query_hits *out)
{
	struct slice here = xref_of_in(looking->xref, ent, looking->id);

	for (uint32_t i = 0; i < here.n; i++) {
		struct range at = looking->xref->mentions.items[here.p[i]].at;
		uint32_t first = word_from(looking, at.start), end = word_from(looking, at.end);

		put_hit(looking, out, (struct query_hit){at, first, end > first ? end - 1 : first});
	}
}

static void find_kind(struct looking *looking, uint32_t kind, struct query_hits *out)
{
	const struct xref *xref = looking->xref;

	for (uint32_t i = 0; i < xref->ents->n; i++) {
		if (xref->ents->items[i].kind == kind) {
			find_mentions(looking, (ent_id){i}, out);
		}
	}
}

/* How far apart two places are: in words, or in paragraphs. */
static uint32_t distance(const struct looking *looking, enum query_op op,
	const struct query_hit *a, const struct query_hit *b)
{
	uint32_t one, other;

	if (op == QUERY_NEAR) {
		return b->first > a->last ? b->first - a->last : a->first > b->last ? a->first - b->last : 0;
	}
	one = para_of(looking, a->at.start);
	other = para_of(looking, b->at.start);
	return one > other ? one - other : other - one;
}

static bool in_one_para(const struct looking *looking, const struct query_hit *a,
	const struct query_hit *b)
{
	return para_of(looking, a->at.start) == para_of(looking, b->at.start);
}

/*
 * The nearest of hits to one, itself excepted, as an index; hits->n where none is near enough. Those
 * of its own paragraph come first.
 */
static uint32_t nearest(const struct looking *looking, const struct query_node *node,
	const struct query_hit *hit, const struct query_hits *hits)
{
	uint32_t low = 0, high = hits->n, best = hits->n, least = UINT32_MAX;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (compare_hits(&hits->items[middle], hit) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (uint32_t i = low > 1 ? low - 2 : 0; i < hits->n && i < low + 2; i++) {
		uint32_t far = distance(looking, node->op, hit, &hits->items[i]);

		if (far > node->n || is_same(hit, &hits->items[i])) {
			continue;
		}
		far += in_one_para(looking, hit, &hits->items[i]) ? 0 : node->n + 1;
		best = far < least ? i : best;
		least = far < least ? far : least;
	}
	return best;
}

/* From the one to the other, where both are in one paragraph. */
static struct query_hit cover(const struct looking *looking, const struct query_hit *a,
	const struct query_hit *b)
{
	struct query_hit all = *a;

	if (in_one_para(looking, a, b)) {
		all.at.start = b->at.start < all.at.start ? b->at.start : all.at.start;
		all.at.end = b->at.end > all.at.end ? b->at.end : all.at.end;
		all.first = b->first < all.first ? b->first : all.first;
		all.last = b->last > all.last ? b->last : all.last;
	}
	return all;
}

/* Those of one side that have one of the other side near them. */
static void find_near(struct looking *looking, const struct query_node *node,
	const struct query_hits *from, const struct query_hits *to, struct query_hits *out)
{
	for (uint32_t i = 0; i < from->n; i++) {
		uint32_t other = nearest(looking, node, &from->items[i], to);

		if (other < to->n) {
			put_hit(looking, out, node->op == QUERY_NEAR
				? cover(looking, &from->items[i], &to->items[other])
				: from->items[i]);
		}
	}
}

static void put_all(struct looking *looking, const struct query_hits *from, struct query_hits *out)
{
	for (uint32_t i = 0; i < from->n; i++) {
		put_hit(looking, out, from->items[i]);
	}
}

static bool find(struct looking *looking, uint32_t at, struct query_hits *out);

static bool find_pair(struct looking *looking, const struct query_node *node,
	struct query_hits *out)
{
	struct query_hits left = {0}, right = {0};
	bool a = find(looking, node->left, &left);
	bool b = (a || node->op == QUERY_OR) && find(looking, node->right, &right);
	bool found = node->op == QUERY_OR ? a || b : node->op == QUERY_NOT ? a && !b : a && b;

	if (found && (node->op == QUERY_NEAR || node->op == QUERY_PARA)) {
		find_near(looking, node, &left, &right, out);
		if (node->op == QUERY_PARA) {
			find_near(looking, node, &right, &left, out);
		}
		found = out->n > 0;
	} else if (found) {
		put_all(looking, &left, out);
		if (node->op != QUERY_NOT) {
			put_all(looking, &right, out);
		}
	}
	free(left.items);
	free(right.items);
	return found;
}

static bool is_dated(const struct looking *looking, const struct query_node *node)
{
	const struct doc_date *date = &looking->xref->catalog->heads[looking->id.i].date;
	int order = doc_date_cmp(date, &node->date);

	return date->year != 0 && (node->op == QUERY_AFTER ? order >= 0 : order < 0);
}

/* Whether the document answers a part of the query; where appended to an empty out. */
static bool find(struct looking *looking, uint32_t at, struct query_hits *out)
{
	const struct query_node *node = &looking->query->nodes[at];
	bool found;

	switch (node->op) {
	case QUERY_AFTER:
	case QUERY_BEFORE:
		return is_dated(looking, node);
	case QUERY_WORDS:
		find_words(looking, node, out);
		break;
	case QUERY_ENTITY:
		for (uint32_t i = 0; i < node->count; i++) {
			find_mentions(looking, looking->query->ents[node->first + i], out);
		}
		break;
	case QUERY_KIND:
		find_kind(looking, node->n, out);
		break;
	case QUERY_AND:
	case QUERY_OR:
	case QUERY_NOT:
	case QUERY_NEAR:
	case QUERY_PARA:
		found = find_pair(looking, node, out);
		settle(out);
		return found;
	}
	settle(out);
	return out->n > 0;
}

bool query_in(const struct query *query, const struct doc *doc, doc_id id, const struct xref *xref,
	struct query_hits *hits, struct err *err)
{
	struct looking looking = {.query = query, .doc = doc, .id = id, .xref = xref};
	bool ok;

	hits->n = 0;
	looking.places = calloc((size_t)query->nwords + 1, sizeof(*looking.places));
	ok = looking.places != NULL && read_words(&looking);
	if (ok && !find(&looking, query->root, hits)) {
		hits->n = 0;
	}
	ok = (ok && !looking.failed) || err_memory(err);
	for (uint32_t i = 0; i < query->nwords && looking.places != NULL; i++) {
		free(looking.places[i].items);
	}
	free(looking.places);
	free(looking.words);
	words_cut_finish(&looking.cut);
	return ok;
}
