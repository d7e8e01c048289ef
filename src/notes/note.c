#include "notes/note.h"

#include "base/utf8.h"

#include <time.h>

static const char *const colours[NOTE_COLOURS] = {"", "yellow", "green", "blue", "red"};

const char *note_colour_word(enum note_colour colour)
{
	return colours[colour];
}

bool note_colour_of(struct span word, enum note_colour *out)
{
	for (int i = 0; i < NOTE_COLOURS; i++) {
		if (span_eq(word, span_of(colours[i]))) {
			*out = (enum note_colour)i;
			return true;
		}
	}
	return false;
}

/* Tags. */

static bool is_between(char c)
{
	return c == ' ' || c == ',' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Takes the next tag off the front of *rest, without its #; false at the end. */
static bool cut_tag(struct span *rest, struct span *tag)
{
	size_t from = 0, to;

	while (from < rest->n && (is_between(rest->p[from]) || rest->p[from] == '#')) {
		from++;
	}
	for (to = from; to < rest->n && !is_between(rest->p[to]); to++) {
	}
	*tag = (struct span){rest->p + from, to - from};
	*rest = (struct span){rest->p + to, rest->n - to};
	return tag->n > 0;
}

static bool has_tag(const struct span *tags, uint32_t n, struct span tag)
{
	for (uint32_t i = 0; i < n; i++) {
		if (span_eq(tags[i], tag)) {
			return true;
		}
	}
	return false;
}

/* A tag is text that can be typed, shown and taken apart again. */
static bool is_tag(struct span tag)
{
	if (tag.n == 0 || tag.n > NOTE_TAG_BYTES || utf8_valid_prefix(tag) < tag.n) {
		return false;
	}
	for (size_t i = 0; i < tag.n; i++) {
		unsigned char c = (unsigned char)tag.p[i];

		if (c <= ' ' || c == ',' || c == 0x7f || (i == 0 && c == '#')) {
			return false;
		}
	}
	return true;
}

bool note_tags_parse(struct span text, struct arena *arena, struct note *out)
{
	struct span found[NOTE_TAGS], rest = text, tag, *tags;
	uint32_t n = 0;

	while (n < NOTE_TAGS && rest.n > 0 && cut_tag(&rest, &tag)) {
		if (is_tag(tag) && !has_tag(found, n, tag)) {
			found[n++] = tag;
		}
	}
	tags = n == 0 ? NULL : arena_array(arena, n, sizeof(*tags));
	if (n > 0 && tags == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (!arena_copy(arena, found[i], &tags[i])) {
			return false;
		}
	}
	out->tags = tags;
	out->ntags = n;
	return true;
}

void note_tags_put(const struct note *note, const char *sign, struct buf *out)
{
	for (uint32_t i = 0; i < note->ntags; i++) {
		buf_puts(out, i == 0 ? "" : " ");
		buf_puts(out, sign);
		buf_put(out, note->tags[i]);
	}
}

/* Copies. */

void note_texts(struct note *note, struct span *out[NOTE_TEXTS])
{
	struct anchor *anchor = &note->anchor;
	struct span *const texts[NOTE_TEXTS] = {&note->id, &anchor->path, &anchor->quote,
		&anchor->prefix, &anchor->suffix, &anchor->heading, &note->body, &note->author,
		&note->created, &note->modified, &note->rival};

	memcpy(out, texts, sizeof(texts));
}

bool note_copy(const struct note *from, struct arena *arena, struct note *out)
{
	struct note made = *from;
	struct span *texts[NOTE_TEXTS], *tags = NULL;

	note_texts(&made, texts);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (!arena_copy(arena, *texts[i], texts[i])) {
			return false;
		}
	}
	if (from->ntags > 0 && (tags = arena_array(arena, from->ntags, sizeof(*tags))) == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < from->ntags; i++) {
		if (!arena_copy(arena, from->tags[i], &tags[i])) {
			return false;
		}
	}
	made.tags = tags;
	*out = made;
	return true;
}

/* Checks. */

/* "2026-11-21T20:05:00Z", as far as its form goes. */
static bool is_time(struct span text)
{
	static const char form[] = "0000-00-00T00:00:00Z";

	if (text.n != sizeof(form) - 1) {
		return false;
	}
	for (size_t i = 0; i < text.n; i++) {
		bool digit = text.p[i] >= '0' && text.p[i] <= '9';

		if (form[i] == '0' ? !digit : text.p[i] != form[i]) {
			return false;
		}
	}
	return true;
}

bool note_is_id(struct span text)
{
	static const char form[] = "00000000-0000-0000-0000-000000000000";

	if (text.n != sizeof(form) - 1) {
		return false;
	}
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');

		if (form[i] == '0' ? !digit : c != '-') {
			return false;
		}
	}
	return true;
}

/* Text as a note holds it: UTF-8, line ends LF. */
static bool is_text(struct span text)
{
	return text.n == 0 || (utf8_valid_prefix(text) == text.n && memchr(text.p, '\r', text.n) == NULL &&
		memchr(text.p, '\0', text.n) == NULL);
}

static bool check_anchor(const struct anchor *anchor, struct err *err)
{
	struct range at = anchor->at;

	if (at.start >= at.end || at.end > anchor->text_n || anchor->quote.n != at.end - at.start) {
		return err_set(err, "a note needs a passage, of the length of its quotation");
	}
	if (anchor->path.n == 0) {
		return err_set(err, "a note needs a document");
	}
	return true;
}

bool note_check(const struct note *note, struct err *err)
{
	if (note->body.n > NOTE_BODY_BYTES) {
		return err_set(err, "a note holds at most %u bytes, this one has %zu", NOTE_BODY_BYTES,
			note->body.n);
	}
	if (!is_text(note->body) || !is_text(note->author)) {
		return err_set(err, "a note is UTF-8 with line ends LF, without NUL");
	}
	if (note->ntags > NOTE_TAGS) {
		return err_set(err, "a note has at most %d tags, this one has %u", NOTE_TAGS, note->ntags);
	}
	for (uint32_t i = 0; i < note->ntags; i++) {
		if (!is_tag(note->tags[i]) || has_tag(note->tags, i, note->tags[i])) {
			return err_set(err, "'%.*s' is no tag, or there twice", SPAN_ARG(note->tags[i]));
		}
	}
	if ((note->id.n > 0 && (!note_is_id(note->id) || note->rev == 0 || !is_time(note->created) ||
		!is_time(note->modified))) || (note->rival.n > 0 && !note_is_id(note->rival))) {
		return err_set(err, "'%.*s': Id, revision or times are none", SPAN_ARG(note->id));
	}
	return check_anchor(&note->anchor, err);
}

void note_uuid(unsigned char bytes[16], unsigned version, char out[37])
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;

	bytes[6] = (unsigned char)(version << 4 | (bytes[6] & 0x0f));
	bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3f));
	for (size_t i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10) {
			out[n++] = '-';
		}
		out[n++] = digits[bytes[i] >> 4];
		out[n++] = digits[bytes[i] & 15];
	}
	out[n] = '\0';
}

void note_now(char out[21])
{
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(out, 21, "%Y-%m-%dT%H:%M:%SZ", &tm);
}
