/* Which documents can hold an answer: by the word index, the mention index, and dates. */
#include "find/query.h"
#include "find/words_sift.h"

#include <stdlib.h>

struct sifting {
	const struct query *query;
	struct words *words;
	const struct xref *xref;
	struct words_spots *leaves;
	struct err *err;
};

static void mark_slice(const struct xref *xref, struct slice slice, bool *may)
{
	for (uint32_t i = 0; i < slice.n; i++) {
		may[xref_mention(xref, slice.p[i])->doc.i] = true;
	}
}

static void sift_ents(const struct sifting *sifting, const struct query_node *node, bool *may)
{
	memset(may, false, sifting->xref->catalog->n);
	for (uint32_t i = 0; i < node->count; i++) {
		ent_id ent = sifting->query->ents[node->first + i];

		mark_slice(sifting->xref, xref_of(sifting->xref, ent), may);
	}
}

static void sift_kind(const struct sifting *sifting, const struct query_node *node, bool *may)
{
	const struct xref *xref = sifting->xref;

	memset(may, false, xref->catalog->n);
	for (uint32_t i = 0; i < xref->ents->n; i++) {
		if (xref->ents->items[i].kind == node->n) {
			mark_slice(xref, xref_of(xref, (ent_id){i}), may);
		}
	}
}

static void sift_dates(const struct sifting *sifting, const struct query_node *node, bool *may)
{
	const struct catalog *catalog = sifting->xref->catalog;

	for (uint32_t i = 0; i < catalog->n; i++) {
		int order = doc_date_cmp(&catalog_head(catalog, i)->date, &node->date);

		may[i] = catalog_head(catalog, i)->date.year != 0 &&
			(node->op == QUERY_AFTER ? order >= 0 : order < 0);
	}
}

static bool sift_node(const struct sifting *sifting, uint32_t at, bool *may);

/*
 * Both sides where all operators but OR and NOT want both; of NOT the first alone tells, but where
 * words of the other stand has to be known.
 */
static bool sift_pair(const struct sifting *sifting, const struct query_node *node, bool *may)
{
	uint32_t n = sifting->xref->catalog->n;
	bool *other, ok;

	if (!sift_node(sifting, node->left, may)) {
		return false;
	}
	other = malloc((size_t)n + 1);
	ok = other != NULL ? sift_node(sifting, node->right, other) : err_memory(sifting->err);
	for (uint32_t i = 0; i < n && ok && node->op != QUERY_NOT; i++) {
		may[i] = node->op == QUERY_OR ? may[i] || other[i] : may[i] && other[i];
	}
	free(other);
	return ok;
}

static bool sift_words(const struct sifting *sifting, uint32_t at, bool *may)
{
	const struct query_node *node = &sifting->query->nodes[at];
	const struct query_word *last = &sifting->query->words[node->first + node->count - 1];
	unsigned flags = WORDS_SIFT_WHOLE | (last->prefix ? WORDS_SIFT_PREFIX : 0u);
	struct words_spots *spots = &sifting->leaves[at];

	if (!words_sift(sifting->words, node->text, flags, spots, sifting->err)) {
		return false;
	}
	for (uint32_t i = 0; i < sifting->xref->catalog->n; i++) {
		may[i] = spots->may[i] != WORDS_NOT;
	}
	return true;
}

static bool sift_node(const struct sifting *sifting, uint32_t at, bool *may)
{
	const struct query_node *node = &sifting->query->nodes[at];

	switch (node->op) {
	case QUERY_WORDS:
		return sift_words(sifting, at, may);
	case QUERY_ENTITY:
		sift_ents(sifting, node, may);
		return true;
	case QUERY_KIND:
		sift_kind(sifting, node, may);
		return true;
	case QUERY_AFTER:
	case QUERY_BEFORE:
		sift_dates(sifting, node, may);
		return true;
	case QUERY_AND:
	case QUERY_OR:
	case QUERY_NOT:
	case QUERY_NEAR:
	case QUERY_PARA:
		break;
	}
	return sift_pair(sifting, node, may);
}

bool query_sift(const struct query *query, struct words *words, const struct xref *xref,
	struct query_spots *out, struct err *err)
{
	struct query_spots spots = {.may = malloc((size_t)xref->catalog->n + 1),
		.leaves = calloc(query->nnodes, sizeof(*spots.leaves)), .n = query->nnodes};
	struct sifting sifting = {query, words, xref, spots.leaves, err};
	bool ok = (spots.may != NULL && spots.leaves != NULL) || err_memory(err);

	if (!ok || !sift_node(&sifting, query->root, spots.may)) {
		query_sift_finish(&spots);
		return false;
	}
	*out = spots;
	return true;
}

void query_sift_finish(struct query_spots *spots)
{
	for (uint32_t i = 0; i < spots->n && spots->leaves != NULL; i++) {
		words_spots_finish(&spots->leaves[i]);
	}
	free(spots->leaves);
	free(spots->may);
	*spots = (struct query_spots){0};
}
