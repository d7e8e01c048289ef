#include "ui/cli.h"

#include "base/file.h"

#include <time.h>

/* What was built and what it took, as one line of JSON. */
static void put_stats(const struct dossier *dossier, uint32_t read, double seconds, struct buf *out)
{
	const struct catalog *catalog = &dossier->catalog;
	const struct words_built *built = &dossier->words_built;
	struct file_stamp stamp = {0};

	(void)file_look(dossier->index, &stamp);
	buf_printf(out, "{\"documents\":%u,\"bytes\":%llu,\"read\":%u,\"entities\":%u,",
		catalog->n, (unsigned long long)catalog_bytes(catalog), read, dossier->ents.n);
	buf_printf(out, "\"mentions\":%u,\"index_bytes\":%llu,", dossier->xref.mentions.n,
		(unsigned long long)stamp.size);
	buf_printf(out, "\"words\":%llu,\"postings\":%llu,\"words_read\":%u,\"words_bytes\":%llu,",
		(unsigned long long)built->words, (unsigned long long)built->places, built->read,
		(unsigned long long)built->bytes);
	buf_printf(out, "\"words_merging\":%.3f,\"cache_dossiers\":%u,\"cache_bytes\":%llu,",
		built->merging, dossier->cached.dossiers, (unsigned long long)dossier->cached.bytes);
	buf_printf(out, "\"seconds\":%.3f}\n", seconds);
}

bool cli_index(struct dossier *dossier, const struct cli *cli, struct err *err)
{
	uint32_t read = dossier->catalog.n - dossier->taken;

	if (!dossier_index(dossier, true, err)) {
		return false;
	}
	if (cli->args->value[ARGS_OPT_stats] != NULL) {
		/* The program does nothing else: what it has used is what this took. */
		put_stats(dossier, read, (double)clock() / CLOCKS_PER_SEC, &cli->out->buf);
	}
	return true;
}
