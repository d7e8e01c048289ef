/*
 * proof.h - that a file of arrays was found sound, left beside it for the next start.
 *
 * To sum a file, and to look at all of its numbers, takes a pass over all of it. Who has done that
 * leaves a small file beside it, named as it with PROOF_SUFFIX behind: device, inode, size and the
 * kernel's time of the last change of the file that was mapped. As long as the mapped file is that
 * very one in that very state, it is not gone through again. The time of change is the kernel's:
 * nobody can set it, and whatever is written to the file, or put in its place, has another one.
 *
 * A proof is left only of a file that has not changed for a second (a later change might have the same
 * time), and once the disk has all of it: a power cut must not leave a proof of what is not there.
 * A proof that is missing, cut, not the user's own, or of anything else proves nothing. What a proof
 * spares is a look for damage: numbers are held against their bounds where they are used.
 *
 *	if (sections_open(&file, path, &err) && proof_sound(&file, path, rules, NULL, NULL)) { … }
 */
#ifndef DOSSIER_BASE_PROOF_H
#define DOSSIER_BASE_PROOF_H

#include "base/sections.h"

#define PROOF_SUFFIX ".sound"

/*
 * Whether the file, opened at path, is sound: by its proof; else by check(owner), or, where that is
 * NULL, by the sums of all its arrays, and a proof of that is left for the next time where it can be.
 * made_by is a number for what is checked: another one needs another proof.
 */
bool proof_sound(const struct sections *file, const char *path, uint64_t made_by,
	bool (*check)(const void *owner), const void *owner) MUST_CHECK;

/* Takes back what was left: who has found damage behind a proof, or removed the file, calls this. */
void proof_forget(const char *path);

#endif
