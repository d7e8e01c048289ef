#include "wordy.h"

#include "base/file.h"
#include "base/utf8.h"
#include "scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct config wordy_config;

static unsigned seed = 1;

uint32_t wordy_chance(uint32_t n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

/* Words, signs and breaks that a folded text has trouble with. */
static void put_something(struct buf *out)
{
	static const char *const between[] = {"\n\n", "\n", "", ", ", " ", " ", " ", " ", " ", " "};
	static const char *const all[] = {"treaty", "of", "Peace", "the", "Iturup", "Aldrich-\nMoodie",
		"Aldrich-Moodie", "Ōtsu", "Otsu", "cafe\xCC\x81", "e\xCC\x81t\xC3\xA9", "択捉島", "択",
		"北方領土", "カタカナ", "が", "か\xE3\x82\x99", "Straße", "STRASSE", "ﬁne", "fine",
		"it’s", "it's", "“quoted”", "well-\n  known", "co-\xC2\xADop", "so\xC2\xAD" "ft", "x\x08y",
		"1855-1875", "1855-\n1875", "a.b.c", "Южные", "Курилы", "юж", "\xE2\x80\x94", "--",
		"*em*phasis", "[link](target words)", "`code`", "_a_ b", "İstanbul", "ᾼδης", "100,000",
		"re-\n", "under-\n\nscore", "tab\there", "\xFF", "ｆｕｌｌ", "ไทย", "हिन्दी", "No.\xC2\xA0" "7"};

	buf_puts(out, all[wordy_chance(COUNT_OF(all))]);
	buf_puts(out, between[wordy_chance(COUNT_OF(between))]);
	if (wordy_chance(12) == 0) {
		buf_printf(out, " w%u ", wordy_chance(3000));
	}
}

static void write_doc(uint32_t i, struct span text)
{
	char path[32];
	const struct timespec past[2] = {{.tv_sec = 1000000 + i + (long)text.n},
		{.tv_sec = 1000000 + i + (long)text.n}};
	struct buf bytes = {0};
	struct err err;

	snprintf(path, sizeof(path), "d/%02u.%s", i, i % 5 == 4 ? "md" : "txt");
	for (size_t k = 0; k < text.n; k++) {
		if (text.p[k] == '\n' && i % 6 == 3) {
			buf_puts(&bytes, i % 12 == 3 ? "\r" : ""); /* lines as other systems end them */
			buf_putc(&bytes, i % 12 == 3 ? '\n' : '\r');
		} else if ((unsigned char)text.p[k] < 0x80 || i % 7 != 2) {
			buf_putc(&bytes, text.p[k]);
		} else if (k % 3 == 0) {
			buf_putc(&bytes, '\xE9'); /* no UTF-8, then: windows-1252 */
		}
	}
	if (!file_write(path, buf_span(&bytes), true, 0644, &err)) {
		fail_msg("%s", err.msg);
	}
	buf_finish(&bytes);
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
}

void wordy_make(uint32_t i, const char *more)
{
	struct buf text = {0};

	buf_printf(&text, "Paper %u\n\nonly%u in here. %s\n\n", i, i, more);
	for (uint32_t k = 0, n = 20 + wordy_chance(200); k < n; k++) {
		put_something(&text);
	}
	for (uint32_t k = 0; i == 7 && k < 6000; k++) {
		buf_puts(&text, "lengthy ");
	}
	for (uint32_t k = 0; i == 8 && k < 300; k++) {
		buf_puts(&text, "ab");
	}
	buf_puts(&text, "\n");
	write_doc(i, buf_span(&text));
	buf_finish(&text);
}

int wordy_enter(void **state)
{
	config_init(&wordy_config);
	if (scratch_enter(state) != 0 || mkdir("d", 0755) != 0 ||
		mkdir("cache", 0700) != 0) {
		return -1;
	}
	for (uint32_t i = 0; i < WORDY_DOCS; i++) {
		wordy_make(i, "");
	}
	return 0;
}

int wordy_leave(void **state)
{
	config_finish(&wordy_config);
	return scratch_leave(state);
}

void wordy_pattern(const struct catalog *catalog, struct buf *out)
{
	const struct doc *doc = catalog_doc(catalog, (doc_id){wordy_chance(catalog->n)});
	struct range at = {.start = wordy_chance((uint32_t)doc->text.n)};
	bool quoted = wordy_chance(6) == 0;

	buf_clear(out);
	at.end = at.start + 1 + wordy_chance(wordy_chance(3) == 0 ? 40 : 12);
	at.start = (uint32_t)utf8_floor(doc->text, at.start);
	at.end = (uint32_t)utf8_floor(doc->text, at.end < doc->text.n ? at.end : doc->text.n);
	buf_puts(out, quoted ? "\"" : "");
	buf_put(out, span_in(doc->text, at));
	buf_puts(out, quoted ? "\"" : "");
	for (size_t i = 0; i < out->n && !quoted; i++) {
		if (out->p[i] == '\n' && wordy_chance(2) == 0) {
			out->p[i] = ' ';
		} else if (out->p[i] == ' ' && wordy_chance(8) == 0) {
			out->p[i] = '-';
		} else if (out->p[i] >= 'A' && out->p[i] <= 'Z' && wordy_chance(2) == 0) {
			out->p[i] = (char)(out->p[i] + 0x20);
		}
	}
}
