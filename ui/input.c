#include "ui/input.h"

#include "base/utf8.h"

#define REST_MS 300 /* a slow line may take so long between the bytes of one sequence */
#define PASTE_MS 2000 /* after so long a pasted text is over, even without its end sign */
#define PASTE_MAX ((size_t)1 << 20)
#define CSI_MAX 64

enum { ESC = 0x1B };

/* What decoding a front piece of the bytes came to. */
struct decoded {
	size_t n; /* bytes used up; 0: more are needed */
	bool event; /* out was filled; else they are swallowed */
};

static const struct decoded more = {0, false};

void input_define(struct input *input, const char *sequence, uint32_t key)
{
	size_t n = strlen(sequence);
	bool control = (unsigned char)sequence[0] < 0x20;
	if (!control || n < 2 || n > INPUT_SEQUENCE_MAX || input->ndefined == INPUT_DEFINED_MAX) {
		return;
	}
	struct input_defined *defined = &input->defined[input->ndefined++];
	*defined = (struct input_defined){.n = (uint8_t)n, .key = key};
	memcpy(defined->bytes, sequence, n);
}

static struct span pending(const struct input *input)
{
	if (input->bytes.p == NULL) {
		return (struct span){NULL, 0}; /* adding nothing to NULL is undefined in C */
	}
	return (struct span){input->bytes.p + input->at, input->bytes.n - input->at};
}

/* Puts the Esc back that was given out too early, where its sequence goes on now. */
static void rejoin(struct input *input, const char *bytes, size_t n, int64_t now)
{
	bool lately = input->lone_esc != 0 && now - input->lone_esc <= REST_MS;
	input->lone_esc = 0;
	if (lately && n > 0 && (bytes[0] == '[' || bytes[0] == 'O')) {
		buf_putc(&input->bytes, ESC);
		input->rejoined = true;
	}
}

void input_feed(struct input *input, const void *bytes, size_t n, int64_t now)
{
	if (input->at == input->bytes.n) {
		buf_clear(&input->bytes);
		input->at = 0;
		input->rejoined = false;
		rejoin(input, bytes, n, now);
	}
	buf_add(&input->bytes, bytes, n);
	input->fed = now;
}

static struct decoded give_key(struct input_event *out, uint32_t key, size_t n)
{
	*out = (struct input_event){.kind = INPUT_KEY, .key = key};
	return (struct decoded){n, true};
}

/* The parameters of a control sequence: "1;3" gives {1, 3}; what is missing is 0. */
static void read_params(struct span text, uint32_t params[3])
{
	struct span piece;
	for (int i = 0; i < 3; i++) {
		params[i] = 0;
		if (span_cut(&text, ';', &piece) && !span_u32(piece, &params[i])) {
			params[i] = 0;
		}
	}
}

/* Alt from xterm's modifier parameter (1 + Shift 1, Alt 2, Control 4, Meta 8). */
static uint32_t modifier(uint32_t param)
{
	return param > 0 && ((param - 1) & (2 | 8)) != 0 ? DKEY_ALT : 0;
}

/* A character with modifiers, as kitty (CSI u) and xterm (CSI 27 ~) spell it. */
static uint32_t modified_char(uint32_t c, uint32_t param)
{
	unsigned mods = param > 0 ? param - 1 : 0;
	if (c == DKEY_TAB && (mods & 1)) {
		return DKEY_BACK_TAB | modifier(param);
	}
	if ((mods & 4) && c >= '@' && c < 0x7F) {
		c &= 0x1F;
	}
	return c > 0x10FFFF ? 0 : c | modifier(param);
}

/* The key of `CSI number ~`; 0 for none. */
static uint32_t tilde_key(uint32_t number)
{
	static const uint32_t keys[] = {
		[1] = DKEY_HOME, [2] = DKEY_INSERT, [3] = DKEY_DELETE, [4] = DKEY_END,
		[5] = DKEY_PAGE_UP, [6] = DKEY_PAGE_DOWN, [7] = DKEY_HOME, [8] = DKEY_END,
		[11] = DKEY_F1, [12] = DKEY_F2, [13] = DKEY_F3, [14] = DKEY_F4, [15] = DKEY_F5,
		[17] = DKEY_F6, [18] = DKEY_F7, [19] = DKEY_F8, [20] = DKEY_F9, [21] = DKEY_F10,
		[23] = DKEY_F11, [24] = DKEY_F12,
	};
	return number < COUNT_OF(keys) ? keys[number] : 0;
}

