#include "texts/decode.h"

#include "base/utf8.h"

#include <stdlib.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define TEXT_MOST (UINT32_MAX - 1)

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
static const char *encoding_by_nuls(struct span bytes)
{
	size_t pairs = (bytes.n < 8192 ? bytes.n : 8192) / 2, zero[2] = {0, 0};

	if (bytes.n % 2 != 0) {
		return NULL;
	}
	for (size_t i = 0; i < 2 * pairs; i++) {
		zero[i % 2] += bytes.p[i] == 0;
	}
	if (zero[1] >= pairs / 8 + 2 && zero[0] * 20 <= zero[1]) {
		return "UTF-16LE";
	}
	if (zero[0] >= pairs / 8 + 2 && zero[1] * 20 <= zero[0]) {
		return "UTF-16BE";
	}
	return NULL;
}

/*
 * Whether text that is not valid UTF-8 is UTF-8 all the same, with some damage: hardly any of
 * what is not ASCII is invalid, or it holds NULs, which no text in another encoding does.
 */
static bool is_damaged_utf8(struct span bytes, size_t valid)
{
	size_t good = 0, bad = 0;

	if (memchr(bytes.p, 0, bytes.n) != NULL) {
		return true;
	}
	for (size_t i = 0; i < valid; i++) {
		good += ((unsigned char)bytes.p[i] & 0xC0) == 0xC0;
	}
	for (size_t off = valid; off < bytes.n;) {
		uint32_t c = utf8_next(bytes, &off);

		bad += c == UTF8_INVALID;
		good += c != UTF8_INVALID && c >= 0x80;
	}
	return bad * 100 <= good;
}

/* Settles encoding and guessed; `mark` is the length of a byte order mark. */
static void encoding_find(struct span bytes, const char *declared, const char *fallback,
	struct decoded *out, size_t *mark)
{
	size_t valid;

	out->encoding = encoding_by_mark(bytes, mark);
	if (out->encoding != NULL) {
		return;
	}
	out->encoding = encoding_by_nuls(bytes);
	if (out->encoding != NULL) {
		out->guessed = declared == NULL;
		return;
	}
	out->encoding = "UTF-8";
	valid = utf8_valid_prefix(bytes);
	if (valid == bytes.n) {
		return;
	}
	if (declared != NULL) {
		out->encoding = declared;
		return;
	}
	out->guessed = true;
	if (!is_damaged_utf8(bytes, valid)) {
		out->encoding = fallback;
	}
}

static bool encoding_is_utf8(const char *name)
{
	return span_eq_nocase(span_of(name), SPAN("UTF-8")) ||
		span_eq_nocase(span_of(name), SPAN("UTF8"));
}

/* What makes the canonical text: UTF-8 with invalid bytes in it, and where it is from. */
struct maker {
	struct span in;
	const uint32_t *offsets; /* file offsets of the bytes of in; NULL: they are base + i */
	uint32_t base, source_n;
	size_t valid; /* up to here in is known to be valid UTF-8 */
	struct decoded *out;
	uint32_t csteps;
};

static uint32_t maker_source(const struct maker *maker, size_t off)
{
	if (off == maker->in.n) {
		return maker->source_n;
	}
	return maker->offsets == NULL ? maker->base + (uint32_t)off : maker->offsets[off];
}

/* One character (or a run of bytes that are equal on both sides) of the map. */
static bool maker_step(struct maker *maker, uint32_t at, uint32_t source, uint32_t made,
	uint32_t read)
{
	struct decoded *out = maker->out;
	struct decode_step *last = out->nsteps == 0 ? NULL : &out->steps[out->nsteps - 1];

	if (last != NULL && last->made == made && last->read == read &&
		source - last->source == (at - last->at) / made * read) {
		return true;
	}
	if (!array_reserve(&out->steps, &maker->csteps, out->nsteps + 1, sizeof(*out->steps))) {
		return false;
	}
	out->steps[out->nsteps++] =
		(struct decode_step){at, source, (uint8_t)made, (uint8_t)read};
	return true;
}

/* Appends one character of `made`, made of in[off, end). */
static bool maker_put(struct maker *maker, struct span made, size_t off, size_t end)
{
	uint32_t source = maker_source(maker, off);
	uint32_t read = maker_source(maker, end) - source;
	uint32_t at = (uint32_t)maker->out->made.n;

	buf_put(&maker->out->made, made);
	/* More than a step can say (shift sequences of ISO-2022): the rest belongs to nobody. */
	return maker_step(maker, at, source, (uint32_t)made.n, read < 255 ? read : 255);
}

/* Appends in[off, end), which is clean; character by character where widths differ. */
static bool maker_put_run(struct maker *maker, size_t off, size_t end)
{
	struct decoded *out = maker->out;

	if (maker->offsets == NULL) {
		uint32_t at = (uint32_t)out->made.n;

		buf_add(&out->made, maker->in.p + off, end - off);
		return maker_step(maker, at, maker_source(maker, off), 1, 1);
	}
	while (off < end) {
		size_t next = off;

		(void)utf8_next(maker->in, &next);
		if (!maker_put(maker, (struct span){maker->in.p + off, next - off}, off, next)) {
			return false;
		}
		off = next;
	}
	return true;
}

