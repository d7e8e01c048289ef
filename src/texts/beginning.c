#include "texts/beginning.h"

#include "base/utf8.h"

/* Behind the last `c` in the second half; 0: there is none. */
static size_t behind_last(struct span bytes, char c)
{
	size_t end = bytes.n;

	while (end > bytes.n / 2 && bytes.p[end - 1] != c) {
		end--;
	}
	return end > bytes.n / 2 ? end : 0;
}

size_t beginning_cut(struct span bytes)
{
	size_t end = behind_last(bytes, '\n');

	end = end == 0 ? behind_last(bytes, ' ') : end;
	if (end == 0) {
		return utf8_floor(bytes, bytes.n - 1);
	}
	/* The other bytes of a line end in UTF-16 and UTF-32, the lesser byte first. */
	end += end % 2 == 1 && end < bytes.n && bytes.p[end] == '\0';
	if (end % 4 == 2 && end + 1 < bytes.n && bytes.p[end] == 0 && bytes.p[end + 1] == 0) {
		end += 2;
	}
	return end;
}

bool beginning_read(const struct folder *folder, const struct doc_about *about, uint64_t limit,
	const struct config *config, struct doc *out, struct err *err)
{
	struct file_stamp stamp = {0};
	struct doc_about text = *about;
	struct buf bytes = {0};
	uint64_t rest;
	bool ok = file_read_head(folder, about->path.p, BEGINNING_BYTES, &bytes, &stamp, err);

	if (ok && (stamp.size > limit || stamp.size > DECODE_MOST)) {
		ok = err_set(err, "%s: larger than %llu MiB", about->path.p,
			(unsigned long long)(limit >> 20));
	}
	if (ok && stamp.size > bytes.n && bytes.n > 0) {
		bytes.n = beginning_cut(buf_span(&bytes));
		bytes.p[bytes.n] = '\0';
	}
	rest = stamp.size > bytes.n ? stamp.size - bytes.n : 0;
	stamp.size -= rest;
	text.known = NULL;
	ok = ok && doc_read(out, &bytes, &text, config, err);
	buf_finish(&bytes);
	if (ok) {
		out->rest = rest;
		out->stamp = stamp;
	}
	return ok;
}
