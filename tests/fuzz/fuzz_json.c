/*
 * JSON: any bytes are refused with a message, or read to values that are whole, within bounds, and
 * the same again when their strings are written anew.
 */
#include "base/json.h"

#include "base/quote.h"
#include "base/utf8.h"
#include "fuzz.h"

static void put(const struct json *value, struct buf *out)
{
	if (value->kind == JSON_STRING) {
		quote_json(out, value->text);
	} else if (value->kind == JSON_NUMBER) {
		buf_put(out, value->text);
	} else if (value->kind == JSON_ARRAY || value->kind == JSON_OBJECT) {
		buf_putc(out, value->kind == JSON_ARRAY ? '[' : '{');
		for (const struct json *item = value->first; item != NULL; item = item->next) {
			if (value->kind == JSON_OBJECT) {
				quote_json(out, item->name);
				buf_putc(out, ':');
			}
			put(item, out);
			buf_puts(out, item->next == NULL ? "" : ",");
		}
		buf_putc(out, value->kind == JSON_ARRAY ? ']' : '}');
	} else {
		buf_puts(out, json_kind_word(value->kind));
	}
}

static void check(const struct json *value, uint32_t depth)
{
	uint32_t n = 0;
	CHECK(depth <= JSON_DEPTH && value->line > 0);
	CHECK(utf8_valid_prefix(value->text) == value->text.n);
	CHECK(value->kind != JSON_NUMBER || value->text.n > 0);
	for (const struct json *item = value->first; item != NULL; item = item->next, n++) {
		CHECK(item->line >= value->line);
		CHECK(value->kind != JSON_OBJECT || item->kind == JSON_NULL ||
			json_get(value, item->name) == item);
		check(item, depth + 1);
	}
	CHECK(n == value->n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct buf once = {0}, twice = {0};
	struct err err = {""};
	const struct json *root = NULL;
	if (json_read((struct span){(const char *)data, size}, "fuzz", &arena, &root, &err)) {
		check(root, 0);
		put(root, &once);
		CHECK(json_read(buf_span(&once), "fuzz", &arena, &root, &err));
		put(root, &twice);
		CHECK(span_eq(buf_span(&once), buf_span(&twice)));
	} else {
		CHECK(root == NULL && span_starts(span_of(err.msg), SPAN("fuzz:")));
	}
	buf_finish(&once);
	buf_finish(&twice);
	arena_finish(&arena);
	return 0;
}
