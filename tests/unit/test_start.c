/* The first frame of a session that comes back: what it shows before the database is opened. */
#include "reader.h"

#include "read/state.h"

#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>

static struct buf first;
static const char *settings;

/* A title and 60 paragraphs; "a3" begins the third. */
static void write_text(const char *name, char letter, const char *more)
{
	struct buf text = {0}, path = {0};
	struct err err;

	buf_printf(&text, "Text %c\n\n", letter);
	for (int p = 1; p <= 60; p++) {
		buf_printf(&text, "%c%d is a paragraph in which Ada Skerry is not far away, and which\n"
			"goes on for some lines, so that it takes several screens to read all\n"
			"of them. The harbour lies still.%s\n\n", letter, p, more);
	}
	file_join(&path, "texts", name);
	assert_true(file_write(path.p, buf_span(&text), true, 0600, &err));
	buf_finish(&path);
	buf_finish(&text);
}

static void open_session(void)
{
	const char *paths[] = {"texts"};
	struct dossier_how how = {.paths = paths, .npaths = 1, .state = "state", .config = settings};
	struct err err;

	assert_true(dossier_open(&dossier, &how, &err));
	session = session_begin(&dossier, &err);
	assert_non_null(session);
	session_resize(session, 120, 40);
}

static void close_session(void)
{
	session_end(session);
	session_free(session);
	dossier_close(&dossier);
}

/* Whether the first frame did without the database; the rest has followed then. */
static bool waited(void)
{
	bool waits = session->waits;

	assert_int_equal(waits, dossier.store == NULL);
	session_rest(session);
	assert_non_null(dossier.store);
	return waits;
}

/* Closes, opens, and compares the first frame with the one that follows. */
static bool again(void)
{
	bool waits;

	close_session();
	open_session();
	buf_clear(&first);
	buf_puts(&first, shown());
	waits = waited();
	if (strcmp(first.p, shown()) != 0) {
		fail_msg("first:\n%.700s …\nthen:\n%.700s", first.p, shown());
	}
	return waits;
}

static int enter(void **state)
{
	if (scratch_enter(state) != 0 || mkdir("texts", 0700) != 0 || mkdir("state", 0700) != 0) {
		return -1;
	}
	write_text("a.txt", 'a', "");
	write_text("b.txt", 'b', "");
	scratch_text("texts/entities.rec", "Id: person:ada\nKind: person\nName: Ada Skerry\n");
	open_session();
	assert_false(session->waits); /* there was none before */
	session_rest(session);
	return 0;
}

static int leave(void **state)
{
	close_session();
	settings = NULL;
	buf_finish(&first);
	frame_finish(&frame);
	buf_finish(&screen);
	return scratch_leave(state);
}

static void the_place_is_there_at_once(void **state)
{
	(void)state;
	keys("] <Space> <Space>");
	assert_shown("p 3/");
	assert_true(again());
	assert_shown("Text b");
	assert_shown("p 3/");
	assert_true(again()); /* and left again by a session that changed nothing */
}

static void a_session_that_changes_nothing_writes_nothing(void **state)
{
	struct buf path = {0};
	struct file_stamp before, after;

	(void)state;
	keys("<Space>");
	assert_true(again());
	file_join(&path, dossier.home.folder, "notes.db");
	assert_true(file_look(path.p, &before));
	assert_int_equal(session_due(session), SESSION_WATCH);
	assert_true(again());
	assert_true(file_look(path.p, &after));
	assert_true(file_stamp_eq(&before, &after));
	buf_finish(&path);
}

/* The first document is one of many: to begin in another leaves its place alone. */
static void each_document_keeps_its_place(void **state)
{
	(void)state;
	keys("<Space> <Space> ]");
	assert_true(again());
	assert_shown("Text b");
	keys("<Tab>");
	assert_false(again());
	assert_shown("Text b");
	assert_false(again());
	assert_shown("Text b");
	keys("[");
	assert_shown("Text a");
	assert_shown("p 3/");
}

/* What is saved under an open list is the document below it, not the last one of the folder. */
static void a_list_does_not_hide_the_document(void **state)
{
	(void)state;
	keys("<Space>");
	assert_true(again());
	keys("] <Space> [ <Space> h");
	session_tick(session);
	keys("q");
	assert_true(again());
	assert_shown("Text a");
	keys("] h");
	assert_false(again());
	assert_shown("Text b");
}

