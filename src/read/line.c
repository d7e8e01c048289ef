#include "read/line.h"
