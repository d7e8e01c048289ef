#include "texts/decode.h"

#include "base/sorted.h"
#include "base/utf8.h"
#include "texts/maker.h"

#include <stdlib.h>

#define HEAD_BYTES 8192 /* that tell UTF-16 */

struct encoding_mark {
	const char *bytes;
	size_t n;
	const char *name;
};

/* UTF-32LE first: its mark begins with that of UTF-16LE. */
static const struct encoding_mark encoding_marks[] = {
	{"\xEF\xBB\xBF", 3, "UTF-8"},
	{"\xFF\xFE\0\0", 4, "UTF-32LE"},
	{"\0\0\xFE\xFF", 4, "UTF-32BE"},
	{"\xFF\xFE", 2, "UTF-16LE"},
	{"\xFE\xFF", 2, "UTF-16BE"},
};

static const char *encoding_by_mark(struct span bytes, size_t *n)
{
	for (size_t i = 0; i < COUNT_OF(encoding_marks); i++) {
		const struct encoding_mark *mark = &encoding_marks[i];

		if (span_starts(bytes, (struct span){mark->bytes, mark->n})) {
			*n = mark->n;
			return mark->name;
		}
	}
	*n = 0;
	return NULL;
}

/*
 * UTF-16 without a mark: blanks, digits and line ends have a zero byte on one side only. An eighth
 * of the pairs is less than what blanks alone make in prose of any alphabet.
 */
static const char *encoding_by_nuls(struct span head, uint64_t n)
{
	size_t pairs = (head.n < HEAD_BYTES ? head.n : HEAD_BYTES) / 2, zero[2] = {0, 0};

	if (n % 2 != 0) {
		return NULL;
	}
	for (size_t i = 0; i < 2 * pairs; i++) {
		zero[i % 2] += head.p[i] == 0;
	}
	if (zero[1] >= pairs / 8 + 2 && zero[0] * 20 <= zero[1]) {
		return "UTF-16LE";
	}
	if (zero[0] >= pairs / 8 + 2 && zero[1] * 20 <= zero[0]) {
		return "UTF-16BE";
	}
	return NULL;
}

/* UTF-32 without a mark: hardly a character lies beyond U+FFFF, hardly one is made of zeros. */
static const char *encoding_by_quads(struct span head, uint64_t n)
{
	size_t quads = (head.n < HEAD_BYTES ? head.n : HEAD_BYTES) / 4, zero[4] = {0, 0, 0, 0};

	if (n % 4 != 0 || quads < 2) {
		return NULL;
	}
	for (size_t i = 0; i < 4 * quads; i++) {
		zero[i % 4] += head.p[i] == 0;
	}
	if (zero[3] == quads && zero[2] * 20 >= quads * 19 && zero[0] * 20 <= quads) {
		return "UTF-32LE";
	}
	if (zero[0] == quads && zero[1] * 20 >= quads * 19 && zero[3] * 20 <= quads) {
		return "UTF-32BE";
	}
	return NULL;
}

bool decode_by_head(struct span head, uint64_t n, const char *declared, struct decode_kind *out)
{
	size_t looked = head.n < HEAD_BYTES ? head.n : HEAD_BYTES;

	*out = (struct decode_kind){0};
	out->name = encoding_by_mark(head, &out->mark);
	if (out->name == NULL && looked > 0 && memchr(head.p, 0, looked) != NULL) {
		out->name = encoding_by_quads(head, n);
		if (out->name == NULL) {
			out->name = encoding_by_nuls(head, n);
		}
		out->guessed = out->name != NULL && declared == NULL;
	}
	return out->name != NULL;
}

static size_t count_of(struct span text, struct span what)
{
	size_t n = 0;

	for (size_t off = 0; (off = span_find(text, what, off)) < text.n; off += what.n) {
		n++;
	}
	return n;
}

