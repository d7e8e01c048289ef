#include "links/resolve.h"
