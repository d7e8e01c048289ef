/* The parts of persons' names, and how given names of a text fit them. */
#include "links/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static int set_up(void **state)
{
	struct err err;
	*state = lexicon_new(NULL, &err);
	return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
	lexicon_free(*state);
	return 0;
}

/* "given, given | particles | surname" of a name; empty where it has no parts. */
static void expect_parts(const struct lexicon *lexicon, const char *name, const char *parts)
{
	struct person person;
	struct buf out = {0};
	buf_add(&out, "", 0);
	person_parse(lexicon, span_of(name), &person);
	for (uint32_t i = 0; i < person.n; i++) {
		buf_puts(&out, i == 0 ? "" : i == person.particle || i == person.surname ? "|" : " ");
		buf_put(&out, person.words[i]);
	}
	assert_string_equal(out.p, parts);
	buf_finish(&out);
}

static void test_parts(void **state)
{
	const struct lexicon *lexicon = *state;
	expect_parts(lexicon, "Shinzo Abe", "Shinzo|Abe");
	expect_parts(lexicon, "George H.W. Bush", "George H. W.|Bush");
	expect_parts(lexicon, "George H. W. Bush", "George H. W.|Bush");
	expect_parts(lexicon, "Otto von Bismarck", "Otto|von|Bismarck");
	expect_parts(lexicon, "Martin Van Buren", "Martin|Van|Buren");
	expect_parts(lexicon, "Willem van der Berg", "Willem|van der|Berg");
	expect_parts(lexicon, "Benjamin Aldrich-Moodie", "Benjamin|Aldrich-Moodie");
	expect_parts(lexicon, "Metternich, Klemens Wenzel von", "Klemens Wenzel|von|Metternich");
	expect_parts(lexicon, "Lloyd George, David", "David|Lloyd George");
	expect_parts(lexicon, "Lord Castlereagh", "Castlereagh");
	expect_parts(lexicon, "Prime Minister Sir Winston Churchill", "Winston|Churchill");
	expect_parts(lexicon, "Mrs. John Smith", "John|Smith");
	expect_parts(lexicon, "John Smith Jr.", "John|Smith");
	expect_parts(lexicon, "John Smith, Jr.", "John|Smith");
	expect_parts(lexicon, "John Smith (1804-1882)", "John|Smith");
	expect_parts(lexicon, "Михаил Сергеевич Горбачев", "Михаил Сергеевич|Горбачев");
	expect_parts(lexicon, "Castlereagh", "Castlereagh");
}

static void test_names_without_parts(void **state)
{
	const struct lexicon *lexicon = *state;
	expect_parts(lexicon, "安倍晋三", "");
	expect_parts(lexicon, "Louis XVIII", "");
	expect_parts(lexicon, "Alexander I", "");
	expect_parts(lexicon, "", "");
	expect_parts(lexicon, "(unknown)", "");
	expect_parts(lexicon, "the unknown soldier", "");
}

static void test_surnames(void **state)
{
	struct person person;
	struct buf out = {0};
	person_parse(*state, SPAN("Klemens von Metternich"), &person);
	person_surname(&person, false, &out);
	assert_string_equal(out.p, "Metternich");
	buf_clear(&out);
	person_surname(&person, true, &out);
	assert_string_equal(out.p, "von Metternich");
	buf_finish(&out);
}

static void test_titles_tell_the_sex(void **state)
{
	struct person person;
	person_parse(*state, SPAN("Sir Charles Stewart"), &person);
	assert_int_equal(person.gender, LEX_MAN);
	assert_false(person.bare);
	person_parse(*state, SPAN("Mrs. John Smith"), &person);
	assert_int_equal(person.gender, LEX_WOMAN);
	assert_true(person.married);
	person_parse(*state, SPAN("Mrs. Jane Smith"), &person);
	assert_false(person.married);
	person_parse(*state, SPAN("Jane Smith"), &person);
	assert_int_equal(person.gender, 0);
	assert_true(person.bare);
}

/* "name rank seat" of each style, joined by "; ". */
static void expect_styles(const struct lexicon *lexicon, const char *name, const char *styles)
{
	struct person person;
	struct buf out = {0};
	buf_add(&out, "", 0);
	person_parse(lexicon, span_of(name), &person);
	for (uint32_t i = 0; i < person.nstyles; i++) {
		const struct style *style = &person.styles[i];
		buf_printf(&out, "%s%.*s %d%s", i == 0 ? "" : "; ", SPAN_ARG(style->name),
			style->rank, style->seat ? " seat" : "");
	}
	assert_string_equal(out.p, styles);
	buf_finish(&out);
}

