#include "links/decide.h"

#include "texts/fold.h"

/* Of 100: how much of the context must be the same, and by how much more than elsewhere. */
enum { CONTEXT_LEAST = 70, CONTEXT_MARGIN = 15 };

/* Bytes that a ends with and b ends with as well. */
static size_t same_end(struct span a, struct span b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[a.n - 1 - n] == b.p[b.n - 1 - n]) {
		n++;
	}
	return n;
}

static size_t same_start(struct span a, struct span b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n]) {
		n++;
	}
	return n;
}

/* The folded words of a decision. */
struct wanted {
	struct fold quote, before, after;
};

static bool wanted_make(const struct decision *d, struct wanted *out)
{
	return fold_span(&out->quote, d->quote, 0) && fold_span(&out->before, d->before, 0) &&
		fold_span(&out->after, d->after, 0) && out->quote.n > 0;
}

static void wanted_finish(struct wanted *wanted)
{
	fold_finish(&wanted->quote);
	fold_finish(&wanted->before);
	fold_finish(&wanted->after);
}

/* How much of the context stands around [start, end) of a folded paragraph, of 100. */
static uint32_t context_score(const struct wanted *wanted, struct span text, size_t start, size_t end)
{
	struct span before = span_trim((struct span){text.p, start});
	struct span after = span_trim((struct span){text.p + end, text.n - end});
	struct span want_before = span_trim(fold_text(&wanted->before));
	struct span want_after = span_trim(fold_text(&wanted->after));
	size_t all = want_before.n + want_after.n;

	if (all == 0) {
		return 100;
	}
	return (uint32_t)(100 * (same_end(before, want_before) + same_start(after, want_after)) / all);
}

/* The best places so far. */
struct found {
	struct range at;
	uint32_t best, second;
	bool old; /* `at` is where the decision was made */
};

static void found_add(struct found *found, struct range at, uint32_t score, bool old)
{
	if (score > found->best || (score == found->best && old)) {
		found->second = found->best;
		found->best = score;
		found->at = at;
		found->old = old;
	} else if (score > found->second) {
		found->second = score;
	}
}

static bool find_in_para(const struct wanted *wanted, const struct doc *doc, const struct para *para,
	uint32_t old, struct fold *fold, struct found *found)
{
	struct span text, quote = fold_text(&wanted->quote);

	if (!fold_make(fold, doc, para->at, 0)) {
		return false;
	}
	text = fold_text(fold);
	for (size_t at = span_find(text, quote, 0); at < text.n; at = span_find(text, quote, at + 1)) {
		struct range range = fold_range(fold, (uint32_t)at, (uint32_t)(at + quote.n));

		found_add(found, range, 1 + context_score(wanted, text, at, at + quote.n),
			doc_source(doc, range).start == old);
	}
	return true;
}

bool decide_find(const struct decision *decision, const struct doc *doc, struct range *out)
{
	struct wanted wanted = {0};
	struct found found = {0};
	struct fold fold = {0};
	bool ok = wanted_make(decision, &wanted), sure;

	for (uint32_t i = 0; ok && i < doc->nparas; i++) {
		ok = find_in_para(&wanted, doc, &doc->paras[i], decision->start, &fold, &found);
	}
	fold_finish(&fold);
	wanted_finish(&wanted);
	sure = found.best > CONTEXT_LEAST &&
		(found.old || found.best >= found.second + CONTEXT_MARGIN);
	if (ok && sure) {
		*out = found.at;
	}
	return ok && sure;
}

/* The text of `at` with white space as single blanks, fit for one line of a record. */
static bool copy_line(const struct doc *doc, struct range at, struct arena *arena, struct span *out)
{
	struct buf line = {0};
	bool blank = false, ok;

	for (uint32_t i = at.start; i < at.end; i++) {
		unsigned char c = (unsigned char)doc->text.p[i];

		if (c <= ' ' || c == 0x7f) {
			blank = line.n > 0;
			continue;
		}
		if (blank) {
			buf_putc(&line, ' ');
		}
		blank = false;
		buf_putc(&line, (char)c);
	}
	ok = !line.failed && arena_copy(arena, buf_span(&line), out);
	buf_finish(&line);
	return ok;
}

