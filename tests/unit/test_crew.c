/* Every job is done once, whoever does it. */
#include "base/crew.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <cmocka.h>

enum { JOBS = 1000 };

struct done {
	atomic_uint times[JOBS];
	atomic_uint workers[CREW_MOST];
	bool slow;
};

static void do_one(void *owner, uint32_t i, unsigned worker)
{
	struct done *done = owner;

	atomic_fetch_add(&done->times[i], 1);
	atomic_fetch_add(&done->workers[worker], 1);
	for (volatile unsigned k = 0; done->slow && k < 200000; k = k + 1) {
	}
}

static void assert_done(struct done *done, unsigned most, bool alone)
{
	unsigned sum = 0;

	crew_run(&(struct crew){.jobs = JOBS, .most = most, .job = do_one, .owner = done});
	for (int i = 0; i < JOBS; i++) {
		assert_int_equal(atomic_load(&done->times[i]), 1);
	}
	for (unsigned i = 0; i < CREW_MOST; i++) {
		assert_true(i < crew_workers(most) || atomic_load(&done->workers[i]) == 0);
		sum += i > 0 ? atomic_load(&done->workers[i]) : 0;
	}
	assert_int_equal(sum == 0, alone);
}

static void test_all_jobs_are_done_once(void **state)
{
	static struct done one, four = {.slow = true};

	(void)state;
	assert_done(&one, 1, true);
	assert_done(&four, 4, false);
}

static void test_no_jobs(void **state)
{
	struct done none = {.slow = false};

	(void)state;
	crew_run(&(struct crew){.jobs = 0, .job = do_one, .owner = &none});
	assert_int_equal(atomic_load(&none.times[0]), 0);
	assert_int_equal(crew_workers(3), 3);
	assert_int_equal(crew_workers(1000), CREW_MOST);
	assert_true(crew_workers(0) >= 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_jobs_are_done_once),
		cmocka_unit_test(test_no_jobs),
	};
	return cmocka_run_group_tests_name("crew", tests, NULL, NULL);
}
