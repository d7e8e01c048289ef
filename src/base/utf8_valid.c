#include "base/utf8.h"

static const uint8_t *bytes_at(struct span text, size_t off)
{
	return (const uint8_t *)text.p + off;
}

/* Bytes of ASCII at the start of text from off on. */
static size_t ascii_run(struct span text, size_t off)
{
	size_t at = off;
	uint64_t eight, four[4];
	while (text.n - at >= sizeof(four)) {
		memcpy(four, text.p + at, sizeof(four));
		if (((four[0] | four[1] | four[2] | four[3]) & 0x8080808080808080u) != 0) {
			break;
		}
		at += sizeof(four);
	}
	while (text.n - at >= sizeof(eight)) {
		memcpy(&eight, text.p + at, sizeof(eight));
		if ((eight & 0x8080808080808080u) != 0) {
			break;
		}
		at += sizeof(eight);
	}
	while (at < text.n && *bytes_at(text, at) < 0x80) {
		at++;
	}
	return at - off;
}

/* Bytes of the letters of two bytes (nearly all of Europe) at the start of text from off on. */
static size_t pairs_run(struct span text, size_t off)
{
	size_t at = off;
	while (text.n - at >= 2 && (unsigned char)(*bytes_at(text, at) - 0xC2) < 0xE0 - 0xC2 &&
		(*bytes_at(text, at + 1) & 0xC0) == 0x80) {
		at += 2;
	}
	return at - off;
}

size_t utf8_valid_prefix(struct span text)
{
	size_t off = 0;
	while (off < text.n) {
		off += ascii_run(text, off);
		while (off < text.n && *bytes_at(text, off) >= 0x80) {
			size_t next = off + pairs_run(text, off);
			if (next == off && utf8_next(text, &next) == UTF8_INVALID) {
				return off;
			}
			off = next;
		}
	}
	return text.n;
}
