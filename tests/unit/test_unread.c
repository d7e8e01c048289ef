/* What is unread of an entity, counted off while one reads: always what a count from the start gives. */
#include "reader.h"

#include "read/state.h"
#include "read/unread.h"

#include <sys/stat.h>

/* With paragraphs that stand twice, and mentions in documents that are opened later. */
static int open_dossier(void **state)
{
	const char *const paths[] = {"d"};
	struct buf text = {0};
	struct err err;

	if (scratch_enter(state) != 0) {
		return -1;
	}
	assert_int_equal(mkdir("d", 0700), 0);
	for (int i = 0; i < 60; i++) {
		buf_printf(&text, "Paragraph %d speaks of Iturup and Iturup.\n\n", i % 40);
		buf_puts(&text, i % 7 == 0 ? "The same words about Iturup.\n\n" : "Of nothing at all.\n\n");
	}
	scratch_text("d/a.txt", text.p);
	scratch_text("d/b.txt", text.p);
	scratch_text("d/entities.rec", "Id: iturup\nKind: island\nName: Iturup\n\n"
		"Id: other\nKind: island\nName: Urup\n");
	buf_finish(&text);
	return dossier_open(&dossier, &(struct dossier_how){.paths = paths, .npaths = 1,
		.state = *state}, &err) ? 0 : -1;
}

/* The count of the present, and whether it is that of a count from the start. */
static uint32_t counted(void)
{
	ent_id ent = entities_find(&dossier.ents, SPAN("iturup"));
	struct memory *memory = &session->memory;
	uint32_t version, n, again;

	assert_true(unread_count(session, ent, UINT32_MAX, &n));
	version = memory->unread.version;
	memory->unread.version = 0;
	assert_true(unread_count(session, ent, UINT32_MAX, &again));
	assert_int_equal(again, n);
	assert_true(version == memory->version);
	return n;
}

/* What one key shows is counted off, without a count from the start in between. */
static void what_is_read_comes_off(void **state)
{
	ent_id ent = entities_find(&dossier.ents, SPAN("iturup"));
	uint32_t last, fallen = 0;

	(void)state;
	assert_true(unread_count(session, ent, UINT32_MAX, &last));
	for (int i = 0; i < 200; i++) {
		keys(i == 100 ? "]" : "j");
		(void)shown();
		(void)session_tick(session);
		uint32_t n = counted();
		assert_true(n <= last);
		fallen += n < last;
		last = n;
	}
	assert_true(fallen > 5);
}

/* Another entity's count in between, and of documents that were never opened. */
static void others_do_not_mix(void **state)
{
	ent_id other = entities_find(&dossier.ents, SPAN("other"));
	uint32_t n;

	(void)state;
	keys("G");
	(void)shown();
	(void)session_tick(session);
	(void)counted();
	assert_true(unread_count(session, other, UINT32_MAX, &n));
	assert_int_equal(n, 0);
	keys("g");
	(void)shown();
	(void)session_tick(session);
	assert_true(unread_count(session, other, UINT32_MAX, &n));
	assert_int_equal(n, 0);
	(void)counted();
}

/* Many mentions are counted between the keys; what is read meanwhile comes off. */
static void many_are_counted_in_slices(void **state)
{
	bool changed = false;
	int slices = 0;

	(void)state;
	keys("g <Tab>");
	assert_true(session->panel.uncounted);
	assert_not_shown("unread");
	for (; session_counts(session); slices++) {
		changed = session_count(session);
		if (slices == 0) {
			(void)session_tick(session);
		}
	}
	assert_true(slices > 1);
	assert_true(changed);
	assert_shown("unread");
	assert_int_equal(session->panel.unread, counted());
}

/* Links that were rejected are no longer among what is counted. */
static void a_decision_counts(void **state)
{
	(void)state;
	keys("g");
	(void)shown();
	assert_true(counted() > 0);
	keys("<Tab>");
	type(":reject-everywhere");
	keys("<Enter>");
	(void)shown();
	assert_int_equal(counted(), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_read_comes_off, begin, end),
		cmocka_unit_test_setup_teardown(others_do_not_mix, begin, end),
		cmocka_unit_test_setup_teardown(many_are_counted_in_slices, begin, end),
		cmocka_unit_test_setup_teardown(a_decision_counts, begin, end),
	};
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests_name("unread", tests, open_dossier, close_dossier);
}
