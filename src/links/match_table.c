#include "links/match_table.h"

#include "base/utf8.h"

#include <stdlib.h>

#define PATTERNS_MOST 64
#define FILTER_BITS_MOST 18
#define BUCKET_BITS_MOST 20

/* A form on its way into the table. */
struct raw {
	uint64_t hash; /* of its slot */
	uint64_t first; /* of its first word, where it has more than one; else 0 */
	uint64_t quick; /* of its first word, for the filters */
	uint32_t text, n; /* in the table's letters */
	uint32_t small, nsmall; /* the same in small letters */
	uint32_t tag;
	uint32_t capitals;
};

struct build {
	struct match_table *table;
	struct raw *raws;
	uint32_t nraws;
	struct buf small;
	struct letters_folder folder;
	uint32_t nletters;
};

/* The spellings of one form that differ in capitals. */
struct patterns {
	struct pattern {
		uint32_t text, n, capitals;
	} items[PATTERNS_MOST];
	uint32_t n;
};

static bool raw_add(struct build *build, const struct form *form)
{
	struct match_table *table = build->table;
	struct raw raw = {.tag = form->tag, .text = (uint32_t)table->letters.n,
		.small = (uint32_t)build->small.n};
	letters_fold(&build->folder, form->text);
	if (table->letters.failed || build->small.failed || table->letters.n > UINT32_MAX / 2) {
		return false;
	}
	raw.n = (uint32_t)table->letters.n - raw.text;
	if (raw.n == 0) {
		return true;
	}
	raw.nsmall = (uint32_t)build->small.n - raw.small;
	raw.capitals = build->folder.capitals;
	struct span small = {build->small.p + raw.small, raw.nsmall};
	size_t off = 0;
	struct word_key first = letters_form_key(small, &off);
	struct word_key second = letters_form_key(small, &off);
	raw.quick = match_table_quick(first);
	raw.hash = match_table_hash(first);
	if (second.n > 0) {
		raw.first = raw.hash;
		raw.hash = match_table_hash2(match_table_hash(first), second);
	}
	build->raws[build->nraws++] = raw;
	/* Here, and not with the other tables: the form's letters are at hand. */
	struct span folded = {table->letters.p + raw.text, raw.n};
	match_sieve_add(&table->sieve, folded);
	match_filter_add(&table->words, folded, small);
	return true;
}

/* By slot, the longer first, letters together, most capitals first. */
static int raw_cmp_letters(const struct raw *a, const struct raw *b, const char *small)
{
	if (a->hash != b->hash) {
		return a->hash < b->hash ? -1 : 1;
	}
	if (a->nsmall != b->nsmall) {
		return a->nsmall > b->nsmall ? -1 : 1;
	}
	return memcmp(small + a->small, small + b->small, a->nsmall);
}

static int raw_cmp(const struct raw *a, const struct raw *b, const struct build *build)
{
	int order = raw_cmp_letters(a, b, build->small.p);
	if (order != 0) {
		return order;
	}
	if (a->capitals != b->capitals) {
		return a->capitals > b->capitals ? -1 : 1;
	}
	const char *letters = build->table->letters.p;
	order = span_cmp((struct span){letters + a->text, a->n},
		(struct span){letters + b->text, b->n});
	return order != 0 ? order : (a->tag > b->tag) - (a->tag < b->tag);
}

static void raws_merge(struct raw *to, const struct raw *from, uint32_t mid, uint32_t n,
	const struct build *build)
{
	uint32_t a = 0, b = mid, k = 0;
	while (k < n) {
		bool left = b >= n || (a < mid && raw_cmp(&from[a], &from[b], build) <= 0);
		to[k++] = from[left ? a++ : b++];
	}
}

/*
 * Merge sort from the bottom, with room for n: qsort knows no context, and this one is stable.
 * Runs of 8 are sorted in place first.
 */
