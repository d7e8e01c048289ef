/*
 * A reader at a screen, without a terminal: keys in, frames out. The story of the sample dossier,
 * places that no resize loses, and any keys at any size.
 */
#include "reader.h"

#include "read/state.h"

static void from_etorofu_to_iturup_and_back(void **state)
{
	(void)state;
	type(":open 1992");
	keys("<Enter>");
	assert_shown("5 of 5");
	type("/Etorofu");
	keys("<Enter> <Tab>");
	assert_shown("also ");
	assert_shown("択捉島");
	keys("*");
	assert_shown("1 of 5");
	assert_shown("Iturup: ");
	keys("(");
	assert_shown("5 of 5");
	assert_shown("Etorofu");
	keys(")");
	assert_shown("1 of 5");
}

static void into_the_panel_and_there(void **state)
{
	(void)state;
	type(":open 1992");
	keys("<Enter>");
	type("/Etorofu");
	keys("<Enter> <Tab> <Enter>");
	assert_shown("back to the text");
	keys("<Enter>");
	assert_not_shown("5 of 5");
	keys("(");
	assert_shown("5 of 5");
}

static void search_finds_over_a_line_end(void **state)
{
	(void)state;
	type(":open 1992");
	keys("<Enter>");
	type("/Etorofu, Kunashiri, Shikotan,");
	keys("<Enter>");
	assert_not_shown("not found");
	type("/no such words in there");
	keys("<Enter>");
	assert_shown("not found in this document");
}

/* A click that followed a line of a list left the list's place to be restored in a document. */
static void a_click_leaves_a_prompt_alone(void **state)
{
	(void)state;
	keys("o");
	type("/r");
	for (int row = 0; row < 10; row++) {
		session_mouse(session, row, 10, 0);
	}
	type("u");
	assert_shown("Documents");
	keys("<Esc>");
	assert_shown("Documents");
}

/* A hint names a line of the list that was there when it was asked for. */
static void a_click_takes_hints_away(void **state)
{
	(void)state;
	keys("o ;");
	for (int row = 0; row < 10 && strstr(shown(), "Documents") != NULL; row++) {
		session_mouse(session, row, 10, 0);
	}
	assert_not_shown("Documents");
	keys("z");
	assert_shown("z does nothing");
}

static void lists_open_and_close(void **state)
{
	(void)state;
	keys("o");
	assert_shown("Documents");
	keys("j j <Enter>");
	assert_shown("3 of 5");
	keys("t");
	assert_shown("Contents of");
	keys("q");
	assert_shown("3 of 5");
	keys("h");
	assert_shown("The first hour");
	keys("q");
	assert_shown("3 of 5");
	type("sfour islands");
	keys("<Enter>");
	assert_shown("four islands: ");
	keys("q q");
	assert_true(session_wants(session)->quit);
}

static void a_name_finds_its_entity(void **state)
{
	(void)state;
	type("iitur");
	assert_shown("Iturup");
	keys("<Enter>");
	assert_shown("island");
	assert_shown("mentions in");
	type("I");
	keys("<Enter>");
	assert_shown("Iturup: ");
	assert_shown("Etorofu");
	type("ino such name at all");
	keys("<Enter>");
	assert_shown("no entity has the name");
}

/* Words of several names, of the date and of the kind, in any order; a kind alone is no name. */
static void words_find_an_entity(void **state)
{
	(void)state;
	type("i1956 decl");
	assert_shown("Soviet-Japanese Joint Declaration");
	keys("<Enter>");
	assert_shown("also ");
	assert_shown("15 mentions in 3 of 5 documents");
	type("itreaty 1875");
	keys("<Enter>");
	assert_shown("Treaty of Saint Petersburg");
	keys("q");
	type("iperson");
	keys("<Enter>");
	assert_shown("no entity has the name 'person'");
	type("i1956 nothing");
	keys("<Enter>");
	assert_shown("no entity has the name '1956 nothing'");
}

static void a_copy_carries_its_citation(void **state)
{
	struct session_wants *wants = session_wants(session);

	(void)state;
	type(":open 1992");
	keys("<Enter>");
	type("/Etorofu");
	keys("<Enter> y");
	assert_true(wants->copy);
	assert_non_null(strstr(wants->text.p, "“"));
	assert_non_null(strstr(wants->text.p, "Etorofu"));
	assert_non_null(strstr(wants->text.p, "1992-talks.txt, bytes "));
	assert_non_null(strstr(wants->text.p, "¶"));
}

static void the_speaker_is_named(void **state)
{
	(void)state;
	type(":open 1988");
	keys("<Enter>");
	type("/zhest");
	keys("<Enter>");
	assert_shown("Rogachev  1988-12-20");
	keys("y");
	assert_non_null(strstr(session_wants(session)->text.p, ", ¶39, Rogachev ("));
}

static void marks_and_the_last_place(void **state)
{
	(void)state;
	keys("ma ]");
	assert_shown("2 of 5");
	keys("mB 'a");
	assert_shown("no such mark");
	keys("[ 'a");
	assert_shown("1 of 5");
	keys("'B");
	assert_shown("2 of 5");
	keys("''");
	assert_shown("1 of 5");
	keys("m1");
	assert_shown("a mark is a letter");
}

static void panes_split_lock_and_close(void **state)
{
	(void)state;
	keys("^Ws");
	keys("]");
	assert_shown("1 of 5");
	assert_shown("2 of 5");
	keys("L");
	assert_shown("locked");
	keys("^Wo");
	assert_not_shown("1 of 5");
	keys("^Wv ^Wq");
	assert_shown("2 of 5");
}

