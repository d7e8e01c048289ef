#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Bytes of a character that begins with this byte; 1 for what begins none. */
static size_t length_of(unsigned char lead)
{
	return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

/* Takes the first bytes of a character off the end of a message that was cut. */
static void trim_half_character(char *msg, size_t n)
{
	size_t start = n;
	while (start > 0 && n - start < 3 && ((unsigned char)msg[start - 1] & 0xC0) == 0x80) {
		start--;
	}
	if (start > 0 && n - (start - 1) < length_of((unsigned char)msg[start - 1])) {
		msg[start - 1] = '\0';
	}
}

/* Formats by way of a copy, so that the old message may be one of the arguments. */
PRINTF_LIKE(3, 0)
static void fill(struct err *err, const char *tail, const char *fmt, va_list args)
{
	struct err made;
	int n = vsnprintf(made.msg, sizeof(made.msg), fmt, args);
	if (n < 0) {
		snprintf(made.msg, sizeof(made.msg), "%s", fmt);
	} else if (tail != NULL && (size_t)n < sizeof(made.msg)) {
		n += snprintf(made.msg + n, sizeof(made.msg) - (size_t)n, ": %s", tail);
	}
	if (n >= (int)sizeof(made.msg)) {
		trim_half_character(made.msg, sizeof(made.msg) - 1);
	}
	memcpy(err->msg, made.msg, strlen(made.msg) + 1);
}

bool err_set(struct err *err, const char *fmt, ...)
{
	if (err != NULL) {
		va_list args;
		va_start(args, fmt);
		fill(err, NULL, fmt, args);
		va_end(args);
	}
	return false;
}

bool err_memory(struct err *err)
{
	return err_set(err, "out of memory");
}

bool err_errno(struct err *err, int errnum, const char *fmt, ...)
{
	if (err != NULL) {
		char why[128];
		if (strerror_r(errnum, why, sizeof(why)) != 0) {
			snprintf(why, sizeof(why), "error %d", errnum);
		}
		va_list args;
		va_start(args, fmt);
		fill(err, why, fmt, args);
		va_end(args);
	}
	return false;
}
