#include "read/dossier.h"

#include "base/file_add.h"
#include "base/visible.h"
#include "links/lexicon.h"
#include "read/loading.h"

#include <stdlib.h>
#include <time.h>

/* Bytes of documents below which reading them is as quick as reading an index. */
#define INDEX_LEAST (16u << 10)

/* The folder that holds path: "a" for "a/b", "." for "b", "/" for "/b"; appended to out. */
static void put_folder(struct buf *out, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL) {
		buf_puts(out, ".");
	} else {
		buf_add(out, path, slash == path ? 1 : (size_t)(slash - path));
	}
}

/* Makes the folder that path is in. */
static bool make_folder(const char *path, struct err *err)
{
	struct buf folder = {0};
	bool ok;

	put_folder(&folder, path);
	ok = buf_ok(&folder, err) && file_add_folders(folder.p, 0700, err);
	buf_finish(&folder);
	return ok;
}

/*
 * Reads the user's settings and, over them, what a dossier may set of its own looks. A dossier is
 * data from somewhere: settings of its that cannot be read are told, and keep nobody from the texts.
 */
static bool open_config(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	bool guest = restrictions_on(dossier->restrictions);
	config_init(&dossier->config);
	if (how->config != NULL && (how->config_must || file_exists(how->config)) &&
		!config_read(&dossier->config, how->config, guest ? CONFIG_GUEST : CONFIG_ALL,
			&dossier->report, err)) {
		return false;
	}
	/* An Id for all dossiers would make one of them. */
	if (dossier->config.dossier_id[0] != '\0') {
		report_add(&dossier->report, REPORT_WARNING, how->config, 0,
			"[dossier] id belongs into the config.ini of one dossier: passed over");
		dossier->config.dossier_id = "";
	}
	if (guest) {
		dossier->config.read_clipboard = "off";
	}
	if (!file_is_folder(how->paths[0])) {
		return true;
	}
	struct buf path = {0};
	file_join(&path, how->paths[0], "config.ini");
	bool good = buf_ok(&path, err);
	struct err why;
	if (good && file_exists(path.p) &&
		!config_read(&dossier->config, path.p, CONFIG_LOOKS, &dossier->report, &why)) {
		report_add(&dossier->report, REPORT_ERROR, NULL, 0, "%s: passed over", why.msg);
	}
	buf_finish(&path);
	return good;
}

static bool open_catalog(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	if (how->npaths == 1 && file_is_folder(how->paths[0])) {
		return catalog_list(&dossier->catalog, how->paths[0], &dossier->config,
			&dossier->report, err);
	}
	for (uint32_t i = 0; how->npaths > 1 && i < how->npaths; i++) {
		if (file_is_folder(how->paths[i])) {
			return err_set(err, "%s: one folder, or one or more files", how->paths[i]);
		}
	}
	return catalog_list_files(&dossier->catalog, how->paths, how->npaths, &dossier->config,
		&dossier->report, err);
}

/* Which alias table: the one that was named, or that of the folder that was, or holds the files. */
static bool find_entities(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	struct buf folder = {0}, path = {0};
	if (how->entities != NULL) {
		buf_puts(&path, how->entities);
	} else if (file_is_folder(how->paths[0])) {
		file_join(&path, how->paths[0], "entities.rec");
	} else {
		put_folder(&folder, how->paths[0]);
		file_join(&path, folder.p == NULL ? "" : folder.p, "entities.rec");
	}
	bool good = buf_ok(&folder, err) && buf_ok(&path, err);
	buf_finish(&folder);
	if (!good) {
		buf_finish(&path);
		return false;
	}
	dossier->entities_path = path.p; /* malloc'd by buf.h: ours from here on */
	if (how->entities != NULL && !file_exists(how->entities)) {
		return err_set(err, "%s: no such file", how->entities);
	}
	return true;
}

/* The folder that is read, or holds the first of the files. */
static bool find_folder(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	struct buf folder = {0};

	if (file_is_folder(how->paths[0])) {
		buf_puts(&folder, how->paths[0]);
	} else {
		put_folder(&folder, how->paths[0]);
	}
	dossier->folder = folder.p;
	return buf_ok(&folder, err);
}

/* Where its state is; says where it was before, if that was elsewhere. */
static bool find_home(struct dossier *dossier, const char *state, struct err *err)
{
	struct home *home = &dossier->home;

	if (state == NULL) {
		return true;
	}
	if (!home_find(home, state, dossier->folder, span_of(dossier->config.dossier_id),
		    &dossier->catalog, &dossier->report, err)) {
		return false;
	}
	if (home->known == HOME_MOVED) {
		report_add(&dossier->report, REPORT_NOTE, dossier->folder, 0,
			"was at %s: its notes and decisions came along", home->other);
	} else if (home->known == HOME_COPY) {
		report_add(&dossier->report, REPORT_NOTE, dossier->folder, 0,
			"a copy of %s: both have the same notes and decisions", home->other);
	}
	return true;
}

/* Where decisions are: beside the documents, and in the user's state. */
static bool find_decisions(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	struct buf here = {0}, state = {0}, user = {0};

	file_join(&here, dossier->folder, "decisions.rec");
	if (dossier->home.folder != NULL) {
		file_join(&state, dossier->home.folder, "decisions.rec");
	}
	/* It is written to files, and what is no text could not be. */
	visible_put(&user, span_of(how->user == NULL ? "" : how->user), VISIBLE_LINE);
	buf_puts(&user, "");
	dossier->decisions_here = here.p;
	dossier->decisions_state = state.p;
	dossier->user = user.p;
	return buf_ok(&here, err) && buf_ok(&state, err) && buf_ok(&user, err);
}

