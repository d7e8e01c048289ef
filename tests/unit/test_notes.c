/* The list of notes: always what the store has, each where its passage is now. */
#include "notes/store_reader.h"
#include "world.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const struct noted *item_of(const struct notes *notes, const char *id)
{
	uint32_t i = notes_find(notes, span_of(id));

	assert_int_not_equal(i, UINT32_MAX);
	return &notes->items[i];
}

static struct note draft_of(const struct notes *notes, const char *id, const char *body)
{
	struct note draft = *item_of(notes, id)->note;

	draft.body = span_of(body);
	return draft;
}

static void assert_stands(const struct world *world, const char *id, enum anchor_state state,
	const char *path, const char *words)
{
	const struct noted *item = item_of(&world->notes, id);
	doc_id doc;
	struct range at = world_place(world, path, words, &doc);

	assert_string_equal(anchor_state_word(item->state), anchor_state_word(state));
	assert_int_equal(item->doc.i, doc.i);
	assert_int_equal(item->at.start, at.start);
	assert_int_equal(item->at.end, at.end);
}

static void assert_body(const struct notes *notes, const char *id, const char *body)
{
	assert_true(span_eq(item_of(notes, id)->note->body, span_of(body)));
}

static void a_note_is_there_at_once_and_after_opening(void **state)
{
	struct world *world = *state;
	char *id = world_add(world, "a.txt", "drew the border", "which border?");

	assert_int_equal(world->notes.n, 1);
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "drew the border");
	world_reopen(world);
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "drew the border");
	assert_body(&world->notes, id, "which border?");
	assert_false(item_of(&world->notes, id)->elsewhere);
	free(id);
}

static void the_list_is_in_the_order_of_the_texts(void **state)
{
	struct world *world = *state;
	char *ids[] = {world_add(world, "b.txt", "Kamchatka", ""),
		world_add(world, "a.txt", "Etorofu and Urup", ""),
		world_add(world, "a.txt", "Etorofu", ""),
		world_add(world, "a.txt", "The treaty of Shimoda", "")};
	static const int order[] = {3, 1, 2, 0};
	doc_id a = catalog_find(&world->catalog, SPAN("a.txt"));
	const struct notes *notes = &world->notes;

	for (uint32_t i = 0; i < 4; i++) {
		assert_true(span_eq(notes->items[i].note->id, span_of(ids[order[i]])));
	}
	assert_int_equal(notes_from(notes, a, 0), 0);
	assert_int_equal(notes_from(notes, a, notes->items[0].at.end - 1), 0);
	assert_int_equal(notes_from(notes, a, notes->items[0].at.end), 1);
	assert_int_equal(notes_from(notes, a, notes->items[1].at.end - 1), 1);
	assert_int_equal(notes_from(notes, a, notes->items[1].at.end), 3);
	assert_int_equal(notes_from(notes, notes->items[3].doc, 0), 3);
	assert_int_equal(notes_from(notes, (doc_id){7}, 0), 4);
	for (int i = 0; i < 4; i++) {
		free(ids[i]);
	}
}

/* A long note reaches over later, shorter ones. */
static void a_long_note_is_found_behind_short_ones(void **state)
{
	struct world *world = *state;
	char *wide = world_add(
		world, "a.txt", "On 7 February 1855 the envoys signed the treaty of Shimoda", "");
	char *narrow = world_add(world, "a.txt", "7 February", "");
	doc_id doc;
	struct range at = world_place(world, "a.txt", "signed", &doc);

	assert_int_equal(notes_from(&world->notes, doc, at.start), 0);
	assert_true(span_eq(world->notes.items[0].note->id, span_of(wide)));
	free(wide);
	free(narrow);
}

