/*
 * catalog_doc.h - one document of a catalogue, read or mapped.
 *
 * Internal to catalog.c. A document of KEPT_LEAST bytes and more is mapped from its kept form, which
 * is made where there is none that fits; where that cannot be written it is read into memory like
 * any other.
 */
#ifndef DOSSIER_TEXTS_CATALOG_DOC_H
#define DOSSIER_TEXTS_CATALOG_DOC_H

#include "texts/catalog.h"

/* Whether it is one whose form is kept: none is where there is no folder for forms. */
bool catalog_doc_is_long(const struct catalog *catalog, const struct doc_head *head);

/* How a long document is read; others are read whole in any case. */
struct catalog_doc_how {
	/* Told how many bytes have been read; false: stop. May be NULL. */
	bool (*tell)(void *viewer, uint64_t done);
	void *viewer;
	bool beginning; /* only that (beginning.h); fails where no word is in it */
	bool listed; /* the form of the state that was listed will do where there is none of now */
};

/* The text of a document, with what was told of it. */
bool catalog_doc_read(const struct catalog *catalog, const struct doc_head *head,
	const struct catalog_doc_how *how, struct doc *out, struct err *err) MUST_CHECK;

/* Packs its outline for a head; nothing of a long document, which has a form of its own. */
void catalog_doc_outline(const struct doc *doc, struct buf *out);

/*
 * Fills a head with what is to be known of a document when its text is gone. Texts go into the
 * catalogue's arena. False where memory is short, also that of the outline.
 */
bool catalog_doc_head(struct catalog *catalog, const struct doc *doc, const struct buf *outline,
	struct doc_head *head) MUST_CHECK;

/*
 * Removes forms of documents that are not in the catalogue any more, of which all is read: a folder, not
 * named files. Forms of shorter documents go, too.
 */
void catalog_doc_sweep(const struct catalog *catalog);

#endif