bool dossier_home_make(void *with, struct err *err)
{
	struct dossier *dossier = with;

	if (!dossier->home_made && !home_make(&dossier->home, dossier->folder,
					   span_of(dossier->config.dossier_id), &dossier->catalog, err)) {
		return false;
	}
	dossier->home_made = true;
	return true;
}

/* What linking makes: replaced as a whole, or not at all. */
struct linked {
	struct decisions decisions;
	struct entities ents;
	struct xref xref;
	struct report report;
};

static void linked_finish(struct linked *linked)
{
	xref_finish(&linked->xref);
	entities_finish(&linked->ents);
	decisions_finish(&linked->decisions);
	report_finish(&linked->report);
}

/* Loads what the index is made with: decisions, and the alias table that they change. */
static bool load_names(struct dossier *dossier, struct linked *made, struct err *err)
{
	return decisions_load(&made->decisions, dossier->decisions_here, &made->report, err) &&
		(dossier->decisions_state == NULL ||
			decisions_load(&made->decisions, dossier->decisions_state, &made->report, err)) &&
		entities_load(&made->ents, dossier->entities_path, &made->decisions,
			&dossier->config, &made->report, err) &&
		lexicon_judge(&dossier->config, &made->report, err);
}

/* What the mentions depend on besides the documents. */
static struct prebuilt_key key_of(const struct dossier *dossier)
{
	struct prebuilt_key key = {.rules = prebuilt_rules(),
		.settings = prebuilt_settings(&dossier->config)};

	(void)file_look(dossier->entities_path, &key.entities);
	(void)file_look(dossier->decisions_here, &key.here);
	if (dossier->decisions_state != NULL) {
		(void)file_look(dossier->decisions_state, &key.state);
	}
	return key;
}

static bool link_first(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	struct linked made = {0};

	if (!load_names(dossier, &made, err)) {
		linked_finish(&made);
		return false;
	}
	dossier->decisions = made.decisions;
	dossier->ents = made.ents;
	dossier->link_report = made.report;
	dossier->key = key_of(dossier);
	return (!how->words || dossier->words == NULL || make_folder(dossier->words, err)) &&
		loading_read(dossier, how, err);
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
	struct linked made = {0}, old = {dossier->decisions, dossier->ents, dossier->xref,
		dossier->link_report};

	if (!load_names(dossier, &made, err)) {
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
	dossier->decisions = made.decisions;
	dossier->xref = made.xref;
	dossier->link_report = made.report;
	linked_finish(&old);
	dossier->key = key_of(dossier);
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
	if ((!here && !dossier_home_make(dossier, err)) ||
		!file_add(path, record, here ? 0644 : 0600, &done->before, err)) {
		return false;
	}
	done->here = here;
	done->doc = doc;
	done->after = done->before + record.n;
	dossier->ndone++;
	return true;
}

bool dossier_notes_open(struct dossier *dossier, struct err *err)
{
	struct buf copy = {0};
	bool ok;

	if (dossier->store != NULL || dossier->home.folder == NULL) {
		return true;
	}
	if (!store_open(&dossier->store, dossier->home.folder, &dossier->report, err)) {
		return false;
	}
	store_prepare(dossier->store, dossier_home_make, dossier);
	file_join(&copy, dossier->home.folder, "notes.map");
	ok = buf_ok(&copy, err) &&
		notes_open_at(&dossier->notes, &dossier->catalog, dossier->store, copy.p, err);
	buf_finish(&copy);
	return ok;
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
		    done->after, done->before, &why)) {
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
		    done->after, done->before, err)) {
		return false;
	}
	dossier->ndone--;
	return link_again(dossier, done->doc, err);
}

/* Where the index is: in a folder of the cache that is called like that of the state. */
static bool find_index(struct dossier *dossier, const char *cache, struct err *err)
{
	const char *name = dossier->home.folder == NULL ? NULL : strrchr(dossier->home.folder, '/');
	struct buf path = {0}, words = {0};

	if (cache == NULL || name == NULL) {
		return true;
	}
	file_join(&path, cache, name + 1);
	buf_put(&words, buf_span(&path));
	buf_puts(&path, "/index");
	buf_puts(&words, "/words");
	dossier->index = path.p;
	dossier->words = words.p;
	return buf_ok(&path, err) && buf_ok(&words, err);
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
	ok = make_folder(dossier->index, err) &&
		prebuilt_save(dossier->index, &dossier->key, &dossier->catalog, &dossier->xref, err);
	if (ok) {
		dossier->unsaved = false;
	}
	return ok;
}

bool dossier_open(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	*dossier = (struct dossier){.restrictions = how->restrictions};
	if (!open_config(dossier, how, err) || !open_catalog(dossier, how, err) ||
		!find_entities(dossier, how, err) || !find_folder(dossier, how, err) ||
		!find_home(dossier, how->state, err) || !find_decisions(dossier, how, err) ||
		!find_index(dossier, how->cache, err) || !link_first(dossier, how, err)) {
		dossier_close(dossier);
		return false;
	}
	return true;
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
	free(dossier->index);
	free(dossier->words);
	config_finish(&dossier->config);
	report_finish(&dossier->report);
	free(dossier->entities_path);
	*dossier = (struct dossier){0};
}
