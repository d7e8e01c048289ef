/* Two sessions on the same notes: what one writes while the other types is never written over. */
#include "noter.h"

#include "notes/store.h"

/* Another session's list of the same notes. */
static void open_other(struct notes *other)
{
	struct err err;

	if (!notes_open(other, &dossier.catalog, dossier.store, NULL, &err)) {
		fail_msg("%s", err.msg);
	}
}

/* The other session writes `text` over the note. */
static void other_edits(struct notes *other, uint32_t i, const char *text)
{
	struct note draft = *other->items[i].note;
	bool rival;
	struct err err;

	draft.body = span_of(text);
	assert_true(notes_edit(other, &draft, &rival, &err));
	assert_false(rival);
}

/* Both texts are kept, it is said, and undo takes away the one that was made here. */
static void an_edit_of_a_changed_note_is_a_note_of_its_own(void **state)
{
	struct notes other = {0};

	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	keys("e");
	type(" of mine");
	open_other(&other);
	other_edits(&other, 0, "one of theirs");
	keys("<Enter>");
	assert_shown("both are kept");
	assert_int_equal(dossier.notes.n, 2);
	keys("Z");
	assert_shown("taken back");
	assert_int_equal(dossier.notes.n, 1);
	assert_shown("one of theirs");
	assert_not_shown("one of mine");
	notes_finish(&other);
}

/* A draft knows which state of the note it was about. */
static void a_draft_of_a_changed_note_overwrites_nothing(void **state)
{
	struct notes other = {0};

	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	keys("e");
	type(" of mine");
	keys("<Esc>");
	assert_shown("kept as a draft");
	open_other(&other);
	other_edits(&other, 0, "one of theirs");
	assert_true(session_tick(session));
	keys("e");
	assert_shown("one of mine");
	assert_shown("changed meanwhile");
	keys("<Enter>");
	assert_shown("both are kept");
	assert_int_equal(dossier.notes.n, 2);
	notes_finish(&other);
}

/* What was typed for a note that somebody deletes meanwhile is a new note. */
static void an_edit_of_a_deleted_note_is_a_new_note(void **state)
{
	struct notes other = {0};
	struct err err;

	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	keys("e");
	type(" of mine");
	open_other(&other);
	assert_true(notes_delete(&other, other.items[0].note->id, &err));
	session_tick(session);
	assert_int_equal(dossier.notes.n, 0);
	keys("<Enter>");
	assert_shown("deleted it meanwhile");
	assert_int_equal(dossier.notes.n, 1);
	assert_shown("one of mine");
	keys("Z");
	assert_int_equal(dossier.notes.n, 0);
	notes_finish(&other);
}

/* … and so is a draft of it. */
static void a_draft_of_a_deleted_note_is_one_of_a_new_note(void **state)
{
	struct notes other = {0};
	struct err err;

	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	keys("e");
	type(" of mine");
	keys("<Esc>");
	open_other(&other);
	assert_true(notes_delete(&other, other.items[0].note->id, &err));
	session_tick(session);
	keys("a");
	assert_shown("one of mine");
	keys("<Enter>");
	assert_int_equal(dossier.notes.n, 1);
	session_tick(session);
	notes_finish(&other);
}

/* Settling writes the note as well. */
static void a_changed_note_that_is_settled_is_kept_twice(void **state)
{
	struct notes other = {0};

	(void)state;
	open_document("1992");
	take("Etorofu", "one");
	open_other(&other);
	other_edits(&other, 0, "one of theirs");
	type(":settle");
	keys("<Enter>");
	assert_shown("both are kept; Z takes yours back");
	assert_int_equal(dossier.notes.n, 2);
	keys("Z");
	assert_shown("taken back");
	assert_int_equal(dossier.notes.n, 1);
	type(":settle");
	keys("<Enter>");
	assert_shown("the note stands on this passage now; Z takes it back");
	notes_finish(&other);
}

int main(void)
{
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin_clean, end)
	const struct CMUnitTest tests[] = {
		STORY(an_edit_of_a_changed_note_is_a_note_of_its_own),
		STORY(a_draft_of_a_changed_note_overwrites_nothing),
		STORY(an_edit_of_a_deleted_note_is_a_new_note),
		STORY(a_draft_of_a_deleted_note_is_one_of_a_new_note),
		STORY(a_changed_note_that_is_settled_is_kept_twice),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("noting", tests, open_sample, close_dossier);
}
