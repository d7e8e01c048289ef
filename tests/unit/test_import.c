/* Notes from files: ours come back to the byte, others' are looked up, hostile ones are refused. */
#include "notes/import.h"

#include "notes/export.h"
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

struct fixture {
	void *folder;
	struct dossier dossier;
	struct arena arena;
	struct report report;
	struct imported found;
};

static int enter(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *const paths[] = {"d"};
	struct dossier_how how = {.paths = paths, .npaths = 1};
	struct err err;
	if (f == NULL || scratch_enter(&f->folder) != 0 || mkdir("d", 0755) != 0) {
		return -1;
	}
	scratch_file("d/a b.txt", SPAN("Talks\r\n\r\n1 March 1990\r\n\r\nÄ word on Iturup, then Urup.\r\n"));
	scratch_file("d/two.txt", SPAN("Another note\n\n2 May 1991\n\nEtorofu again.\n"));
	if (!dossier_open(&f->dossier, &how, &err)) {
		fail_msg("%s", err.msg);
	}
	*state = f;
	return 0;
}

static int leave(void **state)
{
	struct fixture *f = *state;
	dossier_close(&f->dossier);
	arena_finish(&f->arena);
	report_finish(&f->report);
	int failed = scratch_leave(&f->folder);
	free(f);
	return failed;
}

static void take(struct fixture *f, struct span text)
{
	struct err err;
	if (!import_read(text, "in.json", &f->dossier.catalog, &f->arena, &f->found, &f->report,
		    &err)) {
		fail_msg("%s", err.msg);
	}
}

static void assert_text(struct span text, const char *expected)
{
	struct span want = span_of(expected);
	if (!span_eq(text, want)) {
		fail_msg("'%.*s' is not '%s'", SPAN_ARG(text), expected);
	}
}

/* A note of our own in JSON with one part replaced. */
static struct buf own(const char *part, const char *by)
{
	static const char note[] =
		"[\n{\"id\":\"00000000-0000-4000-8000-000000000001\",\"doc\":\"two.txt\",\"start\":26,"
		"\"end\":33,\"state\":\"exact\",\"quote\":\"Etorofu\",\"note\":\"Who?\",\"tags\":\"a b\","
		"\"created\":\"2026-11-21T20:05:00Z\",\"rev\":3,\"modified\":\"2026-11-22T20:05:00Z\","
		"\"author\":\"me\",\"colour\":\"red\",\"rival\":\"\",\n\"anchor\":{\"path\":\"two.txt\","
		"\"sha256\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\","
		"\"length\":41,\"start\":26,\"end\":33,\"prefix\":\"1991\\n\\n\",\"suffix\":\" again\","
		"\"ordinal\":0,\"paragraph\":3,\"heading\":\"Another note\"}}\n]\n";
	struct buf out = {0};
	const char *at = strstr(note, part);
	assert_non_null(at);
	buf_add(&out, note, (size_t)(at - note));
	buf_puts(&out, by);
	buf_puts(&out, at + strlen(part));
	return out;
}

static void our_own_json(void **state)
{
	struct fixture *f = *state;
	struct buf text = own("", "");
	take(f, buf_span(&text));
	assert_int_equal(f->found.n, 1);
	assert_int_equal(f->found.refused, 0);
	const struct note *note = &f->found.notes[0];
	assert_text(note->id, "00000000-0000-4000-8000-000000000001");
	assert_int_equal(note->rev, 3);
	assert_text(note->body, "Who?");
	assert_int_equal(note->ntags, 2);
	assert_text(note->tags[1], "b");
	assert_int_equal(note->colour, NOTE_RED);
	assert_text(note->author, "me");
	assert_text(note->created, "2026-11-21T20:05:00Z");
	assert_text(note->modified, "2026-11-22T20:05:00Z");
	assert_text(note->anchor.path, "two.txt");
	assert_text(note->anchor.quote, "Etorofu");
	assert_text(note->anchor.prefix, "1991\n\n");
	assert_text(note->anchor.suffix, " again");
	assert_text(note->anchor.heading, "Another note");
	assert_int_equal(note->anchor.hash.bytes[1], 0x11);
	assert_int_equal(note->anchor.text_n, 41);
	assert_int_equal(note->anchor.at.start, 26);
	assert_int_equal(note->anchor.at.end, 33);
	assert_int_equal(note->anchor.para, 3);
	buf_finish(&text);
}

/* Takes a note with one part replaced, which must be refused. */
static void assert_refused(struct fixture *f, const char *part, const char *by, const char *why)
{
	struct buf text = own(part, by);
	report_finish(&f->report);
	take(f, buf_span(&text));
	assert_int_equal(f->found.n, 0);
	assert_int_equal(f->found.refused, 1);
	assert_int_equal(f->report.n, 1);
	assert_string_equal(f->report.items[0].text, why);
	assert_int_equal(f->report.items[0].level, REPORT_ERROR);
	buf_finish(&text);
}

