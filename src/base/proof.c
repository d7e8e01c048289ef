#include "base/proof.h"

#include "base/file.h"
#include "base/now.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define YOUNG 1000000000 /* nanoseconds within which a file's time does not tell a change */
#define OPENING (O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)

/* As it stands in the file. No padding: compared as bytes. */
struct proof {
	struct sections_state state;
	uint64_t made_by;
};

/* Whether this is what was left beside the file the last time. */
static bool is_left(const char *name, const struct proof *now)
{
	int fd = open(name, OPENING);
	struct sections_state state;
	struct proof was;
	bool same;

	if (fd < 0) {
		return false;
	}
	same = sections_own(fd, name, &state, NULL) && state.size == sizeof(was) &&
		read(fd, &was, sizeof(was)) == (ssize_t)sizeof(was) &&
		memcmp(&was, now, sizeof(was)) == 0;
	close(fd);
	return same;
}

/* Whether the file at path is that one still, will show a change from now on, and is on the disk. */
static bool is_settled(const char *path, const struct sections_state *was)
{
	int fd = open(path, OPENING);
	struct sections_state now;
	bool settled;

	if (fd < 0) {
		return false;
	}
	settled = sections_own(fd, path, &now, NULL) && memcmp(was, &now, sizeof(now)) == 0 &&
		now_date_ns() - now.changed > YOUNG && fdatasync(fd) == 0;
	close(fd);
	return settled;
}

bool proof_sound(const struct sections *file, const char *path, uint64_t made_by,
	bool (*check)(const void *owner), const void *owner)
{
	const struct proof now = {file->state, made_by};
	struct buf name = {0};
	bool known, sound;

	buf_printf(&name, "%s" PROOF_SUFFIX, path);
	known = !name.failed && is_left(name.p, &now);
	sound = known || (check == NULL ? sections_all_sound(file) : check(owner));
	if (sound && !known && !name.failed && is_settled(path, &now.state)) {
		bool left = file_write(name.p, (struct span){(const char *)&now, sizeof(now)}, true,
			0600, NULL);

		(void)left; /* without it the next time is slower */
	}
	buf_finish(&name);
	return sound;
}

void proof_forget(const char *path)
{
	struct buf name = {0};

	buf_printf(&name, "%s" PROOF_SUFFIX, path);
	if (!name.failed) {
		unlink(name.p);
	}
	buf_finish(&name);
}
