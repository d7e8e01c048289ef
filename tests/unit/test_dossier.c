/* A dossier opened from a folder, from files, with settings and names from here and there. */
#include "read/dossier.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Each test runs within a folder with one dossier `d`, and a user's settings. */
static int enter(void **state)
{
	if (scratch_enter(state) != 0 || mkdir("d", 0755) != 0) {
		return -1;
	}
	scratch_text("d/one.txt", "A note\n\n1 March 1990\n\nIturup lies near Urup.\n");
	scratch_text("d/two.txt", "Another note\n\n2 May 1991\n\nEtorofu again.\n");
	scratch_text("d/entities.rec", "Id: iturup\nKind: island\nName: Iturup\nAlias: Etorofu\n");
	scratch_text("user.ini", "[layout]\nmeasure = 50\n[read]\nescape = 77\n");
	scratch_text("d/config.ini", "[layout]\nmeasure = 40\n[read]\nescape = 99\n");
	return 0;
}

static void open_paths(struct dossier *dossier, const char *const *paths, uint32_t n,
	struct dossier_how how)
{
	struct err err;
	how.paths = paths;
	how.npaths = n;
	if (!dossier_open(dossier, &how, &err)) {
		fail_msg("%s", err.msg);
	}
}

static void assert_refused(const char *const *paths, uint32_t n, struct dossier_how how,
	const char *message)
{
	struct dossier dossier;
	struct err err;
	how.paths = paths;
	how.npaths = n;
	assert_false(dossier_open(&dossier, &how, &err));
	if (strstr(err.msg, message) == NULL) {
		fail_msg("%s", err.msg);
	}
}

static void test_folder(void **state)
{
	(void)state;
	static const char *const paths[] = {"d"};
	struct dossier dossier;
	open_paths(&dossier, paths, 1, (struct dossier_how){0});
	assert_int_equal(dossier.catalog.n, 2);
	assert_string_equal(dossier.entities_path, "d/entities.rec");
	assert_int_equal(xref_of(&dossier.xref, entities_find(&dossier.ents, SPAN("iturup"))).n, 2);
	dossier_close(&dossier);
	dossier_close(&dossier);
}

/* A user's name is text, whatever the environment says. */
static void test_user(void **state)
{
	(void)state;
	static const char *const paths[] = {"d"};
	struct dossier dossier;
	open_paths(&dossier, paths, 1, (struct dossier_how){.user = "a\nWhen: x\377"});
	assert_string_equal(dossier.user, "a^JWhen: x<FF>");
	dossier_close(&dossier);
	open_paths(&dossier, paths, 1, (struct dossier_how){0});
	assert_string_equal(dossier.user, "");
	dossier_close(&dossier);
}

/* The dossier's settings lie over the user's, but only those of looks. */
static void test_settings(void **state)
{
	(void)state;
	static const char *const paths[] = {"d"};
	struct dossier dossier;
	struct dossier_how user = {.config = "user.ini"};
	open_paths(&dossier, paths, 1, user);
	assert_int_equal(dossier.config.layout_measure, 40);
	assert_int_equal(dossier.config.read_escape, 77);
	assert_int_equal(report_count(&dossier.report, REPORT_WARNING), 1);
	assert_non_null(strstr(dossier.report.items[0].text,
		"d/config.ini:3: a dossier does not set [read]"));
	dossier_close(&dossier);
	open_paths(&dossier, paths, 1, (struct dossier_how){.config = "none.ini"});
	assert_int_equal(dossier.config.read_escape, 25);
	dossier_close(&dossier);
	assert_refused(paths, 1, (struct dossier_how){.config = "none.ini", .config_must = true},
		"none.ini");
}

/* Opens the dossier as it is now: its settings are told of and passed over, its texts are there. */
static void assert_passed_over(const char *message)
{
	static const char *const paths[] = {"d"};
	struct dossier dossier;
	struct dossier_how user = {.config = "user.ini"};
	open_paths(&dossier, paths, 1, user);
	assert_int_equal(dossier.catalog.n, 2);
	assert_int_equal(dossier.config.layout_measure, 50);
	assert_int_equal(dossier.report.n, 1);
	assert_int_equal(dossier.report.items[0].level, REPORT_ERROR);
	assert_string_equal(dossier.report.items[0].text, message);
	dossier_close(&dossier);
}

static void test_settings_that_are_none(void **state)
{
	(void)state;
	assert_int_equal(remove("d/config.ini"), 0);
	assert_int_equal(symlink("../user.ini", "d/config.ini"), 0);
	assert_passed_over("d/config.ini: a link, not a regular file: passed over");
	assert_int_equal(remove("d/config.ini"), 0);
	assert_int_equal(mkfifo("d/config.ini", 0600), 0);
	assert_passed_over("d/config.ini: a FIFO, not a regular file: passed over");
	assert_int_equal(remove("d/config.ini"), 0);
	scratch_text("d/config.ini", "");
	assert_int_equal(truncate("d/config.ini", 1 << 20), 0);
	assert_passed_over("d/config.ini: larger than 65536 bytes: passed over");
}

