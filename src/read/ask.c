#include "read/ask.h"

#include "base/byte.h"
#include "read/counting.h"
#include "read/noting.h"
#include "read/noting_tags.h"
#include "read/quest.h"
#include "texts/fold.h"

#include <stdlib.h>

enum { CANDIDATES = 200 };

/* Makes the folded view of all names once: completion looks through it at every key. */
static bool fold_names(struct session *session)
{
	const struct entities *ents = &session->dossier->ents;
	struct fold fold = {0};
	uint32_t *at;

	if (session->folded_at != NULL) {
		return true;
	}
	at = malloc((ents->nnames + 1) * sizeof(*at));
	if (at == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < ents->nnames; i++) {
		at[i] = (uint32_t)session->folded.n;
		if (fold_span(&fold, ents->names[i].text, 0)) {
			buf_add(&session->folded, fold.p, fold.n);
		}
	}
	at[ents->nnames] = (uint32_t)session->folded.n;
	fold_finish(&fold);
	session->folded_at = at;
	return !session->folded.failed;
}

static struct span folded_name(const struct session *session, uint32_t i)
{
	uint32_t start = session->folded_at[i];

	return (struct span){session->folded.p + start, session->folded_at[i + 1] - start};
}

static void candidate_name(struct session *session, uint32_t i, struct candidates *out)
{
	const struct entities *ents = &session->dossier->ents;
	const struct name *name = &ents->names[i];
	struct buf note = {0};

	if (!name->main) {
		buf_puts(&note, "= ");
		buf_put(&note, entities_name(ents, name->ent));
		buf_puts(&note, ", ");
	}
	buf_printf(&note, "%.*s, %u", SPAN_ARG(ents->kinds[ents->items[name->ent.i].kind]),
		xref_of(&session->dossier->xref, name->ent).n);
	candidates_add(out, name->text, buf_span(&note));
	buf_finish(&note);
}

