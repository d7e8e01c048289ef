/* What the kernel holds a guest's session to: tried by a child that has raised the fence. */
#define _GNU_SOURCE
#include "ui/fence.h"

#include "base/utf8.h"
#include "find/search.h"
#include "links/tei_lib.h"
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* How a child ends: with the line of what went wrong, or so. */
enum { GOOD = 0, NOT_HELD = 255 };

#define MUST(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "line %d: " #condition " (%s)\n", __LINE__, strerror(errno)); \
			return 1; \
		} \
	} while (0)

static bool is_held(const struct restrictions *told, const char *what)
{
	for (uint32_t i = 0; i < told->n; i++) {
		if (strcmp(told->items[i].what, what) == 0) {
			return told->items[i].holds;
		}
	}
	return false;
}

/* In the folder of the test: d is the dossier, s the state. */
static void raise_fence(struct restrictions *told)
{
	fence_raise(&(struct fence_how){(const char *const[]){"d", NULL, "none"}, 3,
		(const char *const[]){"s", NULL}, 2}, told);
}

/* Valgrind makes calls of its own behind the fence, in the process that it looks at. */
static bool is_emulated(void)
{
	const char *preload = getenv("LD_PRELOAD");
	return preload != NULL && strstr(preload, "vgpreload") != NULL;
}

/* Waits for a child that tries what holds. Where the kernel has no such thing that is all. */
static void await(pid_t child, const char *what)
{
	int status;
	assert_true(child > 0);
	while (waitpid(child, &status, 0) < 0) {
		assert_int_equal(errno, EINTR);
	}
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_HELD) {
		print_message("# the kernel does not hold: %s\n", what);
		return;
	}
	assert_int_equal(WEXITSTATUS(status), GOOD);
}

/* Runs a test in a child behind the fence. */
static void in_child(int (*test)(const struct restrictions *told), const char *what)
{
	if (is_emulated()) {
		return;
	}
	pid_t child = fork();
	if (child == 0) {
		struct restrictions told = {.why = "of a test"};
		raise_fence(&told);
		_exit(what != NULL && !is_held(&told, what) ? NOT_HELD : test(&told));
	}
	await(child, what);
}

static bool opens(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);
	return fd >= 0 && close(fd) == 0;
}

static int use_files(const struct restrictions *told)
{
	(void)told;
	MUST(opens("d/a.txt", O_RDONLY) && opens("d", O_RDONLY | O_DIRECTORY));
	MUST(opens("s/new", O_RDWR | O_CREAT) && opens("s/new", O_WRONLY | O_TRUNC));
	MUST(rename("s/new", "s/newer") == 0 && mkdir("s/below", 0700) == 0);
	MUST(opens("s/below/file", O_RDWR | O_CREAT) && unlink("s/newer") == 0);
	MUST(rename("s/below/file", "s/file") == 0 && rmdir("s/below") == 0);
	MUST(opens("/dev/urandom", O_RDONLY) && opens("/dev/null", O_RDWR));
	MUST(!opens("o/a.txt", O_RDONLY) && errno == EACCES);
	MUST(!opens("d/link", O_RDONLY) && errno == EACCES);
	MUST(!opens("o", O_RDONLY | O_DIRECTORY) && errno == EACCES);
	MUST(!opens("/etc/passwd", O_RDONLY) && errno == EACCES);
	MUST(!opens("/proc/self/environ", O_RDONLY) && errno == EACCES);
	MUST(!opens("d/a.txt", O_WRONLY) && errno == EACCES);
	MUST(!opens("d/new", O_WRONLY | O_CREAT) && errno == EACCES);
	MUST(!opens("o/new", O_WRONLY | O_CREAT) && errno == EACCES);
	MUST(unlink("d/a.txt") != 0 && errno == EACCES);
	MUST(mkdir("d/below", 0700) != 0 && errno == EACCES);
	MUST(rename("s/file", "o/file") != 0);
	MUST(rename("o/a.txt", "s/a.txt") != 0);
	return GOOD;
}

