/*
 * A dossier put in the place of the one that is read (swap.h), in the middle of any keys: texts and
 * names are edited, go and come, and some of them are not read at first. What nobody has changed stays
 * to the byte, and no note is ever lost. The program does the same by a thread; here nothing hangs on
 * time. The first two bytes are the size of the screen.
 */
#include "base/file.h"
#include "fuzz.h"
#include "player.h"
#include "read/state.h"
#include "read/swap.h"
#include "small.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEYS_MOST = 300 };

/* Bytes that are no keys. */
enum { EDIT = PLAYER_OWN, OPEN, OPEN_SOME, OPEN_INDEXED };

/* What becomes of a file. */
enum { AS_IT_WAS, GONE, BLANK, WITHOUT_HEAD, WITH_HEAD, REWORDED, DOUBLED, HALF, OTHER, EDITS };

static const char *const names[] = {"d/a.txt", "d/b.md", "d/c.txt", "d/entities.rec"};
static struct buf originals[COUNT_OF(names)];

static void write_old(const char *name, struct span text)
{
	static long when = 2000000;
	const struct timespec times[2] = {{.tv_sec = when}, {.tv_sec = when}};
	struct err err;

	when++; /* what was written just now would be read anew each time */
	CHECK(file_write(small_path(name), text, true, 0600, &err));
	CHECK(utimensat(AT_FDCWD, small_path(name), times, 0) == 0);
}

/* The files as they were at first. */
static void restore(void)
{
	struct err err;

	small_forget();
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (originals[i].n > 0) {
			write_old(names[i], buf_span(&originals[i]));
			continue;
		}
		if (strcmp(names[i], "d/c.txt") == 0) {
			buf_puts(&originals[i], "A third paper\n\n1 May 1956\n\nYoshida and Iturup.\n\n");
			for (int p = 0; p < 40; p++) {
				buf_printf(&originals[i], "Paragraph %d of Urup, and of Etorofu.\n\n", p);
			}
			write_old(names[i], buf_span(&originals[i]));
		} else {
			CHECK(file_read(small_path(names[i]), 1 << 20, &originals[i], NULL, &err));
		}
	}
}

/* Text with another word in place of one. */
static void put_reworded(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		struct span rest = {text.p + i, text.n - i};

		if (span_starts(rest, SPAN("Iturup"))) {
			buf_puts(out, "the island");
			i += strlen("Iturup") - 1;
		} else {
			buf_putc(out, text.p[i]);
		}
	}
}

static void edit(struct span *rest)
{
	size_t i = fuzz_byte(rest) % COUNT_OF(names);
	struct span text = buf_span(&originals[i]);
	struct buf made = {0};
	int how = fuzz_byte(rest) % EDITS;

	switch (how) {
	case WITHOUT_HEAD:
		buf_add(&made, text.p + text.n / 3, text.n - text.n / 3);
		break;
	case WITH_HEAD:
		buf_puts(&made, "A word before.\n\nAnd another one.\n\n");
		buf_put(&made, text);
		break;
	case REWORDED:
		put_reworded(text, &made);
		break;
	case HALF:
		buf_add(&made, text.p, text.n / 2);
		break;
	case OTHER:
		buf_put(&made, fuzz_line(rest));
		break;
	case DOUBLED:
		buf_put(&made, text);
		buf_put(&made, text);
		break;
	case AS_IT_WAS:
		buf_put(&made, text);
		break;
	default: /* BLANK, GONE */
		break;
	}
	write_old(names[i], buf_span(&made));
	if (how == GONE) {
		CHECK(unlink(small_path(names[i])) == 0);
	}
	buf_finish(&made);
}

/* Where one reads, and what of it nobody has changed. */
struct seen {
	struct place place;
	struct file_stamp stamp; /* of the text that is shown */
	uint32_t nnotes;
	bool pending;
};

static struct seen see(const struct session *session)
{
	const struct view *view = state_view((struct session *)(uintptr_t)session);

	return (struct seen){view_place(view), view->doc->stamp, session->dossier->notes.n,
		session->dossier->catalog.pending > 0};
}

static void check_same(struct session *session, const struct seen *was)
{
	struct seen is = see(session);

	CHECK(is.nnotes >= was->nnotes || is.pending);
	if (file_stamp_eq(&is.stamp, &was->stamp) && was->stamp.size > 0 && !was->pending) {
		CHECK(is.place.top == was->place.top && is.place.cursor == was->place.cursor);
	}
}

/* Opens it once more and puts it in, as behind.c does. */
static void open_anew(struct player *player, struct dossier **dossier, uint64_t most, bool index)
{
	struct dossier *made = calloc(1, sizeof(*made));
	struct session *session = player->session;
	struct swap_count count;
	struct seen was;
	struct err err;

	CHECK(made != NULL);
	if (!swap_may(session) || !small_open_some(made, most)) {
		free(made);
		return;
	}
	if (index) {
		CHECK(dossier_index(made, true, &err));
	}
	player_look(player);
	was = see(session);
	swap_in(session, made, &count);
	dossier_close(*dossier);
	free(*dossier);
	*dossier = made;
	session_rest(session);
	player_look(player);
	check_same(session, &was);
}

static void step(struct player *player, struct dossier **dossier, struct span *rest)
{
	switch ((uint8_t)rest->p[0]) {
	case EDIT:
		(void)fuzz_byte(rest);
		edit(rest);
		break;
	case OPEN:
	case OPEN_SOME:
	case OPEN_INDEXED: {
		uint8_t how = fuzz_byte(rest);

		open_anew(player, dossier, how == OPEN_SOME ? 1 : 0, how == OPEN_INDEXED);
		break;
	}
	default:
		player_step(player, rest);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	struct dossier *dossier = calloc(1, sizeof(*dossier));
	struct player player = {0};
	struct err err;

	restore();
	CHECK(dossier != NULL && small_open_some(dossier, 1));
	player.session = session_begin(dossier, &err);
	CHECK(player.session != NULL);
	player_resize(&player, &rest);
	player_look(&player);
	session_rest(player.session);
	for (int i = 1; i <= KEYS_MOST && rest.n > 0; i++) {
		step(&player, &dossier, &rest);
	}
	player_look(&player);
	session_end(player.session);
	session_free(player.session);
	dossier_close(dossier);
	free(dossier);
	return 0;
}
