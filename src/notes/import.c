#include "notes/import.h"

#include "base/dict.h"
#include "notes/import_note.h"
#include "notes/noted.h"

/* Web Annotations: ours as they were, others' by their selectors. */

/* The first of several: arrays of one are written without brackets. */
static const struct json *first_of(const struct json *value)
{
	return value != NULL && value->kind == JSON_ARRAY ? value->first : value;
}

static bool is_word(const struct json *value, struct span word)
{
	return value != NULL && value->kind == JSON_STRING && span_eq(value->text, word);
}

/* Adds a tag as ours are: what is one tag elsewhere stays one. */
static void add_tag(struct span tag, struct buf *tags)
{
	tag = span_trim(tag);
	buf_puts(tags, tags->n > 0 && tag.n > 0 ? " " : "");
	for (size_t i = 0; i < tag.n; i++) {
		unsigned char c = (unsigned char)tag.p[i];
		buf_putc(tags, c <= ' ' || c == ',' ? '-' : tag.p[i]);
	}
}

/* One body: a comment, a tag, or what is no word of the reader's. */
static bool read_body(struct import_note *in, const struct json *body, struct buf *words,
	struct buf *tags)
{
	struct span value;
	if (body->kind != JSON_OBJECT) {
		return true; /* the IRI of something elsewhere */
	}
	if (!import_note_text(in, body, SPAN("value"), &value)) {
		return false;
	}
	if (is_word(json_get(body, SPAN("purpose")), SPAN("tagging"))) {
		add_tag(value, tags);
	} else if (value.n > 0) {
		buf_puts(words, words->n > 0 ? "\n\n" : "");
		buf_put(words, value);
	}
	return true;
}

static bool read_bodies(struct import_note *in, const struct json *object)
{
	const struct json *body = json_get(object, SPAN("body"));
	struct buf words = {0}, tags = {0};
	struct span value;
	bool good = import_note_text(in, object, SPAN("bodyValue"), &value);
	buf_put(&words, value);
	bool many = body != NULL && body->kind == JSON_ARRAY;
	for (body = first_of(body); good && body != NULL; body = many ? body->next : NULL) {
		good = read_body(in, body, &words, &tags);
	}
	good = good && import_note_body(in, buf_span(&words));
	if (words.failed || tags.failed ||
		(good && !note_tags_parse(buf_span(&tags), in->arena, &in->note))) {
		in->failed = true;
	}
	buf_finish(&words);
	buf_finish(&tags);
	return good && !in->failed;
}

static bool read_creator(struct import_note *in, const struct json *object)
{
	const struct json *creator = first_of(json_get(object, SPAN("creator")));
	if (creator == NULL) {
		return true;
	}
	if (creator->kind == JSON_STRING) {
		in->note.author = creator->text;
		return true;
	}
	return import_note_text(in, creator, SPAN("name"), &in->note.author);
}

/* The selectors of a target; NULL where there are none. */
struct selectors {
	const struct json *quote, *position;
};

static struct selectors find_selectors(const struct json *target)
{
	const struct json *value = json_get(target, SPAN("selector"));
	bool many = value != NULL && value->kind == JSON_ARRAY;
	struct selectors found = {NULL, NULL};
	for (value = first_of(value); value != NULL; value = many ? value->next : NULL) {
		const struct json *type = json_get(value, SPAN("type"));
		if (is_word(type, SPAN("TextQuoteSelector"))) {
			found.quote = value;
		} else if (is_word(type, SPAN("TextPositionSelector"))) {
			found.position = value;
		}
	}
	return found;
}

static bool read_quote(struct import_note *in, const struct json *quote)
{
	struct anchor *anchor = &in->note.anchor;
	return quote == NULL || (import_note_text(in, quote, SPAN("exact"), &anchor->quote) &&
		import_note_text(in, quote, SPAN("prefix"), &anchor->prefix) &&
		import_note_text(in, quote, SPAN("suffix"), &anchor->suffix));
}

/* The document that a target names. */
static const struct doc *find_doc(struct import_note *in, const struct json *target)
{
	const struct json *source =
		target->kind == JSON_STRING ? target : first_of(json_get(target, SPAN("source")));
	if (source != NULL && source->kind == JSON_OBJECT) {
		source = json_get(source, SPAN("id"));
	}
	if (source == NULL || source->kind != JSON_STRING) {
		import_note_refuse(in, target, "a target without a source");
		return NULL;
	}
	struct buf path = {0};
	bool good = noted_take_iri(source->text, &path);
	doc_id doc = good ? catalog_find(in->catalog, buf_span(&path)) : DOC_NONE;
	in->failed = in->failed || path.failed;
	buf_finish(&path);
	if (doc.i == DOC_NONE.i) {
		import_note_refuse(in, source, "no document of the dossier is '%.*s'",
			(int)(source->text.n > 200 ? 200 : source->text.n), source->text.p);
		return NULL;
	}
	return catalog_doc(in->catalog, doc);
}

