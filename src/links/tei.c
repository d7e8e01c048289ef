#include "links/tei.h"

#include "base/rec.h"
#include "base/utf8.h"
#include "links/tei_lib.h"
#include "links/tei_text.h"

#define ERRORS_TOLD 20

struct reading {
	struct roster *roster;
	struct tei_lib lib;
	struct buf text; /* of the element that is looked at */
	uint32_t told; /* errors that did not end the reading */
	struct err fatal; /* the one that did */
	bool memory; /* refused */
};

/* What an entry of a kind is called and holds. */
struct entry {
	const char *item, *kind; /* kind: where no type tells it */
	const char *const *names; /* elements, right in the entry */
};

static const char *const person_names[] = {"persName", "name", NULL};
static const char *const place_names[] = {"placeName", "geogName", "name", NULL};
static const char *const bibl_names[] = {"title", NULL};
static const char *const event_names[] = {"eventName", "label", "head", "name", NULL};
static const char *const org_names[] = {"orgName", "name", NULL};
static const char *const object_names[] = {"objectName", "name", NULL};

static const struct entry entries[] = {
	{"person", "person", person_names},
	{"place", "place", place_names},
	{"bibl", "work", bibl_names},
	{"biblStruct", "work", bibl_names},
	{"event", "treaty", event_names},
	{"org", "org", org_names},
	{"object", "object", object_names},
};

bool tei_looks_so(struct span text)
{
	text = utf8_without_mark(text);
	return span_starts(span_trim(text), SPAN("<")) || span_starts(text, SPAN("\xFF\xFE")) ||
		span_starts(text, SPAN("\xFE\xFF"));
}

/* Errors. */

static void on_error(void *context, tei_lib_error error)
{
	struct reading *reading = context;
	struct span message = span_trim(span_of(error->message));
	uint32_t line = error->line > 0 ? (uint32_t)error->line : 0;
	if (error->code == XML_ERR_NO_MEMORY) {
		reading->memory = true;
	} else if (error->level == XML_ERR_FATAL && reading->fatal.msg[0] == '\0') {
		err_set(&reading->fatal, "%s:%u: %.*s", reading->roster->path, line,
			SPAN_ARG(message));
	} else if (error->level != XML_ERR_FATAL && reading->told++ < ERRORS_TOLD) {
		report_add(reading->roster->report, REPORT_WARNING, reading->roster->path, line,
			"%.*s", SPAN_ARG(message));
	}
}

static uint32_t line_of(const struct reading *reading, const xmlNode *node)
{
	long line = reading->lib.xmlGetLineNo(node);
	return line > 0 ? (uint32_t)line : 0;
}

/* Names and attributes. */

static bool is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static bool is_one_of(const xmlNode *node, const char *const *names)
{
	for (; *names != NULL; names++) {
		if (is_named(node, *names)) {
			return true;
		}
	}
	return false;
}

/* An attribute as it is written; libxml2's own getters would expand entities. */
static struct span attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *attr = node->properties; attr != NULL; attr = attr->next) {
		const xmlNode *text = attr->children;
		if (strcmp((const char *)attr->name, name) == 0 && text != NULL &&
			text->next == NULL && text->type == XML_TEXT_NODE) {
			return span_trim(span_of((const char *)text->content));
		}
	}
	return SPAN("");
}

/* Text. */

/* Appends the text below node; elements with one of the names `skip` are left out. */
static void put_text(struct reading *reading, const xmlNode *node, const char *const *skip,
	struct buf *out)
{
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
			buf_puts(out, (const char *)child->content);
		} else if (child->type == XML_ENTITY_REF_NODE) {
			report_add(reading->roster->report, REPORT_WARNING, reading->roster->path,
				line_of(reading, node), "the entity &%s; is not expanded but left out",
				(const char *)child->name);
		} else if (is_named(child, "lb")) {
			buf_putc(out, TEI_TEXT_LINE);
		} else if (child->type == XML_ELEMENT_NODE && !is_one_of(child, skip)) {
			put_text(reading, child, skip, out); /* libxml2 bounds the depth: 256 */
		}
	}
}

/* The text below a node on its own, valid until the next call. */
static struct span text_of(struct reading *reading, const xmlNode *node, const char *const *skip)
{
	buf_clear(&reading->text);
	put_text(reading, node, skip, &reading->text);
	reading->memory = reading->memory || reading->text.failed;
	return tei_text_collapse(&reading->text);
}

static const char *const skip_none[] = {NULL};
static const char *const skip_role[] = {"roleName", "note", NULL};
static const char *const skip_facts[] = {"note", "idno", "date", "pubPlace", "orgName", NULL};

