/* guest.c - what somebody gets who has a key for a forced command and nothing else */
#define _GNU_SOURCE
#include "sshd.h"
#include "torture.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const names[SSHD_WAYS] = {"by key", "by Match"};

static bool holds(const struct bytes *bytes, const char *text)
{
	return bytes->n > 0 && strstr(bytes->p, text) != NULL;
}

/* Waits for the client to end; -1 where it does not within five seconds. */
static int client_status(struct desk *desk)
{
	int status;
	int64_t until = desk_until(5000);
	while (vt_wait(desk->vt, until)) {
	}
	return vt_over(desk->vt, &status) && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Reads, is refused what is for others, takes a note, leaves. */
static bool read_as_guest(struct sshd *sshd, struct desk *desk, enum sshd_way way)
{
	char note[40];
	snprintf(note, sizeof(note), "guest %s", names[way]);
	bool good = sshd_open(sshd, desk, way, "-tt", way == SSHD_BY_KEY ? NULL : "touch owned") &&
		(desk_sees(desk, " of 5 ", desk_until(10000)) || desk_wrong(desk, "no page, %s",
			names[way])) &&
		desk_type(desk, "y", "copy is refused here") &&
		desk_type(desk, ":copy-file owned\r", "copy-file is refused here") &&
		desk_type(desk, ":open /etc/passwd\r", "no document is named") &&
		desk_type(desk, ":set clipboard osc52\r", "stays as it is") &&
		desk_type(desk, "\032", "^Z does nothing") &&
		desk_type(desk, ":restrictions\r", "This session is restricted") &&
		desk_type(desk, "q}}a", NULL) && desk_type(desk, note, note) &&
		desk_type(desk, "\r", "saved;") && desk_type(desk, "Q", NULL);
	int status = good ? client_status(desk) : 0;
	return good && (status == 0 || desk_wrong(desk, "%s: ssh ends with %d", names[way], status));
}

/* A command of one's own is not run: the dossier is printed instead. */
static bool is_ignored(struct sshd *sshd, struct desk *desk, enum sshd_way way)
{
	struct bytes path = {0};
	bool good = sshd_run(sshd, desk, way, NULL, "cat /etc/passwd; touch owned") &&
		(holds(&desk->plain.out, "Working group") ||
			desk_wrong(desk, "%s: no listing: %s", names[way],
				bytes_text(&desk->plain.err))) &&
		(!holds(&desk->plain.out, "root:") || desk_wrong(desk, "%s: a command was run",
			names[way]));
	good = good && (access(desk_path(desk, "owned", &path), F_OK) != 0 ||
		desk_wrong(desk, "%s: a file was made", names[way]));
	bytes_finish(&path);
	return good;
}

/* Nothing is forwarded: not to the sshd itself, which answers for certain. */
static bool is_closed(struct sshd *sshd, struct desk *desk, enum sshd_way way)
{
	struct bytes option = {0};
	bytes_print(&option, "-W127.0.0.1:%u", sshd->port[way]);
	bool good = sshd_run(sshd, desk, way, option.p, NULL) &&
		((!holds(&desk->plain.out, "SSH-") && desk_status(desk) != 0) ||
			desk_wrong(desk, "%s: a port is forwarded", names[way]));
	bytes_finish(&option);
	return good;
}

/* The notes are where the account keeps them. */
static bool is_kept(struct desk *desk, enum sshd_way way)
{
	char cell[60];
	snprintf(cell, sizeof(cell), "\tguest %s\t", names[way]);
	return desk_run(desk, "bookmarks", "texts", NULL) &&
		(holds(&desk->plain.out, cell) || desk_wrong(desk, "%s: the note is lost", names[way]));
}

bool guest_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	struct sshd sshd = {0};
	(void)how;
	if (!sshd_found()) {
		bytes_add_text(told, "# SKIP no sshd here");
		return true;
	}
	bool good = sshd_start(&sshd, desk);
	if (sshd.unable) {
		bytes_add_text(told, "# SKIP sshd cannot run here");
		sshd_stop(&sshd);
		return true;
	}
	for (int way = 0; good && way < SSHD_WAYS; way++) {
		good = read_as_guest(&sshd, desk, (enum sshd_way)way) &&
			is_ignored(&sshd, desk, (enum sshd_way)way) &&
			is_closed(&sshd, desk, (enum sshd_way)way) && is_kept(desk, (enum sshd_way)way);
	}
	sshd_stop(&sshd);
	bytes_print(told, "a forced command in authorized_keys and in sshd_config: %s",
		good ? "read, notes taken, own commands ignored, nothing forwarded" : "…");
	return good;
}
