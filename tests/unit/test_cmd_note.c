/* Notes at a screen: taken, seen, edited, listed, stepped through, settled, taken back. */
#include "noter.h"

#include "notes/store.h"

static void a_paragraph_is_bookmarked_with_a_note(void **state)
{
	(void)state;
	open_document("1992");
	type("g/Etorofu");
	keys("<Enter> a");
	assert_shown("note on ¶");
	assert_shown("Enter save");
	type("Etorofu is Iturup.");
	keys("<Tab>");
	type("islands, #names");
	keys("^T");
	assert_shown("yellow");
	keys("<Enter>");
	assert_shown("saved");
	assert_not_shown("Enter save");
	assert_int_equal(dossier.notes.n, 1);
	assert_shown("Etorofu is Iturup.");
	assert_shown("#islands #names");
	assert_shown("◆1");
	assert_shown("◆");
	assert_shown("┃");
	keys("=");
	assert_shown("1 note");
}

static void a_selection_is_bookmarked_without_a_word(void **state)
{
	const struct noted *noted;

	(void)state;
	open_document("1992");
	type("g/Etorofu");
	keys("<Enter> v w w a <Enter>");
	assert_shown("saved");
	assert_int_equal(dossier.notes.n, 1);
	noted = &dossier.notes.items[0];
	assert_int_equal(noted->note->body.n, 0);
	assert_true(noted->at.end - noted->at.start < 30);
	assert_true(span_starts(noted->note->anchor.quote, SPAN("Etorofu")));
	assert_shown("bookmark on ¶");
	assert_false(session_wants(session)->quit);
}

static void what_was_typed_is_kept_when_it_is_left(void **state)
{
	(void)state;
	open_document("1992");
	type("g/Etorofu");
	keys("<Enter> a");
	type("half a thought");
	keys("<Esc>");
	assert_shown("kept as a draft");
	assert_int_equal(dossier.notes.n, 0);
	keys("a");
	assert_shown("half a thought");
	assert_shown("not saved");
	keys("^U <Esc>");
	assert_shown("no note was made");
	keys("a");
	assert_not_shown("half a thought");
	type("whole");
	keys("<Enter> e");
	assert_shown("editing the note");
	keys("<Esc>");
	assert_shown("the note is as it was");
}

static void the_editor_keeps_everything_over_any_size(void **state)
{
	static const int sizes[][2] = {{80, 24}, {60, 12}, {40, 8}, {2, 2}, {1, 1}, {200, 60}, {120, 40}};

	(void)state;
	open_document("1992");
	keys("a");
	type("first line");
	keys("^J");
	type("second line of some more words that are wrapped where there is less room");
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		session_resize(session, sizes[i][0], sizes[i][1]);
		shown();
		keys("<Tab>");
		shown();
		keys("<Tab>");
		shown();
		assert_true(frame.cursor);
	}
	assert_shown("first line");
	assert_shown("second line of some more words");
	session_paste(session, SPAN("\npasted\n"));
	keys("<Enter>");
	assert_int_equal(dossier.notes.n, 1);
	assert_true(span_starts(dossier.notes.items[0].note->body, SPAN("first line\nsecond line")));
	assert_true(span_ends(dossier.notes.items[0].note->body, SPAN("\npasted")));
}

static void notes_are_edited_tagged_coloured_deleted(void **state)
{
	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	keys("e");
	type(" and more");
	keys("<Enter>");
	assert_shown("one and more");
	type(":tag islands draft");
	keys("<Enter>");
	assert_shown("#islands #draft");
	type(":tag -draft #treaty");
	keys("<Enter>");
	assert_shown("#islands #treaty");
	type(":colour green");
	keys("<Enter>");
	assert_int_equal(dossier.notes.items[0].note->colour, NOTE_GREEN);
	assert_shown("green");
	type(":colour mauve");
	keys("<Enter>");
	assert_shown("yellow, green, blue, red or none");
	keys("D");
	assert_shown("deleted");
	assert_int_equal(dossier.notes.n, 0);
	keys("D");
	assert_shown("no note here");
}

