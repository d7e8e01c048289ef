/*
 * Lists of names in TEI and TSV: any bytes give a message, or records that the catalogue's reader
 * takes without an error; and those survive the way through TEI.
 */
#include "fuzz.h"
#include "links/tei.h"
#include "links/tei_put.h"
#include "links/tsv.h"

static bool import(struct span text, struct buf *records)
{
	struct report report = {0};
	struct roster roster = {.path = "fuzz", .report = &report};
	struct err err = {""};
	bool good = (tei_looks_so(text) ? tei_read(text, &roster, &err) : tsv_read(text, &roster, &err));
	good = good && roster_put(&roster, records, &err);
	CHECK(good || err.msg[0] != '\0');
	roster_finish(&roster);
	report_finish(&report);
	return good;
}

static struct entities load(struct span records)
{
	struct report report = {0};
	struct entities ents;
	struct err err;
	CHECK(entities_load(&ents, fuzz_file(records), NULL, NULL, &report, &err));
	CHECK(report_count(&report, REPORT_ERROR) == 0);
	report_finish(&report);
	return ents;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf records = {0}, xml = {0}, again = {0};
	if (import((struct span){(const char *)data, size}, &records)) {
		struct entities ents = load(buf_span(&records));
		tei_put(&ents, &xml);
		CHECK(ents.n == 0 || import(buf_span(&xml), &again));
		struct entities back = load(buf_span(&again));
		CHECK(back.n == ents.n);
		for (uint32_t i = 0; i < ents.n; i++) {
			CHECK(entities_find(&back, ents.items[i].id).i != ENT_NONE.i);
		}
		entities_finish(&ents);
		entities_finish(&back);
	}
	buf_finish(&records);
	buf_finish(&xml);
	buf_finish(&again);
	return 0;
}
