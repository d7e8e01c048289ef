/* What a guest may not: by the table of commands, and as it is told. */
#include "read/restrictions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void guests_write_no_files_and_copy_nothing(void **state)
{
	static const enum command_id refused[] = {COMMAND_write, COMMAND_copy, COMMAND_copy_file};
	struct restrictions guest = {.why = "of a test"}, free = {0};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		struct err err = {""};
		assert_false(restrictions_may(&guest, refused[i], &err));
		assert_int_equal(strncmp(err.msg, commands[refused[i]].name,
			strlen(commands[refused[i]].name)), 0);
		assert_non_null(strstr(err.msg, " is refused here: "));
		assert_non_null(strstr(err.msg, ":restrictions"));
		assert_true(restrictions_may(&free, refused[i], &err));
		assert_true(restrictions_may(NULL, refused[i], &err));
	}
	assert_true(restrictions_may(&guest, COMMAND_bookmark, NULL));
	assert_true(restrictions_may(&guest, COMMAND_restrictions, NULL));
}

static void only_a_reason_makes_a_guest(void **state)
{
	struct restrictions guest = {.why = "of a test"}, free = {0};
	(void)state;
	assert_true(restrictions_on(&guest));
	assert_false(restrictions_on(&free));
	assert_false(restrictions_on(NULL));
}

static void what_holds_and_what_does_not_is_told(void **state)
{
	struct restrictions guest = {.why = "of a test"};
	struct buf text = {0};
	(void)state;
	restrictions_add(&guest, true, "files", "only %d", 5);
	restrictions_add(&guest, false, "calls", "no filter here");
	restrictions_put(&guest, &text);
	assert_string_equal(text.p, "restricted mode: on, because of a test\n"
		"  files           held: only 5\n"
		"  calls           NOT HELD: no filter here\n");
	buf_finish(&text);
	for (int i = 0; i < 2 * RESTRICTIONS_MOST; i++) {
		restrictions_add(&guest, true, "more", "%d", i);
	}
	assert_int_equal(guest.n, RESTRICTIONS_MOST);
}

static bool holds(const struct doc *doc, const char *text)
{
	return span_find(doc->text, span_of(text), 0) < doc->text.n;
}

static void it_is_a_document(void **state)
{
	struct restrictions guest = {.why = "of a test"};
	struct doc doc;
	struct err err;
	(void)state;
	restrictions_add(&guest, true, "files", "only these");
	restrictions_add(&guest, false, "calls", "no filter here");
	assert_true(restrictions_doc(&guest, &doc, &err));
	assert_true(holds(&doc, "because of a test."));
	assert_true(holds(&doc, ":copy-file"));
	assert_true(holds(&doc, "files: only these."));
	assert_true(holds(&doc, "calls, NOT HELD: no filter here."));
	doc_finish(&doc);
	assert_true(restrictions_doc(NULL, &doc, &err));
	assert_true(holds(&doc, "None: "));
	assert_false(holds(&doc, ":copy-file"));
	doc_finish(&doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(guests_write_no_files_and_copy_nothing),
		cmocka_unit_test(only_a_reason_makes_a_guest),
		cmocka_unit_test(what_holds_and_what_does_not_is_told),
		cmocka_unit_test(it_is_a_document),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
