#define _GNU_SOURCE /* syscall */
#include "ui/fence_calls.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

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

void fence_calls_raise(struct restrictions *told)
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

void fence_calls_raise(struct restrictions *told)
{
	restrictions_add(told, false, "calls", "no filter is made for this system");
}

#endif
