/*
 * lead.h - what stands around a person's surname: initials, given names, titles, other capitals.
 *
 * "then U.S. President George H.W. Bush": the given names are part of the mention, the title is
 * not but tells that a person is meant, and a given name that nobody listed has tells that it is
 * somebody else.
 */
#ifndef DOSSIER_LINKS_LEAD_H
#define DOSSIER_LINKS_LEAD_H

#include "links/scene.h"

#define LEAD_GIVEN 4

struct lead {
	struct span given[LEAD_GIVEN]; /* words and initials before the surname, in order */
	uint32_t ngiven;
	uint32_t near; /* enum lex_flag of the last one, right before the surname */
	struct token before; /* what stands before it all, or TOKEN_NONE */
	uint32_t start; /* where they begin; the surname's start where there are none */
	uint32_t title_start; /* where the title before it all stands, if there is one */
	bool initials; /* one of them is an initial */
	bool thing; /* "Fort", "New", "Mount" stands right before it */
	bool title; /* a title stands before it all */
	uint32_t gender; /* LEX_MAN or LEX_WOMAN by that title */
	uint8_t rank; /* of a title of nobility or of a king: see struct lexeme */
	bool particle; /* "de" or "of" stands right before the surname */
	bool hyphen; /* hyphenated with a capitalised word on either side */
	bool place; /* what stands before it stands before places: "in", "at" */
	bool possessive; /* 's follows */
	bool after; /* the word right behind it has a capital */
	bool prose; /* between a word of no known sort and one with a small letter */
	bool doubt; /* a capital before it is perhaps another's given name */
};

/* Reads what stands around the hit. */
void lead_read(const struct scene *scene, struct lead *out);

/* Whether a title may stand before the hit, without given names between. Never wrongly no. */
static inline bool lead_may_title(const struct scene *scene)
{
	const struct token *left = &scene->words.left;
	return left->kind == TOKEN_WORD ? (left->lexeme.flags & (LEX_TITLE | LEX_PARTICLE)) != 0 :
		left->sign == '.' || left->sign == '\'';
}

/* "a Mr. George": nobody knows him. */
bool lead_is_unknown(const struct scene *scene, const struct lead *lead);

/* Whether a sentence begins at its start. */
static inline bool lead_begins(const struct scene *scene, const struct lead *lead)
{
	return token_ends(&scene->words, &lead->before);
}

#endif
