#include "notes/export_forms.h"

#include "base/quote.h"
#include "base/utf8.h"

void export_json_member(const char *name, struct span text, struct buf *out)
{
	if (text.n > 0) {
		buf_printf(out, ",\"%s\":", name);
		quote_json(out, text);
	}
}

/* `,"name":"text"`, also where text is empty. */
static void put_member(const char *name, struct span text, struct buf *out)
{
	buf_printf(out, ",\"%s\":", name);
	quote_json(out, text);
}

static void put_path(struct span path, struct buf *out)
{
	bool plain = utf8_valid_prefix(path) == path.n;
	buf_printf(out, "\"%s\":", plain ? "path" : "path_encoded");
	if (plain) {
		quote_json(out, path);
	} else {
		buf_putc(out, '"');
		noted_put_iri(path, out);
		buf_putc(out, '"');
	}
}

void export_json_anchor(const struct anchor *anchor, bool context, struct buf *out)
{
	char hash[65];
	sha256_hex(&anchor->hash, hash);
	buf_putc(out, '{');
	put_path(anchor->path, out);
	buf_printf(out, ",\"sha256\":\"%s\",\"length\":%u,\"start\":%u,\"end\":%u", hash,
		anchor->text_n, anchor->at.start, anchor->at.end);
	if (context) {
		put_member("prefix", anchor->prefix, out);
		put_member("suffix", anchor->suffix, out);
	}
	buf_printf(out, ",\"ordinal\":%u,\"paragraph\":%u", anchor->ordinal, anchor->para);
	put_member("heading", anchor->heading, out);
	buf_putc(out, '}');
}

static void put_tags(const struct note *note, struct buf *out)
{
	struct buf tags = {0};
	note_tags_put(note, "", &tags);
	put_member("tags", buf_span(&tags), out);
	out->failed = out->failed || tags.failed;
	buf_finish(&tags);
}

static void put_note(const struct export *export, const struct noted *noted, struct buf *out)
{
	const struct doc *doc = noted_doc(noted, export->notes->catalog);
	const struct note *note = noted->note;
	buf_puts(out, "{\"id\":");
	quote_json(out, note->id);
	put_member("doc", noted_path(noted, export->notes->catalog), out);
	if (doc != NULL) {
		struct range bytes = doc_source(doc, noted->at);
		buf_printf(out, ",\"start\":%u,\"end\":%u", bytes.start, bytes.end);
	} else {
		buf_puts(out, ",\"start\":null,\"end\":null");
	}
	put_member("state", span_of(anchor_state_word(noted->state)), out);
	put_member("quote", note->anchor.quote, out);
	put_member("note", note->body, out);
	put_tags(note, out);
	put_member("created", note->created, out);
	buf_printf(out, ",\"rev\":%u", note->rev);
	put_member("modified", note->modified, out);
	put_member("author", note->author, out);
	put_member("colour", span_of(note_colour_word(note->colour)), out);
	put_member("rival", note->rival, out);
	buf_puts(out, ",\"anchor\":");
	export_json_anchor(&note->anchor, true, out);
	buf_putc(out, '}');
}

void export_json_put(const struct export *export, struct buf *out)
{
	buf_putc(out, '[');
	for (uint32_t i = 0; i < export->notes->n; i++) {
		buf_puts(out, i == 0 ? "\n" : ",\n");
		put_note(export, &export->notes->items[i], out);
	}
	buf_puts(out, "\n]\n");
}
