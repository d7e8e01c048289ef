#define _DEFAULT_SOURCE /* madvise */
#include "base/sections.h"

#include "base/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALIGN = 64, VERSION = 2, LANES = 4, NAME_TRIES = 100, WRITE_MOST = 1 << 26,
	FORGET_BEHIND = 4 << 20 /* what is touched later brings that much of what was given back */ };

#define ORDER 0x01020304u /* reads otherwise on a machine of the other byte order */

static const unsigned char magic[8] = {'d', 'o', 's', 's', 'i', 'e', 'r', 0x1A};

struct head {
	unsigned char magic[8];
	uint32_t version, order;
	uint32_t n, entry; /* entries in the table, and the size of one */
	uint64_t bytes; /* of the file */
	uint64_t sum; /* of the table */
	unsigned char rest[24];
};

/* Mixes eight bytes into a lane: multiply, turn, multiply, as the xxHash family does. */
static uint64_t mix(uint64_t lane, uint64_t word)
{
	lane ^= word * 0x9E3779B185EBCA87u;
	lane = lane << 31 | lane >> 33;
	return lane * 0xC2B2AE3D27D4EB4Fu;
}

void sections_sum_begin(struct sections_summing *sum)
{
	*sum = (struct sections_summing){.lanes = {1, 2, 3, 4}};
}

static void sum_stripe(struct sections_summing *sum, const unsigned char *p)
{
	uint64_t words[LANES];

	memcpy(words, p, sizeof(words));
	for (int i = 0; i < LANES; i++) {
		sum->lanes[i] = mix(sum->lanes[i], words[i]);
	}
}

void sections_sum_add(struct sections_summing *sum, const void *bytes, uint64_t n)
{
	const size_t stripe = sizeof(sum->wait);
	const unsigned char *p = bytes;
	size_t waiting = sum->n % stripe;

	sum->n += n;
	if (waiting > 0) {
		size_t more = n < stripe - waiting ? (size_t)n : stripe - waiting;

		memcpy(sum->wait + waiting, p, more);
		p += more;
		n -= more;
		if (waiting + more < stripe) {
			return;
		}
		sum_stripe(sum, sum->wait);
	}
	for (; n >= stripe; n -= stripe, p += stripe) {
		sum_stripe(sum, p);
	}
	if (n > 0) {
		memcpy(sum->wait, p, (size_t)n);
	}
}

/* Words of a stripe that is not whole go into the first lane; what is missing of the last is NULs. */
static uint64_t sum_rest(const uint64_t *lanes, const unsigned char *p, size_t rest, uint64_t n)
{
	uint64_t first = lanes[0], all = n, word;

	for (; rest >= sizeof(word); rest -= sizeof(word), p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		first = mix(first, word);
	}
	if (rest > 0) {
		word = 0;
		memcpy(&word, p, rest);
		first = mix(first, word);
	}
	all = mix(all, first);
	for (int i = 1; i < LANES; i++) {
		all = mix(all, lanes[i]);
	}
	return all ^ all >> 29;
}

uint64_t sections_sum_end(const struct sections_summing *sum)
{
	return sum_rest(sum->lanes, sum->wait, sum->n % sizeof(sum->wait), sum->n);
}

uint64_t sections_sum(const void *bytes, uint64_t n)
{
	uint64_t lanes[LANES] = {1, 2, 3, 4}, words[LANES], left = n;
	const unsigned char *p = bytes;

	for (; left >= sizeof(words); left -= sizeof(words), p += sizeof(words)) {
		memcpy(words, p, sizeof(words));
		for (int i = 0; i < LANES; i++) {
			lanes[i] = mix(lanes[i], words[i]);
		}
	}
	return sum_rest(lanes, p, (size_t)left, n);
}

static void put_bytes(struct sections_out *out, const void *bytes, uint64_t n)
{
	const char *p = bytes;

	while (n > 0 && out->error == 0) {
		ssize_t done = write(out->fd, p, n < WRITE_MOST ? (size_t)n : WRITE_MOST);

		if (done > 0) {
			p += done;
			n -= (uint64_t)done;
			out->at += (uint64_t)done;
		} else if (done < 0 && errno != EINTR) {
			out->error = errno;
		}
	}
}

static void put_padding(struct sections_out *out)
{
	static const char zeros[ALIGN];

	put_bytes(out, zeros, (ALIGN - out->at % ALIGN) % ALIGN);
}

/* Room for head and table, which are known last. */
static void put_room(struct sections_out *out)
{
	static const char zeros[sizeof(struct head) + sizeof(out->table)];

	put_bytes(out, zeros, sizeof(zeros));
	put_padding(out);
}

