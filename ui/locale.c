#include "ui/locale.h"

#include "base/span.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>

/* Whether the name of a locale that the machine lacks says UTF-8. */
static bool named_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *value = getenv(names[i]);
		if (value == NULL || value[0] == '\0') {
			continue;
		}
		size_t n = strlen(value);
		for (size_t at = 0; at < n; at++) {
			struct span rest = {value + at, n - at};
			if ((rest.n >= 5 && span_eq_nocase((struct span){rest.p, 5}, SPAN("utf-8"))) ||
				(rest.n >= 4 && span_eq_nocase((struct span){rest.p, 4}, SPAN("utf8")))) {
				return true;
			}
		}
		return false;
	}
	return false;
}

bool locale_start(void)
{
	if (setlocale(LC_CTYPE, "") != NULL) {
		if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) {
			return true;
		}
		if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
			setlocale(LC_CTYPE, "en_US.UTF-8");
		}
		return false;
	}
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		setlocale(LC_CTYPE, "en_US.UTF-8");
	}
	return named_utf8();
}