/* A file alone is read with the names that lie beside it. */
static void test_files(void **state)
{
	(void)state;
	static const char *const paths[] = {"d/two.txt", "d/one.txt"};
	struct dossier dossier;
	open_paths(&dossier, paths, 2, (struct dossier_how){0});
	assert_int_equal(dossier.catalog.n, 2);
	assert_true(span_eq(dossier.catalog.heads[0].path, SPAN("d/one.txt")));
	assert_int_equal(dossier.xref.mentions.n, 2);
	dossier_close(&dossier);
	assert_int_equal(chdir("d"), 0);
	static const char *const here[] = {"one.txt"};
	open_paths(&dossier, here, 1, (struct dossier_how){0});
	assert_string_equal(dossier.entities_path, "./entities.rec");
	assert_int_equal(dossier.xref.mentions.n, 1);
	dossier_close(&dossier);
}

static void test_other_names(void **state)
{
	(void)state;
	static const char *const paths[] = {"d"};
	scratch_text("other.rec", "Id: urup\nKind: island\nName: Urup\n");
	struct dossier dossier;
	struct dossier_how other = {.entities = "other.rec"};
	open_paths(&dossier, paths, 1, other);
	assert_int_equal(dossier.ents.n, 1);
	assert_int_equal(dossier.xref.mentions.n, 1);
	dossier_close(&dossier);
	assert_refused(paths, 1, (struct dossier_how){.entities = "none.rec"},
		"none.rec: no such file");
}

static void test_without_names(void **state)
{
	(void)state;
	static const char *const paths[] = {"d"};
	assert_int_equal(remove("d/entities.rec"), 0);
	struct dossier dossier;
	open_paths(&dossier, paths, 1, (struct dossier_how){0});
	assert_int_equal(dossier.ents.n, 0);
	assert_int_equal(dossier.xref.mentions.n, 0);
	assert_int_equal(report_count(&dossier.report, REPORT_ERROR), 0);
	dossier_close(&dossier);
}

static void test_refusals(void **state)
{
	(void)state;
	static const char *const missing[] = {"nowhere"};
	static const char *const mixed[] = {"d/one.txt", "d"};
	static const char *const empty[] = {"e"};
	assert_int_equal(mkdir("e", 0755), 0);
	assert_refused(missing, 1, (struct dossier_how){0}, "nowhere");
	assert_refused(mixed, 2, (struct dossier_how){0}, "d: one folder, or one or more files");
	assert_refused(empty, 1, (struct dossier_how){0}, "e");
}

/* What a reader decided comes along when the folder goes elsewhere, and is told of. */
static void test_moved(void **state)
{
	(void)state;
	static const char *const here[] = {"d"}, *const there[] = {"e"};
	struct dossier dossier;
	struct err err;
	struct dossier_how how = {.state = "state"};
	open_paths(&dossier, here, 1, how);
	assert_int_equal(dossier.home.known, HOME_NEW);
	struct decision decision = {.kind = DECISION_NEVER, .name = SPAN("Urup")};
	if (!dossier_decide(&dossier, &dossier.config, &decision, &err)) {
		fail_msg("%s", err.msg);
	}
	dossier_close(&dossier);
	assert_int_equal(rename("d", "e"), 0);
	open_paths(&dossier, there, 1, how);
	assert_int_equal(dossier.home.known, HOME_MOVED);
	assert_int_equal(dossier.decisions.n, 1);
	assert_non_null(strstr(dossier.report.items[dossier.report.n - 1].text,
		"/d: its notes and decisions came along"));
	dossier_close(&dossier);
}

/* A dossier has its Id from its own settings, never from the user's. */
static void test_id(void **state)
{
	(void)state;
	static const char *const paths[] = {"d"};
	struct dossier dossier;
	struct dossier_how how = {.state = "state", .config = "user.ini"};
	scratch_text("d/config.ini", "[dossier]\nid = kuriles\n");
	open_paths(&dossier, paths, 1, how);
	assert_string_equal(dossier.config.dossier_id, "kuriles");
	assert_non_null(strstr(dossier.home.folder, "state/kuriles-id-"));
	dossier_close(&dossier);
	scratch_text("d/config.ini", "");
	scratch_text("user.ini", "[dossier]\nid = mine\n");
	open_paths(&dossier, paths, 1, how);
	assert_string_equal(dossier.config.dossier_id, "");
	assert_int_equal(report_count(&dossier.report, REPORT_WARNING), 1);
	dossier_close(&dossier);
}

/* A long document is mapped where there is a cache, and takes memory where there is none. */
static void test_long_documents(void **state)
{
	const char *const paths[] = {"d"};
	struct buf text = {0};
	struct dossier dossier;

	(void)state;
	for (uint32_t i = 0; text.n < 9u << 20; i++) {
		buf_printf(&text, "Paragraph %u of a long report, which tells of Iturup.\n\n", i);
	}
	scratch_text("d/long.txt", text.p);
	for (int round = 0; round < 3; round++) {
		struct dossier_how how = {.state = "state", .cache = round < 2 ? "cache" : NULL};

		open_paths(&dossier, paths, 1, how);
		doc_id id = catalog_find(&dossier.catalog, SPAN("long.txt"));
		const struct doc *doc = catalog_doc(&dossier.catalog, id);
		assert_true(span_eq(doc->text, buf_span(&text)));
		assert_int_equal(doc_memory(doc), round < 2 ? 0 : text.n);
		assert_int_equal(doc_line(doc, (uint32_t)text.n - 5), 2 * doc->nparas - 1);
		assert_false(catalog_has_changed(&dossier.catalog, id));
		dossier_close(&dossier);
	}
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_folder, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_user, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_settings, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_settings_that_are_none, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_files, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_other_names, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_without_names, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_refusals, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_moved, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_id, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_long_documents, enter, scratch_leave),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