/* A new file of a name that nobody has, in the folder of path. */
static bool make_name(struct sections_out *out, struct err *err)
{
	struct buf name = {0};

	sweep_unfinished(out->path);
	for (int i = 0; i < NAME_TRIES && out->fd < 0; i++) {
		buf_clear(&name);
		buf_printf(&name, "%s" SWEEP_MARK "%ld-%d", out->path, (long)getpid(), i);
		if (!buf_ok(&name, err)) {
			buf_finish(&name);
			return false;
		}
		out->fd = open(name.p, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (out->fd < 0 && errno != EEXIST) {
			err_errno(err, errno, "%s", name.p);
			buf_finish(&name);
			return false;
		}
	}
	out->name = name.p;
	return out->fd >= 0 || err_set(err, "%s: too many unfinished files beside it", out->path);
}

bool sections_create(struct sections_out *out, const char *path, struct err *err)
{
	*out = (struct sections_out){.fd = -1, .path = strdup(path)};
	if (out->path == NULL || !make_name(out, err)) {
		bool memory = out->path == NULL;

		free(out->path);
		free(out->name);
		*out = (struct sections_out){.fd = -1};
		return memory ? err_memory(err) : false;
	}
	put_room(out);
	return true;
}

void sections_begin(struct sections_out *out, uint32_t id, uint32_t element)
{
	if (out->n == SECTIONS_MOST) {
		out->error = ENOSPC;
		return;
	}
	out->table[out->n] = (struct sections_entry){.id = id, .element = element, .at = out->at};
	sections_sum_begin(&out->sum);
}

void sections_put(struct sections_out *out, const void *bytes, uint64_t n)
{
	if (out->error == 0 && n > 0) {
		sections_sum_add(&out->sum, bytes, n);
		put_bytes(out, bytes, n);
	}
}

void sections_end(struct sections_out *out)
{
	struct sections_entry *entry = &out->table[out->n];

	if (out->error == 0) {
		entry->bytes = out->at - entry->at;
		entry->sum = sections_sum_end(&out->sum);
		out->n++;
		put_padding(out);
	}
}

void sections_add(struct sections_out *out, uint32_t id, uint32_t element, const void *items,
	uint64_t n)
{
	sections_begin(out, id, element);
	sections_put(out, items, n * element);
	sections_end(out);
}

bool sections_look(const struct sections_out *out, struct sections *sections, struct err *err)
{
	void *p;

	if (out->error != 0) {
		return err_errno(err, out->error, "%s", out->path);
	}
	p = mmap(NULL, (size_t)out->at, PROT_READ, MAP_PRIVATE, out->fd, 0);
	if (p == MAP_FAILED) {
		return err_errno(err, errno, "%s", out->path);
	}
	*sections = (struct sections){.p = p, .bytes = out->at, .table = out->table, .n = out->n};
	return true;
}

static void put_head(struct sections_out *out)
{
	struct head head = {.version = VERSION, .order = ORDER, .n = out->n,
		.entry = sizeof(struct sections_entry), .bytes = out->at,
		.sum = sections_sum(out->table, out->n * sizeof(*out->table))};

	memcpy(head.magic, magic, sizeof(magic));
	if (out->error == 0 && lseek(out->fd, 0, SEEK_SET) != 0) {
		out->error = errno;
	}
	put_bytes(out, &head, sizeof(head));
	put_bytes(out, out->table, out->n * sizeof(*out->table));
}

bool sections_commit(struct sections_out *out, struct err *err)
{
	put_head(out);
	if (out->sync && out->error == 0 && fdatasync(out->fd) != 0) {
		out->error = errno;
	}
	if (close(out->fd) != 0 && out->error == 0) {
		out->error = errno;
	}
	out->fd = -1;
	if (out->error == 0 && rename(out->name, out->path) != 0) {
		out->error = errno;
	}
	bool ok = out->error == 0 || err_errno(err, out->error, "%s", out->path);
	if (ok) {
		free(out->name);
		out->name = NULL;
	}
	sections_abandon(out);
	return ok;
}

void sections_abandon(struct sections_out *out)
{
	if (out->fd >= 0) {
		close(out->fd);
	}
	if (out->name != NULL) {
		unlink(out->name);
	}
	free(out->name);
	free(out->path);
	*out = (struct sections_out){.fd = -1};
}

/* Whether head and table can be true of a file of this size. */
static bool looks_right(const struct sections *sections)
{
	struct head head;

	if (sections->bytes < sizeof(head)) {
		return false;
	}
	memcpy(&head, sections->p, sizeof(head));
	if (memcmp(head.magic, magic, sizeof(magic)) != 0 || head.version != VERSION ||
		head.order != ORDER || head.entry != sizeof(struct sections_entry) ||
		head.n > SECTIONS_MOST || head.bytes != sections->bytes ||
		sizeof(head) + head.n * sizeof(struct sections_entry) > sections->bytes) {
		return false;
	}
	const struct sections_entry *table =
		(const void *)(sections->p + sizeof(head)); /* 64 bytes: aligned */
	for (uint32_t i = 0; i < head.n; i++) {
		if (table[i].at % ALIGN != 0 || table[i].at > sections->bytes ||
			table[i].bytes > sections->bytes - table[i].at || table[i].element == 0 ||
			table[i].bytes % table[i].element != 0) {
			return false;
		}
	}
	return sections_sum(table, head.n * sizeof(*table)) == head.sum;
}

bool sections_begins(int fd)
{
	unsigned char begin[sizeof(magic)];

	return read(fd, begin, sizeof(begin)) == (ssize_t)sizeof(begin) &&
		memcmp(begin, magic, sizeof(magic)) == 0;
}

bool sections_own(int fd, const char *path, struct sections_state *out, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0) {
		return err_errno(err, errno, "%s", path);
	}
	if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || (st.st_mode & 022) != 0) {
		return err_set(err, "%s: not a file that only you can write", path);
	}
	*out = (struct sections_state){.device = (uint64_t)st.st_dev, .inode = (uint64_t)st.st_ino,
		.size = (uint64_t)st.st_size,
		.changed = (int64_t)st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec};
	return true;
}

