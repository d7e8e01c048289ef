#define _GNU_SOURCE
#include "plain.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Takes in one piece of a pipe; false at its end. */
static bool take(int fd, struct bytes *out)
{
	char chunk[4096];
	ssize_t n = read(fd, chunk, sizeof(chunk));
	if (n > 0) {
		bytes_add(out, chunk, (size_t)n);
	}
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Collects both pipes until both and the child have ended. */
static bool collect(struct plain *plain, struct child *child, const int ends[2], int64_t until)
{
	struct pollfd fds[2] = {
		{.fd = ends[0], .events = POLLIN}, {.fd = ends[1], .events = POLLIN}};
	struct bytes *sinks[2] = {&plain->out, &plain->err};
	for (;;) {
		child_reap(child);
		for (int i = 0; i < 2; i++) {
			if (fds[i].fd >= 0 && fds[i].revents && !take(fds[i].fd, sinks[i])) {
				fds[i].fd = -1;
			}
		}
		if (child->ended && fds[0].fd < 0 && fds[1].fd < 0) {
			return true;
		}
		fds[0].revents = fds[1].revents = 0;
		if (!child_wait(fds, 2, until)) {
			return false;
		}
	}
}

static void close_all(const int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (fds[i] >= 0) {
			close(fds[i]);
		}
	}
}

bool plain_run(struct plain *plain, const struct child_spec *spec, int64_t until, struct bytes *why)
{
	plain_finish(plain);
	int out[2] = {-1, -1}, err[2] = {-1, -1};
	int empty = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct child child = {0};
	bool ok = empty >= 0 && pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0;
	if (!ok) {
		bytes_print(why, "pipe: %s", strerror(errno));
	}
	int given[3] = {empty, out[1], err[1]};
	ok = ok && child_start(&child, spec, given, false, why);
	close_all(given, 3);
	if (ok) {
		fcntl(out[0], F_SETFL, O_NONBLOCK);
		fcntl(err[0], F_SETFL, O_NONBLOCK);
		ok = collect(plain, &child, (int[2]){out[0], err[0]}, until);
		plain->status = child.status;
		if (!ok) {
			bytes_add_text(why, "the program has not ended");
		}
	}
	child_finish(&child);
	close_all((int[2]){out[0], err[0]}, 2);
	return ok;
}

void plain_finish(struct plain *plain)
{
	bytes_finish(&plain->out);
	bytes_finish(&plain->err);
	plain->status = 0;
}
