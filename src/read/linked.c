#include "read/linked.h"

#include "links/lexicon.h"

static bool load_decisions(struct linked *made, const struct dossier *dossier, struct err *err)
{
	return decisions_load(&made->decisions, dossier->decisions_here, &made->report, err) &&
		(dossier->decisions_state == NULL ||
			decisions_load(&made->decisions, dossier->decisions_state, &made->report, err));
}

bool linked_load(struct linked *made, const struct dossier *dossier, struct err *err)
{
	bool ok = load_decisions(made, dossier, err) &&
		entities_load(&made->ents, dossier->entities_path, &made->decisions,
			&dossier->config, &made->report, err) &&
		lexicon_judge(&dossier->config, &made->report, err);

	made->from = made->report.n;
	return ok;
}

bool linked_lend(struct linked *made, const struct dossier *dossier, struct err *err)
{
	bool ok = load_decisions(made, dossier, err) &&
		prebuilt_names_lend(&dossier->built, dossier->entities_path, &dossier->config,
			&made->ents, err);

	report_finish(&made->report); /* the index has the same */
	return ok;
}

void linked_put(struct linked *made, struct dossier *dossier)
{
	dossier->decisions = made->decisions;
	dossier->ents = made->ents;
	dossier->link_report = made->report;
	dossier->links_from = made->from;
}

struct prebuilt_key linked_key(const struct dossier *dossier)
{
	struct prebuilt_key key = {.rules = prebuilt_rules(),
		.settings = prebuilt_settings(&dossier->config)};

	(void)file_look(dossier->entities_path, &key.entities);
	(void)file_look(dossier->decisions_here, &key.here);
	if (dossier->decisions_state != NULL) {
		(void)file_look(dossier->decisions_state, &key.state);
	}
	return key;
}

void linked_finish(struct linked *linked)
{
	xref_finish(&linked->xref);
	entities_finish(&linked->ents);
	decisions_finish(&linked->decisions);
	report_finish(&linked->report);
}
