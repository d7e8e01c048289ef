#include "links/roster.h"

#include "base/utf8.h"

#include <stdlib.h>

#define SLUG_MOST 48 /* bytes of a name that go into an Id */
#define COMPARED_MOST 256 /* fields of an entity that are looked through for the same one */

/* Fields in the order in which entities.rec has them; others follow as they came. */
static const char *const order[] = {
	"Kind", "Name", "Alias", "Date", "Place", "Party", "Note", "Idno"};

/* Ids that are taken: a hash table of item numbers + 1. */
struct taken {
	uint32_t *slots;
	uint32_t mask;
};

bool roster_begin(struct roster *roster, uint32_t line)
{
	if (!array_reserve(&roster->items, &roster->cap, roster->n + 1, sizeof(*roster->items))) {
		return false;
	}
	roster->items[roster->n++] = (struct roster_item){.line = line, .first = roster->nfields};
	return true;
}

static struct span get(const struct roster *roster, const struct roster_item *item,
	struct span field)
{
	for (uint32_t i = item->first; i < item->first + item->n; i++) {
		if (span_eq(roster->fields[i].name, field)) {
			return roster->fields[i].value;
		}
	}
	return SPAN("");
}

struct span roster_last(const struct roster *roster, struct span field)
{
	return get(roster, &roster->items[roster->n - 1], field);
}

/* Whether the entity has this name, or this number, among its first fields. */
static bool is_double(const struct roster *roster, const struct roster_item *item,
	struct span field, struct span value)
{
	bool alias = span_eq(field, SPAN("Alias"));
	uint32_t n = item->n < COMPARED_MOST ? item->n : COMPARED_MOST;
	if (!alias && !span_eq(field, SPAN("Idno"))) {
		return false;
	}
	for (uint32_t i = item->first; i < item->first + n; i++) {
		const struct roster_field *old = &roster->fields[i];
		if (span_eq(old->value, value) && (span_eq(old->name, field) ||
			(alias && span_eq(old->name, SPAN("Name"))))) {
			return true;
		}
	}
	return false;
}

bool roster_add(struct roster *roster, struct span field, struct span value)
{
	struct roster_item *item = &roster->items[roster->n - 1];
	struct roster_field made;
	value = span_trim(value);
	if (value.n == 0) {
		return true;
	}
	if (span_eq(field, SPAN("Name")) && get(roster, item, field).n > 0) {
		field = SPAN("Alias");
	}
	if (is_double(roster, item, field, value)) {
		return true;
	}
	if (!array_reserve(&roster->fields, &roster->cfields, roster->nfields + 1,
		    sizeof(*roster->fields)) ||
		!arena_copy(&roster->arena, field, &made.name) ||
		!arena_copy(&roster->arena, value, &made.value)) {
		return false;
	}
	roster->fields[roster->nfields++] = made;
	item->n++;
	return true;
}

/* Ids. */

static uint32_t hash_of(struct span text)
{
	uint64_t h = span_hash(SPAN_HASH_START, text);
	return (uint32_t)(h ^ (h >> 32));
}

/* Gives the item this Id unless another one has it. */
static bool take(struct roster *roster, struct taken *taken, struct roster_item *item,
	struct span id)
{
	uint32_t slot = hash_of(id) & taken->mask;
	while (taken->slots[slot] != 0) {
		if (span_eq(roster->items[taken->slots[slot] - 1].id, id)) {
			return false;
		}
		slot = (slot + 1) & taken->mask;
	}
	taken->slots[slot] = (uint32_t)(item - roster->items) + 1;
	item->id = id;
	return true;
}

/* Appends the letters and digits of text as an Id may have them; everything else is one hyphen. */
static void put_slug(struct span text, struct buf *out)
{
	size_t start = out->n, off = 0;
	bool gap = false;
	while (off < text.n && out->n - start < SLUG_MOST) {
		uint32_t folded[UTF8_FOLD_MAX], c = utf8_next(text, &off);
		size_t n = c == UTF8_INVALID ? 0 : utf8_fold(c, false, folded);
		for (size_t i = 0; i < n; i++) {
			bool good = (folded[i] >= 'a' && folded[i] <= 'z') ||
				(folded[i] >= '0' && folded[i] <= '9');
			if (good) {
				buf_puts(out, gap && out->n > start ? "-" : "");
				buf_putc(out, (char)folded[i]);
			}
			gap = !good && folded[i] != '\'';
		}
	}
}

/* Whether most of a text can be spelt in an Id: names in other scripts cannot. */
static bool put_name_slug(struct span name, struct buf *out)
{
	size_t before = out->n, letters = 0, off = 0;
	while (off < name.n) {
		letters += utf8_is_word(utf8_next(name, &off)) ? 1 : 0;
	}
	put_slug(name, out);
	if (out->n == before || (out->n - before < letters / 2 && out->n - before < SLUG_MOST)) {
		out->n = before;
		return false;
	}
	return true;
}

/* "person:shinzo-abe": of the first name that can be spelt so, else "person:" alone. */
static void put_stem(const struct roster *roster, const struct roster_item *item, struct buf *out)
{
	put_slug(get(roster, item, SPAN("Kind")), out);
	buf_puts(out, out->n == 0 ? "other:" : ":");
	for (uint32_t i = item->first; i < item->first + item->n; i++) {
		const struct roster_field *field = &roster->fields[i];
		if ((span_eq(field->name, SPAN("Name")) || span_eq(field->name, SPAN("Alias"))) &&
			put_name_slug(field->value, out)) {
			return;
		}
	}
}

