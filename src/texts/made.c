#include "texts/made.h"
