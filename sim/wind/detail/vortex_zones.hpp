#pragma once
/// Flow around one building block after Roeckle (1990, Dissertation, TH Darmstadt), with the later changes named at
/// each function: formulas only, in coordinates along the wind (s) and across it (t), heights over the block's foot.

#include "sim/wind/detail/wind_lines.hpp"

#include <optional>

namespace hacthanh::wind::detail {

/// Size of a block as one wind sees it, and the lengths of its vortices.
struct BlockShape {
    double foot = 0;           ///< height of its underside over ground [m]
    double height = 0;         ///< H over its foot [m]
    double width = 0;          ///< W across the wind [m]
    double length = 0;         ///< L along the wind, area / width [m]
    double t_centre = 0;       ///< middle across the wind
    double cavity_length = 0;  ///< L_R: 1.8 (W/H) / ((L/H)^0.3 (1 + 0.24 W/H)) H, Roeckle 1990
    double upwind_length = 0;  ///< L_F: 1.5 (W/H) / (1 + 0.8 W/H) H, Bagal et al. 2004 (modified vortex)
    double vortex_length = 0;  ///< L_c = 0.9 R of rooftop and side walls, R = B_s^(2/3) B_l^(1/3), Wilson 1979
    double vortex_depth = 0;   ///< H_c = W_c = 0.22 R, Wilson 1979
    bool resolved = false;     ///< high and wide enough for vortices on the mesh
};

BlockShape shape_of(Block const& block, Direction wind);

/// Velocity in a zone, along the wind, across it and up, over a reference speed [1].
struct ZoneFlow {
    double s = 0;
    double t = 0;
    double w = 0;
};

/// How far behind the lee wall the cavity reaches at height z and distance y from the block's middle line [m]:
/// d = L_R sqrt((1 - (z/H)^2) (1 - (2y/W)^2)); 0 outside.
double cavity_reach(BlockShape const& shape, double y, double z);

/// Cavity, over U_H: -(1 - x/d)^2 sqrt(1 - |2y/W|).  @param x  behind the lee wall, < reach d
double cavity_speed(BlockShape const& shape, double x, double y, double reach);

/// Share of the speed left in the wake, d < x <= 3 d: 1 - (d/x)^1.5.
double wake_share(double x, double reach);

/// In front of the windward wall: in the outer zone a factor on the wind that falls from 1 to 0.4 towards the inner
/// one, whose length is 0.4 of it; there a standing vortex, over U_H (Bagal et al. 2004; QES-Winds).
/// @param x  ahead of the wall.  Nothing outside the zone.
struct UpwindFlow {
    double factor = 1;      ///< on the wind, outer zone
    bool standing = false;  ///< inner zone: no wind along, `rise` up
    double rise = 0;
};
std::optional<UpwindFlow> upwind_flow(BlockShape const& shape, double x, double y, double z);

/// Speed over that at the roof in the vortex on a roof or at a side wall: -1 at the wall, +1 at the vortex's edge.
/// @param x  behind the windward edge, @param h  distance from the wall.  Nothing outside the vortex.
std::optional<double> edge_vortex_speed(BlockShape const& shape, double x, double h);

/// Vortex between two facing walls, over the undisturbed speed at the roofs (Hotchkiss & Harlow 1973, EPA-R4-73-029;
/// Yamartino & Wiegand 1986, doi:10.1016/0004-6981(86)90307-1).
/// Its stream function is U z' exp(k z') sin(k x), k = pi / gap, z' = z - depth, mirrored at the ground. Above the
/// vortex's centre `s` is 0: there the shear layer of the roofs rules (see shear_share).
/// Of the air that comes to the lee wall only a part rises there; the rest is left flowing towards the wall, and the
/// projection leads it out sideways.
/// @param x  from the lee wall, across the street, 0..gap;  z  0..depth
/// @param up_share  the part that rises, see rising_share; 1 in a street without end
ZoneFlow canyon_flow(double x, double z, double gap, double depth, double up_share);

/// Share of the air at the lee wall of a street of that length that leaves through the roof, the rest through the open
/// ends: as the areas of the three, L S/2 : 2 H S/2 (our choice: what drives air out is alike on all).
double rising_share(double length, double depth);

/// Share of the speed above that is left at height z over or under the roofs, x behind a lee edge: a mixing layer,
/// (1 + erf(sqrt(pi) z / (0.181 x))) / 2 (Brown & Roshko 1974, doi:10.1017/S002211207400190X).
double shear_share(double x, double z);

}  // namespace hacthanh::wind::detail