/* The key of `CSI … final` and `SS3 final`; 0 for none. */
static uint32_t final_key(char final)
{
	static const struct {
		char final;
		uint32_t key;
	} keys[] = {
		{'A', DKEY_UP}, {'B', DKEY_DOWN}, {'C', DKEY_RIGHT}, {'D', DKEY_LEFT},
		{'H', DKEY_HOME}, {'F', DKEY_END}, {'Z', DKEY_BACK_TAB}, {'P', DKEY_F1},
		{'Q', DKEY_F2}, {'R', DKEY_F3}, {'S', DKEY_F4}, {'M', DKEY_ENTER},
	};
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		if (keys[i].final == final) {
			return keys[i].key;
		}
	}
	return 0;
}

/* A mouse report: `button` as xterm encodes it, col and row from 1. Only what we use comes out. */
static struct decoded give_mouse(struct input_event *out, uint32_t button, uint32_t col,
	uint32_t row, size_t n)
{
	bool wheel = button == 64 || button == 65;
	if ((button != 0 && !wheel) || col == 0 || row == 0 || col > 10000 || row > 10000) {
		return (struct decoded){n, false};
	}
	*out = (struct input_event){.kind = INPUT_MOUSE, .row = (int)row - 1, .col = (int)col - 1,
		.wheel = !wheel ? 0 : button == 64 ? -1 : 1};
	return (struct decoded){n, true};
}

/* What a whole control sequence says: ESC [ params final, n bytes in all. */
static struct decoded read_csi(struct input *input, struct span params, char final, size_t n,
	struct input_event *out)
{
	uint32_t p[3], key;
	if (span_starts(params, SPAN("<"))) {
		read_params((struct span){params.p + 1, params.n - 1}, p);
		return final == 'M' ? give_mouse(out, p[0], p[1], p[2], n)
				    : (struct decoded){n, false};
	}
	read_params(params, p);
	if (final == '~' && p[0] == 200) {
		input->pasting = true;
		return (struct decoded){n, false};
	}
	if (final == 'u') {
		key = modified_char(p[0], p[1]);
	} else if (final == '~' && p[0] == 27) {
		key = modified_char(p[2], p[1]);
	} else if (final == '~') {
		key = tilde_key(p[0]);
	} else {
		/* `CSI 12;40R` is no F3 but an answer that nobody here asked for. */
		key = final == 'M' || p[0] > 1 ? 0 : final_key(final);
	}
	if (key == 0) {
		return (struct decoded){n, false};
	}
	bool spelled = final == 'u' || p[0] == 27;
	return give_key(out, spelled ? key : key | modifier(p[1]), n);
}

/* ESC [ x y z behind `ESC [ M`: the old form of a click, each byte 32 more than its value. */
static struct decoded old_mouse(struct span text, struct input_event *out)
{
	if (text.n < 6) {
		return more;
	}
	const unsigned char *b = (const unsigned char *)text.p + 3;
	return give_mouse(out, b[0] - 32u, b[1] - 32u, b[2] - 32u, 6);
}

static struct decoded decode_csi(struct input *input, struct span text, struct input_event *out)
{
	if (text.n > 2 && text.p[2] == 'M') {
		return old_mouse(text, out);
	}
	if (text.n > 2 && text.p[2] == '[') { /* the console's F1 to F5 */
		if (text.n < 4) {
			return more;
		}
		bool known = text.p[3] >= 'A' && text.p[3] <= 'E';
		return known ? give_key(out, DKEY_F1 + (uint32_t)(text.p[3] - 'A'), 4)
			     : (struct decoded){4, false};
	}
	for (size_t i = 2; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c >= 0x40 && c < 0x7F) {
			struct span params = {text.p + 2, i - 2};
			return read_csi(input, params, text.p[i], i + 1, out);
		}
		if (c < 0x20 || c >= 0x7F || i > CSI_MAX) {
			return (struct decoded){i, false}; /* cut off by something else */
		}
	}
	return more;
}

static struct decoded decode_ss3(struct span text, struct input_event *out)
{
	if (text.n < 3) {
		return more;
	}
	uint32_t key = final_key(text.p[2]);
	return key == 0 ? (struct decoded){3, false} : give_key(out, key, 3);
}

/* One character; bytes that are no UTF-8 are swallowed. */
static struct decoded decode_char(struct input *input, struct span text, struct input_event *out)
{
	static const unsigned char lengths[16] = {
		[0xC] = 2, [0xD] = 2, [0xE] = 3, [0xF] = 4};
	unsigned char first = (unsigned char)text.p[0];
	size_t off = 0;
	uint32_t c = utf8_next(text, &off);
	if (c == UTF8_INVALID) {
		return text.n < lengths[first >> 4] ? more : (struct decoded){1, false};
	}
	if (c == 0x08 && input->erase_is_bs) {
		c = DKEY_BACKSPACE;
	}
	return give_key(out, c, off);
}

/* A sequence of the terminal's description; more for any other. */
static struct decoded decode_defined(const struct input *input, struct span text,
	struct input_event *out)
{
	if ((unsigned char)text.p[0] >= 0x20) {
		return more;
	}
	for (uint32_t i = 0; i < input->ndefined; i++) {
		const struct input_defined *defined = &input->defined[i];
		if (span_starts(text, (struct span){defined->bytes, defined->n})) {
			return give_key(out, defined->key, defined->n);
		}
	}
	return more;
}

