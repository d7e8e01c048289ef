#include "read/command.h"

#include "base/typo.h"

const struct command commands[COMMAND_COUNT] = {
#define GROUP(id, title)
#define COMMAND(id, name, group, arg, guest, less, vim, emacs, text) \
	{name, GROUP_##group, ARG_##arg, COMMAND_GUEST_##guest, {less, vim, emacs}, text},
#include "read/command.def"
#undef COMMAND
#undef GROUP
};

const char *const command_groups[GROUP_COUNT] = {
#define GROUP(id, title) title,
#define COMMAND(id, name, group, arg, guest, less, vim, emacs, text)
#include "read/command.def"
#undef COMMAND
#undef GROUP
};

/* "no command is named 'serach'; did you mean 'search'?" */
static void say_unknown(struct span name, struct err *err)
{
	struct typo typo = {.name = name};
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		typo_try(&typo, commands[i].name);
	}
	if (typo.nearest == NULL) {
		err_set(err, "no command is named '%.*s'", SPAN_ARG(name));
	} else {
		err_set(err, "no command is named '%.*s'; did you mean '%s'?", SPAN_ARG(name),
			typo.nearest);
	}
}

static bool begins(struct span name, uint32_t i)
{
	struct span known = span_of(commands[i].name);
	return name.n > 0 && name.n <= known.n &&
		span_eq_nocase(name, (struct span){known.p, name.n});
}

/* "'sea' could be search, search-back, search-next". */
static void say_several(struct span name, struct err *err)
{
	struct buf list = {0};
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		if (begins(name, i)) {
			buf_printf(&list, "%s%s", list.n == 0 ? "" : ", ", commands[i].name);
		}
	}
	err_set(err, "'%.*s' could be %s", SPAN_ARG(name), list.n == 0 ? "several" : list.p);
	buf_finish(&list);
}

enum command_id command_named(struct span name, struct err *err)
{
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		if (span_eq_nocase(name, span_of(commands[i].name))) {
			return (enum command_id)i;
		}
	}
	say_unknown(name, err);
	return COMMAND_NONE;
}

enum command_id command_find(struct span name, struct err *err)
{
	enum command_id found = command_named(name, err);
	if (found != COMMAND_NONE) {
		return found;
	}
	uint32_t n = 0;
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		if (begins(name, i)) {
			found = (enum command_id)i;
			n++;
		}
	}
	if (n > 1) {
		say_several(name, err);
		return COMMAND_NONE;
	}
	return found;
}
