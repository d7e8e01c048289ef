#include "links/entities.h"

#include "base/byte.h"
#include "base/file.h"
#include "base/utf8.h"
#include "links/deed.h"
#include "links/lexicon.h"
#include "links/namesakes.h"
#include "links/overlay.h"

#include <stdlib.h>

#define FILE_MOST ((size_t)1 << 31)

enum field {
	FIELD_ID,
	FIELD_KIND,
	FIELD_NAME,
	FIELD_ALIAS,
	FIELD_DATE,
	FIELD_PLACE,
	FIELD_PARTY,
	FIELD_NOTE,
	FIELD_IDNO,
	FIELD_UNKNOWN,
};

/* What a load needs besides its result: freed at its end. */
struct load {
	struct entities *ents;
	struct report *report;
	struct rec_file file;
	uint32_t *sorted; /* numbers of the records that stand, by Id */
	uint32_t *item; /* of each record: the number of its entity + 1, 0 where it is left out */
	struct namesakes seen; /* the last name with some letters */
	uint32_t *hashes; /* of the names of the record at hand */
	uint32_t ckinds;
};

/* Sort key of a record: its Id, then its place in the file. */
struct key {
	struct span id;
	uint32_t rec;
};

static enum field field_of(struct span name)
{
	static const struct {
		struct span name;
		enum field field;
	} known[] = {
		{{"Alias", 5}, FIELD_ALIAS},
		{{"Id", 2}, FIELD_ID},
		{{"Kind", 4}, FIELD_KIND},
		{{"Name", 4}, FIELD_NAME},
		{{"Date", 4}, FIELD_DATE},
		{{"Place", 5}, FIELD_PLACE},
		{{"Party", 5}, FIELD_PARTY},
		{{"Note", 4}, FIELD_NOTE},
		{{"Idno", 4}, FIELD_IDNO},
	};
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		if (span_eq_nocase(name, known[i].name)) {
			return known[i].field;
		}
	}
	return FIELD_UNKNOWN;
}

bool entities_id_is_good(struct span id)
{
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		if (!byte_is_alnum(c) && c != '.' && c != '_' && c != ':' && c != '-') {
			return false;
		}
	}
	return id.n > 0;
}

/* A field's value without blanks around it, empty where the record has none. */
static struct span value_of(const struct rec *rec, struct span name)
{
	return span_trim(rec_get(rec, name));
}

/* Whether a record may become an entity, its Id not yet compared with others. */
static bool record_stands(struct load *load, const struct rec *rec)
{
	struct span id = value_of(rec, SPAN("Id"));
	const char *path = load->ents->path;
	if (id.n == 0) {
		report_add(load->report, REPORT_ERROR, path, rec->line,
			"a record without an Id is left out");
		return false;
	}
	if (!entities_id_is_good(id)) {
		report_add(load->report, REPORT_ERROR, path, rec_field(rec, SPAN("Id"))->line,
			"Id '%.*s' may have A-Z a-z 0-9 . _ : - only; its record is left out",
			SPAN_ARG(id));
		return false;
	}
	if (value_of(rec, SPAN("Name")).n == 0) {
		report_add(load->report, REPORT_ERROR, path, rec->line,
			"'%.*s' has no Name and is left out", SPAN_ARG(id));
		return false;
	}
	return true;
}

static int key_cmp(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = span_cmp(x->id, y->id);
	return order != 0 ? order : (x->rec > y->rec) - (x->rec < y->rec);
}

/* Fills `sorted` and marks in `item` which records stand; of several with one Id the first does. */
static void records_pick(struct load *load, struct key *keys)
{
	uint32_t nkeys = 0;
	for (uint32_t i = 0; i < load->file.n; i++) {
		if (record_stands(load, &load->file.recs[i])) {
			keys[nkeys++] = (struct key){value_of(&load->file.recs[i], SPAN("Id")), i};
		}
	}
	qsort(keys, nkeys, sizeof(*keys), key_cmp);
	uint32_t n = 0;
	for (uint32_t i = 0; i < nkeys; i++) {
		const struct rec *rec = &load->file.recs[keys[i].rec];
		if (i > 0 && span_eq(keys[i].id, keys[i - 1].id)) {
			report_add(load->report, REPORT_ERROR, load->ents->path,
				rec_field(rec, SPAN("Id"))->line,
				"a second record with Id '%.*s' is left out", SPAN_ARG(keys[i].id));
			continue;
		}
		load->sorted[n++] = keys[i].rec;
		load->item[keys[i].rec] = 1;
	}
	load->ents->n = n;
}

