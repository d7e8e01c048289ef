/*
 * Kept forms of documents: the same as the documents that are read, for every text of tests/data
 * and for what is made here; used only where they fit, made anew where they are damaged.
 */
#include "base/proof.h"
#include "camp.h"
#include "texts/kept_make.h"
#include "texts/linewindow.h"
#include "texts/stream.h"

#include <dirent.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <cmocka.h>

static char folder[] = "/tmp/dossier-kept-XXXXXX";
static char form[sizeof(folder) + 16], file[sizeof(folder) + 16];
static struct config config;

static int enter(void **state)
{
	(void)state;
	config_init(&config);
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL || !camp_make(folder)) {
		return -1;
	}
	snprintf(form, sizeof(form), "%s/form", folder);
	snprintf(file, sizeof(file), "%s/a.txt", folder);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	config_finish(&config);
	return camp_remove(folder);
}

/* Makes a file old enough that its time tells whether it changes. */
static void write_old(struct span text)
{
	struct utimbuf times = {1000000000, 1000000000};
	struct err err;

	assert_true(file_write(file, text, true, 0600, &err));
	assert_int_equal(utime(file, &times), 0);
}

static bool make_form(const char *name, const struct doc_about *about, size_t piece, size_t window,
	struct doc *doc, bool *unwritten, struct err *err)
{
	struct kept_make make = {.path = form, .name = name, .about = about, .config = &config,
		.limit = 1 << 30, .piece = piece, .window = window};

	return kept_make(&make, doc, unwritten, err);
}

static void assert_spans(struct span a, struct span b)
{
	assert_int_equal(a.n, b.n);
	if (a.n > 0) {
		assert_memory_equal(a.p, b.p, a.n);
	}
}

static void assert_maps(const struct doc *kept, const struct doc *read)
{
	uint32_t step = 1 + (uint32_t)read->text.n / 5000;

	/* A map that says that all offsets are the same is not kept. */
	if (kept->nsteps > 0 || read->nsteps > 1) {
		assert_int_equal(kept->nsteps, read->nsteps);
	}
	for (uint32_t off = 0; off <= read->text.n; off += step) {
		struct range at = {off, off + step < read->text.n ? off + step : (uint32_t)read->text.n};
		struct range a = doc_source(kept, at), b = doc_source(read, at);

		assert_int_equal(a.start, b.start);
		assert_int_equal(a.end, b.end);
		assert_int_equal(doc_canonical(kept, a.start), doc_canonical(read, a.start));
		assert_int_equal(doc_line(kept, off), doc_line(read, off));
	}
}

static void assert_same(const struct doc *kept, const struct doc *read)
{
	assert_spans(kept->text, read->text);
	assert_int_equal(kept->nparas, read->nparas);
	if (read->nparas > 0) {
		assert_memory_equal(kept->paras, read->paras, read->nparas * sizeof(*read->paras));
	}
	assert_int_equal(kept->nmarks, read->nmarks);
	for (uint32_t i = 0; i < read->nmarks; i++) {
		assert_int_equal(kept->marks[i].at.start, read->marks[i].at.start);
		assert_int_equal(kept->marks[i].at.end, read->marks[i].at.end);
		assert_int_equal(kept->marks[i].kind, read->marks[i].kind);
		assert_int_equal(kept->outer[i], read->outer[i]);
	}
	assert_maps(kept, read);
	assert_spans(kept->title, read->title);
	assert_spans(kept->path, read->path);
	assert_string_equal(kept->encoding, read->encoding);
	assert_int_equal(doc_date_cmp(&kept->date, &read->date), 0);
	assert_int_equal(kept->guessed, read->guessed);
	assert_int_equal(kept->markdown, read->markdown);
	assert_memory_equal(kept->hides, read->hides, sizeof(read->hides));
	assert_int_equal(kept->nbad, read->nbad);
	assert_int_equal(kept->source_n, read->source_n);
	assert_int_equal(doc_memory(kept), 0);
	assert_true(kept->hashed && sha256_eq(&kept->hash, &(struct sha256[]){doc_hash(read)}[0]));
}

static void assert_form(const char *name, const struct doc_about *about, size_t piece, size_t window)
{
	struct buf bytes = {0};
	struct doc kept, read;
	bool unwritten;
	struct err err = {0};

	assert_true(file_read(name, 1 << 28, &bytes, NULL, &err));
	if (!doc_read(&read, &bytes, about, &config, &err)) {
		assert_false(make_form(name, about, piece, window, &kept, &unwritten, &err));
		assert_false(unwritten);
		return;
	}
	if (!make_form(name, about, piece, window, &kept, &unwritten, &err)) {
		fail_msg("%s: %s", name, err.msg);
	}
	assert_same(&kept, &read);
	doc_finish(&kept);
	doc_finish(&read);
}

