#include "texts/fold.h"
