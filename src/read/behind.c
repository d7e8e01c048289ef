#include "read/behind.h"

#include "read/linked.h"
#include "read/swap.h"

#include <stdlib.h>

enum { RESTS_MOST = 30 }; /* ticks of a session at rest between looks at all files */

static void drop(struct dossier **dossier)
{
	if (*dossier != NULL) {
		dossier_close(*dossier);
		free(*dossier);
		*dossier = NULL;
	}
}

/* Begins to open the dossier once more. */
static void begin(struct session *session)
{
	struct behind *behind = &session->behind;
	struct dossier_how how = *behind->how;
	struct err err;

	behind->rests = 0;
	behind->brought = false;
	if (session->dossier->unsaved && session->dossier->catalog.pending == 0) {
		/* With a decision of this session its index has another key: to be found by the thread. */
		session->dossier->unsaved = !dossier_index(session->dossier, false, &err);
	}
	behind->stale = catalog_stale(&session->dossier->catalog);
	how.most = session->dossier->catalog.pending > 0 ? how.most : 0;
	how.descriptions = &session->dossier->config.links_descriptions;
	behind->fresh = fresh_start(&how, &err);
	if (behind->fresh == NULL && !behind->told) {
		behind->told = true;
		session_say(session, true, "files are not looked at: %s", err.msg);
	}
}

void behind_start(struct session *session, const struct dossier_how *how)
{
	session->behind.how = how;
	cache_hold(&session->dossier->hold, session->dossier->index);
	if (session->dossier->lent || session->dossier->catalog.pending > 0) {
		begin(session);
	}
}

bool behind_works(const struct session *session)
{
	return session->behind.fresh != NULL || session->behind.ready != NULL;
}

/* "one.txt has changed: read anew" */
static void say_changes(struct session *session, const struct swap_count *count)
{
	const struct catalog *catalog = &session->dossier->catalog;
	uint32_t n = count->changed + count->added + count->gone;
	const char *what = count->gone > 0 ? "is gone" : count->added > 0 ? "is new" : "has changed";

	if (session->message.n > 0 || n == 0 || session->behind.growing) {
		return;
	}
	if (n == 1 && count->one.i != DOC_NONE.i) {
		session_say(session, false, "%.*s %s: read anew",
			SPAN_ARG(catalog_head(catalog, count->one.i)->path), what);
	} else if (n == 1) {
		session_say(session, false, "a document %s: read anew", what);
	} else {
		session_say(session, false, "read anew: %u changed, %u new, %u gone",
			count->changed, count->added, count->gone);
	}
}

/* Puts in what is ready, and closes what was read until now. */
static void put_in(struct session *session)
{
	struct behind *behind = &session->behind;
	struct dossier *old = session->dossier;
	struct swap_count count;

	behind->growing = old->catalog.pending > 0;
	swap_in(session, behind->ready, &count);
	dossier_close(old);
	if (old == behind->own) {
		free(old);
	}
	behind->own = behind->ready;
	behind->ready = NULL;
	behind->stale = catalog_stale(&session->dossier->catalog);
	session_rest(session); /* opens notes and places once all documents are there */
	say_changes(session, &count);
}

/* Whether it was opened with the names and decisions that are on disk now. */
static bool is_of_now(const struct session *session, const struct dossier *fresh)
{
	struct prebuilt_key key = linked_key(session->dossier);

	key.settings = fresh->key.settings; /* of a config.ini that was edited */
	return memcmp(&key, &fresh->key, sizeof(key)) == 0 &&
		fresh->config.links_descriptions == session->dossier->config.links_descriptions;
}

/* Whether what was opened is of any use. */
static bool is_wanted(struct session *session, struct dossier *fresh)
{
	uint32_t pending = session->dossier->catalog.pending;

	if (fresh->catalog.pending > 0 && pending == 0) {
		return false; /* reading was stopped: all that is known is more than that */
	}
	if (fresh->catalog.pending == pending && fresh_same(session->dossier, fresh)) {
		session->behind.told = false;
		session->dossier->lent = false; /* it has been looked at */
		return false;
	}
	return true;
}

