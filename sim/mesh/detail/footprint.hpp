#pragma once

#include "sim/city/building.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace hacthanh::mesh::detail {

/// Walls, roofs and undersides closer than this to a face stand in it [m]: coordinates of footprints are rounded.
inline constexpr double plane_tolerance_m = 1e-3;

/// Where a cell is cut to find walls that stand between its faces, from its west or south side [cells]. Walls thicker
/// than a quarter of a cell are always met. Our choice; none lies in the middle, so that each is nearer to one face.
inline constexpr std::array<double, 4> inner_sections = {0.125, 0.375, 0.625, 0.875};

/// A directed edge in units of cells, with the mesh's corner as origin; the building lies on its left.
struct Edge {
    double x0, y0, x1, y1;
};

/// A building's outline in units of cells.
struct Footprint {
    Footprint(city::Building const& building, CityMesh const& mesh);

    std::vector<Edge> edges;  ///< of the outer ring and the holes
    double x_min, y_min, x_max, y_max;
    double area = 0;  ///< [cells]
    double base;      ///< [m]
    double top;       ///< [m]

    bool meets(CityMesh const& mesh) const;
    bool lies_inside(CityMesh const& mesh) const;
};

/// The part of a footprint in one row of columns, as covered fractions. Index 0 is column `first`.
///
/// Sections along a face are taken just before (0) and just behind (1) its plane.
struct FootprintRow {
    std::size_t first = 0;
    std::vector<double> area;          ///< of columns
    std::vector<double> x_section[2];  ///< of the row's height, along the west side of columns; one more than columns
    std::vector<double> y_section[2];  ///< of the column's width, along the south side of the row
    std::vector<double> y_north[2];    ///< the same along its north side
    std::array<std::vector<double>, inner_sections.size()> x_inner;  ///< inside columns, across x
    std::array<std::vector<double>, inner_sections.size()> y_inner;  ///< inside the row, across y

    std::size_t size() const { return area.size(); }
};

/// The covered fractions of columns in row j in [0, ny) alone: `first` and `area` of a FootprintRow.
void clip_area_to_row(Footprint const& footprint, CityMesh const& mesh, std::size_t j, double tolerance,
                      FootprintRow& row);

/// Clips a footprint against row j in [0, ny]. @param row  overwritten; its memory is used again
/// @param tolerance  distance of the sections from their plane [cells]
void clip_to_row(Footprint const& footprint, CityMesh const& mesh, std::size_t j, double tolerance, FootprintRow& row);

}  // namespace hacthanh::mesh::detail
