// Compiled with -march=x86-64-v3 (sim/CMakeLists.txt).
#if defined(__x86_64__)
#define HACTHANH_KERNELS kernels_v3
#include "sim/answers/detail/lane_kernels.inc"
#endif