static void test_peers(void **state)
{
	const struct lexicon *lexicon = *state;
	struct person person;
	expect_styles(lexicon, "Robert Stewart, Viscount Castlereagh", "Castlereagh 2");
	expect_styles(lexicon, "Arthur Wellesley, 1st Duke of Wellington", "Wellington 5 seat");
	expect_styles(lexicon, "Robert Stewart, Viscount Castlereagh, 2nd Marquess of Londonderry",
		"Castlereagh 2; Londonderry 4 seat");
	expect_styles(lexicon, "Grenville, William Wyndham, Baron", "Grenville 1");
	expect_styles(lexicon, "Wellington, Arthur Wellesley, Duke of", "Wellington 5 seat");
	expect_styles(lexicon, "George Curzon, 1st Marquess Curzon of Kedleston", "Curzon 4");
	expect_styles(lexicon, "Duke of Wellington", "Wellington 5 seat");
	expect_styles(lexicon, "Charles, comte d'Artois", "Artois 3 seat");
	expect_styles(lexicon, "METTERNICH (Klemens, prince de)", "METTERNICH 6 seat");
	expect_styles(lexicon, "George III, King of Great Britain", "");
	expect_styles(lexicon, "Henry Temple, Secretary of State", "");
	expect_styles(lexicon, "Prince Metternich", "");
	expect_parts(lexicon, "Robert Stewart, Viscount Castlereagh", "Robert|Stewart");
	expect_parts(lexicon, "Peel, Sir Robert", "Robert|Peel");
	expect_parts(lexicon, "POZZO DI BORGO (Charles-André)", "Charles-André|POZZO DI BORGO");
	expect_parts(lexicon, "Bismarck, Graf Herbert von", "Herbert|von|Bismarck");
	expect_parts(lexicon, "Pitt, William, 1759-1806", "William|Pitt");
	expect_parts(lexicon, "Talleyrand (Charles-Maurice de)", "Charles-Maurice|de|Talleyrand");
	expect_parts(lexicon, "Alexis de La Tour du Pin", "Alexis|de|La Tour du Pin");
	expect_parts(lexicon, "Duke of Wellington", "");
	person_parse(lexicon, SPAN("Elizabeth Vassall Fox, Lady Holland"), &person);
	assert_int_equal(person.gender, LEX_WOMAN);
	person_parse(lexicon, SPAN("George III, King of Great Britain"), &person);
	assert_true(person.ruler);
	assert_int_equal(person.n, 0);
	person_parse(lexicon, SPAN("Friedrich Wilhelm III."), &person);
	assert_true(person.ruler);
	assert_int_equal(person.nruler, 3);
	person_parse(lexicon, SPAN("King George III"), &person);
	assert_true(person.ruler);
}

static void test_order(void **state)
{
	static const struct {
		const char *name;
		enum person_order order;
	} cases[] = {
		{"Xi Jinping", PERSON_FAMILY},
		{"Kim Il-sung", PERSON_FAMILY},
		{"Komura Jutaro", PERSON_PERHAPS},
		{"Shinzo Abe", PERSON_GIVEN},
		{"Jutaro Komura", PERSON_GIVEN},
		{"Boris Yeltsin", PERSON_GIVEN},
		{"Castlereagh", PERSON_GIVEN},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct person person;
		person_parse(*state, span_of(cases[i].name), &person);
		assert_int_equal(person_order(*state, &person), cases[i].order);
	}
}

/* How given names (separated by blanks) fit a name. */
static void expect_fit(const struct lexicon *lexicon, const char *name, const char *given, int fits)
{
	struct span words[8], rest = span_of(given);
	struct person person;
	uint32_t n = 0;
	while (n < 8 && span_cut(&rest, ' ', &words[n])) {
		n++;
	}
	person_parse(lexicon, span_of(name), &person);
	assert_int_equal(person_fits(&person, words, n), fits);
}

static void test_fits(void **state)
{
	const struct lexicon *lexicon = *state;
	expect_fit(lexicon, "Andrei Andreyevich Gromyko", "A. A.", 3);
	expect_fit(lexicon, "Andrei Andreyevich Gromyko", "Andrei", 3);
	expect_fit(lexicon, "Andrei Andreyevich Gromyko", "ANDREI A", 3);
	expect_fit(lexicon, "Andrei Andreyevich Gromyko", "A. B.", 0);
	expect_fit(lexicon, "William Pitt", "Wm.", 3);
	expect_fit(lexicon, "Thomas Grenville", "Tom", 2);
	expect_fit(lexicon, "George Canning", "Geo", 3);
	expect_fit(lexicon, "George Canning", "Chas.", 0);
	expect_fit(lexicon, "William Pitt", "Tom", 0);
	expect_fit(lexicon, "Andrei Gromyko", "A. A.", 2);
	expect_fit(lexicon, "Andrei Gromyko", "Anatoly", 0);
	expect_fit(lexicon, "Andrei Gromyko", "Andrei Anatoly", 0);
	expect_fit(lexicon, "George H.W. Bush", "George W.", 0);
	expect_fit(lexicon, "George H.W. Bush", "George H.", 3);
	expect_fit(lexicon, "George W. Bush", "George Walker", 3);
	expect_fit(lexicon, "Jirō Ōtsu", "Jiro", 3);
	expect_fit(lexicon, "Ōtsu", "J.", 0);
}

static void test_initials(void **state)
{
	(void)state;
	assert_true(person_is_initial(SPAN("A.")));
	assert_true(person_is_initial(SPAN("A")));
	assert_true(person_is_initial(SPAN("Yu.")));
	assert_true(person_is_initial(SPAN("И.")));
	assert_false(person_is_initial(SPAN("Yu")));
	assert_false(person_is_initial(SPAN("a.")));
	assert_false(person_is_initial(SPAN("Abe")));
	assert_false(person_is_initial(SPAN("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_names_without_parts),
		cmocka_unit_test(test_surnames),
		cmocka_unit_test(test_titles_tell_the_sex),
		cmocka_unit_test(test_peers),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_initials),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
