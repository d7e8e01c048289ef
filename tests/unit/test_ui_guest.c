/* The restricted mode: what begins it, what it leaves of the environment, what it lets one ask for. */
#define _GNU_SOURCE
#include "ui/guest.h"
#include "camp.h"
#include "scratch.h"

#include <pwd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define WORDS_MOST 12

static const char *const beginners[] = {
	"DOSSIER_RESTRICTED", "SUDO_UID", "SUDO_USER", "SUDO_COMMAND", "DOAS_USER", "PKEXEC_UID"};

static void forget_beginners(void)
{
	for (size_t i = 0; i < COUNT_OF(beginners); i++) {
		unsetenv(beginners[i]);
	}
}

static void each_reason_begins_it(void **state)
{
	(void)state;
	forget_beginners();
	assert_null(guest_why("dossier", false));
	assert_null(guest_why(NULL, false));
	assert_null(guest_why("/opt/rdossier/dossier", false));
	assert_null(guest_why("rdossiers", false));
	assert_non_null(guest_why("dossier", true));
	assert_non_null(guest_why("rdossier", false));
	assert_non_null(guest_why("/usr/bin/rdossier", false));
	assert_non_null(guest_why("-rdossier", false));
	for (size_t i = 0; i < COUNT_OF(beginners); i++) {
		setenv(beginners[i], "", 1); /* whatever its value */
		assert_non_null(guest_why("dossier", false));
		unsetenv(beginners[i]);
	}
}

static void rights_are_ones_own(void **state)
{
	struct err err;
	(void)state;
	assert_true(guest_is_owner(&err)); /* a test that is setuid would be odd */
	if (geteuid() != 0 || setegid(65534) != 0) {
		return; /* not here */
	}
	assert_false(guest_is_owner(&err));
	assert_non_null(strstr(err.msg, "another user"));
	assert_int_equal(setegid(getgid()), 0);
}

static void put(const char *name, const char *value)
{
	assert_int_equal(setenv(name, value, 1), 0);
}

/* The environment of the test as it was: cmocka reads it, too. */
static char **before;

static int keep_environment(void **state)
{
	size_t n = 0;
	(void)state;
	while (environ[n] != NULL) {
		n++;
	}
	before = malloc((n + 1) * sizeof(*before));
	if (before != NULL) {
		memcpy(before, environ, (n + 1) * sizeof(*before));
	}
	return before == NULL;
}

static int give_environment_back(void **state)
{
	(void)state;
	for (size_t i = 0; before[i] != NULL; i++) {
		char name[100];
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(before[i], "="), before[i]);
		setenv(name, strchr(before[i], '=') + 1, 1);
	}
	free(before);
	return 0;
}

static void libraries_are_led_to_no_file(void **state)
{
	static const char *const gone[] = {"TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TERMPATH", "LOCPATH",
		"NLSPATH", "GCONV_PATH", "TZ", "TZDIR", "TMPDIR", "SQLITE_TMPDIR", "LANGUAGE", "LD_PRELOAD",
		"LESSOPEN", "TMUX", "STY", "LINES", "NCURSES_NO_UTF8_ACS", "SSH_ORIGINAL_COMMAND", "EDITOR",
		"MALLOC_TRACE"};
	const struct passwd *user = getpwuid(geteuid());
	(void)state;
	for (size_t i = 0; i < COUNT_OF(gone); i++) {
		put(gone[i], "/tmp");
	}
	put("TERM", "xterm-256color");
	put("LANG", "de_DE.UTF-8@euro");
	put("LC_ALL", "../../tmp/x");
	put("LC_CTYPE", "C.UTF-8");
	put("COLORTERM", "/x");
	put("HOME", "/tmp/x");
	put("PATH", "/tmp/x:.");
	guest_environment();
	for (size_t i = 0; i < COUNT_OF(gone); i++) {
		assert_null(getenv(gone[i]));
	}
	assert_string_equal(getenv("TERM"), "xterm-256color");
	assert_string_equal(getenv("LANG"), "de_DE.UTF-8@euro");
	assert_string_equal(getenv("LC_CTYPE"), "C.UTF-8");
	assert_null(getenv("LC_ALL"));
	assert_null(getenv("COLORTERM"));
	assert_string_equal(getenv("PATH"), "/usr/bin:/bin");
	if (user != NULL) {
		assert_string_equal(getenv("HOME"), user->pw_dir);
		assert_string_equal(getenv("LOGNAME"), user->pw_name);
	}
}

