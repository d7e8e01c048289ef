/*
 * bench_find - finding in all documents against rg on the warm folder: a rare word, a phrase, words
 * near each other, an entity, a regular expression; by the command, by the command that trusts its
 * index, and in the reader, from Enter to the frame with the list.
 *
 *	bench_find DOSSIER [MIB | FOLDER]        a corpus of prose of this machine (20 MiB), or this folder
 *
 * What is looked for is taken from the middle of the words of the corpus: one that stands in it
 * three times at most, and what follows it there. Figures are of processor time.
 */
#include "bench.h"

#include "find/words.h"
#include "read/finder.h"
#include "read/session.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DOCUMENT_BYTES = 50 << 10, RARE = 3 };

static struct buf folder, cache, state, conditions;
static const char *program;

/* What is asked, of us and of rg. */
struct asked {
	const char *what;
	struct buf ours, theirs;
	bool regex, fixed;
};

static void make_corpus(size_t bytes)
{
	bench_corpus(&folder, bytes, DOCUMENT_BYTES);
	bench_file(folder.p, "entities.rec",
		SPAN("Id: fsf\nKind: body\nName: Free Software Foundation\n"));
}

static void open_lent(struct dossier *dossier)
{
	const char *paths[] = {folder.p};
	struct buf own_cache = {0}, own_state = {0};
	struct dossier_how how = {.paths = paths, .npaths = 1, .lent = true};
	struct err err;

	file_join(&own_cache, cache.p, "dossier");
	file_join(&own_state, state.p, "dossier");
	how.cache = own_cache.p;
	how.state = own_state.p;
	if (!dossier_open(dossier, &how, &err)) {
		bench_die(err.msg);
	}
	buf_finish(&own_cache);
	buf_finish(&own_state);
}

/* The first place of a rare word from the middle of all words, with two words behind it. */
static void choose(struct dossier *dossier, struct buf *word, struct buf *phrase)
{
	struct words words;
	struct words_term term;
	struct finder finder;
	struct err err;

	if (!words_open(&words, dossier->words, &dossier->catalog, &err) || words.n == 0) {
		bench_die("there is no word index");
	}
	for (bool more = words_seg_find(&words.segs[0], SPAN("m"), &term); more && phrase->n == 0;
		more = words_seg_next(&term)) {
		struct span text;
		size_t end;

		if (term.count > RARE || term.word.n < 8) {
			continue;
		}
		buf_clear(word);
		buf_put(word, term.word);
		if (!finder_make(&finder, dossier, search_new(buf_span(word), 0, &err), &err)) {
			bench_die(err.msg);
		}
		while (phrase->n == 0 && finder_step(&finder, &err)) {
			text = finder.n > 0 ? finder.doc->text : SPAN("");
			end = finder.n > 0 ? finder.found[0].end : 0;
			/* " and letters": one line, so that rg finds it too */
			if (end + 5 < text.n && text.p[end] == ' ') {
				size_t from = end++;

				while (end < text.n && text.p[end] >= 'a' && text.p[end] <= 'z') {
					end++;
				}
				if (end > from + 3) {
					buf_put(phrase, buf_span(word));
					buf_add(phrase, text.p + from, end - from);
				}
			}
		}
		finder_finish(&finder);
	}
	words_close(&words);
}

/* From Enter to the frame with the list; *typed: the longest that a key before it took, with its frame. */
static double read_once(struct session *session, struct frame *frame, const struct asked *asked,
	double *typed)
{
	double start;

	*typed = 0;
	session_key(session, 's');
	for (size_t i = 0; i < asked->ours.n; i++) {
		start = bench_cpu();
		session_key(session, (unsigned char)asked->ours.p[i]);
		session_frame(session, frame);
		start = bench_cpu() - start;
		*typed = start > *typed ? start : *typed;
	}
	start = bench_cpu();
	session_key(session, '\r');
	session_frame(session, frame);
	while (session_hunts(session)) {
		session_hunt(session);
	}
	start = bench_cpu() - start;
	session_key(session, 'q');
	return start;
}

