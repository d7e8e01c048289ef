#include "find/words_table.h"

#include "base/wide.h"

#include <stdlib.h>

enum { STEP = 8, PIECE_FIRST = 16, PIECE_LAST = 2048, BITS_FIRST = 12, QUICK = 4 };

#define LONG ((uint64_t)0xFF << 56) /* as the last byte of a short word: no UTF-8 has it */
#define MIX 0x9E3779B97F4A7C15u

struct words_entry {
	uint64_t start, rest; /* a short word; or the hash of a long one, and LONG and its place in texts */
	char *at; /* where the next byte of its list goes */
	uint32_t last;
	uint16_t left, piece; /* bytes of the last piece: free, and all; 0: the list has none */
};

/* A part of a list. */
struct piece {
	struct piece *next; /* of the last one: the first one */
	char steps[];
};

static uint64_t load(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof(eight));
	return eight;
}

/* A number whose bytes lie in memory from the lowest on, where this machine does it otherwise. */
static uint64_t little(uint64_t number)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(number);
#else
	return number;
#endif
}

/* Good in its highest bits. */
static uint64_t hash_of(uint64_t start, uint64_t rest)
{
	uint64_t turned = rest * MIX;

	return (start ^ (turned << 32 | turned >> 32)) * MIX;
}

static uint32_t slot_of(const struct words_table *table, uint64_t hash)
{
	return (uint32_t)(hash >> (64 - table->bits));
}

static uint32_t next_slot(const struct words_table *table, uint32_t slot)
{
	return (slot + 1) & (uint32_t)(((uint64_t)1 << table->bits) - 1);
}

static bool is_long(const struct words_entry *entry)
{
	return entry->rest >= LONG;
}

static struct span text_of(const struct words_table *table, const struct words_entry *entry)
{
	const char *p = table->texts.p + (entry->rest & UINT32_MAX);

	return (struct span){p + 1, (unsigned char)*p};
}

static size_t entries_bytes(const struct words_table *table)
{
	return sizeof(*table->entries) << table->bits;
}

/* Twice as many entries. */
static bool grow_entries(struct words_table *table)
{
	struct words_table grown = {.bits = table->entries == NULL ? BITS_FIRST : table->bits + 1};
	uint64_t n = table->entries == NULL ? 0 : (uint64_t)1 << table->bits;

	grown.entries = grown.bits == 32 ? NULL : wide_new(entries_bytes(&grown));
	if (grown.entries == NULL) {
		return false;
	}
	for (uint64_t i = 0; i < n; i++) {
		const struct words_entry *entry = &table->entries[i];
		uint32_t slot = slot_of(&grown, hash_of(entry->start, is_long(entry) ? 0 : entry->rest));

		if (entry->start == 0) {
			continue;
		}
		while (grown.entries[slot].start != 0) {
			slot = next_slot(&grown, slot);
		}
		grown.entries[slot] = *entry;
	}
	wide_free(table->entries, entries_bytes(table));
	table->entries = grown.entries;
	table->bits = grown.bits;
	return true;
}

/* Makes sure that there is a free entry for each of n words. */
static bool room(struct words_table *table, uint32_t n)
{
	while (table->entries == NULL ||
		((uint64_t)table->n + n) * 8 > ((uint64_t)5 << table->bits)) {
		if (!grow_entries(table)) {
			return false;
		}
	}
	return true;
}

/* A piece of so many bytes. NULL: no memory. */
static struct piece *new_piece(struct words_table *table, size_t bytes)
{
	char *piece = table->free;

	if (bytes > table->nfree) {
		if (!array_reserve(&table->slabs, &table->cslabs, table->nslabs + 1,
			    sizeof(*table->slabs))) {
			return NULL;
		}
		piece = wide_new(WIDE_PAGE);
		if (piece == NULL) {
			return NULL;
		}
		table->slabs[table->nslabs++] = piece;
		table->nfree = WIDE_PAGE;
	}
	table->free = piece + bytes;
	table->nfree -= bytes;
	return (struct piece *)(void *)piece;
}

