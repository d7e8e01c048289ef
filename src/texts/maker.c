#include "texts/maker.h"

#include "base/utf8.h"

#include <stdlib.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

static uint32_t maker_source(const struct maker *maker, size_t off)
{
	if (off == maker->in.n) {
		return maker->end;
	}
	return maker->base + (maker->offsets == NULL ? (uint32_t)off : maker->offsets[off]);
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
	uint32_t at = (uint32_t)(maker->before + maker->out->made.n);

	buf_put(&maker->out->made, made);
	/* More than a step can say (shift sequences of ISO-2022): the rest belongs to nobody. */
	return maker_step(maker, at, source, (uint32_t)made.n, read < 255 ? read : 255);
}

/* ASCII from off on that was one byte each in the file. */
static size_t ascii_run(const struct maker *maker, size_t off, size_t end)
{
	size_t at = off;

	while (at < end && (unsigned char)maker->in.p[at] < 0x80 &&
		maker_source(maker, at + 1) == maker_source(maker, at) + 1) {
		at++;
	}
	return at - off;
}

/* Appends in[off, end), which is clean; character by character where widths differ. */
static bool maker_put_run(struct maker *maker, size_t off, size_t end)
{
	struct decoded *out = maker->out;

	if (maker->offsets == NULL) {
		uint32_t at = (uint32_t)(maker->before + out->made.n);

		buf_add(&out->made, maker->in.p + off, end - off);
		return maker_step(maker, at, maker_source(maker, off), 1, 1);
	}
	while (off < end) {
		size_t next = off + ascii_run(maker, off, end);

		if (next > off) {
			uint32_t at = (uint32_t)(maker->before + out->made.n);

			buf_add(&out->made, maker->in.p + off, next - off);
			if (!maker_step(maker, at, maker_source(maker, off), 1, 1)) {
				return false;
			}
			off = next;
			continue;
		}
		(void)utf8_next(maker->in, &next);
		if (!maker_put(maker, (struct span){maker->in.p + off, next - off}, off, next)) {
			return false;
		}
		off = next;
	}
	return true;
}

void maker_ends(struct maker *maker, const struct decode_survey *survey)
{
	maker->cr = survey->cr - survey->crlf > survey->lf;
	maker->nel = survey->nel > survey->lf;
}

/* Whether a line end that is no LF begins at off. */
static bool maker_is_end(const struct maker *maker, size_t off)
{
	const char *p = maker->in.p;
	char next = off + 1 < maker->in.n ? p[off + 1] : '\0';

	return p[off] == '\r' ? next == '\n' || maker->cr
		: maker->nel && p[off] == '\xC2' && next == '\x85';
}

/* End of the clean run at off: before a line end that is no LF, or an invalid byte. */
static size_t maker_run_end(struct maker *maker, size_t off)
{
	const char *p = maker->in.p;

	if (off >= maker->valid) {
		struct span rest = {p + off, maker->in.n - off};

		maker->valid = off + utf8_valid_prefix(rest);
	}
	for (; off < maker->valid; off++) {
		if ((p[off] == '\r' || p[off] == '\xC2') && maker_is_end(maker, off)) {
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

	if (maker_is_end(maker, start)) {
		bool two = in.p[start] != '\r' || (start + 1 < in.n && in.p[start + 1] == '\n');

		*off = start + (two ? 2 : 1);
		return maker_put(maker, SPAN("\n"), start, *off);
	}
	*off = start + 1;
	maker->out->nbad++;
	return maker_put(maker, SPAN(REPLACEMENT), start, *off);
}

bool maker_run(struct maker *maker, struct err *err)
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
		if (maker->before + out->made.n > DECODE_MOST) {
			return err_set(err, "too long: a text may have 4 GiB at most");
		}
	}
	return buf_ok(&out->made, err);
}

/* U+FFFD that the converter put for some of bytes; one that stands there is no error. */
static uint32_t count_replaced(struct span text, const uint32_t *offsets, struct span bytes)
{
	uint32_t count = 0;

	for (size_t off = 0; (off = span_find(text, SPAN(REPLACEMENT), off)) < text.n; off += 3) {
		uint32_t start = offsets[off];
		uint32_t end = off + 3 < text.n ? offsets[off + 3] : (uint32_t)bytes.n;

		count += decode_is_bad((struct span){bytes.p + start, end - start});
	}
	return count;
}

bool maker_convert(struct maker *maker, struct err *err)
{
	struct decoded *out = maker->out;
	struct span bytes = maker->in;
	struct buf utf8 = {0};
	uint32_t *offsets = NULL;
	bool ok = utf8_convert(bytes, out->encoding, &utf8, &offsets, err);

	if (ok) {
		maker->in = buf_span(&utf8);
		maker->offsets = offsets;
		maker->valid = 0;
		if (maker->finds_ends) {
			struct decode_survey survey = {0};

			decode_survey_ends(&survey, maker->in);
			maker_ends(maker, &survey);
		}
		ok = maker_run(maker, err);
	}
	if (ok) {
		out->nbad += count_replaced(maker->in, offsets, bytes);
	}
	maker->in = bytes;
	maker->offsets = NULL;
	free(offsets);
	buf_finish(&utf8);
	return ok;
}
