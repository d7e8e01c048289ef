/* Notes written out: every form to the letter, and nothing in a text is taken for the form's signs. */
#include "notes/export.h"

#include "base/json.h"
#include "links/tei_lib.h"
#include "notes/export_forms.h"
#include "read/dossier.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define MOST 8

/* A dossier of two texts, and notes in it as notes.h would hold them. */
struct fixture {
	void *folder;
	struct dossier dossier;
	struct arena arena;
	struct note notes[MOST];
	struct noted items[MOST];
	struct notes list;
	struct export export;
	struct buf out;
};

static int enter(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *const paths[] = {"."};
	struct dossier_how how = {.paths = paths, .npaths = 1};
	struct err err;
	if (f == NULL || scratch_enter(&f->folder) != 0) {
		return -1;
	}
	scratch_file("a b.txt", SPAN("Talks\r\n\r\n1 March 1990\r\n\r\nÄ word on Iturup & <Urup>.\r\n\r\n"
		"1. The *second*\r\npassage, \x1B[31m{red}_\r\n"));
	scratch_file("two.txt", SPAN("Another note\n\n2 May 1991\n\nEtorofu again.\n"));
	scratch_file("documents.rec", SPAN("File: a b.txt\nTitle: Talks & <b>\nSource: A paper, 50% \"x\"\n"));
	scratch_file("entities.rec", SPAN("Id: island:iturup\nKind: island\nName: Iturup\nAlias: Etorofu\n"));
	if (!dossier_open(&f->dossier, &how, &err)) {
		fail_msg("%s", err.msg);
	}
	f->list = (struct notes){.items = f->items, .catalog = &f->dossier.catalog};
	f->export = (struct export){&f->list, &f->dossier.xref};
	*state = f;
	return 0;
}

static int leave(void **state)
{
	struct fixture *f = *state;
	dossier_close(&f->dossier);
	arena_finish(&f->arena);
	buf_finish(&f->out);
	int failed = scratch_leave(&f->folder);
	free(f);
	return failed;
}

/* A note on the first place of `quote` in a document. */
static struct note *add(struct fixture *f, const char *path, const char *quote, const char *body,
	const char *tags)
{
	doc_id id = catalog_find(&f->dossier.catalog, span_of(path));
	const struct doc *doc = catalog_doc(&f->dossier.catalog, id);
	struct note *note = &f->notes[f->list.n];
	struct noted *item = &f->items[f->list.n];
	size_t at = span_find(doc->text, span_of(quote), 0);
	char uuid[37];
	assert_true(f->list.n < MOST && at < doc->text.n);
	item->note = note;
	item->doc = id;
	item->at = (struct range){(uint32_t)at, (uint32_t)(at + strlen(quote))};
	struct anchor_text text = {.doc = doc};
	assert_true(anchor_make(&text, item->at, &f->arena, &note->anchor));
	anchor_text_finish(&text);
	snprintf(uuid, sizeof(uuid), "00000000-0000-4000-8000-%012u", ++f->list.n);
	assert_true(arena_copy(&f->arena, span_of(uuid), &note->id));
	assert_true(note_tags_parse(span_of(tags), &f->arena, note));
	note->body = span_of(body);
	note->rev = 1;
	note->created = SPAN("2026-11-21T20:05:00Z");
	note->modified = SPAN("2026-11-22T20:05:00Z");
	return note;
}

/* Makes an orphan of the note that was added last. */
static void lose(struct fixture *f)
{
	f->items[f->list.n - 1].state = ANCHOR_ORPHAN;
	f->items[f->list.n - 1].at = (struct range){0, 0};
}

static const char *put(struct fixture *f, enum export_format format)
{
	struct err err;
	buf_clear(&f->out);
	if (!export_put(&f->export, format, &f->out, &err)) {
		fail_msg("%s", err.msg);
	}
	return f->out.p;
}

static void assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL) {
		fail_msg("no '%s' in:\n%s", part, text);
	}
}

static void add_samples(struct fixture *f)
{
	struct note *note = add(f, "a b.txt", "Iturup & <Urup>", "Who\nsays \"so\"?", "pact open");
	note->author = SPAN("me");
	note->colour = NOTE_GREEN;
	add(f, "a b.txt", "The *second*\npassage, \x1B[31m{red}_", "", "");
	add(f, "two.txt", "again", "lost\tit", "open");
	lose(f);
}

