#include "links/match.h"

#include "base/utf8.h"
#include "links/letters.h"
#include "links/match_cluster.h"
#include "links/match_table.h"

#include <stdlib.h>

#define SECOND_MOST 8u /* bytes between two words of ASCII: letters_next_word() passes as many */

/* One scan of a document. */
struct scan {
	const struct match_table *table;
	const struct doc *doc;
	struct reader reader; /* stands at the piece looked at */
	uint32_t piece_end;
	uint32_t para; /* number of the paragraph looked at … */
	uint32_t from, limit; /* … and its place */
	uint32_t done; /* everything before it has been looked at */
	struct match_cluster cluster;
	enum match_window_by by;
	struct match_window words; /* of the window looked at … */
	struct match_filter_room room; /* … and the numbers of those that may begin a form */
	unsigned char tail[MATCH_WINDOW_BYTES + MATCH_WINDOW_AFTER]; /* the text's end, with room behind */
};

struct matcher {
	struct match_table table;
	enum match_window_by by; /* asking the processor takes as long as a page of text */
};

/* Compares the forms of one slot with the text at off. */
static void slot_try(struct scan *scan, const struct match_slot *slot, uint32_t off)
{
	uint32_t same = UINT32_MAX; /* letters that have matched: other spellings of them are done */
	for (uint32_t i = slot->entry; i < slot->entry + slot->nentries; i++) {
		const struct match_entry *entry = &scan->table->entries[i];
		struct span form = match_table_form(scan->table, entry);
		uint32_t end = off + entry->n;
		if (entry->letters == same) {
			continue;
		}
		enum letters_told told = !entry->ascii ? LETTERS_UNSURE :
			letters_tell(&scan->reader, form, scan->from, off, scan->limit);
		if (told == LETTERS_SAME || (told == LETTERS_UNSURE &&
			letters_match(scan->reader, form, scan->from, off, scan->limit, &end))) {
			match_cluster_add(&scan->cluster, (struct range){off, end}, i);
			same = entry->letters;
		}
	}
}

/*
 * The key of the word of n ASCII letters and digits at off, whose first eight bytes are these. A
 * bit makes letters small and leaves digits.
 */
static inline struct word_key ascii_key(struct span text, uint32_t off, uint64_t bytes, uint32_t n)
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
static inline bool word_is_whole(struct span text, uint32_t end)
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

static inline void pair_try(struct scan *scan, uint64_t first, struct word_key second, uint32_t off)
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

/* The second word where it follows a first one of ASCII by blanks and signs: the common case. */
static bool second_ascii(const struct scan *scan, uint32_t end, struct word_key *key)
{
	struct span text = scan->reader.text;
	const unsigned char *p = (const unsigned char *)text.p;
	uint32_t start = end, last = end + SECOND_MOST < scan->limit ? end + SECOND_MOST : scan->limit;
	while (start < last && p[start] < 0x80 && !letter_is_alnum(p[start])) {
		start++;
	}
	if (scan->reader.mark < scan->reader.nmarks || start == end || start == last ||
		p[start] >= 0x80) {
		return false;
	}
	uint64_t bytes = letter_eight(text, start);
	uint32_t past = ascii_end(text, bytes, start, scan->limit);
	*key = ascii_key(text, start, bytes, past - start);
	return word_is_whole(text, past);
}

/* Tries the forms of two words and more that begin with the first word of this hash. */
static void pairs_try(struct scan *scan, uint64_t first, uint32_t off, uint32_t end)
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
static inline void key_try(struct scan *scan, struct word_key key, uint32_t off, uint32_t end,
	bool pairs)
{
	const struct match_table *table = scan->table;
	uint64_t hash = match_table_hash(key);
	const struct match_slot *slot = match_table_find(table, hash);
	if (slot != NULL) {
		if (slot->pairs && pairs) {
			pairs_try(scan, hash, off, end);
		}
		slot_try(scan, slot, off);
	}
}

