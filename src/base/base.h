/*
 * base.h - what every file may use: attributes and the size of an array.
 */
#ifndef DOSSIER_BASE_BASE_H
#define DOSSIER_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The result says whether the work was done; ignoring it is a mistake. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* fmt is the number of the format argument, args that of the first variadic one (from 1). */
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* Number of elements of an array (not of a pointer). */
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#endif
