/*
 * console.h - the reader without a screen: lines in from standard input, lines out to standard output.
 *
 * Nothing is drawn over, no cursor is moved, no mode of a terminal is changed: its own line editing,
 * ^C and ^D are those of every other program. Works over pipes as well; then no prompt is printed
 * and the end of the input ends the reader.
 */
#ifndef DOSSIER_UI_CONSOLE_H
#define DOSSIER_UI_CONSOLE_H

#include "ui/app.h"

/*
 * Reads dossier line by line until its reader quits, the input ends, or a signal does it. False: it
 * could not start, or what it printed was lost. *end_signal gets the signal that ended it, or 0.
 */
bool console_run(struct dossier *dossier, const struct app_how *how, int *end_signal,
	struct err *err) MUST_CHECK;

#endif
