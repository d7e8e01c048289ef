/* What a session remembers: opened, used, closed, and opened again, also after the texts were edited. */
#include "reader.h"

#include "read/state.h"

#include <sys/stat.h>

static void write_text(const char *name, const char *before, const char *body)
{
	struct buf path = {0}, text = {0};
	struct err err;

	file_join(&path, "texts", name);
	buf_printf(&text, "%s%s", before, body);
	assert_true(file_write(path.p, buf_span(&text), true, 0644, &err));
	buf_finish(&path);
	buf_finish(&text);
}

/* A long text: "a3w7" is the seventh word of the third paragraph. */
static const char *body(char letter)
{
	static char text[65536];
	size_t n = 0;

	for (int p = 1; p <= 40; p++) {
		for (int w = 1; w <= 50; w++) {
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%c%dw%d%s", letter, p, w,
				w == 50 ? ".\n\n" : w % 12 == 0 ? "\n" : " ");
		}
		if (p % 10 == 0) {
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				"In the spring Ada Skerry came to the harbour, paragraph %c%d.\n\n", letter, p);
		}
	}
	return text;
}

static const char *settings;

static void open_session(void)
{
	const char *paths[] = {"texts"};
	struct dossier_how how = {.paths = paths, .npaths = 1, .state = "state", .config = settings};
	struct err err;

	if (!dossier_open(&dossier, &how, &err)) {
		fail_msg("%s", err.msg);
	}
	session = session_new(&dossier, &err);
	assert_non_null(session);
	session_resize(session, 100, 30);
}

static void close_session(void)
{
	session_end(session);
	session_free(session);
	dossier_close(&dossier);
}

static void again(void)
{
	close_session();
	open_session();
}

static int enter(void **state)
{
	if (scratch_enter(state) != 0 || mkdir("texts", 0700) != 0 || mkdir("state", 0700) != 0) {
		return -1;
	}
	write_text("a.txt", "A first text\n\n1 May 1901\n\n", body('a'));
	write_text("b.txt", "A second text\n\n2 May 1902\n\n", body('b'));
	write_text("entities.rec", "",
		"Id: person:ada\nKind: person\nName: Ada Skerry\n");
	open_session();
	return 0;
}

static int leave(void **state)
{
	close_session();
	frame_finish(&frame);
	buf_finish(&screen);
	return scratch_leave(state);
}

/* The first words on the screen, or at the cursor. */
static const char *word_at(uint32_t off)
{
	static char word[32];
	const struct view *view = state_view(session);

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(view->doc->text.p + off, " .\n"),
		view->doc->text.p + off);
	return word;
}

static void one_comes_back_to_the_word(void **state)
{
	char top[32], cursor[32];

	(void)state;
	keys("]");
	type("/b20w30");
	keys("<Enter>");
	snprintf(top, sizeof(top), "%s", word_at(state_view(session)->top));
	snprintf(cursor, sizeof(cursor), "%s", word_at(state_view(session)->cursor));
	assert_string_equal(cursor, "b20w30");
	again();
	assert_shown("2 of 2");
	assert_string_equal(word_at(state_view(session)->top), top);
	assert_string_equal(word_at(state_view(session)->cursor), cursor);
	/* And where that document was left, from another one. */
	keys("[");
	assert_shown("1 of 2");
	again();
	assert_shown("1 of 2");
	keys("]");
	assert_string_equal(word_at(state_view(session)->cursor), "b20w30");
}

static void an_edited_text_has_the_same_word(void **state)
{
	struct buf before = {0};

	(void)state;
	type("/a25w10");
	keys("<Enter>");
	close_session();
	buf_puts(&before, "A first text\n\n1 May 1901\n\n");
	for (int i = 0; i < 30; i++) {
		buf_printf(&before, "A paragraph number %d that was put in by another hand.\n\n", i);
	}
	write_text("a.txt", before.p, body('a'));
	buf_finish(&before);
	open_session();
	assert_string_equal(word_at(state_view(session)->cursor), "a25w10");
}

static void the_trail_goes_on(void **state)
{
	(void)state;
	type("/a10w1");
	keys("<Enter> ]");
	type("/b30w1");
	keys("<Enter> ( (");
	assert_shown("1 of 2");
	assert_string_equal(word_at(state_view(session)->cursor), "a10w1");
	again();
	assert_string_equal(word_at(state_view(session)->cursor), "a10w1");
	keys(") )");
	assert_string_equal(word_at(state_view(session)->cursor), "b30w1");
	again();
	keys("( ( (");
	assert_shown("1 of 2");
	keys("(");
	assert_shown("nothing to go back to");
}