static struct piece *last_piece(const struct words_entry *entry)
{
	return (struct piece *)(void *)(entry->at + entry->left - entry->piece);
}

/* Links another piece to a list that is full, twice as large; the first one to a list that is none. */
static bool grow_list(struct words_table *table, struct words_entry *entry)
{
	size_t bytes = entry->piece == 0 ? PIECE_FIRST
		: entry->piece < PIECE_LAST ? entry->piece * 2u : entry->piece;
	struct piece *piece = new_piece(table, bytes);

	if (piece == NULL) {
		return false;
	}
	piece->next = piece;
	if (entry->piece > 0) {
		struct piece *last = last_piece(entry);

		piece->next = last->next;
		last->next = piece;
	}
	entry->at = piece->steps;
	entry->piece = (uint16_t)bytes;
	entry->left = (uint16_t)(bytes - sizeof(*piece));
	return true;
}

size_t words_table_varint(uint32_t value, char *out)
{
	size_t n = 0;

	for (; value >= 0x80; value >>= 7) {
		out[n++] = (char)(value | 0x80);
	}
	out[n++] = (char)value;
	return n;
}

/* Appends a step where the piece is nearly full, or the step large. */
static void put_slowly(struct words_table *table, struct words_entry *entry, uint32_t step)
{
	char bytes[WORDS_VARINT];
	size_t n = words_table_varint(step, bytes);

	for (size_t i = 0; i < n; i++) {
		if (entry->left == 0 && !grow_list(table, entry)) {
			table->failed = true;
			return;
		}
		*entry->at++ = bytes[i];
		entry->left--;
	}
}

/*
 * Adds the next place to a list. How long a step is in bytes cannot be foreseen, so it is written
 * without asking: seven bits into each byte, four bytes, of which some count.
 */
static inline void put_place(struct words_table *table, struct words_entry *entry, uint32_t place)
{
	static const uint32_t more[] = {0, 0x80, 0x8080}; /* bits of the bytes that go on */
	uint32_t step = place - entry->last;
	uint64_t bytes;
	size_t n;

	entry->last = place;
	if (entry->left < QUICK || step >= (uint32_t)1 << 21) {
		put_slowly(table, entry, step);
		return;
	}
	n = (size_t)(step >= 0x80) + (step >= 0x4000);
	bytes = little((step & 0x7F) | (step & 0x3F80) << 1 | (step << 2 & 0x7F0000) | more[n]);
	memcpy(entry->at, &bytes, QUICK);
	entry->at += n + 1;
	entry->left = (uint16_t)(entry->left - 1 - n);
}

/* The entry of a short word, from where it is looked for first; it is made where there is none. */
static inline struct words_entry *entry_of(struct words_table *table, const struct words_short *word,
	struct words_entry *entry)
{
	while (entry->start != word->start || entry->rest != word->rest) {
		if (entry->start == 0) {
			*entry = (struct words_entry){.start = word->start, .rest = word->rest};
			table->n++;
			break;
		}
		entry = table->entries + next_slot(table, (uint32_t)(entry - table->entries));
	}
	return entry;
}

/* What entries are read is known long before they are: none is waited for. */
void words_table_shorts(struct words_table *table, const struct words_short *words, uint32_t n)
{
	struct words_entry *entries[WORDS_CUT_WAIT];
	uint32_t place = table->place;

	if (table->failed || !room(table, n)) {
		table->failed = true;
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		entries[i] = table->entries + slot_of(table, hash_of(words[i].start, words[i].rest));
		__builtin_prefetch(entries[i], 1);
	}
	for (uint32_t i = 0; i < n; i++) {
		put_place(table, entry_of(table, &words[i], entries[i]), place + i);
	}
	table->place += n;
}

