#define _GNU_SOURCE /* pipe2 */
#include "base/config.h"

#include "base/byte.h"
#include "base/file.h"
#include "base/typo.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <iniparser.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define INIPARSER_BYTES ((size_t)64 * 1024) /* of a table for one chunk, generously */
#define FILE_MOST ((size_t)64 * 1024)
#define LINE_MOST ((size_t)1000) /* iniparser takes 1022 bytes */
#define CHUNK_MOST ((size_t)4096) /* bytes that any pipe takes without waiting for a reader */

static const char *const table_names[CONFIG_TABLES] = {"keys", "kinds", "theme", "words"};

/* A line with a value, on its way to iniparser or back from it. */
struct line {
	const char *section;
	struct span key; /* as it was written; in the file's bytes */
	uint32_t number;
	bool superseded; /* a later line says it again */
};

struct reader {
	struct config *config;
	const char *path;
	enum config_trust trust;
	struct report *report;
	const char *section; /* NULL where lines are passed over */
	bool begun; /* there was a [section] */
	uint32_t number; /* of the line that is looked at */
	struct line *lines;
	uint32_t nlines, clines;
	uint32_t first; /* of the lines in chunk */
	struct buf chunk; /* good lines of one section, as iniparser gets them */
};

/* Says what is wrong with the line that is looked at, which is left out; returns false. */
static bool refuse(struct reader *reader, const char *why)
{
	report_add(reader->report, REPORT_ERROR, reader->path, reader->number, "%s", why);
	return false;
}

/* Sections. */

/* The i-th name of a section, some of them several times; NULL behind the last one. */
static const char *section_at(size_t i)
{
	if (i < config_noptions) {
		return config_options[i].section;
	}
	return i - config_noptions < CONFIG_TABLES ? table_names[i - config_noptions] : NULL;
}

static const char *find_section(struct span name, const char **near)
{
	*near = NULL;
	const char *known;
	for (size_t i = 0; (known = section_at(i)) != NULL; i++) {
		if (span_eq_nocase(name, span_of(known))) {
			return known;
		}
		*near = typo_near(name, span_of(known)) ? known : *near;
	}
	return NULL;
}

static int table_of(const char *section)
{
	for (int i = 0; i < CONFIG_TABLES; i++) {
		if (strcmp(section, table_names[i]) == 0) {
			return i;
		}
	}
	return -1;
}

/* Lines. */

static bool is_comment(struct span text)
{
	text = span_trim(text);
	return text.n == 0 || text.p[0] == ';' || text.p[0] == '#';
}

static bool hand_over(struct reader *reader, struct err *err);

/* "[name]", perhaps with a comment behind it. */
static void read_section(struct reader *reader, struct span line)
{
	reader->section = NULL;
	reader->begun = true;
	size_t end = span_find(line, SPAN("]"), 0);
	if (end == line.n || !is_comment((struct span){line.p + end + 1, line.n - end - 1})) {
		refuse(reader, "a section reads [name]");
		return;
	}
	struct span name = span_trim((struct span){line.p + 1, end - 1});
	const char *near, *found = find_section(name, &near);
	if (found == NULL && near == NULL) {
		report_add(reader->report, REPORT_ERROR, reader->path, reader->number,
			"there is no section [%.*s]", SPAN_ARG(name));
	} else if (found == NULL) {
		report_add(reader->report, REPORT_ERROR, reader->path, reader->number,
			"there is no section [%.*s]; did you mean [%s]?", SPAN_ARG(name), near);
	} else if (!config_trusts(reader->trust, found)) {
		bool guest = reader->trust == CONFIG_GUEST;
		report_add(reader->report, guest ? REPORT_NOTE : REPORT_WARNING, reader->path,
			reader->number, "%s does not set [%s]: passed over",
			guest ? "a guest" : "a dossier", found);
	} else {
		reader->section = found;
	}
}

