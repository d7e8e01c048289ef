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

#define TOKEN_MEMO 32u

/* What was found at a place. */
struct token_asked {
	uint64_t place; /* the paragraph's start and, in the lower half, offset + 1; 0: not asked */
	struct token token;
	bool found;
};

/* Tokens that were read lately: rules ask for the same few again and again. Zero is an empty one. */
struct token_memo {
	struct token_asked next[TOKEN_MEMO], prev[TOKEN_MEMO];
};

/* Where tokens are read from. */
struct words {
	const struct doc *doc;
	const struct lexicon *lexicon;
	struct range para; /* nothing beyond is seen */
	bool markup; /* the document has markup that is not shown */
	struct token_memo *memo; /* of this document alone; NULL: read anew each time */
};

/* token_next() and token_prev() where the memo does not know. */
bool token_next_read(const struct words *words, uint32_t off, struct token *out);
bool token_prev_read(const struct words *words, uint32_t off, struct token *out);

/* The place by which the memo knows what stands beside off. */
static inline uint64_t token_place(const struct words *words, uint32_t off)
{
	return (uint64_t)words->para.start << 32 | (off + 1);
}

/* The first token at or behind off. False, and out as it was, where the paragraph holds none. */
static inline bool token_next(const struct words *words, uint32_t off, struct token *out)
{
	if (words->memo != NULL) {
		const struct token_asked *asked = &words->memo->next[off % TOKEN_MEMO];
		if (asked->place == token_place(words, off)) {
			*out = asked->found ? asked->token : *out;
			return asked->found;
		}
	}
	return token_next_read(words, off, out);
}

/* The last token that ends at or before off. The same where the paragraph holds none. */
static inline bool token_prev(const struct words *words, uint32_t off, struct token *out)
{
	if (words->memo != NULL) {
		const struct token_asked *asked = &words->memo->prev[off % TOKEN_MEMO];
		if (asked->place == token_place(words, off)) {
			*out = asked->found ? asked->token : *out;
			return asked->found;
		}
	}
	return token_prev_read(words, off, out);
}

/* Both at once beside a range, for those that are asked for once; TOKEN_NONE where there is none. */
void token_look(const struct words *words, struct range at, struct token *left,
	struct token *right);

/* Whether a sentence starts at off: at the paragraph's start or behind . ! ? : and quotes. */
bool token_begins(const struct words *words, uint32_t off);

/* The same of the place behind a token, TOKEN_NONE for the paragraph's start. */
bool token_ends(const struct words *words, const struct token *last);

#endif
