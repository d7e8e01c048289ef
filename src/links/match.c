#include "links/match.h"
