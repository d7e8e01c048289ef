/*
 * How passages survive edits: texts are mutated in known ways, notes looked for, and what was found
 * is compared with where the bytes went. Prints the table; wrong places and lost ones over the
 * bounds fail.
 *
 *	test_anchor_table NOTES FOLDER…     NOTES for each text and mutation
 *	ANCHOR_TABLE_SHOW=wrong|orphan      shows what was not found right
 *
 * A passage counts as right where both ends are within its mapped ends (a quarter of its length
 *off, or 12 bytes, at most), as wrong where it was found anywhere else. One that was taken out, for
 *the most part, or torn apart is right as an orphan too, and on two thirds of it that are still
 *together.
 */
#include "mutate.h"
#include "notes/anchor.h"
#include "texts/catalog.h"

#include <ctype.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

struct row {
	const char *name;
	enum mutation how;
	uint32_t rate;
	double right_least, wrong_most; /* of a hundred */
	bool twice;                     /* wrapped anew as well, with words edited */
};

static const struct row rows[] = {
	{"nothing", MUTATE_WORDS, 0, 100, 0, false},
	{"wrapped at 60", MUTATE_WRAP, 60, 99, 0.2, false},
	{"wrapped at 100", MUTATE_WRAP, 100, 99, 0.2, false},
	{"inserted, 10 %", MUTATE_INSERT, 10, 99, 0.2, false},
	{"deleted, 10 %", MUTATE_DELETE, 10, 90, 0.2, false},
	{"swapped, 10 %", MUTATE_SWAP, 10, 85, 0.2, false},
	{"words, 1 %", MUTATE_WORDS, 1, 95, 0.2, false},
	{"words, 5 %", MUTATE_WORDS, 5, 85, 0.2, false},
	{"words, 20 %", MUTATE_WORDS, 20, 40, 0.2, false},
	{"OCR, 1 %", MUTATE_OCR, 1, 90, 0.2, false},
	{"OCR, 3 %", MUTATE_OCR, 3, 80, 0.2, false},
	{"straight quotes, NFD", MUTATE_NORMAL, 0, 99, 0.2, false},
	{"curly quotes, dashes", MUTATE_TYPESET, 0, 99, 0.2, false},
	{"copied and corrected", MUTATE_COPY, 10, 90, 3.5, false},
	{"inserted, words 5 %, wrapped", MUTATE_INSERT, 10, 85, 1.0, true},
};

struct count {
	uint32_t right, wrong, orphan, gone, all;
	double ms;
};

static uint32_t notes_each = 200;
static char **folders;
static int nfolders;
static struct config config;

static bool is_space(char c)
{
	return c == ' ' || c == '\n';
}

/* The range of n words from a byte on: white space is between them. */
static struct range words_at(struct span text, uint32_t off, uint32_t n)
{
	struct range at;

	while (off > 0 && !is_space(text.p[off - 1])) {
		off--;
	}
	while (off < text.n && is_space(text.p[off])) {
		off++;
	}
	at = (struct range){off, off};
	for (uint32_t end = off; n > 0 && end < text.n; n--) {
		while (end < text.n && is_space(text.p[end])) {
			end++;
		}
		while (end < text.n && !is_space(text.p[end])) {
			end++;
		}
		at.end = end;
	}
	while (at.end > at.start && is_space(text.p[at.end - 1])) {
		at.end--;
	}
	return at;
}

/* A passage as readers choose them: words, lines, paragraphs, and words that are everywhere. */
static struct range choose(const struct doc *doc, uint32_t *seed)
{
	for (;;) {
		uint32_t off = mutate_roll(seed, (uint32_t)doc->text.n),
			 kind = mutate_roll(seed, 100);
		uint32_t para = doc_para_at(doc, off), n = kind < 90 ? 1 : 2 + mutate_roll(seed, 2);
		struct range at;

		if (kind < 25) {
			at = words_at(doc->text, off, 1);
		} else if (kind < 45) {
			at = words_at(doc->text, off, 2 + mutate_roll(seed, 4));
		} else if (kind < 75) {
			at = words_at(doc->text, off, 6 + mutate_roll(seed, 20));
		} else {
			at.start = doc->paras[para].at.start;
			para = para + n - 1 < doc->nparas ? para + n - 1 : doc->nparas - 1;
			at.end = doc->paras[para].at.end;
		}
		if (at.start < at.end) {
			return at;
		}
	}
}

