/*
 * The rules on short passages that try them one by one: tests/data/passages, and tests/data/rules
 * with the certainty that each rule promises. Every difference is
 * printed with its file and line; passages that are not marked `!later` have to come out right.
 */
#include "links/resolve.h"
#include "base/walk.h"
#include "passage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *folder = "passages"; /* in tests/data; main's argument */

struct score {
	uint32_t passages, passed;
	uint32_t expected, found, right; /* settled links */
	uint32_t sure, sure_right;
	uint32_t open, open_right;
};

/* All that the tests share: made once, const afterwards. */
struct set {
	struct buf *texts;
	struct walk_list files;
	char **paths;
	struct passages passages;
	struct entities ents;
	struct resolver *resolver;
	struct config config;
};

/* The mentions of one passage, beside what was expected. */
struct outcome {
	const struct set *set;
	const struct passage *passage;
	struct doc doc;
	struct mentions mentions;
	bool failed;
};

static char *path_of(const char *name)
{
	const char *root = getenv("DOSSIER_SOURCE_ROOT");
	struct buf path = {0};
	buf_printf(&path, "%s/tests/data/%s%s%s", root == NULL ? "." : root, folder,
		name[0] == '\0' ? "" : "/", name);
	assert_false(path.failed);
	return path.p;
}

static bool is_text(const char *name)
{
	return span_ends(span_of(name), SPAN(".txt"));
}

static int set_up(void **state)
{
	struct set *set = calloc(1, sizeof(*set));
	struct report report = {0};
	struct err err = {0};
	struct walk_bounds bounds = {.depth = 1, .entries = 1000, .names = 1000};
	assert_non_null(set);
	*state = set;
	config_init(&set->config);
	char *where = path_of(""), *catalogue = path_of("entities.rec");
	struct folder *open = folder_open(where, 0, &err);
	assert_non_null(open);
	assert_true(walk_folder(open, &bounds, is_text, &set->files, &report, &err));
	folder_close(open);
	assert_true(set->files.n > 0);
	set->texts = calloc(set->files.n, sizeof(*set->texts));
	set->paths = calloc(set->files.n, sizeof(*set->paths));
	assert_true(set->texts != NULL && set->paths != NULL);
	for (uint32_t i = 0; i < set->files.n; i++) {
		set->paths[i] = path_of(set->files.items[i].path);
		assert_true(file_read(set->paths[i], 1 << 20, &set->texts[i], NULL, &err));
		if (!passage_parse(&set->passages, set->files.items[i].path, buf_span(&set->texts[i]),
			    &err)) {
			fail_msg("%s", err.msg);
		}
	}
	assert_true(entities_load(&set->ents, catalogue, NULL, NULL, &report, &err));
	set->resolver = resolve_new(&set->ents, &err);
	assert_non_null(set->resolver);
	for (uint32_t i = 0; i < report.n; i++) {
		if (report.items[i].level == REPORT_ERROR) {
			print_message("# %s\n", report.items[i].text);
		}
	}
	assert_int_equal(report_count(&report, REPORT_ERROR), 0);
	report_finish(&report);
	free(where);
	free(catalogue);
	return 0;
}

static int tear_down(void **state)
{
	struct set *set = *state;
	resolve_free(set->resolver);
	entities_finish(&set->ents);
	passage_finish(&set->passages);
	for (uint32_t i = 0; i < set->files.n; i++) {
		buf_finish(&set->texts[i]);
		free(set->paths[i]);
	}
	free(set->texts);
	free(set->paths);
	walk_list_finish(&set->files);
	config_finish(&set->config);
	free(set);
	return 0;
}

static bool is_rule(struct span word)
{
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (span_eq(word, span_of(mention_rule_word((enum mention_rule)rule)))) {
			return true;
		}
	}
	return word.n == 0;
}

static bool is_certainty(struct span word)
{
	return word.n == 0 || span_eq(word, SPAN("sure")) || span_eq(word, SPAN("likely")) ||
		span_eq(word, SPAN("open"));
}

