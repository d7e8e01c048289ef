#include "notes/home_rec.h"

#include "base/byte.h"
#include "base/file.h"
#include "base/rec.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST ((size_t)64 * 1024)

/* Paths. */

/* Whether the byte at i is written as it is; n: how many bytes are then, a character at once. */
static bool is_plain(struct span path, size_t i, size_t *n)
{
	unsigned char c = (unsigned char)path.p[i];
	struct span rest = {path.p + i, path.n - i};

	*n = 1;
	if (c < 0x80) {
		return c > ' ' ? c != '%' && c != 0x7f : c == ' ' && i > 0 && i + 1 < path.n;
	}
	while (*n < rest.n && *n < 4 && ((unsigned char)rest.p[*n] & 0xc0) == 0x80) {
		++*n;
	}
	rest.n = *n;
	return utf8_valid_prefix(rest) == rest.n;
}

static void put_path(struct buf *out, struct span path)
{
	for (size_t i = 0, n; i < path.n; i += n) {
		if (is_plain(path, i, &n)) {
			buf_add(out, path.p + i, n);
		} else {
			n = 1;
			buf_printf(out, "%%%02X", (unsigned char)path.p[i]);
		}
	}
}

/* Undoes put_path. False where memory is short. */
static bool take_path(struct span text, struct arena *arena, struct span *out)
{
	char *p = arena_array(arena, text.n + 1, 1);
	size_t n = 0;

	if (p == NULL) {
		return false;
	}
	for (size_t i = 0; i < text.n; i++) {
		int high = text.p[i] == '%' && i + 2 < text.n ? byte_hex(text.p[i + 1]) : -1;
		int low = high >= 0 ? byte_hex(text.p[i + 2]) : -1;

		if (low >= 0) {
			p[n++] = (char)(high * 16 + low);
			i += 2;
		} else {
			p[n++] = text.p[i];
		}
	}
	*out = (struct span){p, n};
	return true;
}

/* Reading. */

static bool take_size(struct span text, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9') {
			return false;
		}
		*out = *out * 10 + (uint64_t)(text.p[i] - '0');
	}
	return text.n > 0 && text.n < 20;
}

/* "3141 9f86…08 1855.txt". False where it is none. */
static bool parse_mark(struct span value, struct home_mark *out)
{
	struct span size, hash;

	return span_cut(&value, ' ', &size) && take_size(size, &out->size) &&
		span_cut(&value, ' ', &hash) && sha256_parse(hash, &out->hash) && value.n > 0 &&
		(out->path = value, true);
}

/* Takes one field over. False where memory is short; *good: it makes sense. */
static bool take_field(const struct rec_field *field, struct arena *arena, struct home_rec *rec,
	struct span *paths, bool *good)
{
	struct home_mark mark;

	if (span_eq_nocase(field->name, SPAN("Path"))) {
		*good = field->value.n > 0 && field->value.p[0] == '/';
		return !*good || take_path(field->value, arena, &paths[rec->npaths++]);
	}
	if (span_eq_nocase(field->name, SPAN("Id"))) {
		return arena_copy(arena, field->value, &rec->id);
	}
	if (span_eq_nocase(field->name, SPAN("Documents"))) {
		*good = span_u32(field->value, &rec->ndocs);
	} else if (span_eq_nocase(field->name, SPAN("Document"))) {
		*good = rec->nmarks < HOME_REC_MARKS && parse_mark(field->value, &mark);
		if (*good) {
			rec->marks[rec->nmarks] = mark;
			return take_path(mark.path, arena, &rec->marks[rec->nmarks++].path);
		}
	}
	return true;
}

static bool take_fields(const struct rec *fields, const char *path, struct arena *arena,
	struct home_rec *rec, struct report *report)
{
	struct span *paths = arena_array(arena, fields->n, sizeof(*paths));
	bool ok = paths != NULL;

	rec->paths = paths;
	for (uint32_t i = 0; ok && i < fields->n; i++) {
		bool good = true;

		ok = take_field(&fields->fields[i], arena, rec, paths, &good);
		if (!good) {
			report_add(report, REPORT_WARNING, path, fields->fields[i].line,
				"'%.*s' makes no sense: passed over", SPAN_ARG(fields->fields[i].name));
		}
	}
	return ok;
}

bool home_rec_read(const char *path, struct arena *arena, struct home_rec *out, bool *there,
	struct report *report, struct err *err)
{
	struct home_rec rec = {0};
	struct rec_file file = {0};
	struct buf text = {0};
	struct err why;
	bool ok = true;

	*there = false;
	if (!file_exists(path)) {
		return true;
	}
	if (!file_read(path, FILE_MOST, &text, NULL, &why)) {
		report_add(report, REPORT_WARNING, NULL, 0, "%s: passed over", why.msg);
	} else {
		ok = rec_parse(buf_span(&text), path, arena, &file, report, err) &&
			(file.n == 0 || take_fields(&file.recs[0], path, arena, &rec, report) ||
				err_memory(err));
		*there = ok;
	}
	buf_finish(&text);
	if (ok && *there) {
		*out = rec;
	}
	return ok;
}

/* Writing. */

