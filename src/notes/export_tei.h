/*
 * export_tei.h - notes as TEI P5: <note target> with <quote> and <bibl>.
 *
 * A division for each document. The target is the path as a relative IRI with the characters where
 * the passage is now (`#char=1204,1231`, RFC 5147); for an orphan the path alone. Tags are <term>,
 * entities of the passage <rs>, with the xml:id that tei_put.h gives them.
 */
#ifndef DOSSIER_NOTES_EXPORT_TEI_H
#define DOSSIER_NOTES_EXPORT_TEI_H

#include "notes/export.h"

/* Appends all notes as one document. */
void export_tei_put(const struct export *export, struct buf *out);

#endif
