/*
 * bench_layout - rows of a whole text, against fold -s, which knows no letter but breaks lines at
 * blanks; and the rows of one screen in the middle of the same text, which must not grow with it.
 */
#include "bench.h"

#include "read/view.h"

#include <locale.h>

static double layout_all(const struct doc *doc)
{
	struct rows rows = {0};
	double start = bench_now();
	for (uint32_t i = 0; i < doc->nparas; i++) {
		rows.n = 0;
		if (!layout_para(doc, i, 72, &rows)) {
			bench_die("no memory for rows");
		}
	}
	double ms = bench_now() - start;
	rows_finish(&rows);
	return ms;
}

static double layout_screen(const struct doc *doc)
{
	struct view view = {0};
	view_set(&view, doc, (doc_id){0});
	view_size(&view, 80, 40, 72);
	double start = bench_now();
	view_top(&view, (uint32_t)(doc->text.n / 2));
	if (!view_update(&view)) {
		bench_die("no memory for rows");
	}
	double ms = bench_now() - start;
	view_finish(&view);
	return ms;
}

static void measure(size_t bytes, const char *conditions)
{
	struct buf prose = {0}, folder = {0}, path = {0}, out = {0};
	struct doc_about about = {0};
	struct config config;
	struct doc doc;
	struct err err;
	double ours[BENCH_RUNS], screen[BENCH_RUNS], peer[BENCH_RUNS];
	bench_prose(&prose, bytes);
	bench_folder(&folder);
	bench_file(folder.p, "text", buf_span(&prose));
	buf_printf(&path, "%s/text", folder.p);
	config_init(&config);
	if (path.failed || !doc_read(&doc, &prose, &about, &config, &err)) {
		bench_die("the corpus cannot be read");
	}
	const char *const argv[] = {"fold", "-s", "-w", "72", path.p, NULL};
	for (int i = 0; i < BENCH_RUNS; i++) {
		buf_clear(&out);
		ours[i] = layout_all(&doc);
		screen[i] = layout_screen(&doc);
		peer[i] = bench_run(argv, &out);
	}
	bench_line("all rows", ours, peer, "fold -s", conditions);
	bench_line("the rows of one screen", screen, NULL, "", conditions);
	doc_finish(&doc);
	config_finish(&config);
	bench_remove(folder.p);
	buf_finish(&folder);
	buf_finish(&path);
	buf_finish(&prose);
	buf_finish(&out);
}

int main(void)
{
	setlocale(LC_ALL, "");
	measure(40 << 10, "40 KB, 72 columns");
	measure(5 << 20, "5 MB, 72 columns");
	return 0;
}
