#include "mutate.h"

#include "base/utf8.h"

#include <stdlib.h>

/* A text on its way. */
struct editing {
	const struct doc *doc;
	struct span old;
	struct mutant *out;
	uint32_t *seed;
	uint32_t rate;
};

uint32_t mutate_roll(uint32_t *seed, uint32_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return (*seed >> 3) % below;
}

static bool is_hit(const struct editing *e)
{
	return mutate_roll(e->seed, 10000) < e->rate * 100;
}

static void keep(struct editing *e, uint32_t i)
{
	e->out->to[i] = (uint32_t)e->out->text.n;
	buf_putc(&e->out->text, e->old.p[i]);
}

static void keep_all(struct editing *e, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		keep(e, i);
	}
}

static void drop(struct editing *e, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		e->out->to[i] = (uint32_t)e->out->text.n;
		e->out->gone[i] = true;
	}
}

/* Puts `with` in the place of [from, to): the first byte is the first, the last the last. */
static void replace(struct editing *e, uint32_t from, uint32_t to, struct span with)
{
	for (uint32_t i = from; i < to; i++) {
		size_t at = to - from > 1 ? (i - from) * (with.n - 1) / (to - from - 1) : 0;

		e->out->to[i] = (uint32_t)(e->out->text.n + at);
	}
	buf_put(&e->out->text, with);
}

static bool is_wordy(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n';
}

static uint32_t word_end(struct span text, uint32_t from)
{
	while (from < text.n && is_wordy(text.p[from])) {
		from++;
	}
	return from;
}

/* Some word of the text. */
static struct span any_word(const struct editing *e)
{
	for (;;) {
		uint32_t i = mutate_roll(e->seed, (uint32_t)e->old.n);

		while (i < e->old.n && is_wordy(e->old.p[i])) {
			i++;
		}
		while (i < e->old.n && !is_wordy(e->old.p[i])) {
			i++;
		}
		if (i < e->old.n) {
			return (struct span){e->old.p + i, word_end(e->old, i) - i};
		}
	}
}

static void put_sentence(struct editing *e)
{
	uint32_t n = 6 + mutate_roll(e->seed, 18);

	for (uint32_t i = 0; i < n; i++) {
		buf_put(&e->out->text, any_word(e));
		buf_putc(&e->out->text, i + 1 < n ? ' ' : '.');
	}
}

static void wrap(struct editing *e)
{
	uint32_t col = 0;

	for (uint32_t i = 0; i < e->old.n; i++) {
		bool blank = is_space(e->old.p[i]) && i > 0 && i + 1 < e->old.n &&
			!is_space(e->old.p[i - 1]) && !is_space(e->old.p[i + 1]);
		uint32_t next = i + 1;

		if (!blank) {
			keep(e, i);
			col = e->old.p[i] == '\n' ? 0 : col + 1;
			continue;
		}
		while (next < e->old.n && !is_space(e->old.p[next])) {
			next++;
		}
		if (col + next - i > e->rate) {
			replace(e, i, i + 1, SPAN("\n"));
			col = 0;
		} else {
			replace(e, i, i + 1, SPAN(" "));
			col++;
		}
	}
}

/* The end of the sentence that begins at i, the blank behind it too; 0 where none begins there. */
static uint32_t sentence_end(const struct editing *e, uint32_t i, uint32_t end)
{
	if (i < 2 || !is_space(e->old.p[i - 1]) || e->old.p[i - 2] != '.') {
		return 0;
	}
	for (uint32_t k = i; k + 1 < end; k++) {
		if (e->old.p[k] == '.' && is_space(e->old.p[k + 1])) {
			return k + 2;
		}
	}
	return 0;
}

static uint32_t next_para(const struct editing *e, uint32_t i)
{
	return i + 1 < e->doc->nparas ? e->doc->paras[i + 1].at.start : (uint32_t)e->old.n;
}

/* Puts in, or takes out, sentences of a paragraph. */
static void edit_para(struct editing *e, struct range at, enum mutation how)
{
	for (uint32_t i = at.start; i < at.end; i++) {
		uint32_t end = sentence_end(e, i, at.end);

		if (end > 0 && is_hit(e)) {
			if (how == MUTATE_DELETE) {
				drop(e, i, end);
				i = end - 1;
				continue;
			}
			put_sentence(e);
			buf_putc(&e->out->text, ' ');
		}
		keep(e, i);
	}
}

