/* While a search over all documents is typed, the prompt tells what it would find. */
#include "reader.h"
#include "scratch.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { DOCS = 24, LINES = 300 };

static void make_doc(int i)
{
	const struct timespec past[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
	struct buf text = {0}, path = {0};
	struct err err;

	buf_printf(&path, "d/%02d.txt", i);
	buf_printf(&text, "Paper %d\n\nIn Petropavlovsk number%d.\n\n", i, i);
	for (int k = 0; k < LINES; k++) {
		buf_puts(&text, k % 10 == 9 ? "\n" : "many words of which nobody will ever ask.\n");
	}
	buf_puts(&text, "\nIturup, then, and a treaty. And later once more Petropavlovsk.\n");
	assert_true(file_write(path.p, buf_span(&text), false, 0600, &err));
	assert_int_equal(utimensat(AT_FDCWD, path.p, past, 0), 0);
	buf_finish(&text);
	buf_finish(&path);
}

static int open_indexed(void **state)
{
	static const char names[] = "Id: island:iturup\nKind: island\nName: Iturup\n";
	const char *const paths[] = {"d"};
	struct err err;

	(void)state;
	if (mkdtemp(state_folder) == NULL || chdir(state_folder) != 0 || mkdir("d", 0700) != 0 ||
		mkdir("cache", 0700) != 0 ||
		!file_write("d/entities.rec", span_of(names), false, 0600, &err)) {
		return -1;
	}
	for (int i = 0; i < DOCS; i++) {
		make_doc(i);
	}
	return dossier_open(&dossier, &(struct dossier_how){.paths = paths, .npaths = 1,
		.state = "state", .cache = "cache", .words = true, .memory = 1 << 26}, &err) ? 0 : -1;
}

static int close_indexed(void **state)
{
	(void)state;
	dossier_close(&dossier);
	frame_finish(&frame);
	buf_finish(&screen);
	return chdir("/") != 0 || scratch_remove(state_folder) != 0;
}

/* Types it into an empty prompt, and counts to the end. */
static void ask(const char *text)
{
	keys("s");
	type(text);
	while (session_hunts(session)) {
		session_hunt(session);
	}
}

static void patterns_are_counted(void **state)
{
	(void)state;
	ask("Pe");
	assert_not_shown("about");
	type("t");
	assert_shown("about 48 in 24 documents");
	type("ropavlovsk number7");
	assert_shown("at most 1 in 1 document");
	type("x");
	assert_shown("nothing");
	keys("<Esc>");
	assert_not_shown("nothing");
	ask("~petro.*");
	assert_not_shown("about");
	keys("<Esc>");
}

static void questions_are_counted(void **state)
{
	(void)state;
	ask("petropavlovsk NEAR number*");
	assert_shown("24 in 24 documents");
	keys("<Esc>");
	ask("entity:iturup PARA treaty");
	assert_shown("48 in 24 documents");
	keys("<Esc>");
	ask("entity:nobody");
	assert_not_shown("documents");
	keys("<Esc>");
	ask("treaty NEAR/2 ask");
	assert_shown("nothing");
	keys("<Enter>");
	assert_shown("not found in any document");
}

/* Other names and links between two keys: what is counted is begun anew. */
static void a_decision_between_two_keys(void **state)
{
	struct err err;

	(void)state;
	keys("s");
	type("petropavlovsk AND treaty");
	assert_true(dossier_relink(&dossier, &dossier.config, &err));
	type(" NOT zzz");
	while (session_hunts(session)) {
		session_hunt(session);
	}
	assert_shown("72 in 24 documents");
	keys("<Esc>");
}

#define READING(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		READING(patterns_are_counted),
		READING(questions_are_counted),
		READING(a_decision_between_two_keys),
	};
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests_name("counting", tests, open_indexed, close_indexed);
}
