/*
 * why.h - why the active mention was linked: rule, entities, source, rivals.
 */
#ifndef DOSSIER_READ_WHY_H
#define DOSSIER_READ_WHY_H

#include "read/card.h"

/* Appends the reasons under a rule that says how sure it is, at most card->rows lines. */
void why_put(const struct card *card, struct lines *out);

#endif
