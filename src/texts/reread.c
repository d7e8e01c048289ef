#include "texts/reread.h"

#include <string.h>

/* What is read now. */
struct now {
	struct sections_summing text, steps, source;
};

void reread_step(const struct decode_step *step, struct decode_step *out)
{
	memset(out, 0, sizeof(*out));
	out->at = step->at;
	out->source = step->source;
	out->made = step->made;
	out->read = step->read;
}

static bool take_text(void *owner, struct span text, const struct decode_step *steps, uint32_t n)
{
	struct now *now = owner;

	sections_sum_add(&now->text, text.p, text.n);
	for (uint32_t i = 0; i < n; i++) {
		struct decode_step step;

		reread_step(&steps[i], &step);
		sections_sum_add(&now->steps, &step, sizeof(step));
	}
	return true;
}

static bool take_source(void *owner, struct span bytes, const struct decode_step *steps, uint32_t n)
{
	struct now *now = owner;

	(void)steps;
	(void)n;
	sections_sum_add(&now->source, bytes.p, bytes.n);
	return true;
}

static bool is_same(const struct sections_summing *sum, const struct reread *was, uint32_t id)
{
	return sections_sum_end(sum) == sections_sum_of(was->written, id);
}

bool reread_same(const struct stream *as, const struct reread *was)
{
	struct stream stream = *as;
	struct now now;
	struct err why;

	sections_sum_begin(&now.text);
	sections_sum_begin(&now.steps);
	sections_sum_begin(&now.source);
	stream.owner = &now;
	stream.progress = NULL;
	stream.nbad = 0;
	stream.take = take_text;
	if (!stream_decode(&stream, &why) || stream.nbad != was->nbad ||
		stream.kind.guessed != was->guessed || strcmp(stream.kind.name, was->encoding) != 0 ||
		!is_same(&now.text, was, was->text) || !is_same(&now.steps, was, was->steps)) {
		return false;
	}
	stream.take = take_source;
	return was->nbad == 0 || (stream_bytes(&stream, &why) && is_same(&now.source, was, was->source));
}
