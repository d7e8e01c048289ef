/* Descriptions take the nearest mention that fits, and only where they were asked for. */
#include "links/xref.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static struct config config;
static struct catalog catalog;
static struct entities ents;
static struct xref xref;

static const char catalogue[] =
	"Id: treaty:1855\nKind: treaty\nName: Treaty of Shimoda\nDate: 1855-02-07\n\n"
	"Id: treaty:1956\nKind: treaty\nName: Joint Declaration\nDate: 1956-10-19\n\n"
	"Id: island:kurils\nKind: island\nName: Kuril Islands\n\n"
	"Id: island:urup\nKind: island\nName: Urup\n\n";

static void link_text(const char *text, bool descriptions)
{
	struct report report = {0};
	struct err err;

	config_init(&config);
	config.links_descriptions = descriptions;
	scratch_text("a.txt", text);
	assert_true(catalog_load(&catalog, ".", &config, &report, &err));
	assert_true(entities_load(&ents, scratch_text("entities.rec", catalogue), NULL, &config, &report, &err));
	assert_true(xref_build(&xref, &catalog, &ents, NULL, &report, &err));
	report_finish(&report);
}

static void unlink_text(void)
{
	xref_finish(&xref);
	entities_finish(&ents);
	catalog_finish(&catalog);
	config_finish(&config);
}

/* The words and the entity of the n-th description. */
static void assert_description(uint32_t n, const char *words, const char *id)
{
	for (uint32_t i = 0; i < xref.mentions.n; i++) {
		const struct mention *mention = &xref.mentions.items[i];

		assert_true(i == 0 || mention->at.start >= mention[-1].at.end);
		if (mention->rule != RULE_DESCRIPTION || n-- > 0) {
			continue;
		}
		assert_true(span_eq(span_in(catalog_doc(&catalog, (doc_id){0})->text, mention->at), span_of(words)));
		assert_true(span_eq(ents.items[xref_ents(&xref, mention)[0]].id, span_of(id)));
		assert_int_equal(mention->certainty, CERTAIN_LIKELY);
		return;
	}
	fail_msg("no description '%s'", words);
}

static uint32_t descriptions(void)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < xref.mentions.n; i++) {
		n += xref.mentions.items[i].rule == RULE_DESCRIPTION;
	}
	return n;
}

static const char story[] =
	"They read the Treaty of Shimoda again, and this treaty was held to be good by all of them.\n\n"
	"Of the Kuril Islands they said little: the four northern islands were far away. Urup was\n"
	"nearer, and the island was green. Later came the Joint Declaration. The Declaration was short,\n"
	"and the treaty of friendship was never made; a treaty is a treaty, and the ships left.\n";

static void nearest_fitting_mentions_are_meant(void **state)
{
	(void)state;
	link_text(story, true);
	assert_description(0, "treaty", "treaty:1855");
	assert_description(1, "four northern islands", "island:kurils");
	assert_description(2, "island", "island:urup");
	assert_description(3, "Declaration", "treaty:1956");
	assert_int_equal(descriptions(), 4);
	unlink_text();
}

static void they_are_off_and_never_counted(void **state)
{
	(void)state;
	link_text(story, false);
	assert_int_equal(descriptions(), 0);
	unlink_text();
	link_text(story, true);
	assert_int_equal(xref_of(&xref, entities_find(&ents, SPAN("treaty:1855"))).n, 1);
	assert_int_equal(xref_of(&xref, entities_find(&ents, SPAN("island:urup"))).n, 1);
	unlink_text();
}

static void nothing_before_is_nothing_meant(void **state)
{
	(void)state;
	link_text("The treaty was long, and the islands were far away from everything else there.\n", true);
	assert_int_equal(xref.mentions.n, 0);
	unlink_text();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nearest_fitting_mentions_are_meant),
		cmocka_unit_test(they_are_off_and_never_counted),
		cmocka_unit_test(nothing_before_is_nothing_meant),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("rule_description", tests, scratch_enter, scratch_leave);
}
