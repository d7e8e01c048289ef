#include "texts/kept_make.h"

#include "base/now.h"
#include "texts/hidden.h"
#include "texts/part.h"
#include "texts/plain.h"
#include "texts/reread.h"
#include "texts/stream.h"

#include <stdlib.h>
#include <unistd.h>

#define TRIES 3 /* with a document that changes while it is read */
#define YOUNG 1000000000 /* nanoseconds within which a file's time does not tell a change */
#define TITLE_PARAS 20 /* that a headline and a date are looked for in */
#define POUR 65536 /* bytes of a spill that are copied at a time */
#define WALKS 4 /* over the file and its text, for progress */

/* The form on its way. */
struct making {
	const struct kept_make *make;
	struct sections_out out;
	struct sections_out steps, marks; /* found while another array is being written */
	uint32_t nsteps, nmarks;
	struct sections written; /* the text, mapped … */
	struct doc doc; /* … as far as it is known */
	struct span text;
	uint64_t text_n;
	struct sha256_run hash; /* of the text so far */
	uint32_t *lines; /* owned */
	uint32_t clines, nline_ends;
	struct paras paras; /* found and not written yet */
	struct marks found;
	struct buf headline, encoding;
	bool entitled; /* the first paragraphs have been written */
	uint32_t counted, passed; /* up to here hidden characters are counted, pages given back */
	uint64_t n; /* bytes of the file */
	unsigned walk; /* of WALKS */
	struct kept_head head;
	bool stopped; /* by progress, not by the disk */
};

static bool tell(struct making *making, uint64_t done, uint64_t all)
{
	const struct kept_make *make = making->make;

	if (make->progress == NULL || all == 0) {
		return true;
	}
	making->stopped = !make->progress(make->viewer,
		making->n / WALKS * making->walk + making->n * done / all / WALKS);
	return !making->stopped;
}

static bool tell_decoding(void *owner, uint64_t done)
{
	struct making *making = owner;

	return tell(making, done, making->n);
}

/* Counts the line ends of the next piece of text, up to each multiple of DOC_LINES. */
static bool count_lines(struct making *making, struct span text)
{
	size_t off = 0;

	while (off < text.n) {
		uint64_t at = making->text_n + off;
		size_t left = DOC_LINES - at % DOC_LINES;
		size_t end = text.n - off < left ? text.n : off + left;

		for (const char *p = text.p + off, *stop = text.p + end;
			p < stop && (p = memchr(p, '\n', (size_t)(stop - p))) != NULL; p++) {
			making->nline_ends++;
		}
		off = end;
		if ((making->text_n + off) % DOC_LINES == 0) {
			uint32_t n = (uint32_t)((making->text_n + off) / DOC_LINES);

			if (!array_reserve(&making->lines, &making->clines, n + 1,
				    sizeof(*making->lines))) {
				return false;
			}
			making->lines[n] = making->nline_ends;
		}
	}
	return true;
}

/* Steps and marks have padding: what is written is to be the same each time. */
static void put_steps(struct sections_out *out, const struct decode_step *steps, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct decode_step step;

		reread_step(&steps[i], &step);
		sections_put(out, &step, sizeof(step));
	}
}

static void put_marks(struct sections_out *out, const struct mark *marks, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct mark mark;

		memset(&mark, 0, sizeof(mark));
		mark.at = marks[i].at;
		mark.kind = marks[i].kind;
		sections_put(out, &mark, sizeof(mark));
	}
}

static bool take_text(void *owner, struct span text, const struct decode_step *steps, uint32_t n)
{
	struct making *making = owner;

	sections_put(&making->out, text.p, text.n);
	sha256_add(&making->hash, text);
	put_steps(&making->steps, steps, n);
	making->nsteps += n;
	if (!count_lines(making, text)) {
		return false;
	}
	making->text_n += text.n;
	return making->out.error == 0 && making->steps.error == 0;
}

/* Title and date out of the first paragraphs, while they are at hand. */
static bool entitle(struct making *making)
{
	const struct title_of of = {making->text, making->paras.items, making->paras.n,
		making->found.items, making->found.n, making->make->about->markdown};

	doc_headline(&of, making->paras.items, &making->headline, &making->head.date);
	making->entitled = true;
	return !making->headline.failed;
}

static bool take_passed(void *owner, uint32_t off)
{
	struct making *making = owner;

	sections_forget(&making->written, making->text.p, making->passed, off);
	if (making->doc.bytes.n > 0) {
		sections_forget(&making->written, making->doc.bytes.p, 0, making->doc.bytes.n);
	}
	making->passed = off;
	return tell(making, off, making->text.n);
}

