/* A prebuilt index used as it is, before the files of the folder are looked at. */
#include "links/prebuilt_form.h"

/* The head of a document as the index has it, its stamp too. */
static bool fill(const void *owner, uint32_t i, struct doc_head *head)
{
	const struct prebuilt *built = owner;
	const struct prebuilt_head *from = &built->heads[i];
	struct doc_head made = {.stamp = from->same.stamp, .told = from->same.told, .listed = i,
		.markdown = (from->flags & PREBUILT_MARKDOWN) != 0,
		.told_title = (from->flags & PREBUILT_TITLE) != 0,
		.told_date = (from->flags & PREBUILT_DATE) != 0,
		.again = (from->flags & PREBUILT_AGAIN) != 0,
		.young = (from->flags & PREBUILT_YOUNG) != 0};
	struct span declared;

	if (!prebuilt_fill(built, from, &made) || !prebuilt_text(built, from->path, &made.path) ||
		!prebuilt_text(built, from->source, &made.source) ||
		!prebuilt_text(built, from->language, &made.language) ||
		!prebuilt_text(built, from->note, &made.note) ||
		!prebuilt_text(built, from->declared, &declared)) {
		return false;
	}
	made.declared = (from->flags & PREBUILT_DECLARED) != 0 ? declared.p : NULL;
	*head = made;
	return true;
}

/* What it says of the folder, if it is all of this one. */
static const struct prebuilt_folder *get_folder(const struct prebuilt *built,
	const struct prebuilt_folder *now)
{
	uint32_t n;
	const struct prebuilt_folder *made = prebuilt_array(built, PREBUILT_WHOLE, sizeof(*made), &n);

	return made != NULL && n == 1 && file_stamp_eq(&made->documents, &now->documents) &&
		made->listing == now->listing && made->pending == 0 ? made : NULL;
}

/* An array of numbers, exactly n of them. */
static uint32_t *numbers(const struct prebuilt *built, enum prebuilt_section id, uint32_t n,
	bool *good)
{
	uint32_t there;
	const uint32_t *items = prebuilt_array(built, id, sizeof(*items), &there);

	*good = *good && items != NULL && there == n;
	return (uint32_t *)(uintptr_t)items;
}

/* An array of at least as many numbers as the last one of `first` says. */
static uint32_t *list(const struct prebuilt *built, enum prebuilt_section id, const uint32_t *first,
	uint32_t n, bool *good)
{
	return numbers(built, id, *good ? first[n] : 0, good);
}

/* Finds the arrays of the mention index. */
static bool get_xref(const struct prebuilt *built, uint32_t nents, struct xref *out)
{
	uint32_t n = built->n;
	bool good = built->npool > 0 || built->nmentions == 0;

	out->mentions = (struct mentions){.items = (struct mention *)(uintptr_t)built->mentions,
		.n = built->nmentions, .pool = (uint32_t *)(uintptr_t)built->pool,
		.npool = built->npool};
	out->doc_first = numbers(built, PREBUILT_DOC_FIRST, n + 1, &good);
	out->pool_first = numbers(built, PREBUILT_POOL_FIRST, n + 1, &good);
	out->ent_first = numbers(built, PREBUILT_ENT_FIRST, nents + 1, &good);
	out->open_first = numbers(built, PREBUILT_OPEN_FIRST, nents + 1, &good);
	out->ent_docs = numbers(built, PREBUILT_ENT_DOCS, nents, &good);
	out->by_ent = list(built, PREBUILT_BY_ENT, out->ent_first, nents, &good);
	out->open = list(built, PREBUILT_OPEN, out->open_first, nents, &good);
	return good;
}

bool prebuilt_lend(const struct prebuilt *built, const struct prebuilt_lending *to, struct catalog *catalog,
	struct xref *xref, struct err *err)
{
	const struct prebuilt_folder *folder = get_folder(built, &to->folder);
	struct xref lent = {0};

	if (folder == NULL || built->n == 0 || !get_xref(built, to->ents->n, &lent)) {
		return err_set(err, "no index of all of this folder as it is read now");
	}
	const struct catalog_source source = {.fill = fill, .owner = built,
		.by_path = (uint32_t *)(uintptr_t)built->by_path, .n = built->n,
		.when = folder->when, .set = folder->set,
		.files = folder->files};

	if (!catalog_lent_make(catalog, to->root, to->config, &source, err)) {
		return false;
	}
	if (!xref_guard_lend(xref, &lent, catalog, to->ents, to->decisions, err)) {
		catalog_finish(catalog);
		return false;
	}
	return true;
}

/* Message i of the file. False where there is none. */
static bool get_problem(const struct prebuilt *built, uint32_t i, struct span *text,
	const struct prebuilt_problem **out)
{
	uint32_t n;
	const struct prebuilt_problem *problems =
		prebuilt_array(built, PREBUILT_PROBLEMS, sizeof(*problems), &n);

	if (problems == NULL || i >= n || problems[i].level > REPORT_ERROR ||
		!prebuilt_text(built, problems[i].text, text)) {
		return false;
	}
	*out = &problems[i];
	return true;
}

void prebuilt_lend_sums(const struct prebuilt *built, struct prebuilt_told told[PREBUILT_SORTS])
{
	uint32_t n;
	const struct prebuilt_sum *sums = prebuilt_array(built, PREBUILT_TOLD, sizeof(*sums), &n);
	const struct prebuilt_problem *first;

	for (uint32_t i = 0; i < PREBUILT_SORTS; i++) {
		told[i] = (struct prebuilt_told){0};
		if (sums != NULL && n == PREBUILT_SORTS && sums[i].n > 0 &&
			get_problem(built, sums[i].first, &told[i].first, &first)) {
			told[i].n = sums[i].n;
		}
	}
}

uint32_t prebuilt_lend_problems(const struct prebuilt *built, struct report *documents,
	struct report *links)
{
	const struct prebuilt_problem *problem;
	uint32_t nnames = 0;
	struct span text;

	for (uint32_t i = 0; get_problem(built, i, &text, &problem); i++) {
		bool left_out = problem->about == PREBUILT_OF_LEFT_OUT;

		report_add_text(left_out || problem->about == PREBUILT_OF_DOCUMENTS ? documents : links,
			text, (enum report_level)problem->level, left_out);
		nnames += problem->about == PREBUILT_OF_NAMES;
	}
	return nnames;
}
