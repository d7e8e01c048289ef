#include "notes/noted.h"

#include "base/byte.h"

#include <stdlib.h>

const struct doc *noted_doc(const struct noted *noted, const struct catalog *catalog)
{
	if (noted->state == ANCHOR_ORPHAN || noted->doc.i >= catalog->n) {
		return NULL;
	}
	const struct doc *doc = catalog_doc(catalog, noted->doc);
	return noted->at.end <= doc->text.n ? doc : NULL; /* its file may have gone since */
}

struct span noted_path(const struct noted *noted, const struct catalog *catalog)
{
	const struct doc *doc = noted_doc(noted, catalog);
	return doc != NULL ? doc->path : noted->note->anchor.path;
}

/* Appends an entity that is not there yet. */
static void add_ent(struct noted_ents *ents, ent_id ent)
{
	for (uint32_t i = 0; i < ents->n; i++) {
		if (ents->items[i].i == ent.i) {
			return;
		}
	}
	if (!array_reserve(&ents->items, &ents->cap, ents->n + 1, sizeof(*ents->items))) {
		ents->failed = true;
		return;
	}
	ents->items[ents->n++] = ent;
}

void noted_ents(const struct noted *noted, const struct xref *xref, struct noted_ents *out)
{
	out->n = 0;
	if (noted_doc(noted, xref->catalog) == NULL) {
		return;
	}
	uint32_t end = xref->doc_first[noted->doc.i + 1];
	for (uint32_t i = xref_from(xref, noted->doc, noted->at.start); i < end; i++) {
		const struct mention *mention = xref_mention(xref, i);
		if (mention->at.start >= noted->at.end) {
			return;
		}
		for (uint32_t k = 0; k < mention->nents; k++) {
			add_ent(out, (ent_id){xref_ents(xref, mention)[k]});
		}
	}
}

void noted_ents_finish(struct noted_ents *ents)
{
	free(ents->items);
	*ents = (struct noted_ents){0};
}

static bool begins_character(char byte)
{
	return ((unsigned char)byte & 0xC0) != 0x80;
}

uint32_t noted_chars_at(struct noted_chars *chars, uint32_t off)
{
	if (off < chars->off) {
		chars->off = chars->n = 0;
	}
	for (; chars->off < off; chars->off++) {
		chars->n += begins_character(chars->text.p[chars->off]) ? 1 : 0;
	}
	return (uint32_t)chars->n;
}

bool noted_chars_off(struct noted_chars *chars, uint32_t n, uint32_t *out)
{
	if (n < chars->n) {
		chars->off = chars->n = 0;
	}
	while (chars->n < n && chars->off < chars->text.n) {
		do {
			chars->off++;
		} while (chars->off < chars->text.n &&
			!begins_character(chars->text.p[chars->off]));
		chars->n++;
	}
	if (chars->n < n) {
		return false;
	}
	*out = (uint32_t)chars->off;
	return true;
}

/* RFC 3986: unreserved characters, and the slash. */
static bool is_plain(char c)
{
	return byte_is_alnum(c) || (c != '\0' && strchr("-._~/", c) != NULL);
}

void noted_put_iri(struct span path, struct buf *out)
{
	for (size_t i = 0; i < path.n; i++) {
		if (is_plain(path.p[i])) {
			buf_putc(out, path.p[i]);
		} else {
			buf_printf(out, "%%%02X", (unsigned char)path.p[i]);
		}
	}
}

bool noted_take_iri(struct span iri, struct buf *out)
{
	static const struct span fronts[] = {{"file:", 5}, {"./", 2}};
	for (size_t i = 0; i < COUNT_OF(fronts); i++) {
		if (span_starts(iri, fronts[i])) {
			iri = (struct span){iri.p + fronts[i].n, iri.n - fronts[i].n};
		}
	}
	for (size_t i = 0; i < iri.n; i++) {
		if (iri.p[i] != '%') {
			buf_putc(out, iri.p[i]);
			continue;
		}
		if (iri.n - i < 3 || byte_hex(iri.p[i + 1]) < 0 || byte_hex(iri.p[i + 2]) < 0) {
			return false;
		}
		buf_putc(out, (char)(byte_hex(iri.p[i + 1]) * 16 + byte_hex(iri.p[i + 2])));
		i += 2;
	}
	return true;
}
