/* Lists of names in TEI: what people bring, what is hostile, and that what goes out comes back. */
#include "base/file.h"
#include "links/tei.h"
#include "links/tei_put.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct report report;

/* Reads TEI into records; the caller finishes them. */
static struct buf import(struct span text)
{
	struct roster roster = {.path = "a.xml", .report = &report};
	struct buf records = {0};
	struct err err;
	report_finish(&report);
	if (!tei_read(text, &roster, &err) || !roster_put(&roster, &records, &err)) {
		fail_msg("%s", err.msg);
	}
	roster_finish(&roster);
	return records;
}

static void assert_records(const char *text, const char *expected)
{
	struct buf records = import(span_of(text));
	assert_string_equal(records.p, expected);
	buf_finish(&records);
}

static void assert_refused(struct span text, const char *message)
{
	struct roster roster = {.path = "a.xml", .report = &report};
	struct err err;
	assert_false(tei_read(text, &roster, &err));
	if (strncmp(err.msg, message, strlen(message)) != 0) {
		fail_msg("%s", err.msg);
	}
	roster_finish(&roster);
}

static void persons_have_names_in_parts(void **state)
{
	(void)state;
	assert_records(
		"<TEI xmlns='http://www.tei-c.org/ns/1.0'><listPerson>\n"
		"<person xml:id='p1'><persName><surname>Metternich</surname>, <forename>Klemens"
		"</forename>\n <nameLink>von</nameLink> <roleName>Prince</roleName></persName>"
		"<persName>The <hi>old</hi>\n fox</persName>"
		"<birth when='1773-05-15'><placeName>Coblenz</placeName></birth><death>11 June 1859"
		"</death><note>Austrian &amp; so on</note><idno type='VIAF'>36</idno></person>\n"
		"<person><persName><roleName>King</roleName> <forename>Ferdinand</forename> <genName>VII"
		"</genName></persName><birth><date when='1784'/></birth></person>"
		"<person><persName><forename>Jean</forename><nameLink>d'</nameLink><surname>Arc</surname>"
		"<surname type='maiden'>X</surname></persName></person></listPerson></TEI>",
		"Id: p1\nKind: person\nName: Klemens von Metternich\nAlias: The old fox\n"
		"Date: 1773-05-15/1859-06-11\nNote: Austrian & so on\nIdno: VIAF:36\n"
		"\nId: person:ferdinand-vii\nKind: person\nName: Ferdinand VII\nDate: 1784\n"
		"\nId: person:jean-darc\nKind: person\nName: Jean d'Arc\n");
	assert_int_equal(report.n, 0);
}

static void peers_keep_their_titles(void **state)
{
	(void)state;
	assert_records(
		"<TEI><listPerson><person xml:id='a'><persName><forename>Robert</forename><surname>Stewart"
		"</surname><roleName>Viscount Castlereagh</roleName><roleName>2nd Marquess of Londonderry"
		"</roleName><roleName>Foreign Secretary</roleName></persName></person>"
		"<person xml:id='b'><persName><forename>Klemens</forename><surname>Metternich</surname>"
		"<roleName>Prince of</roleName></persName></person>"
		"<person xml:id='c'><persName><forename>Louis</forename><genName>XVIII</genName></persName>"
		"</person></listPerson></TEI>",
		"Id: a\nKind: person\nName: Robert Stewart, Viscount Castlereagh, 2nd Marquess of "
		"Londonderry\n"
		"\nId: b\nKind: person\nName: Klemens Metternich\n"
		"\nId: c\nKind: person\nName: Louis XVIII\n");
}

static void kinds_come_from_lists_and_types(void **state)
{
	(void)state;
	assert_records(
		"<TEI><sourceDesc><listBibl><bibl><title>Source</title></bibl></listBibl></sourceDesc>"
		"<bibl><title>Not in a list</title></bibl>"
		"<listPlace><place type='island'><placeName><geogName>Iturup</geogName><country>RU"
		"</country></placeName><desc>big</desc><note>far</note>"
		"<place><placeName>Kurilsk</placeName></place></place></listPlace>"
		"<listBibl><bibl type='treaty'><title>Treaty of Shimoda</title><date when='1855-02-07'/>"
		"<pubPlace>Shimoda</pubPlace><orgName type='party'>Japan</orgName></bibl>"
		"<bibl>Some <hi>loose</hi> book <note>n</note></bibl></listBibl>"
		"<listBibl type='treaties'><bibl><title>Pact</title></bibl></listBibl>"
		"<listEvent><event from='1938-09-29' to='1938-09-30'><label>Munich</label></event>"
		"</listEvent><listOrg><org><orgName>NATO</orgName><listPerson><person><persName>Ismay"
		"</persName></person></listPerson></org></listOrg></TEI>",
		"Id: island:iturup\nKind: island\nName: Iturup\nNote: big\n+ far\n"
		"\nId: place:kurilsk\nKind: place\nName: Kurilsk\n"
		"\nId: treaty:treaty-of-shimoda\nKind: treaty\nName: Treaty of Shimoda\n"
		"Date: 1855-02-07\nPlace: Shimoda\nParty: Japan\n"
		"\nId: work:some-loose-book\nKind: work\nName: Some loose book\nNote: n\n"
		"\nId: treaty:pact\nKind: treaty\nName: Pact\n"
		"\nId: treaty:munich\nKind: treaty\nName: Munich\nDate: 1938-09-29/1938-09-30\n"
		"\nId: org:nato\nKind: org\nName: NATO\n"
		"\nId: person:ismay\nKind: person\nName: Ismay\n");
}