/* Both ways of reading a file, in small pieces and in large ones. */
static void assert_forms(const char *name, const char *encoding)
{
	static const size_t pieces[] = {64, 100, 4096, 1 << 20};

	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		struct doc_about about = {.path = span_of("papers/a.txt"), .encoding = encoding,
			.markdown = i == 3};

		assert_form(name, &about, pieces[i], i == 2 ? 1 << 20 : 1);
	}
}

static uint32_t forms_below(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	uint32_t n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		char name[4096];
		struct stat st;

		if (entry->d_name[0] == '.') {
			continue;
		}
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		assert_int_equal(lstat(name, &st), 0);
		if (S_ISDIR(st.st_mode)) {
			n += forms_below(name);
		} else if (S_ISREG(st.st_mode)) {
			assert_forms(name, NULL);
			n++;
		}
	}
	closedir(dir);
	return n;
}

static void forms_are_what_is_read(void **state)
{
	char path[4096];

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/data", getenv("DOSSIER_SOURCE_ROOT"));
	assert_true(forms_below(path) > 40);
	snprintf(path, sizeof(path), "%s/texts", getenv("DOSSIER_SOURCE_ROOT"));
	assert_true(forms_below(path) > 5);
}

/* One paragraph in many encodings, again and again, so that pieces end everywhere in it. */
static void all_encodings_are_cut_right(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *encoding;
	} cases[] = {
#define CASE(text, encoding) {text, sizeof(text) - 1, encoding}
		CASE("A caf\xE9 of 1956.\r\nAnd no more\x85\r\n\r\n", "windows-1252"),
		CASE("\xD3\xCF\xD7\xC5\xD4 \xD3\xCF\xD7\xC5\xD4\r\n\n", "KOI8-R"),
		CASE("\x96k\x95\xFB\x97\xCC\x93y \x96k\x95\xFB\n\n", "SHIFT_JIS"),
		CASE("\xCB\xCC\xCA\xFD\xCE\xCE\xC5\xDA a\n", "EUC-JP"),
		CASE("\x1B$BKLJ}\x1B(B a\n", "ISO-2022-JP"),
		CASE("\xB1\xB1\x81\x30\x84\x36 x\n", "GB18030"),
		CASE("a\0 \0\x3D\xD8\x00\xDE\r\0\n\0", "UTF-16LE"),
		CASE("\0a\0 \x53\x17\x65\xB9\0\r\0\n", "UTF-16BE"),
		CASE("a\0\0\0 \0\0\0\x17\x53\0\0\n\0\0\0", "UTF-32LE"),
		CASE("北方領土 — Kuriles\n\n択捉島\n", NULL),
		CASE("a\r\nb\rc\n\xC2\x85 d\r\r\n", NULL),
		CASE("a\xFF b\xE2\x82 c\xF0\x9F\x98 d\xC3\n\xED\xA0\x80", NULL),
		CASE("many letters of another kind: \xE9\xE8\xE0 \xE9t\xE9\n", NULL),
		CASE("e\xCC\x81\xCC\x81 \xE2\x80\x8D\xE2\x80\xAE hid\x01\x1B[0m\xC2\xAD\n\xCC\x81", NULL),
		CASE("no end", NULL),
		CASE("\n \n", NULL),
#undef CASE
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buf text = {0};

		for (uint32_t n = 0; n < 40; n++) {
			buf_add(&text, cases[i].text, cases[i].n);
			write_old(buf_span(&text));
			if (n % 8 == i % 8 || n < 3) {
				assert_forms(file, cases[i].encoding);
			}
		}
		buf_finish(&text);
	}
	write_old(SPAN(""));
	assert_forms(file, NULL);
	write_old(SPAN("\xEF\xBB\xBFmarked\r\n"));
	assert_forms(file, NULL);
	write_old((struct span){"\xFF\xFEm\0a\0r\0k\0e\0d\0\r\0\n\0", 18});
	assert_forms(file, NULL);
	assert_forms(file, "no-such-encoding");
}

