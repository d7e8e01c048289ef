/* The list of notes: always what the store has, each where its passage is now. */
#include "notes/notes.h"
#include "notes/store_reader.h"

#include "base/file.h"

#include <ftw.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define FIRST                                                                                      \
	"The treaty of Shimoda\n\nOn 7 February 1855 the envoys signed the treaty of Shimoda. It " \
	"drew "                                                                                    \
	"the border between Etorofu and Urup.\n\nSakhalin was left without a border, and people "  \
	"of "                                                                                      \
	"both countries lived there as before. The envoys parted as friends.\n\n"
#define SECOND                                                                                     \
	"The treaty of Saint Petersburg\n\nIn 1875 Japan gave up Sakhalin and received the chain " \
	"of "                                                                                      \
	"the Kurils as far as Kamchatka. Nobody asked the people who lived on either.\n\n"
#define INSERTED "A preface by another hand, which was not there when the notes were made.\n\n"

/* A dossier with a store, in a folder of its own; two lists on it where there are two sessions. */
struct world {
	char *folder;
	struct config config;
	struct report report;
	struct catalog catalog;
	struct store *store;
	struct notes notes;
};

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static void write_text(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void open_world(struct world *world)
{
	struct err err;

	if (!catalog_load(&world->catalog, "texts", &world->config, &world->report, &err) ||
		!store_open(&world->store, "state", &world->report, &err) ||
		!notes_open(&world->notes, &world->catalog, world->store, &err)) {
		fail_msg("%s", err.msg);
	}
}

static void close_world(struct world *world)
{
	notes_finish(&world->notes);
	store_close(world->store);
	catalog_finish(&world->catalog);
}

static void reopen(struct world *world)
{
	close_world(world);
	open_world(world);
}

static int enter(void **state)
{
	char name[] = "/tmp/dossier-notes-XXXXXX";
	struct world *world = calloc(1, sizeof(*world));

	if (world == NULL || mkdtemp(name) == NULL || chdir(name) != 0 ||
		mkdir("texts", 0700) != 0) {
		return -1;
	}
	world->folder = strdup(name);
	config_init(&world->config);
	write_text("texts/a.txt", FIRST);
	write_text("texts/b.txt", SECOND);
	open_world(world);
	*state = world;
	return 0;
}

static int leave(void **state)
{
	struct world *world = *state;
	int failed;

	close_world(world);
	config_finish(&world->config);
	report_finish(&world->report);
	failed = chdir("/") != 0 || nftw(world->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;
	free(world->folder);
	free(world);
	return failed;
}

/* Where words stand in a document. */
static struct range place_of(
	const struct world *world, const char *path, const char *words, doc_id *doc)
{
	struct span text, part = span_of(words);
	size_t at;

	*doc = catalog_find(&world->catalog, span_of(path));
	assert_int_not_equal(doc->i, DOC_NONE.i);
	text = catalog_doc(&world->catalog, *doc)->text;
	at = span_find(text, part, 0);
	assert_true(at < text.n);
	return (struct range){(uint32_t)at, (uint32_t)(at + part.n)};
}

/* Makes a note on words; returns its Id, to be freed. */
static char *add(struct world *world, const char *path, const char *words, const char *body)
{
	struct note draft = {.body = span_of(body)};
	struct span id;
	struct err err;
	doc_id doc;
	struct range at = place_of(world, path, words, &doc);

	if (!notes_add(&world->notes, doc, at, &draft, &id, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_int_equal(id.n, 36);
	return strndup(id.p, id.n);
}

static const struct noted *item_of(const struct notes *notes, const char *id)
{
	uint32_t i = notes_find(notes, span_of(id));

	assert_int_not_equal(i, UINT32_MAX);
	return &notes->items[i];
}

static struct note draft_of(const struct notes *notes, const char *id, const char *body)
{
	struct note draft = *item_of(notes, id)->note;

	draft.body = span_of(body);
	return draft;
}

static void assert_stands(const struct world *world, const char *id, enum anchor_state state,
	const char *path, const char *words)
{
	const struct noted *item = item_of(&world->notes, id);
	doc_id doc;
	struct range at = place_of(world, path, words, &doc);

	assert_string_equal(anchor_state_word(item->state), anchor_state_word(state));
	assert_int_equal(item->doc.i, doc.i);
	assert_int_equal(item->at.start, at.start);
	assert_int_equal(item->at.end, at.end);
}

static void assert_body(const struct notes *notes, const char *id, const char *body)
{
	assert_true(span_eq(item_of(notes, id)->note->body, span_of(body)));
}

static void a_note_is_there_at_once_and_after_opening(void **state)
{
	struct world *world = *state;
	char *id = add(world, "a.txt", "drew the border", "which border?");

	assert_int_equal(world->notes.n, 1);
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "drew the border");
	reopen(world);
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "drew the border");
	assert_body(&world->notes, id, "which border?");
	assert_false(item_of(&world->notes, id)->elsewhere);
	free(id);
}

static void the_list_is_in_the_order_of_the_texts(void **state)
{
	struct world *world = *state;
	char *ids[] = {add(world, "b.txt", "Kamchatka", ""),
		add(world, "a.txt", "Etorofu and Urup", ""), add(world, "a.txt", "Etorofu", ""),
		add(world, "a.txt", "The treaty of Shimoda", "")};
	static const int order[] = {3, 1, 2, 0};
	doc_id a = catalog_find(&world->catalog, SPAN("a.txt"));
	const struct notes *notes = &world->notes;

	for (uint32_t i = 0; i < 4; i++) {
		assert_true(span_eq(notes->items[i].note->id, span_of(ids[order[i]])));
	}
	assert_int_equal(notes_from(notes, a, 0), 0);
	assert_int_equal(notes_from(notes, a, notes->items[0].at.end - 1), 0);
	assert_int_equal(notes_from(notes, a, notes->items[0].at.end), 1);
	assert_int_equal(notes_from(notes, a, notes->items[1].at.end - 1), 1);
	assert_int_equal(notes_from(notes, a, notes->items[1].at.end), 3);
	assert_int_equal(notes_from(notes, notes->items[3].doc, 0), 3);
	assert_int_equal(notes_from(notes, (doc_id){7}, 0), 4);
	for (int i = 0; i < 4; i++) {
		free(ids[i]);
	}
}

/* A long note reaches over later, shorter ones. */
static void a_long_note_is_found_behind_short_ones(void **state)
{
	struct world *world = *state;
	char *wide = add(
		world, "a.txt", "On 7 February 1855 the envoys signed the treaty of Shimoda", "");
	char *narrow = add(world, "a.txt", "7 February", "");
	doc_id doc;
	struct range at = place_of(world, "a.txt", "signed", &doc);

	assert_int_equal(notes_from(&world->notes, doc, at.start), 0);
	assert_true(span_eq(world->notes.items[0].note->id, span_of(wide)));
	free(wide);
	free(narrow);
}

static void notes_are_edited_deleted_and_taken_back(void **state)
{
	struct world *world = *state;
	char *id = add(world, "a.txt", "Sakhalin", "one");
	struct note draft = draft_of(&world->notes, id, "two");
	struct span tags[] = {SPAN("border")};
	struct err err;
	bool rival = true;

	draft.tags = tags;
	draft.ntags = 1;
	draft.colour = NOTE_RED;
	assert_true(notes_edit(&world->notes, &draft, &rival, &err));
	assert_false(rival);
	assert_body(&world->notes, id, "two");
	assert_int_equal(item_of(&world->notes, id)->note->ntags, 1);
	assert_int_equal(item_of(&world->notes, id)->note->colour, NOTE_RED);
	assert_int_equal(item_of(&world->notes, id)->note->rev, 2);
	assert_true(notes_restore(&world->notes, span_of(id), 2, &err));
	assert_body(&world->notes, id, "one");
	assert_true(notes_delete(&world->notes, span_of(id), &err));
	assert_int_equal(world->notes.n, 0);
	assert_false(notes_delete(&world->notes, span_of(id), &err));
	assert_true(notes_restore(&world->notes, span_of(id), 4, &err));
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "Sakhalin");
	free(id);
}

static void what_others_write_comes_in(void **state)
{
	struct world *world = *state;
	char *id = add(world, "a.txt", "Sakhalin", "one"), *theirs;
	struct world other = {0};
	struct reader_read paragraph = {.path = SPAN("a.txt"), .hash = 7};
	struct reader_changes read = {.read = &paragraph, .nread = 1};
	struct note mine, late;
	struct err err;
	bool changed = true, rival;

	config_init(&other.config);
	open_world(&other);
	assert_true(notes_refresh(&world->notes, &changed, &err));
	assert_false(changed);
	theirs = add(&other, "b.txt", "Kamchatka", "theirs");
	assert_true(notes_refresh(&world->notes, &changed, &err));
	assert_true(changed);
	assert_stands(world, theirs, ANCHOR_EXACT, "b.txt", "Kamchatka");
	assert_true(store_reader_save(other.store, &read, 1000, &err));
	assert_true(notes_refresh(&world->notes, &changed, &err));
	assert_false(changed); /* where they are is no note */
	late = draft_of(&world->notes, id, "mine");
	mine = draft_of(&other.notes, id, "changed by them");
	assert_true(notes_edit(&other.notes, &mine, &rival, &err));
	assert_true(notes_edit(&world->notes, &late, &rival, &err));
	assert_true(rival);
	assert_int_equal(world->notes.n, 3);
	assert_body(&world->notes, id, "changed by them");
	close_world(&other);
	report_finish(&other.report);
	config_finish(&other.config);
	free(theirs);
	free(id);
}

static void notes_move_with_their_passages(void **state)
{
	struct world *world = *state;
	char *moved = add(world, "a.txt", "drew the border", ""),
	     *gone = add(world, "a.txt", "people of both countries lived there as before", "");
	char *reworded = add(world, "b.txt", "the chain of the Kurils as far as Kamchatka", "");

	write_text("texts/a.txt",
		INSERTED "The treaty of Shimoda\n\nOn 7 February 1855 the envoys signed the treaty "
			 "of Shimoda. It "
			 "drew the border between Etorofu and Urup.\n\n");
	write_text("texts/b.txt",
		"The treaty of Saint Petersburg\n\nIn 1875 Japan gave up Sakhalin and received the "
		"chain "
		"of the Kuriles as far as Kamchatka. Nobody asked the people who lived on "
		"either.\n\n");
	reopen(world);
	assert_stands(world, moved, ANCHOR_MOVED, "a.txt", "drew the border");
	assert_stands(world, reworded, ANCHOR_REWORDED, "b.txt",
		"the chain of the Kuriles as far as Kamchatka");
	assert_int_equal(item_of(&world->notes, reworded)->edits, 1);
	assert_int_equal(item_of(&world->notes, gone)->state, ANCHOR_ORPHAN);
	assert_int_equal(world->notes.norphans, 1);
	assert_int_equal(world->notes.items[2].state, ANCHOR_ORPHAN);
	assert_true(span_eq(item_of(&world->notes, reworded)->note->anchor.quote,
		SPAN("the chain of the Kurils as far as Kamchatka")));
	free(moved);
	free(gone);
	free(reworded);
}

static void a_note_stands_where_the_reader_says(void **state)
{
	struct world *world = *state;
	char *id = add(world, "a.txt", "people of both countries lived there as before", "kept");
	struct err err;
	doc_id doc;
	struct range at;

	write_text("texts/a.txt",
		"The treaty of Shimoda\n\nNothing else is left of this text but "
		"the envoys, who parted as friends.\n\n");
	reopen(world);
	assert_int_equal(item_of(&world->notes, id)->state, ANCHOR_ORPHAN);
	at = place_of(world, "a.txt", "the envoys", &doc);
	assert_true(notes_settle(&world->notes, span_of(id), doc, at, &err));
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "the envoys");
	assert_body(&world->notes, id, "kept");
	assert_true(span_eq(item_of(&world->notes, id)->note->anchor.quote, SPAN("the envoys")));
	assert_int_equal(world->notes.norphans, 0);
	free(id);
}

