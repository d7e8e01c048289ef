#include "links/tei_lib.h"

#include <dlfcn.h>
#include <string.h>

/* The interface that the headers are of. */
#if defined(__APPLE__)
#define LIBRARY "libxml2.2.dylib"
#elif LIBXML_VERSION >= 21400
#define LIBRARY "libxml2.so.16"
#else
#define LIBRARY "libxml2.so.2"
#endif

/* Finds a function. ISO C makes no function of a pointer to data: its bytes are copied. */
static bool find(void *library, const char *name, void *function, size_t n)
{
	void *found = dlsym(library, name);
	memcpy(function, &found, n);
	return found != NULL;
}

static bool find_all(void *library, struct tei_lib *lib)
{
#define X(name) find(library, #name, &lib->name, sizeof(lib->name)) &&
	return TEI_LIB_FUNCTIONS(X) true;
#undef X
}

bool tei_lib_open(struct tei_lib *lib, struct err *err)
{
	struct tei_lib found;
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL) {
		return err_set(err, "reading XML needs " LIBRARY ", which is not installed here");
	}
	if (!find_all(library, &found)) {
		dlclose(library);
		return err_set(err, LIBRARY " is not the libxml2 that this program was built for");
	}
	*lib = found;
	return true;
}
