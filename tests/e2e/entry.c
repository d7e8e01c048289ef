#include "entry.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#include <curses.h>
#include <term.h>

/* The shapes of all sequences that are allowed, each as a line "shape\n"; see add_shape(). */
struct entry {
	struct bytes shapes;
};

/* The capabilities that a full-screen program has a use for. Left out on purpose: resets, the
 * printer, reports, the palette. */
static const char *const screen_capabilities[] = {"bel", "blink", "bold", "cbt", "civis", "clear",
	"cnorm", "cr", "csr", "cub", "cub1", "cud", "cud1", "cuf", "cuf1", "cup", "cuu", "cuu1",
	"cvvis", "dch", "dch1", "dim", "dl", "dl1", "ech", "ed", "el", "el1", "enacs", "flash",
	"home", "hpa", "ht", "ich", "ich1", "il", "il1", "ind", "indn", "nel", "oc", "op", "rc",
	"rep", "rev", "ri", "rin", "ritm", "rmacs", "rmam", "rmcup", "rmir", "rmkx", "rmso", "rmul",
	"sc", "setab", "setaf", "sgr", "sgr0", "sitm", "smacs", "smam", "smcup", "smir", "smkx",
	"smso", "smul", "vpa", "BD", "BE", "XM", NULL};

static bool same(const struct bytes *list, const struct bytes *line)
{
	for (const char *at = bytes_text(list); (at = strstr(at, line->p)); at++) {
		if (at == list->p || at[-1] == '\n') {
			return true;
		}
	}
	return false;
}

/* Appends the shape of a sequence: a control sequence without its numbers, anything else as it
 * is, made readable. */
static void shape_of(const struct wire_token *token, struct bytes *out)
{
	if (token->kind == WIRE_CSI) {
		struct wire_csi csi = wire_csi(token);
		bool marked = csi.params_n > 0 && strchr("<=>?", csi.params[0]);
		bytes_add_text(out, "CSI ");
		wire_show(csi.params, marked ? 1 : 0, out);
		wire_show(csi.tail, csi.tail_n, out);
	} else {
		wire_show(token->p, token->n, out);
	}
}

/* Calls `each` with the shape of `token`: one line, or one for every mode that a control sequence
 * sets or resets. Ends at the first false and returns it. */
static bool each_shape(const struct wire_token *token, struct bytes *list,
	bool (*each)(struct bytes *list, const struct bytes *line))
{
	struct bytes line = {0};
	struct wire_csi csi = token->kind == WIRE_CSI ? wire_csi(token) : (struct wire_csi){0};
	const char *p = csi.params;
	size_t left = csi.params_n;
	bool modes = csi.tail_n == 1 && (csi.tail[0] == 'h' || csi.tail[0] == 'l');
	bool ok = true;
	do {
		bytes_clear(&line);
		shape_of(token, &line);
		if (modes) {
			size_t skipped = strspn(p, "<=>?;");
			size_t digits = strspn(p + skipped, "0123456789:");
			bytes_print(&line, " %.*s", (int)digits, p + skipped);
			p += skipped + digits;
			left -= skipped + digits;
		}
		bytes_add_text(&line, "\n");
		ok = each(list, &line);
	} while (ok && modes && left > 0);
	bytes_finish(&line);
	return ok;
}

static bool add_shape(struct bytes *list, const struct bytes *line)
{
	if (!same(list, line)) {
		bytes_add(list, line->p, line->n);
	}
	return true;
}

static bool has_shape(struct bytes *list, const struct bytes *line)
{
	return same(list, line);
}

/* Appends `text` without padding such as $<5>. */
static void add_unpadded(struct bytes *out, const char *text)
{
	while (*text) {
		const char *end = strncmp(text, "$<", 2) == 0 ? strchr(text, '>') : NULL;
		if (end) {
			text = end + 1;
		} else {
			bytes_add(out, text++, 1);
		}
	}
}

/* Adds what a capability expands to with all of its parameters equal to `value`: that takes each
 * branch of the common entries. */
static void add_capability(struct entry *entry, const char *capability, int value)
{
	if (strstr(capability, "%c") && value < ' ') {
		return; /* rep: the parameter is a character to repeat, not a number */
	}
	char *expanded =
		tiparm(capability, value, value, value, value, value, value, value, value, value);
	struct bytes sample = {0};
	add_unpadded(&sample, expanded ? expanded : "");
	struct wire_token token;
	for (size_t at = 0; at < sample.n; at += token.n) {
		wire_next(&sample, at, &token);
		if (token.kind != WIRE_RUNE && token.kind != WIRE_BAD) {
			each_shape(&token, &entry->shapes, add_shape);
		}
	}
	bytes_finish(&sample);
}

/* The string of a capability, or NULL where the entry has none. */
static const char *capability_of(const char *name)
{
	const char *text = tigetstr(name);
	return text == (const char *)-1 ? NULL : text;
}

struct entry *entry_open(const char *name, struct bytes *why)
{
	int found;
	if (setupterm(name, 1, &found) != OK) {
		bytes_print(why, "no terminfo entry for '%s' on this machine", name);
		return NULL;
	}
	struct entry *entry = bytes_must(calloc(1, sizeof(*entry)));
	static const int values[] = {0, 1, 9, 100};
	for (size_t i = 0; screen_capabilities[i]; i++) {
		const char *capability = capability_of(screen_capabilities[i]);
		for (size_t v = 0; capability && v < COUNT_OF(values); v++) {
			add_capability(entry, capability, values[v]);
		}
	}
	return entry;
}

void entry_close(struct entry *entry)
{
	if (!entry) {
		return;
	}
	bytes_finish(&entry->shapes);
	free(entry);
	del_curterm(cur_term);
}

const char *entry_key(const struct entry *entry, const char *capability)
{
	return entry ? capability_of(capability) : NULL;
}

bool entry_allows(const struct entry *entry, const struct wire_token *token)
{
	struct bytes shapes = entry->shapes;
	return each_shape(token, &shapes, has_shape);
}
