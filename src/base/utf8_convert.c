#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#define FEED_MOST 8 /* bytes of the longest character or shift sequence of any encoding */
#define MADE_MOST 64 /* bytes of UTF-8 that one feed can give */
#define NAME_MOST 64 /* letters of an encoding's name: what a text says goes to the C library */
#define STRIDE ((size_t)4096) /* bytes that are converted at a time */
#define REPLACEMENT SPAN("\xEF\xBF\xBD")

struct convert {
	iconv_t cd;
	size_t unit; /* bytes of a code unit: 1, 2 or 4 */
	bool holds_back; /* gives a letter only with the next one, to see whether a mark follows */
	struct span in;
	size_t at; /* in `in`: fed up to here */
	size_t from; /* … and what was fed from here on has given nothing yet */
	struct buf *out;
	uint32_t *offsets;
	uint32_t noffsets, cap;
};

/* Appends what the source at `from` became. */
static bool put(struct convert *conv, struct span made, size_t from)
{
	if (made.n > UINT32_MAX - 1 - conv->noffsets ||
		!array_reserve(&conv->offsets, &conv->cap, conv->noffsets + (uint32_t)made.n + 1,
			sizeof(*conv->offsets))) {
		return false;
	}
	buf_put(conv->out, made);
	for (size_t i = 0; i < made.n; i++) {
		conv->offsets[conv->noffsets++] = (uint32_t)from;
	}
	return !conv->out->failed;
}

/*
 * Gives n bytes at `at` to iconv (none: asks for what it holds back). Returns errno, or 0; how
 * many bytes were taken and what came out are in *taken and *made, which points into room.
 */
static int feed(struct convert *conv, size_t n, char room[MADE_MOST], size_t *taken,
	struct span *made)
{
	char bytes[FEED_MOST];
	if (n > 0) {
		memcpy(bytes, conv->in.p + conv->at, n);
	}
	char *in = bytes, *out = room;
	size_t left = n, space = MADE_MOST;
	errno = 0;
	size_t result = iconv(conv->cd, n > 0 ? &in : NULL, &left, &out, &space);
	int why = result == (size_t)-1 ? errno : 0;
	*taken = n - left;
	*made = (struct span){room, MADE_MOST - space};
	return why;
}

/* What cannot be converted: one unit of it, or what is left at the end. */
static bool put_replacement(struct convert *conv)
{
	size_t left = conv->in.n - conv->at;
	bool ok = put(conv, REPLACEMENT, conv->at);
	conv->at += left < conv->unit ? left : conv->unit;
	conv->from = conv->at;
	return ok;
}

/* Whether something is held back. It is dropped, and must be fed again. */
static bool holds(struct convert *conv)
{
	char room[MADE_MOST];
	size_t taken;
	struct span made;
	feed(conv, 0, room, &taken, &made);
	return made.n > 0;
}

/* Converts one character: feeds more and more bytes until something is taken. */
static bool convert_character(struct convert *conv)
{
	size_t left = conv->in.n - conv->at;
	for (size_t n = conv->unit; n <= FEED_MOST && n <= left; n += conv->unit) {
		char room[MADE_MOST];
		size_t taken;
		struct span made;
		int why = feed(conv, n, room, &taken, &made);
		if (taken == 0 && made.n == 0 && why == EINVAL) {
			continue;
		}
		if (taken == 0 && made.n == 0) {
			break;
		}
		if (made.n > 0 && !put(conv, made, conv->from)) {
			return false;
		}
		bool again = made.n > 0 && conv->from < conv->at && conv->holds_back && holds(conv);
		conv->at += again ? 0 : taken;
		conv->from = made.n > 0 ? conv->at : conv->from;
		return true;
	}
	return put_replacement(conv);
}

static bool convert_stepwise(struct convert *conv)
{
	while (conv->at < conv->in.n) {
		if (!convert_character(conv)) {
			return false;
		}
	}
	char room[MADE_MOST];
	size_t taken;
	struct span made;
	feed(conv, 0, room, &taken, &made);
	return made.n == 0 || put(conv, made, conv->from);
}

/* What each single byte becomes; nothing for those that mean nothing. */
struct byte_table {
	char made[256][UTF8_MAX];
	uint8_t n[256];
};

