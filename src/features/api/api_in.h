/* Between the files of this folder. */
#ifndef API_IN_H
#define API_IN_H
#include "features/feature.h"

handler api_page, api_register_page, api_openapi;
#endif
