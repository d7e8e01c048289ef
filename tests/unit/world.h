/*
 * world.h - a dossier of two texts with a store, in a folder of its own, for tests of notes.
 *
 *	static void notes_do_this(void **state) { struct world *world = *state; … }
 *	cmocka_unit_test_setup_teardown(notes_do_this, world_enter, world_leave)
 */
#ifndef DOSSIER_TESTS_WORLD_H
#define DOSSIER_TESTS_WORLD_H

#include "notes/notes.h"

#define FIRST                                                                                      \
	"The treaty of Shimoda\n\nOn 7 February 1855 the envoys signed the treaty of Shimoda. It " \
	"drew "                                                                                    \
	"the border between Etorofu and Urup.\n\nSakhalin was left without a border, and people "  \
	"of "                                                                                      \
	"both countries lived there as before. The envoys parted as friends.\n\n"
#define SECOND                                                                                     \
	"The treaty of Saint Petersburg\n\nIn 1875 Japan gave up Sakhalin and received the chain " \
	"of "                                                                                      \
	"the Kurils as far as Kamchatka. Nobody asked the people who lived on either.\n\n"
#define INSERTED "A preface by another hand, which was not there when the notes were made.\n\n"

struct world {
	char *folder;
	struct config config;
	struct report report;
	struct catalog catalog;
	struct store *store;
	struct notes notes;
};

/* Makes the folder and the texts a.txt (FIRST) and b.txt (SECOND) in texts/, and opens it; goes
 * there. */
int world_enter(void **state);

/* Closes it and removes the folder. */
int world_leave(void **state);

/* Opens the dossier of this folder, for another session too: config must be there. */
void world_open(struct world *world);

/* Closes it; config and report stay. */
void world_close(struct world *world);

/* Both, as after an edit of the texts. */
void world_reopen(struct world *world);

/* Writes a file. */
void world_write(const char *name, const char *text);

/* Where words stand in a document, which is given. */
struct range world_place(
	const struct world *world, const char *path, const char *words, doc_id *doc);

/* Makes a note on words; returns its Id, to be freed. */
char *world_add(struct world *world, const char *path, const char *words, const char *body);

#endif
