#include "base/base.h"
typedef int paiban_base_door;