void decode_survey_ends(struct decode_survey *survey, struct span bytes)
{
	size_t cr = count_of(bytes, SPAN("\r")), nel = count_of(bytes, SPAN("\xC2\x85"));

	survey->cr += cr;
	survey->nel += nel;
	survey->crlf += cr == 0 ? 0 : count_of(bytes, SPAN("\r\n"));
	/* They count only against others: most files have none. */
	survey->lf += cr + nel == 0 ? 0 : count_of(bytes, SPAN("\n"));
}

bool decode_is_bad(struct span source)
{
	static const struct span real[] = {{"\xEF\xBF\xBD", 3}, {"\xFF\xFD", 2}, {"\xFD\xFF", 2},
		{"\0\0\xFF\xFD", 4}, {"\xFD\xFF\0\0", 4}, {"\x84\x31\xA4\x37", 4}};

	for (size_t i = 0; i < COUNT_OF(real); i++) {
		if (span_eq(source, real[i])) {
			return false;
		}
	}
	return true;
}

void decode_survey(struct decode_survey *survey, struct span bytes)
{
	size_t valid = utf8_valid_prefix(bytes);

	decode_survey_ends(survey, bytes);

	survey->broken |= valid < bytes.n;
	survey->nul |= memchr(bytes.p, 0, bytes.n) != NULL;
	for (size_t i = 0; i < valid; i++) {
		survey->good += ((unsigned char)bytes.p[i] & 0xC0) == 0xC0;
	}
	for (size_t off = valid; off < bytes.n;) {
		uint32_t c = utf8_next(bytes, &off);

		survey->bad += c == UTF8_INVALID;
		survey->good += c != UTF8_INVALID && c >= 0x80;
	}
}

struct decode_kind decode_by_survey(const struct decode_survey *survey, const char *declared,
	const char *fallback)
{
	struct decode_kind kind = {.name = "UTF-8"};

	if (!survey->broken) {
		return kind;
	}
	if (declared != NULL) {
		kind.name = declared;
		return kind;
	}
	kind.guessed = true;
	/*
	 * UTF-8 all the same, with some damage: hardly any of what is not ASCII is invalid, or it
	 * holds NULs, which no text in another encoding does.
	 */
	if (!survey->nul && survey->bad * 100 > survey->good) {
		kind.name = fallback;
	}
	return kind;
}

/* *valid: how many of the bytes are valid UTF-8 in front, where that has been asked; else 0. */
static struct decode_kind kind_of(struct span bytes, const char *declared, const char *fallback,
	size_t *valid)
{
	struct decode_survey survey = {0};
	struct decode_kind kind;

	*valid = 0;
	if (decode_by_head(bytes, bytes.n, declared, &kind)) {
		return kind;
	}
	*valid = utf8_valid_prefix(bytes);
	if (*valid < bytes.n) {
		decode_survey(&survey, bytes);
	}
	return decode_by_survey(&survey, declared, fallback);
}

bool decode_is_utf8(const char *name)
{
	return span_eq_nocase(span_of(name), SPAN("UTF-8")) ||
		span_eq_nocase(span_of(name), SPAN("UTF8"));
}

/* The text is what was made. */
static bool made_all(struct decoded *out)
{
	out->text = buf_span(&out->made);
	return true;
}

static bool decode_any(const char *declared, const char *fallback, struct decoded *out,
	struct err *err)
{
	struct maker maker = {.out = out, .end = (uint32_t)out->bytes.n};
	struct decode_survey survey = {0};
	struct decode_kind kind;
	size_t mark, valid;

