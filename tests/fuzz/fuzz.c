#include "fuzz.h"

#include <locale.h>
#include <unistd.h>

bool fuzz_replays;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	setlocale(LC_CTYPE, "C.UTF-8");
	return 0;
}

bool fuzz_takes_time(struct span input)
{
	uint32_t sum = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < input.n; i++) {
		sum = (sum ^ (uint8_t)input.p[i]) * 16777619u;
	}
	return fuzz_replays || sum >> 27 == 0;
}

uint8_t fuzz_byte(struct span *rest)
{
	if (rest->n == 0) {
		return 0;
	}
	uint8_t byte = (uint8_t)rest->p[0];
	*rest = (struct span){rest->p + 1, rest->n - 1};
	return byte;
}

struct span fuzz_line(struct span *rest)
{
	size_t end = span_find(*rest, SPAN("\n"), 0);
	struct span line = {rest->p, end};
	end += end < rest->n ? 1 : 0;
	*rest = (struct span){rest->p + end, rest->n - end};
	return line;
}

static char path[] = "/tmp/dossier-fuzz-XXXXXX";

static void remove_file(void)
{
	unlink(path);
}

const char *fuzz_file(struct span bytes)
{
	static int fd = -1;
	if (fd < 0) {
		fd = mkstemp(path);
		CHECK(fd >= 0);
		CHECK(atexit(remove_file) == 0);
	}
	CHECK(ftruncate(fd, 0) == 0);
	CHECK(pwrite(fd, bytes.p == NULL ? "" : bytes.p, bytes.n, 0) == (ssize_t)bytes.n);
	return path;
}
