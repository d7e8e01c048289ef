#include "read/dossier.h"

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

/* Reads the user's settings and, over them, what a dossier may set of its own looks. */
static bool open_config(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	config_init(&dossier->config);
	if (how->config != NULL && (how->config_must || file_exists(how->config)) &&
		!config_read(&dossier->config, how->config, CONFIG_ALL, &dossier->report, err)) {
		return false;
	}
	if (!file_is_folder(how->paths[0])) {
		return true;
	}
	struct buf path = {0};
	file_join(&path, how->paths[0], "config.ini");
	bool good = buf_ok(&path, err) && (!file_exists(path.p) ||
		config_read(&dossier->config, path.p, CONFIG_LOOKS, &dossier->report, err));
	buf_finish(&path);
	return good;
}

static bool open_catalog(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	if (how->npaths == 1 && file_is_folder(how->paths[0])) {
		return catalog_load(&dossier->catalog, how->paths[0], &dossier->config,
			&dossier->report, err);
	}
	for (uint32_t i = 0; how->npaths > 1 && i < how->npaths; i++) {
		if (file_is_folder(how->paths[i])) {
			return err_set(err, "%s: one folder, or one or more files", how->paths[i]);
		}
	}
	return catalog_load_files(&dossier->catalog, how->paths, how->npaths, &dossier->config,
		&dossier->report, err);
}

/* Which alias table: the one that was named, or that of the folder that was, or holds the files. */
static bool open_entities(struct dossier *dossier, const struct dossier_how *how, struct err *err)
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
	return entities_load(&dossier->ents, dossier->entities_path, &dossier->report, err);
}

bool dossier_open(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	*dossier = (struct dossier){0};
	if (!open_config(dossier, how, err) || !open_catalog(dossier, how, err) ||
		!open_entities(dossier, how, err) ||
		!xref_build(&dossier->xref, &dossier->catalog, &dossier->ents, err)) {
		dossier_close(dossier);
		return false;
	}
	return true;
}

void dossier_close(struct dossier *dossier)
{
	xref_finish(&dossier->xref);
	entities_finish(&dossier->ents);
	catalog_finish(&dossier->catalog);
	config_finish(&dossier->config);
	report_finish(&dossier->report);
	free(dossier->entities_path);
	*dossier = (struct dossier){0};
}
