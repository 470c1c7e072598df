#define HACTHANH_KERNELS kernels_base
#include "sim/chemistry/detail/reaction_kernel.inc"
