#include "model/model.h"
typedef int paiban_model_door;