static void notes_are_edited_deleted_and_taken_back(void **state)
{
	struct world *world = *state;
	char *id = world_add(world, "a.txt", "Sakhalin", "one");
	struct note draft = draft_of(&world->notes, id, "two");
	struct span tags[] = {SPAN("border")};
	struct err err;
	bool rival = true;

	draft.tags = tags;
	draft.ntags = 1;
	draft.colour = NOTE_RED;
	assert_true(notes_edit(&world->notes, &draft, &rival, &err));
	assert_false(rival);
	assert_body(&world->notes, id, "two");
	assert_int_equal(item_of(&world->notes, id)->note->ntags, 1);
	assert_int_equal(item_of(&world->notes, id)->note->colour, NOTE_RED);
	assert_int_equal(item_of(&world->notes, id)->note->rev, 2);
	assert_true(notes_restore(&world->notes, span_of(id), 2, &err));
	assert_body(&world->notes, id, "one");
	assert_true(notes_delete(&world->notes, span_of(id), &err));
	assert_int_equal(world->notes.n, 0);
	assert_false(notes_delete(&world->notes, span_of(id), &err));
	assert_true(notes_restore(&world->notes, span_of(id), 4, &err));
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "Sakhalin");
	free(id);
}

static void what_others_write_comes_in(void **state)
{
	struct world *world = *state;
	char *id = world_add(world, "a.txt", "Sakhalin", "one"), *theirs;
	struct world other = {0};
	struct reader_read paragraph = {.path = SPAN("a.txt"), .hash = 7};
	struct reader_changes read = {.read = &paragraph, .nread = 1};
	struct note mine, late;
	struct err err;
	bool changed = true, rival;

	config_init(&other.config);
	world_open(&other);
	assert_true(notes_refresh(&world->notes, &changed, &err));
	assert_false(changed);
	theirs = world_add(&other, "b.txt", "Kamchatka", "theirs");
	assert_true(notes_refresh(&world->notes, &changed, &err));
	assert_true(changed);
	assert_stands(world, theirs, ANCHOR_EXACT, "b.txt", "Kamchatka");
	assert_true(store_reader_save(other.store, &read, 1000, &err));
	assert_true(notes_refresh(&world->notes, &changed, &err));
	assert_false(changed); /* where they are is no note */
	late = draft_of(&world->notes, id, "mine");
	mine = draft_of(&other.notes, id, "changed by them");
	assert_true(notes_edit(&other.notes, &mine, &rival, &err));
	assert_true(notes_edit(&world->notes, &late, &rival, &err));
	assert_true(rival);
	assert_int_equal(world->notes.n, 3);
	assert_body(&world->notes, id, "changed by them");
	world_close(&other);
	report_finish(&other.report);
	config_finish(&other.config);
	free(theirs);
	free(id);
}

static void notes_move_with_their_passages(void **state)
{
	struct world *world = *state;
	char *moved = world_add(world, "a.txt", "drew the border", ""),
	     *gone = world_add(
		     world, "a.txt", "people of both countries lived there as before", "");
	char *reworded =
		world_add(world, "b.txt", "the chain of the Kurils as far as Kamchatka", "");

	world_write("texts/a.txt",
		INSERTED "The treaty of Shimoda\n\nOn 7 February 1855 the envoys signed the treaty "
			 "of Shimoda. It "
			 "drew the border between Etorofu and Urup.\n\n");
	world_write("texts/b.txt",
		"The treaty of Saint Petersburg\n\nIn 1875 Japan gave up Sakhalin and received the "
		"chain "
		"of the Kuriles as far as Kamchatka. Nobody asked the people who lived on "
		"either.\n\n");
	world_reopen(world);
	assert_stands(world, moved, ANCHOR_MOVED, "a.txt", "drew the border");
	assert_stands(world, reworded, ANCHOR_REWORDED, "b.txt",
		"the chain of the Kuriles as far as Kamchatka");
	assert_int_equal(item_of(&world->notes, reworded)->edits, 1);
	assert_int_equal(item_of(&world->notes, gone)->state, ANCHOR_ORPHAN);
	assert_int_equal(world->notes.norphans, 1);
	assert_int_equal(world->notes.items[2].state, ANCHOR_ORPHAN);
	assert_true(span_eq(item_of(&world->notes, reworded)->note->anchor.quote,
		SPAN("the chain of the Kurils as far as Kamchatka")));
	free(moved);
	free(gone);
	free(reworded);
}

