#include "read/fresh.h"

#include "base/now.h"
#include "texts/same.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

enum { PATIENCE_MS = 400 };

enum { STAGE_FIRST = 16, STAGE = 4 }; /* how much more is read than in the first place, each time */

#define STAGE_MOST ((uint64_t)1 << 30) /* from so many on all are read */

struct fresh {
	struct dossier_how how; /* texts are in the arena */
	bool descriptions;
	struct arena arena;
	pthread_t thread;
	atomic_bool cancel, enough;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t ended;
	bool works;
	uint64_t done, rest; /* of what this stage can read */
	uint64_t all; /* what the first one could */
	int64_t start;
	struct dossier *dossier; /* the last one opened; NULL: none, or taken */
	struct err err;
};

static void tell(void *viewer, uint64_t done, uint64_t all)
{
	struct fresh *fresh = viewer;

	pthread_mutex_lock(&fresh->lock);
	fresh->start = fresh->all == 0 ? now_ms() : fresh->start;
	fresh->all = fresh->all == 0 ? all : fresh->all;
	fresh->done = done;
	fresh->rest = all;
	pthread_mutex_unlock(&fresh->lock);
}

static struct dossier *open_it(struct fresh *fresh, struct err *err)
{
	struct dossier *dossier = calloc(1, sizeof(*dossier));
	struct err none;

	if (dossier == NULL) {
		err_memory(err);
		return NULL;
	}
	if (!dossier_open(dossier, &fresh->how, err)) {
		free(dossier);
		return NULL;
	}
	if (!dossier_index(dossier, false, &none)) {
		dossier->unsaved = true; /* tried again at the end, and told then */
	}
	return dossier;
}

static void drop(struct dossier *dossier)
{
	if (dossier != NULL) {
		dossier_close(dossier);
		free(dossier);
	}
}

/* Puts a dossier where it is taken from; one that nobody has taken goes. */
static void hand_over(struct fresh *fresh, struct dossier *dossier, const struct err *err, bool last)
{
	struct dossier *old;

	pthread_mutex_lock(&fresh->lock);
	old = dossier == NULL ? NULL : fresh->dossier;
	fresh->dossier = dossier == NULL ? fresh->dossier : dossier;
	fresh->err = *err;
	fresh->works = !last;
	pthread_cond_signal(&fresh->ended);
	pthread_mutex_unlock(&fresh->lock);
	drop(old);
}

static void *work(void *owner)
{
	struct fresh *fresh = owner;
	bool last = false;

	while (!last) {
		struct err err = {{0}};
		struct dossier *dossier = open_it(fresh, &err);

		last = dossier == NULL || dossier->catalog.pending == 0 || atomic_load(&fresh->enough) ||
			atomic_load(&fresh->cancel);
		/* Without an index to go on from, all is read in one go. */
		fresh->how.most = last || dossier->unsaved || fresh->how.most >= STAGE_MOST
			? 0 : STAGE * fresh->how.most;
		hand_over(fresh, dossier, &err, last);
	}
	return NULL;
}

/* A copy of a text, or NULL; *ok is cleared where memory is short. */
static const char *copy(struct fresh *fresh, const char *text, bool *ok)
{
	struct span made = {NULL, 0};

	*ok = *ok && (text == NULL || arena_copy(&fresh->arena, span_of(text), &made));
	return made.p;
}

static bool copy_how(struct fresh *fresh, const struct dossier_how *how)
{
	const char **paths = arena_array(&fresh->arena, how->npaths + 1, sizeof(*paths));
	bool ok = paths != NULL;

	fresh->how = *how;
	for (uint32_t i = 0; ok && i < how->npaths; i++) {
		paths[i] = copy(fresh, how->paths[i], &ok);
	}
	fresh->how.paths = paths;
	fresh->how.entities = copy(fresh, how->entities, &ok);
	fresh->how.config = copy(fresh, how->config, &ok);
	fresh->how.state = copy(fresh, how->state, &ok);
	fresh->how.cache = copy(fresh, how->cache, &ok);
	fresh->how.user = copy(fresh, how->user, &ok);
	fresh->how.first = copy(fresh, how->first, &ok);
	if (how->descriptions != NULL) {
		fresh->descriptions = *how->descriptions;
		fresh->how.descriptions = &fresh->descriptions;
	}
	fresh->how.progress = tell;
	fresh->how.viewer = fresh;
	fresh->how.cancel = &fresh->cancel;
	fresh->how.enough = &fresh->enough;
	fresh->how.most = how->most == 0 || how->cache == NULL ? 0 : STAGE_FIRST * how->most;
	fresh->how.begin = CATALOG_BEGIN_WAITING;
	fresh->how.lent = false;
	return ok;
}