static void raws_merge_sort(struct raw *raws, struct raw *room, uint32_t n, const struct build *build)
{
	struct raw *from = raws, *to = room;
	for (uint32_t at = 0; at < n; at += 8) {
		for (uint32_t i = at + 1; i < n && i < at + 8; i++) {
			struct raw raw = raws[i];
			uint32_t k = i;
			for (; k > at && raw_cmp(&raw, &raws[k - 1], build) < 0; k--) {
				raws[k] = raws[k - 1];
			}
			raws[k] = raw;
		}
	}
	for (uint32_t width = 8; width < n; width *= 2) {
		for (uint32_t at = 0; at < n; at += 2 * width) {
			uint32_t left = n - at < 2 * width ? n - at : 2 * width;
			raws_merge(to + at, from + at, left < width ? left : width, left, build);
		}
		struct raw *swap = from;
		from = to;
		to = swap;
	}
	if (from != raws) {
		memcpy(raws, from, n * sizeof(*raws));
	}
}

/*
 * Sorts by hash, then as raw_cmp says: first into as many buckets as there are forms, by the
 * upper bits of the hash, then each bucket by itself, which is small and lies in the cache.
 */
static bool raws_sort(struct build *build)
{
	uint32_t n = build->nraws, bits = 1;
	while (bits < BUCKET_BITS_MOST && ((uint32_t)1 << bits) < n) {
		bits++;
	}
	size_t nbuckets = (size_t)1 << bits;
	struct raw *sorted = calloc((size_t)n + 1, sizeof(*sorted));
	uint32_t *ends = calloc(nbuckets + 1, sizeof(*ends));
	if (sorted == NULL || ends == NULL) {
		free(sorted);
		free(ends);
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		ends[(build->raws[i].hash >> (64 - bits)) + 1]++;
	}
	for (size_t i = 0; i < nbuckets; i++) {
		ends[i + 1] += ends[i];
	}
	for (uint32_t i = 0; i < n; i++) {
		sorted[ends[build->raws[i].hash >> (64 - bits)]++] = build->raws[i];
	}
	for (size_t i = 0; i < nbuckets; i++) {
		uint32_t first = i == 0 ? 0 : ends[i - 1];
		raws_merge_sort(sorted + first, build->raws, ends[i] - first, build);
	}
	free(ends);
	free(build->raws);
	build->raws = sorted;
	return true;
}

/* Whether a text spelled exactly like `text` satisfies the form: it has its capitals at least. */
static bool pattern_covers(struct span text, struct span form)
{
	size_t t = 0, f = 0;
	while (t < text.n && f < form.n) {
		uint32_t a = utf8_next(text, &t), b = utf8_next(form, &f);
		if (a != b && utf8_is_upper(b)) {
			return false;
		}
	}
	return t == text.n && f == form.n;
}

/* Appends the spelling that has the capitals of both; whether it could be made. */
static bool pattern_join(struct buf *out, struct span a, struct span b)
{
	size_t i = 0, k = 0;
	while (i < a.n && k < b.n) {
		uint32_t x = utf8_next(a, &i), y = utf8_next(b, &k);
		char bytes[UTF8_MAX];
		buf_add(out, bytes, utf8_encode(utf8_is_upper(x) ? x : y, bytes));
	}
	return i == a.n && k == b.n;
}

static struct span pattern_text(const struct build *build, const struct patterns *patterns,
	uint32_t i)
{
	return (struct span){build->table->letters.p + patterns->items[i].text,
		patterns->items[i].n};
}

static bool pattern_known(const struct build *build, const struct patterns *patterns,
	struct span text)
{
	for (uint32_t i = 0; i < patterns->n; i++) {
		if (span_eq(pattern_text(build, patterns, i), text)) {
			return true;
		}
	}
	return false;
}

static void pattern_add(struct build *build, struct patterns *patterns, uint32_t text, uint32_t n,
	uint32_t capitals)
{
	struct span span = {build->table->letters.p + text, n};
	if (patterns->n < PATTERNS_MOST && !pattern_known(build, patterns, span)) {
		patterns->items[patterns->n++] = (struct pattern){text, n, capitals};
	}
}

