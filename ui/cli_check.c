#include "ui/cli.h"

#include "base/visible.h"

/* Prints a report; whether nothing in it is doubtful. */
static bool print_report(const struct cli *cli, const struct report *report)
{
	struct buf *out = &cli->out->buf;
	for (uint32_t i = 0; i < report->n; i++) {
		visible_put(out, span_of(report->items[i].text), VISIBLE_LINE);
		buf_putc(out, '\n');
		output_spill(cli->out);
	}
	if (report->dropped > 0) {
		buf_printf(out, "%u more, for which there was no memory\n", report->dropped);
	}
	return report_count(report, REPORT_WARNING) == 0 && report->dropped == 0;
}

void cli_check(const struct cli *cli, bool *good)
{
	const struct dossier *dossier = cli->dossier;
	bool documents = print_report(cli, &dossier->report);
	bool links = print_report(cli, &dossier->link_report);
	*good = documents && links;
	if (*good) {
		buf_printf(&cli->out->buf, "documents: %u, entities: %u, mentions: %u; nothing is wrong\n",
			dossier->catalog.n, dossier->ents.n, dossier->xref.mentions.n);
	}
}