static void a_renamed_document_keeps_its_notes(void **state)
{
	struct world *world = *state;
	char *id = add(world, "a.txt", "drew the border", "");

	assert_int_equal(rename("texts/a.txt", "texts/z-1855.txt"), 0);
	reopen(world);
	assert_stands(world, id, ANCHOR_EXACT, "z-1855.txt", "drew the border");
	assert_true(item_of(&world->notes, id)->elsewhere);
	write_text("texts/z-1855.txt", INSERTED FIRST);
	reopen(world);
	assert_stands(world, id, ANCHOR_MOVED, "z-1855.txt", "drew the border");
	assert_true(item_of(&world->notes, id)->elsewhere);
	free(id);
}

static void a_passage_that_went_to_another_text_is_found_there(void **state)
{
	struct world *world = *state;
	char *id = add(world, "a.txt", "people of both countries lived there as before", "");

	write_text("texts/a.txt",
		"The treaty of Shimoda\n\nOn 7 February 1855 the envoys signed it.\n\n");
	write_text("texts/c.txt",
		"Sakhalin\n\nSakhalin was left without a border, and people of both "
		"countries lived there as before. The envoys parted as friends.\n\n");
	reopen(world);
	assert_stands(
		world, id, ANCHOR_MOVED, "c.txt", "people of both countries lived there as before");
	assert_true(item_of(&world->notes, id)->elsewhere);
	free(id);
}

