/* Placeholder of the room until its commands come. */
#include "app/house.h"
