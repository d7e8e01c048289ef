#include "find/search.h"

#include "base/now.h"
#include "base/utf8.h"
#include "find/needle.h"
#include "find/pattern.h"
#include "find/piece.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>

#define PATTERN_MOST 4096 /* bytes */

/* An expression that explodes meets the first at once; the others bound its memory. */
#define STEPS_MOST 500000u
#define HEAP_MOST_KIB 16384u
#define STACK_FIRST ((size_t)32 << 10)
#define STACK_MOST ((size_t)1 << 20)

/* One that is slow is left alone for so long, and more where there is much to look at. */
#define STARTS 256u
#define PATIENCE_NS 2000000000
#define PATIENCE_NS_BYTE 100

enum search_kind { SEARCH_PLAIN, SEARCH_EXACT, SEARCH_EXPRESSION };

struct search {
	char *copy; /* the pattern's bytes */
	struct span pattern;
	enum search_kind kind;
	bool keep_case;
	struct span exact; /* in the pattern, without its quotes */
	struct span literal; /* in the pattern: what all matches have in them */
	struct needle needle;
	struct fold view; /* of the piece that is looked at */
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	int64_t began, until; /* of the call: ns of CLOCK_MONOTONIC; until 0: it has no end … */
	uint64_t opened; /* … but patience, by what was folded */
	uint32_t paused; /* in the piece, where time was up; 0: it was not */
	const char *trouble;
};

/* One match in one piece. */

static bool match_exact(const struct search *search, const struct doc *doc,
	const struct piece *piece, uint32_t from, struct range *out)
{
	size_t end = piece->own.end - 1 + search->exact.n;
	size_t para_end = doc->paras[piece->para].at.end;
	struct span text = {doc->text.p, end < para_end ? end : para_end};
	size_t at = span_find(text, search->exact, from);
	if (at == text.n) {
		return false;
	}
	*out = (struct range){(uint32_t)at, (uint32_t)(at + search->exact.n)};
	return true;
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

/* Whether the search has taken longer than one can be kept waiting for so much text. */
static bool is_too_slow(const struct search *search)
{
	return now_ns() - search->began >
		PATIENCE_NS + (int64_t)search->opened * PATIENCE_NS_BYTE;
}

/* Whether an expression that has found nothing up to `at` of a view is to be left alone. */
static bool is_over(struct search *search, const struct fold *view, uint32_t at)
{
	if (search->until != 0) {
		search->paused = at < view->n && now_ns() > search->until ? view->starts[at] : 0;
		return search->paused != 0;
	}
	if (is_too_slow(search)) {
		search->trouble = "search: the expression takes too long; stopped";
		return true;
	}
	return false;
}

/*
 * A step limit holds for one start of a match: what is merely slow at every start would still take
 * minutes. So few starts are tried at a time, and the clock is asked between.
 */
static bool match_expression(struct search *search, const struct doc *doc,
	const struct piece *piece, uint32_t from, struct range *out)
{
	struct range para = doc->paras[piece->para].at;
	const struct fold *view = &search->view;
	uint32_t options = PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK |
		(piece->seen.start > para.start ? PCRE2_NOTBOL : 0) |
		(piece->seen.end < para.end ? PCRE2_NOTEOL : 0);
	uint32_t at = fold_index(view, from), end = fold_index(view, piece->own.end);
	int code = PCRE2_ERROR_NOMATCH;
	while (code == PCRE2_ERROR_NOMATCH && at < end) {
		uint32_t last = end - at > STARTS ? at + STARTS : end;
		pcre2_set_offset_limit(search->context, last);
		code = pcre2_match(search->code, (PCRE2_SPTR)view->p, view->n, at, options, search->data,
			search->context);
		for (at = last; at < end && ((unsigned char)view->p[at] & 0xC0) == 0x80;) {
			at++;
		}
		if (code == PCRE2_ERROR_NOMATCH && is_over(search, view, at)) {
			return false;
		}
	}
	const size_t *found = pcre2_get_ovector_pointer(search->data);
	if (code < 0 || found[0] >= found[1]) {
		search->trouble = code == PCRE2_ERROR_NOMATCH ? NULL : trouble_of(code);
		return false;
	}
	*out = fold_range(view, (uint32_t)found[0], (uint32_t)found[1]);
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
		ok = needle_find(&search->needle, doc, &search->view, from, &found);
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

/* Folds a piece, unless it cannot hold the pattern. False where there is nothing to look at. */
static bool piece_open(struct search *search, const struct doc *doc, const struct piece *piece)
{
	if (search->kind == SEARCH_EXACT) {
		return true;
	}
	if (search->kind == SEARCH_PLAIN &&
		!sieve_may_hold(&search->needle.sieve, span_in(doc->text, piece->seen)) &&
		!doc_hides(doc, piece->seen)) {
		return false;
	}
	/* An expression is told itself whether case matters: \p{Lu} finds capitals either way. */
	bool keep_case = search->keep_case || search->kind == SEARCH_EXPRESSION;
	if (!fold_make(&search->view, doc, piece->seen, keep_case ? FOLD_KEEP_CASE : 0)) {
		search->trouble = trouble_of(PCRE2_ERROR_NOMEMORY);
		return false;
	}
	search->opened += search->view.n;
	return search->view.n > 0;
}

/* Making a search. */

/* behind: the offset in the pattern behind the last character that the compiler has read. */
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
		pattern_finish(&folded);
		return false;
	}
	if (folded.text.n == 0) {
		pattern_finish(&folded);
		return err_set(err, "search: nothing to look for in the expression");
	}
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT |
		(search->keep_case ? 0 : PCRE2_CASELESS);
	int code = 0;
	size_t at = 0;
	search->code = pcre2_compile(
		(PCRE2_SPTR)folded.text.p, folded.text.n, options, &code, &at, NULL);
	bool ok = search->code != NULL;
	if (!ok) {
		size_t prefix = (size_t)(expression.p - search->pattern.p);
		compile_error(&search->pattern, prefix + pattern_offset(&folded, at == 0 ? 1 : at), code, err);
	} else if (!compile_limits(search)) {
		ok = err_memory(err);
	}
	pattern_finish(&folded);
	return ok;
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
		search->exact = (struct span){pattern.p + 1, pattern.n - 2};
		return true;
	}
	search->keep_case = (flags & SEARCH_CASE) != 0 ||
		((flags & SEARCH_SMART) != 0 && pattern_has_capital(pattern, expression));
	if (expression) {
		search->kind = SEARCH_EXPRESSION;
		search->literal = pattern_literal(pattern);
		return compile_expression(search, pattern, err);
	}
	return needle_init(&search->needle, pattern, search->keep_case, err);
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

