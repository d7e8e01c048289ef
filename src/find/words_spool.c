#include "find/words_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_MOST ((size_t)1 << 18)

bool words_spool_open(struct words_spool *spool, const char *folder, struct err *err)
{
	struct buf name = {0};

	*spool = (struct words_spool){.fd = -1};
	buf_printf(&name, "%s/spool-XXXXXX", folder);
	bool named = buf_ok(&name, err);
	spool->fd = named ? mkstemp(name.p) : -1;
	if (named && spool->fd < 0) {
		err_errno(err, errno, "%s", name.p);
	} else if (named) {
		unlink(name.p);
		(void)fcntl(spool->fd, F_SETFD, FD_CLOEXEC);
		spool->open = true;
	}
	buf_finish(&name);
	return spool->open;
}

static void spill(struct words_spool *spool)
{
	const char *p = spool->wait.p;
	size_t n = spool->wait.n;

	if (spool->wait.failed && spool->error == 0) {
		spool->error = ENOMEM;
	}
	while (n > 0 && spool->error == 0) {
		ssize_t done = write(spool->fd, p, n);

		if (done > 0) {
			p += done;
			n -= (size_t)done;
		} else if (done < 0 && errno != EINTR) {
			spool->error = errno;
		}
	}
	buf_clear(&spool->wait);
}

bool words_spool_put(void *owner, struct span bytes)
{
	struct words_spool *spool = owner;

	buf_put(&spool->wait, bytes);
	spool->n += bytes.n;
	if (spool->wait.n >= WAIT_MOST || spool->wait.failed) {
		spill(spool);
	}
	return spool->error == 0;
}

bool words_spool_map(struct words_spool *spool, struct span *out, struct err *err)
{
	spill(spool);
	if (spool->error != 0) {
		return err_errno(err, spool->error, "words being sorted");
	}
	*out = (struct span){"", 0};
	if (spool->n == 0) {
		return true;
	}
	void *p = mmap(NULL, spool->n, PROT_READ, MAP_PRIVATE, spool->fd, 0);
	if (p == MAP_FAILED) {
		return err_errno(err, errno, "words being sorted");
	}
	spool->map = p;
	*out = (struct span){p, spool->n};
	return true;
}

void words_spool_close(struct words_spool *spool)
{
	if (spool->map != NULL) {
		munmap(spool->map, spool->n);
	}
	if (spool->open) {
		close(spool->fd);
	}
	buf_finish(&spool->wait);
	*spool = (struct words_spool){.fd = -1};
}
