#include "links/entities.h"
