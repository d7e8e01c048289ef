#include "read/results.h"

#include "base/visible.h"
#include "links/disguise.h"
#include "read/context.h"
#include "read/listing.h"

enum { NAME_COLS = 26, LEFT_COLS = 8 };

bool results_concordance(const struct dossier *dossier, ent_id ent, int measure, struct doc *out,
	struct err *err)
{
	struct listing list = {.cols = (uint32_t)measure};
	const struct xref *xref = &dossier->xref;
	struct slice of = xref_of(xref, ent);
	struct span name = entities_name(&dossier->ents, ent);
	uint32_t docs = xref_docs(xref, ent);
	struct buf title = {0};
	bool done;

	buf_printf(&title, "%.*s: %u %s in %u %s", SPAN_ARG(name), of.n,
		of.n == 1 ? "mention" : "mentions", docs, docs == 1 ? "document" : "documents");
	if (of.n == 0) {
		made_prose(&list.made, SPAN("No document mentions it."));
	}
	for (uint32_t i = 0; i < of.n && i < RESULTS_MAX; i++) {
		const struct mention *mention = xref_mention(xref, of.p[i]), *last;
		const struct doc *doc = catalog_doc(&dossier->catalog, mention->doc);

		last = i == 0 ? NULL : xref_mention(xref, of.p[i - 1]);
		if (last != NULL && last->doc.i == mention->doc.i) {
			doc_passed(doc, last->at.start, mention->at.start);
		} else {
			listing_heading(&list, catalog_head(&dossier->catalog, mention->doc.i),
				xref_of_in(xref, ent, mention->doc).n);
		}
		listing_context(&list, doc, mention->doc, mention->at);
	}
	listing_rest(&list, of.n > RESULTS_MAX ? of.n - RESULTS_MAX : 0);
	done = listing_doc(&list, buf_span(&title), out, err);
	buf_finish(&title);
	return done;
}

/* A message: names of files stand in it, in which a line end or a bad byte must be seen. */
static void put_message(struct listing *list, const char *text)
{
	buf_clear(&list->text);
	visible_put(&list->text, span_of(text), VISIBLE_LINE);
	made_line(&list->made, buf_span(&list->text));
	list->made.failed |= list->text.failed;
}

/* What is in the folder and not among the documents, and why. */
static void left_out_put(struct listing *list, const struct report *report)
{
	bool any = false;

	for (uint32_t i = 0; i < report->n; i++) {
		if (!report->items[i].left_out) {
			continue;
		}
		if (!any) {
			made_break(&list->made);
			made_heading(&list->made, 1, SPAN("Left out"));
			any = true;
		}
		put_message(list, report->items[i].text);
		made_break(&list->made);
	}
}

bool results_documents(const struct dossier *dossier, int measure, struct doc *out,
	struct err *err)
{
	struct listing list = {.cols = (uint32_t)measure};
	const struct xref *xref = &dossier->xref;

	made_line(&list.made, SPAN("date         ¶  mentions  title"));
	made_break(&list.made);
	for (uint32_t i = 0; i < dossier->catalog.n; i++) {
		const struct doc_head *doc = catalog_head(&dossier->catalog, i);
		struct buf date = {0};

		doc_date_put(&doc->date, &date);
		buf_clear(&list.text);
		buf_printf(&list.text, "%-10s %3u  %8u  ", date.p == NULL ? "" : date.p,
			doc->paras,
			xref->doc_first[i + 1] - xref->doc_first[i]);
		buf_finish(&date);
		visible_put_cut(&list.text, doc->title,
			list.cols > list.text.n ? list.cols - list.text.n : 1, false);
		made_line(&list.made, buf_span(&list.text));
		made_link(&list.made, (doc_id){i}, (struct range){doc->first, doc->first});
	}
	left_out_put(&list, &dossier->report);
	return listing_doc(&list, SPAN("Documents"), out, err);
}

static bool has_headings(const struct doc *doc)
{
	uint32_t n = 0;

	for (uint32_t i = 0, passed = 0; i < doc->nparas && n < 2; i++) {
		n += doc->paras[i].kind == PARA_HEADING;
		doc_passed(doc, passed, doc->paras[i].at.start);
		passed = doc->paras[i].at.start;
	}
	return n > 1;
}

bool results_contents(const struct doc *of, doc_id id, int measure, struct doc *out,
	struct err *err)
{
	struct listing list = {.cols = (uint32_t)measure};
	bool headings = has_headings(of);

