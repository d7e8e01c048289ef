#include "find/window.h"

#include "base/folder.h"
#include "base/utf8.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_file(struct window *window)
{
	if (window->file > 0) {
		close(window->file - 1);
		window->file = 0;
	}
}

/* Opens the file of a document, unless it is open. */
static bool open_file(struct window *window, const struct catalog *catalog, doc_id id)
{
	const struct doc_head *head = catalog_head(catalog, id.i);
	struct file_stamp stamp;
	struct stat st;
	int fd;

	if (window->file > 0 && window->id.i == id.i) {
		return true;
	}
	close_file(window);
	fd = folder_at(catalog->folder, head->path.p, FOLDER_READ);
	if (fd < 0) {
		return false;
	}
	window->file = fd + 1;
	window->id = id;
	if (fstat(fd, &st) == 0) {
		stamp = file_stamp_of(&st);
		if (file_stamp_eq(&stamp, &head->stamp)) {
			return true; /* a regular file, as the one that was listed */
		}
	}
	close_file(window);
	return false;
}

static bool read_at(struct window *window, struct range at)
{
	size_t n = at.end - at.start;

	buf_clear(&window->bytes);
	if (!buf_reserve(&window->bytes, n + 1)) {
		return false;
	}
	while (window->bytes.n < n) {
		ssize_t got = pread(window->file - 1, window->bytes.p + window->bytes.n,
			n - window->bytes.n, (off_t)(at.start + window->bytes.n));

		if (got == 0 || (got < 0 && errno != EINTR)) {
			return false;
		}
		window->bytes.n += got > 0 ? (size_t)got : 0;
	}
	window->bytes.p[n] = '\0';
	return true;
}

/* Makes text of the bytes that were read. An index may lie about what that comes to. */
static bool make_text(struct window *window, const char *encoding, bool mapped, uint32_t n)
{
	struct err err;

	if (!mapped) {
		window->doc.text = buf_span(&window->bytes);
		return utf8_valid_prefix(window->doc.text) == n;
	}
	decode_finish(&window->decoded);
	if (encoding == NULL || !decode_part(&window->bytes, encoding, &window->decoded, &err)) {
		return false;
	}
	window->doc.text = window->decoded.text;
	window->doc.steps = window->decoded.steps;
	window->doc.nsteps = window->decoded.nsteps;
	return window->doc.text.n == n;
}

bool window_open(struct window *window, const struct catalog *catalog, doc_id id,
	const struct words_para *at)
{
	const struct doc_head *head = catalog_head(catalog, id.i);
	uint32_t n = at->para.at.end - at->para.at.start;

	if (n == 0 || !open_file(window, catalog, id) || at->source.end > head->stamp.size ||
		!read_at(window, at->source)) {
		return false;
	}
	window->base = at->para.at.start;
	window->source = at->source.start;
	window->para = (struct para){.at = {0, n}, .number = at->para.number, .kind = at->para.kind};
	window->doc = (struct doc){.path = head->path, .paras = &window->para, .nparas = 1,
		.title = head->title, .date = head->date,
		.source_n = at->source.end - at->source.start};
	return make_text(window, head->encoding, at->mapped, n);
}

void window_close(struct window *window)
{
	close_file(window);
	buf_finish(&window->bytes);
	decode_finish(&window->decoded);
	*window = (struct window){0};
}
