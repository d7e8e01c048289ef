/*
 * bench_match - finding names and linking them.
 *
 * match_scan() looks for the names alone, as grep and ripgrep do for the same names in the same
 * text; resolve_doc() links: the same search for all forms of the catalogue, with the rules, and
 * keeps the mentions. The rules should cost no more than the search. Corpora: prose of this
 * machine with made names, and with names that it has; and the sample dossier, again and again,
 * with its own catalogue: six mentions a KB. Programs have to start and to read their files; what they need for an empty text
 * is taken off. ripgrep's -w is left out from 10,000 names on, where it needs minutes. Counted is
 * what one processor computes, on both sides: a machine that is busy with other things says the same.
 */
#include "bench.h"

#include "links/forms.h"
#include "links/lexicon.h"
#include "links/resolve.h"

#include <glob.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define OPTIONS_MOST 5
#define WORDS_SLOW 10000 /* names: too many for ripgrep's -w */
#define TEXT_LEAST (1 << 20) /* bytes: with less a program's start is all there is to see */

static const struct peer {
	const char *name;
	const char *words[OPTIONS_MOST + 1]; /* program and options */
	bool slow;
} peers[] = {
	{"grep -F -w", {"grep", "-F", "-w", "-o"}, false},
	{"rg -F", {"rg", "-j1", "-F", "-o"}, false},
	{"rg -F -w", {"rg", "-j1", "-F", "-w", "-o"}, true},
};

struct corpus {
	struct doc doc;
	struct buf names; /* one a line, as the programs want them */
	uint32_t nnames;
	struct buf folder;
	struct entities ents;
	struct report report;
};

static void entities_read(struct corpus *corpus, const char *path)
{
	struct err err;
	if (!entities_load(&corpus->ents, path, NULL, NULL, &corpus->report, &err)) {
		bench_die(err.msg);
	}
}

/* The text, taken over, becomes the document; text and names become files for the programs. */
static void corpus_finish_up(struct corpus *corpus, struct buf *text)
{
	struct doc_about about = {0};
	struct config config;
	struct err err;
	bench_file(corpus->folder.p, "names", buf_span(&corpus->names));
	bench_file(corpus->folder.p, "text", buf_span(text));
	bench_file(corpus->folder.p, "empty", SPAN(""));
	config_init(&config);
	if (!doc_read(&corpus->doc, text, &about, &config, &err)) {
		bench_die(err.msg);
	}
	config_finish(&config);
}

static void corpus_make(struct corpus *corpus, size_t bytes, uint32_t names, bool proper)
{
	struct buf prose = {0}, catalogue = {0}, path = {0};
	bench_prose(&prose, bytes);
	corpus->nnames = names;
	if (proper) {
		corpus->nnames = bench_proper_names(&catalogue, buf_span(&prose), names, true);
		bench_proper_names(&corpus->names, buf_span(&prose), names, false);
	} else {
		bench_names(&catalogue, buf_span(&prose), names, true);
		bench_names(&corpus->names, buf_span(&prose), names, false);
	}
	bench_folder(&corpus->folder);
	bench_file(corpus->folder.p, "entities.rec", buf_span(&catalogue));
	buf_printf(&path, "%s/entities.rec", corpus->folder.p);
	entities_read(corpus, path.p);
	corpus_finish_up(corpus, &prose);
	buf_finish(&path);
	buf_finish(&catalogue);
}

static void add_file(struct buf *out, const char *path)
{
	char bytes[65536];
	FILE *file = fopen(path, "r");
	if (file == NULL) {
		bench_die(path);
	}
	for (size_t n; (n = fread(bytes, 1, sizeof(bytes), file)) > 0;) {
		buf_add(out, bytes, n);
	}
	fclose(file);
	buf_puts(out, "\n\n");
}

/* The texts of the sample dossier, repeated, with its catalogue. */
static void corpus_sample(struct corpus *corpus, const char *texts, size_t bytes)
{
	struct buf text = {0}, path = {0};
	glob_t found;
	buf_printf(&path, "%s/*.txt", texts);
	if (path.failed || glob(path.p, 0, NULL, &found) != 0) {
		bench_die("no sample dossier");
	}
	while (text.n < bytes && !text.failed) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			add_file(&text, found.gl_pathv[i]);
		}
	}
	globfree(&found);
	buf_clear(&path);
	buf_printf(&path, "%s/entities.rec", texts);
	entities_read(corpus, path.p);
	corpus->nnames = corpus->ents.nnames;
	for (uint32_t i = 0; i < corpus->nnames; i++) {
		buf_put(&corpus->names, corpus->ents.names[i].text);
		buf_putc(&corpus->names, '\n');
	}
	bench_folder(&corpus->folder);
	corpus_finish_up(corpus, &text);
	buf_finish(&path);
}

static void corpus_finish(struct corpus *corpus)
{
	bench_remove(corpus->folder.p);
	entities_finish(&corpus->ents);
	report_finish(&corpus->report);
	doc_finish(&corpus->doc);
	buf_finish(&corpus->folder);
	buf_finish(&corpus->names);
}

static double scan(const struct matcher *matcher, const struct doc *doc)
{
	struct hits hits = {0};
	struct err err;
	double start = bench_cpu();
	if (!match_scan(matcher, doc, &hits, &err)) {
		bench_die(err.msg);
	}
	double ms = bench_cpu() - start;
	free(hits.items);
	return ms;
}

static double resolve(const struct resolver *resolver, const struct doc *doc)
{
	struct mentions mentions = {0};
	struct err err;
	double start = bench_cpu();
	if (!resolve_doc(resolver, doc, (doc_id){0}, &mentions, &err)) {
		bench_die(err.msg);
	}
	double ms = bench_cpu() - start;
	mentions_finish(&mentions);
	return ms;
}