static void read_text(struct doc *doc, struct span text, struct span path)
{
	struct doc_about about = {.path = path};
	struct buf bytes = {0};
	struct err err;

	buf_put(&bytes, text);
	assert_true(doc_read(doc, &bytes, &about, &config, &err));
	assert_int_equal(doc->text.n, text.n);
}

/* Two mutations as one. */
static void mutate_again(struct mutant *first, enum mutation how, uint32_t rate, uint32_t *seed)
{
	struct mutant second;
	struct doc doc;

	read_text(&doc, buf_span(&first->text), SPAN("between.txt"));
	mutate(&doc, how, rate, seed, &second);
	for (uint32_t i = 0; i < first->n; i++) {
		uint32_t at = first->to[i] < second.n ? first->to[i] : second.n - 1;

		first->gone[i] = first->gone[i] || second.gone[at];
		first->to[i] = second.to[at];
	}
	buf_finish(&first->text);
	first->text = second.text;
	second.text = (struct buf){0};
	mutant_finish(&second);
	doc_finish(&doc);
}

/* Whether the passage was taken out for the most part, or torn apart. */
static bool is_broken(const struct mutant *mutant, struct range at, struct range now)
{
	uint32_t gone = 0, last = 0;

	for (uint32_t i = at.start; i < at.end; i++) {
		uint32_t to = mutant->to[i];

		gone += mutant->gone[i];
		if (!mutant->gone[i] && (to < now.start || to >= now.end || to < last)) {
			return true;
		}
		last = to;
	}
	return 2 * gone > at.end - at.start || now.end - now.start > 2 * (at.end - at.start) + 1000;
}

static uint32_t apart(uint32_t a, uint32_t b)
{
	return a > b ? a - b : b - a;
}

static bool is_right(struct range found, struct range now, struct range at)
{
	uint32_t most = 1 + (at.end - at.start) / 4;

	most = most < 12 ? most : 12;
	return apart(found.start, now.start) <= most && apart(found.end, now.end) <= most;
}

/* Whether what was found is, for the most part, what is left of the passage in one piece. */
static bool is_most(struct range found, const struct mutant *mutant, struct range at)
{
	uint32_t n = 0, all = at.end - at.start;

	for (uint32_t i = at.start; i < at.end; i++) {
		n += !mutant->gone[i] && range_has(found, mutant->to[i]);
	}
	return 3 * n >= 2 * all && 3 * (found.end - found.start) <= 4 * all + 30;
}

static void show(const struct row *row, const struct anchor *anchor, const struct doc *old,
	const struct doc *doc, const struct anchor_found *found, struct range now)
{
	const char *what = getenv("ANCHOR_TABLE_SHOW");
	struct range around = {now.start > 60 ? now.start - 60 : 0,
		now.end + 60 < doc->text.n ? now.end + 60 : (uint32_t)doc->text.n};
	struct range at = found->at.end > 0 ? found->at : found->candidates[0];
	struct range there = {at.start > 60 ? at.start - 60 : 0,
		at.end + 60 < doc->text.n ? at.end + 60 : (uint32_t)doc->text.n};
	(void)old;

	if (what == NULL || (strcmp(what, "orphan") == 0) != (found->state == ANCHOR_ORPHAN)) {
		return;
	}
	printf("# %s, %s, score %u edits %u\n#  quote <<%.*s>>%.*s<<%.*s>>\n#  now %u-%u <<%.*s>>\n"
	       "#  found %u-%u <<%.*s>>\n",
		row->name, anchor_state_word(found->state), found->score, found->edits,
		SPAN_ARG(anchor->prefix), SPAN_ARG(anchor->quote), SPAN_ARG(anchor->suffix),
		now.start, now.end, SPAN_ARG(span_in(doc->text, around)), at.start, at.end,
		SPAN_ARG(span_in(doc->text, there)));
}

/* Whether off is within a word of a text that is all ASCII there. */
static bool splits_word(struct span text, uint32_t off)
{
	return off > 0 && off < text.n && isalnum((unsigned char)text.p[off - 1]) &&
		isalnum((unsigned char)text.p[off]);
}

static void judge(const struct row *row, const struct anchor *anchor, const struct doc *old,
	const struct doc *doc, const struct mutant *mutant, const struct anchor_found *found,
	struct count *count)
{
	struct range now = mutant_at(mutant, old->text, anchor->at);
	bool none = now.start == now.end || is_broken(mutant, anchor->at, now);

