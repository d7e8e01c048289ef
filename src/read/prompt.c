#include "read/prompt.h"
