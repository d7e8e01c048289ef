#include "find/words_seg.h"

#include "base/proof.h"
#include "links/prebuilt.h"

#include <stdlib.h>

struct words_key words_seg_key(const struct config *config)
{
	uint64_t hash = same_hash(SPAN_HASH_START, span_of(config->read_encoding));
	int64_t most = config->limits_file_mib;

	hash = same_hash(hash, (struct span){(const char *)&most, sizeof(most)});
	return (struct words_key){prebuilt_rules() * 31 + WORDS_SEG_LAYOUT, hash};
}

/* Places of documents follow one another, and all names lie in the strings. */
static bool docs_are_good(const struct words_seg *seg)
{
	uint64_t base = 0;

	for (uint64_t i = 0; i < seg->ndocs; i++) {
		const struct words_doc *doc = &seg->docs[i];

		if (doc->base != base || (uint64_t)doc->path + doc->npath > seg->nstrings ||
			doc->paras > seg->nparas || doc->nparas > seg->nparas - doc->paras ||
			seg->order[i] >= seg->ndocs) {
			return false;
		}
		base += doc->n;
	}
	return base == seg->places;
}

bool words_seg_docs_sound(const struct words_seg *seg)
{
	return sections_sound(&seg->file, WORDS_DOCS) && sections_sound(&seg->file, WORDS_ORDER) &&
		sections_sound(&seg->file, WORDS_STRINGS) && docs_are_good(seg);
}

bool words_seg_sound(const struct words_seg *seg, const char *path)
{
	return proof_sound(&seg->file, path, WORDS_SEG_LAYOUT, NULL, NULL) && docs_are_good(seg);
}

static bool blocks_are_good(const struct words_seg *seg)
{
	uint64_t dict = 0, list = 0;

	for (uint64_t i = 0; i < seg->nblocks; i++) {
		if (seg->blocks[i].dict < dict || seg->blocks[i].dict >= seg->ndict ||
			seg->blocks[i].list < list || seg->blocks[i].list > seg->nlists) {
			return false;
		}
		dict = seg->blocks[i].dict;
		list = seg->blocks[i].list;
	}
	return seg->nblocks == 0 ? seg->ndict == 0 : seg->blocks[0].dict == 0;
}

static bool get_totals(struct words_seg *seg, const struct words_key *key)
{
	static const enum words_section read[] = {WORDS_KEY, WORDS_TOTAL, WORDS_ODD, WORDS_GONE,
		WORDS_BLOCKS};
	const struct sections *file = &seg->file;
	uint64_t nkeys, ntotals;
	const struct words_key *made = sections_get(file, WORDS_KEY, sizeof(*made), &nkeys);
	const struct words_total *total = sections_get(file, WORDS_TOTAL, sizeof(*total), &ntotals);

	if (made == NULL || nkeys != 1 || memcmp(made, key, sizeof(*key)) != 0 || total == NULL ||
		ntotals != 1 || total->places >= UINT32_MAX) {
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(read); i++) {
		if (!sections_sound(file, read[i])) {
			return false;
		}
	}
	seg->set = total->set;
	seg->beside = total->beside;
	seg->places = (uint32_t)total->places;
	seg->nwords = total->words;
	return true;
}

static bool get_arrays(struct words_seg *seg, const struct words_key *key)
{
	const struct sections *file = &seg->file;

	if (!get_totals(seg, key)) {
		return false;
	}
	seg->docs = sections_get(file, WORDS_DOCS, sizeof(*seg->docs), &seg->ndocs);
	seg->order = sections_get(file, WORDS_ORDER, sizeof(*seg->order), &seg->norder);
	seg->strings = sections_get(file, WORDS_STRINGS, 1, &seg->nstrings);
	seg->paras = sections_get(file, WORDS_PARAS, 1, &seg->nparas);
	seg->blocks = sections_get(file, WORDS_BLOCKS, sizeof(*seg->blocks), &seg->nblocks);
	seg->dict = sections_get(file, WORDS_DICT, 1, &seg->ndict);
	seg->lists = sections_get(file, WORDS_LISTS, 1, &seg->nlists);
	seg->odd = sections_get(file, WORDS_ODD, sizeof(*seg->odd), &seg->nodd);
	seg->gone = sections_get(file, WORDS_GONE, sizeof(*seg->gone), &seg->ngone);
	return seg->docs != NULL && seg->order != NULL && seg->strings != NULL &&
		seg->paras != NULL && seg->blocks != NULL && seg->dict != NULL &&
		seg->lists != NULL && seg->odd != NULL && seg->gone != NULL &&
		seg->norder == seg->ndocs &&
		seg->ndocs < UINT32_MAX && blocks_are_good(seg);
}

