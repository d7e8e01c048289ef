/*
 * fuzz_pty PROGRAM [FILE…] - the whole program at a terminal, files and keys out of one input.
 *
 * In an input a line "%%NAME" begins one of the parts below: files of a dossier, the keys to type,
 * the terminal's name, its size (two characters). What stands before the first is a.txt. The
 * program opens the dossier, takes the keys, and loses its line. Found is: that it ends by a signal
 * that the line did not send, or not at all, and that anything but graphic characters and what its
 * entry documents reaches a terminal whose name was not played with.
 *
 * With files, each is a test (TAP). Without, standard input is run, and a finding is an abort;
 * afl-fuzz (see pty.sh) finds the server here that it forks from.
 */
#define _GNU_SOURCE
#include "../e2e/child.h"
#include "../e2e/strict.h"

#include <fcntl.h>
#include <ftw.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PLAIN_TERM "xterm-256color"

enum { FROM_AFL = 198, TO_AFL = 199 }; /* descriptors on which afl-fuzz asks for runs */
enum { KEYS_MOST = 2000, KEYS_AT_ONCE = 8, QUIET_MS = 25, PATIENCE_MS = 60000, CUT_MOST = 64 };

enum part { TEXT, MARKDOWN, ENTITIES, DOCUMENTS, DECISIONS, CONFIG, KEYS, TERM, SIZE, PARTS };

static const char *const names[PARTS] = {"a.txt", "b.md", "entities.rec", "documents.rec",
	"decisions.rec", "config.ini", "keys", "term", "size"};

struct run {
	char *program;
	char box[64]; /* folder of this run */
	struct bytes parts[PARTS];
	int master, slave;
	struct child child;
	struct bytes log; /* all that the program has sent */
	struct bytes why;
};

static void fail(struct run *run, const char *what)
{
	bytes_print(&run->why, "%s%s", run->why.n > 0 ? "; " : "", what);
}

static enum part part_of(const char *line, size_t n)
{
	for (int i = 0; i < PARTS; i++) {
		if (n == strlen(names[i]) + 2 && memcmp(line, "%%", 2) == 0 &&
			memcmp(line + 2, names[i], n - 2) == 0) {
			return (enum part)i;
		}
	}
	return PARTS;
}

