/* The documents of a catalogue read: each once, by several threads, and put in order. */
#include "texts/catalog.h"

#include "base/crew.h"
#include "texts/catalog_doc.h"
#include "texts/catalog_use.h"

#include <pthread.h>
#include <stdlib.h>

/* A document on its way in. */
struct slot {
	struct doc *doc; /* where its text stays; owned */
	char *why; /* of a file that could not be read; owned */
	bool read, empty;
	bool pending; /* there was enough before it was read, … */
	bool begun; /* … but its beginning is there */
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

/* Tells how far reading has come, by n bytes; a big dossier takes its time. */
static void tell_progress(struct reader *reader, uint64_t n, unsigned worker)
{
	uint64_t done = atomic_fetch_add(&reader->done, n) + n;

	if (worker == 0 && reader->each->progress != NULL) {
		reader->each->progress(reader->each->viewer, done, reader->all);
	}
}

static bool is_cancelled(const struct reader *reader)
{
	return reader->each->cancel != NULL && atomic_load(reader->each->cancel);
}

/* Whether somebody has said that no more is to be read. */
static bool is_enough(const struct catalog_each *each)
{
	return each->enough != NULL && atomic_load(each->enough);
}

/* Whether a document may wait for another time. */
static bool may_wait(const struct reader *reader, const struct doc_head *head)
{
	const struct catalog_each *each = reader->each;
	bool enough = is_enough(each) || (each->most > 0 && atomic_load(&reader->done) >= each->most);

	return enough && !span_eq(head->path, each->first);
}

/* Whether, of a document that waits or not, the beginning is to be read. */
static bool is_begun(const struct reader *reader, const struct doc_head *head, bool waits)
{
	enum catalog_begin begin = reader->each->begin;

	return (begin == CATALOG_BEGIN_ALL || (begin == CATALOG_BEGIN_WAITING && waits)) &&
		catalog_doc_is_long(reader->catalog, head);
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
	return !is_cancelled(reader) &&
		(reader->each->begin == CATALOG_BEGIN_NONE || !is_enough(reader->each));
}

/*
 * Reads it whole, or its beginning, also where the former is stopped because there is enough. False also
 * where it waits.
 */
static bool read_text(struct reader *reader, const struct doc_head *head, unsigned worker,
	struct slot *slot, struct doc *doc, struct err *err)
{
	struct one one = {reader, worker};
	struct catalog_doc_how how = {.tell = tell_one, .viewer = &one};
	bool waits = may_wait(reader, head);

	how.beginning = is_begun(reader, head, waits);
	if (how.beginning && catalog_doc_read(reader->catalog, head, &how, doc, err)) {
		return true;
	}
	how.beginning = false;
	if (!waits && catalog_doc_read(reader->catalog, head, &how, doc, err)) {
		return true;
	}
	how.beginning = !waits && is_enough(reader->each) && is_begun(reader, head, true);
	if (how.beginning && catalog_doc_read(reader->catalog, head, &how, doc, err)) {
		return true;
	}
	slot->pending = waits || how.beginning;
	return false;
}

static void read_one(void *owner, uint32_t i, unsigned worker)
{
	struct reader *reader = owner;
	struct slot *slot = &reader->slots[i];
	struct doc_head *head = &reader->catalog->heads[i];
	struct doc doc;
	struct err why;

	if (head->known || is_cancelled(reader)) {
		return;
	}
	slot->read = read_text(reader, head, worker, slot, &doc, &why);
	if (slot->pending) {
		return;
	}
	tell_progress(reader, slot->read ? doc.source_n : head->source_n, worker);
	if (!slot->read) {
		slot->why = strdup(why.msg);
		return;
	}
	slot->empty = doc.nparas == 0;
	if (slot->empty) {
		doc_finish(&doc);
		return;
	}
	slot->begun = doc.rest > 0;
	slot->pending = slot->begun;
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
		const struct slot *slot = &reader->slots[i];

		catalog->pending += slot->pending;
		catalog->begun += slot->begun;
		if ((!slot->pending || slot->begun) && report_slot(catalog, slot, &catalog->heads[i], report)) {
			order[kept++] = &catalog->heads[i];
		}
	}
	if (catalog->pending > catalog->begun) {
		report_left_out(report, REPORT_NOTE, catalog->root, "documents not read yet: %u",
			catalog->pending - catalog->begun);
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
