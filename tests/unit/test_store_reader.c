/* What a session remembers, in the store: written, read again, merged, bounded. */
#include "notes/store_reader.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct report report;

static int leave(void **state)
{
	report_finish(&report);
	return scratch_leave(state);
}

static struct store *open_store(void)
{
	struct store *store;
	struct err err;

	if (!store_open(&store, ".", &report, &err)) {
		fail_msg("%s", err.msg);
	}
	return store;
}

static void save(struct store *store, const struct reader_changes *changes)
{
	struct err err;

	if (!store_reader_save(store, changes, 0, &err)) {
		fail_msg("%s", err.msg);
	}
}

static struct reader_kept load(struct store *store)
{
	struct reader_kept kept = {0};
	struct err err;

	if (!store_reader_load(store, &kept, &err)) {
		fail_msg("%s", err.msg);
	}
	return kept;
}

static struct reader_place place(const char *path, uint32_t off)
{
	return (struct reader_place){.path = span_of(path),
		.top = {0xfedcba9876543210u, 3, off, 5000}, .cursor = {off + 1u, 5, off + 9, 5000},
		.active = true};
}

static void assert_place(const struct reader_place *place, const char *path, uint32_t off)
{
	assert_true(span_eq(place->path, span_of(path)));
	assert_true(place->top.hash == 0xfedcba9876543210u);
	assert_int_equal(place->top.in, 3);
	assert_int_equal(place->top.off, off);
	assert_int_equal(place->cursor.hash, off + 1u);
	assert_int_equal(place->cursor.off, off + 9);
	assert_int_equal(place->cursor.text_n, 5000);
	assert_true(place->active);
}

/* What is there is neither damaged nor called so. */
static void assert_sound(struct store *store)
{
	uint32_t before = report.n;
	struct err err;

	assert_true(store_check(store, &report, &err));
	assert_int_equal(report.n, before);
}

static void nothing_is_kept_where_nothing_was_written(void **state)
{
	struct store *store = open_store();
	struct reader_kept kept = load(store);
	uint64_t *hashes;
	uint32_t n;
	struct err err;

	(void)state;
	assert_true(store_reader_read(store, SPAN("a.txt"), &hashes, &n, &err));
	assert_int_equal(n, 0);
	assert_int_equal(kept.last.n + kept.marks.n + kept.ntrails + kept.ntyped + kept.ndrafts, 0);
	store_reader_finish(&kept);
	free(hashes);
	store_close(store);
}

static void places_come_back_the_last_one_first(void **state)
{
	struct reader_place places[] = {place("a.txt", 100), place("b\377.txt", 200)};
	struct reader_place again = place("a.txt", 300);
	struct store *store = open_store();
	struct reader_kept kept;

	(void)state;
	save(store, &(struct reader_changes){.last = places, .nlast = 2});
	save(store, &(struct reader_changes){.last = &again, .nlast = 1});
	store_close(store);
	store = open_store();
	kept = load(store);
	assert_int_equal(kept.last.n, 2);
	assert_place(&kept.last.items[0], "a.txt", 300);
	assert_place(&kept.last.items[1], "b\377.txt", 200);
	store_reader_finish(&kept);
	store_close(store);
}

static void trails_have_names_and_a_point(void **state)
{
	struct reader_place steps[] = {place("a.txt", 1), place("b.txt", 2), place("c.txt", 3)};
	struct reader_trail plain = {.places = {steps, 3, 3}, .at = 2};
	struct reader_trail named = {.name = SPAN("islands"), .places = {steps + 1, 2, 2}, .at = 2};
	struct store *store = open_store();
	struct reader_kept kept;

	(void)state;
	save(store, &(struct reader_changes){.trail = &named});
	save(store, &(struct reader_changes){.trail = &plain});
	plain.places.n = 1;
	plain.at = 1;
	save(store, &(struct reader_changes){.trail = &plain});
	kept = load(store);
	assert_int_equal(kept.ntrails, 2);
	assert_int_equal(kept.trails[0].name.n, 0);
	assert_true(kept.trails[0].current && !kept.trails[1].current);
	assert_int_equal(kept.trails[0].places.n, 1);
	assert_int_equal(kept.trails[0].at, 1);
	assert_place(&kept.trails[0].places.items[0], "a.txt", 1);
	assert_true(span_eq(kept.trails[1].name, SPAN("islands")));
	assert_int_equal(kept.trails[1].places.n, 2);
	assert_place(&kept.trails[1].places.items[1], "c.txt", 3);
	store_reader_finish(&kept);
	assert_sound(store);
	store_close(store);
}