static void what_is_odd_is_told_with_its_line(void **state)
{
	(void)state;
	struct buf records = import(SPAN("<TEI>\n<listPerson>\n<person><note>x</note></person>\n"
		"<person>\n<persName>A B</persName><death when='1900'/></person></listPerson></TEI>"));
	assert_string_equal(records.p, "Id: person:a-b\nKind: person\nName: A B\n");
	assert_int_equal(report.n, 2);
	assert_string_equal(report.items[0].text, "a.xml:4: a death without a birth is left out");
	assert_string_equal(report.items[1].text, "a.xml:3: an entity without a name is left out");
	buf_finish(&records);
}

static void broken_files_are_refused(void **state)
{
	(void)state;
	assert_refused(SPAN("<TEI>\n<listPerson></TEI>"), "a.xml:2: Opening and ending tag mismatch");
	assert_refused(SPAN("<TEI/>"), "a.xml: no person, place, bibl");
	assert_refused(SPAN(""), "a.xml: the file is empty");
	assert_refused(SPAN("<TEI>\n&nbsp;</TEI>"), "a.xml:2: Entity 'nbsp' not defined");
	assert_refused(SPAN("<TEI>\x01</TEI>"), "a.xml:1: ");
	struct buf deep = {0};
	for (int i = 0; i < 2000; i++) {
		buf_puts(&deep, "<listPlace>");
	}
	assert_refused(buf_span(&deep), "a.xml:1: ");
	buf_finish(&deep);
}

/* Nothing of another file comes in, and nothing grows. */
static void entities_are_left_alone(void **state)
{
	(void)state;
	assert_records("<!DOCTYPE TEI SYSTEM 'http://localhost:1/x.dtd' [\n"
		"<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;\n"
		"<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY i 'inner'>]>\n"
		"<TEI><listPerson><person xml:id='&i;'><persName>Ann &f; Bee &i;</persName>"
		"</person></listPerson></TEI>",
		"Id: person:ann-bee\nKind: person\nName: Ann Bee\n");
	assert_int_equal(report_count(&report, REPORT_WARNING), report.n);
	assert_non_null(strstr(report.items[report.n - 1].text,
		"a.xml:4: the entity &i; is not expanded but left out"));
	struct buf bomb = {0};
	buf_puts(&bomb, "<!DOCTYPE TEI [<!ENTITY a0 'lollollollollol'>");
	for (int i = 1; i < 30; i++) {
		buf_printf(&bomb, "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;'>", i, i - 1, i - 1, i - 1, i - 1);
	}
	buf_puts(&bomb, "]><TEI><listPerson><person xml:id='&a29;' type='&a29;'><persName>A &a29;"
		"</persName></person></listPerson></TEI>");
	struct roster roster = {.path = "a.xml", .report = &report};
	struct err err;
	struct buf records = {0};
	if (tei_read(buf_span(&bomb), &roster, &err)) { /* newer ones check no entity that is not used */
		assert_true(roster_put(&roster, &records, &err));
		assert_in_range(records.n, 1, 100);
	} else {
		assert_int_equal(strncmp(err.msg, "a.xml:1: ", 9), 0);
	}
	buf_finish(&records);
	buf_finish(&bomb);
	roster_finish(&roster);
}

static void other_encodings_are_read(void **state)
{
	(void)state;
	assert_records("<?xml version='1.0' encoding='ISO-8859-1'?>\n<l><listPerson><person>"
		"<persName>Fran\xE7ois Guizot</persName></person></listPerson></l>",
		"Id: person:francois-guizot\nKind: person\nName: François Guizot\n");
	static const char text[] = "<l><listOrg><org><orgName>X1</orgName></org></listOrg></l>";
	char wide[2 * sizeof(text)] = "\xFF\xFE";
	for (size_t i = 0; i + 1 < sizeof(text); i++) {
		wide[2 + 2 * i] = text[i];
		wide[3 + 2 * i] = '\0';
	}
	struct span all = {wide, 2 * sizeof(text)};
	assert_true(tei_looks_so(all));
	struct buf records = import(all);
	assert_string_equal(records.p, "Id: org:x1\nKind: org\nName: X1\n");
	buf_finish(&records);
}

static void xml_is_told_from_tables(void **state)
{
	(void)state;
	assert_true(tei_looks_so(SPAN("\xEF\xBB\xBF\n <?xml?>")));
	assert_false(tei_looks_so(SPAN("Id\tName\n<a>\t<b>\n")));
	assert_false(tei_looks_so(SPAN("")));
}

/* Out and in again. */

