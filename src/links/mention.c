#include "links/mention.h"