static void add_field(struct reading *reading, struct span field, struct span value)
{
	if (!roster_add(reading->roster, field, value)) {
		reading->memory = true;
	}
}

static void add(struct reading *reading, const char *field, struct span value)
{
	add_field(reading, span_of(field), value);
}

/* Names of persons. */

static const char *const part_names[TEI_PARTS] = {"forename", "nameLink", "surname", "genName",
	"roleName"};

/* Gathers the parts of a name, at any depth; names of birth and marriage are others. */
static void find_parts(struct reading *reading, const xmlNode *node, struct buf parts[TEI_PARTS])
{
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		int part = 0;
		while (part < TEI_PARTS && !is_named(child, part_names[part])) {
			part++;
		}
		struct span type = child->type == XML_ELEMENT_NODE ? attribute(child, "type") : SPAN("");
		if (part < TEI_PARTS && !span_eq(type, SPAN("maiden")) && !span_eq(type, SPAN("birth"))) {
			buf_puts(&parts[part], part == TEI_ROLE ? "," : " ");
			put_text(reading, child, skip_role, &parts[part]);
		} else if (part == TEI_PARTS && child->type == XML_ELEMENT_NODE &&
			!is_one_of(child, skip_role)) {
			find_parts(reading, child, parts);
		}
	}
}

/* "forename nameLink surname genName, title" where there are two, else the text without roleName. */
static void add_person_name(struct reading *reading, const xmlNode *node)
{
	struct buf parts[TEI_PARTS] = {{0}}, whole = {0};
	find_parts(reading, node, parts);
	if (parts[TEI_FORE].n > 0 && (parts[TEI_SUR].n > 0 || parts[TEI_GEN].n > 0)) {
		tei_text_put_name(parts, &whole);
		reading->memory = reading->memory || whole.failed;
		add(reading, "Name", buf_span(&whole));
	} else {
		struct span text = text_of(reading, node, skip_role);
		text = text.n > 0 ? text : text_of(reading, node, skip_none);
		bool cut = parts[TEI_FORE].n > 0 || parts[TEI_SUR].n > 0;
		while (cut && text.n > 0 && (text.p[text.n - 1] == ',' || text.p[text.n - 1] == ' ')) {
			text.n--; /* <surname>Abe</surname>, <roleName>… */
		}
		add(reading, "Name", text);
	}
	for (int i = 0; i < TEI_PARTS; i++) {
		buf_finish(&parts[i]);
	}
	buf_finish(&whole);
}

/* "Nemuro" of settlement and country: the first part names the place. */
static void add_place_name(struct reading *reading, const xmlNode *node)
{
	static const char *const parts[] = {"settlement", "district", "region", "country", "bloc",
		"geogName", "placeName", NULL};
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		if (is_one_of(child, parts)) {
			node = child;
			break;
		}
	}
	add(reading, "Name", text_of(reading, node, skip_role));
}

/* Dates. */

/* The first of these attributes that holds a date. */
static bool date_of_attributes(const xmlNode *node, const char *const *names, struct doc_date *out)
{
	for (; *names != NULL; names++) {
		if (tei_text_date(attribute(node, *names), out)) {
			return true;
		}
	}
	return false;
}

/* What an element says of a time: by its attributes, a date in it, or its words. */
static bool time_of(struct reading *reading, const xmlNode *node, struct doc_date *from,
	struct doc_date *until)
{
	static const char *const first[] = {"when", "when-iso", "from", "from-iso", "notBefore",
		"notBefore-iso", NULL};
	static const char *const last[] = {"to", "to-iso", "notAfter", "notAfter-iso", NULL};
	*until = (struct doc_date){0};
	bool has_last = date_of_attributes(node, last, until);
	if (date_of_attributes(node, first, from)) {
		return true;
	}
	if (has_last) {
		*from = *until;
		return true;
	}
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		if (is_named(child, "date")) {
			return time_of(reading, child, from, until);
		}
	}
	bool own = is_named(node, "date") || is_named(node, "birth") || is_named(node, "death");
	return own && tei_text_date(text_of(reading, node, skip_role), from);
}

static void add_date(struct reading *reading, const struct doc_date *from,
	const struct doc_date *until)
{
	struct buf text = {0};
	tei_text_put_dates(from, until, &text);
	reading->memory = reading->memory || text.failed;
	add(reading, "Date", buf_span(&text));
	buf_finish(&text);
}

