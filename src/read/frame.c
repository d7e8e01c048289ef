#include "read/frame.h"
