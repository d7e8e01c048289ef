#define _GNU_SOURCE
#include "play.h"

#include "base/base.h"
#include "keys.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static enum play_result done(bool ok)
{
	return ok ? PLAY_DONE : PLAY_BROKEN;
}

/* Reads COLSxROWS. */
static bool read_size(struct play *play, const char *word, int *cols, int *rows)
{
	char rest;
	if (sscanf(word, "%dx%d%c", cols, rows, &rest) == 2 && *cols > 0 && *rows > 0 &&
		*cols <= 1000 && *rows <= 1000) {
		return true;
	}
	bytes_print(&play->why, "'%s' is no size such as 80x24", word);
	return false;
}

static enum play_result act_size(struct play *play, const struct script_line *line)
{
	return done(read_size(play, line->word[1], &play->cols, &play->rows));
}

/* A name that the machine does not know is a case of its own: the program must cope, the keys are
 * gone. */
static enum play_result act_term(struct play *play, const struct script_line *line)
{
	if (!play_terminal(play, line->word[1])) {
		bytes_clear(&play->why);
	}
	return PLAY_DONE;
}

static enum play_result act_env(struct play *play, const struct script_line *line)
{
	char *equals = strchr(line->word[1], '=');
	if (!equals) {
		env_drop(&play->env, line->word[1]);
		return PLAY_DONE;
	}
	*equals = '\0';
	env_put(&play->env, line->word[1], equals + 1);
	*equals = '=';
	return PLAY_DONE;
}

static enum play_result act_allow(struct play *play, const struct script_line *line)
{
	if (strcmp(line->word[1], "osc52") == 0) {
		play->osc52 = true;
	} else if (strcmp(line->word[1], "paste") == 0) {
		play->paste = true;
	} else {
		bytes_print(&play->why, "nothing called '%s' can be allowed", line->word[1]);
		return PLAY_BROKEN;
	}
	return PLAY_DONE;
}

static enum play_result act_file(struct play *play, const struct script_line *line)
{
	return done(box_file(
		&play->box, line->word[1], bytes_text(&line->body), line->body.n, &play->why));
}

static enum play_result act_folder(struct play *play, const struct script_line *line)
{
	return done(box_folder(&play->box, line->word[1], &play->why));
}

static enum play_result act_fifo(struct play *play, const struct script_line *line)
{
	return done(box_fifo(&play->box, line->word[1], &play->why));
}

static enum play_result act_link(struct play *play, const struct script_line *line)
{
	return done(box_link(&play->box, line->word[1], line->word[2], &play->why));
}

static enum play_result act_mode(struct play *play, const struct script_line *line)
{
	char *end;
	unsigned long mode = strtoul(line->word[1], &end, 8);
	if (*end || mode > 07777) {
		bytes_print(&play->why, "'%s' is no mode such as 644", line->word[1]);
		return PLAY_BROKEN;
	}
	return done(box_mode(&play->box, line->word[2], (unsigned)mode, &play->why));
}

static enum play_result act_past(struct play *play, const struct script_line *line)
{
	return done(box_past(&play->box, line->word[1], line->number, &play->why));
}

/* Much text in few lines of a case. */
static enum play_result act_times(struct play *play, const struct script_line *line)
{
	struct bytes path = {0}, once = {0}, all = {0};
	bytes_print(&path, "%s/%s", play->box.root, line->word[1]);
	bool ok = bytes_read_file(&once, path.p);
	if (!ok) {
		bytes_print(&play->why, "%s: %s", line->word[1], strerror(errno));
	}
	for (long n = strtol(line->word[2], NULL, 10); n > 0; n--) {
		bytes_add(&all, once.p, once.n);
	}
	ok = ok && box_file(&play->box, line->word[1], all.p, all.n, &play->why);
	bytes_finish(&path);
	bytes_finish(&once);
	bytes_finish(&all);
	return done(ok);
}