static void edit_paras(struct editing *e, enum mutation how)
{
	uint32_t first = e->doc->nparas > 0 ? e->doc->paras[0].at.start : (uint32_t)e->old.n;

	keep_all(e, 0, first);
	for (uint32_t i = 0; i < e->doc->nparas; i++) {
		uint32_t next = next_para(e, i);

		if (is_hit(e) && how == MUTATE_DELETE) {
			drop(e, e->doc->paras[i].at.start, next);
			continue;
		}
		if (is_hit(e) && how == MUTATE_INSERT) {
			put_sentence(e);
			buf_putc(&e->out->text, ' ');
			put_sentence(e);
			buf_puts(&e->out->text, "\n\n");
		}
		edit_para(e, (struct range){e->doc->paras[i].at.start, next}, how);
	}
}

static void swap(struct editing *e)
{
	uint32_t n = e->doc->nparas, *order = calloc(n + 1, sizeof(*order));
	uint32_t pairs = n * e->rate / 100 + 1, end = 0;

	if (order == NULL) {
		abort();
	}
	for (uint32_t i = 0; i < n; i++) {
		order[i] = i;
	}
	for (uint32_t i = 0; n > 1 && i < pairs; i++) {
		uint32_t a = mutate_roll(e->seed, n), b = mutate_roll(e->seed, n), kept = order[a];

		order[a] = order[b];
		order[b] = kept;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct range at = e->doc->paras[order[i]].at;

		keep_all(e, end, e->doc->paras[i].at.start);
		keep_all(e, at.start, at.end);
		end = e->doc->paras[i].at.end;
	}
	keep_all(e, end, (uint32_t)e->old.n);
	free(order);
}

/* A word with one letter changed, lost, doubled, or two in the wrong order. */
static void respell(struct editing *e, uint32_t from, uint32_t to)
{
	char word[64];
	uint32_t n = to - from, at = mutate_roll(e->seed, n);

	memcpy(word, e->old.p + from, n);
	switch (mutate_roll(e->seed, 3)) {
	case 0:
		word[at] = (char)('a' + mutate_roll(e->seed, 26));
		break;
	case 1:
		memmove(word + at + 1, word + at, n - at);
		n++;
		break;
	default:
		if (n > 2) {
			memmove(word + at, word + at + 1, n - at - 1);
			n--;
		}
	}
	replace(e, from, to, (struct span){word, n});
}