/* Every expectation names entities, rules and certainties that there are. */
static void test_markup(void **state)
{
	const struct set *set = *state;
	uint32_t unknown = 0;
	for (uint32_t i = 0; i < set->passages.n; i++) {
		const struct passage *passage = &set->passages.items[i];
		for (uint32_t k = 0; k < passage->nexpects; k++) {
			const struct expect *expect = &passage->expects[k];
			bool good = is_rule(expect->rule) && is_certainty(expect->certainty);
			for (uint32_t j = 0; j < expect->nids; j++) {
				good = good && entities_find(&set->ents, expect->ids[j]).i != ENT_NONE.i;
			}
			if (!good) {
				print_message("# %s:%u: an id, rule or certainty that is none\n",
					passage->path, expect->line);
				unknown++;
			}
		}
	}
	assert_int_equal(unknown, 0);
	assert_true(set->passages.n >= 170);
}

/* The ids of a mention's entities, or of its rivals where it is open. */
static uint32_t ids_of(const struct outcome *outcome, const struct mention *mention, struct span *ids)
{
	const struct entities *ents = &outcome->set->ents;
	uint32_t n = mention->nents > 0 ? mention->nents : mention->nrivals;
	for (uint32_t i = 0; i < n && i < EXPECT_IDS; i++) {
		ids[i] = ents->items[outcome->mentions.pool[mention->ent + i]].id;
	}
	return n < EXPECT_IDS ? n : EXPECT_IDS;
}

/* Whether both hold the same ids, in any order. */
static bool same_ids(const struct span *a, uint32_t na, const struct span *b, uint32_t nb)
{
	bool same = na == nb;
	for (uint32_t i = 0; same && i < na; i++) {
		bool found = false;
		for (uint32_t k = 0; k < nb; k++) {
			found = found || span_eq(a[i], b[k]);
		}
		same = found;
	}
	return same;
}

/* Whether the mention is the expected one: its place, its entities. */
static bool is_right(const struct outcome *outcome, const struct mention *mention,
	const struct expect *expect)
{
	struct span ids[EXPECT_IDS];
	uint32_t n = ids_of(outcome, mention, ids);
	return mention->at.start >= expect->outer.start && mention->at.start <= expect->inner.start &&
		mention->at.end >= expect->inner.end && mention->at.end <= expect->outer.end &&
		expect->open == (mention->nents == 0) && same_ids(ids, n, expect->ids, expect->nids);
}

static bool names_rule(const struct mention *mention, const struct expect *expect)
{
	struct span rule = span_of(mention_rule_word(mention->rule));
	struct span certainty = span_of(mention_certainty_word(mention->certainty));
	return (expect->rule.n == 0 || span_eq(rule, expect->rule)) &&
		(expect->certainty.n == 0 || span_eq(certainty, expect->certainty));
}

/* "Abe" person-1|person-2 surname open, line ends shown as blanks. */
static void put_got(const struct outcome *outcome, const struct mention *mention, struct buf *out)
{
	struct span ids[EXPECT_IDS], surface = span_in(outcome->doc.text, mention->at);
	uint32_t n = ids_of(outcome, mention, ids);
	buf_puts(out, "\"");
	for (size_t i = 0; i < surface.n; i++) {
		buf_putc(out, surface.p[i] == '\n' ? ' ' : surface.p[i]);
	}
	buf_puts(out, mention->nents == 0 ? "\" ? " : "\" ");
	for (uint32_t i = 0; i < n; i++) {
		buf_puts(out, i == 0 ? "" : mention->nents == 0 ? "|" : "+");
		buf_put(out, ids[i]);
	}
	buf_printf(out, " %s %s", mention_rule_word(mention->rule),
		mention_certainty_word(mention->certainty));
}

static void put_expected(const struct outcome *outcome, const struct expect *expect, struct buf *out)
{
	struct span surface = span_in(outcome->doc.text, expect->inner);
	buf_puts(out, "\"");
	for (size_t i = 0; i < surface.n; i++) {
		buf_putc(out, surface.p[i] == '\n' ? ' ' : surface.p[i]);
	}
	buf_puts(out, expect->open ? "\" ? " : "\" ");
	for (uint32_t i = 0; i < expect->nids; i++) {
		buf_puts(out, i == 0 ? "" : expect->open ? "|" : "+");
		buf_put(out, expect->ids[i]);
	}
	buf_printf(out, " %.*s %.*s", SPAN_ARG(expect->rule), SPAN_ARG(expect->certainty));
}

