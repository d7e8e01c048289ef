/*
 * The prebuilt index: the bytes of the input as a file, or a good file with some bytes changed and
 * its sums made right. It stands for a folder that nobody has looked at, whatever it says, and is
 * asked for all that it holds. Where the first byte says so, a dossier is opened with some of them,
 * with and without a look at the folder, and read by keys at a screen: that takes long.
 */
#include "base/file.h"
#include "base/sections.h"
#include "base/visible.h"
#include "fuzz.h"
#include "small.h"

#include <unistd.h>

enum { HEAD = 64, HEAD_SUM = 32 }; /* the head of a file, and where the sum of its table stands */
enum { COLS = 100, ROWS = 30 };
enum { CHANGED = 1, HOWS = 4 }; /* the first byte: a changed file; below HOWS a dossier, too */

static struct dossier made; /* the one that the file was made of */
static struct buf good; /* the file as it was made */
static struct sections_entry table[SECTIONS_MOST]; /* its arrays */
static uint32_t narrays;
static char path[4096];

static void make_good(void)
{
	struct sections sections;
	struct err err;

	CHECK(small_open(&made, true));
	CHECK(dossier_index(&made, true, &err));
	snprintf(path, sizeof(path), "%s", made.index);
	CHECK(file_read(path, 1 << 20, &good, NULL, &err));
	CHECK(sections_open(&sections, path, &err) && sections.n > 0);
	narrays = sections.n;
	memcpy(table, sections.table, narrays * sizeof(*table));
	sections_close(&sections);
}

/* Changes some bytes in one array: which, where, how many, and what they become. */
static void change(struct buf *file, struct span *rest)
{
	const struct sections_entry *entry = &table[fuzz_byte(rest) % narrays];
	size_t at = (size_t)fuzz_byte(rest) << 8;
	size_t n = fuzz_byte(rest) % 16;

	at = entry->bytes == 0 ? 0 : (at | fuzz_byte(rest)) % entry->bytes;
	for (size_t i = 0; i < n && at + i < entry->bytes; i++) {
		file->p[entry->at + at + i] = (char)fuzz_byte(rest);
	}
}

/* Makes all sums right again. */
static void sum(struct buf *file)
{
	struct sections_entry summed[SECTIONS_MOST];
	uint64_t all;

	memcpy(summed, table, narrays * sizeof(*summed));
	for (uint32_t i = 0; i < narrays; i++) {
		summed[i].sum = sections_sum(file->p + summed[i].at, summed[i].bytes);
	}
	memcpy(file->p + HEAD, summed, narrays * sizeof(*summed));
	all = sections_sum(summed, narrays * sizeof(*summed));
	memcpy(file->p + HEAD_SUM, &all, sizeof(all));
}

static void make_changed(struct span rest, struct buf *file)
{
	buf_put(file, buf_span(&good));
	while (rest.n > 0) {
		change(file, &rest);
	}
	sum(file);
}

/* Whatever a title says goes through the door: it has no promise to keep. */
static void ask_heads(const struct catalog *catalog)
{
	struct buf out = {0};

	for (uint32_t i = 0; i < catalog->n; i++) {
		const struct doc_head *head = catalog_head(catalog, i);
		doc_id found = catalog_find(catalog, head->path);

		visible_put(&out, head->title, VISIBLE_LINE);
		visible_put(&out, head->source, VISIBLE_LINE);
		visible_put(&out, head->language, VISIBLE_LINE);
		visible_put(&out, head->note, VISIBLE_LINE);
		CHECK(head->encoding != NULL && strlen(head->encoding) < 1000);
		CHECK(head->paras > 0);
		CHECK(found.i == DOC_NONE.i || found.i < catalog->n);
	}
	buf_finish(&out);
}

static void ask_mentions(const struct xref *xref)
{
	for (uint32_t i = 0; i < xref->mentions.n; i++) {
		const struct mention *mention = xref_mention(xref, i);
		const uint32_t *ents = xref_ents(xref, mention);

		CHECK(mention->doc.i < xref->catalog->n && mention->rule < RULE_COUNT);
		for (uint32_t k = 0; k < (uint32_t)mention->nents + mention->nrivals; k++) {
			CHECK(ents[k] < xref->ents->n);
		}
	}
}

static void ask_entities(const struct xref *xref)
{
	for (uint32_t i = 0; i < xref->ents->n; i++) {
		struct slice of = xref_of(xref, (ent_id){i}), open = xref_open(xref, (ent_id){i});

		for (uint32_t k = 0; k < of.n; k++) {
			CHECK(xref_mention(xref, of.p[k])->doc.i < xref->catalog->n);
		}
		for (uint32_t k = 0; k < open.n; k++) {
			CHECK(xref_mention(xref, open.p[k])->doc.i < xref->catalog->n);
		}
		for (uint32_t d = 0; d < xref->catalog->n; d++) {
			CHECK(xref_of_in(xref, (ent_id){i}, (doc_id){d}).n <= of.n);
		}
	}
}

