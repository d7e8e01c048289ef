#include "find/words_merge.h"

#include "base/crew.h"
#include "find/words_list.h"

#include <pthread.h>
#include <stdlib.h>

/* Bytes of lists that are written at once. */
#define WRITE_LEAST ((size_t)1 << 18)

/* Bytes of a run that is mapped that are given back at a time. */
#define PASSED_LEAST ((size_t)1 << 20)

/* One run or one older file, at a word. */
struct source {
	bool more;
	struct span word;
	const struct words_old *old; /* NULL: a run */
	struct words_term term; /* of the older file */
	const struct words_table *table; /* a run in memory */
	struct words_item item;
	uint32_t next; /* of its words */
	struct span bytes; /* of a run that is mapped */
	const char *p, *end; /* in them: behind this word */
	const char *passed; /* what is before it has been given back */
	uint32_t base, last;
	struct span list;
};

/* Words of a stretch that are worth a thread, and stretches for each of them. */
#define STRETCH_LEAST 1024u
#define STRETCHES 4u

/* All words, cut into stretches by some of those of the largest table. */
struct merging {
	const struct words_old *olds;
	const struct words_run *runs;
	uint32_t nolds, nruns, stretches;
	const struct words_table *largest;
	struct sections_out *file; /* that of the stretch whose turn it is, and so is … */
	struct words_merged *out; /* … what has been written */
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t next;
	uint32_t turn; /* stretches are written in order: this one is next */
	bool failed;
	struct err err;
};

/* One stretch. */
struct merge {
	struct merging *all;
	uint32_t number;
	struct source *sources; /* owned */
	uint32_t n;
	struct words_merged out; /* of this stretch alone */
	struct buf lists; /* not written yet, the one being put together last */
	size_t from; /* where that begins */
	uint32_t last;
	char word[WORDS_CUT_MOST + 1], before[WORDS_CUT_MOST + 1];
	struct span at, previous; /* in word and before */
	struct span end; /* the first word of the next stretch; empty: there is none */
	bool damaged;
};

/* Gives back what has been read: together the runs are as large as the index. */
static void run_passed(struct source *source)
{
	const struct sections map = {.p = (const unsigned char *)source->bytes.p, .bytes = source->bytes.n};
	size_t from = (size_t)(source->passed - source->bytes.p);
	size_t to = (size_t)(source->p - source->bytes.p);

	if (to - from >= PASSED_LEAST) {
		sections_forget(&map, source->bytes.p, from, to);
		source->passed = source->p;
	}
}

static void run_next(struct source *source)
{
	uint32_t bytes;
	size_t n;

	run_passed(source);
	source->more = source->p < source->end;
	if (!source->more) {
		return;
	}
	n = (unsigned char)*source->p++;
	source->more = n <= (size_t)(source->end - source->p);
	source->word = (struct span){source->p, n};
	source->p += source->more ? n : 0;
	source->more = source->more && words_seg_varint(&source->p, source->end, &bytes) &&
		words_seg_varint(&source->p, source->end, &source->last) &&
		bytes <= (size_t)(source->end - source->p);
	if (source->more) {
		source->list = (struct span){source->p, bytes};
		source->p += bytes;
	}
}

static void table_next(struct source *source)
{
	source->more = source->next < source->table->n;
	if (source->more) {
		words_table_item(source->table, source->next++, &source->item);
		source->word = source->item.word;
	}
}

static void source_next(struct source *source)
{
	if (source->table != NULL) {
		table_next(source);
		return;
	}
	if (source->old == NULL) {
		run_next(source);
		return;
	}
	source->more = words_seg_next(&source->term);
	source->word = source->term.word;
}

static void put_step(struct merge *merge, uint32_t place)
{
	char bytes[WORDS_VARINT];

	buf_add(&merge->lists, bytes, words_table_varint(place - merge->last, bytes));
	merge->last = place;
}

