#include "links/prebuilt.h"

#include "texts/same.h"

#include <stdlib.h>

/* How the file is laid out; changes whenever that does. */
#define LAYOUT 1u

enum { SECTION_KEY = 1, SECTION_HEADS, SECTION_STRINGS, SECTION_MENTIONS, SECTION_POOL };

/* A piece of the strings, with a NUL behind it. */
struct piece {
	uint32_t at, n;
};

struct prebuilt_head {
	struct same same;
	struct piece path, title, encoding;
	uint32_t mention, nmentions; /* its mentions */
	uint32_t pool, npool; /* and their numbers */
	uint32_t hidden, nbad, source_n, text_n, first, paras;
	struct doc_date date;
	uint8_t guessed, rest[3];
};

uint64_t prebuilt_rules(void)
{
	return (uint64_t)prebuilt_id << 32 | LAYOUT << 16 | sizeof(struct prebuilt_head);
}

uint64_t prebuilt_settings(const struct config *config)
{
	uint64_t hash = SPAN_HASH_START;
	struct buf value = {0};

	for (size_t i = 0; i < config_noptions; i++) {
		const struct config_option *option = &config_options[i];

		if (strcmp(option->section, "links") != 0 && strcmp(option->key, "encoding") != 0 &&
			strcmp(option->key, "file_mib") != 0) {
			continue;
		}
		buf_clear(&value);
		config_value(config, option, &value);
		hash = same_hash(hash, buf_span(&value));
	}
	for (uint32_t i = 0; i < config->ntables[CONFIG_WORDS]; i++) {
		hash = same_hash(hash, config->tables[CONFIG_WORDS][i].name);
		hash = same_hash(hash, config->tables[CONFIG_WORDS][i].value);
	}
	buf_finish(&value);
	return hash;
}

/* An array with fewer than UINT32_MAX elements. */
static const void *get_array(const struct prebuilt *built, uint32_t id, uint32_t element, uint32_t *n)
{
	uint64_t count;
	const void *p = sections_get(&built->file, id, element, &count);

	*n = (uint32_t)count;
	return count < UINT32_MAX ? p : NULL;
}

static bool open_arrays(struct prebuilt *built, const struct prebuilt_key *key)
{
	uint32_t n;
	const struct prebuilt_key *made = get_array(built, SECTION_KEY, sizeof(*made), &n);

	if (made == NULL || n != 1 || memcmp(made, key, sizeof(*key)) != 0) {
		return false;
	}
	for (uint32_t id = SECTION_KEY; id <= SECTION_POOL; id++) {
		if (!sections_sound(&built->file, id)) {
			return false;
		}
	}
	built->heads = get_array(built, SECTION_HEADS, sizeof(*built->heads), &built->n);
	built->strings = sections_get(&built->file, SECTION_STRINGS, 1, &built->nstrings);
	built->mentions = get_array(built, SECTION_MENTIONS, sizeof(*built->mentions),
		&built->nmentions);
	built->pool = get_array(built, SECTION_POOL, sizeof(*built->pool), &built->npool);
	return built->heads != NULL && built->strings != NULL && built->mentions != NULL &&
		built->pool != NULL;
}

bool prebuilt_open(struct prebuilt *out, const char *path, const struct prebuilt_key *key,
	struct err *err)
{
	struct prebuilt built = {0};

	if (!sections_open(&built.file, path, err)) {
		return false;
	}
	if (!open_arrays(&built, key)) {
		prebuilt_close(&built);
		return err_set(err, "%s: damaged, or made for other rules, settings, entities or decisions", path);
	}
	*out = built;
	return true;
}

/* False where the file does not hold it, or not with a NUL behind. */
static bool get_piece(const struct prebuilt *built, struct piece piece, struct span *out)
{
	if ((uint64_t)piece.at + piece.n >= built->nstrings ||
		built->strings[piece.at + piece.n] != '\0') {
		return false;
	}
	*out = (struct span){built->strings + piece.at, piece.n};
	return true;
}

/* The head of the document with this path, or NULL. */
static const struct prebuilt_head *find_head(const struct prebuilt *built, struct span path)
{
	uint32_t low = 0, high = built->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct span there;
		int order;

		if (!get_piece(built, built->heads[middle].path, &there)) {
			return NULL;
		}
		order = span_cmp(there, path);
		if (order == 0) {
			return &built->heads[middle];
		}
		low = order < 0 ? middle + 1 : low;
		high = order < 0 ? high : middle;
	}
	return NULL;
}

/* Whether the head's numbers can be true. Of its mentions gather_known judges. */
static bool head_is_good(const struct prebuilt *built, const struct prebuilt_head *head)
{
	return head->text_n > head->first && head->paras > 0 && head->date.month <= 12 &&
		head->date.day <= 31 && head->guessed <= 1 &&
		(uint64_t)head->mention + head->nmentions <= built->nmentions &&
		(uint64_t)head->pool + head->npool <= built->npool;
}

