/*
 * The word index. By the first byte: a file whose sums are right and whose arrays are anything,
 * walked through and asked, all at once and lazily; or a question over a text, with what it found.
 */
#include "find/query.h"
#include "find/words_sift.h"
#include "fuzz.h"

#include <stdlib.h>
#include <unistd.h>

#define PARTS 9u

/* An array of the file, aligned. */
struct part {
	uint32_t element;
	void *items; /* owned */
	uint32_t n;
};

/* The parts by their place among the sections behind WORDS_KEY. */
enum { DOCS, ORDER, STRINGS, PARAS, BLOCKS, DICT, LISTS, TOTAL, ODD };

/* Takes a part of what is left, by a byte in front. */
static void take_part(struct span *rest, struct part *out)
{
	size_t n = (size_t)fuzz_byte(rest);

	n = n * out->element < rest->n ? n : rest->n / out->element;
	out->n = (uint32_t)n;
	out->items = malloc(n * out->element + 1);
	CHECK(out->items != NULL);
	if (n > 0) {
		memcpy(out->items, rest->p, n * out->element);
	}
	*rest = (struct span){rest->p + n * out->element, rest->n - n * out->element};
}

static uint32_t clamp(uint64_t value, uint64_t low, uint64_t high)
{
	return (uint32_t)(value < low ? low : value > high ? high : value);
}

/* Sums of what lies inside, so that it is believed to be of this document. */
static void seal(struct part *parts, const struct doc_head *head)
{
	struct words_doc *docs = parts[DOCS].items;
	struct words_block *blocks = parts[BLOCKS].items;
	uint32_t *order = parts[ORDER].items, dict = 0;

	for (uint32_t i = 0; i < parts[DOCS].n; i++) {
		docs[i].same = same_now(head);
		docs[i].path = clamp(docs[i].path, 0, parts[STRINGS].n);
		docs[i].npath = clamp(docs[i].npath, 0, parts[STRINGS].n - docs[i].path);
		docs[i].paras = clamp(docs[i].paras, 0, parts[PARAS].n);
		docs[i].nparas = clamp(docs[i].nparas, 0, parts[PARAS].n - docs[i].paras);
	}
	for (uint32_t i = 0; i < parts[ORDER].n && parts[DOCS].n > 0; i++) {
		order[i] %= parts[DOCS].n;
	}
	words_seg_seal_docs(docs, order, clamp(parts[DOCS].n, 0, parts[ORDER].n), parts[STRINGS].items,
		parts[PARAS].items);
	for (uint32_t i = 0; i < parts[BLOCKS].n; i++) {
		dict = i == 0 ? 0 : clamp(blocks[i].dict, dict, parts[DICT].n);
		blocks[i].dict = dict;
		blocks[i].list = clamp(blocks[i].list, 0, parts[LISTS].n);
	}
	words_seg_seal_blocks(blocks, parts[BLOCKS].n,
		(struct span){parts[DICT].items, parts[DICT].n});
}

static bool write_file(struct span rest, const char *path, const struct words_key *key,
	const struct doc_head *sealed)
{
	struct part parts[PARTS] = {{sizeof(struct words_doc), NULL, 0}, {sizeof(uint32_t), NULL, 0},
		{1, NULL, 0}, {1, NULL, 0}, {sizeof(struct words_block), NULL, 0}, {1, NULL, 0},
		{1, NULL, 0}, {sizeof(struct words_total), NULL, 0}, {sizeof(uint32_t), NULL, 0}};
	struct sections_out out;
	struct err err;
	bool ok = sections_create(&out, path, &err);

	for (uint32_t i = 0; i < PARTS; i++) {
		take_part(&rest, &parts[i]);
	}
	if (sealed != NULL) {
		seal(parts, sealed);
	}
	if (ok) {
		sections_add(&out, WORDS_KEY, sizeof(*key), key, 1);
		for (uint32_t i = 0; i < PARTS; i++) {
			sections_add(&out, WORDS_DOCS + i, parts[i].element, parts[i].items, parts[i].n);
		}
		ok = sections_commit(&out, &err);
	}
	for (uint32_t i = 0; i < PARTS; i++) {
		free(parts[i].items);
	}
	return ok;
}

