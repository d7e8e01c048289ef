#include "links/match.h"

#include "base/utf8.h"
#include "links/letters.h"
#include "links/match_table.h"
#include "links/match_words.h"

#include <stdlib.h>

#define CLUSTER_MOST 64

/* A form that stands in the text, not yet compared with its neighbours. */
struct found {
	struct range at;
	uint32_t entry;
};

/* One scan of one paragraph. Forms that overlap are gathered in a cluster and settled together. */
struct scan {
	const struct match_table *table;
	struct reader reader; /* stands at the word looked at */
	uint32_t from, limit; /* the paragraph */
	struct found cluster[CLUSTER_MOST];
	uint32_t ncluster;
	uint32_t cluster_end; /* the greatest end in it */
	struct hits *out;
	uint32_t first; /* number of this scan's first hit: those before are of other texts */
	bool failed;
};

struct matcher {
	struct match_table table;
};

/* Longer first, then the earlier. */
static bool found_before(const struct found *a, const struct found *b)
{
	uint32_t na = a->at.end - a->at.start, nb = b->at.end - b->at.start;
	return na != nb ? na > nb : a->at.start < b->at.start;
}

/* Insertion sorts, as clusters are short: by length to choose, by place to put out. */
static void cluster_sort(struct scan *scan, bool by_place, uint32_t n)
{
	struct found *items = scan->cluster;
	for (uint32_t i = 1; i < n; i++) {
		struct found item = items[i];
		uint32_t k = i;
		while (k > 0 && (by_place ? item.at.start < items[k - 1].at.start :
			found_before(&item, &items[k - 1]))) {
			items[k] = items[k - 1];
			k--;
		}
		items[k] = item;
	}
}

static void hit_put(struct scan *scan, const struct found *found)
{
	struct hits *out = scan->out;
	if (out->n == out->cap &&
		!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items))) {
		scan->failed = true;
		return;
	}
	const struct match_entry *entry = &scan->table->entries[found->entry];
	out->items[out->n++] = (struct hit){found->at, entry->tag, entry->ntags};
}

/* Of the forms in the cluster that overlap only the longest go out. */
static void cluster_settle(struct scan *scan)
{
	uint32_t kept = scan->ncluster;
	if (kept > 1) {
		cluster_sort(scan, false, kept);
		uint32_t n = kept;
		kept = 1;
		for (uint32_t i = 1; i < n; i++) {
			bool free_place = true;
			for (uint32_t k = 0; k < kept && free_place; k++) {
				free_place = !range_meets(scan->cluster[i].at, scan->cluster[k].at);
			}
			if (free_place) {
				scan->cluster[kept++] = scan->cluster[i];
			}
		}
		cluster_sort(scan, true, kept);
	}
	for (uint32_t i = 0; i < kept; i++) {
		hit_put(scan, &scan->cluster[i]);
	}
	scan->ncluster = 0;
}

/* A cluster that is full is settled as it is: what begins within it later does not come in. */
static void found_add(struct scan *scan, struct range at, uint32_t entry)
{
	if (scan->ncluster == CLUSTER_MOST) {
		cluster_settle(scan);
	} else if (scan->ncluster > 0 && at.start >= scan->cluster_end) {
		cluster_settle(scan);
	}
	if (scan->ncluster == 0) {
		if (scan->out->n > scan->first &&
			at.start < scan->out->items[scan->out->n - 1].at.end) {
			return;
		}
		scan->cluster_end = at.end;
	}
	scan->cluster[scan->ncluster++] = (struct found){at, entry};
	scan->cluster_end = scan->cluster_end > at.end ? scan->cluster_end : at.end;
}

/* Compares the forms of one slot with the text at off. */
static void slot_try(struct scan *scan, const struct match_slot *slot, uint32_t off)
{
	uint32_t same = UINT32_MAX; /* letters that have matched: other spellings of them are done */
	for (uint32_t i = slot->entry; i < slot->entry + slot->nentries; i++) {
		const struct match_entry *entry = &scan->table->entries[i];
		uint32_t end;
		if (entry->letters != same && letters_match(scan->reader,
			match_table_form(scan->table, entry), scan->from, off, scan->limit, &end)) {
			found_add(scan, (struct range){off, end}, i);
			same = entry->letters;
		}
	}
}

/*
 * The key of the word of n ASCII letters and digits at off, whose first eight bytes are these. A
 * bit makes letters small and leaves digits.
 */
