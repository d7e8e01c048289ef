#include "texts/cite.h"

#include "base/visible.h"

void cite_put_line(struct span text, struct buf *out)
{
	struct span line;
	for (bool first = true; span_cut(&text, '\n', &line); first = false) {
		buf_puts(out, first ? "" : " ");
		visible_put(out, line, VISIBLE_LINE);
	}
}

struct range cite_paras(const struct doc *doc, struct range at)
{
	uint32_t first = doc_para_at(doc, at.start);
	uint32_t last = doc_para_at(doc, at.end > at.start ? at.end - 1 : at.start);
	return (struct range){doc->paras[first].number, doc->paras[last].number};
}

void cite_put(const struct doc *doc, struct range at, struct buf *out)
{
	struct range paras = cite_paras(doc, at), bytes = doc_source(doc, at);
	struct span speaker = doc_speaker(doc, at.start);

	visible_put(out, doc->title, VISIBLE_LINE);
	if (doc->date.year != 0) {
		buf_puts(out, ", ");
		doc_date_put(&doc->date, out);
	}
	if (doc->source.n > 0) {
		buf_puts(out, ", ");
		cite_put_line(doc->source, out);
	}
	buf_printf(out, ", ¶%u", paras.start);
	if (paras.end != paras.start) {
		buf_printf(out, "–%u", paras.end);
	}
	if (speaker.n > 0) {
		buf_puts(out, ", ");
		visible_put(out, speaker, VISIBLE_LINE);
	}
	buf_puts(out, " (");
	visible_put(out, doc->path, VISIBLE_LINE);
	buf_printf(out, ", bytes %u–%u)", bytes.start, bytes.end);
}
