/* hostile_lists.h - what is typed, run and looked for while the hostile dossier is read
 */
#ifndef E2E_HOSTILE_LISTS_H
#define E2E_HOSTILE_LISTS_H

#include <stddef.h>

enum { HOSTILE_WORDS = 12 };

/* Keys, and what the screen shows then; NULL: something. */
struct hostile_visit {
	const char *keys, *shows;
};

extern const struct hostile_visit hostile_visits[];
extern const size_t hostile_nvisits;

/* What is seen of a document. */
struct hostile_form {
	const char *path, *form;
};

extern const struct hostile_form hostile_forms[];
extern const size_t hostile_nforms;

/* Commands, by their words; NULL behind the last. */
extern const char *const hostile_commands[][HOSTILE_WORDS];
extern const size_t hostile_ncommands;

#endif
