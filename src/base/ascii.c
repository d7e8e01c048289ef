#include "base/ascii.h"

#include "base/utf8.h"

char ascii_for(uint32_t c)
{
	static const struct {
		uint32_t c;
		char ascii;
	} signs[] = {
		{0x00A0, ' '}, {0x00AB, '"'}, {0x00B4, '\''}, {0x00B6, '#'}, {0x00B7, '.'},
		{0x00BB, '"'}, {0x00D7, 'x'}, {0x00A7, '$'}, {0x00C6, 'A'}, {0x00E6, 'a'},
		{0x00D8, 'O'}, {0x00F8, 'o'}, {0x0110, 'D'}, {0x0111, 'd'}, {0x0131, 'i'},
		{0x0141, 'L'}, {0x0142, 'l'}, {0x0152, 'O'}, {0x0153, 'o'}, {0x00D0, 'D'},
		{0x00F0, 'd'}, {0x00DE, 'T'}, {0x00FE, 't'}, {0x2010, '-'}, {0x2011, '-'},
		{0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2015, '-'}, {0x2018, '\''},
		{0x2019, '\''}, {0x201A, ','}, {0x201B, '\''}, {0x201C, '"'}, {0x201D, '"'},
		{0x201E, '"'}, {0x2022, '*'}, {0x2026, '~'}, {0x2032, '\''}, {0x2033, '"'},
		{0x2039, '<'}, {0x203A, '>'}, {0x2044, '/'}, {0x2190, '<'}, {0x2192, '>'},
		{0x2212, '-'}, {0x25C6, '*'}, {0x25CF, '*'},
	};
	uint32_t folded[UTF8_FOLD_MAX];

	if (c >= 0x20 && c < 0x7F) {
		return (char)c;
	}
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		if (signs[i].c == c) {
			return signs[i].ascii;
		}
	}
	if (c >= 0xA0 && utf8_is_space(c)) {
		return ' ';
	}
	if (c >= 0xA0 && utf8_fold(c, true, folded) > 0 && folded[0] >= 0x20 && folded[0] < 0x7F) {
		return (char)folded[0];
	}
	return '?';
}
