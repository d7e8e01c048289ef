/*
 * key.h - keys as numbers and as names: what ui/term.c delivers and config.ini spells.
 *
 * A key is a Unicode character (control characters are themselves: ^W is 0x17, Tab 0x09, Enter
 * 0x0D, Esc 0x1B, Backspace 0x7F), or one of the names below, or'ed with DKEY_ALT. In text a key
 * is itself, `^X` with control, or a name in angle brackets, in any case: <Enter> <Tab> <S-Tab>
 * <Esc> <BS> <Space> <Up> … <F1> <A-Left> <A-x> <C-w>. Characters that have a meaning of their
 * own here or in config.ini have names too: <lt> <gt> <Caret> <Semicolon> <Hash> <Quote>
 * <Apostrophe> <Backslash>. A sequence is keys side by side: `^Ws`, `''`.
 */
#ifndef DOSSIER_READ_KEY_H
#define DOSSIER_READ_KEY_H

#include "base/buf.h"

#define DKEY_ALT 0x40000000u
#define DKEY_NAMED 0x20000000u

// clang-format off
/* NAMED(id, "name") in this order from DKEY_NAMED on */
#define KEY_NAMES(NAMED) \
	NAMED(UP, "Up") NAMED(DOWN, "Down") NAMED(LEFT, "Left") NAMED(RIGHT, "Right") \
	NAMED(HOME, "Home") NAMED(END, "End") NAMED(PAGE_UP, "PgUp") NAMED(PAGE_DOWN, "PgDn") \
	NAMED(INSERT, "Ins") NAMED(DELETE, "Del") NAMED(BACK_TAB, "S-Tab") \
	NAMED(F1, "F1") NAMED(F2, "F2") NAMED(F3, "F3") NAMED(F4, "F4") NAMED(F5, "F5") NAMED(F6, "F6") \
	NAMED(F7, "F7") NAMED(F8, "F8") NAMED(F9, "F9") NAMED(F10, "F10") NAMED(F11, "F11") NAMED(F12, "F12")
// clang-format on

/* Ours begin with DKEY_: KEY_UP and the like are curses' own. */
enum {
	DKEY_BEFORE_NAMED = DKEY_NAMED - 1,
#define NAMED(id, name) DKEY_##id,
	KEY_NAMES(NAMED)
#undef NAMED
	DKEY_AFTER_NAMED
};

enum { DKEY_TAB = 0x09, DKEY_ENTER = 0x0D, DKEY_ESC = 0x1B, DKEY_BACKSPACE = 0x7F };

/* ^C: it is no key to be bound, it cancels like Esc. */
#define DKEY_INTERRUPT 0x03u

/* The longest sequence that can be bound. */
#define KEY_SEQUENCE_MAX 4

struct key_sequence {
	uint32_t keys[KEY_SEQUENCE_MAX];
	uint32_t n;
};

/* Appends the name of a key as config.ini spells it. */
void key_put(struct buf *out, uint32_t key);

/* Appends the names of a sequence side by side. */
void key_put_sequence(struct buf *out, const struct key_sequence *sequence);

/* Appends a sequence as people read it: `;` and `Tab` and `Alt-x`, but `^W<Tab>`. */
void key_show_sequence(struct buf *out, const struct key_sequence *sequence);

/*
 * Parses one sequence ("^Ws"). False with a message for an unknown <Name> or a sequence too long.
 */
bool key_parse(struct span text, struct key_sequence *out, struct err *err) MUST_CHECK;

#endif
