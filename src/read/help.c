#include "read/help.h"
