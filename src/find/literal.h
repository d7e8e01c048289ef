/*
 * literal.h - words that stand in all that an expression matches.
 *
 * Read off the pattern itself: PCRE2 tells no more than a first and a last byte. Only what is beyond
 * doubt counts: runs of ASCII letters, digits and blanks outside of brackets, without those that a
 * quantifier makes optional. An expression with alternatives outside of brackets, options, verbs,
 * back references, or escapes that take an argument has none.
 *
 *	struct span words = literal_find(SPAN("[Tt]reat(y|ies) of peace"));      " of peace"
 */
#ifndef DOSSIER_FIND_LITERAL_H
#define DOSSIER_FIND_LITERAL_H

#include "base/span.h"

/* The longest such run, in the expression; empty where there is none of two letters or more. */
struct span literal_find(struct span expression);

#endif