static struct decoded decode(struct input *input, struct span text, struct input_event *out);

/* ESC and something that is no sequence of its own: Alt and that key. */
static struct decoded decode_alt(struct input *input, struct span text, struct input_event *out)
{
	if (text.p[1] == ESC && text.n == 2) {
		return more;
	}
	if (text.p[1] == ESC && text.p[2] != '[' && text.p[2] != 'O') {
		return give_key(out, DKEY_ESC, 1);
	}
	struct decoded rest = decode(input, (struct span){text.p + 1, text.n - 1}, out);
	if (rest.n > 0) {
		rest.n++;
		if (rest.event && out->kind == INPUT_KEY) {
			out->key |= DKEY_ALT;
		}
	}
	return rest;
}

/* The front of text, which is not empty. */
static struct decoded decode(struct input *input, struct span text, struct input_event *out)
{
	struct decoded result = decode_defined(input, text, out);
	if (result.n > 0) {
		return result;
	}
	if (text.p[0] != ESC) {
		return decode_char(input, text, out);
	}
	if (text.n == 1) {
		return more;
	}
	if (text.p[1] == '[') {
		return decode_csi(input, text, out);
	}
	if (text.p[1] == 'O') {
		return decode_ss3(text, out);
	}
	return decode_alt(input, text, out);
}

/* What the bytes mean now that no more of them came: ESC alone is the key, the rest is cut off. */
static struct decoded decode_rest(struct input *input, struct span text, struct input_event *out)
{
	if (text.p[0] == ESC && (text.n == 1 || text.p[1] == ESC)) {
		input->lone_esc = input->fed + input->escape;
		return give_key(out, DKEY_ESC, 1);
	}
	if (text.p[0] == ESC && text.n == 2 && (unsigned char)text.p[1] < 0x80) {
		return give_key(out, (unsigned char)text.p[1] | DKEY_ALT, 2);
	}
	return (struct decoded){text.p[0] == ESC ? text.n : 1, false};
}

/* Where an Esc was put back in vain, the bytes behind it are keys of their own after all. */
static bool part_again(struct input *input, const struct decoded *result)
{
	if (!input->rejoined || input->pasting || (result->n > 0 && result->event)) {
		return false;
	}
	input->rejoined = false;
	input->at++;
	return true;
}

/* Milliseconds that the bytes may stay incomplete. */
static int patience(const struct input *input)
{
	if (input->pasting) {
		return PASTE_MS;
	}
	struct span text = pending(input);
	bool escapes = text.n == 1 || (text.n == 2 && text.p[0] == ESC && text.p[1] == ESC);
	return escapes ? input->escape : REST_MS;
}

/* Moves pasted bytes to the paste buffer; an event once its end has come. */
static bool take_paste(struct input *input, bool late, struct input_event *out)
{
	static const struct span end = {"\x1b[201~", 6};
	struct span text = pending(input);
	size_t at = span_find(text, end, 0);
	bool found = at < text.n;
	/* The end sign may be cut: its first bytes stay until the rest comes. */
	size_t keep = found || late ? 0 : text.n < end.n ? text.n : end.n - 1;
	size_t n = found ? at : text.n - keep;
	size_t room = PASTE_MAX - input->paste.n;
	buf_add(&input->paste, text.p, n < room ? n : room);
	input->at += found ? at + end.n : n;
	if (!found && !late) {
		return false;
	}
	input->pasting = false;
	*out = (struct input_event){.kind = INPUT_PASTE, .text = buf_span(&input->paste)};
	return true;
}

bool input_next(struct input *input, int64_t now, struct input_event *out)
{
	if (!input->pasting) {
		buf_clear(&input->paste);
	}
	while (input->pasting || pending(input).n > 0) {
		bool late = now - input->fed >= patience(input);
		if (input->pasting) {
			return take_paste(input, late, out);
		}
		struct span text = pending(input);
		struct decoded result = decode(input, text, out);
		bool waits = result.n == 0;
		if (waits && !late) {
			return false;
		}
		if (part_again(input, &result)) {
			continue;
		}
		if (waits) {
			result = decode_rest(input, text, out);
		}
		input->at += result.n;
		input->rejoined = false;
		if (result.event) {
			return true;
		}
	}
	return false;
}

int input_wait(const struct input *input, int64_t now)
{
	if (!input->pasting && pending(input).n == 0) {
		return -1;
	}
	int64_t left = input->fed + patience(input) - now;
	return left < 0 ? 0 : (int)left;
}

void input_finish(struct input *input)
{
	buf_finish(&input->bytes);
	buf_finish(&input->paste);
	*input = (struct input){0};
}
