#include "find/words_table.h"

#include <stdlib.h>

enum { STEP = 8, SLAB = 1 << 20, PIECE_FIRST = 16, PIECE_LAST = 1024, SLOTS_FIRST = 1 << 12,
	LINK = sizeof(char *) };

struct words_item {
	uint64_t start; /* the first eight bytes */
	uint32_t hash, n; /* n: bytes of the word */
	uint32_t text; /* where it is in texts, if it is longer than that */
	uint32_t piece; /* bytes of the last piece of the list */
	char *first; /* the first one: a link to the next, then bytes */
	char *at, *end; /* where the next byte goes, and where this piece ends */
	uint32_t bytes, count, last;
};

static uint64_t load(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof(eight));
	return eight;
}

static uint32_t hash_of(struct span word)
{
	uint64_t hash = word.n;

	for (size_t i = 0; i < word.n; i += STEP) {
		hash = (hash ^ load(word.p + i)) * 0x9E3779B97F4A7C15u;
		hash ^= hash >> 32;
	}
	return (uint32_t)hash;
}

static bool is_item(const struct words_table *table, const struct words_item *item,
	struct span word, uint32_t hash)
{
	return item->hash == hash && item->n == word.n && item->start == load(word.p) &&
		(word.n <= STEP || memcmp(table->texts.p + item->text, word.p, word.n) == 0);
}

/* The slot of a word: empty where it is new. There is an empty one. */
static uint32_t *slot_of(const struct words_table *table, struct span word, uint32_t hash)
{
	for (uint32_t i = hash;; i++) {
		uint32_t *slot = &table->slots[i & (table->nslots - 1)];

		if (*slot == 0 || is_item(table, &table->items[*slot - 1], word, hash)) {
			return slot;
		}
	}
}

/* Twice as many slots. */
static bool grow_slots(struct words_table *table)
{
	uint32_t n = table->nslots == 0 ? SLOTS_FIRST : table->nslots * 2;
	uint32_t *slots = calloc(n, sizeof(*slots));

	if (slots == NULL) {
		return false;
	}
	for (uint32_t k = 0; table->items != NULL && k < table->n; k++) {
		uint32_t i = table->items[k].hash;

		while (slots[i & (n - 1)] != 0) {
			i++;
		}
		slots[i & (n - 1)] = k + 1;
	}
	free(table->slots);
	table->slots = slots;
	table->nslots = n;
	return true;
}

/* A piece of `bytes` bytes that lies in one slab, or NULL. */
static char *new_piece(struct words_table *table, uint32_t bytes)
{
	char *piece;

	if (table->left < bytes) {
		if (!array_reserve(&table->slabs, &table->cslabs, table->nslabs + 1,
			    sizeof(*table->slabs))) {
			return NULL;
		}
		table->slabs[table->nslabs] = malloc(SLAB);
		if (table->slabs[table->nslabs] == NULL) {
			return NULL;
		}
		table->nslabs++;
		table->left = SLAB;
	}
	piece = table->slabs[table->nslabs - 1] + (SLAB - table->left);
	table->left -= bytes;
	return piece;
}

static bool new_item(struct words_table *table, struct span word, uint32_t hash, uint32_t *slot)
{
	struct words_item item = {.start = load(word.p), .hash = hash, .n = (uint32_t)word.n,
		.text = (uint32_t)table->texts.n, .piece = PIECE_FIRST};

	if (!array_reserve(&table->items, &table->cap, table->n + 1, sizeof(*table->items)) ||
		table->texts.n > UINT32_MAX - 2 * (STEP + word.n)) {
		return false;
	}
	if (word.n > STEP) {
		buf_put(&table->texts, word);
		if (table->texts.failed) {
			return false;
		}
	}
	item.first = new_piece(table, PIECE_FIRST);
	if (item.first == NULL) {
		return false;
	}
	item.at = item.first + LINK;
	item.end = item.first + PIECE_FIRST;
	table->items[table->n++] = item;
	*slot = table->n;
	return true;
}

/* Links another piece to a list that is full, twice as large. */
static bool grow_list(struct words_table *table, struct words_item *item)
{
	uint32_t bytes = item->piece < PIECE_LAST ? item->piece * 2 : item->piece;
	char *next = new_piece(table, bytes);

	if (next == NULL) {
		return false;
	}
	memcpy(item->end - item->piece, &next, LINK);
	item->piece = bytes;
	item->at = next + LINK;
	item->end = next + bytes;
	return true;
}

