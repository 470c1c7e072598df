#define HACTHANH_KERNELS kernels_base
#include "sim/answers/detail/lane_kernels.inc"
