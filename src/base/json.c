#include "base/json.h"

#include "base/byte.h"
#include "base/utf8.h"

struct reader {
	struct span text;
	size_t at;
	uint32_t line, depth, values;
	const char *path;
	struct arena *arena;
	struct err *err;
};

static bool read_value(struct reader *r, struct json *out);

/* "file:line: what"; returns false. */
static bool refuse(struct reader *r, const char *what)
{
	return err_set(r->err, "%s:%u: %s", r->path, r->line, what);
}

/* The next byte, or -1 at the end. */
static int peek(const struct reader *r)
{
	return r->at < r->text.n ? (unsigned char)r->text.p[r->at] : -1;
}

static bool take(struct reader *r, char c)
{
	bool there = peek(r) == (unsigned char)c;
	r->at += there ? 1 : 0;
	return there;
}

static void skip_blanks(struct reader *r)
{
	for (;; r->at++) {
		int c = peek(r);
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
			return;
		}
		r->line += c == '\n' ? 1 : 0;
	}
}

/* The four digits behind \u. */
static bool read_hex(struct reader *r, uint32_t *out)
{
	*out = 0;
	for (int i = 0; i < 4; i++, r->at++) {
		int digit = byte_hex(peek(r));

		if (digit < 0) {
			return refuse(r, "\\u wants four hexadecimal digits");
		}
		*out = *out * 16 + (uint32_t)digit;
	}
	return true;
}

/* What stands behind \u: a character, or the two halves of one. */
static bool read_unicode(struct reader *r, uint32_t *out)
{
	uint32_t low;
	if (!read_hex(r, out)) {
		return false;
	}
	if (*out < 0xD800 || *out > 0xDFFF) {
		return true;
	}
	if (*out > 0xDBFF || !take(r, '\\') || !take(r, 'u')) {
		return refuse(r, "half a character (a surrogate without its other half)");
	}
	if (!read_hex(r, &low)) {
		return false;
	}
	if (low < 0xDC00 || low > 0xDFFF) {
		return refuse(r, "half a character (a surrogate without its other half)");
	}
	*out = 0x10000 + ((*out - 0xD800) << 10) + (low - 0xDC00);
	return true;
}

/* Decodes the escape behind a backslash to p; *n moves on. What it stands for is no longer. */
static bool read_escape(struct reader *r, char *p, size_t *n)
{
	static const char signs[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	uint32_t c;
	if (take(r, 'u')) {
		if (!read_unicode(r, &c)) {
			return false;
		}
		*n += utf8_encode(c, p + *n);
		return true;
	}
	const char *sign = peek(r) > 0 ? strchr(signs, peek(r)) : NULL;
	if (sign == NULL) {
		return refuse(r, "a backslash before something that needs none");
	}
	r->at++;
	p[(*n)++] = meanings[sign - signs];
	return true;
}

/* Copies from `start`, where the string begins, with its escapes decoded. */
static bool read_escaped(struct reader *r, size_t start, size_t end, struct span *out)
{
	char *p = arena_array(r->arena, end - start, 1);
	size_t n = 0;
	if (p == NULL) {
		return err_memory(r->err);
	}
	for (r->at = start; r->at < end;) {
		char c = r->text.p[r->at++];
		if (c != '\\') {
			p[n++] = c;
		} else if (!read_escape(r, p, &n)) {
			return false;
		}
	}
	*out = (struct span){p, n};
	return true;
}

/* A string; the quotation mark before it has been taken. */
static bool read_string(struct reader *r, struct span *out)
{
	size_t start = r->at;
	bool escaped = false;
	for (; peek(r) != '"'; r->at++) {
		if (peek(r) < 0x20) {
			return refuse(r, peek(r) < 0 ? "a string that does not end" :
				"a control character in a string, or a string that does not end");
		}
		if (peek(r) == '\\') {
			escaped = true;
			r->at++;
			if (peek(r) < 0) {
				return refuse(r, "a string that does not end");
			}
		}
	}
	size_t end = r->at;
	*out = (struct span){r->text.p + start, end - start};
	if (escaped && !read_escaped(r, start, end, out)) {
		return false;
	}
	r->at = end + 1;
	return true;
}

static size_t skip_digits(struct reader *r)
{
	size_t start = r->at;
	while (byte_is_digit(peek(r))) {
		r->at++;
	}
	return r->at - start;
}

static bool read_number(struct reader *r, struct span *out)
{
	size_t start = r->at;
	take(r, '-');
	bool zero = peek(r) == '0';
	size_t digits = skip_digits(r);
	bool good = digits > 0 && (!zero || digits == 1);
	if (good && take(r, '.')) {
		good = skip_digits(r) > 0;
	}
	if (good && (take(r, 'e') || take(r, 'E'))) {
		if (!take(r, '+')) {
			take(r, '-');
		}
		good = skip_digits(r) > 0;
	}
	*out = (struct span){r->text.p + start, r->at - start};
	return good || refuse(r, "no number is written like this");
}

static bool read_word(struct reader *r, struct json *out)
{
	static const struct {
		struct span word;
		enum json_kind kind;
	} words[] = {{{"null", 4}, JSON_NULL}, {{"false", 5}, JSON_FALSE}, {{"true", 4}, JSON_TRUE}};
	struct span rest = {r->text.p + r->at, r->text.n - r->at};
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (span_starts(rest, words[i].word)) {
			out->kind = words[i].kind;
			r->at += words[i].word.n;
			return true;
		}
	}
	return refuse(r, peek(r) < 0 ? "the file ends in the middle" : "this is no JSON");
}

