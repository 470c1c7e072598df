#define HACTHANH_LINE_KERNELS line_kernels_base
#include "sim/dispersion/detail/line_kernels.inc"