/* Cuts what stands behind a value in quotes. Versions of iniparser differ on backslashes there. */
static bool clean_quoted(struct reader *reader, struct span *value)
{
	struct span inner = {value->p + 1, value->n - 1};
	const char *end = memchr(inner.p, value->p[0], inner.n);
	if (end == NULL) {
		return refuse(reader, "the quotation mark is not closed");
	}
	inner.n = (size_t)(end - inner.p);
	if (!is_comment((struct span){end + 1, value->n - inner.n - 2})) {
		return refuse(reader, "text behind the closing quotation mark");
	}
	if (span_ends(inner, SPAN("\\")) || span_find(inner, SPAN("\\\\"), 0) < inner.n) {
		return refuse(reader, "in quotation marks, no '\\' stands before another or at the end");
	}
	value->n = inner.n + 2;
	return true;
}

/* Cuts a comment off a value without quotes. iniparser would cut values that hold its signs. */
static bool clean_plain(struct reader *reader, struct span *value)
{
	size_t n = 0;
	while (n < value->n && value->p[n] != ';' && value->p[n] != '#') {
		n++;
	}
	if (n < value->n && (n == 0 || (value->p[n - 1] != ' ' && value->p[n - 1] != '\t'))) {
		return refuse(reader,
			"';' and '#' begin a comment: put the value in quotation marks");
	}
	*value = span_trim((struct span){value->p, n});
	if (span_ends(*value, SPAN("\\"))) {
		return refuse(reader, "a line does not end in '\\'");
	}
	return true;
}

/* Whether the section has this key; says what may be meant otherwise. */
static bool is_known(struct reader *reader, struct span key)
{
	struct span section = span_of(reader->section);
	if (table_of(reader->section) >= 0 || config_find(section, key) != NULL) {
		return true;
	}
	const struct config_option *near = config_near(section, key);
	if (near == NULL) {
		report_add(reader->report, REPORT_ERROR, reader->path, reader->number,
			"[%s] has no '%.*s'", reader->section, SPAN_ARG(key));
	} else if (strcmp(near->section, reader->section) == 0) {
		report_add(reader->report, REPORT_ERROR, reader->path, reader->number,
			"[%s] has no '%.*s'; did you mean '%s'?", reader->section, SPAN_ARG(key),
			near->key);
	} else {
		report_add(reader->report, REPORT_ERROR, reader->path, reader->number,
			"[%s] has no '%.*s'; did you mean '%s' in [%s]?", reader->section, SPAN_ARG(key),
			near->key, near->section);
	}
	return false;
}

/* Says so where an earlier line set the same; the later one counts. */
static void mark_superseded(struct reader *reader, struct span key)
{
	for (uint32_t i = 0; i < reader->nlines; i++) {
		struct line *line = &reader->lines[i];
		if (!line->superseded && line->section == reader->section &&
			span_eq_nocase(line->key, key)) {
			report_add(reader->report, REPORT_WARNING, reader->path, reader->number,
				"'%.*s' was set in line %u already: this line counts", SPAN_ARG(key),
				line->number);
			line->superseded = true;
		}
	}
}

/* Puts a good line into the chunk for iniparser. False where memory is short. */
static bool add_line(struct reader *reader, struct span key, struct span value, struct err *err)
{
	if (reader->chunk.n + key.n + value.n + sizeof(" = \n") > CHUNK_MOST &&
		!hand_over(reader, err)) {
		return false;
	}
	mark_superseded(reader, key);
	if (!array_reserve(&reader->lines, &reader->clines, reader->nlines + 1,
		sizeof(*reader->lines))) {
		return err_memory(err);
	}
	reader->lines[reader->nlines++] = (struct line){
		.section = reader->section, .key = key, .number = reader->number};
	if (reader->chunk.n == 0) {
		buf_printf(&reader->chunk, "[%s]\n", reader->section);
	}
	buf_printf(&reader->chunk, "%.*s = %.*s\n", SPAN_ARG(key), SPAN_ARG(value));
	return buf_ok(&reader->chunk, err);
}

