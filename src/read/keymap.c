#include "read/keymap.h"
