/* An index stands for the folder until its files have been looked at; what has changed is swapped in. */
#include "behind.h"

static void nothing_changes_where_nothing_has(void **state)
{
	(void)state;
	keys("] <Space> <Tab>");
	close_session();
	start();
	assert_shown("Text b");
	assert_int_equal(mentions_of_ada(), 360);
	assert_int_equal(xref_docs(&dossier.xref, (ent_id){0}), 3);
	assert_false(settle());
	assert_ptr_equal(session_dossier(session), &dossier);
	assert_false(dossier.lent);
}

static void what_has_changed_is_put_in(void **state)
{
	(void)state;
	keys("]");
	close_session();
	cols = 58; /* no panel, which would look at other documents */
	write_text("a.txt", 'a', 1901, "Ada Skerry once more.\n\n");
	write_text("ab.txt", 'x', 1901, "");
	remove_file("c.txt");
	write_text("d.txt", 'd', 1904, "");
	start();
	assert_int_equal(mentions_of_ada(), 360);
	assert_int_equal(state_view(session)->id.i, 1);
	assert_shown("Text b");
	keys("<Space>");
	assert_true(settle());
	assert_int_equal(mentions_of_ada(), 481);
	assert_int_equal(state_view(session)->id.i, 2);
	assert_shown("Text b");
	assert_shown("read anew: 1 changed, 2 new, 1 gone");
	assert_int_equal(session_dossier(session)->catalog.n, 4);
	keys("(");
	assert_shown("Ada Skerry once more.");
	close_session();
	start(); /* its index is there already */
	assert_int_equal(mentions_of_ada(), 481);
	assert_false(settle());
}

static void what_was_wrong_is_told_by_an_index(void **state)
{
	const char *first;
	struct err err;
	uint32_t n;

	(void)state;
	close_session();
	write_file("entities.rec", SPAN("Id: person:ada\nKind: person\nName: Ada Skerry\n\n"
		"Kind: person\nName: Nobody\n\nId: person:none\n"));
	write_file("b.txt", SPAN(" \n"));
	open_session(true);
	assert_false(dossier.lent);
	assert_true(dossier_index(&dossier, true, &err));
	n = dossier_problems(session_dossier(session), &first);
	assert_int_equal(n, 3);
	close_session();
	open_session(true);
	assert_true(dossier.lent && dossier.untold);
	assert_int_equal(dossier_problems(&dossier, &first), n);
	assert_non_null(strstr(first, "b.txt: "));
	assert_shown("3 problems, see :problems. b.txt: ");
	session_rest(session);
	assert_false(dossier.untold);
	assert_int_equal(dossier_problems(&dossier, &first), n);
	assert_int_equal(dossier.links_from, 2);
	session_watch(session, &how);
	assert_false(settle());
	assert_ptr_equal(session_dossier(session), &dossier);
	assert_int_equal(dossier_problems(&dossier, &first), n);
}

/* The file of names was changed so that nothing but its bytes tells. */
static void names_of_an_index_are_compared(void **state)
{
	const char *path = "texts/entities.rec";
	struct stat st;
	FILE *file;

	(void)state;
	close_session();
	assert_int_equal(stat(path, &st), 0);
	file = fopen(path, "r+");
	assert_non_null(file);
	assert_int_equal(fputs("Id: person:ida", file) >= 0 && fclose(file) == 0, 1);
	assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){st.st_mtim, st.st_mtim}, 0), 0);
	start();
	assert_true(span_eq(dossier.ents.items[0].id, SPAN("person:ada")));
	(void)settle();
	assert_true(span_eq(session_dossier(session)->ents.items[0].id, SPAN("person:ida")));
}

static void a_frame_that_is_not_true_is_known(void **state)
{
	(void)state;
	close_session();
	write_text("a.txt", 'a', 1901, "Another beginning.\n\n");
	open_session(true);
	assert_true(dossier.lent);
	(void)shown();
	assert_false(session_is_true(session));
}