/* Makes an Id for an item. After a few tries the item's own number ends the search. */
static bool id_make(struct roster *roster, struct taken *taken, struct roster_item *item)
{
	struct buf stem = {0};
	put_stem(roster, item, &stem);
	size_t n = stem.n;
	bool bare = n > 0 && stem.p[n - 1] == ':', ok = !stem.failed, done = false;
	for (uint32_t i = bare ? 2 : 1; ok && !done; i++) {
		struct span id;
		uint32_t number = bare || i > 9 ? (uint32_t)(item - roster->items) + i : i;
		stem.n = n;
		if (i > 1) {
			buf_printf(&stem, "%s%u", bare ? "" : "-", number - (bare ? 1 : 0));
		}
		ok = !stem.failed && arena_copy(&roster->arena, buf_span(&stem), &id);
		done = ok && take(roster, taken, item, id);
	}
	buf_finish(&stem);
	return ok;
}

/* Those that brought an Id keep it; the first of two does. */
static bool ids_make(struct roster *roster, struct taken *taken)
{
	for (uint32_t i = 0; i < roster->n; i++) {
		struct roster_item *item = &roster->items[i];
		struct span id = get(roster, item, SPAN("Id"));
		if (get(roster, item, SPAN("Name")).n == 0) {
			report_add(roster->report, REPORT_ERROR, roster->path, item->line,
				"an entity without a name is left out");
		} else if (id.n > 0 && !entities_id_is_good(id)) {
			report_add(roster->report, REPORT_WARNING, roster->path, item->line,
				"Id '%.*s' may have A-Z a-z 0-9 . _ : - only; another is made",
				SPAN_ARG(id));
		} else if (id.n > 0 && !take(roster, taken, item, id)) {
			report_add(roster->report, REPORT_WARNING, roster->path, item->line,
				"a second entity with Id '%.*s' gets another one", SPAN_ARG(id));
		}
	}
	bool ok = true;
	for (uint32_t i = 0; ok && i < roster->n; i++) {
		struct roster_item *item = &roster->items[i];
		if (item->id.n == 0 && get(roster, item, SPAN("Name")).n > 0) {
			ok = id_make(roster, taken, item);
		}
	}
	return ok;
}

/* Writing. */

/* A value may have several lines; what a line must not hold becomes a blank. */
static void put_value(struct span value, struct buf *out)
{
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '\n') {
			buf_puts(out, "\n+ ");
		} else {
			buf_putc(out, value.p[i] == '\r' ? ' ' : value.p[i]);
		}
	}
	buf_putc(out, '\n');
}

static void put_field(const struct roster *roster, const struct roster_item *item,
	const struct roster_field *field, struct buf *out)
{
	struct doc_date from, until;
	if (span_eq(field->name, SPAN("Date")) && !entities_date(field->value, &from, &until)) {
		report_add(roster->report, REPORT_ERROR, roster->path, item->line,
			"Date '%.*s' is no date and is left out (1956, 1956-10, 1956-10-19, or "
			"two with / between them)", SPAN_ARG(field->value));
		return;
	}
	buf_put(out, field->name);
	buf_puts(out, ": ");
	put_value(field->value, out);
}

static bool is_ordered(struct span name)
{
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		if (span_eq(name, span_of(order[i]))) {
			return true;
		}
	}
	return span_eq(name, SPAN("Id"));
}

static void put_item(const struct roster *roster, const struct roster_item *item, struct buf *out)
{
	const struct roster_field *fields = roster->fields + item->first;
	buf_puts(out, out->n > 0 ? "\nId: " : "Id: ");
	buf_put(out, item->id);
	buf_putc(out, '\n');
	if (get(roster, item, SPAN("Kind")).n == 0) {
		buf_puts(out, "Kind: other\n");
	}
	for (size_t k = 0; k < COUNT_OF(order); k++) {
		for (uint32_t i = 0; i < item->n; i++) {
			if (span_eq(fields[i].name, span_of(order[k]))) {
				put_field(roster, item, &fields[i], out);
			}
		}
	}
	for (uint32_t i = 0; i < item->n; i++) {
		if (!is_ordered(fields[i].name)) {
			put_field(roster, item, &fields[i], out);
		}
	}
}

bool roster_put(struct roster *roster, struct buf *out, struct err *err)
{
	struct taken taken = {.mask = 15};
	while (taken.mask / 2 < roster->n) {
		taken.mask = taken.mask * 2 + 1;
	}
	taken.slots = calloc((size_t)taken.mask + 1, sizeof(*taken.slots));
	bool ok = taken.slots != NULL && ids_make(roster, &taken);
	for (uint32_t i = 0; ok && i < roster->n; i++) {
		if (roster->items[i].id.n > 0) {
			put_item(roster, &roster->items[i], out);
		}
	}
	free(taken.slots);
	return ok ? buf_ok(out, err) : err_memory(err);
}

void roster_finish(struct roster *roster)
{
	free(roster->items);
	free(roster->fields);
	arena_finish(&roster->arena);
	*roster = (struct roster){0};
}
