/*
 * Keys at a screen: any, at any size, with pastes and clicks. The first byte says whether there
 * is a state folder, and whether a frame follows each key or, as with keys that are typed faster
 * than drawn, every eighth; the next two how large the screen is. Most values of that byte stand for
 * what is quick.
 */
#include "fuzz.h"
#include "read/key.h"
#include "small.h"

enum { KEYS_MOST = 400, KEYS_A_FRAME = 8 };

enum { KEPT = 1, EACH = 2, HOWS = 4 }; /* the first byte */

/* Bytes from here on are no characters but these. */
enum { PASTE = 0xF8, CLICK, RESIZE, TICK };

static int cols, rows;

static void resize(struct session *session, struct span *rest)
{
	cols = 1 + fuzz_byte(rest);
	rows = 1 + fuzz_byte(rest) % 80;
	session_resize(session, cols, rows);
}

static void click(struct session *session, struct span *rest)
{
	int row = fuzz_byte(rest) % rows, col = fuzz_byte(rest) % cols;

	session_mouse(session, row, col, fuzz_byte(rest) % 3 - 1);
}

/* The key that a byte stands for: itself, a named one, or one with Alt. */
static uint32_t key_of(uint8_t byte)
{
	uint32_t named = DKEY_BEFORE_NAMED + 1 + (byte & 31u);

	if (byte < 0x80) {
		return byte == '\n' ? DKEY_ENTER : byte;
	}
	if (byte < 0xA0) {
		return named < DKEY_AFTER_NAMED ? named : 0x62E;
	}
	return byte < 0xC0 ? DKEY_ALT | (byte & 0x7Fu) : 0x3080u + byte;
}

/* What the program does with what the session wants. */
static void obey(struct session *session)
{
	struct session_wants *wants = session_wants(session);

	wants->quit = wants->redraw = wants->retheme = wants->copy = wants->save = false;
}

static void step(struct session *session, struct span *rest)
{
	uint8_t byte = fuzz_byte(rest);

	switch (byte) {
	case PASTE:
		session_paste(session, fuzz_line(rest));
		break;
	case CLICK:
		click(session, rest);
		break;
	case RESIZE:
		resize(session, rest);
		break;
	case TICK:
		(void)session_tick(session);
		break;
	default:
		session_key(session, key_of(byte));
		break;
	}
	obey(session);
}

static void play(struct dossier *dossier, struct span rest, bool each)
{
	struct err err;
	struct session *session = session_new(dossier, &err);

	CHECK(session != NULL);
	resize(session, &rest);
	for (int i = 1; i <= KEYS_MOST && rest.n > 0; i++) {
		step(session, &rest);
		if (each || i % KEYS_A_FRAME == 0 || rest.n == 0) {
			small_look(session, cols, rows);
		}
	}
	session_end(session);
	session_free(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	uint8_t first = fuzz_byte(&rest);
	struct dossier dossier;

	first = first < HOWS ? first : 0;
	if ((first & KEPT) == 0) {
		play(small_shared(), rest, (first & EACH) != 0);
		small_shared_end();
		return 0;
	}
	small_forget();
	CHECK(small_open(&dossier, true));
	play(&dossier, rest, (first & EACH) != 0);
	dossier_close(&dossier);
	return 0;
}
