/* Stories of reading and keeping: keys at a screen, notes and decisions on disk. */
#include "dossiers.h"
#include "read/key.h"
#include "read/session.h"

#include <string.h>

static struct dossier dossier;
static struct session *session;
static struct frame frame;

/* Keys and typed words by turns: a story that goes everywhere. */
static const char script[] =
	"j j <Space> <Tab> * # r <Esc> p <Enter> <Enter> ( ) / t r e a t y <Enter> n N ? p e a c e <Enter> "
	"<Esc> s I t u r u p <Enter> j <Enter> <Esc> i Y e t o <Tab> <Enter> I q o j <Enter> t q K q h "
	"<Space> / T a b <Enter> q m a m B G ' a v w w y <Esc> a a <Space> n o t e <Enter> B q A q e x "
	"<Enter> : t a g <Space> o n e <Enter> > <lt> x x X ^Ws <Space> ^Wv ^Ww L ^W= ^Wo [ ] ; <Esc> "
	": s e t <Space> l a y o u t . m e a s u r e <Space> 5 0 <Enter> : p r o b l e m s <Enter> q = "
	"<Tab> + Z <Tab> - Z : t r a i l s <Enter> q : t r a i l <Space> x <Enter> U 5 0 % g G";

static void send_keys(struct span rest)
{
	struct span one;

	while (span_cut(&rest, ' ', &one)) {
		struct key_sequence sequence;
		struct err err;

		if (!key_parse(one, &sequence, &err)) {
			fprintf(stderr, "%s\n", err.msg);
			abort();
		}
		for (uint32_t i = 0; i < sequence.n; i++) {
			session_key(session, sequence.keys[i]);
		}
		session_frame(session, &frame);
	}
}

/* What stands on the screen. */
static void put_screen(struct buf *out)
{
	session_frame(session, &frame);
	buf_clear(out);
	for (uint32_t a = 0; a < frame.nareas; a++) {
		for (uint32_t i = 0; i < frame.areas[a].nlines; i++) {
			const struct line *line = &frame.lines.items[frame.areas[a].line + i];

			for (uint32_t k = 0; k < line->npieces; k++) {
				buf_put(out, frame.lines.pieces[line->piece + k].text);
			}
			buf_putc(out, '\n');
		}
	}
	buf_putc(out, '\0');
}

static bool open_state(struct err *err)
{
	return dossiers_open(&dossier, "texts", DOSSIERS_STATE, err);
}

static bool read_by_keys(struct err *err)
{
	session = session_new(&dossier, err);
	if (session == NULL) {
		return false;
	}
	session_resize(session, 130, 40);
	send_keys(span_of(script));
	session_resize(session, 70, 20);
	session_paste(session, SPAN("pasted"));
	session_mouse(session, 5, 5, 0);
	(void)session_tick(session);
	session_frame(session, &frame);
	session_end(session);
	return true;
}

/* Whatever was missing while memory was short: the reader lives, and reads on what is there. */
static void tell_session(struct told *told)
{
	struct buf screen = {0};
	struct told lacks = {0};
	bool there = catalog_find(&dossier.catalog, SPAN("1992-talks.txt")).i != DOC_NONE.i;

	told_report(&lacks, &dossier.report);
	CHECK(there || lacks.excused);

	/* Where a list could not be opened, the q that was to close it has asked to quit. */
	session_wants(session)->quit = false;
	send_keys(SPAN("<Esc> <Esc> : o p e n <Space> 1 9 9 2 - t a l k s . t x t <Enter> g"));
	put_screen(&screen);
	CHECK(!screen.failed &&
		(!there || strstr(screen.p, "Kyodo News, December 2023") != NULL));
	told->excused = false;
	buf_finish(&screen);
}

static void undo_session(void)
{
	session_free(session);
	session = NULL;
	frame_finish(&frame);
	dossier_close(&dossier);
	dossier = (struct dossier){0};
	scarce_sweep();
	dossiers_prepare();
}

/* The dossier is opened anew for each run: keys change it. */
static bool read_anew(struct err *err)
{
	return open_state(err) && read_by_keys(err);
}

const struct story story_session = {
	"keys at a screen", dossiers_prepare, read_anew, tell_session, undo_session, scarce_sweep};
