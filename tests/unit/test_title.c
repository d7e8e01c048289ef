/* Titles and dates of texts that nobody described. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "texts.h"

#define BODY "\n\nThe ferry between the mainland and Norrby took up its service again on Wednesday, eleven weeks " \
	"after a fire in the engine room had left four hundred islanders with a mail boat and their own patience.\n"

static void assert_title(const char *text, const char *title, const char *date)
{
	struct buf put = {0};
	struct doc doc;

	texts_read(&doc, "file.txt", span_of(text));
	if (!span_eq(doc.title, span_of(title))) {
		fail_msg("'%.*s' is not '%s'", SPAN_ARG(doc.title), title);
	}
	buf_puts(&put, " ");
	doc_date_put(&doc.date, &put);
	assert_string_equal(put.p + 1, date);
	doc_finish(&doc);
	buf_finish(&put);
}

static void headlines(void **state)
{
	(void)state;
	assert_title("Ferry sails again" BODY, "Ferry sails again", "");
	assert_title("Will the ferry sail again?" BODY, "Will the ferry sail again?", "");
	assert_title("**Ferry  sails\nagain**" BODY, "Ferry sails again", "");
	assert_title("== Ferry ==" BODY, "Ferry", "");
	assert_title("The Ferry\nby Ada Berg\nfor her brother\n" BODY, "The Ferry", "");
	assert_title("再び船が出る" BODY, "再び船が出る", "");
}

static void furniture_is_passed_over(void **state)
{
	(void)state;
	assert_title("Home / Regions / Coast\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("Home > Coast\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("Skip to main content\n\nAdvertisement\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("By Ada Berg | Coast Daily | News\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("This page uses cookies.\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("Friday, 7 May 1926\n\nFerry sails again" BODY, "Ferry sails again", "1926-05-07");
	assert_title("Citation:\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("Dear Sirs,\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("17\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("From: Ada\nTo: Ida\nSubject: Ferry sails again\n" BODY, "Ferry sails again", "");
	/* A short sentence may stand before a headline, but not before a line at the end. */
	assert_title("It was late.\n\nFerry sails again" BODY, "Ferry sails again", "");
	assert_title("It was late.\n\nAda Berg\n", "It was late.", "");
}

static void texts_without_a_headline_are_called_by_their_words(void **state)
{
	(void)state;
	assert_title(BODY, "The ferry between the mainland and Norrby took up its…", "");
	assert_title("- one\n- two\n", "- one", "");
	assert_title("北の港に橋をかける話は、もう四十年も前からある。漁師たちは反対したが、町の人々は喜んだ。役所は何も言わなかった。",
		"北の港に橋をかける話は、もう四十年も前からある。漁師たちは…", "");
}

static void dates(void **state)
{
	(void)state;
	assert_title("Ferry sails again\n\nPUBLISHED : Friday, 07 February, 2014, 3:41am\nUPDATED : Saturday" BODY,
		"Ferry sails again", "2014-02-07");
	assert_title("Ferry sails again\n\nBy Ada | Coast Daily | Updated: 2016-12-16 07:48" BODY,
		"Ferry sails again", "2016-12-16");
	/* A line about a date is stronger than a date in the text before it. */
	assert_title("Ferry sails again\n\nA fire on Jan. 4, 1992, is what one remembers of it in the town, and "
		"of the winter of that year, which was a long one.\n\nPosted: 5 March 1993\n", "Ferry sails again",
		"1993-03-05");
	assert_title("Ferry sails again\n\nThe ferry on Nov. 3, 2018. (Coast Pictures)" BODY, "Ferry sails again",
		"2018-11-03");
	assert_title("Ferry sails again\n\nFile photo taken on Nov. 3, 1991. (Coast Pictures)" BODY,
		"Ferry sails again", "");
	assert_title("Ferry sails again" BODY BODY BODY BODY BODY BODY BODY "\nIt burned on 4 January 1992.\n",
		"Ferry sails again", "");
	assert_title("Мост\n\nОпубликовано: 3 марта 1974 г." BODY, "Мост", "1974-03-03");
	assert_title("橋\n\n2019年1月14日" BODY, "The ferry between the mainland and Norrby took up its…", "2019-01-14");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headlines),
		cmocka_unit_test(furniture_is_passed_over),
		cmocka_unit_test(texts_without_a_headline_are_called_by_their_words),
		cmocka_unit_test(dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
