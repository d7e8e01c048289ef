#define _GNU_SOURCE
#include "desk.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MOST 24

int64_t desk_until(int64_t ms)
{
	const char *slow = getenv("E2E_SLOW");
	double factor = slow ? strtod(slow, NULL) : 1;
	return child_clock() + (int64_t)((double)ms * (factor > 0 ? factor : 1));
}

bool desk_wrong(struct desk *desk, const char *fmt, ...)
{
	char text[1000];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	bytes_print(&desk->why, "%s%s", desk->why.n > 0 ? "; " : "", text);
	return false;
}

const char *desk_path(const struct desk *desk, const char *name, struct bytes *out)
{
	bytes_clear(out);
	bytes_print(out, "%s/%s", desk->box.root, name);
	return out->p;
}

static void put_folder(struct desk *desk, const char *variable, const char *name)
{
	struct bytes path = {0};
	env_put(&desk->env, variable, desk_path(desk, name, &path));
	bytes_finish(&path);
}

bool desk_open(struct desk *desk, const char *program, const char *texts)
{
	static const char *const kept[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"};
	desk->program = program;
	if (!box_open(&desk->box, &desk->why)) {
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		if (getenv(kept[i])) {
			env_put(&desk->env, kept[i], getenv(kept[i]));
		}
	}
	env_put(&desk->env, "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
	env_put(&desk->env, "LC_ALL", "C.UTF-8");
	env_put(&desk->env, "TZ", "UTC");
	env_put(&desk->env, "TERM", "xterm-256color");
	env_put(&desk->env, "PROGRAM", program);
	put_folder(desk, "HOME", "home");
	put_folder(desk, "XDG_CONFIG_HOME", "config");
	put_folder(desk, "XDG_STATE_HOME", "state");
	put_folder(desk, "XDG_CACHE_HOME", "cache");
	return box_folder(&desk->box, "home", &desk->why) &&
		box_copy(&desk->box, texts, "texts", &desk->why);
}

void desk_close(struct desk *desk)
{
	vt_close(desk->vt);
	plain_finish(&desk->plain);
	env_finish(&desk->env);
	box_close(&desk->box);
	bytes_finish(&desk->why);
	*desk = (struct desk){0};
}

static bool run(struct desk *desk, const char *const *words)
{
	struct child_spec spec = {.argv = (char *const *)(uintptr_t)words,
		.envp = desk->env.list, .folder = desk->box.root};
	return plain_run(&desk->plain, &spec, desk_until(60000), &desk->why);
}

bool desk_run(struct desk *desk, const char *word, ...)
{
	const char *words[WORDS_MOST + 2] = {desk->program};
	va_list args;
	va_start(args, word);
	for (size_t n = 1; word && n <= WORDS_MOST; word = va_arg(args, const char *)) {
		words[n++] = word;
	}
	va_end(args);
	return run(desk, words);
}

bool desk_shell(struct desk *desk, const char *script)
{
	return run(desk, (const char *const[]){"/bin/sh", "-c", script, NULL});
}

int desk_status(const struct desk *desk)
{
	return WIFEXITED(desk->plain.status) ? WEXITSTATUS(desk->plain.status) : -1;
}

bool desk_shows(const struct desk *desk, const char *text)
{
	int row = 0, col = 0, cells;
	return vt_find(desk->vt, text, &row, &col, &cells);
}

bool desk_sees(struct desk *desk, const char *text, int64_t until)
{
	bool more;
	do {
		more = vt_wait(desk->vt, until);
		if (desk_shows(desk, text)) {
			return true;
		}
	} while (more);
	return false;
}

bool desk_read(struct desk *desk)
{
	const char *argv[] = {desk->program, "texts", NULL};
	struct child_spec spec = {.argv = (char *const *)(uintptr_t)argv,
		.envp = desk->env.list, .folder = desk->box.root};
	vt_close(desk->vt);
	desk->vt = vt_open(&spec, 80, 24, &desk->why);
	if (!desk->vt) {
		return false;
	}
	return desk_sees(desk, " of 5 ", desk_until(5000)) ||
		desk_wrong(desk, "the reader shows no page");
}

bool desk_type(struct desk *desk, const char *keys, const char *text)
{
	int64_t until = desk_until(3000);
	if (!vt_type(desk->vt, keys, strlen(keys), until)) {
		return desk_wrong(desk, "keys are not taken");
	}
	return !text || desk_sees(desk, text, until) ||
		desk_wrong(desk, "no '%s' on the screen", text);
}

bool desk_home(const struct desk *desk, struct bytes *out)
{
	desk_path(desk, "state/dossier", out);
	DIR *dir = opendir(out->p);
	bool found = false;
	for (struct dirent *entry; dir && !found && (entry = readdir(dir)) != NULL;) {
		if (entry->d_name[0] != '.') {
			bytes_print(out, "/%s", entry->d_name);
			found = true;
		}
	}
	if (dir) {
		closedir(dir);
	}
	return found;
}
