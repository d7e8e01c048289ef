#include "wire.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

/* The bytes from offset `at` on. */
struct tail {
	const unsigned char *p;
	size_t n;
};

/* The length of the UTF-8 sequence at `t`, with its code point; 0 where it is invalid, overlong
 * or a surrogate. */
static size_t decode(struct tail t, uint32_t *rune)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char c = t.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
	if (n == 0 || n > t.n) {
		return 0;
	}
	*rune = n == 1 ? c : c & (0x7fU >> n);
	for (size_t i = 1; i < n; i++) {
		if ((t.p[i] & 0xc0) != 0x80) {
			return 0;
		}
		*rune = *rune << 6 | (t.p[i] & 0x3fU);
	}
	bool surrogate = *rune >= 0xd800 && *rune < 0xe000;
	return *rune < least[n] || surrogate || *rune > 0x10ffff ? 0 : n;
}

/* How many bytes from `i` on lie between `lo` and `hi`. */
static size_t run_of(struct tail t, size_t i, unsigned char lo, unsigned char hi)
{
	size_t start = i;
	while (i < t.n && t.p[i] >= lo && t.p[i] <= hi) {
		i++;
	}
	return i - start;
}

/* The length of a control sequence; 0 where it is cut off or malformed. */
static size_t csi_length(struct tail t)
{
	size_t i = 2;
	i += run_of(t, i, 0x30, 0x3f);
	i += run_of(t, i, 0x20, 0x2f);
	return i < t.n && t.p[i] >= 0x40 && t.p[i] <= 0x7e ? i + 1 : 0;
}

/* The length of a control string with its end (BEL or ESC \); 0 where the end is missing. The
 * palette sequences of the Linux console have none: ESC ] R and ESC ] P with seven digits. */
static size_t string_length(struct tail t)
{
	if (t.n > 2 && t.p[1] == ']' && t.p[2] == 'R') {
		return 3;
	}
	if (t.n > 9 && t.p[1] == ']' && t.p[2] == 'P') {
		return 10;
	}
	for (size_t i = 2; i < t.n; i++) {
		if (t.p[i] == '\a') {
			return i + 1;
		}
		if (t.p[i] == '\033') {
			return i + 1 < t.n && t.p[i + 1] == '\\' ? i + 2 : 0;
		}
	}
	return 0;
}

/* The length of an escape sequence of the short form; 0 where it is cut off or malformed. */
static size_t escape_length(struct tail t)
{
	size_t i = 1 + run_of(t, 1, 0x20, 0x2f);
	return i < t.n && t.p[i] >= 0x30 && t.p[i] <= 0x7e ? i + 1 : 0;
}

static enum wire_kind sequence(struct tail t, size_t *n)
{
	if (t.n < 2) {
		*n = 0;
		return WIRE_BAD;
	}
	if (t.p[1] == '[') {
		*n = csi_length(t);
		return WIRE_CSI;
	}
	if (strchr("]PX^_", t.p[1]) && t.p[1]) {
		*n = string_length(t);
		return WIRE_STRING;
	}
	*n = escape_length(t);
	return WIRE_ESCAPE;
}

void wire_next(const struct bytes *log, size_t at, struct wire_token *token)
{
	struct tail t = {.p = (const unsigned char *)log->p + at, .n = log->n - at};
	*token = (struct wire_token){.kind = WIRE_RUNE, .p = log->p + at};
	if (t.p[0] == '\033') {
		token->kind = sequence(t, &token->n);
	} else if (t.p[0] < 0x20 || t.p[0] == 0x7f) {
		token->kind = WIRE_CONTROL;
		token->n = 1;
	} else {
		token->n = decode(t, &token->rune);
	}
	if (token->n == 0) {
		token->kind = WIRE_BAD;
		token->n = 1;
	}
}

struct wire_csi wire_csi(const struct wire_token *token)
{
	struct tail t = {.p = (const unsigned char *)token->p, .n = token->n};
	size_t params_n = run_of(t, 2, 0x30, 0x3f);
	return (struct wire_csi){
		.params = token->p + 2,
		.params_n = params_n,
		.tail = token->p + 2 + params_n,
		.tail_n = token->n - 2 - params_n,
	};
}

bool wire_graphic(uint32_t rune)
{
	static const uint32_t hidden[][2] = {
		{0x00, 0x1f}, {0x7f, 0x9f}, {0xad, 0xad}, {0x61c, 0x61c}, {0x180e, 0x180e},
		{0x200b, 0x200b}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
		{0xd800, 0xf8ff}, {0xfdd0, 0xfdef}, {0xfeff, 0xfeff}, {0xfff0, 0xfffb},
		{0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe00ff}, {0xe0fff, UINT32_MAX},
	};
	if ((rune & 0xfffe) == 0xfffe) {
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(hidden); i++) {
		if (rune >= hidden[i][0] && rune <= hidden[i][1]) {
			return false;
		}
	}
	return true;
}

