// Compiled with -march=x86-64-v4 (sim/CMakeLists.txt).
#if defined(__x86_64__)
#define HACTHANH_KERNELS memory_kernels_v4
#include "sim/dispersion/detail/memory_kernels.inc"
#endif
