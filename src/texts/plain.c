#include "texts/plain.h"

#include "texts/block.h"

#define AHEAD 5 /* blank lines behind a block that end all the blocks which judge it */

/* Hands over what has been found; what stands before line i is not looked at any more. */
static bool hand_over(const struct blocks *p, const struct plain_take *take, uint32_t i)
{
	return take->take == NULL ||
		take->take(take->owner, i < p->window.lines.n ? p->window.lines.items[i].start
							     : (uint32_t)p->text.n);
}

/*
 * Goes through all lines once for what they have in common: their shape, and who speaks. The window
 * is at the start again afterwards.
 */
static bool survey(struct blocks *p, const struct plain_take *take)
{
	struct linewindow *window = &p->window;
	struct shape_counts counts = {0};
	uint32_t i = 0; /* the first line that was not counted */

	for (;;) {
		if (!linewindow_fill(window, take->window)) {
			return false;
		}
		p->lines = window->lines.items;
		for (; i < window->lines.n; i++) {
			const struct textline *line = &p->lines[i];

			shape_count(&counts, i > 0 ? line - 1 : NULL, line);
			if (!textline_is_blank(line) && block_may_name(p, i) && block_may_speak(p, i)) {
				speech_note(&p->speech, p->text, textline_range(line));
			}
		}
		if (linewindow_ended(window)) {
			break;
		}
		linewindow_drop(window, i - 1);
		i = 1;
		if (take->passed != NULL && !take->passed(take->owner, p->lines[0].start)) {
			return false;
		}
	}
	if (window->dropped) {
		linewindow_finish(window);
		window->text = p->text;
		window->doc = take->doc;
	}
	p->shape = shape_measured(&counts);
	speech_settle(&p->speech);
	return true;
}

static void mark_speakers(const struct blocks *p, uint32_t from, struct marks *marks)
{
	for (uint32_t i = from; i < p->paras->n; i++) {
		const struct para *para = &p->paras->items[i];
		struct range label, at = para->at;

		while (at.start < at.end && textline_blank(p->text, at.start) > 0) {
			at.start++;
		}
		if ((para->kind == PARA_PROSE || para->kind == PARA_LINES) &&
			speech_at(&p->speech, p->text, at, &label)) {
			mark_add(marks, MARK_SPEAKER, label);
		}
	}
}

/*
 * Whether enough is at hand behind a block to judge it: the next few blocks, at least two lines of
 * each. blanks: the blank lines up to it.
 */
static bool sees_enough(const struct blocks *p, uint32_t b, uint32_t blanks)
{
	return linewindow_ended(&p->window) || p->window.blanks - blanks >= AHEAD ||
		p->n - b >= LINEWINDOW_BLOCK;
}

/* Puts the blocks at hand from line a on that can be judged; returns the line behind them. */
static uint32_t put_blocks(struct blocks *p, uint32_t a)
{
	uint32_t blanks = 0;

	for (uint32_t i = 0; i < a; i++) {
		blanks += textline_is_blank(&p->lines[i]);
	}
	while (a < p->n) {
		uint32_t b = block_end(p, a);

		if (!sees_enough(p, b, blanks)) {
			break;
		}
		block_put(p, a, b);
		a = block_next(p, b);
		blanks += a - b;
	}
	return a;
}

static bool put_all(struct blocks *p, struct marks *marks, const struct plain_take *take)
{
	struct linewindow *window = &p->window;
	uint32_t a = 0, from;

	for (;;) {
		if (!linewindow_fill(window, take->window)) {
			return false;
		}
		from = p->paras->n;
		p->lines = window->lines.items;
		p->n = window->lines.n;
		a = put_blocks(p, block_next(p, a));
		mark_speakers(p, from, marks);
		if (p->paras->failed || marks->failed) {
			return false;
		}
		if (a == p->n && linewindow_ended(window)) {
			return hand_over(p, take, a);
		}
		linewindow_drop(window, a - 1);
		a = 1;
		if (!hand_over(p, take, 0)) {
			return false;
		}
	}
}

bool plain_split_into(struct span text, struct paras *paras, struct marks *marks,
	const struct plain_take *take)
{
	struct blocks p = {.text = text, .paras = paras, .window = {.text = text, .doc = take->doc}};
	bool ok = survey(&p, take) && !p.speech.failed && put_all(&p, marks, take);
	speech_finish(&p.speech);
	linewindow_finish(&p.window);
	return ok;
}

bool plain_split(struct span text, struct paras *paras, struct marks *marks)
{
	return plain_split_into(text, paras, marks, &(struct plain_take){.window = LINEWINDOW_BYTES});
}