static void marks_are_written_as_a_whole(void **state)
{
	struct reader_place marks[] = {place("a.txt", 1), place("b.txt", 2)};
	struct reader_places all = {marks, 2, 2};
	struct store *store = open_store();
	struct reader_kept kept;

	(void)state;
	marks[0].letter = 'q';
	marks[1].letter = 'A';
	save(store, &(struct reader_changes){.marks = &all});
	all.n = 1;
	save(store, &(struct reader_changes){.marks = &all});
	kept = load(store);
	assert_int_equal(kept.marks.n, 1);
	assert_int_equal(kept.marks.items[0].letter, 'q');
	assert_place(&kept.marks.items[0], "a.txt", 1);
	store_reader_finish(&kept);
	store_close(store);
}

/* Two sessions type and read: both are there afterwards, each text once, no more than the bound. */
static void what_was_typed_and_read_merges(void **state)
{
	struct store *one = open_store(), *two = open_store();
	struct reader_typed first = {READER_SEARCHES, SPAN("skerry")};
	struct reader_typed second[] = {{READER_SEARCHES, SPAN("holm")}, {READER_LINES, SPAN("set x")},
		{READER_SEARCHES, SPAN("skerry")}};
	struct reader_read read[] = {{SPAN("a.txt"), UINT64_MAX}, {SPAN("a.txt"), 7}, {SPAN("b.txt"), 9}};
	struct reader_kept kept;
	uint64_t *hashes;
	uint32_t n;
	struct err err;

	(void)state;
	save(one, &(struct reader_changes){.typed = &first, .ntyped = 1, .read = read, .nread = 2});
	save(two, &(struct reader_changes){.typed = second, .ntyped = 3, .read = read + 1, .nread = 2});
	kept = load(one);
	assert_int_equal(kept.ntyped, 3);
	assert_true(span_eq(kept.typed[0].text, SPAN("holm")));
	assert_int_equal(kept.typed[1].history, READER_LINES);
	assert_true(span_eq(kept.typed[2].text, SPAN("skerry")));
	store_reader_finish(&kept);
	assert_true(store_reader_read(one, SPAN("a.txt"), &hashes, &n, &err));
	assert_int_equal(n, 2);
	assert_true(hashes[0] == 7 && hashes[1] == UINT64_MAX);
	free(hashes);
	for (int i = 0; i < READER_TYPED_MAX + 20; i++) {
		char text[16];

		snprintf(text, sizeof(text), "s%d", i);
		first.text = span_of(text);
		save(two, &(struct reader_changes){.typed = &first, .ntyped = 1});
	}
	kept = load(one);
	assert_int_equal(kept.ntyped, READER_TYPED_MAX + 1);
	assert_true(span_eq(kept.typed[1].text, SPAN("s20")));
	store_reader_finish(&kept);
	store_close(one);
	store_close(two);
}

static void drafts_stay_until_they_are_dropped(void **state)
{
	struct reader_draft draft = {.key = SPAN("new a.txt 17"), .path = SPAN("a.txt"),
		.start = {1, 2, 3, 99}, .end = {4, 5, 6, 99}, .rev = 3, .body = SPAN("half a\nthought"),
		.tags = SPAN("#x"), .colour = SPAN("green")};
	struct store *store = open_store();
	struct reader_kept kept;

	(void)state;
	save(store, &(struct reader_changes){.draft = &draft});
	draft.body = SPAN("half a\nthought, and");
	save(store, &(struct reader_changes){.draft = &draft});
	kept = load(store);
	assert_int_equal(kept.ndrafts, 1);
	assert_true(span_eq(kept.drafts[0].key, draft.key));
	assert_true(span_eq(kept.drafts[0].body, draft.body));
	assert_true(span_eq(kept.drafts[0].tags, draft.tags));
	assert_int_equal(kept.drafts[0].start.off, 3);
	assert_int_equal(kept.drafts[0].end.in, 5);
	assert_int_equal(kept.drafts[0].end.text_n, 99);
	assert_int_equal(kept.drafts[0].rev, 3);
	assert_int_equal(kept.drafts[0].when.n, 20);
	store_reader_finish(&kept);
	save(store, &(struct reader_changes){.drop = draft.key});
	kept = load(store);
	assert_int_equal(kept.ndrafts, 0);
	store_reader_finish(&kept);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_kept_where_nothing_was_written, scratch_enter, leave),
		cmocka_unit_test_setup_teardown(places_come_back_the_last_one_first, scratch_enter, leave),
		cmocka_unit_test_setup_teardown(trails_have_names_and_a_point, scratch_enter, leave),
		cmocka_unit_test_setup_teardown(marks_are_written_as_a_whole, scratch_enter, leave),
		cmocka_unit_test_setup_teardown(what_was_typed_and_read_merges, scratch_enter, leave),
		cmocka_unit_test_setup_teardown(drafts_stay_until_they_are_dropped, scratch_enter, leave),
	};

	return cmocka_run_group_tests_name("store_reader", tests, NULL, NULL);
}