static uint32_t count_capitals(struct span folded)
{
	uint32_t n = 0;
	for (size_t off = 0; off < folded.n;) {
		unsigned char c = (unsigned char)folded.p[off];
		if (c < 0x80) {
			n += c >= 'A' && c <= 'Z';
			off++;
		} else {
			n += utf8_is_upper(utf8_next(folded, &off));
		}
	}
	return n;
}

/* Adds a pattern that has the capitals of two. False where memory is short. */
static bool patterns_join(struct build *build, struct patterns *patterns, uint32_t i, uint32_t k)
{
	struct buf *letters = &build->table->letters;
	struct buf joined = {0};
	bool made = pattern_join(&joined, pattern_text(build, patterns, i),
		pattern_text(build, patterns, k));
	if (made && !joined.failed && !pattern_known(build, patterns, buf_span(&joined))) {
		uint32_t text = (uint32_t)letters->n;
		buf_put(letters, buf_span(&joined));
		if (!letters->failed) {
			pattern_add(build, patterns, text, (uint32_t)joined.n,
				count_capitals(buf_span(&joined)));
		}
	}
	bool ok = !joined.failed && !letters->failed;
	buf_finish(&joined);
	return ok;
}

/* Adds what satisfies two of the patterns at once, until nothing new comes; most capitals first. */
static bool patterns_close(struct build *build, struct patterns *patterns)
{
	for (uint32_t i = 1; i < patterns->n; i++) {
		for (uint32_t k = 0; k < i; k++) {
			if (!patterns_join(build, patterns, i, k)) {
				return false;
			}
		}
	}
	struct pattern *items = patterns->items;
	for (uint32_t i = 1; i < patterns->n; i++) {
		for (uint32_t k = i; k > 0 && items[k].capitals > items[k - 1].capitals; k--) {
			struct pattern swap = items[k];
			items[k] = items[k - 1];
			items[k - 1] = swap;
		}
	}
	return true;
}

static bool is_ascii(struct span text)
{
	unsigned char all = 0;
	for (size_t i = 0; i < text.n; i++) {
		all |= (unsigned char)text.p[i];
	}
	return all < 0x80;
}

/* Makes the entry of one spelling, with the tags of all forms in [first, end) that it satisfies. */
static bool entry_add(struct build *build, const struct patterns *patterns, uint32_t i,
	uint32_t first, uint32_t end)
{
	struct match_table *table = build->table;
	if (!array_reserve(&table->entries, &table->centries, table->nentries + 1,
		sizeof(*table->entries)) || !array_reserve(&table->tags, &table->ctags,
		table->ntags + (end - first), sizeof(*table->tags))) {
		return false;
	}
	uint32_t *tags = table->tags + table->ntags, n = 0;
	struct span text = pattern_text(build, patterns, i);
	for (uint32_t k = first; k < end; k++) {
		const struct raw *raw = &build->raws[k];
		if (patterns->n == 1 ||
			pattern_covers(text, (struct span){table->letters.p + raw->text, raw->n})) {
			tags[n++] = raw->tag;
		}
	}
	qsort(tags, n, sizeof(*tags), array_by_number);
	uint32_t kept = 1;
	for (uint32_t k = 1; k < n; k++) {
		if (tags[k] != tags[kept - 1]) {
			tags[kept++] = tags[k];
		}
	}
	table->entries[table->nentries++] = (struct match_entry){.text = patterns->items[i].text,
		.n = patterns->items[i].n, .letters = build->nletters, .tag = table->ntags,
		.ntags = kept, .ascii = is_ascii(text)};
	table->ntags += kept;
	return true;
}

/* The forms [first, end) have the same letters. */
static bool letters_add(struct build *build, uint32_t first, uint32_t end)
{
	struct patterns patterns;
	patterns.n = 0;
	for (uint32_t i = first; i < end; i++) {
		const struct raw *raw = &build->raws[i];
		pattern_add(build, &patterns, raw->text, raw->n, raw->capitals);
	}
	if (!patterns_close(build, &patterns)) {
		return false;
	}
	for (uint32_t i = 0; i < patterns.n; i++) {
		if (!entry_add(build, &patterns, i, first, end)) {
			return false;
		}
	}
	build->nletters++;
	return true;
}

