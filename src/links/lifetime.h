/*
 * lifetime.h - who lived at the time that a text speaks of.
 *
 * The Date of a person is a lifetime, or the day of birth. The time is the year that the sentence
 * names, where it names one only, and else the year of the document. It excludes nobody by
 * itself: texts speak of the dead. It tells apart those of whom one was alive.
 */
#ifndef DOSSIER_LINKS_LIFETIME_H
#define DOSSIER_LINKS_LIFETIME_H

#include "links/scene.h"

/*
 * The number in scene->some of the only one who may have lived in the year that the current hit
 * speaks of, or UINT32_MAX.
 */
uint32_t lifetime_only(const struct scene *scene);

/*
 * "the elder Bush", "Pitt le jeune", "Bush fils" at the current hit: leaves of scene->some those of the
 * generation named, by their dates of birth. False where nothing is said, or a birth is not known.
 */
bool lifetime_generation(struct scene *scene);

#endif
