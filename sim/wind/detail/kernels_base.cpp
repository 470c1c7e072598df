#define HACTHANH_KERNELS kernels_base
#include "sim/wind/detail/projection_kernels.inc"
