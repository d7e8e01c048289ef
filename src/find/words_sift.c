#include "find/words_sift.h"

#include "base/utf8.h"
#include "find/words_list.h"

#include <stdlib.h>

/* Most places that are looked at of the rarest word: what is as common as that stands everywhere. */
#define PLACES_MOST ((uint64_t)1 << 22)
/* The same, and bytes of lists that are held against them, where they are counted while one types. */
#define COUNTED_MOST ((uint64_t)1 << 18)
#define COUNTED_WORTH ((uint64_t)1 << 18)

/* Bytes of lists that are decoded rather than a paragraph read, which they may spare. */
#define PARAGRAPH_WORTH ((uint64_t)1 << 13)

enum { PIECES_MOST = 16, LISTS_MAPPED = 8 };

/* A word of the pattern, or a piece of one. */
struct piece_of {
	struct span word;
	char bytes[WORDS_CUT_MOST + 1];
	bool open_start, open_end; /* more of the text's word may stand there */
	uint32_t number; /* of the word in the pattern */
};

/* A list of places of one word that fits a piece. */
struct list {
	struct span bytes;
	uint32_t count, sum;
};

struct sift {
	struct span folded;
	bool exact, hyphens, whole, prefix, counts;
	struct words_cut cut;
	struct piece_of pieces[PIECES_MOST];
	uint32_t n, words; /* pieces kept, words seen */
	const struct words *of;
	uint32_t nseg; /* which file … */
	const struct words_seg *seg; /* … is asked */
	struct list *lists; /* of all pieces; owned */
	uint32_t nlists, clists;
	uint32_t first[PIECES_MOST + 1]; /* lists of piece i: [first[i], first[i + 1]) */
	uint64_t count[PIECES_MOST]; /* places in them */
	uint32_t *places; /* of the rarest piece; owned */
	uint32_t nplaces, cplaces;
	uint32_t lists_read;
	bool *hit; /* by place, or by document of the file; owned */
	bool damaged, failed;
};

static bool is_blank_up_to(struct span text, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (text.p[i] != ' ' && text.p[i] != '\n') {
			return false;
		}
	}
	return true;
}

static bool is_hyphen(struct span text, size_t at)
{
	return at < text.n && text.p[at] == '-';
}

static void take_piece(void *owner, struct span word)
{
	struct sift *sift = owner;
	size_t start = (size_t)(sift->cut.at.p - sift->folded.p), end = start + sift->cut.at.n, off = 0;
	struct piece_of *piece = &sift->pieces[sift->n];
	bool alone = utf8_is_ideograph(utf8_next(word, &off)), last = end == sift->folded.n;

	if (sift->n == PIECES_MOST) {
		return; /* the first ones tell enough */
	}
	memcpy(piece->bytes, word.p, word.n);
	piece->word = (struct span){piece->bytes, word.n};
	piece->number = sift->words++;
	piece->open_start = !alone && ((start == 0 && !sift->whole) ||
		(start > 0 && is_hyphen(sift->folded, start - 1)) ||
		(sift->exact && is_blank_up_to(sift->folded, start)));
	piece->open_end = !alone && ((last && (!sift->whole || sift->prefix)) ||
		is_hyphen(sift->folded, end) || sift->cut.at.n > word.n);
	sift->n++;
}

/* Whether bytes of the text fold to those of the pattern wherever they stand. */
static bool is_tame(struct span pattern)
{
	for (size_t i = 0; i < pattern.n; i++) {
		unsigned char c = (unsigned char)pattern.p[i];

		if (c < ' ' || c >= 0x7F || c == '-') {
			return false;
		}
	}
	return true;
}

static bool fits(const struct piece_of *piece, struct span word)
{
	size_t at;

	if (word.n < piece->word.n) {
		return false;
	}
	if (!piece->open_start) {
		return span_starts(word, piece->word) && (piece->open_end || word.n == piece->word.n);
	}
	if (!piece->open_end) {
		return span_ends(word, piece->word);
	}
	at = span_find(word, piece->word, 0);
	return at < word.n;
}

static void put_list(struct sift *sift, uint32_t piece, const struct words_term *term)
{
	if (!array_reserve(&sift->lists, &sift->clists, sift->nlists + 1, sizeof(*sift->lists))) {
		sift->failed = true;
		return;
	}
	sift->lists[sift->nlists++] = (struct list){term->list, term->count, term->sum};
	sift->count[piece] += term->count;
}

