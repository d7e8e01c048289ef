#include "read/linear_ask.h"

#include "read/linear_tell.h"
#include "read/linear_text.h"
#include "read/noting.h"

enum {
	TITLE_COLS = 100, /* of the passage that a note is on */
	TEXT_COLS = 1000,
};

/* What is asked where a command wants a text. */
static const struct {
	enum command_id command;
	const char *question;
} questions[] = {
	{COMMAND_search, "what to search for in this document?"},
	{COMMAND_search_back, "what to search for, backwards?"},
	{COMMAND_search_all, "what to search for in all documents?"},
	{COMMAND_find_entity, "the name of an entity?"},
	{COMMAND_concordance, "every mention of which entity?"},
	{COMMAND_link, "the entity to link it to?"},
	{COMMAND_alias, "another name of which entity?"},
	{COMMAND_merge, "the entity to merge it into?"},
	{COMMAND_entity, "the kind of the new entity?"},
	{COMMAND_split, "which of its names to split off?"},
	{COMMAND_open, "the name of a document?"},
	{COMMAND_command, "which command?"},
	{COMMAND_set, "which option, and to what?"},
	{COMMAND_trail, "the name of the trail?"},
	{COMMAND_paragraph, "the number of a paragraph?"},
	{COMMAND_copy_file, "the name of a new file?"},
	{COMMAND_write, "the name of a new file?"},
	{COMMAND_notes, "which notes? words, #tag, since DAY, by date"},
	{COMMAND_tag, "which tags? a minus takes one away"},
	{COMMAND_colour, "which colour? yellow, green, blue, red or none"},
};

static const char *question_for(enum command_id command)
{
	for (size_t i = 0; i < COUNT_OF(questions); i++) {
		if (questions[i].command == command) {
			return questions[i].question;
		}
	}
	return commands[command].text;
}

bool linear_ask_waits(const struct linear *linear)
{
	return state_types(linear->session) || linear->session->key_for != COMMAND_NONE;
}

/* The note that was opened: where it stands, and what it says already. */
static void tell_note(struct linear *linear, const struct editor *editor)
{
	struct buf text = {0};

	linear_text_flat(linear, buf_span(&editor->title), TITLE_COLS, &text);
	buf_puts(&text, "”");
	linear_text_line(linear, buf_span(&text));
	if (editor->text.n > 0) {
		buf_clear(&text);
		buf_puts(&text, "it says: ");
		linear_text_flat(linear, editor_text(editor), TEXT_COLS, &text);
		linear_text_line(linear, buf_span(&text));
	}
	buf_finish(&text);
}

void linear_ask_say(struct linear *linear)
{
	const struct session *session = linear->session;
	const struct editor *editor = &session->noting.editor;

	if (session->prompt.open) {
		struct span proposal = buf_span(&session->prompt.text);

		linear_text_say(linear, "%s%s%.*s%s", question_for(session->prompt_for),
			proposal.n > 0 ? " an empty line takes “" : " an empty line cancels",
			SPAN_ARG(proposal), proposal.n > 0 ? "”" : "");
	} else if (editor->open) {
		tell_note(linear, editor);
		linear_text_say(linear, "type it, line by line; a full stop alone on a line saves it, "
			".help tells more");
	} else if (session->key_for != COMMAND_NONE) {
		linear_text_say(linear, "%s: which letter?", commands[session->key_for].name);
	}
}

/* Puts a text into the open prompt and enters it. */
static void enter(struct linear *linear, struct span text)
{
	struct session *session = linear->session;
	struct prompt *prompt = &session->prompt;

	buf_clear(&prompt->text);
	prompt->cursor = 0;
	prompt->proposed = false;
	prompt_paste(prompt, text);
	session_key(session, DKEY_ENTER);
}

/* Whether a command wants the name of something that there is. */
static bool wants_known(enum command_id command)
{
	static const enum command_id known[] = {COMMAND_find_entity, COMMAND_concordance,
		COMMAND_link, COMMAND_alias, COMMAND_merge, COMMAND_split, COMMAND_open};

	for (size_t i = 0; i < COUNT_OF(known); i++) {
		if (known[i] == command) {
			return true;
		}
	}
	return false;
}

/* What the text could become, where the command has a list of that. */
static void find_choices(struct linear *linear, struct span text)
{
	struct prompt *prompt = &linear->session->prompt;
	struct candidates *choices = &linear->choices;

	arena_finish(&choices->arena);
	choices->arena = (struct arena){0};
	choices->n = 0;
	if (wants_known(linear->session->prompt_for) && prompt->complete != NULL) {
		prompt->complete(prompt->owner, text, choices);
	}
}

/* The only thing that the text can mean, or UINT32_MAX: then there are several, or none. */
static uint32_t only_choice(const struct candidates *choices, struct span text)
{
	for (uint32_t i = 0; i < choices->n; i++) {
		if (span_eq_nocase(choices->items[i].text, text)) {
			return i;
		}
	}
	return choices->n == 1 ? 0 : UINT32_MAX;
}