/* Birth and death of a person, which may stand in any order. */
static void add_life(struct reading *reading, const xmlNode *person)
{
	struct doc_date born = {0}, died = {0}, unused;
	for (const xmlNode *child = person->children; child != NULL; child = child->next) {
		if (is_named(child, "birth") && born.year == 0) {
			time_of(reading, child, &born, &unused);
		} else if (is_named(child, "death") && died.year == 0) {
			time_of(reading, child, &died, &unused);
		}
	}
	if (born.year != 0) {
		add_date(reading, &born, &died);
	} else if (died.year != 0) {
		report_add(reading->roster->report, REPORT_NOTE, reading->roster->path,
			line_of(reading, person), "a death without a birth is left out");
	}
}

/* Entries. */

/* Facts of what is written or happens: date, place, parties. */
static void add_fact(struct reading *reading, const xmlNode *node)
{
	static const char *const places[] = {"pubPlace", "placeName", NULL};
	struct doc_date from, until;
	bool dated = roster_last(reading->roster, SPAN("Date")).n > 0;
	if (is_named(node, "date") && !dated && time_of(reading, node, &from, &until)) {
		add_date(reading, &from, &until);
	} else if (is_one_of(node, places) &&
		roster_last(reading->roster, SPAN("Place")).n == 0) {
		add(reading, "Place", text_of(reading, node, skip_role));
	} else if (is_named(node, "orgName") && span_eq(attribute(node, "type"), SPAN("party"))) {
		add(reading, "Party", text_of(reading, node, skip_role));
	}
}

/* A number of another catalogue, with that one's name before it. */
static void add_idno(struct reading *reading, const xmlNode *node)
{
	struct span type = attribute(node, "type"), value = text_of(reading, node, skip_none);
	struct buf whole = {0};
	if (span_eq(type, SPAN("dossier"))) {
		if (roster_last(reading->roster, SPAN("Id")).n == 0) {
			add(reading, "Id", value);
		}
		return;
	}
	tei_text_put_idno(type, value, &whole);
	reading->memory = reading->memory || whole.failed;
	add(reading, "Idno", buf_span(&whole));
	buf_finish(&whole);
}

/* Fields that have elements and attributes of their own: no note is one of them. */
static const char *const elsewhere[] = {"Id", "Kind", "Name", "Alias", "Note", "Idno"};

/* Several notes of an entry make one, line by line. */
static void put_note(struct reading *reading, const xmlNode *node, struct buf *notes)
{
	struct span text = text_of(reading, node, skip_none), field = attribute(node, "subtype");
	bool own = span_eq(attribute(node, "type"), SPAN("dossier")) && rec_is_name(field);
	for (size_t i = 0; i < COUNT_OF(elsewhere); i++) {
		own = own && !span_eq_nocase(field, span_of(elsewhere[i]));
	}
	if (own) {
		add_field(reading, field, text);
	} else if (text.n > 0) {
		buf_puts(notes, notes->n > 0 ? "\n" : "");
		buf_put(notes, text);
	}
}

static void read_entry(struct reading *reading, const struct entry *entry, const xmlNode *node);

static const struct entry *entry_of(const xmlNode *node);

/* What stands right in an entry, or in one of the elements that only hold such things together. */
static void read_child(struct reading *reading, const struct entry *entry, const xmlNode *child,
	struct buf *notes)
{
	static const char *const holders[] = {"objectIdentifier", "monogr", "analytic", "imprint",
		"noteGrp", NULL};
	bool written = entry->names == bibl_names || entry->names == event_names;
	if (is_one_of(child, entry->names)) {
		if (entry->names == person_names) {
			add_person_name(reading, child);
		} else if (entry->names == place_names) {
			add_place_name(reading, child);
		} else {
			add(reading, "Name", text_of(reading, child, skip_role));
		}
	} else if (is_named(child, "idno")) {
		add_idno(reading, child);
	} else if (is_named(child, "note") || is_named(child, "desc")) {
		put_note(reading, child, notes);
	} else if (is_one_of(child, holders)) {
		for (const xmlNode *inner = child->children; inner != NULL; inner = inner->next) {
			read_child(reading, entry, inner, notes);
		}
	} else if (written) {
		add_fact(reading, child);
	}
}

/* Entries within an entry: places of a place, persons of an organisation. */
static void read_inner(struct reading *reading, const xmlNode *node)
{
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		const struct entry *entry = child->type == XML_ELEMENT_NODE ? entry_of(child) : NULL;
		if (entry != NULL) {
			read_entry(reading, entry, child);
		} else if (child->type == XML_ELEMENT_NODE &&
			strncmp((const char *)child->name, "list", 4) == 0) {
			read_inner(reading, child);
		}
	}
}

