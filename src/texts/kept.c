#include "texts/kept.h"

#include "base/proof.h"
#include "texts/hidden.h"

#define CHUNK (1u << 20) /* bytes that are checked before their pages are given back */

/* A form that is being opened. */
struct opening {
	struct sections *file;
	struct doc *doc;
	const struct kept_head *head;
	const char *strings;
};

struct kept_key kept_key_of(const struct file_stamp *stamp, const struct doc_about *about,
	const struct config *config)
{
	uint64_t hash = span_hash(SPAN_HASH_START, about->path);
	struct span parts[] = {span_of(about->encoding), span_of(config->read_encoding),
		about->markdown ? SPAN("markdown") : SPAN("plain")};

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		hash = span_hash_on(span_hash(hash, parts[i]), 0xFF); /* no byte of UTF-8 */
	}
	return (struct kept_key){*stamp, hash ^ (uint64_t)kept_id << 16};
}

/* An array with fewer than UINT32_MAX elements. */
static const void *get_array(const struct opening *open, uint32_t id, uint32_t element, uint32_t *n)
{
	uint64_t count;
	const void *p = sections_get(open->file, id, element, &count);

	*n = (uint32_t)count;
	return count < UINT32_MAX ? p : NULL;
}

/* What is asked of elements from `from` to `to` of an array. */
typedef bool (*check_fn)(const struct doc *doc, const void *items, uint32_t from, uint32_t to);

/* Sums and checks an array piece by piece; its pages do not stay in memory. */
static bool check_array(const struct opening *open, uint32_t id, const void *items,
	uint32_t element, uint32_t n, check_fn check)
{
	const unsigned char *p = items;
	uint32_t step = CHUNK / element;
	struct sections_summing sum;
	bool ok = true;

	sections_sum_begin(&sum);
	for (uint32_t from = 0; ok && from < n; from += step) {
		uint32_t to = n - from < step ? n : from + step;

		sections_sum_add(&sum, p + (size_t)from * element, (uint64_t)(to - from) * element);
		ok = check == NULL || check(open->doc, items, from, to);
		sections_forget(open->file, items, (uint64_t)from * element, (uint64_t)to * element);
	}
	return ok && sections_sum_end(&sum) == sections_sum_of(open->file, id);
}

static bool are_paras(const struct doc *doc, const void *items, uint32_t from, uint32_t to)
{
	const struct para *paras = items;
	uint32_t end = from == 0 ? 0 : paras[from - 1].at.end;
	uint32_t number = from == 0 ? 0 : paras[from - 1].number;

	for (uint32_t i = from; i < to; i++) {
		const struct para *para = &paras[i];
		unsigned char part;

		memcpy(&part, (const char *)para + offsetof(struct para, part), 1);
		if (para->at.start < end || para->at.end <= para->at.start ||
			para->at.end > doc->text.n || para->number < number ||
			para->number - number > 1 || para->kind > PARA_RULE || part > 1) {
			return false;
		}
		end = para->at.end;
		number = para->number;
	}
	return true;
}

static bool are_marks(const struct doc *doc, const void *items, uint32_t from, uint32_t to)
{
	const struct mark *marks = items;
	uint32_t start = from == 0 ? 0 : marks[from - 1].at.start;

	for (uint32_t i = from; i < to; i++) {
		if (marks[i].at.start < start || marks[i].at.end <= marks[i].at.start ||
			marks[i].at.end > doc->text.n || marks[i].kind > MARK_FAINT) {
			return false;
		}
		start = marks[i].at.start;
	}
	return true;
}

static bool are_outer(const struct doc *doc, const void *items, uint32_t from, uint32_t to)
{
	const uint32_t *outer = items;

	(void)doc;
	for (uint32_t i = from; i < to; i++) {
		if (outer[i] > i) {
			return false;
		}
	}
	return true;
}

