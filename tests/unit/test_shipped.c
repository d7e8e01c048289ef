/* The config.ini that is checked in: what stands there as a comment is what holds without it. */
#include "base/file.h"
#include "read/keymap.h"
#include "read/line.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const roles[] = {
#define ROLE(id, name, text) name,
#include "read/role.def"
#undef ROLE
};

/* Reads config.ini of the sources; with `bare`, without the # before lines like `#name = value`. */
static void read_shipped(struct config *config, bool bare)
{
	struct buf name = {0}, text = {0}, out = {0};
	struct report report = {0};
	struct err err;
	file_join(&name, getenv("DOSSIER_SOURCE_ROOT"), "config.ini");
	assert_true(file_read(name.p, 1 << 20, &text, NULL, &err));
	struct span rest = buf_span(&text), line;
	while (span_cut(&rest, '\n', &line)) {
		bool setting = bare && line.n > 1 && line.p[0] == '#' && line.p[1] != ' ';
		buf_add(&out, line.p + setting, line.n - setting);
		buf_putc(&out, '\n');
	}
	scratch_file("config.ini", buf_span(&out));
	config_init(config);
	assert_true(config_read(config, "config.ini", CONFIG_ALL, &report, &err));
	assert_int_equal(report.n, 0);
	buf_finish(&name);
	buf_finish(&text);
	buf_finish(&out);
	report_finish(&report);
}

static struct keymap make_map(const struct config *config)
{
	struct keymap map;
	struct report report = {0};
	struct err err;
	assert_true(keymap_make(&map, config, &report, &err));
	assert_int_equal(report.n, 0);
	report_finish(&report);
	return map;
}

static void what_is_shipped_changes_nothing(void **state)
{
	(void)state;
	struct config shipped, bare;
	config_init(&bare);
	read_shipped(&shipped, false);
	for (size_t i = 0; i < config_noptions; i++) {
		struct buf a = {0}, b = {0};
		config_value(&shipped, &config_options[i], &a);
		config_value(&bare, &config_options[i], &b);
		assert_true(span_eq(buf_span(&a), buf_span(&b)));
		buf_finish(&a);
		buf_finish(&b);
	}
	assert_int_equal(shipped.ntables[CONFIG_KEYS], 0);
	assert_int_equal(shipped.ntables[CONFIG_THEME], 0);
	config_finish(&shipped);
	config_finish(&bare);
}

static void its_keys_are_those_of_less(void **state)
{
	(void)state;
	struct config plain, shipped;
	config_init(&plain);
	read_shipped(&shipped, true);
	assert_int_equal(shipped.ntables[CONFIG_KEYS], COMMAND_COUNT);
	struct keymap a = make_map(&plain), b = make_map(&shipped);
	assert_int_equal(a.n, b.n);
	for (uint32_t i = 0; i < a.n; i++) {
		const struct binding *x = &a.items[i], *y = &b.items[i];
		assert_int_equal(x->command, y->command);
		assert_int_equal(x->rank, y->rank);
		assert_int_equal(x->keys.n, y->keys.n);
		assert_memory_equal(
			x->keys.keys, y->keys.keys, x->keys.n * sizeof(x->keys.keys[0]));
	}
	keymap_finish(&a);
	keymap_finish(&b);
	config_finish(&plain);
	config_finish(&shipped);
}

static void it_lists_every_role(void **state)
{
	(void)state;
	struct config shipped;
	read_shipped(&shipped, true);
	assert_int_equal(shipped.ntables[CONFIG_THEME], COUNT_OF(roles));
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		const struct config_entry *entry = &shipped.tables[CONFIG_THEME][i];
		assert_true(span_eq(entry->name, span_of(roles[i])));
		assert_true(entry->value.n > 0);
	}
	config_finish(&shipped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_shipped_changes_nothing),
		cmocka_unit_test(its_keys_are_those_of_less),
		cmocka_unit_test(it_lists_every_role),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("shipped", tests, scratch_enter, scratch_leave);
}
