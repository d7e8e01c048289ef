#include "links/lexicon.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>

#define WORD_MOST 64
#define IDEOGRAPHS_MOST 4
#define FILTER_WORDS 256u

struct word {
	struct span text; /* in lexicon.def */
	struct lexeme row; /* what its row says */
};

/* A word folded: what it is compared by. */
struct folded {
	uint64_t head; /* its first 8 bytes, the first lowest */
	size_t n; /* 0: too long to be known */
	char text[WORD_MOST]; /* set where n > 8 */
};

struct entry {
	uint64_t head;
	uint32_t text, n; /* from byte 9 on, in `rests` */
	struct lexeme lexeme; /* what all rows together say */
};

struct slot {
	uint32_t hash;
	uint32_t entry; /* number + 1; 0: free */
};

struct lexicon {
	struct word *words;
	uint32_t nwords, cwords;
	struct entry *entries;
	uint32_t nentries;
	struct buf rests;
	struct slot *slots; /* open addressing; small, because it is new memory at every start */
	uint32_t mask;
	uint64_t filter[FILTER_WORDS]; /* a bit by hash for each: most words of a text are unknown */
};

static const struct {
	struct lexeme lexeme;
	const char *words;
} rows[] = {
#define WORDS(flags, deed, nation, words) {{flags, deed, nation, 0}, words},
#define PEER(rank, words) {{LEX_PEER | LEX_TITLE, 0, 0, rank}, words},
#include "links/lexicon.def"
#undef WORDS
#undef PEER
};

/* Folds a word into out, NUL-terminated; its length, or 0 where it is too long. */
static size_t word_fold(struct span word, char out[WORD_MOST])
{
	size_t n = 0;
	for (size_t off = 0; off < word.n;) {
		unsigned char byte = (unsigned char)word.p[off];
		if (byte < 0x80) {
			if (n + 1 >= WORD_MOST) {
				return 0;
			}
			out[n++] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
			off++;
			continue;
		}
		uint32_t folded[UTF8_FOLD_MAX], c = utf8_next(word, &off);
		size_t nfolded = c == UTF8_INVALID ? 0 : utf8_fold(c, false, folded);
		for (size_t i = 0; i < nfolded; i++) {
			if (n + UTF8_MAX >= WORD_MOST) {
				return 0;
			}
			n += utf8_encode(folded[i], out + n);
		}
	}
	out[n] = '\0';
	return n;
}

/* A-Z as a-z, all at once; bytes from 0x80 on are not to be there. */
static uint64_t small_of(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t capital = (bytes + (0x80 - 'A') * ones) & ~(bytes + (0x7F - 'Z') * ones);
	return bytes | (capital & 0x80 * ones) >> 2;
}