/* End of the clean run at off: before a CR, a NEL or an invalid byte. */
static size_t maker_run_end(struct maker *maker, size_t off)
{
	const char *p = maker->in.p;

	if (off >= maker->valid) {
		struct span rest = {p + off, maker->in.n - off};

		maker->valid = off + utf8_valid_prefix(rest);
	}
	for (; off < maker->valid; off++) {
		if (p[off] == '\r' || (p[off] == '\xC2' && p[off + 1] == '\x85')) {
			break;
		}
	}
	return off;
}

/* The one character at off that does not stay as it is: a line end or an invalid byte. */
static bool maker_put_special(struct maker *maker, size_t *off)
{
	struct span in = maker->in;
	size_t start = *off;

	if (in.p[start] == '\r') {
		*off = start + (start + 1 < in.n && in.p[start + 1] == '\n' ? 2 : 1);
		return maker_put(maker, SPAN("\n"), start, *off);
	}
	if (start + 1 < in.n && in.p[start] == '\xC2' && in.p[start + 1] == '\x85') {
		*off = start + 2;
		return maker_put(maker, SPAN("\n"), start, *off);
	}
	*off = start + 1;
	maker->out->nbad++;
	return maker_put(maker, SPAN(REPLACEMENT), start, *off);
}

static bool maker_run(struct maker *maker, struct err *err)
{
	struct decoded *out = maker->out;

	for (size_t off = 0; off < maker->in.n;) {
		size_t end = maker_run_end(maker, off);

		if (end > off && !maker_put_run(maker, off, end)) {
			return err_memory(err);
		}
		off = end;
		if (off < maker->in.n && !maker_put_special(maker, &off)) {
			return err_memory(err);
		}
		if (out->made.n > TEXT_MOST) {
			return err_set(err, "too long: a text may have 4 GiB at most");
		}
	}
	if (!buf_ok(&out->made, err)) {
		return false;
	}
	out->text = buf_span(&out->made);
	return true;
}

/* Whether valid UTF-8 is canonical as it is. */
static bool is_canonical(struct span text)
{
	if (memchr(text.p, '\r', text.n) != NULL) {
		return false;
	}
	return span_find(text, SPAN("\xC2\x85"), 0) == text.n;
}

/* U+FFFD that the converter put for one byte each; one that stands in a UTF-16 file is no error. */
static uint32_t count_replaced(struct span text, const uint32_t *offsets, uint32_t source_n)
{
	uint32_t count = 0;

	for (size_t off = 0; (off = span_find(text, SPAN(REPLACEMENT), off)) < text.n; off += 3) {
		uint32_t end = off + 3 < text.n ? offsets[off + 3] : source_n;

		count += end - offsets[off] == 1;
	}
	return count;
}

static bool decode_foreign(struct maker *maker, size_t mark, struct err *err)
{
	struct decoded *out = maker->out;
	struct span bytes = {out->bytes.p + mark, out->bytes.n - mark};
	struct buf utf8 = {0};
	uint32_t *offsets = NULL;
	bool ok;

	if (!utf8_convert(bytes, out->encoding, &utf8, &offsets, err)) {
		buf_finish(&utf8);
		return false;
	}
	for (size_t i = 0; i <= utf8.n; i++) {
		offsets[i] += (uint32_t)mark;
	}
	maker->in = buf_span(&utf8);
	maker->offsets = offsets;
	ok = maker_run(maker, err);
	if (ok) {
		out->nbad += count_replaced(maker->in, offsets, maker->source_n);
	}
	free(offsets);
	buf_finish(&utf8);
	return ok;
}

static bool decode_any(const char *declared, const char *fallback, struct decoded *out,
	struct err *err)
{
	struct maker maker = {.out = out, .source_n = (uint32_t)out->bytes.n};
	size_t mark;

	if (out->bytes.n > TEXT_MOST) {
		return err_set(err, "too long: a text may have 4 GiB at most");
	}
	encoding_find(buf_span(&out->bytes), declared, fallback, out, &mark);
	if (!encoding_is_utf8(out->encoding)) {
		return decode_foreign(&maker, mark, err);
	}
	maker.in = (struct span){out->bytes.p + mark, out->bytes.n - mark};
	maker.base = (uint32_t)mark;
	maker.valid = utf8_valid_prefix(maker.in);
	if (mark == 0 && maker.valid == maker.in.n && is_canonical(maker.in)) {
		out->text = maker.in;
		return true;
	}
	return maker_run(&maker, err);
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

uint32_t decode_source(const struct decode_step *steps, uint32_t n, uint32_t off)
{
	uint32_t low = 0, high = n;
	const struct decode_step *step;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (steps[middle].at <= off) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == 0) {
		return n == 0 ? off : steps[0].source;
	}
	step = &steps[low - 1];
	return step->source + (off - step->at) / step->made * step->read;
}

uint32_t decode_canonical(const struct decode_step *steps, uint32_t n, uint32_t source)
{
	uint32_t low = 0, high = n, at;
	const struct decode_step *step;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (steps[middle].source <= source) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == 0) {
		return n == 0 ? source : 0;
	}
	step = &steps[low - 1];
	if (step->read == 0) {
		return step->at;
	}
	/* Bytes that made nothing (shift sequences) lie behind the step: they belong to its end. */
	at = step->at + (source - step->source) / step->read * step->made;
	return low < n && at > steps[low].at ? steps[low].at : at;
}

void decode_finish(struct decoded *decoded)
{
	buf_finish(&decoded->bytes);
	buf_finish(&decoded->made);
	free(decoded->steps);
	*decoded = (struct decoded){0};
}