static void a_table(void **state)
{
	struct fixture *f = *state;
	add_samples(f);
	assert_string_equal(put(f, EXPORT_TSV), "id\tdoc\tstart\tend\tstate\tquote\tnote\ttags\tcreated\n"
		"00000000-0000-4000-8000-000000000001\ta b.txt\t36\t51\texact\tIturup & <Urup>\t"
		"Who\\nsays \"so\"?\tpact open\t2026-11-21T20:05:00Z\n"
		"00000000-0000-4000-8000-000000000002\ta b.txt\t59\t93\texact\t"
		"The *second*\\npassage, \\x1B[31m{red}_\t\t\t2026-11-21T20:05:00Z\n"
		"00000000-0000-4000-8000-000000000003\ttwo.txt\t\t\torphan\tagain\tlost\\tit\topen\t"
		"2026-11-21T20:05:00Z\n");
}

static void json_of_all(void **state)
{
	struct fixture *f = *state;
	add_samples(f);
	const char *text = put(f, EXPORT_JSON);
	assert_has(text, "[\n{\"id\":\"00000000-0000-4000-8000-000000000001\",\"doc\":\"a b.txt\","
		"\"start\":36,\"end\":51,\"state\":\"exact\",\"quote\":\"Iturup & <Urup>\","
		"\"note\":\"Who\\nsays \\\"so\\\"?\",\"tags\":\"pact open\","
		"\"created\":\"2026-11-21T20:05:00Z\",\"rev\":1,"
		"\"modified\":\"2026-11-22T20:05:00Z\",\"author\":\"me\",\"colour\":\"green\","
		"\"rival\":\"\",\"anchor\":{\"path\":\"a b.txt\",\"sha256\":\"");
	assert_has(text, "\"start\":32,\"end\":47,\"prefix\":\"");
	assert_has(text, "\"doc\":\"two.txt\",\"start\":null,\"end\":null,\"state\":\"orphan\"");
	assert_has(text, "passage, \\u001b[31m{red}_");
}

static void no_notes(void **state)
{
	struct fixture *f = *state;
	assert_string_equal(put(f, EXPORT_TSV), "id\tdoc\tstart\tend\tstate\tquote\tnote\ttags\tcreated\n");
	assert_string_equal(put(f, EXPORT_JSON), "[\n]\n");
	assert_string_equal(put(f, EXPORT_MD), "# Notes\n");
	assert_string_equal(put(f, EXPORT_BIB), "");
	assert_has(put(f, EXPORT_W3C), "\"total\":0");
	assert_has(put(f, EXPORT_TEI), "<body>\n    <p/>\n");
}

static void markdown(void **state)
{
	struct fixture *f = *state;
	add_samples(f);
	assert_string_equal(put(f, EXPORT_MD), "# Notes\n"
		"\n## Talks \\& \\<b\\>, 1990-03-01\n"
		"\n> Iturup \\& \\<Urup\\>\n>\n"
		"> — Talks \\& \\<b\\>, 1990-03-01, A paper, 50% \"x\", ¶3 (a b.txt, bytes 36–51)\n"
		"\nWho\nsays \"so\"?\n"
		"\n*\\#pact \\#open · green · 2026-11-21T20:05:00Z · me*\n"
		"\n> The \\*second\\*\n> passage, ^\\[\\[31m{red}\\_\n>\n"
		"> — Talks \\& \\<b\\>, 1990-03-01, A paper, 50% \"x\", ¶4 (a b.txt, bytes 59–93)\n"
		"\n*2026-11-21T20:05:00Z*\n"
		"\n## Without a place\n"
		"\n> again\n>\n"
		"> — two.txt, ¶3 as it was; the passage is not there any more\n"
		"\nlost\tit\n"
		"\n*\\#open · 2026-11-21T20:05:00Z*\n");
}

static void markdown_of_a_note_stays_in_it(void **state)
{
	struct fixture *f = *state;
	add(f, "two.txt", "again", "# no\ntitle\n===\n- *item*\n<script>&amp;", "");
	assert_has(put(f, EXPORT_MD),
		"\n\\# no\ntitle\n\\===\n- *item*\n\\<script>\\&amp;\n");
}

