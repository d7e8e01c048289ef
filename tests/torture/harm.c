/* harm.c - a full disk, a folder without write permission, a locked, damaged, newer database */
#define _GNU_SOURCE
#include "torture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ADD "bookmarks", "--add", "1992-talks.txt:10-20", "--note"

/* The database; the desk has one from the first note on. */
static bool database(struct desk *desk, struct bytes *path)
{
	if (!desk_home(desk, path)) {
		return desk_wrong(desk, "no folder of the state");
	}
	bytes_add_text(path, "/notes.db");
	return true;
}

/* Adds a note; it must be added, or refused with a message that holds `why`. */
static bool add(struct desk *desk, const char *note, const char *why)
{
	if (!desk_run(desk, ADD, note, "texts", NULL)) {
		return false;
	}
	bool added = desk_status(desk) == 0 && desk->plain.out.n == 37;
	if (!why) {
		return added || desk_wrong(desk, "%s: not added: %s", note, bytes_text(&desk->plain.err));
	}
	if (added || desk->plain.out.n > 0 || desk_status(desk) != 1) {
		return desk_wrong(desk, "%s: added, or ended with %d", note, desk_status(desk));
	}
	return strstr(bytes_text(&desk->plain.err), why) != NULL ||
		desk_wrong(desk, "%s: no '%s' in: %s", note, why, bytes_text(&desk->plain.err));
}

/* Whether the notes that are listed are these, parted by blanks, and no others. */
static bool holds(struct desk *desk, const char *notes)
{
	struct bytes names = {0};
	unsigned n = 0;
	if (!desk_run(desk, "bookmarks", "texts", NULL) || desk_status(desk) != 0) {
		return desk_wrong(desk, "not listed: %s", bytes_text(&desk->plain.err));
	}
	bytes_add_text(&names, notes);
	bool good = true;
	for (char *name = strtok(names.p, " "); good && name; name = strtok(NULL, " "), n++) {
		struct bytes cell = {0};
		bytes_print(&cell, "\t%s\t", name);
		good = strstr(bytes_text(&desk->plain.out), cell.p) != NULL ||
			desk_wrong(desk, "%s is not there", name);
		bytes_finish(&cell);
	}
	unsigned rows = 0;
	for (const char *p = bytes_text(&desk->plain.out); (p = strchr(p, '\n')) != NULL; p++) {
		rows++;
	}
	bytes_finish(&names);
	return good && (rows == n + 1 || desk_wrong(desk, "%u notes, not %u", rows - 1, n));
}

static bool sound(struct desk *desk)
{
	return (desk_run(desk, "bookmarks", "--check", "texts", NULL) && desk_status(desk) == 0) ||
		desk_wrong(desk, "not sound: %s", bytes_text(&desk->plain.err));
}

static bool newer(struct desk *desk)
{
	struct bytes path = {0}, good = {0}, now = {0};
	bool ok = database(desk, &path) && bytes_read_file(&good, path.p);
	bytes_add(&now, good.p, good.n);
	if (ok) {
		memcpy(now.p + 60, "\0\0\x27\x0f", 4); /* user_version, see SQLite's file format */
		ok = bytes_write_file(&now, path.p) && add(desk, "newer", "newer dossier");
		struct bytes after = {0};
		ok = ok && bytes_read_file(&after, path.p) &&
			((after.n == now.n && memcmp(after.p, now.p, now.n) == 0) ||
				desk_wrong(desk, "a newer database was changed"));
		bytes_finish(&after);
		ok = bytes_write_file(&good, path.p) && ok && holds(desk, "first");
	}
	bytes_finish(&path);
	bytes_finish(&good);
	bytes_finish(&now);
	return ok;
}

/* Sets the permissions of the folder and of what is in it. */
static bool permit(struct desk *desk, unsigned folder, unsigned files)
{
	struct bytes script = {0}, home = {0};
	bool ok = desk_home(desk, &home);
	bytes_print(&script, "chmod 0700 '%s' && chmod %o '%s'/* && chmod %o '%s'",
		bytes_text(&home), files, bytes_text(&home), folder, bytes_text(&home));
	ok = ok && desk_shell(desk, script.p) && desk_status(desk) == 0;
	bytes_finish(&script);
	bytes_finish(&home);
	return ok || desk_wrong(desk, "chmod");
}

static bool read_only(struct desk *desk)
{
	bool ok = permit(desk, 0500, 0400) && add(desk, "readonly", "notes.db");
	ok = holds(desk, "first") && ok;
	return permit(desk, 0700, 0600) && ok && add(desk, "second", NULL);
}

/* Another program holds the lock and does not let go. */
static bool locked(struct desk *desk)
{
	struct bytes path = {0};
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512};
	bool ok = database(desk, &path);
	int fd = ok ? open(path.p, O_RDWR | O_CLOEXEC) : -1;
	ok = fd >= 0 && fcntl(fd, F_SETLK, &all) == 0 && add(desk, "locked", "notes.db");
	if (fd >= 0) {
		close(fd);
	}
	bytes_finish(&path);
	return ok && add(desk, "third", NULL) && holds(desk, "first second third");
}

