/* Which forms stand where: every rule of folding, case, boundaries and overlaps. */
#include "links/letters.h"
#include "links/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka wants the headers above before it. */
#include <cmocka.h>

#define FORMS_MOST 8

/* A document of paragraphs that are set apart by blank lines; markup is what stands in < >. */
struct page {
	struct doc doc;
	struct para paras[16];
	struct mark marks[16];
};

static void page_make(struct page *page, const char *text)
{
	*page = (struct page){.doc = {.text = span_of(text)}};
	uint32_t at = 0;
	for (const char *end; at < page->doc.text.n; at = (uint32_t)(end - text) + 2) {
		end = strstr(text + at, "\n\n");
		uint32_t n = end == NULL ? (uint32_t)page->doc.text.n : (uint32_t)(end - text);
		page->paras[page->doc.nparas++].at = (struct range){at, n};
		if (end == NULL) {
			break;
		}
	}
	for (const char *p = text; (p = strchr(p, '<')) != NULL;) {
		const char *end = strchr(p, '>');
		page->marks[page->doc.nmarks++] = (struct mark){
			{(uint32_t)(p - text), (uint32_t)(end - text) + 1}, MARK_HIDE};
		p = end;
	}
	page->doc.paras = page->paras;
	page->doc.marks = page->marks;
}

/* The text with brackets around what was found. */
static void bracket(const struct doc *doc, const struct hits *hits, struct buf *out)
{
	uint32_t at = 0;
	for (uint32_t i = 0; i < hits->n; i++) {
		assert_true(hits->items[i].at.start >= at);
		assert_true(hits->items[i].at.end > hits->items[i].at.start);
		buf_put(out, span_in(doc->text, (struct range){at, hits->items[i].at.start}));
		buf_putc(out, '[');
		buf_put(out, span_in(doc->text, hits->items[i].at));
		buf_putc(out, ']');
		at = hits->items[i].at.end;
	}
	buf_put(out, span_in(doc->text, (struct range){at, (uint32_t)doc->text.n}));
}

/* Looks for forms (separated by |) in text and compares with what is expected in brackets. */
static void expect(const char *forms, const char *text, const char *marked)
{
	struct form list[FORMS_MOST];
	uint32_t n = 0;
	struct span rest = span_of(forms), form;
	while (span_cut(&rest, '|', &form)) {
		assert_true(n < FORMS_MOST);
		list[n] = (struct form){form, n};
		n++;
	}
	struct err err;
	struct matcher *matcher = match_new(list, n, &err);
	assert_non_null(matcher);
	struct page page;
	page_make(&page, text);
	struct hits hits = {0};
	assert_true(match_scan(matcher, &page.doc, &hits, &err));
	struct buf out = {0};
	buf_add(&out, "", 0);
	bracket(&page.doc, &hits, &out);
	assert_string_equal(out.p, marked);
	buf_finish(&out);
	free(hits.items);
	match_free(matcher);
}

static void test_words_are_whole(void **state)
{
	(void)state;
	expect("Otsu", "Otsu in Otsuki, Kotsu, Otsu.", "[Otsu] in Otsuki, Kotsu, [Otsu].");
	expect("Otsu", "Otsu2 2Otsu _Otsu_", "Otsu2 2Otsu _[Otsu]_");
	expect("Otsu", "Otsu", "[Otsu]");
	expect("Otsu", "Ots", "Ots");
	expect("Otsu", "Otsué éOtsu", "Otsué éOtsu");
	expect("Итуруп", "на Итуруп, Итурупа", "на [Итуруп], Итурупа");
	expect("U.S.", "the U.S. and U.S.A", "the [U.S.] and U.S.A");
}

static void test_case(void **state)
{
	(void)state;
	expect("Kuriyama", "KURIYAMA Kuriyama kuriyama", "[KURIYAMA] [Kuriyama] kuriyama");
	expect("Bush", "a bush, a Bush", "a bush, a [Bush]");
	expect("bush", "a bush, a Bush", "a [bush], a [Bush]");
	expect("NATO", "NATO Nato nato", "[NATO] Nato nato");
	expect("Joint declaration", "Joint Declaration, joint declaration",
		"[Joint Declaration], joint declaration");
	expect("Уруп", "УРУП уруп", "[УРУП] уруп");
	expect("ÉTAT", "ÉTAT état ETAT", "[ÉTAT] état [ETAT]");
}

