/*
 * The word index. By the first byte: a file whose sums are right and whose arrays are anything,
 * walked through and asked; or a question over a text, with what it found.
 */
#include "find/query.h"
#include "find/words_sift.h"
#include "fuzz.h"

#include <unistd.h>

#define PARTS 7u

/* Takes the n-th part of what is left, by a byte in front. */
static struct span take_part(struct span *rest, uint32_t element)
{
	size_t n = (size_t)fuzz_byte(rest) * element;
	struct span part = {rest->p, n < rest->n ? n : rest->n / element * element};

	*rest = (struct span){rest->p + part.n, rest->n - part.n};
	return part;
}

static bool write_file(struct span rest, const char *path, const struct words_key *key)
{
	static const uint32_t elements[PARTS] = {sizeof(struct words_doc), sizeof(uint32_t), 1, 1,
		sizeof(struct words_block), 1, 1};
	struct sections_out out;
	struct err err;

	if (!sections_create(&out, path, &err)) {
		return false;
	}
	sections_add(&out, WORDS_KEY, sizeof(*key), key, 1);
	for (uint32_t i = 0; i < PARTS; i++) {
		struct span part = take_part(&rest, elements[i]);

		sections_add(&out, WORDS_DOCS + i, elements[i], part.p, part.n / elements[i]);
	}
	return sections_commit(&out, &err);
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

			CHECK(doc < seg->ndocs && seg->docs[doc].base <= place);
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

static void open_file(struct span rest)
{
	struct config config = {.read_encoding = "windows-1252"};
	struct words_key key = words_seg_key(&config);
	struct doc_head head = {.path = SPAN("a.txt")};
	uint32_t by_path = 0;
	struct catalog catalog = {.heads = &head, .n = 1, .by_path = &by_path, .config = &config};
	const char *path = fuzz_file(SPAN(""));
	struct words words = {0};
	struct words_spots spots;
	struct err err;

	if (!write_file(rest, path, &key)) {
		return;
	}
	CHECK(words_open(&words, path, &catalog, &err));
	for (uint32_t i = 0; i < words.n; i++) {
		walk(&words.segs[i]);
	}
	CHECK(words_sift(&words, SPAN("the word-s"), 0, &spots, &err));
	walk_spots(&words, &spots);
	CHECK(words_sift(&words, SPAN("a"), WORDS_SIFT_WHOLE, &spots, &err));
	walk_spots(&words, &spots);
	words_close(&words);
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

	if ((fuzz_byte(&rest) & 1) != 0) {
		ask(rest);
	} else {
		open_file(rest);
	}
	return 0;
}
