/* Candidates: what is named and not listed, and nothing that only looks like a name. */
#include "links/suggest.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char text_a[] =
	"The islands were discussed again. On Monday the minister Ivan Petrov met Shinzo Abe in\n"
	"Vladivostok, and a Soviet\nUnion of the old kind was not mentioned. However, Petrov left early.\n\n"
	"Nothing came of it. A. B. Orlov wrote that the Treaty of Nerchinsk was older. The treaty was\n"
	"forgotten. People say so. U.S. forces came with Karl V., and the U.S. went. In Vladivostok people say more, and Aldrich-Smith says most.\n\n"
	"He saw the League of Nations, the War of the\nSpanish Succession, a friend of Karl V. and the Kingdom\n"
	"of the north. The Republic of Shinzo Abe was none.\n";
static const char text_b[] =
	"Later Vladivostok was the place again. ナホトカとウラジオストクの港 was seen by Abe Shintaro.\n";
static const char catalogue[] =
	"Id: person:abe\nKind: person\nName: Shinzo Abe\n\n"
	"Id: person:petrov-v\nKind: person\nName: Vasili Petrov\n\n";

static struct catalog catalog;
static struct entities ents;
static struct xref xref;
static struct decisions decisions;
static struct suggestions found;

static int setup(void **state)
{
	struct config config;
	struct report report = {0};
	struct err err;
	bool ok;

	if (scratch_enter(state) != 0) {
		return -1;
	}
	config_init(&config);
	scratch_text("a.txt", text_a);
	scratch_text("b.txt", text_b);
	ok = catalog_load(&catalog, ".", &config, &report, &err) &&
		entities_load(&ents, scratch_text("entities.rec", catalogue), NULL, NULL, &report, &err) &&
		decisions_load(&decisions, scratch_text("decisions.rec", "Decision: never\nName: Orlov\n\n"
			"Decision: never\nName: A. B. Orlov\n"), &report, &err) &&
		xref_build(&xref, &catalog, &ents, &decisions, &report, &err) &&
		suggest_make(&found, &xref, &decisions, &err);
	config_finish(&config);
	report_finish(&report);
	return ok ? 0 : 1;
}

static int teardown(void **state)
{
	suggest_finish(&found);
	xref_finish(&xref);
	decisions_finish(&decisions);
	entities_finish(&ents);
	catalog_finish(&catalog);
	return scratch_leave(state);
}

static const struct suggestion *find(const char *name)
{
	for (uint32_t i = 0; i < found.n; i++) {
		if (span_eq(found.items[i].name, span_of(name))) {
			return &found.items[i];
		}
	}
	return NULL;
}

static void unlisted_names_are_found(void **state)
{
	const struct suggestion *item = find("Vladivostok");

	(void)state;
	if (item == NULL) {
		fail_msg("Vladivostok is not suggested");
		return;
	}
	assert_int_equal(item->count, 3);
	assert_int_equal(item->docs, 2);
	assert_ptr_equal(item, found.items);
	assert_non_null(find("Soviet Union"));
	assert_non_null(find("Aldrich-Smith"));
	assert_non_null(find("U.S.")); /* its last point is no full stop */
	assert_null(find("U.S"));
	assert_non_null(find("Karl V"));
	assert_non_null(find("ナホトカ"));
	assert_non_null(find("ウラジオストク"));
}

/* Some words take the name behind "of" into their own; a listed name is never part of another. */
static void names_go_on_behind_of(void **state)
{
	(void)state;
	assert_non_null(find("Treaty of Nerchinsk"));
	assert_non_null(find("League of Nations"));
	assert_non_null(find("War of the Spanish Succession"));
	assert_non_null(find("Kingdom"));
	assert_non_null(find("Republic"));
	assert_null(find("Nations"));
	assert_null(find("Spanish Succession"));
}

static void listed_names_and_ordinary_capitals_are_not(void **state)
{
	static const char *const none[] = {"The", "Shinzo Abe", "Monday", "However", "Nothing", "People",
		"Later", "On", "In", "Orlov", "A. B. Orlov"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		if (find(none[i]) != NULL) {
			fail_msg("'%s' is suggested", none[i]);
		}
	}
}

static void a_place_is_where_the_words_stand(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < found.n; i++) {
		const struct suggestion *item = &found.items[i];
		struct span at = span_in(catalog_doc(&catalog, item->doc)->text, item->at);

		assert_true(at.n >= item->name.n);
		assert_true(span_starts(at, (struct span){item->name.p, 1}));
		assert_true(item->docs >= 1 && item->count >= item->docs);
		assert_true(i == 0 || item->docs <= found.items[i - 1].docs);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unlisted_names_are_found),
		cmocka_unit_test(names_go_on_behind_of),
		cmocka_unit_test(listed_names_and_ordinary_capitals_are_not),
		cmocka_unit_test(a_place_is_where_the_words_stand),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("suggest", tests, setup, teardown);
}
