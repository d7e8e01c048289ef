/*
 * The links of the sample dossier against its hand annotation (tests/data/annotations): precision
 * and recall, printed; and every mention's surface is its bytes in the file.
 */
#include "links/xref.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* One marked line: a place in a document and the entities there, joined by "+". */
struct row {
	struct range at;
	struct span entity;
	bool found;
};

struct rows {
	struct row *items;
	uint32_t n, cap;
	struct buf text; /* owns what the rows point into */
};

struct sample {
	struct config config;
	struct report report;
	struct catalog catalog;
	struct entities ents;
	struct xref xref;
};

struct tally {
	uint32_t found, right, marked, sure, sure_right;
};

static char *path_of(const char *name)
{
	struct buf path = {0};
	file_join(&path, getenv("DOSSIER_SOURCE_ROOT"), name);
	assert_false(path.failed);
	return path.p;
}

static int set_up(void **state)
{
	struct sample *sample = calloc(1, sizeof(*sample));
	struct err err = {""};
	setlocale(LC_ALL, "C.UTF-8");
	config_init(&sample->config);
	char *texts = path_of("texts"), *entities = path_of("texts/entities.rec");
	bool ok = entities_load(&sample->ents, entities, NULL, NULL, &sample->report, &err) &&
		catalog_load(&sample->catalog, texts, &sample->config, &sample->report, &err) &&
		xref_build(&sample->xref, &sample->catalog, &sample->ents, NULL, &sample->report,
			&err);
	if (!ok) {
		print_message("# %s\n", err.msg);
	}
	free(texts);
	free(entities);
	*state = sample;
	return ok ? 0 : -1;
}

static int tear_down(void **state)
{
	struct sample *sample = *state;
	xref_finish(&sample->xref);
	catalog_finish(&sample->catalog);
	entities_finish(&sample->ents);
	report_finish(&sample->report);
	config_finish(&sample->config);
	free(sample);
	return 0;
}

/* Reads the annotation of a document: "start end surface kind entity" behind a header. */
static void rows_read(struct rows *rows, struct span doc)
{
	struct buf name = {0};
	struct err err;
	buf_printf(&name, "tests/data/annotations/%.*s.tsv", (int)doc.n - 4, doc.p);
	char *path = path_of(name.p);
	*rows = (struct rows){0};
	if (!file_read(path, 1 << 20, &rows->text, NULL, &err)) {
		fail_msg("%s", err.msg);
	}
	struct span rest = buf_span(&rows->text), line;
	span_cut(&rest, '\n', &line);
	while (span_cut(&rest, '\n', &line)) {
		struct span cell[5];
		uint32_t n = 0;
		while (n < 5 && span_cut(&line, '\t', &cell[n])) {
			n++;
		}
		if (n < 5) {
			continue;
		}
		assert_true(array_reserve(&rows->items, &rows->cap, rows->n + 1,
			sizeof(*rows->items)));
		struct row *row = &rows->items[rows->n++];
		*row = (struct row){.entity = cell[4]};
		assert_true(span_u32(cell[0], &row->at.start) && span_u32(cell[1], &row->at.end));
	}
	assert_true(rows->n > 0);
	free(path);
	buf_finish(&name);
}

/* Whether a mention names exactly the entities joined by "+". */
static bool names(const struct sample *sample, const struct mention *m, struct span joined)
{
	struct span rest = joined, id;
	uint32_t n = 0;
	while (span_cut(&rest, '+', &id)) {
		ent_id ent = entities_find(&sample->ents, id);
		assert_int_not_equal(ent.i, ENT_NONE.i);
		if (!xref_names(&sample->xref, m, ent)) {
			return false;
		}
		n++;
	}
	return n == m->nents;
}

static void tell(const struct doc *doc, const char *what, struct range at)
{
	print_message("# %.*s:%u-%u %s: '%.*s'\n", SPAN_ARG(doc->path), at.start, at.end, what,
		SPAN_ARG(span_in(doc->text, at)));
}

static void doc_compare(const struct sample *sample, uint32_t d, struct tally *tally)
{
	const struct doc *doc = catalog_doc(&sample->catalog, (doc_id){d});
	const struct xref *xref = &sample->xref;
	struct rows rows;
	rows_read(&rows, doc->path);
	for (uint32_t i = xref->doc_first[d]; i < xref->doc_first[d + 1]; i++) {
		const struct mention *m = &xref->mentions.items[i];
		struct range at = doc_source(doc, m->at);
		bool right = false;
		for (uint32_t k = 0; k < rows.n && !right; k++) {
			struct row *row = &rows.items[k];
			right = row->at.start == at.start && row->at.end == at.end &&
				names(sample, m, row->entity);
			row->found = row->found || right;
		}
		if (!right) {
			tell(doc, "is not marked", m->at);
		}
		tally->found++;
		tally->right += right;
		tally->sure += m->certainty == CERTAIN_SURE;
		tally->sure_right += right && m->certainty == CERTAIN_SURE;
	}
	for (uint32_t k = 0; k < rows.n; k++) {
		if (!rows.items[k].found) {
			tell(doc, "was not found", rows.items[k].at);
		}
	}
	tally->marked += rows.n;
	free(rows.items);
	buf_finish(&rows.text);
}

