/* Russian names in their cases. */
#include "links/russian.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_cases(const char *name, bool person, const char *const expected[RUSSIAN_CASES])
{
	struct russian russian;
	russian_read(span_of(name), person, &russian);
	for (int i = 0; i < RUSSIAN_CASES; i++) {
		struct buf out = {0};
		bool changed = russian_decline(&russian, (enum russian_case)i, &out);
		assert_false(out.failed);
		assert_int_equal(changed, expected[i] != NULL);
		if (expected[i] == NULL) {
			assert_int_equal(out.n, 0);
		} else {
			assert_string_equal(out.p, expected[i]);
		}
		buf_finish(&out);
	}
}

static void test_things(void **state)
{
	(void)state;
	assert_cases("Итуруп", false, (const char *const[]){"Итурупа", "Итурупу", NULL, "Итурупом",
		"Итурупе"});
	assert_cases("Курилы", false, (const char *const[]){"Курил", "Курилам", NULL, "Курилами",
		"Курилах"});
	assert_cases("Курильские острова", false, (const char *const[]){"Курильских островов",
		"Курильским островам", NULL, "Курильскими островами", "Курильских островах"});
	assert_cases("Токийская декларация", false, (const char *const[]){"Токийской декларации",
		"Токийской декларации", "Токийскую декларацию", "Токийской декларацией",
		"Токийской декларации"});
	assert_cases("Ялтинское соглашение", false, (const char *const[]){"Ялтинского соглашения",
		"Ялтинскому соглашению", NULL, "Ялтинским соглашением", "Ялтинском соглашении"});
	assert_cases("остров Беринга", false, (const char *const[]){"острова Беринга",
		"острову Беринга", NULL, "островом Беринга", "острове Беринга"});
}

static void test_persons(void **state)
{
	(void)state;
	assert_cases("Владимир Путин", true, (const char *const[]){"Владимира Путина",
		"Владимиру Путину", "Владимира Путина", "Владимиром Путиным", "Владимире Путине"});
	assert_cases("Андрей Громыко", true, (const char *const[]){"Андрея Громыко", "Андрею Громыко",
		"Андрея Громыко", "Андреем Громыко", "Андрее Громыко"});
	assert_cases("Анна Белова", true, (const char *const[]){"Анны Беловой", "Анне Беловой",
		"Анну Белову", "Анной Беловой", "Анне Беловой"});
	assert_cases("Юрий Толстой", true, (const char *const[]){"Юрия Толстого", "Юрию Толстому",
		"Юрия Толстого", "Юрием Толстым", "Юрии Толстом"});
}

static void test_unchanged(void **state)
{
	(void)state;
	static const char *const none[RUSSIAN_CASES] = {NULL};
	assert_cases("Эторофу", false, none);
	assert_cases("СССР", false, none);
	assert_cases("Iturup", false, none);
	assert_cases("", false, none);
	assert_cases("А.А. Громыко", true, none);
}

static void test_surname(void **state)
{
	(void)state;
	assert_true(russian_is_surname(SPAN("Рогачев"), SPAN("Рогачев")));
	assert_true(russian_is_surname(SPAN("Рогачев"), SPAN("Рогачеву")));
	assert_false(russian_is_surname(SPAN("Рогачев"), SPAN("Рогаче")));
	assert_false(russian_is_surname(SPAN("Рогачев"), SPAN("")));
}

/* No name is that long: what is behind its twelfth word stays as it is. */
static void test_long(void **state)
{
	(void)state;
	struct buf name = {0}, cases = {0};
	struct russian russian;
	for (int i = 0; i < RUSSIAN_WORDS; i++) {
		buf_puts(&name, "Новый ");
		buf_puts(&cases, "Нового ");
	}
	buf_puts(&name, "Мыс");
	buf_puts(&cases, "Мыс");
	russian_read(buf_span(&name), false, &russian);
	struct buf out = {0};
	assert_true(russian_decline(&russian, RUSSIAN_GENITIVE, &out));
	assert_string_equal(out.p, cases.p);
	buf_finish(&out);
	buf_finish(&name);
	buf_finish(&cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_things),
		cmocka_unit_test(test_persons),
		cmocka_unit_test(test_unchanged),
		cmocka_unit_test(test_surname),
		cmocka_unit_test(test_long),
	};
	return cmocka_run_group_tests_name("russian", tests, NULL, NULL);
}