/* Takes paragraphs and marks that have been found, and looks at the text that they are of. */
static bool take_found(void *owner, uint32_t off)
{
	struct making *making = owner;
	struct paras *paras = &making->paras;

	hidden_count(&making->doc, (struct range){making->counted, off}, making->head.hides);
	making->counted = off;
	if (!making->entitled && paras->n < TITLE_PARAS && off < making->text.n) {
		return true;
	}
	if ((!making->entitled && !entitle(making)) || !part_split(&making->doc, paras)) {
		return false;
	}
	sections_put(&making->out, paras->items, paras->n * sizeof(*paras->items));
	put_marks(&making->marks, making->found.items, making->found.n);
	making->nmarks += making->found.n;
	paras->n = making->found.n = 0;
	return making->out.error == 0 && making->marks.error == 0 && take_passed(making, off);
}

/* Appends what was put aside as the next array. */
static bool pour(struct making *making, const struct sections_out *spill, uint32_t id,
	uint32_t element, struct err *err)
{
	struct sections in;
	uint64_t n;

	if (!sections_look(spill, &in, err)) {
		return false;
	}
	const char *p = sections_get(&in, id, element, &n);
	sections_begin(&making->out, id, element);
	for (uint64_t at = 0; at < n * element; at += POUR) {
		uint64_t left = n * element - at;

		sections_put(&making->out, p + at, left < POUR ? left : POUR);
		sections_forget(&in, p, at, at + POUR);
	}
	sections_end(&making->out);
	sections_close(&in);
	return true;
}

/* Which mark each one stands in, of all marks that were written. */
static bool put_outer(struct making *making, struct err *err)
{
	struct sections in;
	uint32_t first = 0, end = 0;
	uint64_t n;

	if (!sections_look(&making->out, &in, err)) {
		return false;
	}
	const struct mark *marks = sections_get(&in, KEPT_MARKS, sizeof(*marks), &n);
	sections_begin(&making->out, KEPT_OUTER, sizeof(first));
	for (uint32_t i = 0; i < n; i++) {
		first = marks[i].at.start >= end ? i : first;
		end = marks[i].at.end > end ? marks[i].at.end : end;
		sections_put(&making->out, &first, sizeof(first));
	}
	sections_end(&making->out);
	sections_close(&in);
	return true;
}

static bool take_source(void *owner, struct span bytes, const struct decode_step *steps, uint32_t n)
{
	struct making *making = owner;

	(void)steps;
	(void)n;
	sections_put(&making->out, bytes.p, bytes.n);
	return making->out.error == 0;
}

/* Bytes that are no text are shown as they are: the file's own are needed for that. */
static bool put_source(struct making *making, const struct stream *decoded, struct err *err)
{
	struct stream stream = *decoded;

	stream.take = take_source;
	stream.progress = NULL;
	sections_begin(&making->out, KEPT_SOURCE, 1);
	if (!stream_bytes(&stream, err)) {
		return false;
	}
	sections_end(&making->out);
	return true;
}

static struct stream stream_of(struct making *making, int fd)
{
	const struct kept_make *make = making->make;

	return (struct stream){.fd = fd, .name = make->name, .n = making->n,
		.declared = make->about->encoding, .fallback = make->config->read_encoding,
		.take = take_text, .progress = tell_decoding, .owner = making, .piece = make->piece};
}

static bool decode(struct making *making, int fd, struct err *err)
{
	struct stream stream = stream_of(making, fd);

	sha256_begin(&making->hash);
	sections_begin(&making->out, KEPT_TEXT, 1);
	sections_begin(&making->steps, KEPT_STEPS, sizeof(struct decode_step));
	if (!stream_decode(&stream, err)) {
		return false;
	}
	sections_end(&making->out);
	sections_end(&making->steps);
	making->head.hash = sha256_end(&making->hash);
	making->walk = 2;
	making->head.nbad = stream.nbad;
	making->head.guessed = stream.kind.guessed;
	buf_puts(&making->encoding, stream.kind.name);
	sections_add(&making->out, KEPT_LINES, sizeof(*making->lines), making->lines,
		making->text_n / DOC_LINES + 1);
	return buf_ok(&making->encoding, err) &&
		pour(making, &making->steps, KEPT_STEPS, sizeof(struct decode_step), err) &&
		(stream.nbad == 0 || put_source(making, &stream, err));
}