static void test_white_space(void **state)
{
	(void)state;
	expect("Saint Petersburg", "Saint  Petersburg", "[Saint  Petersburg]");
	expect("Saint Petersburg", "Saint\tPetersburg", "[Saint\tPetersburg]");
	expect("Saint Petersburg", "Saint\nPetersburg", "[Saint\nPetersburg]");
	expect("Saint Petersburg", "Saint \n  Petersburg", "[Saint \n  Petersburg]");
	expect("Saint Petersburg", "Saint\u00A0Petersburg", "[Saint\u00A0Petersburg]");
	expect("Saint  Petersburg ", "Saint Petersburg", "[Saint Petersburg]");
	expect("Saint Petersburg", "SaintPetersburg", "SaintPetersburg");
	expect("Saint Petersburg", "Saint\n\nPetersburg", "Saint\n\nPetersburg");
	expect("Saint Petersburg", "Saint\n \nPetersburg", "Saint\n \nPetersburg");
}

static void test_hyphens_at_line_ends(void **state)
{
	(void)state;
	expect("Kuriyama", "Kuri-\nyama", "[Kuri-\nyama]");
	expect("Kuriyama", "Kuri-\n   yama", "[Kuri-\n   yama]");
	expect("Kuriyama", "Kuri\u00ADyama", "[Kuri\u00ADyama]");
	expect("Kuriyama", "Kuri\u00AD\nyama", "[Kuri\u00AD\nyama]");
	expect("Kuriyama", "Kuri\u2010\nyama", "[Kuri\u2010\nyama]");
	expect("Kuriyama", "Kuri-yama", "Kuri-yama");
	expect("Takakazu Kuriyama", "Taka-\nkazu Kuri-\nyama", "[Taka-\nkazu Kuri-\nyama]");
	expect("Aldrich-Moodie", "Aldrich-\nMoodie", "[Aldrich-\nMoodie]");
	expect("Aldrich-Moodie", "Al-\ndrich-Moodie", "[Al-\ndrich-Moodie]");
	expect("Aldrich-Moodie", "Aldrich-Moo-\ndie", "[Aldrich-Moo-\ndie]");
	expect("Aldrich-Moodie", "Aldrich- Moodie", "Aldrich- Moodie");
	/* A word that goes on is not whole; a compound is. */
	expect("Otsu", "Otsu-\nki", "Otsu-\nki");
	expect("Otsu", "Otsu-\nKyoto", "[Otsu]-\nKyoto");
	expect("yama", "Kuri-\nyama", "Kuri-\nyama");
	expect("Yama", "Kuri-\nYama", "Kuri-\n[Yama]");
	expect("Otsu", "Otsu\u00AD\nKi", "Otsu\u00AD\nKi");
	expect("Treaty of", "Treaty -\nof", "Treaty -\nof");
}

static void test_hyphens_and_dashes(void **state)
{
	(void)state;
	expect("Soviet|Japanese", "Soviet-Japanese", "[Soviet]-[Japanese]");
	expect("Soviet-Japanese", "Soviet–Japanese Soviet‑Japanese Soviet—Japanese",
		"[Soviet–Japanese] [Soviet‑Japanese] [Soviet—Japanese]");
	expect("Soviet–Japanese", "Soviet-Japanese", "[Soviet-Japanese]");
	expect("Moodie", "Aldrich-Moodie", "Aldrich-[Moodie]");
	expect("Moodie|Aldrich-Moodie", "Aldrich-Moodie", "[Aldrich-Moodie]");
	expect("Abe", "Abe—Putin", "[Abe]—Putin");
}

static void test_apostrophes(void **state)
{
	(void)state;
	expect("Abe", "Abe's Abe’s Abe' 'Abe'", "[Abe]'s [Abe]’s [Abe]' '[Abe]'");
	expect("Iturup|Abe", "l'Iturup d’Abe", "l'[Iturup] d’[Abe]");
	expect("Shun'ichi", "Shun’ichi Shunʼichi Shun'ichi's",
		"[Shun’ichi] [Shunʼichi] [Shun'ichi]'s");
	expect("Brien", "O'Brien and d'Brien, O’Brien", "O'Brien and d'[Brien], O’Brien");
	expect("O'Brien", "O’Brien", "[O’Brien]");
}

static void test_brackets_of_editors(void **state)
{
	(void)state;
	expect("Crimean agreement", "the Crimean [agreement].", "the [Crimean [agreement]].");
	expect("Crimean agreement", "[Crimean agreement]", "[[Crimean agreement]]");
	expect("Shinzo Abe", "[Shinzo] Abe [said]", "[[Shinzo] Abe] [said]");
	expect("Otsu", "Otsu[ki] [Otsu]", "[Otsu][ki] [[Otsu]]");
}

