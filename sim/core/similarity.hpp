#pragma once
/// Monin-Obukhov similarity of the surface layer: how stability bends wind and mixing away from the neutral case.

namespace hacthanh {

/// Gradient of wind, phi_m, and of a scalar, phi_h, over their neutral values [1], at `zeta` = z / L.
///
/// Unstable: phi_m = (1 - 16 zeta)^-1/4, phi_h = (1 - 16 zeta)^-1/2; stable: both 1 + 5 zeta.
/// Source: Dyer 1974, doi:10.1007/BF00240838.  Valid for -2 <= zeta <= 1 (Hoegstroem 1988,
/// doi:10.1007/BF00119875; the stable side Webb 1970, doi:10.1002/qj.49709640708). Beyond, both stay what they are
/// at the end of the range, which for stable air is Webb's finding (phi = 6 above zeta = 1).
double phi_m(double zeta);
double phi_h(double zeta);

/// psi_m = integral of (1 - phi_m(s)) / s from 0 to `zeta` [1]: the correction of the logarithmic wind profile.
/// Closed form after Paulson 1970, doi:10.1175/1520-0450(1970)009<0857:TMROWS>2.0.CO;2, continued beyond the range
/// of phi_m with its constant.
double psi_m(double zeta);

}  // namespace hacthanh
