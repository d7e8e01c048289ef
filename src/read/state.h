/*
 * state.h - what a session is made of; for the files of this room only.
 *
 * The session owns everything here. Views, panel and trail hold numbers and offsets; documents are
 * reached through state_doc. After each key screen_settle (screen.h) brings sizes, rows and the panel up to
 * date, so that commands and frames always find a consistent screen.
 */
#ifndef DOSSIER_READ_STATE_H
#define DOSSIER_READ_STATE_H

#include "find/search.h"
#include "read/behind.h"
#include "read/drafts.h"
#include "read/editor.h"
#include "read/keymap.h"
#include "read/memory.h"
#include "read/panel.h"
#include "read/panes.h"
#include "read/prompt.h"
#include "read/question.h"
#include "read/render.h"
#include "read/results_notes.h"
#include "read/seeking.h"
#include "read/session.h"
#include "read/trail.h"

/* Documents that the reader has made and that one can still come back to. */
#define MADE_MAX 32
#define HINTS_MAX 676
#define HITS_MAX 512
#define MARKS_MAX 256
#define BARS_MAX 256 /* bookmarked passages on one screen */

/* A document made by the reader, and where it was opened from. */
struct made_slot {
	struct doc *doc; /* NULL: free */
	struct place from;
	bool suggests; /* the list of names: made anew after every decision */
	bool is_notes; /* a list of notes: made anew after every change of a note … */
	struct notes_list notes; /* … with what its links are about */
	struct buf notes_asked; /* what was asked for, as typed behind :notes */
	doc_id notes_of; /* only of this document, or DOC_NONE */
	uint64_t age; /* grows; the oldest one nobody looks at goes first */
};

struct reader_mark {
	char letter;
	struct place place;
};

/* What was typed of a note and not saved. */
struct note_draft {
	doc_id doc;
	struct range at;
	char *id; /* of the note that was edited; empty: a new one; owned, as the texts are */
	uint32_t rev; /* of it, as the reader saw it; 0: not known */
	char *text, *tags;
	enum note_colour colour;
};

/* A step that undo takes back: a change of a note, or the last decision. */
struct undo_step {
	char note[64]; /* Id; empty: a decision */
	uint32_t rev; /* that the change made */
	char said[128]; /* of a decision: what was decided, for the message */
};

/* Notes being made: the editor and what it is about. */
struct noting {
	struct editor editor;
	struct buf id; /* of the note that is edited; empty: a new one */
	uint32_t rev; /* of it, as the reader saw it */
	struct buf lost; /* Id of the orphan that :settle is to put on a selection */
	doc_id doc;
	struct range at;
	struct place from; /* where the reader was */
	struct note_draft *drafts;
	uint32_t ndrafts, cdrafts;
	struct undo_step *undo; /* oldest first */
	uint32_t nundo, cundo;
	struct bar bars[BARS_MAX]; /* of the view being drawn */
};

/* A search over all documents that goes on between the keys. */
struct hunt {
	struct seeking seeking;
	bool runs;
	uint32_t slot; /* its list on the shelf … */
	uint64_t age; /* … unless that is another one by now */
	struct buf asked; /* what that list, or the one to come, answers */
	const void *links; /* the mentions that it was begun with */
};

/* What the search over all documents would find that is being typed. */
struct counting {
	struct words words; /* of the dossier … */
	bool open; /* … opened with the first change … */
	const void *links; /* … when these mentions were there */
	bool runs; /* a question is being counted: */
	struct finder finder;
	uint32_t found, documents;
	int64_t said; /* when, in milliseconds */
	struct buf note; /* what there is to say */
};

/* A search in one document that goes on between the keys. */
struct quest {
	bool runs;
	bool live; /* for what is being typed */
	struct search_walk walk; /* where it goes on */
	uint32_t from; /* where it began … */
	bool turned, round; /* … and whether it has gone round the end since, and ever */
	uint32_t left; /* matches, with the one that is looked for now */
	doc_id doc;
	struct place place; /* of the reader when it began */
	enum command_id command;
};

enum panel_layout { PANEL_AUTO, PANEL_BESIDE, PANEL_BELOW };

/* Where everything stands on the screen. Empty rects: not there. */
struct screen {
	struct rect text; /* all panes of text */
	struct rect follow; /* the second text */
	struct rect panel;
	struct rect list; /* candidates of the prompt, above the last row, over what stands there */
	struct rect note; /* the note's editor, above the last row */
	struct rect last; /* the last row */
	bool flat; /* the panel stands below */
};

