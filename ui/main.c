/*
 * main.c - the program: what was asked for, the dossier loaded, done, and how it went.
 *
 * The only file that ends the program and writes to standard error. Exit status: 0, 1 for a
 * failure, 2 for wrong usage.
 *
 * From the command line to the screen: args.c reads the command line, read/dossier.c loads
 * documents, names and settings, cli_*.c print what a command asks for, and app.c runs the reader:
 * session (src/read) -> frame -> paint.c -> canvas.c -> term.c, and keys back by input.c.
 */
#include "base/visible.h"
#include "read/keymap.h"
#include "ui/app.h"
#include "ui/cli.h"
#include "ui/console.h"
#include "ui/fence.h"
#include "ui/guest.h"
#include "ui/locale.h"
#include "ui/progress.h"
#include "ui/term.h"
#include "ui/theme.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_USAGE = 2 };

#define FIRST_BYTES ((uint64_t)1 << 20) /* what is read before the first frame where there is no index */

/* Messages hold words of files and of the command line: what a terminal might obey is shown. */
static void complain(const struct err *err)
{
	struct buf text = {0};
	buf_puts(&text, "dossier: ");
	visible_put(&text, span_of(err->msg), VISIBLE_LINE);
	buf_putc(&text, '\n');
	fwrite(text.p, 1, text.n, stderr);
	buf_finish(&text);
}

