/* Documents of any bytes: canonical text, paragraphs, marks, the way back, folding, the door. */
#include "base/utf8.h"
#include "base/visible.h"
#include "fuzz.h"
#include "texts/fold.h"
#include "texts/textline.h"

/* Whether nothing is to be seen; a form feed is. */
static bool is_blank(struct span text)
{
	for (size_t off = 0; off < text.n;) {
		size_t blank = text.p[off] == '\n' ? 1 : textline_blank(text, off);
		if (blank == 0) {
			return false;
		}
		off += blank;
	}
	return true;
}

static size_t count(struct span text, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		n += text.p[i] == c;
	}
	return n;
}

/* A CR that stands alone stays in the text, unless most lines end with one. */
static void check_text(const struct doc *doc)
{
	CHECK(utf8_valid_prefix(doc->text) == doc->text.n);
	CHECK(count(doc->text, '\r') <= count(doc->text, '\n'));
	CHECK(doc->title.n > 0);
	CHECK(doc->encoding != NULL);
}

/* Lines are what they are found to be byte by byte. */
static void check_lines(const struct doc *doc)
{
	struct textlines lines = {0};

	CHECK(textline_split(doc->text, &lines));
	for (uint32_t i = 0; i < lines.n; i++) {
		const struct textline *line = &lines.items[i];
		uint32_t next = i + 1 < lines.n ? lines.items[i + 1].start : (uint32_t)doc->text.n + 1;
		bool ends = i + 1 < lines.n || doc->text.p[doc->text.n - 1] == '\n';
		struct textline slow = textline_of(doc->text, line->start,
			ends && i + 1 == lines.n ? next - 2 : next - 1);

		CHECK(memcmp(line, &slow, sizeof(slow)) == 0);
	}
	textline_finish(&lines);
}

/* Every line that is not blank is in a paragraph, or Markdown's markup. */
static void check_paras(const struct doc *doc)
{
	uint32_t end = 0, number = 0;
	for (uint32_t i = 0; i < doc->nparas; i++) {
		const struct para *para = &doc->paras[i];
		CHECK(end <= para->at.start && para->at.start < para->at.end);
		CHECK(para->at.end <= doc->text.n);
		CHECK(doc->markdown || is_blank(span_in(doc->text, (struct range){end, para->at.start})));
		CHECK(!is_blank(span_in(doc->text, para->at)));
		CHECK(para->number == number + (para->kind == PARA_RULE ? 0 : 1));
		CHECK(doc_para_at(doc, para->at.start) == i && doc_para_at(doc, para->at.end - 1) == i);
		end = para->at.end;
		number = para->number;
	}
	CHECK(doc->markdown || is_blank(span_in(doc->text, (struct range){end, (uint32_t)doc->text.n})));
}

/* Marks are sorted, the longer first, and nest. */
static void check_marks(const struct doc *doc)
{
	struct range open[64];
	size_t depth = 0;
	for (uint32_t i = 0; i < doc->nmarks; i++) {
		struct range at = doc->marks[i].at;
		CHECK(at.start < at.end && at.end <= doc->text.n);
		CHECK(i == 0 || doc->marks[i - 1].at.start <= at.start);
		while (depth > 0 && open[depth - 1].end <= at.start) {
			depth--;
		}
		CHECK(depth == 0 || at.end <= open[depth - 1].end);
		CHECK(depth < COUNT_OF(open));
		open[depth++] = at;
		CHECK(doc->marks[i].kind != MARK_HIDE || doc_is_hidden(doc, at.start));
	}
}

/* Every character leads to bytes of the file, in order, and back. */
static void check_source(const struct doc *doc)
{
	uint32_t last = 0, line = 1;
	for (size_t off = 0; off < doc->text.n;) {
		uint32_t start = (uint32_t)off;
		uint32_t c = utf8_next(doc->text, &off);
		struct range at = doc_source(doc, (struct range){start, (uint32_t)off});
		CHECK(last <= at.start && at.start < at.end && at.end <= doc->source_n);
		CHECK(doc_canonical(doc, at.start) == start);
		last = at.end;
		if (start < 4096) {
			CHECK(doc_line(doc, start) == line);
		}
		line += c == '\n' ? 1 : 0;
	}
}

static void check_fold(
	const struct doc *doc, const struct para *para, struct fold *fold, unsigned flags)
{
	CHECK(fold_make(fold, doc, para->at, flags));
	CHECK(utf8_valid_prefix((struct span){fold->p, fold->n}) == fold->n);
	for (uint32_t i = 0; i < fold->n; i++) {
		CHECK(fold->starts[i] < fold->ends[i]);
		CHECK(fold->starts[i] >= para->at.start && fold->ends[i] <= para->at.end);
		CHECK(i == 0 || (fold->starts[i - 1] <= fold->starts[i] && fold->ends[i - 1] <= fold->ends[i]));
		CHECK(i == 0 || fold->p[i] != ' ' || fold->p[i - 1] != ' ');
	}
	if (fold->n > 0) {
		struct range all = fold_range(fold, 0, fold->n);
		CHECK(all.start >= para->at.start && all.end <= para->at.end);
	}
}

static void check_folds(const struct doc *doc)
{
	struct fold fold = {0}, again = {0};
	for (uint32_t i = 0; i < doc->nparas; i++) {
		for (unsigned flags = 0; flags < 4; flags++) {
			check_fold(doc, &doc->paras[i], &fold, flags);
		}
		/* What is folded stays as it is when it is folded again, but for blank lines. */
		check_fold(doc, &doc->paras[i], &fold, 0);
		for (uint32_t k = 0; k < fold.n; k++) {
			fold.p[k] = fold.p[k] == '\n' ? ' ' : fold.p[k];
		}
		CHECK(fold_span(&again, (struct span){fold.p, fold.n}, FOLD_KEEP_HYPHEN));
		CHECK(span_eq((struct span){fold.p, fold.n}, (struct span){again.p, again.n}));
	}
	fold_finish(&fold);
	fold_finish(&again);
}

/* Only graphic characters leave by the door. */
static void check_visible(struct span text)
{
	size_t end = 0;
	for (struct glyph glyph; end < text.n; end = glyph.end) {
		visible_next(text, end, &glyph);
		CHECK(glyph.start == end && glyph.end > end && glyph.end <= text.n);
	}
	struct buf out = {0};
	struct err err;
	visible_put(&out, text, VISIBLE_LINE);
	CHECK(buf_ok(&out, &err));
	struct span shown = buf_span(&out);
	for (size_t off = 0; off < shown.n;) {
		uint32_t c = utf8_next(shown, &off);
		CHECK(c != UTF8_INVALID && c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0));
		CHECK(!(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069));
	}
	buf_finish(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct doc doc;
	check_visible((struct span){(const char *)data, size});
	if (!fuzz_doc((struct span){(const char *)data, size}, &doc)) {
		return 0;
	}
	check_text(&doc);
	check_lines(&doc);
	check_paras(&doc);
	check_marks(&doc);
	check_source(&doc);
	check_folds(&doc);
	check_visible(doc.text);
	check_visible(doc.title);
	doc_finish(&doc);
	return 0;
}
