/*
 * tei_lib.h - the few functions of libxml2 that tei.c reads lists with, found when a list is read.
 *
 * libxml2 brings the ICU and the C++ library with it. Linked in the ordinary way the three doubled
 * the time until the first page, for every reader, though only an import ever asks for them.
 *
 *	struct tei_lib lib;
 *	if (!tei_lib_open(&lib, err)) { … }
 *	reader = lib.xmlReaderForMemory(…);
 */
#ifndef DOSSIER_LINKS_TEI_LIB_H
#define DOSSIER_LINKS_TEI_LIB_H

#include "base/err.h"

#include <libxml/xmlreader.h>

/* libxml2 made what handlers get const in 2.12. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *tei_lib_error;
#else
typedef xmlErrorPtr tei_lib_error;
#endif

/* Every function, under its own name. */
#define TEI_LIB_FUNCTIONS(X) \
	X(xmlFreeTextReader) X(xmlGetLineNo) X(xmlReaderForMemory) X(xmlTextReaderCurrentNode) \
	X(xmlTextReaderExpand) X(xmlTextReaderNext) X(xmlTextReaderNodeType) X(xmlTextReaderRead) \
	X(xmlTextReaderSetStructuredErrorHandler)

struct tei_lib {
#define X(name) __typeof__(name) *name;
	TEI_LIB_FUNCTIONS(X)
#undef X
};

/*
 * Loads the library, which stays for the rest of the run: it keeps state of its own. False: a
 * message, and nothing changed.
 */
bool tei_lib_open(struct tei_lib *lib, struct err *err) MUST_CHECK;

#endif
