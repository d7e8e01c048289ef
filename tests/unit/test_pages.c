/* Page numbers of long texts: counted between the keys, the same as those of a count at once. */
#include "behind.h"

enum { PARAS = 4000 }; /* of about 250 bytes: a megabyte, many slices */

/* The second text is a long one, from now on. */
static void write_long(int paras, const char *before)
{
	struct buf text = {0};

	buf_printf(&text, "Text b\n\n1 May 1902\n\n%s", before);
	for (int p = 1; p <= paras; p++) {
		buf_printf(&text, "b%d is a paragraph of a text that is far too long to be counted\n"
			"before it is shown, and so its pages have no numbers at first.\n", p);
		for (int k = p % 5; k > 0; k--) {
			buf_puts(&text, "It goes on with the harbour, which lies still — 国後島.\n");
		}
		buf_putc(&text, '\n');
	}
	write_file("b.txt", buf_span(&text));
	buf_finish(&text);
}

static int enter_long(void **state)
{
	if (enter(state) != 0) {
		return 1;
	}
	close_session();
	write_long(PARAS, "");
	open_session(false);
	open_at_start(SPAN("b.txt"));
	return 0;
}

/* "p 7/123", as one finds it who lays all of the text out. */
static const char *expected(void)
{
	static char text[32];
	const struct view *view = state_view(session);
	uint32_t height = (uint32_t)view->height, page;
	struct rows all = {0};

	for (uint32_t i = 0; i < view->doc->nparas; i++) {
		assert_true(layout_para(view->doc, i, view->measure, &all));
	}
	page = (layout_row_at(&all, view->top) + height - 1) / height + 1;
	snprintf(text, sizeof(text), "p %u/%u ", page, (all.n + height - 1) / height);
	rows_finish(&all);
	return text;
}

/* Counts to the end; how many slices that took. */
static int count_all(void)
{
	bool changed = false;
	int slices = 0;

	for (; session_counts(session); slices++) {
		changed = session_count(session);
	}
	assert_int_equal(changed, slices > 0);
	return slices;
}

/* As short a slice as there is. */
static void count_some(void)
{
	struct view *view = state_view(session);

	assert_true(view->uncounted);
	assert_false(view_count(view, false));
	assert_true(session_counts(session));
}

/* How far from the right edge the document's number stands. */
static size_t place_of_number(void)
{
	const char *at = strstr(shown(), "2 of 3");

	assert_non_null(at);
	return (size_t)(strchr(at, '\n') - at);
}

static void numbers_come_when_they_are_counted(void **state)
{
	size_t place;

	(void)state;
	assert_shown("Text b");
	assert_not_shown("p 1/");
	assert_true(session_counts(session));
	place = place_of_number();
	count_some();
	assert_not_shown("p 1/");
	assert_true(count_all() > 0);
	assert_shown(expected());
	assert_int_equal(place_of_number(), place);
	for (int i = 0; i < 40; i++) {
		keys(i % 7 == 3 ? "b" : i % 5 == 2 ? "7 j" : "11 <Space>");
		assert_shown(expected());
		assert_int_equal(place_of_number(), place);
	}
	keys("G");
	assert_shown(expected());
	assert_false(session_counts(session));
}

static void a_short_text_is_counted_at_once(void **state)
{
	(void)state;
	keys("]");
	assert_shown(expected());
	assert_false(session_counts(session));
}

static void another_size_is_counted_anew(void **state)
{
	(void)state;
	(void)shown();
	count_some();
	session_resize(session, 66, 30);
	assert_not_shown("p 1/");
	count_some();
	session_resize(session, 120, 40);
	(void)shown();
	count_some();
	count_all();
	assert_shown(expected());
	keys("30 <Space>");
	session_resize(session, 66, 30);
	(void)shown();
	assert_true(session_counts(session));
	count_all();
	assert_shown(expected());
	session_resize(session, 66, 20); /* the same rows on lower pages */
	assert_shown(expected());
	assert_false(session_counts(session));
}

static void what_was_left_is_counted_on(void **state)
{
	const struct paging_doc *kept;
	struct view *view = state_view(session);
	uint32_t counted;

	(void)state;
	(void)shown();
	count_some();
	kept = paging_of(&view->paging, view->doc, view->id, view->measure);
	counted = kept->next.para;
	assert_true(counted > 0);
	keys("]");
	(void)shown();
	assert_false(session_counts(session));
	keys("[");
	(void)shown();
	assert_true(session_counts(session));
	assert_ptr_equal(paging_of(&view->paging, view->doc, view->id, view->measure), kept);
	assert_int_equal(kept->next.para, counted);
	count_all();
	assert_shown(expected());
}

static void each_pane_has_its_numbers(void **state)
{
	(void)state;
	keys("^W s G");
	(void)shown();
	assert_true(session_counts(session));
	count_all();
	assert_shown(expected());
	keys("^W w");
	assert_shown(expected());
	keys("g ^W v");
	session_resize(session, 400, 40);
	(void)shown();
	assert_true(session_counts(session));
	keys("^W q"); /* with a count that has begun */
	count_all();
	assert_shown(expected());
}

/* With another text, or none, behind the same name. */
static void a_text_that_changes_is_counted_anew(void **state)
{
	static const int paras[] = {PARAS - 500, PARAS, PARAS + 1, 3};

	(void)state;
	session_watch(session, &how);
	settle();
	for (size_t i = 0; i < COUNT_OF(paras); i++) {
		session_resize(session, 66 + (int)i, 40); /* at another measure each time */
		(void)shown();
		count_some();
		write_long(paras[i], "Something new at its start.\n\n");
		session_tick(session);
		settle();
		assert_int_equal(catalog_has_changed(&session_dossier(session)->catalog, (doc_id){1}),
			false);
		(void)shown();
		count_all();
		assert_shown(expected());
		assert_shown("Text b");
	}
	remove_file("b.txt");
	session_tick(session);
	settle();
	(void)shown();
	assert_false(session_counts(session));
}

/* The numbers of the last session stand there at once; those of other pages are counted behind it. */
static void the_next_session_has_its_own(void **state)
{
	char was[32];

	(void)state;
	session_rest(session);
	keys("100 <Space>");
	(void)shown();
	count_all();
	snprintf(was, sizeof(was), "%s", expected());
	assert_shown(was);
	close_session();
	open_session(false);
	assert_shown(was);
	assert_true(session_counts(session));
	session_rest(session);
	keys("j");
	assert_not_shown(was);
	count_all();
	assert_shown(expected());
}

#define LONG(name) cmocka_unit_test_setup_teardown(name, enter_long, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LONG(numbers_come_when_they_are_counted),
		LONG(a_short_text_is_counted_at_once),
		LONG(another_size_is_counted_anew),
		LONG(what_was_left_is_counted_on),
		LONG(each_pane_has_its_numbers),
		LONG(a_text_that_changes_is_counted_anew),
		LONG(the_next_session_has_its_own),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
