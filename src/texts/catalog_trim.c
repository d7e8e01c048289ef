/* Texts forgotten where too many are in memory. */
#include "texts/catalog.h"

static bool is_among(const doc_id *kept, uint32_t n, uint32_t doc)
{
	for (uint32_t i = 0; i < n; i++) {
		if (kept[i].i == doc) {
			return true;
		}
	}
	return false;
}

void catalog_trim(const struct catalog *catalog, const doc_id *kept, uint32_t n)
{
	if (catalog_loaded(catalog) <= (uint64_t)catalog->config->limits_memory_mib << 20) {
		return;
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		if (catalog_is_loaded(catalog, (doc_id){i}) && !is_among(kept, n, i)) {
			catalog_drop(catalog, (doc_id){i});
		}
	}
}
