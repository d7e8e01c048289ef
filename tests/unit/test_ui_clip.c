/* What goes to the clipboard, byte for byte. */
#include "ui/clip.h"

#include "base/file.h"
#include "scratch.h"
#include "ui/ways.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_osc52(struct span text, const char *expected)
{
	struct buf out = {0};
	clip_osc52(text, false, &out);
	assert_string_equal(out.p, expected);
	buf_finish(&out);
}

/* The test vectors of RFC 4648. */
static void test_base64(void **state)
{
	(void)state;
	assert_osc52(SPAN(""), "\033]52;c;\a");
	assert_osc52(SPAN("f"), "\033]52;c;Zg==\a");
	assert_osc52(SPAN("fo"), "\033]52;c;Zm8=\a");
	assert_osc52(SPAN("foo"), "\033]52;c;Zm9v\a");
	assert_osc52(SPAN("foob"), "\033]52;c;Zm9vYg==\a");
	assert_osc52(SPAN("fooba"), "\033]52;c;Zm9vYmE=\a");
	assert_osc52(SPAN("foobar"), "\033]52;c;Zm9vYmFy\a");
	assert_osc52(SPAN("\xff\xfe\0"), "\033]52;c;//4A\a");
}

/* GNU screen hands on what stands between ESC P and ESC \, in pieces that fit its buffer. */
static void test_pieces_for_screen(void **state)
{
	(void)state;
	char text[3000];
	struct buf bare = {0}, wrapped = {0}, joined = {0};
	memset(text, 'x', sizeof(text));
	clip_osc52((struct span){text, sizeof(text)}, false, &bare);
	clip_osc52((struct span){text, sizeof(text)}, true, &wrapped);
	struct span rest = buf_span(&wrapped);
	while (rest.n > 0) {
		assert_true(span_starts(rest, SPAN("\033P")));
		size_t end = span_find(rest, SPAN("\033\\"), 2);
		assert_in_range(end, 3, 768);
		buf_add(&joined, rest.p + 2, end - 2);
		rest = (struct span){rest.p + end + 2, rest.n - end - 2};
	}
	assert_true(span_eq(buf_span(&joined), buf_span(&bare)));
	buf_finish(&bare);
	buf_finish(&wrapped);
	buf_finish(&joined);
}

static void test_file(void **state)
{
	const char *folder = *state;
	struct buf path = {0};
	struct err err;
	assert_int_equal(setenv("XDG_STATE_HOME", folder, 1), 0);
	for (int i = 0; i < 2; i++) {
		buf_clear(&path);
		assert_true(clip_file(i == 0 ? SPAN("first") : SPAN("second"), &path, &err));
	}
	assert_true(span_ends(buf_span(&path), SPAN("/dossier/quotation.txt")));
	assert_true(span_starts(buf_span(&path), span_of(folder)));
	FILE *file = fopen(path.p, "r");
	assert_non_null(file);
	char line[16] = "";
	assert_non_null(fgets(line, sizeof(line), file));
	fclose(file);
	assert_string_equal(line, "second");
	/* A relative folder is ignored, as the XDG specification asks. */
	assert_int_equal(setenv("XDG_STATE_HOME", "relative", 1), 0);
	assert_int_equal(setenv("HOME", "also-relative", 1), 0);
	buf_clear(&path);
	assert_false(clip_file(SPAN("x"), &path, &err));
	buf_finish(&path);
}

/* A stand-in for tmux, found by PATH, keeps what it was handed and how it was called. */
static void make_tmux(const char *folder, const char *script)
{
	struct buf path = {0};
	struct err err;
	file_join(&path, folder, "tmux");
	assert_true(file_write(path.p, span_of(script), true, 0755, &err));
	assert_int_equal(setenv("PATH", folder, 1), 0);
	buf_finish(&path);
}

static void test_tmux(void **state)
{
	const char *folder = *state;
	char line[64] = "";
	struct buf path = {0}, script = {0};
	struct err err;
	file_join(&path, folder, "got");
	buf_printf(&script, "#!/bin/sh\n{ echo \"$@\"; while read -r l; do echo \"$l\"; done; } >%s\n",
		path.p);
	make_tmux(folder, script.p);
	assert_int_equal(unsetenv("TMUX"), 0);
	assert_false(clip_tmux(SPAN("x"), &err));
	assert_string_equal(err.msg, "nothing sent: not inside tmux");
	assert_int_equal(setenv("TMUX", "here", 1), 0);
	assert_true(clip_tmux(SPAN("a; rm -rf $HOME `x`\n"), &err));
	FILE *file = fopen(path.p, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_string_equal(line, "load-buffer -w -\n");
	assert_non_null(fgets(line, sizeof(line), file));
	assert_string_equal(line, "a; rm -rf $HOME `x`\n");
	fclose(file);
	make_tmux(folder, "#!/bin/sh\nexit 1\n");
	assert_false(clip_tmux(SPAN("x"), &err));
	assert_string_equal(err.msg, "tmux load-buffer took nothing");
	assert_int_equal(remove("tmux"), 0);
	assert_false(clip_tmux(SPAN("x"), &err));
	buf_finish(&path);
	buf_finish(&script);
}

static void test_families(void **state)
{
	(void)state;
	assert_string_equal(ways_relative("wezterm"), "xterm-256color");
	assert_string_equal(ways_relative("xterm-ghostty"), "xterm-256color");
	assert_string_equal(ways_relative("tmux-direct"), "screen-256color");
	assert_string_equal(ways_relative("made-up"), "vt100");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_pieces_for_screen),
		cmocka_unit_test_setup_teardown(test_file, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_tmux, scratch_enter, scratch_leave),
		cmocka_unit_test(test_families),
	};
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
