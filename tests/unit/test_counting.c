/* While a search over all documents is typed, the prompt tells what it would find. */
#include "papers.h"

static int open_indexed(void **state)
{
	return open_papers(state, 300,
		(struct dossier_how){.cache = "cache", .words = true, .memory = 1 << 26});
}

/* Types it into an empty prompt, and counts to the end. */
static void ask(const char *text)
{
	keys("s");
	type(text);
	while (session_hunts(session)) {
		session_hunt(session);
	}
}

static void patterns_are_counted(void **state)
{
	(void)state;
	ask("Pe");
	assert_not_shown("about");
	type("t");
	assert_shown("about 48 in 24 documents");
	type("ropavlovsk number7");
	assert_shown("at most 1 in 1 document");
	type("x");
	assert_shown("nothing");
	keys("<Esc>");
	assert_not_shown("nothing");
	ask("~petro.*");
	assert_not_shown("about");
	keys("<Esc>");
}

static void questions_are_counted(void **state)
{
	(void)state;
	ask("petropavlovsk NEAR number*");
	assert_shown("24 in 24 documents");
	keys("<Esc>");
	ask("entity:iturup PARA treaty");
	assert_shown("48 in 24 documents");
	keys("<Esc>");
	ask("entity:nobody");
	assert_not_shown("documents");
	keys("<Esc>");
	ask("treaty NEAR/2 ask");
	assert_shown("nothing");
	keys("<Enter>");
	assert_shown("not found in any document");
}

/* Other names and links between two keys: what is counted is begun anew. */
static void a_decision_between_two_keys(void **state)
{
	struct err err;

	(void)state;
	keys("s");
	type("petropavlovsk AND treaty");
	assert_true(dossier_relink(&dossier, &dossier.config, &err));
	type(" NOT zzz");
	while (session_hunts(session)) {
		session_hunt(session);
	}
	assert_shown("72 in 24 documents");
	keys("<Esc>");
}

#define READING(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		READING(patterns_are_counted),
		READING(questions_are_counted),
		READING(a_decision_between_two_keys),
	};
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests_name("counting", tests, open_indexed, close_dossier);
}
