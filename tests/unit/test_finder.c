/* Searches and questions over all documents: with the word index they find what they find without. */
#include "read/finder.h"

#include "wordy.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATTERNS = 300, QUESTIONS = 150 };

static struct dossier dossier;

/* Opens it and makes the word index, or what it lacks. */
static bool open_it(void)
{
	const char *const paths[] = {"d"};
	const struct dossier_how how = {.paths = paths, .npaths = 1, .cache = "cache", .state = "state",
		.words = true, .memory = 1 << 24};
	struct err err;

	return dossier_open(&dossier, &how, &err) && dossier.words_built.documents == WORDY_DOCS;
}

static int enter(void **state)
{
	static const char names[] = "Id: island:iturup\nKind: island\nName: Iturup\nAlias: Etorofu\n\n"
		"Id: place:otsu\nKind: place\nName: Otsu\n";
	struct err err;

	return wordy_enter(state) != 0 || mkdir("state", 0700) != 0 ||
		!file_write("d/entities.rec", span_of(names), false, 0600, &err) || !open_it();
}

static int leave(void **state)
{
	dossier_close(&dossier);
	return wordy_leave(state);
}

/* "12 30-34 (31-35) ¶5 text" for each place, by document. Returns bytes of text that were read for it. */
static uint64_t put_found(struct finder *finder, struct buf *out)
{
	uint64_t bytes = 0;
	struct err err;

	while (finder_step(finder, &err)) {
		bytes += finder->n > 0 ? finder->doc->text.n : 0;
		for (uint32_t i = 0; i < finder->n; i++) {
			struct range at = finder->found[i];
			const struct para *para = &finder->doc->paras[doc_para_at(finder->doc, at.start)];

			struct range source = doc_source(finder->doc, at);

			buf_printf(out, "%u %u-%u (%u-%u) ¶%u %.*s\n", finder->id.i,
				finder->base + at.start, finder->base + at.end,
				finder->source + source.start, finder->source + source.end,
				para->number, SPAN_ARG(span_in(finder->doc->text, at)));
		}
	}
	assert_string_equal(err.msg, "");
	assert_null(finder->trouble);
	finder_finish(finder);
	return bytes;
}

/* Finds text with the index, or without. False: it is nothing to be looked for. */
static bool find(struct span text, unsigned flags, bool words, struct buf *out, uint64_t *bytes)
{
	bool asks = (flags & SEARCH_REGEX) == 0 && query_is(text);
	struct search *search = NULL;
	struct finder finder;
	char *path = dossier.words;
	struct err err;

	dossier.words = words ? path : NULL;
	if (asks ? finder_ask(&finder, &dossier, text, &err)
		 : (search = search_new(text, flags, &err)) != NULL) {
		assert_true(asks || finder_make(&finder, &dossier, search, &err));
		*bytes = put_found(&finder, out);
		buf_puts(out, "that is all\n");
	}
	dossier.words = path;
	return out->n > 0;
}

/* Counted only, answers to a question are as many. */
static void check_quiet(struct span question, const struct buf *found)
{
	struct finder finder;
	struct err err;
	uint32_t lines = 0, n = 0;

	if (!query_is(question) || !finder_ask(&finder, &dossier, question, &err)) {
		return;
	}
	finder.quiet = true;
	while (finder_step(&finder, &err)) {
		n += finder.n;
	}
	finder_finish(&finder);
	for (size_t i = 0; i + 3 < found->n; i++) {
		lines += memcmp(found->p + i, " ¶", 3) == 0;
	}
	assert_int_equal(n, lines);
}

/* Both ways; returns how much less was read with the index. */
static uint64_t check(struct span text, unsigned flags, const char *needed)
{
	struct buf with = {0}, without = {0};
	uint64_t some = 0, all = 0;

	assert_int_equal(find(text, flags, true, &with, &some), find(text, flags, false, &without, &all));
	if (with.n != without.n || (with.n > 0 && memcmp(with.p, without.p, with.n) != 0)) {
		fail_msg("'%.*s'\n%s---\n%s", SPAN_ARG(text), with.p, without.p);
	}
	if (needed != NULL) {
		assert_non_null(strstr(with.p, needed));
	}
	if ((flags & SEARCH_REGEX) == 0) {
		check_quiet(text, &with);
	}
	buf_finish(&with);
	buf_finish(&without);
	return all - some;
}

static void test_patterns_find_the_same(void **state)
{
	struct buf pattern = {0};
	uint64_t less = 0;

	(void)state;
	for (uint32_t i = 0; i < PATTERNS; i++) {
		wordy_pattern(&dossier.catalog, &pattern);
		less += check(buf_span(&pattern), SEARCH_SMART, NULL);
	}
	assert_true(less > 0);
	check(SPAN("only17 in"), SEARCH_SMART, " only17 in\n");
	buf_finish(&pattern);
}