	count->all++;
	count->gone += none;
	for (uint32_t i = 0; i < found->ncandidates; i++) {
		assert_false(splits_word(doc->text, found->candidates[i].start));
		assert_false(splits_word(doc->text, found->candidates[i].end));
	}
	if (found->state == ANCHOR_ORPHAN) {
		count->right += none;
		count->orphan += !none;
	} else if (now.start < now.end && is_right(found->at, now, anchor->at)) {
		count->right++;
		return;
	} else if (none && is_most(found->at, mutant, anchor->at)) {
		count->right++;
		return;
	} else {
		count->wrong++;
	}
	if (!none || found->state != ANCHOR_ORPHAN) {
		show(row, anchor, old, doc, found, now);
	}
}

static int by_place(const void *left, const void *right)
{
	const struct anchor *a = *(const struct anchor *const *)left;
	const struct anchor *b = *(const struct anchor *const *)right;

	return (a->at.start > b->at.start) - (a->at.start < b->at.start);
}

/* Makes notes in old, looks for them in the mutant, counts. */
static void try(const struct row *row, const struct doc *old, uint32_t seed, struct count *count)
{
	struct anchor *anchors = calloc(notes_each, sizeof(*anchors));
	const struct anchor **sorted = calloc(notes_each, sizeof(*sorted));
	struct anchor_found *founds = calloc(notes_each, sizeof(*founds));
	struct anchor_text before = {.doc = old}, after = {0};
	struct mutant mutant;
	struct arena arena = {0};
	struct doc doc;
	clock_t start;

	assert_true(anchors != NULL && sorted != NULL && founds != NULL);
	for (uint32_t i = 0; i < notes_each; i++) {
		assert_true(anchor_make(&before, choose(old, &seed), &arena, &anchors[i]));
		sorted[i] = &anchors[i];
	}
	qsort(sorted, notes_each, sizeof(struct anchor *), by_place);
	mutate(old, row->how, row->rate, &seed, &mutant);
	if (row->twice) {
		mutate_again(&mutant, MUTATE_WORDS, 5, &seed);
		mutate_again(&mutant, MUTATE_WRAP, 66, &seed);
	}
	read_text(&doc, buf_span(&mutant.text), SPAN("after.txt"));
	after.doc = &doc;
	start = clock();
	assert_true(anchor_find_all(sorted, notes_each, &after, founds));
	count->ms += (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
	for (uint32_t i = 0; i < notes_each; i++) {
		judge(row, sorted[i], old, &doc, &mutant, &founds[i], count);
	}
	anchor_text_finish(&before);
	anchor_text_finish(&after);
	mutant_finish(&mutant);
	doc_finish(&doc);
	arena_finish(&arena);
	free(founds);
	free(sorted);
	free(anchors);
}

static double percent(uint32_t part, uint32_t all)
{
	return all == 0 ? 0 : 100.0 * part / all;
}

static void passages_are_found_again(void **state)
{
	struct catalog catalog;
	struct report report = {0};
	struct err err;
	bool good = true;

	(void)state;
	config_init(&config);
	for (int f = 0; f < nfolders; f++) {
		assert_true(catalog_load(&catalog, folders[f], &config, &report, &err));
		printf("# %s: %u texts, %u notes each\n", folders[f], catalog.n, notes_each);
		printf("# %-30s %8s %8s %8s %8s %10s\n", "edit", "right %", "wrong %", "orphan %",
			"(gone %)", "us a note");
		for (size_t r = 0; r < COUNT_OF(rows); r++) {
			struct count count = {0};
			double right, wrong;

			for (uint32_t i = 0; i < catalog.n; i++) {
				try(&rows[r], catalog_doc(&catalog, (doc_id){i}),
					77 + 1000 * (uint32_t)r + i, &count);
			}
			right = percent(count.right, count.all);
			wrong = percent(count.wrong, count.all);
			good = good && right >= rows[r].right_least && wrong <= rows[r].wrong_most;
			printf("# %-30s %8.2f %8.2f %8.2f %8.2f %10.1f\n", rows[r].name, right,
				wrong, percent(count.orphan, count.all),
				percent(count.gone, count.all), 1000 * count.ms / count.all);
		}
		catalog_finish(&catalog);
	}
	report_finish(&report);
	config_finish(&config);
	assert_true(good);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passages_are_found_again),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	notes_each = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : notes_each;
	folders = argv + 2;
	nfolders = argc > 2 ? argc - 2 : 0;
	return cmocka_run_group_tests_name("anchor table", tests, NULL, NULL);
}