static void a_lost_document_leaves_orphans(void **state)
{
	struct world *world = *state;
	char *id = add(world, "a.txt", "drew the border", "kept");

	assert_int_equal(remove("texts/a.txt"), 0);
	reopen(world);
	assert_int_equal(item_of(&world->notes, id)->state, ANCHOR_ORPHAN);
	assert_int_equal(item_of(&world->notes, id)->doc.i, DOC_NONE.i);
	assert_body(&world->notes, id, "kept");
	write_text("texts/a.txt", FIRST);
	reopen(world);
	assert_stands(world, id, ANCHOR_EXACT, "a.txt", "drew the border");
	free(id);
}

static void without_a_store_nothing_is_noted(void **state)
{
	struct world *world = *state;
	struct notes notes;
	struct note draft = {.body = SPAN("lost?")};
	struct span id;
	struct err err;
	doc_id doc;
	struct range at = place_of(world, "a.txt", "drew", &doc);
	bool changed = true, rival;

	assert_true(notes_open(&notes, &world->catalog, NULL, &err));
	assert_false(notes_add(&notes, doc, at, &draft, &id, &err));
	assert_non_null(strstr(err.msg, "could not be opened"));
	assert_false(notes_edit(&notes, &draft, &rival, &err));
	assert_true(notes_refresh(&notes, &changed, &err));
	assert_false(changed);
	assert_int_equal(notes_from(&notes, doc, 0), 0);
	notes_finish(&notes);
}

