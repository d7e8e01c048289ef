/*
 * match_table.h - the forms of a matcher, folded, grouped and hashed. Internal to match.c.
 *
 * Forms stand grouped in slots: a form of one word in the slot of that word, a longer one in the
 * slot of its first two words, longest first in each. A slot is found by a hash of 64 bits that
 * stands for its words; a sieve and filters say without touching the slots that a word begins
 * no form.
 *
 * Forms that differ in capitals alone share their letters. The one with most capitals comes
 * first and carries the tags of those that ask for less; where two ask for different capitals a
 * form that asks for both is made, so that the first one that matches always has all the tags.
 */
#ifndef DOSSIER_LINKS_MATCH_TABLE_H
#define DOSSIER_LINKS_MATCH_TABLE_H

#include "links/letters.h"
#include "links/match.h"
#include "links/match_filter.h"
#include "links/match_sieve.h"

struct match_entry {
	uint32_t text, n; /* the folded form in `letters` */
	uint32_t letters; /* number of its letters: the same for forms that differ in capitals */
	uint32_t tag, ntags; /* in tags */
	bool ascii; /* all of the form is */
};

struct match_slot {
	uint64_t hash; /* 0: free */
	uint32_t entry, nentries;
	bool pairs; /* there are longer forms that begin with this word */
};

struct match_table {
	struct buf letters; /* all folded forms */
	struct match_entry *entries; /* grouped by slot */
	uint32_t nentries, centries;
	uint32_t *tags;
	uint32_t ntags, ctags;
	struct match_slot *slots; /* open addressing, a power of two of them */
	uint32_t slot_mask;
	struct match_filter words; /* what plain words are asked by, many at once */
	struct match_sieve sieve; /* the same for odd ones: the first two bytes of forms, … */
	uint64_t *filter; /* … bits by hash: a form begins with this word */
	uint64_t *filter_pairs; /* bits by the hash of the first two words of a form */
	uint32_t filter_shift; /* a hash shifted right by this is the number of its 64 bits */
};

/* A cheap hash of one word, for the filters; its upper bits are the good ones. */
static inline uint64_t match_table_quick(struct word_key key)
{
	uint64_t tail = key.tail * 0xD6E8FEB86659FD93u;
	return (key.head ^ ((uint64_t)key.n << 56) ^ tail ^ tail >> 32) * 0x9E3779B97F4A7C15u;
}

/* The hash of one word. Never 0. */
static inline uint64_t match_table_hash(struct word_key key)
{
	uint64_t h = match_table_quick(key);
	h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93u;
	return h | 1;
}

/* The hash of the first two words of a form, of the hash of the first one. Never 0. */
static inline uint64_t match_table_hash2(uint64_t first, struct word_key second)
{
	uint64_t h = (first ^ (match_table_hash(second) >> 7)) * 0xA24BAED4963EE407u;
	return (h ^ (h >> 29)) | 1;
}

/*
 * The two bits of a hash in its 64 of a filter: a Bloom filter that looks at one place of memory.
 * With four words to each 64 bits one in seventy passes wrongly.
 */
static inline uint64_t match_table_bits(uint32_t shift, uint64_t hash)
{
	return (uint64_t)1 << (hash >> (shift - 6) & 63) | (uint64_t)1 << (hash >> (shift - 12) & 63);
}

/* Whether a filter has the hash; a wrong yes is possible, a wrong no is not. */
static inline bool match_table_has(const uint64_t *filter, uint32_t shift, uint64_t hash)
{
	uint64_t bits = match_table_bits(shift, hash);
	return (filter[hash >> shift] & bits) == bits;
}

/* Whether a filter of first words has the word. */
static inline bool match_table_may(const uint64_t *filter, uint32_t shift, struct word_key key)
{
	return match_table_has(filter, shift, match_table_quick(key));
}

/* The slot with this hash, or the free one that it would have. */
static inline struct match_slot *match_table_slot(const struct match_table *table, uint64_t hash)
{
	uint32_t at = (uint32_t)(hash >> 20) & table->slot_mask;
	while (table->slots[at].hash != 0 && table->slots[at].hash != hash) {
		at = (at + 1) & table->slot_mask;
	}
	return &table->slots[at];
}

/* The slot with this hash, or NULL. */
static inline const struct match_slot *match_table_find(const struct match_table *table,
	uint64_t hash)
{
	const struct match_slot *slot = match_table_slot(table, hash);
	return slot->hash == 0 ? NULL : slot;
}

/* The folded form of an entry. */
static inline struct span match_table_form(const struct match_table *table,
	const struct match_entry *entry)
{
	return (struct span){table->letters.p + entry->text, entry->n};
}

/* Fills a zeroed table. False where memory is short; finish it in any case. */
bool match_table_build(struct match_table *table, const struct form *forms, uint32_t n,
	struct err *err) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void match_table_finish(struct match_table *table);

#endif
