#include "play.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

int64_t play_until(int64_t ms)
{
	const char *slow = getenv("E2E_SLOW");
	double factor = slow ? strtod(slow, NULL) : 1;
	return child_clock() + (int64_t)((double)ms * (factor > 0 ? factor : 1));
}

bool play_number(struct play *play, const char *word, int *number)
{
	char *end;
	long value = strtol(word, &end, 10);
	if (end == word || *end || value < -1000000 || value > 1000000) {
		bytes_print(&play->why, "'%s' is no number", word);
		return false;
	}
	*number = (int)value;
	return true;
}

enum play_result play_compare(
	struct play *play, const struct script_line *line, size_t at, const char *text)
{
	const char *how = line->n > at + 1 && !line->quoted[at] ? line->word[at] : "";
	const char *want = line->word[line->n - 1];
	bool exact = strcmp(how, "=") == 0, absent = strcmp(how, "no") == 0;
	if (*how && !exact && !absent) {
		bytes_print(&play->why, "'%s' is neither = nor no", how);
		return PLAY_BROKEN;
	}
	if (*want == '\0' && !exact) {
		bytes_add_text(&play->why, "an empty text is everywhere: use =");
		return PLAY_BROKEN;
	}
	bool ok = exact ? strcmp(text, want) == 0 : (strstr(text, want) != NULL) != absent;
	return ok ? PLAY_DONE : PLAY_NOT_YET;
}

/* What a sanitizer or a coverage build must be told, and nothing else of the tester's
 * environment. */
static void keep_tool_settings(struct env *env)
{
	static const char *const names[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS",
		"MALLOC_PERTURB_", "GCOV_PREFIX", "GCOV_PREFIX_STRIP", "LLVM_PROFILE_FILE"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *value = getenv(names[i]);
		if (value) {
			env_put(env, names[i], value);
		}
	}
}

static void put_folder(struct play *play, const char *name, const char *folder)
{
	struct bytes path = {0};
	bytes_print(&path, "%s/%s", play->box.root, folder);
	env_put(&play->env, name, path.p);
	bytes_finish(&path);
}

bool play_terminal(struct play *play, const char *name)
{
	entry_close(play->entry);
	play->entry = entry_open(name, &play->why);
	env_put(&play->env, "TERM", name);
	return play->entry != NULL;
}

bool play_open(struct play *play, const char *program, const char *source)
{
	play->program = program;
	play->source = source;
	play->cols = 80;
	play->rows = 24;
	const char *update = getenv("UPDATE");
	play->update = update && *update && strcmp(update, "0") != 0;
	if (!box_open(&play->box, &play->why)) {
		return false;
	}
	keep_tool_settings(&play->env);
	env_put(&play->env, "PATH", "/usr/local/bin:/usr/bin:/bin");
	env_put(&play->env, "LC_ALL", "C.UTF-8");
	env_put(&play->env, "TZ", "UTC");
	put_folder(play, "HOME", "home");
	put_folder(play, "XDG_CONFIG_HOME", "config");
	put_folder(play, "XDG_STATE_HOME", "state");
	put_folder(play, "XDG_CACHE_HOME", "cache");
	return box_folder(&play->box, "home", &play->why) && play_terminal(play, "xterm-256color");
}

void play_close(struct play *play)
{
	vt_close(play->vt);
	plain_finish(&play->plain);
	entry_close(play->entry);
	env_finish(&play->env);
	box_close(&play->box);
	for (struct play_note *note = play->notes, *next; note; note = next) {
		next = note->next;
		bytes_finish(&note->text);
		free(note->name);
		free(note);
	}
	bytes_finish(&play->why);
}
