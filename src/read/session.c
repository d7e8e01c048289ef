#include "read/session.h"
