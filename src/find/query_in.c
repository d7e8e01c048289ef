/* Answers in one document, from its words and its mentions. */
#include "find/query_text.h"

#include "base/sorted.h"

#include <stdlib.h>

struct looking {
	const struct query *query;
	doc_id id;
	const struct xref *xref;
	struct query_text text;
	uint32_t times[RANK_PARTS];
	bool failed;
};

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

static bool has_place(const struct query_text_places *places, uint32_t place)
{
	uint32_t i = sorted_from(places->items, places->n, sizeof(*places->items), place);

	return i < places->n && places->items[i] == place;
}

/* The number of the paragraph that a place begins in. */
static uint32_t number_of(const struct looking *looking, const struct query_hit *hit)
{
	return looking->text.paras[hit->para].now.para.number;
}

/* Whether the words behind the one at `at` follow. */
static bool follow(const struct query_text_places *first, uint32_t count, uint32_t at)
{
	for (uint32_t k = 1; k < count; k++) {
		if (!has_place(&first[k], at + k)) {
			return false;
		}
	}
	return true;
}

static void find_words(struct looking *looking, const struct query_node *node,
	struct query_hits *out)
{
	const struct query_text *text = &looking->text;
	const struct query_text_places *first = &text->places[node->first];
	uint32_t para = 0;

	for (uint32_t i = 0; i < first->n; i++) {
		uint32_t at = first->items[i], last = at + node->count - 1, end;
		struct query_hit hit = {.first = at, .last = last};

		if (!follow(first, node->count, at)) {
			continue;
		}
		hit.para = para = query_text_para_of(text, at, para);
		hit.rough = !text->paras[para].exact;
		end = query_text_para_of(text, last, para);
		if (text->paras[end].now.para.number == number_of(looking, &hit)) {
			hit.rough |= !text->paras[end].exact;
			hit.at = (struct range){query_text_at(text, at, para).start,
				query_text_at(text, last, end).end};
			put_hit(looking, out, hit);
		}
	}
}