static enum play_result act_remove(struct play *play, const struct script_line *line)
{
	return done(box_remove(&play->box, line->word[1], &play->why));
}

static enum play_result act_copy(struct play *play, const struct script_line *line)
{
	struct bytes from = {0};
	bytes_print(&from, "%s/%s", play->source, line->word[1]);
	bool ok = box_copy(&play->box, from.p, line->word[2], &play->why);
	bytes_finish(&from);
	return done(ok);
}

/* The words of `text`, cut at blanks in place, as the first of `argv`; returns how many. */
static size_t add_words(char *text, char **argv, size_t room)
{
	size_t n = 0;
	char *state = NULL;
	for (char *word = strtok_r(text, " ", &state); word && n < room;
		word = strtok_r(NULL, " ", &state)) {
		argv[n++] = word;
	}
	return n;
}

/* Calls `start` with the program's argument list: $E2E_WRAP (such as "/usr/bin/valgrind -q"), the
 * program, the line's words. */
static bool start_program(struct play *play, const struct script_line *line,
	bool (*start)(struct play *play, const struct child_spec *spec))
{
	char *argv[SCRIPT_WORDS + 20] = {0};
	const char *wrap = getenv("E2E_WRAP");
	char *words = bytes_must(strdup(wrap ? wrap : ""));
	char *program = bytes_must(strdup(play->program));
	size_t n = add_words(words, argv, 16);
	argv[n++] = program;
	for (size_t i = 1; i < line->n; i++) {
		argv[n++] = line->word[i];
	}
	struct child_spec spec = {.argv = argv, .envp = play->env.list, .folder = play->box.root};
	bool ok = start(play, &spec);
	free(program);
	free(words);
	return ok;
}

static bool start_session(struct play *play, const struct child_spec *spec)
{
	play->vt = vt_open(spec, play->cols, play->rows, &play->why);
	return play->vt != NULL;
}

static bool start_plain(struct play *play, const struct child_spec *spec)
{
	return plain_run(&play->plain, spec, play_until(5000), &play->why);
}

/* Something was done to the program: what was seen before says nothing about what comes. */
static void note_act(struct play *play)
{
	play->seen = false;
	play->escaped = false;
	play->mark = play->vt ? vt_log(play->vt)->n : 0;
}

static enum play_result act_run(struct play *play, const struct script_line *line)
{
	vt_close(play->vt);
	play->vt = NULL;
	play->has_plain = false;
	play->ready = false;
	note_act(play);
	return done(start_program(play, line, start_session));
}

static enum play_result act_pipe(struct play *play, const struct script_line *line)
{
	vt_close(play->vt);
	play->vt = NULL;
	note_act(play);
	play->has_plain = start_program(play, line, start_plain);
	return done(play->has_plain);
}

/* A key that comes before the program has switched the line to single keys would be echoed and
 * cooked, and one that comes right behind an Esc is Alt: both would fail now and then only. */
static bool may_type(struct play *play)
{
	if (!play->ready) {
		bytes_add_text(&play->why, "expect something on the screen before typing");
	} else if (play->escaped) {
		bytes_add_text(&play->why,
			"expect something on the screen after <Esc> before typing more");
	}
	return play->why.n == 0;
}

static enum play_result act_keys(struct play *play, const struct script_line *line)
{
	if (!may_type(play)) {
		return PLAY_BROKEN;
	}
	struct bytes typed = {0};
	vt_wait(play->vt, 0);
	bool ok = keys_bytes(play->entry, vt_log(play->vt), line->rest, &typed, &play->why);
	note_act(play);
	if (ok && !vt_type(play->vt, typed.p, typed.n, play_until(5000))) {
		bytes_add_text(&play->why, "the program takes no keys");
		ok = false;
	}
	play->escaped = typed.n > 0 && typed.p[typed.n - 1] == '\033';
	bytes_finish(&typed);
	return done(ok);
}