/* Makes room for everything, counted generously from the fields that there are. */
static bool load_reserve(struct load *load, struct err *err)
{
	struct entities *ents = load->ents;
	size_t fields = 0, most = 0;
	for (uint32_t i = 0; i < load->file.n; i++) {
		size_t n = load->file.recs[i].n;
		fields += n;
		most = n > most ? n : most;
	}
	load->hashes = calloc(most + 1, sizeof(*load->hashes));
	ents->items = arena_array(&ents->arena, (size_t)ents->n + 1, sizeof(*ents->items));
	ents->names = arena_array(&ents->arena, fields + 1, sizeof(*ents->names));
	ents->parties = arena_array(&ents->arena, fields + 1, sizeof(*ents->parties));
	ents->by_id = arena_array(&ents->arena, (size_t)ents->n + 1, sizeof(*ents->by_id));
	if (!namesakes_make(&load->seen, fields) || load->hashes == NULL || ents->items == NULL ||
		ents->names == NULL || ents->parties == NULL || ents->by_id == NULL) {
		return err_memory(err);
	}
	return true;
}

static bool kind_number(struct load *load, struct span kind, uint32_t *out)
{
	struct entities *ents = load->ents;
	for (uint32_t i = 0; i < ents->nkinds; i++) {
		if (span_eq_nocase(ents->kinds[i], kind)) {
			*out = i;
			return true;
		}
	}
	if (ents->nkinds == load->ckinds) {
		uint32_t cap = load->ckinds * 2;
		struct span *kinds = arena_array(&ents->arena, cap, sizeof(*kinds));
		if (kinds == NULL) {
			return false;
		}
		memcpy(kinds, ents->kinds, ents->nkinds * sizeof(*kinds));
		ents->kinds = kinds;
		load->ckinds = cap;
	}
	*out = ents->nkinds;
	ents->kinds[ents->nkinds++] = kind;
	return true;
}

/*
 * Reports a name that was there before and says whether to leave it out. As names come grouped by
 * entity, the table needs only the last one with these letters.
 */
static bool name_is_double(struct load *load, uint32_t number, uint32_t hash)
{
	struct entities *ents = load->ents;
	const struct name *name = &ents->names[number];
	uint32_t *place = namesakes_find(&load->seen, ents->names, name->text, hash);
	if (*place == 0) {
		*place = number + 1;
		return false;
	}
	const struct name *old = &ents->names[*place - 1];
	if (old->ent.i == name->ent.i) {
		report_add(load->report, REPORT_WARNING, ents->path, name->line,
			"'%.*s' is listed twice, first in line %u", SPAN_ARG(name->text),
			(unsigned)old->line);
		return true;
	}
	struct span id = ents->items[old->ent.i].id;
	report_add(load->report, REPORT_WARNING, ents->path, name->line,
		"'%.*s' is also a name of '%.*s' (line %u)", SPAN_ARG(name->text), SPAN_ARG(id),
		(unsigned)old->line);
	*place = number + 1;
	return false;
}

/* Leaves the doubles out of an entity's names: all of them are expected by now. */
static void doubles_drop(struct load *load, struct entity *ent)
{
	struct entities *ents = load->ents;
	uint32_t n = ent->nnames;
	ent->nnames = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t number = ent->name + ent->nnames;
		ents->names[number] = ents->names[ent->name + i];
		ent->nnames += !name_is_double(load, number, load->hashes[i]);
	}
	ents->nnames = ent->name + ent->nnames;
}

static bool is_one_letter(struct span text)
{
	size_t off = 0;
	uint32_t c = utf8_next(text, &off);
	return off == text.n && !utf8_is_ideograph(c);
}

static void name_add(struct load *load, ent_id ent, const struct rec_field *field, bool is_main)
{
	struct entities *ents = load->ents;
	struct span text = span_trim(field->value);
	if (text.n == 0) {
		report_add(load->report, REPORT_WARNING, ents->path, field->line, "an empty %.*s",
			SPAN_ARG(field->name));
		return;
	}
	if (is_one_letter(text)) {
		report_add(load->report, REPORT_WARNING, ents->path, field->line,
			"'%.*s' is a single letter and will match too much", SPAN_ARG(text));
	}
	load->hashes[ents->items[ent.i].nnames++] = namesakes_expect(&load->seen, text);
	ents->names[ents->nnames++] = (struct name){text, ent, field->line, is_main};
}

