#include "read/start.h"

#include "base/file.h"
#include "base/sections.h"
#include "read/jump.h"
#include "read/noting.h"

enum { SECTION_KEPT = 1, SECTION_PATH };

/* As it is on disk. No padding: it is written as bytes. */
struct kept {
	struct file_stamp store, text;
	uint32_t top, cursor, text_n;
	uint32_t page, pages; /* 0: not known */
	int32_t measure, height; /* that they were counted for */
	uint32_t unused;
};

/* The path of a file of this dossier's state; p NULL where memory is short. */
static struct buf path_of(const struct session *session, const char *name)
{
	struct buf path = {0};

	file_join(&path, session->dossier->home.folder, name);
	if (path.failed) {
		buf_finish(&path);
	}
	return path;
}

/* Whether sessions on this dossier come back to where they were. */
static bool comes_back(const struct session *session)
{
	const struct dossier *dossier = session->dossier;

	return dossier->home.folder != NULL && dossier->catalog.root[0] != '\0' &&
		session->config.read_remember;
}

/* The database as it is now. */
static bool look_at_store(const struct session *session, struct file_stamp *out)
{
	struct buf path = path_of(session, "notes.db");
	bool there = path.p != NULL && file_look(path.p, out);

	buf_finish(&path);
	return there;
}

/* What the file says, and the document that it means; whether that is still so is not known yet. */
static bool read_kept(const struct session *session, struct kept *out, doc_id *doc)
{
	struct buf path = path_of(session, "start.map");
	struct sections map = {0};
	const struct kept *kept = NULL;
	const char *name = NULL;
	uint64_t n = 0, name_n;
	struct err why;

	if (path.p != NULL && sections_open(&map, path.p, &why)) {
		kept = sections_get(&map, SECTION_KEPT, sizeof(*kept), &n);
		name = sections_get(&map, SECTION_PATH, 1, &name_n);
	}
	if (kept == NULL || n != 1 || name == NULL || !sections_sound(&map, SECTION_KEPT) ||
		!sections_sound(&map, SECTION_PATH)) {
		kept = NULL;
	} else {
		*out = *kept;
		*doc = catalog_find(&session->dossier->catalog, (struct span){name, name_n});
	}
	sections_close(&map);
	buf_finish(&path);
	return kept != NULL && doc->i != DOC_NONE.i;
}

void start_document(const char *folder, struct buf *out)
{
	struct buf path = {0};
	struct sections map = {0};
	const char *name = NULL;
	uint64_t n = 0;
	struct err why;

	file_join(&path, folder, "start.map");
	if (!path.failed && sections_open(&map, path.p, &why)) {
		name = sections_get(&map, SECTION_PATH, 1, &n);
	}
	if (name != NULL && sections_sound(&map, SECTION_PATH)) {
		buf_add(out, name, n);
	}
	sections_close(&map);
	buf_finish(&path);
}

bool start_take(struct session *session)
{
	const struct catalog *catalog = &session->dossier->catalog;
	struct view *view = &session->views[0];
	struct file_stamp store;
	const struct doc *doc;
	struct kept kept;
	doc_id id;

	if (!comes_back(session) || !read_kept(session, &kept, &id) ||
		!look_at_store(session, &store) || !file_stamp_eq(&store, &kept.store) ||
		!file_stamp_eq(&catalog_head(catalog, id.i)->stamp, &kept.text)) {
		return false;
	}
	doc = catalog_doc(catalog, id);
	if (doc->text.n != kept.text_n || kept.top > kept.text_n || kept.cursor > kept.text_n) {
		return false;
	}
	view_set(view, doc, id);
	view_restore(view, &(struct place){id, kept.top, kept.cursor, ACTIVE_NONE, NULL});
	view->told = (struct view_told){kept.top, kept.measure, kept.height, kept.page, kept.pages};
	return true;
}

/* Whether the next session's first frame shows nothing of the database but the place. */
static bool is_bare(const struct session *session, const struct view *view)
{
	for (uint32_t i = 0; i < session->nmarks; i++) {
		if (session->marks[i].place.doc.i == view->id.i) {
			return false;
		}
	}
	return view->active == ACTIVE_NONE && noting_count(session, view->id) == 0 &&
		session->noting.ndrafts == 0 && session->drafts.n == 0;
}

static void write_kept(const char *path, const struct kept *kept, struct span name)
{
	struct sections_out out;
	struct err why;
	bool ok = sections_create(&out, path, &why);

	if (ok) {
		sections_add(&out, SECTION_KEPT, sizeof(*kept), kept, 1);
		sections_add(&out, SECTION_PATH, 1, name.p, name.n);
		ok = sections_commit(&out, &why);
	}
	(void)ok; /* the next start opens the database first */
}

void start_leave(struct session *session)
{
	struct view *view = state_view(session);
	const struct doc_head *head;
	struct kept kept = {0};
	struct buf path;

	if (!comes_back(session) || session->memory.store == NULL || memory_unsaved(session) ||
		!state_is_known(session, view->id) || !is_bare(session, view) ||
		!look_at_store(session, &kept.store)) {
		return;
	}
	head = catalog_head(&session->dossier->catalog, view->id.i);
	kept.text = head->stamp;
	kept.top = view->top;
	kept.cursor = view->cursor;
	kept.text_n = (uint32_t)view->doc->text.n;
	kept.measure = view->measure;
	kept.height = view->height;
	if (!view_page(view, &kept.page, &kept.pages)) {
		kept.page = kept.pages = 0;
	}
	path = path_of(session, "start.map");
	if (path.p != NULL) {
		write_kept(path.p, &kept, head->path);
	}
	buf_finish(&path);
}
