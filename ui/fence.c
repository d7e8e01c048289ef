#define _GNU_SOURCE /* syscall, O_PATH, dladdr */
#include "ui/fence.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#ifdef __linux__
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/*
 * Files: which can be opened at all, and that no TCP port can (Landlock). Beside what is asked for
 * this opens what libraries read while the program runs: descriptions of terminals, locales,
 * converters of iconv with their libraries, time zones, random numbers, the number of processors, and
 * the terminal itself. Source: the kernel's userspace-api/landlock.rst; rights that a kernel does not
 * know are left out of what is asked.
 */
#ifdef __linux__

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

static void fence_files(const struct fence_how *how, struct restrictions *told)
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

static void fence_files(const struct fence_how *how, struct restrictions *told)
{
	(void)how;
	restrictions_add(told, false, "files", "this system has no Landlock; the program's checks stand");
}

#endif

/*
 * Calls: what the reader and its libraries need is left (seccomp). Everything else is answered with
 * EPERM, so that a test can see it and a library gives up with a message: no program is executed, no
 * process made, no socket opened, nothing mounted, traced, or run as another user. Of some calls only
 * a part is left: threads (clone), modes and size of the terminal (ioctl: no characters can be pushed
 * into it), signals to the program itself. Calls newer than this list are answered with ENOSYS:
 * libraries then take the older one. Source: the kernel's userspace-api/seccomp_filter.rst. For x86-64
 * and 64-bit ARM.
 */
#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#ifdef __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#else
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#define KNOWN_LAST 462 /* mseal: the newest call that this list was made with */
#define STEPS_MOST 400

/*
 * What may be called with whatever is handed over. Which files are opened is Landlock's business;
 * it does not look at what changes rights, owners and times by a path, so no such call is here.
 */
static const int allowed[] = {
#ifdef __x86_64__ /* older calls that 64-bit ARM never had */
	SYS_open, SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_mkdir, SYS_rmdir, SYS_unlink,
	SYS_rename, SYS_getdents, SYS_poll, SYS_select, SYS_pipe, SYS_dup2, SYS_alarm, SYS_time,
	SYS_getrlimit,
#endif
	SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_lseek,
	SYS_openat, SYS_close, SYS_dup, SYS_dup3, SYS_pipe2, SYS_fcntl, SYS_flock, SYS_fstat,
	SYS_newfstatat, SYS_statx, SYS_faccessat, SYS_readlinkat, SYS_getdents64, SYS_getcwd,
	SYS_mkdirat, SYS_unlinkat, SYS_renameat, SYS_renameat2, SYS_fchmod, SYS_umask,
	SYS_ftruncate, SYS_fallocate, SYS_fsync, SYS_fdatasync, SYS_fadvise64, SYS_fstatfs,
	SYS_mmap, SYS_munmap, SYS_mremap, SYS_mprotect, SYS_madvise, SYS_brk,
	SYS_ppoll, SYS_pselect6, SYS_nanosleep, SYS_clock_nanosleep, SYS_clock_gettime,
	SYS_clock_getres, SYS_gettimeofday, SYS_setitimer, SYS_getitimer, SYS_restart_syscall,
	SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigpending,
	SYS_rt_sigsuspend, SYS_sigaltstack,
	SYS_futex, SYS_set_robust_list, SYS_get_robust_list, SYS_set_tid_address, SYS_rseq,
	SYS_membarrier, SYS_sched_yield, SYS_sched_getaffinity, SYS_gettid, SYS_exit, SYS_exit_group,
	SYS_getpid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getpgid,
#ifdef SYS_faccessat2
	SYS_faccessat2, SYS_openat2,
#endif
	SYS_getrandom, SYS_getrusage, SYS_sysinfo, SYS_uname,
};

/* What ioctl may ask of the terminal. TIOCSTI would type for the user at the shell behind us. */
static const unsigned requests[] = {
	TCGETS, TCSETS, TCSETSW, TCSETSF, TIOCGWINSZ, TIOCGPGRP, FIONREAD,
	0x802c542a, 0x402c542b, 0x402c542c, 0x402c542d, /* TCGETS2, TCSETS2, …W2, …F2 */
};

struct filter {
	struct sock_filter steps[STEPS_MOST];
	unsigned short n;
};

static void add(struct filter *filter, unsigned short code, uint32_t value, uint8_t yes, uint8_t no)
{
	if (filter->n < STEPS_MOST) {
		filter->steps[filter->n] = (struct sock_filter){code, yes, no, value};
	}
	filter->n++;
}

static void load(struct filter *filter, size_t at)
{
	add(filter, BPF_LD | BPF_W | BPF_ABS, (uint32_t)at, 0, 0);
}

