#include "read/key.h"

#include "base/typo.h"
#include "base/utf8.h"

struct key_name {
	const char *name;
	uint32_t key;
};

/* The first name of a key is the one that is written; the others are read. */
static const struct key_name names[] = {
	{"Tab", DKEY_TAB},
	{"Enter", DKEY_ENTER},
	{"Return", DKEY_ENTER},
	{"CR", DKEY_ENTER},
	{"Esc", DKEY_ESC},
	{"Escape", DKEY_ESC},
	{"BS", DKEY_BACKSPACE},
	{"Backspace", DKEY_BACKSPACE},
	{"Space", ' '},
	{"lt", '<'},
	{"gt", '>'},
	/* What config.ini cannot hold, or holds with another meaning. */
	{"Semicolon", ';'},
	{"Hash", '#'},
	{"Caret", '^'},
	{"Apostrophe", '\''},
	{"Quote", '"'},
	{"Backslash", '\\'},
#define NAMED(id, name) {name, DKEY_##id},
	KEY_NAMES(NAMED)
#undef NAMED
	{"PageUp", DKEY_PAGE_UP},
	{"PageDown", DKEY_PAGE_DOWN},
	{"Insert", DKEY_INSERT},
	{"Delete", DKEY_DELETE},
	{"BackTab", DKEY_BACK_TAB},
};

static const char *name_of(uint32_t key)
{
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (names[i].key == key) {
			return names[i].name;
		}
	}
	return NULL;
}

/* Appends a key: plain characters by their name or as they are, names in brackets or without. */
static void put(struct buf *out, uint32_t key, bool plainly, bool bracketed)
{
	bool alt = (key & DKEY_ALT) != 0;
	uint32_t bare = key & ~DKEY_ALT;
	bool character = bare > ' ' && bare < DKEY_BACKSPACE;
	const char *name = plainly && character ? NULL : name_of(bare);
	bool enclosed = bracketed && (alt || name != NULL);
	if (enclosed) {
		buf_putc(out, '<');
	}
	if (alt) {
		buf_puts(out, bracketed ? "A-" : "Alt-");
	}
	if (name != NULL) {
		buf_puts(out, name);
	} else if (bare < ' ') {
		buf_printf(out, "^%c", (int)bare + '@');
	} else if (bare <= 0x10FFFF) {
		char bytes[UTF8_MAX];
		buf_add(out, bytes, utf8_encode(bare, bytes));
	} else {
		buf_putc(out, '?');
	}
	if (enclosed) {
		buf_putc(out, '>');
	}
}

void key_put(struct buf *out, uint32_t key)
{
	put(out, key, false, true);
}

void key_put_sequence(struct buf *out, const struct key_sequence *sequence)
{
	for (uint32_t i = 0; i < sequence->n; i++) {
		put(out, sequence->keys[i], false, true);
	}
}

void key_show_sequence(struct buf *out, const struct key_sequence *sequence)
{
	for (uint32_t i = 0; i < sequence->n; i++) {
		put(out, sequence->keys[i], true, sequence->n > 1);
	}
}

/* The key with this name, in any case; 0 where there is none. */
static uint32_t key_named(struct span name)
{
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (span_eq_nocase(span_of(names[i].name), name)) {
			return names[i].key;
		}
	}
	return 0;
}

/* The key that `^c` stands for; UINT32_MAX for none. */
static uint32_t key_control(unsigned char c)
{
	if (c >= 'a' && c <= 'z') {
		return (uint32_t)c - 'a' + 1;
	}
	if (c >= '@' && c <= '_') {
		return (uint32_t)c - '@';
	}
	return c == '?' ? DKEY_BACKSPACE : UINT32_MAX;
}

static bool refuse_name(struct span name, struct err *err)
{
	struct typo typo = {.name = name};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		typo_try(&typo, names[i].name);
	}
	if (typo.nearest == NULL) {
		return err_set(err, "no key has the name <%.*s>", SPAN_ARG(name));
	}
	return err_set(err, "no key has the name <%.*s>; did you mean <%s>?", SPAN_ARG(name),
		typo.nearest);
}

