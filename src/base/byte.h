/*
 * byte.h - what a byte is as a character of ASCII.
 *
 *	while (n < text.n && byte_is_digit(text.p[n])) { … }
 *
 * Bytes from 0x80 on are none of these, whether char is signed or not. Knows nothing of Unicode:
 * utf8.h does.
 */
#ifndef DOSSIER_BASE_BYTE_H
#define DOSSIER_BASE_BYTE_H

#include "base/base.h"

/* 0 to 9. */
static inline bool byte_is_digit(int c)
{
	return c >= '0' && c <= '9';
}

/* A to Z, small or capital. */
static inline bool byte_is_letter(int c)
{
	return ((unsigned)c | 0x20) - 'a' < 26;
}

/* One of both. */
static inline bool byte_is_alnum(int c)
{
	return byte_is_letter(c) || byte_is_digit(c);
}

/* What parts words: a blank, a tab, a line end. */
static inline bool byte_is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* The same with form feeds, carriage returns and vertical tabs. */
static inline bool byte_is_space(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The small letter of a capital; all else as it is. */
static inline char byte_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The value of a hexadecimal digit, capital or small; -1: it is none. */
static inline int byte_hex(int c)
{
	return byte_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
		c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

#endif
