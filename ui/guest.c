#define _GNU_SOURCE /* environ */
#include "ui/guest.h"

#include "base/own.h"
#include "ui/fence.h"

#include <ctype.h>
#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/auxv.h>
#endif

#define VALUE_MOST 64 /* letters of a terminal's or a locale's name */

/* Whether the loader was told that the caller has fewer rights than the program. */
static bool is_privileged(void)
{
#ifdef __linux__
	return getauxval(AT_SECURE) != 0;
#else
	return getuid() != geteuid() || getgid() != getegid();
#endif
}

bool guest_is_owner(struct err *err)
{
	return (getuid() == geteuid() && getgid() == getegid()) ||
		err_set(err, "this program is not made to run with the rights of another user: take "
			"the setuid and setgid bits from it (chmod a-s)");
}

/* "rdossier", "/usr/bin/rdossier", and "-rdossier" of a login shell. */
static bool is_called(const char *name)
{
	const char *slash = name == NULL ? NULL : strrchr(name, '/');
	name = slash == NULL ? name : slash + 1;
	return name != NULL && strcmp(name[0] == '-' ? name + 1 : name, "rdossier") == 0;
}

const char *guest_why(const char *name, bool asked)
{
	static const char *const others[] = {"SUDO_UID", "SUDO_USER", "SUDO_COMMAND", "DOAS_USER",
		"PKEXEC_UID"};
	if (asked) {
		return "the option --restricted was given";
	}
	if (is_called(name)) {
		return "it was called as rdossier";
	}
	if (getenv("DOSSIER_RESTRICTED") != NULL) {
		return "DOSSIER_RESTRICTED is set";
	}
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		if (getenv(others[i]) != NULL) {
			return "it was started for another user (sudo, doas, pkexec)";
		}
	}
	return is_privileged() ? "it has more rights than its caller" : NULL;
}

/* A name without a way through folders: of a terminal, a locale, a kind of colours. */
static bool is_plain(const char *value)
{
	size_t n = strlen(value);
	for (size_t i = 0; i < n; i++) {
		if (!isalnum((unsigned char)value[i]) && strchr("-+._@,", value[i]) == NULL) {
			return false;
		}
	}
	return n <= VALUE_MOST && strstr(value, "..") == NULL;
}

/*
 * A folder of this account that nobody else may write to; where it is not there yet, it is the
 * nearest one above it that counts.
 */
static bool is_own_folder(const char *value)
{
	struct buf path = {0};
	struct stat st;
	bool own = false;
	if (value[0] != '/' || strstr(value, "/..") != NULL) {
		return false;
	}
	buf_puts(&path, value);
	while (!path.failed && path.n > 0) {
		if (stat(path.p, &st) == 0) {
			own = S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
				(st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
			break;
		}
		while (path.n > 0 && path.p[--path.n] != '/') {
		}
		path.p[path.n] = '\0';
	}
	buf_finish(&path);
	return own;
}

/* Whether "NAME=value" stays. */
static bool stays(const char *entry)
{
	static const struct {
		const char *name;
		bool (*good)(const char *value);
	} kept[] = {
		{"TERM", is_plain}, {"LANG", is_plain}, {"NO_COLOR", is_plain},
		{"COLORTERM", is_plain}, {"XDG_CONFIG_HOME", is_own_folder},
		{"XDG_STATE_HOME", is_own_folder}, {"XDG_CACHE_HOME", is_own_folder},
	};
	const char *value = strchr(entry, '=');
	size_t n = value == NULL ? 0 : (size_t)(value - entry);
	if (n == 0) {
		return false;
	}
	if (strncmp(entry, "LC_", 3) == 0) {
		return is_plain(value + 1);
	}
	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		if (strlen(kept[i].name) == n && strncmp(entry, kept[i].name, n) == 0) {
			return kept[i].good(value + 1);
		}
	}
	return false;
}

