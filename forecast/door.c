#include "forecast/forecast.h"
typedef int paiban_forecast_door;
