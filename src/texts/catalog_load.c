/* A catalogue listed and read in one step, with all texts kept. */
#include "texts/catalog.h"

/* Hands over what was made, or drops it. */
static bool load_end(struct catalog *made, bool ok, struct catalog *out)
{
	if (!ok) {
		catalog_finish(made);
		return false;
	}
	*out = *made;
	return true;
}

static const struct catalog_each keep_all = {.keep = UINT64_MAX};

bool catalog_load(struct catalog *catalog, const char *folder, const struct config *config,
	struct report *report, struct err *err)
{
	struct catalog made;

	return catalog_list(&made, folder, config, report, err) &&
		load_end(&made, catalog_read(&made, &keep_all, report, err), catalog);
}

bool catalog_load_files(struct catalog *catalog, const char *const *paths, uint32_t n,
	const struct config *config, struct report *report, struct err *err)
{
	struct catalog made;

	return catalog_list_files(&made, paths, n, config, report, err) &&
		load_end(&made, catalog_read(&made, &keep_all, report, err), catalog);
}
