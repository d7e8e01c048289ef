/*
 * front.h - the front matter of a Markdown text: `title: …` and the like between --- and ---.
 *
 * The lines at the very start, 64 at most. Only `name: value` on one line is understood, which is
 * as much of YAML as titles and dates need.
 */
#ifndef DOSSIER_TEXTS_FRONT_H
#define DOSSIER_TEXTS_FRONT_H

#include "base/span.h"

/* From the first --- to the end of the --- or ... that closes it; empty where there is none. */
struct range front_range(struct span text);

/* Value of the named field (case matters not), without quotes; empty where there is none. */
struct span front_value(struct span text, struct span name);

#endif
