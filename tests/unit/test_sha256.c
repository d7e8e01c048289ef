/* SHA-256 against the examples of FIPS 180-4 and lengths around its blocks. */
#include "base/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_hash(struct span text, const char *hex)
{
	struct sha256 hash = sha256_of(text), parsed;
	char out[65];

	sha256_hex(&hash, out);
	assert_string_equal(out, hex);
	assert_true(sha256_parse(span_of(hex), &parsed));
	assert_true(sha256_eq(&hash, &parsed));
}

static void test_examples(void **state)
{
	(void)state;
	assert_hash((struct span){NULL, 0},
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_hash(SPAN("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_hash(SPAN("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* Lengths at which padding takes another block. */
static void test_lengths(void **state)
{
	static const struct {
		size_t n;
		const char *hex;
	} rows[] = {
		{1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
		{55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
		{56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
		{63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
		{64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
		{65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
		{119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
		{120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
		{1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"},
	};
	static char text[1000];

	(void)state;
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_hash((struct span){text, rows[i].n}, rows[i].hex);
	}
}

/* Bytes that come in pieces of any length have the hash of the whole. */
static void test_pieces(void **state)
{
	static char text[400];

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++) {
		text[i] = (char)(i * 7);
	}
	for (size_t piece = 1; piece < 200; piece++) {
		struct sha256 whole = sha256_of((struct span){text, sizeof(text)}), hash;
		struct sha256_run run;

		sha256_begin(&run);
		for (size_t at = 0; at < sizeof(text); at += piece) {
			size_t left = sizeof(text) - at;

			sha256_add(&run, (struct span){text + at, left < piece ? left : piece});
		}
		hash = sha256_end(&run);
		assert_true(sha256_eq(&hash, &whole));
	}
}

static void test_parse(void **state)
{
	struct sha256 hash = {{7}}, same = hash;

	(void)state;
	assert_false(sha256_parse(SPAN(""), &hash));
	assert_false(sha256_parse(
		SPAN("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), &hash));
	assert_false(sha256_parse(
		SPAN("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a"), &hash));
	assert_true(sha256_eq(&hash, &same));
	assert_true(sha256_parse(
		SPAN("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"), &hash));
	same = sha256_of(SPAN("abc"));
	assert_true(sha256_eq(&hash, &same));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_parse),
	};
	return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
