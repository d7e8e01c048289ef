/* Decisions: read, written, laid over a catalogue, and put on passages of edited texts. */
#include "links/overlay.h"
#include "links/xref.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static struct report report;

static const char catalogue[] =
	"Id: person:abe\nKind: person\nName: Shinzo Abe\nAlias: Abe Shinzo\n\n"
	"Id: island:iturup\nKind: island\nName: Iturup\nAlias: Etorofu\n\n"
	"Id: island:urup\nKind: island\nName: Urup\n\n";

static void load(const char *text, struct decisions *out)
{
	struct err err;

	*out = (struct decisions){0};
	report_finish(&report);
	assert_true(decisions_load(out, scratch_text("decisions.rec", text), &report, &err));
}

static void assert_reported(const char *text)
{
	for (uint32_t i = 0; i < report.n; i++) {
		if (strstr(report.items[i].text, text) != NULL) {
			return;
		}
	}
	fail_msg("nothing reports '%s'", text);
}

static void what_is_written_is_read(void **state)
{
	struct decision written = {.kind = DECISION_REJECT, .scope = SCOPE_HERE, .id = SPAN("x-1"),
		.entity = SPAN("person:abe"), .file = SPAN("a.txt"), .quote = SPAN("Abe"),
		.before = SPAN("Prime Minister"), .after = SPAN("met"), .by = SPAN("me"),
		.when = SPAN("2026-11-21T20:05:00Z"), .start = 15, .end = 18,
		.name = SPAN("two\nlines\n\nand a third")};
	struct decisions decisions;
	struct buf text = {0};
	const struct decision *d;

	(void)state;
	decisions_put(&written, &text);
	load(text.p, &decisions);
	buf_finish(&text);
	assert_int_equal(decisions.n, 1);
	d = decisions.items;
	assert_int_equal(d->kind, DECISION_REJECT);
	assert_true(span_eq(d->name, written.name));
	assert_true(span_eq(d->entity, written.entity) && span_eq(d->quote, written.quote));
	assert_true(span_eq(d->before, written.before) && span_eq(d->after, written.after));
	assert_true(d->start == 15 && d->end == 18);
	assert_int_equal(report.n, 0);
	decisions_finish(&decisions);
}

static void broken_records_are_told_and_left_out(void **state)
{
	struct decisions decisions;

	(void)state;
	load("Decision: maybe\nEntity: a\n\n"
	     "Decision: reject\nScope: nowhere\nEntity: a\n\n"
	     "Decision: reject\nFile: a.txt\nQuote: x\n\n"
	     "Decision: reject\nEntity: a\nQuote: x\n\n"
	     "Decision: alias\nEntity: a\n\n"
	     "Decision: alias\nEntity: island:urup\nName: Uruppu\n\n"
	     "Decision: confirm\nScope: everywhere\nEntity: a\nFile: a.txt\n\n",
		&decisions);
	assert_int_equal(decisions.n, 1);
	assert_reported("decisions.rec:23: decision without Quote");
	assert_reported("decisions.rec:1: Decision 'maybe' is not known");
	assert_reported("decisions.rec:4: Scope 'nowhere' is not known");
	assert_reported("decisions.rec:8: decision without Entity");
	assert_reported("decisions.rec:12: decision without File");
	assert_reported("decisions.rec:16: decision without Name");
	decisions_finish(&decisions);
}

static void a_catalogue_is_changed_as_decided(void **state)
{
	struct decisions decisions;
	struct entities ents;
	struct err err;
	const struct entity *iturup;

	(void)state;
	load("Decision: alias\nEntity: island:urup\nName: Uruppu\n\n"
	     "Decision: merge\nEntity: island:iturup\nOther: island:urup\n\n"
	     "Decision: split\nEntity: person:abe\nOther: person:other\nName: Abe Shinzo\n\n"
	     "Decision: entity\nEntity: city:nemuro\nKind: city\nName: Nemuro\n\n"
	     "Decision: alias\nEntity: nobody\nName: x\n\n",
		&decisions);
	assert_true(entities_load(&ents, scratch_text("entities.rec", catalogue), &decisions, NULL, &report, &err));
	assert_int_equal(entities_find(&ents, SPAN("island:urup")).i, ENT_NONE.i);
	iturup = &ents.items[entities_find(&ents, SPAN("island:iturup")).i];
	assert_int_equal(iturup->nnames, 4);
	assert_true(span_eq(ents.names[iturup->name + 3].text, SPAN("Uruppu")));
	assert_int_equal(ents.items[entities_find(&ents, SPAN("person:abe")).i].nnames, 1);
	assert_int_not_equal(entities_find(&ents, SPAN("person:other")).i, ENT_NONE.i);
	assert_int_not_equal(entities_find(&ents, SPAN("city:nemuro")).i, ENT_NONE.i);
	assert_reported("there is no entity 'nobody'");
	entities_finish(&ents);
	decisions_finish(&decisions);
}

