/*
 * Keys at a screen: any, at any size, with pastes and clicks. The first byte says whether there
 * is a state folder, and whether a frame follows each key or, as with keys that are typed faster
 * than drawn, every eighth; the next two how large the screen is. Most values of that byte stand for
 * what is quick.
 */
#include "fuzz.h"
#include "player.h"
#include "small.h"

enum { KEYS_MOST = 400, KEYS_A_FRAME = 8 };

enum { KEPT = 1, EACH = 2, HOWS = 4 }; /* the first byte */

static void play(struct dossier *dossier, struct span rest, bool each)
{
	struct err err;
	struct player player = {.session = session_new(dossier, &err)};

	CHECK(player.session != NULL);
	player_resize(&player, &rest);
	for (int i = 1; i <= KEYS_MOST && rest.n > 0; i++) {
		player_step(&player, &rest);
		if (each || i % KEYS_A_FRAME == 0 || rest.n == 0) {
			player_look(&player);
		}
	}
	session_end(player.session);
	session_free(player.session);
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
