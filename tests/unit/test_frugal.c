/*
 * How much memory it takes to index one long document, and to list what is in it: a bound, whatever its
 * length. Of what a child holds at most the system tells; that of a short document is taken off.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include "base/buf.h"
#include "read/dossier.h"
#include "read/results.h"
#include "read/session.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The sanitizer of addresses keeps what was freed; gcc and clang name it in two ways. */
#if defined(__SANITIZE_ADDRESS__)
#define BOUNDED false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BOUNDED false
#endif
#endif
#ifndef BOUNDED
#define BOUNDED true
#endif

enum { LONG = 40 << 20, SHORT = 9 << 20, MEMORY = 8 << 20, KIB_MOST = 16 << 10 };

/*
 * A text that makes readers look back at what they have passed: labels, bytes that are no text; with a
 * name here and there.
 */
static void make_folder(const char *name, size_t bytes)
{
	struct buf text = {0}, path = {0};

	for (uint32_t i = 0; text.n < bytes; i++) {
		buf_printf(&text, "Speaker%u. We met the minister of the day on the island and said:\n"
			"the number w%u of many is \xFF not in the text, as far as we can see.\n",
			i % 5000, i * 7919u % 7000);
		buf_puts(&text, i % 8 == 0 ? "It was Iturup.\n" : "");
		for (int k = 0; k < 12; k++) {
			buf_puts(&text, "Nothing of it was ever written down, neither by them nor by us.\n");
		}
		buf_putc(&text, '\n');
	}
	buf_printf(&path, "%s/long.txt", name);
	assert_false(text.failed || path.failed);
	assert_int_equal(mkdir(name, 0700), 0);
	scratch_file(path.p, buf_span(&text));
	buf_clear(&path);
	buf_printf(&path, "%s/entities.rec", name);
	scratch_text(path.p, "Id: a\nKind: island\nName: Iturup\n");
	buf_finish(&text);
	buf_finish(&path);
}

/* Indexes the folder; the status that the child exits with. */
static int index_it(const char *folder)
{
	const struct dossier_how how = {.paths = &folder, .npaths = 1, .state = "state", .cache = "cache",
		.words = true, .memory = MEMORY};
	struct dossier dossier;
	struct err err;

	if (!dossier_open(&dossier, &how, &err)) {
		return 1;
	}
	if (!dossier_index(&dossier, true, &err)) {
		return 2;
	}
	dossier_close(&dossier);
	return 0;
}

/* Lists the mentions and the contents, and counts what is unread and how many pages there are. */
static int list_it(const char *folder)
{
	const struct dossier_how how = {.paths = &folder, .npaths = 1, .state = "state", .cache = "cache"};
	struct dossier dossier;
	struct session *session;
	struct doc list;
	struct err err;

	if (!dossier_open(&dossier, &how, &err) ||
		!results_concordance(&dossier, (ent_id){0}, 72, &list, &err)) {
		return 1;
	}
	doc_finish(&list);
	const struct doc *doc = catalog_doc(&dossier.catalog, (doc_id){0});
	if (!results_contents(doc, (doc_id){0}, 72, &list, &err)) {
		return 2;
	}
	doc_finish(&list);
	session = session_new(&dossier, &err);
	if (session == NULL) {
		return 3;
	}
	session_key(session, '\t');
	(void)session_tick(session);
	while (session_counts(session)) {
		(void)session_count(session);
	}
	session_free(session);
	dossier_close(&dossier);
	return 0;
}

/* KiB that a child holds at most while it works on the folder. */
static long peak_of(const char *folder, int (*work)(const char *folder))
{
	struct rusage usage;
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		_exit(work(folder));
	}
	assert_int_equal(wait4(child, &status, 0, &usage), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	return usage.ru_maxrss;
}

static void assert_little(int (*work)(const char *folder))
{
	long little = peak_of("short", work), much = peak_of("long", work);

	assert_true(much > 0 && little > 0);
	if (BOUNDED && much - little > KIB_MOST) {
		fail_msg("%ld KiB where a short one takes %ld", much, little);
	}
}

static void test_a_long_document_takes_little_memory(void **state)
{
	(void)state;
	assert_int_equal(mkdir("state", 0700), 0);
	assert_int_equal(mkdir("cache", 0700), 0);
	make_folder("short", SHORT);
	make_folder("long", LONG);
	assert_little(index_it);
	assert_little(list_it);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_long_document_takes_little_memory,
			scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
