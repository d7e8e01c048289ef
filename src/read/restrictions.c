#include "read/restrictions.h"

#include "texts/made.h"

#include <stdarg.h>
#include <stdio.h>

/* Why a guest may not, by enum command_guest; NULL: may. */
static const char *const reasons[] = {
	[COMMAND_GUEST_NO] = "it is not meant for guests",
	[COMMAND_GUEST_MAY] = NULL,
	[COMMAND_GUEST_FILES] = "no file is written but your notes",
	[COMMAND_GUEST_CLIPBOARD] = "nothing is sent to a clipboard",
};

bool restrictions_on(const struct restrictions *restrictions)
{
	return restrictions != NULL && restrictions->why != NULL;
}

void restrictions_add(struct restrictions *restrictions, bool holds, const char *what,
	const char *fmt, ...)
{
	va_list args;

	if (restrictions->n == RESTRICTIONS_MOST) {
		return;
	}
	struct restriction *item = &restrictions->items[restrictions->n++];
	item->holds = holds;
	item->what = what;
	va_start(args, fmt);
	vsnprintf(item->text, sizeof(item->text), fmt, args);
	va_end(args);
}

bool restrictions_may(const struct restrictions *restrictions, enum command_id command,
	struct err *err)
{
	const char *reason = reasons[commands[command].guest];

	return !restrictions_on(restrictions) || reason == NULL ||
		err_set(err, "%s is refused here: %s (:restrictions)",
			commands[command].name, reason);
}

void restrictions_put(const struct restrictions *restrictions, struct buf *out)
{
	if (!restrictions_on(restrictions)) {
		buf_puts(out, "restricted mode: off\n");
	} else {
		buf_printf(out, "restricted mode: on, because %s\n", restrictions->why);
	}
	for (uint32_t i = 0; i < restrictions->n; i++) {
		const struct restriction *item = &restrictions->items[i];

		buf_printf(out, "  %-15s %s: %s\n", item->what, item->holds ? "held" : "NOT HELD",
			item->text);
	}
}

/* What the program itself sees to, held by its own tables and checks. */
static void put_program(struct made *made)
{
	struct buf line = {0};

	made_heading(made, 2, SPAN("What the program refuses"));
	made_prose(made, SPAN("Paths outside the dossier, on the command line and anywhere else. "
		"Writing any file but what is yours in the state folder: notes, decisions, places; "
		"and indexes in the cache folder. The clipboard. Suspending. Settings other than "
		"looks, keys and search."));
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		const char *reason = reasons[commands[i].guest];

		if (reason != NULL) {
			buf_clear(&line);
			buf_printf(&line, ":%-12s %s", commands[i].name, reason);
			made_line(made, buf_span(&line));
		}
	}
	made->failed = made->failed || line.failed;
	made_break(made);
	buf_finish(&line);
}

static void put_kernel(struct made *made, const struct restrictions *restrictions)
{
	struct buf line = {0};

	made_heading(made, 2, SPAN("What the kernel holds it to"));
	for (uint32_t i = 0; i < restrictions->n; i++) {
		const struct restriction *item = &restrictions->items[i];

		buf_clear(&line);
		buf_printf(&line, "%s%s: %s.", item->what, item->holds ? "" : ", NOT HELD",
			item->text);
		made_prose(made, buf_span(&line));
	}
	made->failed = made->failed || line.failed;
	buf_finish(&line);
}

bool restrictions_doc(const struct restrictions *restrictions, struct doc *out, struct err *err)
{
	struct made made = {0};
	struct buf why = {0};

	made_heading(&made, 1, SPAN("Restrictions"));
	if (!restrictions_on(restrictions)) {
		made_prose(&made, SPAN("None: this is no restricted session. The option --restricted, "
			"the name rdossier or DOSSIER_RESTRICTED in the environment begin one."));
	} else {
		buf_printf(&why, "This session is restricted, because %s. It stays so until it ends.",
			restrictions->why);
		made_prose(&made, buf_span(&why));
		put_program(&made);
		put_kernel(&made, restrictions);
	}
	made.failed = made.failed || why.failed;
	buf_finish(&why);
	return made_doc(&made, SPAN("Restrictions"), out, err);
}
