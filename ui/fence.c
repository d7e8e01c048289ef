#include "ui/fence.h"

#include "ui/fence_calls.h"
#include "ui/fence_files.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/* Memory holds texts and what was typed: it goes to no file, and to no other process of the account. */
static void forbid_dumps(struct restrictions *told)
{
	const struct rlimit none = {0, 0};
	bool held = setrlimit(RLIMIT_CORE, &none) == 0;
#ifdef __linux__
	held = prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) == 0 && held;
#endif
	if (held) {
		restrictions_add(told, true, "memory", "no core dump, and other processes cannot look in");
	} else {
		restrictions_add(told, false, "memory", "%s", strerror(errno));
	}
}

static void forbid_privileges(struct restrictions *told)
{
#ifdef __linux__
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0) {
		restrictions_add(told, true, "privileges", "no new ones, whatever is executed");
		return;
	}
	restrictions_add(told, false, "privileges", "%s", strerror(errno));
#else
	restrictions_add(told, false, "privileges", "this system has no such promise");
#endif
}

void fence_raise(const struct fence_how *how, struct restrictions *told)
{
	umask(077);
	restrictions_add(told, true, "rights", "what is written is readable by this account alone");
	forbid_dumps(told);
	forbid_privileges(told);
	fence_files_raise(how, told);
	fence_calls_raise(told);
}
