#include "read/listing.h"

#include "base/visible.h"
#include "read/context.h"

enum { LEFT_PART = 3 }; /* of the line before the words */

void listing_finish(struct listing *list)
{
	made_finish(&list->made);
	lines_finish(&list->lines);
	buf_finish(&list->text);
}

void listing_mark(struct listing *list, uint32_t line, struct range at)
{
	made_mark_at(&list->made, (struct range){line + at.start, line + at.end}, MARK_STRONG);
}

struct range listing_words(struct listing *list, const struct doc *doc, struct range at)
{
	uint32_t left = (list->cols - LISTING_NUMBER_COLS) / LEFT_PART;
	struct range words = {0, 0};

	lines_clear(&list->lines);
	buf_clear(&list->text);
	buf_puts(&list->text, "¶");
	buf_number_left(&list->text, doc_number_at(doc, at.start), LISTING_NUMBER_COLS - 1);
	context_put(doc, at, left, list->cols - LISTING_NUMBER_COLS, ROLE_HIT, 0, &list->lines);
	for (uint32_t i = 0; i < list->lines.npieces; i++) {
		const struct piece *piece = &list->lines.pieces[i];

		if (piece->role == ROLE_HIT) {
			words.start = (uint32_t)list->text.n;
		}
		buf_put(&list->text, piece->text);
		if (piece->role == ROLE_HIT) {
			words.end = (uint32_t)list->text.n;
		}
	}
	list->made.failed |= list->text.failed || list->lines.failed;
	return words;
}

void listing_line(struct listing *list, struct span text, struct range words, doc_id id,
	struct range at)
{
	uint32_t line = made_here(&list->made);

	made_line(&list->made, text);
	listing_mark(list, line, words);
	made_link(&list->made, id, at);
	list->count++;
}

void listing_context(struct listing *list, const struct doc *doc, doc_id id, struct range at)
{
	struct range words = listing_words(list, doc, at);

	listing_line(list, buf_span(&list->text), words, id, at);
}

void listing_heading(struct listing *list, const struct doc_head *head, uint32_t count)
{
	buf_clear(&list->text);
	doc_date_put(&head->date, &list->text);
	buf_puts(&list->text, list->text.n > 0 ? "  " : "");
	visible_put(&list->text, head->title, VISIBLE_LINE);
	buf_printf(&list->text, "  (%u)", count);
	made_heading(&list->made, 2, buf_span(&list->text));
}

void listing_rest(struct listing *list, uint32_t more)
{
	if (more > 0) {
		buf_clear(&list->text);
		buf_printf(&list->text, "and %u more, not listed here", more);
		made_prose(&list->made, buf_span(&list->text));
	}
}

bool listing_doc(struct listing *list, struct span title, struct doc *out, struct err *err)
{
	bool done = made_doc(&list->made, title, out, err);

	listing_finish(list);
	return done;
}
