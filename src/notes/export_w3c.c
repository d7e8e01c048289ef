#include "notes/export_forms.h"

#include "base/quote.h"

#include <time.h>

/* What is the same for all notes of one document that follow each other. */
struct source {
	const struct doc *doc; /* NULL: none yet */
	struct noted_chars chars;
	char hash[65];
	char when[24]; /* the time of the file; empty where it is not known */
};

static void source_turn(struct source *source, const struct doc *doc)
{
	if (doc == NULL || doc == source->doc) {
		return;
	}
	struct sha256 hash = doc_hash(doc);
	time_t seconds = (time_t)(doc->stamp.mtime_ns / 1000000000);
	struct tm tm;
	*source = (struct source){.doc = doc, .chars = {.text = doc->text}};
	sha256_hex(&hash, source->hash);
	if (doc->stamp.mtime_ns > 0 && gmtime_r(&seconds, &tm) != NULL) {
		(void)!strftime(source->when, sizeof(source->when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	}
}

static void begin_body(struct buf *out, bool *any)
{
	buf_puts(out, *any ? "," : ",\"body\":[");
	*any = true;
}

static void put_body(const struct export *export, const struct noted *noted,
	struct noted_ents *ents, struct buf *out)
{
	const struct note *note = noted->note;
	bool any = false;
	if (note->body.n > 0) {
		begin_body(out, &any);
		buf_puts(out, "{\"type\":\"TextualBody\",\"purpose\":\"commenting\","
			"\"format\":\"text/plain\",\"value\":");
		quote_json(out, note->body);
		buf_putc(out, '}');
	}
	for (uint32_t i = 0; i < note->ntags; i++) {
		begin_body(out, &any);
		buf_puts(out, "{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":");
		quote_json(out, note->tags[i]);
		buf_putc(out, '}');
	}
	if (export->xref != NULL) {
		noted_ents(noted, export->xref, ents);
	}
	for (uint32_t i = 0; i < ents->n; i++) {
		begin_body(out, &any);
		buf_puts(out, "{\"type\":\"SpecificResource\",\"purpose\":\"identifying\",\"source\":");
		quote_json(out, export->xref->ents->items[ents->items[i].i].id);
		buf_putc(out, '}');
	}
	buf_puts(out, any ? "]" : "");
}

static void put_selectors(const struct noted *noted, struct source *source, bool placed,
	struct buf *out)
{
	const struct anchor *anchor = &noted->note->anchor;
	buf_puts(out, ",\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":");
	quote_json(out, anchor->quote);
	buf_puts(out, ",\"prefix\":");
	quote_json(out, anchor->prefix);
	buf_puts(out, ",\"suffix\":");
	quote_json(out, anchor->suffix);
	buf_putc(out, '}');
	if (placed) {
		uint32_t start = noted_chars_at(&source->chars, noted->at.start);
		struct noted_chars inside = source->chars; /* the next note may begin in this one */
		buf_printf(out, ",{\"type\":\"TextPositionSelector\",\"start\":%u,\"end\":%u}", start,
			noted_chars_at(&inside, noted->at.end));
	}
	buf_putc(out, ']');
}

static void put_target(const struct export *export, const struct noted *noted,
	struct source *source, struct buf *out)
{
	const struct doc *doc = noted_doc(noted, export->notes->catalog);
	source_turn(source, doc);
	buf_puts(out, ",\"target\":{\"type\":\"SpecificResource\",\"source\":\"");
	noted_put_iri(noted_path(noted, export->notes->catalog), out);
	buf_putc(out, '"');
	if (doc != NULL) {
		if (source->when[0] != '\0') {
			buf_printf(out, ",\"state\":{\"type\":\"TimeState\",\"sourceDate\":\"%s\"}",
				source->when);
		}
		buf_printf(out, ",\"dossier:sha256\":\"%s\"", source->hash);
	}
	export_json_member("styleClass", span_of(note_colour_word(noted->note->colour)), out);
	put_selectors(noted, source, doc != NULL, out);
	buf_putc(out, '}');
}

static void put_note(const struct export *export, const struct noted *noted,
	struct source *source, struct noted_ents *ents, struct buf *out)
{
	const struct note *note = noted->note;
	buf_puts(out, "{\"id\":\"urn:uuid:");
	buf_put(out, note->id);
	buf_printf(out, "\",\"type\":\"Annotation\",\"motivation\":\"%s\"",
		note->body.n > 0 ? "commenting" : "bookmarking");
	export_json_member("created", note->created, out);
	export_json_member("modified", note->modified, out);
	if (note->author.n > 0) {
		buf_puts(out, ",\"creator\":{\"type\":\"Person\",\"name\":");
		quote_json(out, note->author);
		buf_putc(out, '}');
	}
	put_body(export, noted, ents, out);
	put_target(export, noted, source, out);
	buf_printf(out, ",\"dossier:rev\":%u", note->rev);
	export_json_member("dossier:rival", note->rival, out);
	buf_puts(out, ",\"dossier:anchor\":");
	export_json_anchor(&note->anchor, false, out);
	buf_putc(out, '}');
}

/* An IRI for the collection, made of the notes that are in it. */
static void put_id(const struct notes *notes, const char *what, struct buf *out)
{
	struct buf ids = {0};
	buf_puts(&ids, what);
	for (uint32_t i = 0; i < notes->n; i++) {
		buf_put(&ids, notes->items[i].note->id);
	}
	struct sha256 hash = sha256_of(buf_span(&ids));
	char id[37];
	buf_finish(&ids);
	note_uuid(hash.bytes, 8, id);
	buf_printf(out, "\"urn:uuid:%s\"", id);
}

void export_w3c_put(const struct export *export, struct buf *out)
{
	struct source source = {0};
	struct noted_ents ents = {0};
	buf_puts(out, "{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\",\n"
		" {\"dossier\":\"urn:x-dossier:\",\n"
		"  \"dossier:anchor\":{\"@id\":\"dossier:anchor\",\"@type\":\"@json\"}}],\n"
		" \"id\":");
	put_id(export->notes, "collection", out);
	buf_printf(out, ",\"type\":\"AnnotationCollection\",\"total\":%u,\n \"first\":{\"id\":",
		export->notes->n);
	put_id(export->notes, "page", out);
	buf_puts(out, ",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[");
	for (uint32_t i = 0; i < export->notes->n; i++) {
		buf_puts(out, i == 0 ? "\n" : ",\n");
		put_note(export, &export->notes->items[i], &source, &ents, out);
	}
	buf_puts(out, "\n]}}\n");
	out->failed = out->failed || ents.failed;
	noted_ents_finish(&ents);
}