/* "key = value". False only where memory is short. */
static bool read_value(struct reader *reader, struct span line, struct err *err)
{
	struct span value = line, key;
	if (!reader->begun) {
		refuse(reader, "a line before any [section]");
		return true;
	}
	if (reader->section == NULL) {
		return true;
	}
	span_cut(&value, '=', &key);
	if (value.p == NULL) {
		refuse(reader, "neither [section] nor key = value");
		return true;
	}
	key = span_trim(key);
	value = span_trim(value);
	if (key.n == 0 || memchr(key.p, ':', key.n) != NULL) {
		refuse(reader, key.n == 0 ? "no key before '='" : "a key has no ':'");
		return true;
	}
	bool quoted = value.n > 0 && (value.p[0] == '"' || value.p[0] == '\'');
	bool good = quoted ? clean_quoted(reader, &value) : clean_plain(reader, &value);
	return !good || !is_known(reader, key) || add_line(reader, key, value, err);
}

static bool read_line(struct reader *reader, struct span line, struct err *err)
{
	reader->number++;
	line = span_trim(line);
	if (is_comment(line)) {
		return true;
	}
	if (line.n > LINE_MOST) {
		refuse(reader, "longer than 1000 bytes");
		return true;
	}
	if (utf8_valid_prefix(line) < line.n || memchr(line.p, '\0', line.n) != NULL) {
		refuse(reader, "bytes that are no UTF-8 text");
		return true;
	}
	if (line.p[0] == '[') {
		bool ok = hand_over(reader, err);
		read_section(reader, line);
		return ok;
	}
	return read_value(reader, line, err);
}

/* Values. */

/* What iniparser would print; there is nothing left that it could complain of. */
static int hush(const char *fmt, ...)
{
	(void)fmt;
	return 0;
}

/* It does not ask whether it got the memory for its tables, and falls: ask for it beforehand. */
static bool has_memory_for_it(void)
{
	char *probe = malloc(INIPARSER_BYTES);
	bool enough = probe != NULL;
	free(probe);
	return enough;
}

/* It reads files only, by name, and knows the letters of the locale: a pipe, in the "C" locale. */
static dictionary *ask_iniparser(struct span text)
{
	int ends[2];
	locale_t plain = has_memory_for_it() ? newlocale(LC_ALL_MASK, "C", (locale_t)0) : (locale_t)0;
	if (plain == (locale_t)0) {
		return NULL;
	}
	dictionary *found = NULL;
	if (pipe2(ends, O_CLOEXEC) == 0) { /* a program that is started meanwhile must not hold it */
		char name[32];
		snprintf(name, sizeof(name), "/dev/fd/%d", ends[0]);
		bool written = write(ends[1], text.p, text.n) == (ssize_t)text.n;
		close(ends[1]);
		locale_t before = uselocale(plain);
		iniparser_set_error_callback(hush);
		found = written ? iniparser_load(name) : NULL;
		iniparser_set_error_callback(NULL);
		uselocale(before);
		close(ends[0]);
	}
	freelocale(plain);
	return found;
}

/* Adds a line of a free table. */
static bool add_entry(struct reader *reader, int table, const struct line *line, struct span value,
	struct err *err)
{
	struct config *config = reader->config;
	char *name = config_copy(config, line->key), *copy = config_copy(config, value);
	if (name == NULL || copy == NULL ||
		!array_reserve(&config->tables[table], &config->ctables[table],
			config->ntables[table] + 1, sizeof(struct config_entry))) {
		return err_memory(err);
	}
	for (size_t i = 0; i < line->key.n; i++) {
		name[i] = byte_lower(name[i]);
	}
	config->tables[table][config->ntables[table]++] = (struct config_entry){
		{name, line->key.n}, {copy, value.n}, reader->path, line->number};
	return true;
}

/* Sets what a line says. False only where memory is short. */
static bool apply(struct reader *reader, const struct line *line, struct span value, struct err *err)
{
	const struct config_option *option = config_find(span_of(line->section), line->key);
	if (option == NULL) {
		return add_entry(reader, table_of(line->section), line, value, err);
	}
	char *copy = config_copy(reader->config, value);
	if (copy == NULL) {
		return err_memory(err);
	}
	struct err why;
	if (!config_assign(reader->config, option, copy, value.n, &why)) {
		report_add(reader->report, REPORT_ERROR, reader->path, line->number, "%s", why.msg);
	}
	return true;
}

