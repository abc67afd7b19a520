#include "planner/planner.h"
typedef int paiban_planner_door;