static void changes_are_taken_back_one_by_one(void **state)
{
	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	keys("e");
	type(" more");
	keys("<Enter> D");
	assert_int_equal(dossier.notes.n, 0);
	keys("Z");
	assert_shown("taken back");
	assert_int_equal(dossier.notes.n, 1);
	assert_shown("one more");
	keys("Z");
	assert_shown("taken back");
	assert_not_shown("one more");
	type("g/Etorofu");
	keys("<Enter> <Tab> -");
	assert_shown("rejected 'Etorofu' as Iturup here");
	keys("Z");
	assert_shown("taken back: rejected");
	assert_int_equal(dossier.notes.n, 1);
	keys("Z");
	assert_shown("taken back");
	assert_int_equal(dossier.notes.n, 0);
	keys("Z");
	assert_shown("left to take back");
}

static void bookmarks_are_stepped_through_over_all_documents(void **state)
{
	(void)state;
	open_document("1992");
	take("Etorofu", "first");
	open_document("2014");
	take("Beijing", "second");
	open_document("1988");
	keys("g >");
	assert_shown("bookmark 1 of 2");
	assert_shown("second");
	keys(">");
	assert_shown("bookmark 2 of 2");
	assert_shown("first");
	keys(">");
	assert_shown("no bookmark behind this place");
	keys("<lt>");
	assert_shown("bookmark 1 of 2");
	keys("<lt>");
	assert_shown("no bookmark before this place");
}

static void lists_show_filter_and_lead_to_notes(void **state)
{
	(void)state;
	open_document("1992");
	take("Etorofu", "the northern one");
	type(":tag islands");
	keys("<Enter>");
	open_document("2014");
	take("Beijing", "about an offer");
	keys("B");
	assert_shown("Notes in Moscow");
	assert_shown("about an offer");
	assert_not_shown("the northern one");
	keys("q A");
	assert_shown("Notes: 2");
	assert_shown("the northern one");
	assert_shown("#islands");
	assert_shown("2014-02-07 Moscow declines Beijing's offer (1)");
	keys("<Enter>");
	assert_shown("note on ¶4");
	type(":notes NORTHERN");
	keys("<Enter>");
	assert_shown("Notes: 1, with “NORTHERN”");
	assert_not_shown("about an offer");
	type(":notes #islands");
	keys("<Enter>");
	assert_shown("Notes: 1, #islands");
	type(":notes by tag");
	keys("<Enter>");
	assert_shown("#islands (1)");
	assert_shown("without a tag (1)");
	type(":notes entity:island:iturup by entity");
	keys("<Enter>");
	assert_shown("about Iturup");
	assert_not_shown("about an offer");
	type(":notes by date since 2020");
	keys("<Enter>");
	assert_shown("Notes: 2, by date, since 2020");
	type(":notes since 9999");
	keys("<Enter>");
	assert_shown("No note is like that.");
	type(":notes since yesterday");
	keys("<Enter>");
	assert_shown("since wants a day");
	type(":notes by weight");
	keys("<Enter>");
	assert_shown("not by 'weight'");
	type(":notes entity:nobody");
	keys("<Enter>");
	assert_shown("no entity has");
}

/* How many passages begin here stands where it does not touch the text. */
static void a_number_of_passages_is_no_part_of_the_text(void **state)
{
	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	take("Etorofu", "two");
	assert_int_equal(dossier.notes.n, 2);
	assert_not_shown("2In the");
	assert_shown("2 In the position");
}

/* What / finds in a list is chosen: e, D and Enter are about it. */
static void what_is_searched_in_a_list_is_chosen(void **state)
{
	(void)state;
	open_document("1992");
	take("Etorofu", "the first");
	take("neutral", "a second one");
	take("Xi Jinping", "the third");
	keys("A");
	type("/second");
	keys("<Enter> e");
	assert_shown("editing the note");
	type("!");
	keys("<Enter>");
	assert_shown("a second one!");
	type("gg/third");
	keys("<Enter> D");
	assert_shown("the note is deleted");
	assert_not_shown("the third");
	keys("n");
	assert_shown("not found");
}