static void another_size_counts_anew(void **state)
{
	(void)state;
	keys("<Space> <Space>");
	close_session();
	open_session();
	session_resize(session, 80, 24);
	buf_puts(&first, shown());
	assert_true(waited());
	assert_string_equal(first.p, shown());
}

static void keys_behind_the_first_frame_find_all(void **state)
{
	(void)state;
	type("/harbour");
	keys("<Enter> <Space> <Space> m Q ]");
	assert_true(again());
	keys("(");
	assert_shown("Text a");
	keys(")");
	assert_shown("Text b");
	keys("' Q");
	assert_shown("Text a");
	keys("/ <Up>");
	assert_shown("harbour");
	keys("<Esc>");
}

static void what_the_frame_shows_of_it_does_not_wait(void **state)
{
	(void)state;
	keys("m q");
	assert_false(again()); /* a mark in the document */
	keys("]");
	assert_true(again()); /* which is another one now */
	keys("a");
	type("a word on it");
	keys("<Enter>");
	assert_false(again()); /* a note */
	assert_shown("a word on it");
	keys("D");
	assert_true(again());
	keys("<Tab>");
	assert_false(again()); /* an active mention, with its card */
	assert_shown("Skerry");
}

static void a_draft_does_not_wait(void **state)
{
	(void)state;
	keys("a");
	type("half a word");
	keys("<Esc>");
	assert_false(again());
	assert_shown("a draft of a note");
}

static void a_text_that_was_edited_is_looked_at(void **state)
{
	(void)state;
	keys("<Space>");
	close_session();
	write_text("a.txt", 'a', " And more.");
	open_session();
	assert_false(waited());
}

static void a_database_that_changed_is_opened_first(void **state)
{
	struct buf path = {0};

	(void)state;
	keys("<Space>");
	close_session();
	open_session();
	assert_true(session->waits);
	file_join(&path, dossier.home.folder, "notes.db");
	session_free(session);
	dossier_close(&dossier);
	assert_int_equal(utimensat(AT_FDCWD, path.p, NULL, 0), 0);
	buf_finish(&path);
	open_session();
	assert_false(waited());
}

/* What nobody wrote: no place, or one that is not in the text. */
static void a_damaged_file_is_passed_over(void **state)
{
	struct buf path = {0}, good = {0};
	struct err err;

	(void)state;
	keys("<Space>");
	close_session();
	open_session();
	file_join(&path, dossier.home.folder, "start.map");
	assert_true(file_read(path.p, 1 << 16, &good, NULL, &err));
	for (size_t n = 0; n < good.n; n += 61) {
		struct buf bad = {0};

		session_free(session);
		dossier_close(&dossier);
		buf_put(&bad, buf_span(&good));
		bad.p[n] ^= 0x41;
		bad.n = n % 2 == 0 ? n : bad.n;
		assert_true(file_write(path.p, buf_span(&bad), true, 0600, &err));
		buf_finish(&bad);
		open_session();
		(void)shown();
		session_rest(session);
		assert_shown("p 2/");
	}
	buf_finish(&path);
	buf_finish(&good);
}

static void what_is_not_to_be_remembered_is_not(void **state)
{
	(void)state;
	keys("<Space>");
	close_session();
	settings = scratch_text("config.ini", "[read]\nremember = no\n");
	open_session();
	assert_false(waited());
	assert_shown("p 1/");
	close_session();
	settings = NULL;
	open_session();
	session_rest(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
		TEST(the_place_is_there_at_once),
		TEST(a_session_that_changes_nothing_writes_nothing),
		TEST(each_document_keeps_its_place),
		TEST(a_list_does_not_hide_the_document),
		TEST(another_size_counts_anew),
		TEST(keys_behind_the_first_frame_find_all),
		TEST(what_the_frame_shows_of_it_does_not_wait),
		TEST(a_draft_does_not_wait),
		TEST(a_text_that_was_edited_is_looked_at),
		TEST(a_database_that_changed_is_opened_first),
		TEST(a_damaged_file_is_passed_over),
		TEST(what_is_not_to_be_remembered_is_not),
#undef TEST
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("start", tests, NULL, NULL);
}
