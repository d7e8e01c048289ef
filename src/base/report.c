#include "base/report.h"