/* Whether these letters stand in the text where no letter, or no ASCII, stands before them. */
static bool has_word(struct span text, struct span part)
{
	static const char within[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t at = span_find(text, part, 0);

	while (at > 0 && at < text.n && strchr(within, text.p[at - 1]) != NULL) {
		at = span_find(text, part, at + 1);
	}
	return at < text.n;
}

static bool says_year(const struct entity *ent, struct span part)
{
	struct buf date = {0};
	bool says = false;

	if (byte_is_digit(part.p[0])) {
		doc_date_put(&ent->date, &date);
		says = span_starts(buf_span(&date), part);
	}
	buf_finish(&date);
	return says;
}

/*
 * Whether each typed word begins a word of any of an entity's names, its date, or its kind: "1956
 * declaration", "letters matsumoto". Typed is folded, as names are.
 */
static bool says_all(const struct session *session, const struct entity *ent, struct span typed)
{
	const struct entities *ents = &session->dossier->ents;
	bool one = false; /* a kind alone says nothing */
	struct span word;

	while (span_cut(&typed, ' ', &word)) {
		bool says = word.n == 0 || says_year(ent, word);

		for (uint32_t i = 0; i < ent->nnames && !says; i++) {
			says = has_word(folded_name(session, ent->name + i), word);
		}
		one |= says && word.n > 0;
		if (!says && !span_starts(ents->kinds[ent->kind], word)) {
			return false;
		}
	}
	return one;
}

/*
 * Names that begin with what was typed come first, then those that hold it; at first, main names.
 * Where no name does, entities that answer to all of the words.
 */
static void complete_names(void *owner, struct span before, struct candidates *out)
{
	struct session *session = owner;
	const struct entities *ents = &session->dossier->ents;
	struct fold typed = {0};
	struct span part;

	if (!fold_names(session) || !fold_span(&typed, before, 0)) {
		fold_finish(&typed);
		return;
	}
	part = (struct span){typed.p, typed.n};
	out->from = 0;
	for (int inside = 0; inside < 2; inside++) {
		for (uint32_t i = 0; i < ents->nnames && out->n < CANDIDATES; i++) {
			struct span name = folded_name(session, i);
			bool begins = typed.n == 0 ? ents->names[i].main : span_starts(name, part);

			if (inside ? !begins && typed.n > 0 && span_find(name, part, 0) < name.n : begins) {
				candidate_name(session, i, out);
			}
		}
	}
	for (uint32_t i = 0, named = out->n; i < ents->n && out->n < CANDIDATES && named == 0; i++) {
		if (says_all(session, &ents->items[i], part)) {
			candidate_name(session, ents->items[i].name, out);
		}
	}
	fold_finish(&typed);
}

ent_id ask_entity(struct session *session, struct span name)
{
	const struct entities *ents = &session->dossier->ents;
	ent_id found = entities_find(ents, name);
	struct fold typed = {0};

	name = span_trim(name);
	for (uint32_t i = 0; i < ents->nnames && found.i == ENT_NONE.i; i++) {
		if (span_eq(ents->names[i].text, name)) {
			found = ents->names[i].ent;
		}
	}
	if (found.i == ENT_NONE.i && fold_names(session) && fold_span(&typed, name, 0)) {
		struct span folded = {typed.p, typed.n};

		for (uint32_t pass = 0; pass < 2; pass++) {
			for (uint32_t i = 0; i < ents->nnames && found.i == ENT_NONE.i; i++) {
				struct span known = folded_name(session, i);

				if (pass == 0 ? span_eq(known, folded)
					      : folded.n > 0 && span_starts(known, folded)) {
					found = ents->names[i].ent;
				}
			}
		}
		for (uint32_t i = 0; i < ents->n && found.i == ENT_NONE.i && folded.n > 0; i++) {
			found = says_all(session, &ents->items[i], folded) ? (ent_id){i} : found;
		}
	}
	fold_finish(&typed);
	return found;
}

static void complete_documents(void *owner, struct span before, struct candidates *out)
{
	struct session *session = owner;
	const struct catalog *catalog = &session->dossier->catalog;

	for (uint32_t i = 0; i < catalog->n && out->n < CANDIDATES; i++) {
		const struct doc_head *doc = catalog_head(catalog, i);

		if (span_starts(doc->path, before)) {
			candidates_add(out, doc->path, doc->title);
		}
	}
}

static void complete_kinds(void *owner, struct span before, struct candidates *out)
{
	const struct session *session = owner;
	const struct entities *ents = &session->dossier->ents;

	for (uint32_t i = 0; i < ents->nkinds; i++) {
		if (span_starts(ents->kinds[i], before)) {
			candidates_add(out, ents->kinds[i], SPAN(""));
		}
	}
}

/* The aliases of the panel's entity. */
static void complete_aliases(void *owner, struct span before, struct candidates *out)
{
	const struct session *session = owner;
	const struct entities *ents = &session->dossier->ents;
	ent_id ent = panel_ent(&session->panel);

	for (uint32_t i = 1; ent.i != ENT_NONE.i && i < ents->items[ent.i].nnames; i++) {
		struct span name = ents->names[ents->items[ent.i].name + i].text;

		if (span_starts(name, before)) {
			candidates_add(out, name, SPAN(""));
		}
	}
}

/* Trails as they were when they were read last. */
static void complete_trails(void *owner, struct span before, struct candidates *out)
{
	const struct session *session = owner;
	const struct memory *memory = &session->memory;
	const struct reader_kept *kept = memory->nkept == 0 ? NULL : &memory->kept[memory->nkept - 1];

	for (uint32_t i = 0; kept != NULL && i < kept->ntrails; i++) {
		if (kept->trails[i].name.n > 0 && span_starts(kept->trails[i].name, before)) {
			candidates_add(out, kept->trails[i].name, SPAN(""));
		}
	}
}

static void complete_options(struct span before, uint32_t from, struct candidates *out)
{
	out->from = from;
	for (size_t i = 0; i < config_noptions && out->n < CANDIDATES; i++) {
		struct buf name = {0};

		buf_printf(&name, "%s.%s", config_options[i].section, config_options[i].key);
		if (span_starts(buf_span(&name), before)) {
			candidates_add(out, buf_span(&name), span_of(config_options[i].text));
		}
		buf_finish(&name);
	}
}

/* The command line: names of commands, and behind `set ` of options. */
static void complete_commands(void *owner, struct span before, struct candidates *out)
{
	const struct session *session = owner;

	if (span_starts(before, SPAN("set "))) {
		complete_options((struct span){before.p + 4, before.n - 4}, 4, out);
		return;
	}
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		if (span_starts(span_of(commands[i].name), before) &&
			restrictions_may(session->dossier->restrictions, (enum command_id)i, NULL)) {
			candidates_add(out, span_of(commands[i].name), span_of(commands[i].text));
		}
	}
}

static void complete_set(void *owner, struct span before, struct candidates *out)
{
	(void)owner;
	complete_options(before, 0, out);
}

/* What a list of notes can be asked for: words, and tags behind #. */
static void complete_asked(void *owner, struct span before, struct candidates *out)
{
	static const char *const words[] = {"by date", "by document", "by entity", "by tag",
		"entity:", "since "};
	size_t from = before.n;

	while (from > 0 && before.p[from - 1] != ' ') {
		from--;
	}
	if (from < before.n && before.p[from] == '#') {
		noting_tags_complete(owner, before, out);
		return;
	}
	if (from >= 3 && memcmp(before.p + from - 3, "by ", 3) == 0) {
		from -= 3;
	}
	out->from = (uint32_t)from;
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (span_starts(span_of(words[i]), (struct span){before.p + from, before.n - from})) {
			candidates_add(out, span_of(words[i]), SPAN(""));
		}
	}
}

static void complete_colours(void *owner, struct span before, struct candidates *out)
{
	(void)owner;
	for (int i = 0; i < NOTE_COLOURS; i++) {
		struct span word = i == NOTE_PLAIN ? SPAN("none")
						   : span_of(note_colour_word((enum note_colour)i));

		if (span_starts(word, before)) {
			candidates_add(out, word, SPAN(""));
		}
	}
}