/* The n <= 8 bytes at p, the first lowest, by loads that overlap. */
static inline uint64_t bytes_of(const char *p, size_t n)
{
	uint64_t bytes = 0;
	if (n > 0 && n < 4) {
		return (unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << (8 * (n / 2)) |
			(uint64_t)(unsigned char)p[n - 1] << (8 * (n - 1));
	}
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint32_t low, high;
	if (n == 8) {
		memcpy(&bytes, p, 8);
		return bytes;
	}
	if (n >= 4) {
		memcpy(&low, p, 4);
		memcpy(&high, p + n - 4, 4);
		return low | (uint64_t)high << (8 * (n - 4));
	}
#endif
	for (size_t i = 0; i < n; i++) {
		bytes |= (uint64_t)(unsigned char)p[i] << (8 * i);
	}
	return bytes;
}

/* Folds a word of more than 8 bytes that is all ASCII; else false. The last eight overlap others. */
static bool fold_ascii(struct span word, struct folded *out)
{
	uint64_t all = 0, bytes;
	for (size_t i = 0; i < word.n; i = i + 8 < word.n && i + 16 > word.n ? word.n - 8 : i + 8) {
		memcpy(&bytes, word.p + i, sizeof(bytes));
		all |= bytes;
		bytes = small_of(bytes & 0x7F7F7F7F7F7F7F7Fu);
		memcpy(out->text + i, &bytes, sizeof(bytes));
	}
	out->n = word.n;
	out->head = bytes_of(out->text, 8);
	return (all & 0x8080808080808080u) == 0;
}

static inline void fold(struct span word, struct folded *out)
{
	if (word.n <= 8) {
		uint64_t bytes = bytes_of(word.p, word.n);
		if ((bytes & 0x8080808080808080u) == 0) {
			out->head = small_of(bytes);
			out->n = word.n;
			return;
		}
	} else if (word.n < WORD_MOST && fold_ascii(word, out)) {
		return;
	}
	out->n = word_fold(word, out->text);
	out->head = bytes_of(out->text, out->n < 8 ? out->n : 8);
}

/* Few words share their first eight bytes and their length. */
static inline uint32_t hash_of(uint64_t head, size_t n)
{
	return (uint32_t)((head ^ (uint64_t)n << 56) * 0x9E3779B97F4A7C15u >> 32);
}

/* The bit of the filter for a hash: its upper bits, where slots go by the lower ones. */
static inline uint64_t filter_bit(uint32_t hash)
{
	return (uint64_t)1 << (hash >> 18 & 63);
}

static inline bool may_know(const struct lexicon *lexicon, uint32_t hash)
{
	return (lexicon->filter[hash >> 24] & filter_bit(hash)) != 0;
}

static bool is_entry(const struct lexicon *lexicon, const struct entry *entry,
	const struct folded *folded)
{
	return entry->head == folded->head && entry->n == folded->n && (folded->n <= 8 ||
		memcmp(lexicon->rests.p + entry->text, folded->text + 8, folded->n - 8) == 0);
}

/* The slot of a folded word, which may be free. */
static struct slot *slot_of(const struct lexicon *lexicon, const struct folded *folded,
	uint32_t hash)
{
	for (uint32_t at = hash & lexicon->mask;; at = (at + 1) & lexicon->mask) {
		struct slot *slot = &lexicon->slots[at];
		if (slot->entry == 0 || (slot->hash == hash &&
			is_entry(lexicon, &lexicon->entries[slot->entry - 1], folded))) {
			return slot;
		}
	}
}

static void word_enter(struct lexicon *lexicon, const struct word *word)
{
	struct folded folded;
	fold(word->text, &folded);
	if (folded.n == 0) {
		return;
	}
	uint32_t hash = hash_of(folded.head, folded.n);
	struct slot *slot = slot_of(lexicon, &folded, hash);
	if (slot->entry == 0) {
		lexicon->entries[lexicon->nentries++] = (struct entry){.head = folded.head,
			.text = (uint32_t)lexicon->rests.n, .n = (uint32_t)folded.n};
		*slot = (struct slot){hash, lexicon->nentries};
		lexicon->filter[hash >> 24] |= filter_bit(hash);
		if (folded.n > 8) {
			buf_add(&lexicon->rests, folded.text + 8, folded.n - 8);
		}
	}
	struct lexeme *lexeme = &lexicon->entries[slot->entry - 1].lexeme;
	lexeme->flags |= word->row.flags;
	if ((word->row.flags & LEX_DEED) != 0) {
		lexeme->deed = word->row.deed;
	}
	if ((word->row.flags & LEX_NATION) != 0) {
		lexeme->nation = word->row.nation;
	}
	if ((word->row.flags & LEX_PEER) != 0) {
		lexeme->rank = word->row.rank;
	}
}

static bool words_list(struct lexicon *lexicon)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct span rest = span_of(rows[i].words), word;
		while (span_cut(&rest, ' ', &word)) {
			if (word.n == 0) {
				continue;
			}
			if (!array_reserve(&lexicon->words, &lexicon->cwords, lexicon->nwords + 1,
				sizeof(*lexicon->words))) {
				return false;
			}
			lexicon->words[lexicon->nwords++] = (struct word){word, rows[i].lexeme};
		}
	}
	return true;
}

/* The slots, with every listed word in them; room for `more` further ones. */
static bool slots_make(struct lexicon *lexicon, uint32_t more)
{
	uint32_t slots = 16;
	while (slots < (lexicon->nwords + more) * 2) {
		slots *= 2;
	}
	lexicon->mask = slots - 1;
	lexicon->slots = calloc(slots, sizeof(*lexicon->slots));
	lexicon->entries = malloc(((size_t)lexicon->nwords + more) * sizeof(*lexicon->entries));
	if (lexicon->slots == NULL || lexicon->entries == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < lexicon->nwords && !lexicon->rests.failed; i++) {
		word_enter(lexicon, &lexicon->words[i]);
	}
	return true;
}

