/* A fuzz target: any bytes in, no crash, and the target's own promises kept (BUG_IF). With libFuzzer (meson option fuzz, clang)
   the engine calls it; otherwise replay.c calls it with every file of the corpus, so that what was found once stays found. */
#ifndef FUZZ_H
#define FUZZ_H
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
#endif
