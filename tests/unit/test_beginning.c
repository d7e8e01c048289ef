/* The beginning of a long document is there at once, while the form of all of it is being made. */
#include "behind.h"
#include "camp.h"

#include "texts/beginning.h"
#include "texts/kept.h"

enum { LONG_PARAS = 80000 };

/* A title, a date, and paragraphs of more than KEPT_LEAST bytes; Ada is named in the first and the last. */
static void write_long(const char *name, char letter, int year)
{
	struct buf text = {0};

	buf_printf(&text, "Long %c\n\n1 May %d\n\nAda Skerry begins it.\n\n", letter, year);
	for (int p = 1; p <= LONG_PARAS; p++) {
		buf_printf(&text, "%c%d is a paragraph of one line, with the harbour and its many lights "
			"in it, and the boats, and the long wait for the tide.\n\n", letter, p);
	}
	buf_puts(&text, "Ada Skerry ends it: zyx.\n");
	assert_true(text.n > KEPT_LEAST);
	write_file(name, buf_span(&text));
	buf_finish(&text);
}

/* Opens it as where there is no index. */
static void open_new(void)
{
	struct err err;

	how = (struct dossier_how){.paths = paths, .npaths = 1, .state = "state", .cache = "cache",
		.lent = true, .most = 1, .begin = CATALOG_BEGIN_ALL};
	assert_true(dossier_open(&dossier, &how, &err));
	session = session_begin(&dossier, &err);
	assert_non_null(session);
	session_resize(session, cols, rows);
	(void)shown();
	session_rest(session);
}

/* Forgets what is known of the folder, which gets n long documents in place of its texts. */
static void open_long(int n)
{
	close_session();
	how.cache = NULL;
	assert_int_equal(camp_remove("cache"), 0);
	remove_file("a.txt");
	remove_file("b.txt");
	remove_file("c.txt");
	for (int i = 0; i < n; i++) {
		write_long((const char *[]){"k.txt", "l.txt", "m.txt"}[i], (char)('k' + i), 1901 + i);
	}
	open_new();
}

static void watch(void)
{
	session_watch(session, &how);
	assert_true(settle());
}

static void it_is_there_at_once(void **state)
{
	(void)state;
	open_long(1);
	assert_int_equal(dossier.catalog.n, 1);
	assert_int_equal(dossier.catalog.pending, 1);
	assert_int_equal(dossier.catalog.begun, 1);
	assert_int_equal(mentions_of_ada(), 1);
	assert_shown("1/10 MiB");
	keys("/");
	type("zyx");
	keys("<Enter>");
	assert_shown("not found in what was read of this document so far: zyx");
	keys("1 0 0 <Space>");
	uint32_t top = state_view(session)->top;
	assert_true(top > 0);

	watch();
	assert_int_equal(session->dossier->catalog.pending, 0);
	assert_int_equal(mentions_of_ada(), 2);
	assert_int_equal(state_view(session)->top, top);
	assert_null(strstr(shown(), "MiB"));
	assert_int_equal(catalog_loaded(&session->dossier->catalog), 0); /* its form is mapped */
	keys("n");
	while (session_hunts(session)) {
		session_hunt(session);
	}
	assert_shown("ends it: zyx.");
}

static void it_is_not_whole_at_its_end(void **state)
{
	(void)state;
	open_long(1);
	keys("2 %");
	assert_in_range(state_view(session)->cursor, 1, dossier.catalog.heads[0].text_n / 2);
	assert_null(strstr(shown(), "only the beginning"));
	keys("5 0 %");
	assert_shown("only the beginning has been read so far");
	keys("7 9 9 9 9 g");
	assert_shown("only the beginning has been read so far");
	keys("g G");
	assert_shown("only the beginning has been read so far");
	assert_null(strstr(shown(), "100%"));
	uint32_t cursor = state_view(session)->cursor;
	watch();
	assert_int_equal(state_view(session)->cursor, cursor);
	keys("G");
	assert_shown("100%");
}

/* Notes further on are not lost meanwhile; one made at the beginning stays where it is. */
static void notes_wait_for_the_rest(void **state)
{
	(void)state;
	open_long(1);
	watch();
	keys("G a");
	type("at the end");
	keys("<Enter>");
	assert_int_equal(session->dossier->notes.n, 1);
	close_session();
	how.cache = NULL;
	assert_int_equal(camp_remove("cache"), 0);
	open_new();
	keys("g } a");
	type("at the beginning");
	keys("<Enter>");
	assert_int_equal(dossier.notes.n, 1); /* the other one is further on */
	watch();
	assert_int_equal(session->dossier->notes.n, 2);
	assert_int_equal(session->dossier->notes.norphans, 0);
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(session->dossier->notes.items[i].state, ANCHOR_EXACT);
	}
}

/* Where the last session was far down, an untouched screen goes there. */
static void the_last_place_waits_for_the_rest(void **state)
{
	(void)state;
	open_long(1);
	watch();
	keys("9 0 %");
	uint32_t top = state_view(session)->top;
	close_session();
	how.cache = NULL;
	assert_int_equal(camp_remove("cache"), 0);
	open_new();
	assert_int_equal(state_view(session)->top, 0);
	watch();
	assert_int_equal(state_view(session)->top, top);
}