/* Files whose names begin with that of the database and go on, with these bytes. */
static unsigned kept(const char *path, const struct bytes *bytes)
{
	struct bytes list = {0}, script = {0}, one = {0};
	unsigned n = 0;
	bytes_print(&script, "ls -d '%s'?*", path);
	FILE *names = popen(script.p, "r");
	char name[4096];
	while (names && fgets(name, sizeof(name), names)) {
		name[strcspn(name, "\n")] = '\0';
		bytes_clear(&one);
		if (bytes_read_file(&one, name) && one.n == bytes->n &&
			memcmp(one.p, bytes->p, one.n) == 0) {
			n++;
		}
	}
	if (names) {
		pclose(names);
	}
	bytes_finish(&list);
	bytes_finish(&script);
	bytes_finish(&one);
	return n;
}

/* Overwrites n bytes of the database; it must be set aside as it is, and notes go on. */
static bool damaged(struct desk *desk, size_t at, size_t n, const char *note)
{
	struct bytes path = {0}, broken = {0};
	bool ok = database(desk, &path) && bytes_read_file(&broken, path.p) && broken.n > at + n;
	if (ok) {
		memset(broken.p + at, 'x', n);
		ok = bytes_write_file(&broken, path.p) && add(desk, note, NULL);
		ok = ok && (kept(path.p, &broken) == 1 || desk_wrong(desk, "not set aside"));
	}
	bytes_finish(&path);
	bytes_finish(&broken);
	return ok && sound(desk);
}

/*
 * Adds notes on a disk of 300 KB until there is no room; where no disk can be mounted, until a
 * file may not grow. The Ids that were printed must be those that are there.
 */
static const char full_script[] =
	"cat >full.sh <<'END'\n"
	"i=0\n"
	"while [ $i -lt 2000 ]; do\n"
	"  $PROGRAM bookmarks --add 1992-talks.txt:10-20 --note \"$(printf %03000d $i)\" texts"
	" >id 2>complaint || break\n"
	"  cat id >>ids; i=$((i + 1))\n"
	"done\n"
	"[ $i -lt 2000 ] && [ $i -gt 0 ] && ! [ -s id ] && grep -q notes.db complaint || exit 3\n"
	"$PROGRAM bookmarks texts >there 2>complaint || exit 4\n"
	"sed 1d there | cut -f 1 | sort >there.ids; sort ids | cmp -s - there.ids || exit 5\n"
	"$PROGRAM bookmarks --check texts >/dev/null 2>complaint || exit 6\n"
	"echo $i\n"
	"END\n"
	"mkdir -p state\n"
	"if unshare -rm sh -c 'mount -t tmpfs -o size=300k none state' 2>/dev/null; then\n"
	"  unshare -rm sh -c 'mount -t tmpfs -o size=300k none state && sh full.sh' && echo disk\n"
	"else\n"
	"  (trap '' XFSZ; ulimit -f 500; sh full.sh) && rm -r state && mkdir state && echo limit\n"
	"fi\n";

static bool full(struct desk *desk, struct bytes *told)
{
	if (!desk_shell(desk, full_script)) {
		return false;
	}
	char how[16] = "";
	unsigned n = 0;
	if (desk_status(desk) != 0 || sscanf(desk->plain.out.p, "%u %15s", &n, how) != 2) {
		struct bytes complaint = {0}, path = {0};
		(void)bytes_read_file(&complaint, desk_path(desk, "complaint", &path));
		desk_wrong(desk, "full disk: %d %s%s", desk_status(desk), bytes_text(&complaint),
			bytes_text(&desk->plain.err));
		bytes_finish(&complaint);
		bytes_finish(&path);
		return false;
	}
	bytes_print(told, "full %s after %u notes, all there", how, n);
	return true;
}

bool harm_part(struct desk *desk, const struct torture_how *how, struct bytes *told)
{
	(void)how;
	if (!full(desk, told) || !add(desk, "first", NULL)) {
		return false;
	}
	bytes_add_text(told, "; newer");
	if (!newer(desk)) {
		return false;
	}
	bytes_add_text(told, ", read-only");
	if (!read_only(desk)) {
		return false;
	}
	bytes_add_text(told, ", locked");
	if (!locked(desk)) {
		return false;
	}
	bytes_add_text(told, ", damaged in a page");
	if (!damaged(desk, 4096 + 100, 3000, "fourth")) {
		return false;
	}
	bytes_add_text(told, ", damaged in the header");
	if (!damaged(desk, 0, 100, "fifth")) {
		return false;
	}
	bytes_add_text(told, ": told, kept, set aside");
	return true;
}
