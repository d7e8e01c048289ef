/*
 * import_note.h - one note on its way in: its members, and why it is refused.
 *
 * Members that are missing are what they would be in a new note; members of the wrong kind refuse
 * the note, with the line of the member. The first reason is kept.
 */
#ifndef DOSSIER_NOTES_IMPORT_NOTE_H
#define DOSSIER_NOTES_IMPORT_NOTE_H

#include "base/json.h"
#include "notes/import.h"

/* A note while it is read. */
struct import_note {
	const char *path; /* of the file, for messages */
	const struct catalog *catalog;
	struct arena *arena;
	struct err *err; /* why it is refused; empty: it is not */
	bool failed; /* memory was refused: nothing of the file is good */
	struct note note;
};

/* Refuses the note because of value; returns false. */
bool import_note_refuse(struct import_note *in, const struct json *value, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* A string member; empty where it is not there. False, refused: it is something else. */
bool import_note_text(struct import_note *in, const struct json *object, struct span name,
	struct span *out);

/* A number member. False, refused: it is not there, or something else. */
bool import_note_number(struct import_note *in, const struct json *object, struct span name,
	uint32_t *out);

/* The Id: a UUID, with or without `urn:uuid:`; of any other IRI one is made. */
bool import_note_id(struct import_note *in, const struct json *object);

/* Times, author of own notes, revision and rival; w3c: by the names of Web Annotations. */
bool import_note_history(struct import_note *in, const struct json *object, bool w3c);

/* The note's own words, from text with any line ends. */
bool import_note_body(struct import_note *in, struct span text);

/* An anchor as export_forms.h writes it; quotation, prefix and suffix are in the note already. */
bool import_note_anchor(struct import_note *in, const struct json *anchor);

/* A note by export_forms.h. */
bool import_note_own(struct import_note *in, const struct json *object);

#endif