/* Every word with every place, as far as they are believed. */
static void walk(const struct words_seg *seg)
{
	static struct words_term term;
	struct words_places places;
	uint32_t place;

	for (bool more = words_seg_find(seg, SPAN(""), &term); more; more = words_seg_next(&term)) {
		CHECK(term.word.n <= WORDS_CUT_MOST);
		CHECK(term.list.p >= seg->lists && term.list.n <= seg->nlists);
		if (!words_seg_places(&term, &places)) {
			continue;
		}
		while (words_seg_place(&places, &place)) {
			uint32_t doc = words_seg_doc(seg, place);

			CHECK(seg->ndocs == 0 || doc < seg->ndocs);
		}
	}
}

/* Every paragraph that is to be looked at. Frees the spots. */
static void walk_spots(const struct words *words, struct words_spots *spots)
{
	struct words_spots_walk walk;
	uint32_t end = 0;

	if (spots->may[0] == WORDS_SOME) {
		words_spots_start(spots, words, (doc_id){0}, &walk);
		while (words_spots_next(&walk)) {
			CHECK(walk.paras.now.para.at.start >= end);
			CHECK(walk.paras.now.para.at.end >= walk.paras.now.para.at.start);
			end = walk.paras.now.para.at.end;
		}
	}
	words_spots_finish(spots);
}

static void sift(struct words *words, struct span pattern, unsigned flags)
{
	struct words_spots spots;
	struct err err;

	CHECK(words_sift(words, pattern, flags, &spots, &err));
	walk_spots(words, &spots);
}

/* Asks a file that may be of this very catalogue. */
static void open_file(struct span rest, bool sealed)
{
	struct config config = {.read_encoding = "windows-1252"};
	struct words_key key = words_seg_key(&config);
	struct doc_head head = {.path = SPAN("a.txt")};
	uint32_t by_path = 0;
	struct catalog catalog = {.heads = &head, .n = 1, .by_path = &by_path, .config = &config};
	const char *path = fuzz_file(SPAN(""));
	struct words words = {0};
	struct err err;

	if (!write_file(rest, path, &key, sealed ? &head : NULL)) {
		return;
	}
	for (uint64_t set = 0; set < 2; set++) {
		catalog.set = set;
		CHECK(words_open(&words, path, &catalog, &err));
		sift(&words, SPAN("the word-s"), 0);
		for (uint32_t i = 0; i < words.n; i++) {
			walk(&words.segs[i]);
		}
		sift(&words, SPAN("a"), WORDS_SIFT_WHOLE);
		sift(&words, SPAN("ord"), 0);
		words_close(&words);
	}
}

static void ask(struct span rest)
{
	static const struct entities ents;
	struct span question = fuzz_line(&rest);
	struct doc_head head = {.path = SPAN("a.txt"), .date = {1990, 1, 0}};
	struct catalog catalog = {.heads = &head, .n = 1};
	struct xref xref = {.catalog = &catalog, .ents = &ents};
	struct query_hits hits = {0};
	struct query *query;
	struct doc doc;
	struct err err;

	(void)query_is(question);
	query = query_new(question, &ents, &err);
	if (query == NULL || !fuzz_doc(rest, &doc)) {
		query_free(query);
		return;
	}
	CHECK(query_in(query, &doc, (doc_id){0}, &xref, &hits, &err));
	for (uint32_t i = 0; i < hits.n; i++) {
		const struct query_hit *hit = &hits.items[i];

		CHECK(hit->at.start < hit->at.end && hit->at.end <= doc.text.n);
		CHECK(hit->first <= hit->last);
		CHECK(i == 0 || hits.items[i - 1].at.start <= hit->at.start);
	}
	free(hits.items);
	doc_finish(&doc);
	query_free(query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};

	uint8_t how = fuzz_byte(&rest);

	if ((how & 1) != 0) {
		ask(rest);
	} else {
		open_file(rest, (how & 2) != 0);
	}
	return 0;
}
