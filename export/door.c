#include "export/export.h"
typedef int paiban_export_door;
