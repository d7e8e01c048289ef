#include "base/typo.h"