/* What infocmp(1) says of where descriptions of terminals are; a line each. */
static char terminals[4096];

static int use_terminals(const struct restrictions *told)
{
	(void)told;
	for (char *folder = strtok(terminals, "\n"); folder != NULL; folder = strtok(NULL, "\n")) {
		MUST(opens(folder, O_RDONLY | O_DIRECTORY) || errno == ENOENT);
	}
	return GOOD;
}

static void terminals_are_described_where_the_library_looks(void **state)
{
	(void)state;
	FILE *told = popen("env -u TERMINFO -u TERMINFO_DIRS HOME=/nowhere infocmp -D 2>/dev/null", "r");

	assert_non_null(told);
	terminals[fread(terminals, 1, sizeof(terminals) - 1, told)] = '\0';
	if (pclose(told) != 0) {
		skip(); /* without the program nobody tells */
	}
	assert_true(terminals[0] == '/');
	in_child(use_terminals, "files");
}

static void files_are_those_of_the_dossier(void **state)
{
	(void)state;
	in_child(use_files, "files");
}

static int call(const struct restrictions *told)
{
	static char shell[] = "/bin/true";
	char *const words[] = {shell, NULL};
	char key = 'x';
	(void)told;
	MUST(execv(shell, words) != 0 && errno == EPERM);
	MUST(syscall(SYS_execveat, -1, shell, words, words, 0) != 0 && errno == EPERM);
	MUST(fork() < 0 && errno == EPERM);
	MUST(system("true") != 0);
	for (int family = AF_UNIX; family <= AF_INET; family++) {
		MUST(socket(family, SOCK_STREAM, 0) < 0 && errno == EPERM);
	}
	MUST(socket(AF_INET6, SOCK_DGRAM, 0) < 0 && errno == EPERM);
	MUST(ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 && errno == EPERM);
	MUST(ioctl(0, TIOCSTI, &key) != 0 && errno == EPERM);
	MUST(kill(getppid(), 0) != 0 && errno == EPERM);
	MUST(setuid(getuid()) != 0 && errno == EPERM);
	MUST(symlink("/etc/passwd", "s/link") != 0 && errno == EPERM);
	MUST(link("d/a.txt", "s/link") != 0 && errno == EPERM);
	MUST(chmod("o/a.txt", 0644) != 0 && errno == EPERM);
	MUST(chdir("/") != 0 && errno == EPERM);
	MUST(syscall(SYS_mount, "a", "s", "tmpfs", 0, NULL) != 0 && errno == EPERM);
	MUST(syscall(SYS_unshare, 0) != 0 && errno == EPERM);
	MUST(syscall(425, 1, NULL) != 0 && errno == EPERM); /* io_uring_setup */
	MUST(syscall(9999) != 0 && errno == ENOSYS);
	MUST(setrlimit(RLIMIT_NOFILE, &(struct rlimit){9, 9}) != 0 && errno == EPERM);
	MUST(kill(getpid(), 0) == 0 && raise(SIGCHLD) == 0);
	return GOOD;
}

static void calls_are_those_of_a_reader(void **state)
{
	(void)state;
	in_child(call, "calls");
}

static void *execute(void *arg)
{
	static char shell[] = "/bin/true";
	char *const words[] = {shell, NULL};
	execv(shell, words);
	*(int *)arg = errno;
	return NULL;
}

/* Threads can be started, and are held to the same. */
static int start_thread(const struct restrictions *told)
{
	pthread_t thread;
	int why = 0;
	(void)told;
	MUST(pthread_create(&thread, NULL, execute, &why) == 0);
	MUST(pthread_join(thread, NULL) == 0 && why == EPERM);
	return GOOD;
}

static void threads_are_held_too(void **state)
{
	(void)state;
	in_child(start_thread, "calls");
}