static bool is_ascii(struct span text)
{
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

static void edit_word(struct editing *e, uint32_t from, uint32_t to)
{
	struct span word = {e->old.p + from, to - from};

	if (mutate_roll(e->seed, 2) == 0 && word.n < 60 && is_ascii(word)) {
		respell(e, from, to);
	} else {
		replace(e, from, to, any_word(e));
	}
}

static void edit_words(struct editing *e)
{
	for (uint32_t i = 0; i < e->old.n;) {
		uint32_t end = word_end(e->old, i);

		if (end == i) {
			keep(e, i++);
			continue;
		}
		if (is_hit(e)) {
			edit_word(e, i, end);
		} else {
			keep_all(e, i, end);
		}
		i = end;
	}
}

static void misread(struct editing *e, uint32_t i)
{
	static const char like[] = "ceoaunhblIrtfsgqvy1l5S0O.,:;";
	char c = like[mutate_roll(e->seed, sizeof(like) - 1)];

	switch (mutate_roll(e->seed, 6)) {
	case 0:
		drop(e, i, i + 1);
		break;
	case 1:
		keep(e, i);
		buf_putc(&e->out->text, c);
		break;
	case 2:
		keep(e, i);
		buf_putc(&e->out->text, ' ');
		break;
	default:
		replace(e, i, i + 1, (struct span){&c, 1});
	}
}

static void misread_all(struct editing *e)
{
	for (uint32_t i = 0; i < e->old.n; i++) {
		if ((unsigned char)e->old.p[i] < 0x80 && e->old.p[i] != '\n' && is_hit(e)) {
			misread(e, i);
		} else {
			keep(e, i);
		}
	}
}

/* What a character becomes, or the empty span. */
static struct span other_form(enum mutation how, uint32_t c, bool open)
{
	if (how == MUTATE_NORMAL) {
		switch (c) {
		case 0x2018:
		case 0x2019:
			return SPAN("'");
		case 0x201C:
		case 0x201D:
			return SPAN("\"");
		case 0x2013:
		case 0x2014:
			return SPAN("-");
		case 0xE9:
			return SPAN("e\xCC\x81");
		case 0x14D:
			return SPAN("o\xCC\x84");
		default:
			return SPAN("");
		}
	}
	return c == '\''   ? SPAN("\xE2\x80\x99")
		: c == '"' ? (open ? SPAN("\xE2\x80\x9C") : SPAN("\xE2\x80\x9D"))
		: c == '-' ? SPAN("\xE2\x80\x93")
			   : SPAN("");
}

static void normalise(struct editing *e, enum mutation how)
{
	for (size_t i = 0; i < e->old.n;) {
		size_t next = i;
		uint32_t c = utf8_next(e->old, &next);
		struct span form = other_form(how, c, i == 0 || is_space(e->old.p[i - 1]));

		if (form.n > 0) {
			replace(e, (uint32_t)i, (uint32_t)next, form);
		} else {
			keep_all(e, (uint32_t)i, (uint32_t)next);
		}
		i = next;
	}
}

/* Copies sentences to the end of their paragraphs' next one, and changes a word of the old. */
static void copy(struct editing *e)
{
	uint32_t waits = 0, waits_end = 0, done = 0;

	for (uint32_t i = 0; i < e->doc->nparas; i++) {
		struct range at = {e->doc->paras[i].at.start, next_para(e, i)};

		keep_all(e, done, at.start);
		if (waits_end > waits) {
			buf_add(&e->out->text, e->old.p + waits, waits_end - waits);
			waits = waits_end;
		}
		done = at.start;
		for (uint32_t k = at.start; k < at.end; k++) {
			uint32_t end = sentence_end(e, k, at.end), word = end;

			if (end == 0 || waits_end > waits || !is_hit(e) || k < done) {
				continue;
			}
			word = k + mutate_roll(e->seed, end - k);
			while (word > k && is_wordy(e->old.p[word - 1])) {
				word--;
			}
			if (is_wordy(e->old.p[word])) {
				keep_all(e, done, word);
				done = word_end(e->old, word);
				edit_word(e, word, done);
				waits = k;
				waits_end = end;
			}
		}
	}
	keep_all(e, done, (uint32_t)e->old.n);
}

void mutate(
	const struct doc *doc, enum mutation how, uint32_t rate, uint32_t *seed, struct mutant *out)
{
	struct editing e = {doc, doc->text, out, seed, rate};

	*out = (struct mutant){.n = (uint32_t)doc->text.n};
	out->to = calloc(doc->text.n + 1, sizeof(*out->to));
	out->gone = calloc(doc->text.n + 1, sizeof(*out->gone));
	if (out->to == NULL || out->gone == NULL) {
		abort();
	}
	switch (how) {
	case MUTATE_WRAP:
		wrap(&e);
		break;
	case MUTATE_INSERT:
	case MUTATE_DELETE:
		edit_paras(&e, how);
		break;
	case MUTATE_SWAP:
		swap(&e);
		break;
	case MUTATE_WORDS:
		edit_words(&e);
		break;
	case MUTATE_OCR:
		misread_all(&e);
		break;
	case MUTATE_NORMAL:
	case MUTATE_TYPESET:
		normalise(&e, how);
		break;
	case MUTATE_COPY:
		copy(&e);
		break;
	}
	if (out->text.failed) {
		abort();
	}
}

struct range mutant_at(const struct mutant *mutant, struct span old, struct range at)
{
	struct range now;

	while (at.start < at.end && (mutant->gone[at.start] || is_space(old.p[at.start]))) {
		at.start++;
	}
	while (at.end > at.start && (mutant->gone[at.end - 1] || is_space(old.p[at.end - 1]))) {
		at.end--;
	}
	if (at.start == at.end) {
		return (struct range){0, 0};
	}
	now = (struct range){mutant->to[at.start], mutant->to[at.end - 1] + 1};
	return now.start < now.end ? now : (struct range){0, 0};
}

void mutant_finish(struct mutant *mutant)
{
	buf_finish(&mutant->text);
	free(mutant->to);
	free(mutant->gone);
	*mutant = (struct mutant){0};
}