bool words_seg_open(struct words_seg *out, const char *path, const struct words_key *key,
	struct err *err)
{
	struct words_seg seg = {0};

	if (!sections_open(&seg.file, path, err)) {
		return false;
	}
	if (!get_arrays(&seg, key)) {
		words_seg_close(&seg);
		return err_set(err, "%s: damaged, or made by another dossier", path);
	}
	*out = seg;
	return true;
}

uint64_t words_seg_mark(const struct words_seg *seg)
{
	return sections_sum_of(&seg->file, WORDS_DOCS);
}

bool words_seg_gone(const struct words_seg *seg, uint32_t doc)
{
	uint64_t low = 0, high = seg->ngone;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (seg->gone[middle] < doc) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < seg->ngone && seg->gone[low] == doc;
}

struct span words_seg_path(const struct words_seg *seg, uint32_t doc)
{
	const struct words_doc *of = &seg->docs[doc];

	if ((uint64_t)of->path + of->npath > seg->nstrings) {
		return SPAN("");
	}
	return (struct span){seg->strings + of->path, of->npath};
}

/* The sum of a document's record up to that sum, and of its path. */
static uint32_t doc_sum(const struct words_doc *doc, struct span path)
{
	struct sections_summing sum;

	sections_sum_begin(&sum);
	sections_sum_add(&sum, doc, offsetof(struct words_doc, sum));
	sections_sum_add(&sum, path.p, path.n);
	return (uint32_t)sections_sum_end(&sum);
}

bool words_seg_knows(const struct words_seg *seg, uint32_t doc)
{
	const struct words_doc *of = &seg->docs[doc];

	return doc_sum(of, words_seg_path(seg, doc)) == of->sum && of->base <= seg->places &&
		of->n <= seg->places - of->base;
}

struct span words_seg_paras(const struct words_seg *seg, uint32_t doc)
{
	const struct words_doc *of = &seg->docs[doc];
	struct span told;

	if (of->paras > seg->nparas || of->nparas > seg->nparas - of->paras) {
		return SPAN("");
	}
	told = (struct span){seg->paras + of->paras, of->nparas};
	return words_seg_sum(told) == of->paras_sum ? told : SPAN("");
}

uint32_t words_seg_by_path(const struct words_seg *seg, struct span path)
{
	uint32_t low = 0, high = (uint32_t)seg->ndocs;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, doc = seg->order[middle];
		int order = doc < seg->ndocs ? span_cmp(words_seg_path(seg, doc), path) : -1;

		if (order == 0) {
			return doc;
		}
		low = order < 0 ? middle + 1 : low;
		high = order < 0 ? high : middle;
	}
	return UINT32_MAX;
}

bool words_seg_match(struct words_seg *seg, const struct catalog *catalog, struct err *err)
{
	uint32_t *ids = malloc((seg->ndocs + 1) * sizeof(*ids));
	uint32_t at = 0;

	if (ids == NULL) {
		return err_memory(err);
	}
	memset(ids, 0xFF, (seg->ndocs + 1) * sizeof(*ids));
	for (uint64_t i = 0; i < seg->ndocs; i++) {
		uint32_t doc = seg->order[i];
		struct span path = words_seg_path(seg, doc);

		while (at < catalog->n &&
			span_cmp(catalog_head(catalog, catalog->by_path[at])->path, path) < 0) {
			at++;
		}
		if (at < catalog->n && span_eq(catalog_head(catalog, catalog->by_path[at])->path, path)) {
			struct same now = same_now(catalog_head(catalog, catalog->by_path[at]));

			ids[doc] = same_eq(&seg->docs[doc].same, &now) ? catalog->by_path[at] : UINT32_MAX;
		}
	}
	free(seg->ids);
	seg->ids = ids;
	return true;
}

