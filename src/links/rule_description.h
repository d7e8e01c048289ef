/*
 * rule_description.h - descriptions: "the four islands", "the Declaration", "this treaty".
 *
 * Off unless [links] descriptions is set. A determiner with a head word and no name of its own
 * takes the nearest mention before it that fits: a treaty whose kind words go with the head, a
 * single island for "island", a group or a coordinated mention for "islands". Such a mention is
 * never certain, is not counted with the others, and is shown dimmer. What is followed by "of" is
 * about to name something itself and is left alone.
 */
#ifndef DOSSIER_LINKS_RULE_DESCRIPTION_H
#define DOSSIER_LINKS_RULE_DESCRIPTION_H

#include "links/scene.h"

/* Adds the descriptions of a document whose other mentions have been made. */
void rule_description(struct scene *scene);

#endif