static void trails_have_names(void **state)
{
	(void)state;
	type("/a5w1");
	keys("<Enter>");
	type(":trail islands");
	keys("<Enter>");
	assert_shown("trail islands begins here");
	keys("]");
	type("/b7w1");
	keys("<Enter>");
	type(":trails");
	keys("<Enter>");
	assert_shown("islands, where you are");
	assert_shown("b7w1");
	assert_shown("(without a name)");
	keys("q");
	again();
	type(":trail none");
	keys("<Enter>");
	keys("[ G");
	again();
	type(":trail islands");
	keys("<Enter>");
	assert_string_equal(word_at(state_view(session)->cursor), "b7w1");
	keys("( ( (");
	assert_string_equal(word_at(state_view(session)->cursor), "a5w1");
}

static void marks_stay(void **state)
{
	(void)state;
	type("/a15w4");
	keys("<Enter> m q m A ]");
	type("/b3w3");
	keys("<Enter> m q g");
	again();
	keys("' q");
	assert_string_equal(word_at(state_view(session)->cursor), "b3w3");
	keys("' A");
	assert_shown("1 of 2");
	assert_string_equal(word_at(state_view(session)->cursor), "a15w4");
	again();
	keys("' '");
	assert_shown("2 of 2");
}

static void what_was_typed_comes_back(void **state)
{
	(void)state;
	type("/a15w4");
	keys("<Enter>");
	type(":paragraph 3");
	keys("<Enter>");
	again();
	type("/");
	keys("<Up>");
	assert_shown("/a15w4");
	keys("<Esc> : <Up>");
	assert_shown(":paragraph 3");
	keys("<Esc>");
}

static void what_was_read_is_known(void **state)
{
	(void)state;
	type(":find-entity Ada Skerry");
	keys("<Enter>");
	assert_shown("8 mentions in 2 of 2 documents, 8 unread");
	keys("U");
	assert_shown("unread mentions of Ada Skerry: 8");
	session_tick(session);
	assert_shown("7 unread");
	again();
	type(":find-entity Ada Skerry");
	keys("<Enter>");
	assert_shown("7 unread");
	for (int i = 0; i < 7; i++) {
		keys("U");
		session_tick(session);
	}
	again();
	type(":find-entity Ada Skerry");
	keys("<Enter>");
	assert_shown("8 mentions in 2 of 2 documents");
	assert_not_shown("unread");
	keys("U");
	assert_shown("you have read all mentions of Ada Skerry");
}

/* The note being typed when the session ends is in the editor again in the next one, until it is saved. */
static void a_note_being_typed_is_a_draft(void **state)
{
	(void)state;
	type("/a25w10");
	keys("<Enter> a");
	type("half a thought");
	assert_int_equal(session_due(session), SESSION_UNSAVED);
	session_tick(session);
	assert_int_equal(session_due(session), SESSION_WATCH);
	type(", and");
	again();
	assert_shown("a draft of a note on ¶29 is kept; a opens it");
	assert_shown("a25w10");
	again();
	assert_shown("a draft of a note on ¶29 is kept");
	keys("a");
	assert_shown("half a thought, and");
	type(" more");
	keys("<Enter>");
	assert_shown("saved");
	assert_int_equal(dossier.notes.n, 1);
	again();
	assert_not_shown("draft");
	assert_int_equal(dossier.notes.n, 1);
	/* Of a note that is edited; given up, it is gone. */
	keys("e");
	type(" again");
	again();
	assert_shown("e opens it");
	keys("e");
	assert_shown("half a thought, and more again");
	for (int i = 0; i < 6; i++) {
		keys("<BS>");
	}
	keys("<Esc>");
	assert_shown("the note is as it was");
	again();
	assert_not_shown("draft");
}

/* Changes the first note as another session would, or deletes it. */
static void change_first(const char *text)
{
	struct notes other = {0};
	struct note draft;
	bool rival;
	struct err err;

	assert_true(notes_open(&other, &dossier.catalog, dossier.store, NULL, &err));
	draft = *other.items[0].note;
	draft.body = span_of(text);
	if (text[0] == '\0') {
		assert_true(notes_delete(&other, draft.id, &err));
	} else {
		assert_true(notes_edit(&other, &draft, &rival, &err));
	}
	notes_finish(&other);
}

/* A draft of an edit knows over a restart which state of the note it was about. */
static void a_draft_overwrites_nothing(void **state)
{
	(void)state;
	keys("G a");
	type("one");
	keys("<Enter> e");
	type(" of mine");
	again();
	change_first("one of theirs");
	again();
	assert_shown("e opens it");
	keys("e");
	assert_shown("one of mine");
	keys("<Enter>");
	assert_shown("both are kept");
	assert_int_equal(dossier.notes.n, 2);
}