/* The `i`th number of private parameters "?1;25"; false where there are fewer. */
static bool private_number(const struct wire_csi *csi, size_t i, unsigned *number)
{
	if (csi->params_n == 0 || csi->params[0] != '?') {
		return false;
	}
	const char *p = csi->params + 1, *end = csi->params + csi->params_n;
	for (; i > 0; i--) {
		p = memchr(p, ';', (size_t)(end - p));
		if (!p) {
			return false;
		}
		p++;
	}
	if (p == end) {
		return false;
	}
	*number = (unsigned)strtoul(p, NULL, 10);
	return true;
}

/* Whether `token` sets (1) or resets (0) the private mode `mode`; -1 where it does neither. */
static int mode_change(const struct wire_token *token, unsigned mode)
{
	if (token->kind != WIRE_CSI) {
		return -1;
	}
	struct wire_csi csi = wire_csi(token);
	if (csi.tail_n != 1 || (csi.tail[0] != 'h' && csi.tail[0] != 'l')) {
		return -1;
	}
	unsigned number;
	for (size_t i = 0; private_number(&csi, i, &number); i++) {
		if (number == mode) {
			return csi.tail[0] == 'h';
		}
	}
	return -1;
}

/* The last state of a private mode in `log`, or `before` where it was never touched. */
static bool mode_after(const struct bytes *log, unsigned mode, bool before)
{
	struct wire_token token;
	for (size_t at = 0; at < log->n; at += token.n) {
		wire_next(log, at, &token);
		int change = mode_change(&token, mode);
		before = change < 0 ? before : change > 0;
	}
	return before;
}

bool wire_mode(const struct bytes *log, unsigned mode)
{
	return mode_after(log, mode, false);
}

/* The last of two short sequences in `log`: true for `on`. */
static bool toggled(const struct bytes *log, const char *on, const char *off)
{
	bool state = false;
	struct wire_token token;
	for (size_t at = 0; at < log->n; at += token.n) {
		wire_next(log, at, &token);
		if (token.n == strlen(on) && memcmp(token.p, on, token.n) == 0) {
			state = true;
		} else if (token.n == strlen(off) && memcmp(token.p, off, token.n) == 0) {
			state = false;
		}
	}
	return state;
}

static void add_name(struct bytes *names, const char *name)
{
	bytes_print(names, "%s%s", names->n > 0 ? ", " : "", name);
}

void wire_pending(const struct bytes *log, struct bytes *names)
{
	static const struct {
		unsigned mode;
		bool usual;
		const char *name;
	} modes[] = {
		{1, false, "application cursor keys"},
		{7, true, "no automatic wrap"},
		{25, true, "hidden cursor"},
		{47, false, "alternate screen"},
		{1047, false, "alternate screen"},
		{1049, false, "alternate screen"},
		{9, false, "mouse"},
		{1000, false, "mouse"},
		{1002, false, "mouse"},
		{1003, false, "mouse"},
		{1004, false, "focus reports"},
		{1006, false, "mouse format"},
		{2004, false, "bracketed paste"},
		{2026, false, "held output"},
	};
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		if (mode_after(log, modes[i].mode, modes[i].usual) != modes[i].usual) {
			add_name(names, modes[i].name);
		}
	}
	if (toggled(log, "\033=", "\033>")) {
		add_name(names, "application keypad");
	}
	if (toggled(log, "\033[4h", "\033[4l")) {
		add_name(names, "insert mode");
	}
	if (toggled(log, "\016", "\017") || toggled(log, "\033(0", "\033(B")) {
		add_name(names, "line-drawing characters");
	}
}

static int base64_value(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c ? strchr(digits, c) : NULL;
	return found ? (int)(found - digits) : -1;
}

static bool base64(const char *p, size_t n, struct bytes *out)
{
	while (n > 0 && p[n - 1] == '=') {
		n--;
	}
	unsigned held = 0;
	for (size_t i = 0; i < n; i++) {
		int value = base64_value(p[i]);
		if (value < 0) {
			return false;
		}
		held = (held << 6 | (unsigned)value) & 0xffffff;
		if (i % 4 != 0) {
			char byte = (char)(held >> (6 - 2 * (i % 4)) & 0xff);
			bytes_add(out, &byte, 1);
		}
	}
	return n % 4 != 1;
}

bool wire_copied(const struct bytes *log, struct bytes *out)
{
	struct wire_token token, last = {0};
	for (size_t at = 0; at < log->n; at += token.n) {
		wire_next(log, at, &token);
		if (token.kind == WIRE_STRING && token.n > 6 &&
			memcmp(token.p, "\033]52;", 5) == 0) {
			last = token;
		}
	}
	bytes_clear(out);
	const char *data = last.p ? memchr(last.p + 5, ';', last.n - 5) : NULL;
	if (!data) {
		return false;
	}
	const char *end = last.p + last.n - (last.p[last.n - 1] == '\a' ? 1 : 2);
	return base64(data + 1, (size_t)(end - data - 1), out);
}

void wire_show(const char *p, size_t n, struct bytes *out)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (c == 0x1b) {
			bytes_add_text(out, "\\e");
		} else if (c >= 0x20 && c < 0x7f) {
			bytes_add(out, &c, 1);
		} else {
			bytes_print(out, "\\x%02X", c);
		}
	}
}
