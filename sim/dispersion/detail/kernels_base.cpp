#define HACTHANH_KERNELS kernels_base
#include "sim/dispersion/detail/transport_kernels.inc"
