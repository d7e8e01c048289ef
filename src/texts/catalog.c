#include "texts/catalog.h"

#include "base/crew.h"
#include "base/folder.h"
#include "texts/catalog_doc.h"
#include "texts/catalog_use.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A document on its way in. */
struct slot {
	struct doc *doc; /* where its text stays; owned */
	char *why; /* of a file that could not be read; owned */
	bool read, empty;
	bool pending; /* there was enough before it was read */
};

/* Everything that the threads which read share. */
struct reader {
	struct catalog *catalog;
	const struct catalog_each *each;
	struct slot *slots; /* one for each head */
	pthread_mutex_t lock; /* of what follows, and of the catalogue's arena */
	uint64_t kept; /* bytes of text that stay */
	bool failed; /* memory was short */
	atomic_uint_fast64_t done; /* bytes of files that were read … */
	uint64_t all; /* … of those that have to be */
};

bool catalog_path(const struct catalog *catalog, const struct doc_head *head, struct buf *out,
	struct err *err)
{
	buf_clear(out);
	if (catalog->root[0] == '\0') {
		buf_put(out, head->path);
	} else {
		file_join(out, catalog->root, head->path.p);
	}
	return buf_ok(out, err);
}

/* Keeps the text (*doc is moved) if there is room for it, or drops it. */
static void slot_settle(struct reader *reader, struct slot *slot, struct doc_head *head,
	struct doc *doc)
{
	struct buf outline = {0};
	bool keep;

	catalog_doc_outline(doc, &outline);
	pthread_mutex_lock(&reader->lock);
	keep = reader->kept + doc_memory(doc) <= reader->each->keep;
	slot->doc = keep ? malloc(sizeof(*slot->doc)) : NULL;
	reader->kept += slot->doc != NULL ? doc_memory(doc) : 0;
	reader->failed |= !catalog_doc_head(reader->catalog, doc, &outline, head);
	pthread_mutex_unlock(&reader->lock);
	buf_finish(&outline);
	if (slot->doc != NULL) {
		*slot->doc = *doc;
	} else {
		doc_finish(doc);
	}
}

/* Tells how far reading has come; a big dossier takes its time. */
static void tell_progress(struct reader *reader, const struct doc_head *head, unsigned worker)
{
	uint64_t done = atomic_fetch_add(&reader->done, head->source_n) + head->source_n;

	if (worker == 0 && reader->each->progress != NULL) {
		reader->each->progress(reader->each->viewer, done, reader->all);
	}
}

static bool is_cancelled(const struct reader *reader)
{
	return reader->each->cancel != NULL && atomic_load(reader->each->cancel);
}

/* Whether a document may wait for another time. */
static bool may_wait(const struct reader *reader, const struct doc_head *head)
{
	const struct catalog_each *each = reader->each;
	bool enough = (each->enough != NULL && atomic_load(each->enough)) ||
		(each->most > 0 && atomic_load(&reader->done) >= each->most);

	return enough && !span_eq(head->path, each->first);
}

/* How far one long document has come. */
struct one {
	struct reader *reader;
	unsigned worker;
};

static bool tell_one(void *viewer, uint64_t done)
{
	const struct one *one = viewer;
	struct reader *reader = one->reader;

	if (one->worker == 0 && reader->each->progress != NULL) {
		reader->each->progress(reader->each->viewer, atomic_load(&reader->done) + done,
			reader->all);
	}
	return !is_cancelled(reader);
}

static void read_one(void *owner, uint32_t i, unsigned worker)
{
	struct reader *reader = owner;
	struct slot *slot = &reader->slots[i];
	struct doc_head *head = &reader->catalog->heads[i];
	struct one one = {reader, worker};
	struct catalog_doc_progress progress = {tell_one, &one};
	struct doc doc;
	struct err why;

	if (head->known || is_cancelled(reader)) {
		return;
	}
	slot->pending = may_wait(reader, head);
	if (slot->pending) {
		return;
	}
	slot->read = catalog_doc_read(reader->catalog, head, &progress, &doc, &why);
	tell_progress(reader, head, worker);
	if (!slot->read) {
		slot->why = strdup(why.msg);
		return;
	}
	slot->empty = doc.nparas == 0;
	if (slot->empty) {
		doc_finish(&doc);
		return;
	}
	if (reader->each->take != NULL) {
		reader->each->take(reader->each->owner, head->listed, worker, &doc);
	}
	slot_settle(reader, slot, head, &doc);
}

