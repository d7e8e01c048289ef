#include "read/dossier.h"
