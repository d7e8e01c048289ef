#define _XOPEN_SOURCE 700
#include "hostile_box.h"

#include "base/base.h"

#include <ftw.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Names of files that a folder may hold and a terminal must not see as they are. */
static const char *const names[] = {"na\033[31mme.txt", "title\033]0;name\a.txt", "new\nline.txt",
	"tab\there.txt", "back\b\b\bspace.txt", "car\rriage.txt", "odd\xff\xfe.txt", "c1\xc2\x9b" "31m.txt",
	"bare\x9b" "31m.txt", "bidi\xe2\x80\xaetxt.exe.txt", "iso\xe2\x81\xa6late.txt", "zero\xe2\x80\x8bwidth.txt",
	"tag\xf3\xa0\x81\x81.txt", "line\xe2\x80\xa8sep.txt", "private\xee\x80\x80.txt", "-rf.txt", " .txt",
	"$(reboot).txt", "`reboot`.txt", ";rm -rf.txt", "a'\"b.txt", "back\\slash.txt", "%s%n%x.txt",
	"\xd0\x90" "be.txt", "e\xcc\x81.txt", "\xc3\xa9.txt", "zalgo\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81.txt",
	"del\x7f.txt", "su\033[2Jb/inner.txt", "soft\xc2\xad\xc2\xad.txt", "fill\xe3\x85\xa4.txt", "\a\a.txt"};

static bool make_names(struct play *play, unsigned *files)
{
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct bytes path = {0}, text = {0};
		bytes_print(&path, "d/%s", names[i]);
		bytes_print(&text, "Readable to the end.\n");
		bool ok = box_file(&play->box, path.p, text.p, text.n, &play->why);
		bytes_finish(&path);
		bytes_finish(&text);
		if (!ok) {
			return false;
		}
		++*files;
	}
	return true;
}

/* Adds `n` times `text` and then the line that every text ends with. */
static bool make_many(struct play *play, const char *path, const char *text, unsigned n)
{
	struct bytes all = {0};
	bytes_add_text(&all, "Long\n\n");
	for (unsigned i = 0; i < n; i++) {
		bytes_add_text(&all, text);
	}
	bytes_add_text(&all, "\n\nReadable to the end.\n");
	bool ok = box_file(&play->box, path, all.p, all.n, &play->why);
	bytes_finish(&all);
	return ok;
}

static bool make_long(struct play *play)
{
	struct bytes path = {0};
	bytes_add_text(&path, "d/");
	for (int i = 0; i < 60; i++) {
		bytes_add_text(&path, "long");
	}
	bytes_add_text(&path, ".txt");
	bool ok = make_many(play, path.p, "A name of 244 bytes. ", 3) &&
		make_many(play, "d/long-word.txt", "x\033", 3000) &&
		make_many(play, "d/long-line.txt", "word \xe2\x80\xae", 1500) &&
		make_many(play, "d/long-marks.txt", "\xcc\x81", 20000) &&
		make_many(play, "d/long-blank.txt", "\n", 20000);
	bytes_finish(&path);
	return ok;
}

static bool make_socket(struct play *play)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	struct bytes path = {0};
	bytes_print(&path, "%s/d/socket.txt", play->box.root);
	bool ok = path.n < sizeof(at.sun_path);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (ok) {
		memcpy(at.sun_path, path.p, path.n);
		ok = fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0;
	}
	if (fd >= 0) {
		close(fd);
	}
	if (!ok) {
		bytes_add_text(&play->why, "no socket could be made");
	}
	bytes_finish(&path);
	return ok;
}

static bool make_others(struct play *play)
{
	struct bytes deep = {0};
	bytes_add_text(&deep, "d");
	for (int i = 0; i < 80; i++) {
		bytes_add_text(&deep, "/deep");
	}
	bytes_add_text(&deep, "/text.txt");
	bool ok = make_socket(play) && box_fifo(&play->box, "d/fifo\033[5m.txt", &play->why) &&
		box_link(&play->box, "/etc/passwd", "d/passwd.txt", &play->why) &&
		box_link(&play->box, "loop.txt", "d/loop.txt", &play->why) &&
		box_link(&play->box, ".", "d/round", &play->why) &&
		box_link(&play->box, "/proc/self/environ", "d/environ.txt", &play->why) &&
		box_link(&play->box, "no\033[2Jwhere", "d/dang\033[1mling.txt", &play->why) &&
		box_file(&play->box, deep.p, "Too deep.\n", 10, &play->why) &&
		box_file(&play->box, "d/un\033[3mreadable.txt", "No.\n", 4, &play->why) &&
		box_mode(&play->box, "d/un\033[3mreadable.txt", 0, &play->why);
	bytes_finish(&deep);
	return ok;
}

static unsigned counted;

static int count_one(const char *path, const struct stat *stat, int kind, struct FTW *at)
{
	(void)path;
	(void)stat;
	(void)at;
	counted += kind != FTW_D;
	return 0;
}

bool hostile_box_make(struct play *play, unsigned *files)
{
	struct bytes from = {0}, path = {0};
	bytes_print(&from, "%s/tests/data/hostile", play->source);
	bool ok = box_copy(&play->box, from.p, "d", &play->why);
	*files = 0;
	ok = ok && make_names(play, files) && make_long(play) && make_others(play);
	bytes_print(&path, "%s/d", play->box.root);
	counted = 0;
	nftw(path.p, count_one, 16, FTW_PHYS);
	*files = counted;
	bytes_finish(&from);
	bytes_finish(&path);
	return ok;
}
