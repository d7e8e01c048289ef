#include "ui/app.h"

#include "ui/clip.h"
#include "ui/paint.h"
#include "ui/stamp.h"
#include "ui/term.h"
#include "ui/tty.h"

#include <stdlib.h>
#include <unistd.h>

#define EVENTS_A_FRAME 256 /* a flood of keys must not keep the screen from being drawn */
#define OSC52_SAFE 3000 /* bytes that nearly every terminal takes */

enum {
	QUIET_MS = 1000, /* without a key, and what is unsaved is written … */
	LATEST_MS = 1800, /* … which never waits for longer */
	WATCH_MS = 2000, /* between looks at what others have written */
	STEP_MS = 40, /* the same at what goes on behind the screen */
};

struct app {
	struct dossier *dossier; /* as it was opened; the session may go on with another one */
	const struct app_how *how;
	struct session *session;
	struct terminal *term;
	struct stamp stamp;
	struct theme theme;
	struct canvas canvas;
	struct frame frame;
	bool utf8;
	bool ascii; /* signs and lines are drawn in ASCII … */
	bool plain; /* … and texts as well */
	int64_t typed, ticked; /* when the last key came, and session_tick was called */
	int64_t stepped; /* and session_step */
	int64_t unsaved; /* since when something is; 0: nothing is */
};

/* Makes theme and line characters as the settings are now. What is wrong with them is known. */
static void set_looks(struct app *app)
{
	const struct config *config = session_config(app->session);
	const struct dossier *dossier = session_dossier(app->session);
	struct report report = {0};
	struct theme_how how = {.config = config, .kinds = dossier->ents.kinds, .nkinds = dossier->ents.nkinds,
		 .colours = term_colours(app->term)};
	theme_make(&app->theme, &how, &report);
	report_finish(&report);
	session_signs(app->session, app->theme.signs, COUNT_OF(app->theme.signs));
	app->ascii = strcmp(config->look_lines, "ascii") == 0 ||
		(strcmp(config->look_lines, "auto") == 0 && !app->utf8);
	app->plain = !app->utf8 && strcmp(config->look_lines, "unicode") != 0;
}

static void present(struct app *app)
{
	paint_frame(&app->canvas, &app->frame, app->ascii);
	if (app->plain) {
		paint_ascii(&app->canvas);
	}
	term_present(app->term, &app->canvas, &app->theme);
}

static void draw(struct app *app)
{
	if (session_wants(app->session)->relook) {
		session_wants(app->session)->relook = false;
		set_looks(app);
	}
	session_frame(app->session, &app->frame);
	present(app);
}

/* To the terminal's clipboard. */
static void copy_osc52(struct app *app, struct span text)
{
	struct buf bytes = {0};
	struct err err;
	clip_osc52(text, getenv("STY") != NULL, &bytes);
	if (buf_ok(&bytes, &err)) {
		term_send(app->term, buf_span(&bytes));
		session_say(app->session, false,
			"sent %zu bytes to the terminal's clipboard (OSC 52)%s", text.n,
			text.n > OSC52_SAFE ? "; not every terminal takes so many" : "");
	} else {
		session_say(app->session, true, "%s", err.msg);
	}
	buf_finish(&bytes);
}

/* Does what the session wants of the world outside. */
static void do_wants(struct app *app)
{
	struct session_wants *wants = session_wants(app->session);
	if (wants->copy) {
		wants->copy = false;
		if (!clip_send(app->session, buf_span(&wants->text))) {
			copy_osc52(app, buf_span(&wants->text));
		}
	}
	if (wants->save) {
		wants->save = false;
		clip_save(app->session);
	}
	if (wants->retheme) {
		wants->retheme = false;
		set_looks(app);
		wants->redraw = true;
	}
	if (wants->redraw) {
		wants->redraw = false;
		term_redraw(app->term);
	}
}

