#include "base/file.h"
#include "base/visible.h"
#include "links/tei.h"
#include "links/tsv.h"
#include "ui/cli.h"

#include <unistd.h>

bool cli_import(const char *path, struct output *out, struct report *report, struct err *err)
{
	struct roster roster = {.path = path, .report = report};
	struct buf text = {0}, records = {0};
	bool good = file_read(path, TEI_BYTES, &text, NULL, err);
	if (good) {
		good = tei_looks_so(buf_span(&text)) ? tei_read(buf_span(&text), &roster, err) :
			tsv_read(buf_span(&text), &roster, err);
	}
	good = good && roster_put(&roster, &records, err);
	if (good && isatty(out->fd)) {
		visible_put(&out->buf, buf_span(&records), VISIBLE_TEXT);
	} else if (good) {
		buf_put(&out->buf, buf_span(&records));
	}
	buf_finish(&text);
	buf_finish(&records);
	roster_finish(&roster);
	return good;
}
