/*
 * clip.h - what leaves the program by the reader's wish: a quotation, through OSC 52, a tmux buffer
 * or a file; a text that is saved.
 *
 * No way has an answer that could be trusted to mean "copied": what is said is "sent". No shell is
 * started; tmux is run with an argument list, and only inside tmux.
 */
#ifndef DOSSIER_UI_CLIP_H
#define DOSSIER_UI_CLIP_H

#include "base/buf.h"
#include "read/session.h"

/*
 * Appends the sequence that puts text into the terminal's clipboard. in_screen: wrapped in pieces
 * that GNU screen hands on. Sources: xterm's ctlseqs (OSC 52), RFC 4648 (base64).
 */
void clip_osc52(struct span text, bool in_screen, struct buf *out);

/* Hands text to `tmux load-buffer -w -`, which passes it to the outer terminal too. Inside tmux. */
bool clip_tmux(struct span text, struct err *err) MUST_CHECK;

/*
 * Writes text to quotation.txt in the reader's own state folder ($XDG_STATE_HOME/dossier, or
 * ~/.local/state/dossier), made where missing. *path gets the file's name.
 */
bool clip_file(struct span text, struct buf *path, struct err *err) MUST_CHECK;

/*
 * Sends text on the way that the settings ask for, and has the session say so. False where that way
 * is the terminal's own clipboard: nothing is done and said then.
 */
bool clip_send(struct session *session, struct span text) MUST_CHECK;

/* Writes the text that the session wants saved, and has it say so. */
void clip_save(struct session *session);

#endif