/* Moves off to the start of its character. */
static uint32_t character_start(const struct doc *doc, uint32_t off)
{
	while (off > 0 && off < doc->text.n && ((unsigned char)doc->text.p[off] & 0xC0) == 0x80) {
		off--;
	}
	return off;
}

bool decide_passage(const struct doc *doc, struct range at, struct arena *arena,
	struct decision *out)
{
	const struct para *para = &doc->paras[doc_para_at(doc, at.start)];
	struct range before = {para->at.start, at.start}, after = {at.end, para->at.end};
	struct range source = doc_source(doc, at);

	if (before.end - before.start > DECIDE_CONTEXT) {
		before.start = character_start(doc, before.end - DECIDE_CONTEXT);
	}
	if (after.end > after.start + DECIDE_CONTEXT) {
		after.end = character_start(doc, after.start + DECIDE_CONTEXT);
	}
	if (after.end < after.start) {
		after.end = after.start;
	}
	out->file = doc->path;
	out->start = source.start;
	out->end = source.end;
	return copy_line(doc, at, arena, &out->quote) && copy_line(doc, before, arena, &out->before) &&
		copy_line(doc, after, arena, &out->after);
}

/* What applying needs at hand. */
struct deciding {
	const struct decisions *decisions;
	const struct doc *doc;
	doc_id id;
	struct mentions *out;
	uint32_t first;
	const struct decision *decision;
	ent_id ents[DECIDE_ENTS]; /* the decision's: several of a coordinated mention */
	uint32_t nents;
	struct report *report;
};

/* The mention names the decision's entities and nothing else. False where memory is short. */
static bool mention_settle(struct deciding *deciding, struct mention *mention)
{
	struct mentions *out = deciding->out;

	if (!array_reserve(&out->pool, &out->cpool, out->npool + deciding->nents,
		    sizeof(*out->pool))) {
		return false;
	}
	mention->ent = out->npool;
	for (uint32_t i = 0; i < deciding->nents; i++) {
		out->pool[out->npool++] = deciding->ents[i].i;
	}
	mention->nents = (uint8_t)deciding->nents;
	mention->nrivals = 0;
	mention->rule = RULE_DECIDED;
	mention->certainty = CERTAIN_SURE;
	mention->name = UINT32_MAX;
	mention->decision = (uint32_t)(deciding->decision - deciding->decisions->items);
	return true;
}

/* Whether the decision is about this entity. */
static bool is_decided(const struct deciding *deciding, uint32_t ent)
{
	for (uint32_t i = 0; i < deciding->nents; i++) {
		if (deciding->ents[i].i == ent) {
			return true;
		}
	}
	return false;
}

static void mention_drop(struct deciding *deciding, uint32_t i)
{
	struct mentions *out = deciding->out;

	memmove(&out->items[i], &out->items[i + 1], (out->n - i - 1) * sizeof(*out->items));
	out->n--;
}

/* Takes the decision's entities from a mention: what is left of it stands, nothing left is no mention. */
static void mention_reject(struct deciding *deciding, uint32_t i)
{
	struct mention *mention = &deciding->out->items[i];
	uint32_t *pool = deciding->out->pool + mention->ent, n = mention->nents + mention->nrivals;
	uint32_t kept = 0, ents = 0;

	for (uint32_t k = 0; k < n; k++) {
		if (!is_decided(deciding, pool[k])) {
			ents += k < mention->nents;
			pool[kept++] = pool[k];
		}
	}
	mention->nents = (uint8_t)ents;
	mention->nrivals = (uint8_t)(kept - ents);
	if (ents == 0 && kept == 1) {
		/* One rival is left: it was open between the two. */
		mention->nents = 1;
		mention->nrivals = 0;
		mention->certainty = CERTAIN_LIKELY;
	} else if (ents == 0) {
		mention->certainty = CERTAIN_OPEN;
	}
	if (kept == 0) {
		mention_drop(deciding, i);
	}
}