static struct entities load(const char *path)
{
	struct entities ents;
	struct err err;
	report_finish(&report);
	if (!entities_load(&ents, path, NULL, NULL, &report, &err)) {
		fail_msg("%s", err.msg);
	}
	return ents;
}

static struct entities load_text(struct span text)
{
	scratch_file("entities.rec", text);
	return load("entities.rec");
}

static void assert_span(struct span a, struct span b)
{
	if (!span_eq(a, b)) {
		fail_msg("'%.*s' and '%.*s'", SPAN_ARG(a), SPAN_ARG(b));
	}
}

static void assert_same(const struct entities *a, uint32_t i, const struct entities *b)
{
	const struct entity *x = &a->items[i], *y;
	ent_id other = entities_find(b, x->id);
	assert_int_not_equal(other.i, ENT_NONE.i);
	y = &b->items[other.i];
	assert_span(a->kinds[x->kind], b->kinds[y->kind]);
	assert_int_equal(x->nnames, y->nnames);
	for (uint32_t k = 0; k < x->nnames; k++) {
		assert_span(a->names[x->name + k].text, b->names[y->name + k].text);
	}
	assert_int_equal(doc_date_cmp(&x->date, &y->date), 0);
	assert_int_equal(doc_date_cmp(&x->until, &y->until), 0);
	assert_span(x->place, y->place);
	assert_span(x->note, y->note);
	assert_int_equal(x->nparties, y->nparties);
	for (uint32_t k = 0; k < x->nparties; k++) {
		assert_span(a->parties[x->party + k], b->parties[y->party + k]);
	}
	assert_int_equal(x->rec->n, y->rec->n); /* Idno and unknown ones, too */
	for (uint32_t k = 0; k < x->rec->n; k++) {
		assert_non_null(rec_field(y->rec, x->rec->fields[k].name));
	}
}

/* Writes a catalogue, reads it, and compares both ways. */
static void assert_round(struct entities *ents)
{
	struct buf xml = {0};
	tei_put(ents, &xml);
	struct buf records = import(buf_span(&xml));
	assert_int_equal(report.n, 0);
	struct entities back = load_text(buf_span(&records));
	assert_int_equal(ents->n, back.n);
	for (uint32_t i = 0; i < ents->n; i++) {
		assert_same(ents, i, &back);
	}
	entities_finish(&back);
	buf_finish(&records);
	buf_finish(&xml);
}

static void the_sample_comes_back(void **state)
{
	(void)state;
	struct buf path = {0};
	file_join(&path, getenv("DOSSIER_SOURCE_ROOT"), "texts/entities.rec");
	struct entities ents = load(path.p);
	assert_true(ents.n > 50);
	assert_round(&ents);
	entities_finish(&ents);
	buf_finish(&path);
}

static void strange_records_come_back(void **state)
{
	(void)state;
	struct entities ents = load_text(SPAN(
		"Id: a:b\nKind: ship\nName: <A> & \"B\" ]]> ' C\nDate: 1900/1901-02\nPlace: K\n"
		"Party: P\nParty: Q\nNote: one\n+ two\n+\n+ four\nIdno: VIAF:1\nIdno: http://x/?a&b\n"
		"Colour: red\n\n"
		"Id: a.b\nKind: person\nName: N\xC2\xA0N\nDate: 0987\nPlace: Z\nParty: R\n\n"
		"Id: a_b\nKind: person\nName: M M\nDate: 1800/1850-12-01\n\n"
		"Id: 1:\nKind: island\nName: I I\nDate: 1700\n\n"
		"Id: :x\nKind: place\nName: J J\n\nId: -\nKind: work\nName: W W\nDate: 1700/1800\n\n"
		"Id: .\nKind: naval base\nName: U\xE2\x80\xAEU\n"));
	assert_int_equal(ents.n, 7);
	assert_round(&ents);
	entities_finish(&ents);
}

static void what_xml_cannot_hold_is_shown(void **state)
{
	(void)state;
	struct entities ents = load_text(SPAN("Id: a\nKind: ship\nName: A\x1B[0m\xC2\x9B\xEF\xBF\xBF\n"));
	struct buf xml = {0};
	tei_put(&ents, &xml);
	struct buf records = import(buf_span(&xml));
	assert_string_equal(records.p, "Id: a\nKind: ship\nName: A^[[0m<9B><FFFF>\n");
	buf_finish(&records);
	buf_finish(&xml);
	entities_finish(&ents);
}

static int teardown(void **state)
{
	report_finish(&report);
	return scratch_leave(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(persons_have_names_in_parts),
		cmocka_unit_test(peers_keep_their_titles),
		cmocka_unit_test(kinds_come_from_lists_and_types),
		cmocka_unit_test(what_is_odd_is_told_with_its_line),
		cmocka_unit_test(broken_files_are_refused),
		cmocka_unit_test(entities_are_left_alone),
		cmocka_unit_test(other_encodings_are_read),
		cmocka_unit_test(xml_is_told_from_tables),
		cmocka_unit_test(the_sample_comes_back),
		cmocka_unit_test(strange_records_come_back),
		cmocka_unit_test(what_xml_cannot_hold_is_shown),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("tei", tests, scratch_enter, teardown);
}