static void notes_of_ours_that_are_refused(void **state)
{
	struct fixture *f = *state;
	assert_refused(f, "\"note\":\"Who?\"", "\"note\":7", "in.json:2: note is a number, not a string");
	assert_refused(f, "\"rev\":3", "\"rev\":-3", "in.json:2: rev is no whole number below 2^32");
	/* The next edit would make revision 0 of it, which is none. */
	assert_refused(f, "\"rev\":3", "\"rev\":4294967295", "in.json:2: rev is above 1000000000");
	assert_refused(f, "\"colour\":\"red\"", "\"colour\":\"mauve\"",
		"in.json:2: no such colour: 'mauve'");
	assert_refused(f, "\"id\":\"00000000-0000-4000-8000-000000000001\",", "",
		"in.json:2: a note without an id");
	assert_refused(f, "2026-11-21T20", "2026-13-21T20",
		"in.json:2: '2026-13-21T20:05:00Z' is no time like 2026-11-21T20:05:00Z");
	assert_refused(f, "2026-11-22T20", "yesterday",
		"in.json:2: 'yesterday:05:00Z' is no time like 2026-11-21T20:05:00Z");
	assert_refused(f, "\"anchor\":{", "\"anker\":{", "in.json:2: a note without an anchor");
	assert_refused(f, "\"anchor\":{", "\"anchor\":[],\"x\":{",
		"in.json:3: anchor is an array, not an object");
	assert_refused(f, "\"sha256\":\"00", "\"sha256\":\"zz",
		"in.json:3: sha256 is not 64 hexadecimal digits");
	assert_refused(f, "\"length\":41,", "", "in.json:3: no length");
	assert_refused(f, "\"length\":41", "\"length\":30",
		"in.json:2: a note needs a passage, of the length of its quotation");
	assert_refused(f, "\"end\":33,\"prefix\"", "\"end\":34,\"prefix\"",
		"in.json:2: a note needs a passage, of the length of its quotation");
	assert_refused(f, "\"path\":\"two.txt\"", "\"path\":\"two\\u0000\"",
		"in.json:3: a path with a NUL in it");
	assert_refused(f, "\"path\":\"two.txt\"", "\"path_encoded\":\"%z\"",
		"in.json:3: path_encoded is broken");
	assert_refused(f, "\"path\":\"two.txt\"", "\"path\":\"\"", "in.json:2: a note needs a document");
	assert_refused(f, "\"note\":\"Who?\"", "\"note\":\"\\u0000\"",
		"in.json:2: a note is UTF-8 with line ends LF, without NUL");
}

static void a_bad_note_keeps_no_good_one_out(void **state)
{
	struct fixture *f = *state;
	struct buf text = {0};
	struct buf good = own("\n]\n", ",\n{},\n"), again = own("[\n", "");
	buf_put(&text, buf_span(&good));
	buf_put(&text, buf_span(&again)); /* the same Id */
	take(f, buf_span(&text));
	assert_int_equal(f->found.n, 1);
	assert_int_equal(f->found.refused, 2);
	assert_string_equal(f->report.items[0].text, "in.json:4: a note without an id");
	assert_string_equal(f->report.items[1].text,
		"in.json:5: the Id of an earlier note in the file");
	buf_finish(&text);
	buf_finish(&good);
	buf_finish(&again);
}

static void files_that_hold_no_notes(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"{\"a\":1}", "in.json:1: neither notes nor Web Annotations"},
		{"7", "in.json:1: neither notes nor Web Annotations"},
		{"{\"first\":\"http://example.org/page\"}",
			"in.json:1: neither notes nor Web Annotations"},
		{"[{\"id\":\"x\"", "in.json:1: no , or } behind a member"},
		{"\xFF", "in.json:1: bytes that are no UTF-8"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = {""};
		assert_false(import_read(span_of(cases[i].text), "in.json", &f->dossier.catalog,
			&f->arena, &f->found, &f->report, &err));
		assert_string_equal(err.msg, cases[i].why);
	}
	take(f, SPAN("[]"));
	assert_int_equal(f->found.n, 0);
	assert_int_equal(f->report.n, 0);
}

