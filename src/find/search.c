#include "find/search.h"

#include "base/utf8.h"
#include "find/pattern.h"
#include "find/piece.h"
#include "find/sieve.h"
#include "texts/fold.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>

#define PATTERN_MOST 4096 /* bytes */

/* An expression that explodes meets the first within a second; the others bound its memory. */
#define STEPS_MOST 500000u
#define HEAP_MOST_KIB 16384u
#define STACK_FIRST ((size_t)32 << 10)
#define STACK_MOST ((size_t)1 << 20)

enum search_kind { SEARCH_PLAIN, SEARCH_HYPHENED, SEARCH_EXACT, SEARCH_EXPRESSION };

struct search {
	char *copy; /* the pattern's bytes */
	struct span pattern;
	struct span needle; /* what is compared; in the pattern, or in folded */
	enum search_kind kind;
	bool keep_case;
	struct fold folded; /* the pattern's */
	struct sieve sieve;
	struct fold view; /* of the piece that is looked at */
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	const char *trouble;
};

/* One match in one piece. */

/* The first byte of the view whose character starts at or behind off in the document. */
static uint32_t view_index(const struct fold *view, uint32_t off)
{
	uint32_t low = 0, high = view->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (view->starts[middle] < off) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static struct span view_span(const struct fold *view)
{
	return (struct span){view->p, view->n};
}

static bool match_exact(const struct search *search, const struct doc *doc,
	const struct piece *piece, uint32_t from, struct range *out)
{
	size_t end = piece->own.end - 1 + search->needle.n;
	size_t para_end = doc->paras[piece->para].at.end;
	struct span text = {doc->text.p, end < para_end ? end : para_end};
	size_t at = span_find(text, search->needle, from);
	if (at == text.n) {
		return false;
	}
	*out = (struct range){(uint32_t)at, (uint32_t)(at + search->needle.n)};
	return true;
}

static bool match_plain(const struct search *search, uint32_t from, struct range *out)
{
	struct span text = view_span(&search->view);
	size_t at = span_find(text, search->needle, view_index(&search->view, from));
	if (at == text.n) {
		return false;
	}
	*out = fold_range(&search->view, (uint32_t)at, (uint32_t)(at + search->needle.n));
	return true;
}

/*
 * The hyphen that folding has dropped between the characters at `at` - 1 and `at` of the view: a
 * word broken at a line end, or a compound that has a hyphen of its own there.
 */
static bool dropped_hyphen(
	const struct search *search, const struct doc *doc, size_t at, struct range *out)
{
	if (at == 0 || at >= search->view.n) {
		return false;
	}
	size_t end = search->view.starts[at];
	for (size_t off = search->view.ends[at - 1]; off < end;) {
		size_t start = off;
		uint32_t c = utf8_next(doc->text, &off);
		if (utf8_is_dash(c) || c == 0xAD) {
			*out = (struct range){(uint32_t)start, (uint32_t)off};
			return true;
		}
	}
	return false;
}

/* Compares a needle that has hyphens at one place of the view; hyphens may have been dropped. */
static bool hyphened_at(
	const struct search *search, const struct doc *doc, size_t at, struct range *out)
{
	struct range range = {UINT32_MAX, 0}, hyphen;
	size_t t = at;
	for (size_t i = 0; i < search->needle.n; i++) {
		if (t < search->view.n && search->view.p[t] == search->needle.p[i]) {
			hyphen = (struct range){search->view.starts[t], search->view.ends[t]};
			t++;
		} else if (search->needle.p[i] != '-' || !dropped_hyphen(search, doc, t, &hyphen)) {
			return false;
		}
		range.start = i == 0 ? hyphen.start : range.start;
		range.end = hyphen.end;
	}
	*out = range;
	return true;
}

static bool match_hyphened(
	const struct search *search, const struct doc *doc, uint32_t from, struct range *out)
{
	const char *hyphen = memchr(search->needle.p, '-', search->needle.n);
	struct span head = {search->needle.p, (size_t)(hyphen - search->needle.p)};
	struct span text = view_span(&search->view);
	for (size_t at = view_index(&search->view, from); at < text.n; at++) {
		at = span_find(text, head, at);
		struct range range;
		if (at < text.n && hyphened_at(search, doc, at, &range) && range.start >= from) {
			*out = range;
			return true;
		}
	}
	return false;
}

static const char *trouble_of(int code)
{
	switch (code) {
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_JIT_STACKLIMIT:
		return "search: the expression needs too many steps; stopped";
	case PCRE2_ERROR_NOMEMORY:
		return "search: out of memory";
	default:
		return "search: the expression failed";
	}
}

static bool match_expression(struct search *search, const struct doc *doc,
	const struct piece *piece, uint32_t from, struct range *out)
{
	struct range para = doc->paras[piece->para].at;
	uint32_t options = PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK |
		(piece->seen.start > para.start ? PCRE2_NOTBOL : 0) |
		(piece->seen.end < para.end ? PCRE2_NOTEOL : 0);
	size_t at = view_index(&search->view, from);
	int code = pcre2_match(search->code, (PCRE2_SPTR)search->view.p, search->view.n, at, options,
		search->data, search->context);
	if (code == PCRE2_ERROR_NOMATCH) {
		return false;
	}
	const size_t *found = pcre2_get_ovector_pointer(search->data);
	if (code < 0 || found[0] >= found[1]) {
		search->trouble = trouble_of(code);
		return false;
	}
	*out = fold_range(&search->view, (uint32_t)found[0], (uint32_t)found[1]);
	return true;
}

/* The first match that starts at or behind from, in a piece that was opened. */
static bool piece_match(struct search *search, const struct doc *doc, const struct piece *piece,
	uint32_t from, struct range *out)
{
	struct range found = {0};
	bool ok = false;
	from = from < piece->own.start ? piece->own.start : from;
	if (from >= piece->own.end) {
		return false;
	}
	switch (search->kind) {
	case SEARCH_EXACT:
		ok = match_exact(search, doc, piece, from, &found);
		break;
	case SEARCH_PLAIN:
		ok = match_plain(search, from, &found);
		break;
	case SEARCH_HYPHENED:
		ok = match_hyphened(search, doc, from, &found);
		break;
	case SEARCH_EXPRESSION:
		ok = match_expression(search, doc, piece, from, &found);
		break;
	}
	if (!ok || found.start >= piece->own.end) {
		return false;
	}
	*out = found;
	return true;
}

static bool has_markup(const struct doc *doc, struct range at)
{
	for (uint32_t i = doc_mark_from(doc, at.start); i < doc->nmarks; i++) {
		if (doc->marks[i].at.start >= at.end) {
			break;
		}
		if (doc->marks[i].kind == MARK_HIDE && range_meets(doc->marks[i].at, at)) {
			return true;
		}
	}
	return false;
}

/* Folds a piece, unless it cannot hold the pattern. False where there is nothing to look at. */
static bool piece_open(struct search *search, const struct doc *doc, const struct piece *piece)
{
	if (search->kind == SEARCH_EXACT) {
		return true;
	}
	if (search->kind != SEARCH_EXPRESSION &&
		!sieve_may_hold(&search->sieve, span_in(doc->text, piece->seen)) &&
		!has_markup(doc, piece->seen)) {
		return false;
	}
	/* An expression is told itself whether case matters: \p{Lu} finds capitals either way. */
	bool keep_case = search->keep_case || search->kind == SEARCH_EXPRESSION;
	if (!fold_make(&search->view, doc, piece->seen, keep_case ? FOLD_KEEP_CASE : 0)) {
		search->trouble = trouble_of(PCRE2_ERROR_NOMEMORY);
		return false;
	}
	return search->view.n > 0;
}

/* Making a search. */

static bool compile_error(
	const struct span *pattern, size_t behind, int code, struct err *err)
{
	char why[256];
	pcre2_get_error_message(code, (PCRE2_UCHAR *)why, sizeof(why));
	uint32_t character = 0;
	for (size_t off = 0; off < behind && off < pattern->n; character++) {
		utf8_next(*pattern, &off);
	}
	return err_set(err, "search: %s at character %u", why, character == 0 ? 1 : character);
}

static bool compile_limits(struct search *search)
{
	search->data = pcre2_match_data_create(1, NULL);
	search->context = pcre2_match_context_create(NULL);
	if (search->data == NULL || search->context == NULL) {
		return false;
	}
	pcre2_set_match_limit(search->context, STEPS_MOST);
	pcre2_set_depth_limit(search->context, STEPS_MOST);
	pcre2_set_heap_limit(search->context, HEAP_MOST_KIB);
	/* Without a compiler for this machine, or leave to use it, the interpreter does the work. */
	if (pcre2_jit_compile(search->code, PCRE2_JIT_COMPLETE) == 0) {
		search->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_MOST, NULL);
		pcre2_jit_stack_assign(search->context, NULL, search->stack);
	}
	return true;
}

