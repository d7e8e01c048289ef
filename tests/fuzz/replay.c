/*
 * replay FOLDER - runs a fuzz target over its kept inputs, as a plain test (TAP).
 *
 * Each input runs whole and cut short at a few places: what a file holds when a disk was full.
 */
#include "base/walk.h"
#include "fuzz.h"


#define INPUT_MOST ((size_t)1 << 20)

static bool any(const char *name)
{
	(void)name;
	return true;
}

/* A copy of its own, so that tools see a read behind the end. */
static void run(struct span input)
{
	uint8_t *copy = malloc(input.n + 1);
	CHECK(copy != NULL);
	if (input.n > 0) {
		memcpy(copy, input.p, input.n);
	}
	LLVMFuzzerTestOneInput(copy, input.n);
	free(copy);
}

static void replay(const char *folder, const char *name)
{
	struct buf path = {0}, bytes = {0};
	struct err err = {""};
	file_join(&path, folder, name);
	if (!file_read(path.p, INPUT_MOST, &bytes, NULL, &err)) {
		fprintf(stderr, "%s\n", err.msg);
		abort();
	}
	for (size_t part = 0; part < 4; part++) {
		run((struct span){bytes.p, bytes.n - bytes.n * part / 4});
	}
	buf_finish(&bytes);
	buf_finish(&path);
}

int main(int argc, char **argv)
{
	struct walk_bounds bounds = {1, 100000, 100000};
	struct walk_list list = {0};
	struct report report = {0};
	struct err err;
	CHECK(LLVMFuzzerInitialize(&argc, &argv) == 0 && argc == 2);
	fuzz_replays = true;
	struct folder *folder = folder_open(argv[1], 0, &err);
	CHECK(folder != NULL);
	CHECK(walk_folder(folder, &bounds, any, &list, &report, &err));
	CHECK(list.n > 0);
	for (uint32_t i = 0; i < list.n; i++) {
		replay(argv[1], list.items[i].path);
		printf("ok %u - %s\n", i + 1, list.items[i].path);
		fflush(stdout);
	}
	printf("1..%u\n", list.n);
	walk_list_finish(&list);
	folder_close(folder);
	report_finish(&report);
	return 0;
}
