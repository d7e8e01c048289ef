/* A dossier opened: settings, documents, names, where its state is; from an index, or from its files. */
#include "base/file_add.h"
#include "base/visible.h"
#include "read/linked.h"
#include "read/loading.h"
#include "read/start.h"

#include <stdlib.h>

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
	if (how->descriptions != NULL) {
		dossier->config.links_descriptions = *how->descriptions;
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

/* Where the index is: in a folder of the cache that is called like that of the state. */
static bool find_index(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	const char *cache = how->cache;
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
	if (!how->lent || how->looked) {
		cache_hold(&dossier->hold, path.p); /* else behind the first frame */
	}
	return buf_ok(&path, err) && buf_ok(&words, err);
}

/* Reads documents; where not all of them are to be read now, the one that was read last is. */
static bool read_first(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	struct dossier_how with = *how;
	struct buf first = {0};

	if (how->most > 0 && how->first == NULL && dossier->home.folder != NULL) {
		start_document(dossier->home.folder, &first);
		with.first = first.p;
	}

	bool ok = loading_read(dossier, &with, err);

	buf_finish(&first);
	return ok;
}

/* Forms of long documents are kept beside the index. */
static bool keep_forms(struct dossier *dossier, struct err *err)
{
	const char *slash = dossier->index == NULL ? NULL : strrchr(dossier->index, '/');
	struct buf path = {0};
	bool ok;

	if (slash == NULL) {
		return true;
	}
	buf_add(&path, dossier->index, (size_t)(slash - dossier->index));
	buf_puts(&path, "/texts");
	ok = buf_ok(&path, err) && catalog_keep_forms(&dossier->catalog, path.p, err);
	buf_finish(&path);
	return ok;
}

static bool link_first(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	struct linked made = {0};

	dossier->key = linked_key(dossier);
	if (!linked_load(&made, dossier, err)) {
		linked_finish(&made);
		return false;
	}
	linked_put(&made, dossier);
	return keep_forms(dossier, err) && (!how->words || dossier->words == NULL ||
		file_add_folder_of(dossier->words, 0700, err)) && read_first(dossier, how, err);
}

/* What the list of documents depends on besides the folder. */
static struct prebuilt_folder listing_of(const struct dossier *dossier)
{
	struct prebuilt_folder listing = {.listing = prebuilt_listing(&dossier->config)};
	struct buf path = {0};

	file_join(&path, dossier->folder, "documents.rec");
	if (!path.failed) {
		(void)file_look(path.p, &listing.documents);
	}
	buf_finish(&path);
	return listing;
}

/* Where its state and its index are, going by the path alone. */
static bool find_places(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	/* Of a folder that was moved no path is known, and no index is found. */
	dossier->catalog = (struct catalog){.root = dossier->folder, .config = &dossier->config};

	bool ok = find_home(dossier, how->state, err);

	dossier->catalog = (struct catalog){0};
	return ok && find_decisions(dossier, how, err) && find_index(dossier, how, err);
}

/* Takes everything from the index, if there is one that may be of the folder as it is. */
static bool open_lent(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	struct linked made = {0};

	if (how->npaths != 1 || !file_is_folder(how->paths[0]) || !open_config(dossier, how, err) ||
		!find_entities(dossier, how, err) || !find_folder(dossier, how, err) ||
		!find_places(dossier, how, err)) {
		return false;
	}
	dossier->key = linked_key(dossier);
	dossier->listing = listing_of(dossier);
	if (dossier->index == NULL ||
		!prebuilt_map(&dossier->built, dossier->index, &dossier->key, err)) {
		return false;
	}
	if (!linked_lend(&made, dossier, err)) {
		linked_finish(&made);
		return false;
	}
	linked_put(&made, dossier);
	dossier->report_from = dossier->report.n;
	dossier->untold = true;
	const struct prebuilt_lending to = {dossier->folder, &dossier->config, &dossier->ents,
		&dossier->decisions, dossier->listing};

	dossier->lent = prebuilt_lend(&dossier->built, &to, &dossier->catalog, &dossier->xref, err);
	dossier->listing.when = dossier->catalog.when;
	dossier->taken = dossier->catalog.n;
	return dossier->lent && keep_forms(dossier, err);
}

/*
 * What looking for its state has found, from `n` on, goes before what was found about documents: that
 * is kept in the index, and this is not.
 */
static void home_first(struct dossier *dossier, uint32_t n)
{
	struct report *report = &dossier->report;

	for (uint32_t i = n; i < report->n; i++, dossier->report_from++) {
		struct report_item item = report->items[i];

		memmove(&report->items[dossier->report_from + 1],
			&report->items[dossier->report_from],
			(i - dossier->report_from) * sizeof(item));
		report->items[dossier->report_from] = item;
	}
}

static bool open_read(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	uint32_t listed;

	if (!open_config(dossier, how, err)) {
		return false;
	}
	dossier->report_from = dossier->report.n;
	if (!find_folder(dossier, how, err)) {
		return false;
	}
	dossier->listing = listing_of(dossier); /* before: what changes meanwhile counts as changed */
	if (!open_catalog(dossier, how, err)) {
		return false;
	}
	dossier->listing.when = dossier->catalog.when;
	listed = dossier->report.n;
	if (!find_entities(dossier, how, err) || !find_home(dossier, how->state, err)) {
		return false;
	}
	home_first(dossier, listed);
	return find_decisions(dossier, how, err) && find_index(dossier, how, err) &&
		link_first(dossier, how, err);
}

/*
 * Whether what was lent is what reading would find: the index is as it was written, and the folder has
 * the same files in the same states. Then it is no more a loan than any index that is taken over.
 */
static bool is_true(struct dossier *dossier)
{
	bool same = prebuilt_sound(&dossier->built, dossier->index) &&
		catalog_list_same(&dossier->catalog);

	dossier->lent = dossier->lent && !same;
	return same;
}

bool dossier_open(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	*dossier = (struct dossier){.restrictions = how->restrictions};
	if (how->lent && open_lent(dossier, how, err) && (!how->looked || is_true(dossier))) {
		dossier->report_to = dossier->report.n;
		return true;
	}
	dossier_close(dossier);
	dossier->restrictions = how->restrictions;
	if (!open_read(dossier, how, err)) {
		dossier_close(dossier);
		return false;
	}
	dossier->report_to = dossier->report.n;
	return true;
}
