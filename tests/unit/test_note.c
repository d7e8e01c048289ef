/* Notes by themselves: tags, colours, bounds, copies. */
#include "notes/note.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_tags(const char *text, const char *expected)
{
	struct arena arena = {0};
	struct note note = {0};
	struct buf out = {0};

	assert_true(note_tags_parse(span_of(text), &arena, &note));
	note_tags_put(&note, "#", &out);
	assert_string_equal(out.p == NULL ? "" : out.p, expected);
	buf_finish(&out);
	arena_finish(&arena);
}

static void test_tags(void **state)
{
	(void)state;
	assert_tags("", "");
	assert_tags(" , # ,\n\t", "");
	assert_tags("border", "#border");
	assert_tags("#border, treaty\t##border treaty,1855", "#border #treaty #1855");
	assert_tags("a#b \xE5\x8C\x97\xE6\x96\xB9", "#a#b #\xE5\x8C\x97\xE6\x96\xB9");
	assert_tags("bad\xFF good", "#good");
	assert_tags("es\x1B[31mc good \x7F", "#good");
}

/* More than there may be, and longer. */
static void test_tag_bounds(void **state)
{
	struct arena arena = {0};
	struct note note = {0};
	struct buf text = {0};

	(void)state;
	for (int i = 0; i < NOTE_TAG_BYTES; i++) {
		buf_putc(&text, 'x');
	}
	assert_true(note_tags_parse(buf_span(&text), &arena, &note));
	assert_int_equal(note.ntags, 1);
	buf_putc(&text, 'x');
	assert_true(note_tags_parse(buf_span(&text), &arena, &note));
	assert_int_equal(note.ntags, 0);
	for (int i = 0; i < NOTE_TAGS + 5; i++) {
		buf_printf(&text, " t%d", i);
	}
	assert_true(note_tags_parse(buf_span(&text), &arena, &note));
	assert_int_equal(note.ntags, NOTE_TAGS);
	buf_finish(&text);
	arena_finish(&arena);
}

static void test_colours(void **state)
{
	enum note_colour colour = NOTE_RED;

	(void)state;
	for (int i = 0; i < NOTE_COLOURS; i++) {
		assert_true(note_colour_of(span_of(note_colour_word((enum note_colour)i)), &colour));
		assert_int_equal(colour, i);
	}
	assert_false(note_colour_of(SPAN("mauve"), &colour));
	assert_int_equal(colour, NOTE_RED);
}

static const struct span two_tags[] = {{"a", 1}, {"b", 1}};

/* A note that is good in every way. */
static struct note good_note(void)
{
	return (struct note){
		.id = SPAN("01234567-89ab-4cde-8f01-23456789abcd"), .rev = 3,
		.anchor = {.path = SPAN("a.txt"), .text_n = 20, .at = {3, 7}, .quote = SPAN("Urup")},
		.body = SPAN("one\ntwo"), .tags = two_tags, .ntags = 2, .author = SPAN("me"),
		.created = SPAN("2026-11-21T20:05:00Z"), .modified = SPAN("2026-11-21T20:05:01Z"),
	};
}

static void assert_bad(struct note note, const char *message)
{
	struct err err = {""};

	assert_false(note_check(&note, &err));
	if (strstr(err.msg, message) == NULL) {
		fail_msg("'%s', not '%s'", err.msg, message);
	}
}

#define ASSERT_BAD(change, message) \
	do { \
		struct note note = good_note(); \
		note.change; \
		assert_bad(note, message); \
	} while (0)

static void test_check(void **state)
{
	static const struct span same[] = {{"a", 1}, {"a", 1}}, odd[] = {{"a b", 3}};
	struct note good = good_note(), fresh = good_note();
	struct err err;

	(void)state;
	assert_true(note_check(&good, &err));
	fresh.id = fresh.created = fresh.modified = (struct span){NULL, 0};
	fresh.rev = 0;
	assert_true(note_check(&fresh, &err));
	ASSERT_BAD(body = SPAN("a\r\nb"), "line ends LF");
	ASSERT_BAD(body = SPAN("a\0b"), "without NUL");
	ASSERT_BAD(body = SPAN("\xFF"), "UTF-8");
	ASSERT_BAD(author = SPAN("\xC3"), "UTF-8");
	ASSERT_BAD(body.n = NOTE_BODY_BYTES + 1, "at most");
	ASSERT_BAD(tags = same, "there twice");
	ASSERT_BAD(tags = (note.ntags = 1, odd), "no tag");
	ASSERT_BAD(ntags = NOTE_TAGS + 1, "at most 32 tags");
	ASSERT_BAD(id = SPAN("01234567-89AB-4cde-8f01-23456789abcd"), "Id, revision or times");
	ASSERT_BAD(id.n = 35, "Id, revision or times");
	ASSERT_BAD(rev = 0, "Id, revision or times");
	ASSERT_BAD(modified = SPAN("2026-11-21 20:05:01Z"), "Id, revision or times");
	ASSERT_BAD(rival = SPAN("x"), "Id, revision or times");
	ASSERT_BAD(anchor.at.end = 3, "a passage");
	ASSERT_BAD(anchor.at.end = 8, "length of its quotation");
	ASSERT_BAD(anchor.text_n = 6, "a passage");
	ASSERT_BAD(anchor.path.n = 0, "a document");
}

/* A copy shares nothing; where memory is short there is none. */
static void test_copy(void **state)
{
	struct note from = good_note(), to = {0};
	struct arena arena = {0};

	(void)state;
	assert_true(note_copy(&from, &arena, &to));
	assert_true(span_eq(to.body, from.body) && to.body.p != from.body.p);
	assert_true(span_eq(to.tags[1], from.tags[1]) && to.tags[1].p != from.tags[1].p);
	assert_true(span_eq(to.anchor.quote, from.anchor.quote));
	assert_int_equal(to.anchor.at.end, 7);
	size_t needed = arena.used;
	arena_finish(&arena);
	to = (struct note){.rev = 77};
	for (size_t limit = 1; limit < needed; limit += 8) {
		arena.limit = limit;
		assert_false(note_copy(&from, &arena, &to));
		assert_int_equal(to.rev, 77);
		arena_finish(&arena);
	}
}

static void test_now(void **state)
{
	struct note note = good_note();
	char now[21];

	(void)state;
	note_now(now);
	note.created = note.modified = span_of(now);
	assert_true(note_check(&note, NULL));
	assert_true(span_cmp(span_of(now), SPAN("2024-01-01T00:00:00Z")) > 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tags), cmocka_unit_test(test_tag_bounds),
		cmocka_unit_test(test_colours), cmocka_unit_test(test_check),
		cmocka_unit_test(test_copy), cmocka_unit_test(test_now),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests_name("note", tests, NULL, NULL);
}
