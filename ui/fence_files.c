#define _GNU_SOURCE /* syscall, O_PATH, dladdr */
#include "ui/fence_files.h"

#ifdef __linux__

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights that came after the first version; headers may be older than the kernel. */
#define REFER (1ULL << 13) /* to move between folders; version 2 */
#define TRUNCATE (1ULL << 14) /* 3 */
#define IOCTL_DEV (1ULL << 15) /* 5 */
#define NET_TCP (1ULL << 0 | 1ULL << 1) /* to take a port, to connect to one; 4 */
#define SCOPE (1ULL << 0 | 1ULL << 1) /* abstract sockets and signals of others; 6 */

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define KEEP (READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | \
	LANDLOCK_ACCESS_FS_MAKE_REG | REFER | TRUNCATE)
#define TERMINAL (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | IOCTL_DEV)
#define FILE_RIGHTS (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | \
	LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATE | IOCTL_DEV)

/* As the newest kernel has it; an older one is given as many bytes as it knows. */
struct ruleset {
	uint64_t files, ports, scope;
};

struct fence {
	int rules;
	uint64_t handled; /* rights on files that this kernel knows */
};

/* All rights on files that version `abi` knows, and the bytes of a ruleset. */
static uint64_t known_rights(long abi, size_t *bytes)
{
	uint64_t all = (1ULL << 13) - 1;
	*bytes = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	return all | (abi >= 2 ? REFER : 0) | (abi >= 3 ? TRUNCATE : 0) | (abi >= 5 ? IOCTL_DEV : 0);
}

/* Opens path, with all below it, for `rights`. What is not there stays closed. */
static bool allow(const struct fence *fence, const char *path, uint64_t rights)
{
	struct stat st;
	int fd = path == NULL ? -1 : open(path, O_PATH | O_CLOEXEC);
	if (fd < 0) {
		return true;
	}
	bool folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
	struct landlock_path_beneath_attr rule = {
		.allowed_access = rights & fence->handled & (folder ? ~0ULL : FILE_RIGHTS),
		.parent_fd = fd,
	};
	bool good = syscall(SYS_landlock_add_rule, fence->rules, LANDLOCK_RULE_PATH_BENEATH, &rule,
		0) == 0;
	int why = errno;
	close(fd);
	errno = why;
	return good;
}

/* The converters of iconv lie in a folder beside the C library, which is where getauxval is, too. */
static bool allow_converters(const struct fence *fence)
{
	Dl_info info;
	void *function;
	unsigned long (*const known)(unsigned long) = getauxval;
	struct buf path = {0};
	memcpy(&function, &known, sizeof(function)); /* ISO C makes no pointer to data of it */
	if (dladdr(function, &info) == 0 || info.dli_fname == NULL) {
		return true;
	}
	const char *slash = strrchr(info.dli_fname, '/');
	buf_add(&path, info.dli_fname, slash == NULL ? 0 : (size_t)(slash - info.dli_fname));
	buf_puts(&path, "/gconv");
	bool good = !path.failed && allow(fence, path.p, READ);
	buf_finish(&path);
	return good;
}

/* The folders that ncurses was built to look into; those that its environment names are gone. */
static bool allow_terminals(const struct fence *fence)
{
	struct span rest = SPAN(DOSSIER_TERMINFO_DIRS), folder;
	struct buf path = {0};
	bool good = true;

	while (good && rest.n > 0 && span_cut(&rest, ':', &folder)) {
		buf_clear(&path);
		buf_put(&path, folder);
		good = !path.failed && (folder.n == 0 || allow(fence, path.p, READ));
	}
	buf_finish(&path);
	return good;
}

static bool allow_all(const struct fence *fence, const struct fence_how *how)
{
	static const char *const reads[] = {
		"/usr/lib/locale", "/usr/share/locale", "/usr/share/zoneinfo", "/etc/localtime",
		"/dev/urandom", "/sys/devices/system/cpu",
	};
	bool good = allow_converters(fence) && allow_terminals(fence) &&
		allow(fence, "/dev/tty", TERMINAL) && allow(fence, "/dev/null", TERMINAL);
	for (size_t i = 0; good && i < COUNT_OF(reads); i++) {
		good = allow(fence, reads[i], READ);
	}
	for (size_t i = 0; good && i < how->nreads; i++) {
		good = allow(fence, how->reads[i], READ);
	}
	for (size_t i = 0; good && i < how->nwrites; i++) {
		good = allow(fence, how->writes[i], KEEP);
	}
	return good;
}

static void tell_lacking(struct restrictions *told, const char *why)
{
	restrictions_add(told, false, "files", "Landlock %s; the program's own checks stand", why);
	restrictions_add(told, false, "ports", "Landlock %s", why);
}

void fence_files_raise(const struct fence_how *how, struct restrictions *told)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (abi < 1) {
		tell_lacking(told, errno == EOPNOTSUPP ? "is switched off in this kernel" :
			errno == ENOSYS ? "is not in this kernel" : strerror(errno));
		return;
	}
	size_t bytes;
	struct fence fence = {.handled = known_rights(abi, &bytes)};
	struct ruleset ruleset = {fence.handled, NET_TCP, SCOPE};
	fence.rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, bytes, 0);
	bool good = fence.rules >= 0 && allow_all(&fence, how) &&
		syscall(SYS_landlock_restrict_self, fence.rules, 0) == 0;
	int why = errno;
	if (fence.rules >= 0) {
		close(fence.rules);
	}
	if (!good) {
		tell_lacking(told, strerror(why));
		return;
	}
	restrictions_add(told, true, "files", "only the dossier, terminals and locales are read, only "
		"state and cache written (Landlock %ld%s)", abi, abi < 3 ? ", files can be cut" : "");
	restrictions_add(told, abi >= 4, "ports", abi >= 4 ? "no TCP connection is made or taken (Landlock)" :
		"this kernel's Landlock is older than that: see calls");
}

#else

void fence_files_raise(const struct fence_how *how, struct restrictions *told)
{
	(void)how;
	restrictions_add(told, false, "files", "this system has no Landlock; the program's checks stand");
}

#endif
