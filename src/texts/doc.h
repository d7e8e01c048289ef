/*
 * doc.h - one document: its canonical text, its paragraphs, its title and date.
 *
 * The canonical text is valid UTF-8 with LF line ends. Positions everywhere in the program are
 * byte offsets in it; doc_source() maps them to the file's bytes. For clean UTF-8 with LF the two
 * are the same and nothing is copied. Bytes that are no UTF-8 are U+FFFD each; doc_source tells
 * which. Control and other hidden characters stay in the text; hidden.h shows them, and the bytes.
 *
 * Paragraphs cover the text in order, without overlap (para.h); their numbers (from 1) are what
 * one cites. Knows no other document, no entity, no width and no screen.
 *
 * Markup of Markdown documents is not taken out of the text: `marks` says which bytes are not
 * shown (MARK_HIDE) and how others look. Marks are sorted by start, the longer first, and nest.
 *
 *	struct doc doc;
 *	if (!doc_read(&doc, bytes, &source, config, &err)) { … }
 *	const struct para *para = &doc.paras[doc_para_at(&doc, off)];
 */
#ifndef DOSSIER_TEXTS_DOC_H
#define DOSSIER_TEXTS_DOC_H

#include "base/arena.h"
#include "base/config.h"
#include "base/file.h"
#include "base/sections.h"
#include "base/sha256.h"
#include "base/visible.h"
#include "texts/decode.h"
#include "texts/doc_date.h"
#include "texts/mark.h"
#include "texts/para.h"
#include "texts/title.h"

/* Documents are numbered in the order of the dossier; further ones are made by the reader. */
typedef struct {
	uint32_t i;
} doc_id;

#define DOC_NONE ((doc_id){UINT32_MAX})

/* A place that a line of a made document (results, concordance, contents) leads to. */
struct doc_link {
	struct range at; /* in the made document */
	doc_id doc;
	struct range target; /* in that document */
};

struct doc {
	struct span path; /* relative to the dossier, as the file system has it; any bytes */
	struct span text; /* canonical; owned by the doc's buffers */
	const struct para *paras;
	uint32_t nparas;
	const struct mark *marks;
	uint32_t nmarks;
	const struct doc_link *links; /* made documents only; sorted by at.start */
	uint32_t nlinks;

	struct span title; /* never empty: the file's name where the text has none */
	struct doc_date date;
	struct span source, language, note; /* from documents.rec; empty where not given */

	const char *encoding; /* "UTF-8", "UTF-16LE", … */
	bool guessed; /* the encoding is a guess: no mark, not declared, not valid UTF-8 */
	bool markdown;
	uint32_t hidden; /* hidden and invisible characters, and bytes that are no UTF-8 … */
	uint32_t hides[HIDDEN_SORTS]; /* … by sort */
	uint32_t nbad; /* of these, bytes that are no UTF-8 */
	struct file_stamp stamp; /* zero for made documents */
	bool changing; /* the file changed each time while it was read */
	uint32_t source_n; /* bytes of the file */
	uint64_t rest; /* … behind these, where only its beginning was read (beginning.h); else 0 */

	const uint32_t *outer; /* nmarks: the first mark of the nest that each one stands in */
	const struct decode_step *steps; /* NULL where offsets are the same on both sides; owned */
	uint32_t nsteps;
	const uint32_t *lines; /* line ends before every DOC_LINES bytes of text; NULL: not counted */
	struct sha256 hash; /* of the text, where that was made with it: doc_hash */
	bool hashed;
	struct sections file; /* kept.h: what text, lists and steps lie in; p NULL: they do not */
	struct buf bytes; /* the file's; also the text where it needed no change; with `file` lies there,
			   * empty where every byte of it is text */
	struct buf made; /* the canonical text where it had to be made */
	struct arena arena;
};

/* What was found in the same bytes at another time. */
struct doc_known {
	struct span outline; /* outline.h */
	struct span title; /* as the document has it */
	struct doc_date date;
	uint32_t text_n, hidden, nbad; /* as struct doc has them */
};

/* What is known of a document besides its bytes. */
struct doc_about {
	struct span path; /* copied */
	struct span title, source, language, note; /* empty where unknown; copied */
	struct doc_date date;
	const char *encoding; /* declared, or NULL */
	bool markdown;
	const struct doc_known *known; /* taken where it can be true, else all is found anew; or NULL */
};