/* The first step is from 0: it is made anew, and all others are as they were. */
static void join_run(struct merge *merge, const struct source *source)
{
	const char *p = source->list.p, *end;
	uint32_t first;

	if (source->table != NULL) {
		put_step(merge, source->base + source->item.first);
		words_table_steps(&source->item, &merge->lists);
		merge->last = source->base + source->item.last;
		return;
	}
	end = p + source->list.n;
	if (!words_seg_varint(&p, end, &first)) {
		merge->damaged = true;
		return;
	}
	put_step(merge, source->base + first);
	buf_add(&merge->lists, p, (size_t)(end - p));
	merge->last = source->base + source->last;
}

static void join_old(struct merge *merge, const struct source *source)
{
	const struct words_seg *seg = source->old->seg;
	struct words_places places;
	uint32_t place, doc = 0;

	if (!words_seg_places(&source->term, &places)) {
		merge->damaged = true;
		return;
	}
	while (words_seg_place(&places, &place)) {
		while (place - seg->docs[doc].base >= seg->docs[doc].n) {
			doc++; /* all places are in some document */
		}
		if (source->old->bases[doc] != UINT32_MAX) {
			put_step(merge, source->old->bases[doc] + (place - seg->docs[doc].base));
		}
	}
}

/* The first word of a stretch; of one behind the last there is none. */
static struct span first_word(const struct merging *all, uint32_t number)
{
	struct words_item item;

	if (number == 0 || number == all->stretches) {
		return SPAN("");
	}
	words_table_item(all->largest, (uint32_t)((uint64_t)all->largest->n * number / all->stretches),
		&item);
	return item.word;
}

/* The first of the words that the sources are at. False: none has one left in this stretch. */
static bool pick(struct merge *merge)
{
	const struct source *first = NULL;

	for (uint32_t i = 0; i < merge->n; i++) {
		const struct source *source = &merge->sources[i];

		if (source->more && (first == NULL || span_cmp(source->word, first->word) < 0)) {
			first = source;
		}
	}
	if (first == NULL || (merge->end.n > 0 && span_cmp(first->word, merge->end) >= 0)) {
		return false;
	}
	memcpy(merge->word, first->word.p, first->word.n);
	merge->at = (struct span){merge->word, first->word.n};
	return true;
}

static bool put_block(struct words_merged *out, struct err *err)
{
	if (!array_reserve(&out->blocks, &out->cblocks, out->nblocks + 1, sizeof(*out->blocks))) {
		return err_memory(err);
	}
	out->blocks[out->nblocks++] = (struct words_block){.list = out->nlists,
		.dict = out->dict.n};
	return true;
}

/* The varints in a list: the bytes whose highest bit is not set. */
static uint32_t count_steps(struct span list)
{
	const uint64_t ones = 0x0101010101010101u;
	uint32_t n = 0;
	size_t i = 0;

	while (i + sizeof(ones) <= list.n) {
		uint64_t counts = 0, eight;
		size_t end = i + 255 * sizeof(eight) < list.n ? i + 255 * sizeof(eight) : list.n;

		for (; i + sizeof(eight) <= end; i += sizeof(eight)) {
			memcpy(&eight, list.p + i, sizeof(eight));
			counts += ~eight >> 7 & ones;
		}
		/* Each byte of it counts up to 255: the sum needs two bytes. */
		counts = (counts & 0x00FF00FF00FF00FFu) + (counts >> 8 & 0x00FF00FF00FF00FFu);
		n += (uint32_t)(counts * 0x0001000100010001u >> 48);
	}
	for (; i < list.n; i++) {
		n += ((unsigned char)list.p[i] & 0x80) == 0;
	}
	return n;
}

/* It is this stretch's turn. */
static void write_lists(struct merge *merge)
{
	sections_put(merge->all->file, merge->lists.p, merge->lists.n);
	buf_clear(&merge->lists);
}