/* The same for a word that the filter has not seen yet. */
static void key_may_try(struct scan *scan, struct word_key key, uint32_t off, uint32_t end)
{
	const struct match_table *table = scan->table;
	if (match_table_may(table->filter, table->filter_shift, key)) {
		key_try(scan, key, off, end, true);
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
 * The ASCII word at off that is not plain; returns where to go on. Markup that comes next may hide
 * how it goes on.
 */
static uint32_t ascii_scan(struct scan *scan, uint32_t off)
{
	struct span text = scan->reader.text;
	uint64_t bytes = letter_eight(text, off);
	uint32_t end = scan->piece_end < scan->limit ? scan->piece_end : scan->limit;
	uint32_t past = ascii_end(text, bytes, off, end);
	bool cut = past + 1 >= end && end < scan->limit;
	if (!match_sieve_may(&scan->table->sieve, (unsigned char)bytes,
		cut ? 0x80 : (unsigned char)(bytes >> 8))) {
		return past;
	}
	if (cut || !word_is_whole(text, past)) {
		uint32_t goes_on = word_try(scan, off);
		return goes_on > past ? goes_on : past;
	}
	key_may_try(scan, ascii_key(text, off, bytes, past - off), off, past);
	return past;
}

/* An odd word, or what runs together without a blank: anything in it may begin a form. */
static void odd_scan(struct scan *scan, uint32_t off, uint32_t end)
{
	const unsigned char *p = (const unsigned char *)scan->reader.text.p;
	off = off > scan->done ? off : scan->done;
	while (off < end) {
		if (p[off] >= 0xC0) {
			off = high_scan(scan, off);
		} else if (letter_is_alnum(p[off])) {
			off = ascii_scan(scan, off);
		} else {
			off++;
		}
	}
	scan->done = off;
}

/* A plain word, which may begin a form with the one behind it or not. */
static void plain_scan(struct scan *scan, uint32_t off, uint32_t end, bool pairs)
{
	struct span text = scan->reader.text;
	if (off >= scan->done) {
		scan->done = end;
		key_try(scan, ascii_key(text, off, letter_eight(text, off), end - off), off, end,
			pairs);
	}
}

/* Moves to the paragraph that off is in; false where it is in none. */
static bool para_enter(struct scan *scan, uint32_t off)
{
	const struct doc *doc = scan->doc;
	while (scan->para < doc->nparas && doc->paras[scan->para].at.end <= off) {
		scan->para++;
	}
	if (scan->para == doc->nparas || doc->paras[scan->para].at.start > off) {
		return false;
	}
	scan->from = doc->paras[scan->para].at.start;
	scan->limit = doc->paras[scan->para].at.end;
	return true;
}

/* The bytes of a window, with room behind them. */
static const unsigned char *window_bytes(struct scan *scan, uint32_t base, uint32_t n)
{
	struct span text = scan->reader.text;
	const unsigned char *p = (const unsigned char *)text.p + base;
	if (text.n - base >= (size_t)n + MATCH_WINDOW_AFTER) {
		return p;
	}
	memcpy(scan->tail, p, n);
	memset(scan->tail + n, 0, MATCH_WINDOW_AFTER);
	return scan->tail;
}

/*
 * Where to go on behind a window of n bytes that is not the piece's last one: at its last word, so
 * that no word is cut, and what stands behind it is seen. A word that fills all of it is.
 */
static uint32_t window_next(struct scan *scan, uint32_t base, uint32_t n)
{
	struct match_window *words = &scan->words;
	uint32_t start = words->n == 0 ? 0 : match_window_start(words, words->n - 1);
	if (start > 0) {
		words->n--;
		return base + start;
	}
	match_window_last_odd(words);
	uint32_t next = base + n;
	while (n-- > 1 && ((unsigned char)scan->reader.text.p[next] & 0xC0) == 0x80) {
		next--;
	}
	return next;
}

/* The last word of a piece that ends in a paragraph's midst, at markup, which may hide how it goes on. */
static void piece_cut(struct scan *scan, uint32_t base)
{
	struct match_window *words = &scan->words;
	if (words->n > 0 && base + match_window_end(words, words->n - 1) + 1 >= scan->piece_end) {
		match_window_last_odd(words);
	}
}

/* Looks at the words of [from, scan->piece_end), which is shown as a whole, that may begin a form. */
static void piece_scan(struct scan *scan, uint32_t from, bool cut)
{
	struct match_window *words = &scan->words;
	uint32_t end = scan->piece_end, next;
	for (uint32_t base = from; base < end; base = next) {
		bool last = end - base <= MATCH_WINDOW_BYTES;
		uint32_t n = last ? end - base : MATCH_WINDOW_BYTES;
		const unsigned char *p = window_bytes(scan, base, n);
		match_window_cut(scan->by, p, n, words);
		next = last ? end : window_next(scan, base, n);
		if (last && cut) {
			piece_cut(scan, base);
		}
		n = match_filter_pass(&scan->table->words, scan->by, p, words, &scan->room);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t word = scan->room.passed[i];
			uint32_t off = base + match_window_start(words, word);
			if (!para_enter(scan, off)) {
				continue;
			}
			if (match_window_is_odd(words, word)) {
				odd_scan(scan, off, base + match_window_end(words, word));
			} else {
				bool pairs = match_filter_pair(&scan->table->words, words,
					&scan->room, word);
				plain_scan(scan, off, base + match_window_end(words, word), pairs);
			}
		}
		doc_passed(scan->doc, base, next);
	}
}

/* Goes through a paragraph from markup to markup. */
static void para_scan(struct scan *scan, struct range at)
{
	uint32_t off = at.start;
	while (off < at.end) {
		uint32_t next;
		off = letter_shown(&scan->reader, off, &next);
		scan->piece_end = next < at.end ? next : at.end;
		piece_scan(scan, off, scan->piece_end < at.end);
		off = off > scan->piece_end ? off : scan->piece_end;
	}
}

/* Whether nothing but blanks stands on both sides of the gap between two paragraphs. */
static bool are_apart(struct span text, struct range a, struct range b)
{
	return (unsigned char)text.p[a.end] <= ' ' && (unsigned char)text.p[b.start - 1] <= ' ';
}

/*
 * Goes through all paragraphs; where no markup is, and no word goes over an end, through many at once:
 * no more than may be in memory at a time, for that is looked at before.
 */
static void doc_scan(struct scan *scan)
{
	const struct doc *doc = scan->doc;
	for (uint32_t i = 0; i < doc->nparas && !scan->cluster.failed; i++) {
		struct range at = doc->paras[i].at;
		if (scan->reader.nmarks > 0) {
			para_scan(scan, at);
			continue;
		}
		while (i + 1 < doc->nparas && at.end - at.start < DOC_STRIDE &&
			are_apart(doc->text, at, doc->paras[i + 1].at)) {
			at.end = doc->paras[++i].at.end;
		}
		scan->piece_end = at.end;
		piece_scan(scan, at.start, false);
	}
	match_cluster_settle(&scan->cluster);
}

struct matcher *match_new(const struct form *forms, uint32_t n, struct err *err)
{
	struct matcher *matcher = calloc(1, sizeof(*matcher));
	if (matcher == NULL) {
		err_memory(err);
		return NULL;
	}
	matcher->by = match_window_best();
	if (!match_table_build(&matcher->table, forms, n, err)) {
		match_free(matcher);
		return NULL;
	}
	return matcher;
}

const uint32_t *match_tags(const struct matcher *matcher)
{
	return matcher->table.tags;
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
	struct scan scan = {.table = &matcher->table, .doc = doc, .reader = letter_reader(doc),
		.cluster = {.table = &matcher->table, .out = out, .first = out->n},
		.by = matcher->by};
	doc_scan(&scan);
	return !scan.cluster.failed || err_memory(err);
}

void match_free(struct matcher *matcher)
{
	if (matcher != NULL) {
		match_table_finish(&matcher->table);
		free(matcher);
	}
}
