#include "read/counting.h"

#include "base/now.h"
#include "find/words_sift.h"

enum { LEAST = 3 }; /* bytes: shorter ones stand everywhere */
enum { SLICE_MS = 4, SAY_MS = 200 }; /* how long a slice takes; how often a number is told */

static void say(struct session *session)
{
	session->prompt.note = buf_span(&session->counting.note);
}

/* Drops a question that is being counted. */
static void drop(struct counting *counting)
{
	if (counting->runs) {
		finder_finish(&counting->finder);
		counting->runs = false;
	}
}

static void close_words(struct counting *counting)
{
	words_close(&counting->words);
	counting->open = false;
}

/* Opens the index, unless it is. False: there is none that knows a document. */
static bool open_words(struct session *session)
{
	struct counting *counting = &session->counting;
	const struct dossier *dossier = session->dossier;
	struct err err;

	if (!counting->open || counting->links != dossier->xref.mentions.items) {
		close_words(counting);
		if (dossier->words == NULL ||
			!words_open(&counting->words, dossier->words, &dossier->catalog, &err)) {
			return false;
		}
		counting->open = true;
		counting->links = dossier->xref.mentions.items;
	}
	return counting->words.covered > 0;
}

/* How many documents may hold something, by what the index knows; *others: that others may. */
static uint32_t count_documents(const struct words_spots *spots, uint32_t n, bool *others)
{
	uint32_t count = 0;

	*others = false;
	for (uint32_t i = 0; i < n; i++) {
		count += spots->may[i] == WORDS_SOME;
		*others |= spots->may[i] == WORDS_WHOLE;
	}
	return count;
}

static void count_pattern(struct session *session, struct span text)
{
	struct counting *counting = &session->counting;
	struct err err;
	struct search *search = search_new(text, state_search_flags(session), NULL);
	struct span pattern;
	struct words_spots spots;
	const char *how;
	bool exact, others, every = false;
	uint32_t documents;

	if (search != NULL && search_plain(search, &pattern, &exact) && pattern.n >= LEAST &&
		words_sift(&counting->words, pattern,
			WORDS_SIFT_COUNT | (exact ? WORDS_SIFT_EXACT : 0u), &spots, &err)) {
		for (uint32_t i = 0; i < counting->words.n; i++) {
			every |= spots.segs[i].every;
		}
		documents = count_documents(&spots, session->dossier->catalog.n, &others);
		how = memchr(pattern.p, ' ', pattern.n) != NULL ? "at most" : "about";
		if (spots.count == 0 && !others) {
			buf_puts(&counting->note, "nothing");
		} else if (!every) {
			buf_printf(&counting->note, "%s %llu in %u %s", how,
				(unsigned long long)spots.count, documents,
				documents == 1 ? "document" : "documents");
		} else if (spots.count > 0) {
			buf_printf(&counting->note, "%s %llu", how, (unsigned long long)spots.count);
		}
		words_spots_finish(&spots);
	}
	search_free(search);
}

/* What was counted of a question so far. */
static void note_question(struct counting *counting)
{
	buf_clear(&counting->note);
	if (counting->found == 0 && !counting->runs) {
		buf_puts(&counting->note, "nothing");
		return;
	}
	buf_printf(&counting->note, "%u in %u %s%s", counting->found, counting->documents,
		counting->documents == 1 ? "document" : "documents", counting->runs ? "…" : "");
}

static void look(struct counting *counting)
{
	struct finder *finder = &counting->finder;
	int64_t from = now_ms(), until = from + SLICE_MS;
	struct err err;

	while (counting->runs && now_ms() < until) {
		if (!finder_step(finder, &err)) {
			drop(counting);
			break;
		}
		counting->documents += finder->n > 0; /* of a question each step is a document */
		counting->found += finder->n;
		finder_leave(finder);
	}
	if (!counting->runs || from - counting->said >= SAY_MS) {
		counting->said = from;
		note_question(counting);
	}
}

void counting_begin(struct session *session)
{
	struct counting *counting = &session->counting;
	struct span text = buf_span(&session->prompt.text);
	unsigned flags = state_search_flags(session);
	struct err err;

	drop(counting);
	buf_clear(&counting->note);
	if (text.n >= LEAST && open_words(session)) {
		if ((flags & SEARCH_REGEX) != 0 || !query_is(text)) {
			count_pattern(session, text);
		} else if (finder_ask(&counting->finder, session->dossier, text, &err)) {
			counting->finder.quiet = counting->runs = true;
			counting->found = counting->documents = 0;
			counting->said = now_ms();
			look(counting);
		}
	}
	say(session);
}

bool counting_runs(const struct session *session)
{
	return session->counting.runs;
}

void counting_on(struct session *session)
{
	struct counting *counting = &session->counting;

	if (counting->links != session->dossier->xref.mentions.items) {
		counting_begin(session); /* names and links are others now */
	} else {
		look(counting);
		say(session);
	}
}

void counting_finish(struct session *session)
{
	struct counting *counting = &session->counting;

	drop(counting);
	close_words(counting);
	buf_finish(&counting->note);
	session->prompt.note = SPAN("");
}
