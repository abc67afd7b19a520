#include "staffing/staffing.h"
typedef int paiban_staffing_door;
