/*
 * bench_match - finding names: match_scan() against grep -F -w -o -f with the same names in the
 * same text, and resolve_doc(), the rules on top of the search, against match_scan() with the
 * same forms: of that they should cost no more than twice. grep has to start and to read its
 * files; what it needs for an empty text is taken off.
 */
#include "bench.h"

#include "links/forms.h"
#include "links/lexicon.h"
#include "links/resolve.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

struct corpus {
	struct doc doc;
	struct buf names; /* one a line, as grep wants them */
	struct buf folder;
	struct entities ents;
	struct report report;
};

static void corpus_make(struct corpus *corpus, size_t bytes, uint32_t names)
{
	struct buf prose = {0}, catalogue = {0}, path = {0};
	struct doc_about about = {0};
	struct config config;
	struct err err;
	bench_prose(&prose, bytes);
	bench_names(&catalogue, buf_span(&prose), names, true);
	bench_names(&corpus->names, buf_span(&prose), names, false);
	bench_folder(&corpus->folder);
	bench_file(corpus->folder.p, "entities.rec", buf_span(&catalogue));
	bench_file(corpus->folder.p, "names", buf_span(&corpus->names));
	bench_file(corpus->folder.p, "text", buf_span(&prose));
	bench_file(corpus->folder.p, "empty", SPAN(""));
	buf_printf(&path, "%s/entities.rec", corpus->folder.p);
	config_init(&config);
	if (path.failed || !doc_read(&corpus->doc, &prose, &about, &config, &err) ||
		!entities_load(&corpus->ents, path.p, NULL, NULL, &corpus->report, &err)) {
		bench_die("the corpus cannot be loaded");
	}
	config_finish(&config);
	buf_finish(&path);
	buf_finish(&catalogue);
	buf_finish(&prose);
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
	double start = bench_now();
	if (!match_scan(matcher, doc, &hits, &err)) {
		bench_die(err.msg);
	}
	double ms = bench_now() - start;
	free(hits.items);
	return ms;
}

/* What grep needs for the text, without what it needs for none. */
static double grep(const struct corpus *corpus)
{
	struct buf names = {0}, text = {0}, empty = {0}, out = {0};
	buf_printf(&names, "%s/names", corpus->folder.p);
	buf_printf(&text, "%s/text", corpus->folder.p);
	buf_printf(&empty, "%s/empty", corpus->folder.p);
	const char *const over_text[] = {"grep", "-F", "-w", "-o", "-f", names.p, text.p, NULL};
	const char *const over_nothing[] = {"grep", "-F", "-w", "-o", "-f", names.p, empty.p, NULL};
	double ms = bench_run(over_text, &out) - bench_run(over_nothing, NULL);
	buf_finish(&names);
	buf_finish(&text);
	buf_finish(&empty);
	buf_finish(&out);
	return ms;
}

/* The names alone, as grep has them. */
static struct matcher *matcher_of_lines(struct span lines, uint32_t n)
{
	struct form *forms = calloc(n, sizeof(*forms));
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

static void measure_grep(const struct corpus *corpus, uint32_t n, const char *conditions)
{
	struct matcher *matcher = matcher_of_lines(buf_span(&corpus->names), n);
	double ours[BENCH_RUNS], peer[BENCH_RUNS];
	bool has = bench_has("grep");
	for (int i = 0; i < BENCH_RUNS; i++) {
		ours[i] = scan(matcher, &corpus->doc);
		peer[i] = has ? grep(corpus) : 0;
	}
	bench_line("match_scan, names", ours, has ? peer : NULL, "grep -F -w -o -f", conditions);
	match_free(matcher);
}

static double resolve(const struct resolver *resolver, const struct doc *doc)
{
	struct mentions mentions = {0};
	struct err err;
	double start = bench_now();
	if (!resolve_doc(resolver, doc, (doc_id){0}, &mentions, &err)) {
		bench_die(err.msg);
	}
	double ms = bench_now() - start;
	mentions_finish(&mentions);
	return ms;
}

static void measure_rules(const struct corpus *corpus, const char *conditions)
{
	struct err err;
	struct forms forms = {0};
	struct lexicon *lexicon = lexicon_new(NULL, &err);
	double ours[BENCH_RUNS], peer[BENCH_RUNS], made[BENCH_RUNS];
	if (lexicon == NULL || !forms_make(&forms, &corpus->ents, lexicon, &err)) {
		bench_die(err.msg);
	}
	struct matcher *matcher = match_new(forms.items, forms.n, &err);
	if (matcher == NULL) {
		bench_die(err.msg);
	}
	for (int i = 0; i < BENCH_RUNS; i++) {
		double start = bench_now();
		struct resolver *resolver = resolve_new(&corpus->ents, &err);
		made[i] = bench_now() - start;
		if (resolver == NULL) {
			bench_die(err.msg);
		}
		ours[i] = resolve(resolver, &corpus->doc);
		peer[i] = scan(matcher, &corpus->doc);
		resolve_free(resolver);
	}
	bench_line("resolve_new", made, NULL, "", conditions);
	bench_line("resolve_doc", ours, peer, "match_scan", conditions);
	match_free(matcher);
	forms_finish(&forms);
	lexicon_free(lexicon);
}

int main(void)
{
	static const struct {
		size_t bytes;
		uint32_t names;
		const char *what;
	} sizes[] = {
		{40 << 10, 100, "40 KB, 100 names"},
		{5 << 20, 100, "5 MB, 100 names"},
		{5 << 20, 10000, "5 MB, 10,000 names"},
		{5 << 20, 100000, "5 MB, 100,000 names"},
	};
	setlocale(LC_ALL, "");
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct corpus corpus = {0};
		corpus_make(&corpus, sizes[i].bytes, sizes[i].names);
		measure_grep(&corpus, sizes[i].names, sizes[i].what);
		measure_rules(&corpus, sizes[i].what);
		corpus_finish(&corpus);
	}
	return 0;
}
