/* Searching all documents while keys are typed: in slices, stopped at any time, and stepped by n. */
#include "papers.h"

/* So much text that no slice is all of it. */
static int open_big(void **state)
{
	return open_papers(state, 8000, (struct dossier_how){0});
}

static void ask(const char *text)
{
	keys("s");
	type(text);
	keys("<Enter>");
}

static void a_list_grows_to_its_end(void **state)
{
	int slices = 0;

	(void)state;
	ask("Petropavlovsk");
	assert_true(session_hunts(session));
	assert_shown("so far");
	while (session_hunts(session)) {
		session_hunt(session);
		if (slices++ == 0) {
			assert_shown("Esc stops");
		}
	}
	assert_true(slices > 1);
	assert_shown("48 found in 24 of 24 documents");
	assert_not_shown("so far");
}

static void escape_stops_it(void **state)
{
	(void)state;
	ask("petropavlovsk");
	session_hunt(session);
	keys("<Esc>");
	assert_false(session_hunts(session));
	assert_shown("stopped: ");
	assert_shown("so far");
	keys("q");
	assert_shown("1 of 24");
}

/* Another search takes its place; and a list that nobody can come back to is made no more. */
static void another_one_takes_its_place(void **state)
{
	(void)state;
	ask("petropavlovsk");
	ask("number23 OR zzz");
	assert_true(session_hunts(session));
	while (session_hunts(session)) {
		session_hunt(session);
	}
	assert_shown("1 found in 1 of 24 documents");
	ask("no such words");
	while (session_hunts(session)) {
		session_hunt(session);
	}
	assert_shown("0 found in 0 of 24 documents");
}

static void n_steps_the_answers_of_a_question(void **state)
{
	(void)state;
	ask("entity:iturup PARA petropavlovsk");
	keys("<Esc>");
	keys("q g n");
	assert_shown("Iturup, then");
	keys("n");
	assert_not_shown("from the start");
	keys("n");
	assert_shown("from the start again");
	keys("N");
	assert_shown("from the end again");
	keys("/");
	type("Paper");
	keys("<Enter> n");
	assert_shown("Paper 0");
}

static void run_to_its_end(void)
{
	while (session_hunts(session)) {
		session_hunt(session);
	}
}

/* Whether one text stands on the screen above another. */
static bool is_above(const char *one, const char *other)
{
	const char *all = shown();
	const char *a = strstr(all, one), *b = strstr(all, other);

	return a != NULL && (b == NULL || a < b);
}

/* All have the one word, and a single one has the other, which is rare. */
static void the_best_answers_come_first(void **state)
{
	(void)state;
	ask("number5 OR paper");
	run_to_its_end();
	assert_true(is_above("Paper 0 (1)", "Paper 5 (2)"));
	keys("S");
	run_to_its_end();
	assert_shown("best first");
	assert_true(is_above("Paper 5 (2)", "Paper 0 (1)"));
	keys("S");
	run_to_its_end();
	assert_true(is_above("Paper 0 (1)", "Paper 5 (2)"));
	keys("q");
	assert_shown("1 of 24"); /* there was one list, not three */
	keys("S"); /* without a list, for the next one */
	assert_shown("best answers first");
	ask("number7 OR paper");
	run_to_its_end();
	assert_true(is_above("Paper 7 (2)", "Paper 0 (1)"));
}

/* A document that is open while it is searched stays what it is. */
static void reading_goes_on(void **state)
{
	(void)state;
	ask("petropavlovsk");
	keys("q");
	for (int i = 0; session_hunts(session); i++) {
		session_hunt(session);
		keys(i % 3 == 0 ? "]" : "<Space>");
		assert_shown(" of 24");
	}
}

int main(void)
{
#define READING(test) cmocka_unit_test_setup_teardown(test, begin, end)
	static const struct CMUnitTest tests[] = {
		READING(a_list_grows_to_its_end),
		READING(escape_stops_it),
		READING(another_one_takes_its_place),
		READING(n_steps_the_answers_of_a_question),
		READING(the_best_answers_come_first),
		READING(reading_goes_on),
	};
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests_name("hunt", tests, open_big, close_dossier);
}