/* Whether two bytes are a character: of an encoding that has none of one byte. */
static bool takes_two(struct convert *conv)
{
	char room[MADE_MOST];
	size_t taken;
	struct span made;
	conv->in = SPAN("aa");
	int why = feed(conv, 2, room, &taken, &made);
	iconv(conv->cd, NULL, NULL, NULL, NULL);
	return why != EINVAL;
}

/*
 * Asks for every byte by itself. True where each one is a character or means nothing: then the
 * table is the whole encoding. Else sets what is special about the encoding.
 */
static bool probe(struct convert *conv, struct byte_table *table)
{
	struct span in = conv->in;
	unsigned waiting = 0, silent = 0;
	for (unsigned byte = 0; byte < 256; byte++) {
		char room[MADE_MOST], one = (char)byte;
		size_t taken;
		struct span made;
		conv->in = (struct span){&one, 1};
		int why = feed(conv, 1, room, &taken, &made);
		iconv(conv->cd, NULL, NULL, NULL, NULL);
		waiting += why == EINVAL;
		silent += taken > 0 && made.n == 0;
		conv->holds_back = conv->holds_back || (byte == 'a' && taken > 0 && made.n == 0);
		table->n[byte] = (uint8_t)(made.n <= UTF8_MAX ? made.n : 0);
		memcpy(table->made[byte], room, table->n[byte]);
	}
	conv->unit = waiting < 256 ? 1 : takes_two(conv) ? 2 : 4;
	conv->in = in;
	return waiting == 0 && silent == 0;
}

/* Makes room for what n more bytes can become, and one offset. */
static bool room(struct convert *conv, size_t n)
{
	return n * UTF8_MAX < UINT32_MAX - 1 - conv->noffsets &&
		buf_reserve(conv->out, n * UTF8_MAX + 1) &&
		array_reserve(&conv->offsets, &conv->cap,
			conv->noffsets + (uint32_t)(n * UTF8_MAX) + 1, sizeof(*conv->offsets));
}

static bool convert_bytewise(struct convert *conv, struct byte_table *table)
{
	for (unsigned byte = 0; byte < 256; byte++) {
		if (table->n[byte] == 0) {
			memcpy(table->made[byte], REPLACEMENT.p, REPLACEMENT.n);
			table->n[byte] = (uint8_t)REPLACEMENT.n;
		}
	}
	for (size_t i = 0; i < conv->in.n;) {
		size_t end = conv->in.n - i < STRIDE ? conv->in.n : i + STRIDE;
		if (!room(conv, end - i)) {
			return false;
		}
		for (; i < end; i++) {
			unsigned char byte = (unsigned char)conv->in.p[i];
			memcpy(conv->out->p + conv->out->n, table->made[byte], UTF8_MAX);
			conv->out->n += table->n[byte];
			for (unsigned k = 0; k < table->n[byte]; k++) {
				conv->offsets[conv->noffsets++] = (uint32_t)i;
			}
		}
		conv->out->p[conv->out->n] = '\0';
	}
	return true;
}

bool utf8_convert(struct span bytes, const char *encoding, struct buf *out, uint32_t **offsets,
	struct err *err)
{
	struct convert conv = {.in = bytes, .out = out};
	size_t n = out->n;
	if (bytes.n >= UINT32_MAX) {
		return err_set(err, "too large to convert");
	}
	/* "//" would ask iconv to leave out or paraphrase what it cannot convert. */
	conv.cd = encoding[0] == '\0' || strlen(encoding) > NAME_MOST ||
		strchr(encoding, '/') != NULL ? (iconv_t)-1 : iconv_open("UTF-8", encoding);
	if (conv.cd == (iconv_t)-1) {
		return err_set(err, "encoding '%s' is unknown", encoding);
	}
	struct byte_table table;
	bool ok = probe(&conv, &table) ? convert_bytewise(&conv, &table) : convert_stepwise(&conv);
	iconv_close(conv.cd);
	if (!ok || !array_reserve(&conv.offsets, &conv.cap, conv.noffsets + 1, sizeof(uint32_t))) {
		free(conv.offsets);
		out->n = n;
		if (out->p != NULL) {
			out->p[n] = '\0';
		}
		return err_memory(err);
	}
	conv.offsets[conv.noffsets] = (uint32_t)bytes.n;
	*offsets = conv.offsets;
	return true;
}