static bool converts(const char *encoding, struct span from, const char *to)
{
	struct buf out = {0};
	uint32_t *offsets = NULL;
	struct err err;
	bool good = utf8_convert(from, encoding, &out, &offsets, &err) &&
		span_eq(buf_span(&out), span_of(to));
	free(offsets);
	buf_finish(&out);
	return good;
}

/* What libraries do late: converters that are loaded, code that is made, a library that is not. */
static int use_libraries(const struct restrictions *told)
{
	struct tei_lib lib;
	struct search *search;
	struct err err = {""};
	MUST(converts("windows-1252", SPAN("\x80"), "€"));
	MUST(converts("ISO-2022-JP", SPAN("\033$BBrB*\033(B"), "択捉"));
	MUST(converts("KOI8-R", SPAN("\xE9"), "И"));
	search = search_new(SPAN("~(a+)+b"), 0, &err);
	MUST(search != NULL);
	search_free(search);
	if (is_held(told, "files")) {
		MUST(!tei_lib_open(&lib, &err) && err.msg[0] != '\0');
	}
	return GOOD;
}

static void libraries_go_on(void **state)
{
	(void)state;
	in_child(use_libraries, NULL);
}

static int look_at_process(const struct restrictions *told)
{
	struct rlimit core;
	struct stat st;
	(void)told;
	MUST(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0);
	MUST(opens("s/mine", O_WRONLY | O_CREAT));
	int fd = open("s/all", O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	MUST(fd >= 0 && fstat(fd, &st) == 0 && (st.st_mode & 077) == 0);
	return GOOD;
}

static void nothing_is_left_lying_about(void **state)
{
	(void)state;
	in_child(look_at_process, "memory");
}

/* Makes this kernel look like an old one: no Landlock, no filters, no promise of no new rights. */
static bool become_old(void)
{
	struct sock_filter steps[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 444, 3, 0), /* landlock_create_ruleset */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	};
	struct sock_fprog program = {COUNT_OF(steps), steps};
	return prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0 &&
		prctl(PR_SET_SECCOMP, (long)SECCOMP_MODE_FILTER, &program, 0L, 0L) == 0;
}

static int go_on(void)
{
	struct restrictions told = {.why = "of a test"};
	if (!become_old()) {
		return NOT_HELD;
	}
	raise_fence(&told);
	MUST(is_held(&told, "rights") && !is_held(&told, "memory") && !is_held(&told, "privileges"));
	MUST(!is_held(&told, "files") && !is_held(&told, "ports") && !is_held(&told, "calls"));
	MUST(told.n == 6 && strstr(told.items[3].text, "not in this kernel") != NULL);
	MUST(opens("o/a.txt", O_RDONLY) && opens("d/a.txt", O_RDONLY));
	return GOOD;
}

/* The program's own checks stand where the kernel has nothing to offer, and it says so. */
static void an_old_kernel_stops_nothing(void **state)
{
	(void)state;
	if (is_emulated()) {
		return;
	}
	pid_t child = fork();
	if (child == 0) {
		_exit(go_on());
	}
	await(child, "filters");
}

/* d/a.txt, d/link -> o/a.txt, o/a.txt, s in a folder of its own. */
static int make_world(void **state)
{
	return scratch_enter(state) != 0 ||
		system("mkdir d o s && echo a >d/a.txt && echo o >o/a.txt && ln -s ../o/a.txt d/link") != 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_those_of_the_dossier),
		cmocka_unit_test(terminals_are_described_where_the_library_looks),
		cmocka_unit_test(calls_are_those_of_a_reader),
		cmocka_unit_test(threads_are_held_too),
		cmocka_unit_test(libraries_go_on),
		cmocka_unit_test(nothing_is_left_lying_about),
		cmocka_unit_test(an_old_kernel_stops_nothing),
	};
	return cmocka_run_group_tests(tests, make_world, scratch_leave);
}