/* Prints one difference: what was expected, what was got; either may be NULL. */
static void differ(struct outcome *outcome, const struct expect *expect,
	const struct mention *mention)
{
	const struct passage *passage = outcome->passage;
	struct buf line = {0};
	buf_printf(&line, "# %s:%u:%s expected ", passage->path,
		expect == NULL ? passage->line : expect->line, passage->later ? " later:" : "");
	if (expect == NULL) {
		buf_puts(&line, "nothing");
	} else {
		put_expected(outcome, expect, &line);
	}
	buf_puts(&line, ", got ");
	if (mention == NULL) {
		buf_puts(&line, "nothing");
	} else {
		put_got(outcome, mention, &line);
	}
	print_message("%.*s\n", (int)line.n, line.p);
	buf_finish(&line);
	outcome->failed = true;
}

static void count_mention(const struct mention *mention, bool right, struct score *score)
{
	if (mention->nents == 0) {
		score->open++;
		score->open_right += right;
		return;
	}
	score->found++;
	score->right += right;
	if (mention->certainty == CERTAIN_SURE) {
		score->sure++;
		score->sure_right += right;
	}
}

/* Walks expectations and mentions side by side: both are in the order of the text. */
static void compare(struct outcome *outcome, struct score *score)
{
	const struct passage *passage = outcome->passage;
	uint32_t e = 0, m = 0;
	while (e < passage->nexpects || m < outcome->mentions.n) {
		const struct expect *expect = e < passage->nexpects ? &passage->expects[e] : NULL;
		const struct mention *mention =
			m < outcome->mentions.n ? &outcome->mentions.items[m] : NULL;
		bool meet = expect != NULL && mention != NULL &&
			range_meets(expect->outer, mention->at);
		bool first = !meet && expect != NULL &&
			(mention == NULL || expect->outer.start < mention->at.start);
		bool right = meet && is_right(outcome, mention, expect);
		if (first ? !expect->optional : !right || !names_rule(mention, expect)) {
			differ(outcome, meet || first ? expect : NULL, first ? NULL : mention);
		}
		if (meet || first) {
			score->expected += !expect->open && (!expect->optional || right);
			e++;
		}
		if (!first) {
			count_mention(mention, right, score);
			m++;
		}
	}
}

static void play(const struct set *set, const struct passage *passage, struct score *score)
{
	struct outcome outcome = {.set = set, .passage = passage};
	struct doc_about about = {.path = span_of(passage->path)};
	struct buf bytes = {0};
	struct err err;
	buf_put(&bytes, passage->text);
	assert_true(buf_ok(&bytes, &err));
	assert_true(doc_read(&outcome.doc, &bytes, &about, &set->config, &err));
	assert_true(span_eq(outcome.doc.text, passage->text));
	assert_true(resolve_doc(set->resolver, &outcome.doc, (doc_id){0}, &outcome.mentions, &err));
	compare(&outcome, score);
	score->passages++;
	score->passed += !outcome.failed;
	mentions_finish(&outcome.mentions);
	doc_finish(&outcome.doc);
}

static double share(uint32_t part, uint32_t whole)
{
	return whole == 0 ? 1 : (double)part / whole;
}

static void print_score(const char *name, const struct score *score)
{
	print_message("# %s: %u of %u passages; precision %.4f (%u of %u), recall %.4f (of %u), "
		      "sure %.4f (%u of %u), open %u of %u\n",
		name, score->passed, score->passages, share(score->right, score->found),
		score->right, score->found, share(score->right, score->expected), score->expected,
		share(score->sure_right, score->sure), score->sure_right, score->sure,
		score->open_right, score->open);
}

static void test_links(void **state)
{
	const struct set *set = *state;
	struct score base = {0}, later = {0};
	for (uint32_t i = 0; i < set->passages.n; i++) {
		const struct passage *passage = &set->passages.items[i];
		play(set, passage, passage->later ? &later : &base);
	}
	print_score("base", &base);
	print_score("later", &later);
	assert_int_equal(base.passed, base.passages);
	assert_true(share(base.right + later.right, base.found + later.found) >= 0.99);
	assert_true(share(base.right + later.right, base.expected + later.expected) >= 0.99);
	assert_true(share(base.sure_right + later.sure_right, base.sure + later.sure) >= 0.995);
}

int main(int argc, char **argv)
{
	folder = argc > 1 ? argv[1] : folder;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_markup),
		cmocka_unit_test(test_links),
	};
	return cmocka_run_group_tests_name("passages", tests, set_up, tear_down);
}
