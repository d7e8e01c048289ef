#include "ui/cli.h"

#include "base/visible.h"

void cli_check(const struct cli *cli, bool *good)
{
	const struct dossier *dossier = cli->dossier;
	const struct report *report = &dossier->report;
	struct buf *out = &cli->out->buf;
	for (uint32_t i = 0; i < report->n; i++) {
		visible_put(out, span_of(report->items[i].text), VISIBLE_LINE);
		buf_putc(out, '\n');
		output_spill(cli->out);
	}
	if (report->dropped > 0) {
		buf_printf(out, "%u more, for which there was no memory\n", report->dropped);
	}
	*good = report_count(report, REPORT_WARNING) == 0 && report->dropped == 0;
	if (*good) {
		buf_printf(out, "%u documents, %u entities, %u mentions: nothing is wrong\n",
			dossier->catalog.n, dossier->ents.n, dossier->xref.mentions.n);
	}
}