static void measure(struct session *session, const struct asked *asked)
{
	const char *search[] = {program, "search", asked->ours.p, folder.p, NULL, NULL};
	const char *trust[] = {program, "search", "--indexed", asked->ours.p, folder.p, NULL, NULL};
	const char *rg[] = {"rg", asked->fixed ? "-Fci" : "-ci", "--", asked->theirs.p, folder.p, NULL};
	double command[BENCH_RUNS], indexed[BENCH_RUNS], reader[BENCH_RUNS], theirs[4][BENCH_RUNS];
	double typed[BENCH_RUNS];
	bool has = bench_has("rg");
	struct frame frame = {0};
	struct buf what = {0};

	if (asked->regex) {
		search[4] = "--regex";
		trust[5] = "--regex";
	}
	for (int i = 0; i < BENCH_RUNS; i++) {
		command[i] = bench_run_cpu(search, NULL);
		indexed[i] = bench_run_cpu(trust, NULL);
		reader[i] = asked->regex ? 0 : read_once(session, &frame, asked, &typed[i]);
		theirs[0][i] = has ? bench_run_cpu(rg, NULL) : 0;
		theirs[1][i] = theirs[2][i] = theirs[3][i] = theirs[0][i];
	}
	buf_printf(&what, "%s, search", asked->what);
	bench_line(what.p, command, has ? theirs[0] : NULL, "rg", conditions.p);
	buf_clear(&what);
	buf_printf(&what, "%s, search --indexed", asked->what);
	bench_line(what.p, indexed, has ? theirs[1] : NULL, "rg", conditions.p);
	if (!asked->regex) {
		buf_clear(&what);
		buf_printf(&what, "%s, in the reader", asked->what);
		bench_line(what.p, reader, has ? theirs[2] : NULL, "rg", conditions.p);
		buf_clear(&what);
		buf_printf(&what, "%s, counted while typed, longest key", asked->what);
		bench_line(what.p, typed, has ? theirs[3] : NULL, "rg", conditions.p);
	}
	frame_finish(&frame);
	buf_finish(&what);
}

static void measure_all(struct dossier *dossier, const struct buf *word, const struct buf *phrase)
{
	struct asked asked[] = {{.what = "a rare word", .fixed = true},
		{.what = "a word that is nowhere", .fixed = true}, {.what = "a rare phrase", .fixed = true},
		{.what = "words near each other"}, {.what = "an entity beside a word"},
		{.what = "a regular expression", .regex = true}};
	const char *last = strrchr(phrase->p, ' ') + 1;
	const struct entity *entity = &dossier->ents.items[0];
	struct err err;
	struct session *session = session_new(dossier, &err);

	if (session == NULL || dossier->ents.n == 0) {
		bench_die("no entity, or no memory");
	}
	session_resize(session, 120, 40);
	buf_puts(&asked[0].ours, word->p);
	buf_puts(&asked[0].theirs, word->p);
	buf_puts(&asked[1].ours, "xylophonisch");
	buf_puts(&asked[1].theirs, "xylophonisch");
	buf_puts(&asked[2].ours, phrase->p);
	buf_puts(&asked[2].theirs, phrase->p);
	buf_printf(&asked[3].ours, "%s NEAR/3 %s", word->p, last);
	buf_printf(&asked[3].theirs, "\\b%s\\b(\\W+\\w+){0,2}\\W+%s\\b", word->p, last);
	buf_printf(&asked[4].ours, "entity:\"%.*s\" AND %s", SPAN_ARG(entity->id), word->p);
	buf_printf(&asked[4].theirs, "%.*s|%s", SPAN_ARG(dossier->ents.names[entity->name].text), word->p);
	buf_printf(&asked[5].ours, "%s\\s+[a-z]+", word->p);
	buf_printf(&asked[5].theirs, "%s\\s+[a-z]+", word->p);
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		measure(session, &asked[i]);
		buf_finish(&asked[i].ours);
		buf_finish(&asked[i].theirs);
	}
	session_free(session);
}

int main(int argc, char **argv)
{
	bool own = argc < 3 || !file_is_folder(argv[2]);
	struct buf word = {0}, phrase = {0}, gone = {0};
	struct dossier dossier = {0};

	if (argc < 2) {
		bench_die("bench_find DOSSIER [MIB | FOLDER]");
	}
	setlocale(LC_ALL, "");
	program = argv[1];
	if (own) {
		make_corpus((argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 20) << 20);
		sleep(2); /* younger files are never known again */
	} else {
		buf_puts(&folder, argv[2]);
	}
	bench_folder(&cache);
	bench_folder(&state);
	setenv("XDG_CACHE_HOME", cache.p, 1);
	setenv("XDG_STATE_HOME", state.p, 1);
	const char *index[] = {program, "index", folder.p, NULL};
	if (bench_run(index, NULL) < 0) {
		bench_die("dossier index failed");
	}
	open_lent(&dossier);
	buf_printf(&conditions, "%.1f MB, %u documents, warm, processor time",
		(double)catalog_bytes(&dossier.catalog) / 1e6, dossier.catalog.n);
	choose(&dossier, &word, &phrase);
	if (phrase.n == 0) {
		bench_die("no rare word with another one behind it");
	}
	measure_all(&dossier, &word, &phrase);
	dossier_close(&dossier);
	const char *sweep[] = {"rm", "-rf", "--", cache.p, state.p, own ? folder.p : NULL, NULL};
	(void)bench_run(sweep, &gone);
	buf_finish(&gone);
	buf_finish(&word);
	buf_finish(&phrase);
	buf_finish(&conditions);
	return 0;
}
