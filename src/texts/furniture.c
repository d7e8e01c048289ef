#include "texts/furniture.h"

#include "base/byte.h"

#define SENTENCE_MOST 200 /* bytes of a sentence about the page */

static bool is_word_byte(char c)
{
	return byte_is_letter(c) || (unsigned char)c >= 0x80;
}

/* Whether text begins with the words, and they end there: their length, or 0. */
static size_t begins_with(struct span text, const char *words)
{
	size_t n = span_begins_nocase(text, words);

	return n == text.n || !is_word_byte(text.p[n]) ? n : 0;
}

static bool begins_with_any(struct span text, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (begins_with(text, list[i]) > 0) {
			return true;
		}
	}
	return false;
}

bool furniture_is_about_date(struct span text)
{
	static const char *const words[] = {
		"published", "updated", "posted", "last updated", "last modified", "issued", "date",
		"created", "publié", "mis à jour", "veröffentlicht", "stand", "datum",
		"опубликовано", "обновлено", "дата", "公開", "更新",
	};

	return begins_with_any(text, words, COUNT_OF(words));
}

bool furniture_is_archive(struct span text)
{
	static const char *const words[] = {
		"file photo", "archive photo", "file picture", "file image"};

	return begins_with_any(text, words, COUNT_OF(words));
}

static bool is_furniture_start(struct span text)
{
	static const char *const phrases[] = {
		"please view", "please enable", "skip to", "skip navigation", "jump to", "by",
		"copyright", "©", "photo by", "image by", "print this", "share this", "sign in",
		"sign up", "log in", "read more", "from wikipedia", "retrieved from", "http",
		"https", "www", "click here", "your browser", "this page", "this site",
		"this website", "we use cookies", "related articles", "related coverage",
	};

	return begins_with_any(text, phrases, COUNT_OF(phrases));
}

/* Words that are furniture alone or with a colon behind, and may begin a headline else. */
static bool is_furniture_word(struct span text)
{
	static const char *const words[] = {
		"advertisement", "photo", "image", "picture", "source", "menu", "search", "share",
		"print", "subscribe", "related", "tags", "contact", "email", "home", "from", "to",
		"cc", "news", "world", "opinion", "politics", "contents", "summary", "citation",
		"abstract",
	};

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t n = begins_with(text, words[i]);

		if (n > 0 && (n == text.n || text.p[n] == ':')) {
			return true;
		}
	}
	return false;
}

/* A path through a site: three short parts or more, or one that begins at Home. */
static bool is_path(struct span text)
{
	static const char *const signs[] = {" / ", " > ", " » ", " › ", " | "};

	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		struct span sign = span_of(signs[i]);
		size_t n = 0;

		for (size_t off = 0; (off = span_find(text, sign, off)) < text.n; off += sign.n) {
			n++;
		}
		if (n > 1 || (n == 1 && begins_with(text, "home") > 0)) {
			return true;
		}
	}
	return false;
}

bool furniture_is_dated(struct span text, struct doc_date *out)
{
	struct doc_date date;
	struct range at;

	if (!doc_date_find(text, 0, &at, &date) || (size_t)(at.end - at.start) * 2 < text.n) {
		return false;
	}
	if (text.p[text.n - 1] == '.' && text.n - at.end < 2 && at.start > 0) {
		return false; /* a short sentence about a day */
	}
	*out = date;
	return true;
}

/* Furniture by what it talks of: two of these words in one short sentence. */
static bool is_about_page(struct span text)
{
	static const char *const words[] = {
		"page", "menu", "cookies", "javascript", "browser", "skip", "click", "website",
		"button", "main text", "navigation",
	};
	size_t n = 0;

	for (size_t i = 0; text.n < SENTENCE_MOST && i < COUNT_OF(words); i++) {
		n += span_find(text, span_of(words[i]), 0) < text.n;
	}
	return n >= 2;
}

bool furniture_is(struct span text)
{
	struct doc_date date;

	return is_furniture_start(text) || is_furniture_word(text) ||
		furniture_is_about_date(text) || is_path(text) ||
		furniture_is_dated(text, &date) || is_about_page(text);
}