static bool mention_has(const struct deciding *deciding, const struct mention *mention)
{
	const uint32_t *pool = deciding->out->pool + mention->ent;

	for (uint32_t k = 0; k < (uint32_t)mention->nents + mention->nrivals; k++) {
		if (is_decided(deciding, pool[k])) {
			return true;
		}
	}
	return false;
}

/* Rejects every mention of the entity under these words. */
static bool reject_words(struct deciding *deciding)
{
	struct fold words = {0}, here = {0};
	bool ok = fold_span(&words, deciding->decision->name, 0);

	for (uint32_t i = deciding->out->n; ok && i-- > deciding->first;) {
		const struct mention *mention = &deciding->out->items[i];

		ok = fold_make(&here, deciding->doc, mention->at, 0);
		if (ok && mention_has(deciding, mention) && span_eq(fold_text(&here), fold_text(&words))) {
			mention_reject(deciding, i);
		}
	}
	fold_finish(&words);
	fold_finish(&here);
	return ok;
}

/* Makes room for a mention at `at`, dropping those that it would overlap. */
static struct mention *mention_make(struct deciding *deciding, struct range at)
{
	struct mentions *out = deciding->out;
	uint32_t i = deciding->first;

	while (i < out->n && out->items[i].at.start < at.end) {
		if (range_meets(out->items[i].at, at)) {
			mention_drop(deciding, i);
		} else {
			i++;
		}
	}
	if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items))) {
		return NULL;
	}
	memmove(&out->items[i + 1], &out->items[i], (out->n - i) * sizeof(*out->items));
	out->n++;
	out->items[i] = (struct mention){.at = at, .doc = deciding->id};
	return &out->items[i];
}

static void report_gone(struct deciding *deciding)
{
	const struct decision *d = deciding->decision;

	report_add(deciding->report, REPORT_WARNING, d->path, d->line,
		"%s: the passage '%.*s' is not in %.*s any more", decisions_word(d->kind),
		SPAN_ARG(d->quote), SPAN_ARG(d->file));
}

/* A decision about one passage. */
static bool decide_passage_of(struct deciding *deciding)
{
	struct range at;
	struct mention *mention;

	if (!decide_find(deciding->decision, deciding->doc, &at)) {
		report_gone(deciding);
		return true;
	}
	if (deciding->decision->kind != DECISION_REJECT) {
		mention = mention_make(deciding, at);
		return mention != NULL && mention_settle(deciding, mention);
	}
	for (uint32_t i = deciding->out->n; i-- > deciding->first;) {
		mention = &deciding->out->items[i];
		if (range_meets(mention->at, at) && mention_has(deciding, mention)) {
			mention_reject(deciding, i);
		}
	}
	return true;
}

uint32_t decide_ents(const struct decision *decision, const struct entities *ents,
	ent_id out[DECIDE_ENTS])
{
	struct span rest = decision->entity, id;
	uint32_t n = 0;

	while (n < DECIDE_ENTS && span_cut(&rest, '+', &id)) {
		out[n] = entities_find(ents, id);
		n += out[n].i != ENT_NONE.i;
	}
	return n;
}

bool decide_doc(const struct decisions *decisions, const struct entities *ents,
	const struct doc *doc, doc_id id, struct mentions *out, uint32_t first,
	struct report *report, struct err *err)
{
	for (uint32_t i = 0; i < decisions->n; i++) {
		const struct decision *d = &decisions->items[i];
		struct deciding deciding = {.decisions = decisions, .doc = doc, .id = id, .out = out,
			.first = first, .decision = d, .report = report};
		bool here = d->scope != SCOPE_EVERYWHERE && span_eq(d->file, doc->path);

		if (d->kind > DECISION_LINK || !(here || d->scope == SCOPE_EVERYWHERE)) {
			continue;
		}
		deciding.nents = decide_ents(d, ents, deciding.ents);
		if (deciding.nents > 0 && !(d->scope == SCOPE_HERE ? decide_passage_of(&deciding) : reject_words(&deciding))) {
			return err_memory(err);
		}
	}
	return true;
}