	if (out->bytes.n > DECODE_MOST) {
		return err_set(err, "too long: a text may have 4 GiB at most");
	}
	kind = kind_of(buf_span(&out->bytes), declared, fallback, &valid);
	mark = kind.mark;
	out->encoding = kind.name;
	out->guessed = kind.guessed;
	maker.in = (struct span){out->bytes.p + mark, out->bytes.n - mark};
	maker.base = (uint32_t)mark;
	if (!decode_is_utf8(out->encoding)) {
		maker.finds_ends = true;
		return maker_convert(&maker, err) && made_all(out);
	}
	maker.valid = mark == 0 && valid > 0 ? valid : utf8_valid_prefix(maker.in);
	decode_survey_ends(&survey, maker.in);
	maker_ends(&maker, &survey);
	if (mark == 0 && maker.valid == maker.in.n && survey.crlf == 0 && !maker.cr && !maker.nel) {
		out->text = maker.in;
		return true;
	}
	return maker_run(&maker, err) && made_all(out);
}

bool decode_bytes(struct buf *bytes, const char *declared, const char *fallback,
	struct decoded *out, struct err *err)
{
	*out = (struct decoded){.bytes = *bytes, .encoding = "UTF-8", .text = SPAN("")};
	*bytes = (struct buf){0};
	if (!buf_ok(&out->bytes, err)) {
		decode_finish(out);
		return false;
	}
	if (out->bytes.n > 0 && !decode_any(declared, fallback, out, err)) {
		decode_finish(out);
		return false;
	}
	return true;
}

bool decode_part(struct buf *bytes, const char *encoding, struct decoded *out, struct err *err)
{
	/* Where CR and NEL did not end lines they are in the text of the whole: decode_has_parts. */
	struct maker maker = {.out = out, .end = (uint32_t)bytes->n, .cr = true, .nel = true};
	bool ok;

	*out = (struct decoded){.bytes = *bytes, .encoding = encoding, .text = SPAN("")};
	*bytes = (struct buf){0};
	maker.in = buf_span(&out->bytes);
	ok = buf_ok(&out->bytes, err);
	if (ok && decode_is_utf8(encoding)) {
		maker.valid = utf8_valid_prefix(maker.in);
		ok = maker_run(&maker, err);
	} else if (ok) {
		ok = maker_convert(&maker, err);
	}
	if (!ok) {
		decode_finish(out);
		return false;
	}
	return made_all(out);
}

bool decode_has_parts(const char *encoding, struct span text)
{
	static const char *const kinds[] = {"windows-125", "cp125", "iso-8859-", "koi8-"};
	struct span name = span_of(encoding);

	if (memchr(text.p, '\r', text.n) != NULL || span_find(text, SPAN("\xC2\x85"), 0) < text.n) {
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct span kind = span_of(kinds[i]);

		if (name.n > kind.n && span_eq_nocase((struct span){name.p, kind.n}, kind)) {
			return true;
		}
	}
	return decode_is_utf8(encoding);
}

uint32_t decode_source(const struct decode_step *steps, uint32_t n, uint32_t off)
{
	uint32_t behind = sorted_above(steps, n, sizeof(*steps), off);
	const struct decode_step *step;

	if (behind == 0) {
		return n == 0 ? off : steps[0].source;
	}
	step = &steps[behind - 1];
	if (step->made == 0) {
		return step->source; /* in a damaged map */
	}
	return step->source + (off - step->at) / step->made * step->read;
}

uint32_t decode_canonical(const struct decode_step *steps, uint32_t n, uint32_t source)
{
	const struct decode_step *step;
	uint32_t behind, at;

	if (n == 0 || source < steps[0].source) {
		return n == 0 ? source : 0;
	}
	behind = sorted_above(&steps[0].source, n, sizeof(*steps), source);
	step = &steps[behind - 1];
	if (step->read == 0) {
		return step->at;
	}
	/* Bytes that made nothing (shift sequences) lie behind the step: they belong to its end. */
	at = step->at + (source - step->source) / step->read * step->made;
	return behind < n && at > steps[behind].at ? steps[behind].at : at;
}

void decode_finish(struct decoded *decoded)
{
	buf_finish(&decoded->bytes);
	buf_finish(&decoded->made);
	free(decoded->steps);
	*decoded = (struct decoded){0};
}