/* Lines and paragraphs over many pieces, mapped pages and checkpoints. */
static void a_long_text_is_the_same(void **state)
{
	struct buf text = {0};

	(void)state;
	for (uint32_t i = 0; text.n < 3 << 20; i++) {
		buf_printf(&text, "%s%s %u.%s", i % 50 == 0 ? "Kuriyama. " : "", "The line of a report", i,
			i % 9 == 8 ? "\n\n\n" : i % 5 == 4 ? "\r\n" : " And on\n");
		if (i % 20000 == 5) {
			for (uint32_t n = 0; n < 200000; n++) {
				buf_puts(&text, n % 7 == 6 ? "\xC3\xA9. " : "word ");
			}
		}
	}
	write_old(buf_span(&text));
	assert_form(file, &(struct doc_about){.path = SPAN("a.txt")}, 1 << 20, 1 << 20);
	assert_form(file, &(struct doc_about){.path = SPAN("a.txt")}, 5000, 1);
	buf_finish(&text);
}

static const struct doc_about about = {.path = {"a.txt", 5}};

/* The key of the file as it is now. */
static struct kept_key key_now(const struct doc_about *of)
{
	struct file_stamp stamp;

	assert_true(file_look(file, &stamp));
	return kept_key_of(&stamp, of, &config);
}

static bool opens(const struct doc_about *of)
{
	struct kept_key key = key_now(of);
	struct doc doc;
	struct err err;

	if (!kept_open(&doc, form, &key, of, &err)) {
		assert_true(err.msg[0] != '\0');
		return false;
	}
	doc_finish(&doc);
	return true;
}

static void make_plain(void)
{
	struct doc doc;
	bool unwritten;
	struct err err;

	assert_true(make_form(file, &about, 1 << 20, 1 << 20, &doc, &unwritten, &err));
	doc_finish(&doc);
}

static void a_form_is_good_for_one_state(void **state)
{
	struct doc_about other = about;
	struct doc doc;
	struct kept_key key;
	struct err err;

	(void)state;
	write_old(SPAN("Headline\n\nA text of some words.\n"));
	make_plain();
	assert_true(opens(&about));
	other.title = SPAN("Told");
	key = key_now(&other);
	assert_true(kept_open(&doc, form, &key, &other, &err));
	assert_spans(doc.title, SPAN("Told"));
	assert_true(file_stamp_eq(&doc.stamp, &key.stamp));
	doc_finish(&doc);
	other.encoding = "KOI8-R";
	assert_false(opens(&other));
	other = (struct doc_about){.path = SPAN("b.txt")};
	assert_false(opens(&other));
	other = (struct doc_about){.path = SPAN("a.txt"), .markdown = true};
	assert_false(opens(&other));
	write_old(SPAN("Headline\n\nA text of some others\n"));
	assert_false(opens(&about)); /* another file in its place */
	make_plain();
	assert_true(opens(&about));
	/* It may change within the second of its own time, which is to come: nobody would see. */
	assert_true(file_write(file, SPAN("Young\n\ntext\n"), true, 0600, &err));
	assert_int_equal(utime(file, &(struct utimbuf){INT32_MAX, INT32_MAX}), 0);
	make_plain();
	assert_false(opens(&about));
}

/* Whatever byte is another one: the form is refused, or what is read is sound. */
static void damage_breaks_nothing(void **state)
{
	struct buf bytes = {0};
	struct err err;
	uint32_t opened = 0;

	(void)state;
	write_old(SPAN("Minutes of 1988-12-20\n\nKuriyama. No.\r\n\nUno. Yes.\n\nKuriyama. It is.\n\nUno. So it is.\n"));
	make_plain();
	assert_true(file_read(form, 1 << 20, &bytes, NULL, &err));
	for (size_t i = 0; i < bytes.n; i++) {
		struct kept_key key = key_now(&about);
		struct doc doc;
		uint32_t lines = 0;

		bytes.p[i] = (char)(bytes.p[i] ^ 0x55);
		assert_true(file_write(form, buf_span(&bytes), true, 0600, &err));
		bytes.p[i] = (char)(bytes.p[i] ^ 0x55);
		if (!kept_open(&doc, form, &key, &about, &err)) {
			continue;
		}
		opened++;
		for (uint32_t off = 0; off <= doc.text.n; off++) {
			lines += doc_line(&doc, off) + doc_source(&doc, (struct range){off, off}).end +
				doc_canonical(&doc, off) + doc_para_at(&doc, off);
		}
		assert_true(lines > 0);
		doc_finish(&doc);
	}
	assert_true(opened > 50 && opened < bytes.n - 300);
	for (size_t cut = 0; cut < bytes.n; cut += 37) {
		assert_true(file_write(form, (struct span){bytes.p, cut}, true, 0600, &err));
		assert_false(opens(&about));
	}
	assert_true(file_write(form, SPAN("no form at all"), true, 0600, &err));
	assert_false(opens(&about));
	unlink(form);
	assert_false(opens(&about));
	make_plain();
	assert_true(opens(&about));
	buf_finish(&bytes);
}

