/*
 * furniture.h - lines of a web page or a letter that are not its text.
 *
 * Paths through a site, bylines, dates, invitations to skip, share and subscribe, captions. Judged
 * by words in four languages, so it errs; what errs with it is only a title or a date that
 * nobody declared.
 */
#ifndef DOSSIER_TEXTS_FURNITURE_H
#define DOSSIER_TEXTS_FURNITURE_H

#include "texts/doc_date.h"

/* Whether a line, without markup, is furniture: anything of what follows, or of the above. */
bool furniture_is(struct span text);

/* Whether it begins with a word for what a date behind is about: `PUBLISHED : …`. */
bool furniture_is_about_date(struct span text);

/* Whether a full date makes up half of it or more, but for a sentence that ends with one; *out gets
 * the date, and is untouched otherwise. */
bool furniture_is_dated(struct span text, struct doc_date *out);

/* Whether it is the caption of a picture from an archive, whose date is not that of the text. */
bool furniture_is_archive(struct span text);

#endif
