/* Searching one long document while keys are typed: in slices, stopped at any time, told when found. */
#include "reader.h"

#include "read/state.h"

#include <glob.h>
#include <sys/stat.h>
#include <utime.h>

enum { LINES = 240000 }; /* of 38 bytes, more than many slices: a form is kept of it, and mapped */

static int open_long(void **state)
{
	const char *const paths[] = {"d"};
	struct buf text = {0};
	struct err err;

	if (scratch_enter(state) != 0 || mkdir("d", 0700) != 0) {
		return -1;
	}
	buf_puts(&text, "Paper\n\nIn Petropavlovsk, at first.\n\n");
	for (int k = 0; k < LINES; k++) {
		buf_puts(&text, k % 10 == 9 ? "\n" : "many words of which nobody will ever ask.\n");
	}
	buf_puts(&text, "\nIturup, then, and a treaty. And later once more Petropavlovsk.\n");
	scratch_file("d/long.txt", buf_span(&text));
	scratch_text("d/short.txt", "Short\n\nPetropavlovsk alone.\n");
	buf_finish(&text);
	return dossier_open(&dossier,
		&(struct dossier_how){.paths = paths, .npaths = 1, .state = "state",
			.cache = "cache"}, &err) ? 0 : -1;
}

static int begin_at_start(void **state)
{
	if (begin(state) != 0) {
		return 1;
	}
	open_at_start(SPAN("long.txt"));
	return 0;
}

static void ask(const char *text)
{
	keys("/");
	type(text);
	keys("<Enter>");
}

/* Lets a search that is going on come to its end; how many slices that took. */
static int let_it(void)
{
	int slices = 0;

	for (; session_hunts(session); slices++) {
		session_hunt(session);
	}
	return slices;
}

static void what_is_near_is_found_at_once(void **state)
{
	(void)state;
	ask("petropavlovsk");
	assert_false(session_hunts(session));
	assert_shown("at first");
}

static void what_is_far_is_found_in_slices(void **state)
{
	(void)state;
	ask("iturup");
	assert_true(session_hunts(session));
	assert_shown("Paper");
	session_say(session, false, "searching: Esc stops"); /* as where it takes long */
	assert_true(let_it() > 0);
	assert_shown("Iturup, then");
	assert_not_shown("Esc stops");
	keys("(");
	assert_shown("at first");
}

static void progress_is_told(void **state)
{
	(void)state;
	ask("~[x]{3}nowhere");
	assert_true(session_hunts(session));
	session_hunt(session);
	if (session_hunts(session)) {
		assert_shown("%; Esc stops");
	}
	let_it();
	assert_shown("not found in this document");
}

static void escape_stops_it(void **state)
{
	(void)state;
	ask("iturup");
	keys("<Esc>");
	assert_false(session_hunts(session));
	assert_shown("stopped: not found in ");
	assert_shown("at first");
}

/* One who reads on meanwhile is not torn away. */
static void a_reader_who_has_gone_on_is_told(void **state)
{
	(void)state;
	ask("iturup");
	assert_true(session_hunts(session));
	keys("<Space>");
	let_it();
	assert_shown("found: '' goes there");
	assert_not_shown("Iturup, then");
	keys("' '");
	assert_shown("Iturup, then");
	ask("nowhere");
	keys("]");
	assert_shown("Petropavlovsk alone");
	let_it();
	assert_shown("not found in this document");
	assert_shown("Petropavlovsk alone");
}

static void it_goes_round_the_end(void **state)
{
	(void)state;
	ask("petropavlovsk");
	keys("n");
	assert_true(session_hunts(session));
	let_it();
	assert_shown("once more");
	keys("n");
	let_it();
	assert_shown("at first");
	assert_shown("from the start again");
	keys("N");
	let_it();
	assert_shown("once more");
	assert_shown("from the end again");
	keys("2 N");
	let_it();
	assert_shown("once more");
	keys("N");
	let_it();
	assert_shown("at first");
}

static void what_is_typed_is_shown_when_found(void **state)
{
	(void)state;
	keys("/");
	type("iturup");
	assert_true(session_hunts(session));
	assert_not_shown("Iturup, then");
	let_it();
	assert_shown("Iturup, then");
	keys("<Esc>");
	assert_shown("at first");
	keys("/");
	type("iturup");
	keys("<Esc>");
	assert_false(session_hunts(session));
}