bool entities_date(struct span text, struct doc_date *from, struct doc_date *until)
{
	struct span rest = span_trim(text), piece;
	struct doc_date first = {0}, last = {0};
	bool good = span_cut(&rest, '/', &piece) && doc_date_parse(span_trim(piece), &first);
	if (good && span_cut(&rest, '/', &piece)) {
		good = doc_date_parse(span_trim(piece), &last) && rest.p == NULL &&
			doc_date_cmp(&first, &last) <= 0;
	}
	if (good) {
		*from = first;
		*until = last;
	}
	return good;
}

static void date_set(struct load *load, struct entity *ent, const struct rec_field *field)
{
	if (!entities_date(field->value, &ent->date, &ent->until)) {
		report_add(load->report, REPORT_ERROR, load->ents->path, field->line,
			"Date '%.*s' is no date (write 1956, 1956-10 or 1956-10-19, or two with / "
			"between them)", SPAN_ARG(field->value));
	}
}

/* Sets a field that may stand once. */
static void single_set(struct load *load, struct span *out, const struct rec_field *field)
{
	if (out->n > 0) {
		report_add(load->report, REPORT_WARNING, load->ents->path, field->line,
			"a second %.*s is passed over", SPAN_ARG(field->name));
		return;
	}
	*out = span_trim(field->value);
}

static void party_add(struct load *load, struct entity *ent, const struct rec_field *field)
{
	struct span text = span_trim(field->value);
	if (text.n == 0) {
		report_add(load->report, REPORT_WARNING, load->ents->path, field->line,
			"an empty %.*s", SPAN_ARG(field->name));
		return;
	}
	load->ents->parties[ent->party + ent->nparties++] = text;
}

static void field_read(struct load *load, ent_id id, const struct rec_field *field,
	struct span *kind, struct span *name)
{
	struct entities *ents = load->ents;
	struct entity *ent = &ents->items[id.i];
	switch (field_of(field->name)) {
	case FIELD_ID:
		single_set(load, &ent->id, field);
		break;
	case FIELD_KIND:
		single_set(load, kind, field);
		break;
	case FIELD_NAME:
		single_set(load, name, field);
		break;
	case FIELD_ALIAS:
		name_add(load, id, field, false);
		break;
	case FIELD_DATE:
		date_set(load, ent, field);
		break;
	case FIELD_PLACE:
		single_set(load, &ent->place, field);
		break;
	case FIELD_PARTY:
		party_add(load, ent, field);
		break;
	case FIELD_NOTE:
		single_set(load, &ent->note, field);
		break;
	case FIELD_IDNO:
		break;
	case FIELD_UNKNOWN:
		report_add(load->report, REPORT_NOTE, ents->path, field->line,
			"unknown field '%.*s' is kept", SPAN_ARG(field->name));
		break;
	}
}

/* Tells of a treaty that no rule by kind word will ever find. */
static bool treaty_check(struct load *load, const struct entity *ent, struct err *err)
{
	struct entities *ents = load->ents;
	for (uint32_t i = 0; i < ent->nnames; i++) {
		if (deed_shows(ents->names[ent->name + i].text)) {
			return true;
		}
	}
	if (ents->lexicon == NULL) {
		ents->lexicon = lexicon_new(ents->config, err);
		if (ents->lexicon == NULL) {
			return false;
		}
	}
	for (uint32_t i = 0; i < ent->nnames; i++) {
		struct span name = load->ents->names[ent->name + i].text;
		if (lexicon_sum(ents->lexicon, name).deeds != 0) {
			return true;
		}
	}
	report_add(load->report, REPORT_NOTE, load->ents->path, ent->line,
		"treaty '%.*s' has no kind word (treaty, pact, declaration …) in any name",
		SPAN_ARG(ent->id));
	return true;
}

