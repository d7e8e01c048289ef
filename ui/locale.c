#include "ui/locale.h"

#include "base/span.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>

/* The value that says what LC_CTYPE is, or NULL where nothing does. */
static const char *named(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *value = getenv(names[i]);
		if (value != NULL && value[0] != '\0') {
			return value;
		}
	}
	return NULL;
}

/* Whether the name of a locale that the machine lacks says UTF-8. */
static bool says_utf8(const char *name)
{
	size_t n = strlen(name);
	for (size_t at = 0; at < n; at++) {
		struct span rest = {name + at, n - at};
		if ((rest.n >= 5 && span_eq_nocase((struct span){rest.p, 5}, SPAN("utf-8"))) ||
			(rest.n >= 4 && span_eq_nocase((struct span){rest.p, 4}, SPAN("utf8")))) {
			return true;
		}
	}
	return false;
}

/* One of UTF-8 that every machine should have. */
static void take_another(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		setlocale(LC_CTYPE, "en_US.UTF-8");
	}
}

#define ASCII_ONLY "letters that ASCII lacks are shown without their marks, or as ?"

bool locale_start(struct err *notice)
{
	const char *name = named();
	bool known = setlocale(LC_CTYPE, "") != NULL, utf8;
	notice->msg[0] = '\0';
	if (known && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) {
		return true;
	}
	take_another();
	if (name == NULL) {
		err_set(notice, "No locale is set: the terminal is taken for one of UTF-8; "
			"LC_ALL=C shows ASCII only");
		return true;
	}
	utf8 = !known && says_utf8(name);
	if (!known) {
		err_set(notice, "This machine does not know the locale '%.40s': taken for %s", name,
			utf8 ? "C.UTF-8" : "ASCII; " ASCII_ONLY);
	} else {
		err_set(notice, "The locale '%.40s' is not UTF-8: " ASCII_ONLY, name);
	}
	return utf8;
}