/* While something else is typed nothing jumps under it. */
static void it_waits_for_a_prompt(void **state)
{
	(void)state;
	ask("iturup");
	keys(":");
	assert_false(session_hunts(session));
	keys("<Esc>");
	assert_true(session_hunts(session));
	let_it();
	assert_shown("Iturup, then");
	keys("g");
	ask("iturup");
	ask("many words of");
	assert_false(session_hunts(session));
}

/* Without a word index all of it is looked at, a mebibyte at a time. */
static void all_documents_are_searched_in_parts(void **state)
{
	(void)state;
	assert_int_equal(doc_memory(catalog_doc(&dossier.catalog,
		catalog_find(&dossier.catalog, SPAN("long.txt")))), 0);
	keys("s");
	type("~[Pp]etropavl.vsk");
	keys("<Enter>");
	assert_true(session_hunts(session));
	assert_true(let_it() > 2);
	assert_shown("3 found in 2 of 2 documents");
	keys("q");
	assert_shown("at first");
}

/* The form of a document that is gone goes with the next index; who has it mapped reads on. */
static void forms_of_what_is_gone_are_removed(void **state)
{
	const char *const paths[] = {"d"};
	struct dossier_how how = {.paths = paths, .npaths = 1, .state = "state", .cache = "cache"};
	struct utimbuf old = {1000000, 1000000};
	struct dossier other;
	struct err err;
	glob_t forms;

	(void)state;
	assert_int_equal(glob("cache/*/texts/????????????????", 0, NULL, &forms), 0);
	assert_int_equal(forms.gl_pathc, 1);
	assert_int_equal(utime(forms.gl_pathv[0], &old), 0);
	assert_true(dossier_index(&dossier, true, &err));
	assert_int_equal(access(forms.gl_pathv[0], F_OK), 0);
	assert_int_equal(rename("d/long.txt", "d/long.gone"), 0);
	assert_true(dossier_open(&other, &how, &err));
	assert_true(dossier_index(&other, true, &err));
	dossier_close(&other);
	assert_int_not_equal(access(forms.gl_pathv[0], F_OK), 0);
	assert_int_equal(rename("d/long.gone", "d/long.txt"), 0);
	globfree(&forms);
	keys("G");
	assert_shown("once more");
}

static void ask_all(const char *question)
{
	keys("s");
	type(question);
	keys("<Enter>");
}

/* A question in a long document: its list, what is shown of it, and n. */
static void answers_are_found_in_slices(void **state)
{
	(void)state;
	ask_all("petropavlovsk NEAR/9 (iturup OR first OR more)");
	assert_true(let_it() > 2);
	assert_shown("2 found in 1 document");
	open_at_start(SPAN("long.txt"));
	shown();
	assert_true(session_hunts(session)); /* for what is on the screen */
	keys("n");
	assert_true(session_hunts(session));
	session_hunt(session);
	if (session_hunts(session)) {
		assert_shown("searching petropavlovsk NEAR/9 (iturup OR first OR more):");
	}
	let_it();
	assert_shown("In Petropavlovsk, at first");
	keys("n");
	assert_false(session_hunts(session));
	assert_shown("Iturup, then");
	keys("N");
	assert_shown("In Petropavlovsk, at first");
}

static void escape_stops_a_question(void **state)
{
	(void)state;
	ask_all("many NOT nowhere");
	let_it();
	open_at_start(SPAN("long.txt"));
	keys("n");
	assert_true(session_hunts(session));
	keys("<Esc>");
	assert_shown("stopped: not found in ");
	assert_false(session_hunts(session));
	keys("n");
	let_it();
	assert_not_shown("stopped");
}

int main(void)
{
#define READING(test) cmocka_unit_test_setup_teardown(test, begin_at_start, end)
	static const struct CMUnitTest tests[] = {
		READING(what_is_near_is_found_at_once),
		READING(what_is_far_is_found_in_slices),
		READING(progress_is_told),
		READING(escape_stops_it),
		READING(a_reader_who_has_gone_on_is_told),
		READING(it_goes_round_the_end),
		READING(what_is_typed_is_shown_when_found),
		READING(it_waits_for_a_prompt),
		READING(answers_are_found_in_slices),
		READING(escape_stops_a_question),
		READING(all_documents_are_searched_in_parts),
		READING(forms_of_what_is_gone_are_removed),
	};
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests_name("quest", tests, open_long, close_dossier);
}