/*
 * Signals are the main thread's, but for those that a thread brings about itself: blocked they would
 * end the program without its handlers, and leave the terminal as it is.
 */
static int start_thread(struct fresh *fresh)
{
	static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
	sigset_t others, before;
	int failed;

	sigfillset(&others);
	for (size_t i = 0; i < COUNT_OF(own); i++) {
		sigdelset(&others, own[i]);
	}
	pthread_sigmask(SIG_SETMASK, &others, &before);
	failed = pthread_create(&fresh->thread, NULL, work, fresh);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

static void free_all(struct fresh *fresh)
{
	drop(fresh->dossier);
	pthread_cond_destroy(&fresh->ended);
	pthread_mutex_destroy(&fresh->lock);
	arena_finish(&fresh->arena);
	free(fresh);
}

struct fresh *fresh_start(const struct dossier_how *how, struct err *err)
{
	struct fresh *fresh = calloc(1, sizeof(*fresh));
	int failed;

	if (fresh == NULL) {
		err_memory(err);
		return NULL;
	}
	pthread_mutex_init(&fresh->lock, NULL);
	pthread_cond_init(&fresh->ended, NULL);
	fresh->works = true;
	failed = copy_how(fresh, how) ? start_thread(fresh) : ENOMEM;
	if (failed != 0) {
		free_all(fresh);
		err_errno(err, failed, "no thread to look at the files with");
		return NULL;
	}
	return fresh;
}

bool fresh_works(struct fresh *fresh)
{
	bool works;

	pthread_mutex_lock(&fresh->lock);
	works = fresh->works;
	pthread_mutex_unlock(&fresh->lock);
	return works;
}

struct fresh_share fresh_share(struct fresh *fresh)
{
	struct fresh_share share;

	pthread_mutex_lock(&fresh->lock);
	share = (struct fresh_share){fresh->all - fresh->rest + fresh->done, fresh->all, 0};
	share.ms = fresh->all == 0 ? 0 : now_ms() - fresh->start;
	pthread_mutex_unlock(&fresh->lock);
	return share;
}

void fresh_put(const struct fresh_share *share, struct buf *out)
{
	double part = share->all == 0 ? 1 : (double)share->done / (double)share->all;
	double seconds = share->ms > 0 ? (double)share->ms / 1000 : 0.001, mega = 1 << 20;
	double rate = (double)share->done / seconds;

	buf_printf(out, "reading: %.0f%% of %.0f MiB, %.*f MiB/s", 100 * part,
		(double)share->all / mega, rate > 0 && rate < 9.5 * mega ? 1 : 0, rate / mega);
	if (rate > 0 && part >= 0.01) { /* before that it would be a guess */
		buf_printf(out, ", %.0f s left", (double)(share->all - share->done) / rate);
	}
}

void fresh_enough(struct fresh *fresh)
{
	atomic_store(&fresh->enough, true);
}

struct dossier *fresh_take(struct fresh *fresh, struct err *err)
{
	struct dossier *dossier;

	pthread_mutex_lock(&fresh->lock);
	dossier = fresh->dossier;
	fresh->dossier = NULL;
	if (dossier == NULL) {
		*err = fresh->err;
	}
	pthread_mutex_unlock(&fresh->lock);
	return dossier;
}

/* Whether both files hold the same: sums of all their arrays are. */
static bool same_file(const struct sections *a, const struct sections *b)
{
	return a->p != NULL && b->p != NULL && a->bytes == b->bytes && a->n == b->n &&
		memcmp(a->table, b->table, a->n * sizeof(*a->table)) == 0;
}

/* Whether n messages of both are the same. */
static bool same_report(const struct report *a, uint32_t from_a, const struct report *b,
	uint32_t from_b, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (strcmp(a->items[from_a + i].text, b->items[from_b + i].text) != 0) {
			return false;
		}
	}
	return true;
}