static void test_accents(void **state)
{
	(void)state;
	expect("Otsu", "Ōtsu O\u0304tsu", "[Ōtsu] [O\u0304tsu]");
	expect("Ōtsu", "Otsu O\u0304tsu", "[Otsu] [O\u0304tsu]");
	expect("Otsu", "Otsū Otsu\u0304 Otsu\u0304ki", "[Otsū] [Otsu\u0304] Otsu\u0304ki");
	expect("Горбачев", "Горбачёв", "[Горбачёв]");
	expect("Strauß", "Strauss Strauß STRAUSS", "[Strauss] [Strauß] [STRAUSS]");
	expect("fine", "\uFB01ne", "[\uFB01ne]");
	expect("communiqué", "communique Communique\u0301", "[communique] [Communique\u0301]");
	expect("Ōtsu", "in Ōtsu.", "in [Ōtsu].");
}

static void test_ideographs(void **state)
{
	(void)state;
	expect("択捉島|択捉", "の択捉島と択捉は", "の[択捉島]と[択捉]は");
	/* A letter with a voicing mark is another one, in whatever form it is written. */
	expect("サハ", "サバとサハとサハ\u3099とｻﾊﾞとｻﾊ", "サバと[サハ]とサハ\u3099とｻﾊﾞと[ｻﾊ]");
	expect("サバ", "サバとサハとサハ\u3099とｻﾊﾞとｻﾊ",
		"[サバ]とサハと[サハ\u3099]と[ｻﾊﾞ]とｻﾊ");
	expect("北方領土", "北方\n領土", "[北方\n領土]");
	expect("北方領土", "北方 領土", "北方 領土");
	expect("エトロフ島", "エトロフ島へ", "[エトロフ島]へ");
	/* Katakana makes words; other letters and the dot between names end them. */
	expect("サハ", "サハリン・サハとサハ州、マサハ", "サハリン・[サハ]と[サハ]州、マサハ");
	expect("プーチン", "プーチン氏はプーチンスキー氏と", "[プーチン]氏はプーチンスキー氏と");
	expect("NATO", "NATOの", "[NATO]の");
	expect("日NATO", "日NATO日", "[日NATO]日");
}

static void test_overlaps(void **state)
{
	(void)state;
	expect("Treaty|Treaty of Peace|Peace", "Treaty of Peace", "[Treaty of Peace]");
	expect("a b|b c d", "a b c d", "a [b c d]");
	expect("a b|b c", "a b c", "[a b] c");
	expect("a b|b c d|d e f g|a", "a b c d e f g", "[a b] c [d e f g]");
	expect("a b|b c d|a", "a b c d", "[a] [b c d]");
	expect("a a", "a a a a a", "[a a] [a a] a");
	expect("Shikotan|Shikotan islands", "Shikotan islandsy", "[Shikotan] islandsy");
}

static void test_long_chain_of_overlaps(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int i = 0; i < 1000; i++) {
		buf_puts(&text, "a ");
	}
	struct form form = {SPAN("a a a"), 7};
	struct err err;
	struct matcher *matcher = match_new(&form, 1, &err);
	struct page page;
	page_make(&page, text.p);
	struct hits hits = {0};
	assert_true(match_scan(matcher, &page.doc, &hits, &err));
	assert_true(hits.n > 300);
	for (uint32_t i = 1; i < hits.n; i++) {
		assert_true(hits.items[i].at.start >= hits.items[i - 1].at.end);
	}
	free(hits.items);
	match_free(matcher);
	buf_finish(&text);
}

static void test_paragraphs_and_markup(void **state)
{
	(void)state;
	expect("Joint Declaration", "Joint\n\nDeclaration", "Joint\n\nDeclaration");
	expect("Abe", "Abe\n\nAbe", "[Abe]\n\n[Abe]");
	expect("Joint Declaration", "<**>Joint<**> <**>Declaration<**>",
		"<**>[Joint<**> <**>Declaration]<**>");
	expect("Joint Declaration", "Joint\n<q> Declaration", "[Joint\n<q> Declaration]");
	expect("Kuriyama", "<b>K</b>uriyama Kuri<x>yama", "<b>[K</b>uriyama] [Kuri<x>yama]");
	expect("Abe", "<Abe> [Abe](<Abe>) M<i>Abe", "<Abe> [[Abe]](<Abe>) M<i>Abe");
	expect("Abe", "Abe<i>n", "Abe<i>n");
	expect("Kuriyama", "Kuri-<x>\n<y>yama", "[Kuri-<x>\n<y>yama]");
}

static void test_forms_of_nothing(void **state)
{
	(void)state;
	expect("...|Abe", "... Abe", "... [Abe]");
	expect("(Abe", "(Abe)", "([Abe])");
	expect("|", "| nothing", "| nothing");
}

