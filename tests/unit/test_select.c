/* Selecting: what each motion takes, gives back, and shows. */
#include "reader.h"

#include "read/select.h"
#include "read/state.h"

static char quote[8192];

/* What is selected, line ends as blanks. */
static const char *selected(void)
{
	const struct view *view = state_view(session);
	struct range at = view_selection(view);

	assert_true(at.end - at.start < sizeof(quote));
	snprintf(quote, sizeof(quote), "%.*s", (int)(at.end - at.start), view->doc->text.p + at.start);
	for (char *p = quote; *p != '\0'; p++) {
		*p = *p == '\n' ? ' ' : *p;
	}
	return quote;
}

static void at_the_position_of_japan(void)
{
	type(":open 1992");
	keys("<Enter>");
	type("/In the position");
	keys("<Enter>");
}

static void words_are_taken_whole_and_given_back(void **state)
{
	(void)state;
	at_the_position_of_japan();
	keys("v w w");
	assert_string_equal(selected(), "In the");
	assert_shown("2 words");
	keys("3 w");
	assert_string_equal(selected(), "In the position that Japan");
	keys("W");
	assert_string_equal(selected(), "In the position that");
	keys("4 W W");
	assert_shown("1 word ");
	keys("w");
	assert_string_equal(selected(), "");
	keys("v");
	assert_false(state_view(session)->selecting);
	keys("w");
	assert_shown("v begins one");
}

static void characters_go_over_line_ends(void **state)
{
	uint32_t start;

	(void)state;
	at_the_position_of_japan();
	keys("v 7 <Right>");
	assert_string_equal(selected(), "In the");
	keys("<Right> <Left> <Left>");
	assert_string_equal(selected(), "In the");
	start = state_view(session)->cursor;
	keys("9 9 9 <Right> 9 9 9 <Left>");
	assert_int_equal(state_view(session)->cursor, start);
}

static void sentences_and_paragraphs(void **state)
{
	char first[8192];

	(void)state;
	at_the_position_of_japan();
	keys("v .");
	assert_int_equal(strncmp(selected(), "In the position", 15), 0);
	assert_int_equal(quote[strlen(quote) - 1], '.');
	memcpy(first, selected(), sizeof(first));
	keys(". ,");
	assert_string_equal(selected(), first);
	keys("<Esc> g");
	at_the_position_of_japan();
	keys("2 v");
	assert_string_equal(selected(), first);
	keys("3 v");
	assert_true(strlen(selected()) > strlen(first));
	memcpy(first, selected(), sizeof(first));
	keys("<Esc> {");
	at_the_position_of_japan();
	keys("v }");
	assert_string_equal(selected(), first);
	keys("} {");
	assert_string_equal(selected(), first);
}

static void the_ends_change_places(void **state)
{
	(void)state;
	at_the_position_of_japan();
	keys("v 3 w O");
	assert_string_equal(selected(), "In the position");
	keys("w");
	assert_string_equal(selected(), "the position");
	keys("O w");
	assert_string_equal(selected(), "the position that");
}

static void rows_keep_their_column(void **state)
{
	struct view *view = state_view(session);
	struct row row;
	uint32_t start, column;

	(void)state;
	at_the_position_of_japan();
	keys("v 3 w");
	assert_true(view_row(view, view->cursor, 0, &row));
	start = view->cursor;
	column = start - row.at.start;
	keys("j");
	assert_true(view_row(view, view->cursor, 0, &row));
	assert_int_equal(view->cursor - row.at.start, column);
	keys("9 9 j");
	keys("9 9 k k k");
	assert_true(view->cursor < start);
	keys("G");
	assert_int_equal(view->cursor, view->doc->paras[view->doc->nparas - 1].at.end);
	keys("j");
	assert_int_equal(view->cursor, view->doc->paras[view->doc->nparas - 1].at.end);
}

