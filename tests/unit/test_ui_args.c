/* The command line: commands, options, operands, and a good word for each mistake. */
#include "ui/args.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORDS_MOST = 16 };

/* Words of a command line, changeable as those of main() are. */
struct words {
	char *v[WORDS_MOST];
	int n;
};

/* "dossier" and the words of line, parted by single blanks. */
static struct words words_of(const char *line)
{
	struct words w = {.n = 0};
	struct span rest = span_of(line), word;
	w.v[w.n++] = strdup("dossier");
	while (rest.n > 0 && span_cut(&rest, ' ', &word)) {
		assert_true(w.n < WORDS_MOST - 1);
		w.v[w.n++] = strndup(word.p, word.n);
	}
	return w;
}

/* Joins the operands by blanks and frees the words, which args_parse has put in another order. */
static void assert_parsed(const char *line, enum args_command command, const char *operands)
{
	struct words w = words_of(line);
	char *own[WORDS_MOST];
	struct args args;
	struct err err = {""};
	struct buf got = {0};
	memcpy(own, w.v, sizeof(own));
	if (!args_parse(w.n, w.v, &args, &err)) {
		fail_msg("%s: %s", line, err.msg);
	}
	assert_int_equal(args.command, command);
	buf_puts(&got, "");
	for (uint32_t i = 0; i < args.noperands; i++) {
		buf_printf(&got, "%s%s", i == 0 ? "" : " ", args.operands[i]);
	}
	assert_string_equal(got.p == NULL ? "" : got.p, operands);
	buf_finish(&got);
	for (int i = 0; i < w.n; i++) {
		free(own[i]);
	}
}

static void assert_refused(const char *line, const char *message)
{
	struct words w = words_of(line);
	char *own[WORDS_MOST];
	struct args args = {.noperands = 77};
	struct err err = {""};
	memcpy(own, w.v, sizeof(own));
	assert_false(args_parse(w.n, w.v, &args, &err));
	assert_string_equal(err.msg, message);
	assert_int_equal(args.noperands, 77); /* untouched */
	for (int i = 0; i < w.n; i++) {
		free(own[i]);
	}
}

static void reading_is_the_default(void **state)
{
	(void)state;
	assert_parsed("", ARGS_read, ".");
	assert_parsed("texts", ARGS_read, "texts");
	assert_parsed("a.txt b.txt c.md", ARGS_read, "a.txt b.txt c.md");
	assert_parsed("--config my.ini texts", ARGS_read, "texts");
}

static void the_first_word_may_be_a_command(void **state)
{
	(void)state;
	assert_parsed("mentions texts", ARGS_mentions, "texts");
	assert_parsed("--entities e.rec mentions texts", ARGS_mentions, "texts");
	assert_parsed("mentions texts --format json", ARGS_mentions, "texts");
	assert_parsed("entities texts --format tei", ARGS_entities, "texts");
	assert_parsed("import names.tsv", ARGS_import, "names.tsv");
	assert_parsed("search treaty texts", ARGS_search, "treaty texts");
	assert_parsed("search --regex search texts", ARGS_search, "search texts");
	assert_parsed("show texts a.txt", ARGS_show, "texts a.txt");
	assert_parsed("check mentions", ARGS_check, "mentions");
	assert_parsed("entities entities", ARGS_entities, "entities");
}

static void a_folder_may_be_named_like_a_command(void **state)
{
	(void)state;
	assert_parsed("./mentions", ARGS_read, "./mentions");
	assert_parsed("-- mentions", ARGS_read, "mentions");
	assert_parsed("-- search --regex", ARGS_read, "search --regex");
	assert_parsed("texts mentions", ARGS_read, "texts mentions");
	assert_parsed("check -- --help", ARGS_check, "--help");
	assert_parsed("read", ARGS_read, "read"); /* the default has no word */
}

static void options_have_values(void **state)
{
	(void)state;
	struct words w =
		words_of("mentions --entity=a --kind island --entity b texts --format json");
	char *own[WORDS_MOST];
	struct args args;
	struct err err;
	memcpy(own, w.v, sizeof(own));
	assert_true(args_parse(w.n, w.v, &args, &err));
	assert_string_equal(args.value[ARGS_OPT_entity], "b"); /* the last one counts */
	assert_string_equal(args.value[ARGS_OPT_kind], "island");
	assert_true(args.json);
	assert_null(args.value[ARGS_OPT_config]);
	assert_null(args.value[ARGS_OPT_help]);
	for (int i = 0; i < w.n; i++) {
		free(own[i]);
	}
}