static void hints_lead_to_mentions(void **state)
{
	(void)state;
	type(":open 1992");
	keys("<Enter> <Semicolon> a");
	assert_shown("mentions in");
	keys("<Semicolon> <Esc>");
	assert_not_shown("does nothing");
}

/* ^C is where hands go to stop something: it cancels what Esc cancels. */
static void an_interrupt_cancels(void **state)
{
	const struct view *view = state_view(session);
	(void)state;
	keys("v");
	assert_true(view->selecting);
	keys("^C");
	assert_false(view->selecting);
	assert_not_shown("does nothing");
	keys("1 2 ^C j");
	assert_int_equal(session->count, 0);
	keys("m ^C");
	assert_int_equal(session->key_for, COMMAND_NONE);
}

static void unknown_keys_say_so(void **state)
{
	(void)state;
	keys("_");
	assert_shown("does nothing");
	keys("j");
	assert_not_shown("does nothing");
	type(":serch x");
	keys("<Enter>");
	assert_shown("search");
}

/* Every word of the frame lies within its rectangle and every area within the screen. */
static void assert_sound(int cols, int rows)
{
	session_frame(session, &frame);
	for (uint32_t a = 0; a < frame.nareas; a++) {
		struct rect at = frame.areas[a].at;

		if (at.rows <= 0 || at.cols <= 0) {
			continue;
		}
		if (at.row < 0 || at.row + at.rows > rows || at.col < 0 || at.col + at.cols > cols) {
			fail_msg("area %d,%d %dx%d on %dx%d", at.row, at.col, at.rows, at.cols, rows, cols);
		}
		for (uint32_t b = 0; b < a; b++) {
			struct rect other = frame.areas[b].at;

			assert_false(other.rows > 0 && other.cols > 0 &&
				at.row < other.row + other.rows && other.row < at.row + at.rows &&
				at.col < other.col + other.cols && other.col < at.col + at.cols);
		}
	}
}

/* Any keys, at any size: no crash, no frame that does not fit. */
static void any_keys_at_any_size(void **state)
{
	static const char letters[] = "jkdufbgG%{}[]/?nNs\tt*#;pPiIr()mam'a'vy:xX=hqo\r\r\r\033\033\033+-0123 ";
	uint32_t seed = 11;
	int cols = 120, rows = 40;

	(void)state;
	for (int i = 0; i < 6000; i++) {
		uint32_t pick;

		seed = seed * 1664525u + 1013904223u;
		pick = (seed >> 8) % 100;
		if (pick < 3) {
			cols = 1 + (int)((seed >> 16) % 230);
			rows = 1 + (int)((seed >> 24) % 70);
			session_resize(session, cols, rows);
		} else if (pick < 10) {
			session_key(session, 0x17);
			session_key(session, (unsigned char)"svwoqc=L"[(seed >> 20) % 8]);
		} else if (pick < 14) {
			session_key(session, DKEY_UP + (seed >> 20) % 11);
		} else if (pick < 16) {
			session_mouse(session, (int)((seed >> 16) % (uint32_t)rows),
				(int)((seed >> 20) % (uint32_t)cols), (int)(seed >> 30) - 1);
		} else {
			session_key(session, (unsigned char)letters[(seed >> 16) % (sizeof(letters) - 1)]);
		}
		session_wants(session)->quit = false;
		assert_sound(cols, rows);
	}
}

/* The oldest of too many lists goes: what was opened from it goes back to where that one was from. */
static void many_lists_lead_back(void **state)
{
	(void)state;
	for (int i = 0; i < MADE_MAX + 2; i++) {
		keys("h");
	}
	for (int i = 0; i < MADE_MAX && !state_is_known(session, state_view(session)->id); i++) {
		keys("q");
	}
	assert_true(state_is_known(session, state_view(session)->id));
	assert_false(session_wants(session)->quit);
}

/* The key that is bound, and the name of a command that none is bound to. */
static void messages_name_the_keys_that_are_bound(void **state)
{
	struct config config;
	struct report report = {0};
	struct err err;

	(void)state;
	config_init(&config);
	assert_true(config_read(&config, scratch_text("config.ini", "[keys]\nnext-mention = <F5>\n"
		"find-entity =\n"), CONFIG_ALL, &report, &err));
	keymap_finish(&session->keymap);
	assert_true(keymap_make(&session->keymap, &config, &report, &err));
	open_at_start(SPAN("1988-working-group.txt"));
	type("*");
	assert_shown("no mention here; F5 goes to one; :find-entity finds an entity by name");
	report_finish(&report);
	config_finish(&config);
}

int main(void)
{
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(from_etorofu_to_iturup_and_back),
		STORY(into_the_panel_and_there),
		STORY(search_finds_over_a_line_end),
		STORY(a_click_leaves_a_prompt_alone),
		STORY(a_click_takes_hints_away),
		STORY(lists_open_and_close),
		STORY(many_lists_lead_back),
		STORY(a_name_finds_its_entity),
		STORY(words_find_an_entity),
		STORY(a_copy_carries_its_citation),
		STORY(the_speaker_is_named),
		STORY(marks_and_the_last_place),
		STORY(panes_split_lock_and_close),
		STORY(hints_lead_to_mentions),
		STORY(an_interrupt_cancels),
		STORY(messages_name_the_keys_that_are_bound),
		STORY(unknown_keys_say_so),
		STORY(any_keys_at_any_size),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("session", tests, open_sample, close_dossier);
}
