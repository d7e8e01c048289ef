/*
 * import_w3c.h - a Web Annotation on its way in: ours as it was, others' by their selectors.
 */
#ifndef DOSSIER_NOTES_IMPORT_W3C_H
#define DOSSIER_NOTES_IMPORT_W3C_H

#include "notes/import_note.h"

/*
 * Reads an annotation into in->note. Where it carries no anchor of ours its passage is looked for
 * in the document; one that is not there becomes an orphan. False: refused.
 */
bool import_w3c_note(struct import_note *in, const struct json *object);

#endif