static bool take_head(const struct prebuilt *built, const struct prebuilt_head *from,
	struct doc_head *head)
{
	struct span title, encoding;

	if (!get_piece(built, from->title, &title) ||
		!get_piece(built, from->encoding, &encoding)) {
		return false;
	}
	head->title = title;
	head->encoding = encoding.p;
	head->date = from->date;
	head->guessed = from->guessed != 0;
	head->hidden = from->hidden;
	head->nbad = from->nbad;
	head->source_n = from->source_n;
	head->text_n = from->text_n;
	head->first = from->first;
	head->paras = from->paras;
	head->known = true;
	return true;
}

/* Takes over one document, if it is the one that it was. */
static bool take(const struct prebuilt *built, struct doc_head *head, struct gather *gather)
{
	const struct prebuilt_head *from = find_head(built, head->path);
	struct same now = same_now(head);
	struct gather_known known;

	if (from == NULL || !same_eq(&from->same, &now) || !head_is_good(built, from)) {
		return false;
	}
	known = (struct gather_known){.mentions = built->mentions + from->mention,
		.n = from->nmentions, .pool = built->pool + from->pool, .first = from->pool,
		.npool = from->npool, .text_n = from->text_n, .stays = true};
	return gather_know(gather, head->listed, &known) && take_head(built, from, head);
}

uint32_t prebuilt_take(const struct prebuilt *built, struct catalog *catalog, struct gather *gather)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < catalog->n; i++) {
		n += take(built, &catalog->heads[i], gather);
	}
	return n;
}

void prebuilt_close(struct prebuilt *built)
{
	sections_close(&built->file);
	*built = (struct prebuilt){0};
}

/* Writing. */

struct saving {
	const struct catalog *catalog;
	const struct xref *xref;
	struct prebuilt_head *heads;
	struct buf strings;
};

static struct piece put_piece(struct saving *saving, struct span text)
{
	struct piece piece = {(uint32_t)saving->strings.n, (uint32_t)text.n};

	buf_put(&saving->strings, text);
	buf_putc(&saving->strings, '\0');
	return piece;
}

static void save_head(struct saving *saving, uint32_t doc, struct prebuilt_head *out)
{
	const struct doc_head *head = &saving->catalog->heads[doc];
	const struct xref *xref = saving->xref;

	*out = (struct prebuilt_head){.same = same_kept(saving->catalog, head),
		.path = put_piece(saving, head->path),
		.title = put_piece(saving, head->title),
		.encoding = put_piece(saving, span_of(head->encoding)),
		.mention = xref->doc_first[doc],
		.nmentions = xref->doc_first[doc + 1] - xref->doc_first[doc],
		.pool = xref->pool_first[doc],
		.npool = xref->pool_first[doc + 1] - xref->pool_first[doc],
		.hidden = head->hidden, .nbad = head->nbad, .source_n = head->source_n,
		.text_n = head->text_n, .first = head->first, .paras = head->paras,
		.date = head->date, .guessed = head->guessed};
	if (head->again) {
		out->same.stamp = (struct file_stamp){0}; /* one that no file has */
	}
}

static bool write_sections(const struct saving *saving, const char *path,
	const struct prebuilt_key *key, struct err *err)
{
	const struct mentions *mentions = &saving->xref->mentions;
	struct sections_out out;

	if (!sections_create(&out, path, err)) {
		return false;
	}
	sections_add(&out, SECTION_KEY, sizeof(*key), key, 1);
	sections_add(&out, SECTION_HEADS, sizeof(*saving->heads), saving->heads,
		saving->catalog->n);
	sections_add(&out, SECTION_STRINGS, 1, saving->strings.p, saving->strings.n);
	sections_add(&out, SECTION_MENTIONS, sizeof(*mentions->items), mentions->items, mentions->n);
	sections_add(&out, SECTION_POOL, sizeof(*mentions->pool), mentions->pool, mentions->npool);
	return sections_commit(&out, err);
}

bool prebuilt_save(const char *path, const struct prebuilt_key *key, const struct catalog *catalog,
	const struct xref *xref, struct err *err)
{
	struct saving saving = {.catalog = catalog, .xref = xref};
	bool ok;

	saving.heads = calloc((size_t)catalog->n + 1, sizeof(*saving.heads));
	if (saving.heads == NULL) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		save_head(&saving, catalog->by_path[i], &saving.heads[i]);
	}
	ok = buf_ok(&saving.strings, err) &&
		(saving.strings.n < UINT32_MAX || err_set(err, "%s: too many names", path)) &&
		write_sections(&saving, path, key, err);
	free(saving.heads);
	buf_finish(&saving.strings);
	return ok;
}
