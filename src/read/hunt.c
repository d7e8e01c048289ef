#include "read/hunt.h"

#include "read/shelf.h"

/* What a slice looks at, in bytes of text; a part counts as so many more at least. */
enum { FIRST_SLICE = 2 << 20, SLICE = 1 << 19, PART = 2048 };

/* A document read for this alone takes that many times longer than a paragraph of its length. */
enum { WHOLE_COST = 4 };

enum { PERCENT = 100 };

bool hunt_runs(const struct session *session)
{
	return session->hunt.runs;
}

/* Drops what is going on. */
static void drop(struct hunt *hunt)
{
	seeking_finish(&hunt->seeking);
	hunt->runs = false;
}

void hunt_finish(struct hunt *hunt)
{
	drop(hunt);
	buf_finish(&hunt->asked);
}

struct span hunt_shown(struct session *session)
{
	const struct hunt *hunt = &session->hunt;
	const struct made_slot *slot = shelf_slot(session);

	return slot != NULL && slot == &session->made[hunt->slot] && slot->age == hunt->age
		? buf_span(&hunt->asked) : SPAN("");
}

/* Looks at so much. False: there is no more, or it failed, and that was said. */
static bool look(struct session *session, uint32_t most)
{
	struct seeking *seeking = &session->hunt.seeking;
	uint32_t cost = 0;
	struct err err;
	bool more = true;

	while (more && (cost < most || session->at_once)) {
		more = seeking_step(seeking, &err);
		cost += PART + seeking->cost * (seeking->whole ? WHOLE_COST : 1u);
	}
	if (!more && !seeking->done) {
		session_say(session, true, "%s", err.msg);
	}
	return more;
}

/* The list of what was found. False: no memory, which was said. */
static bool make_list(struct session *session, struct doc *doc)
{
	struct err err;

	if (!seeking_list(&session->hunt.seeking, doc, &err)) {
		session_say(session, true, "%s", err.msg);
		return false;
	}
	return true;
}

/* Shows the first list. False: it cannot be shown, which was said. */
static bool open_list(struct session *session, bool again)
{
	struct hunt *hunt = &session->hunt;
	struct doc doc;

	if (!make_list(session, &doc)) {
		return false;
	}
	if (again) {
		shelf_replace(session, &session->made[hunt->slot], &doc);
		return true;
	}
	if (!shelf_open(session, &doc)) {
		return false;
	}
	hunt->slot = (uint32_t)(shelf_slot(session) - session->made);
	hunt->age = session->made[hunt->slot].age;
	return true;
}

static void begin(struct session *session, struct finder *finder, bool again)
{
	struct hunt *hunt = &session->hunt;
	bool more;

	hunt_finish(hunt);
	buf_put(&hunt->asked, finder->pattern);
	seeking_begin(&hunt->seeking, finder, state_list_cols(session));
	hunt->seeking.ranked = strcmp(session->config.search_order, "rank") == 0;
	more = look(session, FIRST_SLICE);
	if (hunt->seeking.done && hunt->seeking.found == 0 && hunt->seeking.finder.trouble == NULL) {
		session_say(session, false, "not found in %s: %.*s",
			session->dossier->catalog.pending > 0 ? "what was read so far" : "any document",
			SPAN_ARG(buf_span(&hunt->seeking.pattern)));
	} else if (open_list(session, again)) {
		hunt->links = session->dossier->xref.mentions.items;
		hunt->runs = more;
	}
	if (!hunt->runs) {
		drop(hunt);
	}
}

void hunt_begin(struct session *session, struct finder *finder)
{
	begin(session, finder, false);
}

void hunt_again(struct session *session, struct finder *finder)
{
	begin(session, finder, true);
}

/* Whether there is still a list to be made of what is still there. */
static bool is_wanted(const struct session *session)
{
	const struct hunt *hunt = &session->hunt;
	const struct made_slot *slot = &session->made[hunt->slot];

	return slot->doc != NULL && slot->age == hunt->age &&
		hunt->links == session->dossier->xref.mentions.items;
}

/* Puts the list in the place of the one of the beginning. */
static void end(struct session *session)
{
	struct hunt *hunt = &session->hunt;
	const struct seeking *seeking = &hunt->seeking;
	struct doc doc;

	if (make_list(session, &doc)) {
		shelf_replace(session, &session->made[hunt->slot], &doc);
		session_say(session, false, "%s%u found in %u %s",
			seeking->done ? "" : "stopped: ", seeking->found, seeking->ndocs,
			seeking->ndocs == 1 ? "document" : "documents");
	}
	drop(hunt);
}

void hunt_on(struct session *session)
{
	struct hunt *hunt = &session->hunt;
	const struct seeking *seeking = &hunt->seeking;
	uint32_t left;

	if (!hunt->runs || !is_wanted(session)) {
		drop(hunt);
		return;
	}
	if (!look(session, SLICE)) {
		end(session);
		return;
	}
	left = seeking->finder.left;
	session_say(session, false, "searching %.*s: %u %%, %u found; Esc stops",
		SPAN_ARG(buf_span(&seeking->pattern)),
		(uint32_t)((uint64_t)(seeking->all - left) * PERCENT / (seeking->all + 1)),
		seeking->found);
}

bool hunt_stop(struct session *session)
{
	if (!hunt_runs(session)) {
		return false;
	}
	if (is_wanted(session)) {
		end(session);
	}
	drop(&session->hunt);
	return true;
}
