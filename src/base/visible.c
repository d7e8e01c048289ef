#include "base/visible.h"
