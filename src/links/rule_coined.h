/*
 * rule_coined.h - short names that a document makes itself, in brackets behind a name.
 *
 * "the United Nations (UN)", "the Treaty on Basic Relations (hereafter “Basic Treaty”)": from
 * there on the short name stands for the long one. Without quotes it must be an abbreviation of
 * the words before it. One word in quotes, 'Voss & Tern (the "Company")', names no person, stands
 * behind an article or is a part of the name, and is not found in "the Company Secretary" or "Holt
 * Company", nor without an article that it was given. A firm that was named with its legal form,
 * "Voss Corp.", is "Voss" from there on. What the catalogue has under that name is left to the
 * catalogue.
 */
#ifndef DOSSIER_LINKS_RULE_COINED_H
#define DOSSIER_LINKS_RULE_COINED_H

#include "links/scene.h"

/* Looks behind the last mention for a short name, and keeps it in scene->coined. */
void rule_coined_read(struct scene *scene);

/* Keeps, of the last mention, a firm's name without its legal form. */
void rule_coined_firm(struct scene *scene);

/* Puts mentions for short names that begin before off, from the last mention on. */
void rule_coined_put(struct scene *scene, uint32_t off);

#endif
