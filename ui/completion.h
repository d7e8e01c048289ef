/*
 * completion.h - completions for shells, made from the command line's table.
 *
 * Only docgen uses them. What is completed: commands, options, choices, files and folders, and for
 * `show` the documents of the folder before.
 */
#ifndef DOSSIER_UI_COMPLETION_H
#define DOSSIER_UI_COMPLETION_H

#include "base/buf.h"

/* Appends a script that bash 4 and later source when `dossier` or `rdossier` is completed first. */
void completion_bash(struct buf *out);

/* Appends a function for a folder of zsh's fpath, to be named _dossier. */
void completion_zsh(struct buf *out);

/* Appends a script that fish 3 and later source when `dossier` or `rdossier` is completed first. */
void completion_fish(struct buf *out);

#endif
