#include "ui/stamp.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONTENT_MAX 128

/* "FOLDER/terminal-pts-3" for /dev/pts/3, and when that was made. False: no terminal, no room. */
static bool name_stamp(struct stamp *stamp, const char *folder, int fd)
{
	static const char dev[] = "/dev/";
	char name[256];
	struct stat st;
	if (ttyname_r(fd, name, sizeof(name)) != 0 || fstat(fd, &st) != 0) {
		return false;
	}
	stamp->made = st.st_ctim;
	const char *rest = strncmp(name, dev, sizeof(dev) - 1) == 0 ? name + sizeof(dev) - 1 : name;
	int n = snprintf(stamp->path, sizeof(stamp->path), "%s/terminal-%s", folder, rest);
	if (n < 0 || (size_t)n >= sizeof(stamp->path)) {
		return false;
	}
	for (char *c = stamp->path + strlen(folder) + 1; *c != '\0'; c++) {
		*c = *c == '/' ? '-' : *c;
	}
	return true;
}

/* Whether there is a stamp of this terminal, of a process that is no more. */
static bool is_left(const struct stamp *stamp)
{
	char text[CONTENT_MAX];
	int fd = open(stamp->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	intmax_t pid, seconds;
	long nanoseconds;
	if (fd >= 0) {
		close(fd);
	}
	if (n <= 0) {
		return false;
	}
	text[n] = '\0';
	return sscanf(text, "%" SCNdMAX " %" SCNdMAX " %ld", &pid, &seconds, &nanoseconds) == 3 &&
		seconds == (intmax_t)stamp->made.tv_sec && nanoseconds == stamp->made.tv_nsec &&
		pid > 1 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

bool stamp_look(struct stamp *stamp, const char *folder, int fd)
{
	if (!name_stamp(stamp, folder, fd)) {
		stamp->path[0] = '\0';
		return false;
	}
	return is_left(stamp);
}

void stamp_leave(struct stamp *stamp)
{
	char text[CONTENT_MAX];
	if (stamp->path[0] == '\0') {
		return;
	}
	int n = snprintf(text, sizeof(text), "%jd %jd %ld\n", (intmax_t)getpid(),
		(intmax_t)stamp->made.tv_sec, stamp->made.tv_nsec);
	int to = open(stamp->path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
		0600);
	if (to < 0) {
		stamp->path[0] = '\0';
		return;
	}
	if (write(to, text, (size_t)n) != n) {
		stamp_drop(stamp); /* half of one would say nothing */
	}
	close(to);
}

void stamp_drop(struct stamp *stamp)
{
	if (stamp->path[0] != '\0') {
		unlink(stamp->path);
	}
	stamp->path[0] = '\0';
}
