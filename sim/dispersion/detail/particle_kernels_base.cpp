#define HACTHANH_PARTICLE_KERNELS particle_kernels_base
#include "sim/dispersion/detail/particle_kernels.inc"