/* The name of a member and its colon. */
static bool read_name(struct reader *r, const struct json *object, struct span *out)
{
	skip_blanks(r);
	if (!take(r, '"')) {
		return refuse(r, "the name of a member stands between \"");
	}
	if (!read_string(r, out)) {
		return false;
	}
	for (const struct json *other = object->first; other != NULL; other = other->next) {
		if (span_eq(other->name, *out)) {
			return refuse(r, "the same member twice in one object");
		}
	}
	if (object->n >= JSON_MEMBERS) {
		return refuse(r, "an object with too many members");
	}
	skip_blanks(r);
	return take(r, ':') || refuse(r, "no colon behind the name of a member");
}

/* What is in an array or an object, up to its last bracket; the first one has been taken. */
static bool read_items(struct reader *r, struct json *out, char close)
{
	const struct json **end = &out->first;
	skip_blanks(r);
	if (take(r, close)) {
		return true;
	}
	do {
		struct json *item = arena_array(r->arena, 1, sizeof(*item));
		if (item == NULL) {
			return err_memory(r->err);
		}
		if ((close == '}' && !read_name(r, out, &item->name)) || !read_value(r, item)) {
			return false;
		}
		*end = item;
		end = &item->next;
		out->n++;
		skip_blanks(r);
	} while (take(r, ','));
	return take(r, close) || refuse(r, close == '}' ? "no , or } behind a member" :
		"no , or ] behind a value");
}

static bool read_value(struct reader *r, struct json *out)
{
	skip_blanks(r);
	out->line = r->line;
	if (++r->values > JSON_VALUES) {
		return refuse(r, "too many values for one file");
	}
	bool array = take(r, '[');
	if (array || take(r, '{')) {
		out->kind = array ? JSON_ARRAY : JSON_OBJECT;
		if (++r->depth > JSON_DEPTH) {
			return refuse(r, "nested too deep");
		}
		bool good = read_items(r, out, array ? ']' : '}');
		r->depth--;
		return good;
	}
	if (take(r, '"')) {
		out->kind = JSON_STRING;
		return read_string(r, &out->text);
	}
	if (peek(r) == '-' || byte_is_digit(peek(r))) {
		out->kind = JSON_NUMBER;
		return read_number(r, &out->text);
	}
	return read_word(r, out);
}

/* Says in which line text stops to be UTF-8. */
static bool check_utf8(struct reader *r)
{
	size_t good = utf8_valid_prefix(r->text);
	if (good == r->text.n) {
		return true;
	}
	for (size_t i = 0; i < good; i++) {
		r->line += r->text.p[i] == '\n' ? 1 : 0;
	}
	return refuse(r, "bytes that are no UTF-8");
}

bool json_read(struct span text, const char *path, struct arena *arena, const struct json **out,
	struct err *err)
{
	struct reader r = {.text = text, .line = 1, .path = path, .arena = arena, .err = err};
	if (span_starts(text, SPAN("\xEF\xBB\xBF"))) {
		r.at = 3;
	}
	if (text.n > JSON_BYTES) {
		return err_set(err, "%s: more than %zu bytes", path, (size_t)JSON_BYTES);
	}
	if (!check_utf8(&r)) {
		return false;
	}
	struct json *root = arena_array(arena, 1, sizeof(*root));
	if (root == NULL) {
		return err_memory(err);
	}
	if (!read_value(&r, root)) {
		return false;
	}
	skip_blanks(&r);
	if (r.at < text.n) {
		return refuse(&r, "something behind the end of the JSON");
	}
	*out = root;
	return true;
}

const struct json *json_get(const struct json *value, struct span name)
{
	if (value == NULL || value->kind != JSON_OBJECT) {
		return NULL;
	}
	for (const struct json *item = value->first; item != NULL; item = item->next) {
		if (span_eq(item->name, name)) {
			return item->kind == JSON_NULL ? NULL : item;
		}
	}
	return NULL;
}

bool json_u32(const struct json *value, uint32_t *out)
{
	return value->kind == JSON_NUMBER && span_u32(value->text, out);
}

const char *json_kind_word(enum json_kind kind)
{
	static const char *const words[] = {"null", "false", "true", "a number", "a string",
		"an array", "an object"};
	return words[kind];
}
