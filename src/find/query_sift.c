/*
 * Which documents can hold an answer: by the word index, the mention index, and dates.
 *
 * Of two sides that are both wanted the rarer one is asked first, and the other one only about the
 * documents that are left: of a common word's list no more is read than their parts.
 */
#include "find/query.h"

#include <stdlib.h>

/* Looking a document up costs as much as so many steps from one document to the next. */
enum { LOOK_UP = 8 };

/* A word that stands as often in each document, in the mean, is taken to stand in all. */
enum { DENSE = 16 };

struct sifting {
	const struct query *query;
	const struct words *words;
	const struct xref *xref;
	struct query_lists *lists;
	struct err *err;
};

static bool is_among(const bool *among, uint32_t i)
{
	return among == NULL || among[i];
}

static uint32_t all(const struct sifting *sifting)
{
	return sifting->xref->catalog->n;
}

/* Mentions. */

/* Numbers of mentions ascend from document to document: no mention has to be looked at. */
static void mark_slice(const struct xref *xref, struct slice slice, const bool *among, bool *may)
{
	uint32_t doc = 0, n = xref->catalog->n;

	for (uint32_t i = 0; i < slice.n; i++) {
		while (doc < n && xref->doc_first[doc + 1] <= slice.p[i]) {
			doc++;
		}
		if (doc == n) {
			return;
		}
		may[doc] = is_among(among, doc);
	}
}

static void sift_ents(const struct sifting *sifting, const struct query_node *node,
	const bool *among, bool *may)
{
	for (uint32_t i = 0; i < node->count; i++) {
		ent_id ent = sifting->query->ents[node->first + i];

		mark_slice(sifting->xref, xref_of(sifting->xref, ent), among, may);
	}
}

static void sift_kind(const struct sifting *sifting, const struct query_node *node,
	const bool *among, bool *may)
{
	const struct xref *xref = sifting->xref;

	for (uint32_t i = 0; i < xref->ents->n; i++) {
		if (xref->ents->items[i].kind == node->n) {
			mark_slice(xref, xref_of(xref, (ent_id){i}), among, may);
		}
	}
}

static void sift_dates(const struct sifting *sifting, const struct query_node *node,
	const bool *among, bool *may)
{
	for (uint32_t i = 0; i < all(sifting); i++) {
		const struct doc_date *date;
		int order;

		if (is_among(among, i)) {
			date = &catalog_head(sifting->xref->catalog, i)->date;
			order = doc_date_cmp(date, &node->date);
			may[i] = date->year != 0 && (node->op == QUERY_AFTER ? order >= 0 : order < 0);
		}
	}
}

/* Words. */

/* The rarest word of some in a row, in one file. */
static uint32_t rarest_of(const struct sifting *sifting, const struct query_node *node, uint32_t seg)
{
	uint32_t rarest = node->first;

	for (uint32_t i = node->first; i < node->first + node->count; i++) {
		rarest = query_lists_of(sifting->lists, seg, i)->count <
			query_lists_of(sifting->lists, seg, rarest)->count ? i : rarest;
	}
	return rarest;
}

/* Whether a document of a file has all words. */
static bool has_words(const struct sifting *sifting, const struct query_node *node, uint32_t seg,
	const struct words_doc *doc)
{
	for (uint32_t i = node->first; i < node->first + node->count; i++) {
		uint32_t place = words_list_from(query_lists_of(sifting->lists, seg, i), doc->base);

		if (place == WORDS_LIST_END || place - doc->base >= doc->n) {
			return false;
		}
	}
	return true;
}

/* Lets a document of a file pass. False: the file is damaged there. */
static bool let_pass(const struct sifting *sifting, uint32_t seg, uint32_t doc, const bool *among,
	bool *may)
{
	doc_id id = words_id(sifting->words, (struct words_where){seg, doc});

	if (id.i == DOC_NONE.i) {
		return words_gone(sifting->words, (struct words_where){seg, doc});
	}
	may[id.i] = is_among(among, id.i);
	return true;
}