static void other_programs_annotations(void **state)
{
	struct fixture *f = *state;
	take(f, SPAN("{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\","
		"\"id\":\"https://example.org/a/1\",\"created\":\"2020-01-02T03:04:05.678+00:00\","
		"\"creator\":\"acct:me@example.org\",\"motivation\":\"commenting\","
		"\"body\":[{\"type\":\"TextualBody\",\"value\":\"one\\r\\ntwo\"},"
		"{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":\"peace treaty\"},"
		"\"http://example.org/body\"],"
		"\"target\":{\"source\":\"a%20b.txt\",\"selector\":["
		"{\"type\":\"TextPositionSelector\",\"start\":31,\"end\":37},"
		"{\"type\":\"TextQuoteSelector\",\"exact\":\"Iturup\",\"prefix\":\"on \"}]}}"));
	assert_int_equal(f->found.n, 1);
	const struct note *note = &f->found.notes[0];
	assert_int_equal(note->id.n, 36);
	assert_int_equal(note->id.p[14], '8');
	assert_int_equal(note->rev, 1);
	assert_text(note->created, "2020-01-02T03:04:05Z");
	assert_text(note->modified, "2020-01-02T03:04:05Z");
	assert_text(note->author, "acct:me@example.org");
	assert_text(note->body, "one\ntwo");
	assert_int_equal(note->ntags, 1);
	assert_text(note->tags[0], "peace-treaty");
	assert_text(note->anchor.path, "a b.txt");
	assert_text(note->anchor.quote, "Iturup");
	assert_int_equal(note->anchor.at.start, 32); /* the Ä has two bytes */
	assert_int_equal(note->anchor.para, 3);
}

/* One annotation on a target. */
static void take_target(struct fixture *f, const char *target)
{
	struct buf text = {0};
	buf_printf(&text, "[{\"id\":\"x:1\",\"type\":\"Annotation\",\"bodyValue\":\"so\",\"target\":%s}]",
		target);
	report_finish(&f->report);
	struct span kept;
	assert_true(arena_copy(&f->arena, buf_span(&text), &kept));
	buf_finish(&text);
	take(f, kept);
}

static void targets_are_looked_up(void **state)
{
	struct fixture *f = *state;
	/* a position alone */
	take_target(f, "{\"source\":\"two.txt\",\"selector\":{\"type\":\"TextPositionSelector\","
		"\"start\":26,\"end\":33}}");
	assert_int_equal(f->found.n, 1);
	assert_text(f->found.notes[0].anchor.quote, "Etorofu");
	assert_text(f->found.notes[0].body, "so");
	/* a quotation, and a position that is wrong */
	take_target(f, "{\"source\":{\"id\":\"./a%20b.txt\"},\"selector\":["
		"{\"type\":\"TextPositionSelector\",\"start\":0,\"end\":4},"
		"{\"type\":\"TextQuoteSelector\",\"exact\":\"then Urup.\",\"prefix\":\"Iturup, \"}]}");
	assert_int_equal(f->found.n, 1);
	assert_int_equal(f->found.notes[0].anchor.at.start, 40);
	/* a quotation that is not there is kept */
	take_target(f, "{\"source\":\"two.txt\",\"selector\":{\"type\":\"TextQuoteSelector\","
		"\"exact\":\"words that nobody has ever written\"}}");
	assert_int_equal(f->found.n, 1);
	assert_text(f->found.notes[0].anchor.quote, "words that nobody has ever written");
	assert_text(f->found.notes[0].anchor.path, "two.txt");
}

static void targets_that_are_refused(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *target, *why;
	} cases[] = {
		{"\"http://example.org/page\"",
			"in.json:1: no document of the dossier is 'http://example.org/page'"},
		{"{}", "in.json:1: a target without a source"},
		{"7", "in.json:1: an annotation without a target"},
		{"{\"source\":\"two.txt\"}",
			"in.json:1: a target without a quotation, or a position in its document"},
		{"{\"source\":\"two.txt\",\"selector\":{\"type\":\"TextPositionSelector\","
			"\"start\":5,\"end\":4000}}",
			"in.json:1: a target without a quotation, or a position in its document"},
		{"{\"source\":\"two.txt\",\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":{}}}",
			"in.json:1: exact is an object, not a string"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		take_target(f, cases[i].target);
		assert_int_equal(f->found.n, 0);
		assert_int_equal(f->report.n, 1);
		assert_string_equal(f->report.items[0].text, cases[i].why);
	}
}

static void further_pages_are_named(void **state)
{
	struct fixture *f = *state;
	take(f, SPAN("{\"type\":\"AnnotationPage\",\n\"next\":\"http://example.org/2\",\"items\":[]}"));
	assert_int_equal(f->report.n, 1);
	assert_string_equal(f->report.items[0].text,
		"in.json:1: there are further pages, which are not fetched");
}

/* Opens a store of its own below the test's folder. */
static struct store *open_store(struct fixture *f, const char *name)
{
	struct store *store;
	struct err err;
	struct buf path = {0};
	file_join(&path, f->folder, name);
	if (!store_open(&store, path.p, &f->report, &err)) {
		fail_msg("%s", err.msg);
	}
	buf_finish(&path);
	return store;
}

