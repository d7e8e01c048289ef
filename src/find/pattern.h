/*
 * pattern.h - what a pattern says before anything compiles it: its case, its letters.
 *
 * An expression is matched against folded text, so its own letters are folded as well, outside of
 * escapes: accents go, curly quotes and dashes become plain ones. Case is left to the matcher.
 * Knows the outline of PCRE2's syntax (escapes, names of groups, verbs), not the library.
 *
 *	struct pattern folded = {0};
 *	if (!pattern_fold(expression, &folded, &err)) { … }
 *	… compile folded.text; an error at `at` is at pattern_offset(&folded, at) of the expression
 *	pattern_finish(&folded);
 */
#ifndef DOSSIER_FIND_PATTERN_H
#define DOSSIER_FIND_PATTERN_H

#include "base/buf.h"

struct pattern {
	struct buf text; /* the folded expression */
	struct buf origin; /* for each byte of text a uint32_t: where it comes from */
};

/* Whether a capital stands in it; in an expression those of escapes, names, verbs do not count. */
bool pattern_has_capital(struct span pattern, bool expression);

/* Folds an expression (valid UTF-8) into an empty out. False where memory is short. */
bool pattern_fold(struct span expression, struct pattern *out, struct err *err) MUST_CHECK;

/* The offset in the expression of a byte of the folded one; of the end too. */
size_t pattern_offset(const struct pattern *pattern, size_t at);

/* Frees it. Takes a zeroed one. */
void pattern_finish(struct pattern *pattern);

#endif