static void web_annotations(void **state)
{
	struct fixture *f = *state;
	struct arena arena = {0};
	struct err err;
	const struct json *root;
	add_samples(f);
	const char *text = put(f, EXPORT_W3C);
	assert_has(text, "\"type\":\"AnnotationCollection\",\"total\":3,");
	assert_has(text, "\n{\"id\":\"urn:uuid:00000000-0000-4000-8000-000000000001\","
		"\"type\":\"Annotation\",\"motivation\":\"commenting\","
		"\"created\":\"2026-11-21T20:05:00Z\",\"modified\":\"2026-11-22T20:05:00Z\","
		"\"creator\":{\"type\":\"Person\",\"name\":\"me\"},\"body\":[{\"type\":\"TextualBody\","
		"\"purpose\":\"commenting\",\"format\":\"text/plain\","
		"\"value\":\"Who\\nsays \\\"so\\\"?\"},{\"type\":\"TextualBody\","
		"\"purpose\":\"tagging\",\"value\":\"pact\"},{\"type\":\"TextualBody\","
		"\"purpose\":\"tagging\",\"value\":\"open\"},{\"type\":\"SpecificResource\","
		"\"purpose\":\"identifying\",\"source\":\"island:iturup\"}],"
		"\"target\":{\"type\":\"SpecificResource\",\"source\":\"a%20b.txt\",\"state\":"
		"{\"type\":\"TimeState\",\"sourceDate\":\"");
	assert_has(text, "\"styleClass\":\"green\",\"selector\":[{\"type\":\"TextQuoteSelector\","
		"\"exact\":\"Iturup & <Urup>\",\"prefix\":\"");
	/* one byte less than in the canonical text: the Ä */
	assert_has(text, "{\"type\":\"TextPositionSelector\",\"start\":31,\"end\":46}");
	assert_true(json_read(buf_span(&f->out), "w3c", &arena, &root, &err));
	const struct json *items = json_get(json_get(root, SPAN("first")), SPAN("items"));
	assert_int_equal(items->n, 3);
	assert_int_equal(items->first->next->line, items->first->line + 1);
	arena_finish(&arena);
	int positions = 0;
	for (const char *p = f->out.p; (p = strstr(p, "TextPositionSelector")) != NULL; p++) {
		positions++;
	}
	assert_int_equal(positions, 2); /* none of the orphan */
}

static void assert_well_formed(struct span xml)
{
	struct err err;
	struct tei_lib lib;
	if (!tei_lib_open(&lib, &err)) {
		fail_msg("%s", err.msg);
	}
	xmlTextReaderPtr reader = lib.xmlReaderForMemory(xml.p, (int)xml.n, NULL, NULL, 0);
	assert_non_null(reader);
	int more;
	do {
		more = lib.xmlTextReaderRead(reader);
	} while (more == 1);
	lib.xmlFreeTextReader(reader);
	assert_int_equal(more, 0); /* -1: not well-formed, said on stderr */
}

static void tei_is_well_formed(void **state)
{
	struct fixture *f = *state;
	add_samples(f);
	const char *text = put(f, EXPORT_TEI);
	assert_has(text, "    <div><head>Talks &amp; &lt;b&gt;</head>\n"
		"    <note xml:id=\"n-00000000-0000-4000-8000-000000000001\" type=\"comment\" "
		"subtype=\"exact\" rend=\"green\" target=\"a%20b.txt#char=31,46\">\n"
		"      <quote>Iturup &amp; &lt;Urup&gt;</quote>\n"
		"      <bibl><title>Talks &amp; &lt;b&gt;</title><date when=\"1990-03-01\"/>"
		"<note>A paper, 50% \"x\"</note><idno type=\"file\">a b.txt</idno>"
		"<biblScope unit=\"paragraph\" from=\"3\" to=\"3\"/>"
		"<biblScope unit=\"byte\" from=\"36\" to=\"51\"/></bibl>\n"
		"      <p>Who<lb/>says \"so\"?</p>\n"
		"      <p><term>pact</term><term>open</term>"
		"<rs ref=\"#island.iturup\">Iturup</rs></p>\n"
		"      <note type=\"made\"><date when=\"2026-11-21T20:05:00Z\"/><name>me</name></note>\n"
		"    </note>\n");
	assert_has(text, "<quote>The *second*<lb/>passage, ^[[31m{red}_</quote>");
	assert_has(text, "subtype=\"orphan\" target=\"two.txt\">");
	assert_well_formed(buf_span(&f->out));
}

static void bibtex(void **state)
{
	struct fixture *f = *state;
	add_samples(f);
	const char *text = put(f, EXPORT_BIB);
	assert_string_equal(text, "@misc{a_20b.txt,\n  title = {{Talks \\& \\textless{}b\\textgreater{}}},\n"
		"  year = {1990},\n  date = {1990-03-01},\n"
		"  howpublished = {A paper, 50\\% \"x\"},\n  note = {a b.txt},\n"
		"  keywords = {pact, open},\n"
		"  annote = {\\P3: ``Iturup \\& \\textless{}Urup\\textgreater{}'' --- "
		"Who says \"so\"?\n\n\\P4: ``The *second* passage, \\textasciicircum{}[[31m"
		"\\textbraceleft{}red\\textbraceright{}\\_''}\n}\n"
		"\n@misc{without-a-place,\n  title = {{Passages that were not found again}},\n"
		"  keywords = {open},\n"
		"  annote = {two.txt, \\P3: ``again'' --- lost\\textasciicircum{}Iit}\n}\n");
	int depth = 0;
	for (const char *p = text; *p != '\0'; p++) {
		depth += *p == '{' ? 1 : *p == '}' ? -1 : 0;
		assert_true(depth >= 0);
	}
	assert_int_equal(depth, 0);
}

