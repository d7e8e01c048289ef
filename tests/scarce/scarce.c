#include "scarce.h"

#include "base/file.h"
#include "camp.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST_SIZE ((size_t)1 << 21) /* a power of two, never more than half full */

/* The allocator behind the linker's back. */
void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t n);
void __real_free(void *block);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t n);
void __wrap_free(void *block);
char *__wrap_strdup(const char *text);
void *__real_iniparser_load(const char *name);
void *__wrap_iniparser_load(const char *name);
char *__wrap_strndup(const char *text, size_t n);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *blocks[LIST_SIZE]; /* hashed by address, linear probing */
static uint64_t live, count, fail_at = UINT64_MAX;
static bool fail_on, has_struck, spared;

static size_t home_of(const void *block)
{
	return (size_t)((uintptr_t)block * 0x9E3779B97F4A7C15u >> 20) & (LIST_SIZE - 1);
}

static size_t find(const void *block)
{
	size_t i = home_of(block);

	while (blocks[i] != NULL && blocks[i] != block) {
		i = (i + 1) & (LIST_SIZE - 1);
	}
	return i;
}

static void *remember(void *block)
{
	if (block != NULL) {
		CHECK(live < LIST_SIZE / 2);
		blocks[find(block)] = block;
		live++;
	}
	return block;
}

/* Takes a block out, and moves those behind it that had to give way to it. */
static void forget(const void *block)
{
	size_t hole = find(block);

	if (block == NULL || blocks[hole] == NULL) {
		return; /* the C library's own */
	}
	live--;
	for (size_t i = hole;;) {
		i = (i + 1) & (LIST_SIZE - 1);
		if (blocks[i] == NULL) {
			break;
		}
		if (((i - home_of(blocks[i])) & (LIST_SIZE - 1)) >= ((i - hole) & (LIST_SIZE - 1))) {
			blocks[hole] = blocks[i];
			hole = i;
		}
	}
	blocks[hole] = NULL;
}

/* Whether this allocation is one that fails. */
static bool strikes(void)
{
	if (spared) {
		return false;
	}
	uint64_t now = count++;

	if (now == fail_at || (fail_on && now > fail_at)) {
		has_struck = true;
		return true;
	}
	return false;
}

void *__wrap_malloc(size_t n)
{
	pthread_mutex_lock(&lock);
	void *block = strikes() ? NULL : remember(__real_malloc(n));
	pthread_mutex_unlock(&lock);
	return block;
}

void *__wrap_calloc(size_t n, size_t size)
{
	pthread_mutex_lock(&lock);
	void *block = strikes() ? NULL : remember(__real_calloc(n, size));
	pthread_mutex_unlock(&lock);
	return block;
}

void *__wrap_realloc(void *old, size_t n)
{
	void *block = NULL;

	pthread_mutex_lock(&lock);
	if (!strikes()) {
		forget(old); /* before its address may be another's */
		block = remember(__real_realloc(old, n));
	}
	pthread_mutex_unlock(&lock);
	return block;
}

void __wrap_free(void *block)
{
	pthread_mutex_lock(&lock);
	forget(block);
	__real_free(block);
	pthread_mutex_unlock(&lock);
}

char *__wrap_strndup(const char *text, size_t n)
{
	size_t length = strnlen(text, n);
	char *copy = __wrap_malloc(length + 1);

	if (copy != NULL) {
		memcpy(copy, text, length);
		copy[length] = '\0';
	}
	return copy;
}

/* iniparser never asks whether it got what it wanted: it gets it, see config_read.c. */
void *__wrap_iniparser_load(const char *name)
{
	pthread_mutex_lock(&lock);
	spared = true;
	pthread_mutex_unlock(&lock);
	void *found = __real_iniparser_load(name);
	pthread_mutex_lock(&lock);
	spared = false;
	pthread_mutex_unlock(&lock);
	return found;
}

char *__wrap_strdup(const char *text)
{
	return __wrap_strndup(text, strlen(text));
}

void scarce_begin(uint64_t n, bool forever)
{
	pthread_mutex_lock(&lock);
	count = 0;
	fail_at = n;
	fail_on = forever;
	has_struck = false;
	pthread_mutex_unlock(&lock);
}

uint64_t scarce_end(bool *struck)
{
	pthread_mutex_lock(&lock);
	uint64_t seen = count;
	*struck = has_struck;
	fail_at = UINT64_MAX;
	fail_on = false;
	pthread_mutex_unlock(&lock);
	return seen;
}

uint64_t scarce_live(void)
{
	return live;
}

void told_bytes(struct told *told, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++) {
		told->hash = (told->hash ^ p[i]) * 0x100000001B3u;
	}
}

void told_number(struct told *told, uint64_t number)
{
	told_bytes(told, &number, sizeof(number));
}

void told_text(struct told *told, struct span text)
{
	told_number(told, text.n);
	told_bytes(told, text.p, text.n);
}

void told_report(struct told *told, const struct report *report)
{
	told->excused |= report->dropped > 0;
	for (uint32_t i = 0; i < report->n; i++) {
		told->excused |= strstr(report->items[i].text, "memory") != NULL;
		told_text(told, span_of(report->items[i].text));
	}
}

static char path_out[4096];

const char *scarce_source(const char *path)
{
	const char *root = getenv("DOSSIER_SOURCE_ROOT");

	snprintf(path_out, sizeof(path_out), "%s/%s", root == NULL ? "." : root, path);
	return path_out;
}

static char own[] = "/tmp/dossier-scarce-XXXXXX";

void scarce_sweep(void)
{
	CHECK(camp_sweep(own) == 0);
}

static void leave(void)
{
	(void)camp_remove(own);
}

const char *scarce_own(const char *path)
{
	static bool made;
	static char out[4096];

	if (!made) {
		made = true;
		CHECK(camp_make(own));
		CHECK(atexit(leave) == 0);
	}
	snprintf(out, sizeof(out), "%s/%s", own, path);
	return out;
}
