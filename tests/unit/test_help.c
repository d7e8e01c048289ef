/* The help screen: everything is in it, with the keys that are bound, and nothing is too wide. */
#include "base/visible.h"
#include "read/help.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
	struct config config;
	struct keymap map;
	struct doc doc;
};

static void start(struct fixture *f, const char *preset)
{
	struct report report = {0};
	struct err err;
	config_init(&f->config);
	assert_true(config_set(&f->config, SPAN("keys.preset"), span_of(preset), &err));
	assert_true(keymap_make(&f->map, &f->config, &report, &err));
	assert_true(help_doc(&f->map, &f->config, NULL, &f->doc, &err));
	assert_int_equal(report.n, 0);
}

static void finish(struct fixture *f)
{
	doc_finish(&f->doc);
	keymap_finish(&f->map);
	config_finish(&f->config);
}

static bool has(const struct fixture *f, const char *part)
{
	return span_find(f->doc.text, span_of(part), 0) < f->doc.text.n;
}

static void everything_is_in_it(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "less");
	assert_true(span_eq(f.doc.title, SPAN("Help")));
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		assert_true(has(&f, commands[i].text));
	}
	for (uint32_t i = 0; i < GROUP_COUNT; i++) {
		assert_true(has(&f, command_groups[i]));
	}
	for (size_t i = 0; i < config_noptions; i++) {
		struct buf name = {0};
		buf_printf(&name, "\n%s.%s ", config_options[i].section, config_options[i].key);
		assert_true(has(&f, name.p));
		buf_finish(&name);
	}
	finish(&f);
}

/* Offset of the heading with this text. */
static uint32_t heading(const struct fixture *f, const char *text)
{
	for (uint32_t i = 0; i < f->doc.nparas; i++) {
		const struct para *para = &f->doc.paras[i];
		if (para->kind == PARA_HEADING &&
			span_eq(span_in(f->doc.text, para->at), span_of(text))) {
			return para->at.start;
		}
	}
	fail_msg("no heading '%s'", text);
	return 0;
}

static void the_screen_comes_first(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "less");
	uint32_t screen = heading(&f, "What the screen shows"),
		 hour = heading(&f, "The first hour"), all = heading(&f, "All keys"),
		 options = heading(&f, "Options");
	assert_int_equal(screen, 0);
	assert_true(screen < hour && hour < all && all < options);
	assert_true(all < heading(&f, "Moving") && heading(&f, "Looking around") < options);
	uint32_t lines = 0;
	for (uint32_t off = hour; off < all; off++) {
		lines += f.doc.text.p[off] == '\n' ? 1 : 0;
	}
	assert_int_equal(lines - 3, 10); /* without the line ends around the headings */
	finish(&f);
}

static void keys_are_those_that_are_bound(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "less");
	assert_true(has(&f, "\nj Down ^E ^N      one line forward\n"));
	assert_true(has(&f, "\nSpace  b          a page forward, a page back\n"));
	assert_true(has(&f, "\n:problems         what was wrong")); /* has no key */
	finish(&f);
	start(&f, "emacs");
	assert_true(has(&f, "\nEsc ^G            cancel"));
	assert_true(has(&f, "\n^X^F              open a document"));
	finish(&f);
}

static void options_have_their_values_of_now(void **state)
{
	(void)state;
	struct fixture f;
	struct err err;
	start(&f, "vim");
	assert_true(has(&f, "\nkeys.preset          vim\n"));
	assert_true(has(&f, "\nlayout.measure       72\n"));
	doc_finish(&f.doc);
	assert_true(config_set(&f.config, SPAN("layout.measure"), SPAN("60"), &err));
	assert_true(help_doc(&f.map, &f.config, NULL, &f.doc, &err));
	assert_true(has(&f, "\nlayout.measure       60\n"));
	finish(&f);
}

static void what_a_guest_may_not_is_left_out(void **state)
{
	const struct restrictions guest = {.why = "it is a test"};
	struct fixture f;
	struct err err;

	(void)state;
	start(&f, "less");
	assert_true(has(&f, commands[COMMAND_copy_file].text));
	assert_false(has(&f, "What is refused here"));
	doc_finish(&f.doc);
	assert_true(help_doc(&f.map, &f.config, &guest, &f.doc, &err));
	assert_true(has(&f, "What is refused here is not among them; :restrictions lists it"));
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		bool may = restrictions_may(&guest, (enum command_id)i, &err);

		assert_int_equal(has(&f, commands[i].text), may);
	}
	finish(&f);
}

static void no_kept_line_is_wider_than_the_measure(void **state)
{
	(void)state;
	static const char *const presets[] = {"less", "vim", "emacs"};
	for (size_t i = 0; i < COUNT_OF(presets); i++) {
		struct fixture f;
		uint32_t kept = 0;
		start(&f, presets[i]);
		for (uint32_t k = 0; k < f.doc.nparas; k++) {
			struct span rest = span_in(f.doc.text, f.doc.paras[k].at), line;
			while (f.doc.paras[k].kind == PARA_LINES && span_cut(&rest, '\n', &line)) {
				assert_true(visible_cols(line) <= 72);
				kept++;
			}
		}
		assert_true(kept > COMMAND_COUNT);
		finish(&f);
	}
}

static void keys_are_set_off(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "less");
	assert_true(f.doc.nmarks > COMMAND_COUNT);
	size_t at = span_find(f.doc.text, SPAN("\nj Down ^E ^N "), 0) + 1;
	bool found = false;
	for (uint32_t i = 0; i < f.doc.nmarks; i++) {
		const struct mark *mark = &f.doc.marks[i];
		assert_int_equal(mark->kind, MARK_STRONG);
		found = found ||
			(mark->at.start == at && mark->at.end == at + strlen("j Down ^E ^N"));
	}
	assert_true(found);
	finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_in_it),
		cmocka_unit_test(the_screen_comes_first),
		cmocka_unit_test(keys_are_those_that_are_bound),
		cmocka_unit_test(options_have_their_values_of_now),
		cmocka_unit_test(what_a_guest_may_not_is_left_out),
		cmocka_unit_test(no_kept_line_is_wider_than_the_measure),
		cmocka_unit_test(keys_are_set_off),
	};
	return cmocka_run_group_tests_name("help", tests, set_locale, NULL);
}
