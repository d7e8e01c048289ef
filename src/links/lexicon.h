/*
 * lexicon.h - what the rules know about words that are nobody's name: kind words of treaties,
 * titles, prepositions, nations, heads of island names, words that begin sentences.
 *
 * The words stand in lexicon.def, grouped by what they are, for people to extend; here they are
 * folded as matching folds them and found by hash. A word may be several things ("may", "de").
 * Knows no entity and no text; const once made.
 */
#ifndef DOSSIER_LINKS_LEXICON_H
#define DOSSIER_LINKS_LEXICON_H

#include "base/config.h"
#include "base/err.h"
#include "base/span.h"

enum lex_flag {
	LEX_DEED = 1, /* names a kind of treaty: deed tells which */
	LEX_PLURAL = 2, /* of a deed or a head: several of them */
	LEX_MODIFIER = 4, /* may stand between a place, nation or year and a deed: "joint", "peace" */
	LEX_TITLE = 8, /* stands before a person's name and is no part of it */
	LEX_MAN = 16, /* title or given name of a man */
	LEX_WOMAN = 32, /* title or given name of a woman */
	LEX_HEAD = 64, /* "island", "archipelago": belongs to an island's name */
	LEX_OF = 128, /* links a deed with its date, place or parties: "of", "du", "vom" */
	LEX_AT = 256, /* stands before places: "at", "in", "à" */
	LEX_ARTICLE = 512,
	LEX_AND = 1024, /* "and", "et", "und", "&" is not a word */
	LEX_DONE = 2048, /* "signed", "conclu": a place or date follows */
	LEX_COMMON = 4096, /* begins sentences with a capital and is no name */
	LEX_HOMONYM = 8192, /* a surname that is also an ordinary word: "bush", "may" */
	LEX_FAMILY = 16384, /* a family name that stands before the given one: "xi", "kim" */
	LEX_PARTICLE = 32768, /* belongs to a surname: "von", "de" */
	LEX_PLACE = 65536, /* behind a name it makes a place or thing of it: "street", "prize" */
	LEX_NATION = 131072, /* a state or its adjective: nation tells which */
	LEX_SUFFIX = 262144, /* behind a surname and no part of it: "Jr", "II" */
	LEX_PROPER = 524288, /* a surname that has a capital for other reasons too: "Washington" */
	LEX_WITH = 1048576, /* parties of a treaty follow: "between", "avec" */
	LEX_INDEFINITE = 2097152, /* speaks of none in particular: "a", "new", "any" */
	LEX_UNITED = 4194304, /* "united": the next word makes the nation */
	LEX_LETTERED = 8388608, /* a letter behind it is its number: "plan B", "World War I" */
	LEX_MONTH = 16777216, /* a surname that is a month: a title alone proves it */
	LEX_STREET = 134217728, /* "rue", "hôtel": of a place's name behind it makes another's */
	LEX_BODY = 268435456, /* takes the name behind "of" into its own: "Kingdom", "Ministry" */
	LEX_PEER = 67108864, /* a title of nobility: rank tells which */
	LEX_BEFORE = 33554432, /* before a name it makes another one: "New", "Fort", "Lake" */
};

/* Kinds of deeds. The order is that of families: see lexicon_fits. */
enum lex_deed {
	DEED_TREATY,
	DEED_CONVENTION,
	DEED_AGREEMENT,
	DEED_PACT,
	DEED_ALLIANCE,
	DEED_PROTOCOL,
	DEED_PEACE,
	DEED_DECLARATION,
	DEED_STATEMENT,
	DEED_UNDERSTANDING,
	DEED_LETTERS,
	DEED_MEMORANDUM,
	DEED_ACT,
	DEED_ARMISTICE,
	DEED_CHARTER,
	DEED_COUNT
};

struct lexeme {
	uint32_t flags; /* enum lex_flag; 0 for a word that is not known */
	uint8_t deed; /* enum lex_deed */
	uint8_t nation; /* from 1: words of one state share it */
	uint8_t rank; /* of a title: 1 lord or baron, 2 viscount, … 5 duke, 6 prince, 7 king */
};

struct lexicon; /* opaque */

/*
 * Makes it, with the lines of [words] in config (NULL: none): each word is what the word it is said
 * to be like is. NULL: no memory, err filled.
 */
struct lexicon *lexicon_new(const struct config *config, struct err *err) MUST_CHECK;

/* Reports lines of [words] that are like no known word. False where memory is short. */
bool lexicon_judge(const struct config *config, struct report *report, struct err *err) MUST_CHECK;

/* What a word is, in any case and spelling of accents. Words of more than 63 bytes are unknown. */
struct lexeme lexicon_find(const struct lexicon *lexicon, struct span word);

/* The same for a word of ASCII whose first eight bytes are at hand, the first lowest, behind it 0. */
struct lexeme lexicon_find_ascii(const struct lexicon *lexicon, uint64_t bytes, struct span word);

/* Whether both words are the same but for case and accents. */
bool lexicon_same(struct span a, struct span b);

/*
 * Whether a word ends as Japanese given names of men end, and family names do not: "Jutaro",
 * "Shunichi", "Kenzo". For names whose order nothing else tells.
 */
bool lexicon_is_given(struct span word);

/* What the words of a text are, taken together. */
struct lexicon_sum {
	uint32_t flags; /* of any word */
	uint32_t deeds; /* 1 << enum lex_deed, of every kind word */
	uint64_t nations; /* 1 << number */
};

/*
 * Adds up the words of text. Ideographs that stand together may be any number of words. "United
 * States" and "United Kingdom" are nations as two words.
 */
struct lexicon_sum lexicon_sum(const struct lexicon *lexicon, struct span text);

/* The nation that a word behind "united" makes with it, or 0. */
uint8_t lexicon_united(struct span word);

/*
 * How well a kind word fits a treaty whose own names have the kinds in the bit set `deeds`
 * (1 << enum lex_deed): 3 it is one of them, 2 it is of their family, 1 it can be said of any
 * but letters ("pact", "agreement"), 0 not at all.
 */
int lexicon_fits(enum lex_deed word, uint32_t deeds);

/*
 * Word number i as lexicon.def spells it, with what this row of the table says of it. False
 * behind the last one. For those who look for words as forms.
 */
bool lexicon_word(const struct lexicon *lexicon, uint32_t i, struct span *word,
	struct lexeme *out);

/* Frees it; takes NULL. */
void lexicon_free(struct lexicon *lexicon);

#endif