/* Each stage makes at least one form; the others stay begun, and none goes away. */
static void many_are_begun(void **state)
{
	(void)state;
	open_long(3);
	assert_int_equal(dossier.catalog.n, 3);
	assert_int_equal(dossier.catalog.begun, 3);
	assert_int_equal(mentions_of_ada(), 3);
	keys("]");
	assert_shown("Long l");
	watch();
	assert_shown("Long l");
	assert_int_equal(session->dossier->catalog.begun, 0);
	assert_int_equal(mentions_of_ada(), 6);
}

static void one_that_waits_is_begun_all_the_same(void **state)
{
	struct err err;

	(void)state;
	open_long(3);
	close_session();
	how.begin = CATALOG_BEGIN_WAITING;
	assert_true(dossier_open(&dossier, &how, &err));
	session = session_begin(&dossier, &err);
	assert_int_equal(dossier.catalog.n, 3);
	assert_in_range(dossier.catalog.begun, 1, 2); /* one is whole, or one for each thread */
	assert_int_equal(dossier.catalog.begun, dossier.catalog.pending);
}

static void it_stays_begun_where_reading_is_stopped(void **state)
{
	(void)state;
	open_long(1);
	session_watch(session, &how);
	session->behind.stopped = true;
	fresh_enough(session->behind.fresh);
	(void)settle();
	if (session->dossier->catalog.pending > 0) { /* else it was quicker */
		assert_shown("1 document is not read to the end");
		assert_shown("1/10 MiB");
		assert_int_equal(mentions_of_ada(), 1);
	}
	close_session();
	open_new();
	watch();
	assert_int_equal(mentions_of_ada(), 2);
}

/* Nothing but blanks for longer than a beginning: it is read whole. */
static void a_beginning_without_a_word_is_none(void **state)
{
	struct buf text = {0};

	(void)state;
	for (size_t i = 0; i < 2 * BEGINNING_BYTES; i++) {
		buf_putc(&text, '\n');
	}
	while (text.n < KEPT_LEAST + 1) {
		buf_puts(&text, "words far down\n");
	}
	open_long(1);
	close_session();
	write_file("k.txt", buf_span(&text));
	buf_finish(&text);
	open_new();
	assert_int_equal(dossier.catalog.pending, 0);
	assert_shown("words far down");
}

/* Once it has a form, that is shown until the thread has made one of the file as it is now. */
static void a_changed_one_is_shown_as_it_was(void **state)
{
	(void)state;
	open_long(1);
	watch();
	close_session();
	write_long("k.txt", 'z', 1901);
	start();
	assert_shown("Long k");
	assert_int_equal(catalog_doc(&dossier.catalog, (doc_id){0})->rest, 0);
	assert_int_equal(catalog_loaded(&dossier.catalog), 0); /* mapped, and not made anew */
	assert_true(settle());
	assert_shown("Long z");
	assert_int_equal(catalog_loaded(&session->dossier->catalog), 0);
}

static void a_short_file_is_read_whole(void **state)
{
	struct doc_about about = {.path = SPAN("texts/a.txt")};
	struct config config = {.read_encoding = "windows-1252"};
	struct err err;
	struct doc doc;

	(void)state;
	assert_true(beginning_read(NULL, &about, 1 << 20, &config, &doc, &err));
	assert_true(doc.rest == 0);
	assert_int_equal(doc.text.n, doc.stamp.size);
	doc_finish(&doc);
	assert_false(beginning_read(NULL, &about, 10, &config, &doc, &err));
	assert_non_null(strstr(err.msg, "larger than"));
	about.path = SPAN("texts/none.txt");
	assert_false(beginning_read(NULL, &about, 1 << 20, &config, &doc, &err));
}

static size_t cut_of(const char *bytes, size_t n)
{
	return beginning_cut((struct span){bytes, n});
}

static void it_is_cut_behind_a_line(void **state)
{
	(void)state;
	assert_int_equal(cut_of("x", 1), 0);
	assert_int_equal(cut_of("one\ntwo\nthree", 13), 8);
	assert_int_equal(cut_of("a\nlong line of it", 17), 15); /* too short a line */
	assert_int_equal(cut_of("a\n,abcdef\303\244", 11), 9);
	assert_int_equal(cut_of("abcdefghij", 10), 9);
	assert_int_equal(cut_of("a\0b\0c\0\n\0d\0", 10), 8);
	assert_int_equal(cut_of("a\0\0\0b\0\0\0\n\0\0\0d\0\0\0", 16), 12);
	assert_int_equal(cut_of("\0a\0b\0\n\0d", 8), 6);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(it_is_there_at_once),
		TEST(it_is_not_whole_at_its_end),
		TEST(notes_wait_for_the_rest),
		TEST(the_last_place_waits_for_the_rest),
		TEST(many_are_begun),
		TEST(one_that_waits_is_begun_all_the_same),
		TEST(it_stays_begun_where_reading_is_stopped),
		TEST(a_beginning_without_a_word_is_none),
		TEST(a_changed_one_is_shown_as_it_was),
		TEST(a_short_file_is_read_whole),
		cmocka_unit_test(it_is_cut_behind_a_line),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("beginning", tests, NULL, NULL);
}
