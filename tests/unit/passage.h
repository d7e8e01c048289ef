/*
 * passage.h - short texts with the links that are to be found written into them.
 *
 *	# !later name: what it tests
 *	The [[treaties of 1855{ and 1867}|shimoda-1855 coordinated]] and [[Abe|? abe-1|abe-2 * open]]
 *	---
 *
 * A line `---` stands between passages, a line that begins with `# ` before each; `!later` in it says
 * that the rule is one of the finer ones, which need not pass yet. `[[surface|ids rule certainty]]` is
 * an expected mention: ids joined by +, or `?` and the rivals of an open one joined by |; rule and
 * certainty are left out or * where they are free. `{…}` at the start or the end of a surface is
 * what may be within the mention or not; `~` before the surface says that it need not be found at all.
 * All else must not be linked.
 *
 * Knows neither catalogue nor rules.
 */
#ifndef DOSSIER_TESTS_PASSAGE_H
#define DOSSIER_TESTS_PASSAGE_H

#include "base/arena.h"
#include "base/buf.h"

#define EXPECT_IDS 8

struct expect {
	struct range outer, inner; /* in the text; inner is without what is free */
	struct span ids[EXPECT_IDS]; /* entities, or rivals where it is open */
	uint32_t nids;
	bool open;
	bool optional;
	struct span rule, certainty; /* empty where free */
	uint32_t line; /* in the file */
};

struct passage {
	const char *path; /* of the file, for messages */
	uint32_t line; /* of its name */
	struct span name; /* what it tests */
	bool later;
	struct span text; /* without the markup */
	struct expect *expects; /* in the order of the text */
	uint32_t nexpects;
};

struct passages {
	struct passage *items; /* owned */
	uint32_t n, cap;
	struct arena arena; /* texts and expectations */
};

/*
 * Appends the passages of a file's text. path and text must outlive out. False where the markup is
 * broken: the message says where.
 */
bool passage_parse(struct passages *out, const char *path, struct span text, struct err *err)
	MUST_CHECK;

/* Frees them. Takes a zeroed one. */
void passage_finish(struct passages *passages);

#endif