static void add_kind(struct reading *reading, const struct entry *entry, const xmlNode *node)
{
	struct span type = attribute(node, "type");
	struct span list = attribute(node->parent, "type");
	bool treaties = span_eq(list, SPAN("treaty")) || span_eq(list, SPAN("treaties"));
	if (entry->names == person_names) {
		add(reading, "Kind", SPAN("person"));
	} else if (type.n > 0) {
		add(reading, "Kind", type);
	} else {
		add(reading, "Kind", entry->names == bibl_names && treaties ? SPAN("treaty") :
			span_of(entry->kind));
	}
}

static void read_entry(struct reading *reading, const struct entry *entry, const xmlNode *node)
{
	struct buf notes = {0};
	struct doc_date from, until;
	if (!roster_begin(reading->roster, line_of(reading, node))) {
		reading->memory = true;
		return;
	}
	add_kind(reading, entry, node);
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		read_child(reading, entry, child, &notes);
	}
	if (entry->names == bibl_names && roster_last(reading->roster, SPAN("Name")).n == 0) {
		add(reading, "Name", text_of(reading, node, skip_facts));
	}
	if (entry->names == person_names) {
		add_life(reading, node);
	} else if (entry->names == event_names &&
		roster_last(reading->roster, SPAN("Date")).n == 0 &&
		time_of(reading, node, &from, &until)) {
		add_date(reading, &from, &until);
	}
	add(reading, "Note", buf_span(&notes));
	reading->memory = reading->memory || notes.failed;
	buf_finish(&notes);
	struct span id = attribute(node, "id");
	if (roster_last(reading->roster, SPAN("Id")).n == 0 && entities_id_is_good(id)) {
		add(reading, "Id", id);
	}
	read_inner(reading, node);
}

/* How an element is read, or NULL for what is no entry: not right in a list, or in the sources. */
static const struct entry *entry_of(const xmlNode *node)
{
	const xmlNode *list = node->parent;
	bool listed = list != NULL && list->type == XML_ELEMENT_NODE &&
		(strncmp((const char *)list->name, "list", 4) == 0 ||
			(is_named(list, "place") && is_named(node, "place")));
	if (!listed) {
		return NULL;
	}
	for (size_t i = 0; i < COUNT_OF(entries); i++) {
		if (is_named(node, entries[i].item)) {
			bool source = entries[i].names == bibl_names && list->parent != NULL &&
				is_named(list->parent, "sourceDesc");
			return source ? NULL : &entries[i];
		}
	}
	return NULL;
}

/* Reads on to the end; 0, or -1 where that cannot be reached. */
static int read_all(struct reading *reading, xmlTextReaderPtr xml)
{
	const struct tei_lib *lib = &reading->lib;
	int more = lib->xmlTextReaderRead(xml);
	while (more == 1 && !reading->memory) {
		const xmlNode *node = lib->xmlTextReaderCurrentNode(xml);
		bool element = lib->xmlTextReaderNodeType(xml) == XML_READER_TYPE_ELEMENT;
		const struct entry *entry = element && node != NULL ? entry_of(node) : NULL;
		if (entry == NULL) {
			more = lib->xmlTextReaderRead(xml);
			continue;
		}
		node = lib->xmlTextReaderExpand(xml);
		if (node == NULL) {
			return -1;
		}
		read_entry(reading, entry, node);
		more = lib->xmlTextReaderNext(xml);
	}
	return more;
}

bool tei_read(struct span text, struct roster *roster, struct err *err)
{
	struct reading reading = {.roster = roster};
	uint32_t before = roster->n;
	if (text.n == 0 || text.n > TEI_BYTES) {
		return err_set(err, "%s: %s", roster->path, text.n == 0 ? "the file is empty" :
			"too large to be a list of names");
	}
	struct tei_lib *lib = &reading.lib;
	if (!tei_lib_open(lib, err)) {
		return false;
	}
	xmlTextReaderPtr xml = lib->xmlReaderForMemory(text.p, (int)text.n, NULL, NULL,
		XML_PARSE_NONET | XML_PARSE_BIG_LINES);
	if (xml == NULL) {
		return err_memory(err);
	}
	lib->xmlTextReaderSetStructuredErrorHandler(xml, on_error, &reading);
	int end = read_all(&reading, xml);
	lib->xmlFreeTextReader(xml);
	buf_finish(&reading.text);
	if (reading.memory) {
		return err_memory(err);
	}
	if (end != 0) {
		return err_set(err, "%s", reading.fatal.msg[0] != '\0' ? reading.fatal.msg :
			"this XML cannot be read");
	}
	return roster->n > before ||
		err_set(err, "%s: no person, place, bibl, event, org or object stands in a list",
			roster->path);
}
