/* The store: what was said to be saved is there, whatever happens to disk, file and session. */
#include "notes/store_db.h"

#include "base/file.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct report report;
static struct arena arena;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* Each test runs in a folder of its own. */
static int enter(void **state)
{
	char name[] = "/tmp/dossier-store-XXXXXX";

	if (mkdtemp(name) == NULL || chdir(name) != 0) {
		return -1;
	}
	*state = strdup(name);
	return *state == NULL;
}

static int leave(void **state)
{
	int failed = chdir("/") != 0 || nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;

	free(*state);
	arena_finish(&arena);
	report_finish(&report);
	return failed;
}

static struct store *open_store(const char *folder)
{
	struct store *store;
	struct err err;

	if (!store_open(&store, folder, &report, &err)) {
		fail_msg("%s", err.msg);
	}
	return store;
}

static struct note sample(const char *body)
{
	return (struct note){
		.anchor = {.path = SPAN("a/1855.txt"), .text_n = 100, .at = {10, 16},
			.quote = SPAN("Iturup"), .prefix = SPAN("of "), .suffix = SPAN(" and"),
			.ordinal = 1, .para = 3, .heading = SPAN("Borders")},
		.body = span_of(body),
		.colour = NOTE_BLUE,
		.author = SPAN("me"),
	};
}

static void put(struct store *store, struct note *note, bool rival)
{
	struct err err;
	bool found = !rival;

	if (!store_put(store, note, &arena, &found, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_int_equal(found, rival);
}

static uint32_t read_all(struct store *store, struct note **notes)
{
	struct err err;
	uint32_t n = 0;

	if (!store_notes(store, &arena, notes, &n, &err)) {
		fail_msg("%s", err.msg);
	}
	return n;
}

static void assert_text(struct span text, const char *expected)
{
	if (!span_eq(text, span_of(expected))) {
		fail_msg("'%.*s' is not '%s'", SPAN_ARG(text), expected);
	}
}

/* Looking makes nothing; the first write makes all. */
static void test_lazy(void **state)
{
	struct store *store = open_store("s");
	struct note *notes, note = sample("first");
	struct stat st;

	(void)state;
	assert_int_equal(read_all(store, &notes), 0);
	assert_false(file_exists("s"));
	put(store, &note, false);
	assert_int_equal(stat("s", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(stat("s/notes.db", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	store_close(store);
}

static void test_round_trip(void **state)
{
	struct store *store = open_store("s");
	struct note *notes, note = sample("two\nlines, \xE5\x8C\x97");

	(void)state;
	assert_true(note_tags_parse(SPAN("#b, a b"), &arena, &note));
	note.anchor.hash = sha256_of(SPAN("x"));
	put(store, &note, false);
	store_close(store);
	store = open_store("s");
	assert_int_equal(read_all(store, &notes), 1);
	assert_int_equal(notes[0].id.n, 36);
	assert_int_equal(notes[0].rev, 1);
	assert_text(notes[0].body, "two\nlines, \xE5\x8C\x97");
	assert_text(notes[0].anchor.path, "a/1855.txt");
	assert_text(notes[0].anchor.quote, "Iturup");
	assert_text(notes[0].anchor.prefix, "of ");
	assert_text(notes[0].anchor.suffix, " and");
	assert_text(notes[0].anchor.heading, "Borders");
	assert_text(notes[0].author, "me");
	assert_int_equal(notes[0].ntags, 2);
	assert_text(notes[0].tags[0], "b");
	assert_int_equal(notes[0].colour, NOTE_BLUE);
	assert_int_equal(notes[0].anchor.at.start, 10);
	assert_int_equal(notes[0].anchor.at.end, 16);
	assert_int_equal(notes[0].anchor.para, 3);
	assert_int_equal(notes[0].anchor.ordinal, 1);
	assert_int_equal(notes[0].anchor.text_n, 100);
	assert_true(sha256_eq(&notes[0].anchor.hash, &note.anchor.hash));
	assert_true(span_eq(notes[0].id, note.id));
	assert_true(span_eq(notes[0].modified, note.modified));
	store_close(store);
}

/* Two sessions edit one note: both texts are there, and the second is told. */
static void test_rivals(void **state)
{
	struct store *one = open_store("s"), *two = open_store("s");
	struct note *notes, mine = sample("first"), theirs;
	uint64_t version;

	(void)state;
	put(one, &mine, false);
	version = store_version(two);
	assert_int_equal(read_all(two, &notes), 1);
	theirs = notes[0];
	theirs.body = SPAN("theirs");
	put(two, &theirs, false);
	assert_int_equal(theirs.rev, 2);
	mine.body = SPAN("mine");
	put(one, &mine, true);
	assert_true(span_eq(mine.rival, theirs.id));
	assert_int_equal(mine.rev, 1);
	assert_int_equal(read_all(two, &notes), 2);
	assert_text(notes[0].body, "theirs");
	assert_text(notes[1].body, "mine");
	assert_true(store_version(two) != version);
	version = store_version(one);
	assert_true(store_version(one) == version);
	put(two, &theirs, false);
	assert_true(store_version(one) != version);
	store_close(one);
	store_close(two);
}

static void assert_restored(struct store *store, struct span id, uint32_t rev, const char *body)
{
	struct note *notes;
	struct err err;
	uint32_t n;

	if (!store_restore(store, id, rev, &err)) {
		fail_msg("%s", err.msg);
	}
	n = read_all(store, &notes);
	assert_int_equal(n, body == NULL ? 0 : 1);
	if (body != NULL) {
		assert_text(notes[0].body, body);
	}
}

/* Making, two edits and the deletion are taken back one by one, as a reader's undo does it. */
static void test_restore(void **state)
{
	struct store *store = open_store("s");
	struct note note = sample("one");
	struct err err;

	(void)state;
	put(store, &note, false);
	note.body = SPAN("two");
	put(store, &note, false);
	note.body = SPAN("three");
	put(store, &note, false);
	assert_int_equal(note.rev, 3);
	assert_false(store_delete(store, note.id, 2, &err));
	assert_true(store_delete(store, note.id, 3, &err));
	assert_false(store_delete(store, note.id, 4, &err));
	assert_restored(store, note.id, 4, "three");
	assert_false(store_restore(store, note.id, 4, &err));
	assert_restored(store, note.id, 3, "two");
	assert_restored(store, note.id, 2, "one");
	assert_restored(store, note.id, 1, NULL);
	assert_false(store_restore(store, note.id, 1, &err));
	store_close(store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lazy, enter, leave),
		cmocka_unit_test_setup_teardown(test_round_trip, enter, leave),
		cmocka_unit_test_setup_teardown(test_rivals, enter, leave),
		cmocka_unit_test_setup_teardown(test_restore, enter, leave),
	};
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
