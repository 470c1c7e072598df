#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <vector>

namespace hacthanh::wind::detail {

/// Drag of blocks that are too small for the mesh: frontal area seen by the wind [m2] in one column.
struct SmallBlock {
    std::size_t column = 0;
    double frontal_area = 0;
};

/// The undisturbed wind that the canopy slows: neutral shape of the ground's roughness.
struct GroundRoughness {
    double length = 0;        ///< z0 [m]
    double displacement = 0;  ///< [m]
};

/// How a neighbourhood of buildings slows the wind between and just above its roofs.
///
/// Around every column plan and frontal area densities lambda_p, lambda_f, wall area density lambda_w and mean height H
/// are averaged over a square of 4 H and, upwind of it, with weights exp(-s / l), l = L_c / 2 = 1.5 H, the drag length
/// of a canopy of cubes (Coceal & Belcher 2004, doi:10.1256/qj.03.40).
/// Above the roofs the wind follows ln((z - d) / z0) with d and z0 of Macdonald, Griffiths & Hall 1998,
/// doi:10.1016/S1352-2310(97)00403-2, eqs 23 and 26, and meets the undisturbed wind at 2 H, the top of the roughness
/// sublayer (Roth 2000, doi:10.1002/qj.49712656409). Below them it falls as exp(-a (1 - z / H)) with
/// a = h / (2 w), h / w = lambda_w / (2 (1 - lambda_p)), in streets (Masson 2000, doi:10.1023/A:1002463829265), and
/// 9.6 lambda_f more for blocks that the mesh does not resolve (Macdonald 2000, doi:10.1023/A:1018912308150). It never
/// exceeds the undisturbed wind. The canopy fades in from isolated flow, lambda_f = 0.087 (gaps of 2.4 H), to skimming
/// flow, 0.174 (gaps of 1.4 H): Oke 1988, doi:10.1016/0378-7788(88)90026-6.
class UrbanCanopy {
public:
    struct Column {
        double weight = 0;  ///< 0 = no canopy, 1 = full
        double height = 0;  ///< mean roof height H [m]
        double displacement = 0;
        double roughness = 0;
        double attenuation = 0;  ///< a [1]
    };

    /// Densities come from the openness of the mesh itself, so that canopy and solid cells tell the same story.
    UrbanCanopy(mesh::CityMesh const& mesh, std::vector<SmallBlock> const& small_blocks, Direction wind,
                GroundRoughness ground, Parallel const& parallel);

    Column const& at(std::size_t column) const { return columns_[column]; }

    /// Speed at height z [m/s]. @param free  undisturbed speed at z, @param free_at_roof  and at the column's H
    double speed(Column const& column, double z, double free, double free_at_roof) const;

private:
    double roof_share(Column const& column, double z) const;

    GroundRoughness ground_;
    std::vector<Column> columns_;
};

}  // namespace hacthanh::wind::detail
