#include "base/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

struct shift {
	const struct crew *crew;
	atomic_uint next; /* the first job that nobody has taken */
};

struct hand {
	struct shift *shift;
	unsigned worker;
	pthread_t thread;
};

unsigned crew_workers(unsigned most)
{
	long n = most > 0 ? (long)most : sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > CREW_MOST ? CREW_MOST : (unsigned)n;
}

/* Of work, not of waiting: a busy machine is no reason for more threads. */
static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes one job. False: there is none left. */
static bool take_one(struct shift *shift, unsigned worker)
{
	unsigned i = atomic_fetch_add(&shift->next, 1);

	if (i >= shift->crew->jobs) {
		atomic_store(&shift->next, shift->crew->jobs); /* never wraps */
		return false;
	}
	shift->crew->job(shift->crew->owner, i, worker);
	return true;
}

static void *work(void *owner)
{
	struct hand *hand = owner;

	while (take_one(hand->shift, hand->worker)) {
	}
	return NULL;
}

/* The caller's share until it is clear that there is enough for others. False: all is done. */
static bool work_alone(struct shift *shift)
{
	int64_t start = milliseconds();

	while (take_one(shift, 0)) {
		if (milliseconds() - start >= CREW_ALONE_MS) {
			return true;
		}
	}
	return false;
}

void crew_run(const struct crew *crew)
{
	struct shift shift = {.crew = crew};
	struct hand hands[CREW_MOST];
	unsigned n = 0, most;

	if (!crew->eager && !work_alone(&shift)) {
		return;
	}
	most = crew_workers(crew->most); /* asks the system: only now */
	while (n + 1 < most && atomic_load(&shift.next) < crew->jobs) {
		hands[n] = (struct hand){.shift = &shift, .worker = n + 1};
		if (pthread_create(&hands[n].thread, NULL, work, &hands[n]) != 0) {
			break;
		}
		n++;
	}
	while (take_one(&shift, 0)) {
	}
	while (n > 0) {
		pthread_join(hands[--n].thread, NULL);
	}
}