static void formats_have_names(void **state)
{
	(void)state;
	enum export_format format = EXPORT_TSV;
	assert_true(export_format_of(SPAN("w3c"), &format));
	assert_int_equal(format, EXPORT_W3C);
	assert_false(export_format_of(SPAN("W3C"), &format));
	assert_false(export_format_of(SPAN(""), &format));
	assert_int_equal(format, EXPORT_W3C);
	assert_int_equal(export_format_for("a/notes.jsonld"), EXPORT_W3C);
	assert_int_equal(export_format_for("a/notes.json"), EXPORT_JSON);
	assert_int_equal(export_format_for("a/notes.xml"), EXPORT_TEI);
	assert_int_equal(export_format_for("notes.bib"), EXPORT_BIB);
	assert_int_equal(export_format_for("notes.tsv"), EXPORT_TSV);
	assert_int_equal(export_format_for("notes"), EXPORT_MD);
}

static void files_are_not_overwritten_unasked(void **state)
{
	struct fixture *f = *state;
	struct buf text = {0};
	struct err err;
	scratch_file("kept.md", SPAN("mine"));
	assert_false(export_write(&f->export, EXPORT_MD, "kept.md", false, &err));
	assert_true(span_starts(span_of(err.msg), SPAN("kept.md: ")));
	assert_true(file_read("kept.md", 100, &text, NULL, &err));
	assert_string_equal(text.p, "mine");
	assert_true(export_write(&f->export, EXPORT_MD, "kept.md", true, &err));
	assert_true(export_write(&f->export, EXPORT_MD, "new.md", false, &err));
	buf_clear(&text);
	assert_true(file_read("new.md", 100, &text, NULL, &err));
	assert_string_equal(text.p, "# Notes\n");
	buf_finish(&text);
}

static void paths_as_iris(void **state)
{
	struct fixture *f = *state;
	struct buf back = {0};
	noted_put_iri(SPAN("a b/\xFF:%~\n.txt"), &f->out);
	assert_string_equal(f->out.p, "a%20b/%FF%3A%25~%0A.txt");
	assert_true(noted_take_iri(buf_span(&f->out), &back));
	assert_true(span_eq(buf_span(&back), SPAN("a b/\xFF:%~\n.txt")));
	buf_clear(&back);
	assert_true(noted_take_iri(SPAN("file:./a.txt"), &back));
	assert_string_equal(back.p, "a.txt");
	assert_false(noted_take_iri(SPAN("a%2"), &back));
	assert_false(noted_take_iri(SPAN("a%zz"), &back));
	buf_finish(&back);
}

static void characters_and_bytes(void **state)
{
	(void)state;
	struct noted_chars chars = {.text = SPAN("aÄ拉b")};
	uint32_t off = 99;
	assert_int_equal(noted_chars_at(&chars, 7), 4);
	assert_int_equal(noted_chars_at(&chars, 3), 2);
	assert_int_equal(noted_chars_at(&chars, 0), 0);
	assert_true(noted_chars_off(&chars, 3, &off));
	assert_int_equal(off, 6);
	assert_true(noted_chars_off(&chars, 1, &off));
	assert_int_equal(off, 1);
	assert_true(noted_chars_off(&chars, 4, &off));
	assert_int_equal(off, 7);
	assert_false(noted_chars_off(&chars, 5, &off));
	assert_int_equal(off, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_table, enter, leave),
		cmocka_unit_test_setup_teardown(json_of_all, enter, leave),
		cmocka_unit_test_setup_teardown(no_notes, enter, leave),
		cmocka_unit_test_setup_teardown(markdown, enter, leave),
		cmocka_unit_test_setup_teardown(markdown_of_a_note_stays_in_it, enter, leave),
		cmocka_unit_test_setup_teardown(web_annotations, enter, leave),
		cmocka_unit_test_setup_teardown(tei_is_well_formed, enter, leave),
		cmocka_unit_test_setup_teardown(bibtex, enter, leave),
		cmocka_unit_test(formats_have_names),
		cmocka_unit_test_setup_teardown(files_are_not_overwritten_unasked, enter, leave),
		cmocka_unit_test_setup_teardown(paths_as_iris, enter, leave),
		cmocka_unit_test(characters_and_bytes),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