static double run_over(const struct corpus *corpus, const struct peer *peer, const char *file,
	struct buf *out)
{
	struct buf names = {0}, text = {0};
	const char *argv[OPTIONS_MOST + 4] = {0};
	size_t n = 0;
	buf_printf(&names, "%s/names", corpus->folder.p);
	buf_printf(&text, "%s/%s", corpus->folder.p, file);
	while (n < OPTIONS_MOST && peer->words[n] != NULL) {
		argv[n] = peer->words[n];
		n++;
	}
	argv[n++] = "-f";
	argv[n++] = names.p;
	argv[n] = text.p;
	double ms = bench_run_cpu(argv, out);
	buf_finish(&names);
	buf_finish(&text);
	return ms;
}

/* What a program needs for the text, without what it needs for none. */
static double run_peer(const struct corpus *corpus, const struct peer *peer)
{
	struct buf out = {0};
	double ms = run_over(corpus, peer, "text", &out);
	ms -= run_over(corpus, peer, "empty", NULL);
	buf_finish(&out);
	return ms;
}

/* The names alone, as the programs have them. */
static struct matcher *matcher_of_lines(struct span lines, uint32_t n)
{
	struct form *forms = calloc((size_t)n + 1, sizeof(*forms));
	struct err err;
	for (uint32_t i = 0; forms != NULL && i < n; i++) {
		if (!span_cut(&lines, '\n', &forms[i].text)) {
			bench_die("fewer names than asked for");
		}
	}
	struct matcher *matcher = forms == NULL ? NULL : match_new(forms, n, &err);
	if (matcher == NULL) {
		bench_die("no memory for the names");
	}
	free(forms);
	return matcher;
}

/* The forms that the rules look for, without the rules. */
static struct matcher *matcher_of_forms(const struct entities *ents)
{
	struct forms forms = {0};
	struct err err;
	struct lexicon *lexicon = lexicon_new(NULL, &err);
	if (lexicon == NULL || !forms_make(&forms, ents, lexicon, &err)) {
		bench_die(err.msg);
	}
	struct matcher *matcher = match_new(forms.items, forms.n, &err);
	if (matcher == NULL) {
		bench_die(err.msg);
	}
	forms_finish(&forms);
	lexicon_free(lexicon);
	return matcher;
}

static struct resolver *resolver_make(const struct entities *ents, double *ms)
{
	struct err err;
	double start = bench_cpu();
	struct resolver *resolver = resolve_new(ents, &err);
	*ms = bench_cpu() - start;
	if (resolver == NULL) {
		bench_die(err.msg);
	}
	return resolver;
}

static void measure(const struct corpus *corpus, const char *conditions)
{
	struct matcher *plain = matcher_of_lines(buf_span(&corpus->names), corpus->nnames);
	struct matcher *forms = matcher_of_forms(&corpus->ents);
	double names[BENCH_RUNS], search[BENCH_RUNS], made[BENCH_RUNS], link[BENCH_RUNS];
	double theirs[COUNT_OF(peers)][BENCH_RUNS];
	bool has[COUNT_OF(peers)];
	for (size_t k = 0; k < COUNT_OF(peers); k++) {
		has[k] = corpus->doc.text.n >= TEXT_LEAST && bench_has(peers[k].words[0]) &&
			!(peers[k].slow && corpus->nnames >= WORDS_SLOW);
	}
	for (int i = 0; i < BENCH_RUNS; i++) {
		struct resolver *resolver = resolver_make(&corpus->ents, &made[i]);
		link[i] = resolve(resolver, &corpus->doc);
		search[i] = scan(forms, &corpus->doc);
		names[i] = scan(plain, &corpus->doc);
		for (size_t k = 0; k < COUNT_OF(peers); k++) {
			theirs[k][i] = has[k] ? run_peer(corpus, &peers[k]) : 0;
		}
		resolve_free(resolver);
	}
	bench_line("resolve_new", made, NULL, "", conditions);
	bench_line("link a text", link, search, "match_scan", conditions);
	for (size_t k = 0; k < COUNT_OF(peers); k++) {
		if (has[k]) {
			bench_line("match names alone", names, theirs[k], peers[k].name, conditions);
			bench_line("link a text", link, theirs[k], peers[k].name, conditions);
		}
	}
	match_free(plain);
	match_free(forms);
}

int main(int argc, char **argv)
{
	static const struct {
		size_t bytes;
		uint32_t names;
		bool proper;
		const char *what;
	} sizes[] = {
		{40 << 10, 100, false, "40 KB, 100 names"},
		{5 << 20, 100, false, "5 MB, 100 names"},
		{5 << 20, 1000, false, "5 MB, 1,000 names"},
		{5 << 20, 1000, true, "5 MB, 1,000 proper names"},
		{5 << 20, 10000, false, "5 MB, 10,000 names"},
		{5 << 20, 100000, false, "5 MB, 100,000 names"},
	};
	if (argc != 2) {
		bench_die("usage: bench_match TEXTS");
	}
	setlocale(LC_ALL, "");
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct corpus corpus = {0};
		corpus_make(&corpus, sizes[i].bytes, sizes[i].names, sizes[i].proper);
		measure(&corpus, sizes[i].what);
		corpus_finish(&corpus);
	}
	struct corpus sample = {0};
	corpus_sample(&sample, argv[1], 5 << 20);
	measure(&sample, "sample x 140, dense");
	corpus_finish(&sample);
	return 0;
}
