/*
 * Lines typed where there is no screen: any, at any size. The first byte says whether there is a
 * state folder and what the terminal shows, the next two how large it is. Nothing but whole lines of
 * graphic characters comes out.
 */
#include "fuzz.h"
#include "read/linear.h"
#include "small.h"

enum { LINES_MOST = 100, CANCEL = 0x03 };

enum { KEPT = 1, ASCII = 2, HOWS = 4 }; /* the first byte; others keep nothing, which is quick */

/* What the program does with what the session wants. */
static void obey(struct session *session)
{
	struct session_wants *wants = session_wants(session);

	wants->quit = wants->redraw = wants->retheme = wants->copy = wants->save = false;
}

/* Looks at what was told, which is then forgotten. */
static void look(struct buf *out, bool ascii)
{
	CHECK(!out->failed);
	CHECK(out->n == 0 || out->p[out->n - 1] == '\n');
	for (size_t i = 0; i < out->n; i++) {
		unsigned char c = (unsigned char)out->p[i];

		CHECK(c == '\n' || (c >= 0x20 && c != 0x7F));
		CHECK(!ascii || c < 0x80);
	}
	buf_clear(out);
}

static void play(struct session *session, const struct linear_how *how, struct span rest)
{
	struct err err;
	struct buf out = {0};
	struct linear *linear = linear_new(session, how, &err);

	CHECK(linear != NULL);
	linear_begin(linear, &out);
	look(&out, how->ascii);
	for (int i = 0; i < LINES_MOST && rest.n > 0; i++) {
		struct span line = fuzz_line(&rest);

		if (line.n == 1 && line.p[0] == CANCEL) {
			linear_cancel(linear, &out);
		} else {
			linear_line(linear, line, &out);
		}
		look(&out, how->ascii);
		linear_prompt(linear, &out);
		buf_clear(&out);
		obey(session);
	}
	linear_free(linear);
	buf_finish(&out);
}

static void read_aloud(struct dossier *dossier, const struct linear_how *how, struct span rest)
{
	struct err err;
	struct session *session = session_new(dossier, &err);

	CHECK(session != NULL);
	play(session, how, rest);
	session_end(session);
	session_free(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	uint8_t first = fuzz_byte(&rest);
	struct linear_how how = {.ascii = (first & ASCII) != 0};
	struct dossier dossier;

	how.cols = fuzz_byte(&rest);
	how.rows = fuzz_byte(&rest);
	if (first >= HOWS || (first & KEPT) == 0) {
		read_aloud(small_shared(), &how, rest);
		small_shared_end();
		return 0;
	}
	small_forget();
	CHECK(small_open(&dossier, true));
	read_aloud(&dossier, &how, rest);
	dossier_close(&dossier);
	return 0;
}