/* Collects the lists of all words of the file that fit a piece. */
static void find_lists(struct sift *sift, uint32_t i)
{
	const struct piece_of *piece = &sift->pieces[i];
	struct words_term term;
	bool more = piece->open_start ? words_seg_find_with(sift->seg, piece->word, &term)
				      : words_seg_find(sift->seg, piece->word, &term);

	sift->first[i] = sift->nlists;
	sift->count[i] = 0;
	for (; more; more = words_seg_next(&term)) {
		if (fits(piece, term.word)) {
			put_list(sift, i, &term);
		} else if (!piece->open_start && !span_starts(term.word, piece->word)) {
			break;
		}
	}
	sift->damaged |= term.damaged;
	sift->first[i + 1] = sift->nlists;
}

/*
 * Begins to read a list. The system maps far more around it than is read: that is given back now and
 * then, or an ending that many words have would map the whole file.
 */
static bool begin_list(struct sift *sift, const struct list *list, struct words_places *places)
{
	struct words_term term = {.seg = sift->seg, .list = list->bytes, .count = list->count,
		.sum = list->sum};

	if (++sift->lists_read % LISTS_MAPPED == 0) {
		sections_forget(&sift->seg->file, sift->seg->lists, 0, sift->seg->nlists);
	}
	if (!words_seg_places(&term, places)) {
		sift->damaged = true;
		return false;
	}
	return true;
}

/* The places of all lists of a piece, sorted; where the pattern would begin is not asked yet. */
static void take_places(struct sift *sift, uint32_t piece)
{
	sift->nplaces = 0;
	if (!array_reserve(&sift->places, &sift->cplaces, (uint32_t)sift->count[piece] + 1,
		    sizeof(*sift->places))) {
		sift->failed = true;
		return;
	}
	for (uint32_t i = sift->first[piece]; i < sift->first[piece + 1]; i++) {
		struct words_places places;
		uint32_t left = sift->lists[i].count;

		if (!begin_list(sift, &sift->lists[i], &places)) {
			return;
		}
		for (; left > 0 && words_seg_place(&places, &sift->places[sift->nplaces]); left--) {
			sift->nplaces++;
		}
	}
	if (sift->first[piece + 1] - sift->first[piece] > 1) {
		sift->failed |= !words_list_sort(sift->places, sift->nplaces);
	}
}

/* Marks the places with a place of this list `distance` behind them. */
static void mark_near(struct sift *sift, const struct list *list, int64_t distance)
{
	struct words_places places;
	uint32_t place, i = 0;

	if (!begin_list(sift, list, &places)) {
		return;
	}
	while (words_seg_place(&places, &place)) {
		i = words_spots_leap(sift->places, sift->nplaces, i, (int64_t)place - distance);
		if (i == sift->nplaces) {
			return;
		}
		if ((int64_t)sift->places[i] + distance == (int64_t)place) {
			sift->hit[i] = true;
		}
	}
}

static uint64_t bytes_of(const struct sift *sift, uint32_t piece)
{
	uint64_t n = 0;

	for (uint32_t i = sift->first[piece]; i < sift->first[piece + 1]; i++) {
		n += sift->lists[i].bytes.n;
	}
	return n;
}

/* Keeps the places of the rarest piece where the others stand beside it. */
static void keep_phrases(struct sift *sift, uint32_t rarest)
{
	free(sift->hit);
	sift->hit = malloc((size_t)sift->nplaces + 1);
	if (sift->hit == NULL) {
		sift->failed = true;
		return;
	}
	for (uint32_t p = 0; p < sift->n && sift->nplaces > 0; p++) {
		int64_t distance = (int64_t)sift->pieces[p].number - sift->pieces[rarest].number;
		uint32_t kept = 0;

		if (p == rarest || bytes_of(sift, p) > PARAGRAPH_WORTH * sift->nplaces ||
			(sift->counts && bytes_of(sift, p) > COUNTED_WORTH)) {
			continue;
		}
		memset(sift->hit, 0, sift->nplaces);
		for (uint32_t i = sift->first[p]; i < sift->first[p + 1]; i++) {
			mark_near(sift, &sift->lists[i], distance);
		}
		for (uint32_t i = 0; i < sift->nplaces; i++) {
			if (sift->hit[i]) {
				sift->places[kept++] = sift->places[i];
			}
		}
		sift->nplaces = kept;
	}
}

