/* Stories of what is kept on disk: what was acknowledged is there afterwards, all else is not. */
#include "dossiers.h"
#include "links/entities.h"

#include <string.h>
#include <sys/stat.h>

static struct config config;
static struct catalog catalog;
static struct report report;
static struct store *store;
static struct notes notes;

/* What is known to be on disk. */
static struct {
	char id[2][37];
	bool added[2], edited, deleted;
	bool tried_edit, tried_delete;
	uint32_t nameless;
} done;

static void prepare_notes(void)
{
	struct err err;

	config_init(&config);
	config.limits_threads = 1;
	CHECK(mkdir(scarce_own("notes"), 0700) == 0);
	CHECK(catalog_load(&catalog, scarce_source("texts"), &config, &report, &err));
	for (uint32_t i = 0; i < catalog.n; i++) {
		(void)catalog_doc(&catalog, (doc_id){i});
	}
}

static bool add_note(uint32_t i, struct err *err)
{
	static const struct span tags[] = {{"islands", 7}, {"draft", 5}};
	struct note draft = {.body = SPAN("a word on it"), .tags = tags, .ntags = COUNT_OF(tags),
		.colour = NOTE_GREEN};
	struct range at = catalog_doc(&catalog, (doc_id){i})->paras[1].at;
	struct span id;

	if (!notes_add(&notes, (doc_id){i}, at, &draft, &id, err)) {
		return false;
	}
	/* It is on disk, but without memory for its Id nobody knows it by name. */
	done.nameless += id.n == 0;
	done.added[i] = id.n == 36;
	if (done.added[i]) {
		memcpy(done.id[i], id.p, 36);
	}
	return done.added[i] || err_set(err, "no memory for the Id");
}

static bool edit_note(struct err *err)
{
	struct note draft = {.id = {done.id[0], 36}, .rev = 1, .body = SPAN("another word")};
	bool rival;

	done.tried_edit = true;
	done.edited = notes_edit(&notes, &draft, &rival, err);
	return done.edited;
}

static bool delete_note(struct err *err)
{
	done.tried_delete = true;
	done.deleted = notes_delete(&notes, (struct span){done.id[1], 36}, err);
	return done.deleted;
}

static bool keep_notes(struct err *err)
{
	memset(&done, 0, sizeof(done));
	return store_open(&store, scarce_own("notes"), &report, err) &&
		notes_open(&notes, &catalog, store, NULL, err) && add_note(0, err) && add_note(1, err) &&
		edit_note(err) && delete_note(err);
}

static void tell_notes(struct told *told)
{
	struct err err;
	bool changed;

	/* What could not be read just then comes in with the next look. */
	CHECK(notes_refresh(&notes, &changed, &err));
	told_number(told, notes.n);
	for (uint32_t i = 0; i < notes.n; i++) {
		told_text(told, notes.items[i].note->body);
		told_text(told, notes.items[i].note->anchor.quote);
		told_number(told, notes.items[i].at.start);
		told_number(told, notes.items[i].state);
	}
	told_report(told, &report);
}

/* The note that was added i-th, as it is on disk; NULL: it is not. */
static const struct note *find_note(uint32_t i)
{
	uint32_t at = done.added[i] ? notes_find(&notes, (struct span){done.id[i], 36}) : UINT32_MAX;

	return at == UINT32_MAX ? NULL : notes.items[at].note;
}

static void check_disk(void)
{
	struct report found = {0};
	struct err err;
	uint32_t most = 0;

	CHECK(store_open(&store, scarce_own("notes"), &found, &err));
	CHECK(store_check(store, &found, &err));
	CHECK(report_count(&found, REPORT_WARNING) == 0);
	CHECK(notes_open(&notes, &catalog, store, NULL, &err));
	for (uint32_t i = 0; i < 2; i++) {
		const struct note *note = find_note(i);
		bool gone = i == 1 && done.deleted, sure = i == 0 || !done.tried_delete || gone;

		most += done.added[i] && !gone;
		CHECK(!done.added[i] || !sure || (note != NULL) == !gone);
		if (note != NULL && i == 0 && done.tried_edit) {
			CHECK(!done.edited || span_eq(note->body, SPAN("another word")));
		} else {
			CHECK(note == NULL || span_eq(note->body, SPAN("a word on it")));
		}
	}
	/* One that was refused may be there only where it was refused behind the commit. */
	CHECK(notes.n >= most + done.nameless - (done.tried_delete && !done.deleted));
	CHECK(notes.n <= most + done.nameless + 1);
	report_finish(&found);
}

static void close_notes(void)
{
	notes_finish(&notes);
	notes = (struct notes){0};
	store_close(store);
	store = NULL;
}

static void undo_notes(void)
{
	close_notes();
	report_finish(&report);
	check_disk();
	close_notes();
	scarce_sweep();
	CHECK(mkdir(scarce_own("notes"), 0700) == 0);
}

static void end_notes(void)
{
	catalog_finish(&catalog);
	config_finish(&config);
	report_finish(&report);
	scarce_sweep();
}

const struct story story_notes = {
	"notes", prepare_notes, keep_notes, tell_notes, undo_notes, end_notes};

/* Decisions. */

static struct dossier dossier;
static bool decided;

static bool decide(struct err *err)
{
	struct decision decision = {.kind = DECISION_ALIAS, .entity = SPAN("island:iturup"),
		.name = SPAN("peace treaty")};

	decided = false;
	if (!dossiers_open(&dossier, "texts", DOSSIERS_STATE, err)) {
		return false;
	}
	decided = dossier_decide(&dossier, &dossier.config, &decision, err);
	return decided;
}

static void tell_decision(struct told *told)
{
	dossiers_tell(&dossier, told);
}

/* Whether the table knows the name that was decided. */
static bool knows_name(const struct dossier *of)
{
	for (uint32_t i = 0; i < of->ents.nnames; i++) {
		if (span_eq(of->ents.names[i].text, SPAN("peace treaty"))) {
			return true;
		}
	}
	return false;
}

/* On disk is what was acknowledged; what was refused is neither there nor in the index. */
static void undo_decision(void)
{
	struct dossier next;
	struct err err;

	CHECK(dossier.folder == NULL || knows_name(&dossier) == decided);
	dossier_close(&dossier);
	dossier = (struct dossier){0};
	CHECK(dossiers_open(&next, "texts", DOSSIERS_STATE, &err));
	CHECK(knows_name(&next) == decided);
	dossier_close(&next);
	scarce_sweep();
	dossiers_prepare();
}

const struct story story_decisions = {
	"decisions", dossiers_prepare, decide, tell_decision, undo_decision, scarce_sweep};