/* How a command's prompt looks; there is a row for each command of ARG_TEXT. */
struct asking {
	enum command_id command;
	const char *label;
	prompt_complete *complete;
	bool live; /* look while it is typed */
	bool eager; /* list what there is while it is typed */
};

static const struct asking askings[] = {
	{COMMAND_search, "/", NULL, true, false},
	{COMMAND_search_back, "?", NULL, true, false},
	{COMMAND_search_all, "search all: ", NULL, true, false},
	{COMMAND_find_entity, "find: ", complete_names, false, true},
	{COMMAND_concordance, "concordance: ", complete_names, false, true},
	{COMMAND_link, "link to: ", complete_names, false, true},
	{COMMAND_alias, "alias of: ", complete_names, false, true},
	{COMMAND_merge, "merge into: ", complete_names, false, true},
	{COMMAND_entity, "new entity, its kind: ", complete_kinds, false, true},
	{COMMAND_split, "split off the alias: ", complete_aliases, false, true},
	{COMMAND_open, "open: ", complete_documents, false, true},
	{COMMAND_command, ":", complete_commands, false, false},
	{COMMAND_set, "set: ", complete_set, false, false},
	{COMMAND_trail, "trail: ", complete_trails, false, true},
	{COMMAND_paragraph, "paragraph: ", NULL, false, false},
	{COMMAND_copy_file, "write to: ", NULL, false, false},
	{COMMAND_write, "write to: ", NULL, false, false},
	{COMMAND_notes, "notes: ", complete_asked, false, false},
	{COMMAND_tag, "tags: ", noting_tags_complete, false, true},
	{COMMAND_colour, "colour: ", complete_colours, false, true},
};

static struct prompt_history *history_of(struct session *session, enum command_id command)
{
	switch ((int)command) {
	case COMMAND_search:
	case COMMAND_search_back:
	case COMMAND_search_all:
		return &session->searches;
	case COMMAND_find_entity:
	case COMMAND_concordance:
	case COMMAND_link:
	case COMMAND_alias:
	case COMMAND_merge:
		return &session->names;
	case COMMAND_command:
		return &session->lines;
	default:
		return NULL;
	}
}

bool ask_has_names(struct session *session)
{
	bool has = session->dossier->ents.n > 0;

	if (!has) {
		state_say_key(session, "no names are listed yet", COMMAND_suggest, "finds some in the texts");
	}
	return has;
}

/* The kind of the entity that was made last, here or in an earlier session. */
static struct span last_kind(const struct session *session)
{
	const struct decisions *decisions = &session->dossier->decisions;

	for (uint32_t i = decisions->n; i-- > 0;) {
		if (decisions->items[i].kind == DECISION_ENTITY) {
			return decisions->items[i].ent_kind;
		}
	}
	return (struct span){0};
}

/* What is there already for the typed text to replace: the panel's entity, the last kind. */
static struct span proposal(const struct session *session, enum command_id command)
{
	const struct panel *panel = &session->panel;
	ent_id ent = panel_ent(panel);

	if (command == COMMAND_entity) {
		return last_kind(session);
	}
	return command != COMMAND_concordance || ent.i == ENT_NONE.i ||
		(panel->nents == 0 && !session->panel_focus) ? (struct span){0}
		: entities_name(&session->dossier->ents, ent);
}

void ask_open(struct session *session, enum command_id command, struct span text)
{
	const struct asking *asking = askings;
	struct span proposed = text.n == 0 ? proposal(session, command) : (struct span){0};

	while (asking->command != command) {
		asking++;
	}
	if (asking->complete == complete_names && !ask_has_names(session)) {
		return;
	}
	session->prompt_for = command;
	session->search_from = view_place(state_view(session));
	prompt_start(&session->prompt, asking->label, proposed.n > 0 ? proposed : text, history_of(session, command),
		asking->complete, session);
	session->prompt.live = asking->live;
	if (proposed.n > 0) {
		prompt_propose(&session->prompt);
	}
	if (asking->eager) {
		prompt_eager(&session->prompt);
	}
}

/* Where the search was asked for; what is being selected stays selected. */
static void back_to_start(struct session *session)
{
	struct view *view = state_view(session);
	bool selecting = view->selecting;

	view_restore(view, &session->search_from);
	view->selecting = selecting;
}

void ask_changed(struct session *session)
{
	struct span text = buf_span(&session->prompt.text);

	if (session->prompt_for == COMMAND_search_all) {
		counting_begin(session);
		return;
	}
	back_to_start(session);
	search_free(session->live);
	/* What is half typed may be no pattern yet: that is for the end to complain about. */
	session->live = text.n == 0 ? NULL : search_new(text, state_search_flags(session), NULL);
	quest_show(session, session->prompt_for == COMMAND_search_back);
}

void ask_closed(struct session *session)
{
	counting_finish(session);
	if (session->prompt.live && session->prompt_for != COMMAND_search_all) {
		back_to_start(session);
		session->quest.runs = false;
		search_free(session->live);
		session->live = NULL;
	}
}