static void ask_places(const struct xref *xref)
{
	for (uint32_t d = 0; d < xref->catalog->n; d++) {
		uint32_t n = catalog_head(xref->catalog, d)->text_n;

		for (uint32_t off = 0; off <= n && off < 1024; off += 7) {
			uint32_t at = xref_at(xref, (doc_id){d}, off);

			CHECK(at == MENTION_NONE || at < xref->mentions.n);
			CHECK(xref_from(xref, (doc_id){d}, off) <= xref->mentions.n);
		}
	}
}

static void ask_names(const struct entities *ents)
{
	struct buf out = {0};

	for (uint32_t i = 0; i < ents->n; i++) {
		const struct entity *ent = &ents->items[i];
		ent_id found = entities_find(ents, ent->id);

		CHECK(found.i == ENT_NONE.i || found.i < ents->n);
		CHECK(ent->kind < ents->nkinds && ent->nnames > 0);
		visible_put(&out, ents->kinds[ent->kind], VISIBLE_LINE);
		visible_put(&out, ent->place, VISIBLE_LINE);
		visible_put(&out, ent->note, VISIBLE_LINE);
		for (uint32_t k = 0; k < ent->nnames; k++) {
			visible_put(&out, ents->names[ent->name + k].text, VISIBLE_LINE);
		}
		for (uint32_t k = 0; k < ent->nparties; k++) {
			visible_put(&out, ents->parties[ent->party + k], VISIBLE_LINE);
		}
	}
	buf_finish(&out);
}

static void ask_problems(const struct prebuilt *built)
{
	struct prebuilt_told told[PREBUILT_SORTS];
	struct report documents = {0}, links = {0};

	prebuilt_lend_sums(built, told);
	for (size_t i = 0; i < PREBUILT_SORTS; i++) {
		CHECK(told[i].n == 0 || told[i].first.n == 0 ||
			told[i].first.p[told[i].first.n] == '\0');
	}
	CHECK(prebuilt_lend_problems(built, &documents, &links) <= links.n);
	report_finish(&documents);
	report_finish(&links);
}

static void ask_lent(const struct prebuilt *built, const struct entities *ents)
{
	struct catalog catalog;
	struct xref xref;
	struct err err;
	const struct prebuilt_lending to = {made.folder, &made.config, ents, &made.decisions,
		made.listing};

	if (!prebuilt_lend(built, &to, &catalog, &xref, &err)) {
		return;
	}
	ask_heads(&catalog);
	ask_mentions(&xref);
	ask_entities(&xref);
	ask_places(&xref);
	ask_problems(built);
	xref_finish(&xref);
	catalog_finish(&catalog);
}

/* Asks for everything that there is, in the file's words for a folder that nobody has looked at. */
static void ask(void)
{
	struct prebuilt built;
	struct entities ents;
	struct err err;

	if (!prebuilt_map(&built, path, &made.key, &err)) {
		return;
	}
	if (prebuilt_names_lend(&built, "entities.rec", &made.config, &ents, &err)) {
		ask_names(&ents);
		ask_lent(&built, &ents);
		entities_finish(&ents);
	}
	prebuilt_close(&built);
}

/* Through the mentions, the list of documents, a card, a search. */
static void read_on(struct dossier *dossier)
{
	static const char keys[] = "\t\t*#r\033o\rg}}\rI\r(p/Iturup\rn]\t*is\rx";
	struct err err;
	struct session *session = session_new(dossier, &err);

	CHECK(session != NULL);
	session_resize(session, COLS, ROWS);
	for (size_t i = 0; i + 1 < sizeof(keys); i++) {
		session_key(session, (unsigned char)keys[i]);
		small_look(session, COLS, ROWS);
	}
	session_free(session);
}

static void put(const struct buf *file)
{
	struct err err;

	CHECK(!file->failed && file_write(path, buf_span(file), true, 0600, &err));
}

/* A dossier with that index, by keys: with a look at the folder, and before there was one. */
static void read_dossier(const struct buf *file)
{
	struct dossier dossier;

	put(file);
	CHECK(small_open(&dossier, true));
	CHECK(dossier.catalog.n == 2);
	read_on(&dossier);
	dossier_close(&dossier);
	put(file);
	CHECK(small_open_lent(&dossier));
	read_on(&dossier);
	dossier_close(&dossier);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	bool slow = fuzz_takes_time(rest);
	uint8_t first = fuzz_byte(&rest);
	struct buf file = {0};

	if (good.p == NULL) {
		make_good();
	}
	if ((first & CHANGED) != 0) {
		make_changed(rest, &file);
	} else {
		buf_put(&file, rest);
	}
	put(&file);
	ask();
	if (slow && first < HOWS) {
		read_dossier(&file);
	}
	buf_finish(&file);
	return 0;
}
