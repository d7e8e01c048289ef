#include "base/rec.h"