static void a_list_is_made_anew_and_keeps_its_choice(void **state)
{
	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	take("Habomai", "two");
	take("Shikotan", "three");
	keys("A j e");
	assert_shown("editing the note on");
	type(" changed");
	keys("<Enter>");
	assert_shown("changed");
	assert_shown("Notes: 3");
	keys("D");
	assert_shown("Notes: 2");
	assert_not_shown("changed");
	keys("Z");
	assert_shown("Notes: 3");
	assert_shown("changed");
}

static void an_entity_lists_the_notes_about_it(void **state)
{
	(void)state;
	open_document("1992");
	take("Etorofu", "the northern one");
	open_document("2014");
	type("iIturup");
	keys("<Enter>");
	keys("G");
	assert_shown("─ notes ");
	assert_shown("the northern one – ");
	keys("<Enter>");
	assert_shown("note on ¶");
	assert_not_shown("2 of 5");
}

static void a_note_that_cannot_be_kept_stays_in_the_editor(void **state)
{
	struct store *store = dossier.notes.store;

	(void)state;
	open_document("1992");
	dossier.notes.store = NULL;
	keys("a");
	assert_shown("cannot be kept");
	dossier.notes.store = store;
	keys("a");
	type("kept");
	keys("^O");
	assert_shown("write to: ");
	type("note.txt");
	keys("<Enter>");
	assert_true(session_wants(session)->save);
	assert_string_equal(session_wants(session)->path.p, "note.txt");
	assert_string_equal(session_wants(session)->text.p, "kept\n");
	assert_shown("Enter save");
}

static void another_session_s_notes_come_in(void **state)
{
	struct notes notes = {0};
	struct span id;
	struct note draft = {.body = SPAN("theirs")};
	struct err err;

	(void)state;
	open_document("1992");
	take("Etorofu", "ours");
	keys("A");
	assert_shown("Notes: 1");
	assert_true(notes_open(&notes, &dossier.catalog, dossier.store, NULL, &err));
	assert_true(notes_add(&notes, (doc_id){0}, (struct range){0, 10}, &draft, &id, &err));
	assert_true(session_tick(session));
	assert_shown("Notes: 2");
	assert_shown("theirs");
	assert_true(notes_delete(&notes, id, &err));
	assert_true(session_tick(session));
	assert_shown("Notes: 1");
	assert_false(session_tick(session));
	notes_finish(&notes);
}

static void all_notes_are_written_to_a_file(void **state)
{
	(void)state;
	type(":write notes.md");
	keys("<Enter>");
	assert_shown("no notes to write");
	open_document("1992");
	take("Etorofu", "for the record");
	type(":write notes.md");
	keys("<Enter>");
	assert_true(session_wants(session)->save);
	assert_string_equal(session_wants(session)->path.p, "notes.md");
	assert_non_null(strstr(session_wants(session)->text.p, "for the record"));
	type(":write notes.json");
	keys("<Enter>");
	assert_non_null(strstr(session_wants(session)->text.p, "\"for the record\""));
}

int main(void)
{
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin_clean, end)
	const struct CMUnitTest tests[] = {
		STORY(a_paragraph_is_bookmarked_with_a_note),
		STORY(a_selection_is_bookmarked_without_a_word),
		STORY(what_was_typed_is_kept_when_it_is_left),
		STORY(the_editor_keeps_everything_over_any_size),
		STORY(notes_are_edited_tagged_coloured_deleted),
		STORY(changes_are_taken_back_one_by_one),
		STORY(bookmarks_are_stepped_through_over_all_documents),
		STORY(lists_show_filter_and_lead_to_notes),
		STORY(a_number_of_passages_is_no_part_of_the_text),
		STORY(what_is_searched_in_a_list_is_chosen),
		STORY(a_list_is_made_anew_and_keeps_its_choice),
		STORY(an_entity_lists_the_notes_about_it),
		STORY(another_session_s_notes_come_in),
		STORY(all_notes_are_written_to_a_file),
		STORY(a_note_that_cannot_be_kept_stays_in_the_editor),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("cmd_note", tests, open_sample, close_dossier);
}