static void find_mentions(struct looking *looking, ent_id ent, struct query_hits *out)
{
	struct slice here = xref_of_in(looking->xref, ent, looking->id);

	for (uint32_t i = 0; i < here.n; i++) {
		struct range at = xref_mention(looking->xref, here.p[i])->at;
		uint32_t first = query_text_from(&looking->text, at.start);
		uint32_t end = query_text_from(&looking->text, at.end);

		put_hit(looking, out, (struct query_hit){.at = at, .first = first,
			.last = end > first ? end - 1 : first,
			.para = query_text_para(&looking->text, at.start)});
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
	one = number_of(looking, a);
	other = number_of(looking, b);
	return one > other ? one - other : other - one;
}

static bool in_one_para(const struct looking *looking, const struct query_hit *a,
	const struct query_hit *b)
{
	return number_of(looking, a) == number_of(looking, b);
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
		all.para = b->para < all.para ? b->para : all.para;
		all.rough |= b->rough;
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
	const struct doc_date *date = &catalog_head(looking->xref->catalog, looking->id.i)->date;
	int order = doc_date_cmp(date, &node->date);

	return date->year != 0 && (node->op == QUERY_AFTER ? order >= 0 : order < 0);
}

/* Counts how often a part that has places, the node `at`, is there. */
static void count(struct looking *looking, uint32_t at, uint32_t n)
{
	uint32_t part = 0;

	for (uint32_t k = 0; k < at; k++) {
		enum query_op op = looking->query->nodes[k].op;

		part += op == QUERY_WORDS || op == QUERY_ENTITY || op == QUERY_KIND;
	}
	looking->times[part < RANK_PARTS ? part : RANK_PARTS - 1] += n;
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
	count(looking, at, out->n);
	return out->n > 0;
}

/* Answers from the words that have been taken; ok: they have. */
static bool answer(struct looking *looking, bool ok, struct query_hits *hits, struct err *err)
{
	hits->n = 0;
	if (ok && looking->text.nparas > 0 && !find(looking, looking->query->root, hits)) {
		hits->n = 0;
	}
	memcpy(hits->times, looking->times, sizeof(hits->times));
	ok = ok && !looking->failed && !looking->text.failed;
	query_text_finish(&looking->text);
	return ok || err_memory(err);
}

static void want_mentions(struct looking *looking, ent_id ent)
{
	struct slice here = xref_of_in(looking->xref, ent, looking->id);
	struct query_text *text = &looking->text;

	for (uint32_t i = 0; i < here.n && text->nparas > 0; i++) {
		struct range at = xref_mention(looking->xref, here.p[i])->at;

		text->paras[query_text_para(text, at.start)].wanted = true;
		text->paras[query_text_para(text, at.end - 1)].wanted = true;
	}
}

/* Of parts of one paragraph all are wanted, or none. */
static void want_parts(struct query_text *text)
{
	for (uint32_t i = 1; i < text->nparas; i++) {
		text->paras[i].wanted |= text->paras[i - 1].wanted &&
			text->paras[i].now.para.number == text->paras[i - 1].now.para.number;
	}
	for (uint32_t i = text->nparas; i-- > 1;) {
		text->paras[i - 1].wanted |= text->paras[i].wanted &&
			text->paras[i].now.para.number == text->paras[i - 1].now.para.number;
	}
}

/* Wants the paragraphs in which something is mentioned that the question asks for. */
static void want(struct looking *looking)
{
	const struct query *query = looking->query;
	const struct entities *ents = looking->xref->ents;

	for (uint32_t k = 0; k < query->nnodes; k++) {
		const struct query_node *node = &query->nodes[k];

		for (uint32_t i = 0; node->op == QUERY_ENTITY && i < node->count; i++) {
			want_mentions(looking, query->ents[node->first + i]);
		}
		for (uint32_t i = 0; node->op == QUERY_KIND && i < ents->n; i++) {
			if (ents->items[i].kind == node->n) {
				want_mentions(looking, (ent_id){i});
			}
		}
	}
	want_parts(&looking->text);
}

/* Begins to look at a document's text. False: no memory. */
static bool begin_whole(struct looking *looking, const struct doc *doc)
{
	if (!query_text_begin(&looking->text, looking->query) ||
		!query_text_list_doc(&looking->text, doc)) {
		return false;
	}
	want(looking);
	return true;
}

bool query_in(const struct query *query, const struct doc *doc, doc_id id, const struct xref *xref,
	struct query_hits *hits, struct err *err)
{
	struct looking looking = {.query = query, .id = id, .xref = xref};
	bool more;

	return answer(&looking, begin_whole(&looking, doc) &&
		query_text_go(&looking.text, doc, UINT32_MAX, &more), hits, err);
}

struct query_in_pass {
	struct looking looking;
};

struct query_in_pass *query_in_new(const struct query *query, const struct doc *doc, doc_id id,
	const struct xref *xref, struct err *err)
{
	struct query_in_pass *pass = calloc(1, sizeof(*pass));

	if (pass == NULL) {
		err_memory(err);
		return NULL;
	}
	pass->looking = (struct looking){.query = query, .id = id, .xref = xref};
	if (!begin_whole(&pass->looking, doc)) {
		query_in_free(pass);
		err_memory(err);
		return NULL;
	}
	return pass;
}

bool query_in_go(struct query_in_pass *pass, const struct doc *doc, uint32_t bytes, bool *more,
	struct err *err)
{
	return query_text_go(&pass->looking.text, doc, bytes, more) || err_memory(err);
}

uint32_t query_in_at(const struct query_in_pass *pass)
{
	const struct query_text *text = &pass->looking.text;

	return text->next == 0 ? 0 : text->paras[text->next - 1].now.para.at.end;
}

bool query_in_end(struct query_in_pass *pass, struct query_hits *hits, struct err *err)
{
	return answer(&pass->looking, true, hits, err);
}

void query_in_free(struct query_in_pass *pass)
{
	if (pass != NULL) {
		query_text_finish(&pass->looking.text);
		free(pass);
	}
}

/* Whether there may be an answer: a word of the question stands here, or it asks for names. */
static bool may_answer(const struct looking *looking)
{
	bool any = query_names(looking->query);

	for (uint32_t i = 0; i < looking->query->nwords && !any; i++) {
		any = looking->text.places[i].n > 0;
	}
	return any;
}

/* Begins with what the index knows of a document. False: it does not know all that has to be known. */
static bool begin_known(struct looking *looking, struct query_spots *spots, const struct words *words)
{
	struct words_where where;
	const struct words_doc *doc;
	struct words_paras walk;

	if (!words_at(words, looking->id, &where) || spots->lists.unknown[where.seg]) {
		return false;
	}
	doc = &words->segs[where.seg].docs[where.doc];
	if ((doc->odd & (WORDS_DOC_ODD | WORDS_DOC_WHOLE)) != 0 ||
		!query_text_known(&looking->text, &spots->lists, where.seg, doc) ||
		query_lists_unknown(&spots->lists, where.seg)) {
		return false;
	}
	if (!may_answer(looking)) {
		return true; /* without paragraphs nothing is found */
	}
	words_doc_paras(words, looking->id, &walk);
	return walk.p != walk.end && query_text_list(&looking->text, walk);
}

bool query_in_spots(const struct query *query, struct query_spots *spots, const struct words *words,
	doc_id id, const struct xref *xref, struct window *window, struct query_hits *hits, bool *whole,
	struct err *err)
{
	struct looking looking = {.query = query, .id = id, .xref = xref};
	bool ok = query_text_begin(&looking.text, query);

	hits->n = 0;
	*whole = ok && !begin_known(&looking, spots, words) && !looking.text.failed;
	if (ok && !*whole && !looking.text.failed) {
		want(&looking);
		ok = query_text_some(&looking.text, xref->catalog, id, window);
		*whole = !ok && !looking.text.failed;
	}
	if (*whole) {
		query_text_finish(&looking.text);
		return true;
	}
	return answer(&looking, ok, hits, err);
}
