/*
 * counting.h - what the search over all documents would find that is being typed.
 *
 * Patterns are counted in the word index alone, at every change of the prompt and at once: how often
 * the words stand there, in how many documents where that are not too many. It is `about` so much, of
 * several words `at most`, as it is the text that tells: what stands between two words, and which
 * letters are capitals, is in no index. Answers to a question are counted to the last one, in slices between the keys. Texts are not
 * read for it but of a document that the index does not know; where it knows none, nothing is said.
 */
#ifndef DOSSIER_READ_COUNTING_H
#define DOSSIER_READ_COUNTING_H

#include "read/state.h"

/* The prompt's text has become another one: counts, and sets the prompt's note. */
void counting_begin(struct session *session);

/* Whether a question is being counted. */
bool counting_runs(const struct session *session);

/* Goes on for a slice, some milliseconds. */
void counting_on(struct session *session);

/* Ends it, and takes the note away: the prompt is closed. Takes a zeroed one. */
void counting_finish(struct session *session);

#endif
