/*
 * Notes from files: any bytes are refused with a message, or give notes that can be kept; what is
 * written of these is read again as the same notes.
 */
#include "fuzz.h"
#include "notes/export.h"
#include "notes/import.h"

/* One document for all inputs. */
static const struct catalog *documents(void)
{
	static struct catalog catalog;
	static struct config config;
	static const char text[] = "A t\xC3\xA9xt\n\nof Iturup, then of Urup, and again of Iturup.\n";
	if (catalog.n == 0) {
		struct report report = {0};
		struct err err = {""};
		const char *path = fuzz_file((struct span){text, sizeof(text) - 1});
		config_init(&config);
		if (!catalog_load_files(&catalog, &path, 1, &config, &report, &err)) {
			fprintf(stderr, "%s\n", err.msg);
			abort();
		}
		report_finish(&report);
	}
	return &catalog;
}

static bool read(struct span text, const struct catalog *catalog, struct arena *arena,
	struct imported *out)
{
	struct report report = {0};
	struct err err = {""};
	bool good = import_read(text, "fuzz", catalog, arena, out, &report, &err);
	CHECK(good || err.msg[0] != '\0');
	CHECK(!good || report_count(&report, REPORT_ERROR) == out->refused);
	report_finish(&report);
	return good;
}

/* Writes notes that have no place, for what is written depends on what is stored alone. */
static void put(const struct imported *imported, const struct catalog *catalog,
	enum export_format format, struct buf *out)
{
	struct noted *items = calloc(imported->n + 1, sizeof(*items));
	CHECK(items != NULL);
	for (uint32_t i = 0; i < imported->n; i++) {
		items[i] = (struct noted){.note = &imported->notes[i], .doc = DOC_NONE,
			.state = ANCHOR_ORPHAN};
	}
	struct notes notes = {.items = items, .n = imported->n, .catalog = catalog};
	struct export export = {&notes, NULL};
	struct err err;
	CHECK(export_put(&export, format, out, &err));
	free(items);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum export_format formats[] = {EXPORT_JSON, EXPORT_W3C};
	const struct catalog *catalog = documents();
	struct arena arena = {0};
	struct imported found, again;
	struct err err;
	if (read((struct span){(const char *)data, size}, catalog, &arena, &found)) {
		for (uint32_t i = 0; i < found.n; i++) {
			CHECK(note_check(&found.notes[i], &err) && found.notes[i].id.n == 36);
		}
		for (size_t k = 0; k < COUNT_OF(formats); k++) {
			struct buf once = {0}, twice = {0};
			put(&found, catalog, formats[k], &once);
			CHECK(read(buf_span(&once), catalog, &arena, &again));
			CHECK(again.n == found.n && again.refused == 0);
			put(&again, catalog, formats[k], &twice);
			CHECK(span_eq(buf_span(&once), buf_span(&twice)));
			buf_finish(&once);
			buf_finish(&twice);
		}
	}
	arena_finish(&arena);
	return 0;
}
