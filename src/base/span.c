#include "base/span.h"

#include "base/byte.h"

int span_cmp(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n == 0 ? 0 : memcmp(a.p, b.p, n);
	if (order != 0) {
		return order;
	}
	return (a.n > b.n) - (a.n < b.n);
}

bool span_starts(struct span text, struct span part)
{
	return text.n >= part.n && span_eq((struct span){text.p, part.n}, part);
}

bool span_ends(struct span text, struct span part)
{
	if (part.n == 0) {
		return true;
	}
	return text.n >= part.n && span_eq((struct span){text.p + (text.n - part.n), part.n}, part);
}

struct span span_trim(struct span text)
{
	while (text.n > 0 && byte_is_space(text.p[0])) {
		text.p++;
		text.n--;
	}
	while (text.n > 0 && byte_is_space(text.p[text.n - 1])) {
		text.n--;
	}
	return text;
}

bool span_cut(struct span *rest, char sep, struct span *piece)
{
	if (rest->p == NULL) {
		return false;
	}
	const char *end = rest->n == 0 ? NULL : memchr(rest->p, sep, rest->n);
	if (end == NULL) {
		*piece = *rest;
		*rest = (struct span){NULL, 0};
		return true;
	}
	size_t n = (size_t)(end - rest->p);
	*piece = (struct span){rest->p, n};
	*rest = (struct span){end + 1, rest->n - n - 1};
	return true;
}

bool span_u32(struct span text, uint32_t *out)
{
	uint64_t value = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9') {
			return false;
		}
		value = value * 10 + (uint64_t)(text.p[i] - '0');
		if (value > UINT32_MAX) {
			return false;
		}
	}
	if (text.n == 0) {
		return false;
	}
	*out = (uint32_t)value;
	return true;
}

size_t span_find(struct span text, struct span part, size_t from)
{
	if (from > text.n || part.n > text.n - from) {
		return text.n;
	}
	if (part.n == 0) {
		return from;
	}
	size_t last = text.n - part.n; /* where part could start at the latest */
	size_t rare = part.p[0] == ' ' && part.n > 1 ? 1 : 0; /* every sixth byte of prose is a blank */
	while (from <= last) {
		const char *hit = memchr(text.p + from + rare, part.p[rare], last - from + 1);
		if (hit == NULL) {
			break;
		}
		hit -= rare;
		if (hit[0] == part.p[0] && hit[part.n - 1] == part.p[part.n - 1] &&
			memcmp(hit, part.p, part.n) == 0) {
			return (size_t)(hit - text.p);
		}
		from = (size_t)(hit - text.p) + 1;
	}
	return text.n;
}

bool span_eq_nocase(struct span a, struct span b)
{
	if (a.n != b.n) {
		return false;
	}
	for (size_t i = 0; i < a.n; i++) {
		if (a.p[i] != b.p[i] && byte_lower(a.p[i]) != byte_lower(b.p[i])) {
			return false;
		}
	}
	return true;
}

size_t span_begins_all(struct span text, const char *word)
{
	size_t n = 0;
	while (word[n] != '\0') {
		if (n == text.n || byte_lower(text.p[n]) != byte_lower(word[n])) {
			return 0;
		}
		n++;
	}
	return n;
}

uint64_t span_hash(uint64_t hash, struct span text)
{
	for (size_t i = 0; i < text.n; i++) {
		hash = span_hash_on(hash, (unsigned char)text.p[i]);
	}
	return hash;
}