/* The note of a draft was deleted: it is the draft of a new one. */
static void a_draft_outlives_its_note(void **state)
{
	(void)state;
	keys("G a");
	type("one");
	keys("<Enter> e");
	type(" of mine");
	again();
	change_first("");
	again();
	assert_shown("a opens it");
	again();
	assert_shown("a opens it");
	keys("a");
	assert_shown("one of mine");
	keys("<Enter>");
	assert_int_equal(dossier.notes.n, 1);
	again();
	assert_not_shown("draft");
}

/* A file that changes while the dossier is open and its text is not in memory. */
static void a_changed_file_is_told(void **state)
{
	(void)state;
	keys("] 1 0 }");
	write_text("b.txt", "Shorter\n\n2 May 1902\n\n", "Ada Skerry was here.\n");
	keys("[");
	catalog_drop(&dossier.catalog, (doc_id){1});
	keys("]");
	assert_shown("changed since the dossier was opened");
	keys("<Tab> [");
	assert_not_shown("changed");
	catalog_drop(&dossier.catalog, (doc_id){1});
	assert_int_equal(unlink("texts/b.txt"), 0);
	keys("]");
	assert_shown("No such file");
	keys("a");
	assert_shown("this is no text");
	assert_int_equal(dossier.notes.n, 0);
}

/* What was saved after its draft was written is no draft, even where the end came in between. */
static void a_saved_note_is_no_draft(void **state)
{
	(void)state;
	keys("G a");
	type("kept");
	session_tick(session);
	keys("<Enter>");
	assert_int_equal(dossier.notes.n, 1);
	session_free(session); /* without its end */
	dossier_close(&dossier);
	open_session();
	assert_not_shown("draft");
}

/* Another session on the same dossier: what both have read and typed is there. */
static void two_sessions_merge(void **state)
{
	struct session *first = session, *second;
	struct err err;

	(void)state;
	type("/a15w4");
	keys("<Enter>");
	session_tick(session);
	second = session = session_new(&dossier, &err);
	assert_non_null(session);
	session_resize(session, 100, 30);
	type("/b15w4");
	keys("<Enter>");
	session_end(session);
	session = first;
	type("/a35w4");
	keys("<Enter>");
	session_free(second);
	again();
	type("/");
	keys("<Up> <Up> <Up>");
	assert_shown("/a15w4");
	keys("<Esc>");
}

static void it_tells_what_is_to_be_done(void **state)
{
	(void)state;
	session_tick(session);
	assert_int_equal(session_due(session), SESSION_WATCH);
	keys("<Space>");
	assert_int_equal(session_due(session), SESSION_UNSAVED);
	session_tick(session);
	assert_int_equal(session_due(session), SESSION_WATCH);
	keys("m a");
	assert_int_equal(session_due(session), SESSION_UNSAVED);
	session_tick(session);
	assert_int_equal(session_due(session), SESSION_WATCH);
}

static void it_can_be_switched_off(void **state)
{
	(void)state;
	type("/a15w4");
	keys("<Enter>");
	close_session();
	settings = scratch_text("config.ini", "[read]\nremember = no\n");
	open_session();
	settings = NULL;
	assert_int_equal(session_due(session), SESSION_WATCH); /* for the notes of others */
	assert_string_equal(word_at(state_view(session)->cursor), "A");
	keys("m a");
	assert_shown("for this session");
	again();
	assert_string_equal(word_at(state_view(session)->cursor), "a15w4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_comes_back_to_the_word, enter, leave),
		cmocka_unit_test_setup_teardown(an_edited_text_has_the_same_word, enter, leave),
		cmocka_unit_test_setup_teardown(the_trail_goes_on, enter, leave),
		cmocka_unit_test_setup_teardown(trails_have_names, enter, leave),
		cmocka_unit_test_setup_teardown(marks_stay, enter, leave),
		cmocka_unit_test_setup_teardown(what_was_typed_comes_back, enter, leave),
		cmocka_unit_test_setup_teardown(what_was_read_is_known, enter, leave),
		cmocka_unit_test_setup_teardown(a_note_being_typed_is_a_draft, enter, leave),
		cmocka_unit_test_setup_teardown(a_draft_overwrites_nothing, enter, leave),
		cmocka_unit_test_setup_teardown(a_draft_outlives_its_note, enter, leave),
		cmocka_unit_test_setup_teardown(a_changed_file_is_told, enter, leave),
		cmocka_unit_test_setup_teardown(a_saved_note_is_no_draft, enter, leave),
		cmocka_unit_test_setup_teardown(two_sessions_merge, enter, leave),
		cmocka_unit_test_setup_teardown(it_tells_what_is_to_be_done, enter, leave),
		cmocka_unit_test_setup_teardown(it_can_be_switched_off, enter, leave),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