/* Takes what the thread has brought, if it has, and keeps it where it is of any use. */
static void take(struct session *session)
{
	struct behind *behind = &session->behind;
	bool works = fresh_works(behind->fresh); /* before: it may bring one and end in between */
	struct err err;
	struct dossier *fresh = fresh_take(behind->fresh, &err);
	/* Asked once: names and decisions on disk may change between two questions. */
	bool outdated = fresh != NULL && !is_of_now(session, fresh);

	behind->brought = behind->brought || fresh != NULL;
	if (!works || outdated) {
		fresh_stop(behind->fresh);
		behind->fresh = NULL;
	}
	if (fresh != NULL) {
		drop(&behind->ready);
		behind->ready = fresh;
		if (outdated) {
			drop(&behind->ready);
			begin(session);
		} else if (!is_wanted(session, fresh)) {
			drop(&behind->ready);
		}
	} else if (!works && !behind->brought && !behind->told) {
		behind->told = true;
		session_say(session, true, "the dossier cannot be read anew: %s", err.msg);
	}
}

/* Whether the file of a document that is shown is another one than was read. */
static bool has_changed(const struct session *session, const struct view *view)
{
	const struct catalog *catalog = &session->dossier->catalog;
	struct file_stamp stamp = {0};

	if (view->doc == NULL || !state_is_known(session, view->id)) {
		return false;
	}
	return !catalog_look(catalog, view->id, &stamp) ||
		!file_stamp_eq(&stamp, &catalog_head(catalog, view->id.i)->stamp);
}

/* Whether there is a reason to open the dossier once more. */
static bool has_reason(struct session *session)
{
	struct behind *behind = &session->behind;

	if (behind->told) {
		return ++behind->rests >= RESTS_MOST; /* it could not be: not every two seconds */
	}
	if (++behind->rests >= RESTS_MOST ||
		catalog_stale(&session->dossier->catalog) != behind->stale) {
		return true;
	}
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i] && has_changed(session, &session->views[i])) {
			return true;
		}
	}
	return false;
}

bool behind_enough(struct session *session)
{
	struct behind *behind = &session->behind;

	if (behind->fresh == NULL || behind->stopped || fresh_share(behind->fresh).all == 0) {
		return false;
	}
	behind->stopped = true;
	fresh_enough(behind->fresh);
	return true;
}

/*
 * Says on the last row how far reading has come: over what it said there before, and over what was said
 * at the start, once that has been there for a while.
 */
static bool say_share(struct session *session)
{
	enum { QUIET_MS = 500, GREETING_MS = 3000 };
	struct behind *behind = &session->behind;
	struct fresh_share share = {0};
	struct buf line = {0};
	bool ours = behind->line.n > 0 && span_eq(buf_span(&session->message), buf_span(&behind->line));
	bool changed;

	if (behind->fresh != NULL) {
		share = fresh_share(behind->fresh);
	}
	if (!session->touched && share.ms > GREETING_MS) {
		ours = true;
	}
	if ((session->message.n > 0 && !ours) || state_types(session)) {
		return false;
	}
	if (share.ms > QUIET_MS && !behind->stopped) {
		fresh_put(&share, &line);
		buf_puts(&line, "; Esc stops");
	}
	changed = !line.failed && !span_eq(buf_span(&line), buf_span(&session->message));
	if (changed) {
		buf_clear(&session->message);
		buf_put(&session->message, buf_span(&line));
		session->failure = false;
		buf_finish(&behind->line);
		behind->line = line;
	} else {
		buf_finish(&line);
	}
	return changed;
}

/* Says what is missing, where something is: as it is now the dossier stays. */
static bool say_stopped(struct session *session)
{
	const struct catalog *catalog = &session->dossier->catalog;
	uint32_t pending = catalog->pending;

	if (pending == 0) {
		return false;
	}
	session->behind.how = NULL;
	session_say(session, false, "stopped: %u %s not read %s, the next start goes on", pending,
		pending == 1 ? "document is" : "documents are",
		catalog->begun == 0 ? "yet" : "to the end");
	return true;
}

bool behind_tick(struct session *session)
{
	struct behind *behind = &session->behind;
	bool said = session->message.n > 0, shared;

	if (behind->how == NULL) {
		return false;
	}
	if (behind->fresh != NULL) {
		take(session);
	} else if (behind->ready == NULL && has_reason(session)) {
		begin(session);
	}
	shared = say_share(session);
	if (behind->ready != NULL && swap_may(session)) {
		put_in(session);
		shared = true;
	}
	if (behind->stopped && !behind_works(session)) {
		behind->stopped = false;
		shared = say_stopped(session) || shared;
	}
	return shared || said != (session->message.n > 0);
}

void behind_stop(struct session *session)
{
	fresh_stop(session->behind.fresh);
	session->behind.fresh = NULL;
}

void behind_finish(struct session *session)
{
	behind_stop(session);
	drop(&session->behind.ready);
	drop(&session->behind.own);
	buf_finish(&session->behind.line);
}
