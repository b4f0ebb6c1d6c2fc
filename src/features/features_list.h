/* Every feature of the house, ended by NULL; the list itself is made by src/features/meson.build. */
#ifndef FEATURES_LIST_H
#define FEATURES_LIST_H
#include "features/feature.h"
extern const struct feature *const features_list[];
#endif
