#define _XOPEN_SOURCE 700
#include "hostile_desk.h"

#include "strict.h"
#include "wire.h"

#include "base/base.h"

#include <stdio.h>
#include <string.h>

enum { QUIET_MS = 40, CUT_MOST = 16 };

/* What was on the screen when something was wrong. */
static void show_screen(const struct hostile *test)
{
	struct bytes screen = {0}, shown = {0};
	if (test->play.vt) {
		vt_screen(test->play.vt, &screen);
		for (char *row = strtok(screen.p, "\n"); row; row = strtok(NULL, "\n")) {
			bytes_clear(&shown);
			wire_show(row, strlen(row), &shown);
			printf("# |%s\n", bytes_text(&shown));
		}
	}
	bytes_finish(&screen);
	bytes_finish(&shown);
}

void hostile_tell(struct hostile *test, bool good, const char *what)
{
	test->tests++;
	test->failed += !good;
	printf("%s %u - %s\n", good ? "ok" : "not ok", test->tests, what);
	if (!good && test->play.why.n > 0) {
		printf("# %s\n", test->play.why.p);
		show_screen(test);
	}
	bytes_clear(&test->play.why);
	fflush(stdout);
}

/* Whether what begins at `at` may be a sequence or a character of which the rest is to come. */
static bool is_cut(const struct hostile *test, const struct bytes *log, size_t at)
{
	int status;
	return log->n - at < CUT_MOST && test->play.vt && log == vt_log(test->play.vt) &&
		!vt_over(test->play.vt, &status) && (log->p[at] == '\033' || (log->p[at] & 0x80) != 0);
}

bool hostile_judge(struct hostile *test, const struct bytes *log, const struct entry *entry)
{
	size_t at = strict_find(log, entry, test->judged);
	bool cut = at < log->n && is_cut(test, log, at);
	test->bytes += (cut ? at : log->n) - test->judged;
	test->judged = cut ? at : log->n;
	if (cut || at == log->n) {
		return true;
	}
	struct bytes shown = {0};
	strict_show(log, at, &shown);
	printf("# %s, %s: byte %zu: %s\n", test->what, bytes_text(&test->at), at, bytes_text(&shown));
	bytes_finish(&shown);
	test->findings++;
	return false;
}

void hostile_settle(struct hostile *test)
{
	while (vt_wait(test->play.vt, play_until(QUIET_MS))) {
	}
}

bool hostile_wait_for(struct hostile *test, const char *text)
{
	int64_t until = play_until(5000);
	for (bool more = true;; more = vt_wait(test->play.vt, until)) {
		int row = 0, col = 0, cells;
		if (vt_find(test->play.vt, text, &row, &col, &cells)) {
			return true;
		}
		if (!more) {
			bytes_print(&test->play.why, "%s: '%s' is not on the screen", test->what, text);
			return false;
		}
	}
}

void hostile_type(struct hostile *test, const char *keys)
{
	vt_type(test->play.vt, keys, strlen(keys), play_until(5000));
}

bool hostile_start(struct hostile *test, char *const *argv, int cols, int rows)
{
	struct child_spec spec = {.argv = argv, .envp = test->play.env.list,
		.folder = test->play.box.root};
	vt_close(test->play.vt);
	test->judged = 0;
	test->play.vt = vt_open(&spec, cols, rows, &test->play.why);
	return test->play.vt != NULL;
}

bool hostile_leave(struct hostile *test)
{
	int status;
	hostile_type(test, "Q");
	int64_t until = play_until(8000);
	while (!vt_over(test->play.vt, &status) && vt_wait(test->play.vt, until)) {
	}
	return hostile_judge(test, vt_log(test->play.vt), test->play.entry) && vt_over(test->play.vt, &status);
}

bool hostile_set_out(struct hostile *test, const char *term, const char *locale)
{
	env_put(&test->play.env, "LC_ALL", locale);
	return play_terminal(&test->play, term);
}