/* Says what was wrong with a file. False: it is left out. */
static bool report_slot(const struct catalog *catalog, const struct slot *slot,
	const struct doc_head *head, struct report *report)
{
	struct buf path = {0};
	const char *name = catalog_path(catalog, head, &path, NULL) ? path.p : head->path.p;

	if (!slot->read) {
		report_left_out(report, REPORT_ERROR, NULL, "%s",
			slot->why != NULL ? slot->why : name);
	} else if (slot->empty) {
		report_left_out(report, REPORT_WARNING, name,
			head->stamp.size > 0 ? "nothing but blanks, left out" : "empty, left out");
	}
	if (head->changing) {
		report_add(report, REPORT_WARNING, name, 0,
			"it changes while it is read: this is how it was found the last time");
	}
	if (head->guessed) {
		report_add(report, REPORT_NOTE, name, 0, "its encoding is not known, read as %s",
			head->encoding);
	}
	if (head->nbad > 0) {
		report_add(report, REPORT_WARNING, name, 0, "bytes that are not %s: %u",
			head->encoding, head->nbad);
	}
	if (slot->read && head->whole) {
		report_add(report, REPORT_NOTE, name, 0, "%u MiB of memory: without a cache it is read whole",
			head->text_n >> 20);
	}
	buf_finish(&path);
	return slot->read && !slot->empty;
}

static int head_compare(const void *left, const void *right)
{
	const struct doc_head *a = *(const struct doc_head *const *)left;
	const struct doc_head *b = *(const struct doc_head *const *)right;
	int order = doc_date_cmp(&a->date, &b->date);

	return order != 0 ? order : span_cmp(a->path, b->path);
}

/* Puts heads and texts in the order of the n heads of the old array. */
static void put_in_order(struct reader *reader, const struct doc_head **order, uint32_t n,
	struct doc_head *heads)
{
	struct catalog *catalog = reader->catalog;

