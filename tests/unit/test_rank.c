/* Ranks: rare parts, many times, short documents. */
#include "find/rank.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

static void test_as_in_the_paper(void **state)
{
	struct rank_doc docs[] = {{.doc = 1, .length = 999, .times = {3}}};

	(void)state;
	for (uint32_t all = 1; all < 2000000000; all += all / 4 + 1) {
		rank_score(docs, 1, all);
		/* The mean is one more than the length, so that there is no division by zero. */
		assert_true(near(docs[0].score, log(1 + (all - 0.5) / 1.5) * 3 * 2.2 /
			(3 + 1.2 * (0.25 + 0.75 * 999 / 1000))));
	}
}

static void test_what_makes_a_better_answer(void **state)
{
	struct rank_doc docs[] = {{.doc = 0, .length = 1000, .times = {1, 0}},
		{.doc = 1, .length = 1000, .times = {0, 1}}, {.doc = 2, .length = 1000, .times = {5, 0}},
		{.doc = 3, .length = 700, .times = {1, 0}}, {.doc = 4, .length = 1000, .times = {1, 0}}};

	(void)state;
	rank_sort(docs, 5, 1000);
	assert_int_equal(docs[0].doc, 2); /* more often */
	assert_int_equal(docs[1].doc, 1); /* rarer */
	assert_int_equal(docs[2].doc, 3); /* shorter */
	assert_int_equal(docs[3].doc, 0); /* of one rank: in order */
	assert_int_equal(docs[4].doc, 4);
}

static void test_numbers_that_cannot_be(void **state)
{
	struct rank_doc docs[] = {{.doc = 0}, {.doc = 1, .times = {UINT32_MAX, UINT32_MAX}}};

	(void)state;
	rank_sort(docs, 0, 0);
	rank_sort(docs, 2, 0); /* more than there are */
	assert_int_equal(docs[0].doc, 1);
	assert_true(isfinite(docs[0].score) && docs[0].score >= 0 && near(docs[1].score, 0));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_in_the_paper),
		cmocka_unit_test(test_what_makes_a_better_answer),
		cmocka_unit_test(test_numbers_that_cannot_be),
	};
	return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