static void the_text_on_the_screen_is_taken_anew(void **state)
{
	(void)state;
	close_session();
	start();
	assert_false(settle());
	keys("<Space> <Space> m a <Tab> <Tab>");
	uint32_t cursor = state_view(session)->cursor;
	struct span was = {state_view(session)->doc->text.p + cursor, 100};
	struct buf words = {0};

	buf_put(&words, was);
	write_text("a.txt", 'a', 1901, "Ada Skerry is new here.\n\nAnd more of it.\n\n");
	assert_false(session_step(session)); /* it is only begun to be looked at */
	assert_true(session_works(session));
	assert_true(settle());
	const struct view *view = state_view(session);

	assert_true(view->cursor > cursor);
	assert_memory_equal(view->doc->text.p + view->cursor, words.p, words.n);
	assert_int_not_equal(view->active, ACTIVE_NONE);
	assert_int_equal(xref_mention(&session->dossier->xref, view->active)->at.start, view->cursor);
	assert_shown("a.txt has changed: read anew");
	keys("g");
	assert_shown("Ada Skerry is new here.");
	keys("' a");
	assert_true(state_view(session)->cursor < view->doc->text.n);
	assert_shown("a18");
	buf_finish(&words);
}

static void the_text_on_the_screen_is_gone(void **state)
{
	(void)state;
	keys("] <Space> ]");
	assert_shown("Text c");
	remove_file("c.txt");
	session_watch(session, &how);
	session_tick(session);
	assert_true(settle());
	assert_shown("2 of 2");
	assert_shown("Text b");
	assert_shown("a document is gone: read anew");
	keys("(");
	assert_shown("p 2/");
}

/* Before that is noticed: it was read before, and the index says who is named in it. */
static void a_text_is_blank_now(void **state)
{
	(void)state;
	keys("] <Space> [");
	close_session();
	write_file("b.txt", SPAN(" \n"));
	open_session(true);
	assert_true(dossier.lent);
	session_rest(session);
	keys("<Tab>");
	assert_shown("Ada Skerry");
	keys("U U U <Enter> ] { } a <Esc> y v j <Esc> '' ; <Esc> t q = = q");
	type(":marks");
	keys("<Enter> q");
	assert_shown("b.txt: nothing but blanks is in it now");
}

static void nobody_is_interrupted(void **state)
{
	(void)state;
	close_session();
	start();
	assert_false(settle());
	write_text("0.txt", '0', 1900, "");
	keys("/");
	type("harbour");
	session_tick(session);
	look_at_files();
	settle_but_for();
	assert_shown("/harbour");
	assert_shown("1 of 3");
	keys("<Esc>");
	assert_true(settle());
	assert_shown("2 of 4");
	assert_shown("Text a");
}

static void a_note_that_is_typed_is_not_disturbed(void **state)
{
	(void)state;
	session_watch(session, &how);
	keys("<Space> a");
	type("said twice");
	write_text("0.txt", '0', 1900, "");
	look_at_files();
	settle_but_for();
	assert_shown("said twice");
	keys("<Enter>");
	assert_true(settle());
	assert_int_equal(session->dossier->notes.n, 1);
	assert_int_equal(session->dossier->notes.items[0].doc.i, 1); /* a.txt, behind 0.txt now */
	assert_shown("2 of 4");
	keys("A");
	assert_shown("said twice");
	write_text("00.txt", 'y', 1899, "");
	look_at_files();
	assert_true(settle());
	assert_shown("said twice"); /* the list is still open, and its line leads to the same passage */
	keys("<Enter>");
	assert_shown("3 of 5");
	assert_shown("Text a");
	assert_int_equal(session->dossier->notes.items[0].doc.i, 2);
}

static void lists_lead_where_they_led(void **state)
{
	(void)state;
	session_watch(session, &how);
	keys("s");
	type("c7 is");
	keys("<Enter>");
	assert_shown("c7 is a paragraph");
	write_text("0.txt", '0', 1900, "");
	write_text("c.txt", 'c', 1903, "Before all.\n\n");
	look_at_files();
	assert_true(settle());
	keys("<Enter>");
	assert_shown("4 of 4");
	const struct view *view = state_view(session);

	assert_memory_equal(view->doc->text.p + view->cursor, "c", 1);
	keys("q");
}

static void a_card_stays_open(void **state)
{
	(void)state;
	session_watch(session, &how);
	keys("i");
	type("Ada");
	keys("<Enter>");
	keys("<Tab> j j");
	assert_shown("360 mentions in 3 of 3");
	write_text("0.txt", '0', 1900, "");
	look_at_files();
	assert_true(settle());
	assert_shown("480 mentions in 4 of 4");
}

