/*
 * catalog.h - the dossier's documents: which there are, in which order, and what was left out.
 *
 * What is known of every document (its head) is always at hand; texts are read when they are
 * asked for, and may be dropped again. Order is by date, then by path; documents without a date
 * come last. Paths are relative to the dossier's folder.
 *
 * Made in two steps: catalog_list finds the files, by path; catalog_read reads them, with several
 * threads, and puts them in order. catalog_load does both.
 *
 *	const struct doc *doc = catalog_doc(&catalog, id);
 */
#ifndef DOSSIER_TEXTS_CATALOG_H
#define DOSSIER_TEXTS_CATALOG_H

#include "texts/about.h"

#include <stdatomic.h>

/* A document without its text. */
struct doc_head {
	struct span path, title, source, language, note; /* as in struct doc */
	struct doc_date date;
	const char *encoding;
	const char *declared; /* the encoding that documents.rec tells, or NULL */
	bool guessed, markdown;
	bool told_title, told_date; /* by documents.rec, not by the text */
	uint64_t told; /* same_told of all that documents.rec says */
	bool known; /* filled from an index: catalog_read passes over it */
	bool changing; /* the file changed each time while it was read */
	bool again; /* an index is not to know it: there was something to report */
	bool whole; /* so long that it should be mapped, and takes memory instead */
	bool settled; /* read again when its time could tell that it had not changed (kept_make.h) */
	bool young; /* its time did not tell, when it was indexed, whether it would change */
	uint32_t hidden, nbad;
	uint32_t source_n, text_n; /* bytes of the file and of the canonical text */
	uint64_t rest; /* as in struct doc: only its beginning was read; the stamp is that of no file */
	uint32_t first; /* where its first paragraph begins */
	uint32_t paras; /* the number of its last paragraph; at least 1 */
	uint32_t listed; /* its place in the list by path, before it was read */
	struct file_stamp stamp; /* of the file that was read */
	struct span outline; /* of the text in that state (outline.h); empty: not known */
};

struct catalog_lent;

struct catalog {
	struct doc_head *heads; /* whoever did not make the catalogue asks catalog_head */
	uint32_t n;
	int64_t when; /* of listing: nanoseconds as in a file's stamp */
	uint64_t set; /* same_set of all that it has; 0: not known */
	uint64_t files; /* walk_sum of the files of the folder, all of which were listed; 0: not known */
	uint32_t listed; /* files there were before some were left out */
	uint32_t pending; /* of them, not read whole yet: there was enough (catalog_each) … */
	uint32_t begun; /* … of these, read in their beginning and not left out */
	uint32_t *by_path; /* numbers of documents sorted by path */
	char *forms; /* folder in the cache for the forms of long documents (kept.h); NULL: none; owned */
	char *root; /* the folder as it was named, owned; "" for single files */
	struct folder *folder; /* the same, held open; owned. NULL for single files */
	struct doc *docs; /* texts where they are loaded: only catalog.c looks at them */
	struct catalog_use *use; /* how much that is; owned */
	const struct config *config; /* how texts are read; borrowed */
	struct abouts abouts; /* what documents.rec says; owns what was told */
	struct arena arena; /* owns the heads' texts */
	struct catalog_lent *lent; /* heads that are filled when they are asked for; NULL: all are; owned */
};

/* An index that heads come from: nothing is done for a document before somebody asks for its head. */
struct catalog_source {
	bool (*fill)(const void *owner, uint32_t i, struct doc_head *head); /* false: damaged */
	const void *owner; /* outlives the catalogue, as what the heads point to does */
	uint32_t *by_path; /* each number below n once; borrowed */
	uint32_t n;
	int64_t when; /* of the listing */
	uint64_t set, files; /* of its documents, as in struct catalog */
};

/* Of which documents only the beginning is read, of those whose forms are kept (beginning.h). */
enum catalog_begin {
	CATALOG_BEGIN_NONE,
	CATALOG_BEGIN_WAITING, /* those that would be left out, because there was enough */
	CATALOG_BEGIN_ALL,
};

/* What is done with each document while it is at hand, in whatever thread has read it. */
struct catalog_each {
	/* listed: place in the list by path; worker: see crew.h. Others' calls run meanwhile. */
	void (*take)(void *owner, uint32_t listed, unsigned worker, const struct doc *doc);
	void *owner;
	/* Bytes of files read so far, of all that are to be; called by catalog_read's own thread. */
	void (*progress)(void *viewer, uint64_t done, uint64_t all);
	void *viewer;
	const atomic_bool *cancel; /* once it is set nothing more is read; NULL: nobody can */
	const atomic_bool *enough; /* the same, but what was read stands for all; NULL: nobody says so */
	uint64_t most; /* bytes of files that are enough; 0: all of them are read */
	enum catalog_begin begin;
	struct span first; /* path of a document that is read in any case */
	unsigned threads; /* at most; 0: one for each processor */
	uint64_t keep; /* bytes of text that may stay in memory */
};

/*
 * Finds the texts (*.txt, *.md, recursively) of folder and what its documents.rec says of them
 * (about.h). Nothing is read: heads have path, size and time of the file, and what was told; they
 * can be asked for by catalog_find and catalog_doc already.
 * config must outlive the catalogue. False where the folder cannot be read, or memory is short.
 */