static void take_input(struct app *app, const struct input_event *input)
{
	switch (input->kind) {
	case INPUT_KEY:
		session_key(app->session, input->key);
		break;
	case INPUT_PASTE:
		session_paste(app->session, input->text);
		break;
	case INPUT_MOUSE:
		/* With the mouse off its bytes are none of the reader's doing: a paste, a stray line. */
		if (session_config(app->session)->read_mouse) {
			session_mouse(app->session, input->row, input->col, input->wheel);
		}
		break;
	}
	do_wants(app);
}

/* The canvas and the session take the terminal's size. */
static bool take_size(struct app *app, struct err *err)
{
	int cols = term_cols(app->term), rows = term_rows(app->term);
	if (!canvas_resize(&app->canvas, cols, rows, err)) {
		return false;
	}
	session_resize(app->session, cols, rows);
	return true;
}

/* Milliseconds until session_tick is due; -1: never. */
static int64_t tick_in(struct app *app)
{
	int64_t now = tty_clock(), at = app->ticked + WATCH_MS;
	enum session_due due = session_due(app->session);
	if (due == SESSION_NEVER) {
		return -1;
	}
	if (due != SESSION_UNSAVED) {
		app->unsaved = 0;
	} else {
		app->unsaved = app->unsaved == 0 ? now : app->unsaved;
		at = app->typed + QUIET_MS;
		at = at < app->unsaved + LATEST_MS ? at : app->unsaved + LATEST_MS;
	}
	return at > now ? at - now : 0;
}

/* The same until there is anything to do but to wait for keys. */
static int rest_in(struct app *app)
{
	int64_t in = tick_in(app), step = app->stepped + STEP_MS - tty_clock();
	if (session_hunts(app->session)) {
		return 0;
	}
	if (session_works(app->session) && (in < 0 || step < in)) {
		in = step < 0 ? 0 : step;
	}
	return (int)in;
}

/* Returns whether there is something new to be seen. */
static bool tick(struct app *app)
{
	app->stepped = app->ticked = tty_clock();
	app->unsaved = 0;
	return session_tick(app->session);
}

/* Does what is due when no key comes. Returns whether there is something new to be seen. */
static bool rest(struct app *app)
{
	bool busy = session_hunts(app->session), changed = busy;
	if (busy) {
		session_hunt(app->session);
	} else if (session_counts(app->session)) {
		busy = true;
		changed = session_count(app->session);
	}
	if (tick_in(app) == 0) {
		return tick(app) || changed;
	}
	if (busy && tty_clock() - app->stepped < STEP_MS) {
		return changed;
	}
	app->stepped = tty_clock();
	return session_step(app->session) || changed;
}

/* ^Z: nobody knows for how long, so what has changed is written now. */
static void before_stop(void *with)
{
	tick(with);
}

/* Takes one event. False: the end. */
static bool take_event(struct app *app, const struct term_event *event)
{
	struct err err;
	if (event->kind == TERM_END) {
		return false;
	}
	if (event->kind == TERM_INPUT) {
		app->typed = tty_clock();
		take_input(app, &event->input);
	} else if (event->kind == TERM_RESIZE && !take_size(app, &err)) {
		return false;
	}
	return !session_wants(app->session)->quit;
}

/* Waits for something that changes the screen, and takes all events that wait. False: the end. */
static bool take_events(struct app *app)
{
	struct term_event event;
	while (!term_event(app->term, session_counts(app->session) ? 0 : rest_in(app), &event)) {
		if (rest(app)) {
			return true;
		}
	}
	for (int i = 0; i < EVENTS_A_FRAME; i++) {
		if (!take_event(app, &event)) {
			return false;
		}
		if (!term_event(app->term, TERM_READ, &event)) {
			break;
		}
	}
	if (rest_in(app) == 0) {
		rest(app);
	}
	return true;
}

