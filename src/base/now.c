#include "base/now.h"

#include <time.h>

static int64_t read_clock(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t now_ns(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t now_ms(void)
{
	return now_ns() / 1000000;
}

int64_t now_date_ns(void)
{
	return read_clock(CLOCK_REALTIME);
}