static void panes_and_selection_stay(void **state)
{
	(void)state;
	session_watch(session, &how);
	keys("<C-w> s ] <Space> v j");
	assert_true(state_view(session)->selecting);
	struct range was = view_selection(state_view(session));

	write_text("0.txt", '0', 1900, "");
	look_at_files();
	assert_true(settle());
	assert_shown("Text a");
	assert_shown("Text b");
	assert_true(state_view(session)->selecting);
	struct range is = view_selection(state_view(session));

	assert_int_equal(is.start, was.start);
	assert_int_equal(is.end, was.end);
	assert_int_equal(state_view(session)->id.i, 2);
}

static void a_decision_meanwhile_is_not_lost(void **state)
{
	(void)state;
	close_session();
	write_text("0.txt", '0', 1900, "");
	start();
	keys("<Tab> -");
	uint32_t n = mentions_of_ada();

	assert_int_equal(n, 359);
	assert_true(settle());
	assert_int_equal(mentions_of_ada(), 479);
	keys("Z");
	assert_int_equal(mentions_of_ada(), 480);
}

static void names_that_changed_are_taken(void **state)
{
	(void)state;
	session_watch(session, &how);
	write_file("entities.rec", SPAN("Id: place:harbour\nKind: place\nName: harbour\n\n"
		"Id: person:ada\nKind: person\nName: Ada Skerry\n"));
	look_at_files();
	assert_true(settle());
	assert_int_equal(session->dossier->ents.n, 2);
	assert_int_equal(mentions_of_ada(), 180); /* the first one is the harbour now */
	assert_true(session_wants(session)->relook);
}

static void a_session_ends_while_files_are_looked_at(void **state)
{
	(void)state;
	close_session();
	write_text("0.txt", '0', 1900, "");
	start();
	assert_true(session_works(session));
	close_session();
	open_session(true);
	session_rest(session);
}

static void a_folder_that_is_gone_is_told_once(void **state)
{
	(void)state;
	session_watch(session, &how);
	assert_int_equal(rename("texts", "elsewhere"), 0);
	look_at_files();
	(void)settle();
	assert_shown("the dossier cannot be read anew");
	assert_shown("Text a");
	keys("<Space>");
	look_at_files();
	(void)settle();
	assert_int_equal(session->message.n, 0);
	assert_int_equal(rename("elsewhere", "texts"), 0);
}

/* As another program, or damage, may have left it. */
static void a_trail_on_disk_is_too_long(void **state)
{
	enum { STEPS = TRAIL_MAX + 200 };
	static struct reader_place steps[STEPS];
	const struct reader_trail trail = {.places = {steps, STEPS, STEPS}, .at = STEPS - 50,
		.current = true};
	const struct reader_changes changes = {.trail = &trail};
	struct err err;

	(void)state;
	for (uint32_t i = 0; i < STEPS; i++) {
		steps[i].path = SPAN("a.txt");
	}
	assert_true(store_reader_save(session->dossier->store, &changes, 1000, &err));
	close_session();
	open_session(true);
	session_rest(session);
	assert_int_equal(session->trail.n, TRAIL_MAX);
	assert_true(session->trail.at <= session->trail.n);
	keys("( ( ) ) )");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(nothing_changes_where_nothing_has),
		TEST(what_has_changed_is_put_in),
		TEST(what_was_wrong_is_told_by_an_index),
		TEST(names_of_an_index_are_compared),
		TEST(a_frame_that_is_not_true_is_known),
		TEST(the_text_on_the_screen_is_taken_anew),
		TEST(the_text_on_the_screen_is_gone),
		TEST(a_text_is_blank_now),
		TEST(nobody_is_interrupted),
		TEST(a_note_that_is_typed_is_not_disturbed),
		TEST(lists_lead_where_they_led),
		TEST(a_card_stays_open),
		TEST(panes_and_selection_stay),
		TEST(a_decision_meanwhile_is_not_lost),
		TEST(names_that_changed_are_taken),
		TEST(a_session_ends_while_files_are_looked_at),
		TEST(a_folder_that_is_gone_is_told_once),
		TEST(a_trail_on_disk_is_too_long),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("behind", tests, NULL, NULL);
}
