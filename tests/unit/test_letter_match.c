/* Where a folded form stands in a text: the finer rules that need no list of forms. */
#include "links/letters.h"

#include <setjmp.h>
#include <stdarg.h>
/* cmocka wants the headers above before it. */
#include <cmocka.h>

/* Whether the form stands at the start of the text, and is all of it but for `behind` bytes. */
static bool stands(const char *form, const char *text, uint32_t behind)
{
	struct buf folded = {0}, small = {0};
	struct letters_folder folder = {.folded = &folded, .small = &small};
	struct reader reader = {.text = span_of(text)};
	uint32_t n = (uint32_t)reader.text.n, end = 0;
	letters_fold(&folder, span_of(form));
	bool found = letters_match(reader, buf_span(&folded), 0, 0, n, &end);
	enum letters_told told = letters_tell(&reader, buf_span(&folded), 0, 0, n);
	assert_true(told != LETTERS_OTHER || !found);
	assert_true(told != LETTERS_SAME || found);
	buf_finish(&folded);
	buf_finish(&small);
	return found && end == n - behind;
}

/* Compounds are written in one way and in the other. */
static void test_hyphen_for_a_blank(void **state)
{
	(void)state;
	assert_true(stands("Test Ban Treaty", "Test-Ban Treaty", 0));
	assert_true(stands("Test Ban Treaty", "Test-Ban-Treaty.", 1));
	assert_true(stands("Test Ban", "Test‐Ban", 0));
	assert_true(stands("Test Ban", "Test‑Ban", 0));
	assert_true(stands("test ban", "Test-ban", 0));
	assert_false(stands("Test Ban", "Test-ban", 0));
	assert_false(stands("Test-Ban", "Test Ban", 0));
}

static void test_dash_for_no_blank(void **state)
{
	(void)state;
	assert_false(stands("Test Ban", "Test—Ban", 0));
	assert_false(stands("Test Ban", "Test–Ban", 0));
	assert_false(stands("Test Ban", "Test--Ban", 0));
	assert_false(stands("Test Ban", "Test - Ban", 0));
	assert_false(stands("Test Ban", "Test\u00ADBan", 0));
}

static void test_hyphen_at_a_line_end(void **state)
{
	(void)state;
	assert_true(stands("TestBan", "Test-\nBan", 0));
	assert_true(stands("Test-Ban", "Test-\nBan", 0));
	assert_true(stands("Test Ban", "Test-\n  Ban", 0));
	assert_false(stands("Test Ban", "Test -\nBan", 0));
	assert_false(stands("Test Ban", "Test-\n\nBan", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hyphen_for_a_blank),
		cmocka_unit_test(test_dash_for_no_blank),
		cmocka_unit_test(test_hyphen_at_a_line_end),
	};
	return cmocka_run_group_tests_name("letter_match", tests, NULL, NULL);
}