/* How a document of the file that holds something has to be looked at. */
static enum words_may may_of(const struct sift *sift, uint32_t doc)
{
	bool parts = (sift->seg->docs[doc].odd & (WORDS_DOC_ODD | WORDS_DOC_WHOLE)) == 0 &&
		!sift->damaged && !sift->failed && words_seg_paras(sift->seg, doc).n > 0;

	return parts ? WORDS_SOME : WORDS_WHOLE;
}

/*
 * Lets pass the documents that have one of the places, and odd ones. all: nothing is known of the
 * places.
 */
static void let_pass(const struct sift *sift, bool all, unsigned char *may)
{
	const struct words_seg *seg = sift->seg;
	uint32_t at = 0;

	for (uint64_t i = 0; i < seg->ndocs; i++) {
		const struct words_doc *doc = &seg->docs[i];
		bool here;

		while (at < sift->nplaces && sift->places[at] < doc->base) {
			at++;
		}
		here = at < sift->nplaces && sift->places[at] - doc->base < doc->n;
		if (seg->ids[i] != UINT32_MAX && (doc->odd & WORDS_DOC_ODD) == 0) {
			may[seg->ids[i]] = (unsigned char)(all || here ? may_of(sift, (uint32_t)i) : WORDS_NOT);
		}
	}
}

/* Lets one document pass. False where the file is damaged there. */
static bool let_one(const struct sift *sift, uint32_t doc, unsigned char *may)
{
	doc_id id = words_id(sift->of, (struct words_where){sift->nseg, doc});

	if (id.i == DOC_NONE.i) {
		return words_gone(sift->of, (struct words_where){sift->nseg, doc});
	}
	may[id.i] = (unsigned char)may_of(sift, doc);
	return true;
}

/*
 * The same where the files have all documents of the catalogue and no others: only those with a place
 * are looked at, and no other one may so far. One that is not has no place: all lists were sound, and
 * so is each record that a place led to, whose places are its own.
 */
static void let_pass_few(struct sift *sift, unsigned char *may)
{
	const struct words_seg *seg = sift->seg;
	uint32_t at = 0;

	for (uint64_t i = 0; i < seg->nodd && !sift->damaged; i++) {
		sift->damaged = seg->odd[i] >= seg->ndocs || !let_one(sift, seg->odd[i], may);
	}
	while (at < sift->nplaces && !sift->damaged) {
		uint32_t doc = words_seg_doc(seg, sift->places[at]);
		uint32_t base = seg->docs[doc].base, n = seg->docs[doc].n;

		sift->damaged = sift->places[at] - base >= n || !let_one(sift, doc, may);
		while (at < sift->nplaces && sift->places[at] - base < n) {
			at++;
		}
	}
	if (sift->damaged) {
		memset(may, WORDS_WHOLE, sift->of->catalog->n);
	}
}

/* Takes out documents in which a piece does not stand. May be wrong on the safe side. */
static void take_out(struct sift *sift, uint32_t piece, unsigned char *may)
{
	take_places(sift, piece);
	for (uint32_t i = 0; i < sift->of->catalog->n && !sift->failed && !sift->damaged; i++) {
		struct words_where where;
		const struct words_doc *doc;
		uint32_t at;

		if (may[i] == WORDS_NOT || !words_at(sift->of, (doc_id){i}, &where) ||
			where.seg != sift->nseg) {
			continue;
		}
		doc = &sift->seg->docs[where.doc];
		at = words_spots_from(sift->places, sift->nplaces, doc->base);
		if ((doc->odd & WORDS_DOC_ODD) == 0 &&
			(at == sift->nplaces || sift->places[at] - doc->base >= doc->n)) {
			may[i] = WORDS_NOT;
		}
	}
}

/* Hands the places over. */
static void put_places(struct sift *sift, struct words_spots_seg *out)
{
	out->places = sift->places;
	out->n = sift->nplaces;
	sift->places = NULL;
	sift->nplaces = sift->cplaces = 0;
}

/* Whether there is too much to be told by places. */
static bool is_common(const struct sift *sift, uint32_t rarest)
{
	return sift->n == 0 || sift->count[rarest] > (sift->counts ? COUNTED_MOST : PLACES_MOST);
}

/* Finds the lists of all pieces; returns the rarest one. */
static uint32_t find_all_lists(struct sift *sift)
{
	uint32_t rarest = 0;

	sift->nlists = sift->nplaces = 0;
	sift->damaged = false;
	for (uint32_t i = 0; i < sift->n; i++) {
		find_lists(sift, i);
		rarest = sift->count[i] < sift->count[rarest] ? i : rarest;
	}
	return rarest;
}

