#include "links/prebuilt_form.h"

#include "base/proof.h"

uint64_t prebuilt_rules(void)
{
	return (uint64_t)prebuilt_id << 32 | PREBUILT_LAYOUT << 16 | sizeof(struct prebuilt_head);
}

/* Options that reading and linking look at, or (folder) the walk through the folder. */
static bool counts(const struct config_option *option, bool folder)
{
	bool reads = strcmp(option->section, "links") == 0 || strcmp(option->key, "encoding") == 0 ||
		strcmp(option->key, "file_mib") == 0;

	return folder ? strcmp(option->section, "limits") == 0 : reads;
}

static uint64_t hash_options(const struct config *config, bool folder)
{
	uint64_t hash = SPAN_HASH_START;
	struct buf value = {0};

	for (size_t i = 0; i < config_noptions; i++) {
		if (counts(&config_options[i], folder)) {
			buf_clear(&value);
			config_value(config, &config_options[i], &value);
			hash = same_hash(hash, buf_span(&value));
		}
	}
	buf_finish(&value);
	return hash;
}

uint64_t prebuilt_settings(const struct config *config)
{
	uint64_t hash = hash_options(config, false);

	for (uint32_t i = 0; i < config->ntables[CONFIG_WORDS]; i++) {
		hash = same_hash(hash, config->tables[CONFIG_WORDS][i].name);
		hash = same_hash(hash, config->tables[CONFIG_WORDS][i].value);
	}
	return hash;
}

uint64_t prebuilt_listing(const struct config *config)
{
	return hash_options(config, true);
}

const void *prebuilt_array(const struct prebuilt *built, enum prebuilt_section id, uint32_t element,
	uint32_t *n)
{
	uint64_t count;
	const void *p = sections_get(&built->file, id, element, &count);

	*n = (uint32_t)count;
	return count < UINT32_MAX ? p : NULL;
}

static bool map_arrays(struct prebuilt *built, const struct prebuilt_key *key)
{
	uint32_t n, npaths;
	const struct prebuilt_key *made = prebuilt_array(built, PREBUILT_KEY, sizeof(*made), &n);

	if (made == NULL || n != 1 || memcmp(made, key, sizeof(*key)) != 0) {
		return false;
	}
	built->heads = prebuilt_array(built, PREBUILT_HEADS, sizeof(*built->heads), &built->n);
	built->strings = sections_get(&built->file, PREBUILT_STRINGS, 1, &built->nstrings);
	built->outlines = sections_get(&built->file, PREBUILT_OUTLINES, 1, &built->noutlines);
	built->mentions = prebuilt_array(built, PREBUILT_MENTIONS, sizeof(*built->mentions),
		&built->nmentions);
	built->pool = prebuilt_array(built, PREBUILT_POOL, sizeof(*built->pool), &built->npool);
	built->by_path = prebuilt_array(built, PREBUILT_BY_PATH, sizeof(*built->by_path), &npaths);
	if (built->heads == NULL || built->strings == NULL || built->outlines == NULL ||
		built->mentions == NULL ||
		built->pool == NULL || built->by_path == NULL || npaths != built->n) {
		return false;
	}
	for (uint32_t i = 0; i < npaths; i++) {
		if (built->by_path[i] >= built->n) {
			return false;
		}
	}
	return true;
}

bool prebuilt_sound(const struct prebuilt *built, const char *path)
{
	return proof_sound(&built->file, path, prebuilt_rules(), NULL, NULL);
}

static bool open_any(struct prebuilt *out, const char *path, const struct prebuilt_key *key,
	bool sums, struct err *err)
{
	struct prebuilt built = {0};

	if (!sections_open(&built.file, path, err)) {
		return false;
	}
	if (!map_arrays(&built, key) || (sums && !prebuilt_sound(&built, path))) {
		prebuilt_close(&built);
		return err_set(err, "%s: damaged, or made for other rules, settings, entities or decisions",
			path);
	}
	*out = built;
	return true;
}

bool prebuilt_open(struct prebuilt *out, const char *path, const struct prebuilt_key *key,
	struct err *err)
{
	return open_any(out, path, key, true, err);
}

bool prebuilt_map(struct prebuilt *out, const char *path, const struct prebuilt_key *key,
	struct err *err)
{
	return open_any(out, path, key, false, err);
}

bool prebuilt_text(const struct prebuilt *built, struct prebuilt_piece piece, struct span *out)
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
		const struct prebuilt_head *head = &built->heads[built->by_path[middle]];
		struct span there;
		int order;

		if (!prebuilt_text(built, head->path, &there)) {
			return NULL;
		}
		order = span_cmp(there, path);
		if (order == 0) {
			return head;
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
		head->date.day <= 31 && head->flags < PREBUILT_FLAGS &&
		(uint64_t)head->outline.at + head->outline.n <= built->noutlines &&
		(uint64_t)head->mention + head->nmentions <= built->nmentions &&
		(uint64_t)head->pool + head->npool <= built->npool;
}

bool prebuilt_fill(const struct prebuilt *built, const struct prebuilt_head *from,
	struct doc_head *head)
{
	struct span title, encoding;

	if (!head_is_good(built, from) || !prebuilt_text(built, from->title, &title) ||
		!prebuilt_text(built, from->encoding, &encoding)) {
		return false;
	}
	head->title = title;
	head->encoding = encoding.p;
	head->date = from->date;
	head->guessed = (from->flags & PREBUILT_GUESSED) != 0;
	head->hidden = from->hidden;
	head->nbad = from->nbad;
	head->source_n = from->source_n;
	head->text_n = from->text_n;
	head->first = from->first;
	head->paras = from->paras;
	head->outline = (struct span){built->outlines + from->outline.at, from->outline.n};
	head->known = true;
	return true;
}

/* Takes over one document, if it is the one that it was. */
static bool take(const struct prebuilt *built, struct doc_head *head, struct gather *gather)
{
	const struct prebuilt_head *from = find_head(built, head->path);
	struct same now = same_now(head);
	struct gather_known known;

	if (from == NULL || (from->flags & (PREBUILT_AGAIN | PREBUILT_YOUNG)) != 0 || !same_eq(&from->same, &now) ||
		!head_is_good(built, from)) {
		return false;
	}
	known = (struct gather_known){.mentions = built->mentions + from->mention,
		.n = from->nmentions, .pool = built->pool + from->pool, .first = from->pool,
		.npool = from->npool, .text_n = from->text_n, .stays = true};
	return gather_know(gather, head->listed, &known) && prebuilt_fill(built, from, head);
}

uint32_t prebuilt_take(const struct prebuilt *built, struct catalog *catalog, struct gather *gather)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < catalog->n; i++) {
		n += take(built, catalog_head(catalog, i), gather);
	}
	return n;
}

void prebuilt_close(struct prebuilt *built)
{
	sections_close(&built->file);
	*built = (struct prebuilt){0};
}
