#include "find/words_list.h"

#include <stdlib.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 4 };

static struct words_mark mark_at(const struct words_list *list, uint32_t part)
{
	struct words_mark mark;

	memcpy(&mark, list->marks + part * sizeof(mark), sizeof(mark));
	return mark;
}

static bool marks_are_sound(const struct words_list *list)
{
	struct span marks = {list->marks, list->nparts * sizeof(struct words_mark)};
	uint32_t sum;

	memcpy(&sum, list->marks + marks.n, sizeof(sum));
	return words_seg_sum(marks) == sum;
}

bool words_list_open(struct words_list *list, const struct words_term *term)
{
	struct span steps = words_seg_steps(term->list, term->count);
	uint32_t room = term->count < WORDS_SEG_MARKED ? term->count : WORDS_SEG_STEP;

	*list = (struct words_list){.steps = steps, .whole = term->list, .sum = term->sum,
		.count = term->count, .most = term->seg->places, .part = UINT32_MAX,
		.nparts = words_seg_parts(term->count), .damaged = steps.n == 0};
	list->marks = steps.p + steps.n;
	list->damaged = list->damaged || (list->nparts > 0 && !marks_are_sound(list));
	list->places = malloc(((size_t)room + 1) * sizeof(*list->places));
	return list->places != NULL;
}

/* The bytes of a part; empty where they are not what was written. */
static struct span part_bytes(const struct words_list *list, uint32_t part, uint32_t *before)
{
	struct words_mark mark;
	uint32_t end = (uint32_t)list->steps.n;

	*before = 0;
	if (list->nparts == 0) {
		return words_seg_sum(list->whole) == list->sum ? list->steps : SPAN("");
	}
	mark = mark_at(list, part);
	if (part + 1 < list->nparts) {
		end = mark_at(list, part + 1).at;
	}
	if (mark.at >= end || end > list->steps.n || mark.place >= list->most ||
		words_seg_sum((struct span){list->steps.p + mark.at, end - mark.at}) != mark.sum) {
		return SPAN("");
	}
	*before = mark.place;
	return (struct span){list->steps.p + mark.at, end - mark.at};
}

/* Decodes a part, unless it is. */
static void enter(struct words_list *list, uint32_t part)
{
	uint32_t before, room = list->nparts == 0 ? list->count : WORDS_SEG_STEP;
	struct span bytes;
	struct words_places walk;

	if (list->part == part || list->damaged) {
		return;
	}
	bytes = part_bytes(list, part, &before);
	list->part = part;
	list->n = 0;
	list->damaged = bytes.n == 0;
	walk = (struct words_places){bytes.p, bytes.p + bytes.n, before, list->most};
	while (list->n < room && words_seg_place(&walk, &list->places[list->n])) {
		list->n++;
	}
}

