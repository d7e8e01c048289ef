/*
 * bearers.h - who may be meant by a surname or a title: those of the catalogue who bear it and whom
 * neither title, nor sex, nor the time forbids.
 *
 * Peers go by their titles: "Lord Castlereagh" is no Mr. Stewart, "Duke of York" no city. Chooses
 * nobody among those who are left: that is rule_surname.h.
 */
#ifndef DOSSIER_LINKS_BEARERS_H
#define DOSSIER_LINKS_BEARERS_H

#include "links/lead.h"

/* Puts the bearers of the current hit into scene->some; what stands around it is in lead. */
void bearers_find(struct scene *scene, const struct lead *lead);

/* "MM. de Labrador et de Palmella": whether a surname goes on a list of persons. */
bool bearers_is_listed(const struct scene *scene, const struct lead *lead);

/* The rank of a peer, 0 for all others: see struct style. */
uint8_t bearers_rank(const struct scene *scene, uint32_t ent);

/* Whether the current hit is what this peer is called by. */
bool bearers_is_styled(const struct scene *scene, uint32_t ent);

/*
 * LEX_MAN or LEX_WOMAN as titles and given names of the record and titles in the text show; 0 where
 * they show none or both.
 */
uint32_t bearers_gender(const struct scene *scene, uint32_t ent);

#endif