/* The value that iniparser found for a line; NULL where it found none. */
static const char *value_of(const dictionary *found, const struct line *line, struct buf *name)
{
	buf_clear(name);
	buf_printf(name, "%s:%.*s", line->section, SPAN_ARG(line->key));
	for (size_t i = 0; i < name->n; i++) {
		name->p[i] = byte_lower(name->p[i]);
	}
	return name->failed ? NULL : iniparser_getstring(found, name->p, NULL);
}

/* Has iniparser read the chunk, and sets what its lines say. */
static bool hand_over(struct reader *reader, struct err *err)
{
	if (reader->chunk.n == 0) {
		return true;
	}
	dictionary *found = ask_iniparser(buf_span(&reader->chunk));
	if (found == NULL) {
		return err_set(err, "%s: iniparser cannot read it", reader->path);
	}
	struct buf name = {0};
	bool ok = true;
	for (uint32_t i = reader->first; ok && i < reader->nlines; i++) {
		const struct line *line = &reader->lines[i];
		if (!line->superseded) {
			const char *value = value_of(found, line, &name);
			ok = value == NULL ?
				err_set(err, "%s:%u: iniparser cannot read it", reader->path, line->number) :
				apply(reader, line, span_of(value), err);
		}
	}
	buf_finish(&name);
	iniparser_freedict(found);
	buf_clear(&reader->chunk);
	reader->first = reader->nlines;
	return ok;
}

/* Files. */

/* Lines end in LF, CR LF or, from old Macs, CR. */
static bool cut_line(struct span *rest, struct span *line)
{
	if (rest->n == 0) {
		return false;
	}
	size_t n = 0;
	while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r') {
		n++;
	}
	*line = (struct span){rest->p, n};
	size_t end = n + 1 < rest->n && rest->p[n] == '\r' && rest->p[n + 1] == '\n' ? n + 2 : n + 1;
	end = end < rest->n ? end : rest->n;
	*rest = (struct span){rest->p + end, rest->n - end};
	return true;
}

static bool read_text(struct reader *reader, struct span text, struct err *err)
{
	text = utf8_without_mark(text);
	bool ok = true;
	struct span line;
	while (ok && cut_line(&text, &line)) {
		ok = read_line(reader, line, err);
	}
	ok = ok && hand_over(reader, err);
	free(reader->lines);
	buf_finish(&reader->chunk);
	return ok;
}

static bool read_file(const char *path, enum config_trust trust, struct buf *out, struct err *err)
{
	if (trust != CONFIG_ALL) {
		return file_read(path, FILE_MOST, out, NULL, err);
	}
	char *real = realpath(path, NULL);
	if (real == NULL) {
		return err_errno(err, errno, "%s", path);
	}
	bool ok = file_read(real, FILE_MOST, out, NULL, err);
	free(real);
	return ok;
}

/* Settings as they were, but for the memory that they have meanwhile. */
static void restore(struct config *config, const struct config *before)
{
	struct config now = *config;
	*config = *before;
	config->arena = now.arena;
	for (size_t i = 0; i < CONFIG_TABLES; i++) {
		config->tables[i] = now.tables[i];
		config->ctables[i] = now.ctables[i];
	}
}

bool config_read(struct config *config, const char *path, enum config_trust trust,
	struct report *report, struct err *err)
{
	struct config before = *config;
	struct buf text = {0};
	char *name = config_copy(config, span_of(path)); /* entries go on naming it */
	bool ok = name == NULL ? err_memory(err) : read_file(path, trust, &text, err);
	if (ok) {
		struct reader reader = {
			.config = config, .path = name, .trust = trust, .report = report};
		ok = read_text(&reader, buf_span(&text), err);
	}
	if (!ok) {
		restore(config, &before);
	}
	buf_finish(&text);
	return ok;
}
