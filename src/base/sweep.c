#include "base/sweep.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The number of the process that writes an unfinished file of `base`; 0: it is none. */
static long writer_of(const char *name, struct span base)
{
	struct span rest = span_of(name);

	if (!span_starts(rest, base)) {
		return 0;
	}
	rest.p += base.n;
	rest.n -= base.n;
	if (!span_starts(rest, SPAN(SWEEP_MARK))) {
		return 0;
	}
	char *end;
	long pid = strtol(rest.p + strlen(SWEEP_MARK), &end, 10);
	return *end == '-' && pid > 0 && pid <= INT32_MAX ? pid : 0;
}

static bool is_gone(long pid)
{
	return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

static void sweep_one(int folder, const char *name)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
		time(NULL) - st.st_mtime > SWEEP_YOUNG) {
		unlinkat(folder, name, 0);
	}
}

void sweep_unfinished(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct span base = span_of(slash == NULL ? path : slash + 1);
	struct buf folder = {0};
	struct dirent *entry;

	buf_add(&folder, path, slash == NULL ? 0 : (size_t)(slash - path + 1));
	buf_putc(&folder, '.');
	DIR *dir = folder.failed ? NULL : opendir(folder.p);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		long pid = writer_of(entry->d_name, base);

		if (pid > 0 && is_gone(pid)) {
			sweep_one(dirfd(dir), entry->d_name);
		}
	}
	if (dir != NULL) {
		closedir(dir);
	}
	buf_finish(&folder);
}

/* The number that a name begins with; false where it does not, or goes on otherwise than an unfinished one. */
static bool number_of(const char *name, uint64_t *out)
{
	enum { DIGITS = 16 };
	uint64_t number = 0;
	long pid;

	for (int i = 0; i < DIGITS; i++) {
		const char *digits = "0123456789abcdef", *at = strchr(digits, name[i]);

		if (name[i] == '\0' || at == NULL) {
			return false;
		}
		number = number << 4 | (uint64_t)(at - digits);
	}
	*out = number;
	if (name[DIGITS] == '\0') {
		return true;
	}
	if (name[DIGITS] == '.' && strchr(name, '-') == NULL) {
		return true;
	}
	pid = writer_of(name, (struct span){name, DIGITS});
	return pid > 0 && is_gone(pid);
}

void sweep_numbered(const char *folder, bool (*keeps)(const void *owner, uint64_t number),
	const void *owner)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	uint64_t number;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (number_of(entry->d_name, &number) && !keeps(owner, number)) {
			sweep_one(dirfd(dir), entry->d_name);
		}
	}
	if (dir != NULL) {
		closedir(dir);
	}
}