static struct word_key ascii_key(struct span text, uint32_t off, uint64_t bytes, uint32_t n)
{
	const uint64_t small = 0x2020202020202020u;
	uint64_t head = bytes | small, tail = 0;
	if (n < 8) {
		head &= ((uint64_t)1 << (8 * n)) - 1;
	} else if (n > 8) {
		tail = letter_eight(text, off + n - 8) | small;
	}
	return (struct word_key){head, tail, n};
}

/*
 * Whether what follows an ASCII word leaves it as it is: not so where it goes on with other
 * letters or marks, or where a hyphen may break it over a line end. General punctuation (quotes,
 * dashes but for U+2010) is common and harmless.
 */
static bool word_is_whole(struct span text, uint32_t end)
{
	if (end + 3u > text.n) {
		return end >= text.n || (unsigned char)text.p[end] < 0x80;
	}
	const unsigned char *p = (const unsigned char *)text.p + end;
	if (p[0] < 0x80) {
		return p[0] != '-' || (p[1] != '\n' && p[1] != ' ' && p[1] != '\t');
	}
	return p[0] == 0xE2 && p[1] == 0x80 && p[2] > 0x90 && p[2] < 0xA8;
}

/* The end of the ASCII word that starts at off, whose first eight bytes are these. */
static inline uint32_t ascii_end(struct span text, uint64_t bytes, uint32_t off, uint32_t end)
{
	uint32_t n = letter_run(bytes);
	off += n;
	while (n == 8 && off < end && letter_is_alnum((unsigned char)text.p[off])) {
		off++;
	}
	return off < end ? off : end;
}

static void pair_try(struct scan *scan, struct word_key first, struct word_key second, uint32_t off)
{
	const struct match_table *table = scan->table;
	uint64_t hash = match_table_hash2(first, second);
	if (match_table_has(table->filter_pairs, table->filter_shift, hash)) {
		const struct match_slot *slot = match_table_find(table, hash);
		if (slot != NULL) {
			slot_try(scan, slot, off);
		}
	}
}

/* The second word where it follows a first one of ASCII by a single blank: the common case. */
static bool second_ascii(const struct scan *scan, uint32_t end, struct word_key *key)
{
	struct span text = scan->reader.text;
	uint32_t start = end + 1;
	if (scan->reader.mark < scan->reader.nmarks || start >= scan->limit || text.p[end] != ' ' ||
		!letter_is_alnum((unsigned char)text.p[start])) {
		return false;
	}
	uint64_t bytes = letter_eight(text, start);
	uint32_t past = ascii_end(text, bytes, start, scan->limit);
	*key = ascii_key(text, start, bytes, past - start);
	return word_is_whole(text, past);
}

/* Tries the forms of two words and more that begin with this first word. */
static void pairs_try(struct scan *scan, struct word_key first, uint32_t off, uint32_t end)
{
	struct word_key key;
	if (second_ascii(scan, end, &key)) {
		pair_try(scan, first, key, off);
		return;
	}
	uint32_t second = letters_next_word(scan->reader, end, scan->limit);
	if (second >= scan->limit) {
		return;
	}
	bool broken = true;
	for (int join = LETTERS_PART; join <= LETTERS_WHOLE && broken; join++) {
		uint32_t past;
		key = letters_key(scan->reader, second, scan->limit, (enum letters_join)join, &past,
			&broken);
		pair_try(scan, first, key, off);
	}
}

/* Tries everything that begins with a word of this key at off. */
static void key_try(struct scan *scan, struct word_key key, uint32_t off, uint32_t end)
{
	const struct match_table *table = scan->table;
	const struct match_slot *slot = match_table_find(table, match_table_hash(key));
	if (slot != NULL) {
		if (slot->pairs) {
			pairs_try(scan, key, off, end);
		}
		slot_try(scan, slot, off);
	}
}

/* The same for a word that the filter has not seen yet. */
static void key_may_try(struct scan *scan, struct word_key key, uint32_t off, uint32_t end)
{
	const struct match_table *table = scan->table;
	if (match_table_may(table->filter, table->filter_shift, key)) {
		key_try(scan, key, off, end);
	}
}

/* Tries the word at off, read in both ways where a line end breaks it; returns its end. */
static uint32_t word_try(struct scan *scan, uint32_t off)
{
	uint32_t end, whole;
	bool broken;
	struct word_key key = letters_key(scan->reader, off, scan->limit, LETTERS_PART, &end,
		&broken);
	key_may_try(scan, key, off, end);
	if (broken) {
		key = letters_key(scan->reader, off, scan->limit, LETTERS_WHOLE, &whole, &broken);
		key_may_try(scan, key, off, whole);
	}
	return end;
}