/* What stands between < and >: a name, or A- or C- with a name or character behind it. */
static bool parse_inside(struct span text, uint32_t *key, struct err *err)
{
	uint32_t alt = 0;
	struct span rest = text;
	if (rest.n > 2 && span_eq_nocase((struct span){rest.p, 2}, SPAN("A-"))) {
		alt = DKEY_ALT;
		rest = (struct span){rest.p + 2, rest.n - 2};
	}
	bool control = rest.n == 3 && span_eq_nocase((struct span){rest.p, 2}, SPAN("C-"));
	if (control || (rest.n == 2 && rest.p[0] == '^')) {
		uint32_t c = key_control((unsigned char)rest.p[rest.n - 1]);
		if (c == UINT32_MAX) {
			return refuse_name(text, err);
		}
		*key = c | alt;
		return true;
	}
	size_t off = 0;
	uint32_t c = key_named(rest);
	if (c == 0 && rest.n > 0 && alt != 0) {
		c = utf8_next(rest, &off);
		if (off != rest.n || c <= ' ' || (c >= 0x7F && c < 0xA0) || c == UTF8_INVALID) {
			return refuse_name(text, err);
		}
	}
	if (c == 0) {
		return refuse_name(text, err);
	}
	*key = c | alt;
	return true;
}

/* A name in brackets at *off, which moves behind it. `<A->>` is Alt with `>`. */
static bool parse_bracketed(struct span text, size_t *off, uint32_t *key, struct err *err)
{
	size_t start = *off + 1;
	size_t end = span_find(text, SPAN(">"), start);
	if (end + 1 < text.n && text.p[end - 1] == '-' && text.p[end + 1] == '>') {
		end++;
	}
	if (end == text.n) {
		return err_set(err, "'%.*s': a key's name ends with '>'; '<' itself is <lt>",
			SPAN_ARG(text));
	}
	if (!parse_inside((struct span){text.p + start, end - start}, key, err)) {
		return false;
	}
	*off = end + 1;
	return true;
}

/* One key at *off < text.n, which moves behind it. */
static bool parse_key(struct span text, size_t *off, uint32_t *key, struct err *err)
{
	if (text.p[*off] == '<') {
		return parse_bracketed(text, off, key, err);
	}
	if (text.p[*off] == '^') {
		uint32_t c = UINT32_MAX;
		if (*off + 1 < text.n) {
			c = key_control((unsigned char)text.p[*off + 1]);
		}
		if (c == UINT32_MAX) {
			return err_set(err,
				"'%.*s': '^' needs a letter behind it; '^' itself is <Caret>",
				SPAN_ARG(text));
		}
		*off += 2;
		*key = c;
		return true;
	}
	size_t at = *off;
	uint32_t c = utf8_next(text, &at);
	if (c <= ' ' || (c >= 0x7F && c < 0xA0) || c == UTF8_INVALID) {
		return err_set(err, "'%.*s': this is no key that can be typed", SPAN_ARG(text));
	}
	*off = at;
	*key = c;
	return true;
}

bool key_parse(struct span text, struct key_sequence *out, struct err *err)
{
	struct key_sequence sequence = {.n = 0};
	if (text.n == 0) {
		return err_set(err, "a key is missing");
	}
	for (size_t off = 0; off < text.n;) {
		uint32_t key = 0;
		if (!parse_key(text, &off, &key, err)) {
			return false;
		}
		if (sequence.n == KEY_SEQUENCE_MAX) {
			return err_set(err, "'%.*s': no more than %d keys make a command",
				SPAN_ARG(text), KEY_SEQUENCE_MAX);
		}
		sequence.keys[sequence.n++] = key;
	}
	*out = sequence;
	return true;
}