bool words_seg_varint(const char **p, const char *end, uint32_t *out)
{
	uint64_t value = 0;
	unsigned shift = 0;

	while (*p < end && shift < 35) {
		unsigned char c = (unsigned char)*(*p)++;

		value |= (uint64_t)(c & 0x7F) << shift;
		shift += 7;
		if ((c & 0x80) == 0) {
			*out = (uint32_t)value;
			return value <= UINT32_MAX;
		}
	}
	return false;
}

/* Where the part of the dictionary behind a block's begins. */
static uint64_t block_end(const struct words_seg *seg, uint64_t block)
{
	return block + 1 < seg->nblocks ? seg->blocks[block + 1].dict : seg->ndict;
}

static struct span block_bytes(const struct words_seg *seg, uint64_t block)
{
	uint64_t from = seg->blocks[block].dict;

	return (struct span){seg->dict + from, block_end(seg, block) - from};
}

/* Goes to the first word of a block, which is read by words_seg_next. False: none, or damaged. */
static bool enter(const struct words_seg *seg, uint64_t block, struct words_term *term)
{
	term->seg = seg;
	if (block >= seg->nblocks) {
		return false;
	}
	if (words_seg_sum(block_bytes(seg, block)) != seg->blocks[block].sum) {
		term->damaged = true;
		return false;
	}
	term->block = block;
	term->dict = seg->blocks[block].dict;
	term->dict_end = block_end(seg, block);
	term->at = seg->blocks[block].list;
	term->word = (struct span){term->bytes, 0};
	return true;
}