static bool same_documents(const struct catalog *a, const struct catalog *b)
{
	if (a->n != b->n) {
		return false;
	}
	for (uint32_t i = 0; i < a->n; i++) {
		struct same was = same_now(catalog_head(a, i)), is = same_now(catalog_head(b, i));

		if (!same_eq(&was, &is) || !span_eq(catalog_head(a, i)->path, catalog_head(b, i)->path)) {
			return false;
		}
	}
	return true;
}

static bool same_reports(const struct dossier *old, const struct dossier *fresh)
{
	uint32_t n = old->report_to - old->report_from, nlinks = old->link_report.n - old->links_from;

	return fresh->report_to - fresh->report_from == n &&
		fresh->link_report.n - fresh->links_from == nlinks &&
		same_report(&old->report, old->report_from, &fresh->report, fresh->report_from, n) &&
		same_report(&old->link_report, old->links_from, &fresh->link_report,
			fresh->links_from, nlinks);
}

static bool same_spans(const struct span *a, const struct span *b, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (!span_eq(a[i], b[i])) {
			return false;
		}
	}
	return true;
}

static bool same_entity(const struct entities *a, const struct entities *b, uint32_t i)
{
	const struct entity *x = &a->items[i], *y = &b->items[i];

	return span_eq(x->id, y->id) && span_eq(x->place, y->place) && span_eq(x->note, y->note) &&
		x->kind == y->kind && x->name == y->name && x->nnames == y->nnames &&
		x->nparties == y->nparties && x->line == y->line &&
		doc_date_cmp(&x->date, &y->date) == 0 && doc_date_cmp(&x->until, &y->until) == 0 &&
		a->by_id[i] == b->by_id[i] &&
		same_spans(a->parties + x->party, b->parties + y->party, x->nparties);
}

/* Whether both alias tables are the same: one of them was lent, and nobody has read the file yet. */
static bool same_names(const struct entities *a, const struct entities *b)
{
	if (a->n != b->n || a->nnames != b->nnames || a->nkinds != b->nkinds ||
		!same_spans(a->kinds, b->kinds, a->nkinds)) {
		return false;
	}
	for (uint32_t i = 0; i < a->n; i++) {
		if (!same_entity(a, b, i)) {
			return false;
		}
	}
	for (uint32_t i = 0; i < a->nnames; i++) {
		if (a->names[i].line != b->names[i].line ||
			!span_eq(a->names[i].text, b->names[i].text)) {
			return false;
		}
	}
	return true;
}

bool fresh_same(const struct dossier *old, const struct dossier *fresh)
{
	if (catalog_lent_damaged(&old->catalog) || xref_guard_damaged(&old->xref) ||
		memcmp(&old->key, &fresh->key, sizeof(old->key)) != 0 ||
		!same_reports(old, fresh) || !same_names(&old->ents, &fresh->ents)) {
		return false;
	}
	if (old->lent) {
		return fresh->taken == fresh->catalog.n && fresh->built.n == fresh->catalog.n &&
			same_file(&old->built.file, &fresh->built.file);
	}
	return same_documents(&old->catalog, &fresh->catalog);
}

/* Waits until it has ended, or for too long. */
static bool wait_a_moment(struct fresh *fresh)
{
	struct timespec until;
	bool ended;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += PATIENCE_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&fresh->lock);
	while (fresh->works &&
		pthread_cond_timedwait(&fresh->ended, &fresh->lock, &until) != ETIMEDOUT) {
	}
	ended = !fresh->works;
	pthread_mutex_unlock(&fresh->lock);
	return ended;
}

void fresh_stop(struct fresh *fresh)
{
	if (fresh == NULL) {
		return;
	}
	atomic_store(&fresh->cancel, true);
	if (!wait_a_moment(fresh)) {
		pthread_detach(fresh->thread);
		return;
	}
	pthread_join(fresh->thread, NULL);
	free_all(fresh);
}