	for (uint32_t i = 0, passed = 0; i < of->nparas && list.count < RESULTS_MAX; i++) {
		const struct para *para = &of->paras[i];
		int indent = headings ? 2 * (para->level - 1) : 0;
		struct buf opening = {0};

		doc_passed(of, passed, para->at.start);
		passed = para->at.start;
		if (para->kind == PARA_RULE || para->part || (headings && para->kind != PARA_HEADING)) {
			continue;
		}
		context_flat(of, para->at, list.cols, &opening);
		buf_clear(&list.text);
		buf_puts(&list.text, "¶");
		buf_number_left(&list.text, para->number, LISTING_NUMBER_COLS - 1);
		buf_printf(&list.text, "%*s", indent, "");
		visible_put_cut(&list.text, buf_span(&opening),
			list.cols - LISTING_NUMBER_COLS - (uint32_t)indent, false);
		buf_finish(&opening);
		made_line(&list.made, buf_span(&list.text));
		made_link(&list.made, id, (struct range){para->at.start, para->at.start});
		list.count++;
	}
	buf_clear(&list.text);
	buf_puts(&list.text, "Contents of ");
	buf_put(&list.text, of->title);
	return listing_doc(&list, buf_span(&list.text), out, err);
}

/* "2 docs  5×  Boris Yeltsin  = person:yeltsin?  …context…" */
static void suggest_line(struct listing *list, const struct dossier *dossier,
	const struct suggestion *item)
{
	const struct doc *doc = catalog_doc(&dossier->catalog, item->doc);
	uint32_t line = made_here(&list->made), used;
	struct range name;

	buf_clear(&list->text);
	buf_printf(&list->text, "%4u %5u  ", item->docs, item->count);
	name.start = (uint32_t)list->text.n;
	visible_put_cut(&list->text, item->name, NAME_COLS, false);
	name.end = (uint32_t)list->text.n;
	used = (uint32_t)visible_cols(buf_span(&list->text));
	buf_printf(&list->text, "%*s", used < NAME_COLS + 14 ? (int)(NAME_COLS + 14 - used) : 1, "");
	if (item->likely.i != ENT_NONE.i) {
		buf_puts(&list->text, item->disguised ? "looks like " : "= ");
		buf_put(&list->text, entities_name(&dossier->ents, item->likely));
		buf_puts(&list->text, item->disguised ? "" : "?");
	} else if (item->mixed) {
		disguise_tell(item->name, &list->text);
	} else if (list->cols > NAME_COLS + 14) {
		context_text(doc, item->at, LEFT_COLS, list->cols - NAME_COLS - 14, &list->text);
	}
	made_line(&list->made, buf_span(&list->text));
	listing_mark(list, line, name);
	made_link(&list->made, item->doc, item->at);
	list->count++;
}

bool results_suggest(const struct dossier *dossier, int measure, struct doc *out, struct err *err)
{
	struct listing list = {.cols = (uint32_t)measure};
	struct suggestions found;

	if (!suggest_make(&found, &dossier->xref, &dossier->decisions, err)) {
		return false;
	}
	made_line(&list.made, SPAN("docs count  name"));
	made_break(&list.made);
	for (uint32_t i = 0; i < found.n && i < RESULTS_MAX; i++) {
		suggest_line(&list, dossier, &found.items[i]);
	}
	if (found.n == 0) {
		made_prose(&list.made, SPAN("The catalogue covers every name that was found."));
	}
	listing_rest(&list, found.n > RESULTS_MAX ? found.n - RESULTS_MAX : 0);
	suggest_finish(&found);
	return listing_doc(&list, SPAN("Names that the catalogue does not cover"), out, err);
}

static void problems_put(struct listing *list, const struct report *report)
{
	for (uint32_t i = 0; i < report->n; i++) {
		put_message(list, report->items[i].text);
		made_break(&list->made);
		list->count++;
	}
}

bool results_problems(const struct report *const *reports, uint32_t n, struct doc *out,
	struct err *err)
{
	struct listing list = {.cols = 0};

	made_heading(&list.made, 1, SPAN("What was wrong or doubtful when the dossier was loaded"));
	for (uint32_t i = 0; i < n; i++) {
		problems_put(&list, reports[i]);
	}
	if (list.count == 0) {
		made_prose(&list.made, SPAN("Nothing."));
	}
	return listing_doc(&list, SPAN("Problems"), out, err);
}