static void test_questions_find_the_same(void **state)
{
	static const char *const all[] = {"treaty AND peace", "treaty NEAR/2 peace", "of NEAR the",
		"peace PARA/1 entity:iturup", "kind:place", "entity:otsu NOT treaty", "treat* OR only3*",
		"\"treaty of\" OR \"of the\"", "aldrich-moodie PARA 択捉", "ōtsu NEAR/3 (fine OR quoted)",
		"(treaty OR peace) NOT (only3 OR only5)", "entity:iturup OR kind:place", "x OR fullword",
		"lengthy NEAR/1 lengthy", "entity:otsu NEAR/1 entity:iturup", "only8 OR ab*"};
	uint64_t less = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		check(span_of(all[i]), SEARCH_SMART, NULL);
	}
	for (uint32_t i = 0; i < WORDY_DOCS; i++) {
		char question[32], needed[32];

		snprintf(question, sizeof(question), "only%u NEAR/2 here", i);
		snprintf(needed, sizeof(needed), " only%u in here\n", i);
		less += check(span_of(question), 0, needed);
	}
	assert_true(less > 0);
}

/* A question of so many parts, made of words of the papers; now and then one that is none. */
static void put_question(struct buf *out, uint32_t depth)
{
	static const char *const parts[] = {"treaty", "of", "peace", "the", "aldrich-moodie", "ōtsu",
		"café", "étude", "択捉島", "北方領土", "straße", "fine", "it's", "\"treaty of\"", "\"of the\"",
		"\"peace the\"", "1855", "100,000", "в", "южные", "tre*", "o*", "only1*", "\"the pea\"*", "x",
		"entity:iturup", "entity:otsu", "kind:island", "kind:place", "lengthy", "soft", "coop",
		"\"co op\"", "well-known", "7", "after:1500", "before:1900"};
	static const char *const between[] = {" ", " AND ", " OR ", " NOT ", " NEAR ", " NEAR/1 ",
		" NEAR/3 ", " NEAR/40 ", " PARA ", " PARA/1 ", " PARA/3 "};

	if (depth == 0 || wordy_chance(3) == 0) {
		buf_puts(out, parts[wordy_chance(COUNT_OF(parts))]);
		return;
	}
	buf_puts(out, "(");
	put_question(out, depth - 1);
	buf_puts(out, between[wordy_chance(COUNT_OF(between))]);
	put_question(out, depth - 1);
	buf_puts(out, ")");
}

static void test_all_questions_find_the_same(void **state)
{
	struct buf question = {0};

	(void)state;
	for (uint32_t i = 0; i < QUESTIONS; i++) {
		buf_clear(&question);
		put_question(&question, 1 + wordy_chance(4));
		if (query_is(buf_span(&question))) {
			check(buf_span(&question), SEARCH_SMART, NULL);
		}
	}
	buf_finish(&question);
}

static void test_expressions_find_the_same(void **state)
{
	static const char *const all[] = {"treaty.*peace", "only(17|18) in", "[Tt]reat(y|ies)? of", "o?tsu",
		"\\bthe\\b", "it.s", "Aldrich-?Moodie", "lengthy lengthy", "full *word", "only3\\d",
		"peace|treaty", "(?i)IN HERE", "of(?= the)", "e+t", "100.000", "quoted", "w1[0-9]+"};
	uint64_t less = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		less += check(span_of(all[i]), SEARCH_SMART | SEARCH_REGEX, NULL);
	}
	assert_true(less > 0);
}

/* A file that was written since it was listed is read as it is now. */
static void test_a_changed_file_is_read_again(void **state)
{
	(void)state;
	wordy_make(20, "Petropavlovsk");
	check(SPAN("petropavlovsk OR zzz"), 0, NULL);
	check(SPAN("only20 in here"), 0, " only20 in here\n");
	check(SPAN("only20 AND here"), 0, " only20\n");
}

/* With a second file of what has changed; and where the first one is damaged then. */
static void test_two_files_find_the_same(void **state)
{
	struct buf words = {0}, recent = {0};
	struct err err;

	dossier_close(&dossier);
	wordy_make(20, "Petropavlovsk treaty of peace");
	wordy_make(31, "Petropavlovsk");
	assert_true(open_it());
	buf_puts(&recent, dossier.words);
	buf_puts(&recent, "-new");
	assert_int_equal(access(recent.p, R_OK), 0);
	check(SPAN("petropavlovsk NEAR treaty"), 0, " Petropavlovsk treaty\n");
	test_all_questions_find_the_same(state);
	test_patterns_find_the_same(state);
	assert_true(file_read(dossier.words, 1 << 24, &words, NULL, &err));
	for (size_t i = words.n / 4; i < words.n; i += words.n / 7) {
		words.p[i] ^= 0x10;
	}
	assert_true(file_write(dossier.words, buf_span(&words), true, 0600, &err));
	test_all_questions_find_the_same(state);
	buf_finish(&words);
	buf_finish(&recent);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns_find_the_same),
		cmocka_unit_test(test_questions_find_the_same),
		cmocka_unit_test(test_all_questions_find_the_same),
		cmocka_unit_test(test_expressions_find_the_same),
		cmocka_unit_test(test_a_changed_file_is_read_again),
		cmocka_unit_test(test_two_files_find_the_same),
	};
	return cmocka_run_group_tests_name("finder", tests, enter, leave);
}
