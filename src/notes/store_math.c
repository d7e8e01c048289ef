#include "notes/store_math.h"

#include <dlfcn.h>
#include <stddef.h>

#define NOT_A_NUMBER ((double)__builtin_nan(""))

/* One of its functions; POSIX has addresses of functions fit into those of objects. */
union math {
	void *found;
	double (*one)(double x);
	double (*two)(double x, double y);
};

static double call_one(const char *name, double x)
{
	void *lib = dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL);
	union math math = {lib == NULL ? NULL : dlsym(lib, name)};
	double made = math.found == NULL ? NOT_A_NUMBER : math.one(x);

	if (lib != NULL) {
		dlclose(lib);
	}
	return made;
}

static double call_two(const char *name, double x, double y)
{
	void *lib = dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL);
	union math math = {lib == NULL ? NULL : dlsym(lib, name)};
	double made = math.found == NULL ? NOT_A_NUMBER : math.two(x, y);

	if (lib != NULL) {
		dlclose(lib);
	}
	return made;
}

#define ONE(name) \
	double store_math_##name(double x) \
	{ \
		return call_one(#name, x); \
	}

#define TWO(name) \
	double store_math_##name(double x, double y) \
	{ \
		return call_two(#name, x, y); \
	}

ONE(acos)
ONE(acosh)
ONE(asin)
ONE(asinh)
ONE(atan)
ONE(atanh)
ONE(cos)
ONE(cosh)
ONE(exp)
ONE(log)
ONE(sin)
ONE(sinh)
ONE(sqrt)
ONE(tan)
ONE(tanh)
ONE(trunc)
TWO(atan2)
TWO(fmod)
TWO(pow)
