/* The first texts are there at once, while all others are still being read. */
#include "behind.h"

#include "notes/store_db.h"
#include "camp.h"

/* Opens it as where there is no index, with one text read. */
static void open_growing(void)
{
	struct err err;

	close_session();
	how.cache = NULL;
	assert_int_equal(camp_remove("cache"), 0);
	how = (struct dossier_how){.paths = paths, .npaths = 1, .state = "state", .cache = "cache",
		.lent = true, .most = 1};
	assert_true(dossier_open(&dossier, &how, &err));
	session = session_begin(&dossier, &err);
	assert_non_null(session);
	session_resize(session, cols, rows);
	assert_false(dossier.lent);
	assert_int_equal(dossier.catalog.n, 1);
	assert_int_equal(dossier.catalog.pending, 2);
	(void)shown();
	session_rest(session);
	assert_true(dossier_index(&dossier, true, &err));
}

static void the_first_text_is_there_at_once(void **state)
{
	(void)state;
	open_growing();
	assert_shown("Text a");
	assert_shown("1 of 1");
	assert_null(dossier.store); /* notes and places are of all documents */
	keys("<Space> <Tab>");
	assert_int_equal(mentions_of_ada(), 120);
	uint32_t cursor = state_view(session)->cursor;

	session_watch(session, &how);
	assert_true(settle());
	assert_int_equal(session->dossier->catalog.pending, 0);
	assert_int_equal(mentions_of_ada(), 360);
	assert_non_null(session->dossier->store);
	assert_shown("Text a");
	assert_shown("1 of 3");
	assert_int_equal(state_view(session)->cursor, cursor);
	close_session();
	start();
	assert_int_equal(mentions_of_ada(), 360);
	assert_false(settle());
}

/* A note is made before all is read, is on disk at once, and is there when all is. */
static void a_note_is_made_while_others_are_read(void **state)
{
	struct err err;

	(void)state;
	keys("]");
	keys("a");
	type("of text b");
	keys("<Enter>"); /* on the second text */
	open_growing();
	keys("} a");
	type("of text a");
	keys("<Enter>");
	assert_shown("◆1"); /* the other one is on a text that is not there yet: it is not lost */
	assert_int_equal(dossier.notes.n, 1);
	keys("} a");
	type("a draft");
	keys("<Esc>");
	session_tick(session);
	session_watch(session, &how);
	assert_true(settle());
	assert_int_equal(session->dossier->catalog.pending, 0);
	assert_int_equal(session->dossier->notes.n, 2);
	assert_int_equal(session->dossier->notes.norphans, 0);
	assert_shown("Text a");
	session_tick(session);
	keys("a");
	assert_shown("a draft");
	keys("<Esc>");
	close_session();
	assert_true(dossier_open(&dossier, &how, &err));
	session = session_begin(&dossier, &err);
	session_rest(session);
	session_watch(session, &how);
	(void)settle();
	assert_int_equal(session->dossier->notes.n, 2);
	assert_int_equal(session->noting.ndrafts, 1);
}

/* The store goes from dossier to dossier, and tells what it comes upon to the one that is read. */
static void what_is_odd_later_is_told(void **state)
{
	struct store *other;
	struct report report = {0};
	struct err err;

	(void)state;
	open_growing();
	session_watch(session, &how);
	assert_true(settle());
	keys("a");
	type("noted");
	keys("<Enter>");
	write_text("0.txt", '0', 1900, "");
	look_at_files();
	assert_true(settle());
	assert_true(store_open(&other, session->dossier->home.folder, &report, &err));
	assert_true(store_db_exec(other, "UPDATE note SET at_start = at_end;"
		"INSERT INTO past SELECT * FROM note", &err));
	store_close(other);
	session_tick(session);
	assert_int_equal(session->dossier->notes.n, 0);
	assert_non_null(strstr(session->dossier->report.items[session->dossier->report.n - 1].text,
		"1 note that makes no sense"));
}

static void a_place_of_an_earlier_session_is_found(void **state)
{
	(void)state;
	keys("]");
	assert_shown("Text b");
	keys("<Space> m a");
	open_growing(); /* the one that was left is among the first, with a mark in it or not */
	session_watch(session, &how);
	assert_true(settle());
	assert_shown("Text b");
	assert_shown("p 2/");
	assert_int_equal(session->nmarks, 1);
}

static void reading_goes_on_where_it_was_stopped(void **state)
{
	struct err err;
	uint32_t n;

	(void)state;
	open_growing();
	session_watch(session, &how);
	session->behind.stopped = true;
	fresh_enough(session->behind.fresh);
	(void)settle();
	n = session->dossier->catalog.n;
	assert_true(n >= 1);
	assert_int_equal(n + session->dossier->catalog.pending, 3);
	if (n < 3) {
		assert_shown("not read yet");
	}
	session_tick(session);
	assert_false(session_works(session)); /* it was said once */
	close_session();
	assert_true(dossier_open(&dossier, &how, &err));
	assert_true(dossier.taken >= n);
	session = session_begin(&dossier, &err);
	session_rest(session);
	session_watch(session, &how);
	(void)settle();
	assert_int_equal(mentions_of_ada(), 360);
}

static void it_says_how_far_it_is(void **state)
{
	struct buf line = {0};

	(void)state;
	fresh_put(&(struct fresh_share){50 << 20, 200 << 20, 2000}, &line);
	assert_string_equal(line.p, "reading: 25% of 200 MiB, 25 MiB/s, 6 s left");
	buf_finish(&line);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(the_first_text_is_there_at_once),
		TEST(a_note_is_made_while_others_are_read),
		TEST(what_is_odd_later_is_told),
		TEST(a_place_of_an_earlier_session_is_found),
		TEST(reading_goes_on_where_it_was_stopped),
		TEST(it_says_how_far_it_is),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("growing", tests, NULL, NULL);
}
