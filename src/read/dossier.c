#include "read/dossier.h"

#include "read/linked.h"
#include "texts/catalog_doc.h"

#include <stdlib.h>
#include <time.h>

/* Bytes of documents below which reading them is as quick as reading an index. */
#define INDEX_LEAST (16u << 10)

void dossier_tell(struct dossier *dossier)
{
	struct report documents = {0};

	if (!dossier->untold) {
		return;
	}
	dossier->untold = false;
	dossier->links_from = prebuilt_lend_problems(&dossier->built, &documents,
		&dossier->link_report);
	dossier->report_to += documents.n;
	report_insert(&dossier->report, dossier->report_from, &documents);
}

/* Counts the problems among some messages. */
static uint32_t count_problems(const struct report *report, uint32_t from, uint32_t to,
	const char **first)
{
	uint32_t n = 0;

	for (uint32_t i = from; i < to; i++) {
		if (report->items[i].level >= REPORT_WARNING) {
			*first = *first == NULL ? report->items[i].text : *first;
			n++;
		}
	}
	return n;
}

uint32_t dossier_problems(const struct dossier *dossier, const char **first)
{
	const struct report *report = &dossier->report, *links = &dossier->link_report;
	struct prebuilt_told told[PREBUILT_SORTS] = {{0}};
	uint32_t n;

	*first = NULL;
	if (dossier->untold) {
		prebuilt_lend_sums(&dossier->built, told);
	}
	n = count_problems(report, 0, dossier->report_from, first);
	*first = *first == NULL ? told[0].first.p : *first;
	n += count_problems(report, dossier->report_from, report->n, first);
	*first = *first == NULL ? told[1].first.p : *first;
	return n + told[0].n + told[1].n + count_problems(links, 0, links->n, first);
}

/* Makes the folder of the state, once in a session: before anything is written into it. */
static bool make_home(void *with, struct err *err)
{
	struct dossier *dossier = with;

	if (!dossier->home_made && !home_make(&dossier->home, dossier->folder,
					   span_of(dossier->config.dossier_id), &dossier->catalog, err)) {
		return false;
	}
	dossier->home_made = true;
	return true;
}

/* The index after a change: of one document, or of all of them where that is DOC_NONE. */
static bool build_again(struct dossier *dossier, struct linked *made, doc_id doc, struct err *err)
{
	if (doc.i == DOC_NONE.i) {
		return xref_build(&made->xref, &dossier->catalog, &dossier->ents, &made->decisions,
			&made->report, err);
	}
	return xref_rebuild(&made->xref, &dossier->xref, doc, &dossier->ents, &made->decisions,
		&made->report, err);
}

/*
 * Loads alias table and decisions and makes the index anew, for one document where only that can
 * have changed. The old ones stay where it fails.
 */
static bool link_again(struct dossier *dossier, doc_id doc, struct err *err)
{
	struct prebuilt_key key = linked_key(dossier);
	struct linked made = {0}, old;

	dossier_tell(dossier); /* what the index says is about links of before */
	old = (struct linked){dossier->decisions, dossier->ents, dossier->xref,
		dossier->link_report, 0};
	if (!linked_load(&made, dossier, err)) {
		linked_finish(&made);
		return false;
	}
	/* The index points at the alias table where it will stay. */
	dossier->ents = made.ents;
	if (!build_again(dossier, &made, doc, err)) {
		dossier->ents = old.ents;
		linked_finish(&made);
		return false;
	}
	linked_put(&made, dossier);
	dossier->xref = made.xref;
	linked_finish(&old);
	dossier->key = key;
	dossier->unsaved = true;
	return true;
}

/* Fills in what the program knows of a decision; texts live as long as the buffers. */
static void decision_sign(const struct dossier *dossier, struct decision *decision, struct buf *id,
	struct buf *when)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[40];

	gmtime_r(&now, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	buf_puts(when, text);
	strftime(text, sizeof(text), "%Y%m%dT%H%M%S", &tm);
	buf_printf(id, "%s-%u", text, dossier->decisions.n + 1);
	decision->id = buf_span(id);
	decision->when = buf_span(when);
	decision->by = span_of(dossier->user);
}

/* Appends the record and remembers how to take it back. */
static bool decision_write(struct dossier *dossier, bool here, struct span record, doc_id doc,
	struct err *err)
{
	const char *path = here ? dossier->decisions_here : dossier->decisions_state;
	struct dossier_done *done;

	if (path == NULL) {
		return err_set(err, "there is no state folder to keep decisions in: --state names one");
	}
	if (!array_reserve(&dossier->done, &dossier->cdone, dossier->ndone + 1,
		    sizeof(*dossier->done))) {
		return err_memory(err);
	}
	done = &dossier->done[dossier->ndone];
	if ((!here && !make_home(dossier, err)) ||
		!file_add(path, record, here ? 0644 : 0600, &done->grown, err)) {
		return false;
	}
	done->here = here;
	done->doc = doc;
	dossier->ndone++;
	return true;
}

/* Finds the places of all notes. */
static bool notes_find_places(struct dossier *dossier, struct err *err)
{
	struct buf copy = {0};
	bool ok;

	store_prepare(dossier->store, make_home, dossier, &dossier->report);
	/* The copy is of all documents. */
	if (dossier->catalog.pending == 0) {
		file_join(&copy, dossier->home.folder, "notes.map");
	}
	ok = buf_ok(&copy, err) &&
		notes_open(&dossier->notes, &dossier->catalog, dossier->store, copy.p, err);
	buf_finish(&copy);
	return ok;
}

