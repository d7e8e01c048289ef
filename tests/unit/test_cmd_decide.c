/* Overruling the rules at a screen: each decision changes the index at once and can be taken back. */
#include "reader.h"

/* Mentions of one entity in all documents. */
static uint32_t mentions_of(const char *id)
{
	ent_id ent = entities_find(&dossier.ents, span_of(id));

	return ent.i == ENT_NONE.i ? 0 : xref_of(&dossier.xref, ent).n;
}

static void a_link_is_rejected_and_taken_back(void **state)
{
	uint32_t before = mentions_of("island:iturup");

	(void)state;
	type(":open 1992");
	keys("<Enter>");
	type("/Etorofu");
	keys("<Enter> <Tab> -");
	assert_shown("rejected 'Etorofu' as Iturup here; Z takes it back");
	assert_int_equal(mentions_of("island:iturup"), before - 1);
	type(":undo");
	keys("<Enter>");
	assert_shown("taken back: rejected 'Etorofu' as Iturup here");
	assert_int_equal(mentions_of("island:iturup"), before);
	type("/Etorofu");
	keys("<Enter> <Tab>");
	type(":reject-everywhere");
	keys("<Enter>");
	assert_shown("rejected 'Etorofu' as Iturup in all documents");
	assert_int_equal(mentions_of("island:iturup"), before - 1);
	type(":undo");
	keys("<Enter>");
	assert_int_equal(mentions_of("island:iturup"), before);
}

static void a_link_is_confirmed_and_says_so(void **state)
{
	(void)state;
	type(":open 1992");
	keys("<Enter>");
	type("/Etorofu");
	keys("<Enter> <Tab> +");
	assert_shown("confirmed 'Etorofu' as Iturup");
	keys("r");
	assert_shown("you decided it");
	assert_shown("decisions.rec:1");
	type(":undo");
	keys("<Enter>");
	assert_shown("taken back");
	type(":undo");
	keys("<Enter>");
	assert_shown("no decision of this session");
}

static void words_become_an_alias_an_entity_a_link(void **state)
{
	uint32_t before = mentions_of("island:iturup");

	(void)state;
	type(":open 1992");
	keys("<Enter>");
	type("/soon after Japan");
	keys("<Enter> v w w");
	type(":alias Iturup");
	keys("<Enter>");
	assert_shown("as a name of Iturup; Z takes it back");
	assert_true(mentions_of("island:iturup") > before);
	type(":undo");
	keys("<Enter>");
	assert_int_equal(mentions_of("island:iturup"), before);
	type("/soon after Japan");
	keys("<Enter> v w");
	type(":entity moment");
	keys("<Enter>");
	assert_shown("a new entity, moment");
	assert_true(mentions_of("moment:soon-a") + mentions_of("moment:soon") > 0);
	type(":undo");
	keys("<Enter>");
	type("/soon after Japan");
	keys("<Enter> v w");
	type(":link Iturup");
	keys("<Enter>");
	assert_shown("to Iturup; Z takes it back");
	assert_int_equal(mentions_of("island:iturup"), before + 1);
	type(":undo");
	keys("<Enter>");
}

static void entities_are_merged_and_split(void **state)
{
	uint32_t iturup = mentions_of("island:iturup"), urup = mentions_of("island:urup");

	(void)state;
	type("iUrup");
	keys("<Enter> <Esc>");
	type(":merge Iturup");
	keys("<Enter>");
	assert_shown("merged Urup into Iturup");
	assert_int_equal(mentions_of("island:iturup"), iturup + urup);
	assert_int_equal(mentions_of("island:urup"), 0);
	type(":undo");
	keys("<Enter>");
	type("iIturup");
	keys("<Enter> <Esc>");
	type(":split Etorofu");
	keys("<Enter>");
	assert_shown("split 'Etorofu' off Iturup");
	assert_int_equal(mentions_of("island:etorofu"), 1);
	assert_int_equal(mentions_of("island:iturup"), iturup - 1);
	type(":undo");
	keys("<Enter>");
	assert_int_equal(mentions_of("island:iturup"), iturup);
}

static void names_are_suggested_taken_and_dismissed(void **state)
{
	(void)state;
	type("K");
	assert_shown("Names that the catalogue does not cover");
	assert_shown("Japan");
	keys("+");
	type("state");
	keys("<Enter>");
	assert_shown("made 'Japan' a new entity, state");
	assert_true(mentions_of("state:japan") > 10);
	keys("-");
	assert_shown("will not suggest 'Russia' again");
	type(":undo");
	keys("<Enter>");
	type(":undo");
	keys("<Enter>");
	assert_shown("taken back: made 'Japan' a new entity, state");
	assert_int_equal(mentions_of("state:japan"), 0);
}

/* The index as words, whichever way it came about. */
static void put_index(const struct dossier *of, struct buf *out)
{
	for (uint32_t i = 0; i < of->xref.mentions.n; i++) {
		const struct mention *m = &of->xref.mentions.items[i];

		buf_printf(out, "%u:%u-%u rule %d, %d, name %u, by", m->doc.i, m->at.start,
			m->at.end, m->rule, m->certainty, m->name);
		if (m->rule == RULE_DECIDED) {
			buf_puts(out, " ");
			buf_put(out, of->decisions.items[m->decision].id);
		}
		for (uint32_t k = 0; k < (uint32_t)m->nents + m->nrivals; k++) {
			buf_printf(out, " %u", xref_ents(&of->xref, m)[k]);
		}
		buf_putc(out, '\n');
	}
	for (uint32_t i = 0; i < of->link_report.n; i++) {
		buf_printf(out, "%s\n", of->link_report.items[i].text);
	}
}

/* After a decision only what it touches is linked anew: the same as if all were. */
static void assert_as_if_new(void)
{
	struct dossier fresh;
	struct buf here = {0}, there = {0};
	struct err err;

	assert_true(dossier_open(&fresh,
		&(struct dossier_how){.paths = (const char *const[]){dossier.folder}, .npaths = 1,
			.state = "."}, &err));
	put_index(&dossier, &here);
	put_index(&fresh, &there);
	assert_string_equal(here.p, there.p);
	buf_finish(&here);
	buf_finish(&there);
	dossier_close(&fresh);
}

static void decisions_link_anew_what_they_touch(void **state)
{
	(void)state;
	keys("<Tab> <Tab> -");
	assert_as_if_new();
	keys("<Tab> +");
	assert_as_if_new();
	keys("] ] <Tab> + ] <Tab> <Tab> <Tab> - [ [ <Tab> +");
	assert_as_if_new();
	keys("<Tab>");
	type(":reject-document");
	keys("<Enter>");
	assert_as_if_new();
	keys("<Tab>");
	type(":reject-everywhere");
	keys("<Enter>");
	assert_as_if_new();
	for (int i = 0; i < 7; i++) {
		type(":undo");
		keys("<Enter>");
		assert_as_if_new();
	}
}

int main(void)
{
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(a_link_is_rejected_and_taken_back),
		STORY(a_link_is_confirmed_and_says_so),
		STORY(words_become_an_alias_an_entity_a_link),
		STORY(entities_are_merged_and_split),
		STORY(names_are_suggested_taken_and_dismissed),
		STORY(decisions_link_anew_what_they_touch),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("cmd_decide", tests, open_sample, close_dossier);
}