static bool is_turn(const struct merge *merge)
{
	struct merging *all = merge->all;
	bool turn;

	pthread_mutex_lock(&all->lock);
	turn = all->turn == merge->number;
	pthread_mutex_unlock(&all->lock);
	return turn;
}

/* Writes the word and its list. */
static bool put_word(struct merge *merge, struct err *err)
{
	struct words_merged *out = &merge->out;
	struct span list = {merge->lists.p + merge->from, merge->lists.n - merge->from};
	uint32_t sum, count = count_steps(list);
	size_t shared = 0, n = merge->at.n;
	char entry[2 + WORDS_CUT_MOST + 2 * WORDS_VARINT + sizeof(sum)];

	words_list_mark(&merge->lists, merge->from, count);
	if (!buf_ok(&merge->lists, err)) {
		return false;
	}
	list = (struct span){merge->lists.p + merge->from, merge->lists.n - merge->from};
	sum = words_seg_sum(list);
	if (out->nwords % WORDS_SEG_BLOCK == 0) {
		if (!put_block(out, err)) {
			return false;
		}
		merge->previous.n = 0;
	}
	while (shared < n && shared < merge->previous.n && merge->word[shared] == merge->before[shared]) {
		shared++;
	}
	entry[0] = (char)shared;
	entry[1] = (char)(n - shared);
	memcpy(entry + 2, merge->word + shared, n - shared);
	n += 2 - shared;
	n += words_table_varint(count, entry + n);
	n += words_table_varint((uint32_t)list.n, entry + n);
	memcpy(entry + n, &sum, sizeof(sum));
	buf_add(&out->dict, entry, n + sizeof(sum));
	memcpy(merge->before, merge->word, merge->at.n);
	merge->previous = (struct span){merge->before, merge->at.n};
	out->nwords++;
	out->nplaces += count;
	out->nlists += list.n;
	if (merge->lists.n >= WRITE_LEAST && is_turn(merge)) {
		write_lists(merge);
	}
	return true;
}

static bool merge_words(struct merge *merge, struct err *err)
{
	while (pick(merge)) {
		merge->from = merge->lists.n;
		merge->last = 0;
		for (uint32_t i = 0; i < merge->n; i++) {
			struct source *source = &merge->sources[i];

			if (!source->more || !span_eq(source->word, merge->at)) {
				continue;
			}
			if (source->old != NULL) {
				join_old(merge, source);
			} else {
				join_run(merge, source);
			}
			source_next(source);
		}
		if (merge->damaged) {
			return err_set(err, "the old word index is damaged");
		}
		if (!buf_ok(&merge->lists, err) ||
			(merge->lists.n > merge->from && !put_word(merge, err))) {
			return false;
		}
	}
	words_seg_seal_blocks(merge->out.blocks, merge->out.nblocks, buf_span(&merge->out.dict));
	return buf_ok(&merge->out.dict, err);
}