static bool put_byte(struct words_table *table, struct words_item *item, uint32_t c)
{
	if (item->at == item->end && !grow_list(table, item)) {
		return false;
	}
	*item->at++ = (char)c;
	item->bytes++;
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

/* The item of a word, made if it is new; NULL: no memory. */
static struct words_item *item_of(struct words_table *table, struct span word, uint32_t hash)
{
	uint32_t *slot;

	if (table->n >= table->nslots / 2 && !grow_slots(table)) {
		return NULL;
	}
	slot = slot_of(table, word, hash);
	if (*slot == 0 && !new_item(table, word, hash, slot)) {
		return NULL;
	}
	return &table->items[*slot - 1];
}

static void add(struct words_table *table, struct span word, uint32_t hash, uint32_t place)
{
	struct words_item *item = table->failed ? NULL : item_of(table, word, hash);
	uint32_t step;

	if (item == NULL) {
		table->failed = true;
		return;
	}
	step = place - item->last;
	for (; step >= 0x80; step >>= 7) {
		table->failed |= !put_byte(table, item, step | 0x80);
	}
	table->failed |= !put_byte(table, item, step);
	item->last = place;
	item->count++;
}

/* The item that its slot leads to, which is nearly always the right one; NULL: none. */
static const struct words_item *likely(const struct words_table *table, uint32_t hash)
{
	uint32_t slot = table->nslots == 0 ? 0 : table->slots[hash & (table->nslots - 1)];

	return slot == 0 ? NULL : &table->items[slot - 1];
}

/*
 * Adds the words that wait. Each costs three reads far apart, one leading to the next: they are
 * asked for all words at once before the first one is waited for.
 */
static void flush(struct words_table *table)
{
	for (uint32_t i = 0; i < table->nwait; i++) {
		const struct words_item *item = likely(table, table->wait[i].hash);

		if (item != NULL) {
			__builtin_prefetch(item, 1);
			__builtin_prefetch(&item->last, 1);
		}
	}
	for (uint32_t i = 0; i < table->nwait; i++) {
		const struct words_item *item = likely(table, table->wait[i].hash);

		if (item != NULL) {
			__builtin_prefetch(item->at, 1);
		}
	}
	for (uint32_t i = 0; i < table->nwait; i++) {
		const struct words_table_wait *wait = &table->wait[i];

		add(table, (struct span){wait->word, wait->n}, wait->hash, wait->place);
	}
	table->nwait = 0;
}

void words_table_add(struct words_table *table, struct span word, uint32_t place)
{
	uint32_t hash = hash_of(word);

	if (word.n > STEP) {
		add(table, word, hash, place); /* never waits: places of a word stay in order */
		return;
	}
	if (table->nwait == WORDS_TABLE_WAIT) {
		flush(table);
	}
	if (table->nslots > 0) {
		__builtin_prefetch(&table->slots[hash & (table->nslots - 1)]);
	}
	struct words_table_wait *wait = &table->wait[table->nwait++];
	memcpy(wait->word, word.p, STEP);
	wait->n = (uint32_t)word.n;
	wait->hash = hash;
	wait->place = place;
}

uint64_t words_table_bytes(const struct words_table *table)
{
	return (uint64_t)table->nslabs * SLAB + (uint64_t)table->cap * sizeof(*table->items) +
		(uint64_t)table->nslots * sizeof(*table->slots) + table->texts.cap;
}

/* An item to be sorted: by its first bytes as a number, the rest where these are the same. */
struct sorted {
	uint64_t start;
	const struct words_item *item;
	const char *text;
};

static int compare(const void *left, const void *right)
{
	const struct sorted *a = left, *b = right;

	if (a->start != b->start || a->item->n <= STEP || b->item->n <= STEP) {
		return a->start != b->start ? (a->start > b->start) - (a->start < b->start)
					    : (a->item->n > b->item->n) - (a->item->n < b->item->n);
	}
	return span_cmp((struct span){a->text, a->item->n}, (struct span){b->text, b->item->n});
}

static struct sorted *sort(const struct words_table *table)
{
	struct sorted *all = malloc(((size_t)table->n + 1) * sizeof(*all));

	for (uint32_t i = 0; all != NULL && i < table->n; i++) {
		const struct words_item *item = &table->items[i];
		const unsigned char *p = (const unsigned char *)&item->start;
		uint64_t start = 0;

		for (int k = 0; k < STEP; k++) {
			start = start << 8 | p[k];
		}
		all[i] = (struct sorted){start, item,
			item->n <= STEP ? (const char *)&item->start : table->texts.p + item->text};
	}
	if (all != NULL) {
		qsort(all, table->n, sizeof(*all), compare);
	}
	return all;
}

static bool put_list(const struct words_item *item, bool (*put)(void *owner, struct span bytes), void *owner)
{
	const char *at = item->first;
	uint32_t left = item->bytes, size = PIECE_FIRST;

	for (;;) {
		uint32_t here = size - LINK < left ? size - LINK : left;

		if (!put(owner, (struct span){at + LINK, here})) {
			return false;
		}
		left -= here;
		if (left == 0) {
			return true;
		}
		memcpy(&at, at, LINK);
		size = size < PIECE_LAST ? size * 2 : size;
	}
}

bool words_table_put(struct words_table *table, bool (*put)(void *owner, struct span bytes),
	void *owner)
{
	struct sorted *all;
	bool ok;

	flush(table);
	all = sort(table);
	ok = all != NULL && !table->failed;

	for (uint32_t i = 0; ok && i < table->n; i++) {
		const struct words_item *item = all[i].item;
		char head[3 * WORDS_VARINT], length = (char)item->n;
		size_t n = words_table_varint(item->count, head);

		n += words_table_varint(item->bytes, head + n);
		n += words_table_varint(item->last, head + n);
		ok = put(owner, (struct span){&length, 1}) &&
			put(owner, (struct span){all[i].text, item->n}) &&
			put(owner, (struct span){head, n}) && put_list(item, put, owner);
	}
	free(all);
	return ok;
}

void words_table_finish(struct words_table *table)
{
	for (uint32_t i = 0; i < table->nslabs; i++) {
		free(table->slabs[i]);
	}
	free(table->slabs);
	free(table->items);
	free(table->slots);
	buf_finish(&table->texts);
	*table = (struct words_table){0};
}