void home_rec_put(const struct home_rec *rec, struct buf *out)
{
	char hash[65];

	buf_puts(out, "# What this folder keeps notes and decisions of. Written by dossier.\n");
	for (uint32_t i = 0; i < rec->npaths; i++) {
		buf_puts(out, "Path: ");
		put_path(out, rec->paths[i]);
		buf_putc(out, '\n');
	}
	if (rec->id.n > 0) {
		buf_printf(out, "Id: %.*s\n", SPAN_ARG(rec->id));
	}
	buf_printf(out, "Documents: %u\n", rec->ndocs);
	for (uint32_t i = 0; i < rec->nmarks; i++) {
		sha256_hex(&rec->marks[i].hash, hash);
		buf_printf(out, "Document: %llu %s ", (unsigned long long)rec->marks[i].size, hash);
		put_path(out, rec->marks[i].path);
		buf_putc(out, '\n');
	}
}

/* Up to n bytes from the beginning of a regular file; how many there were, or -1. */
static ssize_t read_start(const char *path, char *bytes, size_t n)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	ssize_t got = -1;

	if (fd < 0) {
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		do {
			got = pread(fd, bytes, n, 0);
		} while (got < 0 && errno == EINTR);
	}
	close(fd);
	return got;
}

/* False where the file cannot be read now. */
static bool hash_file(const struct catalog *catalog, const struct doc_head *head,
	struct sha256 *out)
{
	char bytes[HOME_REC_HASHED];
	struct buf path = {0};
	ssize_t n = catalog_path(catalog, head, &path, NULL) ?
		read_start(path.p, bytes, sizeof(bytes)) : -1;

	buf_finish(&path);
	if (n < 0) {
		return false;
	}
	*out = sha256_of((struct span){bytes, (size_t)n});
	return true;
}

void home_rec_mark(struct home_rec *rec, const struct catalog *catalog)
{
	uint32_t n = catalog->n < HOME_REC_MARKS ? catalog->n : HOME_REC_MARKS;

	rec->ndocs = catalog->n;
	rec->nmarks = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = (uint32_t)((uint64_t)i * catalog->n / n);
		const struct doc_head *head = catalog_head(catalog, catalog->by_path[k]);
		struct home_mark *mark = &rec->marks[rec->nmarks];

		*mark = (struct home_mark){.path = head->path, .size = head->stamp.size};
		rec->nmarks += hash_file(catalog, head, &mark->hash);
	}
}

/* Comparing. */

static int cmp_sizes(const void *a, const void *b)
{
	const struct home_size *x = a, *y = b;

	return x->size != y->size ? (x->size < y->size ? -1 : 1) : x->i < y->i ? -1 : x->i > y->i;
}

static bool sizes_make(struct home_sizes *sizes, const struct catalog *catalog)
{
	if (sizes->items != NULL || catalog->n == 0) {
		return true;
	}
	sizes->items = calloc(catalog->n, sizeof(*sizes->items));
	if (sizes->items == NULL) {
		return false;
	}
	sizes->n = catalog->n;
	for (uint32_t i = 0; i < catalog->n; i++) {
		sizes->items[i] = (struct home_size){catalog_head(catalog, i)->stamp.size, i};
	}
	qsort(sizes->items, sizes->n, sizeof(*sizes->items), cmp_sizes);
	return true;
}

/* Index of the first item of at least this size. */
static uint32_t first_of(const struct home_sizes *sizes, uint64_t size)
{
	uint32_t low = 0, high = sizes->n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (sizes->items[mid].size < size) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low;
}

static bool is_same(const struct home_mark *mark, const struct catalog *catalog, uint32_t i)
{
	const struct doc_head *head = catalog_head(catalog, i);
	struct sha256 hash;

	return head->stamp.size == mark->size && hash_file(catalog, head, &hash) &&
		sha256_eq(&hash, &mark->hash);
}

/* A dossier of thousands of files of one size is not hashed for one that was renamed. */
#define SAME_SIZE_MOST 8

static bool has_mark(const struct home_mark *mark, const struct catalog *catalog,
	const struct home_sizes *sizes)
{
	uint32_t from = first_of(sizes, mark->size), tries = 0;

	/* The one of this name first, which most often it is. */
	for (int named = 1; named >= 0; named--) {
		for (uint32_t i = from; i < sizes->n && sizes->items[i].size == mark->size; i++) {
			uint32_t k = sizes->items[i].i;

			if (span_eq(catalog_head(catalog, k)->path, mark->path) != named) {
				continue;
			}
			if (is_same(mark, catalog, k)) {
				return true;
			}
			if (!named && ++tries == SAME_SIZE_MOST) {
				return false;
			}
		}
	}
	return false;
}

bool home_rec_alike(const struct home_rec *rec, const struct catalog *catalog,
	struct home_sizes *sizes, uint32_t *hits)
{
	uint32_t n = 0;

	*hits = 0;
	if (rec->nmarks == 0 || rec->ndocs / 2 > catalog->n || catalog->n / 2 > rec->ndocs) {
		return true;
	}
	if (!sizes_make(sizes, catalog)) {
		return false;
	}
	for (uint32_t i = 0; i < rec->nmarks; i++) {
		n += has_mark(&rec->marks[i], catalog, sizes);
	}
	*hits = 2 * n > rec->nmarks ? n : 0;
	return true;
}