/* From place to place of the rarest word, a document at a time. False: damaged. */
static bool sift_places(const struct sifting *sifting, const struct query_node *node, uint32_t seg,
	const bool *among, bool *may)
{
	const struct words_seg *of = &sifting->words->segs[seg];
	struct words_list *list = query_lists_of(sifting->lists, seg, rarest_of(sifting, node, seg));
	uint32_t place = words_list_from(list, 0);

	while (place != WORDS_LIST_END) {
		uint32_t number = words_seg_doc(of, place);
		const struct words_doc *doc = &of->docs[number];

		if (place - doc->base >= doc->n || (has_words(sifting, node, seg, doc) &&
			!let_pass(sifting, seg, number, among, may))) {
			return false;
		}
		place = words_list_from(list, doc->base + doc->n);
	}
	return true;
}

/* The documents that are left, one by one. */
static void sift_few(const struct sifting *sifting, const struct query_node *node, uint32_t seg,
	const bool *among, bool *may)
{
	for (uint32_t i = 0; i < all(sifting); i++) {
		struct words_where where;

		if (!among[i]) {
			continue;
		}
		if (!words_at(sifting->words, (doc_id){i}, &where)) {
			may[i] = true;
		} else if (where.seg == seg) {
			may[i] = has_words(sifting, node, seg,
				&sifting->words->segs[seg].docs[where.doc]);
		}
	}
}

/* Documents in which a search may see other words than are in the index. False: damaged. */
static bool sift_odd(const struct sifting *sifting, uint32_t seg, const bool *among, bool *may)
{
	const struct words_seg *of = &sifting->words->segs[seg];

	for (uint64_t i = 0; i < of->nodd; i++) {
		if (of->odd[i] >= of->ndocs || !let_pass(sifting, seg, of->odd[i], among, may)) {
			return false;
		}
	}
	return true;
}

/* Lets all documents of a file pass; of the one that has most of them, all that there are. */
static void sift_none(const struct sifting *sifting, uint32_t seg, const bool *among, bool *may)
{
	const struct words *words = sifting->words;
	uint64_t n = words->segs[seg].ndocs, doc = 0;

	while (seg + 1 < words->n && doc < n && let_pass(sifting, seg, (uint32_t)doc, among, may)) {
		doc++;
	}
	for (uint32_t i = 0; i < all(sifting) && doc < n; i++) {
		struct words_where where;

		if (is_among(among, i) && (words->whole ||
			(words_at(words, (doc_id){i}, &where) && where.seg == seg))) {
			may[i] = true;
		}
	}
}

static void sift_seg(const struct sifting *sifting, const struct query_node *node, uint32_t seg,
	uint32_t left, const bool *among, bool *may)
{
	const struct words_seg *of = &sifting->words->segs[seg];
	uint64_t steps = query_lists_of(sifting->lists, seg, rarest_of(sifting, node, seg))->count;
	bool known = !query_lists_unknown(sifting->lists, seg);

	if (known && steps >= DENSE * of->ndocs) {
		sift_none(sifting, seg, among, may);
		return;
	}
	steps = steps < of->ndocs ? steps : of->ndocs;
	if (known && among != NULL && (uint64_t)left * LOOK_UP < steps) {
		sift_few(sifting, node, seg, among, may);
	} else if (known) {
		known = sift_places(sifting, node, seg, among, may);
	}
	known = known && sift_odd(sifting, seg, among, may) &&
		!query_lists_unknown(sifting->lists, seg);
	if (!known) {
		sifting->lists->unknown[seg] = true;
		sift_none(sifting, seg, among, may);
	}
}

static void sift_words(const struct sifting *sifting, const struct query_node *node,
	const bool *among, bool *may)
{
	const struct words *words = sifting->words;
	uint32_t left = 0;

	for (uint32_t i = 0; i < all(sifting); i++) {
		struct words_where where;

		left += is_among(among, i);
		may[i] = is_among(among, i) && !words->whole && !words_at(words, (doc_id){i}, &where);
	}
	for (uint32_t s = 0; s < words->n; s++) {
		sift_seg(sifting, node, s, left, among, may);
	}
}

