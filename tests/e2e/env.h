/* env.h - the environment of the program under test
 *
 * A list of "NAME=value" that starts empty: nothing of the tester's own environment gets in by
 * itself.
 *
 *	struct env env = {0};
 *	env_put(&env, "TERM", "vt100");
 *	env_finish(&env);
 */
#ifndef E2E_ENV_H
#define E2E_ENV_H

#include <stddef.h>

#define ENV_SIZE 64

/* The `n` strings, each on the heap, and a NULL behind them: fit for execve(). */
struct env {
	char *list[ENV_SIZE + 1];
	size_t n;
};

/* Sets `name` to `value`, replacing an earlier value. More than ENV_SIZE names end the test. */
void env_put(struct env *env, const char *name, const char *value);

/* Removes `name`; fine where it is not set. */
void env_drop(struct env *env, const char *name);

/* Frees all strings; copes with a zeroed struct. */
void env_finish(struct env *env);

#endif
