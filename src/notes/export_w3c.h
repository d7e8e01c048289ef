/*
 * export_w3c.h - notes as Web Annotations (W3C Recommendation, 23 February 2017), in JSON-LD.
 *
 * One AnnotationCollection with one page; the same notes give the same bytes. Each annotation has
 * the note (TextualBody, commenting), its tags (tagging), the entities that the passage mentions
 * (SpecificResource, identifying), and a target: the path as a relative IRI, the time of the file
 * that the positions are of (TimeState), the stored quotation (TextQuoteSelector) and, unless the
 * note is an orphan, where it is now (TextPositionSelector, in code points of the canonical text:
 * UTF-8 with LF). The colour is the target's styleClass. What the model has no words for stands
 * under `dossier:`: revision, rival, SHA-256 of the text, and the anchor as stored.
 */
#ifndef DOSSIER_NOTES_EXPORT_W3C_H
#define DOSSIER_NOTES_EXPORT_W3C_H

#include "notes/export.h"

/* Appends all notes. */
void export_w3c_put(const struct export *export, struct buf *out);

#endif
