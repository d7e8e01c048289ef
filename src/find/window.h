/*
 * window.h - one paragraph of a document, read from its file by itself.
 *
 * A search looks at a paragraph at a time, so that where a paragraph is known to stand in the file,
 * nothing else of the document is needed: no paragraphs, no title. Its bytes are decoded where they
 * are not the text as they are. What is found has offsets in the window; `base` is to be added, and
 * `source` to those in the file.
 *
 * The file stays open for the next paragraph of the same document. It is one that has not changed
 * since it was listed, or there is no window.
 *
 *	struct window window = {0};
 *	if (window_open(&window, &catalog, id, &walk.now)) { … search_next(search, &window.doc, …) … }
 *	window_close(&window);
 */
#ifndef DOSSIER_FIND_WINDOW_H
#define DOSSIER_FIND_WINDOW_H

#include "find/words_paras.h"
#include "texts/catalog.h"

struct window {
	struct doc doc; /* of this paragraph alone; borrows from what follows */
	uint32_t base, source; /* where its text begins in the document, and in the file */
	struct para para;
	struct buf bytes;
	struct decoded decoded; /* where the bytes are not the text */
	int file; /* a descriptor + 1; 0: none is open */
	doc_id id; /* of the file that is open */
};

/*
 * Reads a paragraph from its place in the file. False where the file is not the one
 * that was listed any more, cannot be read, or does not hold it.
 */
bool window_open(struct window *window, const struct catalog *catalog, doc_id id,
	const struct words_para *at);

/* Closes the file and frees the rest. Takes a zeroed one. */
void window_close(struct window *window);

#endif
