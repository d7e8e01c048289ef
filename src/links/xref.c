#include "links/xref.h"

#include "base/crew.h"
#include "base/sorted.h"

#include <stdlib.h>

const uint32_t *xref_ents(const struct xref *xref, const struct mention *mention)
{
	return xref->mentions.pool + mention->ent;
}

bool xref_names(const struct xref *xref, const struct mention *mention, ent_id ent)
{
	const uint32_t *ents = xref_ents(xref, mention);
	for (uint32_t i = 0; i < mention->nents; i++) {
		if (ents[i] == ent.i) {
			return true;
		}
	}
	return false;
}

/* The numbers a list is grouped by: a mention's entities, or its rivals where it is open. */
static const uint32_t *keys_of(const struct xref *xref, uint32_t mention, bool open, uint32_t *n)
{
	const struct mention *m = xref_mention(xref, mention);
	if (m->rule == RULE_DESCRIPTION) {
		*n = 0; /* shown where it stands, never counted */
		return NULL;
	}
	*n = open ? (m->nents == 0 ? m->nrivals : 0) : m->nents;
	return xref_ents(xref, m);
}

/* Groups the mention numbers by entity: *first has ents + 1 elements. A counting sort. */
static bool group(const struct xref *xref, bool open, uint32_t **list, uint32_t **first)
{
	uint32_t nents = xref->ents->n, n;
	*first = calloc((size_t)nents + 1, sizeof(**first));
	if (*first == NULL) {
		return false;
	}
	size_t total = 0;
	for (uint32_t i = 0; i < xref->mentions.n; i++) {
		const uint32_t *keys = keys_of(xref, i, open, &n);
		for (uint32_t k = 0; k < n; k++) {
			(*first)[keys[k]]++;
		}
		total += n;
	}
	*list = calloc(total + 1, sizeof(**list));
	if (*list == NULL || total > UINT32_MAX) {
		return false;
	}
	uint32_t sum = 0;
	for (uint32_t i = 0; i <= nents; i++) {
		sum += (*first)[i];
		(*first)[i] = sum;
	}
	for (uint32_t i = xref->mentions.n; i-- > 0;) {
		const uint32_t *keys = keys_of(xref, i, open, &n);
		for (uint32_t k = 0; k < n; k++) {
			(*list)[--(*first)[keys[k]]] = i;
		}
	}
	return true;
}

/* Counts the documents of each entity: mentions of one follow one another. */
static bool count_docs(struct xref *xref)
{
	uint32_t nents = xref->ents->n;
	uint32_t *last = malloc((size_t)(nents + 1) * sizeof(*last)), n;

	xref->ent_docs = calloc((size_t)nents + 1, sizeof(*xref->ent_docs));
	if (last == NULL || xref->ent_docs == NULL) {
		free(last);
		return false;
	}
	memset(last, 0xFF, (size_t)(nents + 1) * sizeof(*last));
	for (uint32_t i = 0; i < xref->mentions.n; i++) {
		const uint32_t *keys = keys_of(xref, i, false, &n);

		for (uint32_t k = 0; k < n; k++) {
			uint32_t doc = xref->mentions.items[i].doc.i;

			xref->ent_docs[keys[k]] += last[keys[k]] != doc;
			last[keys[k]] = doc;
		}
	}
	free(last);
	return true;
}

/* Reports decisions about documents that are not here. */
static void check_files(const struct xref *xref, const struct decisions *decisions,
	struct report *report)
{
	for (uint32_t i = 0; i < decisions->n; i++) {
		const struct decision *d = &decisions->items[i];
		if (d->file.n > 0 && catalog_find(xref->catalog, d->file).i == DOC_NONE.i) {
			report_add(report, REPORT_WARNING, d->path, d->line,
				"there is no document '%.*s'", SPAN_ARG(d->file));
		}
		ent_id ents[DECIDE_ENTS];
		if (d->kind <= DECISION_LINK && decide_ents(d, xref->ents, ents) == 0) {
			report_add(report, REPORT_WARNING, d->path, d->line,
				"there is no entity '%.*s'", SPAN_ARG(d->entity));
		}
	}
}

/* What linking a catalogue that has been read already shares between threads. */
struct linking {
	struct gather *gather;
	const struct catalog *catalog;
	const struct xref *old; /* NULL: all documents are linked anew … */
	doc_id doc; /* … else this one, and what else decisions touch */
	bool *kept; /* by document: its mentions are taken from old; owned */
};

/* Numbers of decisions are others now, and what could not be applied has to be told again. */
static bool is_touched(const struct linking *linking, uint32_t doc)
{
	const struct xref *old = linking->old;

	if (doc == linking->doc.i || catalog_head(linking->catalog, doc)->again) {
		return true;
	}
	for (uint32_t i = old->doc_first[doc]; i < old->doc_first[doc + 1]; i++) {
		if (xref_mention(old, i)->rule == RULE_DECIDED) {
			return true;
		}
	}
	return false;
}

/* Hands over the mentions that a document had. */
static bool keep_one(const struct linking *linking, uint32_t doc)
{
	const struct xref *old = linking->old;
	uint32_t first = old->doc_first[doc], pool = old->pool_first[doc];
	const struct gather_known known = {.mentions = old->mentions.items + first,
		.n = old->doc_first[doc + 1] - first, .pool = old->mentions.pool + pool,
		.npool = old->pool_first[doc + 1] - pool, .first = pool,
		.text_n = catalog_head(linking->catalog, doc)->text_n};

	return !is_touched(linking, doc) &&
		gather_know(linking->gather, catalog_head(linking->catalog, doc)->listed, &known);
}

