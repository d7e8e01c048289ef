#include "ui/cli.h"

#include "base/visible.h"
#include "links/disguise.h"
#include "links/doubts.h"

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

/* The last line where nothing is wrong; notes stand above it. */
static void print_sum(const struct cli *cli, uint32_t notes)
{
	const struct dossier *dossier = cli->dossier;
	buf_printf(&cli->out->buf, "documents: %u, entities: %u, mentions: %u",
		dossier->catalog.n, dossier->ents.n, dossier->xref.mentions.n);
	if (notes > 0) {
		buf_printf(&cli->out->buf, ", notes: %u", notes);
	}
	buf_puts(&cli->out->buf, "; nothing is wrong\n");
}

bool cli_check(const struct cli *cli, bool *good, struct err *err)
{
	const struct dossier *dossier = cli->dossier;
	struct report doubts = {0};
	bool found = doubts_find(&dossier->ents, &dossier->xref, &doubts, err) &&
		disguise_find(&dossier->ents, &dossier->xref, &doubts, err);
	bool documents = print_report(cli, &dossier->report);
	bool links = print_report(cli, &dossier->link_report);
	bool names = print_report(cli, &doubts);
	*good = documents && links && names;
	if (found && *good) {
		print_sum(cli, dossier->report.n + dossier->link_report.n + doubts.n);
	}
	report_finish(&doubts);
	return found;
}
