#include "world.h"
#include "camp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

void world_write(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

void world_open(struct world *world)
{
	struct err err;

	if (!catalog_load(&world->catalog, "texts", &world->config, &world->report, &err) ||
		!store_open(&world->store, "state", &world->report, &err) ||
		!notes_open(&world->notes, &world->catalog, world->store, NULL, &err)) {
		fail_msg("%s", err.msg);
	}
}

void world_close(struct world *world)
{
	notes_finish(&world->notes);
	store_close(world->store);
	catalog_finish(&world->catalog);
}

void world_reopen(struct world *world)
{
	world_close(world);
	world_open(world);
}

int world_enter(void **state)
{
	char name[] = "/tmp/dossier-notes-XXXXXX";
	struct world *world = calloc(1, sizeof(*world));

	if (world == NULL || !camp_make(name) || chdir(name) != 0 ||
		mkdir("texts", 0700) != 0) {
		return -1;
	}
	world->folder = strdup(name);
	config_init(&world->config);
	world_write("texts/a.txt", FIRST);
	world_write("texts/b.txt", SECOND);
	world_open(world);
	*state = world;
	return 0;
}

int world_leave(void **state)
{
	struct world *world = *state;
	int failed;

	world_close(world);
	config_finish(&world->config);
	report_finish(&world->report);
	failed = chdir("/") != 0 || camp_remove(world->folder) != 0;
	free(world->folder);
	free(world);
	return failed;
}

/* Where words stand in a document. */
struct range world_place(
	const struct world *world, const char *path, const char *words, doc_id *doc)
{
	struct span text, part = span_of(words);
	size_t at;

	*doc = catalog_find(&world->catalog, span_of(path));
	assert_int_not_equal(doc->i, DOC_NONE.i);
	text = catalog_doc(&world->catalog, *doc)->text;
	at = span_find(text, part, 0);
	assert_true(at < text.n);
	return (struct range){(uint32_t)at, (uint32_t)(at + part.n)};
}

/* Makes a note on words; returns its Id, to be freed. */
char *world_add(struct world *world, const char *path, const char *words, const char *body)
{
	struct note draft = {.body = span_of(body)};
	struct span id;
	struct err err;
	doc_id doc;
	struct range at = world_place(world, path, words, &doc);

	if (!notes_add(&world->notes, doc, at, &draft, &id, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_int_equal(id.n, 36);
	return strndup(id.p, id.n);
}