/* The first word of a run in memory that is not before `from`. */
static uint32_t table_find(const struct words_table *table, struct span from)
{
	uint32_t low = 0, high = table->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct words_item item;

		words_table_item(table, middle, &item);
		if (span_cmp(item.word, from) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* Takes all sources to the first word of the stretch. False: no memory. */
static bool enter(struct merge *merge)
{
	const struct merging *all = merge->all;
	struct span from = first_word(all, merge->number);

	merge->n = all->nolds + all->nruns;
	merge->end = first_word(all, merge->number + 1);
	merge->sources = calloc((size_t)merge->n + 1, sizeof(*merge->sources));
	if (merge->sources == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < all->nolds; i++) {
		struct source *source = &merge->sources[i];

		source->old = &all->olds[i];
		source->more = words_seg_find(all->olds[i].seg, from, &source->term);
		source->word = source->term.word;
	}
	for (uint32_t i = 0; i < all->nruns; i++) {
		struct source *source = &merge->sources[all->nolds + i];
		const struct words_run *run = &all->runs[i];

		source->table = run->table;
		source->next = run->table != NULL ? table_find(run->table, from) : 0;
		source->bytes = run->bytes.n == 0 ? SPAN("") : run->bytes; /* a run may have no word */
		source->p = source->passed = source->bytes.p;
		source->end = source->p + source->bytes.n;
		source->base = run->base;
		source_next(source);
	}
	return true;
}

/* Appends what a stretch has to what has been written. */
static bool append(struct words_merged *out, struct words_merged *part)
{
	if (part->nblocks > 0 && !array_reserve(&out->blocks, &out->cblocks, out->nblocks + part->nblocks,
		    sizeof(*out->blocks))) {
		return false;
	}
	for (uint32_t i = 0; i < part->nblocks; i++) {
		struct words_block *block = &out->blocks[out->nblocks++];

		*block = part->blocks[i];
		block->list += out->nlists;
		block->dict += out->dict.n;
	}
	buf_put(&out->dict, buf_span(&part->dict));
	out->nwords += part->nwords;
	out->nplaces += part->nplaces;
	out->nlists += part->nlists;
	return !out->dict.failed;
}

/* Writes a stretch when it is its turn, and lets the next one. */
static void leave(struct merge *merge, bool ok, const struct err *err)
{
	struct merging *all = merge->all;

	pthread_mutex_lock(&all->lock);
	while (all->turn != merge->number) {
		pthread_cond_wait(&all->next, &all->lock);
	}
	if (!ok && !all->failed) {
		all->failed = true;
		all->err = *err;
	}
	if (!all->failed) {
		write_lists(merge);
		all->failed = !append(all->out, &merge->out) && !err_memory(&all->err);
	}
	all->turn++;
	pthread_cond_broadcast(&all->next);
	pthread_mutex_unlock(&all->lock);
}

static void merge_stretch(void *owner, uint32_t number, unsigned worker)
{
	struct merge merge = {.all = owner, .number = number};
	struct err err;
	bool ok = enter(&merge) ? merge_words(&merge, &err) : err_memory(&err);

	(void)worker;
	leave(&merge, ok, &err);
	buf_finish(&merge.lists);
	words_merge_finish(&merge.out);
	free(merge.sources);
}

/* How many stretches there are for so many threads; what has been spooled can be read in one only. */
static uint32_t stretches_of(struct merging *all, unsigned threads)
{
	uint32_t most;

	for (uint32_t i = 0; i < all->nruns; i++) {
		const struct words_table *table = all->runs[i].table;

		if (table == NULL) {
			return 1;
		}
		all->largest = all->largest == NULL || table->n > all->largest->n ? table : all->largest;
	}
	most = all->largest == NULL ? 0 : all->largest->n / STRETCH_LEAST;
	if (most < 2 || threads == 1 || crew_workers(threads) == 1) {
		return 1;
	}
	return crew_workers(threads) * STRETCHES < most ? crew_workers(threads) * STRETCHES : most;
}

bool words_merge_all(const struct words_old *olds, uint32_t nolds, const struct words_run *runs,
	uint32_t nruns, unsigned threads, struct sections_out *file, struct words_merged *out,
	struct err *err)
{
	struct merging all = {.olds = olds, .runs = runs, .nolds = nolds, .nruns = nruns, .file = file,
		.out = out, .lock = PTHREAD_MUTEX_INITIALIZER, .next = PTHREAD_COND_INITIALIZER};

	all.stretches = stretches_of(&all, threads);
	sections_begin(file, WORDS_LISTS, 1);
	crew_run(&(struct crew){.jobs = all.stretches, .most = threads, .job = merge_stretch,
		.owner = &all, .eager = all.stretches > 1});
	sections_end(file);
	pthread_cond_destroy(&all.next);
	pthread_mutex_destroy(&all.lock);
	return !all.failed || err_set(err, "%s", all.err.msg);
}

void words_merge_finish(struct words_merged *merged)
{
	buf_finish(&merged->dict);
	free(merged->blocks);
	*merged = (struct words_merged){0};
}