	for (uint32_t i = 0; i < catalog->n; i++) {
		if (catalog_is_loaded(catalog, (doc_id){i})) {
			doc_finish(&catalog->docs[i]); /* somebody has looked into it before */
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		struct slot *slot = &reader->slots[order[i] - catalog->heads];

		heads[i] = *order[i];
		if (slot->doc != NULL) {
			catalog->docs[i] = *slot->doc;
			free(slot->doc);
			slot->doc = NULL;
		}
	}
	free(catalog->heads);
	catalog->heads = heads;
	catalog->n = n;
}

/* Leaves out what cannot be read and puts the rest in order. */
static bool settle(struct reader *reader, struct report *report, struct err *err)
{
	struct catalog *catalog = reader->catalog;
	const struct doc_head **order = calloc((size_t)catalog->n + 1, sizeof(const struct doc_head *));
	struct doc_head *heads = calloc((size_t)catalog->n + 1, sizeof(*heads));
	uint32_t kept = 0;

	catalog->use = calloc(1, sizeof(*catalog->use));
	if (order == NULL || heads == NULL || catalog->use == NULL) {
		free(order);
		free(heads);
		return err_memory(err);
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		if (reader->slots[i].pending) {
			catalog->pending++;
		} else if (report_slot(catalog, &reader->slots[i], &catalog->heads[i], report)) {
			order[kept++] = &catalog->heads[i];
		}
	}
	if (catalog->pending > 0) {
		report_left_out(report, REPORT_NOTE, catalog->root, "documents not read yet: %u",
			catalog->pending);
	}
	qsort(order, kept, sizeof(const struct doc_head *), head_compare);
	put_in_order(reader, order, kept, heads);
	free(order);
	atomic_store(&catalog->use->bytes, reader->kept);
	return catalog_list_index(catalog, err);
}

/* Says that nothing can be read, and what was wrong with the first thing that is there. */
static bool set_empty(struct err *err, const struct catalog *catalog, uint32_t listed,
	const char *first)
{
	if (catalog->root[0] != '\0') {
		return err_set(err, "%s: no document to read in it (*.txt or *.md with text)%s%s",
			catalog->root, first == NULL ? "" : "; ", first == NULL ? "" : first);
	}
	if (listed == 1 && first != NULL) {
		return err_set(err, "%s", first);
	}
	return err_set(err, "none of the %u files can be read%s%s", listed,
		first == NULL ? "" : "; ", first == NULL ? "" : first);
}

static bool read_all(struct reader *reader, struct report *report, struct err *err)
{
	struct catalog *catalog = reader->catalog;
	uint32_t listed = catalog->n, reported = report->n, unknown = 0;

	for (uint32_t i = 0; i < listed; i++) {
		reader->slots[i].read = catalog->heads[i].known;
		unknown += !catalog->heads[i].known;
		reader->all += catalog->heads[i].known ? 0 : catalog->heads[i].source_n;
	}
	crew_run(&(struct crew){.jobs = unknown > 0 ? listed : 0, .most = reader->each->threads, .job = read_one,
		.owner = reader, .eager = reader->all >= CREW_EAGER && unknown > 1});
	if (reader->failed || is_cancelled(reader)) {
		return reader->failed ? err_memory(err) : err_set(err, "cancelled");
	}
	if (!settle(reader, report, err)) {
		return false;
	}
	if (catalog->root[0] != '\0') {
		about_report_unused(&catalog->abouts, report);
	}
	return catalog->n > 0 || set_empty(err, catalog, listed,
		reported < report->n ? report->items[reported].text : NULL);
}

bool catalog_read(struct catalog *catalog, const struct catalog_each *each, struct report *report,
	struct err *err)
{
	struct reader reader = {.catalog = catalog, .each = each};
	uint32_t listed = catalog->n;