static bool compile_expression(struct search *search, struct span expression, struct err *err)
{
	struct pattern folded = {0};
	if (!pattern_fold(expression, &folded, err)) {
		return false;
	}
	if (folded.text.n == 0) {
		pattern_finish(&folded);
		return err_set(err, "search: nothing to look for in the expression");
	}
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C |
		(search->keep_case ? 0 : PCRE2_CASELESS);
	int code = 0;
	size_t at = 0;
	search->code = pcre2_compile(
		(PCRE2_SPTR)folded.text.p, folded.text.n, options, &code, &at, NULL);
	bool ok = search->code != NULL;
	if (!ok) {
		size_t prefix = (size_t)(expression.p - search->pattern.p);
		compile_error(&search->pattern, prefix + pattern_offset(&folded, at), code, err);
	} else if (!compile_limits(search)) {
		ok = err_memory(err);
	}
	pattern_finish(&folded);
	return ok;
}

static bool compile_plain(struct search *search, struct err *err)
{
	unsigned flags = search->keep_case ? FOLD_KEEP_CASE : 0;
	if (!fold_span(&search->folded, search->pattern, flags)) {
		return err_memory(err);
	}
	search->needle = view_span(&search->folded);
	if (search->needle.n == 0) {
		return err_set(err, "search: nothing to look for in the pattern");
	}
	sieve_init(&search->sieve, search->needle, search->keep_case);
	if (memchr(search->needle.p, '-', search->needle.n) != NULL) {
		search->kind = SEARCH_HYPHENED;
	}
	return true;
}

