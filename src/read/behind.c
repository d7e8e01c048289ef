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
	behind->stale = catalog_stale(&session->dossier->catalog);
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
	if (session->dossier->lent) {
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

	if (session->message.n > 0 || n == 0) {
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

	swap_in(session, behind->ready, &count);
	dossier_close(old);
	if (old == behind->own) {
		free(old);
	}
	behind->own = behind->ready;
	behind->ready = NULL;
	behind->stale = catalog_stale(&session->dossier->catalog);
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

/* The thread has ended: what it brought is kept where it is of any use. */
static void take(struct session *session)
{
	struct behind *behind = &session->behind;
	struct err err;

	behind->ready = fresh_take(behind->fresh, &err);
	fresh_stop(behind->fresh);
	behind->fresh = NULL;
	if (behind->ready == NULL) {
		if (!behind->told) {
			behind->told = true;
			session_say(session, true, "the dossier cannot be read anew: %s", err.msg);
		}
	} else if (!is_of_now(session, behind->ready)) {
		drop(&behind->ready);
		begin(session);
	} else if (fresh_same(session->dossier, behind->ready)) {
		behind->told = false;
		session->dossier->lent = false; /* it has been looked at */
		drop(&behind->ready);
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

void behind_look(struct session *session)
{
	if (session->behind.how != NULL && !behind_works(session)) {
		begin(session);
	}
}

bool behind_tick(struct session *session)
{
	struct behind *behind = &session->behind;
	bool said = session->message.n > 0;

	if (behind->how == NULL || session->waits) {
		return false;
	}
	if (behind->fresh != NULL && !fresh_works(behind->fresh)) {
		take(session);
	} else if (!behind_works(session) && has_reason(session)) {
		begin(session);
	}
	if (behind->ready != NULL && swap_may(session)) {
		put_in(session);
		return true;
	}
	return said != (session->message.n > 0);
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
}
