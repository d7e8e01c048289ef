/*
 * bench_search - a word, a phrase and an expression in a text that lies in memory, all matches,
 * against grep -c (and rg -c where there is one) on the same text in a file.
 */
#include "bench.h"

#include "find/search.h"

#include <locale.h>
#include <stdio.h>

struct pattern {
	const char *what, *text;
	unsigned flags;
	const char *option; /* of the peer */
};

static double search(const struct doc *doc, const struct pattern *pattern)
{
	struct err err;
	struct range at;
	double start = bench_now();
	struct search *search = search_new(span_of(pattern->text), pattern->flags, &err);
	if (search == NULL) {
		bench_die(err.msg);
	}
	for (uint32_t from = 0; search_next(search, doc, from, &at); from = at.end) {
	}
	double ms = bench_now() - start;
	search_free(search);
	return ms;
}

static void measure(const struct doc *doc, const struct pattern *pattern, const char *peer,
	char *path)
{
	double ours[BENCH_RUNS], theirs[BENCH_RUNS];
	struct buf text = {0}, option = {0}, name = {0}, out = {0};
	bool has = bench_has(peer);
	buf_puts(&name, peer);
	buf_puts(&text, pattern->text);
	buf_puts(&option, pattern->option);
	if ((pattern->flags & SEARCH_REGEX) != 0 && strcmp(peer, "grep") == 0) {
		buf_putc(&option, 'E'); /* to rg that is an encoding */
	}
	const char *const argv[] = {name.p, "-c", option.p, "-e", text.p, path, NULL};
	for (int i = 0; i < BENCH_RUNS; i++) {
		buf_clear(&out);
		ours[i] = search(doc, pattern);
		theirs[i] = has ? bench_run(argv, &out) : 0;
		if (theirs[i] < 0) {
			bench_die("the peer fails");
		}
	}
	bench_line(pattern->what, ours, has ? theirs : NULL, peer, pattern->text);
	buf_finish(&text);
	buf_finish(&option);
	buf_finish(&name);
	buf_finish(&out);
}

int main(void)
{
	static const struct pattern patterns[] = {
		{"a rare word, 5 MB", "Etorofu", SEARCH_SMART, "-F"},
		{"a common word, 5 MB", "license", SEARCH_SMART, "-i"},
		{"a phrase, 5 MB", "free software", SEARCH_SMART, "-i"},
		{"an expression, 5 MB", "cop(y|ies) of (the|this)", SEARCH_SMART | SEARCH_REGEX, "-i"},
	};
	static const char *const peers[] = {"grep", "rg"};
	struct buf prose = {0}, folder = {0}, path = {0};
	struct doc_about about = {0};
	struct config config;
	struct doc doc;
	struct err err;
	setlocale(LC_ALL, "");
	bench_prose(&prose, 5 << 20);
	bench_folder(&folder);
	bench_file(folder.p, "text", buf_span(&prose));
	buf_printf(&path, "%s/text", folder.p);
	config_init(&config);
	if (path.failed || !doc_read(&doc, &prose, &about, &config, &err)) {
		bench_die("the corpus cannot be read");
	}
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		for (size_t k = 0; k < COUNT_OF(peers); k++) {
			if (k == 0 || bench_has(peers[k])) {
				measure(&doc, &patterns[i], peers[k], path.p);
			}
		}
	}
	doc_finish(&doc);
	config_finish(&config);
	bench_remove(folder.p);
	buf_finish(&folder);
	buf_finish(&path);
	buf_finish(&prose);
	return 0;
}
