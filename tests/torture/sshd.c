#define _GNU_SOURCE
#include "sshd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SSHD "/usr/sbin/sshd"
#define SSH "/usr/bin/ssh"
#define WORDS_MOST 40
#define UNABLE 77

bool sshd_found(void)
{
	return access(SSHD, X_OK) == 0 && access(SSH, X_OK) == 0;
}

static struct sockaddr_in address_of(unsigned port)
{
	return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

/* A port that nobody has at this moment; 0 where there is none. */
static unsigned free_port(void)
{
	struct sockaddr_in address = address_of(0);
	socklen_t n = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = fd >= 0 && bind(fd, (struct sockaddr *)&address, n) == 0 &&
		getsockname(fd, (struct sockaddr *)&address, &n) == 0;
	if (fd >= 0) {
		close(fd);
	}
	return good ? ntohs(address.sin_port) : 0;
}

static bool answers(unsigned port)
{
	struct sockaddr_in address = address_of(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
	if (fd >= 0) {
		close(fd);
	}
	return good;
}

/* Appends the forced command. The folders of the desk come by variables, as an account would have
 * its own; a build with sanitizers cannot look for leaks behind the fence. */
static void put_command(const struct desk *desk, struct bytes *out)
{
	const char *root = desk->box.root;
	bytes_print(out, "exec env LC_ALL=C.UTF-8 ASAN_OPTIONS=detect_leaks=0 XDG_CONFIG_HOME=%s/config "
		"XDG_STATE_HOME=%s/state XDG_CACHE_HOME=%s/cache %s --restricted %s/texts",
		root, root, root, desk->program, root);
}

/* Both ways to the forced command; what stands behind them is what README has. */
static bool write_files(const struct sshd *sshd, struct desk *desk)
{
	const char *root = desk->box.root;
	struct bytes command = {0}, path = {0}, key = {0}, line = {0}, config = {0};
	put_command(desk, &command);
	bool good = bytes_read_file(&key, desk_path(desk, "userkey.pub", &path)) ||
		desk_wrong(desk, "no key was made");
	bytes_print(&line, "restrict,pty,command=\"%s\" %s", command.p, bytes_text(&key));
	bytes_print(&config,
		"Port %u\nPort %u\nListenAddress 127.0.0.1\nHostKey %s/hostkey\nPidFile none\n"
		"AuthorizedKeysFile %s/by_key\nStrictModes no\nPubkeyAuthentication yes\n"
		"PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\n"
		"PrintMotd no\nPrintLastLog no\nLogLevel ERROR\nAcceptEnv *\n"
		"SetEnv SHLVL=9\n" /* bash then reads no start file of the tester */
		"Match LocalPort %u\n\tAuthorizedKeysFile %s/by_match\n\tForceCommand %s\n"
		"\tPermitTTY yes\n\tDisableForwarding yes\n\tPermitUserRC no\n",
		sshd->port[SSHD_BY_KEY], sshd->port[SSHD_BY_MATCH], root, root,
		sshd->port[SSHD_BY_MATCH], root, command.p);
	good = good && box_file(&desk->box, "by_key", line.p, line.n, &desk->why) &&
		box_file(&desk->box, "by_match", key.p, key.n, &desk->why) &&
		box_file(&desk->box, "sshd_config", config.p, config.n, &desk->why);
	bytes_finish(&command);
	bytes_finish(&path);
	bytes_finish(&key);
	bytes_finish(&line);
	bytes_finish(&config);
	return good;
}

static bool make_keys(struct desk *desk, const struct sshd *sshd)
{
	struct bytes script = {0};
	bytes_add_text(&script, "ssh-keygen -q -t ed25519 -N '' -f hostkey && "
		"ssh-keygen -q -t ed25519 -N '' -f userkey && read type key rest <hostkey.pub && ");
	bytes_print(&script, "echo \"[127.0.0.1]:%u $type $key\" >known_hosts && "
		"echo \"[127.0.0.1]:%u $type $key\" >>known_hosts", sshd->port[0], sshd->port[1]);
	bool good = (desk_shell(desk, script.p) && desk_status(desk) == 0) ||
		desk_wrong(desk, "keys: %s", bytes_text(&desk->plain.err));
	bytes_finish(&script);
	return good;
}

/* Starts it with the configuration $1: without penalties for lines that break, where it knows any. */
static const char starting[] =
	"start='if " SSHD " -t -o PerSourcePenalties=no -f \"$1\" 2>/dev/null; then"
	" exec " SSHD " -D -e -o PerSourcePenalties=no -f \"$1\"; fi;"
	" exec " SSHD " -D -e -f \"$1\"'\n"
	"if [ \"$(id -u)\" = 0 ] && ! [ -d /run/sshd ]; then\n"
	"	unshare -m mount -t tmpfs tmpfs /run || exit 77\n" /* UNABLE */
	"	exec unshare -m sh -c \"mount -t tmpfs -o mode=755 tmpfs /run &&"
	" mkdir -m 755 /run/sshd || exit 1; $start\" sh \"$1\"\n"
	"fi\n"
	"eval \"$start\"";

/* Starts it as a child that ends with the test, and waits until it answers. */
static bool start_child(struct sshd *sshd, struct desk *desk)
{
	struct bytes path = {0}, log = {0};
	desk_path(desk, "sshd_config", &path);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int out = open(desk_path(desk, "sshd.log", &log), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	const char *argv[] = {"/bin/sh", "-c", starting, "sh", path.p, NULL};
	struct child_spec spec = {.argv = (char *const *)(uintptr_t)argv, .envp = desk->env.list,
		.folder = desk->box.root};
	bool good = null >= 0 && out >= 0 &&
		child_start(&sshd->child, &spec, (const int[]){null, out, out}, false, &desk->why);
	for (int64_t until = desk_until(5000); good && !answers(sshd->port[SSHD_BY_MATCH]);) {
		child_reap(&sshd->child);
		good = (!sshd->child.ended && child_clock() < until) ||
			desk_wrong(desk, "sshd does not start: see %s", log.p);
		child_wait(NULL, 0, child_clock() + 20);
	}
	sshd->unable = sshd->child.ended && WIFEXITED(sshd->child.status) &&
		WEXITSTATUS(sshd->child.status) == UNABLE;
	close(null);
	close(out);
	bytes_finish(&path);
	bytes_finish(&log);
	return good;
}

bool sshd_start(struct sshd *sshd, struct desk *desk)
{
	const struct passwd *user = getpwuid(getuid());
	for (int i = 0; i < SSHD_WAYS; i++) {
		sshd->port[i] = free_port();
	}
	sshd->user = user ? strdup(user->pw_name) : NULL;
	if (!sshd->user || !sshd->port[0] || !sshd->port[1]) {
		return desk_wrong(desk, "no user or no port for sshd");
	}
	return make_keys(desk, sshd) && write_files(sshd, desk) && start_child(sshd, desk);
}

void sshd_stop(struct sshd *sshd)
{
	child_finish(&sshd->child);
	free(sshd->user);
	*sshd = (struct sshd){0};
}

/* Calls ssh with its words, on a terminal or without one. */
static bool connect_as(const struct sshd *sshd, struct desk *desk, enum sshd_way way,
	const char *option, const char *command, bool terminal)
{
	struct bytes hosts = {0}, host = {0}, port = {0};
	bytes_print(&hosts, "UserKnownHostsFile=%s/known_hosts", desk->box.root);
	bytes_print(&host, "%s@127.0.0.1", sshd->user);
	bytes_print(&port, "%u", sshd->port[way]);
	const char *argv[WORDS_MOST] = {SSH, "-F", "none", "-i", "userkey", "-p", port.p, "-o", hosts.p,
		"-o", "IdentitiesOnly=yes", "-o", "GlobalKnownHostsFile=none", "-o",
		"StrictHostKeyChecking=yes", "-o", "BatchMode=yes", "-o", "ControlPath=none", "-o",
		"LogLevel=ERROR", "-o", "SendEnv=TERMINFO DOSSIER_RESTRICTED LC_*"};
	size_t n = 0;
	while (argv[n]) {
		n++;
	}
	if (option) {
		argv[n++] = option;
	}
	argv[n++] = host.p;
	argv[n++] = command;
	struct child_spec spec = {.argv = (char *const *)(uintptr_t)argv, .envp = desk->env.list,
		.folder = desk->box.root};
	bool good;
	if (terminal) {
		vt_close(desk->vt);
		desk->vt = vt_open(&spec, 80, 24, &desk->why);
		good = desk->vt != NULL;
	} else {
		good = plain_run(&desk->plain, &spec, desk_until(20000), &desk->why);
	}
	bytes_finish(&hosts);
	bytes_finish(&host);
	bytes_finish(&port);
	return good;
}

bool sshd_open(const struct sshd *sshd, struct desk *desk, enum sshd_way way, const char *option,
	const char *command)
{
	return connect_as(sshd, desk, way, option, command, true);
}

bool sshd_run(const struct sshd *sshd, struct desk *desk, enum sshd_way way, const char *option,
	const char *command)
{
	return connect_as(sshd, desk, way, option, command, false);
}