/* The same for a long word. NULL: no memory. */
static struct words_entry *long_entry(struct words_table *table, struct span word, uint64_t start)
{
	uint32_t slot = slot_of(table, hash_of(start, 0));
	struct words_entry *entry = &table->entries[slot];
	char n = (char)word.n;

	for (; entry->start != 0; entry = &table->entries[slot]) {
		if (entry->start == start && is_long(entry) && span_eq(text_of(table, entry), word)) {
			return entry;
		}
		slot = next_slot(table, slot);
	}
	*entry = (struct words_entry){.start = start, .rest = LONG | table->texts.n};
	table->n++;
	buf_add(&table->texts, &n, 1);
	buf_put(&table->texts, word);
	return table->texts.failed || table->texts.n > UINT32_MAX / 2 ? NULL : entry;
}

void words_table_add(struct words_table *table, struct span word)
{
	struct words_entry *entry;
	uint64_t start = word.n;

	if (word.n <= WORDS_CUT_SHORT) {
		struct words_short numbers = {load(word.p), word.n > STEP ? load(word.p + STEP) : 0};

		words_table_shorts(table, &numbers, 1);
		return;
	}
	for (size_t i = 0; i < word.n; i += STEP) {
		start = hash_of(start ^ start >> 32, load(word.p + i));
	}
	entry = table->failed || !room(table, 1) ? NULL : long_entry(table, word, start | 1);
	if (entry == NULL) {
		table->failed = true;
		return;
	}
	put_place(table, entry, table->place++);
}

uint64_t words_table_bytes(const struct words_table *table)
{
	uint64_t entries = table->entries == NULL ? 0 : (uint64_t)1 << table->bits;

	/* Sorting takes some, too. */
	return (uint64_t)table->nslabs * WIDE_PAGE + entries * sizeof(*table->entries) +
		(uint64_t)table->n * 2 * sizeof(uint64_t) + table->texts.cap;
}

/* A word to be sorted: by its first bytes as a number. */
struct words_order {
	uint64_t start;
	uint32_t entry;
};

static struct span word_of(const struct words_table *table, const struct words_entry *entry)
{
	const char *p = (const char *)&entry->start; /* two numbers that are the bytes */

	return is_long(entry) ? text_of(table, entry) : (struct span){p, strnlen(p, WORDS_CUT_SHORT)};
}

static uint64_t first_bytes(struct span word)
{
	uint64_t number = 0;

	for (size_t i = 0; i < STEP; i++) {
		number = number << 8 | (i < word.n ? (unsigned char)word.p[i] : 0u);
	}
	return number;
}

/* Sorts by the first bytes, one after the other from the last one on. Needs another n of room. */
static void sort_starts(struct words_order *items, struct words_order *other, uint32_t n)
{
	for (unsigned shift = 0; shift < 64; shift += 8) {
		struct words_order *from = items;
		uint32_t at[256 + 1] = {0};

		for (uint32_t i = 0; i < n; i++) {
			at[(from[i].start >> shift & 0xFF) + 1]++;
		}
		for (uint32_t k = 0; k < 256; k++) {
			at[k + 1] += at[k];
		}
		for (uint32_t i = 0; i < n; i++) {
			other[at[from[i].start >> shift & 0xFF]++] = from[i];
		}
		items = other; /* after eight turns they are where they were */
		other = from;
	}
}

/* A word whose first bytes others have, too. */
struct alike {
	struct span word;
	uint32_t entry;
};

static int compare(const void *left, const void *right)
{
	const struct alike *a = left, *b = right;

	return span_cmp(a->word, b->word);
}

/* Sorts n words that begin alike. */
static bool sort_alike(const struct words_table *table, struct words_order *items, uint32_t n)
{
	struct alike *all = malloc(n * sizeof(*all));

	if (all == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		all[i] = (struct alike){word_of(table, &table->entries[items[i].entry]), items[i].entry};
	}
	qsort(all, n, sizeof(*all), compare);
	for (uint32_t i = 0; i < n; i++) {
		items[i].entry = all[i].entry;
	}
	free(all);
	return true;
}

