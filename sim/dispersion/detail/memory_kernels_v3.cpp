// Compiled with -march=x86-64-v3 (sim/CMakeLists.txt).
#if defined(__x86_64__)
#define HACTHANH_KERNELS memory_kernels_v3
#include "sim/dispersion/detail/memory_kernels.inc"
#endif
