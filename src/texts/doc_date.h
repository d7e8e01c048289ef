/*
 * doc_date.h - dates of documents: kept, written, compared, and found in a text.
 *
 * The Gregorian calendar, years 1 to 9999, real days only. Knows month names in English, French,
 * German and Russian, and the Japanese and Chinese form.
 *
 *	struct doc_date date;
 *	struct range at;
 *	if (doc_date_find(text, 0, &at, &date)) { … text at `at` is a full date … }
 */
#ifndef DOSSIER_TEXTS_DOC_DATE_H
#define DOSSIER_TEXTS_DOC_DATE_H

#include "base/buf.h"

/* Year alone, or with month, or with day; what is unknown is 0. A zero year is no date. */
struct doc_date {
	int16_t year;
	uint8_t month, day;
};

/* Writes "1992-01-04", "2023-12" or "2014"; nothing where there is no date. */
void doc_date_put(const struct doc_date *date, struct buf *out);

/* "YYYY", "YYYY-MM" or "YYYY-MM-DD", real days only. False and untouched otherwise. */
bool doc_date_parse(struct span text, struct doc_date *out);

/* <0, 0, >0; what is unknown sorts before what is known within it, no date after every date. */
int doc_date_cmp(const struct doc_date *a, const struct doc_date *b);

/*
 * The first full date in text at or after from: 2016-12-16, 2016/12/16, 16.12.2016,
 * 16 December 2016, 16th of December, 2016, December 16, 2016, Dec. 16, 2016, 16 décembre 2016,
 * 16. Dezember 2016, 16 декабря 2016, 2016年12月16日. Years 1000 to 2999. False, outputs untouched,
 * where there is none. O(n).
 */
bool doc_date_find(struct span text, size_t from, struct range *at, struct doc_date *out);

/* Month of the name at the start of text, 1 to 12, and its length (with an abbreviation's full
 * stop) in *n; 0 where no word there is one. */
uint8_t doc_date_month(struct span text, size_t *n);

/* Days of a month, from 1, of the Gregorian calendar. */
uint8_t doc_date_month_days(int year, uint32_t month);

/* Whether there may be one at the start of text, as its first two bytes tell. Never wrongly no. */
bool doc_date_may_month(struct span text);

#endif
