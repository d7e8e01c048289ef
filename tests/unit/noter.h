/*
 * noter.h - for tests: notes taken by keys at the screen of reader.h.
 */
#ifndef DOSSIER_TESTS_NOTER_H
#define DOSSIER_TESTS_NOTER_H

#include "reader.h"

static inline void open_document(const char *name)
{
	type(":open ");
	type(name);
	keys("<Enter>");
}

/* Finds words and bookmarks their paragraph with a note. */
static inline void take(const char *words, const char *note)
{
	type("g/");
	type(words);
	keys("<Enter> a");
	type(note);
	keys("<Enter>");
	assert_shown("saved");
}

/* All notes away, so that each story begins without any. */
static inline int begin_clean(void **state)
{
	struct err err;

	while (dossier.notes.n > 0) {
		struct buf id = {0};

		buf_put(&id, dossier.notes.items[0].note->id);
		if (!notes_delete(&dossier.notes, buf_span(&id), &err)) {
			fail_msg("%s", err.msg);
		}
		buf_finish(&id);
	}
	return begin(state);
}

#endif