static void test_precision_and_recall(void **state)
{
	const struct sample *sample = *state;
	struct tally tally = {0};
	for (uint32_t d = 0; d < sample->catalog.n; d++) {
		doc_compare(sample, d, &tally);
	}
	assert_true(tally.found > 0 && tally.marked > 200 && tally.sure > 0);
	double precision = (double)tally.right / tally.found;
	double recall = (double)tally.right / tally.marked;
	print_message("# precision %.4f (%u of %u), recall %.4f (of %u), sure %.4f (%u of %u)\n",
		precision, tally.right, tally.found, recall, tally.marked,
		(double)tally.sure_right / tally.sure, tally.sure_right, tally.sure);
	assert_true(precision >= 0.99);
	assert_true(recall >= 0.99);
	assert_true(tally.sure_right * 1000.0 >= tally.sure * 995.0);
}

/* Mentions are in order, do not overlap, and lie in a paragraph. */
static void test_mentions_are_in_order(void **state)
{
	const struct sample *sample = *state;
	for (uint32_t d = 0; d < sample->catalog.n; d++) {
		const struct doc *doc = catalog_doc(&sample->catalog, (doc_id){d});
		uint32_t end = 0;
		for (uint32_t i = sample->xref.doc_first[d]; i < sample->xref.doc_first[d + 1]; i++) {
			const struct mention *m = &sample->xref.mentions.items[i];
			const struct para *para = &doc->paras[doc_para_at(doc, m->at.start)];
			assert_int_equal(m->doc.i, d);
			assert_true(m->at.start >= end && m->at.start < m->at.end);
			assert_true(m->at.start >= para->at.start && m->at.end <= para->at.end);
			end = m->at.end;
		}
	}
}

/* Every query of the index gives what a look at all mentions gives. */
static void test_index(void **state)
{
	const struct sample *sample = *state;
	const struct xref *xref = &sample->xref;
	for (uint32_t e = 0; e < sample->ents.n; e++) {
		struct slice of = xref_of(xref, (ent_id){e});
		uint32_t n = 0, docs = 0, last = UINT32_MAX, in = 0;
		for (uint32_t i = 0; i < xref->mentions.n; i++) {
			const struct mention *m = &xref->mentions.items[i];
			if (xref_names(xref, m, (ent_id){e})) {
				assert_true(n < of.n && of.p[n] == i);
				n++;
				docs += m->doc.i != last;
				last = m->doc.i;
			}
		}
		assert_int_equal(n, of.n);
		assert_int_equal(docs, xref_docs(xref, (ent_id){e}));
		for (uint32_t d = 0; d < sample->catalog.n; d++) {
			struct slice part = xref_of_in(xref, (ent_id){e}, (doc_id){d});
			assert_true(part.n == 0 || part.p == of.p + in);
			in += part.n;
		}
		assert_int_equal(in, of.n);
	}
}

static void test_places(void **state)
{
	const struct sample *sample = *state;
	const struct xref *xref = &sample->xref;
	for (uint32_t d = 0; d < sample->catalog.n; d++) {
		uint32_t n = (uint32_t)catalog_doc(&sample->catalog, (doc_id){d})->text.n;
		for (uint32_t off = 0; off < n; off++) {
			uint32_t at = xref_at(xref, (doc_id){d}, off);
			uint32_t from = xref_from(xref, (doc_id){d}, off);
			assert_true(from >= xref->doc_first[d] && from <= xref->doc_first[d + 1]);
			if (at != MENTION_NONE) {
				assert_true(range_has(xref->mentions.items[at].at, off));
				assert_int_equal(at, from);
			}
			if (from < xref->doc_first[d + 1]) {
				assert_true(xref->mentions.items[from].at.end > off);
			}
			if (from > xref->doc_first[d]) {
				assert_true(xref->mentions.items[from - 1].at.end <= off);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_precision_and_recall),
		cmocka_unit_test(test_mentions_are_in_order),
		cmocka_unit_test(test_index),
		cmocka_unit_test(test_places),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