/* Adds the words of config that are like a known one. */
static bool words_add(struct lexicon *lexicon, const struct config *config)
{
	uint32_t n = config->ntables[CONFIG_WORDS];
	if (!array_reserve(&lexicon->words, &lexicon->cwords, lexicon->nwords + n,
		sizeof(*lexicon->words))) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		const struct config_entry *entry = &config->tables[CONFIG_WORDS][i];
		struct word word = {entry->name, lexicon_find(lexicon, entry->value)};
		if (word.row.flags != 0) {
			lexicon->words[lexicon->nwords++] = word;
			word_enter(lexicon, &word);
		}
	}
	return true;
}

struct lexicon *lexicon_new(const struct config *config, struct err *err)
{
	struct lexicon *lexicon = calloc(1, sizeof(*lexicon));
	uint32_t more = config == NULL ? 0 : config->ntables[CONFIG_WORDS];
	if (lexicon == NULL || !words_list(lexicon) || !slots_make(lexicon, more) ||
		(more > 0 && !words_add(lexicon, config)) || lexicon->rests.failed) {
		lexicon_free(lexicon);
		err_memory(err);
		return NULL;
	}
	return lexicon;
}

bool lexicon_judge(const struct config *config, struct report *report, struct err *err)
{
	if (config->ntables[CONFIG_WORDS] == 0) {
		return true;
	}
	struct lexicon *lexicon = lexicon_new(NULL, err);
	for (uint32_t i = 0; lexicon != NULL && i < config->ntables[CONFIG_WORDS]; i++) {
		const struct config_entry *entry = &config->tables[CONFIG_WORDS][i];
		if (lexicon_find(lexicon, entry->value).flags == 0) {
			report_add(report, REPORT_WARNING, entry->path, entry->line,
				"words.%.*s: the rules know no word '%.*s'", SPAN_ARG(entry->name),
				SPAN_ARG(entry->value));
		}
	}
	bool ok = lexicon != NULL;
	lexicon_free(lexicon);
	return ok;
}

bool lexicon_same(struct span a, struct span b)
{
	struct folded x, y;
	fold(a, &x);
	fold(b, &y);
	return x.n > 0 && x.n == y.n && x.head == y.head &&
		(x.n <= 8 || memcmp(x.text + 8, y.text + 8, x.n - 8) == 0);
}

bool lexicon_is_given(struct span word)
{
	static const char *const ends[] = {"taro", "jiro", "ichiro", "saburo", "shiro", "goro", "nosuke",
		"suke", "hiko", "ichi", "kichi", "zo", "nori", "yuki", "nobu", "mitsu", "kazu",
		"masa", "toshi", "haru"};
	char text[WORD_MOST];
	size_t n = word_fold(word, text);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		size_t end = strlen(ends[i]);
		if (n > end && strcmp(text + n - end, ends[i]) == 0) {
			return true;
		}
	}
	return false;
}

static struct lexeme find_long(const struct lexicon *lexicon, struct span word)
{
	struct folded folded;
	fold(word, &folded);
	uint32_t hash = hash_of(folded.head, folded.n);
	if (folded.n == 0 || !may_know(lexicon, hash)) {
		return (struct lexeme){0};
	}
	const struct slot *slot = slot_of(lexicon, &folded, hash);
	return slot->entry == 0 ? (struct lexeme){0} : lexicon->entries[slot->entry - 1].lexeme;
}

/* Most words are all in their heads, and need nothing but registers. */
struct lexeme lexicon_find_ascii(const struct lexicon *lexicon, uint64_t bytes, struct span word)
{
	uint64_t head = small_of(bytes);
	uint32_t hash = hash_of(head, word.n);
	if (!may_know(lexicon, hash)) {
		return (struct lexeme){0};
	}
	if (word.n > 8) {
		return find_long(lexicon, word);
	}
	for (uint32_t at = hash & lexicon->mask; lexicon->slots[at].entry != 0;
		at = (at + 1) & lexicon->mask) {
		const struct entry *entry = &lexicon->entries[lexicon->slots[at].entry - 1];
		if (lexicon->slots[at].hash == hash && entry->head == head && entry->n == word.n) {
			return entry->lexeme;
		}
	}
	return (struct lexeme){0};
}

struct lexeme lexicon_find(const struct lexicon *lexicon, struct span word)
{
	uint64_t bytes = word.n <= 8 ? bytes_of(word.p, word.n) : UINT64_MAX;
	return (bytes & 0x8080808080808080u) == 0 ? lexicon_find_ascii(lexicon, bytes, word) :
		find_long(lexicon, word);
}