/*
 * Makes doc of a file's bytes (taken over, *bytes is empty afterwards, also on failure). Encoding:
 * byte order mark, else valid UTF-8, else about->encoding, else config->read_encoding, then
 * `guessed` is set. Title and date come from the text where `about` has none: the first line that
 * reads as a headline and not as page furniture, the first full date near the top. At most
 * UINT32_MAX - 1 bytes of text.
 */
bool doc_read(struct doc *doc, struct buf *bytes, const struct doc_about *about,
	const struct config *config, struct err *err) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void doc_finish(struct doc *doc);

/*
 * Index in paras of the paragraph that holds off, or of the last one before it; 0 where off lies
 * before the first. What one cites is paras[i].number. A document from a file may have no
 * paragraph at all: look at nparas first. O(log n).
 */
uint32_t doc_para_at(const struct doc *doc, uint32_t off);

/* The number that one cites of the paragraph that holds off; 0: the document has none. */
uint32_t doc_number_at(const struct doc *doc, uint32_t off);

/*
 * The part of `at` that the text has. An index may speak of a longer text: the file was cut or is gone
 * since, and nobody has looked yet.
 */
static inline struct range doc_within(const struct doc *doc, struct range at)
{
	uint32_t n = (uint32_t)doc->text.n;
	return (struct range){at.start < n ? at.start : n, at.end < n ? at.end : n};
}

/* Bytes of the file that made the canonical range; the empty range at a place gives a place. */
struct range doc_source(const struct doc *doc, struct range at);

/* Start of the character that a byte of the file belongs to: undoes doc_source. O(log n). */
uint32_t doc_canonical(const struct doc *doc, uint32_t source);

/*
 * Line of the canonical text (= of the file) at off, from 1. O(off), and O(DOC_LINES) where lines
 * have been counted; for status and messages.
 */
uint32_t doc_line(const struct doc *doc, uint32_t off);

#define DOC_LINES 65536u

/*
 * Tells that a walk over the text has come from one place to another, in either direction: where it
 * lies in a mapped file, pages that it has left behind do not stay in memory. Cheap to call.
 */
void doc_passed(const struct doc *doc, uint32_t from, uint32_t to);

/* The hash of its canonical text. O(text) where it was not made with the text. */
struct sha256 doc_hash(const struct doc *doc);

#define DOC_STRIDE (4u << 20) /* bytes that are given back at a time */

/* Bytes of memory that its text takes: none where it lies in a mapped file. */
uint64_t doc_memory(const struct doc *doc);

#define DOC_UNTITLED "(untitled)" /* what has neither a headline nor a name */

/* The steps of making a document, for kept.h: what was told is copied, … */
bool doc_begin(struct doc *doc, const struct doc_about *about, struct err *err) MUST_CHECK;

/* … the encoding is named, … */
bool doc_name_encoding(struct doc *doc, const char *name, struct err *err) MUST_CHECK;

/* … headline and date are found (paras are those of `of`: a headline in prose becomes a heading), … */
void doc_headline(const struct title_of *of, struct para *paras, struct buf *headline,
	struct doc_date *date);

/* … and are taken where nothing else was told. */
bool doc_entitle(struct doc *doc, const struct doc_about *about, struct span headline,
	const struct doc_date *date, struct err *err) MUST_CHECK;

/*
 * The first mark (index) that could cover off or begin behind it: walk on from there and stop at
 * a start beyond what is of interest. O(log n), plus the marks around it.
 */
uint32_t doc_mark_from(const struct doc *doc, uint32_t off);

/* Fills outer for n sorted marks; for those who make documents of their own (made.h). */
void doc_marks_nest(const struct mark *marks, uint32_t n, uint32_t *outer);

/*
 * Who speaks at off: the last label of a speech at or before it, without its point or colon; empty
 * where none was. Looks back over at most DOC_SPEAKER_MARKS marks.
 */
struct span doc_speaker(const struct doc *doc, uint32_t off);

#define DOC_SPEAKER_MARKS 10000

/* Whether there is markup within at that is not shown. */
bool doc_hides(const struct doc *doc, struct range at);

/* Whether the byte at off is markup that is not shown. */
bool doc_is_hidden(const struct doc *doc, uint32_t off);

#endif