static void answer_prompt(struct linear *linear, struct span line)
{
	struct session *session = linear->session;
	struct prompt *prompt = &session->prompt;
	struct span text = span_trim(line);
	uint32_t number, only;

	if (text.n == 0 && prompt->text.n == 0) {
		linear_ask_cancel(linear);
		return;
	}
	if (linear->list == LINEAR_CHOICES && span_u32(text, &number) && number > 0 &&
		number <= linear->choices.n) {
		linear->list = LINEAR_NO_LIST;
		enter(linear, linear->choices.items[number - 1].text);
		return;
	}
	linear->list = LINEAR_NO_LIST;
	if (text.n == 0) {
		session_key(session, DKEY_ENTER);
		return;
	}
	find_choices(linear, text);
	only = only_choice(&linear->choices, text);
	if (only == UINT32_MAX && linear->choices.n > 1) {
		linear_text_say(linear, "%u are so named; a number takes one", linear->choices.n);
		linear_tell_choices(linear);
	} else {
		enter(linear, only == UINT32_MAX ? text : linear->choices.items[only].text);
	}
}

static void note_help(struct linear *linear)
{
	static const char *const lines[] = {
		".          saves the note",
		".tags A B  gives it these tags",
		".colour C  colours it yellow, green, blue, red or none",
		".show      tells what it says so far",
		".clear     empties it",
		".leave     leaves it; what was typed is kept as a draft",
		"..         at the start of a line is a full stop",
	};

	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		linear_text_line(linear, span_of(lines[i]));
	}
}

static void note_show(struct linear *linear)
{
	struct editor *editor = &linear->session->noting.editor;
	struct span rest = editor_text(editor), line;

	while (span_cut(&rest, '\n', &line)) {
		linear_text_line(linear, line);
	}
	if (editor_tags(editor).n > 0) {
		linear_text_say(linear, "tags: %.*s", SPAN_ARG(editor_tags(editor)));
	}
	if (editor->colour != NOTE_PLAIN) {
		linear_text_say(linear, "colour: %s", note_colour_word(editor->colour));
	}
}

static void note_colour(struct linear *linear, struct span word)
{
	enum note_colour colour = NOTE_PLAIN;

	if (!span_eq(word, SPAN("none")) && !note_colour_of(word, &colour)) {
		linear_text_say(linear, "yellow, green, blue, red or none, not '%.*s'", SPAN_ARG(word));
		return;
	}
	linear->session->noting.editor.colour = colour;
}

static void note_tags(struct linear *linear, struct span tags)
{
	struct prompt *prompt = &linear->session->noting.editor.tags;

	buf_clear(&prompt->text);
	prompt->cursor = 0;
	prompt_paste(prompt, tags);
}

/* A line that begins with a full stop, which was taken off. */
static void note_command(struct linear *linear, struct span rest)
{
	struct editor *editor = &linear->session->noting.editor;
	struct span word = SPAN("");

	span_cut(&rest, ' ', &word);
	rest = span_trim(rest);
	if (word.n == 0) {
		editor->field = EDITOR_NOTE;
		session_key(linear->session, DKEY_ENTER);
	} else if (span_eq(word, SPAN("leave"))) {
		linear_ask_cancel(linear);
	} else if (span_eq(word, SPAN("tags"))) {
		note_tags(linear, rest);
	} else if (span_eq(word, SPAN("colour"))) {
		note_colour(linear, rest);
	} else if (span_eq(word, SPAN("show"))) {
		note_show(linear);
	} else if (span_eq(word, SPAN("clear"))) {
		buf_clear(&editor->text);
		editor->cursor = 0;
	} else if (span_eq(word, SPAN("help"))) {
		note_help(linear);
	} else {
		linear_text_say(linear, ".%.*s is no command here: .help tells them", SPAN_ARG(word));
	}
}

/* A line of the note goes behind those that are there. */
static void note_line(struct linear *linear, struct span line)
{
	struct editor *editor = &linear->session->noting.editor;

	editor->field = EDITOR_NOTE;
	editor->cursor = (uint32_t)editor->text.n;
	if (editor->text.n > 0) {
		session_paste(linear->session, SPAN("\n"));
	}
	session_paste(linear->session, line);
}

static void answer_note(struct linear *linear, struct span line)
{
	if (line.n > 1 && line.p[0] == '.' && line.p[1] == '.') {
		note_line(linear, (struct span){line.p + 1, line.n - 1});
	} else if (line.n > 0 && line.p[0] == '.') {
		note_command(linear, (struct span){line.p + 1, line.n - 1});
	} else {
		note_line(linear, line);
	}
}

void linear_ask_answer(struct linear *linear, struct span line)
{
	struct session *session = linear->session;

	if (session->prompt.open) {
		answer_prompt(linear, line);
	} else if (session->noting.editor.open) {
		answer_note(linear, line);
	} else {
		struct span key = span_trim(line);

		if (key.n == 0) {
			linear_ask_cancel(linear);
		} else {
			session_key(session, (unsigned char)key.p[0]);
		}
	}
}

void linear_ask_cancel(struct linear *linear)
{
	bool note = linear->session->noting.editor.open && !linear->session->prompt.open;

	linear->list = LINEAR_NO_LIST;
	session_key(linear->session, DKEY_ESC);
	if (!note) {
		linear_text_say(linear, "cancelled");
	}
}

void linear_ask_prompt(const struct linear *linear, struct buf *out)
{
	const struct session *session = linear->session;

	if (linear->list == LINEAR_CHOICES) {
		buf_printf(out, "1 to %u? ", linear->choices.n);
	} else if (session->prompt.open) {
		buf_puts(out, "answer: ");
	} else if (session->noting.editor.open) {
		buf_puts(out, "note: ");
	} else {
		buf_puts(out, "letter: ");
	}
}
