#include "env.h"

#include "bytes.h"

#include <stdlib.h>
#include <string.h>

void env_drop(struct env *env, const char *name)
{
	size_t n = strlen(name);
	for (size_t i = 0; i < env->n; i++) {
		if (strncmp(env->list[i], name, n) == 0 && env->list[i][n] == '=') {
			free(env->list[i]);
			env->list[i] = env->list[--env->n];
			env->list[env->n] = NULL;
			return;
		}
	}
}

void env_put(struct env *env, const char *name, const char *value)
{
	env_drop(env, name);
	struct bytes pair = {0};
	bytes_print(&pair, "%s=%s", name, value);
	env->list[env->n] = bytes_must(env->n < ENV_SIZE ? pair.p : NULL);
	env->n++;
}

void env_finish(struct env *env)
{
	for (size_t i = 0; i < env->n; i++) {
		free(env->list[i]);
	}
	*env = (struct env){0};
}
