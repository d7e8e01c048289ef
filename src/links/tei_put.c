#include "links/tei_put.h"

#include "base/byte.h"
#include "base/quote.h"

/* How a group of kinds is written. */
struct form {
	const char *list, *item, *name;
	const char *kinds; /* between blanks; NULL: all that no other form takes */
	const char *plain; /* the kind that needs no type */
};

static const struct form forms[] = {
	{"listPerson", "person", "persName", " person ", "person"},
	{"listPlace", "place", "placeName",
		" place island city town village country region river sea mountain ", "place"},
	{"listBibl", "bibl", "title", " treaty work ", "work"},
	{"listOrg", "org", "orgName", " org ", "org"},
	{"listObject", "object", "objectName", NULL, "object"},
};

/* An element of one line with text in it; type and subtype may be NULL. */
static void put_element(struct buf *out, const char *name, const char *type, struct span subtype,
	struct span text)
{
	buf_printf(out, "        <%s", name);
	if (type != NULL) {
		buf_printf(out, " type=\"%s\"", type);
	}
	if (subtype.n > 0) {
		buf_puts(out, " subtype=\"");
		quote_xml(out, subtype, QUOTE_XML_VALUE);
		buf_putc(out, '"');
	}
	buf_putc(out, '>');
	quote_xml(out, text, QUOTE_XML_TEXT);
	buf_printf(out, "</%s>\n", name);
}

void tei_put_id(struct span id, struct buf *out)
{
	if (!byte_is_letter(id.p[0]) && id.p[0] != ':' && id.p[0] != '.' && id.p[0] != '_') {
		buf_putc(out, '_');
	}
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		if (c == ':') {
			buf_puts(out, i == 0 ? "_c" : ".");
		} else {
			buf_puts(out, c == '.' || c == '_' ? "_" : "");
			buf_putc(out, c);
		}
	}
}

static void put_when(struct buf *out, const char *attribute, const struct doc_date *date)
{
	buf_printf(out, " %s=\"", attribute);
	doc_date_put(date, out);
	buf_putc(out, '"');
}

static void put_date(const struct form *form, const struct entity *ent, struct buf *out)
{
	bool span = ent->until.year != 0;
	if (ent->date.year == 0) {
		return;
	}
	if (strcmp(form->item, "person") == 0) {
		buf_puts(out, "        <birth");
		put_when(out, "when", &ent->date);
		buf_puts(out, span ? "/>\n        <death" : "/>\n");
		if (span) {
			put_when(out, "when", &ent->until);
			buf_puts(out, "/>\n");
		}
		return;
	}
	if (strcmp(form->item, "bibl") != 0) {
		put_element(out, "note", "dossier", SPAN("Date"), rec_get(ent->rec, SPAN("Date")));
		return;
	}
	buf_puts(out, "        <date");
	put_when(out, span ? "from" : "when", &ent->date);
	if (span) {
		put_when(out, "to", &ent->until);
	}
	buf_puts(out, "/>\n");
}

/* What of a record stands in notes: fields that have no element here. */
static void put_rest(const struct form *form, const struct entity *ent, struct buf *out)
{
	bool bibl = strcmp(form->item, "bibl") == 0;
	for (uint32_t i = 0; i < ent->rec->n; i++) {
		const struct rec_field *field = &ent->rec->fields[i];
		static const struct span done[] = {{"Id", 2}, {"Kind", 4}, {"Name", 4}, {"Alias", 5},
			{"Date", 4}, {"Note", 4}, {"Place", 5}, {"Idno", 4}};
		bool known = false;
		for (size_t k = 0; k < COUNT_OF(done); k++) {
			known = known || span_eq_nocase(field->name, done[k]);
		}
		struct span value = span_trim(field->value);
		if (known || value.n == 0) {
			continue;
		}
		if (bibl && span_eq_nocase(field->name, SPAN("Party"))) {
			put_element(out, "orgName", "party", SPAN(""), value);
		} else {
			put_element(out, "note", "dossier", field->name, value);
		}
	}
}

static void put_idnos(const struct entity *ent, struct buf *out)
{
	put_element(out, "idno", "dossier", SPAN(""), ent->id);
	for (uint32_t i = 0; i < ent->rec->n; i++) {
		const struct rec_field *field = &ent->rec->fields[i];
		if (span_eq_nocase(field->name, SPAN("Idno")) && span_trim(field->value).n > 0) {
			put_element(out, "idno", NULL, SPAN(""), span_trim(field->value));
		}
	}
}

static void put_item(const struct entities *ents, const struct form *form,
	const struct entity *ent, struct buf *out)
{
	struct span kind = ents->kinds[ent->kind];
	bool object = strcmp(form->item, "object") == 0;
	buf_printf(out, "      <%s xml:id=\"", form->item);
	tei_put_id(ent->id, out);
	if (!span_eq_nocase(kind, span_of(form->plain))) {
		buf_puts(out, "\" type=\"");
		quote_xml(out, kind, QUOTE_XML_VALUE);
	}
	buf_puts(out, object ? "\">\n        <objectIdentifier>\n" : "\">\n");
	for (uint32_t i = ent->name; i < ent->name + ent->nnames; i++) {
		put_element(out, form->name, ents->names[i].main ? "main" : "alt", SPAN(""),
			ents->names[i].text);
	}
	buf_puts(out, object ? "        </objectIdentifier>\n" : "");
	put_date(form, ent, out);
	if (ent->place.n > 0 && strcmp(form->item, "bibl") == 0) {
		put_element(out, "pubPlace", NULL, SPAN(""), ent->place);
	} else if (ent->place.n > 0) {
		put_element(out, "note", "dossier", SPAN("Place"), ent->place);
	}
	put_rest(form, ent, out);
	if (ent->note.n > 0) {
		put_element(out, "note", NULL, SPAN(""), ent->note);
	}
	put_idnos(ent, out);
	buf_printf(out, "      </%s>\n", form->item);
}

/* The form of a kind. */
static size_t form_of(struct span kind)
{
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct span rest = span_of(forms[i].kinds), word;
		while (span_cut(&rest, ' ', &word)) {
			if (word.n > 0 && span_eq_nocase(word, kind)) {
				return i;
			}
		}
	}
	return COUNT_OF(forms) - 1;
}

void tei_put(const struct entities *ents, struct buf *out)
{
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <teiHeader>\n    <fileDesc>\n"
		"      <titleStmt><title>Catalogue of a dossier</title></titleStmt>\n"
		"      <publicationStmt><p>Made by dossier " DOSSIER_VERSION "</p></publicationStmt>\n"
		"      <sourceDesc><p>entities.rec</p></sourceDesc>\n"
		"    </fileDesc>\n  </teiHeader>\n  <standOff>\n");
	for (size_t f = 0; f < COUNT_OF(forms); f++) {
		bool begun = false;
		for (uint32_t i = 0; i < ents->n; i++) {
			const struct entity *ent = &ents->items[i];
			if (form_of(ents->kinds[ent->kind]) == f) {
				if (!begun) {
					buf_printf(out, "    <%s>\n", forms[f].list);
				}
				begun = true;
				put_item(ents, &forms[f], ent, out);
			}
		}
		if (begun) {
			buf_printf(out, "    </%s>\n", forms[f].list);
		}
	}
	buf_puts(out, "  </standOff>\n</TEI>\n");
}
