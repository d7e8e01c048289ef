/*
 * bench_notes - what 10,000 notes add to opening a dossier, to a look whether others have written,
 * and to taking in one note more: beside the same dossier without any. Then the same where every
 * document has been edited since.
 */
#include "bench.h"

#include "base/utf8.h"
#include "read/dossier.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NOTES = 10000, DOCS = 5, WORDS_MOST = 40 };

/* Folders of one run. */
struct place {
	struct buf texts, state, cache;
};

static uint32_t roll(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

static void open_dossier(struct dossier *dossier, const struct place *place, bool notes)
{
	const char *paths[] = {place->texts.p};
	struct dossier_how how = {
		.paths = paths, .npaths = 1, .state = place->state.p, .cache = place->cache.p};
	struct err err;

	*dossier = (struct dossier){0};
	if (!dossier_open(dossier, &how, &err) || !dossier_index(dossier, false, &err) ||
		(notes && !dossier_notes_open(dossier, &err))) {
		bench_die(err.msg);
	}
}

/* Makes notes on passages of up to WORDS_MOST words, all over the texts. */
static void make_notes(struct dossier *dossier, struct note *notes, struct arena *arena)
{
	struct anchor_text texts[DOCS] = {0};
	uint32_t seed = 7;

	for (uint32_t i = 0; i < NOTES; i++) {
		struct anchor_text *text = &texts[i % dossier->catalog.n];
		char *id = arena_array(arena, 40, 1);
		uint32_t n, start, end;

		text->doc = catalog_doc(&dossier->catalog, (doc_id){i % dossier->catalog.n});
		n = (uint32_t)text->doc->text.n;
		start = (uint32_t)utf8_floor(text->doc->text, roll(&seed, n - 400));
		end = (uint32_t)utf8_floor(
			text->doc->text, start + 6 + roll(&seed, 6 * WORDS_MOST));
		if (id == NULL ||
			!anchor_make(text, (struct range){start, end}, arena, &notes[i].anchor)) {
			bench_die("out of memory");
		}
		snprintf(id, 40, "%08x-0000-4000-8000-%012x", i, i);
		notes[i].id = span_of(id);
		notes[i].rev = 1;
		notes[i].body = SPAN("A note of a line, as most of them are.");
		notes[i].created = notes[i].modified = SPAN("2026-11-21T20:05:00Z");
	}
	for (uint32_t i = 0; i < DOCS; i++) {
		anchor_text_finish(&texts[i]);
	}
}

static void plant(const struct place *place)
{
	struct dossier dossier;
	struct arena arena = {0};
	struct note *notes = calloc(NOTES, sizeof(*notes));
	uint32_t taken;
	struct err err;

	open_dossier(&dossier, place, true);
	if (notes == NULL) {
		bench_die("out of memory");
	}
	make_notes(&dossier, notes, &arena);
	if (!store_merge(dossier.store, notes, NOTES, &taken, &err)) {
		bench_die(err.msg);
	}
	dossier_close(&dossier);
	arena_finish(&arena);
	free(notes);
}

/* copy: with the copy of the list that the run before has left. */
static double time_open(const struct place *place, bool copy)
{
	struct dossier dossier;
	double start;

	if (!copy) {
		const char *argv[] = {
			"find", place->state.p, "-name", "notes.map", "-delete", NULL};

		bench_run(argv, NULL);
	}
	start = bench_now();
	open_dossier(&dossier, place, true);
	start = bench_now() - start;
	dossier_close(&dossier);
	return start;
}

static void measure(const struct place *none, const struct place *many, bool copy, const char *what)
{
	double ours[BENCH_RUNS], peer[BENCH_RUNS];

	time_open(none, copy);
	time_open(many, copy);
	for (int i = 0; i < BENCH_RUNS; i++) {
		ours[i] = time_open(many, copy);
		peer[i] = time_open(none, copy);
	}
	bench_line(copy ? "open, 10,000 notes" : "the same without a copy", ours, peer, "no notes",
		what);
}

/* A look for others' notes, and one note more. */
static void measure_use(const struct place *place)
{
	struct dossier dossier;
	double look[BENCH_RUNS], add[BENCH_RUNS];
	struct note draft = {.body = SPAN("one more")};
	struct span id;
	struct err err;
	bool changed;

	open_dossier(&dossier, place, true);
	for (int i = 0; i < BENCH_RUNS; i++) {
		double start = bench_now();

		if (!notes_refresh(&dossier.notes, &changed, &err)) {
			bench_die(err.msg);
		}
		look[i] = bench_now() - start;
		start = bench_now();
		if (!notes_add(&dossier.notes, (doc_id){0}, (struct range){100, 140}, &draft, &id,
			    &err)) {
			bench_die(err.msg);
		}
		add[i] = bench_now() - start;
	}
	dossier_close(&dossier);
	bench_line("look whether others wrote", look, NULL, "", "10,000 notes");
	bench_line("add a note, synced", add, NULL, "", "10,000 notes");
}

static void remove_file(const char *folder, const char *name)
{
	struct buf path = {0};

	buf_printf(&path, "%s/%s", folder, name);
	unlink(path.p);
	buf_finish(&path);
}

/* Texts of equal length; edited: with a word put in after every hundred. */
static void write_texts(const struct place *place, struct span prose, bool edited)
{
	size_t each = prose.n / DOCS;

	for (uint32_t i = 0; i < DOCS; i++) {
		struct buf text = {0};
		char name[32];
		uint32_t words = 0;

		for (size_t k = i * each; k < (i + 1) * each; k++) {
			buf_putc(&text, prose.p[k]);
			if (edited && prose.p[k] == ' ' && ++words % 100 == 0) {
				buf_puts(&text, "corrected ");
			}
		}
		snprintf(name, sizeof(name), "%u.txt", i);
		if (edited) {
			remove_file(place->texts.p, name);
		}
		bench_file(place->texts.p, name, buf_span(&text));
		buf_finish(&text);
	}
}

static void make_place(struct place *place, struct span prose)
{
	*place = (struct place){0};
	bench_folder(&place->texts);
	bench_folder(&place->state);
	bench_folder(&place->cache);
	write_texts(place, prose, false);
}

static void remove_place(struct place *place)
{
	const char *argv[] = {"rm", "-r", place->texts.p, place->state.p, place->cache.p, NULL};

	bench_run(argv, NULL);
	buf_finish(&place->texts);
	buf_finish(&place->state);
	buf_finish(&place->cache);
}

static void run(size_t bytes, const char *what)
{
	struct buf prose = {0}, edited = {0};
	struct place none, many;

	bench_prose(&prose, bytes);
	make_place(&none, buf_span(&prose));
	make_place(&many, buf_span(&prose));
	plant(&many);
	measure(&none, &many, true, what);
	measure(&none, &many, false, what);
	measure_use(&many);
	write_texts(&none, buf_span(&prose), true);
	write_texts(&many, buf_span(&prose), true);
	buf_printf(&edited, "%s, all edited", what);
	measure(&none, &many, false, edited.p);
	remove_place(&none);
	remove_place(&many);
	buf_finish(&edited);
	buf_finish(&prose);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	run(200 << 10, "200 KB, 5 documents");
	run(5 << 20, "5 MB, 5 documents");
	return 0;
}
