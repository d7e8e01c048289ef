/*
 * Texts that nobody wrote to be read: one line of megabytes, one paragraph, nothing but NULs, marks,
 * blanks or line ends. Each opens, pages, is searched and asked about like any other, mapped from its
 * form; what is left out is named, with the reason.
 */
#include "reader.h"

#include "read/state.h"
#include "texts/kept.h"

#include <sys/stat.h>

#define LENGTH (KEPT_LEAST + 70000)

static const struct {
	const char *path, *unit, *head, *tail;
	bool hides; /* there is a list of what hides in it */
} texts[] = {
	{"d/line.txt", "words upon words ", "A line\n\n", " zyx", false},
	{"d/marks.txt", "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81", "Marks\n\n", "", true},
	{"d/nuls.txt", "", "", "", true},
	{"d/para.txt", "words upon words\n", "A paragraph\n\n", "\nzyx\n", false},
	{"d/blank.txt", "\n", "", "", false},
	{"d/cr.txt", "\r", "", "", false},
	{"d/tabs.txt", "\t", "", "", false},
};

enum { READABLE = 4 };

static void make(size_t i)
{
	struct buf text = {0};

	buf_puts(&text, texts[i].head);
	while (text.n < LENGTH && texts[i].unit[0] != '\0') {
		buf_puts(&text, texts[i].unit);
	}
	buf_puts(&text, texts[i].tail);
	scratch_file(texts[i].path, buf_span(&text));
	if (texts[i].unit[0] == '\0') {
		assert_int_equal(truncate(texts[i].path, LENGTH), 0);
	}
	buf_finish(&text);
}

static int open_all(void **state)
{
	static const char *const paths[] = {"d"};
	struct err err;

	if (scratch_enter(state) != 0 || mkdir("d", 0700) != 0) {
		return -1;
	}
	scratch_text("user.ini", "[limits]\nfile_mib = 16\n");
	scratch_text("d/huge.txt", "");
	assert_int_equal(truncate("d/huge.txt", 17 << 20), 0);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		make(i);
	}
	return dossier_open(&dossier, &(struct dossier_how){.paths = paths, .npaths = 1,
		.state = "state", .cache = "cache", .config = "user.ini"}, &err) ? 0 : -1;
}

static void settle(void)
{
	while (session_hunts(session)) {
		session_hunt(session);
	}
}

static void read_one(size_t i)
{
	struct span path = span_of(texts[i].path + 2);

	open_at_start(path);
	assert_int_equal(doc_memory(state_view(session)->doc), 0);
	keys("<Space> <Space> G");
	assert_shown("100%");
	keys("b u k g");
	assert_shown("0%");
	keys("/");
	type("zyx");
	keys("<Enter>");
	settle();
	assert_true(span_eq(session_document(session), path));
	if (texts[i].tail[0] != '\0') {
		assert_shown("zyx");
		assert_shown("100%");
	} else {
		assert_shown("not found in this document");
	}
	keys("* # <Tab>");
	session_resize(session, 90, 30);
	assert_shown(" of 4");
	session_resize(session, 3, 2);
	session_resize(session, 120, 40);
	keys("5 0 % =");
	assert_shown(texts[i].path + 2);
	if (texts[i].hides) {
		keys("=");
		assert_shown("What hides in");
		keys("q");
	}
	keys("a");
	type("noted");
	keys("<Enter>");
	assert_shown("◆1");
	assert_int_equal(catalog_loaded(&dossier.catalog), 0); /* no text is in memory */
}

static void each_is_read_as_any_other(void **state)
{
	(void)state;
	assert_int_equal(dossier.catalog.n, READABLE);
	for (size_t i = 0; i < READABLE; i++) {
		read_one(i);
	}
}

static void what_is_left_out_is_told(void **state)
{
	(void)state;
	keys("o");
	assert_shown("blank.txt: nothing but blanks, left out");
	assert_shown("cr.txt: nothing but blanks, left out");
	assert_shown("tabs.txt: nothing but blanks, left out");
	assert_shown("huge.txt: larger than 16 MiB");
}

int main(void)
{
#define READING(test) cmocka_unit_test_setup_teardown(test, begin, end)
	static const struct CMUnitTest tests[] = {
		READING(each_is_read_as_any_other),
		READING(what_is_left_out_is_told),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("extremes", tests, open_all, close_dossier);
}
