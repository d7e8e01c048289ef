/*
 * fixed.h - for tests: what is to be the same on every machine, the locale and numbers by chance.
 */
#ifndef DOSSIER_TESTS_FIXED_H
#define DOSSIER_TESTS_FIXED_H

#include <locale.h>
#include <stdint.h>

/* Where the numbers have come to; never 0. */
static uint32_t seed = 1;

/* A number below that one, by xorshift32. */
static inline uint32_t roll(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

/* For a group's set-up: characters as UTF-8, all else as in C. */
static inline int set_locale(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

#endif
