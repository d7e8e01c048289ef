/* The store: notes written, read, merged, deleted, taken back; whose file it is. */
#include "stored.h"

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

/* Edits by others in between are never taken back by mistake. */
static void test_restore_of_others(void **state)
{
	struct store *one = open_store("s"), *two = open_store("s");
	struct note *notes, mine = sample("one"), theirs;
	struct err err;

	(void)state;
	put(one, &mine, false);
	assert_int_equal(read_all(two, &notes), 1);
	theirs = notes[0];
	theirs.body = SPAN("theirs");
	put(two, &theirs, false);
	assert_false(store_restore(one, mine.id, mine.rev, &err));
	assert_non_null(strstr(err.msg, "changed meanwhile"));
	assert_false(store_restore(one, SPAN("none"), 1, &err));
	assert_int_equal(read_all(one, &notes), 1);
	assert_text(notes[0].body, "theirs");
	store_close(one);
	store_close(two);
}

/* A note that was deleted meanwhile is not lost with what is written over it. */
static void test_edit_of_deleted(void **state)
{
	struct store *store = open_store("s");
	struct note *notes, note = sample("one");
	struct err err;

	(void)state;
	put(store, &note, false);
	assert_true(store_delete(store, note.id, note.rev, &err));
	note.body = SPAN("two");
	put(store, &note, true);
	assert_int_equal(read_all(store, &notes), 1);
	assert_text(notes[0].body, "two");
	assert_int_equal(notes[0].rival.n, 36);
	store_close(store);
}

