#include "read/key.h"
