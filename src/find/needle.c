#include "find/needle.h"

#include "base/utf8.h"
#include "find/piece.h"

bool needle_init(struct needle *needle, struct span words, bool keep_case, struct err *err)
{
	if (!fold_span(&needle->folded, words, keep_case ? FOLD_KEEP_CASE : 0)) {
		return err_memory(err);
	}
	struct span folded = fold_text(&needle->folded);
	if (folded.n == 0) {
		return err_set(err, "search: nothing to look for in the pattern");
	}
	sieve_init(&needle->sieve, folded, keep_case);
	needle->hyphened = memchr(folded.p, '-', folded.n) != NULL;
	return true;
}

/* Whether a letter of kana would be cut from its voicing mark: it is another letter without. */
static bool cuts_letter(struct span text, size_t at)
{
	struct span rest = {text.p + at, text.n - at};
	return span_starts(rest, SPAN("\u3099")) || span_starts(rest, SPAN("\u309A"));
}

static bool find_plain(const struct needle *needle, const struct fold *view, uint32_t from,
	struct range *out)
{
	struct span text = fold_text(view);
	size_t at = span_find(text, fold_text(&needle->folded), fold_index(view, from));
	while (at < text.n && cuts_letter(text, at + needle->folded.n)) {
		at = span_find(text, fold_text(&needle->folded), at + 1);
	}
	if (at == text.n) {
		return false;
	}
	*out = fold_range(view, (uint32_t)at, (uint32_t)at + needle->folded.n);
	return true;
}

/* The hyphen that folding has dropped between the characters at `at` - 1 and `at` of the view. */
static bool dropped_hyphen(
	const struct doc *doc, const struct fold *view, uint32_t at, struct range *out)
{
	if (at == 0 || at >= view->n) {
		return false;
	}
	for (size_t off = view->ends[at - 1]; off < view->starts[at];) {
		uint32_t start = (uint32_t)off;
		uint32_t c = utf8_next(doc->text, &off);
		if (utf8_is_dash(c) || c == 0xAD) {
			*out = (struct range){start, (uint32_t)off};
			return true;
		}
	}
	return false;
}

/* Compares the needle with one place of the view, where hyphens may have been dropped. */
static bool stands_at(const struct needle *needle, const struct doc *doc, const struct fold *view,
	uint32_t at, struct range *out)
{
	struct range all = {0}, one;
	for (uint32_t i = 0; i < needle->folded.n; i++) {
		if (at < view->n && view->p[at] == needle->folded.p[i]) {
			one = (struct range){view->starts[at], view->ends[at]};
			at++;
		} else if (needle->folded.p[i] != '-' || !dropped_hyphen(doc, view, at, &one)) {
			return false;
		}
		all = (struct range){i == 0 ? one.start : all.start, one.end};
	}
	*out = all;
	return !cuts_letter(fold_text(view), at);
}

static bool find_hyphened(const struct needle *needle, const struct doc *doc,
	const struct fold *view, uint32_t from, struct range *out)
{
	struct span text = fold_text(view), head = fold_text(&needle->folded);
	head.n = span_find(head, SPAN("-"), 0);
	for (size_t at = fold_index(view, from); at < text.n; at++) {
		struct range found;
		at = span_find(text, head, at);
		if (at < text.n && stands_at(needle, doc, view, (uint32_t)at, &found) &&
			found.start >= from) {
			*out = found;
			return true;
		}
	}
	return false;
}

bool needle_find(const struct needle *needle, const struct doc *doc, const struct fold *view,
	uint32_t from, struct range *out)
{
	return needle->hyphened ? find_hyphened(needle, doc, view, from, out)
				: find_plain(needle, view, from, out);
}

void needle_finish(struct needle *needle)
{
	fold_finish(&needle->folded);
}
