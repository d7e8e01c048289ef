/*
 * pattern.h - what a pattern says before anything compiles it: its case, its letters, and words that
 * stand in all that it matches.
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

/*
 * The longest run of words in an expression, of two letters or more, that stands in all that it
 * matches, as `" of peace"` does for `[Tt]reat(y|ies) of peace`; empty where there is none. Read off
 * the pattern itself: PCRE2 tells no more than a first and a last byte. Only what is beyond doubt
 * counts: runs of ASCII letters, digits and blanks outside of brackets, without those that a
 * quantifier makes optional. An expression with alternatives outside of brackets, options, verbs,
 * back references, or escapes that take an argument has none.
 */
struct span pattern_literal(struct span expression);

#endif
