/*
 * bench.h - what the benchmarks share: time, medians, lines of figures, corpora.
 *
 * Corpora are made from what the machine has (/usr/share/doc, /usr/share/common-licenses, the
 * sample dossier), so that nothing large is kept; the same files give the same corpus. A figure is
 * the median of BENCH_RUNS runs, ours and the peer's in turn, because a machine is slower at one
 * moment than at another: ratios count, times do not.
 *
 *	double ours[BENCH_RUNS], peer[BENCH_RUNS];
 *	for (int i = 0; i < BENCH_RUNS; i++) { ours[i] = …; peer[i] = …; }
 *	bench_line("scan 5 MB", ours, peer, "grep -F", "1,000 names");
 */
#ifndef DOSSIER_BENCH_H
#define DOSSIER_BENCH_H

#include "base/buf.h"

#define BENCH_RUNS 5

/* Milliseconds of a clock that only goes forward. */
double bench_now(void);

/*
 * Milliseconds that this process has computed, in the program and in the kernel for it: what a
 * machine that is busy with other things tells, too.
 */
double bench_cpu(void);

/* Sorts the BENCH_RUNS times and returns the one in the middle. */
double bench_median(double *ms);

/* Prints a figure: what, ours, peer's, their ratio, conditions. peer NULL: there is none here. */
void bench_line(const char *what, double *ours, double *peer, const char *peer_name,
	const char *conditions);

/* Whether a program of this name is in PATH. */
bool bench_has(const char *program);

/*
 * Runs a command with its output into /dev/null (out NULL) or appended to out. Milliseconds, or
 * less than 0 where it could not be run.
 */
double bench_run(const char *const *argv, struct buf *out);

/* The same in milliseconds that the command has computed, as bench_cpu() counts them. */
double bench_run_cpu(const char *const *argv, struct buf *out);

/* Becomes another program; where that fails, ends with 127. */
_Noreturn void bench_exec(const char *const *argv);

/* Appends n bytes of prose: paragraphs of documents of this machine, again and again if need be. */
void bench_prose(struct buf *out, size_t n);

/*
 * Appends n names, as a catalogue (entities.rec) of islands or one a line: pairs of words of the prose as they
 * stand, most with a small letter. Every tenth pair is as the text has it. Such names are hard to
 * find, because half the words of a text begin one.
 */
void bench_names(struct buf *out, struct span prose, uint32_t n, bool catalogue);

/*
 * The same with names as catalogues have them: words with a capital within sentences, alone or two
 * together, taken evenly from all that the prose has; persons, islands, treaties and places by
 * turns. Fewer where it has not so many; how many.
 */
uint32_t bench_proper_names(struct buf *out, struct span prose, uint32_t n, bool catalogue);

/* Makes a new folder under TMPDIR; its path appended to out. Ends the program where it cannot. */
void bench_folder(struct buf *out);

/* Writes a file into a folder. Ends the program where it cannot. */
void bench_file(const char *folder, const char *name, struct span text);

/* Makes a new folder of so many bytes of prose, in documents of that size; its path appended to out. */
void bench_corpus(struct buf *out, size_t bytes, size_t document);

/* Removes the files of a folder, and the folder. */
void bench_remove(const char *folder);

/* Prints why and ends the program with 1. */
_Noreturn void bench_die(const char *why);

#endif