static bool map(struct sections *sections, int fd, const char *path, struct err *err)
{
	struct sections_state state;
	void *p;

	if (!sections_own(fd, path, &state, err)) {
		return false;
	}
	if (state.size == 0) {
		return err_set(err, "%s: empty", path);
	}
	p = mmap(NULL, (size_t)state.size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED) {
		return err_errno(err, errno, "%s", path);
	}
	*sections = (struct sections){.p = p, .bytes = state.size, .state = state};
	return true;
}

bool sections_open(struct sections *out, const char *path, struct err *err)
{
	struct sections made = {0};
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool ok;

	if (fd < 0) {
		return err_errno(err, errno, "%s", path);
	}
	ok = map(&made, fd, path, err);
	close(fd);
	if (ok && !looks_right(&made)) {
		ok = err_set(err, "%s: damaged, or made by another dossier", path);
	}
	if (!ok) {
		sections_close(&made);
		return false;
	}
	made.table = (const void *)(made.p + sizeof(struct head));
	memcpy(&made.n, made.p + offsetof(struct head, n), sizeof(made.n));
	*out = made;
	return true;
}

static const struct sections_entry *entry_of(const struct sections *sections, uint32_t id)
{
	for (uint32_t i = 0; i < sections->n; i++) {
		if (sections->table[i].id == id) {
			return &sections->table[i];
		}
	}
	return NULL;
}

const void *sections_get(const struct sections *sections, uint32_t id, uint32_t element, uint64_t *n)
{
	const struct sections_entry *entry = entry_of(sections, id);

	*n = 0;
	if (entry == NULL || entry->element != element) {
		return NULL;
	}
	*n = entry->bytes / element;
	return sections->p + entry->at;
}

uint64_t sections_sum_of(const struct sections *sections, uint32_t id)
{
	const struct sections_entry *entry = entry_of(sections, id);

	return entry == NULL ? 0 : entry->sum;
}

void sections_forget(const struct sections *sections, const void *p, uint64_t from, uint64_t to)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t at = (uint64_t)((const unsigned char *)p - sections->p);
	uint64_t behind = at + from < FORGET_BEHIND ? at + from : FORGET_BEHIND;
	uint64_t start = (at + from - behind + page - 1) / page * page;
	uint64_t end = (at + to < sections->bytes ? at + to : sections->bytes) / page * page;

	if (start < end) {
		(void)madvise((void *)(uintptr_t)(sections->p + start), (size_t)(end - start),
			MADV_DONTNEED);
	}
}

static bool is_sound(const struct sections *sections, const struct sections_entry *entry)
{
	enum { PIECE = 4 << 20 };
	struct sections_summing sum;

	sections_sum_begin(&sum);
	for (uint64_t at = 0, n; at < entry->bytes; at += n) {
		const unsigned char *p = sections->p + entry->at;

		n = entry->bytes - at < PIECE ? entry->bytes - at : PIECE;
		sections_sum_add(&sum, p + at, n);
		if (entry->bytes > PIECE) {
			sections_forget(sections, p, at, at + n);
		}
	}
	return sections_sum_end(&sum) == entry->sum;
}

bool sections_sound(const struct sections *sections, uint32_t id)
{
	const struct sections_entry *entry = entry_of(sections, id);

	return entry != NULL && is_sound(sections, entry);
}

bool sections_all_sound(const struct sections *sections)
{
	for (uint32_t i = 0; i < sections->n; i++) {
		if (!is_sound(sections, &sections->table[i])) {
			return false;
		}
	}
	return true;
}

void sections_close(struct sections *sections)
{
	if (sections->p != NULL) {
		munmap((void *)(uintptr_t)sections->p, sections->bytes);
	}
	*sections = (struct sections){0};
}
