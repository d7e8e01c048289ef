#include "find/words_seg.h"

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
static bool docs_are_good(struct words_seg *seg)
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
	seg->places = (uint32_t)base;
	return base < UINT32_MAX;
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

static bool get_arrays(struct words_seg *seg, const struct words_key *key)
{
	const struct sections *file = &seg->file;
	uint64_t n;
	const struct words_key *made = sections_get(file, WORDS_KEY, sizeof(*made), &n);

	if (made == NULL || n != 1 || memcmp(made, key, sizeof(*key)) != 0) {
		return false;
	}
	for (uint32_t id = WORDS_KEY; id < WORDS_LISTS; id++) {
		if (!sections_sound(file, id)) {
			return false;
		}
	}
	seg->docs = sections_get(file, WORDS_DOCS, sizeof(*seg->docs), &seg->ndocs);
	seg->order = sections_get(file, WORDS_ORDER, sizeof(*seg->order), &seg->norder);
	seg->strings = sections_get(file, WORDS_STRINGS, 1, &seg->nstrings);
	seg->paras = sections_get(file, WORDS_PARAS, 1, &seg->nparas);
	seg->blocks = sections_get(file, WORDS_BLOCKS, sizeof(*seg->blocks), &seg->nblocks);
	seg->dict = sections_get(file, WORDS_DICT, 1, &seg->ndict);
	seg->lists = sections_get(file, WORDS_LISTS, 1, &seg->nlists);
	return seg->docs != NULL && seg->order != NULL && seg->strings != NULL &&
		seg->paras != NULL && seg->blocks != NULL && seg->dict != NULL &&
		seg->lists != NULL && seg->norder == seg->ndocs && seg->ndocs < UINT32_MAX &&
		docs_are_good(seg) && blocks_are_good(seg);
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

struct span words_seg_path(const struct words_seg *seg, uint32_t doc)
{
	return (struct span){seg->strings + seg->docs[doc].path, seg->docs[doc].npath};
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

/* Goes to the first word of a block, which is read by words_seg_next. False where there is none. */
static bool enter(const struct words_seg *seg, uint64_t block, struct words_term *term)
{
	if (block >= seg->nblocks) {
		return false;
	}
	term->seg = seg;
	term->block = block;
	term->in_block = 0;
	term->dict = seg->blocks[block].dict;
	term->at = seg->blocks[block].list;
	term->word = (struct span){term->bytes, 0};
	return true;
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

bool words_seg_next(struct words_term *term)
{
	const struct words_seg *seg = term->seg;
	const char *p, *end = seg->dict + seg->ndict;
	uint32_t bytes;

	if (term->in_block == WORDS_SEG_BLOCK && !enter(seg, term->block + 1, term)) {
		return false;
	}
	p = seg->dict + term->dict;
	if (!read_word(term, &p, end) || !words_seg_varint(&p, end, &term->count) ||
		!words_seg_varint(&p, end, &bytes) || (size_t)(end - p) < sizeof(term->sum) ||
		bytes > seg->nlists - term->at) {
		return false;
	}
	memcpy(&term->sum, p, sizeof(term->sum));
	term->list = (struct span){seg->lists + term->at, bytes};
	term->at += bytes;
	term->dict = (uint64_t)(p - seg->dict) + sizeof(term->sum);
	term->in_block++;
	return true;
}

/* The last block whose first word is not behind this one. */
static uint64_t block_of(const struct words_seg *seg, struct span word, struct words_term *term)
{
	uint64_t low = 0, high = seg->nblocks;

	while (high - low > 1) {
		uint64_t middle = low + (high - low) / 2;

		if (!enter(seg, middle, term) || !words_seg_next(term) ||
			span_cmp(term->word, word) > 0) {
			high = middle;
		} else {
			low = middle;
		}
	}
	return low;
}

bool words_seg_find(const struct words_seg *seg, struct span word, struct words_term *out)
{
	if (!enter(seg, seg->nblocks == 0 ? 0 : block_of(seg, word, out), out)) {
		return false;
	}
	while (words_seg_next(out)) {
		out->word.p = out->bytes;
		if (span_cmp(out->word, word) >= 0) {
			return true;
		}
	}
	return false;
}

uint32_t words_seg_sum(struct span list)
{
	return (uint32_t)sections_sum(list.p, list.n);
}

bool words_seg_places(const struct words_term *term, struct words_places *out)
{
	if (words_seg_sum(term->list) != term->sum) {
		return false;
	}
	*out = (struct words_places){term->list.p, term->list.p + term->list.n, 0,
		term->seg->places};
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

void words_seg_close(struct words_seg *seg)
{
	free(seg->ids);
	sections_close(&seg->file);
	*seg = (struct words_seg){0};
}
