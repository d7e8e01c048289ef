#include "bench.h"

#include "base/file.h"
#include "camp.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

double bench_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

double bench_cpu(void)
{
	struct timespec spent;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
	return (double)spent.tv_sec * 1e3 + (double)spent.tv_nsec / 1e6;
}

static int double_cmp(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

double bench_median(double *ms)
{
	qsort(ms, BENCH_RUNS, sizeof(*ms), double_cmp);
	return ms[BENCH_RUNS / 2];
}

void bench_line(const char *what, double *ours, double *peer, const char *peer_name,
	const char *conditions)
{
	double mine = bench_median(ours);
	printf("%-28s ours %9.3f ms (%.3f-%.3f)", what, mine, ours[0], ours[BENCH_RUNS - 1]);
	if (peer != NULL) {
		double other = bench_median(peer);
		printf("  %s %9.3f ms  ratio %.2f", peer_name, other, other > 0 ? mine / other : 0);
	}
	printf("  [%s, median of %d]\n", conditions, BENCH_RUNS);
	fflush(stdout);
}

void bench_die(const char *why)
{
	fprintf(stderr, "%s\n", why);
	exit(1);
}

bool bench_has(const char *program)
{
	const char *path = getenv("PATH");
	struct span rest = span_of(path == NULL ? "/usr/bin" : path), folder;
	bool found = false;
	while (!found && span_cut(&rest, ':', &folder)) {
		struct buf name = {0};
		buf_printf(&name, "%.*s/%s", SPAN_ARG(folder), program);
		found = !name.failed && access(name.p, X_OK) == 0;
		buf_finish(&name);
	}
	return found;
}

void bench_exec(const char *const *argv)
{
	char *const *words;
	memcpy(&words, &argv, sizeof(words)); /* execvp() changes none, but does not say so */
	execvp(words[0], words);
	_exit(127);
}

/* The child's half of bench_run. */
static _Noreturn void exec_into(const char *const *argv, int out)
{
	int null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(out < 0 ? null : out, 1);
	dup2(null, 2);
	bench_exec(argv);
}

double bench_run(const char *const *argv, struct buf *out)
{
	int ends[2] = {-1, -1}, status;
	char bytes[65536];
	if (out != NULL && pipe(ends) != 0) {
		return -1;
	}
	double start = bench_now();
	pid_t child = fork();
	if (child == 0) {
		exec_into(argv, ends[1]);
	}
	if (out != NULL) {
		close(ends[1]);
		for (ssize_t n; (n = read(ends[0], bytes, sizeof(bytes))) > 0;) {
			buf_add(out, bytes, (size_t)n);
		}
		close(ends[0]);
	}
	if (child < 0 || waitpid(child, &status, 0) != child) {
		return -1;
	}
	double ms = bench_now() - start;
	return WIFEXITED(status) && WEXITSTATUS(status) < 2 ? ms : -1;
}

/* What all commands so far have computed, in milliseconds. */
static double children_cpu(void)
{
	struct rusage spent;
	getrusage(RUSAGE_CHILDREN, &spent);
	return (double)(spent.ru_utime.tv_sec + spent.ru_stime.tv_sec) * 1e3 +
		(double)(spent.ru_utime.tv_usec + spent.ru_stime.tv_usec) / 1e3;
}

double bench_run_cpu(const char *const *argv, struct buf *out)
{
	double before = children_cpu();
	return bench_run(argv, out) < 0 ? -1 : children_cpu() - before;
}

/* Appends a file of text: bytes that are no ASCII text are left out, so that any peer reads it. */
static void add_text(struct buf *out, const char *path, size_t most)
{
	FILE *file = fopen(path, "r");
	for (int c; file != NULL && out->n < most && (c = getc(file)) != EOF;) {
		if ((c >= ' ' && c < 0x7F) || c == '\n') {
			buf_putc(out, (char)c);
		}
	}
	if (file != NULL) {
		fclose(file);
		buf_puts(out, "\n\n");
	}
}

void bench_prose(struct buf *out, size_t n)
{
	static const char *const patterns[] = {"/usr/share/common-licenses/*",
		"/usr/share/doc/*/README*", "/usr/share/doc/*/copyright",
		"/usr/share/doc/*/*.txt"};
	size_t first = out->n, end = out->n + n;
	for (size_t i = 0; i < COUNT_OF(patterns) && out->n < end; i++) {
		glob_t found;
		if (glob(patterns[i], 0, NULL, &found) != 0) {
			continue;
		}
		for (size_t k = 0; k < found.gl_pathc && out->n < end; k++) {
			if (strstr(found.gl_pathv[k], ".gz") == NULL) {
				add_text(out, found.gl_pathv[k], end);
			}
		}
		globfree(&found);
	}
	size_t once = out->n - first;
	if (once == 0) {
		bench_die("no text under /usr/share/doc to make a corpus of");
	}
	while (out->n < end && buf_reserve(out, end - out->n)) {
		size_t left = end - out->n;
		buf_add(out, out->p + first, left < once ? left : once);
	}
	if (out->failed) {
		bench_die("no memory for a corpus");
	}
	out->n = end;
	out->p[end] = '\0';
}

/* The next word of four letters and more at or behind *off, from the start again at the end. */
static struct span next_word(struct span prose, size_t *off)
{
	for (size_t passed = 0; passed <= prose.n; passed++) {
		size_t start = *off;
		while (*off < prose.n && ((prose.p[*off] | 0x20) >= 'a' && (prose.p[*off] | 0x20) <= 'z')) {
			++*off;
		}
		if (*off - start >= 4) {
			return (struct span){prose.p + start, *off - start};
		}
		*off = *off + 1 < prose.n ? *off + 1 : 0;
	}
	bench_die("no words in the corpus");
}

void bench_names(struct buf *out, struct span prose, uint32_t n, bool catalogue)
{
	size_t off = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct span a = next_word(prose, &off), b = next_word(prose, &off);
		if (catalogue) {
			buf_printf(out, "Id: e%u\nKind: island\nName: ", i);
		}
		/* Every tenth name is one that the text has, the others only begin like one. */
		buf_printf(out, "%.*s %.*s%.*s\n%s", SPAN_ARG(a), SPAN_ARG(b), i % 10 == 0 ? 0 : 1,
			"q", catalogue ? "\n" : "");
		off = (off + 37) % prose.n;
	}
	if (out->failed) {
		bench_die("no memory for names");
	}
}

