/* A form that was found sound is not checked again; one that was written to since is. */
#include "base/file.h"
#include "base/proof.h"
#include "scratch.h"
#include "texts/kept_make.h"
#include "texts/linewindow.h"
#include "texts/stream.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static bool opens(const struct doc_about *about)
{
	struct err err;
	struct doc doc;
	bool ok = kept_open(&doc, "form", NULL, about, &err);

	if (ok) {
		doc_finish(&doc);
	}
	return ok;
}

/* Where the paragraphs stand in the form. */
static off_t paras_at(const struct doc_about *about)
{
	struct err err;
	struct doc doc;
	off_t at;

	assert_true(kept_open(&doc, "form", NULL, about, &err));
	at = (const unsigned char *)doc.paras - doc.file.p;
	doc_finish(&doc);
	return at;
}

static void damage_is_seen_behind_a_proof(void **state)
{
	struct config config;
	struct doc_about about = {.path = SPAN("a.txt")};
	struct kept_make make = {.path = "form", .name = "a.txt", .about = &about, .config = &config,
		.limit = 1 << 20, .piece = STREAM_PIECE, .window = LINEWINDOW_BYTES};
	uint32_t far = UINT32_MAX;
	bool unwritten;
	struct err err;
	struct doc doc;
	off_t paras;
	int fd;

	(void)state;
	config_init(&config);
	assert_true(file_write("a.txt", SPAN("One\n\nTwo and three.\n\nFour.\n"), true, 0600, &err));
	assert_true(kept_make(&make, &doc, &unwritten, &err));
	doc_finish(&doc);
	/* There is a proof as soon as the form is no longer young. */
	while (access("form" PROOF_SUFFIX, F_OK) != 0) {
		assert_true(opens(&about));
	}
	assert_true(opens(&about));
	paras = paras_at(&about);
	fd = open("form", O_WRONLY);
	assert_int_equal(pwrite(fd, &far, sizeof(far), paras + 4), sizeof(far));
	assert_int_equal(close(fd), 0);
	assert_false(opens(&about));
	/* A proof that is cut, or none of ours, proves nothing. */
	assert_true(kept_make(&make, &doc, &unwritten, &err));
	doc_finish(&doc);
	assert_int_equal(truncate("form" PROOF_SUFFIX, 5), 0);
	assert_true(opens(&about));
	config_finish(&config);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(damage_is_seen_behind_a_proof)};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("kept_proof", tests, scratch_enter, scratch_leave);
}
