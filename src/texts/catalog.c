#include "texts/catalog.h"