/* Finds the paragraphs of the text, which has been written. */
static bool split(struct making *making, struct err *err)
{
	const struct plain_take take = {.take = take_found, .passed = take_passed,
		.owner = making, .doc = &making->doc, .window = making->make->window};
	uint64_t n;

	if (!sections_look(&making->out, &making->written, err)) {
		return false;
	}
	making->text.p = sections_get(&making->written, KEPT_TEXT, 1, &n);
	making->text.n = n;
	making->doc.text = making->text;
	making->doc.file = making->written; /* lent: pages that were passed are given back */
	making->doc.steps = sections_get(&making->written, KEPT_STEPS, sizeof(struct decode_step), &n);
	making->doc.nsteps = (uint32_t)n;
	making->doc.steps = n > 0 ? making->doc.steps : NULL;
	making->doc.source_n = (uint32_t)making->n;
	making->doc.nbad = making->head.nbad;
	const char *source = sections_get(&making->written, KEPT_SOURCE, 1, &n);
	making->doc.bytes = (struct buf){.p = (char *)(uintptr_t)source, .n = (size_t)n};
	sections_begin(&making->out, KEPT_PARAS, sizeof(struct para));
	sections_begin(&making->marks, KEPT_MARKS, sizeof(struct mark));
	if (!plain_split_into(making->text, &making->paras, &making->found, &take)) {
		return making->stopped ? err_set(err, "%s: stopped", making->make->name)
			: making->out.error != 0 ? err_errno(err, making->out.error, "%s", making->out.path)
			: err_memory(err);
	}
	sections_end(&making->out);
	sections_end(&making->marks);
	return pour(making, &making->marks, KEPT_MARKS, sizeof(struct mark), err) &&
		put_outer(making, err);
}

/*
 * Whether the file is known to be in the state that it was read in: it was older than its time tells, or
 * is by now, and reads as it did. That takes a tenth of the time that the form took.
 */
static bool is_settled(struct making *making, int fd, const struct file_stamp *stamp, int64_t began)
{
	const struct stream stream = stream_of(making, fd);
	const struct reread was = {.written = &making->written, .text = KEPT_TEXT, .steps = KEPT_STEPS,
		.source = KEPT_SOURCE, .encoding = making->encoding.p,
		.guessed = making->head.guessed, .nbad = making->head.nbad};

	if (stamp->mtime_ns < began - YOUNG) {
		return true;
	}
	return making->written.p != NULL && stamp->mtime_ns < now_date_ns() - YOUNG &&
		reread_same(&stream, &was);
}

/* Puts head and strings. The stamp is left out where the file may have changed within its own time. */
static bool put_head(struct making *making, const struct file_stamp *stamp, bool settled,
	struct err *err)
{
	struct buf strings = {0};

	buf_put(&strings, buf_span(&making->headline));
	buf_putc(&strings, '\0');
	buf_put(&strings, buf_span(&making->encoding));
	buf_putc(&strings, '\0');
	making->head.source_n = (uint32_t)making->n;
	making->head.headline_n = (uint32_t)making->headline.n;
	making->head.encoding_n = (uint32_t)making->encoding.n;
	making->head.key = kept_key_of(stamp, making->make->about, making->make->config);
	if (!settled) {
		making->head.key.stamp = (struct file_stamp){0};
	}
	sections_add(&making->out, KEPT_STRINGS, 1, strings.p, strings.n);
	sections_add(&making->out, KEPT_HEAD, sizeof(making->head), &making->head, 1);
	bool ok = buf_ok(&strings, err);
	buf_finish(&strings);
	return ok;
}

/* Writes the arrays of a document that is in memory. */
static bool put_whole(struct making *making, const struct doc *doc, struct err *err)
{
	struct sections_out *out = &making->out;

	if (!count_lines(making, doc->text)) {
		return err_memory(err);
	}
	sections_add(out, KEPT_TEXT, 1, doc->text.p, doc->text.n);
	sections_add(out, KEPT_LINES, sizeof(*making->lines), making->lines,
		doc->text.n / DOC_LINES + 1);
	sections_begin(out, KEPT_STEPS, sizeof(*doc->steps));
	put_steps(out, doc->steps, doc->nsteps);
	sections_end(out);
	sections_add(out, KEPT_PARAS, sizeof(*doc->paras), doc->paras, doc->nparas);
	sections_begin(out, KEPT_MARKS, sizeof(*doc->marks));
	put_marks(out, doc->marks, doc->nmarks);
	sections_end(out);
	sections_add(out, KEPT_OUTER, sizeof(*doc->outer), doc->outer, doc->nmarks);
	sections_add(out, KEPT_SOURCE, 1, doc->bytes.p, doc->nbad > 0 ? doc->bytes.n : 0);
	memcpy(making->head.hides, doc->hides, sizeof(doc->hides));
	making->head.hash = doc_hash(doc);
	making->head.nbad = doc->nbad;
	making->head.guessed = doc->guessed;
	making->head.date = doc->date;
	buf_puts(&making->encoding, doc->encoding);
	return buf_ok(&making->encoding, err);
}