static void sum_add(struct lexicon_sum *sum, struct lexeme lexeme)
{
	sum->flags |= lexeme.flags;
	if ((lexeme.flags & LEX_DEED) != 0) {
		sum->deeds |= (uint32_t)1 << lexeme.deed;
	}
	if (lexeme.nation != 0) {
		sum->nations |= (uint64_t)1 << lexeme.nation;
	}
}

/* All runs of ideographs that begin at off. */
static void sum_ideographs(const struct lexicon *lexicon, struct span text, size_t off,
	struct lexicon_sum *sum)
{
	size_t end = off;
	for (int i = 0; i < IDEOGRAPHS_MOST && end < text.n; i++) {
		if (!utf8_is_ideograph(utf8_next(text, &end))) {
			break;
		}
		sum_add(sum, lexicon_find(lexicon, (struct span){text.p + off, end - off}));
	}
}

uint8_t lexicon_united(struct span word)
{
	return span_eq_nocase(word, SPAN("states")) ? 4 :
		span_eq_nocase(word, SPAN("kingdom")) ? 5 : 0;
}

/* The end of the word that starts at off; ideographs are passed one by one. */
static size_t word_end(struct span text, size_t off)
{
	bool first = true;
	while (off < text.n) {
		size_t next = off;
		uint32_t c = utf8_next(text, &next);
		bool ideograph = c != UTF8_INVALID && utf8_is_ideograph(c);
		if (c == UTF8_INVALID || !utf8_is_word(c) || (ideograph && !first)) {
			break;
		}
		off = next;
		first = false;
		if (ideograph) {
			break;
		}
	}
	return off;
}

struct lexicon_sum lexicon_sum(const struct lexicon *lexicon, struct span text)
{
	struct lexicon_sum sum = {0};
	bool united = false;
	for (size_t off = 0; off < text.n;) {
		size_t start = off;
		uint32_t c = utf8_next(text, &off);
		if (c == UTF8_INVALID || !utf8_is_word(c)) {
			continue;
		}
		off = word_end(text, start);
		struct span word = {text.p + start, off - start};
		if (utf8_is_ideograph(c)) {
			sum_ideographs(lexicon, text, start, &sum);
			continue;
		}
		struct lexeme lexeme = lexicon_find(lexicon, word);
		if (united && lexicon_united(word) != 0) {
			lexeme.nation = lexicon_united(word);
		}
		united = (lexeme.flags & LEX_UNITED) != 0;
		sum_add(&sum, lexeme);
	}
	return sum;
}

int lexicon_fits(enum lex_deed word, uint32_t deeds)
{
	enum family { CONTRACT = 1, WORD = 2, PAPER = 4, DEED = 8, RECORD = 16, ANY = 32 };
	static const unsigned char families[DEED_COUNT] = {
		[DEED_TREATY] = CONTRACT,
		[DEED_CONVENTION] = CONTRACT,
		[DEED_AGREEMENT] = CONTRACT | ANY,
		[DEED_PACT] = CONTRACT | ANY,
		[DEED_ALLIANCE] = CONTRACT,
		[DEED_PROTOCOL] = RECORD,
		[DEED_PEACE] = CONTRACT,
		[DEED_DECLARATION] = WORD,
		[DEED_STATEMENT] = WORD,
		[DEED_UNDERSTANDING] = WORD | CONTRACT,
		[DEED_LETTERS] = PAPER,
		[DEED_MEMORANDUM] = PAPER,
		[DEED_ACT] = DEED,
		[DEED_ARMISTICE] = DEED,
		[DEED_CHARTER] = DEED,
	};
	if ((deeds & ((uint32_t)1 << word)) != 0) {
		return 3;
	}
	unsigned own = 0;
	for (uint32_t i = 0; i < DEED_COUNT; i++) {
		own |= (deeds >> i & 1) != 0 ? families[i] & (ANY - 1u) : 0;
	}
	if ((families[word] & own) != 0) {
		return 2;
	}
	return (families[word] & ANY) != 0 && (own & ~(unsigned)PAPER) != 0 ? 1 : 0;
}

bool lexicon_word(const struct lexicon *lexicon, uint32_t i, struct span *word,
	struct lexeme *out)
{
	if (i >= lexicon->nwords) {
		return false;
	}
	*word = lexicon->words[i].text;
	*out = lexicon->words[i].row;
	return true;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (lexicon != NULL) {
		free(lexicon->words);
		free(lexicon->entries);
		free(lexicon->slots);
		buf_finish(&lexicon->rests);
		free(lexicon);
	}
}
