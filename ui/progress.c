#include "ui/progress.h"

#include "base/now.h"
#include "read/fresh.h"

#include <unistd.h>

enum { QUIET_MS = 500, EVERY_MS = 200, LINES_MS = 10000 };

void progress_start(struct progress *progress)
{
	*progress = (struct progress){.out = {.fd = STDERR_FILENO}, .start = now_ms(),
		.shows = isatty(STDERR_FILENO) == 1};
}

/* Writes over the line that is there, or one below it. */
static void rewrite(struct progress *progress, const struct buf *line)
{
	struct buf *out = &progress->out.buf;
	buf_clear(out);
	buf_puts(out, progress->lines ? "" : "\r");
	buf_put(out, buf_span(line));
	for (size_t i = line->n; i < progress->cols; i++) {
		buf_putc(out, ' ');
	}
	buf_putc(out, progress->lines ? '\n' : '\r');
	progress->cols = progress->lines ? 0 : line->n;
	struct err gone; /* a line that nobody sees is no loss */
	if (!output_finish(&progress->out, &gone)) {
		progress->shows = false;
	}
}

void progress_tell(void *owner, uint64_t done, uint64_t all)
{
	struct progress *progress = owner;
	if (!progress->shows) {
		return;
	}
	int64_t at = now_ms();
	progress->from = progress->from == 0 ? at : progress->from;
	if (at - progress->start < QUIET_MS ||
		at - progress->last < (progress->lines ? LINES_MS : EVERY_MS)) {
		return;
	}
	progress->last = at;
	struct buf line = {0};
	fresh_put(&(struct fresh_share){done, all, at - progress->from}, &line);
	rewrite(progress, &line);
	buf_finish(&line);
}

void progress_end(struct progress *progress)
{
	const struct buf nothing = {0};
	if (progress->cols > 0 && progress->shows) {
		rewrite(progress, &nothing);
	}
}