/* The last part that begins behind a place before this one; the first one, where none does. */
static uint32_t part_of(const struct words_list *list, uint32_t place)
{
	uint32_t low = 0, high = list->nparts;

	while (high - low > 1 && low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (mark_at(list, middle).place < place) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

/* The place at list->at, or the first of the next part. */
static uint32_t here(struct words_list *list)
{
	if (list->at == list->n && list->part + 1 < list->nparts) {
		enter(list, list->part + 1);
		list->at = 0;
	}
	return list->at < list->n && !list->damaged ? list->places[list->at] : WORDS_LIST_END;
}

uint32_t words_list_from(struct words_list *list, uint32_t place)
{
	uint32_t low = 0, high;

	if (list->count == 0 || list->damaged) {
		return WORDS_LIST_END;
	}
	enter(list, part_of(list, place));
	high = list->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (list->places[middle] < place) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	list->at = low;
	return here(list);
}

uint32_t words_list_next(struct words_list *list)
{
	list->at++;
	return here(list);
}

/* Sorts by one digit. */
static void sort_digit(const uint32_t *from, uint32_t *to, uint32_t n, unsigned shift)
{
	uint32_t starts[DIGITS] = {0}, at = 0;

	for (uint32_t i = 0; i < n; i++) {
		starts[(uint64_t)from[i] >> shift & (DIGITS - 1)]++;
	}
	for (uint32_t i = 0; i < DIGITS; i++) {
		uint32_t count = starts[i];

		starts[i] = at;
		at += count;
	}
	for (uint32_t i = 0; i < n; i++) {
		to[starts[(uint64_t)from[i] >> shift & (DIGITS - 1)]++] = from[i];
	}
}

/* Digit by digit from the last one. Three passes would do: behind an even number all is where it was. */
bool words_list_sort(uint32_t *places, uint32_t n)
{
	uint32_t *scratch = malloc(((size_t)n + 1) * sizeof(*scratch));

	if (scratch == NULL) {
		return false;
	}
	for (unsigned shift = 0; shift < PASSES * DIGIT_BITS; shift += 2 * DIGIT_BITS) {
		sort_digit(places, scratch, n, shift);
		sort_digit(scratch, places, n, shift + DIGIT_BITS);
	}
	free(scratch);
	return true;
}

/* All places of the words that this one begins, as they come. */
static void take_all(struct words_list *list, const struct words_seg *seg, struct span word)
{
	struct words_term term;
	struct words_places walk;
	uint32_t most = list->count;

	for (bool more = words_seg_find(seg, word, &term); more && span_starts(term.word, word);
		more = words_seg_next(&term)) {
		if (!words_seg_places(&term, &walk)) {
			list->damaged = true;
			return;
		}
		while (list->n < most && words_seg_place(&walk, &list->places[list->n])) {
			list->n++;
		}
	}
}

bool words_list_open_all(struct words_list *list, const struct words_seg *seg, struct span word,
	uint32_t most, bool *more)
{
	struct words_term term;
	uint64_t count = 0;
	bool next;

	*list = (struct words_list){.most = seg->places};
	for (next = words_seg_find(seg, word, &term); next && span_starts(term.word, word);
		next = words_seg_next(&term)) {
		count += term.count;
	}
	list->damaged = term.damaged;
	*more = count > most;
	if (*more || list->damaged) {
		return true;
	}
	list->count = (uint32_t)count;
	list->places = malloc((count + 1) * sizeof(*list->places));
	if (list->places == NULL) {
		return false;
	}
	take_all(list, seg, word);
	return words_list_sort(list->places, list->n);
}

/* Moves *p over n steps at most and returns their sum. They were written just now. */
static uint32_t pass_steps(const char **p, const char *end, uint32_t n)
{
	const char *at = *p;
	uint32_t sum = 0;

	for (; n > 0 && at < end; n--) {
		uint32_t c = (unsigned char)*at++;

		sum += c & 0x7F;
		for (unsigned shift = 7; c >= 0x80 && at < end; shift += 7) {
			c = (unsigned char)*at++;
			sum += (c & 0x7F) << shift;
		}
	}
	*p = at;
	return sum;
}

void words_list_mark(struct buf *lists, size_t from, uint32_t count)
{
	uint32_t nparts = words_seg_parts(count), sum;
	size_t steps = lists->n, marks = nparts * sizeof(struct words_mark);
	struct words_mark mark = {0, 0, 0};
	const char *p;

	if (nparts == 0 || !buf_reserve(lists, marks + sizeof(sum))) {
		return;
	}
	p = lists->p + from;
	for (uint32_t part = 0; part < nparts; part++) {
		const char *start = p;
		uint32_t passed = pass_steps(&p, lists->p + steps, WORDS_SEG_STEP);

		mark.at = (uint32_t)(start - (lists->p + from));
		mark.sum = words_seg_sum((struct span){start, (size_t)(p - start)});
		buf_add(lists, &mark, sizeof(mark));
		mark.place += passed;
	}
	sum = words_seg_sum((struct span){lists->p + steps, marks});
	buf_add(lists, &sum, sizeof(sum));
}

void words_list_close(struct words_list *list)
{
	free(list->places);
	*list = (struct words_list){0};
}