/* Finds the arrays in the file. What is in them is not looked at yet. */
static bool find_arrays(struct opening *open)
{
	struct doc *doc = open->doc;
	uint32_t n, lines, outer, source_n;

	doc->text.p = get_array(open, KEPT_TEXT, 1, &n);
	doc->text.n = n;
	doc->lines = get_array(open, KEPT_LINES, sizeof(*doc->lines), &lines);
	doc->steps = get_array(open, KEPT_STEPS, sizeof(*doc->steps), &doc->nsteps);
	doc->paras = get_array(open, KEPT_PARAS, sizeof(*doc->paras), &doc->nparas);
	doc->marks = get_array(open, KEPT_MARKS, sizeof(*doc->marks), &doc->nmarks);
	doc->outer = get_array(open, KEPT_OUTER, sizeof(*doc->outer), &outer);
	if (doc->nsteps == 0) {
		doc->steps = NULL;
	}
	const char *source = get_array(open, KEPT_SOURCE, 1, &source_n);
	if (open->head->nbad > 0) {
		doc->bytes = (struct buf){.p = (char *)(uintptr_t)source, .n = source_n};
	}
	return doc->text.p != NULL && doc->lines != NULL && doc->paras != NULL &&
		doc->marks != NULL && doc->outer != NULL && outer == doc->nmarks &&
		lines == n / DOC_LINES + 1 &&
		source_n == (open->head->nbad > 0 ? open->head->source_n : 0);
}

static bool check_arrays(const void *owner)
{
	const struct opening *open = owner;
	const struct doc *doc = open->doc;

	return check_array(open, KEPT_PARAS, doc->paras, sizeof(*doc->paras), doc->nparas,
			are_paras) &&
		check_array(open, KEPT_MARKS, doc->marks, sizeof(*doc->marks), doc->nmarks,
			are_marks) &&
		check_array(open, KEPT_OUTER, doc->outer, sizeof(*doc->outer), doc->nmarks,
			are_outer) &&
		sections_sound(open->file, KEPT_LINES);
}

static bool find_head(struct opening *open, const struct kept_key *key)
{
	uint32_t n;

	open->head = get_array(open, KEPT_HEAD, sizeof(*open->head), &n);
	if (open->head == NULL || n != 1 || !sections_sound(open->file, KEPT_HEAD) ||
		(key != NULL && memcmp(&open->head->key, key, sizeof(*key)) != 0)) {
		return false;
	}
	open->strings = get_array(open, KEPT_STRINGS, 1, &n);
	return open->strings != NULL && sections_sound(open->file, KEPT_STRINGS) &&
		(uint64_t)open->head->headline_n + open->head->encoding_n + 2 == n &&
		open->strings[open->head->headline_n] == '\0' && open->strings[n - 1] == '\0';
}

static bool fill_head(struct opening *open, const struct doc_about *about, struct err *err)
{
	const struct kept_head *head = open->head;
	struct doc *doc = open->doc;

	doc->stamp = head->key.stamp;
	doc->source_n = head->source_n;
	doc->hash = head->hash;
	doc->hashed = true;
	memcpy(doc->hides, head->hides, sizeof(doc->hides));
	doc->hidden = hidden_sum(doc->hides);
	doc->nbad = head->nbad;
	doc->guessed = head->guessed != 0;
	return doc_begin(doc, about, err) &&
		doc_name_encoding(doc, open->strings + head->headline_n + 1, err) &&
		doc_entitle(doc, about, (struct span){open->strings, head->headline_n},
			&head->date, err);
}

bool kept_open(struct doc *out, const char *path, const struct kept_key *key,
	const struct doc_about *about, struct err *err)
{
	struct doc doc = {0};
	struct opening open = {.file = &doc.file, .doc = &doc};

	if (!sections_open(&doc.file, path, err)) {
		return false;
	}
	if (!find_head(&open, key) || !find_arrays(&open) ||
		!proof_sound(&doc.file, path, kept_id, check_arrays, &open)) {
		doc_finish(&doc);
		return err_set(err, "%s: damaged, or of another state of the document", path);
	}
	if (!fill_head(&open, about, err)) {
		doc_finish(&doc);
		return false;
	}
	*out = doc;
	return true;
}