static void help_and_version_ask_for_nothing_else(void **state)
{
	(void)state;
	assert_parsed("--help", ARGS_read, ".");
	assert_parsed("-h", ARGS_read, ".");
	assert_parsed("-V", ARGS_read, ".");
	assert_parsed("search --help", ARGS_search, "");
	assert_parsed("mentions --version a b c", ARGS_mentions, "a b c");
}

static void mistakes_are_named(void **state)
{
	(void)state;
	assert_refused("--entites x", "no option is named --entites; did you mean --entities?");
	assert_refused("--colour texts", "no option is named --colour; see dossier --help");
	assert_refused("--confg=x texts", "no option is named --confg; did you mean --config?");
	assert_refused("--ent x texts", "--ent is the beginning of several options");
	assert_refused("-x texts", "no option is named -x; see dossier --help");
	assert_refused("-hx texts", "no option is named -x; see dossier --help");
	assert_refused("texts --config", "--config needs a value: --config FILE");
	assert_refused("--help=no", "--help takes no value");
	assert_refused("--regex texts", "--regex does not go with reading; see dossier --help");
	assert_refused("check --kind x texts", "--kind does not go with check; see dossier --help");
	assert_refused("mentions --format xml texts", "--format is tsv|json, not 'xml'");
	assert_refused("mentions --format tei texts", "--format is tsv|json, not 'tei'");
	assert_refused("mentions", "mentions: something is missing; "
		"usage: dossier mentions [OPTION...] DIR");
	assert_refused("search a b c", "search: too many words; "
		"usage: dossier search [OPTION...] PATTERN DIR");
	assert_refused("mentoins nowhere", "mentoins: no such file or folder; "
		"did you mean the command 'mentions'?");
}

static void what_exists_is_no_slip(void **state)
{
	(void)state;
	scratch_text("mentoins", "");
	assert_parsed("mentoins nowhere", ARGS_read, "mentoins nowhere");
}

static void every_option_and_command_is_in_the_help(void **state)
{
	(void)state;
	struct buf all = {0};
	args_help(ARGS_read, &all);
	assert_true(
		span_starts(buf_span(&all), SPAN("usage: dossier [OPTION...] [DIR | FILE...]\n")));
	for (uint32_t i = 0; i < ARGS_OPTIONS; i++) {
		struct buf word = {0};
		buf_printf(&word, "--%s", args_options[i].name);
		assert_true(span_find(buf_span(&all), buf_span(&word), 0) < all.n);
		buf_finish(&word);
	}
	for (uint32_t i = 1; i < ARGS_COMMANDS; i++) {
		struct buf own = {0};
		args_help((enum args_command)i, &own);
		assert_true(span_find(buf_span(&all), span_of(args_commands[i].text), 0) < all.n);
		assert_true(
			span_find(buf_span(&own), span_of(args_commands[i].operands), 0) < own.n);
		assert_true(span_find(buf_span(&own), SPAN("--config FILE"), 0) < own.n);
		buf_finish(&own);
	}
	buf_finish(&all);
}

static void help_fits_a_small_screen(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ARGS_COMMANDS; i++) {
		struct buf text = {0};
		args_help((enum args_command)i, &text);
		struct span rest = buf_span(&text), line;
		while (span_cut(&rest, '\n', &line)) {
			assert_true(line.n <= 80);
			for (size_t k = 0; k < line.n; k++) {
				assert_true(line.p[k] >= ' ' && line.p[k] < 0x7F);
			}
		}
		buf_finish(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading_is_the_default),
		cmocka_unit_test(the_first_word_may_be_a_command),
		cmocka_unit_test(a_folder_may_be_named_like_a_command),
		cmocka_unit_test(options_have_values),
		cmocka_unit_test(help_and_version_ask_for_nothing_else),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test_setup_teardown(what_exists_is_no_slip, scratch_enter, scratch_leave),
		cmocka_unit_test(every_option_and_command_is_in_the_help),
		cmocka_unit_test(help_fits_a_small_screen),
	};
	return cmocka_run_group_tests_name("ui-args", tests, NULL, NULL);
}