static bool record_read(struct load *load, const struct rec *rec, ent_id id, struct err *err)
{
	struct entities *ents = load->ents;
	struct entity *ent = &ents->items[id.i];
	*ent = (struct entity){.line = rec->line, .rec = rec, .name = ents->nnames};
	ent->party = id.i == 0 ? 0 : ent[-1].party + ent[-1].nparties;
	struct span kind = {0}, name = {0};
	ent->id = (struct span){0};
	name_add(load, id, rec_field(rec, SPAN("Name")), true);
	for (uint32_t i = 0; i < rec->n; i++) {
		field_read(load, id, &rec->fields[i], &kind, &name);
	}
	doubles_drop(load, ent);
	if (kind.n == 0) {
		report_add(load->report, REPORT_WARNING, ents->path, rec->line,
			"'%.*s' has no Kind", SPAN_ARG(ent->id));
		kind = SPAN("other");
	}
	if (!kind_number(load, kind, &ent->kind)) {
		return err_memory(err);
	}
	return ent->kind != KIND_TREATY || treaty_check(load, ent, err);
}

static bool load_records(struct load *load, struct err *err)
{
	struct entities *ents = load->ents;
	uint32_t n = 0;
	for (uint32_t i = 0; i < load->file.n; i++) {
		if (load->item[i] == 0) {
			continue;
		}
		if (!record_read(load, &load->file.recs[i], (ent_id){n}, err)) {
			return false;
		}
		load->item[i] = ++n;
	}
	for (uint32_t i = 0; i < n; i++) {
		ents->by_id[i] = load->item[load->sorted[i]] - 1;
	}
	return true;
}

static bool load_run(struct load *load, struct err *err)
{
	struct entities *ents = load->ents;
	load->ckinds = 16;
	ents->kinds = arena_array(&ents->arena, load->ckinds, sizeof(*ents->kinds));
	load->sorted = calloc((size_t)load->file.n + 1, sizeof(*load->sorted));
	load->item = calloc((size_t)load->file.n + 1, sizeof(*load->item));
	struct key *keys = calloc((size_t)load->file.n + 1, sizeof(*keys));
	bool ok = ents->kinds != NULL && load->sorted != NULL && load->item != NULL && keys != NULL;
	if (ok) {
		ents->kinds[KIND_PERSON] = SPAN("person");
		ents->kinds[KIND_TREATY] = SPAN("treaty");
		ents->kinds[KIND_ISLAND] = SPAN("island");
		ents->nkinds = KIND_FIRST_OTHER;
		records_pick(load, keys);
		ok = load_reserve(load, err) && load_records(load, err);
	} else {
		err_memory(err);
	}
	free(keys);
	free(load->sorted);
	free(load->item);
	free(load->hashes);
	namesakes_finish(&load->seen);
	return ok;
}

bool entities_load(struct entities *out, const char *path, const struct decisions *decisions,
	const struct config *config, struct report *report, struct err *err)
{
	struct entities ents = {.config = config};
	struct load load = {.ents = &ents, .report = report};
	struct span copy;
	bool ok = arena_copy(&ents.arena, span_of(path), &copy) || err_memory(err);
	if (ok) {
		ents.path = copy.p;
		ok = !file_exists(path) || file_read(path, FILE_MOST, &ents.bytes, NULL, err);
	}
	ok = ok && rec_parse(buf_span(&ents.bytes), path, &ents.arena, &load.file, report, err) &&
		(decisions == NULL ||
			overlay_make(decisions, &load.file, &ents.arena, report, err)) &&
		load_run(&load, err);
	if (!ok) {
		entities_finish(&ents);
		return false;
	}
	*out = ents;
	return true;
}

ent_id entities_find(const struct entities *ents, struct span id)
{
	uint32_t low = 0, high = ents->n;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		int order = span_cmp(ents->items[ents->by_id[mid]].id, id);
		if (order == 0) {
			return (ent_id){ents->by_id[mid]};
		}
		if (order < 0) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return ENT_NONE;
}

uint32_t entities_rules(const struct entities *ents, uint32_t kind)
{
	struct span word = ents->kinds[kind];
	return kind < KIND_FIRST_OTHER ? kind
		: deed_shows(word) || span_eq(word, SPAN("law")) || span_eq(word, SPAN("statute"))
		? KIND_TREATY : KIND_FIRST_OTHER;
}

struct span entities_name(const struct entities *ents, ent_id ent)
{
	return ents->names[ents->items[ent.i].name].text;
}

void entities_finish(struct entities *ents)
{
	lexicon_free(ents->lexicon);
	buf_finish(&ents->bytes);
	arena_finish(&ents->arena);
	*ents = (struct entities){0};
}
