#include "ui/output.h"

#include "base/visible.h"

#include <errno.h>
#include <unistd.h>

#define SPILL 65536

static void write_all(struct output *out)
{
	size_t at = 0;
	while (out->error == 0 && at < out->buf.n) {
		ssize_t n = write(out->fd, out->buf.p + at, out->buf.n - at);
		if (n >= 0) {
			at += (size_t)n;
		} else if (errno != EINTR || (out->stop != NULL && *out->stop)) {
			out->error = errno;
		}
	}
	if (out->buf.failed && out->error == 0) {
		out->error = ENOMEM;
	}
	buf_clear(&out->buf);
}

void output_text(struct output *out, struct span text)
{
	if (isatty(out->fd)) {
		visible_put(&out->buf, text, VISIBLE_TEXT);
	} else {
		buf_put(&out->buf, text);
	}
}

bool output_spill(struct output *out)
{
	if (out->buf.n >= SPILL || out->buf.failed) {
		write_all(out);
	}
	return out->error == 0;
}

bool output_flush(struct output *out)
{
	write_all(out);
	return out->error == 0;
}

bool output_finish(struct output *out, struct err *err)
{
	write_all(out);
	buf_finish(&out->buf);
	if (out->error == EPIPE) {
		err_set(err, "%s", "");
		return false;
	}
	return out->error == 0 || err_errno(err, out->error, "standard output");
}