static bool compile(struct search *search, unsigned flags, struct err *err)
{
	struct span pattern = search->pattern;
	bool expression = (flags & SEARCH_REGEX) != 0;
	if (!expression && pattern.p[0] == '~') {
		expression = true;
		pattern = (struct span){pattern.p + 1, pattern.n - 1};
	}
	if (!expression && pattern.n > 2 && pattern.p[0] == '"' && pattern.p[pattern.n - 1] == '"') {
		search->kind = SEARCH_EXACT;
		search->needle = (struct span){pattern.p + 1, pattern.n - 2};
		return true;
	}
	search->keep_case = (flags & SEARCH_CASE) != 0 ||
		((flags & SEARCH_SMART) != 0 && pattern_has_capital(pattern, expression));
	if (expression) {
		search->kind = SEARCH_EXPRESSION;
		return compile_expression(search, pattern, err);
	}
	return compile_plain(search, err);
}

static bool is_pattern(struct span pattern, struct err *err)
{
	if (pattern.n == 0) {
		return err_set(err, "search: an empty pattern");
	}
	if (pattern.n > PATTERN_MOST) {
		return err_set(err, "search: a pattern of more than %d bytes", PATTERN_MOST);
	}
	if (utf8_valid_prefix(pattern) < pattern.n) {
		return err_set(err, "search: the pattern is no UTF-8");
	}
	return true;
}

struct search *search_new(struct span pattern, unsigned flags, struct err *err)
{
	if (!is_pattern(pattern, err)) {
		return NULL;
	}
	struct search *search = calloc(1, sizeof(*search));
	char *copy = malloc(pattern.n);
	if (search == NULL || copy == NULL) {
		free(search);
		free(copy);
		err_memory(err);
		return NULL;
	}
	memcpy(copy, pattern.p, pattern.n);
	search->copy = copy;
	search->pattern = (struct span){copy, pattern.n};
	if (!compile(search, flags, err)) {
		search_free(search);
		return NULL;
	}
	return search;
}

struct span search_pattern(const struct search *search)
{
	return search->pattern;
}

/* Looking. */

bool search_next(struct search *search, const struct doc *doc, uint32_t from, struct range *out)
{
	struct piece piece;
	search->trouble = NULL;
	for (bool more = piece_from(doc, from, &piece); more && search->trouble == NULL;
		more = piece_from(doc, piece.own.end, &piece)) {
		if (piece_open(search, doc, &piece) && piece_match(search, doc, &piece, from, out)) {
			return true;
		}
	}
	return false;
}

bool search_prev(struct search *search, const struct doc *doc, uint32_t before, struct range *out)
{
	struct piece piece;
	search->trouble = NULL;
	for (bool more = piece_before(doc, before, &piece); more && search->trouble == NULL;
		more = piece_before(doc, piece.own.start, &piece)) {
		struct range found = {0}, last = {0};
		if (!piece_open(search, doc, &piece)) {
			continue;
		}
		while (piece_match(search, doc, &piece, found.end, &found) && found.start < before) {
			last = found;
		}
		if (last.end > 0) {
			*out = last;
			return true;
		}
	}
	return false;
}

uint32_t search_all(struct search *search, const struct doc *doc, struct range within,
	struct range *out, uint32_t max)
{
	struct piece piece;
	uint32_t n = 0;
	search->trouble = NULL;
	for (bool more = piece_from(doc, within.start, &piece);
		more && piece.own.start < within.end && n < max && search->trouble == NULL;
		more = piece_from(doc, piece.own.end, &piece)) {
		struct range found = {0};
		if (!piece_open(search, doc, &piece)) {
			continue;
		}
		while (n < max && piece_match(search, doc, &piece, found.end, &found) &&
			found.start < within.end) {
			if (found.start >= within.start) {
				out[n++] = found;
			}
		}
	}
	return n;
}

const char *search_trouble(const struct search *search)
{
	return search->trouble;
}

void search_free(struct search *search)
{
	if (search == NULL) {
		return;
	}
	pcre2_jit_stack_free(search->stack);
	pcre2_match_context_free(search->context);
	pcre2_match_data_free(search->data);
	pcre2_code_free(search->code);
	fold_finish(&search->view);
	fold_finish(&search->folded);
	free(search->copy);
	free(search);
}
