#include "keys.h"

#include "base/base.h"

#include <string.h>

/* Where the keys come from and where their bytes go. */
struct keyboard {
	const struct entry *entry;
	const struct bytes *log;
	struct bytes *out, *why;
};

/* A key that sends the same on each terminal, or what a capability says. */
static const struct {
	const char *name, *bytes, *capability;
} named[] = {
	{"Enter", "\r", NULL},
	{"Tab", "\t", NULL},
	{"Esc", "\033", NULL},
	{"Space", " ", NULL},
	{"lt", "<", NULL},
	{"S-Tab", NULL, "kcbt"},
	{"BS", NULL, "kbs"},
	{"Del", NULL, "kdch1"},
	{"Up", NULL, "kcuu1"},
	{"Down", NULL, "kcud1"},
	{"Left", NULL, "kcub1"},
	{"Right", NULL, "kcuf1"},
	{"PgUp", NULL, "kpp"},
	{"PgDn", NULL, "knp"},
	{"Home", NULL, "khome"},
	{"End", NULL, "kend"},
	{"F1", NULL, "kf1"},
	{"F2", NULL, "kf2"},
	{"F3", NULL, "kf3"},
	{"F4", NULL, "kf4"},
	{"A-Left", "\033[1;3D", NULL},
	{"A-Right", "\033[1;3C", NULL},
};

/* Cursor keys are in the entry as they are in application mode; without it a terminal sends ESC [
 * for ESC O. */
static void add_capability(const struct keyboard *board, const char *bytes)
{
	if (strncmp(bytes, "\033O", 2) == 0 && strchr("ABCDHF", bytes[2]) &&
		!wire_mode(board->log, 1)) {
		bytes_add_text(board->out, "\033[");
		bytes += 2;
	}
	bytes_add_text(board->out, bytes);
}

static bool add_named(const struct keyboard *board, size_t i)
{
	if (named[i].bytes) {
		bytes_add_text(board->out, named[i].bytes);
		return true;
	}
	const char *bytes = entry_key(board->entry, named[i].capability);
	if (!bytes) {
		bytes_print(board->why, "this terminal has no key <%s>", named[i].name);
		return false;
	}
	add_capability(board, bytes);
	return true;
}

/* Text from the clipboard comes in brackets if the program asked for them. */
static void add_paste(const struct keyboard *board, const char *text, size_t n)
{
	bool brackets = wire_mode(board->log, 2004);
	bytes_add_text(board->out, brackets ? "\033[200~" : "");
	bytes_add(board->out, text, n);
	bytes_add_text(board->out, brackets ? "\033[201~" : "");
}

/* The key whose name is the `n` bytes at `name`. */
static bool add_key(const struct keyboard *board, const char *name, size_t n)
{
	for (size_t i = 0; i < COUNT_OF(named); i++) {
		if (strlen(named[i].name) == n && memcmp(named[i].name, name, n) == 0) {
			return add_named(board, i);
		}
	}
	if (n == 3 && strncmp(name, "C-", 2) == 0 && name[2] >= '?') {
		char control = (char)(name[2] == '?' ? 0x7f : name[2] & 0x1f);
		bytes_add(board->out, &control, 1);
		return true;
	}
	if (n == 3 && strncmp(name, "A-", 2) == 0) {
		bytes_print(board->out, "\033%c", name[2]);
		return true;
	}
	if (n >= 6 && strncmp(name, "Paste:", 6) == 0) {
		add_paste(board, name + 6, n - 6);
		return true;
	}
	bytes_print(board->why, "no key is called <%.*s>", (int)n, name);
	return false;
}

bool keys_bytes(const struct entry *entry, const struct bytes *log, const char *text,
	struct bytes *out, struct bytes *why)
{
	struct keyboard board = {.entry = entry, .log = log, .out = out, .why = why};
	while (*text) {
		const char *end = *text == '<' ? strchr(text, '>') : NULL;
		if (*text != '<') {
			bytes_add(out, text++, 1);
			continue;
		}
		if (!end || end == text + 1) {
			bytes_add_text(
				why, "'<' opens the name of a key; the character itself is <lt>");
			return false;
		}
		if (!add_key(&board, text + 1, (size_t)(end - text - 1))) {
			return false;
		}
		if (strncmp(text, "<Esc>", 5) == 0 && end[1]) {
			bytes_add_text(why,
				"keys behind <Esc> are read as Alt: give them a line of their own");
			return false;
		}
		text = end + 1;
	}
	return true;
}
