#include "texts/stream.h"

#include "base/utf8.h"
#include "texts/maker.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Encodings in which a byte means one thing or another by what came long before it. */
static const char *const stateful[] = {"ISO-2022", "ISO2022", "UTF-7", "UTF7", "HZ", "CSISO2022"};

/* The bytes at hand. */
struct piece {
	char *room; /* of stream->piece bytes; owned */
	struct span bytes;
	uint64_t at; /* in the file */
	bool last;
};

static bool stop(const struct stream *stream, struct err *err)
{
	return err_set(err, "%s: stopped", stream->name);
}

/* Reads the bytes that begin at `at`. */
static bool piece_read(const struct stream *stream, struct piece *piece, uint64_t at,
	struct err *err)
{
	uint64_t left = stream->n - at;
	size_t want = left < stream->piece ? (size_t)left : stream->piece, n = 0;

	while (n < want) {
		ssize_t got = pread(stream->fd, piece->room + n, want - n, (off_t)(at + n));

		if (got < 0 && errno != EINTR) {
			return err_errno(err, errno, "%s", stream->name);
		}
		if (got == 0) {
			return err_set(err, "%s: has become shorter", stream->name);
		}
		n += got > 0 ? (size_t)got : 0;
	}
	*piece = (struct piece){piece->room, {piece->room, n}, at, at + n == stream->n};
	return true;
}

/* How many bytes at the end of the piece belong to a UTF-8 character that goes on behind it. */
static size_t open_utf8(struct span bytes)
{
	for (size_t back = 1; back <= 3 && back <= bytes.n; back++) {
		unsigned char c = (unsigned char)bytes.p[bytes.n - back];

		if ((c & 0xC0) == 0xC0) {
			size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;

			return length > back ? back : 0;
		}
		if (c < 0x80) {
			break;
		}
	}
	return 0;
}

/* Cuts behind the last unit that is a blank or a line end: nothing goes on over it. */
static size_t cut_at_blank(struct span bytes, size_t unit, bool big)
{
	for (size_t end = bytes.n / unit * unit; end > 0; end -= unit) {
		const char *p = bytes.p + end - unit;
		char low = big ? p[unit - 1] : p[0];
		size_t zeros = 0;

		for (size_t i = 0; i < unit; i++) {
			zeros += p[i] == 0;
		}
		if ((low == ' ' || low == '\n') && zeros == unit - 1) {
			return end;
		}
	}
	return 0;
}

/* How much of the piece can be looked at without what follows it. */
static size_t cut_of(const char *encoding, const struct piece *piece)
{
	struct span bytes = piece->bytes, name = span_of(encoding);
	bool big = span_ends(name, SPAN("BE"));
	size_t cut;

	if (piece->last) {
		return bytes.n;
	}
	if (decode_is_utf8(encoding)) {
		cut = bytes.n - open_utf8(bytes);
		return cut - (bytes.p[cut - 1] == '\r');
	}
	if (span_starts(name, SPAN("UTF-16"))) {
		cut = cut_at_blank(bytes, 2, big);
	} else if (span_starts(name, SPAN("UTF-32"))) {
		cut = cut_at_blank(bytes, 4, big);
	} else {
		cut = cut_at_blank(bytes, 1, false);
	}
	/* A megabyte without a blank: a character may fall apart, which is seen and counted. */
	return cut > 0 ? cut : bytes.n / 4 * 4 - 4;
}

static bool tell(const struct stream *stream, uint64_t done)
{
	return stream->progress == NULL || stream->progress(stream->owner, done);
}

/* Adds the line ends of a piece of UTF-8. Each LF counts: CRs may be in another piece. */
static void add_ends(struct decode_survey *survey, struct span text)
{
	struct decode_survey piece = {0};

	decode_survey_ends(&piece, text);
	survey->cr += piece.cr;
	survey->nel += piece.nel;
	survey->crlf += piece.crlf;
	for (size_t i = 0; i < text.n; i++) {
		survey->lf += text.p[i] == '\n';
	}
}

/* The same of a piece in another encoding. */
static bool add_foreign_ends(struct decode_survey *survey, const char *encoding, struct span bytes,
	struct err *err)
{
	struct buf utf8 = {0};
	uint32_t *offsets = NULL;
	bool ok = utf8_convert(bytes, encoding, &utf8, &offsets, err);

	if (ok) {
		add_ends(survey, buf_span(&utf8));
	}
	free(offsets);
	buf_finish(&utf8);
	return ok;
}

/* Looks at all of a file whose encoding is known for the line ends that it has. */
static bool survey_ends(const struct stream *stream, struct piece *piece,
	struct decode_survey *ends, struct err *err)
{
	const char *encoding = stream->kind.name;
	bool utf8 = decode_is_utf8(encoding);