bool search_plain(const struct search *search, struct span *out, bool *exact)
{
	*exact = search->kind == SEARCH_EXACT;
	*out = *exact ? search->exact : search->pattern;
	return search->kind != SEARCH_EXPRESSION;
}

struct span search_literal(const struct search *search)
{
	return search->literal;
}

/* Looking. */

static void begin(struct search *search, int64_t until)
{
	search->trouble = NULL;
	search->opened = 0;
	search->until = until;
	search->paused = 0;
	search->began = now_ns();
}

/* Whether a slice ends behind a piece, so many bytes from where it began. */
static bool slice_ends(const struct search_walk *walk, uint32_t passed)
{
	return passed >= walk->most || (walk->until != 0 && now_ns() > walk->until);
}

static enum search_went go_on(struct search *search, const struct doc *doc,
	struct search_walk *walk, struct range *out)
{
	struct piece piece;
	uint32_t from = walk->at;
	for (bool more = piece_from(doc, from, &piece); more && piece.own.start < walk->end;
		more = piece_next(doc, &piece)) {
		if (piece.own.start > from && slice_ends(walk, piece.own.start - from)) {
			walk->at = piece.own.start;
			return SEARCH_MORE;
		}
		if (piece_open(search, doc, &piece) && piece_match(search, doc, &piece, from, out)) {
			return out->start < walk->end ? SEARCH_FOUND : SEARCH_NONE;
		}
		if (search->paused != 0) {
			walk->at = search->paused;
			return SEARCH_MORE;
		}
		if (search->trouble != NULL) {
			break;
		}
	}
	return SEARCH_NONE;
}

/* The last match that starts before `before`, in a piece that was opened. */
static bool piece_last(struct search *search, const struct doc *doc, const struct piece *piece,
	uint32_t before, struct range *out)
{
	struct range found = {0}, last = {0};
	while (piece_match(search, doc, piece, found.end, &found) && found.start < before) {
		last = found;
	}
	*out = last;
	return last.end > 0;
}

static enum search_went go_back(struct search *search, const struct doc *doc,
	struct search_walk *walk, struct range *out)
{
	struct piece piece;
	uint32_t from = walk->at;
	search->until = 0; /* a piece is looked at from its start: all of it, or time and again */
	for (bool more = piece_before(doc, from, &piece); more && piece.own.end > walk->end;
		more = piece_prev(doc, &piece)) {
		if (piece.own.end < from && slice_ends(walk, from - piece.own.end)) {
			walk->at = piece.own.end;
			return SEARCH_MORE;
		}
		if (piece_open(search, doc, &piece) && piece_last(search, doc, &piece, from, out)) {
			return out->start >= walk->end ? SEARCH_FOUND : SEARCH_NONE;
		}
		if (search->trouble != NULL) {
			break;
		}
	}
	return SEARCH_NONE;
}

enum search_went search_go(struct search *search, const struct doc *doc, struct search_walk *walk,
	struct range *out)
{
	struct range found;
	begin(search, walk->until);
	enum search_went went = walk->back ? go_back(search, doc, walk, &found)
					   : go_on(search, doc, walk, &found);
	if (went == SEARCH_FOUND) {
		*out = found;
	}
	return went;
}

bool search_next(struct search *search, const struct doc *doc, uint32_t from, struct range *out)
{
	struct search_walk walk = {.at = from, .end = UINT32_MAX, .most = UINT32_MAX};
	return search_go(search, doc, &walk, out) == SEARCH_FOUND;
}

bool search_prev(struct search *search, const struct doc *doc, uint32_t before, struct range *out)
{
	struct search_walk walk = {.back = true, .at = before, .most = UINT32_MAX};
	return search_go(search, doc, &walk, out) == SEARCH_FOUND;
}

uint32_t search_all(struct search *search, const struct doc *doc, struct range within,
	struct range *out, uint32_t max)
{
	struct piece piece;
	uint32_t n = 0;
	begin(search, 0);
	for (bool more = piece_from(doc, within.start, &piece);
		more && piece.own.start < within.end && n < max && search->trouble == NULL;
		more = piece_next(doc, &piece)) {
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
	needle_finish(&search->needle);
	free(search->copy);
	free(search);
}