static void sift_seg(struct sift *sift, uint32_t rarest, struct words_spots_seg *out,
	unsigned char *may)
{
	if (is_common(sift, rarest) || sift->failed) {
		out->every = true;
		let_pass(sift, true, may);
		return;
	}
	if (!sift->damaged) {
		take_places(sift, rarest);
	}
	if (!sift->hyphens && !sift->failed && !sift->damaged) {
		keep_phrases(sift, rarest);
	}
	if (sift->of->whole) {
		let_pass_few(sift, may);
	} else {
		let_pass(sift, sift->damaged || sift->failed, may);
	}
	put_places(sift, out);
	for (uint32_t i = 0; i < sift->n && sift->hyphens; i++) {
		if (i != rarest && sift->count[i] <= PLACES_MOST && !sift->damaged) {
			take_out(sift, i, may);
		}
	}
}

/* Asks all files. False: no memory. */
static bool sift_all(struct sift *sift, struct words *words, struct words_spots *spots,
	struct err *err)
{
	sift->of = words;
	memset(spots->may, words->whole ? WORDS_NOT : WORDS_WHOLE, words->catalog->n);
	for (uint32_t i = 0; i < words->n && !sift->failed; i++) {
		uint32_t rarest;

		sift->nseg = i;
		sift->seg = &words->segs[i];
		rarest = find_all_lists(sift);
		if (sift->counts && is_common(sift, rarest)) {
			if (words->whole) {
				memset(spots->may, WORDS_WHOLE, words->catalog->n);
			}
			spots->segs[i].every = true;
			spots->count += sift->n > 0 ? sift->count[rarest] : 0;
		} else if (words->whole && is_common(sift, rarest)) {
			words_spots_finish(spots);
			if (!words_compare(words, err) || !words_spots_make(spots, words->catalog, err)) {
				return false;
			}
			i = UINT32_MAX; /* from the first one: what is damaged was taken out */
		} else {
			sift_seg(sift, rarest, &spots->segs[i], spots->may);
			spots->count += spots->segs[i].n;
		}
	}
	return !sift->failed || err_memory(err);
}

static void sift_finish(struct sift *sift)
{
	words_cut_finish(&sift->cut);
	free(sift->lists);
	free(sift->places);
	free(sift->hit);
}

/* Prepares for a pattern. False: no memory. */
static bool sift_begin(struct sift *sift, struct span pattern, unsigned flags)
{
	if (!fold_span(&sift->cut.view, pattern, 0)) {
		return false;
	}
	sift->exact = (flags & WORDS_SIFT_EXACT) != 0;
	sift->whole = (flags & WORDS_SIFT_WHOLE) != 0;
	sift->prefix = (flags & WORDS_SIFT_PREFIX) != 0;
	sift->counts = (flags & WORDS_SIFT_COUNT) != 0;
	sift->folded = (struct span){sift->cut.view.p, sift->cut.view.n};
	sift->hyphens = memchr(sift->folded.p, '-', sift->folded.n) != NULL;
	sift->cut.word = take_piece;
	sift->cut.owner = sift;
	if (sift->folded.n <= WORDS_CUT_PATTERN && (!sift->exact || is_tame(pattern))) {
		words_cut_folded(&sift->cut, sift->folded);
	}
	return true;
}

bool words_sift(struct words *words, struct span pattern, unsigned flags,
	struct words_spots *out, struct err *err)
{
	struct words_spots spots;
	struct sift *sift;
	bool ok;

	if (!words_spots_make(&spots, words->catalog, err)) {
		return false;
	}
	sift = calloc(1, sizeof(*sift));
	ok = sift != NULL && sift_begin(sift, pattern, flags);
	ok = ok ? sift_all(sift, words, &spots, err) : err_memory(err);
	for (uint32_t i = 0; ok && i < words->catalog->n && sift->exact; i++) {
		if (catalog_head(words->catalog, i)->markdown) {
			spots.may[i] = WORDS_WHOLE; /* bytes that are not shown */
		}
	}
	if (sift != NULL) {
		sift_finish(sift);
		free(sift);
	}
	if (!ok) {
		words_spots_finish(&spots);
		return false;
	}
	*out = spots;
	return true;
}
