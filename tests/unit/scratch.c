#include "scratch.h"

#include "base/proof.h"
#include "camp.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

int scratch_enter(void **state)
{
	char name[] = "/tmp/dossier-test-XXXXXX";

	if (!camp_make(name) || chdir(name) != 0) {
		return -1;
	}
	*state = strdup(name);
	return *state == NULL;
}

int scratch_leave(void **state)
{
	int failed = chdir("/") != 0 || camp_remove(*state) != 0;

	free(*state);
	return failed;
}

void scratch_file(const char *path, struct span bytes)
{
	char made[] = "scratch-XXXXXX";
	int fd = mkstemp(made);

	if (fd < 0 || fchmod(fd, 0644) != 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n ||
		close(fd) != 0 || (remove(path) != 0 && errno != ENOENT) || rename(made, path) != 0) {
		fail_msg("%s: %s", path, strerror(errno));
	}
}

const char *scratch_text(const char *path, const char *text)
{
	scratch_file(path, span_of(text));
	return path;
}

bool scratch_proof(const char *path, uint64_t made_by)
{
	struct {
		struct sections_state state;
		uint64_t made_by;
	} proof = {.made_by = made_by};
	struct sections file;
	char name[256];
	struct err err;

	if (!sections_open(&file, path, &err)) {
		return false;
	}
	proof.state = file.state;
	sections_close(&file);
	snprintf(name, sizeof(name), "%s" PROOF_SUFFIX, path);
	scratch_file(name, (struct span){(const char *)&proof, sizeof(proof)});
	return true;
}