static enum play_result act_resize(struct play *play, const struct script_line *line)
{
	int cols, rows;
	if (!read_size(play, line->word[1], &cols, &rows)) {
		return PLAY_BROKEN;
	}
	vt_wait(play->vt, 0);
	note_act(play);
	vt_resize(play->vt, cols, rows);
	return PLAY_DONE;
}

static enum play_result act_signal(struct play *play, const struct script_line *line)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = {{"HUP", SIGHUP}, {"INT", SIGINT}, {"QUIT", SIGQUIT}, {"TERM", SIGTERM},
		{"KILL", SIGKILL}, {"USR1", SIGUSR1}, {"WINCH", SIGWINCH}, {"TSTP", SIGTSTP},
		{"CONT", SIGCONT}, {"SEGV", SIGSEGV}, {"BUS", SIGBUS}, {"ABRT", SIGABRT},
		{"FPE", SIGFPE}, {"ILL", SIGILL}, {"SYS", SIGSYS}};
	note_act(play);
	for (size_t i = 0; i < COUNT_OF(signals); i++) {
		if (strcmp(line->word[1], signals[i].name) == 0) {
			if (vt_signal(play->vt, signals[i].number)) {
				return PLAY_DONE;
			}
			bytes_add_text(&play->why, "the program has ended before");
			return PLAY_BROKEN;
		}
	}
	bytes_print(&play->why, "no signal is called '%s' here", line->word[1]);
	return PLAY_BROKEN;
}

/* A file that may not grow is a full disk to the program, which stays what it is meanwhile. */
static enum play_result act_room(struct play *play, const struct script_line *line)
{
	struct rlimit limit;
	char rest;
	unsigned most;
	note_act(play);
	if (prlimit(vt_pid(play->vt), RLIMIT_FSIZE, NULL, &limit) != 0) {
		bytes_add_text(&play->why, "the program has ended before");
		return PLAY_BROKEN;
	}
	limit.rlim_cur = limit.rlim_max;
	if (sscanf(line->word[1], "%u%c", &most, &rest) == 1) {
		limit.rlim_cur = most;
	} else if (strcmp(line->word[1], "all") != 0) {
		bytes_print(&play->why, "'%s' is no number of bytes, nor all", line->word[1]);
		return PLAY_BROKEN;
	}
	return done(prlimit(vt_pid(play->vt), RLIMIT_FSIZE, &limit, NULL) == 0);
}

static enum play_result act_hangup(struct play *play, const struct script_line *line)
{
	(void)line;
	note_act(play);
	vt_hangup(play->vt);
	return PLAY_DONE;
}

const struct play_verb play_acts[] = {
	{"size", 1, 1, 0, act_size},
	{"term", 1, 1, 0, act_term},
	{"env", 1, 1, 0, act_env},
	{"allow", 1, 1, 0, act_allow},
	{"file", 1, 1, PLAY_HAS_TEXT, act_file},
	{"folder", 1, 1, 0, act_folder},
	{"fifo", 1, 1, 0, act_fifo},
	{"link", 2, 2, 0, act_link},
	{"mode", 2, 2, 0, act_mode},
	{"copy", 2, 2, 0, act_copy},
	{"past", 1, 1, 0, act_past},
	{"times", 2, 2, 0, act_times},
	{"remove", 1, 1, 0, act_remove},
	{"run", 0, SCRIPT_WORDS, 0, act_run},
	{"pipe", 0, SCRIPT_WORDS, 0, act_pipe},
	{"keys", 0, 0, PLAY_ON_TERMINAL, act_keys},
	{"resize", 1, 1, PLAY_ON_TERMINAL, act_resize},
	{"signal", 1, 1, PLAY_ON_TERMINAL, act_signal},
	{"room", 1, 1, PLAY_ON_TERMINAL, act_room},
	{"hangup", 0, 0, PLAY_ON_TERMINAL, act_hangup},
	{0},
};
