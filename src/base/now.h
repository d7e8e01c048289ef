/*
 * now.h - what time it is.
 *
 *	int64_t end = now_ns() + SLICE_NS;
 */
#ifndef DOSSIER_BASE_NOW_H
#define DOSSIER_BASE_NOW_H

#include "base/base.h"

/* Nanoseconds of a clock that never goes back, from whenever; for how long something takes. */
int64_t now_ns(void);

/* The same in milliseconds. */
int64_t now_ms(void);

/* Nanoseconds since 1970, as the times of files are counted. */
int64_t now_date_ns(void);

#endif