/* A character that is not ASCII, at off; returns where to go on. */
static uint32_t high_scan(struct scan *scan, uint32_t off)
{
	size_t next = off;
	uint32_t c = utf8_next(scan->reader.text, &next);
	/* A mark begins no word, even where it stands on a blank. */
	if (c == UTF8_INVALID || !utf8_is_word(c) || utf8_is_mark(c)) {
		return (uint32_t)next;
	}
	uint32_t end = word_try(scan, off);
	return end > off ? end : (uint32_t)next;
}

/*
 * The ASCII word at off of a piece that ends at end; returns where to go on. Markup that comes
 * next may hide how the word goes on.
 */
static uint32_t ascii_scan(struct scan *scan, uint32_t off, uint32_t end)
{
	const struct match_table *table = scan->table;
	struct span text = scan->reader.text;
	uint64_t bytes = letter_eight(text, off);
	uint32_t past = ascii_end(text, bytes, off, end);
	bool cut = past + 1 >= end && end < scan->limit;
	if (cut || !word_is_whole(text, past)) {
		uint32_t goes_on = word_try(scan, off);
		return goes_on > past ? goes_on : past;
	}
	struct word_key key = ascii_key(text, off, bytes, past - off);
	bool capital = (bytes & 0xFF) <= 'Z' && (bytes & 0xFF) >= 'A';
	if (match_table_may(capital ? table->filter : table->filter_small, table->filter_shift,
		key)) {
		key_try(scan, key, off, past);
	}
	return past;
}

/* Looks at the words of [from, end), which is shown as a whole, that may begin a form. */
static void piece_scan(struct scan *scan, uint32_t from, uint32_t end)
{
	const struct match_table *table = scan->table;
	struct span text = scan->reader.text;
	uint16_t places[MATCH_SIEVE_PIECE];
	uint32_t done = from; /* everything before it has been looked at */
	for (uint32_t base = from; base < end; base += MATCH_SIEVE_PIECE) {
		uint32_t n = match_sieve_places(&table->sieve, text, from, base, end, places);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t off = base + places[i];
			if (off >= done) {
				done = (unsigned char)text.p[off] < 0x80 ?
					ascii_scan(scan, off, end) : high_scan(scan, off);
			}
		}
	}
}

/* Goes through a paragraph from markup to markup. */
static void para_scan(struct scan *scan, const struct para *para)
{
	scan->from = para->at.start;
	scan->limit = para->at.end;
	uint32_t off = para->at.start;
	while (off < para->at.end) {
		uint32_t next;
		off = letter_shown(&scan->reader, off, &next);
		uint32_t end = next < para->at.end ? next : para->at.end;
		if (off < end) {
			piece_scan(scan, off, end);
		}
		off = end;
	}
	cluster_settle(scan);
}

struct matcher *match_new(const struct form *forms, uint32_t n, struct err *err)
{
	struct matcher *matcher = calloc(1, sizeof(*matcher));
	if (matcher == NULL) {
		err_memory(err);
		return NULL;
	}
	if (!match_table_build(&matcher->table, forms, n, err)) {
		match_free(matcher);
		return NULL;
	}
	return matcher;
}

const uint32_t *match_tags(const struct matcher *matcher, const struct hit *hit)
{
	return matcher->table.tags + hit->tag;
}

bool match_each(const struct matcher *matcher, uint32_t *at, struct hit *out)
{
	if (*at >= matcher->table.nentries) {
		return false;
	}
	const struct match_entry *entry = &matcher->table.entries[(*at)++];
	*out = (struct hit){.tag = entry->tag, .ntags = entry->ntags};
	return true;
}

uint32_t match_ntags(const struct matcher *matcher)
{
	return matcher->table.ntags;
}

bool match_scan(const struct matcher *matcher, const struct doc *doc, struct hits *out,
	struct err *err)
{
	struct scan scan = {.table = &matcher->table, .reader = letter_reader(doc), .out = out,
		.first = out->n};
	for (uint32_t i = 0; i < doc->nparas && !scan.failed; i++) {
		para_scan(&scan, &doc->paras[i]);
		doc_passed(doc, doc->paras[i].at.start, doc->paras[i].at.end);
	}
	return !scan.failed || err_memory(err);
}

void match_free(struct matcher *matcher)
{
	if (matcher != NULL) {
		match_table_finish(&matcher->table);
		free(matcher);
	}
}
