#include "texts/doc.h"