static void list_entries(const struct words_table *table, struct words_order *out)
{
	uint64_t n = table->entries == NULL ? 0 : (uint64_t)1 << table->bits;

	for (uint64_t i = 0; i < n; i++) {
		if (table->entries[i].start != 0) {
			*out++ = (struct words_order){first_bytes(word_of(table, &table->entries[i])),
				(uint32_t)i};
		}
	}
}

bool words_table_sort(struct words_table *table)
{
	struct words_order *order = malloc(((size_t)table->n + 1) * sizeof(*order));
	struct words_order *other = malloc(((size_t)table->n + 1) * sizeof(*other));
	bool ok = order != NULL && other != NULL && !table->failed;

	if (ok) {
		list_entries(table, order);
		sort_starts(order, other, table->n);
	}
	for (uint32_t i = 0, end = 0; ok && i < table->n; i = end) {
		for (end = i + 1; end < table->n && order[end].start == order[i].start; end++) {
		}
		ok = end == i + 1 || sort_alike(table, order + i, end - i);
	}
	free(other);
	table->order = ok ? order : NULL;
	if (!ok) {
		free(order);
	}
	return ok;
}

void words_table_item(const struct words_table *table, uint32_t i, struct words_item *out)
{
	const struct words_entry *entry = &table->entries[table->order[i].entry];
	const char *p = last_piece(entry)->next->steps; /* which have room for a varint */

	*out = (struct words_item){.word = word_of(table, entry), .last = entry->last, .table = table,
		.entry = entry};
	do {
		out->first |= (uint32_t)(p[out->head] & 0x7F) << (7 * out->head);
	} while ((p[out->head++] & 0x80) != 0);
}

void words_table_steps(const struct words_item *item, struct buf *out)
{
	const struct piece *last = last_piece(item->entry), *piece = last->next;
	size_t size = PIECE_FIRST, skip = item->head;

	for (; piece != last; piece = piece->next) {
		buf_add(out, piece->steps + skip, size - sizeof(*piece) - skip);
		size = size < PIECE_LAST ? size * 2 : size;
		skip = 0;
	}
	buf_add(out, piece->steps + skip, (size_t)(item->entry->at - piece->steps) - skip);
}

static bool put_item(const struct words_item *item, struct buf *list,
	bool (*put)(void *owner, struct span bytes), void *owner)
{
	char head[2 * WORDS_VARINT], first[WORDS_VARINT], length = (char)item->word.n;
	size_t n;

	buf_clear(list);
	buf_add(list, first, words_table_varint(item->first, first));
	words_table_steps(item, list);
	if (list->failed) {
		return false;
	}
	n = words_table_varint((uint32_t)list->n, head);
	n += words_table_varint(item->last, head + n);
	return put(owner, (struct span){&length, 1}) && put(owner, item->word) &&
		put(owner, (struct span){head, n}) && put(owner, buf_span(list));
}

bool words_table_put(struct words_table *table, bool (*put)(void *owner, struct span bytes),
	void *owner)
{
	struct buf list = {0};
	bool ok = words_table_sort(table);

	for (uint32_t i = 0; ok && i < table->n; i++) {
		struct words_item item;

		words_table_item(table, i, &item);
		ok = put_item(&item, &list, put, owner);
	}
	buf_finish(&list);
	return ok;
}

void words_table_finish(struct words_table *table)
{
	for (uint32_t i = 0; i < table->nslabs; i++) {
		wide_free(table->slabs[i], WIDE_PAGE);
	}
	free(table->slabs);
	wide_free(table->entries, entries_bytes(table));
	free(table->order);
	buf_finish(&table->texts);
	*table = (struct words_table){0};
}
