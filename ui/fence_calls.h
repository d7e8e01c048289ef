/*
 * fence_calls.h - seccomp: which system calls are left.
 *
 * Internal to fence.c. A list of what the reader and its libraries need; everything else is answered
 * with EPERM, so that a test can see it and a library gives up with a message: no program is
 * executed, no process made, no socket opened, nothing mounted, traced, or run as another user. Of
 * some calls only a part is left: threads (clone), modes and size of the terminal (ioctl: no
 * characters can be pushed into it), signals to the program itself. Calls newer than this list are
 * answered with ENOSYS: libraries then take the older one. Source: the kernel's
 * userspace-api/seccomp_filter.rst. For x86-64 and 64-bit ARM; elsewhere it is told that it is not.
 */
#ifndef DOSSIER_UI_FENCE_CALLS_H
#define DOSSIER_UI_FENCE_CALLS_H

#include "ui/fence.h"

/* Needs PR_SET_NO_NEW_PRIVS. Adds the line "calls". */
void fence_calls_raise(struct restrictions *told);

#endif