/* Without the proof that a form was checked: it is left only where the form is a second old by then. */
static uint32_t files_in_folder(void)
{
	DIR *dir = opendir(folder);
	uint32_t n = 0;

	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		n += entry->d_name[0] != '.' && !span_ends(span_of(entry->d_name), SPAN(PROOF_SUFFIX));
	}
	closedir(dir);
	return n;
}

/* A limit on sizes of files is as good as a full disk: nothing is left, the old form stays. */
static void a_full_disk_leaves_the_old_form(void **state)
{
	struct rlimit old, little = {200000, 0};
	struct buf text = {0};
	struct err err;
	struct doc doc;
	bool unwritten = false;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		buf_printf(&text, "Line %d of it.\n\n", i);
	}
	write_old(buf_span(&text));
	make_plain();
	assert_true(opens(&about));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	little.rlim_max = old.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	for (little.rlim_cur = 1000; little.rlim_cur < 600000; little.rlim_cur += 46000) {
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
		assert_false(make_form(file, &about, 4096, 4096, &doc, &unwritten, &err));
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
		assert_true(unwritten);
		assert_int_equal(files_in_folder(), 2);
		assert_true(opens(&about));
	}
	snprintf(form, sizeof(form), "%s/gone/f", folder);
	assert_false(make_form(file, &about, 4096, 4096, &doc, &unwritten, &err));
	assert_true(unwritten);
	snprintf(form, sizeof(form), "%s/form", folder);
	buf_finish(&text);
}

static bool stop_at(void *viewer, uint64_t done)
{
	uint32_t *left = viewer;

	(void)done;
	return (*left)-- > 0;
}

/* Stopped at any moment: a message, nothing written, nothing left. */
static void making_can_be_stopped(void **state)
{
	struct buf text = {0};
	struct err err;
	struct doc doc;
	bool unwritten, done = false;
	uint32_t rounds = 0;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		buf_printf(&text, "Line %d of it.\n\n", i);
	}
	write_old(buf_span(&text));
	unlink(form);
	for (; !done; rounds++) {
		uint32_t left = rounds;
		struct kept_make make = {.path = form, .name = file, .about = &about, .config = &config,
			.limit = 1 << 20, .piece = 8192, .window = 8192, .progress = stop_at,
			.viewer = &left};

		done = kept_make(&make, &doc, &unwritten, &err);
		if (!done) {
			assert_true(strstr(err.msg, "stopped") != NULL && !unwritten);
			assert_int_equal(files_in_folder(), 1);
		}
	}
	assert_true(rounds > 8);
	doc_finish(&doc);
	buf_finish(&text);
}

static void what_is_too_large_is_told(void **state)
{
	struct kept_make make = {.path = form, .name = file, .about = &about, .config = &config,
		.limit = 1 << 20, .piece = STREAM_PIECE, .window = LINEWINDOW_BYTES};
	struct doc doc;
	struct err err;
	bool unwritten;

	(void)state;
	write_old(SPAN("x"));
	assert_int_equal(truncate(file, (1 << 20) + 1), 0);
	assert_false(kept_make(&make, &doc, &unwritten, &err));
	assert_false(unwritten);
	assert_non_null(strstr(err.msg, "1 MiB"));
	unlink(file);
	assert_false(kept_make(&make, &doc, &unwritten, &err));
	assert_false(unwritten);
	write_old(SPAN("x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_are_what_is_read),
		cmocka_unit_test(all_encodings_are_cut_right),
		cmocka_unit_test(a_long_text_is_the_same),
		cmocka_unit_test(a_form_is_good_for_one_state),
		cmocka_unit_test(damage_breaks_nothing),
		cmocka_unit_test(a_full_disk_leaves_the_old_form),
		cmocka_unit_test(making_can_be_stopped),
		cmocka_unit_test(what_is_too_large_is_told),
	};
	return cmocka_run_group_tests_name("kept", tests, enter, leave);
}