bool catalog_list(struct catalog *catalog, const char *folder, const struct config *config,
	struct report *report, struct err *err) MUST_CHECK;

/* The same for single files; any name will do. The documents.rec is that of the first one's folder. */
bool catalog_list_files(struct catalog *catalog, const char *const *paths, uint32_t n,
	const struct config *config, struct report *report, struct err *err) MUST_CHECK;

/*
 * Reads what was listed; what is not read any more because there was enough is counted in `pending`,
 * and left out, or begun. Files that cannot be read or have no word in them, and records without a
 * file, are reported and left out. False where no document is left, memory is short, or it was cancelled.
 */
bool catalog_read(struct catalog *catalog, const struct catalog_each *each, struct report *report,
	struct err *err) MUST_CHECK;

/*
 * Keeps the forms of long documents in this folder, which is made when it is needed: once they have
 * been read, they are mapped. For before catalog_read. NULL: none.
 */
bool catalog_keep_forms(struct catalog *catalog, const char *folder, struct err *err) MUST_CHECK;

/* Lists and reads a folder, and keeps all texts. */
bool catalog_load(struct catalog *catalog, const char *folder, const struct config *config,
	struct report *report, struct err *err) MUST_CHECK;

/* The same for single files. */
bool catalog_load_files(struct catalog *catalog, const char *const *paths, uint32_t n,
	const struct config *config, struct report *report, struct err *err) MUST_CHECK;

/*
 * The documents of a folder as an index knows them: the folder is not looked at. Constant time but for
 * room that nobody touches. False where memory is short.
 */
bool catalog_lent_make(struct catalog *catalog, const char *root, const struct config *config,
	const struct catalog_source *source, struct err *err) MUST_CHECK;

/*
 * Whether the folder has the very files that it had when an index of it was made: each of them is
 * looked at, none opened. A file whose size, time and place on disk are what they were counts as
 * unchanged. False also where that is not known for certain, or memory is short.
 */
bool catalog_list_same(const struct catalog *catalog);

/* Fills a head that was not asked for before. Any thread. */
struct doc_head *catalog_lent_head(const struct catalog *catalog, uint32_t i);

/* Whether a head was ever asked for. Of a catalogue that nobody has lent, all were. */
bool catalog_lent_asked(const struct catalog *catalog, uint32_t i);

/* Whether a head could not be filled: the index is damaged, what it says is to be read anew. */
bool catalog_lent_damaged(const struct catalog *catalog);

/* Frees what catalog_finish has to. */
void catalog_lent_finish(struct catalog *catalog);

/* What is known of document i < n. */
static inline struct doc_head *catalog_head(const struct catalog *catalog, uint32_t i)
{
	return catalog->lent == NULL ? &catalog->heads[i] : catalog_lent_head(catalog, i);
}

/* The path of a document's file as the system has it, in place of what out holds. */
bool catalog_path(const struct catalog *catalog, const struct doc_head *head, struct buf *out,
	struct err *err) MUST_CHECK;

/* Makes by_path anew. For those who fill heads. */
bool catalog_list_index(struct catalog *catalog, struct err *err) MUST_CHECK;

/* The document with this path, or DOC_NONE. O(log n). */
doc_id catalog_find(const struct catalog *catalog, struct span path);

/*
 * The document with its text, read now where it is not in memory. Never NULL: a file that cannot be
 * read any more is a text that says so. It stays where it is until catalog_drop. One thread
 * a document.
 */
const struct doc *catalog_doc(const struct catalog *catalog, doc_id id);

/* What its file is now, without opening it. False where that is no regular file, or nothing. */
bool catalog_look(const struct catalog *catalog, doc_id id, struct file_stamp *stamp);

/* Whether its text is in memory. */
bool catalog_is_loaded(const struct catalog *catalog, doc_id id);

/*
 * Whether a text in memory is of another state of its file than the one that was listed, or only
 * says why it cannot be read: places that were found in the former one are off.
 */
bool catalog_has_changed(const struct catalog *catalog, doc_id id);

/* How often, so far, a text that was read was one that has changed. Grows only. */
uint32_t catalog_stale(const struct catalog *catalog);

/* Whether a text in memory only says why the file cannot be read. */
bool catalog_is_lost(const struct catalog *catalog, doc_id id);

/* Forgets the text of a document that nobody looks at; catalog_doc reads it again. */
void catalog_drop(const struct catalog *catalog, doc_id id);

/*
 * Hands the text of a document on to the same document of another catalogue, where both are of one
 * state of the file and it is in memory here and not there: pointers to the text stay good.
 */
void catalog_hand_on(const struct catalog *from, doc_id id, const struct catalog *to, doc_id there);

/* Bytes of all documents' texts. O(n). */
uint64_t catalog_bytes(const struct catalog *catalog);

/* Bytes of text in memory. */
uint64_t catalog_loaded(const struct catalog *catalog);

/*
 * Forgets texts, all but those of `kept`, where more than limits.memory_mib of text are in memory.
 * Nothing but kept documents may be looked at afterwards without catalog_doc: for whoever knows
 * what is in use. Others drop what they have had read (catalog_is_loaded before).
 */
void catalog_trim(const struct catalog *catalog, const doc_id *kept, uint32_t n);

/* Frees everything. Takes a zeroed one. */
void catalog_finish(struct catalog *catalog);

#endif
