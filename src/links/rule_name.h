/*
 * rule_name.h - a name or alias as it is listed.
 *
 * What one entity alone is called is that entity. A name of several goes to the one that the
 * document has spoken of, else to the one whose Name it is, else stays open. Islands take in the
 * head noun behind them ("Shikotan Island", "Habomai islet group").
 */
#ifndef DOSSIER_LINKS_RULE_NAME_H
#define DOSSIER_LINKS_RULE_NAME_H

#include "links/lead.h"

/* Settles the current hit by the names among its tags. False where it is no mention. */
bool rule_name(struct scene *scene, const struct lead *lead);

/* The end of an island's name that ends at end, with the head nouns behind it. */
uint32_t rule_name_head(const struct scene *scene, uint32_t end, bool *plural);

#endif
