#include "read/command.h"
