/*
 * quote.h - a text as a value inside TSV, JSON or XML.
 *
 * What is written is valid in that format whatever the bytes are, and nothing in it is taken for
 * the format's own signs. Knows values only: rows, objects and elements are their writers' own.
 *
 *	buf_puts(&out, "\"title\":");
 *	quote_json(&out, doc->title);
 */
#ifndef DOSSIER_BASE_QUOTE_H
#define DOSSIER_BASE_QUOTE_H

#include "base/buf.h"

/*
 * Appends text with tab, line feed and backslash as `\t \n \\`, and every byte of what visible.h
 * gives a visible form as `\x1B`: nothing is lost, and nothing reaches a terminal behind a pipe.
 * Joiners and soft hyphens of honest texts stay as they are.
 */
void quote_tsv(struct buf *out, struct span text);

/*
 * Appends text as a JSON string, quotation marks included. What a terminal might obey or not show,
 * and marks beyond the fourth, is written as its number (`\u001b`); bytes that are no UTF-8 become
 * U+FFFD each.
 */
void quote_json(struct buf *out, struct span text);

enum quote_xml {
	QUOTE_XML_TEXT, /* between tags; a line feed is `<lb/>` */
	QUOTE_XML_VALUE, /* of an attribute, between "; a line feed is a blank */
	QUOTE_XML_LINES, /* between tags; a line feed stays */
};

/*
 * Appends text for XML. Control characters and bytes that are no UTF-8, which XML cannot hold,
 * stand in their visible form (visible.h), what else is not seen as its number (`&#x202E;`).
 */
void quote_xml(struct buf *out, struct span text, enum quote_xml where);

#endif