/* The bit of three letters. */
static void sign_add(struct words_sign *sign, const char *p)
{
	uint32_t three = (uint32_t)(unsigned char)p[0] << 16 | (uint32_t)(unsigned char)p[1] << 8 |
		(unsigned char)p[2];
	uint32_t bit = three * 0x9E3779B1u >> 25;

	sign->bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

static struct words_sign sign_of(struct span text)
{
	struct words_sign sign = {{0, 0}};

	for (size_t i = 0; i + 3 <= text.n; i++) {
		sign_add(&sign, text.p + i);
	}
	return sign;
}

/* The first block from this one on that may have words with all of the sign; nblocks: none. */
static uint64_t block_with(const struct words_seg *seg, uint64_t block, struct words_sign sign)
{
	while (block < seg->nblocks && ((sign.bits[0] & ~seg->blocks[block].sign.bits[0]) != 0 ||
		(sign.bits[1] & ~seg->blocks[block].sign.bits[1]) != 0)) {
		block++;
	}
	return block;
}

/* Reads the word's own bytes; the ones it shares are there. */
static bool read_word(struct words_term *term, const char **p, const char *end)
{
	size_t shared, n;

	if (end - *p < 2) {
		return false;
	}
	shared = (unsigned char)(*p)[0];
	n = (unsigned char)(*p)[1];
	*p += 2;
	if (shared > term->word.n || shared + n > WORDS_CUT_MOST || n > (size_t)(end - *p)) {
		return false;
	}
	memcpy(term->bytes + shared, *p, n);
	*p += n;
	term->word = (struct span){term->bytes, shared + n};
	return true;
}

/* Reads the word at the cursor. False where there is none. */
static bool read_term(struct words_term *term)
{
	const struct words_seg *seg = term->seg;
	const char *p = seg->dict + term->dict, *end = seg->dict + term->dict_end;
	uint32_t bytes;

	if (!read_word(term, &p, end) || !words_seg_varint(&p, end, &term->count) ||
		!words_seg_varint(&p, end, &bytes) || (size_t)(end - p) < sizeof(term->sum) ||
		bytes > seg->nlists - term->at) {
		return false;
	}
	memcpy(&term->sum, p, sizeof(term->sum));
	term->list = (struct span){seg->lists + term->at, bytes};
	term->at += bytes;
	term->dict = (uint64_t)(p - seg->dict) + sizeof(term->sum);
	return true;
}

bool words_seg_next(struct words_term *term)
{
	if (term->dict == term->dict_end &&
		!enter(term->seg, block_with(term->seg, term->block + 1, term->sign), term)) {
		return false;
	}
	term->damaged = !read_term(term);
	return !term->damaged;
}

/* The last block whose first word is not behind this one. */
static uint64_t block_of(const struct words_seg *seg, struct span word, struct words_term *term)
{
	uint64_t low = 0, high = seg->nblocks;

	while (high - low > 1) {
		uint64_t middle = low + (high - low) / 2;

		if (!enter(seg, middle, term) || !words_seg_next(term)) {
			return middle; /* damaged, as its words will tell */
		}
		if (span_cmp(term->word, word) > 0) {
			high = middle;
		} else {
			low = middle;
		}
	}
	return low;
}

bool words_seg_find(const struct words_seg *seg, struct span word, struct words_term *out)
{
	*out = (struct words_term){.seg = seg};
	if (!enter(seg, seg->nblocks == 0 ? 0 : block_of(seg, word, out), out) || out->damaged) {
		return false;
	}
	while (words_seg_next(out)) {
		if (span_cmp(out->word, word) >= 0) {
			return true;
		}
	}
	return false;
}

bool words_seg_find_with(const struct words_seg *seg, struct span piece, struct words_term *out)
{
	*out = (struct words_term){.seg = seg, .sign = sign_of(piece)};
	return enter(seg, block_with(seg, 0, out->sign), out) && words_seg_next(out);
}

uint32_t words_seg_sum(struct span list)
{
	return (uint32_t)sections_sum(list.p, list.n);
}

struct span words_seg_steps(struct span list, uint32_t count)
{
	size_t n = words_seg_parts(count) * sizeof(struct words_mark);

	n += n > 0 ? sizeof(uint32_t) : 0;
	return n <= list.n ? (struct span){list.p, list.n - n} : SPAN("");
}

bool words_seg_places(const struct words_term *term, struct words_places *out)
{
	struct span steps = words_seg_steps(term->list, term->count);

	if (words_seg_sum(term->list) != term->sum) {
		return false;
	}
	*out = (struct words_places){steps.p, steps.p + steps.n, 0, term->seg->places};
	return true;
}

uint32_t words_seg_doc(const struct words_seg *seg, uint32_t place)
{
	uint32_t low = 0, high = (uint32_t)seg->ndocs;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (seg->docs[middle].base <= place) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

void words_seg_seal_docs(struct words_doc *docs, const uint32_t *order, uint32_t n, const char *strings,
	const char *paras)
{
	for (uint32_t i = 0; i < n; i++) {
		docs[order[i]].rank = i;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct words_doc *doc = &docs[i];

		doc->paras_sum = words_seg_sum((struct span){paras + doc->paras, doc->nparas});
		doc->sum = doc_sum(doc, (struct span){strings + doc->path, doc->npath});
	}
}

/* The sign of all words of a block, as far as they are some. */
static struct words_sign block_sign(struct span block)
{
	struct words_term term = {.damaged = false};
	struct words_sign all = {{0, 0}};
	const char *p = block.p, *end = p + block.n;
	uint32_t bytes;

	term.word = (struct span){term.bytes, 0};
	while (read_word(&term, &p, end) && words_seg_varint(&p, end, &term.count) &&
		words_seg_varint(&p, end, &bytes) && (size_t)(end - p) >= sizeof(term.sum)) {
		struct words_sign sign = sign_of(term.word);

		all.bits[0] |= sign.bits[0];
		all.bits[1] |= sign.bits[1];
		p += sizeof(term.sum);
	}
	return all;
}

void words_seg_seal_blocks(struct words_block *blocks, uint32_t n, struct span dict)
{
	const struct words_seg seg = {.blocks = blocks, .nblocks = n, .dict = dict.p,
		.ndict = dict.n};

	for (uint32_t i = 0; i < n; i++) {
		struct span block = block_bytes(&seg, i);

		blocks[i].sum = words_seg_sum(block);
		blocks[i].sign = block_sign(block);
	}
}

void words_seg_close(struct words_seg *seg)
{
	free(seg->ids);
	sections_close(&seg->file);
	*seg = (struct words_seg){0};
}