static void link_one(void *owner, uint32_t i, unsigned worker)
{
	struct linking *linking = owner;
	const struct catalog *catalog = linking->catalog;
	bool loaded = catalog_is_loaded(catalog, (doc_id){i});

	if (linking->kept[i]) {
		return;
	}
	gather_take(linking->gather, catalog_head(catalog, i)->listed, worker,
		catalog_doc(catalog, (doc_id){i}));
	if (!loaded) {
		catalog_drop(catalog, (doc_id){i});
	}
}

bool xref_make(struct xref *out, const struct catalog *catalog, const struct entities *ents,
	const struct decisions *decisions, struct gathered *gathered, struct report *report,
	struct err *err)
{
	struct xref xref = {.catalog = catalog, .ents = ents, .mentions = gathered->mentions,
		.doc_first = gathered->first, .pool_first = gathered->pool_first};

	*gathered = (struct gathered){0};
	if (decisions != NULL) {
		check_files(&xref, decisions, report);
	}
	if (!count_docs(&xref) || !group(&xref, false, &xref.by_ent, &xref.ent_first) ||
		!group(&xref, true, &xref.open, &xref.open_first)) {
		xref_finish(&xref);
		return err_memory(err);
	}
	*out = xref;
	return true;
}

/* Documents whose mentions are not known by now. */
static bool link_rest(struct linking *linking, struct err *err)
{
	const struct catalog *catalog = linking->catalog;
	uint32_t kept = 0;

	for (uint32_t i = 0; linking->old != NULL && i < catalog->n; i++) {
		linking->kept[i] = keep_one(linking, i);
		kept += linking->kept[i];
	}
	if (kept == catalog->n) {
		return true;
	}
	if (!gather_ready(linking->gather, err)) {
		return false;
	}
	crew_run(&(struct crew){.jobs = catalog->n,
		.most = (unsigned)catalog->config->limits_threads, .job = link_one,
		.owner = linking});
	return true;
}

static bool link_all(struct linking *linking, struct xref *out, const struct entities *ents,
	const struct decisions *decisions, struct report *report, struct err *err)
{
	const struct catalog *catalog = linking->catalog;
	struct gathered gathered;

	linking->kept = calloc((size_t)catalog->n + 1, sizeof(*linking->kept));
	linking->gather = gather_new(ents, decisions, catalog->listed, err);
	if (linking->kept == NULL || linking->gather == NULL || !link_rest(linking, err)) {
		free(linking->kept);
		gather_free(linking->gather);
		return linking->kept == NULL ? err_memory(err) : false;
	}
	free(linking->kept);
	return gather_end(linking->gather, catalog, &gathered, report, err) &&
		xref_make(out, catalog, ents, decisions, &gathered, report, err);
}

bool xref_build(struct xref *out, const struct catalog *catalog, const struct entities *ents,
	const struct decisions *decisions, struct report *report, struct err *err)
{
	struct linking linking = {.catalog = catalog};

	return link_all(&linking, out, ents, decisions, report, err);
}

bool xref_rebuild(struct xref *out, const struct xref *old, doc_id doc,
	const struct entities *ents, const struct decisions *decisions, struct report *report,
	struct err *err)
{
	struct linking linking = {.catalog = old->catalog, .old = old, .doc = doc};

	return link_all(&linking, out, ents, decisions, report, err);
}

static struct slice slice_of(const uint32_t *list, const uint32_t *first, ent_id ent)
{
	return (struct slice){list + first[ent.i], first[ent.i + 1] - first[ent.i]};
}

struct slice xref_of(const struct xref *xref, ent_id ent)
{
	return slice_of(xref->by_ent, xref->ent_first, ent);
}

struct slice xref_open(const struct xref *xref, ent_id ent)
{
	return slice_of(xref->open, xref->open_first, ent);
}

uint32_t xref_below(struct slice slice, uint32_t below)
{
	return sorted_from(slice.p, slice.n, sizeof(*slice.p), below);
}

struct slice xref_of_in(const struct xref *xref, ent_id ent, doc_id doc)
{
	struct slice all = xref_of(xref, ent);
	uint32_t from = xref_below(all, xref->doc_first[doc.i]);
	uint32_t to = xref_below(all, xref->doc_first[doc.i + 1]);
	return (struct slice){all.p + from, to - from};
}

uint32_t xref_from(const struct xref *xref, doc_id doc, uint32_t off)
{
	uint32_t low = xref->doc_first[doc.i], high = xref->doc_first[doc.i + 1];
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		if (xref_mention(xref, mid)->at.end <= off) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low;
}

uint32_t xref_at(const struct xref *xref, doc_id doc, uint32_t off)
{
	uint32_t i = xref_from(xref, doc, off);
	bool covers = i < xref->doc_first[doc.i + 1] &&
		xref_mention(xref, i)->at.start <= off;
	return covers ? i : MENTION_NONE;
}

uint32_t xref_docs(const struct xref *xref, ent_id ent)
{
	return xref->ent_docs[ent.i];
}

void xref_finish(struct xref *xref)
{
	if (xref->lent) {
		xref_guard_finish(xref);
		*xref = (struct xref){0};
		return;
	}
	mentions_finish(&xref->mentions);
	free(xref->doc_first);
	free(xref->pool_first);
	free(xref->by_ent);
	free(xref->ent_first);
	free(xref->open);
	free(xref->open_first);
	free(xref->ent_docs);
	*xref = (struct xref){0};
}