static const char *after_cleaning(const char *name, const char *value)
{
	put(name, value);
	guest_environment();
	return getenv(name);
}

static void folders_are_the_accounts_own(void **state)
{
	char folder[] = "/tmp/test_guest_XXXXXX", below[64], way[64];
	(void)state;
	assert_true(camp_make(folder));
	snprintf(below, sizeof(below), "%s/not/yet", folder);
	snprintf(way, sizeof(way), "%s/../../etc", folder);
	assert_non_null(after_cleaning("XDG_STATE_HOME", folder));
	assert_non_null(after_cleaning("XDG_STATE_HOME", below));
	assert_null(after_cleaning("XDG_STATE_HOME", way));
	assert_null(after_cleaning("XDG_STATE_HOME", "state"));
	assert_null(after_cleaning("XDG_STATE_HOME", ""));
	assert_null(after_cleaning("XDG_CACHE_HOME", "/tmp"));
	assert_null(after_cleaning("XDG_CACHE_HOME", "/tmp/not/there"));
	assert_int_equal(chmod(folder, 0777), 0);
	assert_null(after_cleaning("XDG_STATE_HOME", folder));
	assert_null(after_cleaning("XDG_STATE_HOME", below));
	assert_int_equal(camp_remove(folder), 0);
}

/* What a guest hears who asks for these words; NULL: it may be done. */
static const char *asked(const char *words, struct err *err)
{
	static char line[400];
	char *argv[WORDS_MOST + 1] = {(char[]){"rdossier"}};
	int argc = 1;
	struct args args;
	snprintf(line, sizeof(line), "%s", words);
	for (char *word = strtok(line, " "); word != NULL && argc < WORDS_MOST;
		word = strtok(NULL, " ")) {
		argv[argc++] = word;
	}
	assert_true(args_parse(argc, argv, &args, err));
	return guest_may(&args, err) ? NULL : err->msg;
}

static void only_the_dossier_is_opened(void **state)
{
	static const char *const good[] = {"", "d", "d/a.txt", "d/a.txt d/b/c.txt", "show d a.txt",
		"--restricted d", "search x d", "mentions --format json d", "--entities d/b/c.txt d",
		"search --entities d/b/c.txt x d", "bookmarks --add a.txt:1-2 --note n d"};
	static const char *const bad[] = {"--entities e/a.txt d", "--entities d/out d",
		"--entities d/none d", "--entities d/../e/a.txt d", "search --entities d/b/c.txt d e",
		"d/a.txt e/a.txt", "d/b/c.txt d/a.txt", "d/a.txt dd/a.txt", "--config d/a.txt d",
		"--state d d", "bookmarks --output d/x.md d", "bookmarks --import d/a.txt d", "index d",
		"import d/a.txt", "none"};
	struct err err = {""};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		assert_null(asked(good[i], &err));
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		const char *why = asked(bad[i], &err);
		if (why == NULL) {
			fail_msg("a guest may ask for: %s", bad[i]);
		}
		assert_true(strstr(why, "is refused") != NULL || strstr(why, "none: ") != NULL);
	}
}

/* d/a.txt, d/b/c.txt, d/out -> e/a.txt, e/a.txt, dd/a.txt in a folder of its own. */
static int make_world(void **state)
{
	return scratch_enter(state) != 0 ||
		system("mkdir -p d/b e dd && touch d/a.txt d/b/c.txt e/a.txt dd/a.txt && "
			"ln -s ../e/a.txt d/out") != 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reason_begins_it),
		cmocka_unit_test(rights_are_ones_own),
		cmocka_unit_test_setup_teardown(libraries_are_led_to_no_file, keep_environment,
			give_environment_back),
		cmocka_unit_test_setup_teardown(folders_are_the_accounts_own, keep_environment,
			give_environment_back),
		cmocka_unit_test_setup_teardown(only_the_dossier_is_opened, make_world, scratch_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
