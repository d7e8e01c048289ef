/*
 * dossier.h - everything that is loaded before the first frame.
 *
 * Documents, alias table, mention index, settings: the first of the three lifetimes (dossier,
 * session, frame). It changes only by a decision of the reader, as a whole and between two keys:
 * no query ever sees it half done.
 *
 *	struct dossier dossier;
 *	if (!dossier_open(&dossier, &how, &err)) { … }
 *	…
 *	dossier_close(&dossier);
 */
#ifndef DOSSIER_READ_DOSSIER_H
#define DOSSIER_READ_DOSSIER_H

#include "base/config.h"
#include "base/file_add.h"
#include "find/words_build.h"
#include "links/prebuilt.h"
#include "notes/home.h"
#include "notes/notes.h"
#include "read/cache.h"
#include "read/restrictions.h"
#include "texts/catalog.h"

/* A decision that was written: where, and what that has made of the file. */
struct dossier_done {
	bool here; /* in the dossier's file, not in the user's */
	doc_id doc; /* the only one that it is about, or DOC_NONE */
	struct file_grown grown;
};

/* What the command line asks for. */
struct dossier_how {
	const char *const *paths; /* one folder, or one or more files */
	uint32_t npaths;
	const char *entities; /* a catalogue in place of the folder's entities.rec; NULL: that one */
	const char *config; /* the user's config.ini; must exist where `must` is set; NULL: none */
	bool config_must;
	const char *state; /* folder for what is the user's own, one folder in it a dossier; NULL: none */
	const char *cache; /* folder for prebuilt indexes; NULL: none */
	void (*progress)(void *viewer, uint64_t done, uint64_t all); /* of reading; or NULL */
	void *viewer;
	const atomic_bool *cancel; /* reading ends once it is set; or NULL */
	const bool *descriptions; /* links.descriptions as a session has set it; NULL: as settings say */
	bool words; /* the word index is to be built, too */
	uint64_t memory; /* bytes that sorting its words may take */
	const char *user; /* who decides, for decisions.rec; NULL: not said */
	const struct restrictions *restrictions; /* of guests; NULL: none; outlives the dossier */
	uint64_t most; /* bytes of documents that are read before all others wait (catalog.h); 0: all */
	enum catalog_begin begin; /* of which long ones only the beginning is read */
	const char *first; /* path of a document that does not; or NULL */
	const atomic_bool *enough; /* once it is set the rest waits; or NULL */
	bool lent; /* a prebuilt index may stand for the folder, which nobody has looked at then … */
	bool looked; /* … but whose files have all been looked at: they are what they were */
};

struct dossier {
	struct config config;
	const struct restrictions *restrictions; /* as they were given */
	struct catalog catalog;
	struct entities ents;
	struct xref xref;
	struct decisions decisions;
	struct report report; /* what was wrong with settings and documents, but stopped nothing */
	struct report link_report; /* the same of entities and decisions; made anew with the index */
	char *folder; /* the dossier's own, as it was named, or that of the first file; owned */
	struct home home; /* its state; folder NULL: there is no state folder */
	bool home_made; /* in this session */
	struct store *store; /* what the reader leaves on disk; NULL: not opened; owned */
	struct notes notes; /* the reader's, and where they stand; without a store there are none */
	char *decisions_here; /* the dossier's own decisions.rec; owned */
	char *decisions_state; /* the user's for this dossier; NULL: there is no state folder; owned */
	char *user; /* owned */
	struct dossier_done *done; /* decisions of this session that can be taken back; owned */
	uint32_t ndone, cdone;
	char *entities_path; /* as used; owned */
	char *index; /* path of the prebuilt index; NULL: there is no cache folder; owned */
	char *words; /* path of the word index; NULL as well; owned */
	struct cache_hold hold; /* of the folder that both are in */
	struct cache_size cached; /* what the whole cache took when it was last looked at */
	struct words_built words_built; /* what became of it, if it was asked for */
	struct prebuilt_key key; /* what that depends on */
	struct prebuilt_folder listing; /* what the list of documents depends on */
	uint32_t report_from, links_from; /* messages that only reading and linking find, from here … */
	uint32_t report_to; /* … to here: later ones are of the session */
	bool untold; /* messages of the index are not in the reports yet: dossier_tell */
	bool lent; /* catalogue and index are what the prebuilt one says: the folder may be another */
	struct prebuilt built; /* as it was at the start; heads borrow from it */
	uint32_t taken; /* documents that came from it */
	bool unsaved; /* the file does not hold the index of now */
};

/*
 * Loads everything. False: a message with the path, and nothing to close. What is loaded points
 * into *dossier: it stays where it is. With how->lent, and a prebuilt index that is not known to be of
 * another state, documents and links are what that says (`lent` is set): whoever asks for that opens
 * the dossier once more without, and takes that one (fresh.h).
 */
bool dossier_open(struct dossier *dossier, const struct dossier_how *how, struct err *err)
	MUST_CHECK;

/* Puts the messages that a prebuilt index lends into both reports, where they are not there yet. */
void dossier_tell(struct dossier *dossier);

/*
 * How many warnings and errors both reports hold, or will once dossier_tell was called, and the text of
 * the first; it is valid until a report changes. NULL where there is none.
 */
uint32_t dossier_problems(const struct dossier *dossier, const char **first);

/*
 * Opens the store, once, and finds the notes' places; without a state folder there is none, which is
 * no failure. False: a message; one can read on without it.
 */
bool dossier_notes_open(struct dossier *dossier, struct err *err) MUST_CHECK;

/*
 * Writes a decision down (in the dossier's decisions.rec where read.decisions is `dossier`, else in
 * the state folder) and makes alias table and index anew with it. Id, who and when are filled in
 * here. It is on disk when this returns true. Numbers of entities and mentions are other ones
 * afterwards, and pointers into `ents` and `xref` are gone.
 */
bool dossier_decide(struct dossier *dossier, const struct config *config,
	struct decision *decision, struct err *err) MUST_CHECK;

/* Takes over what config says of the rules and makes the index anew; numbers change as above. */
bool dossier_relink(struct dossier *dossier, const struct config *config, struct err *err)
	MUST_CHECK;

/* Takes back the last decision of this session. False where there is none, too. */
bool dossier_undo(struct dossier *dossier, struct err *err) MUST_CHECK;

/*
 * Writes the prebuilt index for the next start, where the one that is there has missed something and
 * reading the documents takes longer than a blink; always: in any case. False where it cannot be
 * written: the old one stays.
 */
bool dossier_index(struct dossier *dossier, bool always, struct err *err) MUST_CHECK;

/*
 * The dossier that was opened once more takes from the old one what is not read again: store, notes,
 * decisions that can be taken back, what was reported since. The old one is then only to be closed.
 * False: a message; the notes could not be read again, and none are shown.
 */
bool dossier_succeed(struct dossier *fresh, struct dossier *old, struct err *err) MUST_CHECK;

/* Frees everything. Takes a zeroed one. */
void dossier_close(struct dossier *dossier);

#endif
