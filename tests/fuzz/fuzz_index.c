/*
 * The prebuilt index: the bytes of the input as a file, or a good file with some bytes changed and
 * its sums made right. It is opened and read from, whatever it says: by keys, at a screen.
 */
#include "base/file.h"
#include "base/sections.h"
#include "fuzz.h"
#include "small.h"

#include <unistd.h>

enum { HEAD = 64, HEAD_SUM = 32 }; /* the head of a file, and where the sum of its table stands */
enum { COLS = 100, ROWS = 30 };

static struct buf good; /* the file as it was made */
static char path[4096];

static void make_good(void)
{
	struct dossier dossier;
	struct err err;

	CHECK(small_open(&dossier, true));
	CHECK(dossier_index(&dossier, true, &err));
	snprintf(path, sizeof(path), "%s", dossier.index);
	dossier_close(&dossier);
	CHECK(file_read(path, 1 << 20, &good, NULL, &err));
}

/* Changes some bytes in one array: which, where, how many, and what they become. */
static void change(struct buf *file, const struct sections *sections, struct span *rest)
{
	const struct sections_entry *entry = &sections->table[fuzz_byte(rest) % sections->n];
	size_t at = (size_t)fuzz_byte(rest) << 8;
	size_t n = fuzz_byte(rest) % 16;

	at = entry->bytes == 0 ? 0 : (at | fuzz_byte(rest)) % entry->bytes;
	for (size_t i = 0; i < n && at + i < entry->bytes; i++) {
		file->p[entry->at + at + i] = (char)fuzz_byte(rest);
	}
}

/* Makes all sums right again. */
static void sum(struct buf *file, const struct sections *sections)
{
	struct sections_entry table[SECTIONS_MOST];
	uint64_t all;

	memcpy(table, sections->table, sections->n * sizeof(*table));
	for (uint32_t i = 0; i < sections->n; i++) {
		table[i].sum = sections_sum(file->p + table[i].at, table[i].bytes);
	}
	memcpy(file->p + HEAD, table, sections->n * sizeof(*table));
	all = sections_sum(table, sections->n * sizeof(*table));
	memcpy(file->p + HEAD_SUM, &all, sizeof(all));
}

static void make_changed(struct span rest, struct buf *file)
{
	struct sections sections;
	struct err err;

	CHECK(file_write(path, buf_span(&good), true, 0600, &err));
	CHECK(sections_open(&sections, path, &err) && sections.n > 0);
	buf_put(file, buf_span(&good));
	while (rest.n > 0) {
		change(file, &sections, &rest);
	}
	sum(file, &sections);
	sections_close(&sections);
}

/* Through the mentions, the list of documents, a card, a search. */
static void read_on(struct dossier *dossier)
{
	static const char keys[] = "\t\t*#r\033o\rg}}\rI\r(p/Iturup\rn]\t*is\rx";
	struct err err;
	struct session *session = session_new(dossier, &err);

	CHECK(session != NULL);
	session_resize(session, COLS, ROWS);
	for (size_t i = 0; i + 1 < sizeof(keys); i++) {
		session_key(session, (unsigned char)keys[i]);
		small_look(session, COLS, ROWS);
	}
	session_free(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	struct buf file = {0};
	struct dossier dossier;
	struct err err;

	if (good.p == NULL) {
		make_good();
	}
	if ((fuzz_byte(&rest) & 1) != 0) {
		make_changed(rest, &file);
	} else {
		buf_put(&file, rest);
	}
	CHECK(!file.failed && file_write(path, buf_span(&file), true, 0600, &err));
	CHECK(small_open(&dossier, true));
	CHECK(dossier.catalog.n == 2);
	read_on(&dossier);
	dossier_close(&dossier);
	CHECK(file_write(path, buf_span(&file), true, 0600, &err));
	CHECK(small_open_lent(&dossier)); /* before anybody has looked at the folder */
	read_on(&dossier);
	dossier_close(&dossier);
	buf_finish(&file);
	return 0;
}
