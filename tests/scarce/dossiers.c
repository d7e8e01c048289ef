#include "dossiers.h"

#include "base/file.h"

#include <sys/stat.h>

void dossiers_prepare(void)
{
	struct err err;

	CHECK(file_write(scarce_own("config.ini"), SPAN("[limits]\nthreads = 1\n"), true, 0600, &err));
	CHECK(mkdir(scarce_own("state"), 0700) == 0);
	CHECK(mkdir(scarce_own("cache"), 0700) == 0);
}

bool dossiers_open(struct dossier *dossier, const char *path, unsigned flags, struct err *err)
{
	char texts[4096], config[4096], state[4096], cache[4096];
	const char *paths[1] = {texts};
	struct dossier_how how = {.paths = paths, .npaths = 1, .config = config,
		.state = (flags & DOSSIERS_STATE) != 0 ? state : NULL,
		.cache = (flags & DOSSIERS_CACHE) != 0 ? cache : NULL,
		.words = (flags & DOSSIERS_WORDS) != 0, .memory = 1 << 20};

	snprintf(texts, sizeof(texts), "%s", scarce_source(path));
	snprintf(config, sizeof(config), "%s", scarce_own("config.ini"));
	snprintf(state, sizeof(state), "%s", scarce_own("state"));
	snprintf(cache, sizeof(cache), "%s", scarce_own("cache"));
	return dossier_open(dossier, &how, err);
}

void dossiers_tell(struct dossier *dossier, struct told *told)
{
	const struct mentions *mentions = &dossier->xref.mentions;

	for (uint32_t i = 0; i < dossier->catalog.n; i++) {
		told_text(told, dossier->catalog.heads[i].title);
		told_text(told, catalog_doc(&dossier->catalog, (doc_id){i})->text);
	}
	for (uint32_t i = 0; i < mentions->n; i++) {
		const struct mention *mention = &mentions->items[i];

		told_number(told, mention->doc.i);
		told_number(told, mention->at.start);
		told_number(told, mention->at.end);
		told_number(told, mention->rule);
		told_number(told, mention->certainty);
		for (uint32_t k = 0; k < mention->nents + (uint32_t)mention->nrivals; k++) {
			told_text(told, dossier->ents.items[mentions->pool[mention->ent + k]].id);
		}
	}
	told_number(told, dossier->ents.nnames);
	told_report(told, &dossier->report);
	told_report(told, &dossier->link_report);
}