static void merge(struct store *store, const struct note *notes, uint32_t n, uint32_t taken)
{
	struct err err;
	uint32_t found = n + 1;

	if (!store_merge(store, notes, n, &found, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_int_equal(found, taken);
}

static void test_merge(void **state)
{
	struct store *store = open_store("s"), *other = open_store("t");
	struct note *notes, a = sample("a"), b = sample("b");
	struct err err;
	uint32_t n, taken;

	(void)state;
	put(store, &a, false);
	put(store, &b, false);
	n = read_all(store, &notes);
	merge(other, notes, n, 2);
	merge(other, notes, n, 0);
	put(store, &a, false);
	n = read_all(store, &notes);
	merge(other, notes, n, 1);
	notes[1].body = SPAN("later");
	notes[1].modified = SPAN("2999-01-01T00:00:00Z");
	merge(other, notes, n, 1);
	assert_true(store_delete(other, notes[1].id, 1, &err));
	merge(other, notes, n, 0);
	n = read_all(other, &notes);
	assert_int_equal(n, 1);
	assert_int_equal(notes[0].rev, 2);
	notes[0].id = (struct span){NULL, 0};
	assert_false(store_merge(other, notes, 1, &taken, &err));
	store_close(store);
	store_close(other);
}

/* Nothing of an import is written where one of its notes is none. */
static void test_merge_whole(void **state)
{
	struct store *store = open_store("s"), *other = open_store("t");
	struct note *notes, a = sample("a"), b = sample("b");
	struct err err;
	uint32_t n, taken = 7;

	(void)state;
	put(store, &a, false);
	put(store, &b, false);
	n = read_all(store, &notes);
	notes[1].body = SPAN("bad \xFF");
	assert_false(store_merge(other, notes, n, &taken, &err));
	assert_int_equal(taken, 7);
	assert_int_equal(read_all(other, &notes), 0);
	store_close(store);
	store_close(other);
}

static void test_bounds(void **state)
{
	struct store *store = open_store("s");
	struct note *notes, note = sample("x"), before;
	struct err err;
	bool rival = false;
	char *body = malloc(NOTE_BODY_BYTES + 1);

	(void)state;
	assert_non_null(body);
	memset(body, 'x', NOTE_BODY_BYTES + 1);
	note.body = (struct span){body, NOTE_BODY_BYTES + 1};
	before = note;
	assert_false(store_put(store, &note, &arena, &rival, &err));
	assert_non_null(strstr(err.msg, "at most 1048576 bytes"));
	assert_memory_equal(&note, &before, sizeof(note));
	assert_false(file_exists("s"));
	note.body.n--;
	put(store, &note, false);
	assert_int_equal(read_all(store, &notes), 1);
	assert_int_equal(notes[0].body.n, NOTE_BODY_BYTES);
	free(body);
	store_close(store);
}

/* Rows that are no notes, by whatever hand, are told of and left out. */
static void test_odd_rows(void **state)
{
	struct store *store = open_store("s");
	struct note *notes, note = sample("x");
	struct err err;

	(void)state;
	put(store, &note, false);
	put(store, &(struct note){.anchor = note.anchor}, false);
	assert_true(store_db_exec(store, "UPDATE note SET at_start = 99 WHERE seq = 1", &err));
	assert_int_equal(read_all(store, &notes), 1);
	assert_int_equal(report.n, 1);
	assert_non_null(strstr(report.items[0].text, "1 note that makes no sense"));
	store_close(store);
}

/* Versions. */

static int64_t ask(struct store *store, const char *sql)
{
	struct store_rows rows;
	struct err err;
	int64_t n = -1;

	store_db_ask(store, &rows, sql, STORE_NO_VALUES);
	if (store_db_next(&rows)) {
		n = store_db_number(&rows, 0);
	}
	assert_true(store_db_done(&rows, &err));
	return n;
}

/* A made-up step more, as a later dossier has it: notes stay, and this one writes no more. */
static void test_newer(void **state)
{
	struct store *store = open_store("s"), *old = open_store("s");
	struct note *notes, note = sample("kept");
	const char *steps[16];
	struct err err;
	bool rival;
	uint32_t n = store_schema_nsteps;

	(void)state;
	put(store, &note, false);
	memcpy(steps, store_schema_steps, n * sizeof(*steps));
	steps[n] = "CREATE TABLE made_up (x); INSERT INTO made_up SELECT count(*) FROM note";
	assert_true(store_schema_run(store, steps, n + 1, true, &err));
	assert_int_equal(ask(store, "SELECT x FROM made_up"), 1);
	assert_int_equal(ask(store, "PRAGMA user_version"), n + 1);
	note.id = (struct span){NULL, 0};
	assert_false(store_put(old, &note, &arena, &rival, &err));
	assert_non_null(strstr(err.msg, "made by a newer dossier"));
	store_close(old);
	old = open_store("s");
	assert_int_equal(report.n, 1);
	assert_int_equal(read_all(old, &notes), 1);
	assert_text(notes[0].body, "kept");
	store_close(old);
	store_close(store);
}

/* A step that fails leaves the version that was. */
static void test_bad_step(void **state)
{
	struct store *store = open_store("s");
	struct note *notes, note = sample("kept");
	const char *steps[16];
	struct err err;
	uint32_t n = store_schema_nsteps;

	(void)state;
	put(store, &note, false);
	memcpy(steps, store_schema_steps, n * sizeof(*steps));
	steps[n] = "CREATE TABLE made_up (x); CREATE TABLE note (x)";
	assert_false(store_schema_run(store, steps, n + 1, true, &err));
	assert_int_equal(ask(store, "PRAGMA user_version"), n);
	assert_int_equal(ask(store, "SELECT count(*) FROM sqlite_schema WHERE name = 'made_up'"), 0);
	put(store, &note, false);
	assert_int_equal(read_all(store, &notes), 1);
	store_close(store);
}

/* A file of the first version is brought up to this one, step by step. */
static void test_older(void **state)
{
	struct store *store;
	struct note *notes, note = sample("from before");
	struct err err;

	(void)state;
	assert_int_equal(mkdir("s", 0700), 0);
	make_file("s/notes.db");
	store = open_store("s");
	assert_true(store_schema_run(store, store_schema_steps, 1, true, &err));
	assert_true(store_db_exec(store,
		"INSERT INTO note VALUES (1, '01234567-89ab-4cde-8f01-23456789abcd', 1, 1, 0, 'a.txt', '',"
		" 9, 0, 1, 'q', '', '', 0, 1, '', 'from before', '', '', '', '2026-01-01T00:00:00Z',"
		" '2026-01-01T00:00:00Z', '')", &err));
	assert_int_equal(ask(store, "PRAGMA user_version"), 1);
	assert_true(store_schema_run(store, store_schema_steps, 2, true, &err));
	assert_true(store_db_exec(store,
		"INSERT INTO step VALUES ('a.txt', 1, 2, 3, 4, 5, 6, 9, 0, 'islands', 7)", &err));
	store_close(store);
	store = open_store("s");
	assert_int_equal(ask(store, "PRAGMA user_version"), store_schema_nsteps);
	assert_int_equal(read_all(store, &notes), 1);
	assert_text(notes[0].body, "from before");
	assert_int_equal(ask(store, "SELECT count(*) FROM step WHERE path = 'a.txt' AND top_hash = 1"
		" AND at_off = 6 AND active = 0 AND trail = 'islands' AND i = 7"), 1);
	put(store, &note, false);
	store_close(store);
}

/* What a file holds besides tables does nothing: it may come from anywhere. */
static void test_triggers(void **state)
{
	struct store *store = open_store("s");
	struct note *notes, note = sample("kept"), more = sample("more");
	struct err err;

	(void)state;
	put(store, &note, false);
	assert_true(store_db_exec(store,
		"CREATE TRIGGER theirs AFTER INSERT ON note BEGIN DELETE FROM note; END", &err));
	store_close(store);
	store = open_store("s");
	put(store, &more, false);
	assert_int_equal(read_all(store, &notes), 2);
	assert_false(store_db_exec(store, "ATTACH 'other.db' AS other", &err));
	assert_false(store_db_exec(store, "SELECT load_extension('theirs')", &err));
	assert_int_equal(ask(store, "PRAGMA mmap_size"), 0);
	assert_int_equal(ask(store, "PRAGMA trusted_schema"), 0);
	store_close(store);
}

static void test_other_program(void **state)
{
	struct store *store;
	struct err err;

	(void)state;
	assert_int_equal(mkdir("s", 0700), 0);
	make_file("s/notes.db");
	store = open_store("s");
	assert_true(store_db_exec(store, "PRAGMA user_version = 3; CREATE TABLE theirs (x)", &err));
	store_close(store);
	assert_false(store_open(&store, "s", &report, &err));
	assert_non_null(strstr(err.msg, "of another program"));
}

/* A version that no dossier has written is damage: what is there is carried over. */
static void test_odd_version(void **state)
{
	static const char *const versions[] = {"PRAGMA user_version = 0", "PRAGMA user_version = -5"};
	struct store *store = open_store("s");
	struct note *notes, note = sample("kept");
	struct err err;

	(void)state;
	put(store, &note, false);
	for (uint32_t i = 0; i < COUNT_OF(versions); i++) {
		assert_true(store_db_exec(store, versions[i], &err));
		store_close(store);
		store = open_store("s");
		assert_int_equal(report.n, i + 1);
		assert_non_null(strstr(report.items[i].text, "was damaged"));
		assert_int_equal(ask(store, "PRAGMA user_version"), store_schema_nsteps);
		assert_int_equal(read_all(store, &notes), 1);
		assert_text(notes[0].body, "kept");
	}
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
	static const struct CMUnitTest tests[] = {
		TEST(test_lazy), TEST(test_round_trip), TEST(test_rivals), TEST(test_restore),
		TEST(test_restore_of_others), TEST(test_edit_of_deleted), TEST(test_merge),
		TEST(test_merge_whole), TEST(test_bounds), TEST(test_odd_rows), TEST(test_newer),
		TEST(test_bad_step), TEST(test_older), TEST(test_triggers),
		TEST(test_other_program), TEST(test_odd_version),
	};
#undef TEST
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
