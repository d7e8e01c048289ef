/* The copy of the list of notes: quick, and never anything but what the database has. */
#include "base/file.h"
#include "world.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

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

	assert_true(notes_open(&slow, &world->catalog, world->store, NULL, &err));
	assert_true(notes_open(&quick, &world->catalog, world->store, "copy", &err));
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
	id = world_add(world, "b.txt", "Kamchatka", "after the copy");
	assert_copy(world, false);
	assert_copy(world, true);
	free(id);
	world_write("texts/a.txt", INSERTED FIRST);
	world_reopen(world);
	assert_copy(world, true);
	assert_int_equal(world->notes.items[0].state, ANCHOR_MOVED);
	world_write("texts/a.txt", "Nothing that was there before is left of this text.\n\n");
	world_reopen(world);
	assert_copy(world, true);
	assert_int_equal(world->notes.norphans, 600);
	assert_int_equal(remove("texts/a.txt"), 0);
	world_reopen(world);
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

		assert_true(notes_open(&quick, &world->catalog, world->store, "copy", &err));
		assert_int_equal(quick.n, 600);
		assert_int_equal(quick.norphans, 0);
		notes_finish(&quick);
	}
	world_write("copy", "no copy");
	assert_copy(world, false);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_enter, world_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_copy_of_the_list_is_as_good_as_the_list),
		TEST(a_broken_copy_is_not_used),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("notes_built", tests, NULL, NULL);
}
