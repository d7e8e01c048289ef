/* A prebuilt index written. */
#include "links/prebuilt_form.h"

#include <stdlib.h>

struct saving {
	const struct catalog *catalog;
	const struct xref *xref;
	const struct prebuilt_whole *whole;
	struct prebuilt_head *heads;
	struct prebuilt_problem *problems;
	uint32_t nproblems;
	struct prebuilt_sum sums[2];
	struct prebuilt_names names;
	struct arena arena; /* of the names */
	struct buf strings;
	uint64_t noutlines; /* bytes of them */
};

struct prebuilt_piece prebuilt_save_text(struct buf *strings, struct span text)
{
	struct prebuilt_piece piece = {(uint32_t)strings->n, (uint32_t)text.n};

	buf_put(strings, text);
	buf_putc(strings, '\0');
	return piece;
}

static struct prebuilt_piece put_piece(struct saving *saving, struct span text)
{
	return prebuilt_save_text(&saving->strings, text);
}

/* The outlines of four gigabytes are enough; a text without one is gone through again. */
static struct prebuilt_piece put_outline(struct saving *saving, struct span outline)
{
	struct prebuilt_piece piece = {(uint32_t)saving->noutlines, (uint32_t)outline.n};

	if (saving->noutlines + outline.n > UINT32_MAX) {
		return (struct prebuilt_piece){0};
	}
	saving->noutlines += outline.n;
	return piece;
}

static uint32_t flags_of(const struct catalog *catalog, const struct doc_head *head)
{
	struct same kept = same_kept(catalog, head);
	bool young = head->young || !file_stamp_eq(&kept.stamp, &head->stamp);

	return (head->guessed ? PREBUILT_GUESSED : 0u) | (head->markdown ? PREBUILT_MARKDOWN : 0u) |
		(head->told_title ? PREBUILT_TITLE : 0u) | (head->told_date ? PREBUILT_DATE : 0u) |
		(head->declared != NULL ? PREBUILT_DECLARED : 0u) |
		(head->again ? PREBUILT_AGAIN : 0u) | (young ? PREBUILT_YOUNG : 0u);
}

static void save_head(struct saving *saving, uint32_t doc, struct prebuilt_head *out)
{
	const struct doc_head *head = catalog_head(saving->catalog, doc);
	const struct xref *xref = saving->xref;

	*out = (struct prebuilt_head){.same = same_now(head),
		.path = put_piece(saving, head->path),
		.title = put_piece(saving, head->title),
		.encoding = put_piece(saving, span_of(head->encoding)),
		.source = put_piece(saving, head->source),
		.language = put_piece(saving, head->language),
		.note = put_piece(saving, head->note),
		.declared = put_piece(saving, span_of(head->declared)),
		.outline = put_outline(saving, head->outline),
		.mention = xref->doc_first[doc],
		.nmentions = xref->doc_first[doc + 1] - xref->doc_first[doc],
		.pool = xref->pool_first[doc],
		.npool = xref->pool_first[doc + 1] - xref->pool_first[doc],
		.hidden = head->hidden, .nbad = head->nbad, .source_n = head->source_n,
		.text_n = head->text_n, .first = head->first, .paras = head->paras,
		.date = head->date, .flags = flags_of(saving->catalog, head)};
}

static void save_problems(struct saving *saving, const struct report *report, uint32_t from,
	uint32_t to, enum prebuilt_about about)
{
	struct prebuilt_sum *sum = &saving->sums[about != PREBUILT_OF_DOCUMENTS];

	for (uint32_t i = from; i < to; i++) {
		if (report->items[i].level >= REPORT_WARNING && sum->n++ == 0) {
			sum->first = saving->nproblems;
		}
		saving->problems[saving->nproblems++] = (struct prebuilt_problem){
			.text = put_piece(saving, span_of(report->items[i].text)),
			.level = report->items[i].level,
			.about = report->items[i].left_out ? PREBUILT_OF_LEFT_OUT : about};
	}
}

