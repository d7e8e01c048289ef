#define _XOPEN_SOURCE 700 /* nftw */
#include "small.h"

#include "base/file.h"
#include "fuzz.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *path;
	const char *text;
} files[] = {
	{"d/a.txt", "The isles\n\n7 February 1855\n\nIturup and Urup were named by Shigeru Yoshida, who "
		"signed the Treaty of Shimoda.\nThe treaty of 1855 drew the border.\n\n  a table   1\n"
		"  of lines  2\n\nYOSHIDA: Etorofu, he said, is Iturup.\n"},
	{"d/b.md", "# Notes on *Iturup*\n\n- Etorofu\n- 択捉島 and Ōtsu\n\n```\ncode\n```\n\n> Quoted by "
		"Yoshida in [1956](http://example.org/), bidi \xE2\x80\xAE here.\n\n---\n\nThe end, é\n"},
	{"d/entities.rec", "Id: etorofu\nKind: island\nName: Etorofu\nAlias: Iturup\nAlias: 択捉島\n\n"
		"Id: urup\nKind: island\nName: Urup\n\nId: yoshida\nKind: person\nName: Shigeru Yoshida\n\n"
		"Id: shimoda\nKind: treaty\nName: Treaty of Shimoda\nDate: 1855-02-07\nParty: Japan\n"},
	{"config.ini", "[limits]\nthreads = 1\n"},
};

static char folder[64];

/*
 * In the C library's place: what is written here need outlive nothing, and a disk that is waited for
 * takes all the time that there is. SQLite's calls come here, too.
 */
int fsync(int fd)
{
	(void)fd;
	return 0;
}

int fdatasync(int fd)
{
	(void)fd;
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type;
	return ftw->level > 0 ? remove(path) : 0;
}

const char *small_path(const char *name)
{
	static char out[4096];

	snprintf(out, sizeof(out), "%s/%s", folder, name);
	return out;
}

static void leave(void)
{
	(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	(void)rmdir(folder);
}

static void make_folder(const char *name)
{
	CHECK(mkdir(small_path(name), 0700) == 0);
}

/* Files of long ago: the index believes no times that have just been. */
static void make_files(void)
{
	static bool made;
	const struct timespec past[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
	struct err err;

	if (made) {
		return;
	}
	made = true;
	/* In memory, where that can be: files come and go with each input. */
	snprintf(folder, sizeof(folder), "%s/dossier-small-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	CHECK(mkdtemp(folder) != NULL && atexit(leave) == 0);
	make_folder("d");
	make_folder("state");
	make_folder("cache");
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		CHECK(file_write(small_path(files[i].path), span_of(files[i].text), true, 0600, &err));
		CHECK(utimensat(AT_FDCWD, small_path(files[i].path), past, 0) == 0);
	}
}

void small_forget(void)
{
	make_files();
	(void)unlink(small_path("d/decisions.rec"));
	CHECK(nftw(small_path("state"), remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
	CHECK(nftw(small_path("cache"), remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
}

static bool open_any(struct dossier *dossier, bool kept, bool lent, uint64_t most)
{
	char config[80], texts[80], state[80], cache[80];
	const char *paths[1] = {texts};
	struct dossier_how how = {.paths = paths, .npaths = 1, .config = config,
		.state = kept ? state : NULL, .cache = kept ? cache : NULL, .user = "fuzz",
		.lent = lent, .most = most};
	struct err err;

	make_files();
	snprintf(config, sizeof(config), "%s/config.ini", folder);
	snprintf(texts, sizeof(texts), "%s/d", folder);
	snprintf(state, sizeof(state), "%s/state", folder);
	snprintf(cache, sizeof(cache), "%s/cache", folder);
	return dossier_open(dossier, &how, &err);
}

bool small_open(struct dossier *dossier, bool kept)
{
	return open_any(dossier, kept, false, 0);
}

bool small_open_lent(struct dossier *dossier)
{
	return open_any(dossier, true, true, 0);
}

bool small_open_some(struct dossier *dossier, uint64_t most)
{
	return open_any(dossier, true, false, most);
}

static struct dossier shared; /* folder NULL: closed */

struct dossier *small_shared(void)
{
	if (shared.folder == NULL) {
		CHECK(small_open(&shared, false));
		shared.unsaved = false; /* to see whether it becomes that */
	}
	return &shared;
}

void small_shared_end(void)
{
	if (shared.unsaved || shared.ndone > 0 || shared.report.n != shared.report_to) {
		dossier_close(&shared);
		shared = (struct dossier){0};
		(void)unlink(small_path("d/decisions.rec"));
	}
}

static void check_line(const struct lines *lines, const struct line *line)
{
	CHECK(line->piece + (uint64_t)line->npieces <= lines->npieces);
	for (uint32_t i = 0; i < line->npieces; i++) {
		const struct piece *piece = &lines->pieces[line->piece + i];

		CHECK((piece->flags & PIECE_FILL ? 1 : piece->cols) == lines_text_cols(piece->text));
	}
}

void small_look(struct session *session, int cols, int rows)
{
	static struct frame frame;

	session_frame(session, &frame);
	CHECK(frame.cols == cols && frame.rows == rows && frame.nareas <= FRAME_AREAS);
	for (uint32_t a = 0; a < frame.nareas; a++) {
		const struct area *area = &frame.areas[a];
		struct rect at = area->at;

		CHECK(area->line + (uint64_t)area->nlines <= frame.lines.n);
		CHECK(at.rows <= 0 || at.cols <= 0 || (at.row >= 0 && at.col >= 0 &&
			at.row + at.rows <= rows && at.col + at.cols <= cols));
		for (uint32_t i = 0; i < area->nlines; i++) {
			check_line(&frame.lines, &frame.lines.items[area->line + i]);
		}
	}
}
