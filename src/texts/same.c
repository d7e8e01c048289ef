#include "texts/same.h"

/* Nanoseconds before listing within which a file's time does not tell whether it has changed. */
#define YOUNG 1000000000

uint64_t same_hash(uint64_t hash, struct span text)
{
	return span_hash_on(span_hash(hash, text), 0xFF); /* no byte of UTF-8: ends the text */
}

uint64_t same_told(const struct doc_head *head)
{
	uint64_t hash = same_hash(SPAN_HASH_START, head->told_title ? head->title : SPAN(""));
	struct buf date = {0};

	if (head->told_date) {
		doc_date_put(&head->date, &date);
	}
	hash = same_hash(hash, buf_span(&date));
	hash = same_hash(hash, head->source);
	hash = same_hash(hash, head->language);
	hash = same_hash(hash, head->note);
	hash = same_hash(hash, span_of(head->declared));
	buf_finish(&date);
	return hash;
}

struct same same_now(const struct doc_head *head)
{
	return (struct same){head->stamp, head->told};
}

bool same_is_young(const struct catalog *catalog, const struct file_stamp *stamp)
{
	return stamp->mtime_ns >= catalog->when - YOUNG;
}

struct same same_kept(const struct catalog *catalog, const struct doc_head *head)
{
	struct same same = {.told = head->told};

	if (head->settled || !same_is_young(catalog, &head->stamp)) {
		same.stamp = head->stamp;
	}
	return same;
}

bool same_eq(const struct same *stored, const struct same *now)
{
	return file_stamp_eq(&stored->stamp, &now->stamp) && stored->told == now->told;
}

uint64_t same_set(const struct catalog *catalog)
{
	uint64_t hash = SPAN_HASH_START;

	for (uint32_t i = 0; i < catalog->n; i++) {
		const struct doc_head *head = catalog_head(catalog, catalog->by_path[i]);
		struct same same = same_kept(catalog, head);

		if (head->young || head->changing || !file_stamp_eq(&same.stamp, &head->stamp)) {
			return 0;
		}
		hash = same_hash(hash, head->path);
		hash = span_hash(hash, (struct span){(const char *)&same, sizeof(same)});
	}
	return hash == 0 ? 1 : hash;
}