/* The bytes that a position selector means; false where they are none of the text. */
static bool find_position(struct import_note *in, const struct json *position,
	const struct doc *doc, struct range *out)
{
	struct noted_chars chars = {.text = doc->text};
	uint32_t start, end;
	return position != NULL && import_note_number(in, position, SPAN("start"), &start) &&
		import_note_number(in, position, SPAN("end"), &end) && start < end &&
		noted_chars_off(&chars, start, &out->start) &&
		noted_chars_off(&chars, end, &out->end);
}

/* Whether the quotation stands at `at` of text with its prefix and suffix. */
static bool stands(const struct anchor *anchor, struct span text, size_t at)
{
	size_t end = at + anchor->quote.n;
	struct span before = {text.p, at}, behind = {text.p + end, text.n - end};
	return span_ends(before, anchor->prefix) && span_starts(behind, anchor->suffix);
}

/* Finds the quotation with just the context it has; false where that stands nowhere, or twice. */
static bool find_once(const struct anchor *anchor, struct span text, struct range *at)
{
	size_t found = text.n, n = 0;
	for (size_t i = 0; n < 2; i++) {
		i = span_find(text, anchor->quote, i);
		if (i >= text.n) {
			break;
		}
		if (stands(anchor, text, i)) {
			found = i;
			n++;
		}
	}
	if (n != 1) {
		return false;
	}
	*at = (struct range){(uint32_t)found, (uint32_t)(found + anchor->quote.n)};
	return true;
}

/* Looks for the stored quotation; *at is empty where it is not there. */
static bool find_quote(struct import_note *in, const struct doc *doc, struct range *at)
{
	struct anchor sought = in->note.anchor;
	if (find_once(&sought, doc->text, at)) {
		return true;
	}
	struct anchor_text text = {.doc = doc};
	struct anchor_found found;
	sought.path = doc->path;
	sought.text_n = (uint32_t)doc->text.n;
	if (sought.quote.n > doc->text.n) {
		*at = (struct range){0, 0};
		return true;
	}
	if (at->start > doc->text.n - sought.quote.n) {
		at->start = 0;
	}
	sought.at = (struct range){at->start, at->start + (uint32_t)sought.quote.n};
	bool good = anchor_find(&sought, &text, &found);
	anchor_text_finish(&text);
	*at = good && found.state != ANCHOR_ORPHAN ? found.at : (struct range){0, 0};
	in->failed = in->failed || !good;
	return good;
}

/* An anchor for what is not in its document: the quotation, and where it was looked for. */
static bool make_orphan(struct import_note *in, const struct doc *doc)
{
	struct anchor *anchor = &in->note.anchor;
	anchor->at = (struct range){0, (uint32_t)anchor->quote.n};
	anchor->text_n = (uint32_t)anchor->quote.n;
	if (!arena_copy(in->arena, doc->path, &anchor->path)) {
		in->failed = true;
	}
	return !in->failed;
}

/* Makes an anchor of another program's selectors. */
static bool make_anchor(struct import_note *in, const struct json *target,
	const struct selectors *selectors)
{
	const struct doc *doc = find_doc(in, target);
	struct anchor *anchor = &in->note.anchor;
	struct range at = {0, 0};
	if (doc == NULL) {
		return false;
	}
	bool placed = find_position(in, selectors->position, doc, &at);
	if (anchor->quote.n == 0 && !placed) {
		return import_note_refuse(in, target, "a target without a quotation, or a position in "
			"its document");
	}
	if (anchor->quote.n > 0 && !(placed && span_eq(span_in(doc->text, at), anchor->quote)) &&
		!find_quote(in, doc, &at)) {
		return false;
	}
	if (at.start >= at.end) {
		return make_orphan(in, doc);
	}
	struct anchor_text text = {.doc = doc};
	if (!anchor_make(&text, at, in->arena, anchor)) {
		in->failed = true;
	}
	anchor_text_finish(&text);
	return !in->failed;
}

/*
 * Reads an annotation into in->note. Where it carries no anchor of ours its passage is looked for
 * in the document; one that is not there becomes an orphan. False: refused.
 */
static bool read_annotation(struct import_note *in, const struct json *object)
{
	const struct json *target = first_of(json_get(object, SPAN("target")));
	const struct json *anchor = json_get(object, SPAN("dossier:anchor"));
	if (!import_note_id(in, object) || !import_note_history(in, object, true) ||
		!read_creator(in, object) || !read_bodies(in, object)) {
		return false;
	}
	if (target == NULL || (target->kind != JSON_OBJECT && target->kind != JSON_STRING)) {
		return import_note_refuse(in, object, "an annotation without a target");
	}
	struct selectors selectors = find_selectors(target);
	const struct json *style = json_get(target, SPAN("styleClass"));
	if (style != NULL && style->kind == JSON_STRING) {
		(void)note_colour_of(style->text, &in->note.colour); /* others have other classes */
	}
	return read_quote(in, selectors.quote) && (anchor != NULL ?
		import_note_anchor(in, anchor) : make_anchor(in, target, &selectors));
}

/* Files. */

/* Where the notes of a file stand in it. */
struct items {
	const struct json *first;
	uint32_t n;
};