/* Ends an output, and complains where it, or what was to fill it, went wrong. */
static int finish(struct output *out, bool good, struct err *err)
{
	struct err lost = {{0}};
	bool written = output_finish(out, &lost);
	if (!good) {
		complain(err);
	} else if (!written && lost.msg[0] != '\0') {
		complain(&lost);
	}
	return good && written ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int print_about(const struct args *args, struct restrictions *restrictions)
{
	struct output out = {.fd = STDOUT_FILENO};
	struct err err;
	if (args->value[ARGS_OPT_help] != NULL) {
		args_help(args->command, &out.buf);
	} else {
		if (restrictions_on(restrictions)) {
			fence_raise(&(struct fence_how){0}, restrictions); /* what would hold, does */
		}
		buf_puts(&out.buf, "dossier " DOSSIER_VERSION "\n");
		restrictions_put(restrictions, &out.buf);
	}
	return finish(&out, true, &err);
}

/* The messages of a report from a number on. */
static void complain_all(const struct report *report, uint32_t from)
{
	for (uint32_t i = from; i < report->n; i++) {
		struct err told;
		err_set(&told, "%s", report->items[i].text);
		complain(&told);
	}
}

/* Ends what tells in a report what it could not take: that is a failure, too. */
static int finish_report(struct output *out, bool good, struct report *report, struct err *err)
{
	complain_all(report, 0);
	bool whole = report_count(report, REPORT_ERROR) == 0 && report->dropped == 0;
	report_finish(report);
	int status = finish(out, good, err);
	return whole ? status : EXIT_FAILURE;
}

/* Prints the records of a list of names, and tells what of it cannot be taken. */
static int import(const char *path)
{
	struct output out = {.fd = STDOUT_FILENO};
	struct report report = {0};
	struct err err;
	bool good = cli_import(path, &out, &report, &err);
	return finish_report(&out, good, &report, &err);
}

/* The reader's notes: the one command that may change something. */
static int bookmarks(struct dossier *dossier, const struct args *args)
{
	struct output out = {.fd = STDOUT_FILENO};
	struct report report = {0};
	struct err err;
	uint32_t before = dossier->report.n;
	bool good = dossier_notes_open(dossier, &err) &&
		cli_bookmarks(dossier, args, &out, &report, &err);
	complain_all(&dossier->report, before); /* what was mended on the way */
	return finish_report(&out, good, &report, &err);
}

/* A path below a folder that a variable names, absolute, or below the one in the home folder. */
static void put_own_path(const char *variable, const char *in_home, const char *name,
	struct buf *out)
{
	const char *folder = getenv(variable), *home = getenv("HOME");
	if (folder != NULL && folder[0] == '/') {
		file_join(out, folder, name);
	} else if (home != NULL && home[0] == '/') {
		file_join(out, home, in_home);
		buf_putc(out, '/');
		buf_puts(out, name);
	}
}

/* --memory in bytes. */
static bool read_memory(const struct args *args, uint64_t *out, struct err *err)
{
	uint32_t mib;
	if (!span_u32(span_of(args->value[ARGS_OPT_memory]), &mib) || mib == 0 || mib > 1 << 20) {
		return err_set(err, "--memory '%s': not a number of MiB from 1 to %d",
			args->value[ARGS_OPT_memory], 1 << 20);
	}
	*out = (uint64_t)mib << 20;
	return true;
}

/* How the dossier is to be opened, also later on. */
struct opening {
	struct dossier_how how;
	struct buf config, state, cache; /* paths */
	bool linear; /* nothing is written over */
};

static void opening_finish(struct opening *opening)
{
	buf_finish(&opening->config);
	buf_finish(&opening->state);
	buf_finish(&opening->cache);
}

/* The folders that are the user's own. */
static void find_own_paths(struct opening *opening, const struct args *args)
{
	struct dossier_how *how = &opening->how;
	how->config = args->value[ARGS_OPT_config];
	how->config_must = how->config != NULL;
	if (how->config == NULL) {
		put_own_path("XDG_CONFIG_HOME", ".config", "dossier/config.ini", &opening->config);
		how->config = opening->config.p;
	}
	how->state = args->value[ARGS_OPT_state];
	if (how->state == NULL) {
		put_own_path("XDG_STATE_HOME", ".local/state", "dossier", &opening->state);
		how->state = opening->state.p;
	}
	if (args->value[ARGS_OPT_no_cache] == NULL) {
		put_own_path("XDG_CACHE_HOME", ".cache", "dossier", &opening->cache);
		how->cache = opening->cache.p;
	}
}

static bool find_how(struct opening *opening, const struct args *args, struct err *err)
{
	struct dossier_how *how = &opening->how;
	find_own_paths(opening, args);
	how->entities = args->value[ARGS_OPT_entities];
	how->user = getenv("LOGNAME");
	how->words = args->command == ARGS_index;
	how->memory = (uint64_t)256 << 20;
	how->paths = args->operands;
	how->npaths = args->noperands;
	if (args->command == ARGS_search) {
		how->paths++; /* the first operand is the pattern */
	}
	if (args->command != ARGS_read) {
		how->npaths = 1;
	}
	return args->value[ARGS_OPT_memory] == NULL || read_memory(args, &how->memory, err);
}

static bool open_dossier(struct dossier *dossier, struct opening *opening, const struct args *args,
	struct restrictions *restrictions, struct err *err)
{
	struct progress progress;
	opening->how.restrictions = restrictions;
	if (!find_how(opening, args, err)) {
		return false;
	}
	if (restrictions_on(restrictions)) {
		guest_enclose(&opening->how, restrictions);
	}
	progress_start(&progress);
	progress.lines = opening->linear;
	opening->how.progress = progress_tell;
	opening->how.viewer = &progress;
	bool good = dossier_open(dossier, &opening->how, err);
	opening->how.progress = NULL;
	progress_end(&progress);
	return good;
}

/* Whatever is wrong with theme and kinds belongs to what is reported. */
static void judge_theme(struct dossier *dossier)
{
	const uint32_t *lines = dossier->config.ntables;
	struct theme theme;
	struct theme_how how = {.config = &dossier->config, .kinds = dossier->ents.kinds,
		.nkinds = dossier->ents.nkinds, .colours = 256};
	if (lines[CONFIG_THEME] + lines[CONFIG_KINDS] > 0) {
		theme_make(&theme, &how, &dossier->report);
	}
}

/* And so do keys; a session finds that out itself. */
static bool judge_keys(struct dossier *dossier, struct err *err)
{
	struct keymap map = {0};
	bool good = keymap_make(&map, &dossier->config, &dossier->report, err);
	keymap_finish(&map);
	return good;
}

/* What is in no index because it was left out must not be found missing later on. */
static void complain_left_out(const struct report *report)
{
	const char *first = NULL;
	uint32_t more = 0;
	for (uint32_t i = 0; i < report->n; i++) {
		if (report->items[i].left_out && report->items[i].level >= REPORT_WARNING) {
			more += first != NULL;
			first = first == NULL ? report->items[i].text : first;
		}
	}
	if (first != NULL) {
		struct err told;
		err_set(&told, more == 0 ? "%s" : "%s; left out are %u more, see dossier check", first,
			more);
		complain(&told);
	}
}

/* To people only: a search that takes long says why. */
static void tell_slow(const struct dossier *dossier, const char *dir)
{
	struct err notice;
	if (isatty(STDERR_FILENO) && cli_search_slow(dossier, dir, &notice)) {
		complain(&notice);
	}
}

static int print(struct dossier *dossier, const struct args *args)
{
	struct output out = {.fd = STDOUT_FILENO};
	struct cli cli = {dossier, args, &out};
	struct err err;
	bool good = true, sound = true;
	switch (args->command) {
	case ARGS_mentions:
		good = cli_mentions(&cli, &err);
		break;
	case ARGS_entities:
		good = cli_entities(&cli, &err);
		break;
	case ARGS_search:
		tell_slow(dossier, args->operands[1]);
		good = cli_search(&cli, &err);
		break;
	case ARGS_suggest:
		good = cli_suggest(&cli, &err);
		break;
	case ARGS_show:
		good = cli_show(&cli, &err);
		break;
	case ARGS_index:
		good = cli_index(dossier, &cli, &err);
		complain_left_out(&dossier->report);
		break;
	case ARGS_check:
		judge_theme(dossier);
		good = judge_keys(dossier, &err) && cli_check(&cli, &sound, &err);
		break;
	case ARGS_read:
	case ARGS_import: /* needs no dossier: done before */
	case ARGS_bookmarks: /* changes it: done elsewhere */
	case ARGS_COMMANDS:
		good = cli_listing(&cli, &err);
		break;
	}
	int status = finish(&out, good, &err);
	if (!dossier_index(dossier, false, &err)) {
		complain(&err); /* costs time at the next start, nothing else */
	}
	return sound ? status : EXIT_FAILURE;
}

/* Whether to read without a screen: it was asked for, or the terminal has none; that is said. */
static bool is_linear(const struct args *args)
{
	struct err why;
	if (args->value[ARGS_OPT_linear] != NULL) {
		return true;
	}
	if (!isatty(STDOUT_FILENO) || term_draws(&why)) {
		return false;
	}
	err_set(&why, "%s: reading line by line. "
		"With the name of your terminal in TERM (xterm-256color, linux) there is a screen",
		why.msg);
	complain(&why);
	return true;
}

static int read_dossier(struct dossier *dossier, const struct app_how *how, bool linear)
{
	struct err err;
	int end_signal;
	if (linear) {
		judge_theme(dossier);
	}
	if (!(linear ? console_run : app_run)(dossier, how, &end_signal, &err)) {
		complain(&err);
		return EXIT_FAILURE;
	}
	if (end_signal != 0) {
		dossier_close(dossier);
		signal(end_signal, SIG_DFL);
		raise(end_signal); /* the parent is told how it ended */
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct args args;
	struct err err;
	struct dossier dossier = {0};
	struct opening opening = {0};
	bool parsed = args_parse(argc, argv, &args, &err);
	struct restrictions restrictions = {
		.why = guest_why(argv[0], parsed && args.value[ARGS_OPT_restricted] != NULL)};
	if (restrictions_on(&restrictions)) {
		guest_begin();
	}
	struct err notice;
	bool utf8 = locale_start(&notice);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on files is a full disk, told like one */
	if (!parsed || !guest_is_owner(&err)) {
		complain(&err);
		return parsed ? EXIT_FAILURE : EXIT_USAGE;
	}
	if (args.value[ARGS_OPT_help] != NULL || args.value[ARGS_OPT_version] != NULL) {
		return print_about(&args, &restrictions);
	}
	if (restrictions_on(&restrictions) && !guest_may(&args, &err)) {
		complain(&err);
		return EXIT_USAGE;
	}
	if (args.command == ARGS_import) {
		return import(args.operands[0]);
	}
	bool linear = args.command == ARGS_read && is_linear(&args);
	opening.linear = linear;
	bool finds = args.command == ARGS_search || args.command == ARGS_mentions;
	opening.how.lent = finds || (args.command == ARGS_read && !linear && isatty(STDOUT_FILENO));
	opening.how.looked = finds && args.value[ARGS_OPT_indexed] == NULL;
	if (opening.how.lent && !finds) {
		opening.how.most = FIRST_BYTES;
		opening.how.begin = CATALOG_BEGIN_ALL;
	}
	if (!open_dossier(&dossier, &opening, &args, &restrictions, &err)) {
		complain(&err);
		opening_finish(&opening);
		return EXIT_FAILURE;
	}
	int status;
	if (args.command == ARGS_bookmarks) {
		status = bookmarks(&dossier, &args);
	} else if (args.command == ARGS_read && (linear || isatty(STDOUT_FILENO))) {
		struct app_how how = {utf8, notice.msg, &opening.how, judge_theme};
		status = read_dossier(&dossier, &how, linear);
	} else {
		status = print(&dossier, &args);
	}
	dossier_close(&dossier);
	opening_finish(&opening);
	return status;
}
