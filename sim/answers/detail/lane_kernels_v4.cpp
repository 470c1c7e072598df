// Compiled with -march=x86-64-v4 (sim/CMakeLists.txt).
#if defined(__x86_64__)
#define HACTHANH_KERNELS kernels_v4
#include "sim/answers/detail/lane_kernels.inc"
#endif
