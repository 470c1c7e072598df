#define HACTHANH_KERNELS memory_kernels_base
#include "sim/dispersion/detail/memory_kernels.inc"
