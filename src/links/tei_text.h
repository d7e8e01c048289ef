/*
 * tei_text.h - texts of TEI elements as a catalogue has them: blanks, dates, names, numbers.
 *
 * Knows strings only, and nothing of elements: tei.c finds them.
 */
#ifndef DOSSIER_LINKS_TEI_TEXT_H
#define DOSSIER_LINKS_TEI_TEXT_H

#include "base/buf.h"
#include "texts/doc_date.h"

/* A line end that stays one (<lb/>): XML holds no such byte. */
#define TEI_TEXT_LINE '\1'

/* Parts of a person's name, in the order in which they are written. */
enum tei_part { TEI_FORE, TEI_LINK, TEI_SUR, TEI_GEN, TEI_ROLE, TEI_PARTS };

/*
 * Makes white space one blank, none at the ends and beside line ends that stay, in place. The
 * result lies in text.
 */
struct span tei_text_collapse(struct buf *text);

/* A date by itself, with a time of day behind it, or a full date anywhere in the text. */
bool tei_text_date(struct span text, struct doc_date *out);

/* Appends "1900" or, where until is a later date, "1900/1950". */
void tei_text_put_dates(const struct doc_date *from, const struct doc_date *until, struct buf *out);

/* Appends "Klemens von Metternich" of its parts, which are collapsed; some may be empty. */
void tei_text_put_name(struct buf parts[TEI_PARTS], struct buf *out);

/* Appends "VIAF:36" of type and value; the value alone where it has a colon of its own. */
void tei_text_put_idno(struct span type, struct span value, struct buf *out);

#endif
