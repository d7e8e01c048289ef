#include "player.h"

#include "fuzz.h"
#include "read/key.h"
#include "small.h"

/* Bytes from here on are no characters but these. */
enum { PASTE = 0xF8, CLICK, RESIZE, TICK };

void player_resize(struct player *player, struct span *rest)
{
	player->cols = 1 + fuzz_byte(rest);
	player->rows = 1 + fuzz_byte(rest) % 80;
	session_resize(player->session, player->cols, player->rows);
}

static void click(struct player *player, struct span *rest)
{
	int row = fuzz_byte(rest) % player->rows, col = fuzz_byte(rest) % player->cols;

	session_mouse(player->session, row, col, fuzz_byte(rest) % 3 - 1);
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

void player_step(struct player *player, struct span *rest)
{
	struct session *session = player->session;
	uint8_t byte = fuzz_byte(rest);

	switch (byte) {
	case PASTE:
		session_paste(session, fuzz_line(rest));
		break;
	case CLICK:
		click(player, rest);
		break;
	case RESIZE:
		player_resize(player, rest);
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

void player_look(struct player *player)
{
	small_look(player->session, player->cols, player->rows);
}