/* Looks on disk for who drew on this terminal before, where the session keeps anything there. */
static void look_for_stamp(struct app *app, struct term_how *how)
{
	const char *folder = app->dossier->home.folder;
	const char *end = folder == NULL ? NULL : strrchr(folder, '/');
	struct buf state = {0};
	if (end == NULL || !session_config(app->session)->read_remember) {
		return;
	}
	buf_put(&state, (struct span){folder, (size_t)(end - folder)});
	how->hard = state.n > 0 && stamp_look(&app->stamp, state.p, STDOUT_FILENO);
	how->stamp = app->stamp.path[0] != '\0' ? app->stamp.path : NULL;
	buf_finish(&state);
}

/* What the reader should know of terminal and locale, once. */
static void say_notices(struct app *app)
{
	if (term_notice(app->term) != NULL) {
		session_say(app->session, false, "%s", term_notice(app->term));
	} else if (app->how->notice[0] != '\0' && !session_says(app->session)) {
		session_say(app->session, false, "%s", app->how->notice);
	}
}

static bool begin(struct app *app, struct err *err)
{
	app->how->judge(app->dossier);
	app->session = session_begin(app->dossier, err);
	return app->session != NULL;
}

/* The index told of texts that are others by now: opens the dossier without. */
static bool begin_anew(struct app *app, struct err *err)
{
	struct dossier_how how = *app->how->dossier;
	struct buf path = {0};
	buf_put(&path, session_document(app->session));
	how.first = path.p;
	how.lent = false;
	session_free(app->session);
	app->session = NULL;
	dossier_close(app->dossier);
	bool good = dossier_open(app->dossier, &how, err) && begin(app, err);
	buf_finish(&path);
	if (!good) {
		return false;
	}
	session_resize(app->session, term_cols(app->term), term_rows(app->term));
	set_looks(app);
	say_notices(app);
	return true;
}

/* The first frame; nothing is shown that is not so. */
static bool draw_first(struct app *app, struct err *err)
{
	session_frame(app->session, &app->frame);
	if (!session_is_true(app->session)) {
		if (!begin_anew(app, err)) {
			return false;
		}
		session_frame(app->session, &app->frame);
	}
	present(app);
	return true;
}

static bool start(struct app *app, struct err *err)
{
	if (!begin(app, err)) {
		return false;
	}
	const struct config *config = session_config(app->session);
	struct term_how how = {.escape = config->read_escape, .mouse = config->read_mouse,
		.stopping = before_stop, .with = app};
	look_for_stamp(app, &how);
	app->term = term_open(&how, err);
	if (app->term == NULL || !take_size(app, err)) {
		return false;
	}
	set_looks(app);
	say_notices(app);
	return true;
}

/* For the next start. */
static void keep_index(struct app *app)
{
	struct err err;
	if (!dossier_index(session_dossier(app->session), false, &err)) {
		session_say(app->session, true, "no index for the next start: %s", err.msg);
	}
}

bool app_run(struct dossier *dossier, const struct app_how *how, int *end_signal,
	struct err *err)
{
	struct app app = {.dossier = dossier, .how = how, .utf8 = how->utf8};
	bool started = start(&app, err) && draw_first(&app, err);
	*end_signal = 0;
	if (started) {
		stamp_leave(&app.stamp); /* that this one draws there now */
		session_rest(app.session); /* behind the first frame, for nobody waits for it */
		keep_index(&app);
		session_watch(app.session, how->dossier);
		app.typed = app.ticked = tty_clock();
		do {
			draw(&app);
		} while (take_events(&app));
		session_end(app.session); /* first: the terminal may be gone, and time is short */
		*end_signal = term_end_signal(app.term);
	}
	term_close(app.term);
	stamp_drop(&app.stamp);
	if (started && *end_signal == 0) {
		keep_index(&app);
	}
	session_free(app.session);
	frame_finish(&app.frame);
	canvas_finish(&app.canvas);
	return started;
}
