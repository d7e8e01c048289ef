/*
 * fence.h - what a guest's session gives up for good before a file of the dossier is read.
 *
 * The program refuses much by its tables (guest.h, read/restrictions.h). Should a hostile text ever
 * make it do something else, the kernel refuses that, too: files by Landlock, calls by seccomp, and
 * core dumps, new privileges, rights for others by older means. A kernel that lacks one of them stops
 * nothing; what holds is told line by line.
 *
 *	fence_raise(&(struct fence_how){.reads = paths, .nreads = n, …}, &restrictions);
 */
#ifndef DOSSIER_UI_FENCE_H
#define DOSSIER_UI_FENCE_H

#include "read/restrictions.h"

struct fence_how {
	const char *const *reads; /* files, and folders with all below them; NULLs are passed over */
	size_t nreads;
	const char *const *writes; /* folders in which files are read, made, changed, deleted */
	size_t nwrites;
};

/*
 * Gives it all up, for this thread and all that it starts; called once, before any other thread.
 * What holds from here on is added to told. Paths that are not there are passed over: what is made
 * there later can neither be read nor written. Looks up users, opens libraries: not afterwards.
 */
void fence_raise(const struct fence_how *how, struct restrictions *told);

#endif
