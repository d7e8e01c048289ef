#include "ui/cli.h"

#include "base/typo.h"
#include "texts/hidden.h"

bool cli_show(const struct cli *cli, struct err *err)
{
	const struct catalog *catalog = &cli->dossier->catalog;
	const char *path = cli->args->operands[1];
	doc_id id = catalog_find(catalog, span_of(path));
	if (id.i != DOC_NONE.i) {
		const struct doc *doc = catalog_doc(catalog, id);
		hidden_put(doc, (struct range){0, (uint32_t)doc->text.n}, VISIBLE_TEXT,
			&cli->out->buf);
		return true;
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		if (typo_near(span_of(path), catalog_head(catalog, i)->path)) {
			return err_set(err, "%s: no such document; did you mean %.*s?", path,
				SPAN_ARG(catalog_head(catalog, i)->path));
		}
	}
	return err_set(err, "%s: no such document in %s", path, catalog->root);
}