/* Over page ends the view goes along, and neither a resize nor a search drops what is selected. */
static void it_outlives_pages_resizes_and_searches(void **state)
{
	struct view *view = state_view(session);
	struct range at;

	(void)state;
	keys("g v <Space> <Space>");
	assert_true(view->selecting);
	assert_true(view_shows(view, view->cursor));
	assert_false(view_shows(view, view->anchor));
	assert_shown("words");
	assert_shown("…");
	at = view_selection(view);
	session_resize(session, 60, 12);
	session_resize(session, 100, 30);
	assert_int_equal(view_selection(view).end, at.end);
	assert_int_equal(view_selection(view).start, at.start);
	type("/the");
	keys("<Enter>");
	assert_true(view->selecting);
	assert_int_equal(view->anchor, at.start);
	assert_true(view->cursor > at.end);
	at = view_selection(view);
	keys("n");
	assert_true(view->cursor > at.end);
	keys("N N N");
	assert_true(view->cursor < at.end);
	type("/nowhere at all");
	keys("<Esc>");
	assert_true(view->selecting);
}

static void mentions_are_taken_whole(void **state)
{
	struct view *view = state_view(session);
	const struct mention *mention;
	uint32_t first;

	(void)state;
	keys("g v <Tab>");
	first = session->dossier->xref.doc_first[view->id.i];
	mention = &session->dossier->xref.mentions.items[first];
	assert_int_equal(view->cursor, mention->at.end);
	keys("<Tab>");
	assert_int_equal(view->cursor, mention[1].at.end);
	keys("<S-Tab>");
	assert_int_equal(view->cursor, mention[1].at.start);
	keys("<S-Tab>");
	assert_int_equal(view->cursor, mention->at.start);
	keys("<S-Tab>");
	assert_shown("no mention before this one");
	keys("9 9 9 <Tab>");
	mention = &session->dossier->xref.mentions.items[
		session->dossier->xref.doc_first[view->id.i + 1] - 1];
	assert_int_equal(view->cursor, mention->at.end);
}

/* Whatever is typed, both ends stay places where a character starts, within the text. */
static void any_motions_stay_in_the_text(void **state)
{
	static const char *const motions[] = {"w", "W", ".", ",", "<Left>", "<Right>", "j", "k", "{",
		"}", "O", "<Space>", "b", "<Tab>", "<S-Tab>", "2v", "3v", "7w", "5,", "g", "G", "50%"};
	const struct catalog *catalog = &session->dossier->catalog;
	uint32_t seed = 12345;

	(void)state;
	for (uint32_t d = 0; d < catalog->n; d++) {
		const struct view *view = state_view(session);

		open_at_start(catalog->heads[d].path);
		keys("v");
		for (int i = 0; i < 400; i++) {
			const char *motion;

			seed = seed * 1664525 + 1013904223;
			motion = motions[(seed >> 16) % COUNT_OF(motions)];
			keys(motion);
			assert_true(view->selecting);
			assert_true(view->cursor <= view->doc->text.n);
			assert_true(view->cursor == view->doc->text.n ||
				((unsigned char)view->doc->text.p[view->cursor] & 0xC0) != 0x80);
			assert_true(view_shows(view, view->cursor));
		}
		keys("<Esc>");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words_are_taken_whole_and_given_back, begin, end),
		cmocka_unit_test_setup_teardown(characters_go_over_line_ends, begin, end),
		cmocka_unit_test_setup_teardown(sentences_and_paragraphs, begin, end),
		cmocka_unit_test_setup_teardown(the_ends_change_places, begin, end),
		cmocka_unit_test_setup_teardown(rows_keep_their_column, begin, end),
		cmocka_unit_test_setup_teardown(it_outlives_pages_resizes_and_searches, begin, end),
		cmocka_unit_test_setup_teardown(mentions_are_taken_whole, begin, end),
		cmocka_unit_test_setup_teardown(any_motions_stay_in_the_text, begin, end),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("select", tests, open_sample, close_dossier);
}