/* The tags of the only hit in text, as digits. */
static void expect_tags(const char *forms, const char *text, const char *tags)
{
	struct form list[FORMS_MOST];
	uint32_t n = 0;
	struct span rest = span_of(forms), form;
	while (span_cut(&rest, '|', &form)) {
		list[n] = (struct form){form, n};
		n++;
	}
	struct err err;
	struct matcher *matcher = match_new(list, n, &err);
	assert_non_null(matcher);
	struct page page;
	page_make(&page, text);
	struct hits hits = {0};
	assert_true(match_scan(matcher, &page.doc, &hits, &err));
	struct buf out = {0};
	buf_add(&out, "", 0);
	for (uint32_t i = 0; i < hits.n; i++) {
		for (uint32_t k = 0; k < hits.items[i].ntags; k++) {
			buf_printf(&out, "%u", match_tags(matcher)[hits.items[i].tag + k]);
		}
	}
	assert_string_equal(out.p, tags);
	buf_finish(&out);
	free(hits.items);
	match_free(matcher);
}

static void test_tags(void **state)
{
	(void)state;
	expect_tags("Abe|Abe|Putin", "Abe", "01");
	expect_tags("Ōtsu|Otsu", "Otsu", "01");
	expect_tags("Joint Declaration|joint declaration|Joint declaration", "Joint Declaration",
		"012");
	expect_tags("Joint Declaration|joint declaration|Joint declaration", "Joint declaration",
		"12");
	expect_tags("Joint Declaration|joint declaration|Joint declaration", "joint declaration",
		"1");
	expect_tags("UK president|Uk President|uk president", "UK PRESIDENT", "012");
	expect_tags("UK president|Uk President|uk president", "Uk President", "12");
	expect_tags("Уруп|уруп", "УРУП", "01");
	expect_tags("Abc|aBc|abC", "ABc", "01");
	expect_tags("Abc|aBc|abC", "ABC", "012");
}

static void test_many_forms(void **state)
{
	(void)state;
	enum { N = 20000 };
	struct buf text = {0};
	struct form *forms = calloc(N, sizeof(*forms));
	size_t *at = calloc(N + 1, sizeof(*at));
	for (uint32_t i = 0; i < N; i++) {
		at[i] = text.n;
		buf_printf(&text, i % 3 == 0 ? "Lord Name%u" : i % 3 == 1 ? "Lady%u" :
			"the Name%u of", i);
		buf_puts(&text, ", ");
	}
	at[N] = text.n;
	for (uint32_t i = 0; i < N; i++) {
		forms[i] = (struct form){{text.p + at[i], at[i + 1] - at[i] - 2}, i};
	}
	struct err err;
	struct matcher *matcher = match_new(forms, N, &err);
	assert_non_null(matcher);
	struct page page;
	page_make(&page, text.p);
	struct hits hits = {0};
	assert_true(match_scan(matcher, &page.doc, &hits, &err));
	assert_int_equal(hits.n, N);
	for (uint32_t i = 0; i < N; i++) {
		assert_int_equal(hits.items[i].at.start, at[i]);
		assert_int_equal(match_tags(matcher)[hits.items[i].tag], i);
	}
	free(hits.items);
	match_free(matcher);
	free(forms);
	free(at);
	buf_finish(&text);
}

/* Hits are appended: those of the text before do not hide those of the next. */
static void test_texts_one_after_the_other(void **state)
{
	(void)state;
	struct form form = {SPAN("Abe"), 1};
	struct hits hits = {0};
	struct err err;
	struct page page;
	struct matcher *matcher = match_new(&form, 1, &err);
	assert_non_null(matcher);
	page_make(&page, "then Abe and Abe");
	assert_true(match_scan(matcher, &page.doc, &hits, &err));
	page_make(&page, "Abe");
	assert_true(match_scan(matcher, &page.doc, &hits, &err));
	assert_int_equal(hits.n, 3);
	assert_int_equal(hits.items[2].at.start, 0);
	free(hits.items);
	match_free(matcher);
}

/* A text of few words with all that may stand between and within them. */
static void put_random(struct buf *out, uint32_t *seed, uint32_t pieces)
{
	static const char *const list[] = {"ab", "Ab", "b", "a", "Ba", "BA", " ", " ", " ", "\n", "-", "-\n",
		"-\n ", "’", "'", "\u00AD", "\u00AD\n", "\u0301", "é", "É", "択", "捉", ".", ",", "2", "_",
		"<x>", "<x>", "—", "ß", "\u00A0", "\t", "[", "]"};
	for (uint32_t i = 0; i < pieces; i++) {
		*seed = *seed * 1664525 + 1013904223;
		buf_puts(out, list[(*seed >> 16) % COUNT_OF(list)]);
	}
}