	reader.slots = calloc((size_t)listed + 1, sizeof(*reader.slots));
	if (reader.slots == NULL) {
		return err_memory(err);
	}
	pthread_mutex_init(&reader.lock, NULL);
	bool ok = read_all(&reader, report, err);
	pthread_mutex_destroy(&reader.lock);
	for (uint32_t i = 0; i < listed; i++) {
		if (reader.slots[i].doc != NULL) {
			doc_finish(reader.slots[i].doc);
		}
		free(reader.slots[i].doc);
		free(reader.slots[i].why);
	}
	free(reader.slots);
	return ok;
}

bool catalog_keep_forms(struct catalog *catalog, const char *folder, struct err *err)
{
	char *copy = folder == NULL ? NULL : strdup(folder);

	if (folder != NULL && copy == NULL) {
		return err_memory(err);
	}
	free(catalog->forms);
	catalog->forms = copy;
	return true;
}

doc_id catalog_find(const struct catalog *catalog, struct span path)
{
	uint32_t low = 0, high = catalog->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, i = catalog->by_path[middle];
		int order = span_cmp(catalog_head(catalog, i)->path, path);

		if (order == 0) {
			return (doc_id){i};
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return DOC_NONE;
}

bool catalog_look(const struct catalog *catalog, doc_id id, struct file_stamp *stamp)
{
	int fd = folder_at(catalog->folder, catalog_head(catalog, id.i)->path.p, FOLDER_LOOK);
	struct stat st;
	bool there = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);

	if (fd >= 0) {
		close(fd);
	}
	if (there) {
		*stamp = file_stamp_of(&st);
	}
	return there;
}

bool catalog_is_loaded(const struct catalog *catalog, doc_id id)
{
	return catalog->docs[id.i].path.p != NULL;
}

bool catalog_has_changed(const struct catalog *catalog, doc_id id)
{
	return catalog_is_loaded(catalog, id) &&
		!file_stamp_eq(&catalog->docs[id.i].stamp, &catalog_head(catalog, id.i)->stamp);
}

uint32_t catalog_stale(const struct catalog *catalog)
{
	return catalog->use == NULL ? 0 : atomic_load(&catalog->use->stale);
}

bool catalog_is_lost(const struct catalog *catalog, doc_id id)
{
	const struct file_stamp none = {0};

	return catalog_has_changed(catalog, id) &&
		file_stamp_eq(&catalog->docs[id.i].stamp, &none);
}

/* A text that says why there is none. */
static void read_excuse(const struct catalog *catalog, const struct doc_head *head,
	const struct err *why, struct doc *out)
{
	struct doc_about about = {.path = head->path, .title = head->title, .date = head->date};
	struct buf bytes = {0};
	struct err err;

	buf_printf(&bytes, "%s\n", why->msg);
	if (!doc_read(out, &bytes, &about, catalog->config, &err)) {
		*out = (struct doc){.path = head->path, .title = head->title};
	}
}

const struct doc *catalog_doc(const struct catalog *catalog, doc_id id)
{
	const struct doc_head *head;
	struct doc *doc = &catalog->docs[id.i];
	struct err why;

	if (catalog_is_loaded(catalog, id)) {
		return doc;
	}
	head = catalog_head(catalog, id.i);
	bool read = catalog_doc_read(catalog, head, NULL, doc, &why);
	if (read && doc->nparas == 0) { /* it was not when it was listed */
		doc_finish(doc);
		read = err_set(&why, "%.*s: nothing but blanks is in it now", SPAN_ARG(head->path));
	}
	if (!read) {
		read_excuse(catalog, head, &why, doc);
	}
	if (catalog->use != NULL) {
		atomic_fetch_add(&catalog->use->bytes, doc_memory(doc));
		atomic_fetch_add(&catalog->use->stale, catalog_has_changed(catalog, id) ||
			(catalog->lent != NULL && catalog_head(catalog, id.i)->young));
	}
	return doc;
}

void catalog_drop(const struct catalog *catalog, doc_id id)
{
	if (catalog->use != NULL) {
		atomic_fetch_sub(&catalog->use->bytes, doc_memory(&catalog->docs[id.i]));
	}
	doc_finish(&catalog->docs[id.i]);
}

void catalog_hand_on(const struct catalog *from, doc_id id, const struct catalog *to, doc_id there)
{
	const struct doc_head *head = catalog_head(to, there.i), *was = catalog_head(from, id.i);
	struct doc *doc = &from->docs[id.i], *made = &to->docs[there.i];

	if (!catalog_is_loaded(from, id) || catalog_is_loaded(to, there) ||
		!file_stamp_eq(&doc->stamp, &head->stamp) || (was->told_title && !head->told_title) ||
		!span_eq(span_of(was->declared), span_of(head->declared))) {
		return;
	}
	*made = *doc;
	*doc = (struct doc){0};
	made->path = head->path;
	made->title = head->told_title ? head->title : made->title;
	made->source = head->source;
	made->language = head->language;
	made->note = head->note;
	made->date = head->date;
	if (from->use != NULL && to->use != NULL) {
		atomic_fetch_sub(&from->use->bytes, made->text.n);
		atomic_fetch_add(&to->use->bytes, made->text.n);
	}
}

uint64_t catalog_bytes(const struct catalog *catalog)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < catalog->n; i++) {
		sum += catalog_head(catalog, i)->text_n;
	}
	return sum;
}

uint64_t catalog_loaded(const struct catalog *catalog)
{
	return catalog->use == NULL ? 0 : atomic_load(&catalog->use->bytes);
}

void catalog_finish(struct catalog *catalog)
{
	for (uint32_t i = 0; i < catalog->n; i++) {
		if (catalog_lent_asked(catalog, i)) { /* no text without its head */
			doc_finish(&catalog->docs[i]);
		}
	}
	free(catalog->heads);
	free(catalog->docs);
	free(catalog->use);
	catalog_lent_finish(catalog);
	free(catalog->by_path);
	free(catalog->root);
	free(catalog->forms);
	folder_close(catalog->folder);
	about_finish(&catalog->abouts);
	arena_finish(&catalog->arena);
	*catalog = (struct catalog){0};
}