/* Notes enough for a copy of the list to be kept: on every word of the first text, in turn. */
static void make_many(struct world *world, uint32_t n)
{
	doc_id doc = catalog_find(&world->catalog, SPAN("a.txt"));
	struct anchor_text text = {.doc = catalog_doc(&world->catalog, doc)};
	struct note *notes = calloc(n, sizeof(*notes));
	struct arena arena = {0};
	uint32_t taken, off = 0;
	struct err err;

	assert_non_null(notes);
	for (uint32_t i = 0; i < n; i++) {
		char *id = arena_array(&arena, 40, 1);
		uint32_t end;

		off = (uint32_t)span_find(text.doc->text, SPAN(" "), off + 1) + 1;
		off = off + 60 < text.doc->text.n ? off : 4;
		end = (uint32_t)span_find(text.doc->text, SPAN(" "), off);
		assert_non_null(id);
		snprintf(id, 40, "%08x-0000-4000-8000-000000000000", i);
		assert_true(anchor_make(&text, (struct range){off, end}, &arena, &notes[i].anchor));
		notes[i].id = span_of(id);
		notes[i].rev = 1;
		notes[i].body = i % 2 == 0 ? SPAN("even") : SPAN("");
		notes[i].tags = &notes[i].anchor.path;
		notes[i].ntags = i % 3 == 0;
		notes[i].created = notes[i].modified = SPAN("2026-11-21T20:05:00Z");
	}
	assert_true(store_merge(world->store, notes, n, &taken, &err));
	assert_int_equal(taken, n);
	anchor_text_finish(&text);
	arena_finish(&arena);
	free(notes);
}