/* The forms [first, end) have the same slot. */
static bool slot_add(struct build *build, uint32_t first, uint32_t end)
{
	struct match_table *table = build->table;
	struct match_slot *slot = match_table_slot(table, build->raws[first].hash);
	slot->hash = build->raws[first].hash;
	slot->entry = table->nentries;
	for (uint32_t i = first; i < end;) {
		uint32_t k = i + 1;
		while (k < end && raw_cmp_letters(&build->raws[i], &build->raws[k],
			build->small.p) == 0) {
			k++;
		}
		if (!letters_add(build, i, k)) {
			return false;
		}
		i = k;
	}
	slot->nentries = table->nentries - slot->entry;
	return true;
}

static void filter_set(uint64_t *filter, uint32_t shift, uint64_t hash)
{
	filter[hash >> shift] |= match_table_bits(shift, hash);
}

/* Notes that some form begins with this word. */
static void first_add(struct build *build, const struct raw *raw)
{
	struct match_table *table = build->table;
	if (raw->first != 0) {
		struct match_slot *slot = match_table_slot(table, raw->first);
		slot->hash = raw->first;
		slot->pairs = true;
		filter_set(table->filter_pairs, table->filter_shift, raw->hash);
	}
	filter_set(table->filter, table->filter_shift, raw->quick);
}

/* Makes room for the slots: no more are used than two a group of forms. */
static bool slots_reserve(struct build *build)
{
	struct match_table *table = build->table;
	uint64_t groups = 1;
	for (uint32_t i = 0; i < build->nraws; i++) {
		if (i == 0 || build->raws[i].hash != build->raws[i - 1].hash) {
			groups += build->raws[i].first != 0 ? 2 : 1;
		}
	}
	uint64_t slots = 16;
	while (slots < groups + groups / 2) {
		slots *= 2;
	}
	uint32_t bits = 4;
	while (bits < FILTER_BITS_MOST && ((uint64_t)1 << bits) < groups / 4) {
		bits++;
	}
	table->slot_mask = (uint32_t)(slots - 1);
	table->filter_shift = 64 - bits;
	table->slots = calloc(slots, sizeof(*table->slots));
	table->filter = calloc((size_t)1 << bits, sizeof(*table->filter));
	table->filter_pairs = calloc((size_t)1 << bits, sizeof(*table->filter_pairs));
	return table->slots != NULL && table->filter != NULL && table->filter_pairs != NULL;
}

static bool build_run(struct build *build, const struct form *forms, uint32_t n)
{
	build->raws = calloc((size_t)n + 1, sizeof(*build->raws));
	if (build->raws == NULL || !match_filter_make(&build->table->words, n)) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (!raw_add(build, &forms[i])) {
			return false;
		}
	}
	if (!raws_sort(build) || !slots_reserve(build)) {
		return false;
	}
	for (uint32_t i = 0; i < build->nraws;) {
		uint32_t end = i + 1;
		while (end < build->nraws && build->raws[end].hash == build->raws[i].hash) {
			end++;
		}
		if (!slot_add(build, i, end)) {
			return false;
		}
		i = end;
	}
	for (uint32_t i = 0; i < build->nraws; i++) {
		first_add(build, &build->raws[i]);
	}
	return true;
}

bool match_table_build(struct match_table *table, const struct form *forms, uint32_t n,
	struct err *err)
{
	struct build build = {.table = table};
	build.folder.folded = &table->letters;
	build.folder.small = &build.small;
	bool ok = build_run(&build, forms, n);
	free(build.raws);
	buf_finish(&build.small);
	return ok || err_memory(err);
}

void match_table_finish(struct match_table *table)
{
	buf_finish(&table->letters);
	free(table->entries);
	free(table->tags);
	free(table->slots);
	free(table->filter);
	free(table->filter_pairs);
	match_filter_finish(&table->words);
	*table = (struct match_table){0};
}
