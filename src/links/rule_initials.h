/*
 * rule_initials.h - a surname with initials or given names before or behind it.
 *
 * "S. Matsumoto", "A. A. Gromyko", "George Bush" for George H. W. Bush, "Bush, George", "Otsu
 * Jiro" for Jiro Otsu. Given names that fit nobody listed mean somebody who is not listed.
 */
#ifndef DOSSIER_LINKS_RULE_INITIALS_H
#define DOSSIER_LINKS_RULE_INITIALS_H

#include "links/lead.h"

enum initials_result {
	INITIALS_PASS, /* the given names decide nothing: go on with the surname alone */
	INITIALS_PUT, /* a mention was made */
	INITIALS_OTHER, /* it is somebody else: no mention */
};

/*
 * Settles the current hit among scene->some, whose surname it is, by the names around it. A
 * capital before it that may be no name at all makes lead->doubt.
 */
enum initials_result rule_initials(struct scene *scene, struct lead *lead);

#endif