static void a_note_stands_where_the_reader_says(void **state)
{
	struct world *world = *state;
	char *id =
		world_add(world, "a.txt", "people of both countries lived there as before", "kept");
	bool rival = true;
	struct err err;
	doc_id doc;
	struct range at;

	world_write("texts/a.txt",
		"The treaty of Shimoda\n\nNothing else is left of this text but "
		"the envoys, who parted as friends.\n\n");
	world_reopen(world);
	assert_int_equal(item_of(&world->notes, id)->state, ANCHOR_ORPHAN);
	at = world_place(world, "a.txt", "the envoys", &doc);
	assert_true(notes_settle(&world->notes, span_of(id), doc, at, &rival, &err));
	assert_false(rival);
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "the envoys");
	assert_body(&world->notes, id, "kept");
	assert_true(span_eq(item_of(&world->notes, id)->note->anchor.quote, SPAN("the envoys")));
	assert_int_equal(world->notes.norphans, 0);
	free(id);
}

static void a_renamed_document_keeps_its_notes(void **state)
{
	struct world *world = *state;
	char *id = world_add(world, "a.txt", "drew the border", "");

	assert_int_equal(rename("texts/a.txt", "texts/z-1855.txt"), 0);
	world_reopen(world);
	assert_stands(world, id, ANCHOR_EXACT, "z-1855.txt", "drew the border");
	assert_true(item_of(&world->notes, id)->elsewhere);
	world_write("texts/z-1855.txt", INSERTED FIRST);
	world_reopen(world);
	assert_stands(world, id, ANCHOR_MOVED, "z-1855.txt", "drew the border");
	assert_true(item_of(&world->notes, id)->elsewhere);
	free(id);
}

static void a_passage_that_went_to_another_text_is_found_there(void **state)
{
	struct world *world = *state;
	char *id = world_add(world, "a.txt", "people of both countries lived there as before", "");

	world_write("texts/a.txt",
		"The treaty of Shimoda\n\nOn 7 February 1855 the envoys signed it.\n\n");
	world_write("texts/c.txt",
		"Sakhalin\n\nSakhalin was left without a border, and people of both "
		"countries lived there as before. The envoys parted as friends.\n\n");
	world_reopen(world);
	assert_stands(
		world, id, ANCHOR_MOVED, "c.txt", "people of both countries lived there as before");
	assert_true(item_of(&world->notes, id)->elsewhere);
	free(id);
}

static void a_lost_document_leaves_orphans(void **state)
{
	struct world *world = *state;
	char *id = world_add(world, "a.txt", "drew the border", "kept");

	assert_int_equal(remove("texts/a.txt"), 0);
	world_reopen(world);
	assert_int_equal(item_of(&world->notes, id)->state, ANCHOR_ORPHAN);
	assert_int_equal(item_of(&world->notes, id)->doc.i, DOC_NONE.i);
	assert_body(&world->notes, id, "kept");
	world_write("texts/a.txt", FIRST);
	world_reopen(world);
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "drew the border");
	free(id);
}

static void without_a_store_nothing_is_noted(void **state)
{
	struct world *world = *state;
	struct notes notes;
	struct note draft = {.body = SPAN("lost?")};
	struct span id;
	struct err err;
	doc_id doc;
	struct range at = world_place(world, "a.txt", "drew", &doc);
	bool changed = true, rival;

	assert_true(notes_open(&notes, &world->catalog, NULL, NULL, &err));
	assert_false(notes_add(&notes, doc, at, &draft, &id, &err));
	assert_non_null(strstr(err.msg, "could not be opened"));
	assert_false(notes_edit(&notes, &draft, &rival, &err));
	assert_true(notes_refresh(&notes, &changed, &err));
	assert_false(changed);
	assert_int_equal(notes_from(&notes, doc, 0), 0);
	notes_finish(&notes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_enter, world_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_note_is_there_at_once_and_after_opening),
		TEST(the_list_is_in_the_order_of_the_texts),
		TEST(a_long_note_is_found_behind_short_ones),
		TEST(notes_are_edited_deleted_and_taken_back),
		TEST(what_others_write_comes_in),
		TEST(notes_move_with_their_passages),
		TEST(a_note_stands_where_the_reader_says),
		TEST(a_renamed_document_keeps_its_notes),
		TEST(a_passage_that_went_to_another_text_is_found_there),
		TEST(a_lost_document_leaves_orphans),
		TEST(without_a_store_nothing_is_noted),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("notes", tests, NULL, NULL);
}
