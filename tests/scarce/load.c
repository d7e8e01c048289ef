/* Stories of loading: settings, records, documents, the whole dossier and its indexes. */
#include "scarce.h"

#include "dossiers.h"
#include "links/entities.h"
#include "texts/catalog.h"

#include <string.h>

/* Settings. */

static struct config config;
static struct report report;

static bool read_config(struct err *err)
{
	config_init(&config);
	return config_read(&config, scarce_source("config.ini"), CONFIG_ALL, &report, err) &&
		config_set(&config, SPAN("layout.measure"), SPAN("60"), err);
}

static void tell_config(struct told *told)
{
	struct buf value = {0};

	for (size_t i = 0; i < config_noptions; i++) {
		config_value(&config, &config_options[i], &value);
		buf_putc(&value, '\n');
	}
	told_text(told, buf_span(&value));
	told_report(told, &report);
	buf_finish(&value);
}

static void undo_config(void)
{
	config_finish(&config);
	report_finish(&report);
}

const struct story story_config = {"settings", NULL, read_config, tell_config, undo_config, NULL};

/* Records. */

static struct entities ents;

static bool load_entities(struct err *err)
{
	return entities_load(&ents, scarce_source("texts/entities.rec"), NULL, NULL, &report, err);
}

static void tell_entities(struct told *told)
{
	for (uint32_t i = 0; i < ents.nnames; i++) {
		told_text(told, ents.names[i].text);
		told_number(told, ents.names[i].ent.i);
		told_text(told, ents.items[ents.names[i].ent.i].id);
	}
	told_report(told, &report);
}

static void undo_entities(void)
{
	entities_finish(&ents);
	ents = (struct entities){0};
	report_finish(&report);
}

const struct story story_entities = {
	"records", NULL, load_entities, tell_entities, undo_entities, NULL};

/* Documents of several kinds, one after the other. */

static const struct {
	const char *path, *encoding;
} papers[] = {
	{"texts/1988-working-group.txt", NULL},
	{"README", NULL},
	{"texts/entities.rec", "KOI8-R"},
	{"tests/data/texts/coast.md", NULL},
};
static struct doc docs[COUNT_OF(papers)];

static bool read_one(size_t i, struct err *err)
{
	struct doc_about about = {.path = span_of(papers[i].path), .encoding = papers[i].encoding,
		.markdown = span_ends(span_of(papers[i].path), SPAN(".md"))};
	struct buf bytes = {0};
	bool ok = file_read(scarce_source(papers[i].path), 1 << 20, &bytes, NULL, err) &&
		doc_read(&docs[i], &bytes, &about, &config, err);

	buf_finish(&bytes);
	return ok;
}

static void prepare_config(void)
{
	config_init(&config);
}

static bool read_documents(struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(papers); i++) {
		if (!read_one(i, err)) {
			return false;
		}
	}
	return true;
}

static void tell_document(struct told *told, const struct doc *doc)
{
	told_text(told, doc->text);
	told_text(told, doc->title);
	for (uint32_t i = 0; i < doc->nparas; i++) {
		told_number(told, doc->paras[i].at.start);
		told_number(told, doc->paras[i].number);
		told_number(told, doc->paras[i].kind);
	}
	told_number(told, doc->nmarks);
}

static void tell_documents(struct told *told)
{
	for (size_t i = 0; i < COUNT_OF(docs); i++) {
		tell_document(told, &docs[i]);
	}
}

static void undo_documents(void)
{
	for (size_t i = 0; i < COUNT_OF(docs); i++) {
		doc_finish(&docs[i]);
		docs[i] = (struct doc){0};
	}
}

static void drop_config(void)
{
	config_finish(&config);
}

const struct story story_document = {
	"documents", prepare_config, read_documents, tell_documents, undo_documents, drop_config};

/* The catalogue of a folder. */

static struct catalog catalog;

static bool load_catalog(struct err *err)
{
	config.limits_threads = 1;
	return catalog_load(&catalog, scarce_source("texts"), &config, &report, err);
}

static void tell_catalog(struct told *told)
{
	for (uint32_t i = 0; i < catalog.n; i++) {
		told_text(told, catalog.heads[i].path);
		told_text(told, catalog.heads[i].title);
		told_number(told, catalog.heads[i].paras);
		tell_document(told, catalog_doc(&catalog, (doc_id){i}));
	}
	told_report(told, &report);
}

static void undo_catalog(void)
{
	catalog_finish(&catalog);
	report_finish(&report);
}

const struct story story_catalog = {
	"catalogue", prepare_config, load_catalog, tell_catalog, undo_catalog, drop_config};

/* The whole dossier: without an index, with one that is written, with the words. */

static struct dossier dossier;

static bool open_dossier(struct err *err)
{
	return dossiers_open(&dossier, "texts", 0, err);
}

static void tell_dossier(struct told *told)
{
	dossiers_tell(&dossier, told);
}

static void undo_dossier(void)
{
	dossier_close(&dossier);
	dossier = (struct dossier){0};
}

const struct story story_dossier = {"the dossier", dossiers_prepare, open_dossier, tell_dossier,
	undo_dossier, scarce_sweep};

static bool index_dossier(struct err *err)
{
	return dossiers_open(&dossier, "texts", DOSSIERS_STATE | DOSSIERS_CACHE, err) &&
		dossier_index(&dossier, true, err);
}

/* What the next start takes from the index is what this one has found. */
static void tell_index(struct told *told)
{
	struct dossier next;
	struct told now = {0}, then = {0};
	struct err err;

	dossiers_tell(&dossier, &now);
	CHECK(dossiers_open(&next, "texts", DOSSIERS_STATE | DOSSIERS_CACHE, &err));
	dossiers_tell(&next, &then);
	CHECK(now.excused || now.hash == then.hash);
	dossier_close(&next);
	dossiers_tell(&dossier, told);
}

const struct story story_index = {"the index, written and taken", dossiers_prepare, index_dossier,
	tell_index, undo_dossier, scarce_sweep};

static bool index_words(struct err *err)
{
	return dossiers_open(&dossier, "texts", DOSSIERS_STATE | DOSSIERS_CACHE | DOSSIERS_WORDS, err) &&
		dossier_index(&dossier, true, err);
}

const struct story story_words = {"the index of words", dossiers_prepare, index_words, tell_index,
	undo_dossier, scarce_sweep};