static bool save_all(struct saving *saving, struct err *err)
{
	const struct prebuilt_whole *whole = saving->whole;
	uint32_t most = whole->report->n + whole->links->n;

	saving->heads = calloc((size_t)saving->catalog->n + 1, sizeof(*saving->heads));
	saving->problems = calloc((size_t)most + 1, sizeof(*saving->problems));
	if (saving->heads == NULL || saving->problems == NULL) {
		return err_memory(err);
	}
	/* What every start needs stands together. */
	if (!prebuilt_names_put(saving->xref->ents, &saving->strings, &saving->arena, &saving->names)) {
		return err_memory(err);
	}
	save_problems(saving, whole->report, whole->report_from, whole->report_to,
		PREBUILT_OF_DOCUMENTS);
	save_problems(saving, whole->links, 0, whole->links_from, PREBUILT_OF_NAMES);
	save_problems(saving, whole->links, whole->links_from, whole->links->n, PREBUILT_OF_LINKS);
	for (uint32_t i = 0; i < saving->catalog->n; i++) {
		save_head(saving, i, &saving->heads[i]);
	}
	return buf_ok(&saving->strings, err) &&
		(saving->strings.n < UINT32_MAX || err_set(err, "too many names for an index"));
}

static void add_numbers(struct sections_out *out, enum prebuilt_section id, const uint32_t *items,
	uint32_t n)
{
	sections_add(out, id, sizeof(*items), items, n);
}

/* Those of an index that was taken over lie side by side there, but for what has changed. */
static void add_outlines(const struct saving *saving, struct sections_out *out)
{
	struct span run = {0};

	sections_begin(out, PREBUILT_OUTLINES, 1);
	for (uint32_t i = 0; i < saving->catalog->n; i++) {
		const char *p = catalog_head(saving->catalog, i)->outline.p;
		uint32_t n = saving->heads[i].outline.n;

		if (n > 0 && run.n > 0 && run.p + run.n == p) {
			run.n += n;
		} else if (n > 0) {
			sections_put(out, run.p, run.n);
			run = (struct span){p, n};
		}
	}
	sections_put(out, run.p, run.n);
	sections_end(out);
}

static bool write_sections(const struct saving *saving, const char *path,
	const struct prebuilt_key *key, struct err *err)
{
	const struct xref *xref = saving->xref;
	const struct mentions *mentions = &xref->mentions;
	struct prebuilt_folder folder = saving->whole->folder;
	uint32_t ndocs = saving->catalog->n, nents = xref->ents->n;
	struct sections_out out;

	if (!sections_create(&out, path, err)) {
		return false;
	}
	folder.set = same_set(saving->catalog);
	/* Where a file was left out, or may yet change unseen, looking at files does not tell enough. */
	folder.files = folder.set != 0 && ndocs == saving->catalog->listed ? saving->catalog->files : 0;
	sections_add(&out, PREBUILT_KEY, sizeof(*key), key, 1);
	sections_add(&out, PREBUILT_HEADS, sizeof(*saving->heads), saving->heads, ndocs);
	sections_add(&out, PREBUILT_STRINGS, 1, saving->strings.p, saving->strings.n);
	add_outlines(saving, &out);
	sections_add(&out, PREBUILT_MENTIONS, sizeof(*mentions->items), mentions->items, mentions->n);
	add_numbers(&out, PREBUILT_POOL, mentions->pool, mentions->npool);
	sections_add(&out, PREBUILT_WHOLE, sizeof(folder), &folder, 1);
	sections_add(&out, PREBUILT_PROBLEMS, sizeof(*saving->problems), saving->problems,
		saving->nproblems);
	sections_add(&out, PREBUILT_TOLD, sizeof(*saving->sums), saving->sums, COUNT_OF(saving->sums));
	add_numbers(&out, PREBUILT_BY_PATH, saving->catalog->by_path, ndocs);
	add_numbers(&out, PREBUILT_DOC_FIRST, xref->doc_first, ndocs + 1);
	add_numbers(&out, PREBUILT_POOL_FIRST, xref->pool_first, ndocs + 1);
	add_numbers(&out, PREBUILT_BY_ENT, xref->by_ent, xref->ent_first[nents]);
	add_numbers(&out, PREBUILT_ENT_FIRST, xref->ent_first, nents + 1);
	add_numbers(&out, PREBUILT_OPEN, xref->open, xref->open_first[nents]);
	add_numbers(&out, PREBUILT_OPEN_FIRST, xref->open_first, nents + 1);
	add_numbers(&out, PREBUILT_ENT_DOCS, xref->ent_docs, nents);
	prebuilt_names_add(&saving->names, &out);
	return sections_commit(&out, err);
}

bool prebuilt_save(const char *path, const struct prebuilt_key *key, const struct catalog *catalog,
	const struct xref *xref, const struct prebuilt_whole *whole, struct err *err)
{
	struct saving saving = {.catalog = catalog, .xref = xref, .whole = whole};
	bool ok = save_all(&saving, err) && write_sections(&saving, path, key, err);

	free(saving.heads);
	free(saving.problems);
	arena_finish(&saving.arena);
	buf_finish(&saving.strings);
	return ok;
}
