#include "links/xref.h"