static void assert_merged(struct fixture *f, struct store *store, uint32_t added, uint32_t renewed,
	uint32_t known)
{
	struct import_counts counts;
	struct err err;
	if (!import_merge(&f->found, store, &counts, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_int_equal(counts.added, added);
	assert_int_equal(counts.renewed, renewed);
	assert_int_equal(counts.known, known);
}

static void notes_are_merged_by_id(void **state)
{
	struct fixture *f = *state;
	struct store *store = open_store(f, "s");
	struct buf third = own("", ""), second = own("\"rev\":3", "\"rev\":2");
	struct buf fourth = own("\"rev\":3", "\"rev\":4");
	struct err err;
	take(f, buf_span(&third));
	assert_merged(f, store, 1, 0, 0);
	assert_merged(f, store, 0, 0, 1);
	take(f, buf_span(&second));
	assert_merged(f, store, 0, 0, 1);
	take(f, buf_span(&fourth));
	assert_merged(f, store, 0, 1, 0);
	assert_true(store_delete(store, SPAN("00000000-0000-4000-8000-000000000001"), 4, &err));
	assert_merged(f, store, 0, 0, 1);
	store_close(store);
	buf_finish(&third);
	buf_finish(&second);
	buf_finish(&fourth);
}

/* All notes of a store in one format. */
static void put_all(struct fixture *f, struct store *store, enum export_format format,
	struct buf *out)
{
	struct notes notes = {0};
	struct export export = {&notes, &f->dossier.xref};
	struct err err;
	if (!notes_open(&notes, &f->dossier.catalog, store, NULL, &err) ||
		!export_put(&export, format, out, &err)) {
		fail_msg("%s", err.msg);
	}
	notes_finish(&notes);
}

/* Notes of every kind: plain, with all fields, edited, on text since changed, without a place. */
static void fill(struct fixture *f, struct store *store)
{
	struct notes notes = {0};
	struct err err;
	struct span id;
	bool rival;
	doc_id one = catalog_find(&f->dossier.catalog, SPAN("a b.txt"));
	struct span tags[] = {SPAN("a"), SPAN("拉")};
	struct note draft = {.body = SPAN("Who\n\n\"so\" <b> \\ \x1B[31m"), .tags = tags, .ntags = 2,
		.colour = NOTE_BLUE};
	struct note plain = {0};
	struct buf orphan = own("\"quote\":\"Etorofu\"", "\"quote\":\"Unheard\"");
	assert_true(notes_open(&notes, &f->dossier.catalog, store, NULL, &err));
	assert_true(notes_add(&notes, one, (struct range){32, 38}, &draft, &id, &err));
	assert_true(notes_add(&notes, one, (struct range){21, 50}, &plain, &id, &err));
	draft.id = id;
	draft.rev = 1;
	assert_true(notes_edit(&notes, &draft, &rival, &err));
	notes_finish(&notes);
	take(f, buf_span(&orphan));
	assert_merged(f, store, 1, 0, 0);
	buf_finish(&orphan);
}

static void assert_comes_back(struct fixture *f, enum export_format format)
{
	struct store *one = open_store(f, "one"), *two = open_store(f, "two");
	struct buf before = {0}, after = {0};
	fill(f, one);
	put_all(f, one, format, &before);
	take(f, buf_span(&before));
	assert_int_equal(f->found.refused, 0);
	assert_merged(f, two, 3, 0, 0);
	put_all(f, two, format, &after);
	assert_string_equal(after.p, before.p);
	store_close(one);
	store_close(two);
	buf_finish(&before);
	buf_finish(&after);
}

static void json_comes_back_to_the_byte(void **state)
{
	assert_comes_back(*state, EXPORT_JSON);
}

static void annotations_come_back_to_the_byte(void **state)
{
	assert_comes_back(*state, EXPORT_W3C);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(our_own_json, enter, leave),
		cmocka_unit_test_setup_teardown(notes_of_ours_that_are_refused, enter, leave),
		cmocka_unit_test_setup_teardown(a_bad_note_keeps_no_good_one_out, enter, leave),
		cmocka_unit_test_setup_teardown(files_that_hold_no_notes, enter, leave),
		cmocka_unit_test_setup_teardown(other_programs_annotations, enter, leave),
		cmocka_unit_test_setup_teardown(targets_are_looked_up, enter, leave),
		cmocka_unit_test_setup_teardown(targets_that_are_refused, enter, leave),
		cmocka_unit_test_setup_teardown(further_pages_are_named, enter, leave),
		cmocka_unit_test_setup_teardown(notes_are_merged_by_id, enter, leave),
		cmocka_unit_test_setup_teardown(json_comes_back_to_the_byte, enter, leave),
		cmocka_unit_test_setup_teardown(annotations_come_back_to_the_byte, enter, leave),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