/* The end of the word with a capital at off, with that of a second one behind it; off: there is none. */
static size_t proper_end(struct span prose, size_t off)
{
	size_t end = off;
	for (size_t start = off, i = start; i < prose.n; start = ++i) {
		if (prose.p[i] < 'A' || prose.p[i] > 'Z') {
			break;
		}
		do {
			i++;
		} while (i < prose.n && prose.p[i] >= 'a' && prose.p[i] <= 'z');
		if (i - start < 3 || i == prose.n) {
			break;
		}
		bool second = start > off;
		end = i;
		if (second || prose.p[i] != ' ') {
			break;
		}
	}
	return end;
}

static int span_order(const void *a, const void *b)
{
	return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

/* All proper names of the prose, each once; their number. */
static uint32_t proper_list(struct span prose, struct span **list)
{
	uint32_t n = 0, cap = 0, kept = 0;
	for (size_t off = 2; off < prose.n; off++) {
		char before = prose.p[off - 2];
		size_t end = prose.p[off - 1] == ' ' && (before == ',' || (before >= 'a' && before <= 'z')) ?
			proper_end(prose, off) : off;
		if (end == off) {
			continue;
		}
		if (!array_reserve(list, &cap, n + 1, sizeof(**list))) {
			bench_die("no memory for names");
		}
		(*list)[n++] = (struct span){prose.p + off, end - off};
		off = end;
	}
	if (n > 0) {
		qsort(*list, n, sizeof(**list), span_order);
	}
	for (uint32_t i = 0; i < n; i++) {
		if (i == 0 || !span_eq((*list)[i], (*list)[kept - 1])) {
			(*list)[kept++] = (*list)[i];
		}
	}
	return kept;
}

uint32_t bench_proper_names(struct buf *out, struct span prose, uint32_t n, bool catalogue)
{
	static const char *const kinds[] = {"person", "island", "treaty", "place"};
	struct span *list = NULL;
	uint32_t all = proper_list(prose, &list);
	n = n < all ? n : all;
	for (uint32_t i = 0; i < n; i++) {
		struct span name = list[(uint64_t)i * all / n];
		if (catalogue) {
			buf_printf(out, "Id: e%u\nKind: %s\nName: ", i, kinds[i % COUNT_OF(kinds)]);
		}
		buf_printf(out, "%.*s\n%s", SPAN_ARG(name), catalogue ? "\n" : "");
	}
	free(list);
	if (out->failed) {
		bench_die("no memory for names");
	}
	return n;
}

void bench_folder(struct buf *out)
{
	const char *tmp = getenv("TMPDIR");
	buf_printf(out, "%s/dossier-bench-XXXXXX", tmp == NULL ? "/tmp" : tmp);
	if (out->failed || !camp_make(out->p)) {
		bench_die("no folder for a corpus");
	}
}

void bench_file(const char *folder, const char *name, struct span text)
{
	struct buf path = {0};
	struct err err;
	buf_printf(&path, "%s/%s", folder, name);
	if (path.failed || !file_write(path.p, text, false, 0600, &err)) {
		bench_die("a corpus cannot be written");
	}
	buf_finish(&path);
}

void bench_corpus(struct buf *out, size_t bytes, size_t document)
{
	struct buf prose = {0};
	bench_prose(&prose, bytes);
	bench_folder(out);
	for (size_t i = 0; i * document < bytes; i++) {
		size_t at = i * document, n = bytes - at < document ? bytes - at : document;
		char name[32];
		snprintf(name, sizeof(name), "%06zu.txt", i);
		bench_file(out->p, name, (struct span){prose.p + at, n});
	}
	buf_finish(&prose);
}

void bench_remove(const char *folder)
{
	camp_remove(folder);
}
