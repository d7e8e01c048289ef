/*
 * cli.h - the commands that print and end (cli.c; the longer ones in a file each, cli_*.c).
 *
 * They read a loaded dossier and add to an output; main.c loads, writes the rest, shows errors and
 * ends. Formats are those of the manual and stable. What goes to people (show, check, the listing)
 * goes through visible.h; tables go out as table.h says. Documents are paths relative to the
 * dossier, offsets are bytes in the source file, end exclusive.
 */
#ifndef DOSSIER_UI_CLI_H
#define DOSSIER_UI_CLI_H

#include "read/dossier.h"
#include "ui/args.h"
#include "ui/output.h"

struct cli {
	const struct dossier *dossier;
	const struct args *args;
	struct output *out;
};

/*
 * `mentions`: doc start end surface kind entity rule certainty rivals, in the order of the
 * documents. False for an entity or a kind that nobody knows.
 */
bool cli_mentions(const struct cli *cli, struct err *err) MUST_CHECK;

/*
 * `entities`: id kind name mentions open documents names by_document. The last two are lists of
 * `count text` joined by |, the most frequent first. With --format tei: the catalogue itself.
 */
bool cli_entities(const struct cli *cli, struct err *err) MUST_CHECK;

/*
 * `import FILE`: the entities of a TSV or TEI file as records for entities.rec. Needs no dossier.
 * What cannot be taken is told in report; false where the file cannot be read at all.
 */
bool cli_import(const char *path, struct output *out, struct report *report, struct err *err)
	MUST_CHECK;

/*
 * `bookmarks`: the notes of dossier, which have been opened, as export.h writes them; or, as asked
 * for, adds one, imports a file, or checks the store. What was refused or is not sound is told in
 * report: the status is 1 then. False where it cannot be done at all.
 */
bool cli_bookmarks(struct dossier *dossier, const struct args *args, struct output *out,
	struct report *report, struct err *err) MUST_CHECK;

/* `search PATTERN DIR`: doc start end paragraph text. False for a pattern that is broken. */
bool cli_search(const struct cli *cli, struct err *err) MUST_CHECK;

/*
 * Whether a search has to read many texts because the word index does not have them; notice says so,
 * and what to do. dir: as the dossier was named.
 */
bool cli_search_slow(const struct dossier *dossier, const char *dir, struct err *notice);

/*
 * `suggest`: name documents count likely doc start end context, for names that the entities do not
 * cover; likely is the Id of an entity that it may be another name of.
 */
bool cli_suggest(const struct cli *cli, struct err *err) MUST_CHECK;

/* `show DIR DOC`: the canonical text, hidden characters visible. False for no such document. */
bool cli_show(const struct cli *cli, struct err *err) MUST_CHECK;

/*
 * `check`: a line for each thing that is wrong, doubtful or worth a note. *good: nothing but notes.
 * False where memory is short.
 */
bool cli_check(const struct cli *cli, bool *good, struct err *err) MUST_CHECK;

/*
 * `index`: writes the prebuilt index, with --stats a line of JSON: documents, bytes, read (documents
 * that were not in the old one), entities, mentions, index_bytes, seconds (of processor time).
 */
bool cli_index(struct dossier *dossier, const struct cli *cli, struct err *err) MUST_CHECK;

/* Without a terminal: every document as wrapped text with numbered paragraphs, then an index. */
bool cli_listing(const struct cli *cli, struct err *err) MUST_CHECK;

#endif