void guest_environment(void)
{
	const struct passwd *user = getpwuid(geteuid());
	size_t n = 0;
	for (size_t i = 0; environ[i] != NULL; i++) {
		if (stays(environ[i])) {
			environ[n++] = environ[i];
		}
	}
	environ[n] = NULL;
	setenv("PATH", "/usr/bin:/bin", 1);
	if (user != NULL) {
		setenv("HOME", user->pw_dir, 1);
		setenv("LOGNAME", user->pw_name, 1);
	}
}

void guest_begin(void)
{
	signal(SIGTSTP, SIG_IGN); /* behind the reader may be somebody's shell */
	guest_environment();
}

/* Appends the real path of the folder that is read, or that holds the file. */
static bool put_folder(const char *path, struct buf *out, struct err *err)
{
	struct stat st;
	char *real = realpath(path, NULL);
	if (real == NULL || stat(real, &st) != 0) {
		free(real);
		return err_errno(err, errno, "%s", path);
	}
	char *slash = strrchr(real, '/');
	if (!S_ISDIR(st.st_mode) && slash != NULL) {
		slash[slash == real ? 1 : 0] = '\0';
	}
	buf_puts(out, real);
	free(real);
	return buf_ok(out, err);
}

/* Whether path is there, and in the folder or below it, also behind all links. */
static bool is_inside(const struct buf *folder, const char *path)
{
	char *real = realpath(path, NULL);
	bool root = folder->n == 1;
	bool inside = real != NULL && folder->n > 0 &&
		strncmp(real, folder->p, folder->n) == 0 &&
		(root || real[folder->n] == '/' || real[folder->n] == '\0');
	free(real);
	return inside;
}

/* The dossier is what is named first; a pattern or a document's name stands beside it. */
static const char *dossier_of(const struct args *args)
{
	size_t at = args->command == ARGS_search ? 1 : 0;
	return args->noperands > at ? args->operands[at] : ".";
}

static bool check_paths(const struct args *args, const struct buf *folder, struct err *err)
{
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		const char *value = args->value[i];
		if (value != NULL && args_options[i].guest == ARGS_GUEST_INSIDE &&
			!is_inside(folder, value)) {
			return err_set(err, "--%s %s is refused: it is no file inside the dossier, and in "
				"the restricted mode no other is opened", args_options[i].name, value);
		}
	}
	for (uint32_t i = 1; args->command == ARGS_read && i < args->noperands; i++) {
		if (!is_inside(folder, args->operands[i])) {
			return err_set(err, "%s is refused: in the restricted mode all files are in one "
				"folder, that of the first", args->operands[i]);
		}
	}
	return true;
}

bool guest_may(const struct args *args, struct err *err)
{
	struct buf folder = {0};
	if (args_commands[args->command].guest == ARGS_GUEST_NO) {
		return err_set(err, "%s is refused in the restricted mode: guests only read",
			args_commands[args->command].name);
	}
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		if (args->value[i] != NULL && args_options[i].guest == ARGS_GUEST_NO) {
			return err_set(err, "--%s is refused in the restricted mode: nothing outside the "
				"dossier is read, and nothing but the state folder written",
				args_options[i].name);
		}
	}
	bool good = put_folder(dossier_of(args), &folder, err) && check_paths(args, &folder, err);
	buf_finish(&folder);
	return good;
}

void guest_enclose(const struct dossier_how *how, struct restrictions *told)
{
	struct buf folder = {0};
	struct err why; /* nothing can be kept then, which is told when something is to be */
	const char *const writes[] = {how->state, how->cache};
	for (size_t i = 0; i < COUNT_OF(writes); i++) {
		(void)(writes[i] != NULL && own_make(writes[i], &why));
	}
	const char *const reads[] = {
		put_folder(how->paths[0], &folder, &why) ? folder.p : NULL, how->config};
	fence_raise(&(struct fence_how){reads, COUNT_OF(reads), writes, COUNT_OF(writes)}, told);
	buf_finish(&folder);
}