/* A split before a merge leaves nothing of the merged record but its names. */
static void a_split_record_is_merged_by_its_names(void **state)
{
	struct decisions decisions;
	struct entities ents;
	struct err err;
	const struct entity *urup;

	(void)state;
	load("Decision: split\nEntity: person:abe\nOther: person:other\nName: Abe Shinzo\n\n"
	     "Decision: merge\nEntity: island:urup\nOther: person:abe\n\n"
	     "Decision: entity\nEntity: person:abe\nKind: person\nName: Abe Isoo\n\n",
		&decisions);
	assert_true(entities_load(&ents,
		scratch_text("entities.rec",
			"Id: person:abe\nAlias: Abe Shinzo\nKind: person\nName: Shinzo Abe\nPlace: Tokyo\n\n"
			"Id: island:urup\nKind: island\nName: Urup\n\n"),
		&decisions, NULL, &report, &err));
	assert_int_equal(report.n, 0);
	urup = &ents.items[entities_find(&ents, SPAN("island:urup")).i];
	assert_int_equal(urup->nnames, 2);
	assert_true(span_eq(ents.names[urup->name + 1].text, SPAN("Shinzo Abe")));
	assert_int_not_equal(entities_find(&ents, SPAN("person:abe")).i, ENT_NONE.i);
	assert_int_not_equal(entities_find(&ents, SPAN("person:other")).i, ENT_NONE.i);
	entities_finish(&ents);
	decisions_finish(&decisions);
}

/* Ten thousand merges in a chain, as many aliases of one entity: memory grows with their number. */
static void many_decisions_need_little(void **state)
{
	enum { MANY = 10000, RECORD_BYTES = 2000 };
	struct buf recs = {0}, text = {0};
	struct decisions decisions;
	struct rec_file file;
	struct arena arena = {.limit = (size_t)MANY * RECORD_BYTES};
	struct err err;

	(void)state;
	for (unsigned i = 0; i < MANY; i++) {
		buf_printf(&recs, "Id: e%u\nKind: person\nName: Name%u\nAlias: Also%u\n\n", i, i, i);
		if (i > 0) {
			buf_printf(&text, "Decision: merge\nEntity: e%u\nOther: e%u\n\n", i, i - 1);
		}
	}
	for (unsigned i = 0; i < MANY; i++) {
		buf_printf(&text, "Decision: alias\nEntity: e%u\nName: New%u\n\n", MANY - 1, i);
	}
	buf_putc(&text, '\0');
	assert_false(text.failed || recs.failed);
	load(text.p, &decisions);
	assert_true(rec_parse(buf_span(&recs), "e", &arena, &file, &report, &err));
	assert_true(overlay_make(&decisions, &file, &arena, &report, &err));
	assert_int_equal(report.n, 0);
	assert_int_equal(file.n, 1);
	assert_int_equal(file.recs[0].n, 1 + 3 * MANY + 1);
	assert_true(span_eq(rec_get(&file.recs[0], SPAN("Id")), SPAN("e9999")));
	arena_finish(&arena);
	decisions_finish(&decisions);
	buf_finish(&recs);
	buf_finish(&text);
}

/* A dossier of one text, linked with decisions. */
struct linked {
	struct decisions decisions;
	struct catalog catalog;
	struct entities ents;
	struct xref xref;
};

