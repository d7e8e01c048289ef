#include "base/own.h"

#include "base/file_add.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *kind_of(mode_t mode)
{
	return S_ISLNK(mode) ? "a link" : S_ISDIR(mode) ? "a folder" : S_ISREG(mode) ? "a file" :
		"no file";
}

/* What is at path is to be of this kind and of no other, ours, and closed to others. */
static bool judge(const char *path, mode_t kind, bool *there, struct err *err)
{
	bool folder = kind == S_IFDIR;
	struct stat st;

	*there = false;
	if (lstat(path, &st) != 0) {
		return errno == ENOENT || errno == ENOTDIR || err_errno(err, errno, "%s", path);
	}
	if ((st.st_mode & S_IFMT) != kind) {
		return err_set(err, "%s: %s, where %s of your own is needed: move it away", path,
			kind_of(st.st_mode), folder ? "a folder" : "a file");
	}
	if (st.st_uid != geteuid()) {
		return err_set(err, "%s: belongs to another user: --state names another folder", path);
	}
	if ((st.st_mode & 077) != 0) {
		return err_set(err, "%s: other users have rights to it: chmod %s '%s'", path,
			folder ? "700" : "600", path);
	}
	*there = true;
	return true;
}

bool own_folder(const char *path, bool *there, struct err *err)
{
	return judge(path, S_IFDIR, there, err);
}

bool own_file(const char *path, bool *there, struct err *err)
{
	return judge(path, S_IFREG, there, err);
}

bool own_make(const char *path, struct err *err)
{
	bool there;

	return own_folder(path, &there, err) &&
		(there || (file_add_folders(path, 0700, err) && own_folder(path, &there, err)));
}
