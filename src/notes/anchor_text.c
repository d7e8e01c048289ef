#include "notes/anchor_text.h"

#include "base/buf.h"
#include "base/byte.h"
#include "base/sorted.h"

#include <stdlib.h>

enum { BITS_LEAST = 8, BITS_MOST = 24 };

const struct sha256 *anchor_text_hash(struct anchor_text *text)
{
	if (!text->hashed) {
		text->hash = doc_hash(text->doc);
		text->hashed = true;
	}
	return &text->hash;
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || byte_is_letter(c);
}

/* Whether byte i adds nothing to the n bytes that are kept: a second blank or dash, a hyphen. */
static bool is_dropped(const struct fold *fold, uint32_t i, uint32_t n)
{
	char c = fold->p[i] == '\n' ? ' ' : fold->p[i];

	if (n == 0 || (c != ' ' && c != '-')) {
		return false;
	}
	return fold->p[n - 1] == c ||
		(c == '-' && i + 1 < fold->n && is_letter(fold->p[n - 1]) &&
			is_letter(fold->p[i + 1]));
}

bool anchor_text_fold(struct fold *fold, struct span text)
{
	uint32_t n = 0;

	if (!fold_span(fold, text, FOLD_KEEP_HYPHEN)) {
		return false;
	}
	for (uint32_t i = 0; i < fold->n; i++) {
		if (is_dropped(fold, i, n)) {
			continue;
		}
		fold->p[n] = fold->p[i] == '\n' ? ' ' : fold->p[i];
		fold->starts[n] = fold->starts[i];
		fold->ends[n] = fold->ends[i];
		n++;
	}
	memset(fold->p + n, 0, fold->n - n);
	fold->starts[n] = fold->starts[fold->n];
	fold->n = n;
	return true;
}

static uint32_t hash_of(const char *p, uint32_t bits)
{
	uint64_t gram;

	memcpy(&gram, p, sizeof(gram));
	return (uint32_t)(gram * 0x9E3779B97F4A7C15u >> (64 - bits));
}

/* Chains all places by the hash of what stands there. */
static bool index_make(struct anchor_text *text)
{
	uint32_t n = text->fold.n, bits = BITS_LEAST;

	while (bits < BITS_MOST && (uint32_t)1 << bits < n) {
		bits++;
	}
	text->bits = bits;
	text->heads = malloc(sizeof(*text->heads) << bits);
	text->nexts = malloc(sizeof(*text->nexts) * ((size_t)n + 1));
	if (text->heads == NULL || text->nexts == NULL) {
		return false;
	}
	memset(text->heads, 0xFF, sizeof(*text->heads) << bits);
	for (uint32_t i = 0; i + ANCHOR_TEXT_GRAM <= n; i++) {
		uint32_t hash = hash_of(text->fold.p + i, bits);

		text->nexts[i] = text->heads[hash];
		text->heads[hash] = i;
	}
	return true;
}

bool anchor_text_ready(struct anchor_text *text)
{
	if (!text->ready) {
		free(text->heads);
		free(text->nexts);
		text->heads = text->nexts = NULL;
		text->ready = anchor_text_fold(&text->fold, text->doc->text) && index_make(text);
	}
	return text->ready;
}

uint32_t anchor_text_first(const struct anchor_text *text, const char *p)
{
	return text->heads[hash_of(p, text->bits)];
}

uint32_t anchor_text_pins(const struct anchor_text *text, uint32_t off)
{
	return sorted_from(text->pins, text->npins, sizeof(*text->pins), off);
}

void anchor_text_pin(struct anchor_text *text, uint32_t old, uint32_t now)
{
	uint32_t i = anchor_text_pins(text, old);

	if ((i < text->npins && text->pins[i].old == old) ||
		!array_reserve(&text->pins, &text->cpins, text->npins + 1, sizeof(*text->pins))) {
		return;
	}
	memmove(&text->pins[i + 1], &text->pins[i], (text->npins - i) * sizeof(*text->pins));
	text->pins[i] = (struct anchor_pin){old, now};
	text->npins++;
}

void anchor_text_finish(struct anchor_text *text)
{
	fold_finish(&text->fold);
	free(text->heads);
	free(text->nexts);
	free(text->pins);
	*text = (struct anchor_text){0};
}