static void link_text(const char *text, const char *decided, struct linked *out)
{
	struct config config;
	struct err err;

	*out = (struct linked){0};
	config_init(&config);
	load(decided, &out->decisions);
	scratch_text("a.txt", text);
	assert_true(catalog_load(&out->catalog, ".", &config, &report, &err));
	assert_true(entities_load(&out->ents, scratch_text("entities.rec", catalogue), &out->decisions,
		NULL, &report, &err));
	assert_true(xref_build(&out->xref, &out->catalog, &out->ents, &out->decisions, &report, &err));
	config_finish(&config);
}

static void unlink_text(struct linked *linked)
{
	xref_finish(&linked->xref);
	entities_finish(&linked->ents);
	catalog_finish(&linked->catalog);
	decisions_finish(&linked->decisions);
}

static uint32_t count_of(const struct linked *linked, const char *id)
{
	return xref_of(&linked->xref, entities_find(&linked->ents, span_of(id))).n;
}

#define STORY "The boat left Iturup in spring and came back to Iturup before the winter began.\n"
#define SECOND \
	"Decision: reject\nEntity: island:iturup\nFile: a.txt\nStart: 47\nEnd: 53\nQuote: Iturup\n" \
	"Before: in spring and came back to\nAfter: before the winter began.\n\n"

static void one_of_two_is_rejected(void **state)
{
	struct linked linked;

	(void)state;
	link_text(STORY, "", &linked);
	assert_int_equal(count_of(&linked, "island:iturup"), 2);
	unlink_text(&linked);
	link_text(STORY, SECOND, &linked);
	assert_int_equal(count_of(&linked, "island:iturup"), 1);
	assert_int_equal(linked.xref.mentions.items[0].at.start, 14);
	assert_int_equal(report.n, 0);
	unlink_text(&linked);
}

static void the_passage_is_found_after_an_edit(void **state)
{
	struct linked linked;

	(void)state;
	link_text("It was 1875, and much else happened. The boat left Iturup in spring and\ncame "
		  "back to Iturup before the winter began.\n",
		SECOND, &linked);
	assert_int_equal(count_of(&linked, "island:iturup"), 1);
	assert_int_equal(report.n, 0);
	unlink_text(&linked);
}

static void a_passage_that_is_gone_is_told_and_nothing_else_touched(void **state)
{
	struct linked linked;

	(void)state;
	link_text("The boat left Iturup in spring. Nobody saw it again, it is said in the town.\n",
		SECOND, &linked);
	assert_int_equal(count_of(&linked, "island:iturup"), 1);
	assert_reported("the passage 'Iturup' is not in a.txt any more");
	unlink_text(&linked);
}

static void words_are_rejected_everywhere(void **state)
{
	struct linked linked;

	(void)state;
	link_text("Iturup is Etorofu, they say; and Etorofu is what the others call it, too.\n",
		"Decision: reject\nScope: everywhere\nEntity: island:iturup\nName: Etorofu\n\n", &linked);
	assert_int_equal(count_of(&linked, "island:iturup"), 1);
	unlink_text(&linked);
}

static void a_passage_is_linked(void **state)
{
	struct linked linked;

	(void)state;
	link_text("They left the big island in spring, and nobody knows where they went then.\n",
		"Decision: link\nEntity: island:iturup\nFile: a.txt\nQuote: the big island\n"
		"Before: They left\nAfter: in spring, and nobody\n\n",
		&linked);
	assert_int_equal(count_of(&linked, "island:iturup"), 1);
	assert_int_equal(linked.xref.mentions.items[0].rule, RULE_DECIDED);
	assert_int_equal(linked.xref.mentions.items[0].certainty, CERTAIN_SURE);
	unlink_text(&linked);
}

static int teardown(void **state)
{
	report_finish(&report);
	return scratch_leave(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(broken_records_are_told_and_left_out),
		cmocka_unit_test(a_catalogue_is_changed_as_decided),
		cmocka_unit_test(a_split_record_is_merged_by_its_names),
		cmocka_unit_test(many_decisions_need_little),
		cmocka_unit_test(one_of_two_is_rejected),
		cmocka_unit_test(the_passage_is_found_after_an_edit),
		cmocka_unit_test(a_passage_that_is_gone_is_told_and_nothing_else_touched),
		cmocka_unit_test(words_are_rejected_everywhere),
		cmocka_unit_test(a_passage_is_linked),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("decisions", tests, scratch_enter, teardown);
}