/* Reads the document into memory, without what was told of it: that is not kept. */
static bool make_whole(struct making *making, struct err *err)
{
	const struct kept_make *make = making->make;
	const struct doc_about bare = {.encoding = make->about->encoding,
		.markdown = make->about->markdown};
	struct file_state state;
	struct buf bytes = {0};
	struct doc doc;
	bool ok = file_read_below(make->folder, make->name, make->limit, &bytes, &state, err) &&
		doc_read(&doc, &bytes, &bare, make->config, err);

	buf_finish(&bytes);
	if (!ok) {
		return false;
	}
	/* A document without a name is called by its headline, or by nothing. */
	if (!span_eq(doc.title, SPAN(DOC_UNTITLED))) {
		buf_put(&making->headline, doc.title);
	}
	ok = buf_ok(&making->headline, err) && put_whole(making, &doc, err);
	doc_finish(&doc);
	return ok;
}

static bool needs_whole(const struct kept_make *make)
{
	return make->about->markdown ||
		(make->about->encoding != NULL && stream_is_stateful(make->about->encoding)) ||
		stream_is_stateful(make->config->read_encoding);
}

/* Makes the arrays of what is open. */
static bool make_arrays(struct making *making, int fd, const struct file_stamp *stamp,
	struct err *err)
{
	int64_t began = now_date_ns();

	making->n = stamp->size;
	if (making->n > making->make->limit || making->n > DECODE_MOST) {
		return err_set(err, "%s: larger than %llu MiB", making->make->name,
			(unsigned long long)(making->make->limit >> 20));
	}
	return (needs_whole(making->make) ? make_whole(making, err)
			: decode(making, fd, err) && split(making, err)) &&
		put_head(making, stamp, is_settled(making, fd, stamp, began), err);
}

static void making_finish(struct making *making)
{
	sections_close(&making->written);
	sections_abandon(&making->steps);
	sections_abandon(&making->marks);
	sections_abandon(&making->out);
	para_finish(&making->paras);
	mark_finish(&making->found);
	buf_finish(&making->headline);
	buf_finish(&making->encoding);
	free(making->lines);
}

/* One try. *changed: the document was another one afterwards, and no form was written. */
static bool make_once(const struct kept_make *make, bool *changed, bool *unwritten,
	struct err *err)
{
	struct making making = {.make = make, .steps = {.fd = -1}, .marks = {.fd = -1}, .out = {.fd = -1}};
	struct file_stamp stamp, after;
	int fd = file_open(make->folder, make->name, &stamp, err);
	bool ok;

	*changed = false;
	if (fd < 0) {
		return false;
	}
	ok = array_reserve(&making.lines, &making.clines, 1, sizeof(*making.lines)) ||
		err_memory(err);
	if (ok) {
		making.lines[0] = 0;
		ok = sections_create(&making.out, make->path, err) &&
			sections_create(&making.steps, make->path, err) &&
			sections_create(&making.marks, make->path, err);
		*unwritten = !ok;
	}
	/* Its text is not summed when it is opened. One that is read in a blink is not worth it. */
	making.out.sync = stamp.size >= KEPT_LEAST;
	ok = ok && make_arrays(&making, fd, &stamp, err);
	*unwritten |= making.out.error != 0 || making.steps.error != 0 || making.marks.error != 0;
	*changed = !file_now(fd, &after) || !file_stamp_eq(&stamp, &after);
	close(fd);
	if (ok && !*changed) {
		ok = sections_commit(&making.out, err);
		*unwritten = !ok;
	}
	making_finish(&making);
	return ok;
}

bool kept_make(const struct kept_make *make, struct doc *doc, bool *unwritten, struct err *err)
{
	bool changed = true;

	*unwritten = false;
	for (int i = 0; i < TRIES && changed; i++) {
		if (!make_once(make, &changed, unwritten, err) && !changed) {
			return false;
		}
	}
	if (changed) {
		*unwritten = true;
		return err_set(err, "%s: changes while it is read", make->name);
	}
	return kept_open(doc, make->path, NULL, make->about, err);
}