/* An array of notes, a collection, a page, or one annotation. */
static struct items find_items(const struct json *root, const char *path, struct report *report)
{
	const struct json *page = root, *items;
	if (root->kind == JSON_ARRAY) {
		return (struct items){root->first, root->n};
	}
	if (json_get(root, SPAN("target")) != NULL) {
		return (struct items){root, 1};
	}
	if (json_get(root, SPAN("first")) != NULL) {
		page = json_get(root, SPAN("first"));
	}
	items = json_get(page, SPAN("items"));
	if (json_get(page, SPAN("next")) != NULL) {
		report_add(report, REPORT_WARNING, path, page->line,
			"there are further pages, which are not fetched");
	}
	if (items == NULL || items->kind != JSON_ARRAY) {
		return (struct items){NULL, UINT32_MAX};
	}
	return (struct items){items->first, items->n};
}

/* Reads one note. False: refused, in->err says why, or memory is short. */
static bool read_note(struct import_note *in, const struct json *item)
{
	struct err why;
	if (item->kind != JSON_OBJECT) {
		return import_note_refuse(in, item, "%s, not a note", json_kind_word(item->kind));
	}
	bool good = json_get(item, SPAN("target")) != NULL ? read_annotation(in, item) :
		import_note_own(in, item);
	if (good && !note_check(&in->note, &why)) {
		return import_note_refuse(in, item, "%s", why.msg);
	}
	return good;
}

/* Takes one item in, or reports why not. False where memory is short. */
static bool take_item(struct import_note *in, const struct json *item, struct dict *ids,
	struct imported *out, struct report *report)
{
	in->note = (struct note){0};
	in->err->msg[0] = '\0';
	bool good = read_note(in, item);
	if (good && dict_get(ids, in->note.id) != UINT32_MAX) {
		good = import_note_refuse(in, item, "the Id of an earlier note in the file");
	}
	if (in->failed || (good && !dict_add(ids, in->arena, in->note.id, out->n))) {
		return false;
	}
	if (good) {
		out->notes[out->n++] = in->note;
	} else {
		report_add(report, REPORT_ERROR, NULL, 0, "%s", in->err->msg);
		out->refused++;
	}
	return true;
}

bool import_read(struct span text, const char *path, const struct catalog *catalog,
	struct arena *arena, struct imported *out, struct report *report, struct err *err)
{
	struct err why = {""};
	struct import_note in = {.path = path, .catalog = catalog, .arena = arena, .err = &why};
	struct imported made = {0};
	struct dict ids = {0};
	const struct json *root, *item;
	if (!json_read(text, path, arena, &root, err)) {
		return false;
	}
	struct items items = find_items(root, path, report);
	if (items.n == UINT32_MAX) {
		return err_set(err, "%s:%u: neither notes nor Web Annotations", path, root->line);
	}
	bool good = true;
	if (items.n > 0) {
		made.notes = arena_array(arena, items.n, sizeof(*made.notes));
		good = made.notes != NULL;
	}
	item = items.first;
	for (uint32_t i = 0; good && i < items.n; i++, item = item->next) {
		good = take_item(&in, item, &ids, &made, report);
	}
	dict_finish(&ids);
	if (!good) {
		return err_memory(err);
	}
	*out = made;
	return true;
}

/* The notes of the store, and their numbers by Id. */
struct held {
	struct arena arena;
	struct note *notes;
	uint32_t n;
	struct dict ids;
};

static void held_finish(struct held *held)
{
	dict_finish(&held->ids);
	arena_finish(&held->arena);
}

static bool held_read(struct held *held, struct store *store, struct err *err)
{
	*held = (struct held){0};
	bool good = store_notes(store, &held->arena, &held->notes, &held->n, err);
	for (uint32_t i = 0; good && i < held->n; i++) {
		good = dict_add(&held->ids, &held->arena, held->notes[i].id, i) || err_memory(err);
	}
	if (!good) {
		held_finish(held);
	}
	return good;
}

static const struct note *held_note(const struct held *held, struct span id)
{
	uint32_t i = dict_get(&held->ids, id);
	return i == UINT32_MAX ? NULL : &held->notes[i];
}

/* Says what the merge has made of each note: the store alone knows which states are later. */
static void count(const struct imported *imported, const struct held *before,
	const struct held *after, struct import_counts *counts)
{
	*counts = (struct import_counts){0};
	for (uint32_t i = 0; i < imported->n; i++) {
		const struct note *old = held_note(before, imported->notes[i].id);
		const struct note *new = held_note(after, imported->notes[i].id);
		if (old == NULL && new != NULL) {
			counts->added++;
		} else if (old != NULL && new != NULL &&
			(old->rev != new->rev || !span_eq(old->modified, new->modified))) {
			counts->renewed++;
		} else {
			counts->known++;
		}
	}
}

bool import_merge(const struct imported *imported, struct store *store,
	struct import_counts *counts, struct err *err)
{
	struct held before, after;
	uint32_t taken;
	if (!held_read(&before, store, err)) {
		return false;
	}
	bool good = store_merge(store, imported->notes, imported->n, &taken, err) &&
		held_read(&after, store, err);
	if (good) {
		count(imported, &before, &after, counts);
		held_finish(&after);
	}
	held_finish(&before);
	return good;
}
