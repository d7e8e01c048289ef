/*
 * crew.h - jobs done by several threads at once.
 *
 * Jobs are numbers from 0 up; each is done once, by whoever is free, in no order. Little work stays
 * with the caller: others are called in only after CREW_ALONE_MS, unless told otherwise. What a job touches besides what
 * is const is its own, or its worker's. Zero threads of help is no failure: the caller does it all.
 *
 *	crew_run(&(struct crew){.jobs = n, .most = 4, .job = read_one, .owner = &reading});
 */
#ifndef DOSSIER_BASE_CREW_H
#define DOSSIER_BASE_CREW_H

#include "base/base.h"

/* Milliseconds of work that are not worth another thread. */
#define CREW_ALONE_MS 5

/* Bytes of documents to be read from which on it is clear that others are worth it. */
#define CREW_EAGER ((uint64_t)4 << 20)

/* Workers at most, the caller among them. */
#define CREW_MOST 64

struct crew {
	uint32_t jobs;
	unsigned most; /* workers, the caller among them; 0: one for each processor */
	void (*job)(void *owner, uint32_t i, unsigned worker); /* worker: below CREW_MOST */
	void *owner;
	bool eager; /* others are called in at once: each job is worth it */
};

/* Does all jobs and returns when the last one is done. */
void crew_run(const struct crew *crew);

/* How many workers `most` stands for on this machine. */
unsigned crew_workers(unsigned most);

#endif
