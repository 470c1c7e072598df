#include "sim/run/source_lines.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

namespace hacthanh::run {
namespace {

constexpr double side_by_side = 2.15;  ///< spacing of lines over sigma_y0 [1] AERMOD user's guide EPA-454/B-23-008
constexpr double same_share = 1e-9;    ///< relative

/// Cells of a source as lines along rows (or columns) of the mesh; neighbours of one share are one line.
void add_cells(SourceLines& lines, state::OtherSource const& source, std::size_t index, mesh::CityMesh const& mesh,
               bool along_rows) {
    std::size_t const nx = mesh.nx();
    auto const line_and_place = [&](std::size_t column) {
        return along_rows ? std::pair{column / nx, column % nx} : std::pair{column % nx, column / nx};
    };
    auto cells = source.columns;
    std::ranges::sort(cells,
                      [&](auto const& a, auto const& b) { return line_and_place(a.first) < line_and_place(b.first); });
    double const half = 0.5 * mesh.cell_size();
    for (std::size_t first = 0; first < cells.size();) {
        auto const [line, place] = line_and_place(cells[first].first);
        double const share = cells[first].second;
        std::size_t end = first + 1;
        while (end < cells.size() && line_and_place(cells[end].first) == std::pair{line, place + (end - first)} &&
               std::abs(cells[end].second - share) <= same_share * share)
            ++end;
        auto const centre = [&](std::size_t cell) {
            return city::Point{mesh.x_centre(cell % nx), mesh.y_centre(cell / nx)};
        };
        city::Point from = centre(cells[first].first);
        city::Point to = centre(cells[end - 1].first);
        (along_rows ? from.x : from.y) -= half;
        (along_rows ? to.x : to.y) += half;
        lines.pieces.push_back({from, to, static_cast<std::uint32_t>(lines.kinds.size() - 1)});
        lines.sources.push_back(index);
        lines.shares.push_back(share / mesh.cell_size());
        first = end;
    }
}

void add_point(SourceLines& lines, city::Point at, std::size_t index) {
    lines.pieces.push_back({at, at, static_cast<std::uint32_t>(lines.kinds.size() - 1)});
    lines.sources.push_back(index);
    lines.shares.push_back(1);
}

}  // namespace

SourceLines lines_of(std::vector<state::OtherSource> const& sources, mesh::CityMesh const& mesh, double wind_from_deg) {
    double const angle = wind_from_deg * std::numbers::pi / 180;
    city::Point const along{-std::sin(angle), -std::cos(angle)};
    SourceLines lines;
    for (std::size_t n = 0; n < sources.size(); ++n) {
        auto const& source = sources[n];
        if (source.columns.empty()) continue;
        dispersion::RoadSource kind;
        kind.height = 0.5 * (source.bottom_m + source.top_m);
        kind.sigma_z0 = (source.top_m - source.bottom_m) / std::sqrt(12.0);
        kind.sigma_y0 = source.point ? kind.sigma_z0 : mesh.cell_size() / side_by_side;
        lines.kinds.push_back(kind);
        if (source.point)
            add_point(lines, *source.point, n);
        else
            add_cells(lines, source, n, mesh, std::abs(along.x) >= std::abs(along.y));
    }
    return lines;
}

}  // namespace hacthanh::run