/* Whether both lists are the same to whoever looks. */
static void assert_same_lists(const struct notes *a, const struct notes *b)
{
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->norphans, b->norphans);
	for (uint32_t i = 0; i < a->n; i++) {
		const struct noted *m = &a->items[i], *n = &b->items[i];

		assert_true(
			span_eq(m->note->id, n->note->id) && span_eq(m->note->body, n->note->body));
		assert_true(span_eq(m->note->anchor.quote, n->note->anchor.quote));
		assert_int_equal(m->note->ntags, n->note->ntags);
		assert_true(m->note->ntags == 0 || span_eq(m->note->tags[0], n->note->tags[0]));
		assert_true(m->doc.i == n->doc.i && m->state == n->state && m->edits == n->edits);
		assert_true(m->at.start == n->at.start && m->at.end == n->at.end);
		assert_true(m->ncandidates == n->ncandidates && m->elsewhere == n->elsewhere);
	}
}

/* Opens through the copy, and compares with the database. used: whether the copy was good for it.
 */
static void assert_copy(const struct world *world, bool used)
{
	struct notes quick, slow;
	struct err err;

	assert_true(notes_open(&slow, &world->catalog, world->store, &err));
	assert_true(notes_open_at(&quick, &world->catalog, world->store, "copy", &err));
	assert_int_equal(quick.map.p != NULL, used);
	assert_same_lists(&quick, &slow);
	notes_finish(&quick);
	notes_finish(&slow);
}

static void a_copy_of_the_list_is_as_good_as_the_list(void **state)
{
	struct world *world = *state;
	char *id;

	make_many(world, 600);
	assert_false(file_exists("copy"));
	assert_copy(world, false);
	assert_true(file_exists("copy"));
	assert_copy(world, true);
	id = add(world, "b.txt", "Kamchatka", "after the copy");
	assert_copy(world, false);
	assert_copy(world, true);
	free(id);
	write_text("texts/a.txt", INSERTED FIRST);
	reopen(world);
	assert_copy(world, true);
	assert_int_equal(world->notes.items[0].state, ANCHOR_MOVED);
	write_text("texts/a.txt", "Nothing that was there before is left of this text.\n\n");
	reopen(world);
	assert_copy(world, true);
	assert_int_equal(world->notes.norphans, 600);
	assert_int_equal(remove("texts/a.txt"), 0);
	reopen(world);
	assert_copy(world, true);
}

static void a_broken_copy_is_not_used(void **state)
{
	struct world *world = *state;
	FILE *file;

	make_many(world, 600);
	assert_copy(world, false);
	for (long at = 0; at < 200000; at += 9973) {
		file = fopen("copy", "r+");
		assert_non_null(file);
		assert_int_equal(fseek(file, 0, SEEK_END), 0);
		if (at < ftell(file)) {
			assert_int_equal(fseek(file, at, SEEK_SET), 0);
			fputc(0xA5, file);
		}
		assert_int_equal(fclose(file), 0);
		struct notes quick;
		struct err err;

		assert_true(notes_open_at(&quick, &world->catalog, world->store, "copy", &err));
		assert_int_equal(quick.n, 600);
		assert_int_equal(quick.norphans, 0);
		notes_finish(&quick);
	}
	write_text("copy", "no copy");
	assert_copy(world, false);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_note_is_there_at_once_and_after_opening),
		TEST(the_list_is_in_the_order_of_the_texts),
		TEST(a_long_note_is_found_behind_short_ones),
		TEST(notes_are_edited_deleted_and_taken_back),
		TEST(what_others_write_comes_in),
		TEST(notes_move_with_their_passages),
		TEST(a_note_stands_where_the_reader_says),
		TEST(a_renamed_document_keeps_its_notes),
		TEST(a_passage_that_went_to_another_text_is_found_there),
		TEST(a_lost_document_leaves_orphans),
		TEST(a_copy_of_the_list_is_as_good_as_the_list),
		TEST(a_broken_copy_is_not_used),
		TEST(without_a_store_nothing_is_noted),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("notes", tests, NULL, NULL);
}