	*ends = (struct decode_survey){0};
	for (uint64_t at = stream->kind.mark; at < stream->n;) {
		if (!piece_read(stream, piece, at, err)) {
			return false;
		}
		struct span bytes = {piece->bytes.p, cut_of(encoding, piece)};
		if (utf8) {
			add_ends(ends, bytes);
		} else if (!add_foreign_ends(ends, encoding, bytes, err)) {
			return false;
		}
		at += bytes.n;
		if (!tell(stream, at)) {
			return stop(stream, err);
		}
	}
	return true;
}

/* Looks at all of the file to see what its encoding is, and how its lines end. */
static bool survey(struct stream *stream, struct piece *piece, struct decode_survey *ends,
	struct err *err)
{
	struct decode_survey found = {0};

	if (!piece_read(stream, piece, 0, err)) {
		return false;
	}
	if (decode_by_head(piece->bytes, stream->n, stream->declared, &stream->kind)) {
		return survey_ends(stream, piece, ends, err);
	}
	for (uint64_t at = 0; at < stream->n;) {
		if (!piece_read(stream, piece, at, err)) {
			return false;
		}
		struct span bytes = {piece->bytes.p, cut_of("UTF-8", piece)};
		decode_survey(&found, bytes);
		add_ends(ends, bytes);
		at += bytes.n;
		if (!tell(stream, at)) {
			return stop(stream, err);
		}
	}
	stream->kind = decode_by_survey(&found, stream->declared, stream->fallback);
	return decode_is_utf8(stream->kind.name) || stream_is_stateful(stream->kind.name) ||
		survey_ends(stream, piece, ends, err);
}

bool stream_is_stateful(const char *encoding)
{
	for (size_t i = 0; i < COUNT_OF(stateful); i++) {
		struct span name = span_of(stateful[i]), all = span_of(encoding);

		if (all.n >= name.n && span_eq_nocase((struct span){all.p, name.n}, name)) {
			return true;
		}
	}
	return false;
}

/*
 * Hands over what has been made. The last step stays: the next piece may go on with it. One that
 * says that offsets are the same is not worth handing over alone.
 */
static bool hand_over(const struct stream *stream, struct maker *maker, bool last, bool *any)
{
	struct decoded *out = maker->out;
	uint32_t n = out->nsteps - (last || out->nsteps == 0 ? 0 : 1);
	bool same = !*any && n == 1 && out->steps[0].source == 0 && out->steps[0].made == 1 &&
		out->steps[0].read == 1;

	if (!stream->take(stream->owner, buf_span(&out->made), out->steps, same ? 0 : n)) {
		return false;
	}
	*any |= n > 0;
	if (n > 0 && !last) {
		out->steps[0] = out->steps[n];
		out->nsteps = 1;
	}
	maker->before += out->made.n;
	buf_clear(&out->made);
	return true;
}

static bool make_all(struct stream *stream, struct piece *piece, struct maker *maker,
	struct err *err)
{
	bool utf8 = decode_is_utf8(stream->kind.name), any = false;

	for (uint64_t at = stream->kind.mark; at < stream->n;) {
		if (!piece_read(stream, piece, at, err)) {
			return false;
		}
		maker->in = (struct span){piece->bytes.p, cut_of(stream->kind.name, piece)};
		maker->base = (uint32_t)at;
		maker->end = (uint32_t)(at + maker->in.n);
		maker->valid = 0;
		if (!(utf8 ? maker_run(maker, err) : maker_convert(maker, err))) {
			return false;
		}
		at = maker->end;
		if (!hand_over(stream, maker, at == stream->n, &any) ||
			!tell(stream, stream->n + at)) {
			return stop(stream, err);
		}
	}
	return true;
}

bool stream_decode(struct stream *stream, struct err *err)
{
	struct decoded made = {0};
	struct maker maker = {.out = &made};
	struct decode_survey ends = {0};
	struct piece piece = {.room = malloc(stream->piece)};
	bool ok = piece.room != NULL || err_memory(err);

	stream->kind = (struct decode_kind){.name = "UTF-8"};
	if (ok && stream->n > DECODE_MOST) {
		ok = err_set(err, "%s: too long: a text may have 4 GiB at most", stream->name);
	}
	if (ok && stream->n > 0) {
		ok = survey(stream, &piece, &ends, err);
		maker_ends(&maker, &ends);
		made.encoding = stream->kind.name;
		if (ok && stream_is_stateful(made.encoding)) {
			ok = err_set(err, "%s: %s cannot be read in pieces", stream->name,
				made.encoding);
		}
		ok = ok && make_all(stream, &piece, &maker, err);
		stream->nbad = made.nbad;
	}
	free(piece.room);
	decode_finish(&made);
	return ok;
}

bool stream_bytes(const struct stream *stream, struct err *err)
{
	struct piece piece = {.room = malloc(stream->piece)};
	bool ok = piece.room != NULL || err_memory(err);

	for (uint64_t at = 0; ok && at < stream->n; at += piece.bytes.n) {
		ok = piece_read(stream, &piece, at, err) &&
			(stream->take(stream->owner, piece.bytes, NULL, 0) || stop(stream, err));
	}
	free(piece.room);
	return ok;
}