/* One command as it was called. */
struct call {
	enum command_id command;
	uint32_t count; /* 0: none was typed */
	uint32_t key; /* ARG_KEY */
	struct span text; /* ARG_TEXT; p NULL: not given, the prompt asks */
};

struct session {
	struct dossier *dossier; /* changed by decisions; another one where files have changed */
	struct behind behind;
	struct config config; /* the dossier's with what `set` changed; owns only its arena */
	struct report report; /* of the keymap */
	struct keymap keymap;

	int cols, rows;
	struct screen screen;
	struct panes panes;
	struct view views[PANES_MAX]; /* by slot */
	struct view follow, peek;
	struct panel panel;
	bool panel_shown, panel_focus;
	enum panel_layout panel_layout;

	struct trail trail;
	enum command_id moved_by; /* the command that made the last jump: runs of one are one step */
	struct place last_place; /* for '' */
	struct {
		bool told;
		doc_id doc;
		uint32_t off;
	} where; /* what = has told last: pressed again there it lists what hides */
	bool has_last_place;
	struct made_slot made[MADE_MAX];
	uint64_t age;
	struct reader_mark marks[MARKS_MAX];
	uint32_t nmarks;

	struct memory memory; /* what outlives the session … */
	bool waits; /* … and is not opened yet: session_rest */
	bool touched; /* by the reader, so that the place is one that was chosen */

	struct search *search; /* the last pattern … */
	struct question question; /* … or the last question, if there is one */
	struct hunt hunt;
	struct counting counting;
	struct quest quest;
	bool at_once; /* searches are never cut into slices: nothing else goes on meanwhile */
	struct search *live; /* the pattern being typed */
	bool search_backwards, hits_shown;
	struct range hits[HITS_MAX]; /* on the screen of the view being drawn */
	struct place search_from; /* while a pattern is typed */

	struct hint hints[HINTS_MAX];
	uint32_t nhints;
	char hint_typed[4];

	struct key_sequence typed; /* keys of a sequence that is not whole yet */
	uint32_t count;
	enum command_id key_for; /* waits for its key, else COMMAND_NONE */
	uint32_t key_count;

	struct noting noting;
	struct drafts drafts; /* of notes, as they are on disk */
	struct prompt prompt;
	enum command_id prompt_for;
	struct prompt_history searches, lines, names;
	struct buf folded; /* all names of the alias table, folded, made when first asked for … */
	uint32_t *folded_at; /* … name i is [folded_at[i], folded_at[i + 1]); NULL: not made yet */

	struct buf message;
	bool failure; /* the message says that something failed */
	struct session_wants wants;
};

/* The handlers, one for each row of command.def; each is in the file of its group, cmd_*.c. */
#define GROUP(id, title)
#define COMMAND(id, name, group, arg, guest, less, vim, emacs, text) \
	void cmd_##id(struct session *session, const struct call *call);
#include "read/command.def"
#undef COMMAND
#undef GROUP

/* Runs a command; what it has to say goes to session_say. */
void state_run(struct session *session, const struct call *call);

/* Says "said; KEY does", with the key that runs the command, or its name. */
void state_say_key(struct session *session, const char *said, enum command_id command,
	const char *does);

/* Goes on with what was said: "; KEY does". */
void state_add_key(struct session *session, enum command_id command, const char *does);

/* Says that nothing is mentioned where the cursor is, and the keys that help. */
void state_say_no_mention(struct session *session);

/* How often a command is to be done: once where no count was typed; far from overflowing. */
int state_times(const struct call *call);

/* The document with this number: of the dossier, or made. NULL where a made one is gone. */
const struct doc *state_doc(const struct session *session, doc_id id);

/* Whether the reader is a guest, to whom some things are refused (restrictions.h). */
bool state_is_guest(const struct session *session);

/* Whether it is one of the dossier's. */
bool state_is_known(const struct session *session, doc_id id);

/* The view that has the focus (the panel's own focus does not change it). */
struct view *state_view(struct session *session);

/* Columns for the lines of a list that is about to be opened in that view. */
int state_list_cols(struct session *session);

/* Whether a prompt or the note's editor has the keys. */
bool state_types(const struct session *session);

/* The mention under the reader's eye: the active one, else the one at the cursor; or MENTION_NONE. */
uint32_t state_mention(struct session *session);

/* How patterns are read at present: enum search_flags, or'ed. */
unsigned state_search_flags(const struct session *session);

#endif