/* How rare a part of the question is: places, or mentions, at most. */
static uint64_t count(const struct sifting *sifting, uint32_t at)
{
	const struct query_node *node = &sifting->query->nodes[at];
	uint64_t n = UINT64_MAX, other;

	switch (node->op) {
	case QUERY_WORDS:
		for (uint32_t i = node->first; i < node->first + node->count; i++) {
			other = query_lists_count(sifting->lists, i);
			n = other < n ? other : n;
		}
		return n;
	case QUERY_ENTITY:
		n = 0;
		for (uint32_t i = 0; i < node->count; i++) {
			n += xref_of(sifting->xref, sifting->query->ents[node->first + i]).n;
		}
		return n;
	case QUERY_KIND:
	case QUERY_AFTER:
	case QUERY_BEFORE:
		return UINT32_MAX;
	case QUERY_NOT:
		return count(sifting, node->left);
	case QUERY_OR:
		return count(sifting, node->left) + count(sifting, node->right);
	case QUERY_AND:
	case QUERY_NEAR:
	case QUERY_PARA:
		break;
	}
	n = count(sifting, node->left);
	other = count(sifting, node->right);
	return other < n ? other : n;
}

static bool sift_node(const struct sifting *sifting, uint32_t at, const bool *among, bool *may);

/* Both sides where the operator wants both, one of them for OR. */
static bool sift_pair(const struct sifting *sifting, const struct query_node *node,
	const bool *among, bool *may)
{
	bool either = node->op == QUERY_OR, ok;
	bool swap = !either && count(sifting, node->right) < count(sifting, node->left);
	uint32_t first = swap ? node->right : node->left, then = swap ? node->left : node->right;
	bool *other;

	if (!sift_node(sifting, first, among, may)) {
		return false;
	}
	other = calloc((size_t)all(sifting) + 1, sizeof(*other));
	ok = other != NULL ? sift_node(sifting, then, either ? among : may, other)
			   : err_memory(sifting->err);
	for (uint32_t i = 0; i < all(sifting) && ok; i++) {
		may[i] = other[i] || (either && may[i]);
	}
	free(other);
	return ok;
}

/* Sets in `may`, which is all false, the documents among these (NULL: all) that may answer a part. */
static bool sift_node(const struct sifting *sifting, uint32_t at, const bool *among, bool *may)
{
	const struct query_node *node = &sifting->query->nodes[at];

	switch (node->op) {
	case QUERY_WORDS:
		sift_words(sifting, node, among, may);
		return true;
	case QUERY_ENTITY:
		sift_ents(sifting, node, among, may);
		return true;
	case QUERY_KIND:
		sift_kind(sifting, node, among, may);
		return true;
	case QUERY_AFTER:
	case QUERY_BEFORE:
		sift_dates(sifting, node, among, may);
		return true;
	case QUERY_NOT: /* what stands on the left may be an answer whatever is on the right */
		return sift_node(sifting, node->left, among, may);
	case QUERY_AND:
	case QUERY_OR:
	case QUERY_NEAR:
	case QUERY_PARA:
		break;
	}
	return sift_pair(sifting, node, among, may);
}

bool query_sift(const struct query *query, const struct words *words, const struct xref *xref,
	struct query_spots *out, struct err *err)
{
	struct query_spots spots = {.may = calloc((size_t)xref->catalog->n + 1, sizeof(*spots.may))};
	struct sifting sifting = {query, words, xref, &spots.lists, err};
	bool ok = spots.may != NULL || err_memory(err);

	ok = ok && query_lists_open(&spots.lists, query, words, err) &&
		sift_node(&sifting, query->root, NULL, spots.may);
	if (!ok) {
		query_sift_finish(&spots);
		return false;
	}
	*out = spots;
	return true;
}

void query_sift_finish(struct query_spots *spots)
{
	query_lists_close(&spots->lists);
	free(spots->may);
	*spots = (struct query_spots){0};
}