static void end(struct filter *filter, uint32_t action)
{
	add(filter, BPF_RET | BPF_K, action, 0, 0);
}

/* Ends so where the number that was loaded is this one. */
static void end_if(struct filter *filter, uint32_t value, uint32_t action)
{
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
	end(filter, action);
}

/* The lower half of an argument: that is what ints are read from. Both machines are little-endian. */
static size_t argument(unsigned i)
{
	return offsetof(struct seccomp_data, args) + 8 * (size_t)i;
}

/*
 * A call that may be made where one argument is one of these. The steps between are jumped over by
 * another call: at most 2 * n + 2, which a jump can.
 */
static void allow_with(struct filter *filter, int call, unsigned arg, const unsigned *values,
	size_t n)
{
	load(filter, offsetof(struct seccomp_data, nr));
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, (uint8_t)(2 * n + 2));
	load(filter, argument(arg));
	for (size_t i = 0; i < n; i++) {
		end_if(filter, values[i], SECCOMP_RET_ALLOW);
	}
	end(filter, SECCOMP_RET_ERRNO | EPERM);
}

/* A new thread, never a new process. */
static void allow_threads(struct filter *filter)
{
	/* Its flags are in memory, where a filter cannot look: libraries then take clone. */
	load(filter, offsetof(struct seccomp_data, nr));
	end_if(filter, SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS);
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
	load(filter, argument(0));
	add(filter, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1);
	end(filter, SECCOMP_RET_ALLOW);
	end(filter, SECCOMP_RET_ERRNO | EPERM);
}

static void make(struct filter *filter)
{
	const unsigned self = (unsigned)getpid(), none = 0;
	load(filter, offsetof(struct seccomp_data, arch));
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
	end(filter, SECCOMP_RET_KILL_PROCESS);
	load(filter, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < COUNT_OF(allowed); i++) {
		end_if(filter, (uint32_t)allowed[i], SECCOMP_RET_ALLOW);
	}
	allow_with(filter, SYS_ioctl, 1, requests, COUNT_OF(requests));
	allow_with(filter, SYS_tgkill, 0, &self, 1);
	allow_with(filter, SYS_kill, 0, &self, 1);
	allow_with(filter, SYS_prlimit64, 2, &none, 1); /* to be told, not to set; lower half of it */
	allow_threads(filter);
	load(filter, offsetof(struct seccomp_data, nr));
	add(filter, BPF_JMP | BPF_JGT | BPF_K, KNOWN_LAST, 0, 1);
	end(filter, SECCOMP_RET_ERRNO | ENOSYS);
	end(filter, SECCOMP_RET_ERRNO | EPERM);
}

static void fence_calls(struct restrictions *told)
{
	struct filter filter = {.n = 0};
	make(&filter);
	struct sock_fprog program = {filter.n, filter.steps};
	if (filter.n > STEPS_MOST) {
		restrictions_add(told, false, "calls", "the filter is too long");
	} else if (prctl(PR_SET_SECCOMP, (long)SECCOMP_MODE_FILTER, &program, 0L, 0L) == 0) {
		restrictions_add(told, true, "calls", "no program is executed, no process made, no socket "
			"opened, nothing typed into the terminal (seccomp)");
	} else {
		restrictions_add(told, false, "calls", "seccomp: %s", strerror(errno));
	}
}

#else

static void fence_calls(struct restrictions *told)
{
	restrictions_add(told, false, "calls", "no filter is made for this system");
}

#endif

/* Memory holds texts and what was typed: it goes to no file, and to no other process of the account. */
static void forbid_dumps(struct restrictions *told)
{
	const struct rlimit none = {0, 0};
	bool held = setrlimit(RLIMIT_CORE, &none) == 0;
#ifdef __linux__
	held = prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) == 0 && held;
#endif
	if (held) {
		restrictions_add(told, true, "memory", "no core dump, and other processes cannot look in");
	} else {
		restrictions_add(told, false, "memory", "%s", strerror(errno));
	}
}

static void forbid_privileges(struct restrictions *told)
{
#ifdef __linux__
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0) {
		restrictions_add(told, true, "privileges", "no new ones, whatever is executed");
		return;
	}
	restrictions_add(told, false, "privileges", "%s", strerror(errno));
#else
	restrictions_add(told, false, "privileges", "this system has no such promise");
#endif
}

void fence_raise(const struct fence_how *how, struct restrictions *told)
{
	umask(077);
	restrictions_add(told, true, "rights", "what is written is readable by this account alone");
	forbid_dumps(told);
	forbid_privileges(told);
	fence_files(how, told);
	fence_calls(told);
}
