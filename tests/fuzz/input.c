#include "fuzz.h"

#include "base/config.h"

bool fuzz_doc(struct span rest, struct doc *doc)
{
	static const char *const encodings[] = {
		NULL, "UTF-8", "windows-1252", "UTF-16LE", "KOI8-R", "Shift_JIS", "UTF-7", "nonsense"};
	uint8_t how = fuzz_byte(&rest);
	struct config config = {.read_encoding = "windows-1252"};
	struct buf bytes = {0};
	struct err err;
	struct doc_about about = {
		.path = SPAN("fuzz/input.txt"),
		.title = (how & 16) != 0 ? SPAN("A title") : SPAN(""),
		.date = {(how & 32) != 0 ? 1855 : 0, 0, 0},
		.encoding = encodings[how & 7],
		.markdown = (how & 8) != 0,
	};
	buf_put(&bytes, rest);
	bool ok = doc_read(doc, &bytes, &about, &config, &err);
	CHECK(bytes.p == NULL);
	return ok;
}