bool dossier_notes_open(struct dossier *dossier, struct err *err)
{
	if (dossier->store != NULL || dossier->home.folder == NULL) {
		return true;
	}
	return store_open(&dossier->store, dossier->home.folder, &dossier->report, err) &&
		notes_find_places(dossier, err);
}

/* The one document whose mentions a decision can change, or DOC_NONE. */
static doc_id doc_of(const struct dossier *dossier, const struct decision *decision)
{
	bool passage = decision->kind <= DECISION_LINK && decision->scope != SCOPE_EVERYWHERE;

	return passage ? catalog_find(&dossier->catalog, decision->file) : DOC_NONE;
}

/* Links with the decision that was just written; what cannot be done is not left on disk either. */
static bool link_decided(struct dossier *dossier, doc_id doc, struct err *err)
{
	const struct dossier_done *done = &dossier->done[dossier->ndone - 1];
	struct err why;

	if (link_again(dossier, doc, err)) {
		return true;
	}
	if (!file_add_undo(done->here ? dossier->decisions_here : dossier->decisions_state,
		    &done->grown, &why)) {
		return err_set(err, "%s; it is written down all the same: %s", err->msg, why.msg);
	}
	dossier->ndone--;
	return false;
}

bool dossier_decide(struct dossier *dossier, const struct config *config,
	struct decision *decision, struct err *err)
{
	doc_id doc = doc_of(dossier, decision);
	bool here = strcmp(config->read_decisions, "dossier") == 0;
	struct buf record = {0}, id = {0}, when = {0};
	bool ok;

	decision_sign(dossier, decision, &id, &when);
	decisions_put(decision, &record);
	ok = buf_ok(&record, err) &&
		decision_write(dossier, here, buf_span(&record), doc, err) &&
		link_decided(dossier, doc, err);
	buf_finish(&record);
	buf_finish(&id);
	buf_finish(&when);
	return ok;
}

bool dossier_relink(struct dossier *dossier, const struct config *config, struct err *err)
{
	dossier->config.links_descriptions = config->links_descriptions;
	return link_again(dossier, DOC_NONE, err);
}

bool dossier_undo(struct dossier *dossier, struct err *err)
{
	const struct dossier_done *done;

	if (dossier->ndone == 0) {
		return err_set(err, "no decision of this session is left to take back");
	}
	done = &dossier->done[dossier->ndone - 1];
	if (!file_add_undo(done->here ? dossier->decisions_here : dossier->decisions_state,
		    &done->grown, err)) {
		return false;
	}
	dossier->ndone--;
	return link_again(dossier, done->doc, err);
}

bool dossier_index(struct dossier *dossier, bool always, struct err *err)
{
	bool ok;

	if (dossier->index == NULL) {
		return !always || err_set(err, "there is no cache folder: $XDG_CACHE_HOME names one");
	}
	if (!always && (!dossier->unsaved || catalog_bytes(&dossier->catalog) < INDEX_LEAST)) {
		return true;
	}
	dossier_tell(dossier);
	const struct prebuilt_whole whole = {dossier->listing, &dossier->report,
		dossier->report_from, dossier->report_to, &dossier->link_report,
		dossier->links_from};

	ok = file_add_folder_of(dossier->index, 0700, err) &&
		prebuilt_save(dossier->index, &dossier->key, &dossier->catalog, &dossier->xref,
			&whole, err);
	if (ok) {
		dossier->unsaved = false;
		catalog_doc_sweep(&dossier->catalog);
		cache_hold(&dossier->hold, dossier->index);
		cache_trim(dossier->index, (uint64_t)dossier->config.limits_cache_mib << 20,
			&dossier->cached);
	}
	return ok;
}

/* What was reported in the session, the reader's problems among it, goes on. */
static void take_reports(struct dossier *fresh, struct dossier *old)
{
	for (uint32_t i = old->report_to; i < old->report.n; i++) {
		report_add_text(&fresh->report, span_of(old->report.items[i].text),
			old->report.items[i].level, old->report.items[i].left_out);
	}
}

bool dossier_succeed(struct dossier *fresh, struct dossier *old, struct err *err)
{
	take_reports(fresh, old);
	for (uint32_t i = 0; i < old->ndone; i++) {
		if (old->done[i].doc.i != DOC_NONE.i) {
			old->done[i].doc = catalog_find(&fresh->catalog,
				catalog_head(&old->catalog, old->done[i].doc.i)->path);
		}
	}
	free(fresh->done);
	fresh->done = old->done;
	fresh->ndone = old->ndone;
	fresh->cdone = old->cdone;
	old->done = NULL;
	home_finish(&fresh->home);
	fresh->home = old->home;
	/* What it says of the documents is to be of all of them. */
	fresh->home_made = old->home_made && old->catalog.pending == 0;
	old->home = (struct home){0};
	notes_finish(&old->notes);
	fresh->store = old->store;
	old->store = NULL;
	return fresh->store == NULL || notes_find_places(fresh, err);
}

void dossier_close(struct dossier *dossier)
{
	xref_finish(&dossier->xref);
	entities_finish(&dossier->ents);
	decisions_finish(&dossier->decisions);
	report_finish(&dossier->link_report);
	free(dossier->folder);
	notes_finish(&dossier->notes);
	store_close(dossier->store);
	home_finish(&dossier->home);
	free(dossier->decisions_here);
	free(dossier->decisions_state);
	free(dossier->user);
	free(dossier->done);
	catalog_finish(&dossier->catalog);
	prebuilt_close(&dossier->built);
	cache_release(&dossier->hold);
	free(dossier->index);
	free(dossier->words);
	config_finish(&dossier->config);
	report_finish(&dossier->report);
	free(dossier->entities_path);
	*dossier = (struct dossier){0};
}