/* What the bytes alone tell of a form is what the long way says. */
static void check_told(const struct reader *reader, struct span form, struct range para, uint32_t off,
	bool stands, uint32_t end)
{
	for (size_t i = 0; i < form.n; i++) {
		if ((unsigned char)form.p[i] >= 0x80) {
			return;
		}
	}
	enum letters_told told = letters_tell(reader, form, para.start, off, para.end);
	if ((told == LETTERS_SAME && !(stands && end == off + form.n)) ||
		(told == LETTERS_OTHER && stands)) {
		fail_msg("'%s': form '%.*s' at %u is told wrongly", reader->text.p, (int)form.n,
			form.p, off);
	}
}

/* Every place where a form stands, found by looking everywhere, is covered by as long a hit. */
static void check_everywhere(const struct form *forms, uint32_t n, const struct page *page,
	const struct hits *hits)
{
	const struct para *para = &page->doc.paras[0];
	for (uint32_t i = 0; i < n; i++) {
		struct buf folded = {0}, small = {0};
		struct letters_folder folder = {.folded = &folded, .small = &small};
		letters_fold(&folder, forms[i].text);
		for (uint32_t off = para->at.start; folded.n > 0 && off < para->at.end; off++) {
			uint32_t end, c_end, next;
			struct reader reader = letter_reader(&page->doc);
			uint32_t c = letter_at(page->doc.text, off, &c_end);
			bool starts = letter_shown(&reader, off, &next) == off &&
				letter_is_word(c) && !utf8_is_mark(c);
			bool stands = starts && letters_match(reader, buf_span(&folded),
				para->at.start, off, para->at.end, &end);
			if (starts) {
				check_told(&reader, buf_span(&folded), para->at, off, stands, end);
			}
			if (!stands) {
				continue;
			}
			bool covered = false;
			for (uint32_t k = 0; k < hits->n && !covered; k++) {
				struct range at = hits->items[k].at;
				covered = range_meets(at, (struct range){off, end}) &&
					at.end - at.start >= end - off;
			}
			if (!covered) {
				fail_msg("'%s': form '%.*s' at %u is not found", page->doc.text.p,
					(int)folded.n, folded.p, off);
			}
		}
		buf_finish(&folded);
		buf_finish(&small);
	}
}

static void test_nothing_is_missed(void **state)
{
	(void)state;
	uint32_t seed = 1;
	for (int round = 0; round < 3000; round++) {
		struct buf texts[6] = {{0}};
		struct form forms[5];
		for (uint32_t i = 0; i < COUNT_OF(forms); i++) {
			put_random(&texts[i], &seed, 1 + seed % 5);
			forms[i] = (struct form){buf_span(&texts[i]), i};
		}
		put_random(&texts[5], &seed, 40);
		/* One paragraph, and less markup than a page has room for. */
		for (char *p = texts[5].p; (p = strstr(p, "\n\n")) != NULL;) {
			*p = ' ';
		}
		uint32_t marks = 0;
		for (char *p = texts[5].p; (p = strchr(p, '<')) != NULL; p++) {
			if (++marks > 15) {
				memcpy(p, "...", 3);
			}
		}
		struct page page;
		struct hits hits = {0};
		struct err err;
		page_make(&page, texts[5].p);
		struct matcher *matcher = match_new(forms, COUNT_OF(forms), &err);
		assert_non_null(matcher);
		assert_true(match_scan(matcher, &page.doc, &hits, &err));
		check_everywhere(forms, COUNT_OF(forms), &page, &hits);
		free(hits.items);
		match_free(matcher);
		for (size_t i = 0; i < COUNT_OF(texts); i++) {
			buf_finish(&texts[i]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_are_whole),
		cmocka_unit_test(test_case),
		cmocka_unit_test(test_white_space),
		cmocka_unit_test(test_hyphens_at_line_ends),
		cmocka_unit_test(test_hyphens_and_dashes),
		cmocka_unit_test(test_apostrophes),
		cmocka_unit_test(test_brackets_of_editors),
		cmocka_unit_test(test_accents),
		cmocka_unit_test(test_ideographs),
		cmocka_unit_test(test_overlaps),
		cmocka_unit_test(test_long_chain_of_overlaps),
		cmocka_unit_test(test_paragraphs_and_markup),
		cmocka_unit_test(test_forms_of_nothing),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_many_forms),
		cmocka_unit_test(test_texts_one_after_the_other),
		cmocka_unit_test(test_nothing_is_missed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
