/* Lines found 64 bytes at a time are those that are found byte by byte. */
#include "texts/linescan.h"

#include "base/buf.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { BLOCKS = 20000, TEXTS = 3000 };

static void same_masks(const unsigned char *block)
{
	size_t n = roll(4) == 0 ? roll(LINESCAN_BLOCK) : LINESCAN_BLOCK;
	struct linescan_mask a = linescan_find(block, n), b = {0};

	for (size_t i = 0; i < n; i++) {
		struct linescan_mask one = linescan_find(block + i, 1); /* too few for SIMD */

		b.lf |= one.lf << i;
		b.space |= one.space << i;
		b.odd |= one.odd << i;
	}
	assert_true(a.lf == b.lf && a.space == b.space && a.odd == b.odd);
}

static void test_masks_are_the_same_without_simd(void **state)
{
	unsigned char block[LINESCAN_BLOCK];

	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		memset(block, byte, sizeof(block));
		same_masks(block);
	}
	for (int i = 0; i < BLOCKS; i++) {
		for (size_t k = 0; k < sizeof(block); k++) {
			block[k] = (unsigned char)roll(256);
		}
		same_masks(block);
	}
	memcpy(block, "\n \t|\xC3", 5);
	memset(block + 5, 'a', sizeof(block) - 5);
	struct linescan_mask mask = linescan_find(block, sizeof(block));
	assert_true(mask.lf == 1 && mask.space == 2 && mask.odd == 0x1C);
}

static void same_line(const struct textline *a, const struct textline *b)
{
	assert_int_equal(a->start, b->start);
	assert_int_equal(a->first, b->first);
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->indent, b->indent);
	assert_int_equal(a->cols, b->cols);
	assert_int_equal(a->word, b->word);
	assert_int_equal(a->word_cols, b->word_cols);
	assert_int_equal(a->gaps, b->gaps);
	assert_int_equal(a->cells, b->cells);
}

/* How many lines the scanner leaves to the caller; all others are compared. */
static uint32_t check(struct span text)
{
	struct linescan scan = {.text = text};
	uint32_t refused = 0;

	for (size_t off = 0; off < text.n;) {
		const char *lf = memchr(text.p + off, '\n', text.n - off);
		size_t start = off, end = lf == NULL ? text.n : (size_t)(lf - text.p);
		struct textline got, want = textline_of(text, (uint32_t)start, (uint32_t)end);

		if (linescan_next(&scan, &off, &got)) {
			assert_int_equal(off, end + 1);
			same_line(&got, &want);
		} else {
			assert_int_equal(off, start);
			assert_true(end - start >= LINESCAN_BYTES);
			off = end + 1;
			refused++;
		}
	}
	return refused;
}

/* What a line may be made of, the commonest first. */
static const char *const pieces[] = {"word", " ", "a", "The", "  ", "\n", "1.", "iv)", "A", ".", "-", ")",
	"\n\n", "    ", "12", "\t", "|", " | ", "é", "\xE3\x80\x80", "択", "\xE2\x80\xA8", "\x01", "\r", "\x7F",
	"\xC2\xA0", "longerwordthanitmaybe"};

static void put_some(struct buf *text, uint32_t kinds, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		buf_puts(text, pieces[roll(kinds)]);
	}
}

/* A copy of its own length: what is read behind it is seen by the sanitizers. */
static uint32_t check_copy(const struct buf *text)
{
	char *copy = malloc(text->n + 1);
	uint32_t refused;

	assert_true(copy != NULL && !text->failed);
	memcpy(copy, text->p, text->n);
	copy = realloc(copy, text->n > 0 ? text->n : 1);
	assert_non_null(copy);
	refused = check((struct span){copy, text->n});
	free(copy);
	return refused;
}

static void test_lines_are_those_found_byte_by_byte(void **state)
{
	struct buf text = {0};

	(void)state;
	for (uint32_t i = 0; i < TEXTS; i++) {
		buf_clear(&text);
		/* Texts of ASCII words and blanks alone, and others of all there is. */
		put_some(&text, 5 + roll((uint32_t)COUNT_OF(pieces) - 4), 1 + roll(400));
		if (text.n < LINESCAN_BYTES) {
			assert_int_equal(check_copy(&text), 0);
		}
	}
	buf_finish(&text);
}

/* Lines of every length near the edges of blocks, with two blanks on every place. */
static void test_edges_of_blocks(void **state)
{
	struct buf text = {0};

	(void)state;
	for (uint32_t n = 1; n < 200; n++) {
		for (uint32_t at = 0; at + 1 < n; at += n < 70 ? 1 : 7) {
			buf_clear(&text);
			for (uint32_t i = 0; i < n; i++) {
				buf_putc(&text, i == at || i == at + 1 ? ' ' : 'x');
			}
			buf_puts(&text, n % 2 == 0 ? "\nnext" : "\n");
			assert_int_equal(check_copy(&text), 0);
		}
	}
	buf_finish(&text);
}

static void test_long_lines_are_left_to_the_caller(void **state)
{
	static const uint32_t lengths[] = {LINESCAN_BYTES - 1, LINESCAN_BYTES, LINESCAN_BYTES + 1,
		3 * LINESCAN_BYTES};
	static const uint32_t refused[] = {0, 1, 1, 1};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		struct buf text = {0};

		buf_puts(&text, "one\n");
		for (uint32_t k = 0; k < lengths[i]; k++) {
			buf_putc(&text, k % 9 == 0 ? ' ' : 'y');
		}
		buf_puts(&text, "\n  two\n");
		for (uint32_t k = 0; k < LINESCAN_BYTES; k++) {
			buf_putc(&text, k % 50 == 0 ? '\n' : k % 5 == 0 ? ' ' : 'z');
		}
		assert_int_equal(check_copy(&text), refused[i]);
		buf_finish(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_masks_are_the_same_without_simd),
		cmocka_unit_test(test_lines_are_those_found_byte_by_byte),
		cmocka_unit_test(test_edges_of_blocks),
		cmocka_unit_test(test_long_lines_are_left_to_the_caller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
