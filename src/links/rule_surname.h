/*
 * rule_surname.h - a bare surname, or family name: who bears it here.
 *
 * The last one named in full before it in the document; else the sole bearer in the catalogue;
 * else the only one whom the document names at all, later on; else it stays open. Who is not
 * born yet, or is a man where the text says "Mrs.", is no rival. A surname that is an ordinary
 * word, a month or a place proves nothing by itself: it needs a title, or a full name before it.
 */
#ifndef DOSSIER_LINKS_RULE_SURNAME_H
#define DOSSIER_LINKS_RULE_SURNAME_H

#include "links/lead.h"

/* Settles the current hit among scene->some. False where it is no mention of any of them. */
bool rule_surname(struct scene *scene, const struct lead *lead);

#endif
