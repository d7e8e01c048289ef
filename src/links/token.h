/*
 * token.h - the words around a name: what the rules look at to the left and to the right.
 *
 * Words, numbers and single signs, read from the text where a rule asks for them, forwards and
 * backwards, within a paragraph. Markup that is not shown is passed over. Each word comes with
 * what the lexicon says of it.
 *
 *	struct token token;
 *	if (token_next(&words, at.end, limit, &token) && token.kind == TOKEN_NUMBER) { … }
 */
#ifndef DOSSIER_LINKS_TOKEN_H
#define DOSSIER_LINKS_TOKEN_H

#include "links/lexicon.h"
#include "texts/doc.h"

enum token_kind {
	TOKEN_WORD, /* letters, or letters and digits */
	TOKEN_NUMBER, /* begins with a digit: 1956, 10th */
	TOKEN_SIGN, /* anything else, one character */
	TOKEN_NONE, /* there is none; all else is 0 */
};

struct token {
	struct range at;
	uint32_t sign; /* SIGN: the character; '-' for every dash, '\'' for every apostrophe */
	uint32_t number; /* NUMBER: its digits at the start, up to nine of them */
	uint32_t letters; /* WORD: how many characters */
	enum token_kind kind : 8;
	uint8_t digits; /* NUMBER: how many digits it begins with, up to nine */
	bool capital; /* WORD: begins with a capital */
	bool glued; /* nothing stands between it and the place that the search began at */
	struct lexeme lexeme; /* WORD: what the lexicon says of it */
};

/* Where tokens are read from. Zero but for the first four: nothing was looked at. */
struct words {
	const struct doc *doc;
	const struct lexicon *lexicon;
	struct range para; /* nothing beyond is seen */
	bool markup; /* the document has markup that is not shown */
	uint32_t before, behind; /* ends of a name, + 1, that were looked at: beside it stand … */
	struct token left, right; /* … these, as every rule asks for them; or TOKEN_NONE */
};

/* Reads what stands before and behind a name; para must stay until the next look. */
void token_look(struct words *words, struct range at);

/* token_next() and token_prev() away from what was looked at. */
bool token_next_read(const struct words *words, uint32_t off, struct token *out);
bool token_prev_read(const struct words *words, uint32_t off, struct token *out);

/* The first token at or behind off. False, and out as it was, where the paragraph holds none. */
static inline bool token_next(const struct words *words, uint32_t off, struct token *out)
{
	if (off + 1 != words->behind) {
		return token_next_read(words, off, out);
	}
	*out = words->right.kind == TOKEN_NONE ? *out : words->right;
	return words->right.kind != TOKEN_NONE;
}

/* The last token that ends at or before off. The same where the paragraph holds none. */
static inline bool token_prev(const struct words *words, uint32_t off, struct token *out)
{
	if (off + 1 != words->before) {
		return token_prev_read(words, off, out);
	}
	*out = words->left.kind == TOKEN_NONE ? *out : words->left;
	return words->left.kind != TOKEN_NONE;
}

/* Whether a sentence starts at off: at the paragraph's start or behind . ! ? : and quotes. */
bool token_begins(const struct words *words, uint32_t off);

/* The same of the place behind a token, TOKEN_NONE for the paragraph's start. */
bool token_ends(const struct words *words, const struct token *last);

#endif