static void unpack(struct run *run, const struct bytes *input)
{
	enum part now = TEXT;

	for (size_t at = 0; at < input->n;) {
		const char *line = input->p + at, *end = memchr(line, '\n', input->n - at);
		size_t n = end == NULL ? input->n - at : (size_t)(end - line);
		enum part next = part_of(line, n);

		if (next == PARTS) {
			bytes_add(&run->parts[now], line, n + (end != NULL));
		} else {
			now = next;
		}
		at += n + 1;
	}
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static bool make_box(struct run *run)
{
	char path[128];
	bool good;

	snprintf(run->box, sizeof(run->box), "%s/fuzz-pty-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	good = mkdtemp(run->box) != NULL;
	snprintf(path, sizeof(path), "%s/d", run->box);
	good = good && mkdir(path, 0700) == 0;
	for (int i = 0; i < KEYS && good; i++) {
		snprintf(path, sizeof(path), "%s/d/%s", run->box, names[i]);
		good = run->parts[i].n == 0 || bytes_write_file(&run->parts[i], path);
	}
	return good;
}

/* A part as the value of a variable: its first line. */
static const char *value_of(struct bytes *part, const char *otherwise)
{
	char *text = part->n == 0 ? NULL : part->p;

	if (text != NULL) {
		text[strcspn(text, "\n")] = '\0';
	}
	return text == NULL || *text == '\0' ? otherwise : text;
}

/* Without echo: what is typed while the program is stopped would come back as if sent by it. */
static void open_terminal(struct run *run)
{
	struct termios modes;
	const struct bytes *size = &run->parts[SIZE];
	struct winsize cells = {.ws_col = size->n > 0 ? (unsigned char)size->p[0] : 100,
		.ws_row = size->n > 1 ? (unsigned char)size->p[1] : 30};

	run->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (run->master < 0 || grantpt(run->master) != 0 || unlockpt(run->master) != 0) {
		perror("fuzz_pty: no terminal");
		exit(2);
	}
	run->slave = open(ptsname(run->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (tcgetattr(run->slave, &modes) == 0) {
		modes.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(run->slave, TCSANOW, &modes);
	}
	ioctl(run->master, TIOCSWINSZ, &cells);
	fcntl(run->master, F_SETFL, O_NONBLOCK);
}

/* Variables that those who watch the program have set for it. */
static size_t put_watchers(char **env, size_t n)
{
	static const char *const watchers[] = {"__AFL_SHM_ID", "AFL_MAP_SIZE", "ASAN_OPTIONS",
		"UBSAN_OPTIONS"};

	for (size_t i = 0; i < COUNT_OF(watchers); i++) {
		const char *value = getenv(watchers[i]);

		if (value != NULL && asprintf(&env[n], "%s=%s", watchers[i], value) > 0) {
			n++;
		}
	}
	return n;
}

static bool start(struct run *run)
{
	char *env[16] = {0}, *argv[] = {run->program, NULL, NULL};
	size_t n = 0;
	const int fds[3] = {run->slave, run->slave, run->slave};
	bool good = asprintf(&env[n++], "HOME=%s", run->box) > 0 &&
		asprintf(&env[n++], "TERM=%s", value_of(&run->parts[TERM], PLAIN_TERM)) > 0 &&
		asprintf(&env[n++], "LC_ALL=C.UTF-8") > 0 && asprintf(&argv[1], "%s/d", run->box) > 0;
	const struct child_spec spec = {argv, env, run->box};

	if (good) {
		put_watchers(env, n);
		good = child_start(&run->child, &spec, fds, true, &run->why);
	}
	for (size_t i = 0; i < COUNT_OF(env); i++) {
		free(env[i]);
	}
	free(argv[1]);
	return good;
}

/* Takes what has been sent. */
static void take(struct run *run)
{
	char some[65536];
	ssize_t n;

	while ((n = read(run->master, some, sizeof(some))) > 0) {
		bytes_add(&run->log, some, (size_t)n);
	}
}

/*
 * Types some keys where all before them have been read: keys that wait get no frame. True once
 * all were typed and read.
 */
static bool type(struct run *run, size_t *typed)
{
	const struct bytes *keys = &run->parts[KEYS];
	size_t all = keys->n < KEYS_MOST ? keys->n : KEYS_MOST, n = all - *typed;
	int waiting = 0;

	if (run->log.n == 0 || ioctl(run->slave, FIONREAD, &waiting) != 0 || waiting > 0) {
		return false;
	}
	if (n > 0) {
		ssize_t taken = write(run->master, keys->p + *typed,
			n < KEYS_AT_ONCE ? n : KEYS_AT_ONCE);

		*typed += taken > 0 ? (size_t)taken : 0;
	}
	return n == 0;
}

/* Until the keys are read and nothing more comes, or the program has ended. */
static void talk(struct run *run)
{
	struct pollfd fd = {.fd = run->master, .events = POLLIN};
	int64_t end = child_clock() + PATIENCE_MS;
	size_t typed = 0;
	bool quiet = false;

	while (!run->child.ended && !quiet && child_clock() < end) {
		bool ready = child_wait(&fd, 1, child_clock() + QUIET_MS);

		take(run);
		quiet = type(run, &typed) && !ready;
		child_reap(&run->child);
	}
	take(run);
}

/* What the line itself sends: it is cut, and keys (^C, ^\) that the program has not taken over. */
static bool is_of_the_line(int sig)
{
	return sig == SIGHUP || sig == SIGINT || sig == SIGQUIT;
}

/* The line is cut; what is left to do is to end. */
static void hang_up(struct run *run)
{
	int64_t end = child_clock() + PATIENCE_MS;

	close(run->slave);
	close(run->master);
	while (!run->child.ended && child_clock() < end) {
		child_wait(NULL, 0, child_clock() + QUIET_MS);
		child_reap(&run->child);
	}
	if (!run->child.ended) {
		fail(run, "does not end when its line is cut");
	} else if (WIFSIGNALED(run->child.status) &&
		!is_of_the_line(WTERMSIG(run->child.status))) {
		fail(run, strsignal(WTERMSIG(run->child.status)));
	} else if (WIFEXITED(run->child.status) && WEXITSTATUS(run->child.status) > 2) {
		fail(run, "ends with a status of its own: a sanitizer's?");
	}
	child_finish(&run->child);
}

/* Nothing but graphic characters and the terminal's sequences; the last one may be cut off. */
static void judge(struct run *run)
{
	bool played = run->parts[TERM].n > 0;
	struct entry *entry = played ? NULL : entry_open(PLAIN_TERM, &run->why);
	size_t at = entry == NULL ? run->log.n : strict_find(&run->log, entry, 0);

	if (at + CUT_MOST < run->log.n) {
		fail(run, "reaches the terminal: ");
		strict_show(&run->log, at, &run->why);
	}
	entry_close(entry);
}

/* *sent: how many bytes the program has sent. */
static bool run_one(char *program, const struct bytes *input, size_t *sent, struct bytes *why)
{
	struct run run = {.program = program};
	bool good;

	unpack(&run, input);
	if (!make_box(&run)) {
		perror("fuzz_pty: no folder");
		exit(2);
	}
	open_terminal(&run);
	if (start(&run)) {
		talk(&run);
		hang_up(&run);
		judge(&run);
	}
	nftw(run.box, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	good = run.why.n == 0;
	*sent = run.log.n;
	bytes_add(why, run.why.p, run.why.n);
	bytes_finish(&run.why);
	bytes_finish(&run.log);
	for (int i = 0; i < PARTS; i++) {
		bytes_finish(&run.parts[i]);
	}
	return good;
}

static void run_stdin(char *program)
{
	struct bytes input = {0}, why = {0};
	char some[4096];
	size_t sent;
	ssize_t n;

	while ((n = read(STDIN_FILENO, some, sizeof(some))) > 0) {
		bytes_add(&input, some, (size_t)n);
	}
	if (!run_one(program, &input, &sent, &why)) {
		fprintf(stderr, "%s\n", why.p);
		abort();
	}
	bytes_finish(&input);
	bytes_finish(&why);
}

/* What afl-fuzz talks to: a run for each four bytes. Returns where nobody asks, and in each run. */
static void serve(void)
{
	uint32_t word = 0;

	if (write(TO_AFL, &word, 4) != 4) {
		return;
	}
	while (read(FROM_AFL, &word, 4) == 4) {
		pid_t pid = fork();
		int status = 0;

		if (pid <= 0) {
			close(FROM_AFL);
			close(TO_AFL);
			return;
		}
		if (write(TO_AFL, &pid, 4) != 4 || waitpid(pid, &status, 0) != pid ||
			write(TO_AFL, &status, 4) != 4) {
			break;
		}
	}
	exit(0);
}

int main(int argc, char **argv)
{
	char *program = argc < 2 ? NULL : realpath(argv[1], NULL);
	int failed = 0;

	setlocale(LC_CTYPE, "C.UTF-8");
	if (program == NULL) {
		fprintf(stderr, "usage: fuzz_pty PROGRAM [FILE...]\n");
		return 2;
	}
	if (argc == 2) {
		serve();
		run_stdin(program);
		free(program);
		return 0;
	}
	for (int i = 2; i < argc; i++) {
		struct bytes input = {0}, why = {0};
		size_t sent = 0;
		bool good = bytes_read_file(&input, argv[i]) && run_one(program, &input, &sent, &why);

		printf("%sok %d - %s: %zu bytes came\n", good ? "" : "not ", i - 1, argv[i], sent);
		if (!good) {
			printf("# %s\n", bytes_text(&why));
		}
		failed += !good;
		fflush(stdout);
		bytes_finish(&input);
		bytes_finish(&why);
	}
	printf("1..%d\n", argc - 2);
	free(program);
	return failed > 0;
}
