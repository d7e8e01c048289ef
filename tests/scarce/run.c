/*
 * scarce [STEPS] - out of memory, at one allocation after the other (TAP).
 *
 * Each story is told once with memory enough. Then it is told again and again, with one allocation
 * that fails, and with all that fail from one on: at every allocation, or at STEPS of them, evenly.
 * It ends in a message, or in what it came to before; or it says that something is missing. Nobody
 * loses a block.
 */
#include "scarce.h"

#include <locale.h>

#define FIRST_ONES 16u /* of these none is passed over */

static const struct story *const stories[] = {&story_config, &story_entities, &story_document,
	&story_catalog, &story_dossier, &story_index, &story_words, &story_search, &story_question,
	&story_session, &story_notes, &story_decisions};

static const char *telling; /* the story at present … */
static uint64_t failing; /* … and the allocation that fails */
static bool onwards;

void scarce_broken(const char *file, int line, const char *promise)
{
	fprintf(stderr, "%s:%d: broken: %s (%s, allocation %llu%s)\n", file, line, promise,
		telling == NULL ? "before" : telling, (unsigned long long)failing,
		onwards ? " and all behind" : "");
	abort();
}

/* What it comes to with memory enough; *n: how many allocations that takes. */
static struct told tell_once(const struct story *story, uint64_t *n)
{
	struct told told = {0};
	struct err err = {""};
	bool struck;

	scarce_begin(UINT64_MAX, false);
	bool done = story->work(&err);
	*n = scarce_end(&struck);
	if (!done) {
		fprintf(stderr, "%s\n", err.msg);
	}
	CHECK(done);
	story->tell(&told);
	story->undo();
	return told;
}

/* Whether the n-th allocation was reached. */
static bool fail_once(const struct story *story, uint64_t n, bool forever, const struct told *whole)
{
	struct told told = {0};
	struct err err = {""};
	uint64_t before = scarce_live();
	bool struck;

	failing = n;
	onwards = forever;
	scarce_begin(n, forever);
	bool done = story->work(&err);
	scarce_end(&struck);
	if (done) {
		story->tell(&told);
		CHECK(told.excused || told.hash == whole->hash);
	} else {
		CHECK(struck);
		CHECK(err.msg[0] != '\0');
	}
	story->undo();
	CHECK(scarce_live() == before);
	return struck;
}

/* Tells it as often as that; *all: how many allocations it takes. */
static uint64_t run(const struct story *story, uint64_t steps, uint64_t *takes)
{
	uint64_t all, again, step, runs = 0;

	telling = story->name;
	if (story->before != NULL) {
		story->before();
	}
	tell_once(story, &again); /* what is kept for good is made now */
	struct told whole = tell_once(story, &all);
	CHECK(!whole.excused);
	*takes = all;
	step = steps == 0 || all <= steps ? 1 : all / steps + 1;
	for (uint64_t n = 0; n < all; n += n < FIRST_ONES ? 1 : step) {
		fail_once(story, n, false, &whole);
		fail_once(story, n, true, &whole);
		runs += 2;
	}
	if (story->after != NULL) {
		story->after();
	}
	return runs;
}

int main(int argc, char **argv)
{
	uint64_t steps = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
	unsigned told = 0;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (size_t i = 0; i < COUNT_OF(stories); i++) {
		if (argc > 2 && strcmp(stories[i]->name, argv[2]) != 0) {
			continue;
		}
		uint64_t takes, runs = run(stories[i], steps, &takes);
		printf("ok %u - %s: %llu allocations, told %llu times\n", ++told,
			stories[i]->name, (unsigned long long)takes, (unsigned long long)runs);
		fflush(stdout);
	}
	printf("1..%u\n", told);
	return 0;
}
